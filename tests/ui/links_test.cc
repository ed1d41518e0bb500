#include "ui/links.h"
#include <gtest/gtest.h>
#include <string>

namespace chat::ui {
namespace {

std::vector<std::string> links_in(std::string_view text) {
  std::vector<std::string> found;
  for (const Link& link : find_links(text)) {
    found.emplace_back(text.substr(link.begin, link.end - link.begin));
  }
  return found;
}
using Found = std::vector<std::string>;

TEST(Links, AreWebAddresses) {
  EXPECT_EQ(links_in("see https://example.org/a?b=c#d and http://x.io"),
            (Found{"https://example.org/a?b=c#d", "http://x.io"}));
}

TEST(Links, LeaveThePunctuationOfTheSentenceOut) {
  EXPECT_EQ(links_in("(https://example.org/a)."), Found{"https://example.org/a"});
  EXPECT_EQ(links_in("https://en.wikipedia.org/wiki/C_(language), yes"),
            Found{"https://en.wikipedia.org/wiki/C_(language)"});
}

TEST(Links, KeepTheirCaseAndTakeAnyCaseOfTheScheme) {
  EXPECT_EQ(links_in("HTTPS://Example.ORG"), Found{"HTTPS://Example.ORG"});
}

TEST(Links, AreNeverAnythingElse) {
  for (const char* text : {"javascript:alert(1)", "data:text/html,x", "file:///etc/passwd",
                           "xhttps://example.org", "https://", "http:// x", "https:///x",
                           "https://\"onclick=x", "ftp://example.org", "", "h", "http"}) {
    EXPECT_EQ(links_in(text), Found{}) << text;
  }
}

TEST(Links, EndBeforeWhatCouldLeaveAnAttribute) {
  EXPECT_EQ(links_in("https://a.b/\"><script>"), Found{"https://a.b/"});
}

TEST(Links, StopAtTheirLimits) {
  std::string many;
  for (int i = 0; i < 100; ++i) many += "https://a.b/" + std::to_string(i) + " ";
  EXPECT_EQ(links_in(many).size(), links_max);
  EXPECT_EQ(links_in("https://a.b/" + std::string(link_bytes_max, 'x')), Found{});
}

TEST(Utf16, CountsAsThePageDoes) {
  const std::string text = "aé€😀b";
  EXPECT_EQ(byte_of_utf16(text, 0), 0u);
  EXPECT_EQ(byte_of_utf16(text, 1), 1u);
  EXPECT_EQ(byte_of_utf16(text, 2), 3u);
  EXPECT_EQ(byte_of_utf16(text, 3), 6u);
  EXPECT_EQ(byte_of_utf16(text, 5), 10u);
  EXPECT_EQ(byte_of_utf16(text, 99), text.size());
}

}  // namespace
}  // namespace chat::ui
