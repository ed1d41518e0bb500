#include "ui/people_rows.h"
#include <algorithm>
#include "ui/scroll_area.h"
#include "ui/strings.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

void draw_check(const Frame& frame, ImVec2 c, bool picked) {
  const Palette& p = frame.palette;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (!picked) return list.AddCircle(c, 10, p.muted, 0, 1.8f);
  list.AddCircleFilled(c, 11, p.accent);
  draw_check_mark(frame, c, p.on_accent);
}

Press press_person(Frame& frame, const User& user, std::string_view name, const Rect& rect,
                   const PersonOptions& options) {
  const uint32_t id = node_id("person", user.id.value);
  if (options.is_text) {
    note(frame, Role::text, id, name, rect).style = static_cast<int>(TextStyle::body_strong);
    return {};
  }
  ButtonOptions button_options;
  button_options.disabled = options.disabled;
  if (!options.picked) return button(frame, id, name, rect, button_options);
  Node& node = note(frame, Role::checkbox, id, name, rect);
  node.current = *options.picked;
  node.disabled = options.disabled;
  return options.disabled ? Press{} : hit(frame, id, rect);
}

}  // namespace

bool draw_person(Frame& frame, const User& user, const Rect& rect, const PersonOptions& options) {
  const std::string_view name = user.name.empty() ? frame.say.somebody : user.name;
  const std::string_view label = options.label.empty() ? name : options.label;
  const uint32_t item = node_id("person item", user.id.value);
  note(frame, Role::list_item, item, "", rect);
  const Under under(frame, item);
  const Press press = press_person(frame, user, label, rect, options);
  if (press.hovered || press.held) {
    fill(shrunk(rect, 8, 2), press.held ? frame.palette.selected : frame.palette.hovered, 12);
  }
  draw_avatar(frame, {rect.x + 16 + size::header_avatar / 2, rect.y + rect.h / 2},
              size::header_avatar, name);
  const float x = rect.x + 16 + size::header_avatar + 12;
  const float right = rect.x + rect.w - (options.picked ? 56 : 20);
  draw_line(frame, {x, rect.y + rect.h / 2 - 11}, right - x, label, TextStyle::body_strong,
            options.disabled ? frame.palette.muted : frame.palette.text);
  if (options.picked) {
    draw_check(frame, {rect.x + rect.w - 32, rect.y + rect.h / 2}, *options.picked);
  }
  return press.pressed;
}

void draw_people_rows(Frame& frame, const Rect& body, std::string_view name,
                      std::span<const User> people, const DrawPerson& draw_row) {
  const uint32_t list = node_id("people", name);
  const float row_height = size::person_row;
  const float height =
      8 + static_cast<float>(people.size()) * row_height + frame.state.insets.bottom + 8;
  const ScrollPosition position = keep_position(frame, list, body, height);
  const ScrollArea area(frame, {Role::list, name, {list, body, 0, height}, height}, position);
  const double top = position.top - 4;
  const auto first = static_cast<size_t>(std::max(0.0, top / row_height));
  const auto last = static_cast<size_t>(std::max(0.0, (top + body.h) / row_height + 1));
  for (size_t i = first; i < std::min(last, people.size()); ++i) {
    const auto y = static_cast<float>(area.origin() + 4 + static_cast<double>(i) * row_height);
    draw_row(people[i], {body.x, y, body.w, row_height});
  }
  const size_t known = frame.client.people().size();
  const bool near_the_end = position.top + 2 * body.h > height;
  if (near_the_end && frame.client.has_more_people() && frame.state.people_asked != known) {
    frame.state.people_asked = known;
    frame.out.intents.push_back(LoadMorePeople{});
  }
}

}  // namespace chat::ui
