// What the user wants to say or to change: entries of the outbox.
#include <algorithm>
#include "base/utf8.h"
#include "core/client_state.h"

namespace chat {
namespace {

using Kind = OutboxEntry::Kind;

constexpr size_t name_bytes_max = 96;  // Of each: the server takes 200 for the whole.

bool is_rejected(const OutboxEntry* entry) { return entry && entry->state == SendState::rejected; }

/// "alice and bob", whoever starts it.
std::string direct_name(std::string_view a, std::string_view b) {
  if (b < a) std::swap(a, b);
  return std::string(utf8::cut(a, name_bytes_max)) + " and " +
         std::string(utf8::cut(b, name_bytes_max));
}

/// As the server takes it; empty if it does not.
std::string text_of(std::string_view written, size_t length_max) {
  std::string text = utf8::clean(utf8::trim(written));
  return utf8::utf16_length(text) <= length_max ? text : std::string();
}

/// Once each, in order, without `self`.
std::vector<UserId> others_of(std::vector<UserId> users, const UserId& self) {
  std::ranges::sort(users);
  const auto [first, last] = std::ranges::unique(users);
  users.erase(first, last);
  std::erase_if(users, [&](const UserId& user) { return user.empty() || user == self; });
  return users;
}

}  // namespace

/// Gives the entry an id unless it has one, and a place in the queue.
std::string ChatClient::State::push_entry(OutboxEntry entry, bool strict, Now now) {
  if (entry.id.empty()) entry.id = new_id();
  entry.written_at = now.wall;
  const OutboxEntry& pushed = user.outbox.push(std::move(entry));
  touch_entry(pushed.order, strict, now);
  changed();
  return pushed.id;
}

/// The entry says something else now, in the same place.
void ChatClient::State::rewrite_entry(OutboxEntry& entry, std::string content, Now now) {
  entry.content = std::move(content);
  entry.state = SendState::saving;
  entry.set_aside = false;
  entry.batch = 0;
  entry.backoff.reset();
  touch_entry(entry.order, true, now);
  changed();
}

std::string ChatClient::State::submit(const StartConversation& intent, Now now) {
  const UserId& self = user.self.id;
  if (!signed_in() || intent.with.empty() || intent.with == self) return {};
  const ConversationId id = direct_conversation_id(self, intent.with);
  if (user.directory.find(id)) return id.value;
  return start(id, direct_name(user.self.name, user.directory.name_of(intent.with)),
               {self, intent.with}, now);
}

std::string ChatClient::State::submit(const StartGroup& intent, Now now) {
  std::vector<UserId> members = others_of(intent.members, user.self.id);
  members.insert(members.begin(), user.self.id);
  std::string name = text_of(intent.name, name_length_max);
  if (!signed_in() || name.empty() || members.size() < 3 || members.size() > members_max) return {};
  return start({new_id()}, std::move(name), std::move(members), now);
}

std::string ChatClient::State::start(ConversationId id, std::string name,
                                     std::vector<UserId> members, Now now) {
  ConversationRecord* record = user.outbox.is_full() ? nullptr : user.directory.add(id);
  if (!record) return {};
  record->head.info.name = name;
  record->head.info.members = members;
  record->head.created_at = now.wall;
  touch_head(*record, now);
  OutboxEntry entry;
  entry.kind = Kind::start_conversation;
  entry.id = id.value;
  entry.conversation = std::move(id);
  entry.content = std::move(name);
  entry.members = std::move(members);
  return push_entry(std::move(entry), true, now);
}

/// The entry of a wish about a group, if the user may have it.
std::optional<OutboxEntry> ChatClient::State::wish(Kind kind, const ConversationId& id) const {
  const ConversationRecord* record = user.directory.find(id);
  const bool leaving = user.outbox.find(Kind::leave, id) != nullptr;
  if (!signed_in() || !record || is_direct(id) || leaving || user.outbox.is_full()) return {};
  OutboxEntry entry;
  entry.kind = kind;
  entry.conversation = id;
  return entry;
}

std::string ChatClient::State::submit(const RenameConversation& intent, Now now) {
  auto entry = wish(Kind::rename, intent.conversation);
  if (!entry) return {};
  entry->content = text_of(intent.name, name_length_max);
  if (entry->content.empty()) return {};
  OutboxEntry* waiting = user.outbox.find(Kind::rename, intent.conversation);
  if (!waiting || waiting->state == SendState::in_flight)
    return push_entry(*std::move(entry), true, now);
  rewrite_entry(*waiting, std::move(entry->content), now);
  return waiting->id;
}

std::string ChatClient::State::submit(const AddMembers& intent, Now now) {
  auto entry = wish(Kind::add_members, intent.conversation);
  if (!entry) return {};
  const std::vector<UserId>& members = user.directory.find(intent.conversation)->head.info.members;
  entry->members = others_of(intent.members, user.self.id);
  std::erase_if(entry->members,
                [&](const UserId& id) { return std::ranges::find(members, id) != members.end(); });
  if (entry->members.empty() || members.size() + entry->members.size() > members_max) return {};
  return push_entry(*std::move(entry), true, now);
}

std::string ChatClient::State::submit(const LeaveConversation& intent, Now now) {
  auto entry = wish(Kind::leave, intent.conversation);
  if (!entry) return {};
  const OutboxEntry* start = user.outbox.find(Kind::start_conversation, intent.conversation);
  std::vector<std::string> unsent;
  for (const OutboxEntry& other : user.outbox.entries())
    if (other.conversation == intent.conversation && other.state != SendState::in_flight)
      unsent.push_back(other.id);
  // A group that the server never took is gone with its start.
  const bool never_started = is_rejected(start);
  for (const std::string& id : unsent)
    if (never_started || !start || id != start->id) drop_entry(id, now);
  if (never_started) {
    forget_conversation(intent.conversation, now);
    return intent.conversation.value;
  }
  return push_entry(*std::move(entry), true, now);
}

/// Nothing of it stays on this device. By value: its name may come from what goes.
void ChatClient::State::forget_conversation(ConversationId id, Now now) {
  ConversationRecord* record = user.directory.find(id);
  if (!record) return;
  std::vector<std::string> entries;
  for (const OutboxEntry& entry : user.outbox.entries())
    if (entry.conversation == id) entries.push_back(entry.id);
  for (const std::string& entry : entries) drop_entry(entry, now);
  std::vector<FileChange> removed;
  record->segments.collect_removal(record->number, removed);
  for (FileChange& change : removed) user.paths_to_delete.push_back(std::move(change.path));
  if (!record->draft.empty()) user.paths_to_delete.push_back(draft_path(record->number));
  touch_head(*record, now);
  if (user.open == id) user.open = {};
  user.directory.remove(id);
  changed();
}

/// The user is not in it any more: he has left it somewhere else. What he still wants to say there
/// is not lost without a word: the server refuses it, and he decides.
void ChatClient::State::part_from(const ConversationId& id, Now now) {
  ConversationRecord* record = user.directory.find(id);
  if (!record || user.outbox.find(Kind::start_conversation, id)) return;
  const bool unsent = std::ranges::any_of(user.outbox.entries(), [&](const OutboxEntry& entry) {
    return entry.conversation == id && entry.kind != Kind::mark_read;
  });
  if (!unsent) return forget_conversation(id, now);
  const ConversationHead before = record->head;
  record->head.on_server = false;
  touch_head_if(*record, before, now);
}

/// The list was complete: what was not in it, and was not heard of meanwhile either, is over.
void ChatClient::State::forget_unlisted(Now now) {
  std::vector<ConversationId> gone;
  for (const auto& [id, record] : user.directory.conversations())
    if (!record.fetch.listed) gone.push_back(id);
  for (const ConversationId& id : gone) part_from(id, now);
}

void ChatClient::State::drop_entry(std::string_view id, Now now) {
  const auto order = user.outbox.remove(id);
  if (!order) return;
  touch_entry(*order, false, now);
  changed();
}

std::string ChatClient::State::submit(const SendMessage& intent, Now now) {
  OutboxEntry entry;
  entry.content = text_of(intent.content, message_length_max);
  if (!signed_in() || entry.content.empty() || user.outbox.is_full()) return {};
  ConversationRecord* record = user.directory.find(intent.conversation);
  if (!record || user.outbox.find(Kind::leave, intent.conversation)) return {};
  record->writers.sent();
  entry.conversation = intent.conversation;
  entry.message = intent.reply_to;
  return push_entry(std::move(entry), true, now);
}

/// A message that the server has not got and will not get as it is.
OutboxEntry* ChatClient::State::unsendable(const MessageId& id) {
  OutboxEntry* entry = user.outbox.find(id.value);
  if (!entry || entry->kind != Kind::message) return nullptr;
  const OutboxEntry* start = user.outbox.find(Kind::start_conversation, entry->conversation);
  return is_rejected(entry) || is_rejected(start) ? entry : nullptr;
}

/// His own, and not deleted; it may still be on its way.
bool ChatClient::State::may_change(const ConversationId& id, const MessageId& message) const {
  const OutboxEntry* waiting = user.outbox.find(message.value);
  if (!signed_in() || user.outbox.is_full() || user.outbox.find(Kind::leave, id)) return false;
  if (waiting) return waiting->kind == Kind::message && waiting->conversation == id;
  const ConversationRecord* record = user.directory.find(id);
  const Message* known = record ? record->timeline.find(message) : nullptr;
  return known && known->sender == user.self.id && !known->is_deleted();
}

std::string ChatClient::State::submit(const EditMessage& intent, Now now) {
  std::string content = text_of(intent.content, message_length_max);
  if (content.empty()) return {};
  if (OutboxEntry* entry = unsendable(intent.id)) {
    drop_changes_of(*entry, now);
    entry = user.outbox.find(intent.id.value);
    entry->id = new_id();  // What was refused under the old one is another message.
    rewrite_entry(*entry, std::move(content), now);
    return entry->id;
  }
  if (!may_change(intent.conversation, intent.id)) return {};
  OutboxEntry* change = user.outbox.change_of(intent.conversation, intent.id);
  if (change && change->kind == Kind::remove) return {};
  if (change && change->state != SendState::in_flight) {
    rewrite_entry(*change, std::move(content), now);
    return change->id;
  }
  OutboxEntry entry;
  entry.kind = Kind::edit;
  entry.conversation = intent.conversation;
  entry.message = intent.id;
  entry.content = std::move(content);
  return push_entry(std::move(entry), true, now);
}

std::string ChatClient::State::submit(const DeleteMessage& intent, Now now) {
  if (unsendable(intent.id)) return submit(DiscardSend{intent.id}, now);
  if (!may_change(intent.conversation, intent.id)) return {};
  OutboxEntry* change = user.outbox.change_of(intent.conversation, intent.id);
  if (change && change->kind == Kind::remove) return {};
  if (change && change->state != SendState::in_flight) drop_entry(std::string(change->id), now);
  OutboxEntry entry;
  entry.kind = Kind::remove;
  entry.conversation = intent.conversation;
  entry.message = intent.id;
  return push_entry(std::move(entry), true, now);
}

std::string ChatClient::State::submit(const RetrySend& intent, Now now) {
  OutboxEntry* entry = user.outbox.find(intent.id.value);
  if (!entry) return {};
  OutboxEntry* start = user.outbox.find(Kind::start_conversation, entry->conversation);
  OutboxEntry* rejected = is_rejected(start) ? start : entry;
  if (rejected->state != SendState::rejected) return {};
  rejected->state = SendState::queued;
  rejected->backoff.reset();
  touch_entry(rejected->order, false, now);
  set_aside(*rejected, false, now);
  changed();
  return {};
}

/// A message, with what is to be changed about it: that would be refused as well.
void ChatClient::State::set_aside(const OutboxEntry& parked, bool aside, Now now) {
  for (const OutboxEntry& entry : user.outbox.entries()) {
    const bool belongs = &entry == &parked || (parked.kind == Kind::message &&
                                               entry.conversation == parked.conversation &&
                                               entry.is_change_of({parked.id}));
    if (!belongs || entry.set_aside == aside) continue;
    user.outbox.find(entry.order)->set_aside = aside;
    touch_entry(entry.order, false, now);
    changed();
  }
}

void ChatClient::State::drop_changes_of(const OutboxEntry& message, Now now) {
  const ConversationId conversation = message.conversation;
  const MessageId id{message.id};
  while (const OutboxEntry* change = user.outbox.change_of(conversation, id))
    drop_entry(std::string(change->id), now);
}

std::string ChatClient::State::submit(const DiscardSend& intent, Now now) {
  const OutboxEntry* entry = user.outbox.find(intent.id.value);
  if (!entry || entry->kind == Kind::start_conversation) return {};
  const ConversationId conversation = entry->conversation;
  const bool never_started = is_rejected(user.outbox.find(Kind::start_conversation, conversation));
  if (entry->state != SendState::rejected && !never_started) return {};
  if (entry->kind == Kind::message) drop_changes_of(*entry, now);
  drop_entry(intent.id.value, now);
  // Nothing is left of a conversation that never came to be.
  if (!never_started || user.outbox.find(Kind::message, conversation)) return {};
  const ConversationRecord* record = user.directory.find(conversation);
  if (record && !record->head.on_server) forget_conversation(conversation, now);
  drop_entry(conversation.value, now);
  return {};
}

std::string ChatClient::State::submit(const SendTheRest& intent, Now now) {
  for (const OutboxEntry& parked : user.outbox.entries()) {
    const bool stops = parked.state == SendState::rejected && !parked.set_aside;
    if (!stops || parked.conversation != intent.conversation) continue;
    if (parked.kind == Kind::start_conversation) return {};  // Without it there is no rest.
    set_aside(parked, true, now);
  }
  return {};
}

}  // namespace chat
