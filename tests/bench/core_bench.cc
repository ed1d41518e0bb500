// What the core costs where it is asked most often, each beside what it is to be compared with.
// tools/bench.mjs runs this, forms the ratios and knows their limits.
#include <benchmark/benchmark.h>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>
#include "core/rows.h"
#include "core/segments.h"
#include "core/timeline.h"
#include "protocol/operations.gen.h"
#include "protocol/reply.h"
#include "tests/support/fake_host.h"

namespace chat::test {
namespace {

constexpr int64_t many = 100'000;
const ConversationId room{"room"};

Message message(int64_t seq) {
  return {{"6f9619ff-8b86-4d01-b42d-" + std::to_string(100'000'000'000 + seq)},
          room,
          seq % 3 == 0 ? alice : bob,
          "A line of chat as people write it, number " + std::to_string(seq) + ".",
          seq,
          {1'790'000'000'000 + seq * 1000}};
}

std::vector<Message> messages(int64_t count) {
  std::vector<Message> result;
  for (int64_t seq = 1; seq <= count; ++seq) result.push_back(message(seq));
  return result;
}

// --- Decoding ----------------------------------------------------------------------------------

std::string page_reply() {
  std::vector<std::string> items;
  for (const Message& item : messages(20))
    items.push_back(message_json(room, item.id.value, item.sender, item.content, item.seq));
  return R"({"data":{"messagesAfter":)" + page_json(items, true) + "}}";
}

void decode_page(benchmark::State& state) {
  const std::string reply = page_reply();
  for (auto _ : state) benchmark::DoNotOptimize(read_reply_of<gql::GetMessagesAfter>(200, reply));
}
BENCHMARK(decode_page);

void parse_page_with_nlohmann(benchmark::State& state) {
  const std::string reply = page_reply();
  for (auto _ : state) benchmark::DoNotOptimize(nlohmann::json::parse(reply, nullptr, false));
}
BENCHMARK(parse_page_with_nlohmann);

// --- The timeline ------------------------------------------------------------------------------

void apply_100000_messages(benchmark::State& state) {
  const std::vector<Message> all = messages(many);
  for (auto _ : state) {
    Timeline timeline;
    for (const Message& item : all) timeline.apply(item);
    benchmark::DoNotOptimize(timeline.newest());
  }
}
BENCHMARK(apply_100000_messages)->Unit(benchmark::kMillisecond);

/// The files of a conversation with so many messages.
std::vector<File> files_of(int64_t count) {
  Timeline timeline;
  Timeline::Page page{messages(count), false};
  timeline.answer_after(0, page, {});
  Segments segments;
  segments.mark(*timeline.take_changed());
  std::vector<FileChange> changes;
  segments.collect(room, 0, timeline, changes);
  std::vector<File> files;
  for (FileChange& change : changes) files.push_back({change.path, *change.bytes});
  return files;
}

void restore_100000_messages(benchmark::State& state) {
  const std::vector<File> files = files_of(many);
  for (auto _ : state) {
    Timeline timeline;
    for (const File& file : files) {
      auto row = decode_segment(file.bytes);
      timeline.restore(std::move(row->messages), row->known);
    }
    benchmark::DoNotOptimize(timeline.newest());
  }
}
BENCHMARK(restore_100000_messages)->Unit(benchmark::kMillisecond);

// --- One send ----------------------------------------------------------------------------------

/// From Enter to "sent", with the disk's part, in a conversation that holds so many messages.
void send(benchmark::State& state) {
  const int64_t count = state.range(0);
  FakeHost host;
  host.start_live({conversation_link_json(room, {alice, bob}, 0, 0)});
  host.submit(OpenConversation{room});  // Else all but the newest would be let go.
  host.reply_data(host.wait_for_post("GetMessagesBefore"), "messagesBefore", page_json({}));
  int64_t seq = 0;
  for (; seq < count; ++seq) {
    const Message next = message(seq + 1);
    host.push("onInbox", message_json(room, next.id.value, bob, next.content, next.seq));
  }
  host.pass(1'000);
  if (host.has<Persist>()) host.disk_saves();
  int64_t sent = 0;
  for (auto _ : state) {
    const std::string id = host.submit(SendMessage{room, "A line of chat as people write it."});
    host.disk_saves();
    host.reply_data(host.take_post("CreateMessage"), "createMessage",
                    message_json(room, id, alice, "A line of chat as people write it.", ++seq));
    host.pass(300);
    host.disk_saves();
    ++sent;
  }
  state.counters["sent"] = static_cast<double>(sent);
}
BENCHMARK(send)->Arg(10)->Arg(many)->Iterations(300)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace chat::test

BENCHMARK_MAIN();
