// The list of conversations, the people, and the account.
#include <gtest/gtest.h>
#include <algorithm>
#include "core/directory.h"
#include "tests/ui/screen.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

TEST(ConversationList, SaysWhoHowManyWhatAndWhen) {
  Screen screen;
  screen.says[5] = "hello";
  screen.start_with_bob(5, 2);
  const std::string name = screen.get(Role::button, "bob").name;
  EXPECT_TRUE(name.starts_with("bob, 2 unread, last message hello, ")) << name;
  EXPECT_EQ(screen.out.semantics.title, "(2) ChatQL");
}

TEST(ConversationList, SaysWhenThereMayBeMoreUnreadThanWereCounted) {
  Screen screen;
  screen.meet_bob(200, 200);
  EXPECT_TRUE(screen.get(Role::button, "bob").name.starts_with("bob, 1+ unread"));
  EXPECT_TRUE(screen.shows("1+"));
}

TEST(ConversationList, SaysThatThereAreMoreThanItShows) {
  Screen screen;
  screen.start_with_bob(1);
  EXPECT_FALSE(screen.shows("You have more."));
  for (size_t i = 2; i <= Directory::conversations_max; ++i) {
    screen.host.push("onConversation", R"({"id":"c)" + std::to_string(i) +
                                           R"(","name":"n","memberIds":["alice-sub","bob-sub"]})");
  }
  screen.settle();
  EXPECT_EQ(screen.find(Role::text, "ChatQL shows"), nullptr);
  screen.scroll(Role::list, 1e6);
  EXPECT_NE(screen.find(Role::text, "ChatQL shows 5000 conversations here. You have more."),
            nullptr);
}

TEST(ConversationList, SaysWhoIsTyping) {
  Screen screen;
  screen.start_with_bob(5);
  screen.bob_types();
  EXPECT_TRUE(screen.get(Role::button, "bob").name.starts_with("bob, bob is typing, "));
  EXPECT_TRUE(screen.shows("bob is typing"));
  EXPECT_NE(screen.find(Role::typing), nullptr);
  EXPECT_FALSE(screen.out.redraw_in_ms.has_value());  // The page moves the dots.
  screen.bob_writes("there");
  screen.settle();
  EXPECT_EQ(screen.find(Role::typing), nullptr);
}

TEST(ConversationList, ShowsWhatWasBegunAndNotSent) {
  Screen screen;
  screen.start_with_bob(5);
  screen.open_bob();
  screen.type("half a senten");
  screen.click(Role::button, "Back");
  EXPECT_TRUE(screen.get(Role::button, "bob").name.starts_with("bob, Draft: half a senten, "));
  screen.open_bob();
  screen.type("");
  screen.click(Role::button, "Back");
  EXPECT_TRUE(screen.get(Role::button, "bob").name.starts_with("bob, last message message 5, "));
}

TEST(ConversationList, CutsWhatIsTooLongBetweenLettersNotBetweenWords) {
  Screen screen;
  screen.start_with_bob(1);
  screen.bob_writes("a word-" + std::string(60, 'w'));
  screen.serve();
  const auto cut = std::ranges::find_if(
      screen.text.painted, [](const auto& line) { return line.text.starts_with("a word-"); });
  ASSERT_NE(cut, screen.text.painted.end());
  EXPECT_GT(cut->text.size(), 20u);
  EXPECT_TRUE(screen.shows("…"));
}

TEST(ConversationList, IsAListOfButtons) {
  Screen screen;
  screen.start_with_bob(5);
  const Node& list = screen.get(Role::list, "Conversations");
  const Node& item = screen.get(Role::list_item);
  EXPECT_EQ(item.parent, list.id);
  EXPECT_EQ(screen.get(Role::button, "bob").parent, item.id);
}

TEST(ConversationList, OpensWithTheKeyboardToo) {
  Screen screen;
  screen.start_with_bob(5);
  screen.press(Role::button, "bob");
  EXPECT_EQ(screen.state.open, with_bob);
  EXPECT_NE(screen.find(Role::log, "Messages"), nullptr);
}

TEST(ConversationList, SaysWhatToDoWhenItIsEmpty) {
  Screen screen;
  screen.start({});
  EXPECT_NE(screen.find(Role::text, "No conversations yet"), nullptr);
  EXPECT_NE(screen.find(Role::text, "Press New chat"), nullptr);
}

TEST(ConversationList, ShowsThatItIsLoading) {
  Screen screen;
  screen.host.start();
  screen.settle();
  EXPECT_TRUE(screen.get(Role::status, "Loading your conversations").busy);
}

TEST(ConversationList, DrawsOnlyTheRowsThatCanBeSeen) {
  Screen screen;
  std::vector<std::string> links;
  for (int i = 0; i < 500; ++i) {
    const UserId user{"u" + std::to_string(1000 + i) + "-sub"};
    links.push_back(
        conversation_link_json(direct_conversation_id(alice, user), {alice, user}, 0, 0));
  }
  screen.start(links);
  EXPECT_LT(screen.all(Role::list_item).size(), 16u);
  EXPECT_GT(screen.all(Role::list_item).size(), 8u);
  screen.scroll(Role::list, 15'000);
  EXPECT_LT(screen.all(Role::list_item).size(), 16u);
  EXPECT_GT(screen.all(Role::list_item).size(), 8u);
  const double top = screen.tops[screen.get(Role::list).id];
  EXPECT_EQ(top, 15'000);
  screen.click(*screen.all(Role::button)[5]);
  screen.click(Role::button, "Back");
  EXPECT_EQ(screen.tops[screen.get(Role::list).id], top);
}

TEST(People, AreListedByName) {
  Screen screen;
  screen.start_with_bob(1);
  screen.click(Role::button, "New chat");
  EXPECT_NE(screen.find(Role::list, "People"), nullptr);
  EXPECT_EQ(screen.names(Role::button),
            (std::vector<std::string>{"Back", "New group", "bob", "carol"}));
  EXPECT_TRUE(screen.out.semantics.can_go_back);
  screen.click(Role::button, "Back");
  EXPECT_NE(screen.find(Role::list, "Conversations"), nullptr);
}

TEST(People, BeginAConversationThatIsOpenAtOnce) {
  Screen screen;
  screen.start_with_bob(1);
  screen.click(Role::button, "New chat");
  screen.click(Role::button, "carol");
  EXPECT_EQ(screen.last_intent<StartConversation>()->with, carol);
  EXPECT_EQ(screen.last_intent<OpenConversation>()->conversation,
            direct_conversation_id(alice, carol));
  EXPECT_EQ(screen.get(Role::heading).name, "carol");
}

TEST(Account, AsksOnceBeforeSigningOut) {
  Screen screen;
  screen.start_with_bob(1);
  screen.click(Role::button, "Account, alice");
  EXPECT_NE(screen.find(Role::text, "alice"), nullptr);
  screen.click(Role::button, "Sign out");
  const Node& dialog = screen.get(Role::dialog, "Sign out");
  EXPECT_EQ(screen.get(Role::text, "Signing out erases").parent, dialog.id);
  screen.click(*screen.all(Role::button).back());
  ASSERT_NE(screen.last_intent<SignOut>(), nullptr);
  EXPECT_FALSE(screen.last_intent<SignOut>()->discard_unsent);
}

TEST(Account, AsksBeforeUnsentMessagesAreLost) {
  Screen screen(desktop);
  screen.start_with_bob(1);
  screen.open_bob();
  screen.type("not yet sent");
  screen.press_enter();
  screen.click(Role::button, "Account");
  screen.click(Role::button, "Sign out");
  EXPECT_NE(screen.find(Role::text, "One message is not sent yet."), nullptr);
  screen.click(Role::button, "Cancel");
  EXPECT_EQ(screen.find(Role::dialog), nullptr);
  EXPECT_EQ(screen.last_intent<SignOut>(), nullptr);
  screen.click(Role::button, "Sign out");
  screen.click(Role::button, "Delete and sign out");
  EXPECT_TRUE(screen.last_intent<SignOut>()->discard_unsent);
}

TEST(Account, LetsNothingElseBePressedWhileItAsks) {
  Screen screen(desktop);
  screen.start_with_bob(1);
  screen.open_bob();
  screen.click(Role::button, "Account");
  screen.click(Role::button, "Sign out");
  screen.press(Role::button, "Back");
  EXPECT_EQ(screen.state.panel, Panel::account);
  screen.click(Role::button, "Back");  // Outside of the dialog: closes it, presses nothing.
  EXPECT_EQ(screen.state.panel, Panel::account);
  EXPECT_EQ(screen.find(Role::dialog), nullptr);
}

TEST(Account, ClosesOnTheWayBackTheDialogFirst) {
  Screen screen;
  screen.start_with_bob(1);
  screen.click(Role::button, "Account");
  screen.click(Role::button, "Sign out");
  screen.state.input.back = true;
  screen.settle();
  EXPECT_EQ(screen.find(Role::dialog), nullptr);
  EXPECT_TRUE(screen.out.semantics.can_go_back);
  screen.state.input.back = true;
  screen.settle();
  EXPECT_NE(screen.find(Role::list, "Conversations"), nullptr);
  EXPECT_FALSE(screen.out.semantics.can_go_back);
}

TEST(Account, TellsWhatWasChosen) {
  Screen screen;
  screen.start_with_bob(1);
  screen.click(Role::button, "Account");
  EXPECT_TRUE(screen.get(Role::radio, "System").current);
  screen.click(Role::radio, "Dark");
  EXPECT_EQ(screen.choices.theme, "dark");
  screen.click(Role::radio, "130 %");
  EXPECT_EQ(screen.choices.text_percent, 130);
  screen.click(Role::radio, "Deutsch");
  EXPECT_EQ(screen.choices.language, "de");
  EXPECT_EQ(screen.choices.theme, "dark");
  screen.click(Role::radio, "System");
  EXPECT_EQ(screen.choices.theme, "");
  EXPECT_EQ(screen.get(Role::link).value, "/notices.txt");
}

TEST(Account, LeavesNothingForTheNextPerson) {
  Screen screen;
  screen.start_with_bob(3);
  screen.open_bob();
  screen.type("a secret draft");
  screen.click(Role::button, "Back");
  screen.click(Role::button, "Account");
  screen.click(Role::button, "Sign out");
  screen.click(*screen.all(Role::button).back());
  screen.host.handle(UserErased{});
  screen.settle();
  EXPECT_TRUE(screen.state.conversations.empty());
  EXPECT_TRUE(screen.state.open.empty());
  EXPECT_TRUE(screen.out.semantics.nodes.empty());
  EXPECT_FALSE(screen.out.semantics.forms.screen.empty());
}

}  // namespace
}  // namespace chat::ui::test
