// The look: palettes and a few lengths on a 4 px grid. tests/ui holds every text that a
// view draws to a contrast of 4.5 (7 where much is asked for) and every mark to 3 against what
// it stands on. web/style.css and the manifest repeat some of these colours.
#pragma once
#include <imgui.h>
#include <cstdint>
#include <string_view>

namespace chat::ui {

/// 0xRRGGBB as Dear ImGui packs it.
constexpr ImU32 rgb(uint32_t hex) {
  return 0xff000000u | (hex & 0xff) << 16 | (hex & 0xff00) | (hex >> 16 & 0xff);
}
constexpr ImU32 with_alpha(ImU32 colour, float alpha) {
  return (colour & 0x00ffffffu) | static_cast<uint32_t>(alpha * 255.f + 0.5f) << 24;
}

struct AvatarColours {
  ImU32 fill, text;
};
inline constexpr int avatar_colour_count = 8;

struct Palette {
  ImU32 background;                         // Lists.
  ImU32 chat_background;                    // Behind the bubbles.
  ImU32 surface;                            // Headers, composer, dialogs.
  ImU32 field;                              // The rounded box of the composer.
  ImU32 hovered, selected;                  // Rows of a list.
  ImU32 line;                               // Hairlines.
  ImU32 outline;                            // Of bubbles and fields; clear unless much contrast.
  ImU32 skeleton;                           // What stands for text that is not there yet.
  ImU32 text, muted;                        // On all of the above.
  ImU32 accent, accent_hovered, on_accent;  // What is pressed most: Send, New chat, unread.
  ImU32 accent_text;                        // Quiet buttons on backgrounds and rows.
  ImU32 disabled;                           // The fill of a button that cannot be pressed.
  ImU32 on_disabled;
  ImU32 other_bubble, other_text, other_muted, other_link;
  ImU32 own_bubble, own_text, own_muted, own_link;
  ImU32 mark_saved, mark_sent, mark_rejected;  // On own_bubble.
  ImU32 danger_text;                           // As accent_text.
  ImU32 danger, danger_hovered, on_danger;     // A button that destroys.
  ImU32 notice, on_notice;                     // Banner: worth knowing.
  ImU32 trouble, on_trouble;                   // Banner: needs attention.
  ImU32 day, on_day;                           // Day separators.
  ImU32 scrim, shadow, thumb;                  // A shadow is four of them.
  AvatarColours avatars[avatar_colour_count];
};

const Palette& palette(bool dark, bool high_contrast = false);
/// The same colours for the same person, whatever the theme.
int avatar_colour_of(std::string_view key);

/// WCAG 2: from 1 (the same) to 21 (black on white).
double contrast(ImU32 a, ImU32 b);
/// 0 to 360, as on the colour wheel; 120 is green.
double hue_degrees(ImU32 colour);

namespace size {
inline constexpr float header = 56;
inline constexpr float list_width = 320;
inline constexpr float wide_from = 720;
inline constexpr float column_max = 800;  // Messages on a wide screen stay near each other.
inline constexpr float bubble_max = 560;
inline constexpr float tap = 44;
inline constexpr float conversation_row = 72;
inline constexpr float person_row = 60;
inline constexpr float list_avatar = 48;
inline constexpr float header_avatar = 40;
inline constexpr float bubble_radius = 18;
inline constexpr float grouped_radius = 6;
inline constexpr int composer_lines_max = 6;
inline constexpr float composer_line = 22;
}  // namespace size

}  // namespace chat::ui
