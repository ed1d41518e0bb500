#include "ui/height_index.h"
#include <gtest/gtest.h>
#include "base/prng.h"

namespace chat::ui {
namespace {

TEST(HeightIndex, AddsUpTheHeightsBeforeARow) {
  HeightIndex index;
  index.assign(std::vector<int>{10, 20, 30});
  EXPECT_EQ(index.offset(0), 0);
  EXPECT_EQ(index.offset(2), 30);
  EXPECT_EQ(index.total(), 60);
}

TEST(HeightIndex, FindsTheRowAtAHeight) {
  HeightIndex index;
  index.assign(std::vector<int>{10, 20, 30});
  EXPECT_EQ(index.find(-5), 0u);
  EXPECT_EQ(index.find(9), 0u);
  EXPECT_EQ(index.find(10), 1u);
  EXPECT_EQ(index.find(59), 2u);
  EXPECT_EQ(index.find(1000), 2u);
}

TEST(HeightIndex, SkipsRowsWithoutHeight) {
  HeightIndex index;
  index.assign(std::vector<int>{10, 0, 0, 5});
  EXPECT_EQ(index.find(10), 3u);
}

TEST(HeightIndex, IsEmptyAtFirst) {
  const HeightIndex index;
  EXPECT_EQ(index.size(), 0u);
  EXPECT_EQ(index.total(), 0);
}

TEST(HeightIndex, AgreesWithAddingUpWhateverChanges) {
  Prng prng(7);
  std::vector<int> heights(137);
  for (int& height : heights) height = static_cast<int>(prng.below(300));
  HeightIndex index;
  index.assign(heights);
  for (int step = 0; step < 500; ++step) {
    const auto row = static_cast<size_t>(prng.below(heights.size()));
    heights[row] = static_cast<int>(prng.below(300));
    index.set(row, heights[row]);
    if (step % 5 == 0) {
      heights.resize(heights.size() - prng.below(4));
      const size_t kept = heights.size();
      for (uint64_t more = prng.below(5); more > 0; --more) {
        heights.push_back(static_cast<int>(prng.below(300)));
      }
      index.replace_from(kept, std::span(heights).subspan(kept));
    }
    int64_t sum = 0;
    for (size_t i = 0; i < heights.size(); ++i) {
      ASSERT_EQ(index.offset(i), sum);
      if (heights[i] > 0) {
        ASSERT_EQ(index.find(sum), i);
        ASSERT_EQ(index.find(sum + heights[i] - 1), i);
      }
      sum += heights[i];
    }
    ASSERT_EQ(index.total(), sum);
  }
}

}  // namespace
}  // namespace chat::ui
