// What can be computed of the look: contrast, and that green is green.
#include "ui/theme.h"
#include <gtest/gtest.h>
#include <set>
#include <string>
#include "tests/ui/text_pairs.h"

namespace chat::ui {
namespace {

struct Scheme {
  const char* name;
  bool dark, high_contrast;
};

class Theme : public testing::TestWithParam<Scheme> {
 protected:
  const Palette& of_scheme() const { return palette(GetParam().dark, GetParam().high_contrast); }
};

TEST_P(Theme, EveryTextStandsOutFromItsBackground) {
  for (const test::TextPair& pair : test::text_pairs(of_scheme())) {
    EXPECT_GE(contrast(pair.front, pair.back), GetParam().high_contrast ? 7 : 4.5) << pair.name;
  }
}

TEST_P(Theme, EveryMarkStandsOutFromTheBubble) {
  const Palette& p = of_scheme();
  for (const ImU32 mark : {p.mark_saved, p.mark_sent, p.mark_rejected, p.own_muted}) {
    EXPECT_GE(contrast(mark, p.own_bubble), 3.0);
  }
}

TEST_P(Theme, TheMarkOfTheServerIsGreenAndTheOneOfTheDeviceIsGrey) {
  const Palette& p = of_scheme();
  const auto saturation = [](ImU32 c) {
    const int r = c & 0xff, g = c >> 8 & 0xff, b = c >> 16 & 0xff;
    const int top = std::max({r, g, b});
    return static_cast<double>(top - std::min({r, g, b})) / top;
  };
  EXPECT_GT(hue_degrees(p.mark_sent), 100);
  EXPECT_LT(hue_degrees(p.mark_sent), 160);
  EXPECT_GT(saturation(p.mark_sent), 0.6);
  EXPECT_LT(saturation(p.mark_saved), 0.2);
}

TEST_P(Theme, WhatAPointerIsOnLooksDifferent) {
  const Palette& p = of_scheme();
  EXPECT_NE(p.hovered, p.surface);
  EXPECT_NE(p.hovered, p.selected);
  EXPECT_NE(p.accent_hovered, p.accent);
  EXPECT_NE(p.danger_hovered, p.danger);
}

TEST_P(Theme, OnlyMuchContrastNeedsOutlines) {
  const Palette& p = of_scheme();
  EXPECT_EQ(p.outline != 0, GetParam().high_contrast);
  if (p.outline == 0) return;
  for (const ImU32 fill : {p.own_bubble, p.other_bubble, p.field, p.chat_background}) {
    EXPECT_GE(contrast(p.outline, fill), 7);
  }
}

INSTANTIATE_TEST_SUITE_P(All, Theme,
                         testing::Values(Scheme{"light", false, false}, Scheme{"dark", true, false},
                                         Scheme{"light_contrast", false, true},
                                         Scheme{"dark_contrast", true, true}),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Contrast, IsThatOfWcag) {
  EXPECT_DOUBLE_EQ(contrast(rgb(0x000000), rgb(0xffffff)), 21);
  EXPECT_DOUBLE_EQ(contrast(rgb(0x777777), rgb(0x777777)), 1);
  EXPECT_NEAR(contrast(rgb(0x777777), rgb(0xffffff)), 4.48, 0.01);
}

TEST(Avatars, AreStableAndUseEveryColour) {
  std::set<int> seen;
  for (int i = 0; i < 200; ++i) {
    const std::string key = "person " + std::to_string(i);
    EXPECT_EQ(avatar_colour_of(key), avatar_colour_of(key));
    seen.insert(avatar_colour_of(key));
  }
  EXPECT_EQ(seen.size(), size_t{avatar_colour_count});
}

}  // namespace
}  // namespace chat::ui
