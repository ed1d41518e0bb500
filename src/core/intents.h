// What a user can want. Views put intents into their output; the core acts on them.
#pragma once
#include <string>
#include <variant>
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
};
/// For an entry that the server rejected.
struct RetrySend {
  MessageId id;
};
struct DiscardSend {
  MessageId id;
};
/// Everything up to `seq` was on the screen of a visible window.
struct MarkRead {
  ConversationId conversation;
  int64_t seq = 0;
};

using Intent = std::variant<SignUp, ConfirmSignUp, ResendCode, SignIn, SignOut, StartConversation,
                            OpenConversation, CloseConversation, LoadOlder, LoadMorePeople,
                            SendMessage, RetrySend, DiscardSend, MarkRead>;

}  // namespace chat
