#include "core/client.h"
#include <algorithm>
#include <utility>
#include "core/client_state.h"

namespace chat {

ConversationId direct_conversation_id(const UserId& a, const UserId& b) {
  const bool ascending = a.value < b.value;
  return {(ascending ? a.value : b.value) + "_" + (ascending ? b.value : a.value)};
}

bool is_direct(const ConversationId& id) { return id.value.find('_') != std::string::npos; }

const PendingChange* ConversationView::change_of(const MessageId& message) const {
  for (size_t i = changes.size(); i-- > 0;)
    if (changes[i].message == message) return &changes[i];
  return nullptr;
}

ChatClient::ChatClient(uint64_t seed) : state_(std::make_unique<State>(seed)) {}
ChatClient::~ChatClient() = default;

const AuthView& ChatClient::auth() const { return state_->auth.view(); }
const User& ChatClient::self() const { return state_->user.self; }

Connection ChatClient::connection() const { return state_->shown_connection; }

StorageTrouble ChatClient::storage_trouble() const {
  const State& s = *state_;
  if (s.store.trouble() != StorageTrouble::none) return s.store.trouble();
  if (!s.user.damaged_messages.empty()) return StorageTrouble::damaged_message;
  return s.user.damaged_data ? StorageTrouble::damaged_data : StorageTrouble::none;
}

bool ChatClient::server_trouble() const {
  return state_->server_trouble || state_->realtime.is_refused();
}

std::span<const ConversationSummary> ChatClient::conversations() const {
  state_->summarize();
  return state_->summaries;
}

bool ChatClient::conversations_loaded() const {
  return state_->user.listed || !state_->user.directory.conversations().empty();
}

std::span<const User> ChatClient::people() const {
  return state_->user.directory.people(state_->user.self.id);
}

bool ChatClient::people_loaded() const {
  return state_->user.catch_up.people.done || !people().empty();
}

bool ChatClient::has_more_people() const { return state_->user.people_next.has_value(); }

ConversationView ChatClient::conversation(const ConversationId& id) const {
  const UserData& user = state_->user;
  ConversationView view;
  if (const ConversationRecord* record = user.directory.find(id)) {
    view.title = title_of(*record, user.directory, user.self.id);
    view.is_group = !is_direct(id);
    view.members = record->head.info.members;
    view.confirmed = record->timeline.shown();
    view.receipts = record->head.info.receipts;
    view.read_seq = record->head.info.read_seq;
    view.typing = record->writers.users();
    view.has_older = record->timeline.has_older();
    view.is_cut = record->timeline.is_cut();
    view.loading_older = record->fetch.older;
    view.loaded = record->timeline.is_loaded() || !record->head.on_server;
  }
  state_->add_pending(id, view);
  return view;
}

void ChatClient::State::add_pending(const ConversationId& id, ConversationView& view) const {
  using Kind = OutboxEntry::Kind;
  // Where the conversation itself was refused, its first message tells so.
  const OutboxEntry* start = user.outbox.find(Kind::start_conversation, id);
  bool refused = start && start->state == SendState::rejected;
  const auto add = [&](const OutboxEntry& entry, PendingChange::Kind kind) {
    view.changes.push_back(
        {kind, {entry.id}, entry.message, entry.content, entry.members, entry.state});
  };
  for (const OutboxEntry& entry : user.outbox.entries()) {
    if (entry.conversation != id) continue;
    switch (entry.kind) {
      case Kind::message:
        view.pending.push_back({{entry.id},
                                entry.content,
                                entry.written_at,
                                refused ? SendState::rejected : entry.state,
                                entry.message,
                                entry.set_aside});
        refused = false;
        break;
      case Kind::edit:
        add(entry, PendingChange::Kind::edit);
        break;
      case Kind::remove:
        add(entry, PendingChange::Kind::remove);
        break;
      case Kind::rename:
        add(entry, PendingChange::Kind::rename);
        break;
      case Kind::add_members:
        add(entry, PendingChange::Kind::add_members);
        break;
      case Kind::leave:
        add(entry, PendingChange::Kind::leave);
        break;
      case Kind::start_conversation:
      case Kind::mark_read:
        break;
    }
  }
}

std::string_view ChatClient::name_of(const UserId& id) const {
  return state_->user.directory.name_of(id);
}

WallTime ChatClient::last_seen_of(const UserId& id) const {
  return state_->user.directory.last_seen_of(id);
}

std::string_view ChatClient::draft(const ConversationId& id) const {
  const ConversationRecord* record = std::as_const(state_->user.directory).find(id);
  return record ? std::string_view(record->draft) : std::string_view();
}

size_t ChatClient::unsent_count() const {
  return state_->user.outbox.unsent_count() + state_->user.damaged_messages.size();
}

uint64_t ChatClient::revision() const { return state_->revision; }

ConversationSummary ChatClient::State::summary_of(const ConversationRecord& record) const {
  ConversationSummary summary;
  summary.id = record.head.info.id;
  summary.title = title_of(record, user.directory, user.self.id);
  summary.is_group = !is_direct(summary.id);
  summary.last_content = record.head.preview.content;
  summary.last_sender = record.head.preview.sender;
  summary.last_is_deleted = record.head.preview.deleted;
  summary.last_is_mine = record.head.preview.seq > 0 && record.head.preview.sender == user.self.id;
  summary.last_at = std::max(record.head.preview.at, record.head.created_at);
  const Unread unread = unread_of(record, user.self.id);
  summary.unread = unread.count;
  summary.unread_is_exact = unread.exact;
  summary.typing = record.writers.users();
  return summary;
}

/// Titles, last lines and order of the conversations, made when somebody looks.
void ChatClient::State::summarize() {
  if (summaries_revision == revision) return;
  summaries_revision = revision;
  summaries.clear();
  for (const auto& [id, record] : user.directory.conversations())
    summaries.push_back(summary_of(record));
  for (const OutboxEntry& entry : user.outbox.entries()) {
    if (entry.kind != OutboxEntry::Kind::message) continue;
    // The summaries are still in the order of the directory: by id.
    const auto at =
        std::ranges::lower_bound(summaries, entry.conversation, {}, &ConversationSummary::id);
    if (at == summaries.end() || at->id != entry.conversation) continue;
    at->last_content = entry.content;
    at->last_sender = user.self.id;
    at->last_is_mine = true;
    at->last_is_deleted = false;
    at->last_pending = entry.state;
    at->last_at = std::max(at->last_at, entry.written_at);
  }
  std::ranges::stable_sort(summaries, std::greater(), &ConversationSummary::last_at);
}

void ChatClient::handle(const Event& event, Now now) {
  if (!state_->started && !std::get_if<Started>(&event)) return;
  if (state_->started) state_->notice_sleep(now);
  std::visit([&](const auto& e) { state_->handle(e, now); }, event);
  state_->advance(now);
}

std::string ChatClient::submit(const Intent& intent, Now now) {
  if (!state_->started || state_->store.is_closed_to_us()) return {};
  std::string id = std::visit([&](const auto& i) { return state_->submit(i, now); }, intent);
  state_->advance(now);
  return id;
}

std::optional<Effect> ChatClient::poll_effect() {
  if (state_->effects.empty()) return std::nullopt;
  Effect effect = std::move(state_->effects.front());
  state_->effects.pop_front();
  return effect;
}

std::optional<Instant> ChatClient::next_deadline() const { return state_->next_deadline(); }

}  // namespace chat
