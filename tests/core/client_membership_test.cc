// Who is in a conversation, and what happens when that ends.
#include <gtest/gtest.h>
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

const ConversationId lobby = direct_conversation_id(alice, bob), team{"team"};
constexpr const char* with_alice = R"("alice-sub","bob-sub","carol-sub")";

std::string team_of(const std::string& members) {
  return R"({"id":"team","name":"team","memberIds":[)" + members + "]}";
}
std::string lobby_link() {
  return conversation_link_json(lobby, {alice, bob}, 1, 1,
                                message_json(lobby, "m1", bob, "hello", 1));
}

/// Live, with one conversation.
struct LobbyHost : FakeHost {
  LobbyHost() { start_live({lobby_link()}); }
  void answer_list(const std::string& links) {
    reply_data(
        wait_for_post("GetConversations"), "me",
        R"({"id":"x","conversations":{"nextToken":null,"userConversations":[)" + links + "]}}");
  }
  std::string change(const Intent& intent) {
    std::string id = submit(intent);
    if (!id.empty()) disk_saves();
    return id;
  }
};

TEST(Membership, LeavingForgetsThisConversationWhateverElseWaits) {
  LobbyHost host;
  const ConversationId group{"a-group-whose-id-is-too-long-to-be-stored-in-place"};
  host.push("onConversation",
            R"({"id":")" + group.value +
                R"(","name":"t","memberIds":["alice-sub","bob-sub","carol-sub"]})");
  host.change(LeaveConversation{group});
  host.change(SendMessage{lobby, "in another one"});
  host.reply_error(host.take_post("LeaveConversation"), "Unauthorized");
  ASSERT_EQ(host.client().conversations().size(), 1u);
  EXPECT_EQ(host.client().conversations()[0].id, lobby);
  EXPECT_EQ(host.client().conversation(lobby).pending.size(), 1u);
}

TEST(Membership, WhatWasLeftOnAnotherDeviceGoesWithTheNextWholeList) {
  LobbyHost host;
  host.push("onConversation", team_of(with_alice));
  host.pass(300);
  host.disk_saves();
  host.restart();
  EXPECT_EQ(host.client().conversations().size(), 2u);
  host.refresh_token();
  host.go_live();
  host.answer_round({lobby_link()});
  ASSERT_EQ(host.client().conversations().size(), 1u);
  EXPECT_EQ(host.client().conversations()[0].id, lobby);
}

TEST(Membership, WhatWasLeftOnAnotherDeviceGoesWithThePushAboutIt) {
  LobbyHost host;
  host.push("onConversation", team_of(with_alice));
  EXPECT_EQ(host.client().conversations().size(), 2u);
  host.push("onConversationChange", team_of(R"("bob-sub","carol-sub")"));
  ASSERT_EQ(host.client().conversations().size(), 1u);
  EXPECT_EQ(host.client().conversations()[0].id, lobby);
}

TEST(Membership, WhatIsHeardOfWhileTheListIsReadStays) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.go_live();
  host.push("onConversation", team_of(with_alice));
  host.answer_round({lobby_link()});
  EXPECT_EQ(host.client().conversations().size(), 2u);
}

TEST(Membership, AListWithHolesTakesNothingAway) {
  LobbyHost host;
  host.push("onConversation", team_of(with_alice));
  host.answer_list("null");
  EXPECT_EQ(host.client().conversations().size(), 2u);
  // Nor does an answer without the list, which is asked for again.
  host.reply_data(host.wait_for_post("GetConversations"), "me",
                  R"({"id":"x","conversations":null})");
  EXPECT_EQ(host.client().conversations().size(), 2u);
  EXPECT_TRUE(host.wait_for_post("GetConversations").has_value());
}

TEST(Membership, UnsentWordsOutlastLeavingOnAnotherDevice) {
  LobbyHost host;
  host.push("onConversation", team_of(with_alice));
  host.change(SendMessage{team, "too late"});
  host.push("onConversationChange", team_of(R"("bob-sub","carol-sub")"));
  EXPECT_EQ(host.client().conversations().size(), 2u);
  host.reply_error(host.take_post("CreateMessage"), "Unauthorized");
  ASSERT_EQ(host.client().conversation(team).pending.size(), 1u);
  EXPECT_EQ(host.client().conversation(team).pending[0].state, SendState::rejected);
  host.submit(DiscardSend{host.client().conversation(team).pending[0].id});
  host.answer_list(lobby_link());
  EXPECT_EQ(host.client().conversations().size(), 1u);
}

TEST(Membership, WhoMayNotReadAsksForTheList) {
  LobbyHost host;
  host.push("onConversation", team_of(with_alice));
  while (const auto post = host.take_post("GetConversations")) host.reply_error(post, "Throttled");
  host.submit(OpenConversation{team});
  host.reply_error(host.take_post("GetMessagesBefore"), "Unauthorized");
  host.answer_list(lobby_link());
  EXPECT_EQ(host.client().conversations().size(), 1u);
}

TEST(Membership, AStartThatWasTakenAndLeftElsewhereIsNotRefused) {
  LobbyHost host;
  const std::string id = host.change(StartGroup{"crew", {bob, carol}});
  host.reply_error(host.take_post("StartConversation"), "Unauthorized");
  EXPECT_EQ(host.client().conversations().size(), 1u);
  EXPECT_EQ(host.client().unsent_count(), 0u);
}

TEST(Membership, WhoIsLeavingChangesNothingMore) {
  LobbyHost host;
  host.push("onConversation", team_of(with_alice));
  host.push("onInbox", message_json(team, "t1", alice, "hi", 1));
  host.change(LeaveConversation{team});
  EXPECT_EQ(host.submit(EditMessage{team, {"t1"}, "late"}), "");
  EXPECT_EQ(host.submit(DeleteMessage{team, {"t1"}}), "");
}

}  // namespace
}  // namespace chat
