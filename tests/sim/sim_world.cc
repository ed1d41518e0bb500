// Time, chance, and how windows come and go.
#include "tests/sim/sim_world.h"
#include <algorithm>
#include "base/check.h"
#include "core/rows.h"

namespace chat::sim {
namespace {

constexpr int steps = 120;
constexpr int64_t step_ms_max = 2'000;
constexpr int64_t healing_ms = 6 * 60'000;

}  // namespace

SimWorld::SimWorld(uint64_t seed, bool log) : prng_(seed), log_(log), faults_(Faults::draw(prng_)) {
  if (prng_.chance(50)) token_life_ms_ = 20'000 + some(300'000);
  rotate_tokens_ = prng_.chance(50);
  tells_date_ = prng_.chance(50);
  server_.page_max = prng_.chance(50) ? 1 + prng_.below(10) : 100;
  const size_t user_count = 2 + prng_.below(3);
  for (size_t n = 0; n < user_count; ++n) users_.push_back("user" + std::to_string(n));
  for (const std::string& user : users_) {
    const size_t device_count = 1 + prng_.below(2);
    for (size_t n = 0; n < device_count; ++n) devices_.emplace_back().user = user;
  }
  make_history();
  windows_.resize(2 * devices_.size());
  for (size_t w = 0; w < windows_.size(); ++w) windows_[w].device = w / 2;
  for (size_t d = 0; d < devices_.size(); ++d) boot(devices_[d].front = 2 * d);
}

/// A group of some, and conversations of two, some with a past in which not all stayed as it was.
void SimWorld::make_history() {
  std::vector<std::string> team = users_;
  if (team.size() > 2 && prng_.chance(50)) team.pop_back();
  for (const std::string& user : team) server_.register_user(user);
  server_.add_conversation("team", team);
  const auto& [a, b] = std::pair(users_[0], users_[1]);
  const std::string direct = direct_conversation_id({a}, {b}).value;
  server_.add_conversation(direct, {a, b});
  for (const std::string& id : {std::string("team"), direct}) {
    const bool long_past = prng_.chance(50);
    const size_t count = prng_.below(long_past ? 300 : 15);
    for (size_t n = 0; n < count; ++n) {
      if (prng_.chance(faults_.burnt)) server_.burn(id);
      const std::string& sender = n % 2 == 0 ? a : b;
      const std::string message = "past-" + std::to_string(++serial_);
      server_.post(id, sender, message, "past", epoch_ms);
      if (prng_.chance(10)) server_.edit(id, message, prng_.chance(30) ? "" : "changed", epoch_ms);
    }
  }
  server_.take_pushes();
}

void SimWorld::run() {
  for (int step = 0; step < steps; ++step) {
    act();
    run_until(now_ms_ + some(step_ms_max));
    // Now and then a long silence: tokens age, keep-alives are missed.
    if (prng_.chance(3)) run_until(now_ms_ + some(400'000));
  }
  heal();
  check_everything();
}

void SimWorld::heal() {
  faults_ = {};
  healed_ = true;
  token_life_ms_ = 3'600'000;
  log("healed");
  for (size_t w = 0; w < windows_.size(); ++w) thaw(w);
  for (size_t d = 0; d < devices_.size(); ++d) {
    for (auto& [mount, disk] : devices_[d].disks) disk.set_quota(SIZE_MAX);
    restart_what_is_dead(d);
    set_online(d, true);
    tell(devices_[d].front, VisibilityChanged{true});
  }
  for (int64_t rest_ms = healing_ms; rest_ms > 0; rest_ms -= 30'000) {
    run_until(now_ms_ + 30'000);
    for (size_t d = 0; d < devices_.size(); ++d) {
      restart_what_is_dead(d);
      sign_in_if_asked(devices_[d].front);
    }
  }
}

// --- Time ------------------------------------------------------------------------------------

void SimWorld::schedule(int64_t delay_ms, std::function<void()> run) {
  queue_.push_back({now_ms_ + delay_ms, next_order_++, std::move(run)});
  std::ranges::push_heap(queue_, std::greater(),
                         [](const Scheduled& s) { return std::pair(s.at_ms, s.order); });
}

void SimWorld::run_until(int64_t end_ms) {
  while (!queue_.empty() && queue_.front().at_ms <= end_ms) {
    std::ranges::pop_heap(queue_, std::greater(),
                          [](const Scheduled& s) { return std::pair(s.at_ms, s.order); });
    const Scheduled next = std::move(queue_.back());
    queue_.pop_back();
    now_ms_ = next.at_ms;
    next.run();
  }
  now_ms_ = end_ms;
}

void SimWorld::later(size_t w, int64_t delay_ms, std::function<void()> run) {
  if (!windows_[w].client) return;
  schedule(delay_ms, [this, w, boot = windows_[w].boot, run = std::move(run)]() mutable {
    Window& window = windows_[w];
    if (window.boot != boot) return;
    if (window.frozen)
      window.held.push_back(std::move(run));
    else
      run();
  });
}

void SimWorld::tell(size_t w, Event event, int64_t delay_ms) {
  later(w, delay_ms, [this, w, event = std::move(event)] { handle(w, event); });
}

int64_t SimWorld::latency_ms() { return 1 + some(prng_.chance(faults_.slow) ? 20'000 : 100); }

Now SimWorld::now(const Window& window) const {
  const Device& device = device_of(window);
  const int64_t since_ms = device.wall_stopped_ms.value_or(now_ms_);
  return {{now_ms_}, {epoch_ms + since_ms + device.wall_offset_ms}};
}

// --- Windows ---------------------------------------------------------------------------------

/// It is the one that may write its store.
bool SimWorld::leads(const Window& window) const {
  const auto disk = device_of(window).disks.find(window.mount);
  return disk != device_of(window).disks.end() && disk->second.epoch() == window.epoch;
}

void SimWorld::boot(size_t w) {
  close(w);
  log("window " + std::to_string(w) + " starts");
  Device& device = devices_[windows_[w].device];
  windows_[w].client = std::make_unique<ChatClient>(prng_.next());
  const Endpoints endpoints{"https://sim/graphql", "https://sim/cognito", "r", "r_pool", "client"};
  handle(w, Started{endpoints, device.credential, device.online});
}

void SimWorld::close(size_t w) {
  Window& window = windows_[w];
  if (window.epoch != 0) device_of(window).stopped_ms = now_ms_;
  if (window.frozen) device_of(window).disk_trouble_ms = now_ms_;
  Window fresh;
  fresh.device = window.device;
  fresh.boot = window.boot + 1;
  fresh.socket = window.socket + 1;
  window = std::move(fresh);
}

/// The browser dies, and with it what the system had not written yet.
void SimWorld::crash(size_t d) {
  log("device " + std::to_string(d) + " crashes");
  tally_.add(Happening::crash);
  close(2 * d);
  close(2 * d + 1);
  Device& device = devices_[d];
  for (auto& [mount, disk] : device.disks)
    if (disk.crash(prng_)) tally_.add(Happening::lost_relaxed_suffix);
  if (prng_.chance(25)) check_recovery(d);
  if (prng_.chance(faults_.damage)) damage(d);
  if (prng_.chance(faults_.eviction)) evict(d);
  if (prng_.chance(70)) boot(device.front);
}

void SimWorld::damage(size_t d) {
  Device& device = devices_[d];
  if (device.mount.empty()) return;
  SimDisk& disk = device.disks.at(device.mount);
  const SimDisk::Files before = disk.files();
  const std::string path = disk.damage(prng_);
  log("device " + std::to_string(d) + ": damaged " + path);
  if (path.empty() || before.at(path) == disk.files().at(path)) return;
  tally_.add(Happening::damaged_file);
  // A draft belongs to a conversation of which the list is the other half.
  if (path.starts_with("d/") || path.starts_with("c/")) device.drafts.clear();
  if (!path.starts_with("o/")) return;
  tally_.add(Happening::damaged_outbox_file);
  device.outbox_damaged = true;
  const auto entry = decode_outbox(before.at(path));
  if (!entry) return;  // It was damaged before.
  // Without the start of a conversation the server takes none of its messages.
  const bool start = entry->kind == OutboxEntry::Kind::start_conversation;
  if (start) device.damaged_starts.insert(entry->conversation.value);
  for (Typed& typed : device.typed)
    typed.excused |=
        typed.id == entry->id || (start && typed.conversation == entry->conversation.value);
}

void SimWorld::evict(size_t d) {
  log("device " + std::to_string(d) + ": evicted");
  for (const size_t w : {2 * d, 2 * d + 1})
    if (windows_[w].epoch == 0) close(w);  // Nothing is evicted under one that just starts.
  Device& device = devices_[d];
  for (auto& [mount, disk] : device.disks) disk.erase();
  device.credential.clear();
  tally_.add(Happening::eviction);
  forget_all(device);
}

/// The person goes on in another window; the first one freezes, or has not heard of it yet.
void SimWorld::take_over(size_t d) {
  Device& device = devices_[d];
  const size_t first = device.front, second = first ^ 1;
  if (!windows_[first].client || windows_[second].client) return;
  log("device " + std::to_string(d) + ": another window takes over");
  const bool frozen = windows_[first].frozen |= prng_.chance(60);
  tally_.add(frozen ? Happening::frozen_leader_loses_store : Happening::takeover_from_awake_leader);
  device.disk_trouble_ms = now_ms_;
  boot(device.front = second);
}

void SimWorld::thaw(size_t w) {
  Window& window = windows_[w];
  if (!window.frozen) return;
  log("window " + std::to_string(w) + " thaws");
  if (window.epoch != 0 && !leads(window)) tally_.add(Happening::thawed_after_takeover);
  device_of(window).disk_trouble_ms = now_ms_;  // It had not written while it was frozen.
  window.frozen = false;
  const uint64_t boot = window.boot;
  for (const auto& run : std::exchange(window.held, {}))
    if (window.boot == boot) run();
}

/// The person looks at a window that is closed, or that says another one has taken over; in the
/// end also where it had nothing to write that would have told it so, or of an eviction.
void SimWorld::restart_what_is_dead(size_t d) {
  const size_t front = devices_[d].front, other = front ^ 1;
  if (windows_[other].fenced) close(other);
  if (healed_ && windows_[front].epoch != 0 && !leads(windows_[front])) close(front);
  if (windows_[front].client && !windows_[front].fenced) return;
  if (windows_[front].fenced && windows_[other].client) {
    close(front);
    devices_[d].front = other;
    return thaw(other);
  }
  boot(front);
}

void SimWorld::set_online(size_t d, bool online) {
  if (devices_[d].online == online) return;
  log("device " + std::to_string(d) + (online ? " online" : " offline"));
  if (!online) tally_.add(Happening::offline);
  devices_[d].online = online;
  for (const size_t w : {2 * d, 2 * d + 1}) {
    if (!online) cut_socket(w);
    tell(w, NetworkChanged{online});
  }
}

void SimWorld::handle(size_t w, const Event& event) {
  Window& window = windows_[w];
  trace_.add(uint64_t(now_ms_) * 1000 + w * 32 + event.index());
  if (std::get_if<DeadlineReached>(&event)) {  // The core must not spin.
    window.alarms_at_this_instant =
        window.last_alarm == now_ms_ ? window.alarms_at_this_instant + 1 : 0;
    window.last_alarm = now_ms_;
    CHAT_CHECK(window.alarms_at_this_instant < 20);
  }
  if (log_) log_event(w, event);
  window.client->handle(event, now(window));
  check_step(w);
  const auto* persisted = std::get_if<Persisted>(&event);
  if (persisted && persisted->result != PersistResult::ok)
    device_of(window).disk_trouble_ms = now_ms_;
  if (persisted && persisted->result == PersistResult::disk_full)
    window.changes_seen.clear();  // What it had in memory has made room, too.
  drain(w);
  window.fenced |= persisted && persisted->result == PersistResult::fenced;
}

void SimWorld::submit(size_t w, const Intent& intent, std::string* id) {
  Window& window = windows_[w];
  const std::string answer = window.client->submit(intent, now(window));
  if (id) *id = answer;
  drain(w);
}

void SimWorld::drain(size_t w) {
  Window& window = windows_[w];
  while (auto effect = window.client->poll_effect()) {
    if (log_) log_effect(w, *effect);
    trace_effect(w, *effect);
    // I5: who has lost the store is silent from then on.
    if (window.fenced)
      CHAT_CHECK(std::get_if<CancelHttp>(&*effect) || std::get_if<CloseSocket>(&*effect));
    std::visit([&](const auto& e) { perform(w, e); }, *effect);
  }
  const auto deadline = window.client->next_deadline();
  const auto alarm_at = deadline ? std::optional(std::max(deadline->ms, now_ms_)) : std::nullopt;
  if (alarm_at == window.alarm_at) return;
  window.alarm_at = alarm_at;
  if (!alarm_at) return;
  later(w, *alarm_at - now_ms_, [this, w, alarm = ++window.alarm] {
    if (windows_[w].alarm != alarm || !windows_[w].alarm_at) return;
    windows_[w].alarm_at.reset();
    handle(w, DeadlineReached{});
  });
}

size_t SimWorld::message_count() const {
  size_t count = 0;
  for (const auto& [id, conversation] : server_.conversations())
    count += conversation.messages.size();
  return count;
}

}  // namespace chat::sim
