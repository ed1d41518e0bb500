#include "canvas/shelf_allocator.h"
#include <gtest/gtest.h>
#include <vector>

namespace chat::canvas {
namespace {

bool overlap(const Cell& a, const Cell& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

TEST(ShelfAllocator, FillsAShelfFromTheLeftThenOpensTheNext) {
  ShelfAllocator shelves(100, 60);
  EXPECT_EQ(shelves.place(60, 20)->x, 0);
  EXPECT_EQ(shelves.place(40, 20)->x, 60);
  const auto next = shelves.place(10, 20);
  EXPECT_EQ(next->x, 0);
  EXPECT_EQ(next->y, 20);
}

TEST(ShelfAllocator, CellsNeverOverlapAndStayOnThePage) {
  ShelfAllocator shelves(256, 256);
  std::vector<Cell> cells;
  unsigned state = 7;
  for (int i = 0; i < 500; ++i) {
    state = state * 1103515245u + 12345u;
    const int width = 1 + static_cast<int>(state >> 16) % 120;
    const int height = 18 + static_cast<int>(state >> 8) % 3 * 6;
    if (const auto cell = shelves.place(width, height)) cells.push_back(*cell);
  }
  ASSERT_GT(cells.size(), 20u);
  for (size_t i = 0; i < cells.size(); ++i) {
    EXPECT_LE(cells[i].x + cells[i].width, 256);
    EXPECT_LE(cells[i].y + cells[i].height, 256);
    for (size_t j = 0; j < i; ++j) ASSERT_FALSE(overlap(cells[i], cells[j]));
  }
}

TEST(ShelfAllocator, DoesNotWasteATallShelfOnAFlatCell) {
  ShelfAllocator shelves(100, 100);
  shelves.place(10, 60);
  EXPECT_EQ(shelves.place(10, 20)->y, 60);
}

TEST(ShelfAllocator, RefusesWhatDoesNotFit) {
  ShelfAllocator shelves(100, 40);
  EXPECT_FALSE(shelves.place(101, 10));
  EXPECT_FALSE(shelves.place(10, 41));
  EXPECT_FALSE(shelves.place(0, 10));
  EXPECT_TRUE(shelves.place(100, 40));
  EXPECT_FALSE(shelves.place(1, 1));
}

TEST(ShelfAllocator, IsEmptyAfterClear) {
  ShelfAllocator shelves(100, 40);
  shelves.place(100, 40);
  shelves.clear();
  EXPECT_TRUE(shelves.place(100, 40));
}

}  // namespace
}  // namespace chat::canvas
