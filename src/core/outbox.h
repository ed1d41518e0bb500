// What we still want to say, in order. One entry per message or change, saved before it is sent:
// else a crash forgets what the network still delivers, out of order. Within a conversation
// nothing overtakes: a rejected entry stops its conversation, visibly, until the user retries,
// changes or discards it, or sets it aside. A conversation started here is an entry as well; its
// messages come after it in the same conversation, so they wait for it, as an edit waits for the
// message that it changes.
//
// How far somebody has read orders nothing: it goes beside the others of its conversation, and
// there is at most one such entry, the greatest.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/backoff.h"
#include "core/model.h"

namespace chat {

struct OutboxEntry {
  enum class Kind : uint8_t {
    message,
    start_conversation,
    edit,
    remove,
    rename,
    add_members,
    leave,
    mark_read,
  };
  Kind kind = Kind::message;
  std::string id;  // Its own; of the message, or of the conversation that it starts.
  ConversationId conversation;
  MessageId message;            // Of edit and remove: which; of a message: that it answers.
  std::string content;          // The text, or the name.
  std::vector<UserId> members;  // To start with, or to add.
  int64_t seq = 0;              // Of mark_read.
  WallTime written_at;
  uint64_t order = 0;  // Names the file; the order of sending.
  SendState state = SendState::saving;
  bool set_aside = false;  // Rejected, and it does not stop what comes after it.
  uint64_t batch = 0;      // The Persist that holds it; 0: not yet handed over.
  Backoff backoff;

  bool is_change_of(const MessageId& id_) const {
    return (kind == Kind::edit || kind == Kind::remove) && message == id_;
  }
};

class Outbox {
 public:
  static constexpr size_t entries_max = 1000;
  static constexpr size_t in_flight_max = 4;  // At the same time, one of each conversation.

  std::span<const OutboxEntry> entries() const { return entries_; }
  bool is_full() const { return entries_.size() >= entries_max; }
  /// What would be missed: all but how far somebody has read.
  size_t unsent_count() const;
  OutboxEntry* find(std::string_view id);
  const OutboxEntry* find(std::string_view id) const;
  OutboxEntry* find(uint64_t order);
  /// The first entry of this kind in a conversation, if there is one.
  const OutboxEntry* find(OutboxEntry::Kind kind, const ConversationId& conversation) const;
  OutboxEntry* find(OutboxEntry::Kind kind, const ConversationId& conversation);
  /// The last edit or deletion of a message that is still here.
  OutboxEntry* change_of(const ConversationId& conversation, const MessageId& message);

  /// Gives the entry its place; the order of a restored one is its own.
  OutboxEntry& push(OutboxEntry entry);
  void restore(OutboxEntry entry);
  /// A file that cannot be read keeps its number.
  void skip_order(uint64_t order);
  /// The removed entry's order.
  std::optional<uint64_t> remove(std::string_view id);

  /// Entries that the disk has, or that it will not get: they may be sent.
  bool release(uint64_t batch);
  /// The next entry that may be sent now, if any.
  OutboxEntry* sendable(Instant now);
  /// When one that may not be sent now may be. Only heads count.
  std::optional<Instant> next_deadline() const;
  void forget_failures();
  /// The server knows who the user is. Until then he cannot be made anybody's company.
  void admit() { admitted_ = true; }

 private:
  /// Those that nothing before them or on its way stops, in order.
  std::vector<size_t> heads() const;
  bool may_go(const OutboxEntry& entry) const;
  size_t in_flight() const;

  std::vector<OutboxEntry> entries_;  // By order.
  uint64_t next_order_ = 1;
  bool admitted_ = false;
};

}  // namespace chat
