// The only place that decides what to do next. advance() runs after every event and intent; what
// it would do later is what next_deadline() tells, from the same functions.
#include <algorithm>
#include <utility>
#include "core/client_state.h"
#include "protocol/codec.h"

namespace chat {
namespace {

void consider(std::optional<Instant>& next, std::optional<Instant> candidate) {
  if (candidate && (!next || *candidate < *next)) next = candidate;
}

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
  if (store.phase() == Store::Phase::fenced || erasing) return;
  Context io = context(now);
  if (online) auth.advance(io);
  open_store(now);
  if (auth.user().empty() && realtime.state() != RealtimeSession::State::closed)
    realtime.close(effects);
  if (store.is_due(at)) store.commit(collect(), io);
  if (user.outbox.release(store.answered_through())) changed();
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
}

Connection ChatClient::State::connection_now() {
  if (!online) return Connection::offline;
  if (realtime.state() != RealtimeSession::State::live) return Connection::connecting;
  const ConversationRecord* open = user.directory.find(user.open);
  const bool asking = user.catch_up.conversations.wanted || (open && open->fetch.tail);
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
    realtime.open(endpoints.graphql, std::string(auth.token(now)), at, effects);
  if (is_due(next_round(), at)) start_round(now);
  ask(now);
  send(now);
  mark_read(now);
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

template <class Operation>
void ChatClient::State::post(Request request, const Operation& operation, Now now) {
  post(std::move(request), gql::request_body(operation), now);
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
  if (start(tasks.conversations))
    post({.purpose = Purpose::conversations},
         gql::GetConversations{token(tasks.conversations), CatchUp::page_size}, now);
  ConversationRecord* open = user.directory.find(user.open);
  if (open) ask_for_messages(*open, now);
  if (start(tasks.people))
    post({.purpose = Purpose::people},
         gql::GetUsers{std::nullopt, token(tasks.people), CatchUp::page_size}, now);
  for (auto& [id, record] : user.directory.conversations()) ask_for_messages(record, now);
}

/// When the next question about the messages of a conversation may be asked, if there is one.
std::optional<Instant> ChatClient::State::messages_due(const ConversationRecord& record) const {
  const Fetch& fetch = record.fetch;
  if (fetch.busy || !record.head.on_server) return std::nullopt;
  const Instant ready = fetch.backoff.not_before();
  const bool open = record.head.info.id == user.open;
  if (fetch.tail || fetch.older || (open && record.timeline.joined_gap())) return ready;
  const auto hole = open ? record.timeline.next_deadline() : std::nullopt;
  if (hole) return std::max(*hole, ready);
  return std::nullopt;
}

void ChatClient::State::ask_for_messages(ConversationRecord& record, Now now) {
  if (!is_due(messages_due(record), now.monotonic)) return;
  if (requests.queries() >= CatchUp::queries_max) return;
  Fetch& fetch = record.fetch;
  fetch.busy = true;
  const std::string& id = record.head.info.id.value;
  const Timeline& timeline = record.timeline;
  const auto after = [&](int64_t seq, int64_t count) {
    post({.purpose = Purpose::messages_after, .subject = id, .seq = seq},
         gql::GetMessagesAfter{id, seq, std::clamp<int64_t>(count, 1, CatchUp::page_size)}, now);
  };
  const auto before = [&](std::optional<int64_t> seq) {
    post({.purpose = Purpose::messages_before, .subject = id, .seq = seq},
         gql::GetMessagesBefore{id, seq, CatchUp::history_page_size}, now);
  };
  if (fetch.tail) {
    const bool far = record.head.info.last_seq - timeline.newest() > CatchUp::tail_gap_max ||
                     fetch.tail_pages >= CatchUp::tail_pages_max;
    if (timeline.newest() == 0 || far) return before(std::nullopt);
    return after(timeline.newest(), CatchUp::page_size);
  }
  if (const auto gap = timeline.joined_gap())
    return after(gap->first - 1, gap->last - gap->first + 2);
  if (const auto hole = timeline.due_hole(now.monotonic))
    return after(hole->first - 1, hole->last - hole->first + 2);
  before(timeline.oldest_shown());
}

void ChatClient::State::send(Now now) {
  while (OutboxEntry* entry = user.outbox.sendable(now.monotonic)) {
    entry->state = SendState::in_flight;
    post({.purpose = Purpose::send, .subject = entry->id}, request_of(*entry), now);
    changed();
  }
}

std::optional<Instant> ChatClient::State::mark_due(const ConversationRecord& record) const {
  const bool news = record.head.marked_seq > record.head.server_read_seq;
  if (!news || record.marking || !record.head.on_server) return std::nullopt;
  return record.mark_backoff.not_before();
}

void ChatClient::State::mark_read(Now now) {
  for (auto& [id, record] : user.directory.conversations()) {
    if (!is_due(mark_due(record), now.monotonic)) continue;
    record.marking = true;
    post({.purpose = Purpose::mark_read, .subject = id.value, .seq = record.head.marked_seq},
         gql::MarkRead{id.value, record.head.marked_seq}, now);
  }
}

/// Counts only what advance() would act on at that time: anything else would make the host spin.
std::optional<Instant> ChatClient::State::next_deadline() const {
  std::optional<Instant> next = requests.next_deadline();
  if (store.phase() == Store::Phase::fenced || erasing) return next;
  consider(next, store.next_deadline());
  consider(next, user.damage_told_at);
  if (!online) return next;
  consider(next, auth.next_deadline());
  if (!talking) return next;
  consider(next, realtime.next_deadline());
  consider(next, next_round());
  consider(next, user.outbox.next_deadline());
  const bool may_ask = requests.queries() < CatchUp::queries_max;
  const CatchUp& tasks = user.catch_up;
  for (const CatchUp::Task* task :
       {&tasks.me, &tasks.create_user, &tasks.conversations, &tasks.people})
    if (may_ask) consider(next, task->due());
  for (const auto& [id, record] : user.directory.conversations()) {
    if (may_ask) consider(next, messages_due(record));
    consider(next, mark_due(record));
  }
  return next;
}

}  // namespace chat
