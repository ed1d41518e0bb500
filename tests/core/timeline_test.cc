#include "core/timeline.h"
#include <gtest/gtest.h>
#include <algorithm>
#include "base/prng.h"

namespace chat {
namespace {

Message message(int64_t seq) {
  return {{"m" + std::to_string(seq)}, {"c"}, {"u"}, "text", seq, {seq}};
}
Timeline::Page page(std::vector<int64_t> seqs, bool more = false) {
  Timeline::Page result{{}, more};
  for (const int64_t seq : seqs) result.messages.push_back(message(seq));
  return result;
}
std::vector<int64_t> shown(const Timeline& timeline) {
  std::vector<int64_t> seqs;
  for (const Message& m : timeline.shown()) seqs.push_back(m.seq);
  return seqs;
}
using Seqs = std::vector<int64_t>;
constexpr Instant start{1'000};

TEST(Timeline, OrdersByTheServersNumberWhateverTheOrderOfArrival) {
  Timeline timeline;
  for (const int64_t seq : {3, 1, 2}) EXPECT_TRUE(timeline.apply(message(seq)));
  EXPECT_EQ(shown(timeline), (Seqs{1, 2, 3}));
}

TEST(Timeline, AppliesAMessageOnce) {
  Timeline timeline;
  EXPECT_TRUE(timeline.apply(message(1)));
  EXPECT_FALSE(timeline.apply(message(1)));
  EXPECT_EQ(shown(timeline), (Seqs{1}));
}

TEST(Timeline, RefusesNumbersThatNoServerGives) {
  Timeline timeline;
  for (const int64_t seq : {int64_t{0}, int64_t{-1}, INT64_MIN, INT64_MAX, seq_max + 1})
    EXPECT_FALSE(timeline.apply(message(seq)));
  EXPECT_TRUE(timeline.shown().empty());
}

TEST(Timeline, AnySequenceOfArrivalsGivesTheSameScreen) {
  Prng prng(1);
  for (int run = 0; run < 100; ++run) {
    Timeline timeline;
    std::vector<int64_t> order;
    for (int64_t seq = 1; seq <= 20; ++seq) order.insert(order.end(), 1 + prng.below(2), seq);
    for (size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[prng.below(i)]);
    for (const int64_t seq : order) timeline.apply(message(seq));
    ASSERT_EQ(timeline.shown().size(), 20u);
    ASSERT_TRUE(std::ranges::is_sorted(timeline.shown(), {}, &Message::seq));
  }
}

TEST(Timeline, TheNewestPageHasOlderOnesBeforeIt) {
  Timeline timeline;
  EXPECT_FALSE(timeline.is_loaded());
  timeline.answer_before(std::nullopt, page({12, 11, 10}, true), start);
  EXPECT_TRUE(timeline.is_loaded());
  EXPECT_TRUE(timeline.has_older());
  EXPECT_EQ(timeline.oldest_shown(), 10);
  timeline.answer_before(10, page({9, 8}, false), start);
  EXPECT_FALSE(timeline.has_older());
  EXPECT_EQ(shown(timeline), (Seqs{8, 9, 10, 11, 12}));
}

TEST(Timeline, AnEmptyConversationIsLoadedToo) {
  Timeline timeline;
  timeline.answer_before(std::nullopt, page({}), start);
  EXPECT_TRUE(timeline.is_loaded());
  EXPECT_FALSE(timeline.has_older());
}

TEST(Timeline, AWideGapHidesWhatIsBelowItUntilItIsFilled) {
  Timeline timeline;
  timeline.answer_before(std::nullopt, page({3, 2, 1}), start);
  timeline.answer_before(std::nullopt, page({41, 40}, true), start);
  EXPECT_EQ(shown(timeline), (Seqs{40, 41}));
  EXPECT_TRUE(timeline.has_older());
  EXPECT_EQ(timeline.joined_gap(), std::nullopt);
  timeline.answer_before(40, page({39, 38}, true), start);
  timeline.answer_before(38, page({3, 2}, true), start);  // All between them is burnt.
  EXPECT_EQ(shown(timeline), (Seqs{1, 2, 3, 38, 39, 40, 41}));
  EXPECT_FALSE(timeline.has_older());
}

TEST(Timeline, ANarrowGapIsShownAcrossWhileItIsAskedFor) {
  Timeline timeline;
  timeline.answer_before(std::nullopt, page({2, 1}), start);
  timeline.apply(message(5));
  EXPECT_EQ(shown(timeline), (Seqs{1, 2, 5}));
  EXPECT_EQ(timeline.joined_gap(), (Interval{3, 4}));
  timeline.answer_after(2, page({3, 4, 5}), start);
  EXPECT_EQ(timeline.joined_gap(), std::nullopt);
  EXPECT_EQ(shown(timeline), (Seqs{1, 2, 3, 4, 5}));
}

TEST(Timeline, AHoleIsAskedForTwiceMoreBeforeItIsBelieved) {
  Timeline timeline;
  timeline.answer_after(0, page({1, 2, 4}), start);
  EXPECT_EQ(timeline.due_hole(start), std::nullopt);
  EXPECT_FALSE(timeline.settled().contains(3));
  EXPECT_EQ(timeline.next_deadline(), start + Timeline::recheck_first_ms);

  const Instant first = start + Timeline::recheck_first_ms;
  EXPECT_EQ(timeline.due_hole(first), (Interval{3, 3}));
  timeline.answer_after(2, page({4}), first);
  EXPECT_EQ(timeline.due_hole(first), std::nullopt);

  const Instant second = start + Timeline::recheck_last_ms;
  EXPECT_EQ(timeline.due_hole(second), (Interval{3, 3}));
  timeline.answer_after(2, page({4}), second);
  EXPECT_EQ(timeline.next_deadline(), std::nullopt);
  EXPECT_TRUE(timeline.settled().contains(3));
}

TEST(Timeline, AMessageThatWasWrittenSlowlyFillsItsHole) {
  Timeline timeline;
  timeline.answer_after(0, page({1, 3}), start);
  timeline.answer_after(1, page({2, 3}), start + Timeline::recheck_first_ms);
  EXPECT_EQ(shown(timeline), (Seqs{1, 2, 3}));
  EXPECT_EQ(timeline.next_deadline(), std::nullopt);
}

TEST(Timeline, APushIntoAHoleLeavesTheRestOfIt) {
  Timeline timeline;
  timeline.answer_after(0, page({1, 6}), start);
  timeline.apply(message(3));
  const Instant due = start + Timeline::recheck_first_ms;
  EXPECT_EQ(timeline.due_hole(due), (Interval{2, 2}));
  EXPECT_FALSE(timeline.settled().contains(5));
}

TEST(Timeline, AnAnswerThatTellsNothingNewChangesNothing) {
  Timeline timeline;
  timeline.answer_after(0, page({1, 2}), start);
  EXPECT_TRUE(timeline.take_changed());
  timeline.answer_after(0, page({1, 2}), start);
  timeline.answer_after(2, page({}), start);
  EXPECT_EQ(timeline.take_changed(), std::nullopt);
}

TEST(Timeline, TellsTheStretchThatChanged) {
  Timeline timeline;
  timeline.apply(message(7));
  timeline.apply(message(3));
  EXPECT_EQ(timeline.take_changed(), (Interval{3, 7}));
  EXPECT_EQ(timeline.take_changed(), std::nullopt);
}

TEST(Timeline, WhatIsRestoredHasItsGapsWhereTheyWere) {
  Timeline timeline;
  const std::vector<Interval> known{{1, 2}, {30, 31}};
  timeline.restore({message(31), message(30), message(2), message(1)}, known);
  EXPECT_EQ(shown(timeline), (Seqs{30, 31}));
  EXPECT_TRUE(timeline.has_older());
}

TEST(Timeline, RestoresNothingThatNoServerGives) {
  Timeline timeline;
  const std::vector<Interval> known{{INT64_MIN, 5}, {7, INT64_MAX}, {9, 8}};
  timeline.restore({message(0), message(-4), message(INT64_MAX)}, known);
  EXPECT_TRUE(timeline.all().empty());
  EXPECT_LE(timeline.newest(), seq_max);
}

}  // namespace
}  // namespace chat
