// What a user can want. Views put intents into their output; the core acts on them.
#pragma once
#include <string>
#include <variant>
#include <vector>
#include "core/model.h"

namespace chat {

struct SignUp {
  std::string username, email, password;
};
struct ConfirmSignUp {
  std::string username, code;
};
struct ResendCode {
  std::string username;
};
struct SignIn {
  std::string username, password;
};
/// Ends the session and erases this device. Refused while the outbox holds entries unless
/// `discard_unsent`.
struct SignOut {
  bool discard_unsent = false;
};
struct StartConversation {
  UserId with;
};
/// With `members` and the user himself; 3 to members_max people in all.
struct StartGroup {
  std::string name;
  std::vector<UserId> members;
};
struct RenameConversation {
  ConversationId conversation;
  std::string name;
};
struct AddMembers {
  ConversationId conversation;
  std::vector<UserId> members;
};
/// What is still unsent in it goes as well. The conversation disappears when the server agrees.
struct LeaveConversation {
  ConversationId conversation;
};
/// Shown from now on; its messages are loaded and kept up to date.
struct OpenConversation {
  ConversationId conversation;
};
struct CloseConversation {};
struct LoadOlder {
  ConversationId conversation;
};
struct LoadMorePeople {};
struct SendMessage {
  ConversationId conversation;
  std::string content;
  MessageId reply_to{};
};
/// Of one's own message, also one that is still waiting. A rejected one is replaced by a new one
/// with a new id, in its place.
struct EditMessage {
  ConversationId conversation;
  MessageId id;
  std::string content;
};
/// Of one's own message, also one that is still waiting. A rejected one is discarded.
struct DeleteMessage {
  ConversationId conversation;
  MessageId id;
};
/// For a message or a change that the server rejected; `id` as in PendingMessage, PendingChange.
struct RetrySend {
  MessageId id;
};
struct DiscardSend {
  MessageId id;
};
/// What was rejected in this conversation stays, but no longer stops what waits behind it.
struct SendTheRest {
  ConversationId conversation;
};
/// Everything up to `seq` was on the screen of a visible window.
struct MarkRead {
  ConversationId conversation;
  int64_t seq = 0;
};
/// The user has just typed something. The others are told now and then.
struct Typing {
  ConversationId conversation;
};
/// Kept on this device until another one replaces it; an empty text removes it.
struct SaveDraft {
  ConversationId conversation;
  std::string text;
};
/// The user knows that an unsent message cannot be read any more: its file goes.
struct DismissDamage {};

using Intent = std::variant<SignUp, ConfirmSignUp, ResendCode, SignIn, SignOut, StartConversation,
                            StartGroup, RenameConversation, AddMembers, LeaveConversation,
                            OpenConversation, CloseConversation, LoadOlder, LoadMorePeople,
                            SendMessage, EditMessage, DeleteMessage, RetrySend, DiscardSend,
                            SendTheRest, MarkRead, Typing, SaveDraft, DismissDamage>;

}  // namespace chat
