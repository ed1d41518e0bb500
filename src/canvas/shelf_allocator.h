// Places rectangles of similar heights on a page: rows ("shelves"), each filled from the left.
// Nothing is freed singly; a page is emptied as a whole.
#pragma once
#include <optional>
#include <vector>

namespace chat::canvas {

struct Cell {
  int x = 0, y = 0, width = 0, height = 0;
};

class ShelfAllocator {
 public:
  ShelfAllocator(int width, int height) : width_(width), height_(height) {}
  std::optional<Cell> place(int width, int height);
  void clear();

 private:
  struct Shelf {
    int y = 0, height = 0, used = 0;
  };
  int width_, height_;
  int next_y_ = 0;
  std::vector<Shelf> shelves_;
};

}  // namespace chat::canvas
