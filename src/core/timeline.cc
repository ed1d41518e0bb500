#include "core/timeline.h"
#include <algorithm>
#include <utility>

namespace chat {
namespace {

bool before(const Message& message, int64_t seq) { return message.seq < seq; }

}  // namespace

/// Of the message with this number, or where it belongs. Most come at an end.
Messages::iterator Timeline::place_of(int64_t seq) {
  if (messages_.empty() || messages_.back().seq < seq) return messages_.end();
  if (seq <= messages_.front().seq) return messages_.begin();
  return std::lower_bound(messages_.begin(), messages_.end(), seq, before);
}

bool Timeline::apply(Message message) {
  const int64_t seq = message.seq;
  if (seq < 1 || seq > seq_max) return false;
  const auto at = place_of(seq);
  if (at != messages_.end() && at->seq == seq) {
    if (message.change_seq <= at->change_seq) return false;
    *at = std::move(message);
  } else {
    messages_.insert(at, std::move(message));
  }
  cover(seq);
  answered_.add({seq, seq});
  changed({seq, seq});
  return true;
}

void Timeline::answer_after(int64_t seq, const Page& page, Instant now) {
  int64_t last = seq;
  for (const Message& message : page.messages) {
    apply(message);
    last = std::max(last, std::min(message.seq, seq_max));
  }
  answered_once_ = true;
  answer({seq + 1, last}, now);
}

void Timeline::answer_before(std::optional<int64_t> seq, const Page& page, Instant now) {
  answered_once_ = true;
  int64_t first = seq.value_or(seq_max), last = seq ? *seq - 1 : 0;
  for (const Message& message : page.messages) {
    apply(message);
    first = std::min(first, message.seq);
    if (!seq) last = std::max(last, message.seq);
  }
  if (!page.more) first = 1;
  answer({std::max<int64_t>(first, 1), last}, now);
}

/// The server has told all it has in `range`.
void Timeline::answer(Interval range, Instant now) {
  if (range.first > range.last) return;
  const bool believed = settle_holes(range, now);
  IntervalSet unknown;
  unknown.add(range);
  for (const Interval& known : answered_.intervals()) unknown.remove(known);
  answered_.add(range);
  for (const Interval& hole : unknown.intervals())
    if (holes_.size() < holes_max) holes_.push_back({hole, now, 0});
  if (believed || !unknown.empty()) changed(range);
}

/// Holes that this answer has looked into: one check more, or believed. True if any was.
bool Timeline::settle_holes(Interval range, Instant now) {
  for (Hole& hole : holes_) {
    const bool looked_into = range.first <= hole.range.first && hole.range.last <= range.last;
    if (looked_into && hole.due() <= now) ++hole.checks;
  }
  return std::erase_if(holes_, [](const Hole& hole) { return hole.checks >= 2; }) > 0;
}

/// A message came for `seq`: no longer a hole.
void Timeline::cover(int64_t seq) {
  std::vector<Hole> result;
  for (const Hole& hole : holes_) {
    IntervalSet rest;
    rest.add(hole.range);
    rest.remove({seq, seq});
    for (const Interval& range : rest.intervals())
      result.push_back({range, hole.first_seen, hole.checks});
  }
  holes_ = std::move(result);
}

void Timeline::changed(Interval range) {
  if (!changed_) changed_ = range;
  changed_->first = std::min(changed_->first, range.first);
  changed_->last = std::max(changed_->last, range.last);
}

std::optional<Interval> Timeline::take_changed() { return std::exchange(changed_, std::nullopt); }

void Timeline::restore(std::vector<Message> messages, std::span<const Interval> known) {
  for (Message& message : messages) {
    if (message.seq < 1 || message.seq > seq_max) continue;
    const int64_t seq = message.seq;
    const auto at = place_of(seq);
    if (at != messages_.end() && at->seq == seq) continue;
    messages_.insert(at, std::move(message));
    answered_.add({seq, seq});
  }
  for (const Interval& range : known)
    answered_.add({std::max<int64_t>(range.first, 1), std::min(range.last, seq_max)});
}

void Timeline::keep_newest(size_t count) {
  if (messages_.size() <= count) return;
  const auto kept = messages_.end() - static_cast<ptrdiff_t>(count);
  const int64_t last = count == 0 ? seq_max : kept->seq - 1;
  messages_.erase(messages_.begin(), kept);
  messages_.shrink_to_fit();
  answered_.remove({1, last});
  std::erase_if(holes_, [last](const Hole& hole) { return hole.range.first <= last; });
  changed({1, last});
}

const Message* Timeline::find(const MessageId& id) const {
  const auto it = std::ranges::find(messages_, id, &Message::id);
  return it == messages_.end() ? nullptr : &*it;
}

IntervalSet Timeline::settled() const {
  IntervalSet settled = answered_;
  for (const Hole& hole : holes_) settled.remove(hole.range);
  return settled;
}

int64_t Timeline::newest() const {
  return answered_.empty() ? 0 : answered_.intervals().back().last;
}

int64_t Timeline::floor() const {
  const auto known = answered_.intervals();
  if (known.empty()) return 1;
  size_t i = known.size() - 1;
  while (i > 0 && known[i].first - known[i - 1].last - 1 <= joined_gap_max) --i;
  return known[i].first;
}

MessageRange Timeline::shown() const {
  auto first = std::lower_bound(messages_.begin(), messages_.end(), floor(), before);
  return {first, messages_.end()};
}

std::optional<Interval> Timeline::joined_gap() const {
  const auto known = answered_.intervals();
  for (size_t i = known.size(); i-- > 1;) {
    const Interval gap{known[i - 1].last + 1, known[i].first - 1};
    if (gap.last - gap.first + 1 > joined_gap_max) return std::nullopt;
    return gap;
  }
  return std::nullopt;
}

std::optional<Interval> Timeline::due_hole(Instant now) const {
  for (const Hole& hole : holes_)
    if (hole.due() <= now) return hole.range;
  return std::nullopt;
}

std::optional<Interval> Timeline::gap_in(Interval range) const {
  IntervalSet missing;
  missing.add(range);
  for (const Interval& known : answered_.intervals()) missing.remove(known);
  return missing.empty() ? std::nullopt : std::optional(missing.intervals().front());
}

std::optional<Instant> Timeline::next_deadline() const {
  std::optional<Instant> next;
  for (const Hole& hole : holes_)
    if (!next || hole.due() < *next) next = hole.due();
  return next;
}

}  // namespace chat
