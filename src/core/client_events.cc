// What the world says, recorded.
#include <algorithm>
#include "core/client_state.h"

namespace chat {
namespace {

constexpr Purpose last_auth_purpose = Purpose::revoke;
constexpr int64_t sleep_ms_min = 30'000;

}  // namespace

void ChatClient::State::handle(const Started& event, Now now) {
  if (started) return;
  started = true;
  last_now = now;
  online = event.online;
  endpoints = event.endpoints;
  auth.start(event.credential);
  changed();
}

void ChatClient::State::handle(const HttpDone& event, Now now) {
  const auto request = requests.take(event.id);
  if (!request) return;
  if (event.server_date) auth.note_server_date(*event.server_date, now.wall);
  if (request->purpose <= last_auth_purpose) {
    Context io = context(now);
    const AuthView before = auth.view();
    auth.handle_answer(*request, event, io);
    if (auth.view() != before) changed();
    return;
  }
  auto data = read_reply(event.status, event.body);
  const bool unusable = !data && (data.error().kind == ErrorKind::bad_data ||
                                  data.error().kind == ErrorKind::server_fault);
  if (request->purpose != Purpose::events) set_server_trouble(unusable);
  if (data) auth.accept_token();
  if (!data && data.error().kind == ErrorKind::unauthorized) {
    Context io = context(now);
    auth.reject_token(request->token, io);
  }
  settle(*request, std::move(data), now);
}

void ChatClient::State::set_server_trouble(bool trouble) {
  if (trouble != server_trouble) changed();
  server_trouble = trouble;
}

void ChatClient::State::handle(const HttpLost& event, Now now) {
  if (const auto request = requests.take(event.id)) lose(*request, ErrorKind::offline, now);
}

/// No answer came, or not in time.
void ChatClient::State::lose(const Request& request, ErrorKind kind, Now now) {
  if (request.purpose > last_auth_purpose) return settle(request, fail(kind, ""), now);
  Context io = context(now);
  const AuthView before = auth.view();
  auth.handle_lost(request, io);
  if (auth.view() != before) changed();
}

void ChatClient::State::handle(const SocketOpened&, Now now) {
  realtime.handle_opened(now.monotonic, effects);
}

void ChatClient::State::handle(const SocketFrame& event, Now now) {
  const bool was_refused = realtime.is_refused();
  auto outcome = realtime.handle_frame(event.text, now.monotonic, prng, effects);
  if (outcome.acknowledged) user.outbox.forget_failures();
  if (outcome.token_rejected) {
    Context io = context(now);
    auth.reject_token(realtime.token_serial(), io);
  }
  if (outcome.became_live) {
    user.catch_up.begin(now.monotonic);
    user.catch_up.behind = !outcome.renewed;
    if (ConversationRecord* open = user.directory.find(user.open)) open->fetch.tail = true;
  }
  if (outcome.subscription) handle_push(*outcome.subscription, outcome.data, now);
  if (outcome.incomplete) start_round(now);
  if (outcome.malformed) set_server_trouble(true);
  if (realtime.is_refused() != was_refused) changed();
}

void ChatClient::State::handle(const SocketClosed&, Now now) {
  realtime.handle_closed(now.monotonic, prng);
}

void ChatClient::State::handle(const StoreOpened& event, Now now) {
  if (store.phase() != Store::Phase::opening) return;
  if (auth.user().empty()) return store.close();  // The session ended meanwhile.
  store.handle_opened(event.ok);
  user = {};
  const auto is_later = [](const File& file) { return is_from_later_version(file.bytes); };
  if (std::ranges::any_of(event.files, is_later)) {
    store.refuse();
    auth.enter();  // To a place where the user can be told.
    return changed();
  }
  restore(event.files, now);
  if (visible) count(Analytics::session_start, new_id(), now);
  auth.enter();
  changed();
}

void ChatClient::State::handle(const Persisted& event, Now now) {
  Context io = context(now);
  const StorageTrouble before = store.trouble();
  if (!store.handle_persisted(event, io)) return;
  if (!store.is_closed_to_us()) store_sure_at = now.monotonic;
  if (event.result == PersistResult::disk_full) evict();
  if (store.is_closed_to_us()) {
    realtime.close(effects);
    drop_requests(Purpose::sign_up);
    return changed();
  }
  if (user.outbox.release(store.answered_through()) || store.trouble() != before) changed();
}

void ChatClient::State::handle(const UserErased&, Now) {
  if (!erasing) return;
  erasing = false;
  auth.erased();
  changed();
}

void ChatClient::State::handle(const SrpBegun& event, Now now) {
  Context io = context(now);
  auth.handle_srp_begun(event, io);
}

void ChatClient::State::handle(const SrpAnswered& event, Now now) {
  Context io = context(now);
  auth.handle_srp_answered(event, io);
  changed();
}

void ChatClient::State::handle(const NetworkChanged& event, Now now) {
  online = event.online;
  if (online) {
    forget_failures();
    realtime.doubt(now.monotonic, effects);
  } else {
    realtime.close(effects);
  }
}

void ChatClient::State::handle(const VisibilityChanged& event, Now now) {
  if (signed_in() && visible != event.visible)
    count(event.visible ? Analytics::session_start : Analytics::session_stop, new_id(), now);
  visible = event.visible;
  if (!visible) return store.hurry(now.monotonic);  // The window may not come back.
  forget_failures();
  realtime.doubt(now.monotonic, effects);
  const bool live = realtime.state() == RealtimeSession::State::live;
  if (live && !user.catch_up.is_fresh(now.monotonic)) start_round(now);
}

void ChatClient::State::handle(const DeadlineReached&, Now) {}

/// The clock on the wall went on while the other one stood still: the device has slept, and what
/// was connected before is not any more.
void ChatClient::State::notice_sleep(Now now) {
  const int64_t slept_ms =
      (now.wall.ms - last_now.wall.ms) - (now.monotonic.ms - last_now.monotonic.ms);
  last_now = now;
  if (slept_ms < sleep_ms_min) return;
  forget_failures();
  realtime.close(effects);
}

/// Something happened that makes another try worthwhile.
void ChatClient::State::forget_failures() {
  auth.forget_failures();
  realtime.forget_failures();
  user.outbox.forget_failures();
  user.catch_up.forget_failures();
  for (auto& [id, record] : user.directory.conversations()) record.fetch.backoff.reset();
}

/// Nobody waits for them any more: what they were to do is done again later.
void ChatClient::State::drop_requests(Purpose first) {
  for (const Request& request : requests.take_from(first)) {
    if (request.has_http()) effects.push_back(CancelHttp{request.id});
    if (request.purpose > last_auth_purpose) settle(request, fail(ErrorKind::offline, ""), {});
  }
}

}  // namespace chat
