// The AppSync real-time protocol as a state machine without I/O: events in, effects out.
//
//   closed --open()--> opening --opened()--> awaiting_ack --ack--> subscribing --every
//   start_ack--> live; any failure, and any silence longer than the server allows --> closed
//
// `live` is the server's word that subscriptions are registered, not that nothing was missed:
// the owner asks for what it may have missed, then and once more a little later.
#pragma once
#include <array>
#include <deque>
#include <optional>
#include <string>
#include "base/prng.h"
#include "base/time.h"
#include "core/backoff.h"
#include "core/ports.h"
#include "protocol/frames.h"

namespace chat {

enum class Subscription : uint8_t {
  inbox,
  message_change,
  conversation,
  conversation_change,
  receipt,
  typing,
  user,
};

class RealtimeSession {
 public:
  enum class State : uint8_t { closed, opening, awaiting_ack, subscribing, live };

  static constexpr size_t subscription_count = 7;
  static constexpr int64_t open_timeout_ms = 15'000;
  static constexpr int64_t ack_timeout_ms = 15'000;
  static constexpr int64_t silence_default_ms = 300'000;
  static constexpr int64_t silence_min_ms = 5'000, silence_max_ms = 600'000;
  /// A server speaks once a minute: after this much silence a new socket is cheaper than doubt.
  static constexpr int64_t doubt_ms = 65'000;
  /// AppSync ends every connection after 24 hours; a new one at a time of our own is cheaper.
  static constexpr int64_t lifetime_ms = 24 * 3'600'000 - 10 * 60'000;

  /// Which access token a socket is opened with, and until when the server takes it.
  struct Pass {
    std::string token;
    uint64_t serial = 0;
    Instant until;
  };

  /// What a frame meant to the owner.
  struct Outcome {
    bool became_live = false;
    bool renewed = false;       // It had been live until just now, and nobody need notice.
    bool acknowledged = false;  // The server is there: a good time to retry other things.
    bool token_rejected = false;
    bool malformed = false;
    bool incomplete = false;  // Something was pushed that could not be told: ask for it.
    std::optional<Subscription> subscription;  // Of `data`.
    json::Value data;
  };

  State state() const { return state_; }
  bool may_open(Instant now) const { return state_ == State::closed && backoff_.ready(now); }
  bool has_failed() const { return backoff_.has_failed(); }
  /// The server said that it will never take this: the user is told, and it is tried seldom.
  bool is_refused() const { return refused_; }
  /// A connection that was about to end makes way for the next one; all is well so far.
  bool is_renewing() const { return renewing_; }
  uint64_t token_serial() const { return pass_.serial; }

  void open(const std::string& graphql_url, Pass pass, Instant now, std::deque<Effect>& effects);
  void handle_opened(Instant now, std::deque<Effect>& effects);
  Outcome handle_frame(std::string_view text, Instant now, Prng& prng, std::deque<Effect>& effects);
  void handle_closed(Instant now, Prng& prng);
  /// On purpose: no backoff follows.
  void close(std::deque<Effect>& effects);
  /// Closes when the silence has lasted too long, and when the connection is about to end.
  void expire(Instant now, Prng& prng, std::deque<Effect>& effects);
  void forget_failures() { backoff_.reset(); }
  /// Closes a socket that has been silent for longer than a healthy one is.
  void doubt(Instant now, std::deque<Effect>& effects);

  std::optional<Instant> next_deadline() const;

 private:
  void enter(State state, std::optional<Instant> deadline);
  void fail(Instant now, Prng& prng, std::deque<Effect>& effects);
  void subscribe(Instant now, Prng& prng, std::deque<Effect>& effects);
  std::optional<Subscription> subscription_of(std::string_view id) const;

  State state_ = State::closed;
  Pass pass_;
  std::string host_;
  std::array<std::string, subscription_count> ids_;
  std::array<bool, subscription_count> started_{};
  int64_t silence_ms_ = silence_default_ms;
  Instant last_frame_;
  std::optional<Instant> deadline_;
  Instant renew_at_;  // Of an open socket.
  bool refused_ = false, renewing_ = false;
  Backoff backoff_;
};

}  // namespace chat
