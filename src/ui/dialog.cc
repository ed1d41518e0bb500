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
constexpr float heading_gap = 8;
constexpr float sheet_end = 8 + size::tap;  // Below the content: the button.
constexpr float edge = 8;                   // To the screen's.

bool contains(const Rect& rect, ImVec2 point) {
  return point.x >= rect.x && point.y >= rect.y && point.x <= rect.x + rect.w &&
         point.y <= rect.y + rect.h;
}

Rect in_the_middle(const Insets& insets, float height) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float w = DialogWindow::inner_width() + 2 * DialogWindow::padding;
  const float top = insets.top + edge, room = screen.y - insets.bottom - edge - top;
  const float h = std::min(height + 2 * DialogWindow::padding, room);
  return {std::floor((screen.x - w) / 2), std::floor(top + (room - h) / 2), w, h};
}

float heading_height(Frame& frame, std::string_view title) {
  const float width = DialogWindow::inner_width();
  return frame.painter.layout(title, TextStyle::title, width).height() + heading_gap;
}

void draw_heading(Frame& frame, std::string_view key, const Rect& inside, std::string_view title) {
  const float height =
      draw_paragraph(frame, corner(inside), inside.w, title, TextStyle::title, frame.palette.text);
  note(frame, Role::heading, node_id("dialog title", key), title,
       {inside.x, inside.y, inside.w, height})
      .style = static_cast<int>(TextStyle::title);
}

void close_dialog(Frame& frame) {
  frame.state.dialog = Dialog::none;
  draw_again(frame);
}

}  // namespace

float DialogWindow::inner_width() {
  return std::min(ImGui::GetIO().DisplaySize.x - 32, width_max) - 2 * padding;
}

DialogWindow::DialogWindow(Frame& frame, std::string_view key, std::string_view name, float height)
    : DialogWindow(frame, Role::dialog, key, name, in_the_middle(frame.state.insets, height)) {}

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
  // A menu belongs to the messages; a dialog covers all parts of the page.
  frame.parent = covers ? 0 : node_id("conversation pane");
  note(frame, role, node_id("dialog", key), name, panel);
  frame.parent = node_id("dialog", key);
}

DialogWindow::~DialogWindow() {
  const bool beside = !contains(panel_, ImGui::GetIO().MousePos);
  // The finger whose long press has opened a menu is still to go.
  if (beside && ImGui::IsWindowHovered() && ImGui::IsMouseClicked(0) &&
      !ImGui::IsWindowAppearing()) {
    close_dialog(frame_);
  }
  if (frame_.mirrored) mirror_window();
  ImGui::End();
  frame_.parent = parent_before_;
}

Answer ask(Frame& frame, std::string_view key, const Question& question) {
  const std::string_view cancel_name = frame.say.cancel;
  const float width = DialogWindow::inner_width();
  const float confirm = text_button_width(frame, question.confirm);
  const float cancel = text_button_width(frame, cancel_name);
  const bool side_by_side = cancel + 8 + confirm <= width;
  const float buttons = side_by_side ? size::tap : 2 * size::tap + 8;
  const float words = frame.painter.layout(question.words, TextStyle::body, width).height();
  const DialogWindow dialog(frame, key, question.title,
                            heading_height(frame, question.title) + words + 24 + buttons);
  const Rect& inside = dialog.inside();
  draw_heading(frame, key, inside, question.title);
  {
    const DialogBody body(frame, key, question.title, inside, words, 24 + buttons);
    const ImVec2 at = body.content();
    draw_paragraph(frame, at, width, question.words, TextStyle::body, frame.palette.text);
    note(frame, Role::text, node_id("dialog words", key), question.words,
         {at.x, at.y, width, words})
        .style = static_cast<int>(TextStyle::body);
  }

  const float right = inside.x + inside.w, bottom = inside.y + inside.h;
  const Rect confirm_rect{right - confirm, bottom - size::tap, confirm, size::tap};
  const float cancel_right = side_by_side ? confirm_rect.x - 8 : right;
  const Rect cancel_rect{cancel_right - cancel, bottom - buttons, cancel, size::tap};
  Answer answer = Answer::none;
  if (text_button(frame, node_id("cancel", key), cancel_name, cancel_rect, Weight::quiet).pressed) {
    answer = Answer::cancel;
  }
  if (text_button(frame, node_id("confirm", key), question.confirm, confirm_rect, Weight::danger)
          .pressed) {
    answer = Answer::confirm;
  }
  if (answer != Answer::none) close_dialog(frame);
  return answer;
}

DialogBody::DialogBody(Frame& frame, std::string_view key, std::string_view title,
                       const Rect& inside, float height, float end) {
  const float heading = heading_height(frame, title);
  content_ = {inside.x, inside.y + heading};
  // To the edges of the panel, so that the thumb stands beside the words.
  const Rect body{inside.x - DialogWindow::padding, content_.y,
                  inside.w + 2 * DialogWindow::padding, inside.h - heading - end};
  if (height <= body.h) return;
  const uint32_t node = node_id("dialog body", key);
  const ScrollPosition position = keep_position(frame, node, body, height);
  area_.emplace(frame, ScrollArea::Shape{Role::region, title, {node, body, 0, height}, height},
                position);
  content_.y = static_cast<float>(area_->origin());
}

Sheet::Sheet(Frame& frame, std::string_view key, std::string_view title, float height)
    : frame_(frame),
      key_(key),
      window_(frame, key, title, heading_height(frame, title) + height + sheet_end) {
  draw_heading(frame, key, window_.inside(), title);
  body_.emplace(frame, key, title, window_.inside(), height, sheet_end);
}

Sheet::~Sheet() {
  body_.reset();
  const Rect& inside = window_.inside();
  const std::string_view name = frame_.say.close;
  const float width = text_button_width(frame_, name);
  const Rect rect{inside.x + inside.w - width, inside.y + inside.h - size::tap, width, size::tap};
  if (text_button(frame_, node_id("close", key_), name, rect, Weight::quiet).pressed) {
    close_dialog(frame_);
  }
}

}  // namespace chat::ui
