// From data to words: initials, previews, times of day and days, as a reader expects them.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include "base/time.h"
#include "ui/strings.h"

namespace chat::ui {

/// As one line without breaks, no longer than a list can ever show.
std::string on_one_line(std::string_view text);
/// Nothing but white space.
bool is_blank(std::string_view text);
/// One or two letters; "?" for no name.
std::string initials(std::string_view name);

/// Days since 1970 where the reader is.
int64_t local_day(WallTime time, int utc_offset_minutes);
/// "12:04"
std::string clock(WallTime time, int utc_offset_minutes);
/// "Today", "Yesterday", "Monday" within the week, else "12 March" or "12 March 2024".
std::string day_name(const Strings& say, WallTime time, WallTime now, int utc_offset_minutes);
/// For a list: "12:04" today, else the day, short: "Yesterday", "Mon", "12 Mar", "12 Mar 2024".
std::string when(const Strings& say, WallTime time, WallTime now, int utc_offset_minutes);

}  // namespace chat::ui
