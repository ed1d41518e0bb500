// What the effects of a device lead to: its disk, the network, the server at the other end.
#include <algorithm>
#include "base/check.h"
#include "base/encoding.h"
#include "base/json.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

constexpr int64_t keep_alive_ms = 30'000;

std::string header_of(const PostHttp& post, std::string_view wanted) {
  for (const auto& [name, value] : post.headers)
    if (name == wanted) return value;
  return {};
}

std::string text_of(const json::Value& object, const char* key) {
  const std::string* text = object.member(key).string();
  return text ? *text : std::string();
}

}  // namespace

void SimWorld::boot(size_t i) {
  Device& device = devices_[i];
  device.client.emplace(prng_.next());
  device.seen_revision = device.seen_screen = 0;
  device.open.clear();
  const Endpoints endpoints{"https://sim/graphql", "https://sim/cognito", "r", "r_pool", "client"};
  handle(i, Started{endpoints, device.credential, device.online});
}

void SimWorld::crash(size_t i) {
  log("device " + std::to_string(i) + " crashes");
  Device& device = devices_[i];
  ++device.boot;
  ++device.socket;
  ++device.timer;
  device.socket_open = false;
  device.subscribed.clear();
  device.disk.crash(prng_);
  boot(i);
}

void SimWorld::handle(size_t i, const Event& event) {
  Device& device = devices_[i];
  if (std::get_if<DeadlineReached>(&event)) {  // The core must not spin.
    device.alarms_at_this_instant =
        device.last_alarm == now_ms_ ? device.alarms_at_this_instant + 1 : 0;
    device.last_alarm = now_ms_;
    CHAT_CHECK(device.alarms_at_this_instant < 20);
  }
  if (log_) log_event(i, event);
  device.client->handle(event, now(device));
  drain(i);
}

void SimWorld::log_event(size_t i, const Event& event) const {
  static constexpr const char* names[] = {
      "Started",      "HttpDone",       "HttpLost",          "SocketOpened",   "SocketFrame",
      "SocketClosed", "StoreOpened",    "Persisted",         "UserErased",     "SrpBegun",
      "SrpAnswered",  "NetworkChanged", "VisibilityChanged", "DeadlineReached"};
  std::string text = "  " + std::to_string(i) + " <- " + names[event.index()];
  if (const auto* done = std::get_if<HttpDone>(&event))
    text += " " + std::to_string(done->id.value) + " " + std::to_string(done->status) + " " +
            done->body.substr(0, 200);
  if (const auto* frame = std::get_if<SocketFrame>(&event))
    text += " " + frame->text.substr(0, 200);
  log(text + " r" + std::to_string(devices_[i].client->revision()));
}

void SimWorld::log_effect(size_t i, const Effect& effect) const {
  std::string text = "  " + std::to_string(i) + " -> ";
  if (const auto* post = std::get_if<PostHttp>(&effect)) {
    const auto body = json::parse(post->body);
    text += "post " + std::to_string(post->id.value) + " " +
            (body ? text_of(*body, "operationName") : std::string());
    if (const size_t at = post->body.find("variables"); at != std::string::npos)
      text += " " + post->body.substr(at, 200);
  } else if (const auto* persist = std::get_if<Persist>(&effect)) {
    text += persist->strict ? "persist strictly" : "persist";
    for (const FileChange& change : persist->changes)
      text += (change.bytes ? " +" : " -") + change.path;
  } else if (const auto* frame = std::get_if<SendFrame>(&effect)) {
    text += frame->text.substr(0, 80);
  } else {
    text += "effect " + std::to_string(effect.index());
  }
  log(text);
}

void SimWorld::drain(size_t i) {
  Device& device = devices_[i];
  while (auto effect = device.client->poll_effect()) {
    if (log_) log_effect(i, *effect);
    std::visit([&](const auto& e) { perform(i, e); }, *effect);
  }
  check_promises(i);
  check_revision(i);
  const uint64_t timer = ++device.timer;
  if (const auto at = device.client->next_deadline())
    schedule(std::max<int64_t>(0, at->ms - now_ms_), [this, i, timer] {
      if (devices_[i].timer == timer) handle(i, DeadlineReached{});
    });
}

// --- The disk --------------------------------------------------------------------------------

void SimWorld::perform(size_t i, const OpenStore&) {
  schedule(5, [this, i, boot = devices_[i].boot] {
    if (devices_[i].boot != boot) return;
    StoreOpened opened{true, {}};
    for (const auto& [path, bytes] : devices_[i].disk.files())
      opened.files.push_back({path, bytes});
    handle(i, opened);
  });
}

void SimWorld::perform(size_t i, const Persist& effect) {
  Device& device = devices_[i];
  device.disk_at = std::max(device.disk_at, now_ms_ + static_cast<int64_t>(prng_.below(20)));
  schedule(device.disk_at - now_ms_, [this, i, boot = device.boot, effect] {
    Device& d = devices_[i];
    if (d.boot != boot) return;
    if (prng_.chance(faults_.disk_failure)) {
      const bool full = prng_.chance(50);
      d.disk_has_failed = true;
      return handle(
          i, Persisted{effect.batch, full ? PersistResult::disk_full : PersistResult::failed});
    }
    d.disk.write(effect);
    if (!effect.strict)  // The system writes it some time later by itself.
      schedule(static_cast<int64_t>(prng_.below(5'000)), [this, i, boot] {
        if (devices_[i].boot == boot) devices_[i].disk.flush();
      });
    handle(i, Persisted{effect.batch, PersistResult::ok});
  });
}

void SimWorld::perform(size_t i, const EraseUser&) {
  devices_[i].disk.erase();
  devices_[i].credential.clear();
  schedule(5, [this, i, boot = devices_[i].boot] {
    if (devices_[i].boot == boot) handle(i, UserErased{});
  });
}

void SimWorld::perform(size_t i, const SaveCredential& effect) {
  devices_[i].credential = effect.bytes;
}

// --- HTTP ------------------------------------------------------------------------------------

void SimWorld::perform(size_t i, const PostHttp& post) {
  Device& device = devices_[i];
  const uint64_t boot = device.boot;
  if (!device.online) {
    schedule(1, [this, i, boot, id = post.id] {
      if (devices_[i].boot == boot) handle(i, HttpLost{id});
    });
    return;
  }
  if (prng_.chance(faults_.lost_request)) return;  // Found out by the timeout.
  schedule(latency_ms(), [this, i, boot, post] {
    const bool cognito = post.url.ends_with("cognito");
    const Answer answer = cognito ? serve_cognito(i, post) : serve_graphql(i, post);
    deliver_pushes();
    if (prng_.chance(faults_.lost_answer)) return;
    schedule(latency_ms(), [this, i, boot, answer, id = post.id] {
      if (devices_[i].boot == boot && devices_[i].online)
        handle(i, HttpDone{id, answer.status, answer.body});
    });
  });
}

bool SimWorld::takes_token(const std::string& user, const std::string& token) const {
  const auto it = token_ends_ms_.find(token);
  return it != token_ends_ms_.end() && now_ms_ < it->second && token.find(user) != token.npos;
}

Answer SimWorld::serve_graphql(size_t i, const PostHttp& post) {
  const std::string& user = devices_[i].user;
  const bool expired = prng_.chance(faults_.early_expiry);
  if (expired || !takes_token(user, header_of(post, "Authorization")))
    return {401, R"({"errors":[{"errorType":"UnauthorizedException","message":"expired"}]})"};
  if (prng_.chance(faults_.throttled)) return {429, ""};
  if (prng_.chance(faults_.server_error)) return {500, "oops"};
  check_order_at_server(i, post.body);
  server_.burn_next = prng_.chance(faults_.burnt);
  server_.write_slowly = prng_.chance(faults_.slow_write);
  const size_t writing = server_.writing.size();
  Answer answer = server_.serve(user, post.body, now_ms_);
  if (server_.writing.size() > writing) {
    const bool lost = prng_.chance(20);
    schedule(static_cast<int64_t>(prng_.below(20'000)),
             [this, lost, id = server_.writing.back().message.id.value] {
               server_.finish_writing(id, lost);
               deliver_pushes();
             });
  }
  if (prng_.chance(faults_.server_error)) return {502, "done, but the way back is broken"};
  if (prng_.chance(faults_.malformed)) return {200, answer.body.substr(0, answer.body.size() / 2)};
  if (prng_.chance(faults_.error_in_200))
    return {200, R"({"data":null,"errors":[{"errorType":"DynamoDB:Whatever","message":"no"}]})"};
  return answer;
}

Answer SimWorld::give_tokens(Device& device, bool with_refresh_token) {
  json::Writer claims;
  claims.begin_object().member("sub", device.user).end_object();
  device.access_token =
      "e30." + to_base64url(claims.take()) + "." + device.user + "-" + std::to_string(++serial_);
  token_ends_ms_[device.access_token] = now_ms_ + token_life_ms_;
  json::Writer writer;
  writer.begin_object().key("AuthenticationResult").begin_object();
  writer.member("AccessToken", device.access_token).member("ExpiresIn", token_life_ms_ / 1000);
  if (with_refresh_token) {
    device.refresh_token = "refresh-" + std::to_string(++serial_);
    refresh_tokens_[device.refresh_token] = device.user;
    writer.member("RefreshToken", device.refresh_token);
  }
  return {200, writer.end_object().end_object().take()};
}

Answer SimWorld::serve_cognito(size_t i, const PostHttp& post) {
  Device& device = devices_[i];
  const Answer refused{400, R"({"__type":"NotAuthorizedException","message":"no"})"};
  if (prng_.chance(faults_.server_error)) return {500, ""};
  const std::string target = header_of(post, "X-Amz-Target");
  const auto body = json::parse(post.body);
  CHAT_CHECK(body.has_value());
  if (target.ends_with("InitiateAuth"))
    return {200, R"({"ChallengeName":"PASSWORD_VERIFIER","Session":"s","ChallengeParameters":)"
                 R"({"USER_ID_FOR_SRP":"u","SALT":"1","SRP_B":"2","SECRET_BLOCK":"3"}})"};
  if (target.ends_with("RespondToAuthChallenge")) return give_tokens(device, true);
  if (target.ends_with("RevokeToken")) {
    refresh_tokens_.erase(text_of(*body, "Token"));
    return {200, "{}"};
  }
  CHAT_CHECK(target.ends_with("GetTokensFromRefreshToken"));
  const std::string token = text_of(*body, "RefreshToken");
  if (prng_.chance(faults_.revoked)) refresh_tokens_.erase(token);
  if (!refresh_tokens_.contains(token)) return refused;
  if (rotate_tokens_) refresh_tokens_.erase(token);
  return give_tokens(device, rotate_tokens_);
}

void SimWorld::perform(size_t i, const BeginSrp& effect) {
  schedule(3, [this, i, boot = devices_[i].boot, id = effect.id] {
    if (devices_[i].boot == boot) handle(i, SrpBegun{id, "a"});
  });
}

void SimWorld::perform(size_t i, const AnswerSrp& effect) {
  schedule(3, [this, i, boot = devices_[i].boot, id = effect.id] {
    if (devices_[i].boot == boot) handle(i, SrpAnswered{id, true, "signature"});
  });
}

// --- The socket ------------------------------------------------------------------------------

void SimWorld::perform(size_t i, const OpenSocket&) {
  Device& device = devices_[i];
  const uint64_t socket = ++device.socket;
  device.subscribed.clear();
  device.socket_open = device.half_open = false;
  schedule(latency_ms(), [this, i, socket] {
    Device& d = devices_[i];
    if (d.socket != socket) return;
    d.socket_open = d.online;
    if (d.online)
      handle(i, SocketOpened{});
    else
      handle(i, SocketClosed{});
  });
}

void SimWorld::perform(size_t i, const CloseSocket&) {
  Device& device = devices_[i];
  ++device.socket;
  device.socket_open = false;
  device.subscribed.clear();
}

void SimWorld::perform(size_t i, const SendFrame& effect) {
  schedule(latency_ms(), [this, i, socket = devices_[i].socket, text = effect.text] {
    serve_frame(i, socket, text);
  });
}

void SimWorld::serve_frame(size_t i, uint64_t socket, const std::string& text) {
  Device& device = devices_[i];
  if (device.socket != socket || device.half_open) return;
  const auto frame = json::parse(text);
  CHAT_CHECK(frame.has_value());
  if (text_of(*frame, "type") == "connection_init") {
    to_socket(i, socket, R"({"type":"connection_ack","payload":{"connectionTimeoutMs":90000}})");
    return keep_alive(i, socket);
  }
  const json::Value& payload = frame->member("payload");
  const std::string id = text_of(*frame, "id"), query = text_of(payload, "data");
  const std::string token =
      text_of(payload.member("extensions").member("authorization"), "Authorization");
  if (prng_.chance(faults_.socket_error) || !takes_token(device.user, token))
    return to_socket(
        i, socket,
        R"({"type":"error","id":")" + id +
            R"(","payload":{"errors":[{"errorType":"UnauthorizedException","message":"no"}]}})");
  to_socket(i, socket, R"({"type":"start_ack","id":")" + id + "\"}");
  // Acknowledged is not live: pushes of the first seconds may get lost.
  const int64_t late_ms =
      prng_.chance(faults_.late_subscription) ? static_cast<int64_t>(prng_.below(20'000)) : 0;
  for (const char* field : {"onInbox", "onConversation", "subscribeToNewUsers"}) {
    if (query.find(field) == std::string::npos) continue;
    schedule(late_ms, [this, i, socket, field, id] {
      if (devices_[i].socket == socket) devices_[i].subscribed[field] = id;
    });
  }
}

void SimWorld::keep_alive(size_t i, uint64_t socket) {
  if (devices_[i].socket != socket || !devices_[i].socket_open) return;
  to_socket(i, socket, R"({"type":"ka"})");
  schedule(keep_alive_ms, [this, i, socket] { keep_alive(i, socket); });
}

void SimWorld::to_socket(size_t i, uint64_t socket, std::string text, bool in_order) {
  Device& device = devices_[i];
  int64_t at_ms = now_ms_ + latency_ms();
  if (in_order) at_ms = device.socket_at = std::max(device.socket_at, at_ms);
  schedule(at_ms - now_ms_, [this, i, socket, text = std::move(text)] {
    const Device& d = devices_[i];
    if (d.socket == socket && d.socket_open && !d.half_open) handle(i, SocketFrame{text});
  });
}

void SimWorld::deliver_pushes() {
  for (const Push& push : server_.take_pushes()) {
    for (size_t i = 0; i < devices_.size(); ++i) {
      const Device& device = devices_[i];
      const bool meant = push.users.empty() || std::ranges::count(push.users, device.user) > 0;
      const auto subscription = device.subscribed.find(push.field);
      if (!meant || subscription == device.subscribed.end()) continue;
      const std::string frame = R"({"type":"data","id":")" + subscription->second +
                                R"(","payload":{"data":{")" + push.field + "\":" + push.value +
                                "}}}";
      int copies = prng_.chance(faults_.lost_push) ? 0 : 1;
      if (prng_.chance(faults_.doubled_push)) ++copies;
      for (int n = 0; n < copies; ++n)
        to_socket(i, device.socket, frame, !prng_.chance(faults_.reordered_push));
    }
  }
}

void SimWorld::cut_socket(size_t i) {
  Device& device = devices_[i];
  if (!device.socket_open) return;
  if (prng_.chance(faults_.half_open)) {
    device.half_open = true;  // Nobody is told.
    return;
  }
  ++device.socket;
  device.socket_open = false;
  device.subscribed.clear();
  handle(i, SocketClosed{});
}

}  // namespace chat::sim
