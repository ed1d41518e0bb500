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

Rect in_the_middle(float height) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float w = DialogWindow::inner_width() + 2 * DialogWindow::padding;
  const float h = std::min(height + 2 * DialogWindow::padding, screen.y);
  return {std::floor((screen.x - w) / 2), std::floor((screen.y - h) / 2), w, h};
}

}  // namespace

float DialogWindow::inner_width() {
  return std::min(ImGui::GetIO().DisplaySize.x - 32, width_max) - 2 * padding;
}

DialogWindow::DialogWindow(Frame& frame, std::string_view key, std::string_view name, float height)
    : DialogWindow(frame, Role::dialog, key, name, in_the_middle(height)) {}

DialogWindow::DialogWindow(Frame& frame, Role role, std::string_view key, std::string_view name,
                           const Rect& panel)
    : frame_(frame),
      panel_(panel),
      inside_(shrunk(panel, padding, padding)),
      parent_before_(frame.parent) {
  const bool covers = role == Role::dialog;  // All of the screen.
  const float radius = covers ? 24 : 12;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const Rect all{0, 0, screen.x, screen.y};
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::Begin("dialog", nullptr, flags);
  if (covers) fill(all, frame.palette.scrim);
  draw_shadow(frame.palette, panel, radius);
  const ImU32 edge = frame.palette.outline != 0 ? frame.palette.outline : frame.palette.line;
  if (!covers || frame.palette.outline != 0) fill(shrunk(panel, -1, -1), edge, radius + 1);
  fill(panel, frame.palette.surface, radius);
  for (Field& field : frame.out.semantics.fields) {
    field.cut = on_page(frame, covers ? all : shrunk(panel, -1, -1));
  }
  frame.parent = 0;
  note(frame, role, node_id("dialog", key), name, panel);
  frame.parent = node_id("dialog", key);
}

DialogWindow::~DialogWindow() {
  const bool beside = !contains(panel_, ImGui::GetIO().MousePos);
  // The finger whose long press has opened a menu is still to go.
  if (beside && ImGui::IsWindowHovered() && ImGui::IsMouseClicked(0) &&
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
