// Where the messages of one conversation are: the arithmetic of a scrolled list whose rows
// come in above and below and turn out higher or lower than thought, while what the person
// reads does not move by a pixel.
//
// Content coordinates have room above the first row (headroom). When older rows come in they
// take of that room, so the scroller of the page, whose physics belong to the platform, need
// not be moved. Only at rest, or to follow the newest message, does settle() ask to move it.
// A list longer than a page's element can be is seen through a content that slides along it
// at rest; then rows lie above the content's top (origin_ < 0) or below its end.
//
// Drive it so, once per frame:
//   set_rows     when there are others; look_again when they may only look different.
//   set_viewport and scrolled, as things are.
//   measure      while next_unmeasured() names a row: set_height().
//   settle       then top_of(), first_visible(), content_height() hold until the next frame.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>
#include "ui/height_index.h"

namespace chat::ui {

struct Row {
  /// Below `unordered_keys` the keys ascend; from there on, after all others, in any order.
  uint64_t key = 0;
  int estimate_px = 0;
  static constexpr uint64_t unordered_keys = uint64_t{1} << 63;
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
  /// Of the content. Browsers take up to 17 million; floats are exact to a quarter px here.
  static constexpr int64_t content_max_px = 4'000'000;

  /// Those before `first` stay as they are.
  void set_rows(const std::vector<Row>& rows, size_t first = 0);
  /// No other row moves on the screen.
  void add_above(const std::vector<Row>& rows);
  /// Heights that are known hold as guesses only.
  void look_again() { ++generation_; }
  void set_viewport(int height_px, const RowEdge& edge);
  /// The person moved the scroller.
  void scrolled(double top);
  /// The page has made the scroller anew: it stands at 0, whatever it was.
  void scroller_is_new() { page_top_ = 0; }
  /// From now on at the newest row, until the person scrolls away.
  void stick() { stuck_ = true; }
  /// From this row on, `above_px` below the edge; at the newest when the rest is not as long.
  void show_from(size_t row, int above_px);
  /// `top` may lie outside of the content.
  void show_at(double top);

  std::optional<size_t> next_unmeasured();
  void set_height(size_t row, int height_px);
  /// The new top of the scroller, when the program must move it. `at_rest`: nobody scrolls.
  std::optional<double> settle(bool at_rest);

  size_t size() const { return keys_.size(); }
  uint64_t key(size_t row) const { return keys_[row]; }
  /// How many rows ascend by their keys.
  size_t ordered() const;
  bool stuck() const { return stuck_; }
  double top() const { return top_; }
  int64_t top_of(size_t row) const { return origin_ + heights_.offset(row); }
  int height_of(size_t row) const { return heights_.height(row); }
  /// Rows [first, last) touch the viewport.
  size_t first_visible() const;
  size_t last_visible() const;
  int64_t content_height() const;
  /// Where the list begins and how long it is for the eye: what is above is not part of it.
  int64_t start() const { return origin_ - lead(); }
  int64_t length() const { return end() - start(); }
  /// How far the viewport's top is below the top of the first row.
  double above() const { return top_ - static_cast<double>(origin_); }
  double below() const { return static_cast<double>(end() - viewport_px_) - top_; }
  /// Settling was put off until nobody scrolls.
  bool wants_rest() const { return wants_rest_; }

 private:
  size_t row_at(double y) const;
  size_t anchor() const;
  int lead() const;
  int64_t end() const { return origin_ + heights_.total() + edge_.tail_px; }
  bool ends_in_content() const { return end() <= content_max_px; }
  double max_top() const;
  int64_t wanted_origin() const;
  void place_at_the_end();
  void stay_at_the_end();
  void bring_into_content();
  void follow_above_the_first();

  std::vector<uint64_t> keys_;
  std::vector<uint32_t> measured_in_;  // The generation that measured the row; 0: none did.
  uint32_t generation_ = 1;
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
