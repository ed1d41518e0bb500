#include <algorithm>
#include <cmath>
#include <utility>
#include "core/directory.h"
#include "core/outbox.h"
#include "ui/strings.h"
#include "ui/views.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

// A connection that is made within this time is not worth a banner.
constexpr int64_t patience_ms = 3000;
constexpr float words_min = 160;  // With less beside the word "Close", a cross closes.
constexpr float low_below = 420;  // On so low a screen, banners are short.

struct Words {
  std::string_view text;
  bool is_trouble = false;  // Else worth knowing.
  bool ends_when_read = false;
};

Words storage_words(const Frame& frame) {
  switch (frame.client.storage_trouble()) {
    case StorageTrouble::none:
      return {};
    case StorageTrouble::damaged_data:
      return {frame.say.damaged_data, false};
    case StorageTrouble::damaged_message:
      return {frame.say.damaged_message, true, true};
    case StorageTrouble::disk_full:
      return {frame.say.disk_full, true};
    case StorageTrouble::not_saving:
      return {frame.say.not_saving, true};
    case StorageTrouble::taken_over:
      return {frame.say.taken_over, true};
    case StorageTrouble::later_version:
      return {frame.say.later_version, true};
  }
  return {};
}

std::string_view network_words(Frame& frame, bool low) {
  const Connection connection = frame.client.connection();
  std::optional<Instant>& since = frame.state.connecting_since;
  if (connection != Connection::connecting) since.reset();
  if (connection == Connection::offline) return low ? frame.say.offline : frame.say.offline_banner;
  if (frame.client.server_trouble()) return frame.say.server_trouble;
  if (connection != Connection::connecting) return {};
  if (!since) since = frame.now.monotonic;
  const int64_t left = patience_ms - (frame.now.monotonic.ms - since->ms);
  if (left <= 0) return frame.say.unreachable_banner;
  wake_in(frame, left);
  return {};
}

std::string refusal_words(const Frame& frame) {
  const Strings& say = frame.say;
  const auto number = [](std::string_view words, size_t count) {
    return fill_in(words, static_cast<int64_t>(count));
  };
  switch (frame.state.refused) {
    case Refusal::none:
    case Refusal::nothing_to_say:
      return {};
    case Refusal::too_long:
      return number(say.refused_too_long, frame.state.refused_excess);
    case Refusal::name_too_long:
      return number(say.refused_name_too_long, name_length_max);
    case Refusal::too_few_members:
      return std::string(say.refused_too_few_members);
    case Refusal::too_many_members:
      return number(say.refused_too_many_members, members_max);
    case Refusal::outbox_full:
      return number(say.refused_outbox_full, Outbox::entries_max);
    case Refusal::too_many_conversations:
      return number(say.refused_too_many_conversations, Directory::conversations_max);
    case Refusal::not_possible:
      return std::string(say.refused_not_possible);
  }
  return {};
}

/// Of the button that closes a banner: its name, or a cross where that leaves too little room.
float close_width(Frame& frame, const Rect& banner) {
  const float width = text_button_width(frame, frame.say.close);
  return banner.w - 32 - width - 8 < words_min ? size::tap : width;
}

/// With a button to close it: true when that was pressed.
bool draw_close(Frame& frame, std::string_view key, const Rect& banner, ImU32 colour) {
  const std::string_view name = frame.say.close;
  const uint32_t id = node_id("close banner", key);
  const float width = close_width(frame, banner);
  const Rect tap{banner.x + banner.w - width - 8, banner.y + (banner.h - size::tap) / 2, width,
                 size::tap};
  if (width > size::tap) return text_button(frame, id, name, tap, Weight::chip).pressed;
  const bool pressed = round_button(frame, id, name, centre(tap)).pressed;
  draw_cross(centre(tap), colour);
  return pressed;
}

float draw_banner(Frame& frame, Role role, std::string_view key, std::string_view words,
                  const Rect& rect, ImU32 back, ImU32 front, bool with_button = false) {
  const float button = with_button ? close_width(frame, rect) + 8 : 0;
  const float room = rect.w - 32 - button;
  const float text = frame.painter.layout(words, TextStyle::small, room).height();
  const float content = with_button ? std::max(text, size::tap - 8) : text;
  const Rect banner{rect.x, rect.y, rect.w, std::ceil(content) + 16};
  fill(banner, back);
  fill({banner.x, banner.y + banner.h - 1, banner.w, 1}, frame.palette.outline);
  draw_paragraph(frame, {rect.x + 16, rect.y + 8 + std::floor((content - text) / 2)}, room, words,
                 TextStyle::small, front, Align::centre);
  note(frame, role, node_id(key), words, banner);
  return banner.h;
}

}  // namespace

bool is_refused(Frame& frame, const Intent& intent, size_t length) {
  UiState& state = frame.state;
  state.refused = frame.client.refusal_of(intent);
  state.refused_excess = length > message_length_max ? length - message_length_max : 0;
  if (state.refused == Refusal::none) return false;
  draw_again(frame);
  return true;
}

bool want(Frame& frame, Intent intent) {
  if (is_refused(frame, intent)) return false;
  frame.out.intents.push_back(std::move(intent));
  return true;
}

float draw_banners(Frame& frame, const Rect& rect) {
  const Palette& p = frame.palette;
  Rect rest = rect;
  if (const Words words = storage_words(frame); !words.text.empty()) {
    rest.y += draw_banner(frame, words.is_trouble ? Role::alert : Role::status, "storage",
                          words.text, rest, words.is_trouble ? p.trouble : p.notice,
                          words.is_trouble ? p.on_trouble : p.on_notice, words.ends_when_read);
    const float height = rest.y - rect.y;
    if (words.ends_when_read &&
        draw_close(frame, "storage", {rect.x, rect.y, rect.w, height}, p.on_trouble))
      frame.out.intents.push_back(DismissDamage{});
  }
  if (const std::string words = refusal_words(frame); !words.empty()) {
    const float top = rest.y;
    rest.y +=
        draw_banner(frame, Role::alert, "refused", words, rest, p.trouble, p.on_trouble, true);
    if (draw_close(frame, "refused", {rect.x, top, rect.w, rest.y - top}, p.on_trouble))
      frame.state.refused = Refusal::none;
  }
  if (const auto words = network_words(frame, rect.h < low_below); !words.empty()) {
    rest.y += draw_banner(frame, Role::status, "network", words, rest, p.notice, p.on_notice);
  }
  return rest.y - rect.y;
}

std::string_view connection_words(const Frame& frame) {
  switch (frame.client.connection()) {
    case Connection::offline:  // The banner says it.
      return {};
    case Connection::connecting:
      return frame.say.connecting;
    case Connection::catching_up:
      return frame.say.updating;
    case Connection::live:
      return {};
  }
  return {};
}

void draw_connection(Frame& frame, ImVec2 at, float width, std::string_view words) {
  draw_line(frame, at, width, words, TextStyle::small, frame.palette.muted);
  note(frame, Role::status, node_id("connection"), words, {at.x, at.y, width, 18});
}

}  // namespace chat::ui
