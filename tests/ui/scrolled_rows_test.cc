// A list of which nothing may move while somebody reads it.
#include "ui/scrolled_rows.h"
#include <gtest/gtest.h>
#include <map>
#include <string>

namespace chat::ui {
namespace {

/// Rows m<first> to m<last>, of 60 px each by guess, and the page's scroller.
class Page {
 public:
  ScrolledRows rows;
  std::map<std::string, int> real;  // Heights as measured; 60 when not named.
  RowEdge edge{.lead_px = 50, .tail_px = 10, .has_older = true};
  int viewport = 600;
  double scroll_top = 0;
  int moved_by_program = 0;
  int measured = 0;

  void hold(int first, int last) {
    std::vector<Row> list;
    for (int i = first; i <= last; ++i) list.push_back({{"m" + std::to_string(i)}, 1, 60});
    rows.set_rows(std::move(list));
  }
  void draw(bool at_rest = true) {
    rows.set_viewport(viewport, edge);
    while (const auto row = rows.next_unmeasured()) {
      rows.set_height(*row, height_of(rows.rows()[*row].id.value));
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
  int height_of(const std::string& id) const {
    const auto found = real.find(id);
    return found == real.end() ? 60 : found->second;
  }
  /// Where the row's top is on the screen.
  double y_of(const std::string& id) const {
    for (size_t i = 0; i < rows.rows().size(); ++i) {
      if (rows.rows()[i].id.value == id) return static_cast<double>(rows.top_of(i)) - scroll_top;
    }
    ADD_FAILURE() << "no row " << id;
    return 0;
  }
  std::string first() const { return rows.rows()[rows.first_visible()].id.value; }
};

TEST(ScrolledRows, BeginAtTheNewest) {
  Page page;
  page.hold(100, 199);
  page.draw();
  EXPECT_EQ(page.y_of("m199"), 600 - 10 - 60);
  EXPECT_TRUE(page.rows.stuck());
}

TEST(ScrolledRows, StandAtTheBottomWhenThereAreFew) {
  Page page;
  page.edge.has_older = false;
  page.hold(1, 2);
  page.draw();
  EXPECT_EQ(page.y_of("m2"), 600 - 10 - 60);
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
  const std::string seen = page.first();
  const double y = page.y_of(seen), top = page.scroll_top;
  const int moved = page.moved_by_program;
  page.real["m95"] = 333;  // Not as guessed.
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
  for (int i = 100; i < 190; ++i) page.real["m" + std::to_string(i)] = 47 + i % 50;
  page.hold(100, 199);
  page.draw();
  const int moved = page.moved_by_program;
  for (int step = 0; step < 40; ++step) {
    const std::string seen = page.rows.rows()[page.rows.first_visible() + 1].id.value;
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
  const double y = page.y_of("m180"), top = page.scroll_top;
  page.hold(100, 205);
  page.draw();
  EXPECT_EQ(page.y_of("m180"), y);
  EXPECT_EQ(page.scroll_top, top);
}

TEST(ScrolledRows, FollowTheNewestWhileAtTheBottom) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.real["m200"] = 90;
  page.hold(100, 200);
  page.draw();
  EXPECT_EQ(page.y_of("m200"), 600 - 10 - 90);
}

TEST(ScrolledRows, StayAtTheBottomWhenTheKeyboardComes) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.viewport = 300;
  page.draw();
  EXPECT_EQ(page.y_of("m199"), 300 - 10 - 60);
}

TEST(ScrolledRows, KeepTheirPlaceWhenTheRowThatWasSeenGoes) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-1000, true);
  const std::string seen = page.first();
  const std::string next = page.rows.rows()[page.rows.first_visible() + 1].id.value;
  const double y = page.y_of(next);
  std::vector<Row> rest;
  for (const Row& row : page.rows.rows()) {
    if (row.id.value != seen) rest.push_back(row);
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
  EXPECT_EQ(page.y_of("m100"), 50);
  const int moved = page.moved_by_program;
  page.hold(90, 199);  // Then older ones take of the room above.
  page.draw(false);
  EXPECT_EQ(page.y_of("m100"), 50);
  EXPECT_EQ(page.moved_by_program, moved);
}

TEST(ScrolledRows, EndExactlyAtTheTopWhenNothingIsOlder) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-2000);
  const std::string seen = page.first();
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
  for (int first = 4990; first > 3000; first -= 10) {
    const std::string seen = page.first();
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
  page.real["m149"] = 200;
  page.real["m155"] = 20;
  page.hold(100, 199);
  page.rows.set_viewport(page.viewport, page.edge);
  page.rows.show_from(50, 8);
  page.draw();
  EXPECT_EQ(page.y_of("m150"), 8);
  EXPECT_FALSE(page.rows.stuck());
}

TEST(ScrolledRows, BeginAtTheNewestWhenTheRestIsShort) {
  Page page;
  page.hold(100, 199);
  page.rows.set_viewport(page.viewport, page.edge);
  page.rows.show_from(97, 8);
  page.draw();
  EXPECT_EQ(page.y_of("m199"), 600 - 10 - 60);
  EXPECT_TRUE(page.rows.stuck());
}

TEST(ScrolledRows, AreFoundAgainWhenThePageMadeTheScrollerAnew) {
  Page page;
  page.hold(100, 199);
  page.draw();
  page.scroll_by(-700, true);
  const std::string seen = page.first();
  const double y = page.y_of(seen), top = page.scroll_top;
  page.rows.scroller_is_new();
  page.scroll_top = 0;
  page.draw();
  EXPECT_EQ(page.scroll_top, top);
  EXPECT_EQ(page.y_of(seen), y);
}

TEST(ScrolledRows, AreMeasuredAgainWhenTheirLookChanges) {
  Page page;
  page.hold(100, 119);
  page.draw();
  const int before = page.measured;
  std::vector<Row> rows = page.rows.rows();
  rows.back().look = 2;
  page.real["m119"] = 130;
  page.rows.set_rows(rows);
  page.draw();
  EXPECT_EQ(page.measured, before + 1);
  EXPECT_EQ(page.y_of("m119"), 600 - 10 - 130);
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
