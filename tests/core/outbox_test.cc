#include "core/outbox.h"
#include <gtest/gtest.h>

namespace chat {
namespace {

constexpr Instant now{1'000};

OutboxEntry entry(const std::string& id, const std::string& conversation) {
  OutboxEntry e;
  e.id = id;
  e.conversation = {conversation};
  e.content = "text of " + id;
  e.state = SendState::queued;
  return e;
}
std::string next(Outbox& outbox) {
  OutboxEntry* e = outbox.sendable(now);
  if (!e) return "";
  e->state = SendState::in_flight;
  return e->id;
}

TEST(Outbox, SendsOneAfterTheOtherWithinAConversation) {
  Outbox outbox;
  outbox.push(entry("a1", "a"));
  outbox.push(entry("a2", "a"));
  EXPECT_EQ(next(outbox), "a1");
  EXPECT_EQ(next(outbox), "");
  outbox.remove("a1");
  EXPECT_EQ(next(outbox), "a2");
}

TEST(Outbox, ConversationsSendAtTheSameTimeUpToALimit) {
  Outbox outbox;
  for (const char* conversation : {"a", "b", "c", "d", "e"})
    outbox.push(entry(std::string(conversation) + "1", conversation));
  for (const char* id : {"a1", "b1", "c1", "d1"}) EXPECT_EQ(next(outbox), id);
  EXPECT_EQ(next(outbox), "");
  EXPECT_EQ(outbox.next_deadline(), std::nullopt);
  outbox.remove("b1");
  EXPECT_EQ(next(outbox), "e1");
}

TEST(Outbox, AReadMarkWaitsForItsConversationToBeStarted) {
  Outbox outbox;
  outbox.admit();
  OutboxEntry start = entry("start", "a"), mark = entry("mark", "a");
  start.kind = OutboxEntry::Kind::start_conversation;
  mark.kind = OutboxEntry::Kind::mark_read;
  outbox.push(start);
  outbox.push(mark);
  EXPECT_EQ(next(outbox), "start");
  EXPECT_EQ(next(outbox), "");
  outbox.remove("start");
  EXPECT_EQ(next(outbox), "mark");
}

TEST(Outbox, NothingIsSentBeforeItIsSaved) {
  Outbox outbox;
  OutboxEntry saving = entry("a1", "a");
  saving.state = SendState::saving;
  outbox.push(saving).batch = 3;
  EXPECT_EQ(next(outbox), "");
  EXPECT_EQ(outbox.next_deadline(), std::nullopt);
  EXPECT_FALSE(outbox.release(2));
  EXPECT_TRUE(outbox.release(3));
  EXPECT_EQ(next(outbox), "a1");
}

TEST(Outbox, AnEntryThatWasNotHandedToTheDiskIsNotReleased) {
  Outbox outbox;
  OutboxEntry saving = entry("a1", "a");
  saving.state = SendState::saving;
  outbox.push(saving);
  EXPECT_FALSE(outbox.release(9));
}

TEST(Outbox, ARejectedEntryStopsItsOwnConversationOnly) {
  Outbox outbox;
  outbox.push(entry("a1", "a")).state = SendState::rejected;
  outbox.push(entry("a2", "a"));
  outbox.push(entry("b1", "b"));
  EXPECT_EQ(next(outbox), "b1");
  EXPECT_EQ(next(outbox), "");
  outbox.remove("a1");
  EXPECT_EQ(next(outbox), "a2");
}

TEST(Outbox, ABackoffAtTheHeadHoldsWhatIsBehindIt) {
  Outbox outbox;
  Prng prng(1);
  outbox.push(entry("a1", "a")).backoff.fail(now, prng);
  outbox.push(entry("a2", "a"));
  EXPECT_EQ(next(outbox), "");
  EXPECT_GT(outbox.next_deadline(), now);
  outbox.forget_failures();
  EXPECT_EQ(next(outbox), "a1");
}

TEST(Outbox, RestoresTheOrderOfSending) {
  Outbox outbox;
  for (const uint64_t order : {7, 2, 5}) {
    OutboxEntry e = entry("a" + std::to_string(order), "a");
    e.order = order;
    outbox.restore(e);
  }
  EXPECT_EQ(next(outbox), "a2");
  EXPECT_EQ(outbox.push(entry("new", "a")).order, 8u);
}

TEST(Outbox, TheNumberOfADamagedFileIsNotUsedAgain) {
  Outbox outbox;
  outbox.skip_order(41);
  EXPECT_EQ(outbox.push(entry("a1", "a")).order, 42u);
}

TEST(Outbox, RestoresAnIdOnce) {
  Outbox outbox;
  OutboxEntry e = entry("a1", "a");
  e.order = 1;
  outbox.restore(e);
  e.order = 2;
  outbox.restore(e);
  EXPECT_EQ(outbox.entries().size(), 1u);
}

TEST(Backoff, GrowsUpToItsCeilingAndIsNeverZero) {
  Prng prng(5);
  Backoff backoff;
  int64_t longest = 0;
  for (int i = 0; i < 200; ++i) {
    backoff.fail(now, prng);
    const int64_t wait = backoff.not_before().ms - now.ms;
    EXPECT_GE(wait, Backoff::floor_ms);
    EXPECT_LE(wait, Backoff::floor_ms + Backoff::ceiling_ms);
    longest = std::max(longest, wait);
  }
  EXPECT_GT(longest, Backoff::ceiling_ms / 2);
  backoff.reset();
  EXPECT_TRUE(backoff.ready(now));
}

TEST(Backoff, ClientsThatFailedTogetherTryAgainAtDifferentTimes) {
  int64_t shortest = Backoff::ceiling_ms, longest = 0;
  for (uint64_t seed = 1; seed <= 100; ++seed) {
    Prng prng(seed);
    Backoff backoff;
    backoff.fail(now, prng);
    shortest = std::min(shortest, backoff.not_before().ms - now.ms);
    longest = std::max(longest, backoff.not_before().ms - now.ms);
  }
  EXPECT_LT(shortest, Backoff::floor_ms + Backoff::first_ms / 4);
  EXPECT_GT(longest, Backoff::floor_ms + Backoff::first_ms * 3 / 4);
}

}  // namespace
}  // namespace chat
