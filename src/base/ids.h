// Strong string ids: a ConversationId never passes for a UserId.
#pragma once
#include <compare>
#include <string>

namespace chat {

template <class Tag>
struct Id {
  std::string value;
  bool empty() const { return value.empty(); }
  friend bool operator==(const Id&, const Id&) = default;
  friend std::strong_ordering operator<=>(const Id&, const Id&) = default;
};

}  // namespace chat
