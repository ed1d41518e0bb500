#include "base/utf8.h"
#include <gtest/gtest.h>

namespace chat::utf8 {
namespace {

TEST(Utf8, KnowsValidSequencesFromOthers) {
  for (const char* text : {"", "abc", "\u00e9", "\u20ac", "\U0001f600", "\U0010ffff", "\ufffd"})
    EXPECT_TRUE(valid(text)) << text;
  // Alone, overlong, a surrogate, above the end, cut short.
  for (const char* text : {"\x80", "\xc0\x80", "\xe0\x80\x80", "\xed\xa0\x80", "\xf0\x80\x80\x80",
                           "\xf4\x90\x80\x80", "\xf8\x88\x80\x80\x80", "\xe2\x82", "\xf0\x9f\x98"})
    EXPECT_FALSE(valid(text)) << text;
}

TEST(Utf8, CleaningReplacesEachStrayByte) {
  EXPECT_EQ(clean("a\xff\xfe"
                  "b"),
            "a\ufffd\ufffdb");
  EXPECT_EQ(clean("\xe2\x82"), "\ufffd\ufffd");
  EXPECT_EQ(clean("\u20ac"), "\u20ac");
}

TEST(Utf8, LengthCountsAsJavaScriptDoes) {
  EXPECT_EQ(utf16_length(""), 0u);
  EXPECT_EQ(utf16_length("a\u00e9\u20ac"), 3u);
  EXPECT_EQ(utf16_length("\U0001f600"), 2u);
}

TEST(Utf8, TrimmingTakesWhiteSpaceOfAllKinds) {
  EXPECT_EQ(trim(" \t\r\n a b \u00a0\u2003\u3000\u2028"), "a b");
  EXPECT_EQ(trim("\ufeff\u200bx"), "x");
  EXPECT_EQ(trim(" \n\t "), "");
  EXPECT_EQ(trim("\u00e9"), "\u00e9");
}

TEST(Utf8, CuttingNeverLeavesHalfACodePoint) {
  EXPECT_EQ(cut("abc", 5), "abc");
  EXPECT_EQ(cut("a\u20ac", 3), "a");
  EXPECT_EQ(cut("a\u20ac", 4), "a\u20ac");
  EXPECT_EQ(cut("\U0001f600", 3), "");
}

}  // namespace
}  // namespace chat::utf8
