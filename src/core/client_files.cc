// The disk: what is written when something changed, and what a start reads back.
#include <algorithm>
#include <charconv>
#include "core/client_state.h"

namespace chat {
namespace {

constexpr size_t cached_bytes_max = 5 * 1024 * 1024;

/// The number that `text` is, all of it.
std::optional<int64_t> number_of(std::string_view text) {
  int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

struct SegmentName {
  uint32_t number = 0;
  int64_t first = 0;
};
/// Of "m/NUMBER/FIRST".
std::optional<SegmentName> segment_name(std::string_view path) {
  path.remove_prefix(2);
  const size_t slash = path.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const auto number = number_of(path.substr(0, slash));
  const auto first = number_of(path.substr(slash + 1));
  if (!number || !first || *number > UINT32_MAX / 2 || *first > seq_max) return std::nullopt;
  return SegmentName{static_cast<uint32_t>(*number), *first};
}

/// Of "o/NNNNNNNNNNNN.ob".
std::optional<uint64_t> order_of(std::string_view path) {
  if (!path.starts_with("o/") || !path.ends_with(".ob")) return std::nullopt;
  const auto order = number_of(path.substr(2, path.size() - 5));
  return order ? std::optional(static_cast<uint64_t>(*order)) : std::nullopt;
}

}  // namespace

void ChatClient::State::restore(const std::vector<File>& files, Now now) {
  user.self = {auth.user(), auth.username()};
  user.listed = true;  // Until something tells otherwise.
  std::optional<MetaRow> newest;
  bool metas_found = false;
  std::vector<std::string> metas_to_replace;
  for (const File& file : files) {
    if (is_meta_path(file.path)) {
      metas_found = true;
      auto meta = decode_meta(file.bytes);
      const bool usable = meta && meta->self.id == auth.user();
      if (usable && (!newest || newest->generation < meta->generation)) newest = *std::move(meta);
      // That of version 1 goes when the next one is written.
      if (!usable || file.path == "meta") metas_to_replace.push_back(file.path);
    } else if (file.path == people_path()) {
      const auto people = decode_people(file.bytes);
      if (!people)
        user.damaged_data = user.people_dirty = true;
      else
        for (const User& known : *people) user.directory.learn(known);
    } else if (file.path.starts_with("c/")) {
      if (decode_heads(file.bytes, user.directory)) continue;
      user.damaged_data = true;
      user.listed = false;
      user.paths_to_delete.push_back(file.path);
    }
  }
  if (newest) {
    user.self = newest->self;
    user.listed &= newest->listed;
    if (newest->listed) user.outbox.admit();  // His list was told: the server knew him.
    user.meta_generation = newest->generation;
  } else {
    user.damaged_data |= metas_found;
    user.listed = false;
    user.meta_dirty = true;
  }
  for (std::string& path : metas_to_replace) {
    user.meta_dirty = true;
    if (path != meta_path(user.meta_generation + 1))
      user.paths_to_delete.push_back(std::move(path));
  }
  user.directory.learn(user.self);
  // Now that it is known which conversation has which number.
  restore_segments(files);
  for (const File& file : files) {
    if (file.path.starts_with("o/")) restore_outbox(file);
    if (file.path.starts_with("d/")) restore_draft(file);
  }
  for (auto& [id, record] : user.directory.conversations()) {
    // A conversation that nothing here is to start is on the server, whatever its file says.
    record.head.on_server = !user.outbox.find(OutboxEntry::Kind::start_conversation, id);
    // How far he has read that the server has not heard of yet.
    if (const OutboxEntry* mark = user.outbox.find(OutboxEntry::Kind::mark_read, id))
      record.head.info.read_seq = std::max(record.head.info.read_seq, mark->seq);
  }
  if (user.damaged_data || user.meta_dirty || !user.paths_to_delete.empty())
    store.touch(false, now.monotonic);
}

/// The newest of the most lively conversations first, until the cache is as large as it may be.
void ChatClient::State::restore_segments(const std::vector<File>& files) {
  struct Candidate {
    const File* file;
    SegmentName name;
    SegmentRow row;
    ConversationRecord* record;
  };
  std::vector<Candidate> candidates;
  for (const File& file : files) {
    if (!file.path.starts_with("m/")) continue;
    const auto name = segment_name(file.path);
    auto row = decode_segment(file.bytes);
    ConversationRecord* record = name && row ? user.directory.find(row->conversation) : nullptr;
    if (record && record->number == name->number) {
      candidates.push_back({&file, *name, *std::move(row), record});
      continue;
    }
    // Its stretch is unknown again, and so is asked for when somebody looks.
    user.damaged_data = true;
    user.paths_to_delete.push_back(file.path);
  }
  std::ranges::sort(candidates, [](const Candidate& a, const Candidate& b) {
    const WallTime at_a = a.record->head.preview.at, at_b = b.record->head.preview.at;
    if (at_a != at_b) return at_a > at_b;
    if (a.name.number != b.name.number) return a.name.number < b.name.number;
    return a.name.first > b.name.first;
  });
  size_t bytes = 0;
  for (Candidate& candidate : candidates) {
    bytes += candidate.file->bytes.size();
    if (bytes > cached_bytes_max) {
      user.paths_to_delete.push_back(candidate.file->path);
      continue;
    }
    candidate.record->segments.restore(candidate.name.first);
    candidate.record->timeline.restore(std::move(candidate.row.messages), candidate.row.known);
  }
}

void ChatClient::State::restore_outbox(const File& file) {
  const auto order = order_of(file.path);
  if (!order) {
    user.damaged_messages.push_back(file.path);
    return;
  }
  auto entry = decode_outbox(file.bytes);
  const bool damaged = !entry;
  if (damaged) entry = salvage_outbox(file.bytes);
  if (!entry || user.outbox.find(entry->id)) {
    user.outbox.skip_order(*order);
    if (!entry)
      user.damaged_messages.push_back(file.path);  // It stays.
    else
      user.outbox_dirty.insert(*order);
    return;
  }
  if (damaged) entry->state = SendState::rejected;  // The user sees it, and decides.
  entry->order = *order;
  // Where the list of conversations is lost, the entry alone tells of its conversation.
  if (ConversationRecord* record = user.directory.add(entry->conversation)) {
    if (entry->kind == OutboxEntry::Kind::start_conversation && record->head.info.members.empty()) {
      record->head.info.name = entry->content;
      record->head.info.members = entry->members;
      record->head.created_at = entry->written_at;
    }
  }
  user.outbox.restore(*std::move(entry));
}

void ChatClient::State::restore_draft(const File& file) {
  const auto row = decode_draft(file.bytes);
  ConversationRecord* record = row ? user.directory.find(row->conversation) : nullptr;
  if (record && file.path == draft_path(record->number))
    record->draft = row->text;
  else
    user.paths_to_delete.push_back(file.path);
}

void ChatClient::State::touch_head(const ConversationRecord& record, Now now) {
  user.heads_dirty.insert(record.number);
  store.touch(false, now.monotonic);
}

void ChatClient::State::touch_head_if(const ConversationRecord& record,
                                      const ConversationHead& before, Now now) {
  if (record.head == before) return;
  touch_head(record, now);
  changed();
}

void ChatClient::State::touch_timeline(ConversationRecord& record, Now now) {
  const auto stretch = record.timeline.take_changed();
  if (!stretch) return;
  record.segments.mark(*stretch);
  store.touch(false, now.monotonic);
  changed();
}

void ChatClient::State::touch_entry(uint64_t order, bool strict, Now now) {
  user.outbox_dirty.insert(order);
  store.touch(strict, now.monotonic);
}

/// Everything that changed since the last call, as files.
std::vector<FileChange> ChatClient::State::collect() {
  std::vector<FileChange> changes;
  for (std::string& path : std::exchange(user.paths_to_delete, {}))
    changes.push_back({std::move(path), std::nullopt});
  for (const uint64_t order : std::exchange(user.outbox_dirty, {})) {
    FileChange& change = changes.emplace_back(FileChange{outbox_path(order), std::nullopt});
    if (OutboxEntry* entry = user.outbox.find(order)) {
      change.bytes = encode_outbox(*entry);
      entry->batch = store.next_batch();
    }
  }
  if (std::exchange(user.meta_dirty, false))
    changes.push_back({meta_path(++user.meta_generation),
                       encode_meta({user.self, user.listed, user.meta_generation})});
  if (std::exchange(user.people_dirty, false))
    changes.push_back({people_path(), encode_people(user.directory.people(user.self.id))});
  for (const ConversationId& id : std::exchange(user.drafts_dirty, {}))
    if (const ConversationRecord* record = user.directory.find(id)) {
      FileChange& change = changes.emplace_back(FileChange{draft_path(record->number), {}});
      if (!record->draft.empty()) change.bytes = encode_draft(id, record->draft);
    }
  std::set<std::string> written;
  for (const uint32_t number : std::exchange(user.heads_dirty, {}))
    if (std::string path = heads_path(number); written.insert(path).second)
      changes.push_back({std::move(path), encode_heads(user.directory, number)});
  for (auto& [id, record] : user.directory.conversations())
    if (record.segments.is_dirty())
      record.segments.collect(id, record.number, record.timeline, changes);
  return changes;
}

/// More messages than there is room for: the quietest conversations come first. What is unread is
/// counted, so it stays as long as the newest do.
void ChatClient::State::let_go(Now now) {
  size_t rows = 0;
  std::vector<ConversationRecord*> quiet;
  for (auto& [id, record] : user.directory.conversations()) {
    if (id == user.open || record.timeline.all().empty()) continue;
    rows += record.timeline.all().size();
    quiet.push_back(&record);
  }
  if (rows <= Directory::rows_max) return;
  std::ranges::stable_sort(
      quiet, {}, [](const ConversationRecord* record) { return record->head.preview.at; });
  for (const bool all : {false, true})
    for (ConversationRecord* record : quiet) {
      if (rows <= Directory::rows_max) return;
      const int64_t unread = record->head.preview.seq - record->head.info.read_seq;
      size_t kept = Directory::rows_kept;
      if (unread > 0 && unread <= CatchUp::unread_max) kept += static_cast<size_t>(unread);
      if (all) record->fetch.unread = false;  // Nobody asks for it again but to look at it.
      rows -= record->timeline.all().size();
      record->timeline.keep_newest(all ? 0 : kept);
      record->fetch.let_go = record->fetch.let_go_since_list = true;
      rows += record->timeline.all().size();
      touch_timeline(*record, now);
    }
}

/// The disk is full: what can be had again makes room for what cannot.
void ChatClient::State::evict() {
  changed();
  for (auto& [id, record] : user.directory.conversations()) {
    if (id == user.open) continue;
    std::vector<FileChange> removed;
    record.segments.collect_removal(record.number, removed);
    for (FileChange& change : removed) user.paths_to_delete.push_back(std::move(change.path));
    record.timeline = {};
    record.fetch.let_go = record.fetch.let_go_since_list = true;
  }
}

}  // namespace chat
