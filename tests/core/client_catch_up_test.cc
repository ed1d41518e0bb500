#include <gtest/gtest.h>
#include "core/realtime_session.h"
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

const ConversationId lobby = direct_conversation_id(alice, bob);
const ConversationId with_carol = direct_conversation_id(alice, carol);

std::string said(int64_t seq, const UserId& sender = bob) {
  return message_json(lobby, "m" + std::to_string(seq), sender, std::to_string(seq), seq);
}
std::string page(int64_t first, int64_t last, bool more = false) {
  std::vector<std::string> messages;
  const int64_t step = first <= last ? 1 : -1;
  for (int64_t seq = first; seq != last + step; seq += step) messages.push_back(said(seq));
  return page_json(messages, more);
}
std::string link(int64_t last_seq, int64_t read_seq = 0) {
  return conversation_link_json(lobby, {alice, bob}, last_seq, read_seq,
                                last_seq > 0 ? said(last_seq) : "");
}
void open_lobby(FakeHost& host) { host.submit(OpenConversation{lobby}); }

TEST(CatchUp, SubscribesBeforeItAsks) {
  FakeHost host;
  host.start();
  host.refresh_token();
  EXPECT_EQ(host.count_posts("GetConversations"), 0u);
  host.go_live();
  EXPECT_EQ(host.count_posts("GetConversations"), 1u);
}

TEST(CatchUp, WaitsForTheLastSubscription) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.go_live(RealtimeSession::subscription_count - 1);
  EXPECT_EQ(host.count_posts("GetConversations"), 0u);
}

TEST(CatchUp, IsLiveWhenAllThatWasMissedHasCome) {
  FakeHost host;
  host.start();
  EXPECT_EQ(host.client().connection(), Connection::connecting);
  host.refresh_token();
  host.go_live();
  EXPECT_EQ(host.client().connection(), Connection::catching_up);
  host.answer_round({});
  EXPECT_EQ(host.client().connection(), Connection::live);
  host.handle(NetworkChanged{false});
  EXPECT_EQ(host.client().connection(), Connection::offline);
}

TEST(CatchUp, ANewUserIsRegistered) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.go_live();
  host.reply_data(host.take_post("GetMe"), "me", "null");
  const auto create = host.take_post("CreateUser");
  EXPECT_EQ(FakeHost::variable(*create, "username"), "ali");
  host.reply_data(create, "createUser", user_json(alice, "ali"));
  EXPECT_EQ(host.client().self().name, "ali");
}

TEST(CatchUp, WhoIsNotRegisteredYetStartsNoConversation) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.go_live();
  host.push("subscribeToNewUsers", user_json(bob, "bob"));
  host.submit(StartConversation{bob});
  host.disk_saves();
  host.reply_data(host.take_post("GetMe"), "me", "null");
  EXPECT_EQ(host.count_posts("StartConversation"), 0u);
  host.reply_data(host.take_post("CreateUser"), "createUser", user_json(alice, "ali"));
  EXPECT_EQ(host.count_posts("StartConversation"), 1u);
}

/// The question for the second page of the list, of which the first has come.
std::optional<PostHttp> second_page(FakeHost& host) {
  host.start();
  host.refresh_token();
  host.go_live();
  host.reply_data(
      host.take_post("GetConversations"), "me",
      R"({"id":"x","conversations":{"nextToken":"p2","userConversations":[)" + link(1) + "]}}");
  auto second = host.take_post("GetConversations");
  EXPECT_EQ(FakeHost::variable(*second, "after"), "p2");
  return second;
}

TEST(CatchUp, ListsAllPagesOfConversations) {
  FakeHost host;
  const auto second = second_page(host);
  EXPECT_FALSE(host.client().conversations().empty());
  host.reply_data(second, "me",
                  R"({"id":"x","conversations":{"nextToken":null,"userConversations":[)" +
                      conversation_link_json(with_carol, {alice, carol}, 0, 0) + "]}}");
  EXPECT_EQ(host.client().conversations().size(), 2u);
}

TEST(CatchUp, AListWhosePageTokenHasExpiredIsReadFromItsStart) {
  FakeHost host;
  host.reply_error(second_page(host), "BadRequestException");
  const auto again = host.wait_for_post("GetConversations");
  EXPECT_EQ(FakeHost::variable(*again, "after"), "absent");
}

TEST(CatchUp, AFirstLookLoadsTheNewestPageAndScrollingTheOneBefore) {
  FakeHost host;
  host.start_live({link(0)});
  open_lobby(host);
  EXPECT_FALSE(host.client().conversation(lobby).loaded);
  const auto newest = host.take_post("GetMessagesBefore");
  EXPECT_EQ(FakeHost::variable(*newest, "seq"), "absent");
  EXPECT_EQ(FakeHost::variable(*newest, "first"), "10");
  host.reply_data(newest, "messagesBefore", page(25, 16, true));
  EXPECT_TRUE(host.client().conversation(lobby).has_older);
  host.submit(LoadOlder{lobby});
  EXPECT_TRUE(host.client().conversation(lobby).loading_older);
  const auto older = host.take_post("GetMessagesBefore");
  EXPECT_EQ(FakeHost::variable(*older, "seq"), "16");
  host.reply_data(older, "messagesBefore", page(15, 6, true));
  const ConversationView view = host.client().conversation(lobby);
  EXPECT_FALSE(view.loading_older);
  EXPECT_EQ(view.confirmed.size(), 20u);
  EXPECT_EQ(view.confirmed.front().seq, 6);
}

TEST(CatchUp, ShowsTheCacheAtOnceAndThenWhatCameSince) {
  FakeHost host;
  host.start_live({link(0)});
  open_lobby(host);
  host.reply_data(host.take_post("GetMessagesBefore"), "messagesBefore", page(3, 1));
  host.pass(300);
  host.disk_saves();
  host.restart(false);
  open_lobby(host);
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 3");
  host.handle(NetworkChanged{true});
  host.refresh_token();
  host.go_live();
  host.answer_round({link(5)});
  const auto after = host.take_post("GetMessagesAfter");
  EXPECT_EQ(FakeHost::variable(*after, "seq"), "3");
  host.reply_data(after, "messagesAfter", page(4, 5));
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 3 | bob: 4 | bob: 5");
}

TEST(CatchUp, WhatCameSinceIsAskedForPageByPageToItsEnd) {
  FakeHost host;
  host.start_live({link(0)});
  open_lobby(host);
  host.reply_data(host.take_post("GetMessagesBefore"), "messagesBefore", page(3, 1));
  host.pass(3'100);
  host.answer_round({link(0)});
  host.reply_data(host.take_post("GetMessagesAfter"), "messagesAfter", page(4, 53, true));
  const auto next = host.take_post("GetMessagesAfter");
  ASSERT_TRUE(next);
  EXPECT_EQ(FakeHost::variable(*next, "seq"), "53");
  host.reply_data(next, "messagesAfter", page(54, 60));
  EXPECT_EQ(host.count_posts("GetMessagesAfter"), 0u);
  EXPECT_EQ(host.client().conversation(lobby).confirmed.size(), 60u);
}

TEST(CatchUp, LooksAheadIntoConversationsThatWillMostLikelyBeOpened) {
  FakeHost host;
  host.start_live({link(20)});
  host.reply_data(host.take_post("GetMessagesBefore"), "messagesBefore", page(19, 10, true));
  host.handle(NetworkChanged{false});
  open_lobby(host);
  EXPECT_EQ(host.client().conversation(lobby).confirmed.size(), 11u);
}

TEST(CatchUp, AfterALongAbsenceTheNewestPageComesFirst) {
  FakeHost host;
  host.start_live({link(0)});
  open_lobby(host);
  host.reply_data(host.take_post("GetMessagesBefore"), "messagesBefore", page(3, 1));
  host.submit(CloseConversation{});
  host.pass(3'100);
  host.answer_round({link(900)});
  open_lobby(host);
  EXPECT_EQ(host.screen(lobby), "bob: 900");
  const auto older = host.take_post("GetMessagesBefore");
  EXPECT_EQ(FakeHost::variable(*older, "seq"), "900");
  host.reply_data(older, "messagesBefore", page(899, 890, true));
  EXPECT_EQ(host.client().conversation(lobby).confirmed.front().seq, 890);
  EXPECT_TRUE(host.client().conversation(lobby).has_older);
}

TEST(CatchUp, APushThatLeavesAGapIsShownAndTheGapAskedFor) {
  FakeHost host;
  host.start_live({link(0)});
  open_lobby(host);
  host.reply_data(host.take_post("GetMessagesBefore"), "messagesBefore", page(2, 1));
  host.push("onInbox", said(4));
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 4");
  const auto gap = host.take_post("GetMessagesAfter");
  EXPECT_EQ(FakeHost::variable(*gap, "seq"), "2");
  host.reply_data(gap, "messagesAfter", page(3, 4));
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 3 | bob: 4");
}

TEST(CatchUp, ABurntNumberBlocksNothing) {
  FakeHost host;
  host.start_live({link(0)});
  open_lobby(host);
  host.reply_data(host.take_post("GetMessagesBefore"), "messagesBefore", page(2, 1));
  host.push("onInbox", said(4));
  int questions = 0;
  for (int second = 0; second < 120; ++second) {
    host.pass(1'000);
    while (auto gap = host.take_post("GetMessagesAfter")) {
      ++questions;
      const bool tail = FakeHost::variable(*gap, "seq") == "4";
      host.reply_data(gap, "messagesAfter", tail ? page_json({}) : page_json({said(4)}));
    }
    if (host.count_posts("GetConversations") > 0) host.answer_round({link(4)});
  }
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 4");
  EXPECT_LE(questions, 8);
}

TEST(CatchUp, DoubledAndReorderedPushesChangeNothing) {
  FakeHost host;
  host.start_live({link(0)});
  for (const int64_t seq : {2, 1, 2, 3, 1}) host.push("onInbox", said(seq));
  open_lobby(host);
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 3");
}

TEST(CatchUp, AsksOnceMoreThreeAndThirtySecondsLater) {
  FakeHost host;
  host.start_live({});
  host.pass(2'900);
  EXPECT_EQ(host.count_posts("GetConversations"), 0u);
  host.pass(200);
  EXPECT_EQ(host.count_posts("GetConversations"), 1u);
  host.answer_round({});
  host.pass(26'000);
  EXPECT_EQ(host.count_posts("GetConversations"), 0u);
  host.pass(2'000);
  EXPECT_EQ(host.count_posts("GetConversations"), 1u);
}

TEST(CatchUp, AsksNowAndThenWhileSomebodyIsLooking) {
  FakeHost host;
  host.start_live({});
  const auto settle = [&] {
    for (int i = 0; i < 40; ++i) {
      host.pass(1'000);
      host.handle(SocketFrame{R"({"type":"ka"})"});
      if (host.count_posts("GetConversations") > 0) host.answer_round({});
    }
  };
  settle();
  host.handle(VisibilityChanged{false});
  int rounds = 0;
  const auto count_rounds = [&] {
    for (rounds = 0; const int minute : {1, 2, 3, 4, 5, 6, 7, 8}) {
      (void)minute;
      host.pass(60'000);
      host.handle(SocketFrame{R"({"type":"ka"})"});
      if (host.count_posts("GetConversations") == 0) continue;
      ++rounds;
      host.answer_round({});
    }
    return rounds;
  };
  EXPECT_EQ(count_rounds(), 0);
  host.handle(VisibilityChanged{true});
  host.answer_round({});
  EXPECT_EQ(count_rounds(), 1);
}

TEST(CatchUp, AQuietRoundDrawsNothing) {
  FakeHost host;
  host.start_live({link(3, 1)});
  open_lobby(host);
  host.take_post("GetMessagesAfter");
  host.pass(40'000);
  host.take_post("GetConversations");
  const uint64_t revision = host.client().revision();
  host.handle(VisibilityChanged{true});
  if (host.count_posts("GetConversations") > 0) host.answer_round({link(3, 1)});
  host.handle(SocketFrame{R"({"type":"ka"})"});
  host.push("onInbox", said(3));
  EXPECT_EQ(host.client().revision(), revision);
}

TEST(CatchUp, SilenceClosesTheSocketAndOpensANewOne) {
  FakeHost host;
  host.start_live({});
  host.pass(299'000);
  EXPECT_FALSE(host.has<CloseSocket>());
  host.pass(2'000);
  EXPECT_TRUE(host.has<CloseSocket>());
  host.pass(2'000);
  host.go_live();
  EXPECT_EQ(host.count_posts("GetConversations") > 0, true);
}

TEST(CatchUp, ComingBackToASilentSocketDoubtsIt) {
  FakeHost host;
  host.start_live({});
  host.handle(VisibilityChanged{false});
  host.pass(66'000);
  host.handle(VisibilityChanged{true});
  EXPECT_TRUE(host.has<CloseSocket>());
  EXPECT_TRUE(host.has<OpenSocket>());
}

TEST(CatchUp, WhereNoSocketCanBeHadItPolls) {
  FakeHost host;
  host.start();
  host.refresh_token();
  for (int i = 0; i < 100; ++i) {
    if (host.take<OpenSocket>()) host.handle(SocketClosed{});
    host.pass(1'000);
    if (host.count_posts("GetConversations") > 0) host.answer_round({link(2)});
  }
  EXPECT_EQ(host.client().connection(), Connection::connecting);
  EXPECT_EQ(host.client().conversations().size(), 1u);
  EXPECT_EQ(host.client().conversations()[0].last_content, "2");
}

TEST(CatchUp, AFrameThatCannotBeReadStartsTheSocketAnew) {
  FakeHost host;
  host.start_live({});
  host.handle(SocketFrame{"{\"type\":"});
  EXPECT_TRUE(host.has<CloseSocket>());
  EXPECT_TRUE(host.client().server_trouble());
  host.pass(1'000);
  host.go_live();
  host.answer_round({});
  EXPECT_FALSE(host.client().server_trouble());
}

TEST(CatchUp, AnAnswerThatCannotBeReadIsTroubleUntilTheNextGoodOne) {
  FakeHost host;
  host.start_live({link(2)});
  open_lobby(host);
  host.reply(host.take_post("GetMessagesBefore"), std::string(5 * 1024 * 1024, 'x'));
  EXPECT_TRUE(host.client().server_trouble());
  EXPECT_EQ(host.screen(lobby), "bob: 2");  // Nothing is lost.
  host.reply_data(host.wait_for_post("GetMessagesAfter"), "messagesAfter", page_json({}));
  EXPECT_FALSE(host.client().server_trouble());
}

TEST(CatchUp, AnAnswerAgainstTheSchemaIsTroubleToo) {
  FakeHost host;
  host.start_live({link(2)});
  open_lobby(host);
  host.reply_data(host.take_post("GetMessagesBefore"), "messagesBefore",
                  R"({"messages":[{"id":7}]})");
  EXPECT_TRUE(host.client().server_trouble());
}

TEST(CatchUp, ARejectedSocketTokenIsRefreshed) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.take<OpenSocket>();
  host.handle(SocketOpened{});
  host.handle(SocketFrame{
      R"({"type":"connection_error","payload":{"errors":[{"errorType":"UnauthorizedException","errorCode":401}]}})"});
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 1u);
  EXPECT_FALSE(host.has<OpenSocket>());
  host.refresh_token();
  host.pass(1'000);
  EXPECT_TRUE(host.has<OpenSocket>());
}

}  // namespace
}  // namespace chat
