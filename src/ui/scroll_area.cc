#include "ui/scroll_area.h"
#include <algorithm>
#include <cmath>
#include "ui/strings.h"

namespace chat::ui {
namespace {

constexpr int64_t thumb_ms = 900;  // Then the thumb goes.
constexpr float strip_width = 14;  // At the edge, where a mouse finds the thumb.

double hidden_px(const Track& track) { return track.length - static_cast<double>(track.rect.h); }

/// Of the whole strip, at the place that `top` has on the track.
Rect thumb_of(const Track& track, double top) {
  const double place = std::clamp((top - track.start) / hidden_px(track), 0.0, 1.0);
  const auto shown = static_cast<float>(static_cast<double>(track.rect.h) / track.length);
  const float height = std::max(32.f, shown * track.rect.h);
  const float room = track.rect.h - height - 8;
  const float y = track.rect.y + 4 + static_cast<float>(place) * room;
  return {track.rect.x + track.rect.w - strip_width, y, strip_width, height};
}

uint32_t thumb_id(const Track& track) { return node_id("thumb", std::to_string(track.node)); }

bool is_mouse_at(const Track& track) {
  const ImGuiIO& io = ImGui::GetIO();
  const Rect& r = track.rect;
  return io.MouseSource == ImGuiMouseSource_Mouse && io.MousePos.x >= r.x + r.w - strip_width &&
         io.MousePos.x < r.x + r.w && io.MousePos.y >= r.y && io.MousePos.y < r.y + r.h;
}

}  // namespace

ScrollState& scroll_state(Frame& frame, uint32_t node, bool& is_new) {
  ScrollState& scroll = frame.state.scrolls[node];
  is_new = scroll.drawn_in + 1 != frame.state.frame;
  scroll.drawn_in = frame.state.frame;
  return scroll;
}

bool is_moving(const Frame& frame, const ScrollState& scroll) {
  return scroll.moving && frame.now.monotonic < scroll.moved + rest_ms;
}

ScrollPosition keep_position(Frame& frame, uint32_t node, const Rect& rect, float content_height) {
  bool is_new = false;
  ScrollState& scroll = scroll_state(frame, node, is_new);
  ScrollPosition position;
  const float most = std::max(0.f, content_height - rect.h);
  if (is_new) {
    scroll.top = std::clamp(scroll.top, 0.f, most);
    if (scroll.top > 0) position.set_top = scroll.top;
  }
  if (const auto top = drag_thumb(frame, {node, rect, 0, content_height}, scroll.top)) {
    scroll.top = static_cast<float>(*top);
    position.set_top = scroll.top;
  }
  position.top = scroll.top;
  return position;
}

std::optional<double> drag_thumb(Frame& frame, const Track& track, double top) {
  ScrollState& scroll = frame.state.scrolls[track.node];
  const bool was_held = scroll.thumb_grip.has_value();
  if (hidden_px(track) < 1 || (!was_held && !is_mouse_at(track))) return std::nullopt;
  const Rect thumb = thumb_of(track, top);
  Node& node = note(frame, Role::thumb, thumb_id(track), frame.say.scroll, thumb);
  node.parent = 0;  // Beside its scroller, not in it.
  const float mouse_y = ImGui::GetIO().MousePos.y;
  const bool held = hit(frame, node.id, thumb).held;
  scroll.moved = frame.now.monotonic;
  scroll.moving = true;  // It is to be seen.
  if (!held) {
    scroll.thumb_grip.reset();
    return std::nullopt;
  }
  if (!was_held) scroll.thumb_grip = mouse_y - thumb.y;
  const float room = track.rect.h - thumb.h - 8;
  const float place = (mouse_y - *scroll.thumb_grip - track.rect.y - 4) / std::max(1.f, room);
  return track.start + std::clamp(static_cast<double>(place), 0.0, 1.0) * hidden_px(track);
}

ScrollArea::ScrollArea(Frame& frame, const Shape& shape, const ScrollPosition& position)
    : frame_(frame), track_(shape.track), top_(position.top), parent_before_(frame.parent) {
  const Rect& rect = track_.rect;
  note(frame, shape.role, track_.node, shape.name, rect);
  Scroller scroller;
  scroller.node = track_.node;
  scroller.content_height = static_cast<float>(shape.content_height);
  scroller.set_top = position.set_top;
  frame.out.semantics.scrollers.push_back(scroller);
  // Whole device px, or shapes blur.
  const double scale = std::max(1.f, ImGui::GetIO().DisplayFramebufferScale.y);
  origin_ = std::round((static_cast<double>(rect.y) - position.top) * scale) / scale;
  frame.parent = track_.node;
  frame.content_x = -static_cast<double>(on_page(frame, rect).x);
  frame.content_y = -origin_;
  ImGui::PushClipRect(corner(rect), far_corner(rect), true);
}

ScrollArea::~ScrollArea() {
  draw_thumb();
  ImGui::PopClipRect();
  frame_.parent = parent_before_;
  frame_.content_x = frame_.content_y = 0;
}

void ScrollArea::draw_thumb() const {
  const ScrollState& scroll = frame_.state.scrolls[track_.node];
  const int64_t age = frame_.now.monotonic.ms - scroll.moved.ms;
  if (!scroll.moving || age >= thumb_ms || hidden_px(track_) < 1) return;
  wake_in(frame_, thumb_ms - age);
  const Rect strip = thumb_of(track_, top_);
  const bool wide = scroll.thumb_grip || is_mouse_at(track_);
  const float width = wide ? 8 : 4;
  fill({strip.x + strip_width - 3 - width, strip.y, width, strip.h}, frame_.palette.thumb,
       width / 2);
}

}  // namespace chat::ui
