// What people do with their browsers, and what happens to those while they do it.
#include <algorithm>
#include "base/check.h"
#include "base/crc32c.h"
#include "base/encoding.h"
#include "core/rows.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

constexpr int64_t day_ms = 86'400'000;

/// The checksum covers the payload alone. What is no whole file stays as it is.
std::string as_version_1(const std::string& file) {
  const size_t line = file.find('\n'), kind = file.find(' ', 7);
  const size_t checksum = kind == std::string::npos ? kind : file.find(' ', kind + 1);
  if (line == std::string::npos || checksum == std::string::npos || checksum > line) return file;
  const std::string name = file.substr(kind + 1, checksum - kind - 1);
  const std::string payload = file.substr(line + 1);
  if (!unseal(name, file)) return file;
  return "chatql 1 " + name + " " + to_hex(crc32c(payload), 8) + "\n" + payload;
}

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
  act_in(w);
  check_step(w);
  if (prng_.chance(faults_.crash)) schedule(some(30), [this, d] { crash(d); });
}

void SimWorld::act_in(size_t w) {
  const size_t d = windows_[w].device;
  switch (prng_.below(32)) {
    case 0:
      return set_online(d, !devices_[d].online);
    case 1:
      return cut_socket(w);
    case 2:
      return handle(w, VisibilityChanged{prng_.chance(50)});
    case 3:
    case 4:
    case 5:
    case 6:
      return open_some_conversation(w);
    case 7:
      return submit(w, LoadOlder{{windows_[w].open}});
    case 8:
    case 9:
      return read_what_is_shown(w);
    case 10:
    case 11:
      return decide_about_rejected(w);
    case 12:
      return start_conversation(w);
    case 13:
    case 14:
    case 15:
      return edit_message(w);
    case 16:
      return remove_message(w);
    case 17:
    case 18:
      return change_group(w);
    case 19:
      return leave_group(w);
    case 20:
    case 21:
      return write_draft(w);
    case 22:
      tally_.add(Happening::typing);
      return submit(w, Typing{{windows_[w].open}});
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
    const Window& front = windows_[device.front];
    if (front.client && front.client->unsent_count() > 0)
      tally_.add(Happening::update_with_full_outbox);
    device.disk_trouble_ms = now_ms_;  // What was about to be written is not.
    close(2 * d);
    close(2 * d + 1);
    if (prng_.chance(50)) make_older(d);
  }
  if (strikes(faults_.clock_jump, Happening::clock_jump))
    device.wall_offset_ms = some(2 * day_ms) - day_ms;
  if (strikes(faults_.clock_stop, Happening::stopped_clock)) device.wall_stopped_ms = now_ms_;
  if (prng_.chance(10)) device.wall_stopped_ms.reset();
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

/// It was an older version until now, whose files were sealed otherwise.
void SimWorld::make_older(size_t d) {
  Device& device = devices_[d];
  const auto disk = device.disks.find(device.mount);
  if (disk == device.disks.end()) return;
  SimDisk::Files files;
  const std::string* newest = nullptr;
  int64_t generation = -1;
  for (const auto& [path, bytes] : disk->second.files()) {
    if (!is_meta_path(path)) {
      files[path] = prng_.chance(70) ? as_version_1(bytes) : bytes;
      continue;
    }
    const auto meta = decode_meta(bytes);
    if (!meta || meta->generation <= generation) continue;
    newest = &bytes;
    generation = meta->generation;
  }
  if (newest) files["meta"] = as_version_1(*newest);
  disk->second.replace(std::move(files));
  tally_.add(Happening::update_from_version_1);
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
  tally_.add(Happening::sign_out);
  forget_all(device);
  window.open.clear();
  if (!prng_.chance(faults_.other_user)) return;
  const std::string before = std::exchange(device.user, users_[prng_.below(users_.size())]);
  if (device.user != before) tally_.add(Happening::other_user);
}

/// Nothing of what was said and wished on it has to be there any more.
void SimWorld::forget_all(Device& device) {
  for (Typed& typed : device.typed) typed.excused = true;
  device.outbox_damaged = false;
  device.damaged_starts.clear();
  device.drafts.clear();
}

std::string SimWorld::some_conversation(size_t w) {
  const auto conversations = windows_[w].client->conversations();
  if (conversations.empty()) return {};
  return conversations[prng_.below(conversations.size())].id.value;
}

void SimWorld::open_if_none_is(size_t w) {
  if (windows_[w].open.empty()) open_some_conversation(w);
}

void SimWorld::open_some_conversation(size_t w) {
  std::string& open = windows_[w].open;
  open = !open.empty() && prng_.chance(20) ? std::string() : some_conversation(w);
  if (open.empty())
    submit(w, CloseConversation{});
  else
    submit(w, OpenConversation{{open}});
}

}  // namespace chat::sim
