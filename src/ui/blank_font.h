// The font that ImGui must have. The browser draws all text of this program (text.h), so its
// glyphs are blank: they only advance.
#pragma once
#include <imgui.h>

namespace chat::ui {

/// Before the first frame.
void add_blank_font(ImFontAtlas& atlas);

}  // namespace chat::ui
