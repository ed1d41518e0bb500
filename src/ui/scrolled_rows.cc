#include "ui/scrolled_rows.h"
#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace chat::ui {

void ScrolledRows::set_rows(std::vector<Row> rows) {
  std::unordered_map<std::string_view, size_t> old_rows;
  old_rows.reserve(rows_.size());
  for (size_t i = 0; i < rows_.size(); ++i) old_rows.emplace(rows_[i].id.value, i);

  std::vector<int> heights(rows.size());
  std::vector<bool> measured(rows.size());
  std::vector<int64_t> new_index(rows_.size(), -1);
  for (size_t i = 0; i < rows.size(); ++i) {
    heights[i] = rows[i].estimate_px;
    const auto old = old_rows.find(rows[i].id.value);
    if (old == old_rows.end()) continue;
    new_index[old->second] = static_cast<int64_t>(i);
    heights[i] = heights_.height(old->second);
    measured[i] = measured_[old->second] && rows_[old->second].look == rows[i].look;
  }

  // The row that must not move: the anchor or, when it is gone, the nearest that is left.
  std::optional<std::pair<size_t, int64_t>> kept;
  if (placed_ && !rows_.empty()) {
    const size_t start = anchor();
    for (size_t i = start; i < rows_.size() && !kept; ++i) {
      if (new_index[i] >= 0) kept = {static_cast<size_t>(new_index[i]), top_of(i)};
    }
    for (size_t i = start; i-- > 0 && !kept;) {
      if (new_index[i] >= 0) kept = {static_cast<size_t>(new_index[i]), top_of(i)};
    }
  }
  heights_.assign(heights);
  measured_ = std::move(measured);
  rows_ = std::move(rows);
  if (kept) origin_ = kept->second - heights_.offset(kept->first);
}

void ScrolledRows::set_viewport(int height_px, const RowEdge& edge) {
  viewport_px_ = height_px;
  edge_ = edge;
  if (!placed_ && !rows_.empty()) {
    placed_ = true;
    origin_ = lead() + (edge.has_older ? headroom_px : 0);
    top_ = max_top();
  }
  if (stuck_) top_ = std::max(top_, max_top());
  follow_above_the_first();
}

void ScrolledRows::scrolled(double top) {
  top_ = page_top_ = top;
  stuck_ = top_ >= max_top() - 2;
  follow_above_the_first();
}

void ScrolledRows::show_from(size_t row, int above_px) {
  stuck_ = false;
  top_ = static_cast<double>(top_of(row) - above_px);
}

/// Where the platform scrolls past the first row, into the headroom, the rows go with it: the
/// list looks as if it ended there.
void ScrolledRows::follow_above_the_first() {
  if (rows_.empty()) return;
  const auto wanted = static_cast<int64_t>(std::floor(top_)) + lead();
  if (wanted < origin_) origin_ = std::max<int64_t>(lead(), wanted);
}

std::optional<size_t> ScrolledRows::next_unmeasured() {
  if (rows_.empty()) return std::nullopt;
  if (stuck_) top_ = std::max(top_, max_top());
  const size_t last = row_at(top_ + viewport_px_ + overscan_px);
  for (size_t i = row_at(top_ - overscan_px); i <= last; ++i) {
    if (!measured_[i]) return i;
  }
  return std::nullopt;
}

void ScrolledRows::set_height(size_t row, int height_px) {
  if (row < anchor()) origin_ -= height_px - heights_.height(row);
  heights_.set(row, height_px);
  measured_[row] = true;
}

std::optional<double> ScrolledRows::settle(bool at_rest) {
  follow_above_the_first();
  const bool out_of_place = !edge_.has_older && origin_ != lead();
  const bool out_of_room = edge_.has_older && origin_ < 4 * int64_t{viewport_px_};
  wants_rest_ = (out_of_place || out_of_room) && !at_rest;
  if ((out_of_place || out_of_room) && at_rest) {
    const int64_t shift = lead() + (out_of_room ? headroom_px : 0) - origin_;
    origin_ += shift;
    top_ += static_cast<double>(shift);
  }
  if (stuck_ && (at_rest || top_ < max_top())) top_ = max_top();
  if (at_rest) {
    top_ = std::clamp(top_, 0.0, max_top());
    stuck_ = stuck_ || top_ >= max_top();
  }
  if (std::abs(top_ - page_top_) < 0.5) return std::nullopt;
  page_top_ = top_;
  return top_;
}

size_t ScrolledRows::first_visible() const { return rows_.empty() ? 0 : row_at(top_); }

size_t ScrolledRows::last_visible() const {
  return rows_.empty() ? 0 : row_at(top_ + viewport_px_ - 1) + 1;
}

int64_t ScrolledRows::content_height() const {
  return std::max<int64_t>(viewport_px_, origin_ + heights_.total() + edge_.tail_px);
}

size_t ScrolledRows::row_at(double y) const {
  return heights_.find(static_cast<int64_t>(std::floor(y)) - origin_);
}

/// The row whose place on the screen is kept while others change: the first that is seen, or
/// the next when the first is only guessed; the newest while stuck.
size_t ScrolledRows::anchor() const {
  if (stuck_) return rows_.size() - 1;
  const size_t first = row_at(top_);
  return measured_[first] ? first : std::min(first + 1, rows_.size() - 1);
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
