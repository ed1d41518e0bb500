// A conversation as somebody uses it.
#include <gtest/gtest.h>
#include "tests/ui/screen.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

TEST(Conversation, SendsWithEnterAndEmptiesTheField) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  screen.type("hello");
  screen.press_enter();
  ASSERT_NE(screen.last_intent<SendMessage>(), nullptr);
  EXPECT_EQ(screen.last_intent<SendMessage>()->content, "hello");
  EXPECT_EQ(screen.last_intent<SendMessage>()->conversation, with_bob);
  EXPECT_EQ(screen.fields["composer"], "");
  EXPECT_NE(screen.find(Role::text, "hello"), nullptr);
}

TEST(Conversation, SendsWithTheButton) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  screen.type("hello");
  screen.click(Role::button, "Send");
  ASSERT_NE(screen.last_intent<SendMessage>(), nullptr);
  EXPECT_EQ(screen.last_intent<SendMessage>()->content, "hello");
  EXPECT_EQ(screen.fields["composer"], "");
}

TEST(Conversation, SendsNothingBlank) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  EXPECT_TRUE(screen.get(Role::button, "Send").disabled);
  screen.type(" \n ");
  EXPECT_TRUE(screen.get(Role::button, "Send").disabled);
  screen.press_enter();
  screen.click(Role::button, "Send");
  EXPECT_EQ(screen.last_intent<SendMessage>(), nullptr);
  screen.type("x");
  EXPECT_FALSE(screen.get(Role::button, "Send").disabled);
}

TEST(Conversation, TellsHowFarAMessageHasCome) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  screen.type("hello");
  screen.press_enter();
  const auto name = [&] { return screen.all(Role::article).back()->name; };
  EXPECT_TRUE(name().ends_with(", saving")) << name();
  screen.host.disk_saves();
  screen.settle();
  EXPECT_TRUE(name().ends_with(", saved on this device")) << name();
  screen.serve();
  EXPECT_TRUE(name().starts_with("You, ")) << name();
  EXPECT_TRUE(name().ends_with(", sent")) << name();
}

TEST(Conversation, LetsARejectedMessageBeTriedAgainOrDeleted) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  screen.rejecting = true;
  screen.type("hello");
  screen.press_enter();
  screen.serve();
  const Node& article = *screen.all(Role::article).back();
  EXPECT_TRUE(article.name.ends_with(", not sent")) << article.name;
  EXPECT_EQ(screen.get(Role::button, "Retry").parent, article.id);
  screen.click(Role::button, "Retry");
  EXPECT_EQ(screen.count_intents<RetrySend>(), 1);
  EXPECT_EQ(screen.find(Role::button, "Retry"), nullptr);
  screen.serve();
  screen.click(Role::button, "Delete");
  EXPECT_EQ(screen.count_intents<DiscardSend>(), 1);
  EXPECT_EQ(screen.find(Role::text, "hello"), nullptr);
}

TEST(Conversation, NamesTheWriterAndHoldsTheTextInsideTheArticle) {
  Screen screen;
  screen.says[2] = "good morning";
  screen.start_with_bob(2);
  screen.open_bob();
  const Node& article = *screen.all(Role::article).back();
  EXPECT_EQ(article.name, "bob, 10:00");
  const Node& text = screen.get(Role::text, "good morning");
  EXPECT_EQ(text.parent, article.id);
  EXPECT_EQ(text.style, static_cast<int>(TextStyle::body));
}

TEST(Conversation, PutsOwnMessagesRightAndOthersLeft) {
  Screen screen;
  screen.start_with_bob(3);
  screen.open_bob();
  const auto articles = screen.all(Role::article);
  ASSERT_EQ(articles.size(), 3u);
  EXPECT_EQ(articles[0]->rect.x, articles[1]->rect.x);
  EXPECT_LT(articles[0]->rect.x, 40);
  EXPECT_GT(articles[2]->rect.x + articles[2]->rect.w, 350);
}

TEST(Conversation, SeparatesDays) {
  Screen screen;
  screen.start_with_bob(2);
  screen.open_bob();
  EXPECT_EQ(screen.names(Role::separator), std::vector<std::string>{"24 November 2026"});
}

TEST(Conversation, WrapsLongTextAtTheSameWidthAsTheTwin) {
  Screen screen;
  screen.says[1] = std::string(40, 'a') + " " + std::string(40, 'b') + " " + std::string(90, 'c');
  screen.start_with_bob(1);
  screen.open_bob();
  const Node& text = screen.get(Role::text, "aaaa");
  const Node& article = *screen.all(Role::article).back();
  EXPECT_GE(text.rect.h, 5 * 22);
  EXPECT_LE(article.rect.w, 390 * 0.8f);
  EXPECT_GE(text.rect.x, article.rect.x);
  EXPECT_LE(text.rect.x + text.rect.w, article.rect.x + article.rect.w);
}

TEST(Conversation, MakesLinksOfWebAddressesOnly) {
  Screen screen;
  screen.says[1] = "see https://example.org/a now, not javascript:alert(1)";
  screen.start_with_bob(1);
  screen.open_bob();
  const auto links = screen.all(Role::link);
  ASSERT_EQ(links.size(), 1u);
  EXPECT_EQ(links[0]->value, "https://example.org/a");
  const Node& text = screen.get(Role::text, "see ");
  EXPECT_EQ(links[0]->rect.x, text.rect.x + 4 * 8);
  EXPECT_EQ(links[0]->rect.w, 21 * 8);
}

TEST(Conversation, KeepsADraftForEachConversation) {
  Screen screen;
  screen.start_with_bob(1);
  screen.click(Role::button, "New chat");
  screen.click(Role::button, "carol");
  screen.type("to carol");
  screen.click(Role::button, "Back");
  screen.open_bob();
  EXPECT_EQ(screen.fields["composer"], "");
  screen.type("to bob");
  screen.click(Role::button, "Back");
  screen.click(Role::button, "carol");
  EXPECT_EQ(screen.fields["composer"], "to carol");
}

TEST(Conversation, FindsADraftOfAnEarlierTime) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  screen.type("half a senten");
  EXPECT_EQ(screen.last_intent<SaveDraft>()->text, "half a senten");
  screen.state = {};  // As after a reload; the client has kept it.
  screen.settle();
  screen.open_bob();
  EXPECT_EQ(screen.fields["composer"], "half a senten");
  screen.press_enter();
  EXPECT_EQ(screen.last_intent<SaveDraft>()->text, "");
  EXPECT_EQ(screen.fields["composer"], "");
}

TEST(Conversation, TellsTheOthersThatOneTypes) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  screen.type(" ");
  EXPECT_EQ(screen.count_intents<Typing>(), 0);
  screen.type("h");
  EXPECT_EQ(screen.last_intent<Typing>()->conversation, with_bob);
}

TEST(Conversation, SaysInItsHeaderWhoIsTyping) {
  Screen screen(desktop);
  screen.start_with_bob(3);
  screen.open_bob();
  screen.bob_types();
  EXPECT_NE(screen.find(Role::text, "bob is typing"), nullptr);
  EXPECT_EQ(screen.all(Role::typing).size(), 2u);
  EXPECT_FALSE(screen.out.redraw_in_ms.has_value());
  screen.rest(10'000);
  EXPECT_EQ(screen.find(Role::text, "bob is typing"), nullptr);
}

TEST(Conversation, MarksWhatEverybodyHasRead) {
  Screen screen;
  screen.start_with_bob(6);
  screen.open_bob();
  EXPECT_EQ(screen.names(Role::article)[2], "You, 10:00, sent");
  screen.bob_reads(3);
  EXPECT_EQ(screen.names(Role::article)[2], "You, 10:00, read");
  EXPECT_EQ(screen.names(Role::article)[5], "You, 10:00, sent");
  screen.bob_reads(6);
  EXPECT_EQ(screen.names(Role::article)[5], "You, 10:00, read");
}

TEST(Conversation, StartsWithAPersonAtOnceAndInOneConversationOnly) {
  Screen screen;
  screen.start_with_bob(1);
  screen.click(Role::button, "New chat");
  screen.click(Role::button, "bob");
  EXPECT_EQ(screen.state.open, with_bob);
  EXPECT_EQ(screen.get(Role::heading).name, "bob");
  EXPECT_NE(screen.composer(), nullptr);
}

TEST(Conversation, SaysWhatToDoWhileItIsEmpty) {
  Screen screen;
  screen.start({});
  screen.click(Role::button, "New chat");
  screen.click(Role::button, "carol");
  EXPECT_NE(screen.find(Role::log, "Messages"), nullptr);
  EXPECT_NE(screen.find(Role::text, "Say hello to carol."), nullptr);
  screen.type("hi");
  screen.press_enter();
  EXPECT_EQ(screen.find(Role::text, "Say hello"), nullptr);
  EXPECT_NE(screen.find(Role::text, "hi"), nullptr);
}

TEST(Conversation, GrowsTheFieldWithItsText) {
  Screen screen;
  screen.start_with_bob(30);
  screen.open_bob();
  const Rect before = screen.composer()->rect;
  screen.state.input.fields.push_back({FieldInput::Kind::lines, "composer", "3"});
  screen.settle();
  const Rect after = screen.composer()->rect;
  EXPECT_EQ(before.h, 22);
  EXPECT_EQ(after.h, 66);
  EXPECT_EQ(after.y + after.h, before.y + before.h);
  const Node& newest = *screen.all(Role::article).back();
  EXPECT_LE(screen.on_screen(newest).y + newest.rect.h, after.y);
  screen.state.input.fields.push_back({FieldInput::Kind::lines, "composer", "9999"});
  screen.settle();
  EXPECT_EQ(screen.composer()->rect.h, 6 * 22);
}

TEST(Conversation, LeavesTheMessagesHalfOfALowScreen) {
  Screen screen(big_text_on_its_side);
  screen.start_with_bob(3);
  screen.open_bob();
  screen.state.input.fields.push_back({FieldInput::Kind::lines, "composer", "6"});
  screen.settle();
  EXPECT_EQ(screen.composer()->rect.h, 44);
  EXPECT_GE(screen.get(Role::log).rect.h, 97);
}

TEST(Conversation, AnnouncesWhatOthersWriteOnce) {
  Screen screen;
  screen.start_with_bob(3);
  screen.open_bob();
  EXPECT_TRUE(screen.announcements.empty());
  screen.bob_writes("are you there?");
  screen.serve();
  screen.settle();
  EXPECT_EQ(screen.announcements, std::vector<std::string>{"bob: are you there?"});
}

TEST(Conversation, DoesNotAnnounceOwnMessages) {
  Screen screen;
  screen.start_with_bob(3);
  screen.open_bob();
  screen.type("hello");
  screen.press_enter();
  screen.serve();
  EXPECT_TRUE(screen.announcements.empty());
}

TEST(Conversation, CountsWhenManyComeAtOnce) {
  Screen screen;
  screen.start_with_bob(3);
  screen.open_bob();
  for (int i = 0; i < 5; ++i) screen.bob_writes("x");
  screen.serve();
  EXPECT_EQ(screen.announcements, std::vector<std::string>{"5 new messages"});
}

TEST(Conversation, ReportsAsReadWhatWasOnAVisibleScreen) {
  Screen screen;
  screen.start_with_bob(5, 2);
  screen.open_bob();
  ASSERT_NE(screen.last_intent<MarkRead>(), nullptr);
  EXPECT_EQ(screen.last_intent<MarkRead>()->seq, 5);
  EXPECT_EQ(screen.count_intents<MarkRead>(), 1);
}

TEST(Conversation, ReportsNothingAsReadWhileTheWindowIsHidden) {
  Screen screen;
  screen.start_with_bob(5, 2);
  screen.state.window_visible = false;
  screen.open_bob();
  EXPECT_EQ(screen.last_intent<MarkRead>(), nullptr);
  screen.state.window_visible = true;
  screen.settle();
  EXPECT_NE(screen.last_intent<MarkRead>(), nullptr);
}

TEST(Conversation, ShowsWhereTheUnreadOnesBegin) {
  Screen screen;
  screen.start_with_bob(5, 2);
  screen.open_bob();
  const Node& line = screen.get(Role::separator, "New messages");
  EXPECT_LT(line.rect.y, screen.get(Role::text, "message 4").rect.y);
  EXPECT_GT(line.rect.y, screen.get(Role::text, "message 3").rect.y);
}

TEST(Conversation, GoesBackToTheListOnAPhone) {
  Screen screen;
  screen.start_with_bob(2);
  EXPECT_FALSE(screen.out.semantics.can_go_back);
  screen.open_bob();
  EXPECT_TRUE(screen.out.semantics.can_go_back);
  screen.state.input.back = true;
  screen.settle();
  EXPECT_NE(screen.find(Role::list, "Conversations"), nullptr);
  EXPECT_EQ(screen.count_intents<CloseConversation>(), 1);
  EXPECT_FALSE(screen.out.semantics.can_go_back);
}

TEST(Conversation, StandsBesideTheListOnADesktop) {
  Screen screen(desktop);
  screen.start_with_bob(2);
  EXPECT_NE(screen.find(Role::text, "Choose a conversation"), nullptr);
  screen.open_bob();
  EXPECT_NE(screen.find(Role::list, "Conversations"), nullptr);
  EXPECT_NE(screen.find(Role::log, "Messages"), nullptr);
  EXPECT_TRUE(screen.get(Role::button, "bob").current);
  EXPECT_EQ(screen.find(Role::button, "Back"), nullptr);
  EXPECT_FALSE(screen.out.semantics.can_go_back);
}

TEST(Conversation, AsksForNoFrameAtRest) {
  Screen screen;
  screen.start_with_bob(40);
  screen.open_bob();
  screen.rest();
  EXPECT_FALSE(screen.out.redraw_in_ms.has_value());
  screen.type("half a senten");
  EXPECT_FALSE(screen.out.redraw_in_ms.has_value());
}

}  // namespace
}  // namespace chat::ui::test
