// What the user wants, recorded.
#include <algorithm>
#include "base/encoding.h"
#include "base/utf8.h"
#include "core/client_state.h"

namespace chat {
namespace {

constexpr size_t name_bytes_max = 96;  // Of each: the server takes 200 for the whole.

bool is_rejected_start(const OutboxEntry* entry) {
  return entry && entry->state == SendState::rejected;
}

/// "alice and bob", whoever starts it.
std::string direct_name(std::string_view a, std::string_view b) {
  if (b < a) std::swap(a, b);
  return std::string(utf8::cut(a, name_bytes_max)) + " and " +
         std::string(utf8::cut(b, name_bytes_max));
}

}  // namespace

/// A version 4 UUID.
std::string ChatClient::State::new_id() {
  const uint64_t high = (prng.next() & ~uint64_t{0xf000}) | 0x4000;
  const uint64_t low = (prng.next() & ~(uint64_t{3} << 62)) | uint64_t{2} << 62;
  const std::string digits = to_hex(high, 16) + to_hex(low, 16);
  return digits.substr(0, 8) + "-" + digits.substr(8, 4) + "-" + digits.substr(12, 4) + "-" +
         digits.substr(16, 4) + "-" + digits.substr(20);
}

std::string ChatClient::State::submit(const SignUp& intent, Now now) {
  Context io = context(now);
  auth.sign_up(intent, io);
  changed();
  return {};
}

std::string ChatClient::State::submit(const ConfirmSignUp& intent, Now now) {
  Context io = context(now);
  auth.confirm(intent, io);
  changed();
  return {};
}

std::string ChatClient::State::submit(const ResendCode& intent, Now now) {
  Context io = context(now);
  auth.resend(intent, io);
  changed();
  return {};
}

std::string ChatClient::State::submit(const SignIn& intent, Now now) {
  Context io = context(now);
  auth.sign_in(intent, io);
  changed();
  return {};
}

std::string ChatClient::State::submit(const SignOut& intent, Now now) {
  if (!signed_in()) return {};
  const bool unsent = user.outbox.message_count() + user.damaged_messages > 0;
  if (unsent && !intent.discard_unsent) {
    auth.refuse_to_leave();
    changed();
    return {};
  }
  Context io = context(now);
  realtime.close(effects);
  drop_requests(Purpose::sign_up);
  auth.leave(io);
  effects.push_back(EraseUser{store.mount()});
  erasing = true;
  store.close();
  user = {};
  server_trouble = false;
  changed();
  return {};
}

std::string ChatClient::State::submit(const StartConversation& intent, Now now) {
  const UserId& self = user.self.id;
  if (!signed_in() || intent.with.empty() || intent.with == self) return {};
  const ConversationId id = direct_conversation_id(self, intent.with);
  if (user.directory.find(id)) return id.value;
  if (user.outbox.is_full()) return {};
  ConversationRecord* record = user.directory.add(id);
  if (!record) return {};
  record->head.info.name = direct_name(user.self.name, user.directory.name_of(intent.with));
  record->head.info.members = {self, intent.with};
  record->head.created_at = now.wall;
  OutboxEntry entry;
  entry.kind = OutboxEntry::Kind::start_conversation;
  entry.id = id.value;
  entry.conversation = id;
  entry.content = record->head.info.name;
  entry.members = record->head.info.members;
  entry.written_at = now.wall;
  touch_head(*record, now);
  touch_entry(user.outbox.push(std::move(entry)).order, true, now);
  changed();
  return id.value;
}

std::string ChatClient::State::submit(const OpenConversation& intent, Now) {
  if (!signed_in() || user.open == intent.conversation) return {};
  user.open = intent.conversation;
  changed();
  ConversationRecord* record = user.directory.find(user.open);
  if (!record) return {};
  record->fetch.backoff.reset();
  record->fetch.tail = true;
  fill_screen(*record);
  return {};
}

std::string ChatClient::State::submit(const CloseConversation&, Now) {
  if (!user.open.empty()) changed();
  user.open = {};
  return {};
}

std::string ChatClient::State::submit(const LoadOlder& intent, Now) {
  ConversationRecord* record = user.directory.find(intent.conversation);
  if (!record || record->fetch.older || !record->timeline.has_older()) return {};
  record->fetch.older = true;
  changed();
  return {};
}

std::string ChatClient::State::submit(const LoadMorePeople&, Now) {
  CatchUp::Task& people = user.catch_up.people;
  if (people.wanted || !user.people_next) return {};
  people.want();
  people.token = *user.people_next;
  return {};
}

std::string ChatClient::State::submit(const SendMessage& intent, Now now) {
  const std::string content = utf8::clean(utf8::trim(intent.content));
  const bool fits = !content.empty() && utf8::utf16_length(content) <= message_length_max;
  if (!signed_in() || !fits || user.outbox.is_full()) return {};
  if (!user.directory.find(intent.conversation)) return {};
  OutboxEntry entry;
  entry.id = new_id();
  entry.conversation = intent.conversation;
  entry.content = content;
  entry.written_at = now.wall;
  const OutboxEntry& pushed = user.outbox.push(std::move(entry));
  touch_entry(pushed.order, true, now);
  changed();
  return pushed.id;
}

std::string ChatClient::State::submit(const RetrySend& intent, Now now) {
  OutboxEntry* entry = user.outbox.find(intent.id.value);
  if (!entry || entry->kind != OutboxEntry::Kind::message) return {};
  const OutboxEntry* start = user.outbox.start_of(entry->conversation);
  OutboxEntry* rejected = is_rejected_start(start) ? user.outbox.find(start->id) : entry;
  if (rejected->state != SendState::rejected) return {};
  rejected->state = SendState::queued;
  rejected->backoff.reset();
  touch_entry(rejected->order, false, now);
  changed();
  return {};
}

std::string ChatClient::State::submit(const DiscardSend& intent, Now now) {
  const OutboxEntry* entry = user.outbox.find(intent.id.value);
  if (!entry || entry->kind != OutboxEntry::Kind::message) return {};
  const ConversationId conversation = entry->conversation;
  const OutboxEntry* start = user.outbox.start_of(conversation);
  const bool never_started = is_rejected_start(start);
  if (entry->state != SendState::rejected && !never_started) return {};
  touch_entry(*user.outbox.remove(intent.id.value), false, now);
  changed();
  if (!never_started || user.outbox.has_messages(conversation)) return {};
  // Nothing is left of a conversation that never came to be.
  touch_entry(*user.outbox.remove(conversation.value), false, now);
  if (const ConversationRecord* record = user.directory.find(conversation)) {
    touch_head(*record, now);
    if (!record->head.on_server) user.directory.remove(conversation);
  }
  if (user.open == conversation) user.open = {};
  return {};
}

std::string ChatClient::State::submit(const MarkRead& intent, Now now) {
  ConversationRecord* record = user.directory.find(intent.conversation);
  if (!record) return {};
  const int64_t seq = std::min(intent.seq, record->head.info.last_seq);
  if (seq <= record->head.marked_seq) return {};
  record->head.marked_seq = seq;
  record->head.info.read_seq = std::max(record->head.info.read_seq, seq);
  touch_head(*record, now);
  changed();
  return {};
}

}  // namespace chat
