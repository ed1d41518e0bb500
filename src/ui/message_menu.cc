// What can be done about one message, and what is asked before or told after it was chosen.
#include <algorithm>
#include <cmath>
#include "ui/dialog.h"
#include "ui/log_messages.h"
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr float menu_padding = 8, item_padding = 20;

enum class Act : uint8_t { reply, copy, select, edit, remove, info };
struct Item {
  Act act;
  std::string_view name;
};

/// The message that was chosen; nothing once it is gone.
struct Chosen {
  Chosen(const Frame& frame, std::string_view title)
      : messages(frame, frame.state.open, title), index(messages.find(frame.state.chosen)) {
    if (index) row = messages.row(*index, 0);
  }
  const Message* confirmed() const {
    return index && messages.is_confirmed(*index) ? &messages.view().confirmed[*index] : nullptr;
  }

  LogMessages messages;
  std::optional<size_t> index;
  MessageRow row;
};

/// A mouse selects without being told to.
std::vector<Item> items_for(const Strings& say, const Chosen& chosen, bool touch) {
  std::vector<Item> items;
  const MessageRow& row = chosen.row;
  const bool sent = chosen.confirmed() != nullptr;
  if (sent && !row.deleted) items.push_back({Act::reply, say.reply});
  if (!row.deleted) items.push_back({Act::copy, say.copy});
  if (!row.deleted && touch) items.push_back({Act::select, say.select_text});
  if (row.mine && !row.deleted) {
    items.push_back({Act::edit, say.edit});
    items.push_back({Act::remove, say.remove});
  }
  if (sent) items.push_back({Act::info, say.info});
  return items;
}

void act_on(Frame& frame, const Chosen& chosen, Act act) {
  UiState& state = frame.state;
  state.dialog = Dialog::none;
  switch (act) {
    case Act::reply:
      begin_answer(frame, chosen.row.id);
      break;
    case Act::copy:  // The page has done it: only there it is allowed.
    case Act::select:
      break;
    case Act::edit:
      begin_edit(frame, chosen.row.id, chosen.row.content);
      break;
    case Act::remove:
      state.dialog = Dialog::delete_message;
      break;
    case Act::info:
      state.dialog = Dialog::message_info;
      break;
  }
  draw_again(frame);
}

/// At the pointer, but wholly on the screen.
Rect menu_panel(Frame& frame, const std::vector<Item>& items) {
  float width = 140;
  for (const Item& item : items) {
    width = std::max(width, text_width(frame, item.name, TextStyle::body) + 2 * item_padding);
  }
  const float height = size::tap * static_cast<float>(items.size()) + 2 * menu_padding;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const Insets& in = frame.state.insets;
  const float x_max = screen.x - in.right - std::ceil(width) - 8;
  const float y_max = screen.y - in.bottom - height - 8;
  return {std::floor(std::max(in.left + 8, std::min(frame.state.menu_x, x_max))),
          std::floor(std::max(in.top + 8, std::min(frame.state.menu_y, y_max))), std::ceil(width),
          height};
}

std::string moment(const Frame& frame, WallTime time) {
  const std::string day = day_name(frame.say, time, frame.now.wall, frame.utc_offset_minutes);
  return fill_in(frame.say.day_and_time, {day, clock(time, frame.utc_offset_minutes)});
}

struct Fact {
  std::string_view label;
  std::string value;
};

/// Who has read the message and who has not, by name.
void add_readers(const Frame& frame, const Chosen& chosen, std::vector<Fact>& facts) {
  const ConversationView& view = chosen.messages.view();
  std::string read, unread;
  for (const UserId& member : view.members) {
    if (member == frame.client.self().id) continue;
    const auto receipt = std::ranges::find(view.receipts, member, &Receipt::user);
    const bool has_read = receipt != view.receipts.end() && receipt->seq >= chosen.confirmed()->seq;
    std::string& names = has_read ? read : unread;
    if (!names.empty()) names += ", ";
    const std::string_view name = frame.client.name_of(member);
    names += name.empty() ? frame.say.somebody : name;
  }
  if (!read.empty()) facts.push_back({frame.say.read_by, std::move(read)});
  if (!unread.empty()) facts.push_back({frame.say.not_read_by, std::move(unread)});
}

std::vector<Fact> facts_of(const Frame& frame, const Chosen& chosen) {
  std::vector<Fact> facts;
  const Message& message = *chosen.confirmed();
  if (!chosen.row.mine) facts.push_back({frame.say.from, chosen.row.author});
  facts.push_back({frame.say.sent_at, moment(frame, message.sent_at)});
  if (message.is_edited()) facts.push_back({frame.say.edited_at, moment(frame, message.edited_at)});
  if (message.is_deleted()) {
    facts.push_back({frame.say.deleted_at, moment(frame, message.deleted_at)});
  }
  if (chosen.row.mine) add_readers(frame, chosen, facts);
  return facts;
}

}  // namespace

void open_message_menu(Frame& frame, const MessageId& message, ImVec2 at) {
  frame.state.chosen = message;
  frame.state.menu_x = at.x;
  frame.state.menu_y = at.y;
  frame.state.dialog = Dialog::message_menu;
  draw_again(frame);
}

void draw_message_menu(Frame& frame) {
  const std::string title(open_title(frame));
  const Chosen chosen(frame, title);
  const std::vector<Item> items = items_for(frame.say, chosen, frame.state.menu_touch);
  if (!chosen.index || items.empty()) {
    frame.state.dialog = Dialog::none;
    return;
  }
  const Rect panel = menu_panel(frame, items);
  const DialogWindow window(frame, Role::menu, "menu", frame.say.message_menu, panel);
  const Palette& p = frame.palette;
  float y = panel.y + menu_padding;
  for (const Item& item : items) {
    const Rect rect{panel.x, y, panel.w, size::tap};
    y += size::tap;
    const uint32_t id = node_id("menu item", std::to_string(static_cast<int>(item.act)));
    Node& node = note(frame, Role::menu_item, id, item.name, rect);
    if (item.act == Act::copy) node.value = chosen.row.content;
    if (item.act == Act::select) node.selects = node_id("text", chosen.row.id.value);
    node.focus_composer = item.act == Act::reply || item.act == Act::edit;
    const Press press = hit(frame, id, rect);
    if (press.hovered || press.held) fill(rect, press.held ? p.selected : p.hovered);
    draw_line(frame, {rect.x + item_padding, rect.y + 11}, rect.w - 2 * item_padding, item.name,
              TextStyle::body, item.act == Act::remove ? p.danger_text : p.text);
    if (press.pressed) act_on(frame, chosen, item.act);
  }
}

void draw_delete_dialog(Frame& frame) {
  const Strings& say = frame.say;
  const Question question{say.delete_message, say.delete_message_words, say.remove};
  if (ask(frame, "delete message", question) == Answer::confirm) {
    frame.out.intents.push_back(DeleteMessage{frame.state.open, frame.state.chosen});
  }
}

void draw_message_info(Frame& frame) {
  const std::string title(open_title(frame));
  const Chosen chosen(frame, title);
  if (chosen.confirmed() == nullptr) {
    frame.state.dialog = Dialog::none;
    return;
  }
  const std::vector<Fact> facts = facts_of(frame, chosen);
  const float width = DialogWindow::inner_width();
  float height = 0;
  for (const Fact& fact : facts) {
    height += frame.painter.layout(fact.label, TextStyle::small_strong, width).height();
    height += frame.painter.layout(fact.value, TextStyle::body, width).height() + 12;
  }
  const Sheet sheet(frame, "info", frame.say.info, height);
  const float x = sheet.content().x;
  float y = sheet.content().y;
  for (const Fact& fact : facts) {
    const float label = draw_paragraph(frame, {x, y}, width, fact.label, TextStyle::small_strong,
                                       frame.palette.muted);
    note(frame, Role::text, node_id("fact label", fact.label), fact.label, {x, y, width, label})
        .style = static_cast<int>(TextStyle::small_strong);
    y += label;
    const float value =
        draw_paragraph(frame, {x, y}, width, fact.value, TextStyle::body, frame.palette.text);
    note(frame, Role::text, node_id("fact", fact.label), fact.value, {x, y, width, value}).style =
        static_cast<int>(TextStyle::body);
    y += value + 12;
  }
}

}  // namespace chat::ui
