#include "ui/blank_font.h"
#include <imgui_internal.h>

namespace chat::ui {

namespace {

constexpr float size_px = 16;

bool contains_glyph(ImFontAtlas*, ImFontConfig*, ImWchar) { return true; }

bool init_baked(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*) {
  baked->Ascent = baked->Size * 0.8f;
  baked->Descent = baked->Size * -0.2f;
  return true;
}

bool load_glyph(ImFontAtlas*, ImFontConfig*, ImFontBaked* baked, void*, ImWchar codepoint,
                ImFontGlyph* glyph, float* advance_x) {
  const float advance = baked->Size * 0.5f;
  if (advance_x != nullptr) {
    *advance_x = advance;
    return true;
  }
  glyph->Codepoint = codepoint;
  glyph->AdvanceX = advance;
  return true;
}

}  // namespace

void add_blank_font(ImFontAtlas& atlas) {
  static const ImFontLoader loader = [] {
    ImFontLoader blank;
    blank.Name = "blank";
    blank.FontSrcContainsGlyph = contains_glyph;
    blank.FontBakedInit = init_baked;
    blank.FontBakedLoadGlyph = load_glyph;
    return blank;
  }();
  atlas.SetFontLoader(&loader);
  ImFontConfig config;
  config.FontLoader = &loader;
  config.SizePixels = size_px;
  config.OversampleH = config.OversampleV = 1;
  atlas.AddFont(&config);
}

}  // namespace chat::ui
