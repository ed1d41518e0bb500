#include "ui/height_index.h"
#include <algorithm>
#include <bit>
#include "base/check.h"

namespace chat::ui {

void HeightIndex::assign(std::span<const int> heights) {
  heights_.assign(heights.begin(), heights.end());
  tree_.assign(heights_.size() + 1, 0);
  for (size_t i = 1; i < tree_.size(); ++i) {
    CHAT_CHECK(heights_[i - 1] >= 0);
    tree_[i] += heights_[i - 1];
    const size_t parent = i + (i & -i);
    if (parent < tree_.size()) tree_[parent] += tree_[i];
  }
}

void HeightIndex::set(size_t row, int height) {
  CHAT_CHECK(row < heights_.size() && height >= 0);
  const int64_t change = height - heights_[row];
  heights_[row] = height;
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
