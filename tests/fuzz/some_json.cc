#include "tests/fuzz/some_json.h"

namespace chat::test {
namespace {

constexpr const char* some_time = "2026-11-24T10:00:00.000Z";

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ",") + item;
  return "[" + text + "]";
}

std::string some_page(FuzzedDataProvider& input) {
  std::vector<std::string> messages;
  for (int n = input.ConsumeIntegralInRange(0, 6); n > 0; --n)
    messages.push_back(input.ConsumeIntegralInRange(0, 9) == 0 ? "null" : some_message(input));
  return page_json(messages, input.ConsumeBool());
}

std::string some_link(FuzzedDataProvider& input) {
  const int64_t last = some_number(input);
  return conversation_link_json(some_conversation(input), {alice, some_user(input)}, last,
                                some_number(input), input.ConsumeBool() ? some_message(input) : "");
}

std::string some_me(FuzzedDataProvider& input, const std::string& next) {
  std::vector<std::string> links;
  for (int n = input.ConsumeIntegralInRange(0, 3); n > 0; --n) links.push_back(some_link(input));
  return R"({"id":"x","cognitoId":"x","username":"x","conversations":{"nextToken":)" + next +
         R"(,"userConversations":)" + joined(links) + "}}";
}

}  // namespace

std::string some_id(FuzzedDataProvider& input, const char* kind) {
  if (input.ConsumeIntegralInRange(0, 7) == 0) return input.ConsumeRandomLengthString(20);
  return kind + std::to_string(input.ConsumeIntegralInRange(0, 5));
}

int64_t some_number(FuzzedDataProvider& input) {
  if (input.ConsumeIntegralInRange(0, 9) == 0) return input.ConsumeIntegral<int64_t>();
  return input.ConsumeIntegralInRange<int64_t>(-1, 400);
}

ConversationId some_conversation(FuzzedDataProvider& input) {
  return input.ConsumeBool() ? room : ConversationId{some_id(input, "c")};
}

UserId some_user(FuzzedDataProvider& input) {
  const UserId known[] = {alice, bob, carol};
  if (input.ConsumeBool()) return known[input.ConsumeIntegralInRange(0, 2)];
  return {some_id(input, "u")};
}

std::string some_user_json(FuzzedDataProvider& input) {
  const UserId user = some_user(input);
  return user_json(user, input.ConsumeRandomLengthString(10));
}

std::string some_conversation_json(FuzzedDataProvider& input) {
  json::Writer writer;
  writer.begin_object().member("id", some_conversation(input).value).member("name", "named");
  writer.member("createdAt", some_time).member("lastSeq", some_number(input));
  writer.member("lastChangeSeq", some_number(input)).key("memberIds").begin_array();
  if (input.ConsumeIntegralInRange(0, 3) != 0) writer.value(alice.value);
  for (int n = input.ConsumeIntegralInRange(0, 3); n > 0; --n) writer.value(some_user(input).value);
  return writer.end_array().end_object().take();
}

std::string some_message(FuzzedDataProvider& input) {
  const UserId sender = input.ConsumeBool() ? alice : some_user(input);
  const std::string id = some_id(input, "m"), content = input.ConsumeRandomLengthString(10);
  std::string json =
      message_json(some_conversation(input), id, sender, content, some_number(input));
  if (input.ConsumeBool()) return json;
  json.pop_back();
  json += R"(,"changeSeq":)" + std::to_string(some_number(input));
  json += R"(,"replyTo":")" + std::string(input.ConsumeBool() ? "m1" : "x") + '"';
  const char* when = input.ConsumeBool() ? "editedAt" : "deletedAt";
  return json + ",\"" + when + "\":\"" + some_time + "\"}";
}

std::string some_answer(FuzzedDataProvider& input) {
  const std::string next = input.ConsumeBool() ? "null" : "\"next\"";
  const std::string page = some_page(input), message = some_message(input);
  const std::string user = some_user_json(input), conversation = some_conversation_json(input);
  const std::string receipt =
      receipt_json(some_conversation(input), some_user(input), some_number(input));
  std::string answer = R"({"data":{"me":)" + some_me(input, next);
  answer += R"(,"users":{"nextToken":)" + next + R"(,"users":[)" + user + "]}";
  answer += R"(,"createUser":)" + user;
  for (const char* field : {"messagesAfter", "messagesBefore", "changesAfter"})
    answer += ",\"" + std::string(field) + "\":" + page;
  for (const char* field : {"createMessage", "editMessage", "deleteMessage"})
    answer += ",\"" + std::string(field) + "\":" + message;
  for (const char* field :
       {"startConversation", "addMembers", "leaveConversation", "renameConversation"})
    answer += ",\"" + std::string(field) + "\":" + conversation;
  for (const char* field : {"markRead", "sendTyping"})
    answer += ",\"" + std::string(field) + "\":" + receipt;
  answer += R"(,"reportPresence":{"id":"x"}})";
  if (input.ConsumeIntegralInRange(0, 3) == 0)  // Part of it could not be told.
    answer += R"(,"errors":[{"errorType":"Unauthorized","message":"no"}])";
  return answer + "}";
}

std::string some_refusal(FuzzedDataProvider& input) {
  constexpr const char* types[] = {"UnauthorizedException", "Unauthorized",
                                   "ValidationException",   "ConflictException",
                                   "ThrottlingException",   "InternalFailure"};
  const std::string type = input.PickValueInArray(types);
  return R"({"data":null,"errors":[{"errorType":")" + type + R"(","message":"no"}]})";
}

std::string some_cognito(FuzzedDataProvider& input) {
  const UserId user = input.ConsumeIntegralInRange(0, 3) != 0 ? alice : some_user(input);
  constexpr const char* exceptions[] = {"NotAuthorizedException", "UserNotConfirmedException",
                                        "CodeMismatchException", "TooManyRequestsException"};
  switch (input.ConsumeIntegralInRange(0, 4)) {
    case 0:
      return R"({"ChallengeName":"PASSWORD_VERIFIER","Session":"s","ChallengeParameters":)"
             R"({"USER_ID_FOR_SRP":"srp","SALT":"1","SRP_B":"2","SECRET_BLOCK":"3"}})";
    case 1:
      return R"({"__type":")" + std::string(input.PickValueInArray(exceptions)) + "\"}";
    case 2:
      return R"({"UserConfirmed":)" + std::string(input.ConsumeBool() ? "true}" : "false}");
    default:
      return R"({"AuthenticationResult":{"AccessToken":")" + token_of(user) +
             R"(","RefreshToken":"refresh-2","TokenType":"Bearer","ExpiresIn":)" +
             std::to_string(some_number(input)) + "}}";
  }
}

}  // namespace chat::test
