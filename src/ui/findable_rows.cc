#include "ui/findable_rows.h"
#include <algorithm>
#include <utility>

namespace chat::ui {
namespace {

/// As long as so many are left beyond the screen, they are not told anew.
constexpr size_t margin_rows = 50;

bool is_still_near(const FindableRows& told, const ScrolledRows& rows) {
  const bool above = told.first == 0 || told.first + margin_rows <= rows.first_visible();
  const bool below = told.last >= rows.size() || rows.last_visible() + margin_rows <= told.last;
  return above && below;
}

/// From the screen on in both directions.
void find_nearest(FindableRows& near, const LogMessages& messages, const ScrolledRows& rows) {
  near.first = rows.first_visible();
  near.last = rows.last_visible();
  size_t bytes = 0;
  const auto has_room = [&](size_t row) {
    bytes += messages.content_of(row).size();
    return bytes <= findable_bytes_max && near.last - near.first < findable_max;
  };
  bool more = true;
  while (more) {
    more = false;
    if (near.first > 0 && has_room(near.first - 1)) {
      --near.first;
      more = true;
    }
    if (near.last < rows.size() && has_room(near.last)) {
      ++near.last;
      more = true;
    }
  }
}

}  // namespace

void tell_findable(Frame& frame, const LogMessages& messages, const ScrolledRows& rows,
                   uint32_t log, const Rect& column) {
  FindableRows near{log, frame.client.revision(), rows.start(), rows.length(), column.w};
  FindableRows& told = frame.state.findable;
  near.first = told.first;
  near.last = told.last;
  if (near == told && is_still_near(told, rows)) return;
  find_nearest(near, messages, rows);
  told = near;

  std::vector<Node>& nodes = frame.out.semantics.nodes;
  const auto begin = static_cast<std::ptrdiff_t>(nodes.size());
  for (size_t i = near.first; i < near.last; ++i) {
    const MessageRow row = messages.row(i, 0);
    const Rect rect{column.x, column.y + static_cast<float>(rows.top_of(i)), column.w,
                    static_cast<float>(rows.height_of(i))};
    const uint32_t article = node_id("message", row.id.value);
    note(frame, Role::article, article, {}, rect);
    const Under under(frame, article);
    note(frame, Role::text, node_id("text", row.id.value), row.content, rect).style =
        static_cast<int>(TextStyle::body);
  }
  const auto first = nodes.begin() + begin;
  frame.out.findable.emplace(std::make_move_iterator(first), std::make_move_iterator(nodes.end()));
  nodes.erase(first, nodes.end());
}

}  // namespace chat::ui
