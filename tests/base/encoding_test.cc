#include "base/encoding.h"
#include <gtest/gtest.h>
#include "base/crc32c.h"
#include "base/prng.h"

namespace chat {
namespace {

TEST(Encoding, HexadecimalIsReadBack) {
  EXPECT_EQ(to_hex(0xbeef, 8), "0000beef");
  EXPECT_EQ(from_hex("0000beef"), 0xbeefu);
  EXPECT_EQ(from_hex("ffffffffffffffff"), ~uint64_t{0});
}

TEST(Encoding, HexadecimalRefusesOtherText) {
  for (const char* text : {"", "x", "BEEF", "12 ", "00000000000000000"})
    EXPECT_EQ(from_hex(text), std::nullopt) << text;
}

TEST(Encoding, Base64UrlHasNoPaddingAndNoSlashes) {
  EXPECT_EQ(to_base64url(""), "");
  EXPECT_EQ(to_base64url("f"), "Zg");
  EXPECT_EQ(to_base64url("fo"), "Zm8");
  EXPECT_EQ(to_base64url("foo"), "Zm9v");
  EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
}

TEST(Encoding, Base64UrlIsReadBack) {
  Prng prng(1);
  std::string bytes;
  for (int length = 0; length < 50; ++length) {
    EXPECT_EQ(from_base64url(to_base64url(bytes)), bytes);
    bytes += static_cast<char>(prng.next());
  }
  EXPECT_EQ(from_base64url("a+b"), std::nullopt);
  EXPECT_EQ(from_base64url("a="), std::nullopt);
}

TEST(Encoding, ChecksumIsTheOneOfTheStandard) {
  EXPECT_EQ(crc32c(""), 0u);
  EXPECT_EQ(crc32c("123456789"), 0xe3069283u);
}

TEST(Encoding, HashIsTheOneOfTheStandard) {
  EXPECT_EQ(hash64(""), 0xcbf29ce484222325u);
  EXPECT_EQ(hash64("a"), 0xaf63dc4c8601ec8cu);
}

TEST(Prng, TheSameSeedGivesTheSameNumbers) {
  Prng a(7), b(7), c(8);
  EXPECT_EQ(a.next(), b.next());
  EXPECT_NE(a.next(), c.next());
}

}  // namespace
}  // namespace chat
