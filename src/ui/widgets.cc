#include "ui/widgets.h"
#include <algorithm>
#include <cmath>
#include "ui/strings.h"
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr float button_padding = 16;
constexpr float pi = 3.14159265f;

void stroke(std::initializer_list<ImVec2> points, ImVec2 centre, ImU32 colour, float width) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const ImVec2& p : points) list.PathLineTo({centre.x + p.x, centre.y + p.y});
  list.PathStroke(colour, 0, width);
  // Round caps.
  for (const ImVec2* p : {points.begin(), points.end() - 1}) {
    list.AddCircleFilled({centre.x + p->x, centre.y + p->y}, width / 2, colour, 8);
  }
}

}  // namespace

void draw_chevron_left(ImVec2 c, ImU32 colour) {
  stroke({{3, -7}, {-4, 0}, {3, 7}}, c, colour, 2.2f);
}

void draw_chevron_down(ImVec2 c, ImU32 colour) {
  stroke({{-6, -3}, {0, 3}, {6, -3}}, c, colour, 2.2f);
}

void draw_arrow_up(ImVec2 c, ImU32 colour) {
  stroke({{0, 7}, {0, -6}}, c, colour, 2.4f);
  stroke({{-6, -1}, {0, -7}, {6, -1}}, c, colour, 2.4f);
}

void draw_plus(ImVec2 c, ImU32 colour) {
  stroke({{-6, 0}, {6, 0}}, c, colour, 2.2f);
  stroke({{0, -6}, {0, 6}}, c, colour, 2.2f);
}

void draw_cross(ImVec2 c, ImU32 colour) {
  stroke({{-5, -5}, {5, 5}}, c, colour, 2.f);
  stroke({{5, -5}, {-5, 5}}, c, colour, 2.f);
}

void draw_check_mark(const Frame& frame, ImVec2 c, ImU32 colour) {
  const float right = frame.mirrored ? -1.f : 1.f;  // Looks the same for all readers.
  stroke({{-5 * right, 0.5f}, {-1.5f * right, 4}, {5.5f * right, -4}}, c, colour, 2.1f);
}

void draw_bubble_icon(ImVec2 c, float width, ImU32 colour) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float w = width / 2, h = width * 0.38f;
  list.AddRectFilled({c.x - w, c.y - h}, {c.x + w, c.y + h * 0.7f}, colour, width * 0.2f);
  list.AddTriangleFilled({c.x - w * 0.5f, c.y + h * 0.6f}, {c.x + w * 0.05f, c.y + h * 0.6f},
                         {c.x - w * 0.45f, c.y + h * 1.25f}, colour);
}

void draw_person_icon(ImVec2 c, float width, ImU32 colour) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float r = width * 0.22f;
  list.AddCircleFilled({c.x, c.y - r * 0.9f}, r, colour);
  list.PathArcTo({c.x, c.y + r * 2.1f}, r * 1.8f, pi, 2 * pi);
  list.PathFillConvex(colour);
}

Mark mark_of(SendState state) {
  switch (state) {
    case SendState::saving:
      return Mark::saving;
    case SendState::queued:
    case SendState::in_flight:
      return Mark::saved;
    case SendState::rejected:
      return Mark::rejected;
  }
  return Mark::saving;
}

std::string_view mark_name(const Strings& say, Mark mark) {
  switch (mark) {
    case Mark::saving:
      return say.mark_saving;
    case Mark::saved:
      return say.mark_saved;
    case Mark::sent:
      return say.mark_sent;
    case Mark::read:
      return say.mark_read;
    case Mark::rejected:
      return say.mark_not_sent;
  }
  return {};
}

// Checks and clocks look the same for all readers.
void draw_mark(const Frame& frame, Mark mark, ImVec2 c, ImU32 clock_colour) {
  const Palette& palette = frame.palette;
  const float right = frame.mirrored ? -1.f : 1.f;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  switch (mark) {
    case Mark::saving:
      list.AddCircle(c, 5.5f, clock_colour, 0, 1.4f);
      stroke({{0, -3}, {0, 0.5f}, {2.4f * right, 1.6f}}, c, clock_colour, 1.3f);
      break;
    case Mark::saved:
    case Mark::sent:
      draw_check_mark(frame, c, mark == Mark::sent ? palette.mark_sent : palette.mark_saved);
      break;
    case Mark::read:
      stroke({{-8 * right, 0.5f}, {-4.5f * right, 4}, {2.5f * right, -4}}, c, palette.mark_sent,
             2.1f);
      stroke({{-1.2f * right, 3.4f}, {-0.5f * right, 4}, {6.5f * right, -4}}, c, palette.mark_sent,
             2.1f);
      break;
    case Mark::rejected:
      list.AddCircleFilled(c, 7, palette.mark_rejected);
      stroke({{0, -3.4f}, {0, 0.6f}}, c, palette.own_bubble, 1.8f);
      list.AddCircleFilled({c.x, c.y + 3.6f}, 1.1f, palette.own_bubble, 8);
      break;
  }
}

void draw_avatar(Frame& frame, ImVec2 c, float diameter, std::string_view name) {
  const AvatarColours& colours = frame.palette.avatars[avatar_colour_of(name)];
  ImGui::GetWindowDrawList()->AddCircleFilled(c, diameter / 2, colours.fill);
  draw_line(frame, {c.x - diameter / 2, c.y - 10}, diameter, initials(name), TextStyle::initials,
            colours.text, Align::centre);
}

float draw_count(Frame& frame, ImVec2 right_centre, int64_t count, bool exact) {
  const std::string text = count > 99 ? "99+" : std::to_string(count) + (exact ? "" : "+");
  const float width =
      std::max(22.f, std::ceil(text_width(frame, text, TextStyle::small_strong)) + 14);
  const Rect pill{right_centre.x - width, right_centre.y - 11, width, 22};
  fill(pill, frame.palette.accent, 11);
  draw_line(frame, {pill.x, pill.y + 2}, pill.w, text, TextStyle::small_strong,
            frame.palette.on_accent, Align::centre);
  return width;
}

void draw_typing(Frame& frame, std::string_view key, ImVec2 at, float width,
                 std::string_view words) {
  constexpr float dots = 20;
  const float drawn =
      draw_line(frame, at, width - dots - 4, words, TextStyle::small, frame.palette.accent_text);
  note(frame, Role::typing, node_id("typing", key), words,
       {at.x + std::ceil(drawn) + 4, at.y, dots, 18});
}

void draw_skeleton_row(const Palette& palette, const Rect& row, float avatar) {
  const ImVec2 c{row.x + 12 + avatar / 2, row.y + row.h / 2};
  ImGui::GetWindowDrawList()->AddCircleFilled(c, avatar / 2, palette.skeleton);
  const float x = row.x + 24 + avatar;
  fill({x, c.y - 16, row.w * 0.34f, 12}, palette.skeleton, 6);
  fill({x, c.y + 6, row.w * 0.52f, 10}, palette.skeleton, 5);
}

void draw_empty(Frame& frame, const Rect& rect, std::string_view key, std::string_view title,
                std::string_view hint) {
  const float width = std::min(rect.w - 48, 320.f);
  const float x = rect.x + std::floor((rect.w - width) / 2);
  float y = rect.y + std::max(8.f, std::floor(rect.h / 2 - 90));
  const ImVec2 c{rect.x + rect.w / 2, y + 36};
  ImGui::GetWindowDrawList()->AddCircleFilled(c, 36, frame.palette.selected);
  draw_bubble_icon(c, 34, frame.palette.accent_text);
  y += 72 + 16;
  const float title_height = draw_paragraph(frame, {x, y}, width, title, TextStyle::title,
                                            frame.palette.text, Align::centre);
  note(frame, Role::text, node_id(key, "title"), title, {x, y, width, title_height}).style =
      static_cast<int>(TextStyle::title);
  y += title_height + 4;
  const float hint_height = draw_paragraph(frame, {x, y}, width, hint, TextStyle::body,
                                           frame.palette.muted, Align::centre);
  note(frame, Role::text, node_id(key, "hint"), hint, {x, y, width, hint_height}).style =
      static_cast<int>(TextStyle::body);
}

Press round_button(Frame& frame, uint32_t id, std::string_view name, ImVec2 c) {
  const Rect rect{c.x - size::tap / 2, c.y - size::tap / 2, size::tap, size::tap};
  const Press press = button(frame, id, name, rect);
  if (press.hovered || press.held) {
    ImGui::GetWindowDrawList()->AddCircleFilled(
        c, 20, press.held ? frame.palette.selected : frame.palette.hovered);
  }
  return press;
}

Press text_button(Frame& frame, uint32_t id, std::string_view name, const Rect& tap,
                  Weight weight) {
  const Press press = button(frame, id, name, tap, {.disabled = weight == Weight::disabled});
  const Palette& p = frame.palette;
  const bool lit = press.hovered || press.held;
  const Rect shape = shrunk(tap, 0, (tap.h - 36) / 2);
  ImU32 text = p.accent_text;
  switch (weight) {
    case Weight::quiet:
    case Weight::quiet_risk:
      if (weight == Weight::quiet_risk) text = p.danger_text;
      if (lit) fill(shape, press.held ? p.selected : p.hovered, 18);
      break;
    case Weight::chip:
    case Weight::chip_risk:
      fill(shape, lit ? p.hovered : p.surface, 18);
      if (weight == Weight::chip_risk) text = p.danger_text;
      break;
    case Weight::accent:
      fill(shape, lit ? p.accent_hovered : p.accent, 18);
      text = p.on_accent;
      break;
    case Weight::danger:
      fill(shape, lit ? p.danger_hovered : p.danger, 18);
      text = p.on_danger;
      break;
    case Weight::disabled:
      fill_outlined(p, shape, p.disabled, 18);
      text = p.on_disabled;
      break;
  }
  draw_line(frame, {shape.x, shape.y + 7}, shape.w, name, TextStyle::body_strong, text,
            Align::centre);
  return press;
}

void leave_panel(UiState& state) {
  const Panel panel = state.panel;
  state.panel = panel == Panel::new_group    ? Panel::people
                : panel == Panel::add_people ? Panel::group
                                             : Panel::conversations;
}

float panel_title_width(const Rect& header) { return header.w - 72; }

void draw_panel_header(Frame& frame, const Rect& rect, std::string_view title,
                       std::string_view hint) {
  const ImVec2 back{rect.x + 8 + size::tap / 2, rect.y + rect.h / 2};
  if (round_button(frame, node_id("panel back"), frame.say.back, back).pressed) {
    leave_panel(frame.state);
  }
  draw_chevron_left(back, frame.palette.text);
  const float x = rect.x + 8 + size::tap + 4, y = rect.y + (hint.empty() ? 16 : 7);
  const float width = panel_title_width(rect);
  draw_line(frame, {x, y}, width, title, TextStyle::title, frame.palette.text);
  note(frame, Role::heading, node_id("panel title"), title, {x, y, width, 24});
  if (hint.empty()) return;
  draw_line(frame, {x, y + 24}, width, hint, TextStyle::small, frame.palette.muted);
  note(frame, Role::text, node_id("panel hint"), hint, {x, y + 24, width, 18}).style =
      static_cast<int>(TextStyle::small);
}

float text_button_width(Frame& frame, std::string_view name) {
  return std::ceil(text_width(frame, name, TextStyle::body_strong)) + 2 * button_padding;
}

}  // namespace chat::ui
