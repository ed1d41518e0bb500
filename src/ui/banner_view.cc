#include <algorithm>
#include <cmath>
#include "ui/strings.h"
#include "ui/views.h"

namespace chat::ui {
namespace {

// A connection that is made within this time is not worth a banner.
constexpr int64_t patience_ms = 3000;

struct Words {
  std::string_view text;
  bool is_trouble = false;  // Else worth knowing.
};

Words storage_words(const Frame& frame) {
  switch (frame.client.storage_trouble()) {
    case StorageTrouble::none:
      return {};
    case StorageTrouble::damaged_data:
      return {frame.say.damaged_data, false};
    case StorageTrouble::damaged_message:
      return {frame.say.damaged_message, true};
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

std::string_view network_words(Frame& frame) {
  const Connection connection = frame.client.connection();
  std::optional<Instant>& since = frame.state.connecting_since;
  if (connection != Connection::connecting) since.reset();
  if (connection == Connection::offline) return frame.say.offline_banner;
  if (frame.client.server_trouble()) return frame.say.server_trouble;
  if (connection != Connection::connecting) return {};
  if (!since) since = frame.now.monotonic;
  const int64_t left = patience_ms - (frame.now.monotonic.ms - since->ms);
  if (left <= 0) return frame.say.unreachable_banner;
  wake_in(frame, left);
  return {};
}

float draw_banner(Frame& frame, Role role, std::string_view key, std::string_view words,
                  const Rect& rect, ImU32 back, ImU32 front) {
  const float room = rect.w - 32;
  const float text = frame.painter.layout(words, TextStyle::small, room).height();
  const Rect banner{rect.x, rect.y, rect.w, std::ceil(text) + 16};
  fill(banner, back);
  draw_paragraph(frame, {rect.x + 16, rect.y + 8}, room, words, TextStyle::small, front,
                 Align::centre);
  note(frame, role, node_id(key), words, banner);
  return banner.h;
}

}  // namespace

float draw_banners(Frame& frame, const Rect& rect) {
  const Palette& p = frame.palette;
  Rect rest = rect;
  if (const Words words = storage_words(frame); !words.text.empty()) {
    rest.y += draw_banner(frame, words.is_trouble ? Role::alert : Role::status, "storage",
                          words.text, rest, words.is_trouble ? p.trouble : p.notice,
                          words.is_trouble ? p.on_trouble : p.on_notice);
  }
  if (const auto words = network_words(frame); !words.empty()) {
    rest.y += draw_banner(frame, Role::status, "network", words, rest, p.notice, p.on_notice);
  }
  return rest.y - rect.y;
}

std::string_view connection_words(const Frame& frame) {
  switch (frame.client.connection()) {
    case Connection::offline:
      return frame.say.offline;
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
  // Offline, the banner is the status.
  const bool is_status = frame.client.connection() != Connection::offline;
  note(frame, is_status ? Role::status : Role::text, node_id("connection"), words,
       {at.x, at.y, width, 18});
}

}  // namespace chat::ui
