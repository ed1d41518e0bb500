#include "ui/frame.h"
#include <imgui_internal.h>
#include <algorithm>
#include <cmath>
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr std::string_view ellipsis = "…";

/// `at`: the top left of the line's letters.
void paint_line(Frame& frame, const TextLine& line, ImVec2 at, std::string_view text,
                TextStyle style, ImU32 colour) {
  const TextQuad quad = frame.painter.paint(text, line, style, colour);
  if (quad.texture == ImTextureID_Invalid) return;
  // Turned around, the quad must come out where its letters belong, to the pixel.
  const float x = frame.mirrored ? line.width - quad.offset.x - quad.size.x : quad.offset.x;
  const ImVec2 from(at.x + x, at.y + quad.offset.y);
  const ImVec2 to(from.x + quad.size.x, from.y + quad.size.y);
  ImGui::GetWindowDrawList()->AddImage(quad.texture, from, to, quad.uv0, quad.uv1);
}

/// As long in UTF-16 as `text`, but one word: a line of it ends between any two letters.
std::string as_one_word(std::string_view text) {
  std::string word;
  for (const char c : text) {
    if (c == ' ')
      word += "\u00a0";  // No-break space,
    else if (c == '-')
      word += "\u2011";  // and hyphen.
    else
      word += c;
  }
  return word;
}

float aligned(float x, float room, float width, Align align) {
  if (align == Align::left) return x;
  return x + std::floor((room - width) / (align == Align::centre ? 2 : 1));
}

}  // namespace

uint32_t node_id(std::string_view kind, std::string_view key) {
  uint32_t hash = 2166136261u;
  const auto add = [&hash](std::string_view text) {
    for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
    hash = (hash ^ 0xffu) * 16777619u;  // No text holds this byte: "a","bc" is not "ab","c".
  };
  add(kind);
  add(key);
  return hash == 0 ? 1 : hash;
}

void wake_in(Frame& frame, int64_t ms) {
  const int wish = static_cast<int>(std::clamp<int64_t>(ms, 0, 60'000));
  frame.out.redraw_in_ms = std::min(frame.out.redraw_in_ms.value_or(wish), wish);
}

Rect on_page(const Frame& frame, const Rect& rect) {
  if (!frame.mirrored) return rect;
  return {ImGui::GetIO().DisplaySize.x - rect.x - rect.w, rect.y, rect.w, rect.h};
}

Node& note(Frame& frame, Role role, uint32_t id, std::string_view name, const Rect& rect) {
  Node node;
  node.id = id;
  node.parent = frame.parent;
  node.role = role;
  node.name = name;
  const Rect page = on_page(frame, rect);
  node.rect = {static_cast<float>(page.x + frame.content_x),
               static_cast<float>(page.y + frame.content_y), rect.w, rect.h};
  return frame.out.semantics.nodes.emplace_back(std::move(node));
}

Press hit(Frame& frame, uint32_t id, const Rect& rect) {
  Press press;
  const ImRect area(corner(rect), far_corner(rect));
  if (ImGui::ItemAdd(area, id)) {
    press.pressed = ImGui::ButtonBehavior(area, id, &press.hovered, &press.held);
  }
  // A finger hovers nowhere.
  if (ImGui::GetIO().MouseSource == ImGuiMouseSource_TouchScreen) press.hovered = press.held;
  if (frame.activated == id) {
    frame.activated = 0;
    press.pressed = true;
  }
  if (press.pressed) draw_again(frame);
  return press;
}

Press button(Frame& frame, uint32_t id, std::string_view name, const Rect& rect,
             const ButtonOptions& options) {
  Node& node = note(frame, Role::button, id, name, rect);
  node.disabled = options.disabled;
  node.current = options.current;
  node.focus_composer = options.focus_composer;
  return options.disabled ? Press{} : hit(frame, id, rect);
}

Press radio(Frame& frame, uint32_t id, std::string_view name, const Rect& rect, bool chosen) {
  note(frame, Role::radio, id, name, rect).current = chosen;
  return hit(frame, id, rect);
}

float line_x(const Frame& frame, const Paragraph& paragraph, const TextLine& line) {
  return frame.mirrored ? paragraph.width - line.x - line.width : line.x;
}

void fill(const Rect& rect, ImU32 colour, float radius, ImDrawFlags corners) {
  ImGui::GetWindowDrawList()->AddRectFilled(corner(rect), far_corner(rect), colour, radius,
                                            corners);
}

void fill_outlined(const Palette& palette, const Rect& rect, ImU32 colour, float radius) {
  const bool outlined = palette.outline != 0;
  if (outlined) fill(rect, palette.outline, radius);
  fill(outlined ? shrunk(rect, 1.5f, 1.5f) : rect, colour, radius);
}

void draw_shadow(const Palette& palette, const Rect& rect, float radius) {
  constexpr float drop = 4, step = 3;
  for (int layer = 4; layer > 0; --layer) {
    const float by = step * static_cast<float>(layer) - drop;
    fill({rect.x - by, rect.y + drop - by, rect.w + 2 * by, rect.h + 2 * by}, palette.shadow,
         radius + by);
  }
}

float text_width(Frame& frame, std::string_view text, TextStyle style) {
  return frame.painter.layout(text, style, 0).width;
}

float draw_line(Frame& frame, ImVec2 at, float width, std::string_view text, TextStyle style,
                ImU32 colour, Align align) {
  const std::string one_line = on_one_line(text);
  const Paragraph whole = frame.painter.layout(one_line, style, 0);
  if (whole.lines.empty() || width <= 0) return 0;
  if (whole.width <= width) {
    at.x = aligned(at.x, width, whole.width, align);
    const float x = line_x(frame, whole, whole.lines[0]);
    paint_line(frame, whole.lines[0], {at.x + x, at.y}, one_line, style, colour);
    return whole.width;
  }
  const Paragraph end = frame.painter.layout(ellipsis, style, 0);
  const Paragraph cut =
      frame.painter.layout(as_one_word(one_line), style, std::max(1.f, width - end.width));
  const TextLine& line = cut.lines[0];
  const float drawn = line.width + end.width;
  at.x = aligned(at.x, width, drawn, align);
  const bool end_is_left = line.rtl != frame.mirrored;
  paint_line(frame, line, {at.x + (end_is_left ? end.width : 0), at.y}, one_line, style, colour);
  const float end_x = at.x + (end_is_left ? 0 : line.width);
  paint_line(frame, end.lines[0], {end_x, at.y}, ellipsis, style, colour);
  return drawn;
}

float draw_paragraph(Frame& frame, ImVec2 at, float width, std::string_view text, TextStyle style,
                     ImU32 colour, Align align) {
  const Paragraph paragraph = frame.painter.layout(text, style, width);
  float y = at.y;
  for (const TextLine& line : paragraph.lines) {
    const float x = align == Align::left ? at.x + line_x(frame, paragraph, line)
                                         : aligned(at.x, width, line.width, align);
    paint_line(frame, line, {x, y}, text, style, colour);
    y += paragraph.line_height;
  }
  return paragraph.height();
}

void paint_lines(Frame& frame, const Paragraph& paragraph, ImVec2 at, std::string_view text,
                 TextStyle style, ImU32 colour) {
  const ImRect seen = ImGui::GetCurrentWindow()->ClipRect;
  for (size_t i = 0; i < paragraph.lines.size(); ++i) {
    const float y = at.y + static_cast<float>(i) * paragraph.line_height;
    if (y > seen.Max.y || y + paragraph.line_height < seen.Min.y) continue;
    const TextLine& line = paragraph.lines[i];
    paint_line(frame, line, {at.x + line_x(frame, paragraph, line), y}, text, style, colour);
  }
}

}  // namespace chat::ui
