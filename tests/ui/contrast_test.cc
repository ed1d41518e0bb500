// Every colour of text on what is really behind it, measured on what the views draw: each pair
// must be one of text_pairs(), whose contrast theme_test.cc computes for all palettes.
#include <gtest/gtest.h>
#include <imgui.h>
#include <cfloat>
#include <optional>
#include <set>
#include "tests/ui/all_screens.h"
#include "tests/ui/text_pairs.h"

namespace chat::ui::test {
namespace {

using Pair = std::pair<ImU32, ImU32>;

float cross(ImVec2 a, ImVec2 b, ImVec2 p) {
  return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}
bool is_inside(const ImDrawVert* const (&corners)[3], ImVec2 p) {
  const float ab = cross(corners[0]->pos, corners[1]->pos, p);
  const float bc = cross(corners[1]->pos, corners[2]->pos, p);
  const float ca = cross(corners[2]->pos, corners[0]->pos, p);
  return (ab >= 0 && bc >= 0 && ca >= 0) || (ab <= 0 && bc <= 0 && ca <= 0);
}

/// Walks through what was drawn, in its order.
class Picture {
 public:
  explicit Picture(const Screen& screen) : screen_(screen) {
    for (const ImDrawList* list : ImGui::GetDrawData()->CmdLists) {
      for (const ImDrawCmd& command : list->CmdBuffer) take(*list, command);
    }
  }
  std::set<Pair> pairs;  // Text and what is behind it.

 private:
  struct Shape {
    const ImDrawVert* corners[3];
    ImVec4 clip;
  };

  void take(const ImDrawList& list, const ImDrawCmd& command) {
    const bool is_text = command.TexRef._TexData == nullptr;
    const auto at = [&](unsigned i) {
      return &list.VtxBuffer[static_cast<int>(command.VtxOffset) +
                             list.IdxBuffer[static_cast<int>(command.IdxOffset + i)]];
    };
    for (unsigned i = 0; i + 2 < command.ElemCount; i += is_text ? 6 : 3) {
      if (is_text)
        take_text(*at(i), *at(i + 2), command.ClipRect);
      else
        shapes_.push_back({{at(i), at(i + 1), at(i + 2)}, command.ClipRect});
    }
  }

  /// Where its middle is, and near both its ends.
  void take_text(const ImDrawVert& first, const ImDrawVert& last, const ImVec4& clip) {
    const auto index = static_cast<size_t>(first.uv.x);
    const ImU32 colour = screen_.text.painted.at(index).colour;
    const float y = (first.pos.y + last.pos.y) / 2;
    const float left = first.pos.x + 1, right = last.pos.x - 1;
    for (const float x : {left, (left + right) / 2, right}) {
      if (x < clip.x || x > clip.z || y < clip.y || y > clip.w) continue;
      if (const auto behind = colour_at({x, y})) pairs.insert({colour, *behind});
    }
  }

  /// Of the last shape there; none where that is not of one colour alone: at a softened edge.
  std::optional<ImU32> colour_at(ImVec2 p) const {
    for (size_t i = shapes_.size(); i-- > 0;) {
      const Shape& shape = shapes_[i];
      if (p.x < shape.clip.x || p.x > shape.clip.z) continue;
      if (p.y < shape.clip.y || p.y > shape.clip.w) continue;
      if (!is_inside(shape.corners, p)) continue;
      const ImU32 colour = shape.corners[0]->col;
      const bool plain = colour == shape.corners[1]->col && colour == shape.corners[2]->col;
      if (!plain || colour >> 24 != 0xff) return std::nullopt;
      return colour;
    }
    return std::nullopt;
  }

  const Screen& screen_;
  std::vector<Shape> shapes_;
};

struct Case {
  Size size;
  bool dark, high_contrast;
};

class DrawnText : public testing::TestWithParam<Case> {
 protected:
  void check(const char* name, const Screen& screen) {
    for (const auto& [front, back] : Picture(screen).pairs) {
      ++seen_;
      EXPECT_TRUE(listed_.contains({front, back}))
          << name << ": " << std::hex << rgb(front) << " on " << rgb(back);  // As 0xffRRGGBB.
    }
  }
  /// As a mouse goes over everything and presses it, and lets go elsewhere.
  void touch_everything(const char* name, Screen& screen) {
    ImGuiIO& io = ImGui::GetIO();
    std::vector<Rect> places;
    const Node* menu = screen.find(Role::menu);
    const Node* above = menu != nullptr ? menu : screen.find(Role::dialog);
    for (const Node& node : screen.out.semantics.nodes) {
      const bool reached = above == nullptr || node.parent == above->id;
      if (reached && pressed.contains(node.role)) places.push_back(screen.on_screen(node));
    }
    for (const Rect& rect : places) {
      io.AddMousePosEvent(rect.x + rect.w / 2, rect.y + rect.h / 2);
      for (const bool down : {false, true}) {
        if (down) io.AddMouseButtonEvent(0, true);
        screen.draw();
        screen.draw();
        check(name, screen);
      }
      io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
      screen.draw();
      io.AddMouseButtonEvent(0, false);
      screen.draw();
    }
  }

  const std::set<Role> pressed{Role::button, Role::radio, Role::checkbox, Role::menu_item};
  std::set<Pair> listed_;
  int seen_ = 0;
};

TEST_P(DrawnText, StandsOnlyOnWhatItsContrastWasComputedFor) {
  const auto [size, dark, high_contrast] = GetParam();
  for (const TextPair& pair : text_pairs(palette(dark, high_contrast)))
    listed_.insert({pair.front, pair.back});
  const Look look{.dark = dark, .high_contrast = high_contrast};
  visit_all_screens(size, look, [&](const char* name, Screen& screen) {
    check(name, screen);
    touch_everything(name, screen);
  });
  EXPECT_GT(seen_, 1000);
}

INSTANTIATE_TEST_SUITE_P(At, DrawnText,
                         testing::Values(Case{phone, false, false}, Case{phone, true, false},
                                         Case{phone, false, true}, Case{phone, true, true},
                                         Case{desktop, false, false}, Case{desktop, true, false},
                                         Case{desktop, false, true}, Case{desktop, true, true}),
                         [](const auto& info) {
                           return std::string(info.param.size.name) +
                                  (info.param.dark ? "_dark" : "_light") +
                                  (info.param.high_contrast ? "_contrast" : "");
                         });

}  // namespace
}  // namespace chat::ui::test
