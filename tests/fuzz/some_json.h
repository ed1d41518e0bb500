// What a server of ill will says: of the right form, with any contents.
#pragma once
#include <fuzzer/FuzzedDataProvider.h>
#include <string>
#include <vector>
#include "tests/support/fake_host.h"

namespace chat::test {

inline const ConversationId room{"room"};

std::string some_id(FuzzedDataProvider& input, const char* kind);
int64_t some_number(FuzzedDataProvider& input);
ConversationId some_conversation(FuzzedDataProvider& input);
UserId some_user(FuzzedDataProvider& input);
std::string some_user_json(FuzzedDataProvider& input);
std::string some_conversation_json(FuzzedDataProvider& input);
/// New, edited or deleted.
std::string some_message(FuzzedDataProvider& input);
/// To any operation: each reads its part.
std::string some_answer(FuzzedDataProvider& input);
std::string some_refusal(FuzzedDataProvider& input);
std::string some_cognito(FuzzedDataProvider& input);

}  // namespace chat::test
