// A dialog: a panel in the middle over everything else, which can neither be seen well nor
// pressed meanwhile. A menu: a panel anywhere. What is drawn and noted while it lives is inside.
#pragma once
#include <optional>
#include <string_view>
#include "ui/scroll_area.h"

namespace chat::ui {

class DialogWindow {
 public:
  static constexpr float padding = 24;
  static constexpr float width_max = 400;

  /// `height`: of the content, without the padding; it comes out no higher than the screen.
  DialogWindow(Frame& frame, std::string_view key, std::string_view name, float height);
  DialogWindow(Frame& frame, Role role, std::string_view key, std::string_view name,
               const Rect& panel);
  /// Closes the dialog when something beside it was pressed.
  ~DialogWindow();
  DialogWindow(const DialogWindow&) = delete;
  DialogWindow& operator=(const DialogWindow&) = delete;

  /// Where the content belongs.
  const Rect& inside() const { return inside_; }
  static float inner_width();

 private:
  Frame& frame_;
  Rect panel_, inside_;
  uint32_t parent_before_;
};

struct Question {
  std::string_view title, words, confirm;
};
enum class Answer : uint8_t { none, cancel, confirm };
/// A dialog that asks before something is destroyed.
Answer ask(Frame& frame, std::string_view key, const Question& question);

/// What stands between the heading of a dialog and its buttons, drawn and noted while it lives;
/// where the screen is too low, it scrolls.
class DialogBody {
 public:
  /// `height`: of the content; `end`: of what stands below it.
  DialogBody(Frame& frame, std::string_view key, std::string_view title, const Rect& inside,
             float height, float end);
  /// Where the content begins on the page; it is inner_width() wide.
  ImVec2 content() const { return content_; }

 private:
  std::optional<ScrollArea> area_;
  ImVec2 content_;
};

/// A dialog that only tells: a heading, what is drawn while it lives, and a button that closes it.
class Sheet {
 public:
  Sheet(Frame& frame, std::string_view key, std::string_view title, float height);
  ~Sheet();
  Sheet(const Sheet&) = delete;
  Sheet& operator=(const Sheet&) = delete;
  ImVec2 content() const { return body_->content(); }

 private:
  Frame& frame_;
  std::string_view key_;
  DialogWindow window_;
  std::optional<DialogBody> body_;
};

}  // namespace chat::ui
