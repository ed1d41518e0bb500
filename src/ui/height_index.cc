#include "ui/height_index.h"
#include <algorithm>
#include <bit>
#include "base/check.h"

namespace chat::ui {

void HeightIndex::replace_from(size_t first, std::span<const int> heights) {
  CHAT_CHECK(first <= heights_.size());
  heights_.resize(first);
  tree_.resize(first + 1);
  for (const int height : heights) {
    CHAT_CHECK(height >= 0);
    heights_.push_back(height);
    const size_t i = tree_.size();
    int64_t sum = height;
    for (size_t part = i - 1; part > i - (i & -i); part -= part & -part) sum += tree_[part];
    tree_.push_back(sum);
  }
  total_ = offset(size());
}

void HeightIndex::add_above(std::span<const int> heights) {
  std::vector<int> all(heights.begin(), heights.end());
  all.insert(all.end(), heights_.begin(), heights_.end());
  assign(all);
}

void HeightIndex::set(size_t row, int height) {
  CHAT_CHECK(row < heights_.size() && height >= 0);
  const int64_t change = height - heights_[row];
  heights_[row] = height;
  total_ += change;
  for (size_t i = row + 1; i < tree_.size(); i += i & -i) tree_[i] += change;
}

int64_t HeightIndex::offset(size_t row) const {
  CHAT_CHECK(row <= heights_.size());
  int64_t sum = 0;
  for (size_t i = row; i > 0; i -= i & -i) sum += tree_[i];
  return sum;
}

size_t HeightIndex::find(int64_t y) const {
  CHAT_CHECK(!heights_.empty());
  size_t before = 0;  // Rows that end at or before y.
  for (size_t step = std::bit_floor(heights_.size()); step > 0; step /= 2) {
    if (before + step < tree_.size() && tree_[before + step] <= y) {
      before += step;
      y -= tree_[before];
    }
  }
  return std::min(before, heights_.size() - 1);
}

}  // namespace chat::ui
