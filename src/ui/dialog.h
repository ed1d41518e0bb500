// A dialog: a panel in the middle over everything else, which can neither be seen well nor
// pressed meanwhile. A menu: a panel anywhere. What is drawn and noted while it lives is inside.
#pragma once
#include <string_view>
#include "ui/frame.h"

namespace chat::ui {

class DialogWindow {
 public:
  static constexpr float padding = 24;
  static constexpr float width_max = 400;

  /// `height`: of the content, without the padding; no higher than the screen comes out.
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

/// A heading and a paragraph, from `at` on; answers how high they came out.
float draw_dialog_words(Frame& frame, std::string_view key, const Rect& inside,
                        std::string_view title, std::string_view words);
float dialog_words_height(Frame& frame, std::string_view words);

struct DialogButtons {
  std::string_view confirm;
  bool destroys = true;
};
enum class Answer : uint8_t { none, cancel, confirm };
/// At the bottom of `inside`, size::tap high.
Answer draw_dialog_buttons(Frame& frame, std::string_view key, const Rect& inside,
                           const DialogButtons& buttons);

}  // namespace chat::ui
