#include "core/directory.h"
#include <gtest/gtest.h>
#include "core/catch_up.h"
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

const ConversationId lobby = direct_conversation_id(alice, bob);
const ConversationId with_carol = direct_conversation_id(alice, carol);

std::string said(int64_t seq, const UserId& sender = bob) {
  return message_json(lobby, "m" + std::to_string(seq), sender, std::to_string(seq), seq);
}
std::string link(int64_t last_seq, int64_t read_seq = 0) {
  return conversation_link_json(lobby, {alice, bob}, last_seq, read_seq,
                                last_seq > 0 ? said(last_seq) : "");
}

TEST(ClientDirectory, UnreadCountsWhatOthersWroteAfterTheMark) {
  FakeHost host;
  host.start_live({link(5, 2)});
  const auto summary = [&] { return host.client().conversations()[0]; };
  // What is not here cannot be counted.
  EXPECT_EQ(summary().unread, 1);
  EXPECT_FALSE(summary().unread_is_exact);
  const auto missing = host.take_post("GetMessagesBefore");
  host.reply_data(missing, "messagesBefore", page_json({said(4), said(3), said(2), said(1)}));
  EXPECT_EQ(summary().unread, 3);
  EXPECT_TRUE(summary().unread_is_exact);
  host.push("onInbox", said(6));
  EXPECT_EQ(host.client().conversations()[0].unread, 4);
  host.push("onInbox", said(7, alice));  // From another device: he has read what is above.
  EXPECT_EQ(host.client().conversations()[0].unread, 0);
}

TEST(ClientDirectory, OnesOwnMessagesAreNeverUnread) {
  ConversationRecord record;
  for (int64_t seq = 1; seq <= 3; ++seq)
    record.timeline.apply({{"m"}, lobby, seq == 2 ? alice : bob, "x", seq, {}});
  record.head.preview.seq = 3;
  EXPECT_EQ(unread_of(record, alice).count, 2);
}

TEST(ClientDirectory, ReadMarksAreSentAsTheirMaximum) {
  FakeHost host;
  host.start_live({link(9, 0)});
  host.submit(MarkRead{lobby, 3});
  host.submit(MarkRead{lobby, 7});
  host.submit(MarkRead{lobby, 5});
  host.pass(300);
  host.disk_saves();
  const auto first = host.take_post("MarkRead");
  EXPECT_EQ(FakeHost::variable(*first, "seq"), "7");
  host.submit(MarkRead{lobby, 8});
  host.submit(MarkRead{lobby, 9});
  EXPECT_EQ(host.count_posts("MarkRead"), 0u);
  host.reply_data(first, "markRead", receipt_json(lobby, alice, 7));
  const auto second = host.take_post("MarkRead");
  EXPECT_EQ(FakeHost::variable(*second, "seq"), "9");
  host.reply_data(second, "markRead", receipt_json(lobby, alice, 9));
  EXPECT_EQ(host.count_posts("MarkRead"), 0u);
  EXPECT_EQ(host.client().conversations()[0].unread, 0);
}

TEST(ClientDirectory, AReadMarkSetOfflineIsSentAfterARestart) {
  FakeHost host;
  host.start_live({link(9, 0)});
  host.handle(NetworkChanged{false});
  host.submit(MarkRead{lobby, 9});
  host.pass(300);
  host.disk_saves();
  host.restart();
  EXPECT_EQ(host.client().conversations()[0].unread, 0);
  host.refresh_token();
  EXPECT_EQ(FakeHost::variable(*host.take_post("MarkRead"), "seq"), "9");
}

TEST(ClientDirectory, ARefusedReadMarkIsTakenBack) {
  FakeHost host;
  host.start_live({link(9, 4)});
  host.submit(MarkRead{lobby, 9});
  host.pass(300);
  host.disk_saves();
  EXPECT_EQ(host.client().conversation(lobby).read_seq, 9);
  host.reply_error(host.take_post("MarkRead"), "Unauthorized");
  EXPECT_EQ(host.client().conversation(lobby).read_seq, 4);
}

TEST(ClientDirectory, AReadMarkWhoseFileIsDamagedIsTakenBack) {
  FakeHost host;
  host.start_live({link(9, 4)});
  host.handle(NetworkChanged{false});
  host.submit(MarkRead{lobby, 9});
  host.pass(300);
  host.disk_saves();
  host.disk.at("o/000000000001.ob") = "?";
  host.restart();
  EXPECT_EQ(host.client().conversation(lobby).read_seq, 4);
}

TEST(ClientDirectory, AMessageOfAnUnknownConversationBringsItIntoTheList) {
  FakeHost host;
  host.start_live({});
  host.push("onInbox", said(1));
  ASSERT_EQ(host.client().conversations().size(), 1u);
  EXPECT_EQ(host.client().conversations()[0].title, "bob");
  EXPECT_EQ(host.count_posts("GetConversations"), 1u);
}

TEST(ClientDirectory, AConversationThatSomebodyStartsAppears) {
  FakeHost host;
  host.start_live({});
  host.push("onConversation",
            R"({"id":")" + with_carol.value +
                R"(","name":"n","lastSeq":0,"memberIds":["alice-sub","carol-sub"]})");
  ASSERT_EQ(host.client().conversations().size(), 1u);
  EXPECT_EQ(host.client().conversations()[0].title, "carol");
}

TEST(ClientDirectory, WhoeverSignedUpWhileNobodyListenedIsFoundByTheNextRound) {
  FakeHost host;
  host.start_live({});
  host.pass(CatchUp::settle_first_ms);
  const auto again = host.take_post("GetUsers");
  ASSERT_TRUE(again);
  EXPECT_EQ(FakeHost::variable(*again, "after"), "absent");
  host.reply_data(again, "users",
                  R"({"nextToken":null,"users":[)" + user_json({"dan-sub"}, "dan") + "]}");
  EXPECT_EQ(host.client().name_of({"dan-sub"}), "dan");
}

TEST(ClientDirectory, PeopleComeInPagesAndByPush) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.go_live();
  host.reply_data(host.take_post("GetUsers"), "users",
                  R"({"nextToken":"p2","users":[)" + user_json(bob, "Bob") + "," +
                      user_json(alice, "alice") + "]}");
  ASSERT_EQ(host.client().people().size(), 1u);  // Without himself.
  EXPECT_TRUE(host.client().has_more_people());
  host.submit(LoadMorePeople{});
  const auto second = host.take_post("GetUsers");
  EXPECT_EQ(FakeHost::variable(*second, "after"), "p2");
  host.reply_data(second, "users",
                  R"({"nextToken":null,"users":[)" + user_json(carol, "carol") + "]}");
  EXPECT_FALSE(host.client().has_more_people());
  host.push("subscribeToNewUsers", user_json({"dan-sub"}, "ABE"));
  std::string names;
  for (const User& user : host.client().people()) names += user.name + " ";
  EXPECT_EQ(names, "ABE Bob carol ");
}

}  // namespace
}  // namespace chat
