#include "ui/dialog.h"
#include <algorithm>
#include <cmath>
#include "ui/mirror.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                                   ImGuiWindowFlags_NoBackground;
constexpr float title_height = 24 + 8;

bool contains(const Rect& rect, ImVec2 point) {
  return point.x >= rect.x && point.y >= rect.y && point.x <= rect.x + rect.w &&
         point.y <= rect.y + rect.h;
}

}  // namespace

float DialogWindow::inner_width() {
  return std::min(ImGui::GetIO().DisplaySize.x - 32, width_max) - 2 * padding;
}

DialogWindow::DialogWindow(Frame& frame, std::string_view key, std::string_view name, float height)
    : frame_(frame), parent_before_(frame.parent) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::Begin("dialog", nullptr, flags);
  fill({0, 0, screen.x, screen.y}, frame.palette.scrim);
  const float w = inner_width() + 2 * padding;
  const float h = std::min(height + 2 * padding, screen.y);
  panel_ = {std::floor((screen.x - w) / 2), std::floor((screen.y - h) / 2), w, h};
  inside_ = shrunk(panel_, padding, padding);
  fill({panel_.x - 1, panel_.y + 4, panel_.w + 2, panel_.h}, frame.palette.shadow, 25);
  if (frame.palette.outline != 0) fill(shrunk(panel_, -2, -2), frame.palette.outline, 25);
  fill(panel_, frame.palette.surface, 24);
  frame.parent = 0;
  note(frame, Role::dialog, node_id("dialog", key), name, panel_);
  frame.parent = node_id("dialog", key);
}

DialogWindow::~DialogWindow() {
  const bool beside = !contains(panel_, ImGui::GetIO().MousePos);
  if (beside && ImGui::IsWindowHovered() && ImGui::IsMouseReleased(0) &&
      !ImGui::IsWindowAppearing()) {
    frame_.state.dialog = Dialog::none;
    draw_again(frame_);
  }
  if (frame_.mirrored) mirror_window();
  ImGui::End();
  frame_.parent = parent_before_;
}

float draw_dialog_words(Frame& frame, std::string_view key, const Rect& inside,
                        std::string_view title, std::string_view words) {
  draw_line(frame, corner(inside), inside.w, title, TextStyle::title, frame.palette.text);
  note(frame, Role::heading, node_id("dialog title", key), title,
       {inside.x, inside.y, inside.w, 24});
  const float y = inside.y + title_height;
  const float height =
      draw_paragraph(frame, {inside.x, y}, inside.w, words, TextStyle::body, frame.palette.text);
  note(frame, Role::text, node_id("dialog words", key), words, {inside.x, y, inside.w, height})
      .style = static_cast<int>(TextStyle::body);
  return title_height + height;
}

float dialog_words_height(Frame& frame, std::string_view words) {
  const float width = DialogWindow::inner_width();
  return title_height + frame.painter.layout(words, TextStyle::body, width).height();
}

Answer draw_dialog_buttons(Frame& frame, std::string_view key, const Rect& inside,
                           const DialogButtons& buttons) {
  const float confirm = text_button_width(frame, buttons.confirm);
  const float cancel = text_button_width(frame, frame.say.cancel);
  const float right = inside.x + inside.w;
  const float y = inside.y + inside.h - size::tap;
  const Rect cancel_rect{right - confirm - 8 - cancel, y, cancel, size::tap};
  Answer answer = Answer::none;
  if (text_button(frame, node_id("cancel", key), frame.say.cancel, cancel_rect, Weight::quiet)
          .pressed) {
    answer = Answer::cancel;
  }
  const Rect rect{right - confirm, y, confirm, size::tap};
  const Weight weight = buttons.destroys ? Weight::danger : Weight::accent;
  if (text_button(frame, node_id("confirm", key), buttons.confirm, rect, weight).pressed) {
    answer = Answer::confirm;
  }
  if (answer != Answer::none) {
    frame.state.dialog = Dialog::none;
    draw_again(frame);
  }
  return answer;
}

}  // namespace chat::ui
