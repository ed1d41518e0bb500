// What people do, and what happens to their browsers while they do it.
#include <algorithm>
#include "base/check.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

constexpr int64_t day_ms = 86'400'000;

}  // namespace

void SimWorld::act() {
  const size_t d = prng_.below(devices_.size());
  strike(d);
  for (const size_t w : {2 * d, 2 * d + 1})
    if (prng_.chance(25)) thaw(w);
  restart_what_is_dead(d);
  const size_t w = devices_[d].front;
  if (windows_[w].frozen) return;
  sign_in_if_asked(w);
  switch (prng_.below(20)) {
    case 0:
      return set_online(d, !devices_[d].online);
    case 1:
      return cut_socket(w);
    case 2:
    case 3:
      type_messages(w);
      if (prng_.chance(faults_.crash * 5)) schedule(some(30), [this, d] { crash(d); });
      return;
    case 4:
    case 5:
    case 6:
      return open_some_conversation(w);
    case 7:
      return submit(w, LoadOlder{{windows_[w].open}});
    case 8:
      return read_what_is_shown(w);
    case 9:
      return decide_about_rejected(w);
    case 10:
      return start_conversation(w);
    case 11:
      return handle(w, VisibilityChanged{prng_.chance(50)});
    default:
      return type_messages(w);
  }
}

/// What goes wrong in a browser.
void SimWorld::strike(size_t d) {
  Device& device = devices_[d];
  if (prng_.chance(faults_.crash)) crash(d);
  if (prng_.chance(faults_.takeover)) take_over(d);
  if (prng_.chance(faults_.freeze) && windows_[device.front].client)
    windows_[device.front].frozen = true;
  if (prng_.chance(faults_.worker)) service_worker_runs(d);
  if (prng_.chance(faults_.update)) {  // A new version of the app: everything starts again.
    close(2 * d);
    close(2 * d + 1);
  }
  if (prng_.chance(faults_.clock_jump)) device.wall_offset_ms = some(2 * day_ms) - day_ms;
  if (prng_.chance(faults_.eviction) && prng_.chance(3)) evict(d);
  if (prng_.chance(faults_.sign_out) && windows_[device.front].client) sign_out(device.front);
  if (!prng_.chance(faults_.full_disk)) return;
  const bool room = prng_.chance(40);
  for (auto& [mount, disk] : device.disks) {
    size_t used = 0;
    for (const auto& [path, bytes] : disk.files()) used += bytes.size();
    disk.set_quota(room ? SIZE_MAX : used + prng_.below(5'000));
  }
}

void SimWorld::sign_in_if_asked(size_t w) {
  Device& device = devices_[windows_[w].device];
  const AuthView& auth = windows_[w].client->auth();
  if (auth.screen == AuthScreen::sign_in && !auth.busy) submit(w, SignIn{device.user, "secret"});
}

void SimWorld::sign_out(size_t w) {
  Window& window = windows_[w];
  Device& device = devices_[window.device];
  if (window.frozen || window.client->auth().screen != AuthScreen::signed_in) return;
  if (!leads(window)) return;  // Another window would have to be asked.
  submit(w, SignOut{prng_.chance(50)});
  if (!window.erasing) return;
  log("device " + std::to_string(window.device) + " signs out");
  for (Typed& typed : device.typed) typed.excused = true;
  device.outbox_damaged = false;
  device.damaged_starts.clear();
  window.open.clear();
  if (prng_.chance(faults_.other_user)) device.user = users_[prng_.below(users_.size())];
}

std::string SimWorld::some_conversation(size_t w) {
  const auto conversations = windows_[w].client->conversations();
  if (conversations.empty()) return {};
  return conversations[prng_.below(conversations.size())].id.value;
}

void SimWorld::type_messages(size_t w) {
  Window& window = windows_[w];
  Device& device = device_of(window);
  const std::string where = window.open.empty() ? some_conversation(w) : window.open;
  const bool rejected = prng_.chance(4);
  for (uint64_t count = 1 + prng_.below(4); count > 0 && !where.empty(); --count) {
    std::string id;
    const std::string content = rejected ? SimServer::rejected_content : "hello";
    submit(w, SendMessage{{where}, content}, &id);
    if (id.empty()) return;
    const bool excused = device.damaged_starts.contains(where);
    typed_by_[id] = {window.device, device.typed.size()};
    device.waiting.push_back(device.typed.size());
    device.typed.push_back(
        {.id = id, .conversation = where, .rejected_kind = rejected, .excused = excused});
    log("window " + std::to_string(w) + " types " + id + " in " + where);
    // What was typed is on the screen at once.
    const auto pending = window.client->conversation({where}).pending;
    CHAT_CHECK(!pending.empty() && pending.back().id.value == id);
  }
}

void SimWorld::decide_about_rejected(size_t w) {
  for (Typed& typed : device_of(windows_[w]).typed) {
    if (!typed.rejected_kind || typed.discarded || !prng_.chance(50)) continue;
    const bool again = prng_.chance(30);
    for (const auto& pending : windows_[w].client->conversation({typed.conversation}).pending)
      typed.discarded |=
          !again && pending.id.value == typed.id && pending.state == SendState::rejected;
    if (again) submit(w, RetrySend{{typed.id}});
    if (typed.discarded) submit(w, DiscardSend{{typed.id}});
  }
}

void SimWorld::start_conversation(size_t w) {
  const std::string& other = users_[prng_.below(users_.size())];
  std::string id;
  submit(w, StartConversation{{other}}, &id);
  if (id.empty()) return;
  submit(w, OpenConversation{{id}});
  windows_[w].open = id;
}

void SimWorld::open_some_conversation(size_t w) {
  std::string& open = windows_[w].open;
  open = prng_.chance(20) ? std::string() : some_conversation(w);
  if (open.empty())
    submit(w, CloseConversation{});
  else
    submit(w, OpenConversation{{open}});
}

void SimWorld::read_what_is_shown(size_t w) {
  const std::string& open = windows_[w].open;
  const auto shown = windows_[w].client->conversation({open}).confirmed;
  if (!shown.empty()) submit(w, MarkRead{{open}, shown.back().seq});
}

}  // namespace chat::sim
