#include "ui/strings.h"

namespace chat::ui::strings {

std::string conversation_name(const ConversationSummary& summary, std::string_view preview,
                              std::string_view time) {
  std::string name = summary.title.empty() ? std::string(somebody) : summary.title;
  if (summary.unread > 0) name += ", " + unread(summary.unread);
  if (!preview.empty()) name += ", last message " + std::string(preview);
  if (summary.last_pending) name += ", " + std::string(not_sent_yet);
  if (!time.empty()) name += ", " + std::string(time);
  return name;
}

std::string sign_out_loses(size_t unsent) {
  if (unsent == 1) return "One message is not sent yet. Signing out deletes it.";
  return std::to_string(unsent) + " messages are not sent yet. Signing out deletes them.";
}

std::string_view problem(AuthProblem problem) {
  switch (problem) {
    case AuthProblem::none:
      return "";
    case AuthProblem::wrong_password:
      return "The username or the password is not right.";
    case AuthProblem::wrong_code:
      return "This code is not right. Please look again.";
    case AuthProblem::expired_code:
      return "This code is too old. Press “Send a new code”.";
    case AuthProblem::weak_password:
      return "This password is too weak. Use at least 8 characters, with capital and small "
             "letters, a number and a sign.";
    case AuthProblem::name_taken:
      return "This username is taken. Please choose another one.";
    case AuthProblem::invalid_input:
      return "The server did not accept what you entered.";
    case AuthProblem::too_many_tries:
      return "Too many tries. Please wait a few minutes.";
    case AuthProblem::session_ended:
      return "Your session has ended. Please sign in again; your messages are kept.";
    case AuthProblem::no_network:
      return "The server cannot be reached. Are you online?";
    case AuthProblem::server_trouble:
      return "The server sent an answer ChatQL cannot read. Please try again.";
    case AuthProblem::unsent_messages:
      return "Some messages are not sent yet.";
  }
  return "";
}

}  // namespace chat::ui::strings
