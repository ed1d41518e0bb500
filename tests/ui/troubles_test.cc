// What goes wrong is said in one sentence, where it matters; and the words of the forms.
#include <gtest/gtest.h>
#include "core/outbox.h"
#include "tests/ui/screen.h"
#include "ui/strings.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

TEST(Banner, SaysThatOneIsOffline) {
  Screen screen;
  screen.start_with_bob(1);
  EXPECT_EQ(screen.find(Role::status), nullptr);
  screen.host.handle(NetworkChanged{false});
  screen.settle();
  const Node& banner = screen.get(Role::status, "You are offline");
  EXPECT_EQ(banner.rect.y, 0);
  EXPECT_EQ(screen.get(Role::button, "New chat").rect.y, banner.rect.h + 6);
}

TEST(Banner, IsShortWhereTheScreenIsLow) {
  Screen screen(small_phone_with_big_text);
  screen.start_with_bob(1);
  screen.open_bob();
  screen.host.handle(NetworkChanged{false});
  screen.state.refused = Refusal::too_many_members;
  screen.settle();
  EXPECT_EQ(screen.get(Role::status).name, "You are offline");
  EXPECT_EQ(screen.get(Role::button, "Close").rect.w, 44);
  EXPECT_GE(screen.get(Role::log).rect.h, 100);
}

TEST(Banner, LetsOneWriteOffline) {
  Screen screen;
  screen.start_with_bob(1);
  screen.host.handle(NetworkChanged{false});
  screen.settle();
  screen.open_bob();
  screen.type("for later");
  screen.press_enter();
  screen.serve();
  const std::string name = screen.all(Role::article).back()->name;
  EXPECT_TRUE(name.ends_with(", saved on this device")) << name;
}

TEST(Banner, HasPatienceWithAServerThatDoesNotAnswer) {
  Screen screen;
  screen.start_with_bob(1);
  screen.host.handle(SocketClosed{});
  screen.settle();
  EXPECT_NE(screen.find(Role::status, "Connecting"), nullptr);
  EXPECT_EQ(screen.find(Role::status, "The server does not answer"), nullptr);
  ASSERT_TRUE(screen.out.redraw_in_ms.has_value());
  screen.rest(*screen.out.redraw_in_ms);
  EXPECT_NE(screen.find(Role::status, "The server does not answer"), nullptr);
}

TEST(Banner, WarnsWhenTheDeviceIsFull) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  screen.type("hello");
  screen.press_enter();
  screen.host.disk_saves(PersistResult::disk_full);
  screen.settle();
  EXPECT_NE(screen.find(Role::alert, "This device is full"), nullptr);
}

TEST(Banner, OfADamagedMessageEndsWhenItWasRead) {
  Screen screen;
  screen.host.disk["o/000000000007.ob"] = "chatql 1 outbox 00000000\n{";
  screen.start_with_bob(1);
  EXPECT_NE(screen.find(Role::alert, "A message saved on this device was damaged"), nullptr);
  screen.click(Role::button, "Close");
  screen.settle();
  EXPECT_EQ(screen.find(Role::alert), nullptr);
  screen.rest();
  screen.serve();
  EXPECT_FALSE(screen.host.disk.contains("o/000000000007.ob"));
}

TEST(Banner, SaysWhenAnotherWindowHasTakenOver) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  screen.type("hello");
  screen.press_enter();
  screen.host.disk_saves(PersistResult::fenced);
  screen.settle();
  EXPECT_NE(screen.find(Role::alert, "ChatQL is in use in another window"), nullptr);
}

TEST(Refusal, OfATextThatIsTooLongSaysByHowMuchAndKeepsIt) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  const std::string text(message_length_max + 12, 'x');
  screen.type(text);
  screen.press_enter();
  screen.settle();
  EXPECT_NE(screen.find(Role::alert, "This message is 12 characters too long"), nullptr);
  EXPECT_EQ(screen.count_intents<SendMessage>(), 0);
  EXPECT_EQ(screen.fields["composer"], text);
  screen.type(text.substr(12));
  screen.settle();
  EXPECT_EQ(screen.find(Role::alert), nullptr);
  screen.press_enter();
  screen.settle();
  EXPECT_EQ(screen.count_intents<SendMessage>(), 1);
}

TEST(Refusal, OfAFullOutboxSaysSoUntilItIsClosed) {
  Screen screen;
  screen.start_with_bob(1);
  screen.open_bob();
  screen.host.handle(NetworkChanged{false});
  for (size_t i = 0; i < Outbox::entries_max; ++i) screen.host.submit(SendMessage{with_bob, "x"});
  screen.settle();
  screen.type("one more");
  screen.press_enter();
  screen.settle();
  EXPECT_NE(screen.find(Role::alert, "1000 messages are waiting"), nullptr);
  EXPECT_EQ(screen.fields["composer"], "one more");
  screen.click(Role::button, "Close");
  screen.settle();
  EXPECT_EQ(screen.find(Role::alert), nullptr);
}

TEST(Strings, HaveASentenceForEachProblemOfSigningIn) {
  EXPECT_EQ(problem_words(strings_of(Language::english), AuthProblem::none), "");
  for (int i = 1; i <= static_cast<int>(AuthProblem::unsent_messages); ++i) {
    const std::string_view words =
        problem_words(strings_of(Language::english), static_cast<AuthProblem>(i));
    EXPECT_TRUE(words.ends_with('.') || words.ends_with('?')) << i;
  }
}

class FormsOf : public testing::Test {
 protected:
  FormsOf() {
    screen.host.handle(Started{{"http://l/graphql", "http://l/", "r", "r_p", "c"}, "", true});
    screen.settle();
  }
  void send(FormInput input) {
    screen.state.input.forms.push_back(std::move(input));
    screen.settle();
  }
  const chat::ui::Forms& forms() { return screen.out.semantics.forms; }
  Screen screen;
};

TEST_F(FormsOf, ABlankDeviceAskToSignIn) {
  EXPECT_EQ(forms().screen, "sign_in");
  EXPECT_EQ(forms().problem, "");
  EXPECT_TRUE(screen.out.semantics.nodes.empty());
}

TEST_F(FormsOf, TheOtherKindAreShownOnDemand) {
  send({.form = "show_sign_up"});
  EXPECT_EQ(forms().screen, "sign_up");
  send({.form = "show_sign_in"});
  EXPECT_EQ(forms().screen, "sign_in");
}

TEST_F(FormsOf, APersonBecomeIntents) {
  send({.form = "sign_up", .username = "dora", .email = "d@x.org", .password = "Secret-1!"});
  ASSERT_NE(screen.last_intent<SignUp>(), nullptr);
  EXPECT_EQ(screen.last_intent<SignUp>()->email, "d@x.org");
  EXPECT_TRUE(forms().busy);
}

TEST_F(FormsOf, ALostNetworkSaySo) {
  send({.form = "sign_in", .username = "dora", .password = "Secret-1!"});
  ASSERT_NE(screen.last_intent<SignIn>(), nullptr);
  if (const auto begun = screen.host.take<BeginSrp>()) {
    screen.host.handle(SrpBegun{begun->id, "aa"});
  }
  screen.host.lose(screen.host.take_post("InitiateAuth"));
  screen.settle();
  EXPECT_EQ(forms().problem, problem_words(strings_of(Language::english), AuthProblem::no_network));
  EXPECT_FALSE(forms().busy);
}

TEST_F(FormsOf, AnUnknownKindDoNothing) {
  send({.form = "drop_tables"});
  EXPECT_TRUE(screen.intents.empty());
}

}  // namespace
}  // namespace chat::ui::test
