// What is counted about the use of the program, under v1's names: that somebody uses it, starts a
// conversation, sends a message. Never what was said, by whom or to whom. It is gathered in memory,
// sent a few at a time and dropped when there are too many: nothing ever waits for it.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "core/backoff.h"

namespace chat {

class Analytics {
 public:
  static constexpr size_t events_max = 100;
  static constexpr size_t batch_max = 25;  // As the server's.
  static constexpr int64_t gather_ms = 5'000;

  static constexpr const char* session_start = "_session_start";
  static constexpr const char* session_stop = "_session_stop";
  static constexpr const char* message_sent = "Chat MSG Sent";
  static constexpr const char* new_conversation = "New Conversation";

  /// `id`: what it is told of twice is counted once.
  struct Event {
    std::string id;
    const char* name;
    WallTime at;
  };

  void record(const char* name, std::string id, WallTime at, Instant now) {
    if (events_.size() >= events_max) return;
    if (events_.empty()) gathered_at_ = now + gather_ms;
    events_.push_back({std::move(id), name, at});
  }
  std::optional<Instant> next_deadline() const {
    if (events_.empty() || in_flight_ > 0) return std::nullopt;
    return std::max(gathered_at_, backoff_.not_before());
  }
  /// The oldest, which are on their way now.
  std::vector<Event> take_batch() {
    in_flight_ = std::min(events_.size(), batch_max);
    return {events_.begin(), events_.begin() + static_cast<ptrdiff_t>(in_flight_)};
  }
  /// The batch was counted, or never will be.
  void settle() {
    events_.erase(events_.begin(), events_.begin() + static_cast<ptrdiff_t>(in_flight_));
    in_flight_ = 0;
    backoff_.reset();
  }
  void fail(Instant now, Prng& prng) {
    in_flight_ = 0;
    backoff_.fail(now, prng);
  }

 private:
  std::vector<Event> events_;
  size_t in_flight_ = 0;
  Instant gathered_at_;
  Backoff backoff_;
};

}  // namespace chat
