// What a chat is: plain data, no behaviour.
#pragma once
#include <cstdint>
#include <deque>
#include <ranges>
#include <string>
#include <vector>
#include "base/ids.h"
#include "base/time.h"

namespace chat {

using MessageId = Id<struct MessageTag>;
using ConversationId = Id<struct ConversationTag>;
using UserId = Id<struct UserTag>;  // The Cognito sub.

// Limits as the server's. What breaks one is refused: the intent answers with an empty id.
constexpr size_t message_length_max = 4000;                  // Of a text, in UTF-16 code units.
constexpr size_t draft_length_max = 4 * message_length_max;  // Room for cutting it down.
constexpr size_t name_length_max = 200;  // Of a conversation's name, in UTF-16 code units.
constexpr size_t members_max = 25;       // Of a group, the user included.

/// The greatest number that a message or a change can have. Whoever tells of a greater one, or of a
/// negative one, is not believed: the arithmetic on these numbers cannot overflow.
inline constexpr int64_t seq_max = int64_t{1} << 52;
/// The number as it came from a server or a file; 0, which means none, where it cannot be one.
constexpr int64_t seq_or_zero(int64_t told) { return told >= 0 && told <= seq_max ? told : 0; }

/// A message as the server last told it. Never optimistic: see outbox.h.
struct Message {
  MessageId id;  // Minted by the sending client at Enter; the same for ever.
  ConversationId conversation;
  UserId sender;
  std::string content;  // Empty when deleted.
  int64_t seq = 0;      // Server-assigned; the only order of a timeline.
  WallTime sent_at;     // Server time, for showing.
  MessageId reply_to{};
  WallTime edited_at{}, deleted_at{};  // Server time; 0: never.
  int64_t change_seq = 0;  // Server-assigned: of two versions the one with the greater holds.

  bool is_edited() const { return edited_at.ms != 0 && !is_deleted(); }
  bool is_deleted() const { return deleted_at.ms != 0; }
  bool operator==(const Message&) const = default;
};

/// By seq. Older ones come in before the first, so that end costs as little as the other one.
using Messages = std::deque<Message>;
using MessageRange = std::ranges::subrange<Messages::const_iterator>;

/// How far a message has got that the server has not confirmed yet.
enum class SendState : uint8_t {
  saving,     // Clock: not yet on this device's disk.
  queued,     // Grey check: saved here; goes out as soon as it can.
  in_flight,  // Grey check.
  rejected,   // Parked: the server will never take it. Retry, change, discard, or send the rest.
};

struct User {
  UserId id;
  std::string name;
  bool operator==(const User&) const = default;
};

/// A member has read everything up to and including `seq`.
struct Receipt {
  UserId user;
  int64_t seq = 0;
  bool operator==(const Receipt&) const = default;
};

struct Conversation {
  ConversationId id;
  std::string name;  // As its starter named it; a view of two people shows the other's name.
  std::vector<UserId> members;
  int64_t last_seq = 0;
  int64_t read_seq = 0;           // How far this user has read.
  std::vector<Receipt> receipts;  // Of the other members that have read something.
  bool operator==(const Conversation&) const = default;
};

/// Both subs in ascending order, joined by "_": two people can never have two conversations.
ConversationId direct_conversation_id(const UserId& a, const UserId& b);
/// Of two people who stay two. Anything else is a group: it has a name of its own, and members
/// come and go.
bool is_direct(const ConversationId& id);

}  // namespace chat
