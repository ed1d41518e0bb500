// Draws ImDrawData with WebGL2. It owns the canvas's context and, in it, everything: nobody
// else sets GL state, so none is read back. Colours are blended premultiplied; ImGui's are
// straight and are multiplied on their way in, text pages are premultiplied already.
//
// Implemented: ImGui's texture protocol, vertex offsets, fractional pixel ratios, loss and
// return of the context. Not needed here, so missing: user callbacks, several viewports.
#pragma once
#include <imgui.h>
#include <cstdint>
#include <string>
#include <vector>

namespace chat::canvas {

class Renderer {
 public:
  /// Takes the canvas with this CSS selector. False: no WebGL2; the twin is the interface then.
  bool create(const char* selector);
  /// Sizes the canvas's pixels to the display, so that a new size never shows an empty frame.
  /// A frame that is the last one again costs nothing; false then, and when there is no context.
  /// `text_changed`: a page has other pixels than in the last frame.
  bool render(ImDrawData* draw_data, ImU32 background, bool text_changed);

  /// A texture for premultiplied text, sampled pixel by pixel. Its quads are moved to whole
  /// device pixels. 0: there is no context.
  uint32_t create_page(int width, int height);
  void delete_page(uint32_t texture);

  /// Forgets every GL name: they died with the context.
  void context_lost();
  bool context_restored();

 private:
  bool create_objects();
  void update_texture(ImTextureData& texture);
  void create_texture(ImTextureData& texture);
  void upload(const ImTextureData& texture, const ImTextureRect& rect);
  void draw_list(const ImDrawList& list, const ImDrawData& data, int width, int height);
  void point_attributes(size_t vertex_offset);
  void bind(uint32_t texture);

  std::string selector_;
  int context_ = 0;
  bool usable_ = false;
  uint32_t program_ = 0, vertex_array_ = 0, vertices_ = 0, indices_ = 0;
  int to_clip_ = -1, origin_ = -1, scale_ = -1, snap_ = -1;
  uint32_t bound_ = 0;
  int width_ = 0, height_ = 0;
  uint64_t drawn_ = 0;  // The picture_hash of what the canvas shows; 0: nothing.
  std::vector<uint32_t> pages_;
  std::vector<uint8_t> scratch_;
};

}  // namespace chat::canvas
