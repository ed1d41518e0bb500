// Every screen at three sizes: what holds of all of them.
#include <gtest/gtest.h>
#include <set>
#include "tests/ui/all_screens.h"
#include "tests/ui/items.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

class Screens : public testing::TestWithParam<Size> {
 protected:
  static void visit(const LookAt& look_at) {
    for (const auto language : {Language::english, Language::german, Language::arabic})
      visit_all_screens(GetParam(), {.language = language}, look_at);
  }
};

TEST_P(Screens, HaveNodesWithNamesAndIdsOfTheirOwn) {
  visit([](const char* name, Screen& screen) {
    std::set<uint32_t> ids;
    for (const Node& node : screen.out.semantics.nodes) {
      EXPECT_NE(node.id, 0u);
      EXPECT_TRUE(node.parent == 0 || ids.contains(node.parent))
          << name << ": a parent comes before its children: " << node.name;
      EXPECT_TRUE(ids.insert(node.id).second) << name << ": two nodes of one id: " << node.name;
      EXPECT_TRUE(node.role == Role::list_item || !node.name.empty()) << name;
    }
    EXPECT_FALSE(ids.empty()) << name;
  });
}

bool is_same_place(const Rect& a, const Rect& b) {
  const auto near = [](float x, float y) { return std::abs(x - y) < 0.51f; };
  return near(a.x, b.x) && near(a.y, b.y) && near(a.w, b.w) && near(a.h, b.h);
}

TEST_P(Screens, HaveANodeWithANameInThePlaceOfEachThingToPress) {
  for (const auto language : {Language::english, Language::arabic}) {
    visit_all_screens(GetParam(), {.language = language}, [&](const char* name, Screen& screen) {
      forget_items();
      screen.draw();
      std::set<uint32_t> pressable;
      for (Item item : heard_items()) {
        const Node* node = screen.by_id(item.id);
        ASSERT_NE(node, nullptr) << name << ": nobody is told of " << item.rect.x << ", "
                                 << item.rect.y;
        if (language == Language::arabic)
          item.rect.x = GetParam().width - item.rect.x - item.rect.w;
        EXPECT_TRUE(is_same_place(item.rect, screen.on_screen(*node)))
            << name << ": " << node->name;
        EXPECT_FALSE(node->name.empty()) << name;
        pressable.insert(item.id);
      }
      for (const Role role :
           {Role::button, Role::radio, Role::checkbox, Role::menu_item, Role::thumb}) {
        for (const Node* node : screen.all(role)) {
          EXPECT_TRUE(node->disabled || pressable.contains(node->id)) << name << ": " << node->name;
        }
      }
      EXPECT_FALSE(pressable.empty()) << name;
    });
  }
}

TEST_P(Screens, HaveOneMainPartAndAHeading) {
  visit([](const char* name, Screen& screen) {
    EXPECT_EQ(screen.all(Role::main).size(), 1u) << name;
    EXPECT_NE(screen.find(Role::heading), nullptr) << name;
  });
}

TEST_P(Screens, HaveButtonsThatAFingerHits) {
  visit([](const char* name, Screen& screen) {
    for (const Node* button : screen.all(Role::button)) {
      EXPECT_GE(button->rect.w, 44) << name << ": " << button->name;
      EXPECT_GE(button->rect.h, 44) << name << ": " << button->name;
    }
  });
}

TEST_P(Screens, KeepEverythingWithinTheirWidth) {
  visit([&](const char* name, Screen& screen) {
    for (const Node& node : screen.out.semantics.nodes) {
      const Rect rect = screen.on_screen(node);
      EXPECT_GE(rect.x, 0) << name << ": " << node.name;
      EXPECT_LE(rect.x + rect.w, GetParam().width + 0.5f) << name << ": " << node.name;
    }
  });
}

bool are_apart(const Rect& a, const Rect& b) {
  return a.x + a.w <= b.x || b.x + b.w <= a.x || a.y + a.h <= b.y || b.y + b.h <= a.y;
}

/// What can be seen of it where it scrolls.
Rect seen(const Screen& screen, const Node& node) {
  Rect rect = screen.on_screen(node);
  const Node* log = screen.find(Role::log);
  const Node* parent = screen.by_id(node.parent);
  if (log == nullptr || parent == nullptr || parent->parent != log->id) return rect;
  const float bottom = std::min(rect.y + rect.h, log->rect.y + log->rect.h);
  rect.y = std::max(rect.y, log->rect.y);
  rect.h = std::max(0.f, bottom - rect.y);
  return rect;
}

bool is_in_dialog(const Screen& screen, const Node& node) {
  for (const Node* at = &node; at != nullptr; at = screen.by_id(at->parent)) {
    if (at->role == Role::dialog) return true;
  }
  return false;
}

TEST_P(Screens, HaveButtonsThatDoNotLieOnEachOther) {
  visit([](const char* name, Screen& screen) {
    const auto buttons = screen.all(Role::button);
    for (size_t i = 0; i < buttons.size(); ++i) {
      for (size_t j = 0; j < i; ++j) {
        if (is_in_dialog(screen, *buttons[i]) != is_in_dialog(screen, *buttons[j])) continue;
        EXPECT_TRUE(are_apart(seen(screen, *buttons[i]), seen(screen, *buttons[j])))
            << name << ": " << buttons[i]->name << " and " << buttons[j]->name;
      }
    }
  });
}

TEST_P(Screens, KeepDialogsWhollyOnTheScreenAndTheirButtonsClearOfTheWords) {
  visit([](const char* name, Screen& screen) {
    const Node* dialog = screen.find(Role::dialog);
    if (dialog == nullptr) return;
    EXPECT_GE(dialog->rect.y, 0) << name;
    EXPECT_LE(dialog->rect.y + dialog->rect.h, GetParam().height) << name;
    for (const Node* button : screen.all(Role::button)) {
      if (!is_in_dialog(screen, *button)) continue;
      EXPECT_LE(button->rect.y + button->rect.h, dialog->rect.y + dialog->rect.h) << name;
      for (const Node* text : screen.all(Role::text)) {
        if (text->parent != dialog->id) continue;
        EXPECT_TRUE(are_apart(button->rect, text->rect)) << name << ": " << text->name;
      }
    }
  });
}

TEST_P(Screens, PaintEveryTextThatTheyTell) {
  visit([](const char* name, Screen& screen) {
    for (const Role role : {Role::heading, Role::text, Role::separator}) {
      for (const Node* node : screen.all(role)) {
        // Of a message at the edge only what stands around its text may be in view.
        const Rect rect = screen.on_screen(*node);
        const Node* log = screen.find(Role::log);
        const bool in_log = log != nullptr && rect.x >= log->rect.x && role == Role::text;
        if (in_log && are_apart(rect, log->rect)) continue;
        bool painted = false;
        for (const auto& line : screen.text.painted) {
          painted = painted || node->name.find(line.text) != std::string::npos;
        }
        EXPECT_TRUE(painted) << name << ": " << node->name;
      }
    }
  });
}

TEST_P(Screens, LeaveRoomForTheirLists) {
  visit([](const char* name, Screen& screen) {
    for (const Node* list : screen.all(Role::list)) {
      EXPECT_GE(list->rect.h, 60) << name << ": " << list->name;
    }
  });
}

TEST_P(Screens, AreAtRest) {
  visit([](const char* name, Screen& screen) {
    screen.rest(5'000);
    screen.serve();
    EXPECT_FALSE(screen.out.redraw_in_ms.has_value()) << name;
  });
}

TEST_P(Screens, KeepClearOfTheEdgesOfTheDevice) {
  Screen screen(GetParam());
  screen.state.insets = {47, 12, 34, 12};
  screen.start_with_bob(30);
  screen.open_bob();
  for (const Node* button : screen.all(Role::button)) {
    const Rect rect = screen.on_screen(*button);
    EXPECT_GE(rect.y, 47) << button->name;
    EXPECT_GE(rect.x, 12) << button->name;
  }
  const Rect field = screen.composer()->rect;
  EXPECT_LE(field.y + field.h, GetParam().height - 34);
}

INSTANTIATE_TEST_SUITE_P(At, Screens,
                         testing::Values(phone, phone_on_its_side, phone_with_big_text,
                                         small_phone_with_big_text, big_text_on_its_side, desktop),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace chat::ui::test
