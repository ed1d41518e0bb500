// State as files and back. A file is one line, "chatql VERSION KIND CRC32C", and one JSON text.
// Nothing here decides; a file that cannot be read is an Error, and what that costs is up to
// the caller. Names:
//   meta.a, meta.b            who this user is: two generations, the newer whole one counts
//   people                    names from the directory, as many as fit
//   c/N                       heads of 64 conversations
//   d/N                       what is written in one conversation and not yet sent off
//   m/N/SEQ                   a stretch of the messages of one conversation (segments.h)
//   o/NNNNNNNNNNNN.ob         one outbox entry; the names sort in the order of sending
// An outbox file holds the body of its POST, so that a service worker can send it.
#pragma once
#include <string>
#include <string_view>
#include <vector>
#include "base/json.h"
#include "core/directory.h"
#include "core/outbox.h"

namespace chat {

constexpr int64_t rows_version = 2;  // 1: without edits, groups and drafts.
constexpr uint32_t conversations_per_file = 64;
constexpr size_t people_bytes_max = 60 * 1024;

/// Whole, and written by a later version of this program, which may know of things that this one
/// would destroy.
bool is_from_later_version(std::string_view file);
std::string seal(std::string_view kind, std::string_view payload);
/// The payload as JSON, if the file is whole, of this kind and of this version.
Result<json::Value> unseal(std::string_view kind, std::string_view file);

bool is_meta_path(std::string_view path);
/// Generations take turns, so that a write that fails half way leaves the one before.
std::string meta_path(int64_t generation);
struct MetaRow {
  User self;
  bool listed = false;  // The list of conversations has been complete once.
  int64_t generation = 0;
};
std::string encode_meta(const MetaRow& meta);
Result<MetaRow> decode_meta(std::string_view file);

std::string people_path();
std::string encode_people(std::span<const User> users);
Result<std::vector<User>> decode_people(std::string_view file);

std::string heads_path(uint32_t number);
/// The conversations whose numbers fall into the file of `number`.
std::string encode_heads(const Directory& directory, uint32_t number);
/// Adds them to `directory`.
Result<bool> decode_heads(std::string_view file, Directory& directory);

std::string draft_path(uint32_t number);
struct DraftRow {
  ConversationId conversation;
  std::string text;
};
std::string encode_draft(const ConversationId& conversation, std::string_view text);
Result<DraftRow> decode_draft(std::string_view file);

struct SegmentRow {
  ConversationId conversation;
  std::vector<Interval> known;
  std::vector<Message> messages;
};
std::string encode_segment(const ConversationId& conversation, std::span<const Interval> known,
                           MessageRange messages);
Result<SegmentRow> decode_segment(std::string_view file);

std::string outbox_path(uint64_t order);
std::string encode_outbox(const OutboxEntry& entry);
Result<OutboxEntry> decode_outbox(std::string_view file);
/// As decode_outbox, but trusts a file whose checksum is wrong: to show, not to send.
Result<OutboxEntry> salvage_outbox(std::string_view file);
/// The body of the POST that sends the entry.
std::string request_of(const OutboxEntry& entry);

}  // namespace chat
