// What the browser's search can find of a conversation though it is not on the screen.
#include "ui/findable_rows.h"
#include <gtest/gtest.h>
#include <algorithm>
#include "tests/ui/screen.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

/// Opens a conversation and reads it back until `screens` have gone by.
void read_back(Screen& screen, int messages, int screens, double px = 500) {
  screen.start_with_bob(messages);
  screen.open_bob();
  for (int i = 0; i < screens; ++i) {
    screen.scroll(Role::log, -px);
    screen.serve();
  }
  screen.rest();
}

std::vector<const Node*> texts_of(const Screen& screen) {
  std::vector<const Node*> texts;
  for (const Node& node : screen.findable) {
    if (node.role == Role::text) texts.push_back(&node);
  }
  return texts;
}

bool finds(const Screen& screen, std::string_view text) {
  return std::ranges::any_of(texts_of(screen), [&](const Node* it) { return it->name == text; });
}

TEST(Findable, IsWhatLiesBeyondBothEdgesInOrder) {
  Screen screen;
  read_back(screen, 100, 5);
  EXPECT_TRUE(finds(screen, "message 100"));
  EXPECT_EQ(screen.find(Role::text, "message 100"), nullptr);
  const Node& first = *texts_of(screen).front();
  EXPECT_LT(first.rect.y, screen.get(Role::article).rect.y);
  EXPECT_TRUE(
      std::ranges::is_sorted(texts_of(screen), {}, [](const Node* it) { return it->rect.y; }));
}

TEST(Findable, HasTheNodesThatTheMessagesHaveOnTheScreen) {
  Screen screen;
  read_back(screen, 40, 2);
  const Node& text = screen.get(Role::text, "message 5");
  const auto same = std::ranges::find(screen.findable, text.id, &Node::id);
  ASSERT_NE(same, screen.findable.end());
  EXPECT_EQ(same->name, text.name);
  EXPECT_EQ(same->parent, text.parent);
  EXPECT_EQ(same->style, text.style);
  const Node& article = *std::ranges::find(screen.findable, same->parent, &Node::id);
  EXPECT_EQ(article.role, Role::article);
  EXPECT_EQ(article.parent, screen.get(Role::log).id);
  EXPECT_NEAR(article.rect.y, screen.by_id(article.id)->rect.y, 12);
}

TEST(Findable, IsToldAtRestAndOnlyWhenItIsNotAsBefore) {
  Screen screen;
  read_back(screen, 100, 20);
  const int told = screen.times_findable;
  screen.rest(60'000);
  screen.draw();
  EXPECT_EQ(screen.times_findable, told);
  screen.bob_writes("news");
  screen.serve();
  EXPECT_EQ(screen.times_findable, told + 1);
  EXPECT_TRUE(finds(screen, "news"));
}

TEST(Findable, FollowsWhoScrollsOnceHeRests) {
  Screen screen;
  read_back(screen, 800, 60);
  EXPECT_FALSE(finds(screen, "message 800"));
  const int told = screen.times_findable;
  for (int i = 0; i < 80; ++i) screen.scroll(Role::log, 500);
  EXPECT_EQ(screen.times_findable, told);
  screen.rest();
  EXPECT_TRUE(finds(screen, "message 800"));
}

TEST(Findable, HasALimitOfMessages) {
  Screen screen;
  read_back(screen, 1000, 100);
  EXPECT_EQ(texts_of(screen).size(), findable_max);
}

TEST(Findable, HasALimitOfText) {
  Screen screen;
  for (int64_t i = 1; i <= 100; ++i) screen.says[i] = std::string(4000, 'x');
  read_back(screen, 100, 60, 3000);
  size_t bytes = 0;
  for (const Node* text : texts_of(screen)) bytes += text->name.size();
  EXPECT_GT(bytes, findable_bytes_max / 2);
  EXPECT_LE(bytes, findable_bytes_max + 3 * 4000);  // What is on the screen is among it.
}

TEST(Findable, IsNothingOnceHeHasSignedOut) {
  Screen screen;
  read_back(screen, 40, 2);
  EXPECT_FALSE(screen.findable.empty());
  screen.host.submit(SignOut{});
  screen.serve();
  EXPECT_TRUE(screen.findable.empty());
}

}  // namespace
}  // namespace chat::ui::test
