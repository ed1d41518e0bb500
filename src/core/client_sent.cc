// What came of an entry of the outbox: the server did what it asks, will never do it, or did not
// get to it.
#include <algorithm>
#include "core/client_state.h"

namespace chat {
namespace {

using Kind = OutboxEntry::Kind;

bool is_refused_as_stranger(const Result<json::Value>& data) {
  return !data && data.error().kind == ErrorKind::rejected && data.error().detail == "Unauthorized";
}

}  // namespace

void ChatClient::State::settle_send(const Request& request, const Result<json::Value>& data,
                                    Now now) {
  OutboxEntry* entry = user.outbox.find(request.subject);
  if (!entry || entry->state != SendState::in_flight) return;  // Its push came first.
  changed();
  const auto failure = take_answer(*entry, data, now);
  entry = user.outbox.find(request.subject);
  if (!entry) return;
  if (!failure && entry->seq <= request.seq.value_or(0))
    return drop_entry(std::string(entry->id), now);
  entry->state = SendState::queued;
  if (!failure) return;  // More has been read meanwhile.
  if (*failure == ErrorKind::rejected) return park(*entry, now);
  // A stale token is no failure of the entry: it goes out again with the next one.
  if (*failure != ErrorKind::unauthorized) entry->backoff.fail(now.monotonic, prng);
}

/// Applies what the server did; why it did not, otherwise.
std::optional<ErrorKind> ChatClient::State::take_answer(const OutboxEntry& entry,
                                                        const Result<json::Value>& data, Now now) {
  const ErrorKind failure = data ? ErrorKind::bad_data : data.error().kind;
  const auto take = [&](const auto& answer, auto field) -> std::optional<ErrorKind> {
    if (!answer || !((*answer).*field)) return failure;
    apply(*((*answer).*field), now);
    return std::nullopt;
  };
  switch (entry.kind) {
    case Kind::message: {
      const auto answer = decode<gql::CreateMessage>(data);
      const bool other =
          answer && answer->create_message && answer->create_message->sender != user.self.id.value;
      const auto failed = take(answer, &gql::CreateMessageData::create_message);
      if (other) return ErrorKind::rejected;  // The id belongs to somebody else's message.
      return failed;
    }
    case Kind::start_conversation: {
      // It was taken before, unheard, and the user has left it since, on another device.
      if (is_refused_as_stranger(data)) {
        const ConversationId id = entry.conversation;
        drop_entry(id.value, now);
        part_from(id, now);
        return std::nullopt;
      }
      const ConversationId id = entry.conversation;
      const auto failed = take(decode<gql::StartConversation>(data),
                               &gql::StartConversationData::start_conversation);
      if (!failed) count(Analytics::new_conversation, id.value, now);
      return failed;
    }
    case Kind::edit:
      return take(decode<gql::EditMessage>(data), &gql::EditMessageData::edit_message);
    case Kind::remove:
      return take(decode<gql::DeleteMessage>(data), &gql::DeleteMessageData::delete_message);
    case Kind::rename:
      return take(decode<gql::RenameConversation>(data),
                  &gql::RenameConversationData::rename_conversation);
    case Kind::add_members:
      return take(decode<gql::AddMembers>(data), &gql::AddMembersData::add_members);
    case Kind::mark_read:
      return take(decode<gql::MarkRead>(data), &gql::MarkReadData::mark_read);
    case Kind::leave: {
      const auto answer = decode<gql::LeaveConversation>(data);
      // Who is no member any more has left by an earlier try.
      if (!answer && !is_refused_as_stranger(data)) return failure;
      forget_conversation(entry.conversation, now);
      return std::nullopt;
    }
  }
  return failure;
}

/// One's own message is on the server.
void ChatClient::State::confirm(const std::string& id, Now now) {
  if (!user.outbox.find(id)) return;
  count(Analytics::message_sent, id, now);
  drop_entry(id, now);
}

void ChatClient::State::settle_events(const Result<json::Value>& data, Now now) {
  if (data || data.error().kind == ErrorKind::rejected) return user.analytics.settle();
  user.analytics.fail(now.monotonic, prng);
}

/// The server will never take it: the user decides. How far he has read is not worth a decision,
/// and is what the server says it is.
void ChatClient::State::park(OutboxEntry& entry, Now now) {
  if (entry.kind == Kind::mark_read) {
    if (ConversationRecord* record = user.directory.find(entry.conversation)) {
      record->head.info.read_seq = record->head.server_read_seq;
      touch_head(*record, now);
    }
    return drop_entry(std::string(entry.id), now);
  }
  entry.state = SendState::rejected;
  touch_entry(entry.order, false, now);
}

}  // namespace chat
