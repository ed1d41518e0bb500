// Wall time as text, in UTC, without the C library's calendar and its locale.
#pragma once
#include <string>
#include <string_view>
#include "base/result.h"
#include "base/time.h"

namespace chat {

/// "2026-11-24T09:05:01.250Z"
std::string to_iso8601(WallTime at);
/// An AWSDateTime: "Z" or an offset, fraction of a second optional.
Result<WallTime> from_iso8601(std::string_view text);
/// "Tue Nov 4 09:05:01 UTC 2026": the form that Cognito signs; the day is not padded.
std::string to_cognito_time(WallTime at);

}  // namespace chat
