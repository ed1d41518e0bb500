// Everything that Cognito may answer, and the tokens in it.
#include <cstddef>
#include <cstdint>
#include <string_view>
#include "base/check.h"
#include "base/encoding.h"
#include "protocol/cognito.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace chat;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const int status : {200, 400, 500}) {
    const CognitoAnswer answer = read_cognito_answer(status, text);
    CHAT_CHECK(answer.failure.has_value() || status == 200);
    (void)read_srp_challenge(answer.body);
    (void)read_tokens(answer.body);
  }
  (void)subject_of_token(text);
  if (const auto bytes = from_base64url(text)) (void)to_base64url(*bytes);
  // What we write, we can read.
  CHAT_CHECK(from_base64url(to_base64url(text)) == text);
  return 0;
}
