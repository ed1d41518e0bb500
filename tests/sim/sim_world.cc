// Time, chance and what the users do.
#include "tests/sim/sim_world.h"
#include <algorithm>
#include <cstdio>
#include "base/check.h"

namespace chat::sim {
namespace {

constexpr int steps = 120;
constexpr int64_t step_ms_max = 2'000;
constexpr int64_t healing_ms = 20 * 60'000;
constexpr int64_t day_ms = 86'400'000;
constexpr int64_t epoch_ms = 1'790'000'000'000;

}  // namespace

SimWorld::SimWorld(uint64_t seed, bool log) : prng_(seed), log_(log) {
  draw_faults();
  const size_t user_count = 2 + prng_.below(3);
  for (size_t n = 0; n < user_count; ++n) users_.push_back("user" + std::to_string(n));
  for (const std::string& user : users_) {
    server_.add_user(user);
    const size_t device_count = 1 + prng_.below(2);
    for (size_t n = 0; n < device_count; ++n) devices_.emplace_back().user = user;
  }
  make_history();
  for (size_t i = 0; i < devices_.size(); ++i) boot(i);
}

void SimWorld::draw_faults() {
  const auto percent = [&](uint64_t most) { return prng_.chance(50) ? prng_.below(most) : 0; };
  for (uint64_t* fault :
       {&faults_.lost_request, &faults_.lost_answer, &faults_.slow, &faults_.server_error,
        &faults_.error_in_200, &faults_.throttled, &faults_.lost_push, &faults_.doubled_push,
        &faults_.reordered_push, &faults_.half_open, &faults_.late_subscription,
        &faults_.socket_error, &faults_.burnt, &faults_.slow_write})
    *fault = percent(30);
  faults_.malformed = percent(15);
  faults_.disk_failure = percent(15);
  faults_.revoked = percent(20);
  faults_.early_expiry = percent(10);
  if (prng_.chance(50)) token_life_ms_ = 20'000 + static_cast<int64_t>(prng_.below(300'000));
  rotate_tokens_ = prng_.chance(50);
}

/// A group of all, and conversations of two, some with a past.
void SimWorld::make_history() {
  server_.add_conversation("team", users_);
  const auto& [a, b] = std::pair(users_[0], users_[1]);
  const std::string direct = direct_conversation_id({a}, {b}).value;
  server_.add_conversation(direct, {a, b});
  for (const std::string& id : {std::string("team"), direct}) {
    const size_t count = prng_.chance(50) ? prng_.below(300) : prng_.below(15);
    for (size_t n = 0; n < count; ++n) {
      if (prng_.chance(faults_.burnt)) server_.burn(id);
      const std::string& sender = n % 2 == 0 ? a : b;
      server_.post(id, sender, "past-" + std::to_string(++serial_), "past", epoch_ms);
    }
  }
  server_.take_pushes();
}

void SimWorld::run() {
  for (int step = 0; step < steps; ++step) {
    act();
    run_until(now_ms_ + static_cast<int64_t>(prng_.below(step_ms_max)));
    // Now and then a long silence: tokens age, keep-alives are missed.
    if (prng_.chance(3)) run_until(now_ms_ + static_cast<int64_t>(prng_.below(400'000)));
  }
  heal();
  check_everything();
}

void SimWorld::act() {
  const size_t i = prng_.below(devices_.size());
  Device& device = devices_[i];
  sign_in_if_asked(i);
  switch (prng_.below(20)) {
    case 0:
      return set_online(i, !device.online);
    case 1:
      return crash(i);
    case 2:
      return cut_socket(i);
    case 3:
      type_messages(i);
      return schedule(static_cast<int64_t>(prng_.below(30)), [this, i] { crash(i); });
    case 4:
    case 5:
    case 6:
      return open_some_conversation(i);
    case 7:
      return submit(i, LoadOlder{{device.open}});
    case 8:
      return read_what_is_shown(i);
    case 9:
      return decide_about_rejected(i);
    case 10:
      return start_conversation(i);
    case 11:
      return handle(i, VisibilityChanged{prng_.chance(50)});
    case 12:
      device.wall_offset_ms = static_cast<int64_t>(prng_.below(2 * day_ms)) - day_ms;
      return;
    default:
      return type_messages(i);
  }
}

void SimWorld::heal() {
  healed_ = true;
  faults_ = {};
  token_life_ms_ = 3'600'000;
  log("healed");
  for (size_t i = 0; i < devices_.size(); ++i) {
    set_online(i, true);
    handle(i, VisibilityChanged{true});
  }
  for (int64_t rest_ms = healing_ms; rest_ms > 0; rest_ms -= 60'000) {
    for (size_t i = 0; i < devices_.size(); ++i) sign_in_if_asked(i);
    run_until(now_ms_ + 60'000);
  }
}

void SimWorld::sign_in_if_asked(size_t i) {
  const AuthView& auth = devices_[i].client->auth();
  if (auth.screen == AuthScreen::sign_in && !auth.busy)
    submit(i, SignIn{devices_[i].user, "secret"});
}

std::string SimWorld::some_conversation(size_t i) {
  const auto conversations = devices_[i].client->conversations();
  if (conversations.empty()) return {};
  return conversations[prng_.below(conversations.size())].id.value;
}

void SimWorld::type_messages(size_t i) {
  Device& device = devices_[i];
  const std::string where = device.open.empty() ? some_conversation(i) : device.open;
  const bool rejected = prng_.chance(4);
  for (uint64_t count = 1 + prng_.below(4); count > 0 && !where.empty(); --count) {
    std::string id;
    const std::string content = rejected ? SimServer::rejected_content : "hello";
    submit(i, SendMessage{{where}, content}, &id);
    if (id.empty()) return;
    device.typed.push_back({id, where, rejected});
    log("device " + std::to_string(i) + " types " + id + " in " + where);
    // What was typed is on the screen at once.
    CHAT_CHECK(screen_of(*device.client, where).find(id) != std::string::npos);
  }
}

void SimWorld::decide_about_rejected(size_t i) {
  Device& device = devices_[i];
  for (Typed& typed : device.typed) {
    if (!typed.rejected_kind || typed.discarded || !prng_.chance(50)) continue;
    if (prng_.chance(30)) {
      submit(i, RetrySend{{typed.id}});
      continue;
    }
    const size_t before = device.client->unsent_count();
    submit(i, DiscardSend{{typed.id}});
    typed.discarded = device.client->unsent_count() < before;
  }
}

void SimWorld::start_conversation(size_t i) {
  const std::string& other = users_[prng_.below(users_.size())];
  std::string id;
  submit(i, StartConversation{{other}}, &id);
  if (id.empty()) return;
  submit(i, OpenConversation{{id}});
  devices_[i].open = id;
}

void SimWorld::open_some_conversation(size_t i) {
  Device& device = devices_[i];
  device.open = prng_.chance(20) ? std::string() : some_conversation(i);
  if (device.open.empty())
    submit(i, CloseConversation{});
  else
    submit(i, OpenConversation{{device.open}});
}

void SimWorld::read_what_is_shown(size_t i) {
  const Device& device = devices_[i];
  const auto shown = device.client->conversation({device.open}).confirmed;
  if (!shown.empty()) submit(i, MarkRead{{device.open}, shown.back().seq});
}

void SimWorld::set_online(size_t i, bool online) {
  if (devices_[i].online == online) return;
  log("device " + std::to_string(i) + (online ? " online" : " offline"));
  devices_[i].online = online;
  if (!online) cut_socket(i);
  handle(i, NetworkChanged{online});
}

void SimWorld::submit(size_t i, const Intent& intent, std::string* id) {
  Device& device = devices_[i];
  const std::string answer = device.client->submit(intent, now(device));
  if (id) *id = answer;
  drain(i);
}

Now SimWorld::now(const Device& device) const {
  return {{now_ms_}, {epoch_ms + now_ms_ + device.wall_offset_ms}};
}

void SimWorld::schedule(int64_t delay_ms, std::function<void()> run) {
  queue_.push({now_ms_ + delay_ms, next_order_++, std::move(run)});
}

void SimWorld::run_until(int64_t end_ms) {
  while (!queue_.empty() && queue_.top().at_ms <= end_ms) {
    const Scheduled next = queue_.top();
    queue_.pop();
    now_ms_ = next.at_ms;
    next.run();
  }
  now_ms_ = end_ms;
}

int64_t SimWorld::latency_ms() {
  const uint64_t limit = prng_.chance(faults_.slow) ? 20'000 : 100;
  return 1 + static_cast<int64_t>(prng_.below(limit));
}

size_t SimWorld::message_count() const {
  size_t count = 0;
  for (const auto& [id, conversation] : server_.conversations())
    count += conversation.messages.size();
  return count;
}

void SimWorld::log(const std::string& line) const {
  if (log_) std::printf("%9lld %s\n", static_cast<long long>(now_ms_), line.c_str());
}

}  // namespace chat::sim
