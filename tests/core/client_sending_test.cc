#include <gtest/gtest.h>
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

const ConversationId lobby = direct_conversation_id(alice, bob);
const ConversationId with_carol = direct_conversation_id(alice, carol);
const std::string lobby_link = conversation_link_json(lobby, {alice, bob}, 0, 0);

/// Live, in the lobby, with nothing left to do.
struct LiveHost : FakeHost {
  LiveHost() {
    start_live({lobby_link});
    submit(OpenConversation{lobby});
    reply_data(take_post("GetMessagesBefore"), "messagesBefore", page_json({}));
    pass(300);
    disk_saves();
  }
  std::string send(const std::string& content, const ConversationId& where = lobby) {
    std::string id = submit(SendMessage{where, content});
    if (has<Persist>()) disk_saves();
    return id;
  }
  void accept(const std::string& id, const std::string& content, int64_t seq) {
    reply_data(take_post("CreateMessage"), "createMessage",
               message_json(lobby, id, alice, content, seq));
  }
};

TEST(Sending, ShowsAMessageAtOnceAndSendsItOnlyWhenItIsSaved) {
  LiveHost host;
  const std::string id = host.submit(SendMessage{lobby, "hello"});
  EXPECT_EQ(host.screen(lobby), "me: hello (saving)");
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);
  const auto persist = host.take<Persist>();
  ASSERT_TRUE(persist);
  EXPECT_TRUE(persist->strict);
  host.handle(Persisted{persist->batch, PersistResult::ok});
  EXPECT_EQ(host.screen(lobby), "me: hello (in flight)");
  host.accept(id, "hello", 1);
  EXPECT_EQ(host.screen(lobby), "me: hello");
}

TEST(Sending, TheIdIsAUuidAndStaysTheSame) {
  LiveHost host;
  const std::string id = host.send("hello");
  ASSERT_EQ(id.size(), 36u);
  EXPECT_EQ(id[14], '4');
  const auto first = host.take_post("CreateMessage");
  EXPECT_EQ(FakeHost::variable(*first, "id"), id);
  host.lose(first);
  host.pass(1'000);
  const auto second = host.take_post("CreateMessage");
  EXPECT_EQ(first->body, second->body);
}

TEST(Sending, TheAccessTokenIsSentRaw) {
  LiveHost host;
  host.send("hello");
  const auto post = host.take_post("CreateMessage");
  for (const auto& [name, value] : post->headers) {
    if (name == "Authorization") {
      EXPECT_TRUE(value.starts_with("e30."));
    }
  }
}

TEST(Sending, ItsOwnPushConfirmsAMessageBeforeTheReplyDoes) {
  LiveHost host;
  const std::string id = host.send("hello");
  const auto post = host.take_post("CreateMessage");
  host.push("onInbox", message_json(lobby, id, alice, "hello", 1));
  EXPECT_EQ(host.screen(lobby), "me: hello");
  host.reply_data(post, "createMessage", message_json(lobby, id, alice, "hello", 1));
  EXPECT_EQ(host.screen(lobby), "me: hello");
}

TEST(Sending, AMessageOfSomebodyElseWithTheSameIdConfirmsNothing) {
  LiveHost host;
  const std::string id = host.send("hello");
  host.push("onInbox", message_json(lobby, id, bob, "mine!", 1));
  EXPECT_EQ(host.screen(lobby), "bob: mine! | me: hello (in flight)");
}

TEST(Sending, TransientFailuresAreTriedAgainWithTheSameId) {
  LiveHost host;
  const std::string id = host.send("hello");
  const std::pair<int, std::string> answers[] = {
      {500, ""},
      {429, ""},
      {200, "<html>"},
      {200, "{\"data\":{\"createMessage\":{\"id\":"},
      {200, R"({"data":{"createMessage":null},"errors":[{"errorType":"DynamoDB:Odd"}]})"}};
  for (const auto& [status, body] : answers) {
    const auto post = host.wait_for_post("CreateMessage");
    EXPECT_EQ(FakeHost::variable(*post, "id"), id);
    host.reply(post, body, status);
    EXPECT_EQ(host.screen(lobby), "me: hello (queued)") << body;
  }
  host.reply_data(host.wait_for_post("CreateMessage"), "createMessage",
                  message_json(lobby, id, alice, "hello", 1));
  EXPECT_EQ(host.screen(lobby), "me: hello");
}

TEST(Sending, SilenceIsATransientFailure) {
  LiveHost host;
  const std::string id = host.send("hello");
  const auto post = host.take_post("CreateMessage");
  host.pass(16'000);
  EXPECT_EQ(host.take<CancelHttp>()->id, post->id);
  EXPECT_EQ(host.count_posts("CreateMessage"), 1u);
}

TEST(Sending, AStaleTokenIsNoFailureOfTheMessage) {
  LiveHost host;
  const std::string id = host.send("hello");
  host.reply(host.take_post("CreateMessage"), "{}", 401);
  EXPECT_EQ(host.screen(lobby), "me: hello (queued)");
  host.refresh_token();
  EXPECT_EQ(host.screen(lobby), "me: hello (in flight)");  // At once, without a backoff.
}

TEST(Sending, ARejectedMessageStopsItsConversationUntilTheUserDecides) {
  LiveHost host;
  const std::string bad = host.send("bad"), good = host.send("good");
  host.reply_error(host.take_post("CreateMessage"), "ValidationException");
  EXPECT_EQ(host.screen(lobby), "me: bad (rejected) | me: good (queued)");
  host.pass(600'000);
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);
  host.submit(DiscardSend{{bad}});
  EXPECT_EQ(host.screen(lobby), "me: good (in flight)");
}

TEST(Sending, ARejectedMessageCanBeTriedAgain) {
  LiveHost host;
  const std::string id = host.send("bad");
  host.reply_error(host.take_post("CreateMessage"), "Unauthorized");
  host.submit(RetrySend{{id}});
  EXPECT_EQ(host.screen(lobby), "me: bad (in flight)");
  host.accept(id, "bad", 1);
  EXPECT_EQ(host.screen(lobby), "me: bad");
}

TEST(Sending, OnlyARejectedMessageCanBeDiscarded) {
  LiveHost host;
  const std::string id = host.send("hello");
  host.submit(DiscardSend{{id}});
  EXPECT_EQ(host.screen(lobby), "me: hello (in flight)");
}

TEST(Sending, AnIdThatBelongsToSomebodyElseIsRejected) {
  LiveHost host;
  const std::string id = host.send("hello");
  host.reply_data(host.take_post("CreateMessage"), "createMessage",
                  message_json(lobby, id, bob, "other", 1));
  EXPECT_EQ(host.screen(lobby), "bob: other | me: hello (rejected)");
}

TEST(Sending, MessagesKeepTheirOrderAcrossARestartInTheDark) {
  LiveHost host;
  host.handle(NetworkChanged{false});
  host.send("one");
  host.send("two");
  host.send("three");
  host.restart(false);
  EXPECT_EQ(host.screen(lobby), "me: one (queued) | me: two (queued) | me: three (queued)");
  host.handle(NetworkChanged{true});
  host.refresh_token();
  EXPECT_EQ(FakeHost::variable(*host.take_post("CreateMessage"), "content"), "one");
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);
}

TEST(Sending, ARejectedMessageIsStillRejectedAfterARestart) {
  LiveHost host;
  host.send("bad");
  host.reply_error(host.take_post("CreateMessage"), "ValidationException");
  host.pass(300);
  host.disk_saves();
  host.restart(false);
  EXPECT_EQ(host.screen(lobby), "me: bad (rejected)");
}

TEST(Sending, SentMessagesLeaveNoFile) {
  LiveHost host;
  const std::string id = host.send("hello");
  EXPECT_TRUE(host.disk.contains("o/000000000001.ob"));
  host.accept(id, "hello", 1);
  host.pass(300);
  host.disk_saves();
  EXPECT_FALSE(host.disk.contains("o/000000000001.ob"));
  host.restart(false);
  EXPECT_EQ(host.screen(lobby), "me: hello");
}

TEST(Sending, RefusesBlankAndOversizedText) {
  LiveHost host;
  EXPECT_EQ(host.submit(SendMessage{lobby, " \n\t\u3000 "}), "");
  EXPECT_EQ(host.submit(SendMessage{lobby, std::string(4001, 'x')}), "");
  std::string emoji;
  for (int i = 0; i < 2000; ++i) emoji += "\U0001f600";
  EXPECT_NE(host.submit(SendMessage{lobby, emoji}), "");
  EXPECT_EQ(host.submit(SendMessage{lobby, emoji + "x"}), "");
  EXPECT_EQ(host.submit(SendMessage{{"nowhere"}, "hello"}), "");
}

TEST(Sending, ATextIsSentWithoutStrayBytesAndOuterSpace) {
  LiveHost host;
  host.send(" a\xff \n");
  EXPECT_EQ(FakeHost::variable(*host.take_post("CreateMessage"), "content"), "a\ufffd");
}

TEST(Sending, TheOutboxHasALimitAndSaysSo) {
  LiveHost host;
  host.handle(NetworkChanged{false});
  int accepted = 0;
  while (accepted < 2000 && !host.submit(SendMessage{lobby, "x"}).empty()) ++accepted;
  EXPECT_EQ(accepted, 1000);
  EXPECT_EQ(host.client().unsent_count(), 1000u);
}

TEST(Sending, AConversationStartedOfflineGoesOutBeforeItsMessages) {
  LiveHost host;
  host.handle(NetworkChanged{false});
  const std::string id = host.submit(StartConversation{carol});
  EXPECT_EQ(id, with_carol.value);
  host.disk_saves();
  host.send("first", with_carol);
  EXPECT_EQ(host.client().conversations()[1].title, "carol");
  host.restart(false);
  EXPECT_EQ(host.screen(with_carol), "me: first (queued)");
  host.handle(NetworkChanged{true});
  host.refresh_token();
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);
  const auto post = host.take_post("StartConversation");
  EXPECT_EQ(FakeHost::variable(*post, "id"), with_carol.value);
  host.reply_data(
      post, "startConversation",
      R"({"id":")" + id + R"(","name":"n","lastSeq":0,"memberIds":["alice-sub","carol-sub"]})");
  EXPECT_EQ(FakeHost::variable(*host.take_post("CreateMessage"), "content"), "first");
}

TEST(Sending, StartingAConversationThatIsThereOnlyNamesIt) {
  LiveHost host;
  EXPECT_EQ(host.submit(StartConversation{bob}), lobby.value);
  EXPECT_EQ(host.count_posts("StartConversation"), 0u);
  EXPECT_EQ(host.submit(StartConversation{alice}), "");
}

TEST(Sending, ARefusedConversationShowsAtItsFirstMessage) {
  LiveHost host;
  host.submit(StartConversation{carol});
  host.disk_saves();
  const std::string first = host.send("first", with_carol),
                    second = host.send("second", with_carol);
  host.reply_error(host.take_post("StartConversation"), "ValidationException");
  EXPECT_EQ(host.screen(with_carol), "me: first (rejected) | me: second (queued)");
  host.submit(RetrySend{{first}});
  EXPECT_EQ(host.count_posts("StartConversation"), 1u);
  host.reply_error(host.take_post("StartConversation"), "ValidationException");
  host.submit(DiscardSend{{first}});
  EXPECT_EQ(host.screen(with_carol), "me: second (rejected)");
  host.submit(DiscardSend{{second}});
  EXPECT_EQ(host.client().conversations().size(), 1u);
  EXPECT_EQ(host.client().unsent_count(), 0u);
}

TEST(Sending, ComingOnlineEndsEveryBackoff) {
  LiveHost host;
  host.send("hello");
  for (int i = 0; i < 6; ++i) host.reply(host.wait_for_post("CreateMessage"), "", 500);
  EXPECT_EQ(host.screen(lobby), "me: hello (queued)");
  host.handle(NetworkChanged{false});
  host.handle(NetworkChanged{true});
  EXPECT_EQ(host.screen(lobby), "me: hello (in flight)");
}

TEST(Sending, TheListShowsWhatIsStillWaiting) {
  LiveHost host;
  host.handle(NetworkChanged{false});
  host.send("waits");
  const ConversationSummary& summary = host.client().conversations()[0];
  EXPECT_EQ(summary.last_content, "waits");
  EXPECT_TRUE(summary.last_is_mine);
  EXPECT_EQ(summary.last_pending, SendState::queued);
}

}  // namespace
}  // namespace chat
