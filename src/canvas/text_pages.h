// Lines of text as textures: the browser lays a paragraph out and paints each of its lines
// once, in its colour, into a page; from then on a line is one textured quad. Pages hold
// premultiplied colours, so draw their quads with a white tint (its alpha fades them).
//
// Memory is bounded: about two screens of pixels in pages, of which the least recently used
// is emptied first, and a fixed number of texts and layouts. Without WebGL, layout() works
// and paint() answers an empty quad. Per frame:
//   begin_frame(); layout() and paint() as the views ask; upload() before the renderer draws.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>
#include "canvas/shelf_allocator.h"

namespace chat::canvas {

struct TextLine {
  int begin = 0, end = 0;  // UTF-16 code units of the paragraph's text.
  float x = 0, width = 0;  // CSS px within the paragraph's box.
  bool rtl = false;
};
struct Layout {
  std::vector<TextLine> lines;
  float line_height = 0;
  float width = 0;  // Of the paragraph's box: whole px, the widest line fits.
};
struct TextQuad {
  uint32_t texture = 0;
  float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
  float x = 0, y = 0, width = 0, height = 0;  // CSS px, from the line's top left.
};

/// One line to paint, in device pixels of its page.
struct PaintJob {
  int page = 0;
  Cell cell;
  std::string_view text;
  int begin = 0, end = 0;
  int style = 0;
  bool rtl = false;
  float left = 0, top = 0;  // From the cell's corner to the line box's.
  uint32_t colour = 0;      // ImU32: red in the lowest byte, alpha in the highest.
  float device_pixel_ratio = 1;
};

/// What the browser and the GPU do for us. `user` is handed back to each.
struct TextBrowser {
  void* user = nullptr;
  /// Writes up to `capacity` lines; returns how many there are.
  int (*layout)(void* user, std::string_view text, int style, float max_width, TextLine* lines,
                int capacity, float* line_height, float* width) = nullptr;
  void (*paint)(void* user, const PaintJob& job) = nullptr;
  /// Brings what was painted since the last call into the texture of the page.
  void (*upload)(void* user, int page, uint32_t texture, int width, int height) = nullptr;
  void (*forget)(void* user, int page) = nullptr;
  uint32_t (*create_texture)(void* user, int width, int height) = nullptr;
  void (*delete_texture)(void* user, uint32_t texture) = nullptr;
};

class TextPages {
 public:
  explicit TextPages(TextBrowser browser) : browser_(browser) {}

  /// Size of the framebuffer in device pixels. A new pixel ratio forgets everything.
  void begin_frame(int width, int height, float device_pixel_ratio);
  /// Valid until the next layout(). `max_width` <= 0: one line however long.
  const Layout& layout(std::string_view text, int style, float max_width);
  TextQuad paint(std::string_view text, const TextLine& line, int style, uint32_t colour);
  /// True: some page shows other pixels than in the last frame.
  bool upload();

  /// Fonts may have changed: every layout and every texture is made anew.
  void forget_all();
  void context_lost();
  void context_restored() { lost_ = false; }

  int page_count() const;

 private:
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  struct Text {
    uint64_t id = 0;
    uint64_t last_frame = 0;
  };
  struct LayoutKey {
    uint64_t text = 0;
    int style = 0;
    int max_width = 0;  // 1/64 px
    friend bool operator==(const LayoutKey&, const LayoutKey&) = default;
  };
  struct LayoutEntry {
    Layout layout;
    uint64_t last_frame = 0;
  };
  struct LineKey {
    uint64_t text = 0;
    int begin = 0, end = 0, style = 0;
    bool rtl = false;
    uint32_t colour = 0;
    int phase = 0;  // 1/64 device px
    friend bool operator==(const LineKey&, const LineKey&) = default;
  };
  struct LineEntry {
    int page = 0;
    Cell cell;
    uint64_t last_frame = 0;
  };
  struct KeyHash {
    size_t operator()(const LayoutKey& key) const;
    size_t operator()(const LineKey& key) const;
  };
  struct Page {
    uint32_t texture = 0;  // 0: the slot is free.
    ShelfAllocator shelves;
    uint64_t last_frame = 0;
    bool dirty = false;
  };

  uint64_t intern(std::string_view text);
  Layout measure(std::string_view text, int style, float max_width);
  float line_height(std::string_view text, int style);
  LineEntry place(int width, int height);
  int add_page();
  int oldest_page() const;
  void empty_page(int page);
  void drop_page(int page);
  void drop_pages();
  int64_t area_on_screen() const;
  void trim();

  TextBrowser browser_;
  uint64_t frame_ = 0;
  uint64_t next_text_ = 1;
  float device_pixel_ratio_ = 0;
  int page_width_ = 0, page_height_ = 0, page_count_max_ = 0;
  bool lost_ = false;
  std::unordered_map<std::string, Text, TextHash, std::equal_to<>> texts_;
  std::unordered_map<LayoutKey, LayoutEntry, KeyHash> layouts_;
  std::unordered_map<LineKey, LineEntry, KeyHash> lines_;
  std::vector<Page> pages_;
  std::vector<float> line_heights_;  // By style; 0: not known yet.
  std::vector<TextLine> scratch_;
};

}  // namespace chat::canvas
