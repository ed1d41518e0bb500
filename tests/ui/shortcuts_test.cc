// Keys that work everywhere, and the sheet that tells of them.
#include <gtest/gtest.h>
#include "tests/ui/screen.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

class Shortcuts : public testing::TestWithParam<Size> {
 protected:
  Shortcuts() : screen(GetParam()) { screen.start_with_bob(6); }
  void press(Shortcut shortcut) {
    screen.state.input.shortcut = shortcut;
    screen.settle();
  }
  Screen screen;
};

TEST_P(Shortcuts, AreToldOfInASheetOfEveryLanguage) {
  for (const Language language : {Language::english, Language::german, Language::arabic}) {
    screen.state.look.language = language;
    press(Shortcut::help);
    const Strings& say = strings_of(language);
    const Node& sheet = screen.get(Role::dialog, say.shortcuts);
    for (size_t i = 0; i < 7; ++i) {
      EXPECT_NE(screen.find(Role::text, one_of(say.shortcut_keys, i)), nullptr);
      EXPECT_NE(screen.find(Role::text, one_of(say.shortcut_words, i)), nullptr);
    }
    EXPECT_LE(sheet.rect.h, GetParam().height);
    for (const Node* text : screen.all(Role::text)) {
      if (text->parent != sheet.id) continue;
      EXPECT_LE(text->rect.y + text->rect.h, screen.get(Role::button, say.close).rect.y);
    }
    screen.click(Role::button, say.close);
    EXPECT_EQ(screen.find(Role::dialog), nullptr);
  }
}

TEST_P(Shortcuts, AreFoundInTheAccountToo) {
  screen.click(Role::button, "Account");
  screen.click(Role::button, "Keyboard shortcuts");
  EXPECT_NE(screen.find(Role::dialog, "Keyboard shortcuts"), nullptr);
}

TEST_P(Shortcuts, LeadToTheNextConversationAndToANewOne) {
  press(Shortcut::next_chat);
  EXPECT_EQ(screen.state.open, with_bob);
  press(Shortcut::previous_chat);
  EXPECT_EQ(screen.state.open, with_bob);
  press(Shortcut::new_chat);
  EXPECT_NE(screen.find(Role::button, "New group"), nullptr);
  press(Shortcut::next_chat);
  EXPECT_EQ(screen.find(Role::button, "New group"), nullptr);
}

TEST_P(Shortcuts, AreSilentWhileADialogIsOpen) {
  press(Shortcut::help);
  press(Shortcut::new_chat);
  EXPECT_NE(screen.find(Role::dialog), nullptr);
  EXPECT_EQ(screen.find(Role::button, "New group"), nullptr);
}

TEST(ShortcutSheet, ScrollsWhereTheScreenIsTooLow) {
  Screen screen({"low", 390, 220});
  screen.start_with_bob(6);
  screen.state.dialog = Dialog::shortcuts;
  screen.settle();
  const Node& body = screen.get(Role::region, "Keyboard shortcuts");
  const Node& close = screen.get(Role::button, "Close");
  EXPECT_LE(body.rect.y + body.rect.h, close.rect.y);
  EXPECT_LE(close.rect.y + close.rect.h, 220);
  EXPECT_TRUE(screen.shows("This help"));
  screen.scroll(Role::region, 1000);
  screen.settle();
  const Node& last = *screen.all(Role::text).back();
  EXPECT_EQ(last.name, "Close");
  EXPECT_LE(screen.on_screen(last).y + last.rect.h, body.rect.y + body.rect.h);
  screen.click(Role::button, "Close");
  EXPECT_EQ(screen.find(Role::dialog), nullptr);
}

INSTANTIATE_TEST_SUITE_P(At, Shortcuts, testing::Values(phone, phone_on_its_side, desktop),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace chat::ui::test
