#include "canvas/shelf_allocator.h"

namespace chat::canvas {

std::optional<Cell> ShelfAllocator::place(int width, int height) {
  if (width <= 0 || height <= 0 || width > width_ || height > height_) return std::nullopt;
  // A shelf may be taller than its rectangle, but not so much that the waste adds up.
  const int tallest = height + height / 4;
  Shelf* best = nullptr;
  for (Shelf& shelf : shelves_) {
    if (shelf.height < height || shelf.height > tallest || shelf.used + width > width_) continue;
    if (best == nullptr || shelf.height < best->height) best = &shelf;
  }
  if (best == nullptr) {
    if (next_y_ + height > height_) return std::nullopt;
    best = &shelves_.emplace_back(Shelf{next_y_, height, 0});
    next_y_ += height;
  }
  const Cell cell{best->used, best->y, width, height};
  best->used += width;
  return cell;
}

void ShelfAllocator::clear() {
  shelves_.clear();
  next_y_ = 0;
}

}  // namespace chat::canvas
