#include "ui/people_rows.h"
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

void draw_new_group_row(Frame& frame, const Rect& rect) {
  const Palette& p = frame.palette;
  const Press press = button(frame, node_id("new group"), frame.say.new_group, rect);
  if (press.hovered || press.held)
    fill(shrunk(rect, 8, 2), press.held ? p.selected : p.hovered, 12);
  const ImVec2 c{rect.x + 16 + size::header_avatar / 2, rect.y + rect.h / 2};
  ImGui::GetWindowDrawList()->AddCircleFilled(c, size::header_avatar / 2, p.accent);
  draw_plus(c, p.on_accent);
  const float x = rect.x + 16 + size::header_avatar + 12;
  draw_line(frame, {x, c.y - 11}, rect.x + rect.w - 20 - x, frame.say.new_group,
            TextStyle::body_strong, p.accent_text);
  if (press.pressed) open_new_group(frame);
}

void start_with(Frame& frame, const User& user) {
  if (!want(frame, StartConversation{user.id})) return;
  open_conversation(frame, direct_conversation_id(frame.client.self().id, user.id),
                    user.name.empty() ? frame.say.somebody : user.name);
  frame.state.panel = Panel::conversations;
}

void draw_loading(Frame& frame, const Rect& body) {
  note(frame, Role::status, node_id("loading"), frame.say.loading_people, body).busy = true;
  for (int i = 0; i < 6; ++i) {
    draw_skeleton_row(frame.palette,
                      {body.x + 4, body.y + 4 + static_cast<float>(i) * size::person_row, body.w,
                       size::person_row},
                      size::header_avatar);
  }
}

}  // namespace

void draw_people(Frame& frame, const Rect& rect) {
  fill(rect, frame.palette.background);
  draw_panel_header(frame, {rect.x, rect.y, rect.w, size::header}, frame.say.new_chat);
  Rect body{rect.x, rect.y + size::header, rect.w, rect.h - size::header};
  const auto people = frame.client.people();
  if (people.empty()) {
    if (!frame.client.people_loaded()) return draw_loading(frame, body);
    draw_empty(frame, body, "no people", frame.say.no_people, frame.say.no_people_hint);
    return;
  }
  draw_new_group_row(frame, {body.x, body.y + 4, body.w, size::person_row});
  body.y += size::person_row + 4;
  body.h -= size::person_row + 4;
  draw_people_rows(frame, body, frame.say.people, people, [&](const User& user, const Rect& row) {
    if (draw_person(frame, user, row)) start_with(frame, user);
  });
}

}  // namespace chat::ui
