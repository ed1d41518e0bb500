#include <algorithm>
#include <cmath>
#include "ui/log_messages.h"
#include "ui/scroll_area.h"
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace chat::ui {
namespace {

void draw_new_chat(Frame& frame, const Rect& rect, bool with_words) {
  const Palette& p = frame.palette;
  const Press press = button(frame, node_id("new chat"), frame.say.new_chat, rect);
  const Rect shape = shrunk(rect, with_words ? 0 : 4, 4);
  fill(shape, press.hovered || press.held ? p.accent_hovered : p.accent, 18);
  const float middle = with_words ? 21 : shape.w / 2;
  draw_plus({shape.x + middle, shape.y + 18}, p.on_accent);
  if (with_words) {
    draw_line(frame, {shape.x + 32, shape.y + 7}, shape.w - 40, frame.say.new_chat,
              TextStyle::body_strong, p.on_accent);
  }
  if (press.pressed) frame.state.panel = Panel::people;
}

void draw_header(Frame& frame, const Rect& rect) {
  const Palette& p = frame.palette;
  const std::string& self = frame.client.self().name;
  const Rect avatar{rect.x + 8, rect.y + 6, size::tap, size::tap};
  const Press account =
      button(frame, node_id("account"), fill_in(frame.say.account_of, {self}), avatar);
  if (account.hovered || account.held) fill(avatar, p.hovered, 22);
  draw_avatar(frame, centre(avatar), size::header_avatar, self);
  if (account.pressed) frame.state.panel = Panel::account;

  // Where there is no room for both, the heading needs its words more.
  const float words = text_button_width(frame, frame.say.new_chat) + 16;
  const float title_x = avatar.x + avatar.w + 8;
  const float heading = text_width(frame, frame.say.chats, TextStyle::title);
  const bool with_words = title_x + heading + 8 + words + 12 <= rect.x + rect.w;
  const float new_chat_width = with_words ? words : size::tap;
  const Rect new_chat{rect.x + rect.w - 12 - new_chat_width, rect.y + 6, new_chat_width, size::tap};
  const float title_width = new_chat.x - title_x - 8;
  const std::string_view connection = connection_words(frame);
  const float title_y = rect.y + (connection.empty() ? 16 : 7);
  draw_line(frame, {title_x, title_y}, title_width, frame.say.chats, TextStyle::title, p.text);
  note(frame, Role::heading, node_id("chats"), frame.say.chats,
       {title_x, title_y, title_width, 24});
  if (!connection.empty()) {
    draw_connection(frame, {title_x, title_y + 24}, title_width, connection);
  }
  draw_new_chat(frame, new_chat, with_words);
}

/// The mark of the newest line, when it is one's own; answers the room it took.
float draw_last_mark(Frame& frame, const ConversationSummary& summary, ImVec2 at) {
  if (!summary.last_is_mine && !summary.last_pending) return 0;
  Mark mark = Mark::sent;
  if (summary.last_pending) {
    mark = mark_of(*summary.last_pending);
  } else {
    const ConversationView view = frame.client.conversation(summary.id);
    const int64_t read = read_by_everybody(view, frame.client.self().id);
    if (!view.confirmed.empty() && view.confirmed.back().seq <= read) mark = Mark::read;
  }
  draw_mark(frame, mark, {at.x + 8, at.y + 9}, frame.palette.muted);
  return 20;
}

/// What is said below a conversation's name, to be read and to be heard.
struct SecondLine {
  std::string seen, heard;
  bool typing = false, draft = false, empty = false;
};

SecondLine second_line(const Frame& frame, const ConversationSummary& summary) {
  SecondLine line;
  const std::string_view draft = frame.client.draft(summary.id);
  if (!summary.typing.empty()) {
    line.typing = true;
    line.seen = line.heard = typing_words(frame, summary.typing);
  } else if (!is_blank(draft) && summary.id != frame.state.open) {
    line.draft = true;
    line.seen = line.heard = fill_in(frame.say.draft, {on_one_line(draft)});
  } else if (summary.last_is_deleted) {
    line.seen = frame.say.message_deleted;
  } else if (summary.is_group && !summary.last_is_mine && !summary.last_sender.empty()) {
    const std::string_view author = frame.client.name_of(summary.last_sender);
    line.seen = fill_in(frame.say.announced, {author.empty() ? frame.say.somebody : author,
                                              on_one_line(summary.last_content)});
  } else {
    line.seen = on_one_line(summary.last_content);
  }
  if (line.seen.empty()) {
    line.seen = line.heard = frame.say.no_messages;
    line.empty = true;
  } else if (line.heard.empty()) {
    line.heard = fill_in(frame.say.last_message, {line.seen});
  }
  return line;
}

void draw_second_line(Frame& frame, const ConversationSummary& summary, const SecondLine& line,
                      ImVec2 at, float right) {
  const Palette& p = frame.palette;
  if (line.typing) return draw_typing(frame, summary.id.value, at, right - at.x, line.seen);
  const float mark = line.draft || line.empty ? 0 : draw_last_mark(frame, summary, at);
  const ImU32 colour = line.draft ? p.accent_text : summary.unread > 0 ? p.text : p.muted;
  draw_line(frame, {at.x + mark, at.y}, right - at.x - mark, line.seen, TextStyle::small, colour);
}

constexpr float cut_height = 72;

/// The end of a list that does not hold all of them.
void draw_cut(Frame& frame, const Rect& rect, size_t shown) {
  const uint32_t item = node_id("list is cut");
  note(frame, Role::list_item, item, "", rect);
  const Under under(frame, item);
  const std::string words = fill_in(frame.say.list_is_cut, static_cast<int64_t>(shown));
  const float x = rect.x + 16, width = rect.w - 32;
  const float height =
      draw_paragraph(frame, {x, rect.y + 12}, width, words, TextStyle::small, frame.palette.muted);
  note(frame, Role::text, node_id("list is cut words"), words, {x, rect.y + 12, width, height})
      .style = static_cast<int>(TextStyle::small);
}

void draw_row(Frame& frame, const ConversationSummary& summary, const Rect& rect) {
  const Palette& p = frame.palette;
  const std::string title(summary.title.empty() ? frame.say.somebody : summary.title);
  const SecondLine line = second_line(frame, summary);
  const bool is_open = summary.id == frame.state.open;
  const std::string time =
      line.empty ? "" : when(frame.say, summary.last_at, frame.now.wall, frame.utc_offset_minutes);

  const uint32_t item = node_id("conversation item", summary.id.value);
  note(frame, Role::list_item, item, "", rect);
  const Under under(frame, item);
  ButtonOptions options;
  options.current = is_open;
  options.focus_composer = ImGui::GetIO().DisplaySize.x >= size::wide_from;
  const Press press =
      button(frame, node_id("conversation", summary.id.value),
             conversation_name(frame.say, summary, line.heard, time), rect, options);
  if (press.pressed) open_conversation(frame, summary.id, title);
  if (is_open || press.hovered || press.held) {
    fill(shrunk(rect, 8, 2), is_open || press.held ? p.selected : p.hovered, 12);
  }
  draw_avatar(frame, {rect.x + 16 + size::list_avatar / 2, rect.y + rect.h / 2}, size::list_avatar,
              title);

  const float x = rect.x + 16 + size::list_avatar + 12, right = rect.x + rect.w - 20;
  const bool unread = summary.unread > 0;
  const float time_width = std::ceil(text_width(frame, time, TextStyle::small));
  draw_line(frame, {right - time_width, rect.y + 16}, time_width + 1, time, TextStyle::small,
            unread ? p.accent_text : p.muted);
  draw_line(frame, {x, rect.y + 14}, right - time_width - 8 - x, title, TextStyle::body_strong,
            p.text);
  float line_right = right;
  if (unread)
    line_right -=
        draw_count(frame, {right, rect.y + 49}, summary.unread, summary.unread_is_exact) + 8;
  draw_second_line(frame, summary, line, {x, rect.y + 40}, line_right);
}

}  // namespace

void draw_conversation_list(Frame& frame, const Rect& rect) {
  fill(rect, frame.palette.background);
  draw_header(frame, {rect.x, rect.y, rect.w, size::header});
  const Rect body{rect.x, rect.y + size::header, rect.w, rect.h - size::header};
  const auto conversations = frame.client.conversations();
  if (conversations.empty()) {
    if (frame.client.conversations_loaded()) {
      draw_empty(frame, body, "no conversations", frame.say.no_conversations,
                 frame.say.no_conversations_hint);
      return;
    }
    note(frame, Role::status, node_id("loading"), frame.say.loading_conversations, body).busy =
        true;
    for (int i = 0; i < 6; ++i) {
      draw_skeleton_row(frame.palette,
                        {body.x + 4, body.y + 4 + static_cast<float>(i) * size::conversation_row,
                         body.w, size::conversation_row},
                        size::list_avatar);
    }
    return;
  }
  const uint32_t list = node_id("conversations");
  const float row_height = size::conversation_row;
  const bool is_cut = frame.client.conversations_are_cut();
  const float rows_height = static_cast<float>(conversations.size()) * row_height;
  const float height = 8 + rows_height + (is_cut ? cut_height : 0) + frame.state.insets.bottom + 8;
  const ScrollPosition position = keep_position(frame, list, body, height);
  const ScrollArea area(
      frame, {Role::list, frame.say.conversations, {list, body, 0, height}, height}, position);
  const double top = position.top - 4;
  const auto first = static_cast<size_t>(std::max(0.0, top / row_height));
  const auto last = static_cast<size_t>(std::max(0.0, (top + body.h) / row_height + 1));
  for (size_t i = first; i < std::min(last, conversations.size()); ++i) {
    const auto y = static_cast<float>(area.origin() + 4 + static_cast<double>(i) * row_height);
    draw_row(frame, conversations[i], {body.x, y, body.w, row_height});
  }
  if (is_cut && last > conversations.size()) {
    const auto y = static_cast<float>(area.origin() + 4 + static_cast<double>(rows_height));
    draw_cut(frame, {body.x, y, body.w, cut_height}, conversations.size());
  }
}

}  // namespace chat::ui
