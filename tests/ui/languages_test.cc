// Every language says everything, and readers from the right get all of it turned around.
#include <gtest/gtest.h>
#include <algorithm>
#include "tests/ui/screen.h"
#include "ui/mirror.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

/// The members of Strings in their order.
std::vector<std::string_view> all_strings(Language language) {
  const Strings& s = strings_of(language);
  return {
#define STRING(name, english, german, arabic) s.name,
#include "ui/strings.inc"
#undef STRING
  };
}

std::string placeholders(std::string_view text) {
  std::string found;
  for (const std::string_view one : {"%1", "%2", "%3"}) {
    if (text.find(one) != std::string_view::npos) found += one;
  }
  return found;
}

TEST(Languages, SayEverythingWithTheSameThingsFilledIn) {
  const auto english = all_strings(Language::english);
  for (int i = 1; i < static_cast<int>(Language::count); ++i) {
    const auto other = all_strings(static_cast<Language>(i));
    for (size_t k = 0; k < english.size(); ++k) {
      EXPECT_FALSE(other[k].empty()) << english[k];
      EXPECT_EQ(placeholders(other[k]), placeholders(english[k])) << english[k];
      EXPECT_EQ(std::ranges::count(other[k], '|'), std::ranges::count(english[k], '|'))
          << english[k];
    }
  }
}

TEST(Languages, AreFoundByTheirTags) {
  EXPECT_EQ(language_of("de"), Language::german);
  EXPECT_EQ(language_of("ar"), Language::arabic);
  EXPECT_EQ(language_of("tlh"), Language::english);
  EXPECT_EQ(tag_of(Language::arabic), "ar");
}

TEST(Languages, FillInWhatStandsForSomething) {
  EXPECT_EQ(fill_in("%2, %1", {"a", "b"}), "b, a");
  EXPECT_EQ(fill_in("100 % of %1%", {"%2"}), "100 % of %2%");
  EXPECT_EQ(fill_in("%3", {"a"}), "%3");
}

class FromTheRight : public testing::TestWithParam<Size> {
 protected:
  FromTheRight() : screen(GetParam()) { screen.state.look.language = Language::arabic; }
  Screen screen;
};

TEST_P(FromTheRight, OwnMessagesAreLeftAndOthersRight) {
  screen.start_with_bob(3);
  screen.click(Role::button, "bob");
  screen.settle();
  screen.serve();
  const auto articles = screen.all(Role::article);
  ASSERT_EQ(articles.size(), 3u);
  const float width = screen.get(Role::log).rect.w;
  const auto right_edge = [](const Node* node) { return node->rect.x + node->rect.w; };
  EXPECT_EQ(right_edge(articles[0]), right_edge(articles[1]));
  EXPECT_LT(width - right_edge(articles[0]), articles[0]->rect.x);
  EXPECT_LT(articles[2]->rect.x, width - right_edge(articles[2]));
}

TEST_P(FromTheRight, TheListIsAtTheRightAndPressesMeetWhatIsSeen) {
  screen.start_with_bob(3);
  const Rect pane = screen.get(Role::list).rect;
  EXPECT_EQ(pane.x + pane.w, GetParam().width);
  screen.click(Role::button, "دردشة جديدة");
  EXPECT_EQ(screen.state.panel, Panel::people);
  screen.click(Role::button, "carol");
  EXPECT_NE(screen.find(Role::heading, "carol"), nullptr);
  const Field* field = screen.composer();
  const Rect send = screen.get(Role::button, "إرسال").rect;
  ASSERT_NE(field, nullptr);
  EXPECT_GT(field->rect.x, send.x);
  EXPECT_GE(field->rect.x, 0);
  EXPECT_LE(field->rect.x + field->rect.w, GetParam().width);
}

INSTANTIATE_TEST_SUITE_P(At, FromTheRight, testing::Values(phone, phone_on_its_side, desktop),
                         [](const auto& info) { return std::string(info.param.name); });

TEST(Mirror, TurnsShapesAndOnlyMovesLetters) {
  Screen screen(phone);
  screen.draw();
  ImGui::NewFrame();
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize({390, 844});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::Begin("w", nullptr, ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const int first = list.VtxBuffer.Size;
  list.AddTriangleFilled({10, 10}, {30, 10}, {10, 40}, 0xffffffffu);
  const int text = list.VtxBuffer.Size;
  list.AddImage(ImTextureID{7}, {100, 100}, {150, 120}, {0, 0}, {1, 1});
  mirror_window();
  const ImDrawVert* v = list.VtxBuffer.Data;
  EXPECT_NEAR(v[first].pos.x, 380, 2);
  EXPECT_EQ(v[text].pos.x, 240);  // The quad's left is still the image's left.
  EXPECT_EQ(v[text].uv.x, 0);
  EXPECT_EQ(v[text + 2].pos.x, 290);
  EXPECT_EQ(v[text + 2].uv.x, 1);
  ImGui::End();
  ImGui::PopStyleVar();
  ImGui::EndFrame();
}

}  // namespace
}  // namespace chat::ui::test
