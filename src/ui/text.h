// Text as the ui sees it: paragraphs that the browser lays out, and lines that it paints into
// textures. app/ implements TextPainter with canvas::TextPages; tests with fixed-width text.
#pragma once
#include <imgui.h>
#include <cstdint>
#include <string_view>
#include <vector>

namespace chat::ui {

/// Each style is one CSS font; web/text.ts holds the same list in the same order.
enum class TextStyle : uint8_t {
  body,          // 16/22: messages, list titles
  body_strong,   // 16/22, 600
  small,         // 13/18: previews, times, notes
  small_strong,  // 13/18, 600: unread counts, day separators
  title,         // 18/24, 600: headings
  initials,      // 15/20, 600: avatars
  count
};

struct TextLine {
  int begin = 0, end = 0;  // UTF-16 code units of the paragraph's text.
  float x = 0, width = 0;  // CSS px within the paragraph's box.
  bool rtl = false;
};
struct Paragraph {
  std::vector<TextLine> lines;
  float line_height = 0;
  float width = 0;  // Of its box: whole px, so that the widest line fits.
  float height() const { return line_height * static_cast<float>(lines.size()); }
};
struct TextQuad {
  ImTextureID texture = 0;
  ImVec2 uv0, uv1;
  ImVec2 offset, size;  // CSS px, relative to the line's top left; draw it in white.
};

class TextPainter {
 public:
  virtual ~TextPainter() = default;
  /// Valid until the next layout(). `max_width` <= 0: one line however long.
  virtual const Paragraph& layout(std::string_view text, TextStyle style, float max_width) = 0;
  virtual TextQuad paint(std::string_view text, const TextLine& line, TextStyle style,
                         ImU32 colour) = 0;
};

}  // namespace chat::ui
