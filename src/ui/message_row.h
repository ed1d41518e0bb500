// One message of the log: what stands above it, its bubble, and what can be done about it.
#pragma once
#include <string>
#include "ui/widgets.h"

namespace chat::ui {

struct MessageRow {
  MessageId id;
  std::string_view content;
  std::string author;  // For the accessible name.
  std::string time;
  std::string day;  // Not empty: the first of a day.
  Mark mark = Mark::sent;
  bool mine = false;
  bool names_author = false;  // Where more than two people write.
  bool first_unread = false;  // "New messages" stands above it.
  bool first_of_group = true, last_of_group = true;
};

/// Where the parts of a row are, from the row's top left. Whole px.
struct MessageShape {
  float height = 0;
  float day_y = 0, unread_y = 0;  // Used when there is a day, or something unread.
  Rect bubble;
  Paragraph text;
  float text_x = 0, text_y = 0;
  float meta_x = 0, meta_y = 0;  // Time and mark.
  float actions_y = 0;           // Of a rejected message.
};

/// A guess that costs nothing.
int estimated_height(size_t content_bytes, float width);
MessageShape shape_of(Frame& frame, const MessageRow& row, float width);
/// `at`: the top left of the row on the page.
void draw_message(Frame& frame, const MessageRow& row, const MessageShape& shape, ImVec2 at,
                  float width);

}  // namespace chat::ui
