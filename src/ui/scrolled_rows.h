// Where the messages of one conversation are: the arithmetic of a scrolled list whose rows
// come in above and below and turn out higher or lower than thought, while what the person
// reads does not move by a pixel.
//
// Content coordinates have room above the first row (headroom). When older rows come in they
// take of that room, so the scroller of the page, whose physics belong to the platform, need
// not be moved. Only at rest, or to follow the newest message, does settle() ask to move it.
//
// Drive it so, once per frame:
//   set_rows     when the rows or the width have changed.
//   set_viewport and scrolled, as things are.
//   measure      while next_unmeasured() names a row: set_height().
//   settle       then top_of(), first_visible(), content_height() hold until the next frame.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>
#include "core/model.h"
#include "ui/height_index.h"

namespace chat::ui {

/// One row as the list knows it. A height holds as long as `look` stays the same: it stands for
/// everything that a row's height depends on.
struct Row {
  MessageId id;
  uint64_t look = 0;
  int estimate_px = 0;
};

struct RowEdge {
  int lead_px = 0;         // Kept free above the first row.
  int tail_px = 0;         // Kept free below the last.
  bool has_older = false;  // More rows may come in above.
};

class ScrolledRows {
 public:
  static constexpr int headroom_px = 100'000;
  static constexpr int overscan_px = 400;  // Measured before they are seen.

  void set_rows(std::vector<Row> rows);
  void set_viewport(int height_px, const RowEdge& edge);
  /// The person moved the scroller.
  void scrolled(double top);
  /// The page has made the scroller anew: it stands at 0, whatever it was.
  void scroller_is_new() { page_top_ = 0; }
  /// From now on at the newest row, until the person scrolls away.
  void stick() { stuck_ = true; }
  /// From this row on, `above_px` below the edge; at the newest when the rest is not as long.
  void show_from(size_t row, int above_px);

  std::optional<size_t> next_unmeasured();
  void set_height(size_t row, int height_px);
  /// The new top of the scroller, when the program must move it. `at_rest`: nobody scrolls.
  std::optional<double> settle(bool at_rest);

  const std::vector<Row>& rows() const { return rows_; }
  bool stuck() const { return stuck_; }
  double top() const { return top_; }
  int64_t top_of(size_t row) const { return origin_ + heights_.offset(row); }
  int height_of(size_t row) const { return heights_.height(row); }
  /// Rows [first, last) touch the viewport.
  size_t first_visible() const;
  size_t last_visible() const;
  int64_t content_height() const;
  /// Where the list begins for the eye: the room above it is not part of it.
  int64_t start() const { return origin_ - lead(); }
  /// How far the viewport's top is below the top of the first row.
  double above() const { return top_ - static_cast<double>(origin_); }
  double below() const { return max_top() - top_; }
  /// Settling was put off until nobody scrolls.
  bool wants_rest() const { return wants_rest_; }

 private:
  size_t row_at(double y) const;
  size_t anchor() const;
  int lead() const;
  double max_top() const;
  void follow_above_the_first();

  std::vector<Row> rows_;
  std::vector<bool> measured_;
  HeightIndex heights_;
  int64_t origin_ = 0;   // Of row 0, in content coordinates.
  double top_ = 0;       // Where the scroller should be,
  double page_top_ = 0;  // and where it is.
  int viewport_px_ = 0;
  RowEdge edge_;
  bool placed_ = false;
  bool stuck_ = true;
  bool wants_rest_ = false;
};

}  // namespace chat::ui
