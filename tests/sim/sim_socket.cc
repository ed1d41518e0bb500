// The socket of a window, and whoever else speaks to the server: the service worker.
#include <algorithm>
#include "base/check.h"
#include "base/json.h"
#include "core/rows.h"
#include "tests/sim/sim_server_json.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

constexpr int64_t keep_alive_ms = 30'000;
// A stale token, a limit that passes, and what the client takes for final.
constexpr const char* socket_errors[] = {"UnauthorizedException", "LimitExceededError",
                                         "Unauthorized"};
constexpr int64_t hole_after_ack_ms = 25'000, fresh_ms = 30'000;

void forget_socket(Window& window) {
  window.subscribed.clear();
  window.acknowledged.clear();
}

}  // namespace

void SimWorld::perform(size_t w, const OpenSocket&) {
  Window& window = windows_[w];
  const uint64_t socket = ++window.socket;
  forget_socket(window);
  window.socket_open = window.half_open = false;
  later(w, latency_ms(), [this, w, socket] {
    Window& opened = windows_[w];
    if (opened.socket != socket) return;
    opened.socket_open = device_of(opened).online;
    if (opened.socket_open)
      handle(w, SocketOpened{});
    else
      handle(w, SocketClosed{});
  });
}

void SimWorld::perform(size_t w, const CloseSocket&) {
  Window& window = windows_[w];
  ++window.socket;
  window.socket_open = false;
  forget_socket(window);
}

void SimWorld::perform(size_t w, const SendFrame& effect) {
  schedule(latency_ms(), [this, w, socket = windows_[w].socket, text = effect.text] {
    serve_frame(w, socket, text);
  });
}

void SimWorld::serve_frame(size_t w, uint64_t socket, const std::string& text) {
  Window& window = windows_[w];
  if (window.socket != socket) return;
  if (window.half_open) return tally_.add(Happening::silent_half_open_socket);
  const auto frame = json::parse(text);
  CHAT_CHECK(frame.has_value());
  if (text_of(*frame, "type") == "connection_init") {
    to_socket(w, socket, R"({"type":"connection_ack","payload":{"connectionTimeoutMs":90000}})");
    return keep_alive(w, socket);
  }
  if (text_of(*frame, "type") != "start") return;
  const json::Value& payload = frame->member("payload");
  const std::string id = text_of(*frame, "id"), query = text_of(payload, "data");
  window.socket_user =
      owner_of(text_of(payload.member("extensions").member("authorization"), "Authorization"));
  const bool spoilt = strikes(faults_.socket_error, Happening::socket_error);
  if (spoilt || window.socket_user.empty()) {
    const char* error = spoilt ? socket_errors[prng_.below(3)] : socket_errors[0];
    return to_socket(w, socket,
                     R"({"type":"error","id":")" + id + R"(","payload":{"errors":[{"errorType":")" +
                         error + R"(","message":"no"}]}})");
  }
  to_socket(w, socket, R"({"type":"start_ack","id":")" + id + "\"}");
  // Acknowledged is not live: pushes of the first seconds may get lost.
  const int64_t late_ms = prng_.chance(faults_.late_subscription) ? some(hole_after_ack_ms) : 0;
  for (const char* field : SimServer::subscription_fields) {
    if (query.find(std::string(field) + "{") == std::string::npos &&
        query.find(std::string(field) + " {") == std::string::npos)
      continue;
    window.acknowledged[field] = now_ms_;
    schedule(late_ms, [this, w, socket, field, id] {
      if (windows_[w].socket == socket) windows_[w].subscribed[field] = id;
    });
  }
}

void SimWorld::keep_alive(size_t w, uint64_t socket) {
  const Window& window = windows_[w];
  if (window.socket != socket || !window.socket_open) return;
  to_socket(w, socket, R"({"type":"ka"})");
  schedule(keep_alive_ms, [this, w, socket] { keep_alive(w, socket); });
}

void SimWorld::to_socket(size_t w, uint64_t socket, std::string text, bool in_order) {
  Window& window = windows_[w];
  int64_t at_ms = now_ms_ + latency_ms();
  if (in_order) at_ms = window.socket_at = std::max(window.socket_at, at_ms);
  if (strikes(faults_.garbage_frame, Happening::garbage_frame)) text.resize(text.size() / 2);
  later(w, at_ms - now_ms_, [this, w, socket, text = std::move(text)] {
    const Window& window = windows_[w];
    if (window.socket != socket || !window.socket_open) return;
    if (window.half_open) return tally_.add(Happening::silent_half_open_socket);
    if (text.find(R"("onTyping":{)") != std::string::npos) tally_.add(Happening::seen_typing);
    handle(w, SocketFrame{text});
  });
}

/// What the server has to tell since the last call.
void SimWorld::deliver_news() {
  for (const std::string& deed : server_.take_changes()) check_edited(deed);
  for (const Push& push : server_.take_pushes()) {
    if (push.stored) check_stored(push.stored->first, push.stored->second);
    deliver_push(push);
  }
}

void SimWorld::deliver_push(const Push& push) {
  for (size_t w = 0; w < windows_.size(); ++w) {
    const Window& window = windows_[w];
    const auto acknowledged = window.acknowledged.find(push.field);
    const bool meant = !push.users || std::ranges::count(*push.users, window.socket_user) > 0;
    if (!meant || acknowledged == window.acknowledged.end()) continue;
    const bool fresh = now_ms_ - acknowledged->second < fresh_ms;
    const auto subscription = window.subscribed.find(push.field);
    const bool lost = subscription == window.subscribed.end();
    if (lost && fresh) tally_.add(Happening::lost_within_30_s_of_ack);
    if (lost) continue;
    const bool failed = strikes(faults_.push_error, Happening::push_error);
    const std::string data =
        R"({"data":{")" + push.field + "\":" + (failed ? "null" : push.value) + "}";
    const char* errors =
        failed ? R"(,"errors":[{"errorType":"DynamoDB:Whatever","message":"no"}])" : "";
    const std::string frame = R"({"type":"data","id":")" + subscription->second +
                              R"(","payload":)" + data + errors + "}}";
    int copies = strikes(faults_.lost_push, Happening::lost_push) ? 0 : 1;
    if (copies == 0 && fresh) tally_.add(Happening::lost_within_30_s_of_ack);
    if (strikes(faults_.doubled_push, Happening::doubled_push)) ++copies;
    for (int n = 0; n < copies; ++n)
      to_socket(w, window.socket, frame,
                !strikes(faults_.reordered_push, Happening::reordered_push));
  }
}

void SimWorld::cut_socket(size_t w) {
  Window& window = windows_[w];
  if (!window.socket_open) return;
  if (prng_.chance(faults_.half_open)) {
    window.half_open = true;  // Nobody is told.
    return;
  }
  ++window.socket;
  window.socket_open = false;
  forget_socket(window);
  tally_.add(Happening::cut_socket);
  tell(w, SocketClosed{});
}

// --- The service worker ----------------------------------------------------------------------

/// Reads the files as they are now; the page may be sending the same ones. What a later wish may
/// replace, and what comes after it, is left to the page.
void SimWorld::service_worker_runs(size_t d) {
  const Device& device = devices_[d];
  const bool signed_in = !device.credential.empty() &&
                         device.credential.find(R"("refreshToken":"")") == std::string::npos;
  if (!device.online || !signed_in || device.mount.empty()) return;
  log("device " + std::to_string(d) + ": the service worker sends");
  std::map<std::string, std::deque<std::string>> waiting;  // By conversation.
  std::set<std::string> stopped;
  using Kind = OutboxEntry::Kind;
  for (const auto& [path, bytes] : device.disks.at(device.mount).files()) {
    if (!path.starts_with("o/")) continue;
    const auto entry = decode_outbox(bytes);
    if (!entry) return;  // What stands behind it is not known: better none than the wrong one.
    if (entry->set_aside) continue;
    const bool may_go = entry->kind == Kind::message || entry->kind == Kind::start_conversation ||
                        entry->kind == Kind::remove || entry->kind == Kind::mark_read;
    if (entry->state == SendState::rejected || !may_go) stopped.insert(entry->conversation.value);
    if (stopped.contains(entry->conversation.value)) continue;
    const auto file = unseal("outbox", bytes);
    waiting[entry->conversation.value].push_back(text_of(*file, "request"));
  }
  const std::string token = mint_token(device.store_user);
  for (auto& [conversation, bodies] : waiting) worker_posts(token, std::move(bodies));
}

/// One after the other; the first that fails ends it. It may be killed at any point.
void SimWorld::worker_posts(std::string token, std::deque<std::string> bodies) {
  if (bodies.empty() || strikes(faults_.lost_request, Happening::worker_killed)) return;
  schedule(latency_ms(), [this, token, bodies]() mutable {
    tally_.add(Happening::worker_sends);
    const auto variables = json::parse(bodies.front())->member("variables");
    if (server_.has_stored(text_of(variables, "conversationId"), text_of(variables, "id")))
      tally_.add(Happening::worker_sends_what_page_sent);
    const Answer answer = serve_graphql(token, bodies.front());
    deliver_news();
    bodies.pop_front();
    if (answer.status == 200 && answer.ok &&
        !strikes(faults_.lost_answer, Happening::worker_killed))
      worker_posts(token, std::move(bodies));
  });
}

}  // namespace chat::sim
