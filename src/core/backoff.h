// When to try again: exponential with full jitter, capped, never giving up.
#pragma once
#include <algorithm>
#include <cstdint>
#include "base/prng.h"
#include "base/time.h"

namespace chat {

class Backoff {
 public:
  static constexpr int64_t first_ms = 500;
  static constexpr int64_t ceiling_ms = 60'000;
  static constexpr int64_t floor_ms = 50;  // A lucky draw must not become a busy loop.

  bool ready(Instant now) const { return not_before_ <= now; }
  Instant not_before() const { return not_before_; }
  bool has_failed() const { return attempts_ > 0; }

  void fail(Instant now, Prng& prng) {
    const int64_t limit = std::min(ceiling_ms, first_ms << std::min(attempts_, 7));
    ++attempts_;
    not_before_ = now + floor_ms + static_cast<int64_t>(prng.below(static_cast<uint64_t>(limit)));
  }
  /// Another try soon would only be a burden.
  void fail_for_long(Instant now) {
    ++attempts_;
    not_before_ = now + ceiling_ms;
  }
  /// There is a reason to believe that it works now.
  void reset() { *this = Backoff(); }

 private:
  int attempts_ = 0;
  Instant not_before_;
};

}  // namespace chat
