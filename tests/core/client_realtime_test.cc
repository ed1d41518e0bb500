// The socket from the owner's side: renewed, distrusted, refused.
#include <gtest/gtest.h>
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

const ConversationId lobby = direct_conversation_id(alice, bob);

TEST(Realtime, ANewSocketIsOpenedBeforeItsTokenEnds) {
  FakeHost host;
  host.start_live({});
  for (int minute = 0; minute < 59; ++minute) {
    host.pass(60'000);
    if (host.count_posts("GetTokensFromRefreshToken") > 0) host.refresh_token();
    if (host.count_posts("GetConversations") > 0) host.answer_round({});
    host.handle(SocketFrame{R"({"type":"ka"})"});
  }
  EXPECT_FALSE(host.has<OpenSocket>());
  host.pass(60'000);
  EXPECT_TRUE(host.has<CloseSocket>());
  const uint64_t revision = host.client().revision();
  EXPECT_EQ(host.client().connection(), Connection::live);
  host.go_live();  // At once: it was no failure. Nobody notices.
  host.answer_round({});
  EXPECT_EQ(host.client().connection(), Connection::live);
  EXPECT_EQ(host.client().revision(), revision);
}

TEST(Realtime, AfterSleepTheSocketIsNotBelieved) {
  FakeHost host;
  host.start_live({});
  host.now.wall.ms += 20'000;  // A clock that is set right by a little.
  host.handle(DeadlineReached{});
  EXPECT_FALSE(host.has<CloseSocket>());
  host.now.wall.ms += 3'600'000;
  host.handle(DeadlineReached{});
  EXPECT_TRUE(host.has<CloseSocket>());
}

TEST(Realtime, ARefusedSubscriptionIsToldAndSeldomTriedAgain) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.take<OpenSocket>();
  host.handle(SocketOpened{});
  const uint64_t revision = host.client().revision();
  host.handle(SocketFrame{
      R"({"type":"connection_error","payload":{"errors":[{"errorType":"BadRequestException"}]}})"});
  EXPECT_TRUE(host.client().server_trouble());
  EXPECT_GT(host.client().revision(), revision);
  host.pass(59'000);
  EXPECT_FALSE(host.has<OpenSocket>());
  host.pass(2'000);
  host.go_live();
  host.answer_round({});
  EXPECT_FALSE(host.client().server_trouble());
}

TEST(Realtime, AnErrorBesideAPushIsAskedAfter) {
  FakeHost host;
  host.start_live({conversation_link_json(lobby, {alice, bob}, 0, 0)});
  host.submit(OpenConversation{lobby});
  host.reply_data(host.take_post("GetMessagesBefore"), "messagesBefore",
                  page_json({message_json(lobby, "m1", bob, "1", 1)}));
  host.push("onInbox", R"(null},"errors":[{"errorType":"DynamoDB:Whatever"}],"x":{"y":1)");
  EXPECT_EQ(host.count_posts("GetConversations"), 1u);
  EXPECT_EQ(host.count_posts("GetMessagesAfter"), 1u);
}

TEST(Realtime, ATokenThatIsNewerThanTheSocketIsNotBlamedForIt) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.take<OpenSocket>();
  host.handle(SocketOpened{});
  host.pass(14'000);
  host.reply(host.wait_for_post("GetConversations"), "{}", 401);
  host.refresh_token();
  host.handle(SocketFrame{
      R"({"type":"connection_error","payload":{"errors":[{"errorType":"UnauthorizedException"}]}})"});
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 0u);
}

TEST(Realtime, ALateRefusalOfTheTokenBeforeIsNotAboutTheNewOne) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.go_live();
  const auto late = host.take_post("GetUsers");
  host.reply(host.take_post("GetMe"), "{}", 401);
  host.refresh_token();
  host.reply(late, "{}", 401);
  host.pass(10'000);
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 0u);
}

}  // namespace
}  // namespace chat
