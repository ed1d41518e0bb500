#include "canvas/text_pages.h"
#include <algorithm>
#include <cmath>
#include "base/check.h"

namespace chat::canvas {

namespace {

constexpr size_t texts_max = 2048;
constexpr size_t layouts_max = 2048;
constexpr int page_width_min = 1024, page_width_max = 4096, page_height = 1024;
constexpr int styles_max = 64;

// Ink leaves the line box: stacked accents above, tails below, slanted letters at the sides.
constexpr float margin_x = 3, margin_y = 6;  // CSS px

uint64_t mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
  return hash ^ (hash >> 32);
}

}  // namespace

size_t TextPages::KeyHash::operator()(const LayoutKey& key) const {
  return mix(mix(mix(0, key.text), static_cast<uint64_t>(key.style)),
             static_cast<uint64_t>(key.max_width));
}

size_t TextPages::KeyHash::operator()(const LineKey& key) const {
  uint64_t hash = mix(mix(0, key.text), static_cast<uint64_t>(key.begin));
  hash = mix(mix(hash, static_cast<uint64_t>(key.end)), static_cast<uint64_t>(key.style));
  hash = mix(mix(hash, key.rtl ? 1 : 0), key.colour);
  return mix(hash, static_cast<uint64_t>(key.phase));
}

void TextPages::begin_frame(int width, int height, float device_pixel_ratio) {
  ++frame_;
  width = std::max(width, 1);
  height = std::max(height, 1);
  int page_width = page_width_min;
  while (page_width < width && page_width < page_width_max) page_width *= 2;
  if (device_pixel_ratio != device_pixel_ratio_ || page_width > page_width_) {
    forget_all();
    device_pixel_ratio_ = device_pixel_ratio;
    page_width_ = page_width;
    page_height_ = page_height;
  }
  const int64_t two_screens = 2 * static_cast<int64_t>(width) * height;
  const int64_t page_area = static_cast<int64_t>(page_width_) * page_height_;
  page_count_max_ =
      static_cast<int>(std::max<int64_t>(2, (two_screens + page_area - 1) / page_area));
  trim();
}

// Ids are never used twice, so a line of a forgotten text is never found again; it goes with
// its page.
uint64_t TextPages::intern(std::string_view text) {
  auto found = texts_.find(text);
  if (found == texts_.end()) found = texts_.emplace(text, Text{next_text_++, frame_}).first;
  found->second.last_frame = frame_;
  return found->second.id;
}

const Layout& TextPages::layout(std::string_view text, int style, float max_width) {
  CHAT_CHECK(style >= 0 && style < styles_max);
  const int width_key = max_width > 0 ? static_cast<int>(max_width * 64) : 0;
  const LayoutKey key{intern(text), style, width_key};
  auto found = layouts_.find(key);
  if (found == layouts_.end()) {
    found = layouts_.emplace(key, LayoutEntry{measure(text, style, max_width), frame_}).first;
  }
  found->second.last_frame = frame_;
  return found->second.layout;
}

Layout TextPages::measure(std::string_view text, int style, float max_width) {
  if (scratch_.empty()) scratch_.resize(32);
  Layout layout;
  for (;;) {
    const int capacity = static_cast<int>(scratch_.size());
    const int count = browser_.layout(browser_.user, text, style, max_width, scratch_.data(),
                                      capacity, &layout.line_height, &layout.width);
    if (count > capacity) {
      scratch_.resize(static_cast<size_t>(count));
      continue;
    }
    layout.lines.assign(scratch_.begin(), scratch_.begin() + std::max(count, 0));
    break;
  }
  if (line_heights_.size() <= static_cast<size_t>(style)) {
    line_heights_.resize(static_cast<size_t>(style) + 1);
  }
  line_heights_[static_cast<size_t>(style)] = layout.line_height;
  return layout;
}

float TextPages::line_height(std::string_view text, int style) {
  const size_t index = static_cast<size_t>(style);
  if (index < line_heights_.size() && line_heights_[index] > 0) return line_heights_[index];
  return layout(text, style, 0).line_height;
}

TextQuad TextPages::paint(std::string_view text, const TextLine& line, int style, uint32_t colour) {
  if (lost_ || line.end <= line.begin || page_width_ == 0) return {};
  const float ratio = device_pixel_ratio_;
  // The quad starts at a whole device pixel; the ink keeps its place within it.
  const float left = std::floor(line.x * ratio);
  const float phase = line.x * ratio - left;
  const int pad_x = static_cast<int>(std::ceil(margin_x * ratio));
  const int pad_y = static_cast<int>(std::ceil(margin_y * ratio));
  const LineKey key{
      intern(text), line.begin, line.end, style, line.rtl, colour, static_cast<int>(phase * 64)};
  auto found = lines_.find(key);
  if (found == lines_.end()) {
    const int width = static_cast<int>(std::ceil(phase + line.width * ratio)) + 2 * pad_x;
    const int height = static_cast<int>(std::ceil(line_height(text, style) * ratio)) + 2 * pad_y;
    // What does not fit on a page is wider than the screen: its end is out of sight.
    const LineEntry entry = place(std::min(width, page_width_), std::min(height, page_height_));
    if (entry.cell.width == 0) return {};
    browser_.paint(browser_.user, PaintJob{entry.page, entry.cell, text, line.begin, line.end,
                                           style, line.rtl, static_cast<float>(pad_x) + phase,
                                           static_cast<float>(pad_y), colour, ratio});
    pages_[static_cast<size_t>(entry.page)].dirty = true;
    found = lines_.emplace(key, entry).first;
  }
  found->second.last_frame = frame_;
  Page& page = pages_[static_cast<size_t>(found->second.page)];
  page.last_frame = frame_;
  const Cell& cell = found->second.cell;
  const float u = 1.0f / static_cast<float>(page_width_),
              v = 1.0f / static_cast<float>(page_height_);
  return {page.texture,
          static_cast<float>(cell.x) * u,
          static_cast<float>(cell.y) * v,
          static_cast<float>(cell.x + cell.width) * u,
          static_cast<float>(cell.y + cell.height) * v,
          (left - static_cast<float>(pad_x)) / ratio - line.x,
          -static_cast<float>(pad_y) / ratio,
          static_cast<float>(cell.width) / ratio,
          static_cast<float>(cell.height) / ratio};
}

TextPages::LineEntry TextPages::place(int width, int height) {
  // The newest pages first: the older are full.
  for (int index = static_cast<int>(pages_.size()) - 1; index >= 0; --index) {
    Page& page = pages_[static_cast<size_t>(index)];
    if (page.texture == 0) continue;
    if (auto cell = page.shelves.place(width, height)) return {index, *cell, frame_};
  }
  int index = oldest_page();
  const bool room = page_count() < page_count_max_;
  // A page that the screen draws from stays, even above the limit; trim() sees to that.
  if (room || index < 0 || pages_[static_cast<size_t>(index)].last_frame + 1 >= frame_) {
    index = add_page();
    if (index < 0) return {};
  } else {
    empty_page(index);
  }
  const auto cell = pages_[static_cast<size_t>(index)].shelves.place(width, height);
  CHAT_CHECK(cell.has_value());
  return {index, *cell, frame_};
}

int TextPages::add_page() {
  const uint32_t texture = browser_.create_texture(browser_.user, page_width_, page_height_);
  if (texture == 0) return -1;
  Page page{texture, ShelfAllocator(page_width_, page_height_), frame_, false};
  for (size_t index = 0; index < pages_.size(); ++index) {
    if (pages_[index].texture != 0) continue;
    pages_[index] = std::move(page);
    return static_cast<int>(index);
  }
  pages_.push_back(std::move(page));
  return static_cast<int>(pages_.size()) - 1;
}

int TextPages::oldest_page() const {
  int oldest = -1;
  for (int index = 0; index < static_cast<int>(pages_.size()); ++index) {
    const Page& page = pages_[static_cast<size_t>(index)];
    if (page.texture == 0) continue;
    if (oldest < 0 || page.last_frame < pages_[static_cast<size_t>(oldest)].last_frame) {
      oldest = index;
    }
  }
  return oldest;
}

void TextPages::empty_page(int index) {
  std::erase_if(lines_, [index](const auto& line) { return line.second.page == index; });
  pages_[static_cast<size_t>(index)].shelves.clear();
}

void TextPages::drop_page(int index) {
  empty_page(index);
  Page& page = pages_[static_cast<size_t>(index)];
  if (!lost_) browser_.delete_texture(browser_.user, page.texture);
  browser_.forget(browser_.user, index);
  page.texture = 0;
  page.dirty = false;
}

bool TextPages::upload() {
  bool any = false;
  for (size_t index = 0; index < pages_.size(); ++index) {
    Page& page = pages_[index];
    if (!page.dirty || page.texture == 0) continue;
    page.dirty = false;
    any = true;
    browser_.upload(browser_.user, static_cast<int>(index), page.texture, page_width_,
                    page_height_);
  }
  return any;
}

// What the last frame used stays, so a screen with more than the limits still settles.
void TextPages::trim() {
  const auto unused = [this](const auto& entry) { return entry.second.last_frame + 1 < frame_; };
  if (layouts_.size() > layouts_max) std::erase_if(layouts_, unused);
  if (texts_.size() > texts_max) std::erase_if(texts_, unused);
  while (page_count() > page_count_max_) {
    const int oldest = oldest_page();
    if (pages_[static_cast<size_t>(oldest)].last_frame + 1 < frame_) {
      drop_page(oldest);
      continue;
    }
    // Every page holds something that is on the screen. If that is little, the rest is
    // leftovers around lines that stay for long: paint the screen anew into fewer pages.
    if (2 * area_on_screen() < static_cast<int64_t>(page_count()) * page_width_ * page_height_) {
      drop_pages();
    }
    break;
  }
}

int64_t TextPages::area_on_screen() const {
  int64_t area = 0;
  for (const auto& [key, line] : lines_) {
    if (line.last_frame + 1 >= frame_)
      area += static_cast<int64_t>(line.cell.width) * line.cell.height;
  }
  return area;
}

void TextPages::drop_pages() {
  for (int index = 0; index < static_cast<int>(pages_.size()); ++index) {
    if (pages_[static_cast<size_t>(index)].texture != 0) drop_page(index);
  }
  pages_.clear();
}

void TextPages::forget_all() {
  drop_pages();
  layouts_.clear();
  texts_.clear();
  line_heights_.clear();
}

void TextPages::context_lost() {
  lost_ = true;  // The textures are gone already.
  drop_pages();
}

int TextPages::page_count() const {
  return static_cast<int>(
      std::count_if(pages_.begin(), pages_.end(), [](const Page& page) { return page.texture; }));
}

}  // namespace chat::canvas
