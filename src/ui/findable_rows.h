// Messages that are near the screen and not on it, for the browser's search: the page keeps
// them hidden until they are found.
#pragma once
#include "ui/log_messages.h"

namespace chat::ui {

/// So many messages, of so much text, the nearest first.
inline constexpr size_t findable_max = 300, findable_bytes_max = 100'000;

/// Writes frame.out.findable when other rows than last time can be found, or they lie elsewhere.
/// `log`: the scroller's node. `column`: where rows are on the page; its y is the content's top.
void tell_findable(Frame& frame, const LogMessages& messages, const ScrolledRows& rows,
                   uint32_t log, const Rect& column);

}  // namespace chat::ui
