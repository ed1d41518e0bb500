// Everything that a server can say. The first byte chooses who reads it.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include "base/calendar.h"
#include "base/check.h"
#include "base/encoding.h"
#include "base/utf8.h"
#include "protocol/cognito.h"
#include "protocol/frames.h"
#include "protocol/handshake.h"
#include "protocol/operations.gen.h"
#include "protocol/reply.h"

namespace chat {
namespace {

void read_replies(std::string_view text) {
  (void)read_reply_of<gql::GetMe>(200, text);
  (void)read_reply_of<gql::GetUsers>(200, text);
  (void)read_reply_of<gql::GetConversations>(200, text);
  (void)read_reply_of<gql::GetMessagesAfter>(200, text);
  (void)read_reply_of<gql::CreateMessage>(503, text);
}

void read_pushes(std::string_view text) {
  const Result<ServerFrame> frame = read_frame(text);
  if (!frame) return;
  (void)gql::decode<gql::OnInbox>(frame->data);
  (void)gql::decode<gql::OnConversation>(frame->data);
}

void read_sign_in(std::string_view text) {
  const CognitoAnswer answer = read_cognito_answer(200, text);
  (void)read_cognito_answer(400, text);
  (void)read_srp_challenge(answer.body);
  (void)read_tokens(answer.body);
  (void)subject_of_token(text);
}

void read_texts(std::string_view text) {
  (void)from_iso8601(text);
  (void)host_of(text);
  (void)realtime_url(text);
  if (const auto bytes = from_base64url(text)) (void)to_base64url(*bytes);
  const std::string clean = utf8::clean(text);
  CHAT_CHECK(utf8::valid(clean));
  CHAT_CHECK(utf8::valid(utf8::cut(clean, 7)));
  CHAT_CHECK(utf8::trim(clean).size() <= clean.size());
  // What we write, we can read.
  CHAT_CHECK(json::parse(json::Writer().value(text).take()).has_value());
}

}  // namespace
}  // namespace chat

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0]) {
    case 'r':
      chat::read_replies(text);
      break;
    case 'f':
      chat::read_pushes(text);
      break;
    case 'c':
      chat::read_sign_in(text);
      break;
    default:
      chat::read_texts(text);
      break;
  }
  return 0;
}
