// Why an intent would be refused. submit() decides for itself by the same limits; a view asks here
// before it takes what somebody wrote out of his hands, and says why.
#include <algorithm>
#include "base/utf8.h"
#include "core/client_state.h"

namespace chat {
namespace {

using Kind = OutboxEntry::Kind;

Refusal of_text(std::string_view written, size_t length_max, Refusal too_long) {
  const std::string text = utf8::clean(utf8::trim(written));
  if (text.empty()) return Refusal::nothing_to_say;
  return utf8::utf16_length(text) > length_max ? too_long : Refusal::none;
}

struct Judge {
  const UserData& facts;

  /// Of what needs a place in the outbox.
  Refusal of_entry(const ConversationId& id) const {
    if (!facts.directory.find(id) || facts.outbox.find(Kind::leave, id))
      return Refusal::not_possible;
    return facts.outbox.is_full() ? Refusal::outbox_full : Refusal::none;
  }
  Refusal of_start() const {
    if (facts.outbox.is_full()) return Refusal::outbox_full;
    return facts.directory.is_full() ? Refusal::too_many_conversations : Refusal::none;
  }
  size_t size_with(std::vector<UserId> added, std::span<const UserId> there) const {
    added.insert(added.end(), there.begin(), there.end());
    std::ranges::sort(added);
    const auto same = std::ranges::unique(added);
    return static_cast<size_t>(same.begin() - added.begin());
  }

  Refusal operator()(const SendMessage& intent) const {
    const Refusal text = of_text(intent.content, message_length_max, Refusal::too_long);
    return text != Refusal::none ? text : of_entry(intent.conversation);
  }
  Refusal operator()(const EditMessage& intent) const {
    const Refusal text = of_text(intent.content, message_length_max, Refusal::too_long);
    if (text != Refusal::none || facts.outbox.find(intent.id.value)) return text;
    return of_entry(intent.conversation);
  }
  Refusal operator()(const DeleteMessage& intent) const {
    return facts.outbox.find(intent.id.value) ? Refusal::none : of_entry(intent.conversation);
  }
  Refusal operator()(const StartConversation& intent) const {
    const UserId& self = facts.self.id;
    if (intent.with.empty() || intent.with == self) return Refusal::not_possible;
    const bool there = facts.directory.find(direct_conversation_id(self, intent.with)) != nullptr;
    return there ? Refusal::none : of_start();
  }
  Refusal operator()(const StartGroup& intent) const {
    const Refusal name = of_text(intent.name, name_length_max, Refusal::name_too_long);
    if (name != Refusal::none) return name;
    const size_t size = size_with(intent.members, {&facts.self.id, 1});
    if (size < 3) return Refusal::too_few_members;
    return size > members_max ? Refusal::too_many_members : of_start();
  }
  Refusal operator()(const RenameConversation& intent) const {
    const Refusal name = of_text(intent.name, name_length_max, Refusal::name_too_long);
    if (name != Refusal::none) return name;
    return is_direct(intent.conversation) ? Refusal::not_possible : of_entry(intent.conversation);
  }
  Refusal operator()(const AddMembers& intent) const {
    const ConversationRecord* record = facts.directory.find(intent.conversation);
    if (!record || is_direct(intent.conversation)) return Refusal::not_possible;
    const auto& members = record->head.info.members;
    const size_t size = size_with(intent.members, members);
    if (size == members.size()) return Refusal::too_few_members;
    return size > members_max ? Refusal::too_many_members : of_entry(intent.conversation);
  }
  Refusal operator()(const LeaveConversation& intent) const {
    return is_direct(intent.conversation) ? Refusal::not_possible : of_entry(intent.conversation);
  }
  Refusal operator()(const SaveDraft& intent) const {
    const bool too_long = utf8::utf16_length(intent.text) > draft_length_max;
    return too_long ? Refusal::too_long : Refusal::none;
  }
  Refusal operator()(const auto&) const { return Refusal::none; }
};

}  // namespace

Refusal ChatClient::refusal_of(const Intent& intent) const {
  const State& s = *state_;
  if (!s.signed_in()) return Refusal::none;  // The forms have words of their own.
  if (s.store.is_closed_to_us()) return Refusal::not_possible;
  return std::visit(Judge{s.user}, intent);
}

bool ChatClient::conversations_are_cut() const { return state_->user.directory.is_full(); }

}  // namespace chat
