// For readers from the right everything stands the other way round. Views know nothing of it:
// they draw as for readers from the left, and then each window's drawing is turned around;
// letters are moved, not turned. What is noted is turned by note() and on_page().
#pragma once

namespace chat::ui {

/// The present window's drawing; just before End().
void mirror_window();

/// While it lives, the mouse is where the views believe it to be.
class MirroredMouse {
 public:
  explicit MirroredMouse(bool mirrored);
  ~MirroredMouse();
  MirroredMouse(const MirroredMouse&) = delete;
  MirroredMouse& operator=(const MirroredMouse&) = delete;

 private:
  float x_;  // As it is.
};

}  // namespace chat::ui
