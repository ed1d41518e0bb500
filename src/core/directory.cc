#include "core/directory.h"
#include <algorithm>
#include "base/utf8.h"

namespace chat {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

}  // namespace

bool name_before(const User& a, const User& b) {
  const auto letter_before = [](char x, char y) {
    return static_cast<unsigned char>(lower(x)) < static_cast<unsigned char>(lower(y));
  };
  if (std::ranges::lexicographical_compare(a.name, b.name, letter_before)) return true;
  if (std::ranges::lexicographical_compare(b.name, a.name, letter_before)) return false;
  return a.id < b.id;
}

std::string_view Directory::name_of(const UserId& id) const {
  const auto it = std::ranges::lower_bound(users_, id, {}, &User::id);
  return it != users_.end() && it->id == id ? std::string_view(it->name) : std::string_view();
}

WallTime Directory::last_seen_of(const UserId& id) const {
  const auto it = last_seen_.find(id);
  return it == last_seen_.end() ? WallTime{} : it->second;
}

bool Directory::saw(const UserId& id, WallTime at) {
  if (last_seen_.size() >= users_max && !last_seen_.contains(id)) return false;
  WallTime& last = last_seen_[id];
  if (at <= last) return false;
  last = at;
  return true;
}

bool Directory::learn(const User& user) {
  if (user.id.empty() || user.name.empty()) return false;
  const auto it = std::ranges::lower_bound(users_, user.id, {}, &User::id);
  if (it != users_.end() && it->id == user.id) {
    if (it->name == user.name) return false;
    it->name = user.name;
  } else if (users_.size() < users_max) {
    users_.insert(it, user);
  } else {
    return false;
  }
  people_current_ = false;
  return true;
}

std::span<const User> Directory::people(const UserId& self) const {
  if (people_current_) return people_;
  people_.clear();
  for (const User& user : users_)
    if (user.id != self) people_.push_back(user);
  std::ranges::sort(people_, name_before);
  people_current_ = true;
  return people_;
}

ConversationRecord* Directory::find(const ConversationId& id) {
  const auto it = conversations_.find(id);
  return it == conversations_.end() ? nullptr : &it->second;
}

const ConversationRecord* Directory::find(const ConversationId& id) const {
  const auto it = conversations_.find(id);
  return it == conversations_.end() ? nullptr : &it->second;
}

ConversationRecord* Directory::add(const ConversationId& id) {
  if (ConversationRecord* known = find(id)) return known;
  if (id.empty() || is_full()) return nullptr;
  ConversationRecord& record = conversations_[id];
  record.head.info.id = id;
  record.number = next_number_++;
  return &record;
}

void note_own_read(ConversationHead& head, int64_t seq) {
  head.server_read_seq = std::max(head.server_read_seq, seq);
  head.info.read_seq = std::max(head.info.read_seq, head.server_read_seq);
}

void note_message(ConversationRecord& record, const Message& message, const UserId& self) {
  // Who writes has read what is above.
  if (message.sender == self) note_own_read(record.head, message.seq);
  record.head.info.last_seq = std::max(record.head.info.last_seq, message.seq);
  record.head.last_change_seq = std::max(record.head.last_change_seq, message.change_seq);
  const Preview& shown = record.head.preview;
  const bool newer = message.seq == shown.seq && message.change_seq > shown.change_seq;
  if (message.seq <= shown.seq && !newer) return;
  record.head.preview = {std::string(utf8::cut(message.content, Preview::content_bytes_max)),
                         message.sender,
                         message.sent_at,
                         message.seq,
                         message.change_seq,
                         message.is_deleted()};
}

void note_change(ConversationRecord& record, int64_t change_seq) {
  Fetch& fetch = record.fetch;
  if (change_seq < 1 || change_seq > seq_max) return;
  if (change_seq == fetch.changes_through + 1) {
    if (record.head.change_seq == fetch.changes_through) record.head.change_seq = change_seq;
    fetch.changes_through = change_seq;
  }
  record.head.last_change_seq = std::max(record.head.last_change_seq, change_seq);
}

void note_last_change(ConversationRecord& record, int64_t change_seq) {
  ConversationHead& head = record.head;
  if (change_seq <= head.last_change_seq || change_seq > seq_max) return;
  head.last_change_seq = change_seq;
  if (!record.timeline.all().empty()) return;
  // What was changed before anything was loaded comes as it is; what is on its way may be older.
  if (!record.fetch.busy) record.fetch.changes_through = change_seq;
  head.change_seq = std::max(head.change_seq, change_seq - Fetch::changes_overlap);
}

void end_walk(ConversationRecord& record, int64_t last, Instant now) {
  Fetch& fetch = record.fetch;
  const Fetch::Walk walk = *fetch.changes_walk;
  fetch.changes_walk.reset();
  fetch.changes_through = std::max({fetch.changes_through, walk.through, last});
  if (fetch.changes_again && *fetch.changes_again <= walk.begun) {
    record.head.change_seq = std::max(record.head.change_seq, fetch.changes_seen);
    fetch.changes_again.reset();
  }
  if (fetch.changes_again || record.head.change_seq >= fetch.changes_through) return;
  fetch.changes_seen = fetch.changes_through;
  fetch.changes_again = now + Fetch::changes_settle_ms;
}

bool note_receipt(ConversationRecord& record, const UserId& user, int64_t seq) {
  std::vector<Receipt>& receipts = record.head.info.receipts;
  if (user.empty() || seq < 1 || seq > seq_max) return false;
  const auto it = std::ranges::lower_bound(receipts, user, {}, &Receipt::user);
  if (it != receipts.end() && it->user == user) {
    if (seq <= it->seq) return false;
    it->seq = seq;
    return true;
  }
  if (receipts.size() >= members_max) return false;
  receipts.insert(it, {user, seq});
  return true;
}

std::string title_of(const ConversationRecord& record, const Directory& directory,
                     const UserId& self) {
  const auto& members = record.head.info.members;
  if (!is_direct(record.head.info.id) || members.size() != 2) return record.head.info.name;
  const std::string_view name = directory.name_of(members[0] == self ? members[1] : members[0]);
  return name.empty() ? record.head.info.name : std::string(name);
}

Unread unread_of(const ConversationRecord& record, const UserId& self) {
  const int64_t read = record.head.info.read_seq;
  // The newest message, not the newest number: that one may be burnt for ever.
  const int64_t last = record.head.preview.seq;
  if (last <= read) return {};
  Unread unread{0, false};
  const IntervalSet settled = record.timeline.settled();
  for (const Interval& known : settled.intervals())
    unread.exact |= known.first <= read + 1 && known.last >= last;
  const auto all = record.timeline.all();
  for (auto it = std::ranges::upper_bound(all, read, {}, &Message::seq); it != all.end(); ++it)
    unread.count += it->sender != self ? 1 : 0;
  // The newest one is another's, or it would have been read.
  if (!unread.exact) unread.count = std::max<int64_t>(unread.count, 1);
  return unread;
}

bool Writers::add(const UserId& user, Instant now) {
  const auto it = std::ranges::find(writers_, user, &Writer::user);
  if (it != writers_.end()) {
    it->until = now + lifetime_ms;
    return false;
  }
  if (user.empty() || writers_.size() >= writers_max) return false;
  writers_.push_back({user, now + lifetime_ms});
  return true;
}

bool Writers::remove(const UserId& user) {
  return std::erase_if(writers_, [&](const Writer& writer) { return writer.user == user; }) > 0;
}

bool Writers::expire(Instant now) {
  return std::erase_if(writers_, [&](const Writer& writer) { return writer.until <= now; }) > 0;
}

std::vector<UserId> Writers::users() const {
  std::vector<UserId> users;
  for (const Writer& writer : writers_) users.push_back(writer.user);
  return users;
}

std::optional<Instant> Writers::next_deadline() const {
  std::optional<Instant> next;
  for (const Writer& writer : writers_)
    if (!next || writer.until < *next) next = writer.until;
  return next;
}

bool Writers::tell(Instant now) {
  if (told_at_ && now < *told_at_ + repeat_ms) return false;
  told_at_ = now;
  return true;
}

}  // namespace chat
