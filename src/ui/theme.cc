#include "ui/theme.h"
#include <algorithm>
#include <cmath>

namespace chat::ui {
namespace {

constexpr Palette light = {
    .background = rgb(0xffffff),
    .chat_background = rgb(0xf1f3f9),
    .surface = rgb(0xffffff),
    .field = rgb(0xf1f3f9),
    .hovered = rgb(0xf4f5fa),
    .selected = rgb(0xe6eaff),
    .line = rgb(0xe3e6ef),
    .outline = 0,
    .skeleton = rgb(0xe6e9f2),
    .text = rgb(0x151823),
    .muted = rgb(0x5b6274),
    .accent = rgb(0x4453e0),
    .accent_hovered = rgb(0x3643c7),
    .on_accent = rgb(0xffffff),
    .accent_text = rgb(0x3b49d1),
    .disabled = rgb(0xe3e6ef),
    .on_disabled = rgb(0x5b6274),
    .other_bubble = rgb(0xffffff),
    .other_text = rgb(0x151823),
    .other_muted = rgb(0x5f6678),
    .other_link = rgb(0x3b49d1),
    .own_bubble = rgb(0xdbe2ff),
    .own_text = rgb(0x151823),
    .own_muted = rgb(0x4e5778),
    .own_link = rgb(0x2f3cb8),
    .mark_saved = rgb(0x6a7082),
    .mark_sent = rgb(0x087338),
    .mark_rejected = rgb(0xc0232c),
    .danger_text = rgb(0xb3202a),
    .danger = rgb(0xc4242e),
    .danger_hovered = rgb(0xa51b24),
    .on_danger = rgb(0xffffff),
    .notice = rgb(0xfff1cc),
    .on_notice = rgb(0x5a4100),
    .trouble = rgb(0xffdfdd),
    .on_trouble = rgb(0x7d1219),
    .day = rgb(0xe3e6f0),
    .on_day = rgb(0x525a6e),
    .scrim = with_alpha(rgb(0x0b0d14), 0.45f),
    .shadow = with_alpha(rgb(0x1a2040), 0.045f),
    .thumb = with_alpha(rgb(0x151823), 0.28f),
    .avatars = {{rgb(0xdfe4ff), rgb(0x3341c0)},
                {rgb(0xd3f3e3), rgb(0x0a6440)},
                {rgb(0xffe3d3), rgb(0x93400b)},
                {rgb(0xfbdcec), rgb(0x98215f)},
                {rgb(0xd6f0fa), rgb(0x0c5d7c)},
                {rgb(0xfdeec2), rgb(0x705000)},
                {rgb(0xeadffb), rgb(0x6630ad)},
                {rgb(0xdff1cd), rgb(0x3c6110)}},
};

constexpr Palette dark = {
    .background = rgb(0x12141c),
    .chat_background = rgb(0x0c0e14),
    .surface = rgb(0x161922),
    .field = rgb(0x222632),
    .hovered = rgb(0x1a1d28),
    .selected = rgb(0x262d52),
    .line = rgb(0x252a37),
    .outline = 0,
    .skeleton = rgb(0x242936),
    .text = rgb(0xeceef5),
    .muted = rgb(0xa3aabc),
    .accent = rgb(0x5060f0),
    .accent_hovered = rgb(0x4453e0),
    .on_accent = rgb(0xffffff),
    .accent_text = rgb(0xa3aeff),
    .disabled = rgb(0x2a2f3d),
    .on_disabled = rgb(0xa3aabc),
    .other_bubble = rgb(0x20242f),
    .other_text = rgb(0xeceef5),
    .other_muted = rgb(0xa3aabc),
    .other_link = rgb(0xa3aeff),
    .own_bubble = rgb(0x2e3a84),
    .own_text = rgb(0xf6f7ff),
    .own_muted = rgb(0xc2c9ee),
    .own_link = rgb(0xc6cdff),
    .mark_saved = rgb(0xb9bdca),
    .mark_sent = rgb(0x54e38b),
    .mark_rejected = rgb(0xff8a86),
    .danger_text = rgb(0xff8f8a),
    .danger = rgb(0xc9303a),
    .danger_hovered = rgb(0xb3262f),
    .on_danger = rgb(0xffffff),
    .notice = rgb(0x3a2f10),
    .on_notice = rgb(0xffdf94),
    .trouble = rgb(0x471b1e),
    .on_trouble = rgb(0xffc4c0),
    .day = rgb(0x1d212c),
    .on_day = rgb(0xa3aabc),
    .scrim = with_alpha(rgb(0x000000), 0.6f),
    .shadow = with_alpha(rgb(0x000000), 0.16f),
    .thumb = with_alpha(rgb(0xffffff), 0.3f),
    .avatars = {{rgb(0x2c3678), rgb(0xd0d7ff)},
                {rgb(0x0f4a33), rgb(0xa9ecca)},
                {rgb(0x5c2f12), rgb(0xffd0b0)},
                {rgb(0x5c1c42), rgb(0xffc4e2)},
                {rgb(0x114558), rgb(0xb4e6f7)},
                {rgb(0x4a3a08), rgb(0xf7e09a)},
                {rgb(0x43246f), rgb(0xe0ccff)},
                {rgb(0x2c450f), rgb(0xcbeaa6)}},
};

/// Black and white, and outlines where tints told things apart.
constexpr Palette with_much_contrast(Palette p, ImU32 paper, ImU32 ink, ImU32 link) {
  p.background = p.chat_background = p.surface = p.field = paper;
  p.other_bubble = p.own_bubble = p.day = p.disabled = p.notice = p.trouble = paper;
  p.line = p.outline = p.text = p.muted = p.other_text = p.other_muted = ink;
  p.own_text = p.own_muted = p.on_day = p.on_disabled = p.on_notice = p.on_trouble = ink;
  p.accent_text = p.other_link = p.own_link = link;
  p.mark_saved = ink;
  p.thumb = ink;
  for (AvatarColours& avatar : p.avatars) avatar = {ink, paper};
  return p;
}
constexpr Palette light_contrast = [] {
  Palette p = with_much_contrast(light, rgb(0xffffff), rgb(0x000000), rgb(0x1a2491));
  p.hovered = rgb(0xf0f2ff);
  p.selected = rgb(0xdde3ff);
  p.accent = rgb(0x1f2ba6);
  p.accent_hovered = rgb(0x131b73);
  p.mark_saved = rgb(0x30333a);
  p.mark_sent = rgb(0x00582a);
  p.mark_rejected = p.danger_text = p.danger = rgb(0x930012);
  p.danger_hovered = rgb(0x62000c);
  return p;
}();
constexpr Palette dark_contrast = [] {
  Palette p = with_much_contrast(dark, rgb(0x000000), rgb(0xffffff), rgb(0xbfc8ff));
  p.hovered = rgb(0x12162f);
  p.selected = rgb(0x1d2450);
  p.accent = rgb(0xc3cbff);
  p.accent_hovered = rgb(0xe6e9ff);
  p.on_accent = rgb(0x000000);
  p.mark_rejected = p.danger_text = p.danger = rgb(0xffb0ab);
  p.danger_hovered = rgb(0xffd6d3);
  p.on_danger = rgb(0x000000);
  return p;
}();

double linear(ImU32 channel) {
  const double c = static_cast<double>(channel & 0xff) / 255;
  return c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
}
double luminance(ImU32 colour) {
  return 0.2126 * linear(colour) + 0.7152 * linear(colour >> 8) + 0.0722 * linear(colour >> 16);
}

}  // namespace

const Palette& palette(bool is_dark, bool high_contrast) {
  if (high_contrast) return is_dark ? dark_contrast : light_contrast;
  return is_dark ? dark : light;
}

int avatar_colour_of(std::string_view key) {
  uint32_t hash = 2166136261u;
  for (const char c : key) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return static_cast<int>((hash ^ hash >> 15) % avatar_colour_count);
}

double contrast(ImU32 a, ImU32 b) {
  const double la = luminance(a), lb = luminance(b);
  return (std::max(la, lb) + 0.05) / (std::min(la, lb) + 0.05);
}

double hue_degrees(ImU32 colour) {
  const double r = colour & 0xff, g = colour >> 8 & 0xff, b = colour >> 16 & 0xff;
  const double top = std::max({r, g, b}), span = top - std::min({r, g, b});
  if (span == 0) return 0;
  double sixths = top == r ? (g - b) / span : top == g ? 2 + (b - r) / span : 4 + (r - g) / span;
  if (sixths < 0) sixths += 6;
  return sixths * 60;
}

}  // namespace chat::ui
