#include <algorithm>
#include <cmath>
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

constexpr float padding = 24;
constexpr ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                                   ImGuiWindowFlags_NoBackground;

void draw_person(Frame& frame, const Rect& panel, float y) {
  const std::string& name = frame.client.self().name;
  draw_avatar(frame, {panel.x + padding + 28, y + 28}, 56, name);
  const float x = panel.x + padding + 72, width = panel.w - 2 * padding - 72;
  draw_line(frame, {x, y + 6}, width, strings::signed_in_as, TextStyle::small, frame.palette.muted);
  note(frame, Role::text, node_id("signed in as"), strings::signed_in_as, {x, y + 6, width, 18})
      .style = static_cast<int>(TextStyle::small);
  draw_line(frame, {x, y + 26}, width, name, TextStyle::title, frame.palette.text);
  note(frame, Role::heading, node_id("own name"), name, {x, y + 26, width, 24});
}

void draw_buttons(Frame& frame, const Rect& panel, float y, size_t unsent) {
  const bool loses = unsent > 0;
  const std::string_view words = loses ? strings::discard_and_sign_out : strings::sign_out;
  const float sign_out = text_button_width(frame, words);
  const float cancel = text_button_width(frame, strings::cancel);
  const float right = panel.x + panel.w - padding;
  const Rect cancel_rect{right - sign_out - 8 - cancel, y, cancel, size::tap};
  if (text_button(frame, node_id("cancel"), strings::cancel, cancel_rect, Weight::quiet).pressed) {
    frame.state.dialog = Dialog::none;
  }
  const Rect rect{right - sign_out, y, sign_out, size::tap};
  if (text_button(frame, node_id("sign out"), words, rect, Weight::danger).pressed) {
    frame.out.intents.push_back(SignOut{loses});
  }
}

}  // namespace

void draw_account_dialog(Frame& frame) {
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::Begin("dialog", nullptr, flags);
  fill({0, 0, screen.x, screen.y}, frame.palette.scrim);

  const size_t unsent = frame.client.unsent_count();
  const std::string words =
      unsent > 0 ? strings::sign_out_loses(unsent) : std::string(strings::sign_out_keeps);
  const float width = std::min(screen.x - 32, 400.f), room = width - 2 * padding;
  const float text = frame.painter.layout(words, TextStyle::body, room).height();
  const float height = padding + 56 + 16 + text + 24 + size::tap + 16;
  const Rect panel{std::floor((screen.x - width) / 2), std::floor((screen.y - height) / 2), width,
                   height};
  fill({panel.x - 1, panel.y + 4, panel.w + 2, panel.h}, frame.palette.shadow, 25);
  fill(panel, frame.palette.surface, 24);
  const uint32_t id = node_id("account dialog");
  note(frame, Role::dialog, id, strings::account, panel);
  const Under under(frame, id);
  float y = panel.y + padding;
  draw_person(frame, panel, y);
  y += 56 + 16;
  draw_paragraph(frame, {panel.x + padding, y}, room, words, TextStyle::body, frame.palette.text);
  note(frame, Role::text, node_id("sign out words"), words, {panel.x + padding, y, room, text})
      .style = static_cast<int>(TextStyle::body);
  draw_buttons(frame, panel, y + text + 24, unsent);

  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool outside = mouse.x < panel.x || mouse.y < panel.y || mouse.x > panel.x + panel.w ||
                       mouse.y > panel.y + panel.h;
  if (outside && ImGui::IsWindowHovered() && ImGui::IsMouseReleased(0) &&
      !ImGui::IsWindowAppearing()) {
    frame.state.dialog = Dialog::none;
    draw_again(frame);
  }
  ImGui::End();
}

}  // namespace chat::ui
