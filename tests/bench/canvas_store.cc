// Prints what a device keeps of a conversation of so many messages, for `./dev bench canvas`:
// the credential's length and bytes, then path and bytes of each file in the same way.
#include <cstdio>
#include <cstdlib>
#include <string>
#include "tests/support/fake_host.h"

namespace chat::test {
namespace {

const ConversationId room{"room"};
constexpr int64_t messages_a_save = 10'000;

void print(std::string_view bytes) {
  const auto size = static_cast<uint32_t>(bytes.size());
  std::fwrite(&size, sizeof size, 1, stdout);
  std::fwrite(bytes.data(), 1, bytes.size(), stdout);
}

std::string content_of(int64_t seq) {
  static constexpr const char* lines[] = {
      "Yes.",
      "A line of chat as people write it",
      "I will be there at seven, but not before the shops close, so please start without me",
      "كيف حالك اليوم؟",
      "你好，今天过得怎么样？",
      "It took me the whole afternoon to find out that the train had been cancelled. The next one "
      "was late, too, and when I came home nobody had fed the cat.",
      "👍🏽 🎉",
  };
  return std::string(lines[seq % std::size(lines)]) + " " + std::to_string(seq);
}

void save(FakeHost& host) {
  host.pass(1'000);
  while (host.has<Persist>()) host.disk_saves();
}

void print_store(int64_t count) {
  FakeHost host;
  host.start_live({conversation_link_json(room, {alice, bob}, 0, 0)});
  for (int64_t seq = 1; seq <= count; ++seq) {
    const std::string id = "6f9619ff-8b86-4d01-b42d-" + std::to_string(100'000'000'000 + seq);
    const UserId& sender = seq % 3 == 0 ? alice : bob;
    host.push("onInbox", message_json(room, id, sender, content_of(seq), seq));
    if (seq % messages_a_save == 0) save(host);
  }
  host.submit(MarkRead{room, count});
  save(host);
  print(credential_of(alice));
  for (const auto& [path, bytes] : host.disk) {
    print(path);
    print(bytes);
  }
}

}  // namespace
}  // namespace chat::test

int main(int argc, char** argv) {
  chat::test::print_store(argc > 1 ? std::atoll(argv[1]) : 1000);
  return 0;
}
