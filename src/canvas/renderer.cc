#include "canvas/renderer.h"
#include <GLES3/gl3.h>
#include <emscripten/html5.h>
#include <algorithm>
#include <cmath>
#include <cstddef>
#include "canvas/picture_hash.h"

namespace chat::canvas {

namespace {

constexpr GLuint position_attribute = 0, uv_attribute = 1, colour_attribute = 2;

// Snapping rounds just below one half, so that both edges of a quad, which differ by rounding
// errors only, go the same way.
constexpr const char* vertex_source = R"(#version 300 es
layout(location = 0) in vec2 position;
layout(location = 1) in vec2 uv;
layout(location = 2) in vec4 colour;
uniform vec2 origin, scale, to_clip;
uniform bool snap;
out vec2 fragment_uv;
out vec4 fragment_colour;
void main() {
  vec2 pixel = (position - origin) * scale;
  if (snap) pixel = floor(pixel + 0.49);
  gl_Position = vec4(pixel * to_clip + vec2(-1.0, 1.0), 0.0, 1.0);
  fragment_uv = uv;
  fragment_colour = vec4(colour.rgb * colour.a, colour.a);
})";

constexpr const char* fragment_source = R"(#version 300 es
precision highp float;
in vec2 fragment_uv;
in vec4 fragment_colour;
uniform sampler2D image;
out vec4 result;
void main() { result = fragment_colour * texture(image, fragment_uv); })";

GLuint compile(GLenum kind, const char* source) {
  const GLuint shader = glCreateShader(kind);
  glShaderSource(shader, 1, &source, nullptr);
  glCompileShader(shader);
  return shader;
}

GLuint new_texture(GLint filter) {
  GLuint texture = 0;
  glGenTextures(1, &texture);
  glBindTexture(GL_TEXTURE_2D, texture);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
  return texture;
}

int round_to_int(float value) { return static_cast<int>(std::lround(value)); }

}  // namespace

bool Renderer::create(const char* selector) {
  selector_ = selector;
  EmscriptenWebGLContextAttributes attributes;
  emscripten_webgl_init_context_attributes(&attributes);
  attributes.alpha = attributes.depth = attributes.stencil = attributes.antialias = false;
  attributes.powerPreference = EM_WEBGL_POWER_PREFERENCE_LOW_POWER;
  attributes.majorVersion = 2;
  attributes.enableExtensionsByDefault = false;
  context_ = static_cast<int>(emscripten_webgl_create_context(selector, &attributes));
  ImGuiIO& io = ImGui::GetIO();
  io.BackendRendererName = "chat::canvas";
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures | ImGuiBackendFlags_RendererHasVtxOffset;
  return context_ > 0 && create_objects();
}

bool Renderer::create_objects() {
  usable_ = false;
  if (emscripten_webgl_make_context_current(context_) != EMSCRIPTEN_RESULT_SUCCESS) return false;
  program_ = glCreateProgram();
  const GLuint vertex = compile(GL_VERTEX_SHADER, vertex_source);
  const GLuint fragment = compile(GL_FRAGMENT_SHADER, fragment_source);
  glAttachShader(program_, vertex);
  glAttachShader(program_, fragment);
  glLinkProgram(program_);
  glDeleteShader(vertex);
  glDeleteShader(fragment);
  GLint linked = GL_FALSE;
  glGetProgramiv(program_, GL_LINK_STATUS, &linked);
  if (linked != GL_TRUE) return false;
  glUseProgram(program_);
  to_clip_ = glGetUniformLocation(program_, "to_clip");
  origin_ = glGetUniformLocation(program_, "origin");
  scale_ = glGetUniformLocation(program_, "scale");
  snap_ = glGetUniformLocation(program_, "snap");

  glGenVertexArrays(1, &vertex_array_);
  glBindVertexArray(vertex_array_);
  glGenBuffers(1, &vertices_);
  glGenBuffers(1, &indices_);
  glBindBuffer(GL_ARRAY_BUFFER, vertices_);
  glBindBuffer(GL_ELEMENT_ARRAY_BUFFER, indices_);
  glEnableVertexAttribArray(position_attribute);
  glEnableVertexAttribArray(uv_attribute);
  glEnableVertexAttribArray(colour_attribute);

  glEnable(GL_BLEND);
  glBlendFunc(GL_ONE, GL_ONE_MINUS_SRC_ALPHA);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 1);
  usable_ = true;
  return true;
}

uint32_t Renderer::create_page(int width, int height) {
  if (!usable_) return 0;
  const GLuint texture = new_texture(GL_NEAREST);
  glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, width, height);
  pages_.push_back(texture);
  return texture;
}

void Renderer::delete_page(uint32_t texture) {
  if (!usable_) return;
  std::erase(pages_, texture);
  glDeleteTextures(1, &texture);
}

void Renderer::update_texture(ImTextureData& texture) {
  if (texture.Status == ImTextureStatus_WantCreate) {
    create_texture(texture);
  } else if (texture.Status == ImTextureStatus_WantUpdates) {
    glBindTexture(GL_TEXTURE_2D, static_cast<GLuint>(texture.TexID));
    for (const ImTextureRect& rect : texture.Updates) upload(texture, rect);
    texture.SetStatus(ImTextureStatus_OK);
  } else if (texture.Status == ImTextureStatus_WantDestroy && texture.UnusedFrames > 0) {
    const GLuint name = static_cast<GLuint>(texture.TexID);
    glDeleteTextures(1, &name);
    texture.SetTexID(ImTextureID_Invalid);
    texture.SetStatus(ImTextureStatus_Destroyed);
  }
}

void Renderer::create_texture(ImTextureData& texture) {
  texture.SetTexID(new_texture(GL_LINEAR));
  glTexStorage2D(GL_TEXTURE_2D, 1, GL_RGBA8, texture.Width, texture.Height);
  const ImTextureRect all{0, 0, static_cast<unsigned short>(texture.Width),
                          static_cast<unsigned short>(texture.Height)};
  upload(texture, all);
  texture.SetStatus(ImTextureStatus_OK);
}

void Renderer::upload(const ImTextureData& texture, const ImTextureRect& rect) {
  const bool has_colour = texture.Format == ImTextureFormat_RGBA32;
  scratch_.clear();
  scratch_.reserve(size_t{4} * rect.w * rect.h);
  for (int y = rect.y; y < rect.y + rect.h; ++y) {
    for (int x = rect.x; x < rect.x + rect.w; ++x) {
      const uint8_t* pixel = texture.Pixels + (y * texture.Width + x) * texture.BytesPerPixel;
      const unsigned alpha = has_colour ? pixel[3] : pixel[0];
      for (int channel = 0; channel < 3; ++channel) {
        const unsigned straight = has_colour ? pixel[channel] : 255;
        scratch_.push_back(static_cast<uint8_t>((straight * alpha + 127) / 255));
      }
      scratch_.push_back(static_cast<uint8_t>(alpha));
    }
  }
  glTexSubImage2D(GL_TEXTURE_2D, 0, rect.x, rect.y, rect.w, rect.h, GL_RGBA, GL_UNSIGNED_BYTE,
                  scratch_.data());
}

bool Renderer::render(ImDrawData* data, ImU32 background, bool text_changed) {
  const int width = round_to_int(data->DisplaySize.x * data->FramebufferScale.x);
  const int height = round_to_int(data->DisplaySize.y * data->FramebufferScale.y);
  if (!usable_ || width <= 0 || height <= 0) return false;
  bool changed = text_changed;
  if (width != width_ || height != height_) {
    emscripten_set_canvas_element_size(selector_.c_str(), width, height);
    width_ = width;
    height_ = height;
    changed = true;
  }
  if (data->Textures != nullptr) {
    for (ImTextureData* texture : *data->Textures) {
      if (texture->Status == ImTextureStatus_OK) continue;
      update_texture(*texture);
      changed = true;
    }
  }
  const uint64_t picture = picture_hash(*data, background);
  if (!changed && picture == drawn_) return false;
  drawn_ = picture;
  const ImVec4 clear = ImGui::ColorConvertU32ToFloat4(background);
  glDisable(GL_SCISSOR_TEST);
  glViewport(0, 0, width, height);
  glClearColor(clear.x, clear.y, clear.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  glEnable(GL_SCISSOR_TEST);
  glUniform2f(to_clip_, 2.0f / static_cast<float>(width), -2.0f / static_cast<float>(height));
  glUniform2f(origin_, data->DisplayPos.x, data->DisplayPos.y);
  glUniform2f(scale_, data->FramebufferScale.x, data->FramebufferScale.y);
  bound_ = 0;  // The page's uploads bind textures, too.
  for (const ImDrawList* list : data->CmdLists) draw_list(*list, *data, width, height);
  return true;
}

void Renderer::draw_list(const ImDrawList& list, const ImDrawData& data, int width, int height) {
  glBufferData(GL_ARRAY_BUFFER, list.VtxBuffer.size_in_bytes(), list.VtxBuffer.Data,
               GL_STREAM_DRAW);
  glBufferData(GL_ELEMENT_ARRAY_BUFFER, list.IdxBuffer.size_in_bytes(), list.IdxBuffer.Data,
               GL_STREAM_DRAW);
  point_attributes(0);
  size_t vertex_offset = 0;
  const GLenum index_type = sizeof(ImDrawIdx) == 2 ? GL_UNSIGNED_SHORT : GL_UNSIGNED_INT;
  for (const ImDrawCmd& command : list.CmdBuffer) {
    if (command.UserCallback != nullptr || command.ElemCount == 0) continue;
    const auto pixel_x = [&](float x) {
      return std::clamp(round_to_int((x - data.DisplayPos.x) * data.FramebufferScale.x), 0, width);
    };
    const auto pixel_y = [&](float y) {
      return std::clamp(round_to_int((y - data.DisplayPos.y) * data.FramebufferScale.y), 0, height);
    };
    const int left = pixel_x(command.ClipRect.x), right = pixel_x(command.ClipRect.z);
    const int top = pixel_y(command.ClipRect.y), bottom = pixel_y(command.ClipRect.w);
    if (left >= right || top >= bottom) continue;
    glScissor(left, height - bottom, right - left, bottom - top);
    bind(static_cast<uint32_t>(command.GetTexID()));
    if (command.VtxOffset != vertex_offset) {
      vertex_offset = command.VtxOffset;
      point_attributes(vertex_offset);
    }
    glDrawElements(GL_TRIANGLES, static_cast<GLsizei>(command.ElemCount), index_type,
                   reinterpret_cast<const void*>(command.IdxOffset * sizeof(ImDrawIdx)));
  }
}

void Renderer::point_attributes(size_t vertex_offset) {
  const auto at = [base = vertex_offset * sizeof(ImDrawVert)](size_t member) {
    return reinterpret_cast<const void*>(base + member);
  };
  glVertexAttribPointer(position_attribute, 2, GL_FLOAT, GL_FALSE, sizeof(ImDrawVert),
                        at(offsetof(ImDrawVert, pos)));
  glVertexAttribPointer(uv_attribute, 2, GL_FLOAT, GL_FALSE, sizeof(ImDrawVert),
                        at(offsetof(ImDrawVert, uv)));
  glVertexAttribPointer(colour_attribute, 4, GL_UNSIGNED_BYTE, GL_TRUE, sizeof(ImDrawVert),
                        at(offsetof(ImDrawVert, col)));
}

void Renderer::bind(uint32_t texture) {
  if (texture == bound_) return;
  bound_ = texture;
  glBindTexture(GL_TEXTURE_2D, texture);
  glUniform1i(snap_, std::find(pages_.begin(), pages_.end(), texture) != pages_.end());
}

void Renderer::context_lost() {
  usable_ = false;
  pages_.clear();
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->TexID == ImTextureID_Invalid) continue;
    texture->SetTexID(ImTextureID_Invalid);
    texture->SetStatus(ImTextureStatus_Destroyed);  // ImGui asks for it again.
  }
}

bool Renderer::context_restored() {
  width_ = height_ = 0;
  drawn_ = 0;
  return context_ > 0 && create_objects();
}

}  // namespace chat::canvas
