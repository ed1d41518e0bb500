// Groups: made from people, looked at, given another name, joined by more, and left.
#include <algorithm>
#include <cmath>
#include <utility>
#include "core/directory.h"
#include "ui/dialog.h"
#include "ui/people_rows.h"
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr std::string_view name_field = "group_name";
constexpr float margin = 16, bar_height = size::tap + 24;
constexpr float name_width_min = 160;  // With less, the button stands below.
constexpr float outside = 16;          // So that words without a frame stand at the edge.
constexpr float low_below = 420;       // Here what is not a list shares rows and the header.

bool is_picked(const UiState& state, const UserId& user) {
  return std::ranges::find(state.picked, user) != state.picked.end();
}

void toggle(UiState& state, const UserId& user) {
  if (std::erase(state.picked, user) == 0) state.picked.push_back(user);
}

bool is_low(const Rect& panel) { return panel.h < low_below; }

/// The label and the box of the group's name, or only the box with the label in it; answers how
/// high they came out.
float draw_name_box(Frame& frame, const Rect& rect, bool low) {
  const Palette& p = frame.palette;
  const float label = low ? 0 : 24;
  const Rect box{rect.x, rect.y + label, rect.w, size::tap};
  if (!low) {
    draw_line(frame, corner(rect), rect.w, frame.say.group_name, TextStyle::small_strong, p.muted);
  }
  fill(box, p.outline != 0 ? p.outline : p.selected, 12);
  fill(shrunk(box, 1.5f, 1.5f), p.field, 11);
  Field field;
  field.id = name_field;
  field.label = frame.say.group_name;
  if (low) field.placeholder = frame.say.group_name;
  field.one_line = true;
  field.rect = on_page(frame, {box.x + 14, box.y + 11, box.w - 28, 22});
  field.max_length = static_cast<int>(name_length_max);
  if (frame.state.name_shown != frame.state.panel) field.set_value = frame.state.group_name;
  frame.state.name_shown = frame.state.panel;
  frame.out.semantics.fields.push_back(std::move(field));
  return label + size::tap;
}

/// A button over the whole width, at the bottom of a panel, with a hint while it cannot be
/// pressed.
bool draw_bar(Frame& frame, const Rect& bar, std::string_view name, bool enabled) {
  const Palette& p = frame.palette;
  fill({bar.x, bar.y, bar.w, 1}, p.line);
  const Rect rect{bar.x + margin, bar.y + 12, bar.w - 2 * margin, size::tap};
  ButtonOptions options;
  options.disabled = !enabled;
  const Press press = button(frame, node_id("bar", name), name, rect, options);
  if (enabled)
    fill(rect, press.hovered || press.held ? p.accent_hovered : p.accent, size::tap / 2);
  else
    fill_outlined(p, rect, p.disabled, size::tap / 2);
  draw_line(frame, {rect.x + 8, rect.y + 11}, rect.w - 16, name, TextStyle::body_strong,
            enabled ? p.on_accent : p.on_disabled, Align::centre);
  return press.pressed;
}

/// People to choose from, as many as a group has room for beside `members`.
void draw_choice(Frame& frame, const Rect& body, std::span<const UserId> members) {
  UiState& state = frame.state;
  std::vector<User> people;
  for (const User& user : frame.client.people()) {
    if (std::ranges::find(members, user.id) == members.end()) people.push_back(user);
  }
  if (people.empty() && frame.client.people_loaded()) {
    draw_empty(frame, body, "nobody to add", frame.say.nobody_to_add, frame.say.no_people_hint);
    return;
  }
  const bool full = std::max<size_t>(members.size(), 1) + state.picked.size() >= members_max;
  const auto draw_row = [&](const User& user, const Rect& rect) {
    const bool picked = is_picked(state, user.id);
    if (draw_person(frame, user, rect, {.picked = picked, .disabled = full && !picked})) {
      toggle(state, user.id);
    }
  };
  draw_people_rows(frame, body, frame.say.people, people, draw_row);
}

struct Change {
  std::string_view words;
  const PendingChange* refused = nullptr;
};

/// What was wished for this group and is not true yet.
Change change_of(const Frame& frame, const ConversationView& view) {
  using Kind = PendingChange::Kind;
  Change change;
  for (const PendingChange& wish : view.changes) {
    if (wish.kind == Kind::edit || wish.kind == Kind::remove) continue;
    if (change.words.empty()) change.words = frame.say.change_waiting;
    if (wish.state != SendState::rejected) continue;
    change = {frame.say.change_rejected, &wish};
    break;
  }
  return change;
}

/// Answers how high it came out.
float draw_change(Frame& frame, const Rect& rect, const Change& change) {
  if (change.words.empty()) return 0;
  const bool refused = change.refused != nullptr;
  const float height = draw_paragraph(frame, corner(rect), rect.w, change.words, TextStyle::small,
                                      refused ? frame.palette.danger_text : frame.palette.muted);
  note(frame, Role::status, node_id("group change"), change.words,
       {rect.x, rect.y, rect.w, height});
  if (!refused) return height + 12;
  const float y = rect.y + height;
  const float retry = text_button_width(frame, frame.say.retry);
  const float discard = text_button_width(frame, frame.say.discard);
  const Rect retry_rect{rect.x - outside, y, retry, size::tap};
  if (text_button(frame, node_id("retry change"), frame.say.retry, retry_rect, Weight::quiet)
          .pressed) {
    frame.out.intents.push_back(RetrySend{change.refused->id});
  }
  const bool beside = retry + 8 + discard <= rect.w + 2 * outside;
  const Rect discard_rect{beside ? retry_rect.x + retry + 8 : retry_rect.x,
                          beside ? y : y + size::tap, discard, size::tap};
  if (text_button(frame, node_id("discard change"), frame.say.discard, discard_rect, Weight::quiet)
          .pressed) {
    frame.out.intents.push_back(DiscardSend{change.refused->id});
  }
  return height + (beside ? 1 : 2) * size::tap + 12;
}

void rename(Frame& frame) {
  want(frame, RenameConversation{frame.state.open, frame.state.group_name});
}

/// The name, and beside or below it what gives the group another one.
float draw_name_and_rename(Frame& frame, const Rect& rect, const ConversationView& view, bool low) {
  UiState& state = frame.state;
  const std::string_view words = frame.say.rename;
  const float button_width = text_button_width(frame, words);
  const bool beside = rect.w - button_width - 8 >= name_width_min;
  const float box =
      draw_name_box(frame, {rect.x, rect.y, beside ? rect.w - button_width - 8 : rect.w, 0}, low);
  const float y = rect.y + box + (beside ? -size::tap : 4);
  const Rect tap{rect.x + rect.w - button_width, y, button_width, size::tap};
  const bool changed = !is_blank(state.group_name) && state.group_name != view.title;
  const Weight weight = changed ? Weight::accent : Weight::disabled;
  const bool entered = std::exchange(state.name_entered, false) && changed;
  if (text_button(frame, node_id("rename"), words, tap, weight).pressed || entered) rename(frame);
  return y + size::tap - rect.y;
}

/// Adding people and the way out, side by side where there is room.
float draw_group_buttons(Frame& frame, const Rect& rect) {
  UiState& state = frame.state;
  const float add = text_button_width(frame, frame.say.add_people);
  const float leave = text_button_width(frame, frame.say.leave_group);
  const bool beside = add + leave <= rect.w + 2 * outside;
  const Rect add_rect{rect.x - outside, rect.y, add, size::tap};
  if (text_button(frame, node_id("add people"), frame.say.add_people, add_rect, Weight::quiet)
          .pressed) {
    state.picked.clear();
    state.panel = Panel::add_people;
  }
  const Rect leave_rect{beside ? rect.x + rect.w + outside - leave : rect.x - outside,
                        beside ? rect.y : rect.y + size::tap, leave, size::tap};
  if (text_button(frame, node_id("leave"), frame.say.leave_group, leave_rect, Weight::quiet_risk)
          .pressed) {
    state.dialog = Dialog::leave_group;
  }
  return beside ? size::tap : 2 * size::tap;
}

/// Name, people to add, way out: what stands above the members. Answers how high it came out.
float draw_group_head(Frame& frame, const Rect& panel, const ConversationView& view) {
  const bool low = is_low(panel);
  const std::string_view title = frame.say.group;
  const float buttons = text_button_width(frame, frame.say.add_people) +
                        text_button_width(frame, frame.say.leave_group);
  const float heading = 8 + size::tap + 4 + text_width(frame, title, TextStyle::title) + 16;
  const bool in_header = low && heading + buttons <= panel.w;
  const Rect header{panel.x, panel.y, panel.w - (in_header ? buttons : 0), size::header};
  draw_panel_header(frame, header, title);
  if (in_header) {
    draw_group_buttons(
        frame, {header.x + header.w + outside, panel.y + 6, buttons - 2 * outside, size::tap});
  }
  const float x = panel.x + margin, width = panel.w - 2 * margin;
  float y = panel.y + size::header + (low ? 4 : 12);
  y += draw_name_and_rename(frame, {x, y, width, 0}, view, low) + (low ? 4 : 12);
  const Change change = change_of(frame, view);
  y += draw_change(frame, {x, y, width, 0}, change);
  // What was refused is decided first where there is no room for all.
  const bool has_room = !low || change.refused == nullptr;
  if (!in_header && has_room) y += draw_group_buttons(frame, {x, y, width, 0});
  return y + (low ? 0 : 8) - panel.y;
}

/// Oneself, then the others by name.
std::vector<User> members_of(const Frame& frame, const ConversationView& view) {
  std::vector<User> members;
  for (const UserId& id : view.members) {
    members.push_back({id, std::string(frame.client.name_of(id))});
  }
  const UserId& self = frame.client.self().id;
  std::ranges::sort(members, [&self](const User& a, const User& b) {
    if ((a.id == self) != (b.id == self)) return a.id == self;
    return name_before(a, b);
  });
  return members;
}

/// How many it takes.
float draw_hint(Frame& frame, const Rect& rect) {
  const std::string_view words = frame.say.choose_two;
  const float height =
      draw_paragraph(frame, corner(rect), rect.w, words, TextStyle::small, frame.palette.muted);
  note(frame, Role::text, node_id("choose two"), words, {rect.x, rect.y, rect.w, height}).style =
      static_cast<int>(TextStyle::small);
  return height;
}

}  // namespace

void open_new_group(Frame& frame) {
  frame.state.picked.clear();
  frame.state.group_name.clear();
  frame.state.panel = Panel::new_group;
  frame.state.name_shown = Panel::conversations;
  draw_again(frame);
}

void open_group(Frame& frame) {
  frame.state.group_name = open_title(frame);
  frame.state.panel = Panel::group;
  frame.state.name_shown = Panel::conversations;
  draw_again(frame);
}

void take_name_input(UiState& state, const FieldInput& input) {
  if (input.id != name_field) return;
  const bool has_text =
      input.kind == FieldInput::Kind::input || input.kind == FieldInput::Kind::submit;
  if (has_text) state.group_name = input.text;
  if (input.kind == FieldInput::Kind::submit) state.name_entered = true;
}

void draw_new_group(Frame& frame, const Rect& rect) {
  UiState& state = frame.state;
  fill(rect, frame.palette.background);
  const Strings& say = frame.say;
  const bool low = is_low(rect);
  const Rect header{rect.x, rect.y, rect.w, size::header};
  const bool hint_in_header =
      low && text_width(frame, say.choose_two, TextStyle::small) <= panel_title_width(header);
  draw_panel_header(frame, header, say.new_group, hint_in_header ? say.choose_two : "");
  if (state.panel != Panel::new_group) return;

  const float x = rect.x + margin, width = rect.w - 2 * margin;
  const float button = text_button_width(frame, say.create_group);
  const bool beside = low && width - button - 8 >= name_width_min;
  float y = rect.y + size::header + (low ? 4 : 12);
  y += draw_name_box(frame, {x, y, beside ? width - button - 8 : width, 0}, low);
  const bool complete = state.picked.size() >= 2 && !is_blank(state.group_name);
  bool wanted = std::exchange(state.name_entered, false) && complete;
  float bottom = rect.y + rect.h;
  if (beside) {
    const Rect tap{x + width - button, y - size::tap, button, size::tap};
    const Weight weight = complete ? Weight::accent : Weight::disabled;
    wanted |=
        text_button(frame, node_id("bar", say.create_group), say.create_group, tap, weight).pressed;
  } else {
    bottom -= bar_height;
    wanted |= draw_bar(frame, {rect.x, bottom, rect.w, bar_height}, say.create_group, complete);
  }
  y += low ? 4 : 12;
  if (!hint_in_header) y += draw_hint(frame, {x, y, width, 0}) + 6;
  draw_choice(frame, {rect.x, y, rect.w, bottom - y}, {});
  if (wanted) want(frame, StartGroup{state.group_name, state.picked});
}

void draw_group(Frame& frame, const Rect& rect) {
  UiState& state = frame.state;
  fill(rect, frame.palette.background);
  const ConversationView view = frame.client.conversation(state.open);
  if (state.open.empty() || !view.is_group) {
    state.panel = Panel::conversations;
    return draw_again(frame);
  }
  const float head = draw_group_head(frame, rect, view);
  if (state.panel != Panel::group) return;
  const auto draw_member = [&](const User& user, const Rect& row) {
    const bool self = user.id == frame.client.self().id;
    draw_person(frame, user, row,
                {.is_text = true, .label = self ? frame.say.you : std::string_view()});
  };
  draw_people_rows(frame, {rect.x, rect.y + head, rect.w, rect.h - head}, frame.say.members,
                   members_of(frame, view), draw_member);
}

void draw_add_people(Frame& frame, const Rect& rect) {
  UiState& state = frame.state;
  fill(rect, frame.palette.background);
  draw_panel_header(frame, {rect.x, rect.y, rect.w, size::header}, frame.say.add_people);
  if (state.panel != Panel::add_people) return;
  const ConversationView view = frame.client.conversation(state.open);
  const float y = rect.y + size::header, bar_y = rect.y + rect.h - bar_height;
  draw_choice(frame, {rect.x, y, rect.w, bar_y - y}, view.members);
  if (!draw_bar(frame, {rect.x, bar_y, rect.w, bar_height}, frame.say.add, !state.picked.empty())) {
    return;
  }
  if (want(frame, AddMembers{state.open, state.picked})) open_group(frame);
}

void draw_leave_dialog(Frame& frame) {
  const Strings& say = frame.say;
  const Question question{say.leave_group, say.leave_words, say.leave};
  if (ask(frame, "leave group", question) != Answer::confirm) return;
  if (!want(frame, LeaveConversation{frame.state.open})) return;
  frame.state.panel = Panel::conversations;
  close_conversation(frame);
}

}  // namespace chat::ui
