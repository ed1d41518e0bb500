// What must be asked after a silence, and when. A round asks for the user, his conversations
// and the people; a round follows every `live`, twice more a little later, because a
// subscription that is acknowledged may still miss something, and from time to time while
// somebody is looking, because a push may always get lost.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "core/backoff.h"

namespace chat {

class CatchUp {
 public:
  static constexpr int64_t settle_first_ms = 3'000, settle_second_ms = 30'000;
  static constexpr int64_t audit_ms = 5 * 60'000;
  static constexpr int64_t poll_ms = 60'000;   // While no socket can be had.
  static constexpr int64_t fresh_ms = 10'000;  // A round younger than this needs no successor.
  static constexpr size_t queries_max = 4;
  static constexpr int64_t page_size = 50;
  static constexpr int64_t history_page_size = 10;
  static constexpr int64_t tail_gap_max = 200;  // Above it, the newest page comes first.
  static constexpr int tail_pages_max = 4;
  static constexpr size_t prefetch_max = 10;  // Conversations that are not open.
  static constexpr int64_t unread_max = 200;  // More are not loaded to be counted.
  static constexpr int pages_max = 200;       // Of one list, in one round.

  /// One list that comes in pages, or one thing.
  struct Task {
    bool wanted = false, busy = false, again = false, done = false;
    std::string token{};  // Of the next page.
    int pages = 0;
    bool whole = true;  // Nothing was left out so far.
    Backoff backoff{};

    /// From its start; a task that is running runs once more.
    void want() {
      if (wanted)
        again = true;
      else
        *this = {.wanted = true, .done = done, .backoff = backoff};
    }
    void finish() {
      const bool once_more = again;
      *this = {.done = true};
      if (once_more) want();
    }
    void fail(Instant now, Prng& prng) {
      busy = false;
      token.clear();
      pages = 0;
      whole = true;
      backoff.fail(now, prng);
    }
    std::optional<Instant> due() const {
      return wanted && !busy ? std::optional(backoff.not_before()) : std::nullopt;
    }
  };

  Task me, create_user, conversations, people;
  bool behind = true;  // Since the socket is live, not all that was missed has come.

  void begin(Instant now) {
    behind = true;
    round(now);
    settle_ = {now + settle_first_ms, now + settle_second_ms};
  }
  void round(Instant now) {
    if (!me.done) me.want();
    conversations.want();
    people.want();  // From the first page; what is known already changes nothing.
    std::erase_if(settle_, [now](Instant at) { return at <= now; });
    last_round_ = now;
    has_begun_ = true;
  }
  bool is_fresh(Instant now) const { return has_begun_ && now < last_round_ + fresh_ms; }
  /// Absent when nothing is left to settle.
  std::optional<Instant> next_settle() const {
    std::optional<Instant> next;
    for (const Instant at : settle_)
      if (!next || at < *next) next = at;
    return next;
  }
  Instant next_audit() const { return last_round_ + audit_ms; }
  Instant next_poll() const { return has_begun_ ? last_round_ + poll_ms : Instant{}; }
  void forget_failures() {
    for (Task* task : {&me, &create_user, &conversations, &people}) task->backoff.reset();
  }

 private:
  std::vector<Instant> settle_;
  Instant last_round_;
  bool has_begun_ = false;
};

}  // namespace chat
