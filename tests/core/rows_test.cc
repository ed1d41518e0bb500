#include "core/rows.h"
#include <gtest/gtest.h>
#include "base/crc32c.h"
#include "base/encoding.h"
#include "base/encoding.h"

namespace chat {
namespace {

Message message(int64_t seq, std::string content = "text") {
  return {{"m" + std::to_string(seq)}, {"c"}, {"u"}, std::move(content), seq, {seq}};
}

TEST(Rows, AFileTellsVersionKindAndChecksum) {
  EXPECT_EQ(seal("meta", "{}"), "chatql 2 meta dac840c2\n{}");
  EXPECT_TRUE(unseal("meta", seal("meta", "{}")));
}

TEST(Rows, ADamagedFileIsNotBelieved) {
  const Messages messages{message(1), message(2)};
  const std::string whole = encode_segment({"c"}, std::vector<Interval>{{1, 2}}, messages);
  ASSERT_TRUE(decode_segment(whole));
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 1);
    EXPECT_FALSE(decode_segment(damaged)) << i;
    EXPECT_FALSE(decode_segment(whole.substr(0, i))) << i;
  }
}

TEST(Rows, AFileOfAnotherVersionOrKindIsNotBelieved) {
  const std::string whole = seal("meta", "{}");
  EXPECT_FALSE(unseal("people", whole));
  std::string newer = whole;
  newer.replace(newer.find("chatql 2"), 8, "chatql 3");
  EXPECT_FALSE(unseal("meta", newer));
}

/// As later versions will write it: only the number differs.
std::string later(std::string_view kind, std::string_view payload) {
  std::string text = "chatql 3 " + std::string(kind) + " ";
  const std::string checksum = to_hex(crc32c(text + std::string(payload)), 8);
  return text + checksum + "\n" + std::string(payload);
}

TEST(Rows, AFileOfALaterVersionIsKnownAsSuch) {
  EXPECT_TRUE(is_from_later_version(later("anything", "{}")));
  EXPECT_FALSE(is_from_later_version(seal("meta", "{}")));
  std::string flipped = seal("meta", "{}");  // One bit of the number: just a damaged file.
  flipped[flipped.find('2')] = '3';
  EXPECT_FALSE(is_from_later_version(flipped));
  EXPECT_FALSE(is_from_later_version(later("meta", "{}").substr(0, 12)));
}

TEST(Rows, TheFilesOfVersionOneAreStillRead) {
  EXPECT_TRUE(unseal("meta", "chatql 1 meta 297bd0aa\n{}"));
  const std::string payload =
      R"({"id":"m","conversation":"c","kind":"message","content":"hi","writtenAt":5,"state":"queued",)"
      R"("members":[],"request":"{}"})";
  const auto entry =
      decode_outbox("chatql 1 outbox " + to_hex(crc32c(payload), 8) + "\n" + payload);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->kind, OutboxEntry::Kind::message);
  EXPECT_EQ(entry->content, "hi");
  EXPECT_TRUE(entry->message.empty());
}

TEST(Rows, EveryKindOfEntryIsReadBack) {
  using Kind = OutboxEntry::Kind;
  for (const Kind kind : {Kind::message, Kind::start_conversation, Kind::edit, Kind::remove,
                          Kind::rename, Kind::add_members, Kind::leave, Kind::mark_read}) {
    OutboxEntry entry;
    entry.kind = kind;
    entry.id = "id";
    entry.conversation = {"c"};
    entry.message = {"m"};
    entry.content = "text";
    entry.members = {{"u"}};
    entry.seq = 7;
    entry.set_aside = true;
    const auto read = decode_outbox(encode_outbox(entry));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->kind, kind);
    EXPECT_EQ(read->message, entry.message);
    EXPECT_EQ(read->seq, 7);
    EXPECT_TRUE(read->set_aside);
    EXPECT_EQ(read->members, entry.members);
  }
}

TEST(Rows, AnOutboxEntryIsReadBack) {
  OutboxEntry entry;
  entry.id = "id";
  entry.conversation = {"c"};
  entry.content = "line\nbreak \"quoted\" \U0001f600";
  entry.written_at = {1'795'504'069'123};
  entry.state = SendState::rejected;
  const auto read = decode_outbox(encode_outbox(entry));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->id, entry.id);
  EXPECT_EQ(read->conversation, entry.conversation);
  EXPECT_EQ(read->content, entry.content);
  EXPECT_EQ(read->written_at, entry.written_at);
  EXPECT_EQ(read->state, SendState::rejected);
}

TEST(Rows, AnEntryThatWasOnItsWayIsQueuedAgain) {
  OutboxEntry entry;
  entry.id = "id";
  entry.conversation = {"c"};
  entry.state = SendState::in_flight;
  EXPECT_EQ(decode_outbox(encode_outbox(entry))->state, SendState::queued);
}

TEST(Rows, AnOutboxFileHoldsTheRequestAsItWillBeSent) {
  OutboxEntry entry;
  entry.id = "id";
  entry.conversation = {"c"};
  entry.content = "hello";
  entry.written_at = {1'795'504'069'123};
  const auto file = unseal("outbox", encode_outbox(entry));
  ASSERT_TRUE(file);
  EXPECT_EQ(*file->member("request").string(), request_of(entry));
  const auto request = json::parse(request_of(entry));
  EXPECT_EQ(*request->member("operationName").string(), "CreateMessage");
  EXPECT_EQ(*request->member("variables").member("createdAt").string(), "2026-11-24T07:07:49.123Z");
}

TEST(Rows, ADamagedEntryIsSalvagedWhereItsTextCanBeRead) {
  OutboxEntry entry;
  entry.id = "id";
  entry.conversation = {"c"};
  entry.content = "hello";
  std::string file = encode_outbox(entry);
  file[file.find("hello")] = 'j';
  EXPECT_FALSE(decode_outbox(file));
  ASSERT_TRUE(salvage_outbox(file));
  EXPECT_EQ(salvage_outbox(file)->content, "jello");
  EXPECT_FALSE(salvage_outbox(file.substr(0, file.size() / 2)));
}

TEST(Rows, HeadsAreReadBackWithTheNamesOfTheirMembers) {
  Directory directory;
  directory.learn({{"u1"}, "ann"});
  ConversationRecord* record = directory.add({"c"});
  record->head.info.name = "named";
  record->head.info.members = {{"u1"}, {"u2"}};
  record->head.info.last_seq = 9;
  record->head.info.read_seq = 3;
  record->head.on_server = true;
  record->head.created_at = {77};
  record->head.server_read_seq = 3;
  record->head.last_change_seq = 8;
  record->head.change_seq = 7;
  record->head.info.receipts = {{{"u1"}, 6}, {{"u2"}, 2}};
  record->head.preview = {"", {"u1"}, {88}, 9, 7, true};
  Directory read;
  ASSERT_TRUE(decode_heads(encode_heads(directory, record->number), read));
  ASSERT_NE(read.find({"c"}), nullptr);
  EXPECT_EQ(read.find({"c"})->head, record->head);
  EXPECT_EQ(read.find({"c"})->number, record->number);
  EXPECT_EQ(read.name_of({"u1"}), "ann");
  // The next conversation does not get the number of one that has files.
  EXPECT_GT(read.add({"d"})->number, record->number);
}

TEST(Rows, TheListOfPeopleIsBounded) {
  std::vector<User> users;
  for (int i = 0; i < 5'000; ++i)
    users.push_back({{"some-quite-long-identifier-" + std::to_string(i)}, "name"});
  const std::string file = encode_people(users);
  EXPECT_LT(file.size(), 2 * people_bytes_max);
  const auto read = decode_people(file);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->front(), users.front());
  EXPECT_LT(read->size(), users.size());
}

void write(std::map<std::string, std::string>& disk, const std::vector<FileChange>& changes) {
  for (const FileChange& change : changes) {
    if (change.bytes)
      disk[change.path] = *change.bytes;
    else
      EXPECT_EQ(disk.erase(change.path), 1u) << change.path;
  }
}

TEST(Segments, GrowIntoSeveralFilesOfBoundedSize) {
  Timeline timeline;
  Segments segments;
  std::vector<FileChange> changes;
  std::map<std::string, std::string> disk;
  for (int64_t seq = 1; seq <= 500; ++seq) {
    timeline.apply(message(seq, std::string(1'000, 'x')));
    segments.mark(*timeline.take_changed());
    changes.clear();
    segments.collect({"c"}, 3, timeline, changes);
    write(disk, changes);
  }
  EXPECT_GT(disk.size(), 5u);
  EXPECT_LT(disk.size(), 12u);  // Each of them well filled.
  Timeline read;
  for (const auto& [path, bytes] : disk) {
    EXPECT_TRUE(path.starts_with("m/3/"));
    EXPECT_LE(bytes.size(), Segments::bytes_max);
    auto row = decode_segment(bytes);
    ASSERT_TRUE(row);
    read.restore(std::move(row->messages), row->known);
  }
  EXPECT_TRUE(std::ranges::equal(read.all(), timeline.all()));
  EXPECT_FALSE(read.has_older());
}

TEST(Segments, ANewMessageCostsAShortFileHoweverManyThereAre) {
  Timeline timeline;
  Segments segments;
  size_t written = 0, files = 0;
  for (int64_t seq = 1; seq <= 4'000; ++seq) {
    timeline.apply(message(seq, std::string(100, 'x')));
    segments.mark(*timeline.take_changed());
    std::vector<FileChange> changes;
    segments.collect({"c"}, 3, timeline, changes);
    for (const FileChange& change : changes) written += change.bytes ? change.bytes->size() : 0;
    files = segments.count();
  }
  EXPECT_LT(written / 4'000, 2 * Segments::tail_bytes_max);
  EXPECT_LT(files, 20u);
}

TEST(Segments, AMissingFileCostsItsStretchOnly) {
  Timeline timeline;
  Segments segments;
  std::vector<FileChange> changes;
  for (int64_t seq = 1; seq <= 200; ++seq) timeline.apply(message(seq, std::string(1'000, 'x')));
  segments.mark(*timeline.take_changed());
  segments.collect({"c"}, 3, timeline, changes);
  ASSERT_GE(changes.size(), 3u);
  Timeline read;
  for (const FileChange& change : changes) {
    if (change.path == Segments::path(3, 0)) continue;
    auto row = decode_segment(*change.bytes);
    read.restore(std::move(row->messages), row->known);
  }
  EXPECT_TRUE(read.has_older());
  EXPECT_EQ(read.shown().back().seq, 200);
  EXPECT_LT(read.shown().size(), 200u);
}

TEST(Segments, AHoleThatIsNotYetBelievedIsUnknownOnTheDisk) {
  Timeline timeline;
  Segments segments;
  timeline.answer_after(0, {{message(1), message(3)}, false}, {0});
  segments.mark(*timeline.take_changed());
  std::vector<FileChange> changes;
  segments.collect({"c"}, 3, timeline, changes);
  ASSERT_EQ(changes.size(), 1u);
  const auto row = decode_segment(*changes[0].bytes);
  ASSERT_TRUE(row);
  EXPECT_EQ(row->known, (std::vector<Interval>{{1, 1}, {3, 3}}));
}

}  // namespace
}  // namespace chat
