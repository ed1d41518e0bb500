// What the server said in one conversation, in its order. Which stretches of seq the server has
// answered for is kept as intervals, so a gap is never shown as if nothing were missing, and an
// old page and a new one meet without a hole between them.
//
// A number without a message inside an answered stretch is a hole: burnt for ever, or a message
// that the server is still writing. A hole is therefore asked for again twice, and only then
// believed; on the disk it counts as unknown until then.
#pragma once
#include <optional>
#include <span>
#include <vector>
#include "core/interval_set.h"
#include "core/model.h"

namespace chat {

class Timeline {
 public:
  static constexpr int64_t joined_gap_max = 10;  // Shown across while it is being filled.
  static constexpr int64_t recheck_first_ms = 3'000;
  static constexpr int64_t recheck_last_ms = 30'000;  // A server that writes longer has given up.
  static constexpr size_t holes_max = 64;
  /// So far back from the newest one it reaches, where somebody scrolls: more are not held in
  /// memory, and the user is told. Of conversations that nobody looks at there are far fewer: see
  /// Directory::rows_max.
  static constexpr int64_t rows_max = 1'000'000;

  /// A page of the server. `more`: it has further ones in the direction of the question.
  struct Page {
    std::vector<Message> messages;
    bool more = false;
  };

  /// False if nothing changed. In any order, any number of times: of two versions of a message the
  /// later change holds.
  bool apply(Message message);
  void answer_after(int64_t seq, const Page& page, Instant now);
  /// `seq`: absent for the newest page.
  void answer_before(std::optional<int64_t> seq, const Page& page, Instant now);

  /// Lets go of everything before the newest `count` messages: it is unknown again.
  void keep_newest(size_t count);

  /// What was kept on the disk.
  void restore(std::vector<Message> messages, std::span<const Interval> known);
  /// Answered for, without the holes that are not yet believed.
  IntervalSet settled() const;

  MessageRange all() const { return messages_; }
  const Message* find(const MessageId& id) const;
  bool has_answered(int64_t seq) const { return answered_.contains(seq); }
  /// From the newest message back to the first gap.
  MessageRange shown() const;
  /// More can be asked for.
  bool has_older() const { return is_open_above() && !is_full(); }
  /// There is more, but no room for it.
  bool is_cut() const { return is_open_above() && is_full(); }
  bool is_loaded() const { return answered_once_ || !answered_.empty(); }
  /// The seq below which the next older page ends.
  int64_t oldest_shown() const { return floor(); }
  int64_t newest() const;

  /// The gap next to the newest messages, if one is being shown across.
  std::optional<Interval> joined_gap() const;
  /// A hole that is due to be asked for again.
  std::optional<Interval> due_hole(Instant now) const;
  /// The first stretch of `range` that the server has not answered for.
  std::optional<Interval> gap_in(Interval range) const;
  std::optional<Instant> next_deadline() const;

  /// The stretch that changed since the last call: what must be saved.
  std::optional<Interval> take_changed();

 private:
  struct Hole {
    Interval range;
    Instant first_seen;
    int checks = 0;
    Instant due() const { return first_seen + (checks == 0 ? recheck_first_ms : recheck_last_ms); }
  };

  bool is_open_above() const { return !answered_.empty() && floor() > 1; }
  bool is_full() const { return newest() - floor() >= rows_max - 1; }
  int64_t floor() const;
  void answer(Interval range, Instant now);
  bool settle_holes(Interval range, Instant now);
  void cover(int64_t seq);
  void changed(Interval range);

  Messages::iterator place_of(int64_t seq);

  Messages messages_;
  IntervalSet answered_;
  std::vector<Hole> holes_;
  bool answered_once_ = false;
  std::optional<Interval> changed_;
};

}  // namespace chat
