// A list of which nothing may move while somebody reads it.
#include "ui/scrolled_rows.h"
#include <gtest/gtest.h>
#include <algorithm>
#include <map>

namespace chat::ui {
namespace {

/// Rows `first` to `last`, of 60 px each by guess, and the page's scroller.
class Page {
 public:
  ScrolledRows rows;
  std::map<uint64_t, int> real;  // Heights as measured; 60 when not named.
  RowEdge edge{.lead_px = 50, .tail_px = 10, .has_older = true};
  int viewport = 600;
  double scroll_top = 0;
  int moved_by_program = 0;
  int measured = 0;

  void hold(uint64_t first, uint64_t last, std::vector<Row> then = {}) {
    std::vector<Row> list;
    const bool above = rows.size() > 0 && first < rows.key(0);
    const uint64_t end = above ? rows.key(0) - 1 : last;
    for (uint64_t key = first; key <= end; ++key) list.push_back({key, 60});
    if (above) return rows.add_above(list);
    list.insert(list.end(), then.begin(), then.end());
    rows.set_rows(list);
  }
  void draw(bool at_rest = true) {
    rows.set_viewport(viewport, edge);
    while (const auto row = rows.next_unmeasured()) {
      rows.set_height(*row, height_of(rows.key(*row)));
      ++measured;
    }
    if (const auto top = rows.settle(at_rest)) {
      scroll_top = *top;
      ++moved_by_program;
    }
    EXPECT_EQ(scroll_top, rows.top());
  }
  void scroll_by(double px, bool at_rest = false) {
    scroll_top += px;
    rows.scrolled(scroll_top);
    draw(at_rest);
  }
  int height_of(uint64_t key) const {
    const auto found = real.find(key);
    return found == real.end() ? 60 : found->second;
  }
  /// Where the row's top is on the screen.
  double y_of(uint64_t key) const {
    for (size_t i = 0; i < rows.size(); ++i) {
      if (rows.key(i) == key) return static_cast<double>(rows.top_of(i)) - scroll_top;
    }
    ADD_FAILURE() << "no row " << key;
    return 0;
  }
  uint64_t first() const { return rows.key(rows.first_visible()); }
  uint64_t second() const { return rows.key(rows.first_visible() + 1); }
};

TEST(ScrolledRows, BeginAtTheNewest) {
  Page page;
  page.hold(100, 199);
  page.draw();
  EXPECT_EQ(page.y_of(199), 600 - 10 - 60);
  EXPECT_TRUE(page.rows.stuck());
}

TEST(ScrolledRows, StandAtTheBottomWhenThereAreFew) {
  Page page;
  page.edge.has_older = false;
  page.hold(1, 2);
  page.draw();
  EXPECT_EQ(page.y_of(2), 600 - 10 - 60);
  EXPECT_EQ(page.rows.content_height(), 600);
  EXPECT_EQ(page.scroll_top, 0);
}

TEST(ScrolledRows, MeasureOnlyWhatIsNear) {
  Page page;
  page.hold(0, 4999);
  page.draw();
  EXPECT_LE(page.measured, (600 + 2 * ScrolledRows::overscan_px) / 60 + 2);
}

TEST(ScrolledRows, DoNotMoveWhenOlderOnesComeIn) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-3000);
  const uint64_t seen = page.first();
  const double y = page.y_of(seen), top = page.scroll_top;
  const int moved = page.moved_by_program;
  page.real[95] = 333;  // Not as guessed.
  page.hold(90, 199);
  page.draw(false);
  EXPECT_EQ(page.y_of(seen), y);
  EXPECT_EQ(page.scroll_top, top);
  page.draw(true);
  EXPECT_EQ(page.y_of(seen), y);
  EXPECT_EQ(page.moved_by_program, moved);
}

TEST(ScrolledRows, DoNotMoveWhenWhatIsAboveTurnsOutHigher) {
  Page page;
  for (int i = 100; i < 190; ++i) page.real[static_cast<uint64_t>(i)] = 47 + i % 50;
  page.hold(100, 199);
  page.draw();
  const int moved = page.moved_by_program;
  for (int step = 0; step < 40; ++step) {
    const uint64_t seen = page.second();
    const double y = page.y_of(seen);
    page.scroll_by(-37);
    ASSERT_EQ(page.y_of(seen), y + 37) << "step " << step;
  }
  EXPECT_EQ(page.moved_by_program, moved);
}

TEST(ScrolledRows, KeepTheirPlaceWhenNewOnesComeInBelow) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-1000, true);
  const double y = page.y_of(180), top = page.scroll_top;
  page.hold(100, 205);
  page.draw();
  EXPECT_EQ(page.y_of(180), y);
  EXPECT_EQ(page.scroll_top, top);
}

TEST(ScrolledRows, FollowTheNewestWhileAtTheBottom) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.real[200] = 90;
  page.hold(100, 200);
  page.draw();
  EXPECT_EQ(page.y_of(200), 600 - 10 - 90);
}

TEST(ScrolledRows, StayAtTheBottomWhenTheKeyboardComes) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.viewport = 300;
  page.draw();
  EXPECT_EQ(page.y_of(199), 300 - 10 - 60);
}

TEST(ScrolledRows, KeepTheirPlaceWhenTheRowThatWasSeenGoes) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-1000, true);
  const uint64_t seen = page.first();
  const uint64_t next = page.second();
  const double y = page.y_of(next);
  std::vector<Row> rest;
  for (size_t i = 0; i < page.rows.size(); ++i) {
    if (page.rows.key(i) != seen) rest.push_back({page.rows.key(i), 60});
  }
  page.rows.set_rows(rest);
  page.draw();
  EXPECT_EQ(page.y_of(next), y);
}

TEST(ScrolledRows, GoWithTheScrollerWhereItPassesTheFirst) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-20'000);
  EXPECT_EQ(page.y_of(100), 50);
  const int moved = page.moved_by_program;
  page.hold(90, 199);  // Then older ones take of the room above.
  page.draw(false);
  EXPECT_EQ(page.y_of(100), 50);
  EXPECT_EQ(page.moved_by_program, moved);
}

TEST(ScrolledRows, EndExactlyAtTheTopWhenNothingIsOlder) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-2000);
  const uint64_t seen = page.first();
  const double y = page.y_of(seen);
  page.edge.has_older = false;
  page.draw(false);
  EXPECT_TRUE(page.rows.wants_rest());
  page.draw(true);
  EXPECT_EQ(page.y_of(seen), y);
  EXPECT_EQ(page.rows.top_of(0), 50);
  EXPECT_FALSE(page.rows.wants_rest());
}

TEST(ScrolledRows, MakeRoomAgainAtRestWhenTheHeadroomIsUsedUp) {
  Page page;
  page.hold(5000, 5099);
  page.draw();
  page.scroll_by(-3000, true);
  for (uint64_t first = 4990; first > 3000; first -= 10) {
    const uint64_t seen = page.first();
    const double y = page.y_of(seen);
    page.hold(first, 5099);
    page.draw(true);
    ASSERT_EQ(page.y_of(seen), y);
    page.scroll_by(-500, true);
    ASSERT_GE(page.rows.top_of(0), 0);
  }
}

TEST(ScrolledRows, GoBackToTheNewestOnDemand) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-3000, true);
  EXPECT_FALSE(page.rows.stuck());
  EXPECT_GT(page.rows.below(), 2000);
  page.rows.stick();
  page.draw();
  EXPECT_EQ(page.rows.below(), 0);
}

TEST(ScrolledRows, BeginWhereTheyAreTold) {
  Page page;
  page.real[149] = 200;
  page.real[155] = 20;
  page.hold(100, 199);
  page.rows.set_viewport(page.viewport, page.edge);
  page.rows.show_from(50, 8);
  page.draw();
  EXPECT_EQ(page.y_of(150), 8);
  EXPECT_FALSE(page.rows.stuck());
}

TEST(ScrolledRows, BeginAtTheNewestWhenTheRestIsShort) {
  Page page;
  page.hold(100, 199);
  page.rows.set_viewport(page.viewport, page.edge);
  page.rows.show_from(97, 8);
  page.draw();
  EXPECT_EQ(page.y_of(199), 600 - 10 - 60);
  EXPECT_TRUE(page.rows.stuck());
}

TEST(ScrolledRows, AreFoundAgainWhenThePageMadeTheScrollerAnew) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-700, true);
  const uint64_t seen = page.first();
  const double y = page.y_of(seen), top = page.scroll_top;
  page.rows.scroller_is_new();
  page.scroll_top = 0;
  page.draw();
  EXPECT_EQ(page.scroll_top, top);
  EXPECT_EQ(page.y_of(seen), y);
}

TEST(ScrolledRows, AreMeasuredAgainWhenTheyMayLookDifferent) {
  Page page;
  page.hold(100, 119);
  page.draw();
  page.draw();
  const int before = page.measured;
  page.real[119] = 130;
  page.rows.look_again();
  page.draw();
  EXPECT_LE(page.measured, before + 20);
  EXPECT_EQ(page.y_of(119), 600 - 10 - 130);
}

TEST(ScrolledRows, KeepTheirPlaceWhenARowWithoutAnOrderGetsOne) {
  constexpr uint64_t outbox = Row::unordered_keys;
  Page page;
  page.hold(100, 199, {{outbox | 9, 60}, {outbox | 3, 60}});
  page.draw();
  EXPECT_EQ(page.y_of(outbox | 3), 600 - 10 - 60);
  page.scroll_by(-1000, true);
  const double y = page.y_of(180);
  page.hold(100, 200, {{outbox | 3, 60}});
  page.draw();
  EXPECT_EQ(page.y_of(180), y);
}

// --- More than an element can hold -----------------------------------------------------------

constexpr uint64_t million = 1'000'000;

TEST(MillionRows, BeginAtTheNewestInAContentThatBrowsersTake) {
  Page page;
  page.hold(1, million);
  page.draw();
  EXPECT_EQ(page.y_of(million), 600 - 10 - 60);
  EXPECT_EQ(page.rows.content_height(), ScrolledRows::content_max_px);
  EXPECT_LE(page.measured, 40);
}

TEST(MillionRows, CanBeReadBackToTheFirstWithoutAJump) {
  Page page;
  page.edge.has_older = false;
  page.hold(1, million / 5);
  page.draw();
  int slid = 0;
  while (page.rows.above() > 0) {
    const double most = page.scroll_top;
    page.scroll_by(-std::min(most, 900'000.0));
    const uint64_t seen = page.second();
    const double y = page.y_of(seen);
    const int moved = page.moved_by_program;
    page.draw(true);  // It comes to rest.
    ASSERT_EQ(page.y_of(seen), y);
    slid += page.moved_by_program - moved;
  }
  EXPECT_EQ(page.first(), 1u);
  EXPECT_EQ(page.rows.top_of(0), 50);
  EXPECT_GT(slid, 2);
}

TEST(MillionRows, AreNotMovedUnderAFinger) {
  Page page;
  page.hold(1, million);
  page.draw();
  page.scroll_by(-3'999'000);
  const int moved = page.moved_by_program;
  page.draw(false);
  EXPECT_TRUE(page.rows.wants_rest());
  EXPECT_EQ(page.moved_by_program, moved);
}

TEST(MillionRows, GoBackToTheNewestFromAnywhere) {
  Page page;
  page.hold(1, million);
  page.draw();
  page.rows.show_from(1234, 8);
  page.draw();
  EXPECT_EQ(page.y_of(1235), 8);
  EXPECT_GT(page.rows.below(), 50'000'000);
  page.scroll_by(2'000'000, true);
  page.rows.stick();
  page.draw();
  EXPECT_EQ(page.y_of(million), 600 - 10 - 60);
  EXPECT_TRUE(page.rows.stuck());
}

TEST(MillionRows, AreReachedByTheThumbAtAnyPlace) {
  Page page;
  page.hold(1, million);
  page.draw();
  const auto length = static_cast<double>(page.rows.length());
  for (const double place : {0.5, 0.1, 0.0, 0.93, 1.0}) {
    const double y = place * (length - page.viewport);
    page.rows.show_at(static_cast<double>(page.rows.start()) + y);
    page.draw();
    EXPECT_NEAR(static_cast<double>(page.first()), place * million, 20) << place;
  }
}

/// Two pages that are told the same, the second only of what is new at the end.
TEST(ScrolledRows, AreTheSameWhenOnlyTheEndIsTold) {
  constexpr uint64_t outbox = Row::unordered_keys;
  for (const double up : {0.0, -40.0, -1000.0}) {
    Page whole, by_end;
    const std::vector<Row> waiting = {{outbox | 9, 60}, {outbox | 3, 60}, {outbox | 5, 60}};
    for (Page* page : {&whole, &by_end}) {
      page->real = {{200, 90}, {outbox | 9, 130}, {outbox | 5, 20}};
      page->hold(100, 199, waiting);
      page->draw();
      page->scroll_by(up, true);
    }
    whole.hold(100, 201, {{outbox | 3, 60}, {outbox | 5, 60}});
    by_end.rows.set_rows({{200, 60}, {201, 60}, {outbox | 3, 60}, {outbox | 5, 60}}, 100);
    for (const bool at_rest : {false, true}) {
      whole.draw(at_rest);
      by_end.draw(at_rest);
      ASSERT_EQ(by_end.rows.size(), whole.rows.size());
      EXPECT_EQ(by_end.rows.ordered(), 102u);
      for (size_t i = 0; i < whole.rows.size(); ++i) {
        EXPECT_EQ(by_end.rows.key(i), whole.rows.key(i));
        EXPECT_EQ(by_end.rows.top_of(i), whole.rows.top_of(i)) << up << ": row " << i;
      }
      EXPECT_EQ(by_end.scroll_top, whole.scroll_top) << up;
    }
  }
}

TEST(ScrolledRows, MayAllGo) {
  Page page;
  page.hold(100, 119);
  page.draw();
  page.rows.set_rows({});
  page.draw();
  EXPECT_EQ(page.rows.first_visible(), page.rows.last_visible());
}

}  // namespace
}  // namespace chat::ui
