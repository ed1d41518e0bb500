#include "tests/ui/text_pairs.h"

namespace chat::ui::test {

std::vector<TextPair> text_pairs(const Palette& p) {
  std::vector<TextPair> pairs = {
      {"text on background", p.text, p.background},
      {"text on chat background", p.text, p.chat_background},
      {"text on surface", p.text, p.surface},
      {"text on field", p.text, p.field},
      {"text on hovered", p.text, p.hovered},
      {"text on selected", p.text, p.selected},
      {"muted on background", p.muted, p.background},
      {"muted on chat background", p.muted, p.chat_background},
      {"muted on surface", p.muted, p.surface},
      {"muted on field", p.muted, p.field},
      {"muted on hovered", p.muted, p.hovered},
      {"muted on selected", p.muted, p.selected},
      {"on accent", p.on_accent, p.accent},
      {"on accent, hovered", p.on_accent, p.accent_hovered},
      {"accent text on background", p.accent_text, p.background},
      {"accent text on chat background", p.accent_text, p.chat_background},
      {"accent text on surface", p.accent_text, p.surface},
      {"accent text on hovered", p.accent_text, p.hovered},
      {"accent text on selected", p.accent_text, p.selected},
      {"on disabled", p.on_disabled, p.disabled},
      {"other's text", p.other_text, p.other_bubble},
      {"other's time", p.other_muted, p.other_bubble},
      {"other's link", p.other_link, p.other_bubble},
      {"own text", p.own_text, p.own_bubble},
      {"own time", p.own_muted, p.own_bubble},
      {"own link", p.own_link, p.own_bubble},
      {"danger on background", p.danger_text, p.background},
      {"danger on chat background", p.danger_text, p.chat_background},
      {"danger on surface", p.danger_text, p.surface},
      {"danger on hovered", p.danger_text, p.hovered},
      {"danger on selected", p.danger_text, p.selected},
      {"on danger", p.on_danger, p.danger},
      {"on danger, hovered", p.on_danger, p.danger_hovered},
      {"notice", p.on_notice, p.notice},
      {"trouble", p.on_trouble, p.trouble},
      {"day", p.on_day, p.day},
  };
  for (const AvatarColours& avatar : p.avatars) {
    pairs.push_back({"initials", avatar.text, avatar.fill});
  }
  return pairs;
}

}  // namespace chat::ui::test
