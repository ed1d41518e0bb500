// What Dear ImGui itself counts as something to interact with, whoever made it: heard through
// the hooks that it has for its test engine, without that engine.
#pragma once
#include <cstdint>
#include <vector>
#include "ui/semantics.h"

namespace chat::ui::test {

struct Item {
  uint32_t id = 0;
  Rect rect;  // As it was drawn, before anything is turned around.
};

/// Those of the frames since forget_items(), windows left out.
std::vector<Item> heard_items();
/// Listens from now on to the present context.
void forget_items();

}  // namespace chat::ui::test
