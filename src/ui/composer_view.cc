#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>
#include "base/utf8.h"
#include "ui/log_messages.h"
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr std::string_view field_id = "composer";
constexpr float purpose_height = 52;  // Of what says that an answer or an edit is written.

/// What the field holds now: kept, and the others hear that something is being written.
void take_text(Frame& frame, std::string text) {
  UiState& state = frame.state;
  if (state.open.empty()) return;
  // Unless something was chosen from it just before: that comes first.
  if (state.dialog == Dialog::message_menu && state.input.activated == 0) {
    state.dialog = Dialog::none;
  }
  state.refused = Refusal::none;
  ConversationState& conversation = state.conversations[state.open];
  if (conversation.editing.empty()) {
    if (!is_blank(text)) frame.out.intents.push_back(Typing{state.open});
    frame.out.intents.push_back(SaveDraft{state.open, text});
  }
  conversation.draft = std::move(text);
}

/// The field is for a new message again, with the text that was begun before.
void end_purpose(Frame& frame) {
  ConversationState& conversation = frame.state.conversations[frame.state.open];
  conversation.answering = {};
  if (std::exchange(conversation.editing, {}).empty()) return;
  conversation.draft = std::exchange(conversation.draft_aside, {});
  frame.state.composer_shown = {};  // The field is told its new value.
}

void send(Frame& frame, std::string content) {
  UiState& state = frame.state;
  if (state.open.empty() || is_blank(content)) return;
  ConversationState& conversation = state.conversations[state.open];
  const bool edits = !conversation.editing.empty();
  const size_t length = utf8::utf16_length(utf8::trim(content));
  const Intent wish = edits ? Intent(EditMessage{state.open, conversation.editing, content})
                            : SendMessage{state.open, content, conversation.answering};
  state.composer_shown = {};  // The field has emptied itself; it is told its new value.
  if (is_refused(frame, wish, length)) {
    conversation.draft = std::move(content);
    return;
  }
  frame.out.intents.push_back(wish);
  if (!edits) {
    frame.out.intents.push_back(SaveDraft{state.open, {}});
    conversation.draft.clear();
    conversation.rows.stick();
    conversation.visit_newest_seq = conversation.first_unread_seq = 0;  // All is read.
  }
  end_purpose(frame);
  draw_again(frame);
}

/// Whose answer or new text is being written, and the way out of it; answers how high it came
/// out, from the top of `rect`.
float draw_purpose(Frame& frame, const Rect& rect) {
  const ConversationState& conversation = frame.state.conversations[frame.state.open];
  const bool edits = !conversation.editing.empty();
  const MessageId id = edits ? conversation.editing : conversation.answering;
  if (id.empty()) return 0;
  const std::string title(open_title(frame));
  const LogMessages messages(frame, frame.state.open, title);
  const std::optional<size_t> index = messages.find(id);
  const MessageRow row = index ? messages.row(*index, 0) : MessageRow{};
  if (!index || row.deleted) {
    end_purpose(frame);
    draw_again(frame);
    return 0;
  }
  const Palette& p = frame.palette;
  const std::string words = edits      ? std::string(frame.say.edit_message)
                            : row.mine ? std::string(frame.say.answer_to_oneself)
                                       : fill_in(frame.say.answer_to, {row.author});
  const std::string quote = on_one_line(row.content);
  const float x = rect.x + 14, width = rect.w - size::tap - 8 - 14;
  fill({rect.x + 4, rect.y + 10, 3, 36}, p.accent_text, 1.5f);
  draw_line(frame, {x, rect.y + 10}, width, words, TextStyle::small_strong, p.accent_text);
  draw_line(frame, {x, rect.y + 28}, width, quote, TextStyle::small, p.muted);
  note(frame, Role::text, node_id("purpose"), words, {x, rect.y + 10, width, 18}).style =
      static_cast<int>(TextStyle::small_strong);
  note(frame, Role::text, node_id("purpose quote"), quote, {x, rect.y + 28, width, 18}).style =
      static_cast<int>(TextStyle::small);
  const ImVec2 cross{rect.x + rect.w - size::tap / 2, rect.y + 6 + size::tap / 2};
  if (round_button(frame, node_id("end purpose"), frame.say.cancel, cross).pressed) {
    end_purpose(frame);
  }
  draw_cross(cross, p.muted);
  return purpose_height;
}

void draw_send_button(Frame& frame, const Rect& rect) {
  const Palette& p = frame.palette;
  const std::string& draft = frame.state.conversations[frame.state.open].draft;
  const bool blank = is_blank(draft);
  ButtonOptions options;
  options.disabled = blank;
  options.focus_composer = true;
  const Press press = button(frame, node_id("send"), frame.say.send, rect, options);
  const ImU32 colour = blank                         ? p.disabled
                       : press.hovered || press.held ? p.accent_hovered
                                                     : p.accent;
  if (blank)
    fill_outlined(p, rect, colour, 22);
  else
    ImGui::GetWindowDrawList()->AddCircleFilled(centre(rect), 22, colour);
  draw_arrow_up(centre(rect), blank ? p.on_disabled : p.on_accent);
  if (press.pressed) send(frame, std::string(draft));
}

void note_field(Frame& frame, const Rect& rect) {
  UiState& state = frame.state;
  Field field;
  field.id = field_id;
  field.label = field.placeholder = frame.say.message_field;
  field.rect = on_page(frame, rect);
  // More than can be sent: what was pasted is cut by the person, not by the field.
  field.max_length = static_cast<int>(draft_length_max);
  if (state.composer_shown != state.open) {
    field.set_value = state.conversations[state.open].draft;
  }
  state.composer_shown = state.open;
  frame.out.semantics.fields.push_back(std::move(field));
}

}  // namespace

void begin_answer(Frame& frame, const MessageId& message) {
  end_purpose(frame);
  frame.state.conversations[frame.state.open].answering = message;
}

void begin_edit(Frame& frame, const MessageId& message, std::string_view text) {
  end_purpose(frame);
  ConversationState& conversation = frame.state.conversations[frame.state.open];
  conversation.editing = message;
  conversation.draft_aside = std::exchange(conversation.draft, std::string(text));
  frame.state.composer_shown = {};
}

void take_field_input(Frame& frame) {
  UiState& state = frame.state;
  for (FieldInput& input : state.input.fields) {
    take_name_input(state, input);
    if (input.id != field_id) continue;
    switch (input.kind) {
      case FieldInput::Kind::input:
        take_text(frame, std::move(input.text));
        break;
      case FieldInput::Kind::submit:
        send(frame, std::move(input.text));
        break;
      case FieldInput::Kind::lines:
        state.composer_lines = std::atoi(input.text.c_str());
        break;
      case FieldInput::Kind::focus:
        state.composer_focused = true;
        break;
      case FieldInput::Kind::blur:
        state.composer_focused = false;
        break;
      case FieldInput::Kind::cancel:
        if (!state.open.empty()) end_purpose(frame);
        break;
    }
  }
}

float draw_composer(Frame& frame, const Rect& rect) {
  const Palette& p = frame.palette;
  constexpr float line = size::composer_line, inside = (size::tap - line) / 2;
  const float margin = rect.w < size::wide_from / 2 ? 12 : rect.w < size::wide_from ? 16 : 24;
  const float width = std::floor(std::min(rect.w - 2 * margin, size::column_max));
  const float x = rect.x + std::floor((rect.w - width) / 2);
  const ConversationState& conversation = frame.state.conversations[frame.state.open];
  const bool has_purpose = !conversation.editing.empty() || !conversation.answering.empty();
  const float around = 8 + 2 * inside + 8 + (has_purpose ? purpose_height : 0);
  // On a low screen it leaves half of the room to the messages.
  const int lines_max =
      std::clamp(static_cast<int>((rect.h / 2 - around) / line), 1, size::composer_lines_max);
  const int lines = std::clamp(frame.state.composer_lines, 1, lines_max);
  const float text = line * static_cast<float>(lines);
  const float height = around + text;
  const Rect bar{rect.x, rect.y + rect.h - height, rect.w, height};
  fill({bar.x, bar.y, bar.w, bar.h + frame.state.insets.bottom}, p.surface);
  fill({bar.x, bar.y, bar.w, 1}, p.line);
  const float purpose = draw_purpose(frame, {x, bar.y, width, purpose_height});
  const Rect box{x, bar.y + purpose + 8, width - size::tap - 8, text + 2 * inside};
  fill_outlined(p, box, p.field, size::tap / 2);
  draw_send_button(frame, {x + width - size::tap, box.y + box.h - size::tap, size::tap, size::tap});
  note_field(frame, {box.x + 16, box.y + inside, box.w - 32, text});
  return height;
}

}  // namespace chat::ui
