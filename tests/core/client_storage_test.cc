#include <gtest/gtest.h>
#include "base/crc32c.h"
#include "base/encoding.h"
#include "core/rows.h"
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

const ConversationId lobby = direct_conversation_id(alice, bob);

std::string said(int64_t seq) {
  return message_json(lobby, "m" + std::to_string(seq), bob, std::to_string(seq), seq);
}

/// Live, with three messages of the lobby on the disk.
struct StoredHost : FakeHost {
  StoredHost() {
    start_live({conversation_link_json(lobby, {alice, bob}, 3, 0, said(3))});
    submit(OpenConversation{lobby});
    take_post("GetMessagesAfter");
    push("onInbox", said(2));
    push("onInbox", said(1));
    pass(300);
    disk_saves();
  }
};

TEST(Storage, AStartInTheDarkShowsWhatWasThere) {
  StoredHost host;
  host.restart(false);
  EXPECT_EQ(host.client().auth().screen, AuthScreen::signed_in);
  EXPECT_EQ(host.client().self().name, "alice");
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 3");
  EXPECT_EQ(host.client().conversations()[0].title, "bob");
  EXPECT_EQ(host.client().people().size(), 2u);
  EXPECT_TRUE(host.client().conversations_loaded());
  EXPECT_EQ(host.client().connection(), Connection::offline);
}

TEST(Storage, StartingTwiceWritesNothingNew) {
  StoredHost host;
  host.restart(false);
  host.pass(10'000);
  EXPECT_FALSE(host.has<Persist>());
}

TEST(Storage, ReceivedMessagesAreWrittenTogether) {
  StoredHost host;
  for (int64_t seq = 4; seq < 30; ++seq) host.push("onInbox", said(seq));
  EXPECT_FALSE(host.has<Persist>());
  host.pass(250);
  const auto persist = host.take<Persist>();
  ASSERT_TRUE(persist);
  EXPECT_FALSE(persist->strict);
  EXPECT_FALSE(host.has<Persist>());
}

TEST(Storage, AWindowThatIsHiddenWritesAtOnce) {
  StoredHost host;
  host.submit(SaveDraft{lobby, "half a sentence"});
  EXPECT_FALSE(host.has<Persist>());
  host.handle(VisibilityChanged{false});
  host.disk_saves();
  host.restart(false);
  EXPECT_EQ(host.client().draft(lobby), "half a sentence");
}

TEST(Storage, OneBatchIsOnItsWayAtATime) {
  StoredHost host;
  host.submit(SendMessage{lobby, "one"});
  host.submit(SendMessage{lobby, "two"});
  const auto first = host.take<Persist>();
  EXPECT_FALSE(host.has<Persist>());
  host.handle(Persisted{first->batch, PersistResult::ok});
  EXPECT_TRUE(host.has<Persist>());
}

TEST(Storage, AFailingDiskIsToldAndHoldsNothingBack) {
  StoredHost host;
  host.submit(SendMessage{lobby, "hello"});
  host.disk_saves(PersistResult::failed);
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::not_saving);
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 3 | me: hello (in flight)");
}

TEST(Storage, WhatFailedIsWrittenAgainAsStrictlyAsBefore) {
  StoredHost host;
  host.submit(SendMessage{lobby, "hello"});
  host.disk_saves(PersistResult::failed);
  host.push("onInbox", said(4));
  host.pass(60'000);
  const auto again = host.take<Persist>();
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->strict);
  bool entry = false, segment = false;
  for (const FileChange& change : again->changes) {
    entry |= change.path == "o/000000000001.ob" && change.bytes;
    segment |= change.path.starts_with("m/");
  }
  EXPECT_TRUE(entry && segment);
  host.handle(Persisted{again->batch, PersistResult::ok});
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::none);
}

TEST(Storage, AnAnswerToAnEarlierBatchSavesNothing) {
  StoredHost host;
  host.submit(SendMessage{lobby, "hello"});
  const auto batch = host.take<Persist>();
  ASSERT_TRUE(batch);
  host.handle(Persisted{batch->batch - 1, PersistResult::ok});
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 3 | me: hello (saving)");
  host.handle(Persisted{batch->batch, PersistResult::ok});
  EXPECT_TRUE(host.take_post("CreateMessage"));
}

TEST(Storage, AFullDiskGivesUpTheCacheButNotTheOutbox) {
  StoredHost host;
  host.submit(CloseConversation{});
  host.submit(SendMessage{lobby, "hello"});
  host.disk_saves(PersistResult::disk_full);
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::disk_full);
  host.pass(60'000);
  host.disk_saves();
  EXPECT_FALSE(host.disk.contains("m/0/0"));
  EXPECT_TRUE(host.disk.contains("o/000000000001.ob"));
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::none);
}

TEST(Storage, APageThatWasAskedForBeforeTheCacheWasGivenUpMayBeOlderThanIt) {
  FakeHost host;
  host.start_live({conversation_link_json(lobby, {alice, bob}, 1, 0)});
  host.submit(OpenConversation{lobby});
  const auto page = host.take_post("GetMessagesBefore");
  std::string edited = message_json(lobby, "m1", bob, "better", 1);
  edited.insert(edited.size() - 1, R"(,"changeSeq":1,"editedAt":"2026-11-24T11:00:00.000Z")");
  host.push("onMessageChange", edited);
  host.submit(CloseConversation{});
  host.pass(300);
  host.disk_saves(PersistResult::disk_full);
  host.reply_data(page, "messagesBefore", page_json({message_json(lobby, "m1", bob, "old", 1)}));
  host.submit(OpenConversation{lobby});
  EXPECT_TRUE(host.client().conversation(lobby).confirmed.empty());
  host.reply_data(host.wait_for_post("GetMessagesBefore"), "messagesBefore", page_json({edited}));
  EXPECT_EQ(host.client().conversation(lobby).confirmed.front().content, "better");
}

TEST(Storage, AListThatWasAskedForBeforeTheCacheWasGivenUpMayBeOlderThanIt) {
  StoredHost host;
  host.submit(CloseConversation{});
  const auto list = host.wait_for_post("GetConversations");
  ASSERT_TRUE(list);
  std::string edited = message_json(lobby, "m3", bob, "better", 3);
  edited.insert(edited.size() - 1, R"(,"changeSeq":1,"editedAt":"2026-11-24T11:00:00.000Z")");
  host.push("onMessageChange", edited);
  host.pass(300);
  host.disk_saves(PersistResult::disk_full);
  host.reply_data(list, "me",
                  R"({"id":"x","conversations":{"nextToken":null,"userConversations":[)" +
                      conversation_link_json(lobby, {alice, bob}, 3, 0, said(3)) + "]}}");
  EXPECT_TRUE(host.client().conversation(lobby).confirmed.empty());
  host.pass(0);
  EXPECT_EQ(host.count_posts("GetConversations"), 1u);
}

TEST(Storage, ATakenOverStoreStopsEverything) {
  StoredHost host;
  host.submit(SendMessage{lobby, "hello"});
  host.disk_saves(PersistResult::fenced);
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::taken_over);
  EXPECT_TRUE(host.has<CloseSocket>());
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);
  EXPECT_EQ(host.submit(SendMessage{lobby, "more"}), "");
  host.handle(NetworkChanged{false});
  host.handle(NetworkChanged{true});
  host.pass(3'600'000);
  EXPECT_FALSE(host.has<Persist>());
  EXPECT_FALSE(host.has<OpenSocket>());
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);
}

/// An edit was saved without a network; some time later there is one.
struct WaitingEditHost : StoredHost {
  WaitingEditHost() {
    push("onInbox", message_json(lobby, "mine", alice, "hello", 4));
    handle(NetworkChanged{false});
    submit(EditMessage{lobby, {"mine"}, "a wish"});
    disk_saves();
    pass(1'000);
    handle(NetworkChanged{true});
    pass(0);
  }
};

TEST(Storage, AnEditGoesOutOnlyFromTheWindowThatHasTheStore) {
  // Another window has taken the store over; there the message is edited once more. This one has
  // not heard of it.
  WaitingEditHost host;
  EXPECT_EQ(host.count_posts("EditMessage"), 0u);
  host.disk_saves(PersistResult::fenced);
  EXPECT_EQ(host.count_posts("EditMessage"), 0u);
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::taken_over);
}

TEST(Storage, AnEditThatWaitedGoesOutOnceTheDiskHasSaidWhoseTheStoreIs) {
  WaitingEditHost host;
  host.disk_saves();
  EXPECT_EQ(host.count_posts("EditMessage"), 1u);
}

TEST(Storage, ATakenOverWindowKeepsNoCredentialAnyMore) {
  StoredHost host;
  host.pass(3'600'000 - 60'000);
  host.go_live();
  const auto refresh = host.wait_for_post("GetTokensFromRefreshToken");
  ASSERT_TRUE(refresh);
  host.submit(SendMessage{lobby, "hello"});
  while (host.take<PostHttp>()) {
  }
  host.disk_saves(PersistResult::fenced);
  host.reply(refresh, R"({"AuthenticationResult":{"AccessToken":")" + token_of(alice, 2) +
                          R"(","ExpiresIn":3600,"RefreshToken":"rotated"}})");
  host.pass(3'600'000);
  EXPECT_FALSE(host.has<SaveCredential>());
  EXPECT_FALSE(host.has<PostHttp>());
}

TEST(Storage, WithoutADiskItWorksAndSaysSo) {
  FakeHost host;
  host.credential = credential_of(alice);
  host.handle(Started{
      {"http://local/graphql", "http://local/cognito/", "r", "r_p", "c"}, host.credential, true});
  host.handle(StoreOpened{false, {}});
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::not_saving);
  host.refresh_token();
  host.go_live();
  host.answer_round({conversation_link_json(lobby, {alice, bob}, 0, 0)});
  host.submit(SendMessage{lobby, "hello"});
  EXPECT_EQ(host.screen(lobby), "me: hello (in flight)");
  EXPECT_FALSE(host.has<Persist>());
}

TEST(Storage, ADamagedSegmentCostsItsStretchAndIsLoadedAgain) {
  StoredHost host;
  host.disk["m/0/0"][60] ^= 1;
  host.restart();
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::damaged_data);
  EXPECT_EQ(host.screen(lobby), "");
  EXPECT_EQ(host.client().conversations()[0].last_content, "3");
  host.refresh_token();
  host.go_live();
  host.answer_round({conversation_link_json(lobby, {alice, bob}, 3, 0, said(3))});
  EXPECT_EQ(host.screen(lobby), "bob: 3");
  // A notice that is gone before it can be read says nothing.
  host.pass(9'900);
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::damaged_data);
  host.pass(100);
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::none);
}

TEST(Storage, DamagedHeadsCostTheListAndTheOutboxStays) {
  StoredHost host;
  host.handle(NetworkChanged{false});
  host.submit(SendMessage{lobby, "kept"});
  host.disk_saves();
  host.disk["c/0"] = "nonsense";
  host.restart(false);
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::damaged_data);
  EXPECT_EQ(host.screen(lobby), "me: kept (queued)");
  EXPECT_EQ(host.client().conversations().size(), 1u);
}

TEST(Storage, ADamagedEntryIsShownAndNotSent) {
  StoredHost host;
  host.handle(NetworkChanged{false});
  host.submit(SendMessage{lobby, "hello"});
  host.disk_saves();
  std::string& file = host.disk["o/000000000001.ob"];
  file[file.find("hello")] = 'j';
  host.restart();
  host.refresh_token();
  EXPECT_EQ(host.screen(lobby), "bob: 1 | bob: 2 | bob: 3 | me: jello (rejected)");
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);
}

TEST(Storage, AnUnreadableEntryIsCountedAndItsFileKept) {
  StoredHost host;
  host.disk["o/000000000007.ob"] = "chatql 1 outbox 00000000\n{\"id\":";
  host.restart();
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::damaged_message);
  EXPECT_EQ(host.client().unsent_count(), 1u);
  host.submit(SignOut{});
  EXPECT_EQ(host.client().auth().problem, AuthProblem::unsent_messages);
  host.submit(SendMessage{lobby, "next"});
  host.disk_saves();
  EXPECT_TRUE(host.disk.contains("o/000000000007.ob"));
  EXPECT_TRUE(host.disk.contains("o/000000000008.ob"));
}

TEST(Storage, AnUnreadableEntryGoesWhenTheUserKnowsOfIt) {
  StoredHost host;
  host.disk["o/000000000007.ob"] = "chatql 1 outbox 00000000\n{\"id\":";
  host.restart(false);
  host.submit(DismissDamage{});
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::none);
  EXPECT_EQ(host.client().unsent_count(), 0u);
  host.pass(300);
  host.disk_saves();
  EXPECT_FALSE(host.disk.contains("o/000000000007.ob"));
  host.restart(false);
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::none);
}

TEST(Storage, AnEntryOfANewerVersionIsKept) {
  StoredHost host;
  host.disk["o/000000000007.ob"] = "chatql 2 outbox 00000000\nsomething";
  host.restart();
  host.pass(1'000);
  if (host.has<Persist>()) host.disk_saves();
  EXPECT_TRUE(host.disk.contains("o/000000000007.ob"));
}

TEST(Storage, FilesOfSomebodyElseAreNotBelieved) {
  StoredHost host;
  const auto disk = host.disk;
  FakeHost other;
  other.disk = disk;
  other.start(false, bob);
  EXPECT_EQ(other.client().self().id, bob);
}

TEST(Storage, TheLaterGenerationOfTheMetaHolds) {
  StoredHost host;
  for (const bool turned : {false, true}) {
    host.disk[turned ? "meta.b" : "meta.a"] = encode_meta({{alice, "later"}, true, 8});
    host.disk[turned ? "meta.a" : "meta.b"] = encode_meta({{alice, "earlier"}, true, 7});
    host.restart(false);
    EXPECT_EQ(host.client().self().name, "later");
  }
}

TEST(Storage, OneOfTwoGenerationsOfTheMetaIsEnough) {
  StoredHost host;
  ASSERT_TRUE(host.disk.contains("meta.b"));
  host.disk["meta.a"] = "half a fi";
  host.restart(false);
  EXPECT_TRUE(host.client().conversations_loaded());
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::none);
  host.pass(300);
  host.disk_saves();
  EXPECT_NE(host.disk["meta.a"], "half a fi");
  host.disk["meta.a"] = host.disk["meta.b"] = "half a fi";
  host.restart(false);
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::damaged_data);
  // What is written then replaces both: another start has nothing to mend.
  host.pass(300);
  host.disk_saves();
  host.restart(false);
  host.pass(300);
  EXPECT_FALSE(host.has<Persist>());
}

TEST(Storage, WhatALaterVersionWroteIsNotTouched) {
  StoredHost host;
  std::string text = "chatql 3 surprise ";
  host.disk["x/1"] = text + to_hex(crc32c(text + "{}"), 8) + "\n{}";
  host.restart();
  host.refresh_token();  // It was on its way before the disk was read.
  EXPECT_EQ(host.client().storage_trouble(), StorageTrouble::later_version);
  EXPECT_EQ(host.submit(StartConversation{carol}), "");
  host.submit(SignOut{true});
  host.pass(60'000);
  host.handle(NetworkChanged{true});
  host.handle(VisibilityChanged{true});
  EXPECT_FALSE(host.has<Persist>() || host.has<PostHttp>() || host.has<OpenSocket>() ||
               host.has<EraseUser>());
}

TEST(Storage, AMessageQueuedByVersionOneIsSent) {
  FakeHost host;
  const std::string payload =
      R"({"id":"old","conversation":"alice-sub_bob-sub","kind":"message","content":"hi",)"
      R"("writtenAt":5,"state":"queued","members":[],"request":"{}"})";
  host.disk["o/000000000004.ob"] = "chatql 1 outbox " + to_hex(crc32c(payload), 8) + "\n" + payload;
  const std::string meta = R"({"id":"alice-sub","name":"alice","listed":true})";
  host.disk["meta"] = "chatql 1 meta " + to_hex(crc32c(meta), 8) + "\n" + meta;
  host.start();
  EXPECT_EQ(host.client().unsent_count(), 1u);
  host.pass(300);
  host.disk_saves();
  EXPECT_FALSE(host.disk.contains("meta"));
  EXPECT_TRUE(host.disk.contains("meta.b"));
  host.refresh_token();
  EXPECT_EQ(FakeHost::variable(*host.take_post("CreateMessage"), "id"), "old");
}

}  // namespace
}  // namespace chat
