// Who there is and which conversations there are: users with their names, conversations with
// their members, newest message and read marks. What was said in them is the Timeline's.
#pragma once
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>
#include "core/backoff.h"
#include "core/model.h"
#include "core/segments.h"
#include "core/timeline.h"

namespace chat {

/// The newest message of a conversation, as its list shows it.
struct Preview {
  static constexpr size_t content_bytes_max = 240;
  std::string content;
  UserId sender;
  WallTime at;
  int64_t seq = 0;
  bool operator==(const Preview&) const = default;
};

/// What to ask the server about the messages of one conversation.
struct Fetch {
  bool tail = false;   // What came after the newest known.
  bool older = false;  // One page before the oldest shown.
  bool busy = false;   // A question is on its way.
  int tail_pages = 0;  // Answered in a row.
  Backoff backoff;
};

/// What a list of conversations shows of one.
struct ConversationHead {
  Conversation info;
  bool on_server = false;  // False: started here, not yet taken by the server.
  WallTime created_at;
  Preview preview;
  int64_t marked_seq = 0;  // Read here, and wanted on the server.
  int64_t server_read_seq = 0;
  bool operator==(const ConversationHead&) const = default;
};

struct ConversationRecord {
  ConversationHead head;
  uint32_t number = 0;   // Names its files; given here, never told to anyone.
  bool marking = false;  // A MarkRead is on its way.
  Backoff mark_backoff;
  Timeline timeline;
  Segments segments;
  Fetch fetch;
};

class Directory {
 public:
  static constexpr size_t conversations_max = 5000;
  static constexpr size_t users_max = 20'000;

  /// Those that are members of a conversation or listed as people.
  std::string_view name_of(const UserId& id) const;
  /// True if that is news.
  bool learn(const User& user);
  std::span<const User> users() const { return users_; }
  /// By name, without `self`.
  std::span<const User> people(const UserId& self) const;

  std::map<ConversationId, ConversationRecord>& conversations() { return conversations_; }
  const std::map<ConversationId, ConversationRecord>& conversations() const {
    return conversations_;
  }
  ConversationRecord* find(const ConversationId& id);
  const ConversationRecord* find(const ConversationId& id) const;
  /// The record, made if there is none and room for it; null when full.
  ConversationRecord* add(const ConversationId& id);
  void remove(const ConversationId& id) { conversations_.erase(id); }
  /// A number that files on the disk already use.
  void reserve_number(uint32_t number) { next_number_ = std::max(next_number_, number + 1); }

 private:
  std::vector<User> users_;  // By id.
  mutable std::vector<User> people_;
  mutable bool people_current_ = false;
  std::map<ConversationId, ConversationRecord> conversations_;
  uint32_t next_number_ = 0;
};

/// A message is news for the head of its conversation.
void note_message(ConversationRecord& record, const Message& message, const UserId& self);
/// The other one of two, or the name that the starter gave.
std::string title_of(const ConversationRecord& record, const Directory& directory,
                     const UserId& self);
/// Messages of others after the read mark; an upper bound where not all of them are here.
int64_t unread_of(const ConversationRecord& record, const UserId& self);

}  // namespace chat
