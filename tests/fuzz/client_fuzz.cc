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

void answer(FakeHost& host, FuzzedDataProvider& input) {
  const auto post = host.take<PostHttp>();
  if (!post) return;
  constexpr int statuses[] = {200, 200, 200, 400, 401, 429, 500};
  host.handle(
      HttpDone{post->id, input.PickValueInArray(statuses), input.ConsumeRandomLengthString(2'000)});
}

void lose(FakeHost& host) {
  if (const auto post = host.take<PostHttp>()) host.handle(HttpLost{post->id});
}

void want(FakeHost& host, FuzzedDataProvider& input) {
  const std::string text = input.ConsumeRandomLengthString(100);
  switch (input.ConsumeIntegralInRange(0, 7)) {
    case 0:
      host.submit(SendMessage{room, text});
      break;
    case 1:
      host.submit(OpenConversation{ConversationId{text}});
      break;
    case 2:
      host.submit(LoadOlder{room});
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
  switch (input.ConsumeIntegralInRange(0, 9)) {
    case 0:
    case 1:
      answer(host, input);
      break;
    case 2:
      host.handle(SocketFrame{input.ConsumeRandomLengthString(2'000)});
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
