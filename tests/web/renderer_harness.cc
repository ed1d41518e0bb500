// The drawing part of the program alone: paragraphs and rectangles at given places, drawn by
// the real TextPainter and Renderer. tests/web/support/renderer_page.ts drives it.
#include <emscripten/emscripten.h>
#include <imgui.h>
#include <cmath>
#include <optional>
#include <string>
#include <vector>
#include "app/text_painter.h"
#include "canvas/renderer.h"
#include "ui/blank_font.h"

namespace {

struct Item {
  float x, y, width, height;  // Of a rectangle; a paragraph's width is its limit.
  ImU32 colour;
  std::string text;  // Empty: a rectangle.
  int style;
};

chat::canvas::Renderer renderer;
std::optional<chat::TextPainter> painter;
std::vector<Item> items;
int pictures = 0;

void draw_text(ImDrawList& list, const Item& item) {
  const auto style = static_cast<chat::ui::TextStyle>(item.style);
  const chat::ui::Paragraph paragraph = painter->layout(item.text, style, item.width);
  float y = item.y;
  for (const chat::ui::TextLine& line : paragraph.lines) {
    const chat::ui::TextQuad quad = painter->paint(item.text, line, style, item.colour);
    if (quad.texture != 0) {
      const ImVec2 corner(item.x + line.x + quad.offset.x, y + quad.offset.y);
      list.AddImage(quad.texture, corner, {corner.x + quad.size.x, corner.y + quad.size.y},
                    quad.uv0, quad.uv1);
    }
    y += paragraph.line_height;
  }
}

}  // namespace

extern "C" {

EMSCRIPTEN_KEEPALIVE bool harness_start() {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  chat::ui::add_blank_font(*ImGui::GetIO().Fonts);
  painter.emplace(renderer);
  return renderer.create("#canvas");
}

EMSCRIPTEN_KEEPALIVE void harness_clear() { items.clear(); }

EMSCRIPTEN_KEEPALIVE void harness_text(const char* text, int length, int style, float x, float y,
                                       float max_width, ImU32 colour) {
  items.push_back(
      {x, y, max_width, 0, colour, std::string(text, static_cast<size_t>(length)), style});
}

EMSCRIPTEN_KEEPALIVE void harness_rectangle(float x, float y, float width, float height,
                                            ImU32 colour) {
  items.push_back({x, y, width, height, colour, {}, 0});
}

/// Answers how many text pages there are.
EMSCRIPTEN_KEEPALIVE int harness_frame(float width, float height, float ratio, ImU32 background) {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {width, height};
  io.DisplayFramebufferScale = {ratio, ratio};
  io.DeltaTime = 1.0f / 60;
  painter->pages().begin_frame(static_cast<int>(std::lround(width * ratio)),
                               static_cast<int>(std::lround(height * ratio)), ratio);
  ImGui::NewFrame();
  ImDrawList& list = *ImGui::GetBackgroundDrawList();
  for (const Item& item : items) {
    if (item.text.empty()) {
      list.AddRectFilled({item.x, item.y}, {item.x + item.width, item.y + item.height},
                         item.colour);
    } else {
      draw_text(list, item);
    }
  }
  ImGui::Render();
  const bool text_changed = painter->pages().upload();
  if (renderer.render(ImGui::GetDrawData(), background, text_changed)) ++pictures;
  return painter->pages().page_count();
}

/// How many frames were not the one before again.
EMSCRIPTEN_KEEPALIVE int harness_pictures() { return pictures; }

EMSCRIPTEN_KEEPALIVE void harness_context_lost() {
  painter->pages().context_lost();
  renderer.context_lost();
}

EMSCRIPTEN_KEEPALIVE bool harness_context_restored() {
  painter->pages().context_restored();
  return renderer.context_restored();
}

}  // extern "C"
