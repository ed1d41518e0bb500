#include "core/rows.h"
#include <algorithm>
#include <charconv>
#include <utility>
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

int64_t seq_or_zero(const json::Value& object, const char* key) {
  return chat::seq_or_zero(integer_or(object, key, 0));
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

std::string header_of(int64_t version, std::string_view kind) {
  return std::string(magic) + std::to_string(version) + " " + std::string(kind) + " ";
}

/// The version in the header; 0: not a file of this program.
int64_t version_of(std::string_view file) {
  if (!file.starts_with(magic)) return 0;
  file = file.substr(magic.size(), file.find(' ', magic.size()) - magic.size());
  int64_t version = 0;
  const auto [end, error] = std::from_chars(file.data(), file.data() + file.size(), version);
  return error == std::errc() && end == file.data() + file.size() ? version : 0;
}

/// The header without its checksum, and what follows the header.
struct Sealed {
  int64_t version = 0;
  std::string_view header, checksum, payload;

  bool is_whole() const {
    // Version 1 left its header out.
    const std::string covered = (version == 1 ? "" : std::string(header)) + std::string(payload);
    return from_hex(checksum) == crc32c(covered);
  }
};
Result<Sealed> split_file(std::string_view file) {
  Sealed sealed;
  sealed.version = version_of(file);
  const size_t line = file.find('\n');
  if (sealed.version < 1) return fail(ErrorKind::bad_data, "not a file of this program");
  if (line == std::string_view::npos || line < checksum_digits)
    return fail(ErrorKind::bad_data, "torn");
  sealed.header = file.substr(0, line - checksum_digits);
  sealed.checksum = file.substr(line - checksum_digits, checksum_digits);
  sealed.payload = file.substr(line + 1);
  return sealed;
}

/// The file, if it is of this kind and of a version that this program can read.
Result<Sealed> split_file(std::string_view kind, std::string_view file) {
  CHAT_TRY(const Sealed sealed, split_file(file));
  const std::string header = header_of(sealed.version, kind);
  if (sealed.version > rows_version) return fail(ErrorKind::bad_data, "a later version");
  if (sealed.header != header) return fail(ErrorKind::bad_data, "another kind");
  return sealed;
}

constexpr std::pair<OutboxEntry::Kind, std::string_view> kind_names[] = {
    {OutboxEntry::Kind::message, "message"}, {OutboxEntry::Kind::start_conversation, "start"},
    {OutboxEntry::Kind::edit, "edit"},       {OutboxEntry::Kind::remove, "delete"},
    {OutboxEntry::Kind::rename, "rename"},   {OutboxEntry::Kind::add_members, "add"},
    {OutboxEntry::Kind::leave, "leave"},     {OutboxEntry::Kind::mark_read, "read"},
};

Result<OutboxEntry> read_outbox(const json::Value& value) {
  OutboxEntry entry;
  CHAT_TRY(entry.id, json::string(value, "id"));
  CHAT_TRY(entry.conversation.value, json::string(value, "conversation"));
  CHAT_TRY(entry.content, json::string(value, "content"));
  CHAT_TRY(entry.written_at.ms, json::integer(value, "writtenAt"));
  CHAT_TRY(const std::string kind, json::string(value, "kind"));
  CHAT_TRY(const std::string state, json::string(value, "state"));
  if (entry.id.empty() || entry.conversation.empty()) return fail(ErrorKind::bad_data, "no id");
  const auto known = std::ranges::find(kind_names, kind, [](const auto& p) { return p.second; });
  if (known == std::end(kind_names)) return fail(ErrorKind::bad_data, "kind");
  entry.kind = known->first;
  entry.message = {text_or_empty(value, "message")};
  entry.members = read_users(value.member("members"));
  entry.seq = seq_or_zero(value, "seq");
  entry.state = state == "rejected" ? SendState::rejected : SendState::queued;
  entry.set_aside = value.member("setAside").boolean().value_or(false);
  return entry;
}

void write_receipts(json::Writer& writer, std::span<const Receipt> receipts) {
  writer.key("receipts").begin_array();
  for (const Receipt& receipt : receipts)
    writer.begin_object().member("id", receipt.user.value).member("seq", receipt.seq).end_object();
  writer.end_array();
}

/// What is not there is left out: most messages are neither answers nor changed.
void write_message(json::Writer& writer, const Message& message) {
  writer.begin_object().member("id", message.id.value).member("sender", message.sender.value);
  writer.member("content", message.content).member("seq", message.seq);
  writer.member("sentAt", message.sent_at.ms);
  if (!message.reply_to.empty()) writer.member("replyTo", message.reply_to.value);
  if (message.edited_at.ms != 0) writer.member("editedAt", message.edited_at.ms);
  if (message.deleted_at.ms != 0) writer.member("deletedAt", message.deleted_at.ms);
  if (message.change_seq != 0) writer.member("changeSeq", message.change_seq);
  writer.end_object();
}

void write_head(json::Writer& writer, const ConversationRecord& record,
                const Directory& directory) {
  const Conversation& info = record.head.info;
  writer.begin_object().member("id", info.id.value).member("number", int64_t{record.number});
  writer.member("name", info.name).member("createdAt", record.head.created_at.ms);
  writer.member("onServer", record.head.on_server).member("lastSeq", info.last_seq);
  writer.member("serverReadSeq", record.head.server_read_seq);
  writer.member("lastChangeSeq", record.head.last_change_seq);
  writer.member("changeSeq", record.head.change_seq);
  write_receipts(writer, info.receipts);
  writer.key("members").begin_array();
  for (const UserId& id : info.members) {
    writer.begin_object().member("id", id.value);
    writer.member("name", directory.name_of(id)).end_object();
  }
  writer.end_array();
  const Preview& preview = record.head.preview;
  writer.key("preview").begin_object().member("content", preview.content);
  writer.member("sender", preview.sender.value).member("at", preview.at.ms);
  writer.member("seq", preview.seq).member("changeSeq", preview.change_seq);
  writer.member("deleted", preview.deleted).end_object().end_object();
}

void read_head(const json::Value& value, Directory& directory) {
  ConversationRecord* record = directory.add({text_or_empty(value, "id")});
  if (!record) return;
  record->number = static_cast<uint32_t>(integer_or(value, "number", record->number));
  directory.reserve_number(record->number);
  record->head.info.name = text_or_empty(value, "name");
  record->head.created_at.ms = integer_or(value, "createdAt", 0);
  record->head.on_server = value.member("onServer").boolean().value_or(true);
  record->head.info.last_seq = seq_or_zero(value, "lastSeq");
  note_own_read(record->head, seq_or_zero(value, "serverReadSeq"));
  record->head.last_change_seq = seq_or_zero(value, "lastChangeSeq");
  record->head.change_seq = seq_or_zero(value, "changeSeq");
  record->fetch.changes_through = record->head.change_seq;
  for (const json::Value& receipt : value.member("receipts").items())
    note_receipt(*record, {text_or_empty(receipt, "id")}, seq_or_zero(receipt, "seq"));
  for (const json::Value& member : value.member("members").items()) {
    const User user{{text_or_empty(member, "id")}, text_or_empty(member, "name")};
    record->head.info.members.push_back(user.id);
    directory.learn(user);
  }
  const json::Value& preview = value.member("preview");
  record->head.preview = {
      text_or_empty(preview, "content"), {text_or_empty(preview, "sender")},
      {integer_or(preview, "at", 0)},    seq_or_zero(preview, "seq"),
      seq_or_zero(preview, "changeSeq"), preview.member("deleted").boolean().value_or(false)};
}

}  // namespace

bool is_from_later_version(std::string_view file) {
  const auto sealed = split_file(file);
  return sealed && sealed->version > rows_version && sealed->is_whole();
}

std::string seal(std::string_view kind, std::string_view payload) {
  std::string file = header_of(rows_version, kind);
  const size_t checksum = file.size();
  file += payload;
  return file.insert(checksum, to_hex(crc32c(file), checksum_digits) + "\n");
}

Result<json::Value> unseal(std::string_view kind, std::string_view file) {
  CHAT_TRY(const Sealed sealed, split_file(kind, file));
  if (!sealed.is_whole()) return fail(ErrorKind::bad_data, "wrong checksum");
  return json::parse(sealed.payload);
}

bool is_meta_path(std::string_view path) {
  return path == "meta" || path == meta_path(0) || path == meta_path(1);  // The first: version 1.
}

std::string meta_path(int64_t generation) { return generation % 2 == 0 ? "meta.a" : "meta.b"; }

std::string encode_meta(const MetaRow& meta) {
  json::Writer writer;
  writer.begin_object().member("id", meta.self.id.value).member("name", meta.self.name);
  writer.member("listed", meta.listed).member("generation", meta.generation);
  return seal("meta", writer.end_object().take());
}

Result<MetaRow> decode_meta(std::string_view file) {
  CHAT_TRY(const json::Value value, unseal("meta", file));
  MetaRow meta;
  CHAT_TRY(meta.self.id.value, json::string(value, "id"));
  CHAT_TRY(meta.self.name, json::string(value, "name"));
  meta.listed = value.member("listed").boolean().value_or(false);
  meta.generation = seq_or_zero(value, "generation");
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

std::string draft_path(uint32_t number) { return "d/" + std::to_string(number); }

std::string encode_draft(const ConversationId& conversation, std::string_view text) {
  json::Writer writer;
  writer.begin_object().member("conversation", conversation.value).member("text", text);
  return seal("draft", writer.end_object().take());
}

Result<DraftRow> decode_draft(std::string_view file) {
  CHAT_TRY(const json::Value value, unseal("draft", file));
  DraftRow row;
  CHAT_TRY(row.conversation.value, json::string(value, "conversation"));
  CHAT_TRY(row.text, json::string(value, "text"));
  return row;
}

std::string encode_segment(const ConversationId& conversation, std::span<const Interval> known,
                           MessageRange messages) {
  json::Writer writer;
  writer.begin_object().member("conversation", conversation.value).key("known").begin_array();
  for (const Interval& part : known)
    writer.begin_array().value(part.first).value(part.last).end_array();
  writer.end_array().key("messages").begin_array();
  for (const Message& message : messages) write_message(writer, message);
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
    message.reply_to = {text_or_empty(item, "replyTo")};
    message.edited_at = {integer_or(item, "editedAt", 0)};
    message.deleted_at = {integer_or(item, "deletedAt", 0)};
    message.change_seq = seq_or_zero(item, "changeSeq");
    row.messages.push_back(std::move(message));
  }
  return row;
}

std::string outbox_path(uint64_t order) { return "o/" + padded(order, 12) + ".ob"; }

std::string encode_outbox(const OutboxEntry& entry) {
  const auto kind =
      std::ranges::find(kind_names, entry.kind, [](const auto& p) { return p.first; });
  json::Writer writer;
  writer.begin_object().member("id", entry.id).member("conversation", entry.conversation.value);
  writer.member("kind", kind->second).member("content", entry.content);
  writer.member("message", entry.message.value).member("seq", entry.seq);
  writer.member("writtenAt", entry.written_at.ms);
  writer.member("state", entry.state == SendState::rejected ? "rejected" : "queued");
  writer.member("setAside", entry.set_aside);
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
  using Kind = OutboxEntry::Kind;
  const std::string& conversation = entry.conversation.value;
  std::vector<std::string> members;
  for (const UserId& id : entry.members) members.push_back(id.value);
  switch (entry.kind) {
    case Kind::message:
      return gql::request_body(gql::CreateMessage{
          entry.content, conversation, to_iso8601(entry.written_at), entry.id,
          entry.message.empty() ? std::nullopt : std::optional(entry.message.value)});
    case Kind::start_conversation:
      return gql::request_body(gql::StartConversation{conversation, members, entry.content});
    case Kind::edit:
      return gql::request_body(gql::EditMessage{conversation, entry.message.value, entry.content});
    case Kind::remove:
      return gql::request_body(gql::DeleteMessage{conversation, entry.message.value});
    case Kind::rename:
      return gql::request_body(gql::RenameConversation{conversation, entry.content});
    case Kind::add_members:
      return gql::request_body(gql::AddMembers{conversation, members});
    case Kind::leave:
      return gql::request_body(gql::LeaveConversation{conversation});
    case Kind::mark_read:
      return gql::request_body(gql::MarkRead{conversation, entry.seq});
  }
  return {};
}

}  // namespace chat
