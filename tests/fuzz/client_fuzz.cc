// The whole client while a server, a disk and a user do as they like. Whatever comes, it must
// neither end nor ask to be woken for ever at one instant.
#include <fuzzer/FuzzedDataProvider.h>
#include <string>
#include <utility>
#include <vector>
#include "base/check.h"
#include "tests/support/fake_host.h"

namespace chat::test {
namespace {

constexpr int steps_max = 60;
constexpr int64_t day_ms = 86'400'000;
const ConversationId room{"room"};
using Ids = std::vector<std::string>;  // What submit() has answered.

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

/// A message as the server tells it, perhaps changed or an answer to another one.
std::string some_message(FuzzedDataProvider& input) {
  const UserId sender = input.ConsumeBool() ? alice : UserId{some_id(input, "u")};
  const std::string id = some_id(input, "m"), content = input.ConsumeRandomLengthString(10);
  std::string json =
      message_json(some_conversation(input), id, sender, content, some_number(input));
  if (input.ConsumeBool()) return json;
  json.pop_back();
  json += R"(,"changeSeq":)" + std::to_string(some_number(input));
  if (input.ConsumeBool()) json += R"(,"editedAt":"2026-11-24T10:01:00.000Z")";
  if (input.ConsumeBool()) json += R"(,"deletedAt":"2026-11-24T10:02:00.000Z")";
  if (input.ConsumeBool()) json += R"(,"replyTo":"m1")";
  return json + "}";
}

std::string some_page(FuzzedDataProvider& input) {
  std::vector<std::string> messages;
  for (int n = input.ConsumeIntegralInRange(0, 6); n > 0; --n)
    messages.push_back(input.ConsumeIntegralInRange(0, 9) == 0 ? "null" : some_message(input));
  return page_json(messages, input.ConsumeBool());
}

std::string some_group(FuzzedDataProvider& input) {
  const std::string self = input.ConsumeBool() ? R"(,"alice-sub")" : "";
  return R"({"id":")" + (input.ConsumeBool() ? std::string("room") : "c1") +
         R"(","name":"named","lastSeq":)" + std::to_string(some_number(input)) +
         R"(,"lastChangeSeq":)" + std::to_string(some_number(input)) +
         R"(,"memberIds":["bob-sub")" + self + "]}";
}

std::string some_receipt(FuzzedDataProvider& input) {
  const UserId reader = input.ConsumeBool() ? alice : bob;
  return receipt_json(some_conversation(input), reader, some_number(input));
}

std::string some_typing(FuzzedDataProvider& input) {
  return receipt_json(some_conversation(input), {some_id(input, "u")}, 1);
}

std::string field(const char* name, const std::string& value) {
  return std::string(",\"") + name + "\":" + value;
}

/// What each operation reads its part of: of the right form, with any contents.
std::string some_data(FuzzedDataProvider& input) {
  const UserId other{some_id(input, "u")};
  const std::string user = user_json(input.ConsumeBool() ? alice : other, some_id(input, "n"));
  const int64_t last = some_number(input);
  const std::string link =
      conversation_link_json(some_conversation(input), {alice, other}, last, some_number(input),
                             input.ConsumeBool() ? some_message(input) : "");
  const std::string page = some_page(input), message = some_message(input);
  const std::string group = some_group(input), receipt = some_receipt(input);
  const std::string next = input.ConsumeBool() ? "null" : "\"next\"";
  return R"({"me":{"id":"x","cognitoId":"x","username":"x","conversations":{"nextToken":)" + next +
         R"(,"userConversations":[)" + link + "]}}" +
         field("users", R"({"nextToken":)" + next + R"(,"users":[)" + user + "]}") +
         field("createUser", user) + field("messagesAfter", page) + field("messagesBefore", page) +
         field("changesAfter", page) + field("createMessage", message) +
         field("editMessage", message) + field("deleteMessage", message) +
         field("startConversation", group) + field("addMembers", group) +
         field("leaveConversation", group) + field("renameConversation", group) +
         field("markRead", receipt) + field("sendTyping", receipt) +
         field("reportPresence", R"({"id":"x"})") + "}";
}

/// What each call of Cognito reads its part of.
std::string some_cognito_answer(FuzzedDataProvider& input) {
  const UserId user = input.ConsumeBool() ? alice : UserId{some_id(input, "u")};
  return R"({"UserConfirmed":)" + std::string(input.ConsumeBool() ? "true" : "false") +
         R"(,"ChallengeName":"PASSWORD_VERIFIER","ChallengeParameters":{"SALT":"ab","SRP_B":"12",)" +
         R"("SECRET_BLOCK":"AAAA","USERNAME":"alice","USER_ID_FOR_SRP":"alice"})" +
         field("AuthenticationResult",
               R"({"AccessToken":")" + token_of(user) + R"(","RefreshToken":"r)" +
                   std::to_string(input.ConsumeIntegralInRange(0, 3)) + R"(","ExpiresIn":)" +
                   std::to_string(some_number(input)) + R"(,"TokenType":"Bearer"}})");
}

void answer(FakeHost& host, FuzzedDataProvider& input) {
  const auto post = host.take<PostHttp>();
  if (!post) return;
  constexpr int statuses[] = {200, 200, 200, 400, 401, 429, 500};
  const int status = input.PickValueInArray(statuses);
  HttpDone done{post->id, 200, {}};
  if (input.ConsumeBool()) done.server_date = WallTime{input.ConsumeIntegral<int64_t>() >> 16};
  switch (input.ConsumeIntegralInRange(0, 3)) {
    case 0:
      done.body = R"({"data":)" + some_data(input) + "}";
      break;
    case 1:
      done.body = some_cognito_answer(input);
      break;
    case 2:
      done.body = R"({"data":)" + some_data(input) + R"(,"errors":[{"errorType":"Unauthorized"}]})";
      break;
    default:
      done.status = status;
      done.body = input.ConsumeRandomLengthString(2'000);
  }
  host.handle(done);
}

void push(FakeHost& host, FuzzedDataProvider& input) {
  switch (input.ConsumeIntegralInRange(0, 7)) {
    case 0:
      return host.push_if_subscribed("onInbox", some_message(input));
    case 1:
      return host.push_if_subscribed("onMessageChange", some_message(input));
    case 2:
      return host.push_if_subscribed("onConversation", some_group(input));
    case 3:
      return host.push_if_subscribed("onConversationChange", some_group(input));
    case 4:
      return host.push_if_subscribed("onReceipt", some_receipt(input));
    case 5:
      return host.push_if_subscribed("onTyping", some_typing(input));
    case 6:
      return host.push_if_subscribed("subscribeToNewUsers", user_json(bob, some_id(input, "n")));
    default:
      host.handle(SocketFrame{input.ConsumeRandomLengthString(2'000)});
  }
}

void use_disk(FakeHost& host, FuzzedDataProvider& input) {
  constexpr PersistResult results[] = {PersistResult::ok, PersistResult::ok, PersistResult::failed,
                                       PersistResult::disk_full, PersistResult::fenced};
  const PersistResult result = input.PickValueInArray(results);
  if (host.has<Persist>())
    host.disk_saves(result);
  else if (host.take<EraseUser>())
    host.disk.clear(), host.handle(UserErased{});
  else if (host.take<OpenStore>())
    host.handle(StoreOpened{input.ConsumeBool(), {}});
  else  // An answer that nobody waits for.
    host.handle(Persisted{input.ConsumeIntegral<uint64_t>(), result});
}

void prove_password(FakeHost& host, FuzzedDataProvider& input) {
  if (const auto begin = host.take<BeginSrp>())
    host.handle(SrpBegun{begin->id, "ab"});
  else if (const auto prove = host.take<AnswerSrp>())
    host.handle(SrpAnswered{prove->id, input.ConsumeBool(), "signature"});
}

void lose(FakeHost& host) {
  if (const auto post = host.take<PostHttp>()) host.handle(HttpLost{post->id});
}

/// Something that the user made, or any text.
std::string known_id(const Ids& ids, FuzzedDataProvider& input) {
  if (ids.empty() || input.ConsumeIntegralInRange(0, 3) == 0) return some_id(input, "m");
  return ids[input.ConsumeIntegralInRange<size_t>(0, ids.size() - 1)];
}

Intent some_form(FuzzedDataProvider& input, const std::string& text) {
  switch (input.ConsumeIntegralInRange(0, 4)) {
    case 0:
      return SignUp{text, text, text};
    case 1:
      return ConfirmSignUp{text, text};
    case 2:
      return ResendCode{text};
    case 3:
      return SignOut{input.ConsumeBool()};
    default:
      return SignIn{text, text};
  }
}

Intent some_wish(FuzzedDataProvider& input, const Ids& ids, const std::string& text) {
  const ConversationId where = input.ConsumeBool() ? room : ConversationId{known_id(ids, input)};
  switch (input.ConsumeIntegralInRange(0, 16)) {
    case 0:
      return OpenConversation{where};
    case 1:
      return CloseConversation{};
    case 2:
      return LoadOlder{where};
    case 3:
      return LoadMorePeople{};
    case 4:
      return MarkRead{where, some_number(input)};
    case 5:
      return StartConversation{UserId{some_id(input, "u")}};
    case 6:
      return StartGroup{text, {bob, carol, UserId{some_id(input, "u")}}};
    case 7:
      return RenameConversation{where, text};
    case 8:
      return AddMembers{where, {carol, UserId{some_id(input, "u")}}};
    case 9:
      return LeaveConversation{where};
    case 10:
      return EditMessage{where, {known_id(ids, input)}, text};
    case 11:
      return DeleteMessage{where, {known_id(ids, input)}};
    case 12:
      return RetrySend{{known_id(ids, input)}};
    case 13:
      return DiscardSend{{known_id(ids, input)}};
    case 14:
      return SendTheRest{where};
    case 15:
      return Typing{where};
    default:
      return SaveDraft{where, text};
  }
}

void want(FakeHost& host, FuzzedDataProvider& input, Ids& ids) {
  const std::string text = input.ConsumeRandomLengthString(100);
  Intent intent = SendMessage{room, text, {}};
  const int kind = input.ConsumeIntegralInRange(0, 9);
  if (kind == 0) intent = some_form(input, text);
  if (kind == 1) intent = SendMessage{{known_id(ids, input)}, text, {some_id(input, "m")}};
  if (kind > 3) intent = some_wish(input, ids, text);
  std::string id = host.submit(intent);
  if (!id.empty()) ids.push_back(std::move(id));
}

void damage_and_restart(FakeHost& host, FuzzedDataProvider& input) {
  for (auto& [path, bytes] : host.disk)
    if (input.ConsumeBool()) bytes = input.ConsumeRandomLengthString(500);
  host.disk[input.ConsumeRandomLengthString(20)] = input.ConsumeRandomLengthString(200);
  host.credential = credential_of(alice);  // Whoever it was: this one has a store to open.
  host.restart(input.ConsumeBool());
}

void change_surroundings(FakeHost& host, FuzzedDataProvider& input) {
  switch (input.ConsumeIntegralInRange(0, 5)) {
    case 0:
      return host.handle(SocketClosed{});
    case 1:
      return host.handle(SocketOpened{});
    case 2:
      return host.handle(NetworkChanged{input.ConsumeBool()});
    case 3:
      return host.handle(VisibilityChanged{input.ConsumeBool()});
    case 4:  // The clock on the wall is set, or the device has slept.
      host.now.wall.ms += input.ConsumeIntegralInRange<int64_t>(-day_ms, day_ms);
      return host.handle(DeadlineReached{});
    default:
      host.handle(Started{{}, {}, input.ConsumeBool()});  // Only the first one counts.
  }
}

void step(FakeHost& host, FuzzedDataProvider& input, Ids& ids) {
  switch (input.ConsumeIntegralInRange(0, 11)) {
    case 0:
    case 1:
    case 2:
      return answer(host, input);
    case 3:
      return push(host, input);
    case 4:
      return lose(host);
    case 5:
      return change_surroundings(host, input);
    case 6:
      return host.pass(input.ConsumeIntegralInRange(0, 60'000));
    case 7:
      return damage_and_restart(host, input);
    case 8:
      return prove_password(host, input);
    case 9:
      return use_disk(host, input);
    default:
      return want(host, input, ids);
  }
}

}  // namespace
}  // namespace chat::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace chat::test;
  FuzzedDataProvider input(data, size);
  FakeHost host;
  host.start_live({conversation_link_json(room, {alice, bob}, 3, 0)});
  Ids ids;
  for (int i = 0; i < steps_max && input.remaining_bytes() > 0; ++i) step(host, input, ids);
  (void)host.screen(room);
  return 0;
}
