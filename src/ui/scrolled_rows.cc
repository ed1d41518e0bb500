#include "ui/scrolled_rows.h"
#include <algorithm>
#include <cmath>
#include <span>
#include <unordered_map>
#include <utility>
#include "base/check.h"

namespace chat::ui {
namespace {

constexpr size_t gone = SIZE_MAX;

/// Where each old row is among the new ones.
std::vector<size_t> find_again(std::span<const uint64_t> old_keys, const std::vector<Row>& rows) {
  std::vector<size_t> found(old_keys.size(), gone);
  size_t to = 0, from = 0;
  while (from < old_keys.size() && to < rows.size() && rows[to].key < Row::unordered_keys &&
         old_keys[from] < Row::unordered_keys) {
    if (old_keys[from] == rows[to].key) found[from] = to;
    const bool passed = rows[to].key <= old_keys[from];
    if (old_keys[from] <= rows[to].key) ++from;
    if (passed) ++to;
  }
  std::unordered_map<uint64_t, size_t> unordered;
  for (size_t i = rows.size(); i-- > 0 && rows[i].key >= Row::unordered_keys;) {
    unordered.emplace(rows[i].key, i);
  }
  for (size_t i = old_keys.size(); i-- > 0 && old_keys[i] >= Row::unordered_keys;) {
    if (const auto at = unordered.find(old_keys[i]); at != unordered.end()) found[i] = at->second;
  }
  return found;
}

}  // namespace

void ScrolledRows::set_rows(const std::vector<Row>& rows, size_t first) {
  CHAT_CHECK(first <= keys_.size());
  std::vector<int> heights(rows.size());
  for (size_t i = 0; i < rows.size(); ++i) heights[i] = rows[i].estimate_px;
  const std::vector<size_t> found = find_again(std::span(keys_).subspan(first), rows);
  std::vector<uint32_t> measured_in(rows.size());
  for (size_t i = 0; i < found.size(); ++i) {
    if (found[i] == gone) continue;
    heights[found[i]] = heights_.height(first + i);
    measured_in[found[i]] = measured_in_[first + i];
  }

  // The row that must not move: the anchor or, when it is gone, the nearest that is left.
  std::optional<std::pair<size_t, int64_t>> kept;
  if (placed_ && !keys_.empty() && anchor() >= first) {
    const size_t start = anchor() - first;
    for (size_t i = start; i < found.size() && !kept; ++i) {
      if (found[i] != gone) kept = {first + found[i], top_of(first + i)};
    }
    for (size_t i = start; i-- > 0 && !kept;) {
      if (found[i] != gone) kept = {first + found[i], top_of(first + i)};
    }
  }
  heights_.replace_from(first, heights);
  keys_.resize(first);
  for (const Row& row : rows) keys_.push_back(row.key);
  measured_in_.resize(first);
  measured_in_.insert(measured_in_.end(), measured_in.begin(), measured_in.end());
  look_again();
  if (kept) origin_ = kept->second - heights_.offset(kept->first);
}

void ScrolledRows::add_above(const std::vector<Row>& rows) {
  std::vector<uint64_t> keys;
  std::vector<int> heights;
  for (const Row& row : rows) {
    keys.push_back(row.key);
    heights.push_back(row.estimate_px);
  }
  const int64_t before = heights_.total();
  heights_.add_above(heights);
  if (placed_) origin_ -= heights_.total() - before;
  keys_.insert(keys_.begin(), keys.begin(), keys.end());
  measured_in_.insert(measured_in_.begin(), rows.size(), 0);
  look_again();
}

void ScrolledRows::set_viewport(int height_px, const RowEdge& edge) {
  viewport_px_ = height_px;
  edge_ = edge;
  if (!placed_ && !keys_.empty()) {
    placed_ = true;
    place_at_the_end();
  }
  if (stuck_) stay_at_the_end();
  follow_above_the_first();
}

void ScrolledRows::scrolled(double top) {
  top_ = page_top_ = top;
  stuck_ = ends_in_content() && top_ >= max_top() - 2;
  follow_above_the_first();
}

void ScrolledRows::show_from(size_t row, int above_px) {
  show_at(static_cast<double>(top_of(row) - above_px));
}

void ScrolledRows::show_at(double top) {
  stuck_ = false;
  top_ = top;
  bring_into_content();
}

/// Where the platform scrolls past the first row, into the headroom, the rows go with it: the
/// list looks as if it ended there.
void ScrolledRows::follow_above_the_first() {
  if (keys_.empty()) return;
  const auto wanted = static_cast<int64_t>(std::floor(top_)) + lead();
  if (wanted < origin_) origin_ = std::max<int64_t>(lead(), wanted);
}

std::optional<size_t> ScrolledRows::next_unmeasured() {
  if (keys_.empty()) return std::nullopt;
  if (stuck_) stay_at_the_end();
  const size_t last = row_at(top_ + viewport_px_ + overscan_px);
  for (size_t i = row_at(top_ - overscan_px); i <= last; ++i) {
    if (measured_in_[i] != generation_) return i;
  }
  return std::nullopt;
}

void ScrolledRows::set_height(size_t row, int height_px) {
  if (row < anchor()) origin_ -= height_px - heights_.height(row);
  heights_.set(row, height_px);
  measured_in_[row] = generation_;
}

std::optional<double> ScrolledRows::settle(bool at_rest) {
  follow_above_the_first();
  const int64_t wanted = wanted_origin();
  wants_rest_ = wanted != origin_ && !at_rest;
  if (at_rest && wanted != origin_) {
    top_ += static_cast<double>(wanted - origin_);
    origin_ = wanted;
  }
  if (stuck_ && (at_rest || top_ < max_top())) {
    stay_at_the_end();
    top_ = max_top();
  }
  if (at_rest) {
    top_ = std::clamp(top_, 0.0, max_top());
    stuck_ = stuck_ || (ends_in_content() && top_ >= max_top());
  }
  if (std::abs(top_ - page_top_) < 0.5) return std::nullopt;
  page_top_ = top_;
  return top_;
}

/// Where row 0 should be for all of the list to be reached; origin_ itself when all is well.
int64_t ScrolledRows::wanted_origin() const {
  if (keys_.empty()) return origin_;
  const int64_t first = lead() + (edge_.has_older ? headroom_px : 0);
  const int64_t room = 4 * int64_t{viewport_px_};
  if (first + heights_.total() + edge_.tail_px <= content_max_px) {
    const bool well = edge_.has_older ? origin_ >= room : origin_ == lead();
    return well ? origin_ : first;
  }
  const bool above_is_near = origin_ < first && top_ < static_cast<double>(room);
  const bool below_is_near =
      !ends_in_content() && top_ > static_cast<double>(content_max_px - room - viewport_px_);
  const bool gap_above = !edge_.has_older && origin_ > lead();
  if (!above_is_near && !below_is_near && !gap_above) return origin_;
  const int64_t middle = content_max_px / 2 - static_cast<int64_t>(std::floor(top_));
  return std::min(first, origin_ + middle);
}

void ScrolledRows::place_at_the_end() {
  origin_ = lead() + (edge_.has_older ? headroom_px : 0);
  stay_at_the_end();
  top_ = max_top();
}

void ScrolledRows::stay_at_the_end() {
  if (!ends_in_content()) origin_ -= end() - content_max_px;
  top_ = std::max(top_, max_top());
}

/// Where the content does not reach, it slides along the list.
void ScrolledRows::bring_into_content() {
  if (top_ >= 0 && top_ <= max_top()) return;
  if (top_ > max_top() && ends_in_content()) return;  // settle() sees to it.
  const int64_t before = origin_;
  origin_ += content_max_px / 2 - static_cast<int64_t>(std::floor(top_));
  origin_ = std::min<int64_t>(origin_, lead() + (edge_.has_older ? headroom_px : 0));
  top_ += static_cast<double>(origin_ - before);
}

size_t ScrolledRows::ordered() const {
  return static_cast<size_t>(std::ranges::lower_bound(keys_, Row::unordered_keys) - keys_.begin());
}

size_t ScrolledRows::first_visible() const { return keys_.empty() ? 0 : row_at(top_); }

size_t ScrolledRows::last_visible() const {
  return keys_.empty() ? 0 : row_at(top_ + viewport_px_ - 1) + 1;
}

int64_t ScrolledRows::content_height() const {
  return std::clamp<int64_t>(end(), viewport_px_, content_max_px);
}

size_t ScrolledRows::row_at(double y) const {
  return heights_.find(static_cast<int64_t>(std::floor(y)) - origin_);
}

/// The row whose place on the screen is kept while others change: the first that is seen, or
/// the next when the first is only guessed; the newest while stuck.
size_t ScrolledRows::anchor() const {
  if (stuck_) return keys_.size() - 1;
  const size_t first = row_at(top_);
  return measured_in_[first] != 0 ? first : std::min(first + 1, keys_.size() - 1);
}

/// A short conversation stands at the bottom, near the field.
int ScrolledRows::lead() const {
  const int64_t rest = viewport_px_ - heights_.total() - edge_.tail_px;
  return static_cast<int>(std::max<int64_t>(edge_.lead_px, rest));
}

double ScrolledRows::max_top() const {
  return static_cast<double>(content_height() - viewport_px_);
}

}  // namespace chat::ui
