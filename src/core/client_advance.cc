// The only place that decides what to do next. advance() runs after every event and intent; what
// it would do later is what next_deadline() tells, from the same functions.
#include <algorithm>
#include <utility>
#include "base/calendar.h"
#include "core/client_state.h"

namespace chat {
namespace {

void consider(std::optional<Instant>& next, std::optional<Instant> candidate) {
  if (candidate && (!next || *candidate < *next)) next = candidate;
}

constexpr int64_t here_repeat_ms = 60'000;

bool is_due(std::optional<Instant> at, Instant now) { return at && *at <= now; }

}  // namespace

bool ChatClient::State::may_talk(Now now) const {
  return online && signed_in() && store.is_ready() && !auth.token(now).empty();
}

void ChatClient::State::advance(Now now) {
  const Instant at = now.monotonic;
  while (const auto request = requests.take_expired(at)) {
    if (request->has_http()) effects.push_back(CancelHttp{request->id});
    lose(*request, ErrorKind::timeout, now);
  }
  talking = false;
  if (store.is_closed_to_us() || erasing) return;
  Context io = context(now);
  if (online) auth.advance(io);
  open_store(now);
  if (auth.user().empty() && realtime.state() != RealtimeSession::State::closed)
    realtime.close(effects);
  let_go(now);
  if (store.is_due(at)) store.commit(collect(), io);
  if (user.outbox.release(store.answered_through())) changed();
  for (auto& [id, record] : user.directory.conversations())
    if (record.writers.expire(at)) changed();
  if (is_due(user.damage_told_at, at)) {
    user.damage_told_at.reset();
    if (std::exchange(user.damaged_data, false)) changed();
  }
  talking = may_talk(now);
  if (talking) talk(now);
  const Connection connection = connection_now();
  if (std::exchange(shown_connection, connection) != connection) changed();
}

void ChatClient::State::start_round(Now now) {
  user.catch_up.round(now.monotonic);
  if (ConversationRecord* open = user.directory.find(user.open)) open->fetch.tail = true;
  user.here |= visible;
}

Connection ChatClient::State::connection_now() {
  if (!online) return Connection::offline;
  if (realtime.is_renewing() && talking) return shown_connection;
  if (realtime.state() != RealtimeSession::State::live) return Connection::connecting;
  const ConversationRecord* open = user.directory.find(user.open);
  const bool asking =
      user.catch_up.conversations.wanted || (open && open->head.on_server && open->fetch.tail);
  if (!asking) user.catch_up.behind = false;
  return user.catch_up.behind ? Connection::catching_up : Connection::live;
}

/// Somebody is signed in: his store, unless it is open already.
void ChatClient::State::open_store(Now now) {
  if (auth.user().empty() || signed_in() || store.phase() == Store::Phase::opening) return;
  if (store.is_ready() && user.self.id == auth.user()) {
    auth.enter();  // The same user, back after his session had ended.
    forget_failures();
    return changed();
  }
  // Another user: what the one before left unwritten goes first.
  Context io = context(now);
  if (store.is_due(now.monotonic)) store.commit(collect(), io);
  if (store.is_writing()) return;
  drop_requests(Purpose::me);
  store.open(auth.user(), io);
}

void ChatClient::State::talk(Now now) {
  const Instant at = now.monotonic;
  realtime.expire(at, prng, effects);
  if (realtime.may_open(at))
    realtime.open(endpoints.graphql,
                  {std::string(auth.token(now)), auth.token_serial(), auth.token_ends_at()}, at,
                  effects);
  if (is_due(next_round(), at)) start_round(now);
  ask(now);
  send(now);
  tell(now);
  report(now);
}

/// When to ask for everything once more.
std::optional<Instant> ChatClient::State::next_round() const {
  const bool live = realtime.state() == RealtimeSession::State::live;
  if (!live) {
    if (!realtime.has_failed()) return std::nullopt;
    return user.catch_up.next_poll();
  }
  std::optional<Instant> next = user.catch_up.next_settle();
  if (visible) consider(next, user.catch_up.next_audit());
  return next;
}

void ChatClient::State::post(Request request, std::string body, Now now) {
  request.token = auth.token_serial();
  const RequestId id = requests.add(std::move(request), now.monotonic);
  effects.push_back(PostHttp{
      id,
      endpoints.graphql,
      {{"Content-Type", "application/json"}, {"Authorization", std::string(auth.token(now))}},
      std::move(body)});
}

void ChatClient::State::ask(Now now) {
  const Instant at = now.monotonic;
  CatchUp& tasks = user.catch_up;
  const auto start = [&](CatchUp::Task& task) {
    if (!is_due(task.due(), at) || requests.queries() >= CatchUp::queries_max) return false;
    task.busy = true;
    return true;
  };
  const auto token = [](const CatchUp::Task& task) {
    return task.token.empty() ? std::nullopt : std::optional(task.token);
  };
  if (start(tasks.me)) post({.purpose = Purpose::me}, gql::GetMe{}, now);
  if (start(tasks.create_user))
    post({.purpose = Purpose::create_user}, gql::CreateUser{auth.username()}, now);
  if (start(tasks.conversations)) {
    if (tasks.conversations.token.empty())
      for (auto& [id, record] : user.directory.conversations())
        record.fetch.listed = record.fetch.let_go_since_list = false;
    post({.purpose = Purpose::conversations},
         gql::GetConversations{token(tasks.conversations), CatchUp::page_size}, now);
  }
  ConversationRecord* open = user.directory.find(user.open);
  if (open) ask_for_messages(*open, now);
  if (start(tasks.people))
    post({.purpose = Purpose::people},
         gql::GetUsers{std::nullopt, token(tasks.people), CatchUp::page_size}, now);
  for (auto& [id, record] : user.directory.conversations()) ask_for_messages(record, now);
}

/// What holds is what the server hears last. So a window that another one has taken the store from,
/// and that has not heard of it, must not tell it what was wished before.
bool ChatClient::State::must_be_sure_of_store(const OutboxEntry& entry, Now now) const {
  const bool last_holds =
      entry.kind == OutboxEntry::Kind::edit || entry.kind == OutboxEntry::Kind::rename;
  return last_holds && store.phase() == Store::Phase::open && store_sure_at != now.monotonic;
}

void ChatClient::State::send(Now now) {
  while (OutboxEntry* entry = user.outbox.sendable(now.monotonic)) {
    if (must_be_sure_of_store(*entry, now)) {
      entry->state = SendState::saving;  // Once more: whose store it is turns out in writing.
      entry->batch = 0;
      touch_entry(entry->order, true, now);
      changed();
      continue;
    }
    entry->state = SendState::in_flight;
    post({.purpose = Purpose::send, .subject = entry->id, .seq = entry->seq}, request_of(*entry),
         now);
    changed();
  }
}

/// What is worth one try, and only while somebody may hear it.
void ChatClient::State::tell(Now now) {
  const bool live = realtime.state() == RealtimeSession::State::live;
  const ConversationId typing_in = std::exchange(user.typing_in, {});
  ConversationRecord* record = live ? user.directory.find(typing_in) : nullptr;
  if (record && record->head.on_server && record->writers.tell(now.monotonic))
    post({.purpose = Purpose::tell}, gql::SendTyping{typing_in.value}, now);
  if (!std::exchange(user.here, false) || !user.catch_up.me.done) return;
  if (user.here_told_at && now.monotonic < *user.here_told_at + here_repeat_ms) return;
  user.here_told_at = now.monotonic;
  post({.purpose = Purpose::tell}, gql::ReportPresence{}, now);
}

void ChatClient::State::count(const char* event, std::string id, Now now) {
  const WallTime at{now.wall.ms + auth.clock_skew_ms()};
  user.analytics.record(event, std::move(id), at, now.monotonic);
}

/// What was counted, when nothing else is left to say.
void ChatClient::State::report(Now now) {
  if (!is_due(user.analytics.next_deadline(), now.monotonic)) return;
  gql::RecordEvents operation;
  for (const Analytics::Event& event : user.analytics.take_batch())
    operation.events.push_back({event.id, event.name, to_iso8601(event.at)});
  post({.purpose = Purpose::events}, operation, now);
}

/// Counts only what advance() would act on at that time: anything else would make the host spin.
std::optional<Instant> ChatClient::State::next_deadline() const {
  std::optional<Instant> next = requests.next_deadline();
  if (store.is_closed_to_us() || erasing) return next;
  consider(next, store.next_deadline());
  consider(next, user.damage_told_at);
  for (const auto& [id, record] : user.directory.conversations())
    consider(next, record.writers.next_deadline());
  if (!online) return next;
  consider(next, auth.next_deadline());
  if (!talking) return next;
  consider(next, realtime.next_deadline());
  consider(next, next_round());
  consider(next, user.outbox.next_deadline());
  consider(next, user.analytics.next_deadline());
  const bool may_ask = requests.queries() < CatchUp::queries_max;
  const CatchUp& tasks = user.catch_up;
  for (const CatchUp::Task* task :
       {&tasks.me, &tasks.create_user, &tasks.conversations, &tasks.people})
    if (may_ask) consider(next, task->due());
  for (const auto& [id, record] : user.directory.conversations()) {
    if (may_ask) consider(next, messages_due(record));
  }
  return next;
}

}  // namespace chat
