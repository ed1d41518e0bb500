#include "app/text_painter.h"
#include <algorithm>
#include "platform/web/imports.h"

namespace chat {
namespace {

canvas::Renderer& renderer_of(void* user) { return *static_cast<canvas::Renderer*>(user); }

int layout_in_browser(void*, std::string_view text, int style, float max_width,
                      canvas::TextLine* lines, int capacity, float* line_height, float* width) {
  std::vector<TextLine> laid_out(static_cast<size_t>(capacity));
  const int count = host_text_layout(text.data(), static_cast<int>(text.size()), style, max_width,
                                     laid_out.data(), capacity, line_height, width);
  for (int i = 0; i < std::min(count, capacity); ++i) {
    const TextLine& line = laid_out[static_cast<size_t>(i)];
    lines[i] = {line.begin, line.end, line.x, line.width, line.rtl != 0};
  }
  return count;
}

void paint_in_browser(void*, const canvas::PaintJob& job) {
  host_text_paint(job.page, job.cell.x, job.cell.y, job.cell.width, job.cell.height,
                  job.text.data(), static_cast<int>(job.text.size()), job.begin, job.end, job.style,
                  job.rtl, job.left, job.top, job.colour, job.device_pixel_ratio);
}

canvas::TextBrowser browser(canvas::Renderer& renderer) {
  return {
      .user = &renderer,
      .layout = layout_in_browser,
      .paint = paint_in_browser,
      .upload = [](void*, int page, uint32_t texture, int width,
                   int height) { host_text_upload(page, texture, width, height); },
      .forget = [](void*, int page) { host_text_forget(page); },
      .create_texture = [](void* user, int width,
                           int height) { return renderer_of(user).create_page(width, height); },
      .delete_texture = [](void* user,
                           uint32_t texture) { renderer_of(user).delete_page(texture); },
  };
}

}  // namespace

TextPainter::TextPainter(canvas::Renderer& renderer) : pages_(browser(renderer)) {}

const ui::Paragraph& TextPainter::layout(std::string_view text, ui::TextStyle style,
                                         float max_width) {
  const canvas::Layout& layout = pages_.layout(text, static_cast<int>(style), max_width);
  paragraph_.lines.clear();
  for (const canvas::TextLine& line : layout.lines) {
    paragraph_.lines.push_back({line.begin, line.end, line.x, line.width, line.rtl});
  }
  paragraph_.line_height = layout.line_height;
  paragraph_.width = layout.width;
  return paragraph_;
}

ui::TextQuad TextPainter::paint(std::string_view text, const ui::TextLine& line,
                                ui::TextStyle style, ImU32 colour) {
  const canvas::TextLine wanted{line.begin, line.end, line.x, line.width, line.rtl};
  const canvas::TextQuad quad = pages_.paint(text, wanted, static_cast<int>(style), colour);
  return {quad.texture,
          {quad.u0, quad.v0},
          {quad.u1, quad.v1},
          {quad.x, quad.y},
          {quad.width, quad.height}};
}

}  // namespace chat
