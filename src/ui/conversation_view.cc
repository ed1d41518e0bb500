#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

std::string member_words(const Frame& frame) {
  const size_t count = frame.client.conversation(frame.state.open).members.size();
  return fill_in(frame.say.member_count, static_cast<int64_t>(count));
}

/// The title and, below it, how things stand.
void draw_title(Frame& frame, const Rect& rect, std::string_view title, bool with_back) {
  const Palette& p = frame.palette;
  const ConversationSummary* summary = find_summary(frame.client, frame.state.open);
  const float x = rect.x, width = rect.w;
  // In the wide layout the header of the list tells how the connection is.
  const std::string_view connection = with_back ? connection_words(frame) : std::string_view();
  std::string typing, members;
  if (summary != nullptr && connection.empty()) {
    typing = typing_words(frame, summary->typing);
    members = typing.empty() && summary->is_group ? member_words(frame) : "";
  }
  const bool one_line = connection.empty() && typing.empty() && members.empty();
  const float y = rect.y + (one_line ? 16 : 7);
  draw_line(frame, {x, y}, width, title, TextStyle::title, p.text);
  note(frame, Role::heading, node_id("open title"), title, {x, y, width, 24});
  if (!connection.empty()) draw_connection(frame, {x, y + 24}, width, connection);
  if (!members.empty()) {
    draw_line(frame, {x, y + 24}, width, members, TextStyle::small, p.muted);
    note(frame, Role::text, node_id("member count"), members, {x, y + 24, width, 18}).style =
        static_cast<int>(TextStyle::small);
  }
  if (typing.empty()) return;
  draw_typing(frame, "header", {x, y + 24}, width, typing);
  note(frame, Role::text, node_id("typing words"), typing, {x, y + 24, width - 24, 18}).style =
      static_cast<int>(TextStyle::small);
}

void draw_header(Frame& frame, const Rect& rect, bool with_back) {
  const Palette& p = frame.palette;
  fill(rect, p.surface);
  fill({rect.x, rect.y + rect.h - 1, rect.w, 1}, p.line);
  const float middle = rect.y + rect.h / 2;
  float x = rect.x + 16;
  if (with_back) {
    const ImVec2 back{rect.x + 4 + size::tap / 2, middle};
    if (round_button(frame, node_id("back"), frame.say.back, back).pressed) {
      close_conversation(frame);
    }
    draw_chevron_left(back, p.text);
    x = rect.x + 4 + size::tap + 4;
  }
  const std::string title(open_title(frame));
  const ConversationSummary* summary = find_summary(frame.client, frame.state.open);
  const bool is_group = summary != nullptr && summary->is_group;
  const uint32_t id = node_id("details");
  const Rect details{x - 4, rect.y + 4, rect.x + rect.w - 8 - (x - 4), rect.h - 8};
  const Press press = is_group ? hit(frame, id, details) : Press{};
  if (press.hovered || press.held) fill(details, p.hovered, 12);
  draw_avatar(frame, {x + size::header_avatar / 2, middle}, size::header_avatar, title);
  x += size::header_avatar + 12;
  draw_title(frame, {x, rect.y, rect.x + rect.w - 16 - x, rect.h}, title, with_back);
  if (!is_group) return;
  // Above what stands on it: where the twin alone is used, that is where a press arrives.
  note(frame, Role::button, id, fill_in(frame.say.details_of, {title}), details);
  if (press.pressed) open_group(frame);
}

}  // namespace

void draw_conversation(Frame& frame, const Rect& rect, bool with_back) {
  draw_header(frame, {rect.x, rect.y, rect.w, size::header}, with_back);
  if (frame.state.open.empty()) return;
  const Rect below{rect.x, rect.y + size::header, rect.w, rect.h - size::header};
  const float composer = draw_composer(frame, below);
  draw_message_log(frame, {below.x, below.y, below.w, below.h - composer});
}

std::string typing_words(const Frame& frame, std::span<const UserId> users) {
  const auto name = [&](size_t i) {
    const std::string_view known = frame.client.name_of(users[i]);
    return known.empty() ? frame.say.somebody : known;
  };
  if (users.empty()) return {};
  if (users.size() == 1) return fill_in(frame.say.one_types, {name(0)});
  if (users.size() == 2) return fill_in(frame.say.two_type, {name(0), name(1)});
  return fill_in(frame.say.many_type, static_cast<int64_t>(users.size()));
}

const ConversationSummary* find_summary(const ChatClient& client, const ConversationId& id) {
  for (const ConversationSummary& summary : client.conversations()) {
    if (summary.id == id) return &summary;
  }
  return nullptr;
}

std::string_view open_title(const Frame& frame) {
  const ConversationSummary* summary = find_summary(frame.client, frame.state.open);
  if (summary != nullptr && !summary->title.empty()) return summary->title;
  if (!frame.state.open_title.empty()) return frame.state.open_title;
  return frame.say.somebody;
}

void open_conversation(Frame& frame, const ConversationId& id, std::string_view title) {
  UiState& state = frame.state;
  if (state.open == id) return;
  state.open = id;
  state.open_title = title;
  ConversationState& conversation = state.conversations[id];
  conversation.visited = false;
  conversation.first_unread_seq = 0;
  if (conversation.draft.empty()) conversation.draft = frame.client.draft(id);
  frame.out.intents.push_back(OpenConversation{id});
  draw_again(frame);
}

void close_conversation(Frame& frame) {
  if (frame.state.open.empty()) return;
  frame.state.open = {};
  frame.state.composer_shown = {};
  frame.out.intents.push_back(CloseConversation{});
  draw_again(frame);
}

}  // namespace chat::ui
