#include "ui/words.h"
#include <gtest/gtest.h>
#include <limits>

namespace chat::ui {
namespace {

constexpr int64_t minute = 60'000, hour = 60 * minute, day = 24 * hour;
const Strings& english = strings_of(Language::english);
// Tuesday, 24 November 2026, 12:04 UTC.
constexpr WallTime noon{1'795'521'840'000};

TEST(Words, TellTheTimeWhereTheReaderIs) {
  EXPECT_EQ(clock(noon, 0), "12:04");
  EXPECT_EQ(clock(noon, 60), "13:04");
  EXPECT_EQ(clock(noon, -13 * 60), "23:04");
}

TEST(Words, NameDaysAsPeopleDo) {
  const auto ago = [](int64_t ms) { return day_name(english, {noon.ms - ms}, noon, 0); };
  EXPECT_EQ(ago(0), "Today");
  EXPECT_EQ(ago(13 * hour), "Yesterday");
  EXPECT_EQ(ago(2 * day), "Sunday");
  EXPECT_EQ(ago(6 * day), "Wednesday");
  EXPECT_EQ(ago(7 * day), "17 November");
  EXPECT_EQ(ago(365 * day), "24 November 2025");
}

TEST(Words, TakeTheReadersMidnight) {
  const WallTime late{noon.ms + 11 * hour};  // 23:04 UTC is tomorrow in Berlin.
  EXPECT_EQ(day_name(english, late, late, 60), "Today");
  EXPECT_EQ(day_name(english, noon, late, 60), "Yesterday");
  EXPECT_EQ(day_name(english, noon, late, 0), "Today");
}

TEST(Words, AreShortInLists) {
  EXPECT_EQ(when(english, noon, noon, 0), "12:04");
  EXPECT_EQ(when(english, {noon.ms - day}, noon, 0), "Yesterday");
  EXPECT_EQ(when(english, {noon.ms - 2 * day}, noon, 0), "Sun");
  EXPECT_EQ(when(english, {noon.ms - 20 * day}, noon, 0), "4 Nov");
}

TEST(Words, SurviveAnyTime) {
  for (const int64_t ms :
       {std::numeric_limits<int64_t>::min(), int64_t{-1}, std::numeric_limits<int64_t>::max()}) {
    EXPECT_FALSE(clock({ms}, 840).empty());
    EXPECT_FALSE(day_name(english, {ms}, noon, -840).empty());
  }
}

TEST(Words, MakeInitialsOfAnyName) {
  EXPECT_EQ(initials("alice"), "A");
  EXPECT_EQ(initials("Ada Lovelace"), "AL");
  EXPECT_EQ(initials("ada_m_lovelace"), "AL");
  EXPECT_EQ(initials("王小明"), "王");
  EXPECT_EQ(initials("  "), "?");
  EXPECT_EQ(initials(""), "?");
  EXPECT_EQ(initials("x "), "X");
}

TEST(Words, KnowBlank) {
  EXPECT_TRUE(is_blank(""));
  EXPECT_TRUE(is_blank(" \n\t"));
  EXPECT_FALSE(is_blank(" a"));
}

TEST(Words, PutAPreviewOnOneLineWithoutCuttingALetter) {
  EXPECT_EQ(on_one_line("a\nb\tc"), "a b c");
  EXPECT_EQ(on_one_line("  a \n\n    b"), "a b");
  const std::string line = on_one_line(std::string(399, 'x') + "€€");
  EXPECT_EQ(line, std::string(399, 'x'));
}

}  // namespace
}  // namespace chat::ui
