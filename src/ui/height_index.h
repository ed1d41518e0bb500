// The heights of many rows: where does row i begin, and which row is at y? Both, and changing
// one height, take O(log n) (a Fenwick tree). Whole px, so that sums are exact.
#pragma once
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace chat::ui {

class HeightIndex {
 public:
  /// Replaces the rows from `first` on; costs as much as there are new ones, and a little.
  /// Heights are not negative.
  void replace_from(size_t first, std::span<const int> heights);
  void assign(std::span<const int> heights) { replace_from(0, heights); }
  /// Costs a little for each row there is.
  void add_above(std::span<const int> heights);
  void set(size_t row, int height);

  size_t size() const { return heights_.size(); }
  int height(size_t row) const { return heights_[row]; }
  /// The sum of the heights before `row`; of all when `row` is size().
  int64_t offset(size_t row) const;
  int64_t total() const { return total_; }
  /// The row that covers y: the last one that begins at or before it and has a height. 0 above
  /// the first row, the last row below all; only for size() > 0.
  size_t find(int64_t y) const;

 private:
  int64_t total_ = 0;
  std::vector<int> heights_;
  std::vector<int64_t> tree_;  // tree_[i]: the sum of the i & -i heights that end with row i - 1.
};

}  // namespace chat::ui
