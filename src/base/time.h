// Time enters the program as an argument; nothing in base, protocol or core reads a clock.
#pragma once
#include <compare>
#include <cstdint>

namespace chat {

/// Milliseconds on the monotonic clock: for deadlines, never shown, never stored.
struct Instant {
  int64_t ms = 0;
  friend auto operator<=>(const Instant&, const Instant&) = default;
};
inline Instant operator+(Instant at, int64_t ms) { return {at.ms + ms}; }

/// Milliseconds since 1970 UTC: for showing and storing, never for deadlines.
struct WallTime {
  int64_t ms = 0;
  friend auto operator<=>(const WallTime&, const WallTime&) = default;
};

struct Now {
  Instant monotonic;
  WallTime wall;
};

}  // namespace chat
