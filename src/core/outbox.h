// What we still want to say, in order. One entry per message, saved before it is sent: else a
// crash forgets what the network still delivers, out of order. Within a conversation nothing
// overtakes: a rejected entry stops its conversation, visibly, until the user retries or
// discards it. A conversation started here is an entry as well; its messages come after it in
// the same conversation, so they wait for it.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/backoff.h"
#include "core/model.h"

namespace chat {

struct OutboxEntry {
  enum class Kind : uint8_t { message, start_conversation };
  Kind kind = Kind::message;
  std::string id;  // Of the message, or of the conversation.
  ConversationId conversation;
  std::string content;          // Of a message; of a conversation: its name.
  std::vector<UserId> members;  // Of a conversation.
  WallTime written_at;
  uint64_t order = 0;  // Names the file; the order of sending.
  SendState state = SendState::saving;
  uint64_t batch = 0;  // The Persist that holds it; 0: not yet handed over.
  Backoff backoff;
};

class Outbox {
 public:
  static constexpr size_t entries_max = 1000;
  static constexpr size_t in_flight_max = 4;  // Conversations that send at the same time.

  std::span<const OutboxEntry> entries() const { return entries_; }
  bool is_full() const { return entries_.size() >= entries_max; }
  size_t message_count() const;
  OutboxEntry* find(std::string_view id);
  OutboxEntry* find(uint64_t order);
  /// The entry that starts a conversation, if it is still here.
  const OutboxEntry* start_of(const ConversationId& conversation) const;
  bool has_messages(const ConversationId& conversation) const;

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

 private:
  bool is_head(const OutboxEntry& entry) const;
  size_t in_flight() const;

  std::vector<OutboxEntry> entries_;  // By order.
  uint64_t next_order_ = 1;
};

}  // namespace chat
