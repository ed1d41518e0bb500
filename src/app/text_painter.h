// Text as the views ask for it, made by canvas::TextPages from what the browser lays out and
// paints (imports.h).
#pragma once
#include "canvas/renderer.h"
#include "canvas/text_pages.h"
#include "ui/text.h"

namespace chat {

class TextPainter final : public ui::TextPainter {
 public:
  explicit TextPainter(canvas::Renderer& renderer);

  const ui::Paragraph& layout(std::string_view text, ui::TextStyle style, float max_width) override;
  ui::TextQuad paint(std::string_view text, const ui::TextLine& line, ui::TextStyle style,
                     ImU32 colour) override;

  canvas::TextPages& pages() { return pages_; }

 private:
  canvas::TextPages pages_;
  ui::Paragraph paragraph_;
};

}  // namespace chat
