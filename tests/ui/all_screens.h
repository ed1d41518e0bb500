// Every view in every state that looks different, one after the other, for tests of what holds
// of all of them.
#pragma once
#include <functional>
#include "tests/ui/screen.h"

namespace chat::ui::test {

using LookAt = std::function<void(const char* name, Screen& screen)>;

/// Each as it comes to rest, except for what still waits for the server.
void visit_all_screens(Size size, const Look& look, const LookAt& look_at);

}  // namespace chat::ui::test
