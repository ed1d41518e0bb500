#include "core/rows.h"
#include "base/calendar.h"
#include "base/crc32c.h"
#include "base/encoding.h"
#include "protocol/codec.h"
#include "protocol/operations.gen.h"

namespace chat {
namespace {

constexpr std::string_view magic = "chatql ";
constexpr size_t checksum_digits = 8;

std::string padded(uint64_t number, size_t digits) {
  std::string text = std::to_string(number);
  if (text.size() < digits) text.insert(0, digits - text.size(), '0');
  return text;
}

std::string text_or_empty(const json::Value& object, const char* key) {
  const std::string* text = object.member(key).string();
  return text ? *text : std::string();
}

int64_t integer_or(const json::Value& object, const char* key, int64_t fallback) {
  return object.member(key).integer().value_or(fallback);
}

void write_users(json::Writer& writer, const char* key, std::span<const UserId> ids) {
  writer.key(key).begin_array();
  for (const UserId& id : ids) writer.value(id.value);
  writer.end_array();
}

std::vector<UserId> read_users(const json::Value& list) {
  std::vector<UserId> ids;
  for (const json::Value& item : list.items())
    if (const std::string* id = item.string()) ids.push_back({*id});
  return ids;
}

/// The header without its checksum, and what follows the header.
struct Sealed {
  std::string_view header, checksum, payload;
};
Result<Sealed> split_file(std::string_view kind, std::string_view file) {
  const std::string header =
      std::string(magic) + std::to_string(rows_version) + " " + std::string(kind) + " ";
  const size_t start = header.size() + checksum_digits + 1;
  if (!file.starts_with(magic)) return fail(ErrorKind::bad_data, "not a file of this program");
  if (!file.starts_with(header)) return fail(ErrorKind::bad_data, "another version or kind");
  if (file.size() < start || file[start - 1] != '\n') return fail(ErrorKind::bad_data, "torn");
  return Sealed{file.substr(0, header.size()), file.substr(header.size(), checksum_digits),
                file.substr(start)};
}

Result<OutboxEntry> read_outbox(const json::Value& value) {
  OutboxEntry entry;
  CHAT_TRY(entry.id, json::string(value, "id"));
  CHAT_TRY(entry.conversation.value, json::string(value, "conversation"));
  CHAT_TRY(entry.content, json::string(value, "content"));
  CHAT_TRY(entry.written_at.ms, json::integer(value, "writtenAt"));
  CHAT_TRY(const std::string kind, json::string(value, "kind"));
  CHAT_TRY(const std::string state, json::string(value, "state"));
  if (entry.id.empty() || entry.conversation.empty()) return fail(ErrorKind::bad_data, "no id");
  if (kind == "start")
    entry.kind = OutboxEntry::Kind::start_conversation;
  else if (kind != "message")
    return fail(ErrorKind::bad_data, "kind");
  entry.members = read_users(value.member("members"));
  entry.state = state == "rejected" ? SendState::rejected : SendState::queued;
  return entry;
}

void write_head(json::Writer& writer, const ConversationRecord& record,
                const Directory& directory) {
  const Conversation& info = record.head.info;
  writer.begin_object().member("id", info.id.value).member("number", int64_t{record.number});
  writer.member("name", info.name).member("createdAt", record.head.created_at.ms);
  writer.member("onServer", record.head.on_server).member("lastSeq", info.last_seq);
  writer.member("readSeq", info.read_seq).member("markedSeq", record.head.marked_seq);
  writer.member("serverReadSeq", record.head.server_read_seq);
  writer.key("members").begin_array();
  for (const UserId& id : info.members) {
    writer.begin_object().member("id", id.value);
    writer.member("name", directory.name_of(id)).end_object();
  }
  writer.end_array();
  const Preview& preview = record.head.preview;
  writer.key("preview").begin_object().member("content", preview.content);
  writer.member("sender", preview.sender.value).member("at", preview.at.ms);
  writer.member("seq", preview.seq).end_object().end_object();
}

void read_head(const json::Value& value, Directory& directory) {
  ConversationRecord* record = directory.add({text_or_empty(value, "id")});
  if (!record) return;
  record->number = static_cast<uint32_t>(integer_or(value, "number", record->number));
  directory.reserve_number(record->number);
  record->head.info.name = text_or_empty(value, "name");
  record->head.created_at.ms = integer_or(value, "createdAt", 0);
  record->head.on_server = value.member("onServer").boolean().value_or(true);
  record->head.info.last_seq = integer_or(value, "lastSeq", 0);
  record->head.info.read_seq = integer_or(value, "readSeq", 0);
  record->head.marked_seq = integer_or(value, "markedSeq", 0);
  record->head.server_read_seq = integer_or(value, "serverReadSeq", 0);
  for (const json::Value& member : value.member("members").items()) {
    const User user{{text_or_empty(member, "id")}, text_or_empty(member, "name")};
    record->head.info.members.push_back(user.id);
    directory.learn(user);
  }
  const json::Value& preview = value.member("preview");
  record->head.preview = {text_or_empty(preview, "content"),
                          {text_or_empty(preview, "sender")},
                          {integer_or(preview, "at", 0)},
                          integer_or(preview, "seq", 0)};
}

}  // namespace

std::string seal(std::string_view kind, std::string_view payload) {
  std::string file(magic);
  file += std::to_string(rows_version) + " ";
  file += kind;
  file += " " + to_hex(crc32c(payload), checksum_digits) + "\n";
  file += payload;
  return file;
}

Result<json::Value> unseal(std::string_view kind, std::string_view file) {
  CHAT_TRY(const Sealed sealed, split_file(kind, file));
  if (from_hex(sealed.checksum) != crc32c(sealed.payload))
    return fail(ErrorKind::bad_data, "wrong checksum");
  return json::parse(sealed.payload);
}

std::string meta_path() { return "meta"; }

std::string encode_meta(const MetaRow& meta) {
  json::Writer writer;
  writer.begin_object().member("id", meta.self.id.value).member("name", meta.self.name);
  writer.member("listed", meta.listed);
  return seal("meta", writer.end_object().take());
}

Result<MetaRow> decode_meta(std::string_view file) {
  CHAT_TRY(const json::Value value, unseal("meta", file));
  MetaRow meta;
  CHAT_TRY(meta.self.id.value, json::string(value, "id"));
  CHAT_TRY(meta.self.name, json::string(value, "name"));
  meta.listed = value.member("listed").boolean().value_or(false);
  return meta;
}

std::string people_path() { return "people"; }

std::string encode_people(std::span<const User> users) {
  json::Writer writer;
  size_t bytes = 0;
  writer.begin_array();
  for (const User& user : users) {
    bytes += user.id.value.size() + user.name.size() + 20;
    if (bytes > people_bytes_max) break;
    writer.begin_object().member("id", user.id.value).member("name", user.name).end_object();
  }
  return seal("people", writer.end_array().take());
}

Result<std::vector<User>> decode_people(std::string_view file) {
  CHAT_TRY(const json::Value value, unseal("people", file));
  std::vector<User> users;
  for (const json::Value& item : value.items())
    users.push_back({{text_or_empty(item, "id")}, text_or_empty(item, "name")});
  return users;
}

std::string heads_path(uint32_t number) {
  return "c/" + std::to_string(number / conversations_per_file);
}

std::string encode_heads(const Directory& directory, uint32_t number) {
  json::Writer writer;
  writer.begin_array();
  for (const auto& [id, record] : directory.conversations())
    if (record.number / conversations_per_file == number / conversations_per_file)
      write_head(writer, record, directory);
  return seal("heads", writer.end_array().take());
}

Result<bool> decode_heads(std::string_view file, Directory& directory) {
  CHAT_TRY(const json::Value value, unseal("heads", file));
  for (const json::Value& item : value.items()) read_head(item, directory);
  return true;
}

std::string encode_segment(const ConversationId& conversation, std::span<const Interval> known,
                           std::span<const Message> messages) {
  json::Writer writer;
  writer.begin_object().member("conversation", conversation.value).key("known").begin_array();
  for (const Interval& part : known)
    writer.begin_array().value(part.first).value(part.last).end_array();
  writer.end_array().key("messages").begin_array();
  for (const Message& message : messages) {
    writer.begin_object().member("id", message.id.value).member("sender", message.sender.value);
    writer.member("content", message.content).member("seq", message.seq);
    writer.member("sentAt", message.sent_at.ms).end_object();
  }
  return seal("messages", writer.end_array().end_object().take());
}

Result<SegmentRow> decode_segment(std::string_view file) {
  CHAT_TRY(const json::Value value, unseal("messages", file));
  SegmentRow row;
  CHAT_TRY(row.conversation.value, json::string(value, "conversation"));
  for (const json::Value& part : value.member("known").items()) {
    const auto& ends = part.items();
    const auto first = ends.size() == 2 ? ends[0].integer() : std::nullopt;
    const auto last = ends.size() == 2 ? ends[1].integer() : std::nullopt;
    if (!first || !last) return fail(ErrorKind::bad_data, "known: expected pairs");
    row.known.push_back({*first, *last});
  }
  for (const json::Value& item : value.member("messages").items()) {
    Message message;
    message.conversation = row.conversation;
    CHAT_TRY(message.id.value, json::string(item, "id"));
    CHAT_TRY(message.sender.value, json::string(item, "sender"));
    CHAT_TRY(message.content, json::string(item, "content"));
    CHAT_TRY(message.seq, json::integer(item, "seq"));
    CHAT_TRY(message.sent_at.ms, json::integer(item, "sentAt"));
    row.messages.push_back(std::move(message));
  }
  return row;
}

std::string outbox_path(uint64_t order) { return "o/" + padded(order, 12) + ".ob"; }

std::string encode_outbox(const OutboxEntry& entry) {
  const bool is_message = entry.kind == OutboxEntry::Kind::message;
  json::Writer writer;
  writer.begin_object().member("id", entry.id).member("conversation", entry.conversation.value);
  writer.member("kind", is_message ? "message" : "start").member("content", entry.content);
  writer.member("writtenAt", entry.written_at.ms);
  writer.member("state", entry.state == SendState::rejected ? "rejected" : "queued");
  write_users(writer, "members", entry.members);
  writer.member("request", request_of(entry));
  return seal("outbox", writer.end_object().take());
}

Result<OutboxEntry> decode_outbox(std::string_view file) {
  CHAT_TRY(const json::Value value, unseal("outbox", file));
  return read_outbox(value);
}

Result<OutboxEntry> salvage_outbox(std::string_view file) {
  CHAT_TRY(const Sealed sealed, split_file("outbox", file));
  CHAT_TRY(const json::Value value, json::parse(sealed.payload));
  return read_outbox(value);
}

std::string request_of(const OutboxEntry& entry) {
  if (entry.kind == OutboxEntry::Kind::message)
    return gql::request_body(gql::CreateMessage{entry.content, entry.conversation.value,
                                                to_iso8601(entry.written_at), entry.id});
  std::vector<std::string> members;
  for (const UserId& id : entry.members) members.push_back(id.value);
  return gql::request_body(
      gql::StartConversation{entry.conversation.value, members, entry.content});
}

}  // namespace chat
