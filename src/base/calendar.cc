#include "base/calendar.h"
#include <cstdio>

namespace chat {
namespace {

constexpr int64_t day_ms = 86'400'000;
constexpr int64_t year_max = 9999;

struct Civil {
  int64_t year = 1970;
  int month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0, weekday = 0;
};

int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }

/// Days since 1970-01-01; the year starts in March, so that the leap day is its last.
int64_t days_from_civil(int64_t year, int month, int day) {
  if (month <= 2) --year;
  const int64_t era = floor_div(year, 400);
  const int64_t year_of_era = year - era * 400;
  const int64_t day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
         719468;
}

Civil to_civil(WallTime at) {
  const int64_t days = floor_div(at.ms, day_ms);
  int64_t rest = at.ms - days * day_ms;
  const int64_t shifted = days + 719468;
  const int64_t era = floor_div(shifted, 146097);
  const int64_t day_of_era = shifted - era * 146097;
  const int64_t year_of_era =
      (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const int64_t day_of_year =
      day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const int64_t shifted_month = (5 * day_of_year + 2) / 153;
  Civil civil;
  civil.day = static_cast<int>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
  civil.month = static_cast<int>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
  civil.year = year_of_era + era * 400 + (civil.month <= 2 ? 1 : 0);
  civil.weekday = static_cast<int>((days % 7 + 11) % 7);  // 1970-01-01 was a Thursday.
  civil.millisecond = static_cast<int>(rest % 1000);
  civil.second = static_cast<int>((rest /= 1000) % 60);
  civil.minute = static_cast<int>((rest /= 60) % 60);
  civil.hour = static_cast<int>(rest / 60);
  return civil;
}

/// Takes `digits` decimal digits off the front.
bool take_number(std::string_view& text, size_t digits, int& number) {
  if (text.size() < digits) return false;
  number = 0;
  for (size_t i = 0; i < digits; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    number = number * 10 + (text[i] - '0');
  }
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text[0] != expected) return false;
  text.remove_prefix(1);
  return true;
}

int take_milliseconds(std::string_view& text) {
  if (!take(text, '.')) return 0;
  int milliseconds = 0, scale = 100;
  for (; !text.empty() && text[0] >= '0' && text[0] <= '9'; text.remove_prefix(1), scale /= 10)
    milliseconds += (text[0] - '0') * scale;
  return milliseconds;
}

bool take_offset_minutes(std::string_view& text, int& minutes) {
  if (take(text, 'Z')) return minutes = 0, text.empty();
  const bool west = !text.empty() && text[0] == '-';
  int hours = 0, rest = 0;
  if (!take(text, west ? '-' : '+') || !take_number(text, 2, hours)) return false;
  if (take(text, ':') && !take_number(text, 2, rest)) return false;
  minutes = (hours * 60 + rest) * (west ? -1 : 1);
  return text.empty();
}

}  // namespace

std::string to_iso8601(WallTime at) {
  const Civil c = to_civil(at);
  if (c.year < 0 || c.year > year_max) return "1970-01-01T00:00:00.000Z";
  char text[40];
  std::snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ", static_cast<int>(c.year),
                c.month, c.day, c.hour, c.minute, c.second, c.millisecond);
  return text;
}

Result<WallTime> from_iso8601(std::string_view text) {
  int year = 0, offset_minutes = 0;
  Civil c;
  const bool read =
      take_number(text, 4, year) && take(text, '-') && take_number(text, 2, c.month) &&
      take(text, '-') && take_number(text, 2, c.day) && take(text, 'T') &&
      take_number(text, 2, c.hour) && take(text, ':') && take_number(text, 2, c.minute) &&
      take(text, ':') && take_number(text, 2, c.second);
  const bool in_range = read && c.month >= 1 && c.month <= 12 && c.day >= 1 && c.day <= 31 &&
                        c.hour <= 23 && c.minute <= 59 && c.second <= 60;
  if (!in_range) return fail(ErrorKind::bad_data, "not a date and time");
  c.millisecond = take_milliseconds(text);
  if (!take_offset_minutes(text, offset_minutes))
    return fail(ErrorKind::bad_data, "not a time zone");
  const int64_t days = days_from_civil(year, c.month, c.day);
  const int64_t minutes = c.hour * 60 + c.minute - offset_minutes;
  return WallTime{days * day_ms + minutes * 60'000 + c.second * 1000 + c.millisecond};
}

std::string to_cognito_time(WallTime at) {
  static constexpr const char* days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  static constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const Civil c = to_civil(at);
  const int year = static_cast<int>(c.year < 0 || c.year > year_max ? 1970 : c.year);
  char text[48];
  std::snprintf(text, sizeof text, "%s %s %d %02d:%02d:%02d UTC %04d", days[c.weekday],
                months[c.month - 1], c.day, c.hour, c.minute, c.second, year);
  return text;
}

}  // namespace chat
