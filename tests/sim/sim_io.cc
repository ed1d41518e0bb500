// What the effects of a window lead to: its disk, HTTP, the server at the other end.
#include <algorithm>
#include "base/check.h"
#include "base/encoding.h"
#include "base/json.h"
#include "tests/sim/sim_server_json.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

constexpr int64_t commit_watchdog_ms = 10'000;  // The page's; then it says that it failed.

std::string header_of(const PostHttp& post, std::string_view wanted) {
  for (const auto& [name, value] : post.headers)
    if (name == wanted) return value;
  return {};
}

/// Whoever wishes them twice wants the second one to hold: they must arrive as they were sent,
/// as they do within one connection.
bool keeps_its_order(const std::string& body) {
  for (const char* operation :
       {R"("operationName":"EditMessage")", R"("operationName":"RenameConversation")",
        R"("operationName":"AddMembers")", R"("operationName":"LeaveConversation")"})
    if (body.find(operation) != std::string::npos) return true;
  return false;
}

}  // namespace

void SimWorld::trace_effect(size_t w, const Effect& effect) {
  trace_.add(w * 32 + effect.index());
  if (const auto* post = std::get_if<PostHttp>(&effect)) trace_.add(post->body);
  if (const auto* frame = std::get_if<SendFrame>(&effect)) trace_.add(frame->text);
  if (const auto* saved = std::get_if<SaveCredential>(&effect)) trace_.add(saved->bytes);
  const auto* persist = std::get_if<Persist>(&effect);
  if (!persist) return;
  trace_.add(uint64_t{persist->strict});
  for (const FileChange& change : persist->changes) {
    trace_.add(change.path);
    trace_.add(change.bytes.value_or("deleted"));
  }
}

// --- The disk --------------------------------------------------------------------------------

void SimWorld::perform(size_t w, const OpenStore& effect) {
  later(w, 5, [this, w, mount = effect.mount] {
    Window& window = windows_[w];
    Device& device = device_of(window);
    SimDisk& disk = device.disks[mount];
    window.mount = device.mount = mount;
    device.store_user = device.user;
    window.epoch = disk.claim();
    StoreOpened opened{true, {}};
    for (const auto& [path, bytes] : disk.files()) opened.files.push_back({path, bytes});
    handle(w, opened);
    check_opened(w);
  });
}

void SimWorld::perform(size_t w, const Persist& effect) {
  Window& window = windows_[w];
  window.disk_at = std::max(window.disk_at, now_ms_ + some(20));
  // A transaction that has begun goes on while its window is frozen; only the answer waits.
  schedule(window.disk_at - now_ms_, [this, w, boot = window.boot, effect] {
    if (windows_[w].boot == boot) commit(w, effect);
  });
}

void SimWorld::commit(size_t w, const Persist& persist) {
  const Window& window = windows_[w];
  SimDisk& disk = device_of(window).disks[window.mount];
  const auto answer = [&](PersistResult result, int64_t delay_ms) {
    tell(w, Persisted{persist.batch, result}, delay_ms);
  };
  if (prng_.chance(faults_.crash_at_commit)) {
    const bool after = prng_.chance(50);
    tally_.add(after ? Happening::crash_after_commit : Happening::crash_before_commit);
    if (after) disk.write(window.epoch, persist);
    return crash(window.device);
  }
  if (strikes(faults_.failed_commit, Happening::failed_commit))
    return answer(prng_.chance(50) ? PersistResult::disk_full : PersistResult::failed, 0);
  const bool unknown = prng_.chance(faults_.unknown_commit);
  const PersistResult result = disk.write(window.epoch, persist);
  if (result == PersistResult::disk_full) tally_.add(Happening::quota);
  if (!persist.strict)  // The system writes it some time later by itself.
    schedule(some(5'000), [&disk] { disk.flush(); });
  if (unknown && result == PersistResult::ok) {
    tally_.add(Happening::unknown_commit);
    return answer(PersistResult::failed, commit_watchdog_ms);
  }
  answer(result, 0);
}

void SimWorld::perform(size_t w, const EraseUser& effect) {
  Device& device = device_of(windows_[w]);
  if (leads(windows_[w])) device.disks[effect.mount].erase();
  windows_[w].erased_epoch = device.disks[effect.mount].epoch();
  device.credential.clear();
  windows_[w].epoch = 0;
  windows_[w].erasing = true;
  later(w, 5, [this, w] {
    handle(w, UserErased{});
    windows_[w].erasing = false;
    check_signed_out(w);
  });
}

void SimWorld::perform(size_t w, const SaveCredential& effect) {
  // The page keeps it only for the window that has the profile.
  if (windows_[w].epoch == 0 || leads(windows_[w]))
    device_of(windows_[w]).credential = effect.bytes;
}

// --- HTTP ------------------------------------------------------------------------------------

void SimWorld::perform(size_t w, const PostHttp& post) {
  Device& device = device_of(windows_[w]);
  if (!device.online) return tell(w, HttpLost{post.id}, 1);
  const bool cognito = post.url.ends_with("cognito");
  if (!cognito) check_post(w, post.body);
  // Found out by the timeout.
  if (strikes(faults_.lost_request, Happening::lost_request)) return;
  int64_t at_ms = now_ms_ + latency_ms();
  if (keeps_its_order(post.body))
    at_ms = device.changes_at_ms = std::max(device.changes_at_ms, at_ms);
  schedule(at_ms - now_ms_, [this, w, boot = windows_[w].boot, cognito, post] {
    const Answer answer =
        cognito ? serve_cognito(post) : serve_graphql(header_of(post, "Authorization"), post.body);
    deliver_news();
    if (windows_[w].boot != boot || strikes(faults_.lost_answer, Happening::lost_answer)) return;
    later(w, latency_ms(), [this, w, answer, id = post.id] {
      if (!device_of(windows_[w]).online) return;
      if (windows_[w].cancelled.contains(id)) return tally_.add(Happening::late_answer);
      if (!answer.confirmed.empty()) windows_[w].told.insert(answer.confirmed);
      HttpDone done{id, answer.status, answer.body};
      if (tells_date_) done.server_date = WallTime{epoch_ms + now_ms_};
      handle(w, done);
    });
  });
}

std::string SimWorld::owner_of(const std::string& token) const {
  const auto it = tokens_.find(token);
  return it != tokens_.end() && now_ms_ < it->second.ends_ms ? it->second.user : std::string();
}

Answer SimWorld::serve_graphql(const std::string& token, const std::string& body) {
  const std::string user = owner_of(token);
  if (user.empty() || prng_.chance(faults_.early_expiry)) {
    tally_.add(Happening::status_401);
    return {401, R"({"errors":[{"errorType":"UnauthorizedException","message":"expired"}]})"};
  }
  if (strikes(faults_.throttled, Happening::status_429)) return {429, ""};
  if (strikes(faults_.server_error, Happening::status_500)) return {500, "oops"};
  return spoil(serve_tables(user, body));
}

Answer SimWorld::serve_tables(const std::string& user, const std::string& body) {
  server_.burn_next = prng_.chance(faults_.burnt);
  server_.write_slowly = prng_.chance(faults_.slow_write);
  server_.stop_half_way = prng_.chance(faults_.half_done);
  server_.forget_pages = prng_.chance(faults_.expired_page);
  const bool may_burn = server_.burn_next;
  const size_t writing = server_.writing.size();
  Answer answer = server_.serve(user, body, now_ms_);
  if (may_burn && !server_.burn_next) tally_.add(Happening::burnt_number);
  if (std::exchange(server_.forgot_page, false)) tally_.add(Happening::expired_page);
  if (server_.writing.size() == writing) {
    if (server_.stop_half_way && answer.status == 504) tally_.add(Happening::half_done);
    return answer;
  }
  const SimServer::Writing& begun = server_.writing.back();
  tally_.add(begun.message.change_seq != 0 ? Happening::slow_change : Happening::slow_write);
  const bool lost = prng_.chance(20);
  if (lost) tally_.add(Happening::dead_write);
  schedule(some(20'000), [this, lost, serial = begun.serial] {
    server_.finish_writing(serial, lost, now_ms_);
    deliver_news();
  });
  return answer;
}

/// The server has done what was asked, but the answer does not tell so.
Answer SimWorld::spoil(Answer answer) {
  if (strikes(faults_.server_error, Happening::done_but_502))
    return {502, "done, but the way back is broken"};
  if (strikes(faults_.malformed, Happening::malformed_answer))
    return {200, answer.body.substr(0, answer.body.size() / 2)};
  if (strikes(faults_.error_in_200, Happening::error_in_200))
    return {200, R"({"data":null,"errors":[{"errorType":"DynamoDB:Whatever","message":"no"}]})"};
  if (!answer.field.empty() && strikes(faults_.field_error, Happening::field_error))
    return {200, R"({"data":{")" + answer.field +
                     R"(":null},"errors":[{"errorType":"Lambda:Unhandled","path":[")" +
                     answer.field + R"("],"message":"no"}]})"};
  return answer;
}

// --- Cognito ---------------------------------------------------------------------------------

std::string SimWorld::mint_token(const std::string& user) {
  json::Writer claims;
  claims.begin_object().member("sub", user).end_object();
  const std::string token =
      "e30." + to_base64url(claims.take()) + "." + user + "-" + std::to_string(++serial_);
  tokens_[token] = {user, now_ms_ + token_life_ms_};
  return token;
}

Answer SimWorld::give_tokens(const std::string& user, bool with_refresh_token) {
  json::Writer writer;
  writer.begin_object().key("AuthenticationResult").begin_object();
  writer.member("AccessToken", mint_token(user)).member("ExpiresIn", token_life_ms_ / 1000);
  if (with_refresh_token) {
    const std::string refresh_token = "refresh-" + std::to_string(++serial_);
    refresh_tokens_[refresh_token] = user;
    writer.member("RefreshToken", refresh_token);
  }
  return {200, writer.end_object().end_object().take()};
}

Answer SimWorld::serve_cognito(const PostHttp& post) {
  const Answer refused{400, R"({"__type":"NotAuthorizedException","message":"no"})"};
  if (prng_.chance(faults_.server_error)) return {500, ""};
  const std::string target = header_of(post, "X-Amz-Target");
  const auto body = json::parse(post.body);
  CHAT_CHECK(body.has_value());
  if (target.ends_with("InitiateAuth"))
    return {200, R"({"ChallengeName":"PASSWORD_VERIFIER","Session":"s","ChallengeParameters":)"
                 R"({"USER_ID_FOR_SRP":")" +
                     text_of(body->member("AuthParameters"), "USERNAME") +
                     R"(","SALT":"1","SRP_B":"2","SECRET_BLOCK":"3"}})"};
  if (target.ends_with("RespondToAuthChallenge"))
    return give_tokens(text_of(body->member("ChallengeResponses"), "USERNAME"), true);
  if (target.ends_with("RevokeToken")) {
    refresh_tokens_.erase(text_of(*body, "Token"));
    return {200, "{}"};
  }
  CHAT_CHECK(target.ends_with("GetTokensFromRefreshToken"));
  const std::string token = text_of(*body, "RefreshToken");
  if (strikes(faults_.revoked, Happening::revoked_session)) refresh_tokens_.erase(token);
  const auto known = refresh_tokens_.find(token);
  if (known == refresh_tokens_.end()) return refused;
  const std::string user = known->second;
  if (rotate_tokens_) refresh_tokens_.erase(known);
  return give_tokens(user, rotate_tokens_);
}

void SimWorld::perform(size_t w, const BeginSrp& effect) { tell(w, SrpBegun{effect.id, "a"}, 3); }

void SimWorld::perform(size_t w, const AnswerSrp& effect) {
  tell(w, SrpAnswered{effect.id, true, "signature"}, 3);
}

}  // namespace chat::sim
