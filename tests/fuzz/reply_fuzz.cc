// Everything that may come as the answer to a GraphQL request, read as each operation's; and
// the texts in it. The first byte chooses the status.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include "base/calendar.h"
#include "base/check.h"
#include "base/utf8.h"
#include "protocol/operations.gen.h"
#include "protocol/reply.h"

namespace chat {
namespace {

template <class... Operations>
void read_as(int status, std::string_view text) {
  ((void)read_reply_of<Operations>(status, text), ...);
}

void read_texts(std::string_view text) {
  (void)from_iso8601(text);
  const std::string clean = utf8::clean(text);
  CHAT_CHECK(utf8::valid(clean));
  CHAT_CHECK(utf8::valid(utf8::cut(clean, 7)));
  CHAT_CHECK(utf8::trim(clean).size() <= clean.size());
  CHAT_CHECK(utf8::utf16_length(clean) <= clean.size());
  // What we write, we can read.
  const auto again = json::parse(json::Writer().value(text).take());
  CHAT_CHECK(again && again->string() && *again->string() == clean);
}

}  // namespace
}  // namespace chat

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace chat;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  const int status = data[0] == 'b' ? 400 : data[0] == 's' ? 503 : 200;
  read_as<gql::GetMe, gql::GetUsers, gql::GetConversations, gql::GetMessagesAfter,
          gql::GetMessagesBefore, gql::GetChangesAfter, gql::CreateUser, gql::StartConversation,
          gql::AddMembers, gql::LeaveConversation, gql::RenameConversation, gql::CreateMessage,
          gql::EditMessage, gql::DeleteMessage, gql::MarkRead, gql::SendTyping,
          gql::ReportPresence>(status, text);
  read_texts(text);
  return 0;
}
