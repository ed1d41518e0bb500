// Long conversations: what is drawn, and that nothing moves while somebody reads.
#include <gtest/gtest.h>
#include "core/timeline.h"
#include "tests/ui/screen.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

/// Scrolled up by some screens, with everything loaded that this asks for.
void read_back(Screen& screen, int screens) {
  for (int i = 0; i < screens; ++i) {
    screen.scroll(Role::log, -500);
    screen.serve();
  }
  screen.rest();
}

TEST(Reading, BeginsAtTheNewestMessage) {
  Screen screen;
  screen.start_with_bob(200);
  screen.open_bob();
  const Node& newest = screen.get(Role::text, "message 200");
  const Rect rect = screen.on_screen(newest);
  EXPECT_LT(rect.y + rect.h, screen.composer()->rect.y);
  EXPECT_GT(rect.y + rect.h, screen.composer()->rect.y - 80);
}

TEST(Reading, LoadsOlderMessagesBeforeTheyAreMissed) {
  Screen screen;
  screen.start_with_bob(200);
  screen.open_bob();
  for (int i = 0; i < 12; ++i) {
    screen.scroll(Role::log, -500);
    const Rect first = screen.on_screen(*screen.all(Role::article).front());
    EXPECT_LE(first.y, screen.get(Role::log).rect.y + 60) << "a gap after " << i;
    screen.serve();
  }
  EXPECT_GT(screen.count_intents<LoadOlder>(), 3);
  EXPECT_LT(screen.count_intents<LoadOlder>(), 30);
}

TEST(Reading, SaysWhenOlderMessagesHaveNoRoom) {
  Screen screen;
  screen.start_with_bob(Timeline::rows_max + 100);
  screen.open_bob();
  const auto load_back_to = [&](int64_t seq) {
    screen.scroll(Role::log, -1'000);
    const auto post = screen.host.take_post("GetMessagesBefore");
    // Of the numbers between, the server has used none.
    const std::string message = message_json(with_bob, "m" + std::to_string(seq), bob, "old", seq);
    screen.host.reply_data(post, "messagesBefore", page_json({message}, true));
    screen.settle();
    screen.scroll(Role::log, -1'000);
  };
  const std::string words = "Older messages do not fit here any more.";
  load_back_to(102);
  EXPECT_FALSE(screen.shows(words));
  load_back_to(101);
  EXPECT_TRUE(screen.shows(words));
  const int asked = screen.count_intents<LoadOlder>();
  screen.rest(10'000);
  EXPECT_EQ(screen.count_intents<LoadOlder>(), asked);
  EXPECT_EQ(screen.host.submit(LoadOlder{with_bob}), "");
  EXPECT_FALSE(screen.host.client().conversation(with_bob).loading_older);
}

TEST(Reading, DoesNotMoveByAPixelWhenOlderMessagesComeIn) {
  Screen screen;
  for (int64_t i = 1; i <= 200; ++i) {
    screen.says[i] =
        "message " + std::to_string(i) + std::string(static_cast<size_t>(i * 37 % 400), 'x');
  }
  screen.start_with_bob(200);
  screen.open_bob();
  for (int step = 0; step < 25; ++step) {
    screen.scroll(Role::log, -300);
    const auto texts = screen.all(Role::text);
    const std::string seen = texts[texts.size() / 2]->name;
    const float y = screen.on_screen(screen.get(Role::text, seen)).y;
    const int moves = screen.scroller_moves;
    screen.serve();  // A page of older ones, if it was asked for.
    ASSERT_EQ(screen.on_screen(screen.get(Role::text, seen)).y, y) << "step " << step;
    ASSERT_EQ(screen.scroller_moves, moves) << "step " << step;
    screen.rest();
    ASSERT_EQ(screen.on_screen(screen.get(Role::text, seen)).y, y) << "step " << step;
  }
}

TEST(Reading, EndsAtTheBeginning) {
  Screen screen;
  screen.start_with_bob(60);
  screen.open_bob();
  read_back(screen, 20);
  EXPECT_NE(screen.find(Role::text, "message 1"), nullptr);
  EXPECT_NE(screen.find(Role::text, "This is the beginning"), nullptr);
  EXPECT_EQ(screen.tops[screen.get(Role::log).id], 0);
}

TEST(Reading, DrawsOnlyWhatIsOnTheScreen) {
  Screen screen(desktop);
  screen.start_with_bob(600);
  screen.open_bob();
  read_back(screen, 60);
  EXPECT_LT(screen.all(Role::article).size(), 40u);
  const Rect log = screen.get(Role::log).rect;
  for (const Node* article : screen.all(Role::article)) {
    const Rect rect = screen.on_screen(*article);
    EXPECT_LT(rect.y, log.y + log.h);
    EXPECT_GT(rect.y + rect.h, log.y - 60) << article->name;
  }
}

TEST(Reading, FollowsNewMessagesAtTheBottomOnly) {
  Screen screen;
  screen.start_with_bob(100);
  screen.open_bob();
  screen.bob_writes("first news");
  screen.serve();
  EXPECT_NE(screen.find(Role::text, "first news"), nullptr);
  screen.scroll(Role::log, -900);
  screen.rest();
  const auto texts = screen.all(Role::text);
  const std::string seen = texts[texts.size() / 2]->name;
  const float y = screen.on_screen(screen.get(Role::text, seen)).y;
  screen.bob_writes("second news");
  screen.serve();
  EXPECT_EQ(screen.find(Role::text, "second news"), nullptr);
  EXPECT_EQ(screen.on_screen(screen.get(Role::text, seen)).y, y);
}

TEST(Reading, OffersAWayBackThatCountsWhatIsNew) {
  Screen screen;
  screen.start_with_bob(100);
  screen.open_bob();
  EXPECT_EQ(screen.find(Role::button, "Jump"), nullptr);
  screen.scroll(Role::log, -900);
  screen.rest();
  screen.bob_writes("news");
  screen.bob_writes("more news");
  screen.serve();
  EXPECT_EQ(screen.get(Role::button, "Jump").name, "Jump to the newest message, 2 new");
  screen.click(Role::button, "Jump");
  EXPECT_NE(screen.find(Role::text, "more news"), nullptr);
  EXPECT_EQ(screen.find(Role::button, "Jump"), nullptr);
}

TEST(Reading, ReturnsToTheNewestWhenOneWrites) {
  Screen screen;
  screen.start_with_bob(100);
  screen.open_bob();
  screen.scroll(Role::log, -900);
  screen.type("an answer");
  screen.press_enter();
  EXPECT_NE(screen.find(Role::text, "an answer"), nullptr);
}

TEST(Reading, IsFoundAgainWhereItWasLeft) {
  Screen screen;
  screen.start_with_bob(100);
  screen.open_bob();
  screen.scroll(Role::log, -900);
  screen.rest();
  const std::string seen = screen.all(Role::text)[3]->name;
  const float y = screen.on_screen(screen.get(Role::text, seen)).y;
  screen.click(Role::button, "Back");
  EXPECT_EQ(screen.find(Role::log), nullptr);
  screen.click(Role::button, "bob");
  screen.settle();
  EXPECT_EQ(screen.on_screen(screen.get(Role::text, seen)).y, y);
}

TEST(Reading, KeepsItsPlaceWhenTheWindowChanges) {
  Screen screen(desktop);
  screen.start_with_bob(100);
  screen.open_bob();
  screen.scroll(Role::log, -900);
  screen.rest();
  const std::string seen = screen.all(Role::article)[1]->name;
  const uint32_t id = screen.all(Role::article)[1]->id;
  screen.resize(phone_on_its_side);
  screen.settle();
  bool found = false;
  for (const Node* article : screen.all(Role::article)) found = found || article->id == id;
  EXPECT_TRUE(found) << seen;
}

TEST(Reading, DrawsAScrollThumbOnlyWhileItScrolls) {
  Screen screen;
  screen.start_with_bob(100);
  screen.open_bob();
  screen.scroll(Role::log, -200);
  EXPECT_TRUE(screen.out.redraw_in_ms.has_value());
  screen.rest();
  screen.rest();
  EXPECT_FALSE(screen.out.redraw_in_ms.has_value());
}

TEST(Reading, LetsAMouseDragTheThumb) {
  Screen screen(desktop);
  screen.start_with_bob(60);
  screen.open_bob();
  read_back(screen, 20);  // All is loaded; the first message is shown.
  const Rect log = screen.get(Role::log).rect;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(log.x + log.w - 5, log.y + 10);
  screen.draw();
  const Node& thumb = screen.get(Role::thumb);
  EXPECT_EQ(thumb.rect.x + thumb.rect.w, log.x + log.w);
  screen.draw();
  io.AddMouseButtonEvent(0, true);
  screen.draw();
  io.AddMousePosEvent(log.x + log.w - 200, log.y + log.h + 50);
  screen.draw();
  screen.draw();
  EXPECT_NE(screen.find(Role::text, "message 60"), nullptr);
  io.AddMousePosEvent(log.x + log.w - 200, log.y + 10);
  screen.draw();
  screen.draw();
  EXPECT_NE(screen.find(Role::text, "message 1"), nullptr);
  io.AddMouseButtonEvent(0, false);
  screen.settle();
  io.AddMousePosEvent(log.x + 100, log.y + log.h);
  screen.settle();
  EXPECT_EQ(screen.find(Role::thumb), nullptr);
  EXPECT_NE(screen.find(Role::text, "message 1"), nullptr);
}

TEST(Reading, BeginsWhereTheUnreadOnesBegin) {
  Screen screen;
  screen.start_with_bob(100, 40);
  screen.open_bob();
  screen.rest();
  EXPECT_NE(screen.find(Role::log), nullptr);
  EXPECT_NE(screen.find(Role::button, "Jump"), nullptr);
}

TEST(Reading, BeginsAtTheNewestWhenTheFirstUnreadOneIsFar) {
  Screen screen;
  screen.start_with_bob(200, 180);
  screen.open_bob();
  screen.rest();
  EXPECT_NE(screen.find(Role::text, "message 200"), nullptr);
  EXPECT_LT(screen.count_intents<LoadOlder>(), 8);
}

TEST(Reading, BeginsAtTheNewestWhenItIsOpenedBeforeTheUnreadOnesAreCounted) {
  Screen screen;
  screen.meet_bob(200, 200);
  screen.open_bob();
  screen.rest();
  EXPECT_NE(screen.find(Role::text, "message 200"), nullptr);
  EXPECT_EQ(screen.find(Role::separator, "New messages"), nullptr);
  EXPECT_LT(screen.count_intents<LoadOlder>(), 8);
}

}  // namespace
}  // namespace chat::ui::test
