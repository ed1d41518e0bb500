#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
#include "ui/scroll_area.h"
#include "ui/views.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

constexpr float gap = 20, label_height = 24, row_height = 52;

/// Rows from top to bottom; each draws at y() and moves it on.
class AccountView {
 public:
  AccountView(Frame& frame, const Rect& column) : frame_(frame), column_(column) {}

  void draw() {
    draw_person();
    draw_theme();
    draw_text_size();
    draw_languages();
    draw_rest();
  }
  float height() const { return y_ + gap; }

 private:
  void draw_person();
  void draw_theme();
  void draw_text_size();
  void draw_languages();
  void draw_rest();
  void draw_row(const Rect& rect, std::string_view name, ImU32 colour, const Press& press = {});
  Rect row(float height);
  template <size_t n>
  void draw_choice(std::string_view label, const std::array<std::string_view, n>& names,
                   size_t chosen, void (*choose)(Choices&, size_t));

  Frame& frame_;
  Rect column_;
  float y_ = gap;
};

Rect AccountView::row(float height) {
  const Rect rect{column_.x, column_.y + y_, column_.w, height};
  y_ += height;
  return rect;
}

void AccountView::draw_person() {
  const std::string& name = frame_.client.self().name;
  const Rect rect = row(56);
  draw_avatar(frame_, {rect.x + 28, rect.y + 28}, 56, name);
  const float x = rect.x + 72, width = rect.w - 72;
  const std::string_view as = frame_.say.signed_in_as;
  draw_line(frame_, {x, rect.y + 6}, width, as, TextStyle::small, frame_.palette.muted);
  note(frame_, Role::text, node_id("signed in as"), as, {x, rect.y + 6, width, 18}).style =
      static_cast<int>(TextStyle::small);
  draw_line(frame_, {x, rect.y + 26}, width, name, TextStyle::title, frame_.palette.text);
  note(frame_, Role::text, node_id("own name"), name, {x, rect.y + 26, width, 24}).style =
      static_cast<int>(TextStyle::title);
  y_ += gap;
}

/// One of a few: a track with a button for each.
template <size_t n>
void AccountView::draw_choice(std::string_view label, const std::array<std::string_view, n>& names,
                              size_t chosen, void (*choose)(Choices&, size_t)) {
  const Palette& p = frame_.palette;
  const Rect title = row(label_height);
  draw_line(frame_, corner(title), title.w, label, TextStyle::small_strong, p.muted);
  float widest = 0;
  for (const std::string_view name : names) {
    widest = std::max(widest, text_width(frame_, name, TextStyle::body));
  }
  const size_t in_row = column_.w / n < widest + 16 ? n / 2 : n;
  const Rect track = row(size::tap * static_cast<float>(n / in_row));
  const uint32_t group = node_id("choice", label);
  note(frame_, Role::radio_group, group, label, track);
  const Under under(frame_, group);
  fill(track, p.selected, 12);
  const float width = std::floor(track.w / static_cast<float>(in_row));
  for (size_t i = 0; i < n; ++i) {
    const Rect tap{track.x + width * static_cast<float>(i % in_row),
                   track.y + size::tap * static_cast<float>(i / in_row), width, size::tap};
    const Press press = radio(frame_, node_id(label, names[i]), names[i], tap, i == chosen);
    if (i == chosen) fill(shrunk(tap, 4, 4), p.accent, 9);
    draw_line(frame_, {tap.x + 4, tap.y + 11}, tap.w - 8, names[i], TextStyle::body,
              i == chosen ? p.on_accent : p.text, Align::centre);
    if (!press.pressed || i == chosen) continue;
    frame_.out.choices = frame_.state.choices;
    choose(*frame_.out.choices, i);
  }
  y_ += gap;
}

void AccountView::draw_theme() {
  const std::string& theme = frame_.state.choices.theme;
  const size_t chosen = theme == "light" ? 1 : theme == "dark" ? 2 : 0;
  const Strings& say = frame_.say;
  draw_choice<3>(say.theme, {say.theme_system, say.theme_light, say.theme_dark}, chosen,
                 [](Choices& choices, size_t i) {
                   constexpr std::string_view themes[] = {"", "light", "dark"};
                   choices.theme = themes[i];
                 });
}

void AccountView::draw_text_size() {
  static constexpr int percents[] = {100, 115, 130, 150};
  size_t chosen = 0;
  for (size_t i = 0; i < std::size(percents); ++i) {
    if (frame_.state.choices.text_percent >= percents[i]) chosen = i;
  }
  draw_choice<4>(frame_.say.text_size, {"100 %", "115 %", "130 %", "150 %"}, chosen,
                 [](Choices& choices, size_t i) { choices.text_percent = percents[i]; });
}

void AccountView::draw_languages() {
  const std::string& tag = frame_.state.choices.language;
  const size_t chosen = tag.empty() ? 0 : 1 + static_cast<size_t>(language_of(tag));
  draw_choice<4>(frame_.say.language,
                 {frame_.say.language_system, name_of(Language::english), name_of(Language::german),
                  name_of(Language::arabic)},
                 chosen, [](Choices& choices, size_t i) {
                   choices.language = i == 0 ? "" : tag_of(static_cast<Language>(i - 1));
                 });
}

/// Words over the whole width, below a hairline.
void AccountView::draw_row(const Rect& rect, std::string_view name, ImU32 colour,
                           const Press& press) {
  const Palette& p = frame_.palette;
  fill({rect.x, rect.y, rect.w, 1}, p.line);
  if (press.hovered || press.held) {
    fill(shrunk(rect, -12, 3), press.held ? p.selected : p.hovered, 12);
  }
  draw_line(frame_, {rect.x, rect.y + 15}, rect.w, name, TextStyle::body, colour);
}

void AccountView::draw_rest() {
  const Strings& say = frame_.say;
  const Palette& p = frame_.palette;
  const Rect shortcuts = row(row_height);
  const Press help = button(frame_, node_id("shortcuts"), say.shortcuts, shortcuts);
  draw_row(shortcuts, say.shortcuts, p.text, help);
  if (help.pressed) frame_.state.dialog = Dialog::shortcuts;
  const Rect notices = row(row_height);
  draw_row(notices, say.notices, p.text);
  note(frame_, Role::link, node_id("notices"), say.notices, notices).value = "/notices.txt";
  const Rect sign_out = row(row_height);
  const Press leave = button(frame_, node_id("sign out"), say.sign_out, sign_out);
  draw_row(sign_out, say.sign_out, p.danger_text, leave);
  if (leave.pressed) frame_.state.dialog = Dialog::sign_out;
}

}  // namespace

void draw_account(Frame& frame, const Rect& rect) {
  fill(rect, frame.palette.background);
  draw_panel_header(frame, {rect.x, rect.y, rect.w, size::header}, frame.say.account);
  const Rect body{rect.x, rect.y + size::header, rect.w, rect.h - size::header};
  const uint32_t node = node_id("account view");
  float& height = frame.state.account_height;  // As it came out in the last frame.
  const ScrollPosition position = keep_position(frame, node, body, height);
  const Track track{node, body, 0, height};
  const ScrollArea area(frame, {Role::region, frame.say.account, track, height}, position);
  const float margin = 20, width = std::min(body.w - 2 * margin, 400.f);
  AccountView view(frame, {body.x + margin, static_cast<float>(area.origin()), width, 0});
  view.draw();
  const float before = std::exchange(height, view.height() + frame.state.insets.bottom);
  if (before != height) draw_again(frame);
}

}  // namespace chat::ui
