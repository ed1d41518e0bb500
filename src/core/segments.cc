#include "core/segments.h"
#include <algorithm>
#include <utility>
#include "core/rows.h"

namespace chat {
namespace {

MessageRange messages_in(const Timeline& timeline, Interval range) {
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
  return {segments_[index].first, last ? seq_max : segments_[index + 1].first - 1};
}

/// False if the messages in it cannot be parted.
bool Segments::split(size_t index, const Timeline& timeline) {
  const auto messages = messages_in(timeline, range(index));
  if (messages.size() < 2) return false;
  const int64_t middle = messages[messages.size() / 2].seq;
  segments_.insert(segments_.begin() + static_cast<ptrdiff_t>(index) + 1, {middle, true, false});
  return true;
}

std::string Segments::encode(size_t index, const ConversationId& conversation,
                             const Timeline& timeline, const IntervalSet& settled) const {
  const auto known = known_in(settled, range(index));
  const auto messages = messages_in(timeline, range(index));
  if (known.empty() && messages.empty()) return {};
  return encode_segment(conversation, known, messages);
}

void Segments::collect(const ConversationId& conversation, uint32_t number,
                       const Timeline& timeline, std::vector<FileChange>& changes) {
  const IntervalSet settled = timeline.settled();
  for (size_t i = 0; i < segments_.size(); ++i) {
    if (!segments_[i].dirty) continue;
    std::string file = encode(i, conversation, timeline, settled);
    if (file.size() > bytes_max && split(i, timeline)) {
      --i;  // Once more, now that it is shorter.
      continue;
    }
    if (file.size() > tail_bytes_max && i + 1 == segments_.size())
      i = seal_tail(conversation, number, timeline, settled, file, changes);
    Segment& segment = segments_[i];
    const bool was_written = std::exchange(segment.written, !file.empty());
    segment.dirty = false;
    if (segment.written)
      changes.push_back({path(number, segment.first), std::move(file)});
    else if (was_written)
      changes.push_back({path(number, segment.first), std::nullopt});
  }
}

/// The tail, whose contents are `file`, has grown: it joins the segment before it, where both fit
/// into one file, which `file` is then. The index of that segment.
size_t Segments::seal_tail(const ConversationId& conversation, uint32_t number,
                           const Timeline& timeline, const IntervalSet& settled, std::string& file,
                           std::vector<FileChange>& changes) {
  size_t sealed = segments_.size() - 1;
  const Segment tail = segments_[sealed];
  if (sealed > 0) {
    segments_.pop_back();
    std::string joined = encode(sealed - 1, conversation, timeline, settled);
    if (joined.size() <= bytes_max) {
      --sealed;
      file = std::move(joined);
      if (tail.written) changes.push_back({path(number, tail.first), std::nullopt});
      const std::string name = path(number, segments_[sealed].first);
      std::erase_if(changes, [&](const FileChange& change) { return change.path == name; });
    } else {
      segments_.push_back(tail);
    }
  }
  segments_.push_back({std::max(timeline.newest(), tail.first) + 1, false, false});
  return sealed;
}

void Segments::collect_removal(uint32_t number, std::vector<FileChange>& changes) {
  for (const Segment& segment : segments_)
    if (segment.written) changes.push_back({path(number, segment.first), std::nullopt});
  segments_ = {{}};
}

}  // namespace chat
