#include "core/interval_set.h"
#include <algorithm>

namespace chat {

bool IntervalSet::contains(int64_t number) const {
  for (const Interval& known : intervals_)
    if (known.first <= number && number <= known.last) return true;
  return false;
}

void IntervalSet::add(Interval added) {
  if (added.first > added.last) return;
  std::vector<Interval> result;
  result.reserve(intervals_.size() + 1);
  size_t i = 0;
  for (; i < intervals_.size() && intervals_[i].last + 1 < added.first; ++i)
    result.push_back(intervals_[i]);
  for (; i < intervals_.size() && intervals_[i].first <= added.last + 1; ++i) {
    added.first = std::min(added.first, intervals_[i].first);
    added.last = std::max(added.last, intervals_[i].last);
  }
  result.push_back(added);
  result.insert(result.end(), intervals_.begin() + static_cast<ptrdiff_t>(i), intervals_.end());
  intervals_ = std::move(result);
}

void IntervalSet::remove(Interval removed) {
  if (removed.first > removed.last) return;
  std::vector<Interval> result;
  for (const Interval& known : intervals_) {
    if (known.first < removed.first)
      result.push_back({known.first, std::min(known.last, removed.first - 1)});
    if (known.last > removed.last)
      result.push_back({std::max(known.first, removed.last + 1), known.last});
  }
  intervals_ = std::move(result);
}

}  // namespace chat
