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
  int64_t change_seq = 0;
  bool deleted = false;
  bool operator==(const Preview&) const = default;
};

/// Names without regard to the case of ASCII, as the server sorts them.
bool name_before(const User& a, const User& b);

/// What to ask the server about the messages of one conversation.
struct Fetch {
  bool tail = false;    // What came after the newest known.
  bool older = false;   // One page before the oldest shown.
  bool unread = false;  // What is unread, so that it can be counted.
  bool listed = false;  // The user was told to be in it since the list was begun.
  bool busy = false;    // A question is on its way.
  bool let_go = false;  // Messages were, since it is: it may bring an older state of them.
  bool let_go_since_list = false;  // So may the list that is on its way.
  int tail_pages = 0;              // Answered in a row.
  Backoff backoff;

  // Edits and deletions, by the server's counter of them. Pushes in order move it on; what is
  // missing is asked for, and once more a little later.
  static constexpr int64_t changes_settle_ms = 30'000;
  static constexpr int64_t changes_overlap = 16;
  struct Walk {
    Instant begun;
    int64_t through = 0;  // The greatest number that was known then.
    int64_t from = 0;     // Of the next page.
  };
  int64_t changes_through = 0;  // Known up to here, as far as was visible.
  std::optional<Instant> changes_again;
  int64_t changes_seen = 0;  // changes_through when `changes_again` was set.
  std::optional<Walk> changes_walk;
};

/// Who is writing, as long as it is heard of.
class Writers {
 public:
  static constexpr int64_t lifetime_ms = 6'000;  // After the last sign of it.
  static constexpr int64_t repeat_ms = 3'000;    // How often the others are told.
  static constexpr size_t writers_max = members_max;

  /// True if that is news.
  bool add(const UserId& user, Instant now);
  bool remove(const UserId& user);
  /// True if somebody has stopped.
  bool expire(Instant now);
  std::vector<UserId> users() const;
  std::optional<Instant> next_deadline() const;

  /// True if the others should be told that this user writes.
  bool tell(Instant now);
  /// What was written is sent: the others no longer think that this user writes.
  void sent() { told_at_.reset(); }

 private:
  struct Writer {
    UserId user;
    Instant until;
  };
  std::vector<Writer> writers_;
  std::optional<Instant> told_at_;
};

/// What a list of conversations shows of one.
struct ConversationHead {
  Conversation info;
  bool on_server = false;  // False: started here, not yet taken by the server.
  WallTime created_at;
  Preview preview;
  // How far this user has read as the server knows. What info says beyond it is in the outbox.
  int64_t server_read_seq = 0;
  int64_t last_change_seq = 0;  // The greatest number of a change that was heard of.
  int64_t change_seq = 0;       // No change up to here can be missing.
  bool operator==(const ConversationHead&) const = default;
};

struct ConversationRecord {
  ConversationHead head;
  uint32_t number = 0;  // Names its files; given here, never told to anyone.
  Timeline timeline;
  Segments segments;
  Fetch fetch;
  Writers writers;
  std::string draft;
};

class Directory {
 public:
  static constexpr size_t conversations_max = 5000;
  static constexpr size_t users_max = 20'000;
  /// Messages in memory, and so on the disk, of conversations that nobody looks at. Above it the
  /// quietest ones let go of all but their newest, and then of these: the server has them.
  static constexpr size_t rows_max = 50'000;
  static constexpr size_t rows_kept = 50;

  /// Those that are members of a conversation or listed as people.
  std::string_view name_of(const UserId& id) const;
  WallTime last_seen_of(const UserId& id) const;
  /// True if that is news.
  bool learn(const User& user);
  bool saw(const UserId& id, WallTime at);
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
  bool is_full() const { return conversations_.size() >= conversations_max; }
  void remove(const ConversationId& id) { conversations_.erase(id); }
  /// A number that files on the disk already use.
  void reserve_number(uint32_t number) { next_number_ = std::max(next_number_, number + 1); }

 private:
  std::vector<User> users_;  // By id.
  std::map<UserId, WallTime> last_seen_;
  mutable std::vector<User> people_;
  mutable bool people_current_ = false;
  std::map<ConversationId, ConversationRecord> conversations_;
  uint32_t next_number_ = 0;
};

/// The server knows that the user has read up to there.
void note_own_read(ConversationHead& head, int64_t seq);
/// A message is news for the head of its conversation.
void note_message(ConversationRecord& record, const Message& message, const UserId& self);
/// The other one of two, or the name that the starter gave.
std::string title_of(const ConversationRecord& record, const Directory& directory,
                     const UserId& self);
/// A change came by a push: in order, nothing is missing before it.
void note_change(ConversationRecord& record, int64_t change_seq);
/// The server's counter of changes, which tells of missing ones.
void note_last_change(ConversationRecord& record, int64_t change_seq);
/// All pages from the start of the walk on have come, up to `last`.
void end_walk(ConversationRecord& record, int64_t last, Instant now);

/// A member has read up to `seq`. True if that is news.
bool note_receipt(ConversationRecord& record, const UserId& user, int64_t seq);
/// Messages of others after the read mark; where not all of them are here, those that are.
struct Unread {
  int64_t count = 0;
  bool exact = true;
};
Unread unread_of(const ConversationRecord& record, const UserId& self);

}  // namespace chat
