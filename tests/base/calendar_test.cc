#include "base/calendar.h"
#include <gtest/gtest.h>
#include "base/prng.h"

namespace chat {
namespace {

TEST(Calendar, WritesIsoTimesInUtc) {
  EXPECT_EQ(to_iso8601({0}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601({1'795'504'069'123}), "2026-11-24T07:07:49.123Z");
  EXPECT_EQ(to_iso8601({951'782'400'000}), "2000-02-29T00:00:00.000Z");
  EXPECT_EQ(to_iso8601({-1}), "1969-12-31T23:59:59.999Z");
}

TEST(Calendar, ReadsWhatItWrites) {
  Prng prng(3);
  for (int i = 0; i < 1000; ++i) {
    const WallTime at{static_cast<int64_t>(prng.below(250'000'000'000'000))};
    const auto read = from_iso8601(to_iso8601(at));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->ms, at.ms);
  }
}

TEST(Calendar, ReadsOffsetsAndFractionsOfAnyLength) {
  EXPECT_EQ(from_iso8601("1970-01-01T01:00:00+01:00")->ms, 0);
  EXPECT_EQ(from_iso8601("1969-12-31T18:30:00-05:30")->ms, 0);
  EXPECT_EQ(from_iso8601("1970-01-01T00:00:00.5Z")->ms, 500);
  EXPECT_EQ(from_iso8601("1970-01-01T00:00:00.1234567Z")->ms, 123);
}

TEST(Calendar, RefusesWhatIsNoTime) {
  for (const char* text : {"", "2026", "2026-13-01T00:00:00Z", "2026-01-01T24:00:00Z",
                           "2026-01-01T00:00:00", "2026-01-01T00:00:00Zx", "2026-1-1T00:00:00Z"})
    EXPECT_FALSE(from_iso8601(text)) << text;
}

TEST(Calendar, AbsurdTimesAreWrittenToo) {
  EXPECT_EQ(to_iso8601({INT64_MAX}), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(to_iso8601({INT64_MIN}), "1970-01-01T00:00:00.000Z");
}

TEST(Calendar, CognitoWantsTheDayWithoutAZero) {
  EXPECT_EQ(to_cognito_time({1'793'783'101'000}), "Wed Nov 4 09:05:01 UTC 2026");
  EXPECT_EQ(to_cognito_time({1'795'504'069'123}), "Tue Nov 24 07:07:49 UTC 2026");
}

}  // namespace
}  // namespace chat
