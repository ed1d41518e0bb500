#include <algorithm>
#include "ui/scroll_area.h"
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

void draw_row(Frame& frame, const User& user, const Rect& rect) {
  const std::string name(user.name.empty() ? frame.say.somebody : user.name);
  const uint32_t item = node_id("person item", user.id.value);
  note(frame, Role::list_item, item, "", rect);
  const Under under(frame, item);
  const Press press = button(frame, node_id("person", user.id.value), name, rect);
  if (press.hovered || press.held) {
    fill(shrunk(rect, 8, 2), press.held ? frame.palette.selected : frame.palette.hovered, 12);
  }
  draw_avatar(frame, {rect.x + 16 + size::header_avatar / 2, rect.y + rect.h / 2},
              size::header_avatar, name);
  const float x = rect.x + 16 + size::header_avatar + 12;
  draw_line(frame, {x, rect.y + rect.h / 2 - 11}, rect.x + rect.w - 20 - x, name,
            TextStyle::body_strong, frame.palette.text);
  if (press.pressed && !is_refused(frame, StartConversation{user.id})) {
    frame.out.intents.push_back(StartConversation{user.id});
    open_conversation(frame, direct_conversation_id(frame.client.self().id, user.id), name);
    frame.state.panel = Panel::conversations;
  }
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
  const Rect body{rect.x, rect.y + size::header, rect.w, rect.h - size::header};
  const auto people = frame.client.people();
  if (people.empty()) {
    if (!frame.client.people_loaded()) return draw_loading(frame, body);
    draw_empty(frame, body, "no people", frame.say.no_people, frame.say.no_people_hint);
    return;
  }
  const uint32_t list = node_id("people");
  const float row_height = size::person_row;
  const float height =
      8 + static_cast<float>(people.size()) * row_height + frame.state.insets.bottom + 8;
  const ScrollPosition position = keep_position(frame, list, body, height);
  const ScrollArea area(frame, {Role::list, frame.say.people, {list, body, 0, height}, height},
                        position);
  const double top = position.top - 4;
  const auto first = static_cast<size_t>(std::max(0.0, top / row_height));
  const auto last = static_cast<size_t>(std::max(0.0, (top + body.h) / row_height + 1));
  for (size_t i = first; i < std::min(last, people.size()); ++i) {
    const auto y = static_cast<float>(area.origin() + 4 + static_cast<double>(i) * row_height);
    draw_row(frame, people[i], {body.x, y, body.w, row_height});
  }
  const bool near_the_end = position.top + 2 * body.h > height;
  if (near_the_end && frame.client.has_more_people() && frame.state.people_asked != people.size()) {
    frame.state.people_asked = people.size();
    frame.out.intents.push_back(LoadMorePeople{});
  }
}

}  // namespace chat::ui
