// A set of whole numbers as sorted, disjoint, non-touching closed intervals.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

namespace chat {

struct Interval {
  int64_t first = 0, last = 0;
  friend bool operator==(const Interval&, const Interval&) = default;
};

class IntervalSet {
 public:
  bool empty() const { return intervals_.empty(); }
  bool contains(int64_t number) const;
  std::span<const Interval> intervals() const& { return intervals_; }
  std::span<const Interval> intervals() && = delete;  // It would outlive the set.
  void add(Interval added);
  void remove(Interval removed);

 private:
  std::vector<Interval> intervals_;
};

}  // namespace chat
