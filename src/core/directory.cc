#include "core/directory.h"
#include <algorithm>
#include "base/utf8.h"

namespace chat {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Names without regard to the case of ASCII, as the server sorts them.
bool name_before(const User& a, const User& b) {
  const auto letter_before = [](char x, char y) {
    return static_cast<unsigned char>(lower(x)) < static_cast<unsigned char>(lower(y));
  };
  if (std::ranges::lexicographical_compare(a.name, b.name, letter_before)) return true;
  if (std::ranges::lexicographical_compare(b.name, a.name, letter_before)) return false;
  return a.id < b.id;
}

}  // namespace

std::string_view Directory::name_of(const UserId& id) const {
  const auto it = std::ranges::lower_bound(users_, id, {}, &User::id);
  return it != users_.end() && it->id == id ? std::string_view(it->name) : std::string_view();
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
  if (id.empty() || conversations_.size() >= conversations_max) return nullptr;
  ConversationRecord& record = conversations_[id];
  record.head.info.id = id;
  record.number = next_number_++;
  return &record;
}

void note_message(ConversationRecord& record, const Message& message, const UserId& self) {
  // Who writes has read what is above.
  if (message.sender == self)
    record.head.info.read_seq = std::max(record.head.info.read_seq, message.seq);
  record.head.info.last_seq = std::max(record.head.info.last_seq, message.seq);
  if (message.seq <= record.head.preview.seq) return;
  record.head.preview = {std::string(utf8::cut(message.content, Preview::content_bytes_max)),
                         message.sender, message.sent_at, message.seq};
}

std::string title_of(const ConversationRecord& record, const Directory& directory,
                     const UserId& self) {
  const auto& members = record.head.info.members;
  if (members.size() != 2) return record.head.info.name;
  const std::string_view name = directory.name_of(members[0] == self ? members[1] : members[0]);
  return name.empty() ? record.head.info.name : std::string(name);
}

int64_t unread_of(const ConversationRecord& record, const UserId& self) {
  const int64_t read = record.head.info.read_seq;
  // The newest message, not the newest number: that one may be burnt for ever.
  const int64_t last = record.head.preview.seq;
  if (last <= read) return 0;
  for (const Interval& known : record.timeline.settled().intervals()) {
    if (known.first > read + 1 || known.last < last) continue;
    return std::ranges::count_if(record.timeline.all(), [&](const Message& message) {
      return message.seq > read && message.sender != self;
    });
  }
  return last - read;
}

}  // namespace chat
