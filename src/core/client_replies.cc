// What answers and pushes mean. Whichever way a message comes, it ends in one apply().
#include <algorithm>
#include <utility>
#include "base/calendar.h"
#include "core/client_state.h"

namespace chat {
namespace {

constexpr int64_t damage_notice_ms = 10'000;  // Long enough to be read.

}  // namespace

WallTime time_or_zero(const std::optional<std::string>& text) {
  if (!text) return {};
  const auto at = from_iso8601(*text);
  return at ? *at : WallTime{};
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
    case Purpose::changes_after:
      return settle_changes(request, data, now);
    case Purpose::send:
      return settle_send(request, data, now);
    case Purpose::events:
      return settle_events(data, now);
    default:
      return;
  }
}

void ChatClient::State::settle_me(const Result<json::Value>& data, Now now) {
  CatchUp& tasks = user.catch_up;
  const auto answer = decode<gql::GetMe>(data);
  if (!answer) return tasks.me.fail(now.monotonic, prng);
  tasks.me.finish();
  if (!answer->me) return tasks.create_user.want();
  user.outbox.admit();
  apply(*answer->me, now);
}

void ChatClient::State::settle_create_user(const Result<json::Value>& data, Now now) {
  CatchUp& tasks = user.catch_up;
  const auto answer = decode<gql::CreateUser>(data);
  if (!answer || !answer->create_user) return tasks.create_user.fail(now.monotonic, prng);
  tasks.create_user.finish();
  user.outbox.admit();
  apply(*answer->create_user, now);
}

void ChatClient::State::settle_conversations(const Result<json::Value>& data, Now now) {
  CatchUp::Task& task = user.catch_up.conversations;
  const auto answer = decode<gql::GetConversations>(data);
  const auto* page =
      answer && answer->me && answer->me->conversations ? &*answer->me->conversations : nullptr;
  if (!answer || (answer->me && !page)) return task.fail(now.monotonic, prng);
  task.busy = false;
  std::optional<std::string> next;
  if (page) {
    next = page->next_token;
    for (const auto& link : gql::items_of(page->user_conversations)) apply(link, now);
  }
  // What the server could not read is missing, not gone.
  const auto& listed = data->member("me").member("conversations").member("userConversations");
  task.whole &= page && page->user_conversations &&
                std::ranges::none_of(listed.items(), &json::Value::is_null);
  if (next && ++task.pages < CatchUp::pages_max) {
    task.token = *next;
    return;
  }
  if (task.whole && !next) forget_unlisted(now);
  task.finish();
  prefetch();
  if (user.damaged_data && !user.damage_told_at)
    user.damage_told_at = now.monotonic + damage_notice_ms;
  if (user.listed) return;
  user.listed = user.meta_dirty = true;
  store.touch(false, now.monotonic);
  changed();
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

void ChatClient::State::handle_push(Subscription subscription, const json::Value& data, Now now) {
  const auto take = [&](const auto& push, auto field) {
    if (push && (*push).*field) apply(*((*push).*field), now);
  };
  switch (subscription) {
    case Subscription::inbox:
      return take(gql::decode<gql::OnInbox>(data), &gql::OnInboxData::on_inbox);
    case Subscription::message_change:
      return take(gql::decode<gql::OnMessageChange>(data),
                  &gql::OnMessageChangeData::on_message_change);
    case Subscription::conversation:
      return take(gql::decode<gql::OnConversation>(data),
                  &gql::OnConversationData::on_conversation);
    case Subscription::conversation_change:
      return take(gql::decode<gql::OnConversationChange>(data),
                  &gql::OnConversationChangeData::on_conversation_change);
    case Subscription::receipt:
      return take(gql::decode<gql::OnReceipt>(data), &gql::OnReceiptData::on_receipt);
    case Subscription::typing:
      return take(gql::decode<gql::OnTyping>(data), &gql::OnTypingData::on_typing);
    case Subscription::user:
      return take(gql::decode<gql::OnUser>(data), &gql::OnUserData::subscribe_to_new_users);
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
  record->head.on_server = record->fetch.listed = true;
  const std::string id = message->id.value;
  const bool mine = message->sender == user.self.id;
  note_change(*record, message->change_seq);
  if (message->change_seq == 0 && record->writers.remove(message->sender)) changed();
  note_message(*record, *message, user.self.id);
  record->timeline.apply(*std::move(message));
  record->fetch.unread = true;
  touch_head_if(*record, before, now);
  touch_timeline(*record, now);
  if (mine) confirm(id, now);
}

void ChatClient::State::apply(const gql::ConversationLink& link, Now now) {
  ConversationRecord* record = user.directory.add({link.conversation_id});
  if (!record) return;
  const ConversationHead before = record->head;
  record->head.on_server = record->fetch.listed = true;
  for (const gql::LinkedUser& member : gql::items_of(link.associated)) {
    if (member.user) meet(*member.user, now);
    note_read(*record, {member.user_id}, member.read_seq.value_or(0));
  }
  note_read(*record, user.self.id, link.read_seq.value_or(0));
  if (link.conversation) {
    const gql::ListedConversation& listed = *link.conversation;
    apply(gql::ConversationFields{listed.id, listed.name, listed.created_at, listed.last_seq,
                                  listed.member_ids, listed.last_change_seq},
          now);
    if (record->fetch.let_go_since_list)
      user.catch_up.conversations.want();  // It may be older than what was let go.
    else if (listed.messages)
      for (const auto& fields : gql::items_of(listed.messages->messages)) apply(fields, now);
  }
  touch_head_if(*record, before, now);
}

void ChatClient::State::apply(const gql::ConversationFields& fields, Now now) {
  if (fields.member_ids &&
      std::ranges::find(*fields.member_ids, user.self.id.value) == fields.member_ids->end())
    return part_from({fields.id}, now);
  ConversationRecord* record = user.directory.add({fields.id});
  if (!record) return;
  const ConversationHead before = record->head;
  record->head.on_server = record->fetch.listed = true;
  record->head.info.name = fields.name;
  int64_t& last_seq = record->head.info.last_seq;
  last_seq = std::max(last_seq, seq_or_zero(fields.last_seq.value_or(0)));
  note_last_change(*record, fields.last_change_seq.value_or(0));
  if (fields.created_at) record->head.created_at = time_or_zero(fields.created_at);
  if (fields.member_ids) {
    record->head.info.members.clear();
    for (const std::string& id : *fields.member_ids) record->head.info.members.push_back({id});
  }
  std::erase_if(record->head.info.receipts, [&](const Receipt& receipt) {
    return std::ranges::find(record->head.info.members, receipt.user) ==
           record->head.info.members.end();
  });
  const bool stranger = std::ranges::any_of(record->head.info.members, [&](const UserId& id) {
    return user.directory.name_of(id).empty();
  });
  if (stranger && record->head.info.members != before.info.members)
    user.catch_up.conversations.want();
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

/// Somebody whom the user meets in a conversation.
void ChatClient::State::meet(const gql::MemberFields& fields, Now now) {
  apply(gql::UserFields{fields.id, fields.cognito_id, fields.username, fields.registered}, now);
  if (user.directory.saw({fields.cognito_id}, time_or_zero(fields.last_seen))) changed();
}

void ChatClient::State::apply(const gql::ReceiptFields& fields, Now now) {
  ConversationRecord* record = user.directory.find({fields.conversation_id});
  if (!record) return;
  const ConversationHead before = record->head;
  note_read(*record, {fields.user_id}, fields.read_seq.value_or(0));
  touch_head_if(*record, before, now);
}

/// A member has read up to `seq`; the user himself perhaps on another device.
void ChatClient::State::note_read(ConversationRecord& record, const UserId& reader, int64_t seq) {
  if (reader != user.self.id) {
    note_receipt(record, reader, seq);
    return;
  }
  note_own_read(record.head, seq_or_zero(seq));
}

void ChatClient::State::apply(const gql::TypingFields& fields, Now now) {
  ConversationRecord* record = user.directory.find({fields.conversation_id});
  if (!record || fields.user_id == user.self.id.value) return;
  if (record->writers.add({fields.user_id}, now.monotonic)) changed();
}

}  // namespace chat
