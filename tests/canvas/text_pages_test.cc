#include "canvas/text_pages.h"
#include <gtest/gtest.h>
#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace chat::canvas {
namespace {

// A browser whose letters are all 10 px wide and whose lines are 20 px high.
struct FakeBrowser {
  int layouts = 0, paints = 0, uploads = 0;
  std::set<uint32_t> textures;
  std::vector<PaintJob> jobs;
  std::vector<int> forgotten;
  uint32_t next_texture = 1;
  bool lost = false;

  static FakeBrowser& of(void* user) { return *static_cast<FakeBrowser*>(user); }

  static int layout(void* user, std::string_view text, int, float max_width, TextLine* lines,
                    int capacity, float* line_height, float* width) {
    ++of(user).layouts;
    const int length = static_cast<int>(text.size());
    const int fits = max_width > 0 ? std::max(1, static_cast<int>(max_width / 10)) : length;
    *line_height = 20;
    *width = static_cast<float>(std::min(length, fits)) * 10;
    int count = 0;
    for (int begin = 0; begin < length; begin += fits, ++count) {
      const int end = std::min(length, begin + fits);
      if (count < capacity) {
        lines[count] = {begin, end, 0, static_cast<float>(end - begin) * 10, false};
      }
    }
    return count;
  }
  static void paint(void* user, const PaintJob& job) {
    ++of(user).paints;
    of(user).jobs.push_back(job);
  }
  static void upload(void* user, int, uint32_t texture, int, int) {
    ++of(user).uploads;
    EXPECT_TRUE(of(user).textures.contains(texture));
  }
  static void forget(void* user, int page) { of(user).forgotten.push_back(page); }
  static uint32_t create_texture(void* user, int, int) {
    if (of(user).lost) return 0;
    of(user).textures.insert(of(user).next_texture);
    return of(user).next_texture++;
  }
  static void delete_texture(void* user, uint32_t texture) {
    EXPECT_EQ(of(user).textures.erase(texture), 1u);
  }
  TextBrowser table() {
    return {this, layout, paint, upload, forget, create_texture, delete_texture};
  }
};

constexpr int style = 0;
constexpr uint32_t black = 0xff000000, red = 0xff0000ff;

class TextPagesTest : public testing::Test {
 protected:
  void frame(float ratio = 1) { pages.begin_frame(800, 600, ratio); }
  TextQuad draw(std::string_view text, uint32_t colour = black) {
    const Layout layout = pages.layout(text, style, 0);
    return pages.paint(text, layout.lines.at(0), style, colour);
  }

  FakeBrowser browser;
  TextPages pages{browser.table()};
};

TEST_F(TextPagesTest, LaysOutAndPaintsATextOnce) {
  for (int i = 0; i < 3; ++i) {
    frame();
    draw("hello");
    pages.upload();
  }
  EXPECT_EQ(browser.layouts, 1);
  EXPECT_EQ(browser.paints, 1);
  EXPECT_EQ(browser.uploads, 1);
}

TEST_F(TextPagesTest, AnotherWidthIsAnotherLayout) {
  frame();
  EXPECT_EQ(pages.layout("hello world", style, 60).lines.size(), 2u);
  EXPECT_EQ(pages.layout("hello world", style, 200).lines.size(), 1u);
  EXPECT_EQ(browser.layouts, 2);
}

TEST_F(TextPagesTest, ReadsMoreLinesThanItExpected) {
  frame();
  const std::string text(500, 'x');
  const Layout& layout = pages.layout(text, style, 10);
  EXPECT_EQ(layout.lines.size(), 500u);
  EXPECT_EQ(layout.lines.back().end, 500);
}

TEST_F(TextPagesTest, AnotherColourIsAnotherPicture) {
  frame();
  draw("hello", black);
  draw("hello", red);
  EXPECT_EQ(browser.paints, 2);
  EXPECT_EQ(browser.jobs[1].colour, red);
}

TEST_F(TextPagesTest, EqualWordsOfDifferentTextsAreDifferentLines) {
  frame();
  draw("hello");
  draw("hello world");
  EXPECT_EQ(browser.jobs[0].text, "hello");
  EXPECT_EQ(browser.jobs[1].text, "hello world");
}

TEST_F(TextPagesTest, TheQuadIsAsManyPixelsAsItsCell) {
  frame(2);
  const TextQuad quad = draw("hello");
  const Cell cell = browser.jobs.at(0).cell;
  EXPECT_FLOAT_EQ(quad.width * 2, static_cast<float>(cell.width));
  EXPECT_FLOAT_EQ(quad.height * 2, static_cast<float>(cell.height));
  EXPECT_FLOAT_EQ((quad.u1 - quad.u0) * 1024, static_cast<float>(cell.width));
  EXPECT_FLOAT_EQ((quad.v1 - quad.v0) * 1024, static_cast<float>(cell.height));
}

TEST_F(TextPagesTest, TheQuadStartsAtAWholePixelAndTheInkKeepsItsFraction) {
  frame(2);
  const TextLine line{0, 5, 10.3f, 50, true};
  pages.layout("hello", style, 0);
  const TextQuad quad = pages.paint("hello", line, style, black);
  const float corner = (line.x + quad.x) * 2;
  EXPECT_NEAR(corner, std::round(corner), 1e-4);
  const PaintJob& job = browser.jobs.at(0);
  EXPECT_NEAR(corner + job.left, line.x * 2, 1e-4);
  EXPECT_TRUE(job.rtl);
}

TEST_F(TextPagesTest, AnEmptyLinePaintsNothing) {
  frame();
  EXPECT_EQ(pages.paint("", TextLine{}, style, black).texture, 0u);
  EXPECT_EQ(browser.paints, 0);
}

TEST_F(TextPagesTest, ALineWiderThanThePageIsCutAtThePage) {
  frame();
  const TextQuad quad = draw(std::string(1000, 'x'));
  EXPECT_FLOAT_EQ(quad.width, 1024);
}

TEST_F(TextPagesTest, MemoryStaysBelowTwoScreensWhileNewTextScrollsBy) {
  size_t most = 0;
  for (int i = 0; i < 4000; ++i) {
    frame();
    for (int line = 0; line < 20; ++line) draw("line number " + std::to_string(i + line));
    pages.upload();
    most = std::max(most, browser.textures.size());
  }
  EXPECT_LE(most, 2u);  // 2 * 800 * 600 pixels fit into one page; two are the least.
}

TEST_F(TextPagesTest, LinesThatStayForLongDoNotHoldPagesForEver) {
  for (int i = 0; i < 6000; ++i) {
    frame();
    // Every hundredth line stays on the screen for a thousand frames.
    for (int kept = std::max(0, i / 100 - 10); kept <= i / 100; ++kept) {
      draw("a line that stays " + std::to_string(kept));
    }
    for (int line = 0; line < 10; ++line) draw("line number " + std::to_string(i + line));
    pages.upload();
  }
  frame();
  EXPECT_LE(browser.textures.size(), 3u);
}

TEST_F(TextPagesTest, AScreenWithMoreThanTheLimitIsPaintedOnceAllTheSame) {
  const auto draw_all = [&] {
    frame();
    for (int i = 0; i < 400; ++i) draw(std::string(60, 'x') + std::to_string(i));
    pages.upload();
  };
  draw_all();
  const int painted = browser.paints;
  for (int i = 0; i < 5; ++i) draw_all();
  EXPECT_EQ(browser.paints, painted);
}

TEST_F(TextPagesTest, ANewPixelRatioForgetsEverything) {
  frame(1);
  draw("hello");
  frame(2);
  EXPECT_TRUE(browser.textures.empty());
  draw("hello");
  EXPECT_EQ(browser.layouts, 2);
  EXPECT_EQ(browser.paints, 2);
  EXPECT_FLOAT_EQ(browser.jobs.back().device_pixel_ratio, 2);
}

TEST_F(TextPagesTest, WithoutAContextItLaysOutButPaintsNothing) {
  frame();
  draw("hello");
  browser.textures.clear();  // The browser took them.
  pages.context_lost();
  frame();
  EXPECT_EQ(draw("hello").texture, 0u);
  EXPECT_EQ(draw("new text").texture, 0u);
  EXPECT_EQ(browser.paints, 1);
}

TEST_F(TextPagesTest, PaintsAgainWhenTheContextIsBack) {
  frame();
  draw("hello");
  browser.textures.clear();
  pages.context_lost();
  pages.context_restored();
  frame();
  const TextQuad quad = draw("hello");
  pages.upload();
  EXPECT_TRUE(browser.textures.contains(quad.texture));
  EXPECT_EQ(browser.paints, 2);
  EXPECT_EQ(browser.layouts, 1);
}

TEST_F(TextPagesTest, AnswersAnEmptyQuadWhenThereIsNoTextureToBeHad) {
  browser.lost = true;
  frame();
  EXPECT_EQ(draw("hello").texture, 0u);
}

TEST_F(TextPagesTest, ForgetsWidthsThatATextNoLongerHas) {
  for (int width = 1; width <= 5000; ++width) {
    frame();
    pages.layout("hello", style, static_cast<float>(width));
  }
  const int layouts = browser.layouts;
  frame();
  pages.layout("hello", style, 1);
  EXPECT_EQ(browser.layouts, layouts + 1);
}

TEST_F(TextPagesTest, ForgetsTextsThatAreNoLongerShown) {
  for (int i = 0; i < 5000; ++i) {
    frame();
    draw("text " + std::to_string(i));
  }
  const int layouts = browser.layouts;
  frame();
  draw("text 0");
  EXPECT_EQ(browser.layouts, layouts + 1);
}

}  // namespace
}  // namespace chat::canvas
