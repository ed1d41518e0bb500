#include "ui/words.h"
#include <algorithm>
#include <cctype>
#include <chrono>
#include <cstdio>

namespace chat::ui {
namespace {

constexpr size_t one_line_bytes = 400;
constexpr int64_t minute_ms = 60'000, day_ms = 24 * 60 * minute_ms;

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
int64_t local_ms(WallTime time, int utc_offset_minutes) {
  constexpr int64_t end_of_9999 = 253'402'300'799'000;  // The server's word, so anything.
  return std::clamp<int64_t>(time.ms, 0, end_of_9999) + utc_offset_minutes * minute_ms;
}

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// The first code point of `text`, upper-cased when it is ASCII.
std::string first_letter(std::string_view text) {
  size_t end = 1;
  while (end < text.size() && is_continuation(text[end])) ++end;
  std::string letter(text.substr(0, end));
  if (letter.size() == 1) {
    letter[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(letter[0])));
  }
  return letter;
}

std::string date(const Strings& say, int64_t day, int64_t today, bool is_short) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  const std::chrono::year_month_day now{std::chrono::sys_days{std::chrono::days{today}}};
  const std::string_view month =
      one_of(is_short ? say.short_months : say.months, static_cast<unsigned>(date.month()) - 1);
  const std::string number = std::to_string(static_cast<unsigned>(date.day()));
  if (date.year() == now.year()) return fill_in(say.day_month, {number, month});
  return fill_in(say.day_month_year,
                 {number, month, std::to_string(static_cast<int>(date.year()))});
}

std::string day_words(const Strings& say, WallTime time, WallTime now, int utc_offset_minutes,
                      bool is_short) {
  const int64_t day = local_day(time, utc_offset_minutes);
  const int64_t today = local_day(now, utc_offset_minutes);
  if (day == today) return std::string(say.today);
  if (day == today - 1) return std::string(say.yesterday);
  if (day > today || day <= today - 7) return date(say, day, today, is_short);
  // 1970-01-01 was a Thursday.
  const auto weekday = static_cast<size_t>((day % 7 + 7 + 3) % 7);
  return std::string(one_of(is_short ? say.short_weekdays : say.weekdays, weekday));
}

}  // namespace

std::string on_one_line(std::string_view text) {
  if (text.size() > one_line_bytes) {
    size_t end = one_line_bytes;
    while (end > 0 && is_continuation(text[end])) --end;
    text = text.substr(0, end);
  }
  std::string line;
  line.reserve(text.size());
  for (const char c : text) {
    const bool is_space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!is_space)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  return line;
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

std::string initials(std::string_view name) {
  constexpr std::string_view breaks = " \t._-";
  const size_t first = name.find_first_not_of(breaks);
  if (first == std::string_view::npos) return "?";
  std::string letters = first_letter(name.substr(first));
  const size_t last_end = name.find_last_not_of(breaks);
  const size_t gap = name.find_last_of(breaks, last_end);
  if (gap != std::string_view::npos && gap > first) letters += first_letter(name.substr(gap + 1));
  return letters;
}

int64_t local_day(WallTime time, int utc_offset_minutes) {
  return floor_div(local_ms(time, utc_offset_minutes), day_ms);
}

std::string clock(WallTime time, int utc_offset_minutes) {
  const int64_t ms = local_ms(time, utc_offset_minutes);
  const int64_t minutes = (ms - floor_div(ms, day_ms) * day_ms) / minute_ms;
  char text[16];
  std::snprintf(text, sizeof text, "%02d:%02d", static_cast<int>(minutes / 60),
                static_cast<int>(minutes % 60));
  return text;
}

std::string day_name(const Strings& say, WallTime time, WallTime now, int utc_offset_minutes) {
  return day_words(say, time, now, utc_offset_minutes, false);
}

std::string when(const Strings& say, WallTime time, WallTime now, int utc_offset_minutes) {
  if (local_day(time, utc_offset_minutes) == local_day(now, utc_offset_minutes)) {
    return clock(time, utc_offset_minutes);
  }
  return day_words(say, time, now, utc_offset_minutes, true);
}

}  // namespace chat::ui
