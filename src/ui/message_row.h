// One message of the log: what stands above it, its bubble, and what can be done about it.
#pragma once
#include <optional>
#include <string>
#include "ui/widgets.h"

namespace chat::ui {

struct MessageRow {
  MessageId id;
  std::string_view content;
  std::string author;  // For the accessible name.
  std::string time;    // "10:00" or "edited 10:00".
  std::string day;     // Not empty: the first of a day.
  MessageId answered;  // Not empty: this quotes it.
  std::string quote_author, quote;
  bool quotes_oneself = false;
  MessageId refused_change;  // An edit or deletion that the server did not take.
  Mark mark = Mark::sent;
  bool mine = false;
  bool names_author = false;  // Where more than two people write.
  bool edited = false, deleted = false;
  bool holds_up = false;      // It was refused, and what was written after it waits.
  bool pointed_at = false;    // It is the one that was looked for.
  bool first_unread = false;  // "New messages" stands above it.
  bool first_of_group = true, last_of_group = true;
};

/// Where the parts of a row are, from the row's top left. Whole px.
struct MessageShape {
  float height = 0;
  float day_y = 0, unread_y = 0;  // Used when there is a day, or something unread.
  Rect bubble;
  Rect quote;  // Empty: there is none.
  Paragraph text;
  float text_x = 0, text_y = 0;
  float meta_x = 0, meta_y = 0;  // Time and mark.
  float actions_y = 0;           // Of a rejected message or change.
};

/// A guess that costs nothing.
int estimated_height(size_t content_bytes, float width);
MessageShape shape_of(Frame& frame, const MessageRow& row, float width);
/// What was done to a message in this frame.
struct MessagePress {
  bool quote = false;
  std::optional<ImVec2> menu;  // Where it was asked for.
};
/// `at`: the top left of the row on the page.
MessagePress draw_message(Frame& frame, const MessageRow& row, const MessageShape& shape, ImVec2 at,
                          float width);

}  // namespace chat::ui
