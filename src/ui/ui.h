// The views: functions of the chat client and of UiState that answer with UiOutput. They call
// nothing and keep nothing of the core's. app/ drives them so, once per frame:
//   1. record  what happened since the last frame in state.input; what is so, in the members
//              of UiState above it; pointer events go straight to ImGui's io.
//   2. draw    between ImGui::NewFrame() and ImGui::Render().
//   3. submit  output.intents to the client; when there were any, draw again.
//   4. publish output.semantics when it differs from the last; announce; wake at redraw_in_ms.
// After a pointer event ImGui needs one frame more to show what is hovered or held.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>
#include "core/client.h"
#include "ui/semantics.h"
#include "ui/strings.h"
#include "ui/text.h"
#include "ui/scrolled_rows.h"

namespace chat::ui {

/// What the field tells, as chat_field() of exports.h does.
struct FieldInput {
  enum class Kind : uint8_t { input, submit, lines, focus, blur, cancel } kind = Kind::input;
  std::string id, text;
};
/// The menu of a node was asked for, at a place of the page.
struct MenuInput {
  uint32_t node = 0;
  float x = 0, y = 0;
  bool touch = false;
};
/// Keys that work everywhere; as shortcutKeys of web/shortcuts.ts.
enum class Shortcut : uint8_t { help, previous_chat, next_chat, new_chat };
/// What the static forms tell. `form`: "sign_in", "sign_up", "confirm", "resend",
/// "show_sign_in" or "show_sign_up"; the fields that it has no use for are empty.
struct FormInput {
  std::string form{}, username{}, email{}, password{}, code{};
};
struct ScrollInput {
  uint32_t node = 0;
  float top = 0;
};

/// What happened since the last frame. draw() uses it up.
struct UiInput {
  uint32_t activated = 0;  // A node pressed by keyboard or assistive technology.
  bool back = false;       // The way back of the platform: History, edge swipe.
  std::optional<MenuInput> menu;
  std::optional<Shortcut> shortcut;
  std::vector<FieldInput> fields;
  std::vector<FormInput> forms;
  std::vector<ScrollInput> scrolls;
};

/// Space that the screen's edges and the keyboard take, CSS px.
struct Insets {
  float top = 0, right = 0, bottom = 0, left = 0;
};

/// How everything looks and reads. The page decides: by what was chosen, else as its browser is.
struct Look {
  Language language = Language::english;
  bool dark = false, high_contrast = false;
};
/// What the person chose; empty: whatever the browser says. The page keeps it.
struct Choices {
  std::string language;  // A tag of strings.h.
  std::string theme;     // "light", "dark"
  int text_percent = 100;
};

/// How far a scroller is, and since when it rests.
struct ScrollState {
  float top = 0;
  Instant moved;
  bool moving = false;              // It has been moved since it is known.
  bool scrolled = false;            // Since the last frame.
  std::optional<float> thumb_grip;  // While a mouse drags it: how far below its top.
  uint64_t drawn_in = 0;  // The frame that last showed it; the page forgets what is not shown.
};

/// Where a message is that another one answers; looking for it takes long.
struct AnsweredMessage {
  int64_t seq = 0;        // 0: not here,
  uint64_t revision = 0;  // when that was the client's revision.
};

/// What the views remember of one conversation.
struct ConversationState {
  std::string draft;             // What the field holds.
  MessageId answering, editing;  // What the field's text is for; empty: a new message.
  std::string draft_aside;       // While a message is being edited.
  std::map<MessageId, AnsweredMessage> answered;
  MessageId sought;  // To be shown as soon as it is here.
  MessageId pointed_at;
  Instant pointed_at_since;
  ScrolledRows rows;
  uint64_t rows_revision = 0;   // What `rows` were made from: the client's revision,
  float rows_width = 0;         // the width,
  int64_t rows_unread_seq = 0;  // and first_unread_seq.
  uint64_t asked_above = 0;     // The first row when older ones were asked for,
  Instant asked_at;             // and when that was.
  bool known = false;           // The client had it in the last frame.
  int64_t seen_seq = 0;         // The newest that has been on the screen.
  int64_t reported_seq = 0;     // The last MarkRead.
  int64_t announced_seq = 0;    // What the polite region has said, or what was there before.
  // Of the present visit: what was unread when it began lies behind one message and goes up to
  // another; the first of these that is known, above which "New messages" stands; 0: none.
  bool visited = false, visit_begins_there = false;
  int64_t visit_read_seq = 0, visit_newest_seq = 0, first_unread_seq = 0;
};

/// The messages that the browser's search was told of last, rows [first, last) of a log, and what
/// that was made from.
struct FindableRows {
  uint32_t log = 0;  // Its node; 0: none.
  uint64_t revision = 0;
  int64_t start = 0, length = 0;  // Of the rows in the content.
  float width = 0;
  size_t first = 0, last = 0;
  bool operator==(const FindableRows&) const = default;
};

enum class Panel : uint8_t { conversations, people, account, new_group, group, add_people };
enum class Dialog : uint8_t {
  none,
  sign_out,
  message_menu,
  message_info,
  delete_message,
  leave_group,
  shortcuts
};

struct UiState {
  // What is so. Set by app/ before draw().
  Look look;
  Choices choices;
  bool window_visible = true;
  Insets insets;
  UiInput input;
  ConversationId started;  // The group that the last StartGroup has made; draw() uses it up.

  // What the person has chosen. The views' own.
  bool sign_up = false;
  Panel panel = Panel::conversations;
  Dialog dialog = Dialog::none;
  MessageId chosen;              // Which the dialog is about.
  float menu_x = 0, menu_y = 0;  // Where its menu was asked for,
  bool menu_touch = false;       // and whether by a finger.
  ConversationId open;           // Empty: none.
  std::string open_title;        // For as long as the core has no summary of it.
  bool composer_focused = false;
  Refusal refused = Refusal::none;  // Of what the person wanted last; until he goes on.
  size_t refused_excess = 0;        // By how much a text was too long.
  int composer_lines = 1;           // Of the field's text.
  ConversationId composer_shown;    // Whose draft the field holds; empty: there is no field.
  std::map<ConversationId, ConversationState> conversations;
  std::map<uint32_t, ScrollState> scrolls;
  FindableRows findable;
  float account_height = 0;  // Of the account's rows.
  std::optional<Instant> connecting_since;
  std::string group_name;                   // What its field holds.
  bool name_entered = false;                // Enter was pressed in it.
  Panel name_shown = Panel::conversations;  // Whose field that is.
  std::vector<UserId> picked;               // For a group.
  size_t people_asked = 0;                  // How many were there when more were asked for.
  uint64_t frame = 0;
};

struct UiOutput {
  std::vector<Intent> intents;
  Semantics semantics;
  std::optional<Choices> choices;  // For the page to keep, when there are others.
  std::string announce;            // For the polite live region; empty: nothing new.
  // What the browser's search finds without its being on the screen: articles and their texts, in
  // order, in the content of the log that is their parent. Only when it is not as last time.
  std::optional<std::vector<Node>> findable;
  std::optional<int> redraw_in_ms;  // Draw again then, whatever happens; 0: at once.
};

/// Draws one frame and uses up state.input.
UiOutput draw(const ChatClient& client, UiState& state, TextPainter& painter, Now now,
              int utc_offset_minutes);

}  // namespace chat::ui
