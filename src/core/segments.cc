#include "core/segments.h"
#include <algorithm>
#include "core/rows.h"

namespace chat {
namespace {

std::span<const Message> messages_in(const Timeline& timeline, Interval range) {
  const auto all = timeline.all();
  const auto first = std::ranges::lower_bound(all, range.first, {}, &Message::seq);
  const auto last = std::ranges::upper_bound(all, range.last, {}, &Message::seq);
  return {first, last};
}

std::vector<Interval> known_in(const IntervalSet& known, Interval range) {
  std::vector<Interval> result;
  for (const Interval& part : known.intervals()) {
    const Interval cut{std::max(part.first, range.first), std::min(part.last, range.last)};
    if (cut.first <= cut.last) result.push_back(cut);
  }
  return result;
}

}  // namespace

std::string Segments::path(uint32_t number, int64_t first) {
  return "m/" + std::to_string(number) + "/" + std::to_string(first);
}

void Segments::restore(int64_t first) {
  const auto at = std::ranges::lower_bound(segments_, first, {}, &Segment::first);
  if (at != segments_.end() && at->first == first)
    at->written = true;
  else
    segments_.insert(at, {first, false, true});
}

bool Segments::is_dirty() const {
  return std::ranges::any_of(segments_, [](const Segment& segment) { return segment.dirty; });
}

void Segments::mark(Interval changed) {
  for (size_t i = 0; i < segments_.size(); ++i) {
    const Interval stretch = range(i);
    if (stretch.first <= changed.last && changed.first <= stretch.last) segments_[i].dirty = true;
  }
}

Interval Segments::range(size_t index) const {
  const bool last = index + 1 == segments_.size();
  return {segments_[index].first, last ? Timeline::seq_max : segments_[index + 1].first - 1};
}

/// False if the messages in it cannot be parted.
bool Segments::split(size_t index, const Timeline& timeline) {
  const auto messages = messages_in(timeline, range(index));
  if (messages.size() < 2) return false;
  const int64_t middle = messages[messages.size() / 2].seq;
  segments_.insert(segments_.begin() + static_cast<ptrdiff_t>(index) + 1, {middle, true, false});
  return true;
}

void Segments::collect(const ConversationId& conversation, uint32_t number,
                       const Timeline& timeline, std::vector<FileChange>& changes) {
  const IntervalSet settled = timeline.settled();
  for (size_t i = 0; i < segments_.size(); ++i) {
    if (!segments_[i].dirty) continue;
    const auto known = known_in(settled, range(i));
    const auto messages = messages_in(timeline, range(i));
    const std::string name = path(number, segments_[i].first);
    if (known.empty() && messages.empty()) {
      if (segments_[i].written) changes.push_back({name, std::nullopt});
      segments_[i].dirty = segments_[i].written = false;
      continue;
    }
    std::string file = encode_segment(conversation, known, messages);
    if (file.size() > bytes_max && split(i, timeline)) {
      --i;  // Once more, now that it is shorter.
      continue;
    }
    changes.push_back({name, std::move(file)});
    segments_[i].dirty = false;
    segments_[i].written = true;
  }
}

void Segments::collect_removal(uint32_t number, std::vector<FileChange>& changes) {
  for (const Segment& segment : segments_)
    if (segment.written) changes.push_back({path(number, segment.first), std::nullopt});
  segments_ = {{}};
}

}  // namespace chat
