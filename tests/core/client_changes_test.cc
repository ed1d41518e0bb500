// Edits, deletions, answers, receipts, typing and groups.
#include <gtest/gtest.h>
#include "core/directory.h"
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;
using Kind = PendingChange::Kind;

const ConversationId lobby = direct_conversation_id(alice, bob);

std::string said(int64_t seq, const UserId& sender = alice) {
  return message_json(lobby, "m" + std::to_string(seq), sender, std::to_string(seq), seq);
}
/// The message of said(), changed.
std::string changed(int64_t seq, int64_t change_seq, const std::string& content,
                    const UserId& sender = alice) {
  std::string json = message_json(lobby, "m" + std::to_string(seq), sender, content, seq);
  json.pop_back();
  const std::string field = content.empty() ? "deletedAt" : "editedAt";
  return json + R"(,"changeSeq":)" + std::to_string(change_seq) + ",\"" + field +
         R"(":"2026-11-24T11:00:00.000Z"})";
}

/// Live, in the lobby, where alice has said 1 and bob 2.
struct ChangeHost : FakeHost {
  ChangeHost() {
    start_live({conversation_link_json(lobby, {alice, bob}, 2, 2, said(2, bob))});
    submit(OpenConversation{lobby});
    reply_data(take_post("GetMessagesBefore"), "messagesBefore", page_json({said(1)}));
    reply_data(take_post("GetMessagesAfter"), "messagesAfter", page_json({}));
    pass(300);
    disk_saves();
  }
  ConversationView view() { return client().conversation(lobby); }
  const Message& message(int64_t seq) {
    for (const Message& m : client().conversation(lobby).confirmed)
      if (m.seq == seq) return m;
    static const Message none;
    return none;
  }
  std::string change(const Intent& intent) {
    std::string id = submit(intent);
    if (!id.empty()) disk_saves();
    return id;
  }
};

TEST(Changes, AnEditIsShownAsAWishUntilTheServerAgrees) {
  ChangeHost host;
  EXPECT_NE(host.change(EditMessage{lobby, {"m1"}, " better "}), "");
  EXPECT_EQ(host.message(1).content, "1");
  const ConversationView view = host.view();
  const PendingChange* wish = view.change_of({"m1"});
  ASSERT_NE(wish, nullptr);
  EXPECT_EQ(wish->kind, Kind::edit);
  EXPECT_EQ(wish->content, "better");
  const auto post = host.take_post("EditMessage");
  EXPECT_EQ(FakeHost::variable(*post, "id"), "m1");
  host.reply_data(post, "editMessage", changed(1, 1, "better"));
  EXPECT_EQ(host.message(1).content, "better");
  EXPECT_TRUE(host.message(1).is_edited());
  EXPECT_TRUE(host.view().changes.empty());
}

TEST(Changes, ADeletedMessageLeavesItsPlace) {
  ChangeHost host;
  host.change(DeleteMessage{lobby, {"m1"}});
  host.reply_data(host.take_post("DeleteMessage"), "deleteMessage", changed(1, 1, ""));
  EXPECT_TRUE(host.message(1).is_deleted());
  EXPECT_EQ(host.view().confirmed.size(), 2u);
  EXPECT_EQ(host.submit(EditMessage{lobby, {"m1"}, "late"}), "");
  EXPECT_EQ(host.submit(DeleteMessage{lobby, {"m1"}}), "");
}

TEST(Changes, APageThatWasAskedForBeforeAChangeMayBeOlderThanIt) {
  FakeHost host;
  host.start_live({conversation_link_json(lobby, {alice, bob}, 1, 0)});
  host.submit(OpenConversation{lobby});
  const auto page = host.take_post("GetMessagesBefore");
  host.push("onConversationChange",
            R"({"id":")" + lobby.value + R"(","name":"x","lastSeq":1,"lastChangeSeq":1})");
  host.reply_data(page, "messagesBefore", page_json({said(1)}));
  const auto changes = host.wait_for_post("GetChangesAfter");
  ASSERT_TRUE(changes);
  host.reply_data(changes, "changesAfter", page_json({changed(1, 1, "better")}));
  EXPECT_EQ(host.client().conversation(lobby).confirmed.front().content, "better");
}

TEST(Changes, OnlyOnesOwnMessagesCanBeChanged) {
  ChangeHost host;
  EXPECT_EQ(host.submit(EditMessage{lobby, {"m2"}, "mine now"}), "");
  EXPECT_EQ(host.submit(DeleteMessage{lobby, {"m2"}}), "");
  EXPECT_EQ(host.submit(EditMessage{lobby, {"none"}, "x"}), "");
  EXPECT_EQ(host.submit(EditMessage{lobby, {"m1"}, " \n "}), "");
  EXPECT_EQ(host.submit(EditMessage{lobby, {"m1"}, std::string(message_length_max + 1, 'x')}), "");
}

TEST(Changes, TheLaterChangeHoldsInWhateverOrderTheyCome) {
  ChangeHost host;
  host.push("onMessageChange", changed(2, 2, "second", bob));
  host.push("onMessageChange", changed(2, 1, "first", bob));
  host.push("onInbox", said(2, bob));
  EXPECT_EQ(host.message(2).content, "second");
  EXPECT_EQ(host.client().conversations()[0].last_content, "second");
}

TEST(Changes, AnEditOfAWaitingMessageWaitsForIt) {
  ChangeHost host;
  host.handle(NetworkChanged{false});
  const std::string id = host.change(SendMessage{lobby, "hello"});
  host.change(EditMessage{lobby, {id}, "hello!"});
  host.change(EditMessage{lobby, {id}, "hello!!"});
  EXPECT_EQ(host.view().changes.size(), 1u);
  host.handle(NetworkChanged{true});
  EXPECT_EQ(host.count_posts("EditMessage"), 0u);
  host.reply_data(host.take_post("CreateMessage"), "createMessage",
                  message_json(lobby, id, alice, "hello", 3));
  const auto edit = host.take_post("EditMessage");
  EXPECT_EQ(FakeHost::variable(*edit, "id"), id);
  EXPECT_EQ(FakeHost::variable(*edit, "content"), "hello!!");
}

TEST(Changes, ADeletionReplacesAnEditThatStillWaits) {
  ChangeHost host;
  host.handle(NetworkChanged{false});
  host.change(EditMessage{lobby, {"m1"}, "better"});
  host.change(DeleteMessage{lobby, {"m1"}});
  EXPECT_EQ(host.submit(EditMessage{lobby, {"m1"}, "again"}), "");
  ASSERT_EQ(host.view().changes.size(), 1u);
  EXPECT_EQ(host.view().changes[0].kind, Kind::remove);
}

TEST(Changes, AnEditInFlightIsFollowedByTheNextOne) {
  ChangeHost host;
  host.change(EditMessage{lobby, {"m1"}, "one"});
  const auto first = host.take_post("EditMessage");
  host.change(EditMessage{lobby, {"m1"}, "two"});
  EXPECT_EQ(host.count_posts("EditMessage"), 0u);
  host.reply_data(first, "editMessage", changed(1, 1, "one"));
  EXPECT_EQ(FakeHost::variable(*host.take_post("EditMessage"), "content"), "two");
}

TEST(Changes, ARefusedEditIsParkedAndStopsItsConversation) {
  ChangeHost host;
  const std::string id = host.change(EditMessage{lobby, {"m1"}, "better"});
  host.reply_error(host.take_post("EditMessage"), "ValidationException");
  EXPECT_EQ(host.view().changes[0].state, SendState::rejected);
  host.change(SendMessage{lobby, "behind"});
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);
  EXPECT_EQ(host.client().unsent_count(), 2u);
  host.submit(DiscardSend{{id}});
  EXPECT_EQ(host.count_posts("CreateMessage"), 1u);
  EXPECT_TRUE(host.view().changes.empty());
}

TEST(Changes, ARefusedMessageIsRewrittenUnderANewIdInItsPlace) {
  ChangeHost host;
  const std::string bad = host.change(SendMessage{lobby, "bad"});
  host.change(SendMessage{lobby, "behind"});
  host.reply_error(host.take_post("CreateMessage"), "ValidationException");
  const std::string good = host.change(EditMessage{lobby, {bad}, "good"});
  EXPECT_NE(good, "");
  EXPECT_NE(good, bad);
  const auto post = host.take_post("CreateMessage");
  EXPECT_EQ(FakeHost::variable(*post, "id"), good);
  EXPECT_EQ(FakeHost::variable(*post, "content"), "good");
  host.restart(false);
  EXPECT_EQ(host.screen(lobby), "me: 1 | bob: 2 | me: good (queued) | me: behind (queued)");
}

TEST(Changes, SendingTheRestLeavesWhatWasRefusedWhereItIs) {
  ChangeHost host;
  const std::string bad = host.change(SendMessage{lobby, "bad"});
  host.change(SendMessage{lobby, "good"});
  host.reply_error(host.take_post("CreateMessage"), "ValidationException");
  host.submit(SendTheRest{lobby});
  EXPECT_EQ(FakeHost::variable(*host.take_post("CreateMessage"), "content"), "good");
  host.pass(300);
  host.disk_saves();
  host.restart(false);
  ASSERT_EQ(host.view().pending.size(), 2u);
  EXPECT_TRUE(host.view().pending[0].set_aside);
  EXPECT_EQ(host.screen(lobby), "me: 1 | bob: 2 | me: bad (rejected) | me: good (queued)");
  host.submit(RetrySend{{bad}});
  EXPECT_FALSE(host.view().pending[0].set_aside);
}

TEST(Changes, AnEditStaysAsideWithItsRefusedMessage) {
  ChangeHost host;
  const std::string bad = host.change(SendMessage{lobby, "bad"});
  const auto post = host.take_post("CreateMessage");
  host.change(EditMessage{lobby, {bad}, "better"});
  const std::string good = host.change(SendMessage{lobby, "good"});
  host.reply_error(post, "ValidationException");
  host.submit(SendTheRest{lobby});
  EXPECT_EQ(host.count_posts("EditMessage"), 0u);
  const auto rest = host.take_post("CreateMessage");
  EXPECT_EQ(FakeHost::variable(*rest, "content"), "good");
  host.submit(RetrySend{{bad}});
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);  // One of a conversation at a time.
  host.reply_data(rest, "createMessage", message_json(lobby, good, alice, "good", 3));
  host.reply_data(host.take_post("CreateMessage"), "createMessage",
                  message_json(lobby, bad, alice, "bad", 4));
  EXPECT_EQ(FakeHost::variable(*host.take_post("EditMessage"), "id"), bad);
}

TEST(Changes, AnEditOfARefusedMessageReplacesThoseBeforeIt) {
  ChangeHost host;
  const std::string bad = host.change(SendMessage{lobby, "bad"});
  const auto post = host.take_post("CreateMessage");
  host.change(EditMessage{lobby, {bad}, "first try"});
  host.reply_error(post, "ValidationException");
  host.change(EditMessage{lobby, {bad}, "second try"});
  EXPECT_TRUE(host.view().changes.empty());
  EXPECT_EQ(FakeHost::variable(*host.take_post("CreateMessage"), "content"), "second try");
}

TEST(Changes, AnAnswerNamesWhatItAnswers) {
  ChangeHost host;
  const std::string id = host.change(SendMessage{lobby, "yes", {"m2"}});
  EXPECT_EQ(host.view().pending[0].reply_to.value, "m2");
  const auto post = host.take_post("CreateMessage");
  EXPECT_EQ(FakeHost::variable(*post, "replyTo"), "m2");
  std::string json = message_json(lobby, id, alice, "yes", 3);
  json.pop_back();
  host.reply_data(post, "createMessage", json + R"(,"replyTo":"m2"})");
  EXPECT_EQ(host.message(3).reply_to.value, "m2");
  host.pass(300);
  host.disk_saves();
  host.restart(false);
  EXPECT_EQ(host.message(3).reply_to.value, "m2");
}

TEST(Changes, AnEditThatWasMissedWhileAwayStillArrives) {
  ChangeHost host;
  host.restart();
  host.submit(OpenConversation{lobby});
  host.refresh_token();
  host.go_live();
  std::string link = conversation_link_json(lobby, {alice, bob}, 2, 2, said(2, bob));
  link.replace(link.find("\"lastSeq\""), 0, "\"lastChangeSeq\":4,");
  host.answer_round({link});
  if (auto tail = host.take_post("GetMessagesAfter"))
    host.reply_data(tail, "messagesAfter", page_json({}));
  const auto first = host.take_post("GetChangesAfter");
  ASSERT_TRUE(first);
  EXPECT_EQ(FakeHost::variable(*first, "changeSeq"), "0");
  host.reply_data(first, "changesAfter", page_json({changed(1, 3, "better")}, true));
  const auto second = host.take_post("GetChangesAfter");
  ASSERT_TRUE(second);
  EXPECT_EQ(FakeHost::variable(*second, "changeSeq"), "3");
  host.reply_data(second, "changesAfter", page_json({changed(2, 4, "", bob)}));
  EXPECT_EQ(host.message(1).content, "better");
  EXPECT_TRUE(host.message(2).is_deleted());
  // Once more a little later: two changes at once may become visible in the other order.
  for (int second = 0; second < 40 && host.count_posts("GetChangesAfter") == 0; ++second) {
    host.pass(1'000);
    if (host.count_posts("GetConversations") > 0) host.answer_round({link});
    if (auto tail = host.take_post("GetMessagesAfter"))
      host.reply_data(tail, "messagesAfter", page_json({}));
  }
  const auto again = host.take_post("GetChangesAfter");
  ASSERT_TRUE(again);
  EXPECT_EQ(FakeHost::variable(*again, "changeSeq"), "0");
  host.reply_data(again, "changesAfter", page_json({changed(1, 3, "better")}));
  host.pass(2'000);
  EXPECT_EQ(host.count_posts("GetChangesAfter"), 0u);
}

TEST(Changes, PushesInOrderNeedNoQuestion) {
  ChangeHost host;
  host.push("onMessageChange", changed(2, 1, "a", bob));
  host.push("onMessageChange", changed(2, 2, "b", bob));
  EXPECT_EQ(host.count_posts("GetChangesAfter"), 0u);
  host.push("onMessageChange", changed(2, 4, "d", bob));
  EXPECT_EQ(FakeHost::variable(*host.take_post("GetChangesAfter"), "changeSeq"), "2");
}

TEST(Changes, ReceiptsOnlyGrowAndSurviveARestart) {
  ChangeHost host;
  host.push("onReceipt", receipt_json(lobby, bob, 2));
  host.push("onReceipt", receipt_json(lobby, bob, 1));
  const auto expect_two = [&] {
    ASSERT_EQ(host.view().receipts.size(), 1u);
    EXPECT_EQ(host.view().receipts[0], (Receipt{bob, 2}));
  };
  expect_two();
  host.pass(300);
  host.disk_saves();
  host.restart(false);
  expect_two();
}

TEST(Changes, TypingShowsForAWhile) {
  ChangeHost host;
  const std::string typing = R"({"conversationId":")" + lobby.value + R"(","userId":"bob-sub"})";
  host.push("onTyping", typing);
  EXPECT_EQ(host.view().typing, (std::vector<UserId>{bob}));
  const uint64_t revision = host.client().revision();
  host.pass(Writers::lifetime_ms + 1);
  EXPECT_TRUE(host.view().typing.empty());
  EXPECT_GT(host.client().revision(), revision);
  host.push("onTyping", typing);
  host.push("onInbox", said(3, bob));  // He has written it.
  EXPECT_TRUE(host.view().typing.empty());
}

TEST(Changes, WhoGoesOnTypingAfterSendingIsToldAtOnce) {
  ChangeHost host;
  host.submit(Typing{lobby});
  host.submit(SendMessage{lobby, "first"});
  host.submit(Typing{lobby});
  EXPECT_EQ(host.count_posts("SendTyping"), 2u);
}

TEST(Changes, OnesOwnTypingIsToldNowAndThen) {
  ChangeHost host;
  for (int i = 0; i < 5; ++i) host.submit(Typing{lobby});
  EXPECT_EQ(host.count_posts("SendTyping"), 1u);
  host.pass(Writers::repeat_ms);
  host.submit(Typing{lobby});
  EXPECT_EQ(host.count_posts("SendTyping"), 2u);
  host.handle(NetworkChanged{false});
  host.submit(Typing{lobby});
  host.pass(Writers::repeat_ms);
  EXPECT_EQ(host.count_posts("SendTyping"), 2u);
}

TEST(Changes, ADraftIsKeptAndGoesWithAnEmptyText) {
  ChangeHost host;
  const auto restart = [&] {
    host.pass(300);
    host.disk_saves();
    host.restart(false);
  };
  host.submit(SaveDraft{lobby, "not yet"});
  restart();
  EXPECT_EQ(host.client().draft(lobby), "not yet");
  const size_t files = host.disk.size();
  host.submit(SaveDraft{lobby, ""});
  restart();
  EXPECT_EQ(host.client().draft(lobby), "");
  EXPECT_EQ(host.disk.size(), files - 1);
}

TEST(Changes, AGroupHasANameAndMembersThatComeAndGo) {
  ChangeHost host;
  EXPECT_EQ(host.submit(StartGroup{"team", {bob}}), "");
  EXPECT_EQ(host.submit(StartGroup{" ", {bob, carol}}), "");
  const ConversationId team{host.change(StartGroup{"team", {bob, carol, bob, alice}})};
  EXPECT_EQ(host.client().conversation(team).members.size(), 3u);
  const auto group = [&](const std::string& name, const std::string& members) {
    return R"({"id":")" + team.value + R"(","name":")" + name + R"(","memberIds":[)" + members +
           "]}";
  };
  host.reply_data(host.take_post("StartConversation"), "startConversation",
                  group("team", R"("alice-sub","bob-sub","carol-sub")"));
  host.change(RenameConversation{team, "crew"});
  host.reply_data(host.take_post("RenameConversation"), "renameConversation",
                  group("crew", R"("alice-sub","bob-sub","carol-sub")"));
  EXPECT_EQ(host.client().conversation(team).title, "crew");
  host.push("onConversationChange", group("crew", R"("alice-sub","carol-sub","dave-sub")"));
  EXPECT_EQ(host.client().conversation(team).members.size(), 3u);
  EXPECT_EQ(host.submit(RenameConversation{lobby, "no"}), "");
  EXPECT_EQ(host.submit(AddMembers{team, {carol}}), "");
  EXPECT_EQ(host.submit(LeaveConversation{lobby}), "");
}

TEST(Changes, LeavingTakesWhatIsUnsentAndEveryFileWithIt) {
  ChangeHost host;
  const ConversationId team{"team"};
  host.push("onConversation",
            R"({"id":"team","name":"team","memberIds":["alice-sub","bob-sub","carol-sub"]})");
  host.push("onInbox", message_json(team, "t1", bob, "hi", 1));
  host.submit(SaveDraft{team, "unsent"});
  host.pass(300);
  host.disk_saves();
  const std::string bad = host.change(SendMessage{team, "bad"});
  host.reply_error(host.take_post("CreateMessage"), "ValidationException");
  host.change(LeaveConversation{team});
  EXPECT_EQ(host.submit(SendMessage{team, "too late"}), "");
  // An earlier try arrived: who is no member any more is refused.
  host.reply_error(host.take_post("LeaveConversation"), "Unauthorized");
  EXPECT_EQ(host.client().conversations().size(), 1u);
  host.pass(300);
  host.disk_saves();
  for (const auto& [path, bytes] : host.disk) {
    EXPECT_FALSE(path.starts_with("d/") || path.starts_with("o/")) << path;
    EXPECT_EQ(bytes.find("\"hi\""), std::string::npos) << path;
  }
}

}  // namespace
}  // namespace chat
