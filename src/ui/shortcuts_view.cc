// Keys that work everywhere, and the sheet that tells of them.
#include <algorithm>
#include <cmath>
#include <utility>
#include "ui/dialog.h"
#include "ui/views.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

constexpr float keys_gap = 16, row_gap = 6, words_width_min = 140;

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

/// Keys and words side by side, or the words below where they would break too often.
struct Table {
  explicit Table(Frame& frame) : width(DialogWindow::inner_width()) {
    const size_t count = std::ranges::count(frame.say.shortcut_keys, '|') + 1;
    for (size_t i = 0; i < count; ++i) {
      const std::string_view keys = one_of(frame.say.shortcut_keys, i);
      keys_width =
          std::max(keys_width, std::ceil(text_width(frame, keys, TextStyle::small_strong)));
    }
    const float beside = width - keys_width - keys_gap;
    if (beside >= words_width_min) {
      words_width = beside;
      words_x = keys_width + keys_gap;
    } else {
      words_width = width;
      words_y = 18;
    }
    for (size_t i = 0; i < count; ++i) {
      const std::string_view words = one_of(frame.say.shortcut_words, i);
      heights.push_back(
          words_y + std::ceil(frame.painter.layout(words, TextStyle::small, words_width).height()));
      height += heights.back() + row_gap;
    }
  }

  float width, keys_width = 0, height = 0;  // Height: of all rows.
  float words_x = 0, words_y = 0, words_width = 0;
  std::vector<float> heights;
};

void draw_row(Frame& frame, const Table& table, size_t i, ImVec2 at) {
  const std::string_view keys = one_of(frame.say.shortcut_keys, i);
  const std::string_view words = one_of(frame.say.shortcut_words, i);
  draw_line(frame, at, table.keys_width + 1, keys, TextStyle::small_strong, frame.palette.text);
  note(frame, Role::text, node_id("shortcut keys", keys), keys, {at.x, at.y, table.keys_width, 18})
      .style = static_cast<int>(TextStyle::small_strong);
  const ImVec2 words_at(at.x + table.words_x, at.y + table.words_y);
  draw_paragraph(frame, words_at, table.words_width, words, TextStyle::small, frame.palette.text);
  note(frame, Role::text, node_id("shortcut words", keys), words,
       {words_at.x, words_at.y, table.words_width, table.heights[i] - table.words_y})
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
  const Table table(frame);
  const Sheet sheet(frame, "shortcuts", frame.say.shortcuts, table.height);
  ImVec2 at = sheet.content();
  for (size_t i = 0; i < table.heights.size(); ++i) {
    draw_row(frame, table, i, at);
    at.y += table.heights[i] + row_gap;
  }
}

}  // namespace chat::ui
