// Every word that a person reads or hears. Views take their words from here and nowhere else.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include "core/client.h"

namespace chat::ui::strings {

inline constexpr std::string_view app = "ChatQL";

// --- Lists ---------------------------------------------------------------------------------
inline constexpr std::string_view chats = "Chats";
inline constexpr std::string_view conversations = "Conversations";
inline constexpr std::string_view people = "People";
inline constexpr std::string_view new_chat = "New chat";
inline constexpr std::string_view back = "Back";
inline constexpr std::string_view loading_conversations = "Loading your conversations";
inline constexpr std::string_view loading_people = "Loading people";
inline constexpr std::string_view no_conversations = "No conversations yet";
inline constexpr std::string_view no_conversations_hint =
    "Press New chat and choose somebody to write to.";
inline constexpr std::string_view no_people = "Nobody else is here yet";
inline constexpr std::string_view no_people_hint =
    "People appear here as soon as they have created an account.";
inline constexpr std::string_view nothing_open = "Choose a conversation";
inline constexpr std::string_view nothing_open_hint = "Or press New chat to start one.";
inline constexpr std::string_view somebody = "Somebody";
inline constexpr std::string_view scroll = "Scroll";
inline constexpr std::string_view you = "You";
inline constexpr std::string_view not_sent_yet = "not sent yet";

inline std::string you_wrote(std::string_view preview) { return "You: " + std::string(preview); }
inline std::string unread(int64_t count) { return std::to_string(count) + " unread"; }
/// "Bob, 2 unread, last message hello, 12:04"
std::string conversation_name(const ConversationSummary& summary, std::string_view preview,
                              std::string_view time);

// --- Days ----------------------------------------------------------------------------------
inline constexpr std::string_view today = "Today";
inline constexpr std::string_view yesterday = "Yesterday";
inline constexpr std::string_view weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                "Friday", "Saturday", "Sunday"};
inline constexpr std::string_view months[] = {"January",   "February", "March",    "April",
                                              "May",       "June",     "July",     "August",
                                              "September", "October",  "November", "December"};

// --- A conversation ------------------------------------------------------------------------
inline constexpr std::string_view messages = "Messages";
inline constexpr std::string_view message_field = "Message";
inline constexpr std::string_view send = "Send";
inline constexpr std::string_view retry = "Retry";
inline constexpr std::string_view remove = "Delete";
inline constexpr std::string_view new_messages = "New messages";
inline constexpr std::string_view loading_messages = "Loading messages";
inline constexpr std::string_view loading_older = "Loading older messages";
inline constexpr std::string_view beginning = "This is the beginning of your conversation.";
inline constexpr std::string_view no_messages = "No messages yet";
inline constexpr std::string_view jump_to_newest = "Jump to the newest message";
inline constexpr std::string_view rejected = "Not sent: the server did not accept this message.";

inline constexpr std::string_view mark_saving = "saving";
inline constexpr std::string_view mark_saved = "saved on this device";
inline constexpr std::string_view mark_sent = "sent";
inline constexpr std::string_view mark_not_sent = "not sent";

inline std::string say_hello_to(std::string_view name) {
  return "Say hello to " + std::string(name) + ".";
}
inline std::string conversation_with(std::string_view name) {
  return "Conversation with " + std::string(name);
}
inline std::string jump_past(int64_t count) {
  return std::string(jump_to_newest) + ", " + std::to_string(count) + " new";
}
inline std::string announced(std::string_view name, std::string_view text) {
  return std::string(name) + ": " + std::string(text);
}
inline std::string announced_many(int64_t count) { return std::to_string(count) + " new messages"; }

// --- What goes wrong -----------------------------------------------------------------------
inline constexpr std::string_view connecting = "Connecting…";
inline constexpr std::string_view updating = "Updating…";
inline constexpr std::string_view offline = "You are offline";
inline constexpr std::string_view offline_banner =
    "You are offline. What you write is saved here and sent later.";
inline constexpr std::string_view unreachable_banner = "The server does not answer. Trying again…";
inline constexpr std::string_view server_trouble =
    "The server sent an answer ChatQL cannot read. Trying again…";
inline constexpr std::string_view damaged_data =
    "Some saved data was damaged; it is being loaded again.";
inline constexpr std::string_view damaged_message =
    "A message saved on this device was damaged and could not be read.";
inline constexpr std::string_view disk_full =
    "This device is full: new messages are not saved on it. Please free some space.";
inline constexpr std::string_view not_saving =
    "This device does not save. Do not close this window before your messages are sent.";
inline constexpr std::string_view taken_over = "ChatQL is in use in another window.";

// --- The account ---------------------------------------------------------------------------
inline constexpr std::string_view account = "Account";
inline constexpr std::string_view sign_out = "Sign out";
inline constexpr std::string_view cancel = "Cancel";
inline constexpr std::string_view discard_and_sign_out = "Delete and sign out";
inline constexpr std::string_view signed_in_as = "Signed in as";
inline constexpr std::string_view sign_out_keeps =
    "Signing out erases your messages from this device. They stay on the server.";
inline std::string account_of(std::string_view name) {
  return std::string(account) + ", " + std::string(name);
}
std::string sign_out_loses(size_t unsent);

// --- The sign-in forms ---------------------------------------------------------------------
inline constexpr std::string_view code_sent = "A new code is on its way to you.";
inline constexpr std::string_view enter_code = "We have sent you a code. Enter it here.";
/// Empty for AuthProblem::none.
std::string_view problem(AuthProblem problem);

}  // namespace chat::ui::strings
