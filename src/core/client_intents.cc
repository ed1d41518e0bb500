// What the user wants, recorded.
#include <algorithm>
#include <utility>
#include "base/encoding.h"
#include "base/utf8.h"
#include "core/client_state.h"

namespace chat {
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
  const bool unsent = user.outbox.unsent_count() + user.damaged_messages.size() > 0;
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

std::string ChatClient::State::submit(const MarkRead& intent, Now now) {
  ConversationRecord* record = user.directory.find(intent.conversation);
  if (!record) return {};
  const int64_t seq = std::min(intent.seq, record->head.info.last_seq);
  OutboxEntry* mark = user.outbox.find(OutboxEntry::Kind::mark_read, intent.conversation);
  if (seq <= (mark ? mark->seq : record->head.server_read_seq)) return {};
  record->head.info.read_seq = std::max(record->head.info.read_seq, seq);
  touch_head(*record, now);
  changed();
  if (mark) {
    mark->seq = seq;
    touch_entry(mark->order, false, now);
    return {};
  }
  OutboxEntry entry;
  entry.kind = OutboxEntry::Kind::mark_read;
  entry.conversation = intent.conversation;
  entry.seq = seq;
  push_entry(std::move(entry), false, now);
  return {};
}

std::string ChatClient::State::submit(const Typing& intent, Now) {
  user.typing_in = intent.conversation;
  return {};
}

std::string ChatClient::State::submit(const SaveDraft& intent, Now now) {
  ConversationRecord* record = user.directory.find(intent.conversation);
  std::string text = utf8::clean(intent.text);
  if (!record || utf8::utf16_length(text) > draft_length_max || text == record->draft) return {};
  record->draft = std::move(text);
  user.drafts_dirty.insert(intent.conversation);
  store.touch(false, now.monotonic);
  return {};
}

std::string ChatClient::State::submit(const DismissDamage&, Now now) {
  if (user.damaged_messages.empty()) return {};
  for (std::string& path : std::exchange(user.damaged_messages, {}))
    user.paths_to_delete.push_back(std::move(path));
  store.touch(false, now.monotonic);
  changed();
  return {};
}

}  // namespace chat
