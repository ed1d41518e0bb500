#include <algorithm>
#include <cmath>
#include <cstdlib>
#include "base/utf8.h"
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr std::string_view field_id = "composer";

void send(Frame& frame, std::string content) {
  UiState& state = frame.state;
  if (state.open.empty() || is_blank(content)) return;
  ConversationState& conversation = state.conversations[state.open];
  SendMessage wish{state.open, std::move(content)};
  if (is_refused(frame, wish, utf8::utf16_length(utf8::trim(wish.content)))) {
    conversation.draft = std::move(wish.content);  // The field has emptied itself.
    state.composer_shown = {};
    return;
  }
  frame.out.intents.push_back(std::move(wish));
  conversation.draft.clear();
  conversation.rows.stick();
  conversation.visit_newest_seq = conversation.first_unread_seq = 0;  // All is read.
  state.composer_shown = {};  // The field is told its new value.
  draw_again(frame);
}

}  // namespace

void take_field_input(Frame& frame) {
  UiState& state = frame.state;
  for (FieldInput& input : state.input.fields) {
    if (input.id != field_id) continue;
    switch (input.kind) {
      case FieldInput::Kind::input:
        if (!state.open.empty()) state.conversations[state.open].draft = std::move(input.text);
        state.refused = Refusal::none;
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
    }
  }
}

float draw_composer(Frame& frame, const Rect& rect) {
  const Palette& p = frame.palette;
  UiState& state = frame.state;
  constexpr float line = size::composer_line, inside = (size::tap - line) / 2;
  const int lines = std::clamp(state.composer_lines, 1, size::composer_lines_max);
  const float text = line * static_cast<float>(lines);
  const float margin = rect.w < size::wide_from / 2 ? 12 : rect.w < size::wide_from ? 16 : 24;
  const float width = std::floor(std::min(rect.w - 2 * margin, size::column_max));
  const float x = rect.x + std::floor((rect.w - width) / 2);
  const float height = 8 + text + 2 * inside + 8;
  const Rect bar{rect.x, rect.y + rect.h - height, rect.w, height};
  fill({bar.x, bar.y, bar.w, bar.h + state.insets.bottom}, p.surface);
  fill({bar.x, bar.y, bar.w, 1}, p.line);
  const Rect box{x, bar.y + 8, width - size::tap - 8, height - 16};
  fill(box, p.outline != 0 ? p.outline : p.field, size::tap / 2);
  if (p.outline != 0) fill(shrunk(box, 1.5f, 1.5f), p.field, size::tap / 2);

  ConversationState& conversation = state.conversations[state.open];
  const bool blank = is_blank(conversation.draft);
  const Rect send_rect{x + width - size::tap, box.y + box.h - size::tap, size::tap, size::tap};
  ButtonOptions options;
  options.disabled = blank;
  options.focus_composer = true;
  const Press press = button(frame, node_id("send"), frame.say.send, send_rect, options);
  const ImU32 colour = blank                         ? p.disabled
                       : press.hovered || press.held ? p.accent_hovered
                                                     : p.accent;
  ImGui::GetWindowDrawList()->AddCircleFilled(centre(send_rect), 22, colour);
  draw_arrow_up(centre(send_rect), blank ? p.on_disabled : p.on_accent);
  if (press.pressed) send(frame, std::string(conversation.draft));

  if (state.dialog == Dialog::none) {  // A field would lie above the dialog.
    Field field;
    field.id = field_id;
    field.label = field.placeholder = frame.say.message_field;
    field.rect = on_page(frame, {box.x + 16, box.y + inside, box.w - 32, text});
    // More than can be sent: what was pasted is cut by the person, not by the field.
    field.max_length = static_cast<int>(draft_length_max);
    if (state.composer_shown != state.open) field.set_value = conversation.draft;
    state.composer_shown = state.open;
    frame.out.semantics.fields.push_back(std::move(field));
  } else {
    state.composer_shown = {};
  }
  return height;
}

}  // namespace chat::ui
