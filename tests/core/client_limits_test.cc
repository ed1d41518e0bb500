// What has an end, and what happens there.
#include <gtest/gtest.h>
#include "core/analytics.h"
#include "core/catch_up.h"
#include "core/directory.h"
#include "core/outbox.h"
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

const ConversationId lobby = direct_conversation_id(alice, bob);
const ConversationId with_carol = direct_conversation_id(alice, carol);

/// Live, with one conversation of two and a group.
struct LimitHost : FakeHost {
  LimitHost() {
    start_live({conversation_link_json(lobby, {alice, bob}, 0, 0),
                conversation_link_json({"team"}, {alice, bob, carol}, 0, 0)});
  }
  /// Asks, submits, and sees that both say the same.
  Refusal refusal(const Intent& intent) {
    const Refusal refusal = client().refusal_of(intent);
    EXPECT_EQ(submit(intent).empty(), refusal != Refusal::none);
    return refusal;
  }
};

std::vector<UserId> strangers(size_t count) {
  std::vector<UserId> users;
  for (size_t i = 0; i < count; ++i) users.push_back({"user-" + std::to_string(i)});
  return users;
}

TEST(Limits, AMessageAsLongAsTheServersLimitGoesAndALongerOneDoesNot) {
  LimitHost host;
  const std::string longest(message_length_max, 'x');
  EXPECT_EQ(host.refusal(SendMessage{lobby, longest}), Refusal::none);
  EXPECT_EQ(host.refusal(SendMessage{lobby, longest + "x"}), Refusal::too_long);
  EXPECT_EQ(host.refusal(SendMessage{lobby, "  \n"}), Refusal::nothing_to_say);
  EXPECT_EQ(host.refusal(SendMessage{{"nowhere"}, "hi"}), Refusal::not_possible);
  const MessageId id{host.submit(SendMessage{lobby, "hi"})};
  EXPECT_EQ(host.refusal(EditMessage{lobby, id, longest + "x"}), Refusal::too_long);
}

TEST(Limits, AFullOutboxRefusesWhatNeedsAPlace) {
  LimitHost host;
  host.handle(NetworkChanged{false});
  for (size_t i = 0; i < Outbox::entries_max; ++i)
    ASSERT_NE(host.submit(SendMessage{lobby, "x"}), "");
  EXPECT_EQ(host.refusal(SendMessage{lobby, "x"}), Refusal::outbox_full);
  EXPECT_EQ(host.refusal(StartConversation{carol}), Refusal::outbox_full);
  EXPECT_EQ(host.refusal(RenameConversation{{"team"}, "crew"}), Refusal::outbox_full);
  EXPECT_EQ(host.client().unsent_count(), Outbox::entries_max);
}

TEST(Limits, AGroupHasNoMorePeopleThanTheServerTakes) {
  LimitHost host;
  EXPECT_EQ(host.refusal(StartGroup{"g", {bob}}), Refusal::too_few_members);
  EXPECT_EQ(host.refusal(StartGroup{"g", strangers(members_max)}), Refusal::too_many_members);
  EXPECT_EQ(host.refusal(StartGroup{"g", strangers(members_max - 1)}), Refusal::none);
  EXPECT_EQ(host.refusal(StartGroup{std::string(name_length_max + 1, 'x'), strangers(3)}),
            Refusal::name_too_long);
  EXPECT_EQ(host.refusal(AddMembers{{"team"}, strangers(members_max - 2)}),
            Refusal::too_many_members);
  EXPECT_EQ(host.refusal(AddMembers{{"team"}, {carol}}), Refusal::too_few_members);
}

TEST(Limits, MoreConversationsThanFitAreRefusedAndToldOf) {
  LimitHost host;
  for (size_t i = 2; i < Directory::conversations_max; ++i)
    host.push("onConversation", R"({"id":"c)" + std::to_string(i) +
                                    R"(","name":"n","memberIds":["alice-sub","bob-sub"]})");
  EXPECT_TRUE(host.client().conversations_are_cut());
  EXPECT_EQ(host.refusal(StartConversation{carol}), Refusal::too_many_conversations);
}

TEST(Limits, ADraftMayBeLongerThanAMessageButNotForEver) {
  LimitHost host;
  EXPECT_EQ(host.client().refusal_of(SaveDraft{lobby, std::string(draft_length_max, 'x')}),
            Refusal::none);
  host.submit(SaveDraft{lobby, std::string(draft_length_max, 'x')});
  EXPECT_EQ(host.client().draft(lobby).size(), draft_length_max);
  host.submit(SaveDraft{lobby, std::string(draft_length_max + 1, 'x')});
  EXPECT_EQ(host.client().draft(lobby).size(), draft_length_max);
}

// --- Rows in memory ----------------------------------------------------------------------------

void fill(FakeHost& host, const ConversationId& id, int64_t count) {
  for (int64_t seq = 1; seq <= count; ++seq)
    host.push("onInbox", message_json(id, id.value + std::to_string(seq), alice, "x", seq));
}
size_t rows(FakeHost& host, const ConversationId& id) {
  return host.client().conversation(id).confirmed.size();
}

constexpr int64_t half = Directory::rows_max / 2;

TEST(Limits, AQuietConversationLetsGoOfAllButItsNewestMessages) {
  LimitHost host;
  fill(host, lobby, half);
  EXPECT_EQ(rows(host, lobby), size_t{half});
  fill(host, {"team"}, half + 1);
  // Their newest messages are of the same time: the first one by id is the quieter one.
  EXPECT_EQ(rows(host, lobby) + rows(host, {"team"}), half + Directory::rows_kept + 1);
  host.pass(300);
  while (host.has<Persist>()) host.disk_saves();
  const std::string before = host.screen(lobby);
  EXPECT_TRUE(host.client().conversation(lobby).has_older);
  host.restart(false);
  EXPECT_EQ(host.screen(lobby), before);  // What the disk says is what memory says.
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::none);
}

TEST(Limits, WhatIsOpenKeepsAllItsMessages) {
  LimitHost host;
  host.submit(OpenConversation{lobby});
  fill(host, lobby, Directory::rows_max + 1);
  EXPECT_EQ(rows(host, lobby), Directory::rows_max + 1);
  host.submit(CloseConversation{});
  EXPECT_EQ(rows(host, lobby), Directory::rows_kept);
}

TEST(Limits, WhatWasLetGoIsAskedForWhenSomebodyScrollsUp) {
  LimitHost host;
  fill(host, lobby, Directory::rows_max + 1);
  host.submit(OpenConversation{lobby});
  host.submit(LoadOlder{lobby});
  std::optional<PostHttp> post;
  while (!post) {
    const auto tail = host.take_post("GetMessagesAfter");
    if (tail) host.reply_data(tail, "messagesAfter", page_json({}));
    post = host.wait_for_post("GetMessagesBefore");
  }
  const int64_t first = Directory::rows_max + 2 - Directory::rows_kept;
  EXPECT_EQ(FakeHost::variable(*post, "seq"), std::to_string(first));
  host.reply_data(post, "messagesBefore",
                  page_json({message_json(lobby, "old", bob, "old", first - 1)}, true));
  EXPECT_EQ(rows(host, lobby), Directory::rows_kept + 1);
}

TEST(Limits, ANumberThatNoMessageCanHaveIsNotBelieved) {
  LimitHost host;
  const std::string largest = std::to_string(INT64_MAX);
  host.push("onInbox", message_json(lobby, "m9", alice, "hi", INT64_MAX));
  host.push("onReceipt", receipt_json(lobby, alice, INT64_MAX));
  host.push("onConversationChange", R"({"id":")" + lobby.value + R"(","name":"x","lastSeq":)" +
                                        largest + R"(,"lastChangeSeq":)" + largest + "}");
  host.pass(1'000);
  EXPECT_EQ(host.client().conversation(lobby).read_seq, 0);
  EXPECT_EQ(host.client().conversations().front().unread, 0);
  host.push("onInbox", message_json(lobby, "m1", bob, "hi", 1));
  EXPECT_EQ(host.client().conversation(lobby).confirmed.size(), 1u);
}

// --- What is counted ---------------------------------------------------------------------------

size_t named(const PostHttp& post, const std::string& name) {
  size_t count = 0;
  for (size_t at = 0; (at = post.body.find('"' + name + '"', at)) != std::string::npos; ++at)
    ++count;
  return count;
}

TEST(Analytics, CountsASessionAndWhatWasSentButNeverWhatItSays) {
  LimitHost host;
  const std::string id = host.submit(SendMessage{lobby, "a secret"});
  host.disk_saves();
  host.reply_data(host.take_post("CreateMessage"), "createMessage",
                  message_json(lobby, id, alice, "a secret", 1));
  host.push("onInbox", message_json(lobby, id, alice, "a secret", 1));
  const auto post = host.wait_for_post("RecordEvents");
  ASSERT_TRUE(post);
  EXPECT_EQ(named(*post, Analytics::session_start), 1u);
  EXPECT_EQ(named(*post, Analytics::message_sent), 1u);
  EXPECT_EQ(post->body.find("secret"), std::string::npos);
}

TEST(Analytics, GoesInBatchesAndDropsWhatIsTooMuch) {
  LimitHost host;
  for (size_t i = 0; i < Analytics::events_max; ++i) host.handle(VisibilityChanged{i % 2 == 1});
  size_t batches = 0, counted = 0;
  while (const auto post = host.wait_for_post("RecordEvents")) {
    const size_t size = named(*post, "id");
    EXPECT_LE(size, Analytics::batch_max);
    counted += size;
    if (++batches == 1)
      host.lose(post), counted -= size;  // Goes once more.
    else
      host.reply_data(post, "recordEvents", "1");
    if (counted >= Analytics::events_max) break;
  }
  EXPECT_EQ(counted, Analytics::events_max);
  EXPECT_FALSE(host.client().server_trouble());
}

TEST(Analytics, WhatTheServerRefusesIsGone) {
  LimitHost host;
  host.reply_error(host.wait_for_post("RecordEvents"), "ValidationException");
  host.pass(60'000);
  EXPECT_EQ(host.count_posts("RecordEvents"), 0u);
}

}  // namespace
}  // namespace chat
