#include "core/interval_set.h"
#include <gtest/gtest.h>
#include <set>
#include "base/prng.h"

namespace chat {
namespace {

IntervalSet set_of(std::initializer_list<Interval> intervals) {
  IntervalSet set;
  for (const Interval& interval : intervals) set.add(interval);
  return set;
}
std::vector<Interval> list(const IntervalSet& set) {
  return {set.intervals().begin(), set.intervals().end()};
}

TEST(IntervalSet, NeighboursBecomeOne) {
  EXPECT_EQ(list(set_of({{1, 3}, {4, 6}})), (std::vector<Interval>{{1, 6}}));
  EXPECT_EQ(list(set_of({{5, 6}, {1, 2}, {3, 4}})), (std::vector<Interval>{{1, 6}}));
}

TEST(IntervalSet, AGapStaysAGap) {
  EXPECT_EQ(list(set_of({{1, 3}, {5, 6}})), (std::vector<Interval>{{1, 3}, {5, 6}}));
}

TEST(IntervalSet, AnEmptyIntervalAddsNothing) { EXPECT_TRUE(set_of({{4, 3}}).empty()); }

TEST(IntervalSet, BehavesAsASetOfNumbers) {
  Prng prng(1);
  for (int run = 0; run < 200; ++run) {
    IntervalSet set;
    std::set<int64_t> numbers;
    for (int step = 0; step < 20; ++step) {
      const auto first = static_cast<int64_t>(prng.below(40));
      const auto last = first + static_cast<int64_t>(prng.below(8)) - 1;
      const bool adding = prng.chance(60);
      if (adding)
        set.add({first, last});
      else
        set.remove({first, last});
      for (int64_t n = first; n <= last; ++n) {
        if (adding)
          numbers.insert(n);
        else
          numbers.erase(n);
      }
      for (int64_t n = -1; n < 50; ++n) ASSERT_EQ(set.contains(n), numbers.contains(n));
      const auto intervals = set.intervals();
      for (size_t i = 1; i < intervals.size(); ++i)
        ASSERT_GT(intervals[i].first, intervals[i - 1].last + 1);
    }
  }
}

}  // namespace
}  // namespace chat
