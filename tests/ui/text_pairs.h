// Which colour of text stands on which background. contrast_test.cc sees to it that views draw no
// other pair; theme_test.cc computes the contrast of each.
#pragma once
#include <vector>
#include "ui/theme.h"

namespace chat::ui::test {

struct TextPair {
  const char* name;
  ImU32 front, back;
};
std::vector<TextPair> text_pairs(const Palette& palette);

}  // namespace chat::ui::test
