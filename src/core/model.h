// What a chat is: plain data, no behaviour.
#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "base/ids.h"
#include "base/time.h"

namespace chat {

using MessageId = Id<struct MessageTag>;
using ConversationId = Id<struct ConversationTag>;
using UserId = Id<struct UserTag>;  // The Cognito sub.

/// A message as the server last told it. Never optimistic: see outbox.h.
struct Message {
  MessageId id;  // Minted by the sending client at Enter; the same for ever.
  ConversationId conversation;
  UserId sender;
  std::string content;
  int64_t seq = 0;   // Server-assigned; the only order of a timeline.
  WallTime sent_at;  // Server time, for showing.
  bool operator==(const Message&) const = default;
};

/// How far a message has got that the server has not confirmed yet.
enum class SendState : uint8_t {
  saving,     // Clock: not yet on this device's disk.
  queued,     // Grey check: saved here; goes out as soon as it can.
  in_flight,  // Grey check.
  rejected,   // The server will never take it: retry or discard.
};

struct User {
  UserId id;
  std::string name;
  bool operator==(const User&) const = default;
};

struct Conversation {
  ConversationId id;
  std::string name;  // As its starter named it; a view of two people shows the other's name.
  std::vector<UserId> members;
  int64_t last_seq = 0;
  int64_t read_seq = 0;  // How far this user has read.
  bool operator==(const Conversation&) const = default;
};

/// Both subs in ascending order, joined by "_": two people can never have two conversations.
ConversationId direct_conversation_id(const UserId& a, const UserId& b);

}  // namespace chat
