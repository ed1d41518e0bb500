// Native scrollers as the views use them: where one is, where the program wants it, and the
// thumb beside it, which the canvas draws because the page's own would not fit what is drawn.
#pragma once
#include "ui/frame.h"

namespace chat::ui {

/// Where a scroller is and, when the program must move it, where to.
struct ScrollPosition {
  double top = 0;
  std::optional<float> set_top;
};
inline constexpr int64_t rest_ms = 200;  // Without a scroll event, a scroller is at rest.

/// How the page has moved `node`; a scroller that was not shown in the last frame is new.
ScrollState& scroll_state(Frame& frame, uint32_t node, bool& is_new);
bool is_moving(const Frame& frame, const ScrollState& scroll);
/// For a list without wishes of its own: where it was, within its content.
ScrollPosition keep_position(Frame& frame, uint32_t node, const Rect& rect, float content_height);

/// What the thumb shows: a stretch of the content, `start` from its top.
struct Track {
  uint32_t node = 0;  // The scroller.
  Rect rect;
  double start = 0, length = 0;
};
/// The top that a mouse drags the scroller to, while it does; ask before the content is drawn.
std::optional<double> drag_thumb(Frame& frame, const Track& track, double top);

/// Notes a scroller; what is drawn and noted while it lives is its content.
class ScrollArea {
 public:
  struct Shape {
    Role role = Role::list;
    std::string_view name;
    Track track;
    double content_height = 0;
  };
  ScrollArea(Frame& frame, const Shape& shape, const ScrollPosition& position);
  ~ScrollArea();
  ScrollArea(const ScrollArea&) = delete;
  ScrollArea& operator=(const ScrollArea&) = delete;
  /// The page's y of the content's top.
  double origin() const { return origin_; }

 private:
  void draw_thumb() const;

  Frame& frame_;
  Track track_;
  double top_, origin_;
  uint32_t parent_before_;
};

}  // namespace chat::ui
