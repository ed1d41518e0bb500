// Everything that may come through the socket, and the addresses it is opened with.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include "protocol/codec.h"
#include "protocol/frames.h"
#include "protocol/handshake.h"
#include "protocol/operations.gen.h"

namespace chat {
namespace {

template <class... Operations>
void decode_as(const json::Value& data) {
  ((void)gql::decode<Operations>(data), ...);
}

}  // namespace
}  // namespace chat

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace chat;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto frame = read_frame(text))
    decode_as<gql::OnInbox, gql::OnMessageChange, gql::OnConversation, gql::OnConversationChange,
              gql::OnReceipt, gql::OnTyping, gql::OnUser>(frame->data);
  (void)host_of(text);
  (void)realtime_url(text);
  (void)realtime_protocols(text, text);
  return 0;
}
