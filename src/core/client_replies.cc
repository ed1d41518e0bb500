// What answers and pushes mean. Whichever way a message comes, it ends in one apply().
#include <algorithm>
#include <utility>
#include "base/calendar.h"
#include "core/client_state.h"

namespace chat {
namespace {

constexpr int64_t damage_notice_ms = 10'000;  // Long enough to be read.

WallTime time_or_zero(const std::optional<std::string>& text) {
  if (!text) return {};
  const auto at = from_iso8601(*text);
  return at ? *at : WallTime{};
}

/// The message, if it has all that a timeline needs.
std::optional<Message> message_of(const gql::MessageFields& fields) {
  if (!fields.seq || !fields.sender || fields.id.empty()) return std::nullopt;
  const WallTime sent_at = time_or_zero(fields.sent_at ? fields.sent_at : fields.created_at);
  return Message{{fields.id},      {fields.conversation_id},
                 {*fields.sender}, fields.content,
                 *fields.seq,      sent_at};
}

}  // namespace

/// An answer that is not what the schema promises counts as trouble of the server.
template <class Operation>
Result<typename Operation::Data> ChatClient::State::decode(const Result<json::Value>& data) {
  if (!data) return std::unexpected(data.error());
  auto decoded = gql::decode<Operation>(*data);
  if (!decoded) set_server_trouble(true);
  return decoded;
}

void ChatClient::State::settle(const Request& request, Result<json::Value> data, Now now) {
  switch (request.purpose) {
    case Purpose::me:
      return settle_me(data, now);
    case Purpose::create_user:
      return settle_create_user(data, now);
    case Purpose::conversations:
      return settle_conversations(data, now);
    case Purpose::people:
      return settle_people(data, now);
    case Purpose::messages_after:
    case Purpose::messages_before:
      return settle_messages(request, data, now);
    case Purpose::send:
      return settle_send(request, data, now);
    case Purpose::mark_read:
      return settle_mark(request, data, now);
    default:
      return;
  }
}

void ChatClient::State::settle_me(const Result<json::Value>& data, Now now) {
  CatchUp& tasks = user.catch_up;
  const auto answer = decode<gql::GetMe>(data);
  if (!answer) return tasks.me.fail(now.monotonic, prng);
  tasks.me.finish();
  if (answer->me)
    apply(*answer->me, now);
  else
    tasks.create_user.want();
}

void ChatClient::State::settle_create_user(const Result<json::Value>& data, Now now) {
  CatchUp& tasks = user.catch_up;
  const auto answer = decode<gql::CreateUser>(data);
  if (!answer || !answer->create_user) return tasks.create_user.fail(now.monotonic, prng);
  tasks.create_user.finish();
  apply(*answer->create_user, now);
}

void ChatClient::State::settle_conversations(const Result<json::Value>& data, Now now) {
  CatchUp::Task& task = user.catch_up.conversations;
  const auto answer = decode<gql::GetConversations>(data);
  if (!answer) return task.fail(now.monotonic, prng);
  task.busy = false;
  std::optional<std::string> next;
  if (answer->me && answer->me->conversations) {
    next = answer->me->conversations->next_token;
    for (const auto& link : gql::items_of(answer->me->conversations->user_conversations))
      apply(link, now);
  }
  if (next && ++task.pages < CatchUp::pages_max) {
    task.token = *next;
    return;
  }
  task.finish();
  prefetch();
  if (user.damaged_data && !user.damage_told_at)
    user.damage_told_at = now.monotonic + damage_notice_ms;
  if (user.listed) return;
  user.listed = user.meta_dirty = true;
  store.touch(false, now.monotonic);
  changed();
}

/// A look ahead into the conversations that will most likely be opened.
void ChatClient::State::prefetch() {
  summarize();
  const size_t count = std::min(summaries.size(), CatchUp::prefetch_max);
  for (size_t i = 0; i < count; ++i)
    if (ConversationRecord* record = user.directory.find(summaries[i].id)) fill_screen(*record);
}

/// The page before what is known, where that is less than a page.
void ChatClient::State::fill_screen(ConversationRecord& record) {
  const Timeline& timeline = record.timeline;
  const size_t page = CatchUp::history_page_size;
  if (!timeline.has_older() || timeline.shown().size() >= page) return;
  if (!std::exchange(record.fetch.older, true)) changed();
}

void ChatClient::State::settle_people(const Result<json::Value>& data, Now now) {
  CatchUp::Task& task = user.catch_up.people;
  const auto answer = decode<gql::GetUsers>(data);
  if (!answer || !answer->users) return task.fail(now.monotonic, prng);
  if (!task.done || user.people_next != answer->users->next_token) changed();
  task.finish();
  user.people_next = answer->users->next_token;
  for (const auto& fields : gql::items_of(answer->users->users)) apply(fields, now);
}

void ChatClient::State::settle_messages(const Request& request, const Result<json::Value>& data,
                                        Now now) {
  ConversationRecord* record = user.directory.find({request.subject});
  if (!record) return;
  Fetch& fetch = record->fetch;
  fetch.busy = false;
  std::optional<gql::MessagePage> answer;
  if (request.purpose == Purpose::messages_after) {
    if (auto decoded = decode<gql::GetMessagesAfter>(data)) answer = decoded->messages_after;
  } else if (auto decoded = decode<gql::GetMessagesBefore>(data)) {
    answer = decoded->messages_before;
  }
  const bool empty_promise =
      answer && answer->next_token && gql::items_of(answer->messages).empty();
  if (!answer || !answer->messages || empty_promise) return fetch.backoff.fail(now.monotonic, prng);
  fetch.backoff.reset();

  const ConversationHead before = record->head;
  const bool was_loaded = record->timeline.is_loaded(), was_older = fetch.older;
  Timeline::Page page;
  page.more = answer->next_token.has_value();
  for (const auto& fields : *answer->messages) {
    auto message = message_of(fields);
    if (!message || message->conversation != record->head.info.id) continue;
    note_message(*record, *message, user.self.id);
    if (message->sender == user.self.id) confirm(message->id.value, now);
    page.messages.push_back(*std::move(message));
  }
  if (request.purpose == Purpose::messages_after) {
    const bool was_tail = *request.seq == record->timeline.newest();
    record->timeline.answer_after(*request.seq, page, now.monotonic);
    fetch.tail_pages = page.more ? fetch.tail_pages + 1 : 0;
    if (was_tail && !page.more) fetch.tail = false;
    if (!was_tail && record->timeline.asks_from(*request.seq + 1, now.monotonic))
      fetch.backoff.fail(now.monotonic, prng);  // The same again would not help at once.
  } else {
    record->timeline.answer_before(request.seq, page, now.monotonic);
    if (request.seq)
      fetch.older = false;
    else
      fetch.tail = false, fetch.tail_pages = 0;
  }
  touch_head_if(*record, before, now);
  touch_timeline(*record, now);
  if (!was_loaded || was_older) changed();
}

void ChatClient::State::settle_send(const Request& request, const Result<json::Value>& data,
                                    Now now) {
  OutboxEntry* entry = user.outbox.find(request.subject);
  if (!entry || entry->state != SendState::in_flight) return;  // Its push came first.
  changed();
  ErrorKind kind = data ? ErrorKind::bad_data : data.error().kind;
  if (entry->kind == OutboxEntry::Kind::message) {
    const auto answer = decode<gql::CreateMessage>(data);
    if (answer && answer->create_message) {
      const bool mine = answer->create_message->sender == user.self.id.value;
      apply(*answer->create_message, now);
      entry = user.outbox.find(request.subject);
      if (!entry) return;
      if (!mine) kind = ErrorKind::rejected;  // The id belongs to somebody else's message.
    }
  } else if (const auto answer = decode<gql::StartConversation>(data);
             answer && answer->start_conversation) {
    apply(*answer->start_conversation, now);
    return confirm(request.subject, now);
  }
  entry->state = kind == ErrorKind::rejected ? SendState::rejected : SendState::queued;
  if (kind == ErrorKind::rejected) return touch_entry(entry->order, false, now);
  // A stale token is no failure of the entry: it goes out again with the next one.
  if (kind != ErrorKind::unauthorized) entry->backoff.fail(now.monotonic, prng);
}

void ChatClient::State::settle_mark(const Request& request, const Result<json::Value>& data,
                                    Now now) {
  ConversationRecord* record = user.directory.find({request.subject});
  if (!record) return;
  record->marking = false;
  const auto answer = decode<gql::MarkRead>(data);
  if (!answer || !answer->mark_read) return record->mark_backoff.fail(now.monotonic, prng);
  record->mark_backoff.reset();
  record->head.server_read_seq = std::max(record->head.server_read_seq, *request.seq);
  touch_head(*record, now);
}

void ChatClient::State::handle_push(Subscription subscription, const json::Value& data, Now now) {
  if (subscription == Subscription::inbox) {
    if (const auto push = gql::decode<gql::OnInbox>(data); push && push->on_inbox)
      apply(*push->on_inbox, now);
  } else if (subscription == Subscription::conversation) {
    if (const auto push = gql::decode<gql::OnConversation>(data); push && push->on_conversation)
      apply(*push->on_conversation, now);
  } else if (const auto push = gql::decode<gql::OnUser>(data);
             push && push->subscribe_to_new_users) {
    apply(*push->subscribe_to_new_users, now);
  }
}

void ChatClient::State::apply(const gql::MessageFields& fields, Now now) {
  auto message = message_of(fields);
  if (!message) return;
  ConversationRecord* record = user.directory.find(message->conversation);
  if (!record) {
    record = user.directory.add(message->conversation);
    if (!record) return;
    for (const std::string& id : gql::items_of(fields.recipients))
      record->head.info.members.push_back({id});
    user.catch_up.conversations.want();  // Its name and the names in it.
  }
  const ConversationHead before = record->head;
  record->head.on_server = true;
  const std::string id = message->id.value;
  const bool mine = message->sender == user.self.id;
  note_message(*record, *message, user.self.id);
  record->timeline.apply(*std::move(message));
  touch_head_if(*record, before, now);
  touch_timeline(*record, now);
  if (mine) confirm(id, now);
}

/// The server has it: out of the outbox, in the batch that writes the timeline.
void ChatClient::State::confirm(std::string_view id, Now now) {
  const auto order = user.outbox.remove(id);
  if (!order) return;
  touch_entry(*order, false, now);
  changed();
}

void ChatClient::State::apply(const gql::ConversationLink& link, Now now) {
  ConversationRecord* record = user.directory.add({link.conversation_id});
  if (!record) return;
  const ConversationHead before = record->head;
  record->head.on_server = true;
  for (const gql::LinkedUser& member : gql::items_of(link.associated))
    if (member.user) apply(*member.user, now);
  record->head.server_read_seq = std::max(record->head.server_read_seq, link.read_seq.value_or(0));
  record->head.info.read_seq = std::max(record->head.info.read_seq, record->head.server_read_seq);
  record->head.marked_seq = std::max(record->head.marked_seq, record->head.server_read_seq);
  if (link.conversation) {
    const gql::ListedConversation& listed = *link.conversation;
    apply(gql::ConversationFields{listed.id, listed.name, listed.created_at, listed.last_seq,
                                  listed.member_ids},
          now);
    if (listed.messages)
      for (const auto& fields : gql::items_of(listed.messages->messages)) apply(fields, now);
  }
  touch_head_if(*record, before, now);
}

void ChatClient::State::apply(const gql::ConversationFields& fields, Now now) {
  const bool news = !user.directory.find({fields.id});
  ConversationRecord* record = user.directory.add({fields.id});
  if (!record) return;
  const ConversationHead before = record->head;
  record->head.on_server = true;
  record->head.info.name = fields.name;
  record->head.info.last_seq = std::max(record->head.info.last_seq, fields.last_seq.value_or(0));
  if (fields.created_at) record->head.created_at = time_or_zero(fields.created_at);
  if (fields.member_ids) {
    record->head.info.members.clear();
    for (const std::string& id : *fields.member_ids) record->head.info.members.push_back({id});
  }
  const bool stranger = std::ranges::any_of(record->head.info.members, [&](const UserId& id) {
    return user.directory.name_of(id).empty();
  });
  if (news && stranger) user.catch_up.conversations.want();
  touch_head_if(*record, before, now);
}

void ChatClient::State::apply(const gql::UserFields& fields, Now now) {
  const User known{{fields.cognito_id}, fields.username};
  if (known.id == user.self.id && known.name != user.self.name && !known.name.empty()) {
    user.self = known;
    user.meta_dirty = true;
  }
  if (!user.directory.learn(known)) return;
  user.people_dirty = true;
  store.touch(false, now.monotonic);
  changed();
}

}  // namespace chat
