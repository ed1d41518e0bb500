// Keys that work everywhere, and the sheet that tells of them.
#include <algorithm>
#include <cmath>
#include <utility>
#include "ui/dialog.h"
#include "ui/views.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

constexpr float title_height = 36, keys_gap = 16, row_gap = 6;

/// To the neighbour in the list of the conversation that is open.
void step(Frame& frame, int by) {
  const auto all = frame.client.conversations();
  if (all.empty()) return;
  const auto open = std::ranges::find(all, frame.state.open, &ConversationSummary::id);
  const auto last = static_cast<std::ptrdiff_t>(all.size()) - 1;
  const std::ptrdiff_t from = open == all.end() ? (by > 0 ? -1 : 0) : open - all.begin();
  const ConversationSummary& next = all[std::clamp<std::ptrdiff_t>(from + by, 0, last)];
  frame.state.panel = Panel::conversations;
  open_conversation(frame, next.id, next.title.empty() ? frame.say.somebody : next.title);
}

struct Sheet {
  explicit Sheet(Frame& frame) : inside(DialogWindow::inner_width()) {
    const size_t count = std::ranges::count(frame.say.shortcut_keys, '|') + 1;
    for (size_t i = 0; i < count; ++i) {
      const std::string_view keys = one_of(frame.say.shortcut_keys, i);
      keys_width =
          std::max(keys_width, std::ceil(text_width(frame, keys, TextStyle::small_strong)));
    }
    for (size_t i = 0; i < count; ++i) {
      const std::string_view words = one_of(frame.say.shortcut_words, i);
      heights.push_back(
          std::ceil(frame.painter.layout(words, TextStyle::small, words_width()).height()));
      height += heights.back() + row_gap;
    }
  }
  float words_width() const { return inside - keys_width - keys_gap; }

  float inside, keys_width = 0, height = 0;  // Of all rows.
  std::vector<float> heights;
};

void draw_row(Frame& frame, const Sheet& sheet, size_t i, ImVec2 at) {
  const std::string_view keys = one_of(frame.say.shortcut_keys, i);
  const std::string_view words = one_of(frame.say.shortcut_words, i);
  const float x = at.x + sheet.keys_width + keys_gap;
  draw_line(frame, at, sheet.keys_width + 1, keys, TextStyle::small_strong, frame.palette.text);
  note(frame, Role::text, node_id("shortcut keys", keys), keys, {at.x, at.y, sheet.keys_width, 18})
      .style = static_cast<int>(TextStyle::small_strong);
  draw_paragraph(frame, {x, at.y}, sheet.words_width(), words, TextStyle::small,
                 frame.palette.text);
  note(frame, Role::text, node_id("shortcut words", keys), words,
       {x, at.y, sheet.words_width(), sheet.heights[i]})
      .style = static_cast<int>(TextStyle::small);
}

}  // namespace

void take_shortcut(Frame& frame) {
  UiState& state = frame.state;
  const std::optional<Shortcut> shortcut = std::exchange(state.input.shortcut, {});
  if (!shortcut || state.dialog != Dialog::none) return;
  switch (*shortcut) {
    case Shortcut::help:
      state.dialog = Dialog::shortcuts;
      break;
    case Shortcut::previous_chat:
      return step(frame, -1);
    case Shortcut::next_chat:
      return step(frame, 1);
    case Shortcut::new_chat:
      state.panel = Panel::people;
      break;
  }
}

void draw_shortcuts(Frame& frame) {
  const Strings& say = frame.say;
  const Sheet sheet(frame);
  const DialogWindow dialog(frame, "shortcuts", say.shortcuts,
                            title_height + sheet.height + 6 + size::tap);
  const Rect& inside = dialog.inside();
  draw_line(frame, corner(inside), inside.w, say.shortcuts, TextStyle::title, frame.palette.text);
  note(frame, Role::heading, node_id("dialog title", "shortcuts"), say.shortcuts,
       {inside.x, inside.y, inside.w, 24});
  float y = inside.y + title_height;
  for (size_t i = 0; i < sheet.heights.size(); ++i) {
    draw_row(frame, sheet, i, {inside.x, y});
    y += sheet.heights[i] + row_gap;
  }
  const float close = text_button_width(frame, say.close);
  const Rect rect{inside.x + inside.w - close, inside.y + inside.h - size::tap, close, size::tap};
  if (text_button(frame, node_id("close shortcuts"), say.close, rect, Weight::quiet).pressed) {
    frame.state.dialog = Dialog::none;
    draw_again(frame);
  }
}

}  // namespace chat::ui
