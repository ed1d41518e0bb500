// The whole client while a server, a disk and a user do as they like. Whatever comes, it must
// neither end nor ask to be woken for ever at one instant.
#include <fuzzer/FuzzedDataProvider.h>
#include <string>
#include "base/check.h"
#include "tests/support/fake_host.h"

namespace chat::test {
namespace {

constexpr int steps_max = 60;
const ConversationId room{"room"};

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

std::string some_message(FuzzedDataProvider& input) {
  const UserId sender = input.ConsumeBool() ? alice : UserId{some_id(input, "u")};
  const std::string id = some_id(input, "m"), content = input.ConsumeRandomLengthString(10);
  return message_json(some_conversation(input), id, sender, content, some_number(input));
}

std::string some_page(FuzzedDataProvider& input) {
  std::vector<std::string> messages;
  for (int n = input.ConsumeIntegralInRange(0, 6); n > 0; --n)
    messages.push_back(input.ConsumeIntegralInRange(0, 9) == 0 ? "null" : some_message(input));
  return page_json(messages, input.ConsumeBool());
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
  const std::string next = input.ConsumeBool() ? "null" : "\"next\"";
  return R"({"me":{"id":"x","cognitoId":"x","username":"x","conversations":{"nextToken":)" + next +
         R"(,"userConversations":[)" + link + R"(]}},"users":{"nextToken":)" + next +
         R"(,"users":[)" + user + R"(]},"createUser":)" + user + R"(,"messagesAfter":)" + page +
         R"(,"messagesBefore":)" + page + R"(,"createMessage":)" + message + R"(,"onInbox":)" +
         message + "}";
}

void answer(FakeHost& host, FuzzedDataProvider& input) {
  const auto post = host.take<PostHttp>();
  if (!post) return;
  constexpr int statuses[] = {200, 200, 200, 400, 401, 429, 500};
  const int status = input.PickValueInArray(statuses);
  if (input.ConsumeBool())
    host.handle(HttpDone{post->id, 200, R"({"data":)" + some_data(input) + "}"});
  else
    host.handle(HttpDone{post->id, status, input.ConsumeRandomLengthString(2'000)});
}

void push(FakeHost& host, FuzzedDataProvider& input) {
  if (input.ConsumeBool())
    host.push_if_subscribed("onInbox", some_message(input));
  else
    host.handle(SocketFrame{input.ConsumeRandomLengthString(2'000)});
}

void save(FakeHost& host, FuzzedDataProvider& input) {
  constexpr PersistResult results[] = {PersistResult::ok, PersistResult::ok, PersistResult::failed,
                                       PersistResult::disk_full, PersistResult::fenced};
  if (host.has<Persist>()) host.disk_saves(input.PickValueInArray(results));
}

void lose(FakeHost& host) {
  if (const auto post = host.take<PostHttp>()) host.handle(HttpLost{post->id});
}

void want(FakeHost& host, FuzzedDataProvider& input) {
  const std::string text = input.ConsumeRandomLengthString(100);
  switch (input.ConsumeIntegralInRange(0, 7)) {
    case 0:
      host.submit(SendMessage{some_conversation(input), text});
      break;
    case 1:
      host.submit(OpenConversation{some_conversation(input)});
      break;
    case 2:
      host.submit(LoadOlder{some_conversation(input)});
      break;
    case 3:
      host.submit(MarkRead{room, input.ConsumeIntegral<int64_t>()});
      break;
    case 4:
      host.submit(StartConversation{UserId{text}});
      break;
    case 5:
      host.submit(SignOut{input.ConsumeBool()});
      break;
    case 6:
      host.submit(SignIn{text, text});
      break;
    case 7:
      host.submit(RetrySend{MessageId{text}});
      break;
  }
}

void damage_and_restart(FakeHost& host, FuzzedDataProvider& input) {
  for (auto& [path, bytes] : host.disk)
    if (input.ConsumeBool()) bytes = input.ConsumeRandomLengthString(500);
  host.disk[input.ConsumeRandomLengthString(20)] = input.ConsumeRandomLengthString(200);
  host.restart(input.ConsumeBool());
}

void step(FakeHost& host, FuzzedDataProvider& input) {
  switch (input.ConsumeIntegralInRange(0, 10)) {
    case 0:
    case 1:
      answer(host, input);
      break;
    case 2:
      push(host, input);
      break;
    case 10:
      save(host, input);
      break;
    case 3:
      host.handle(SocketClosed{});
      break;
    case 4:
      host.handle(SocketOpened{});
      break;
    case 5:
      lose(host);
      break;
    case 6:
      host.handle(NetworkChanged{input.ConsumeBool()});
      break;
    case 7:
      host.pass(input.ConsumeIntegralInRange(0, 60'000));
      break;
    case 8:
      want(host, input);
      break;
    case 9:
      damage_and_restart(host, input);
      break;
  }
}

}  // namespace
}  // namespace chat::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace chat::test;
  FuzzedDataProvider input(data, size);
  FakeHost host;
  host.start_live({conversation_link_json(room, {alice, bob}, 3, 0)});
  for (int i = 0; i < steps_max && input.remaining_bytes() > 0; ++i) step(host, input);
  (void)host.screen(room);
  return 0;
}
