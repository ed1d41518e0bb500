#include "core/outbox.h"
#include <algorithm>
#include "base/check.h"

namespace chat {

size_t Outbox::message_count() const {
  return static_cast<size_t>(
      std::ranges::count(entries_, OutboxEntry::Kind::message, &OutboxEntry::kind));
}

OutboxEntry* Outbox::find(std::string_view id) {
  const auto it = std::ranges::find(entries_, id, &OutboxEntry::id);
  return it == entries_.end() ? nullptr : &*it;
}

OutboxEntry* Outbox::find(uint64_t order) {
  const auto it = std::ranges::find(entries_, order, &OutboxEntry::order);
  return it == entries_.end() ? nullptr : &*it;
}

const OutboxEntry* Outbox::start_of(const ConversationId& conversation) const {
  for (const OutboxEntry& entry : entries_)
    if (entry.kind == OutboxEntry::Kind::start_conversation && entry.conversation == conversation)
      return &entry;
  return nullptr;
}

bool Outbox::has_messages(const ConversationId& conversation) const {
  return std::ranges::any_of(entries_, [&](const OutboxEntry& entry) {
    return entry.kind == OutboxEntry::Kind::message && entry.conversation == conversation;
  });
}

OutboxEntry& Outbox::push(OutboxEntry entry) {
  CHAT_CHECK(find(entry.id) == nullptr);
  entry.order = next_order_++;
  return entries_.emplace_back(std::move(entry));
}

void Outbox::restore(OutboxEntry entry) {
  if (find(entry.id)) return;
  skip_order(entry.order);
  const auto at = std::ranges::upper_bound(entries_, entry.order, {}, &OutboxEntry::order);
  entries_.insert(at, std::move(entry));
}

void Outbox::skip_order(uint64_t order) { next_order_ = std::max(next_order_, order + 1); }

std::optional<uint64_t> Outbox::remove(std::string_view id) {
  const auto it = std::ranges::find(entries_, id, &OutboxEntry::id);
  if (it == entries_.end()) return std::nullopt;
  const uint64_t order = it->order;
  entries_.erase(it);
  return order;
}

bool Outbox::release(uint64_t batch) {
  bool released = false;
  for (OutboxEntry& entry : entries_) {
    if (entry.state != SendState::saving || entry.batch == 0 || entry.batch > batch) continue;
    entry.state = SendState::queued;
    released = true;
  }
  return released;
}

OutboxEntry* Outbox::sendable(Instant now) {
  if (in_flight() >= in_flight_max) return nullptr;
  for (OutboxEntry& entry : entries_)
    if (entry.state == SendState::queued && entry.backoff.ready(now) && is_head(entry))
      return &entry;
  return nullptr;
}

std::optional<Instant> Outbox::next_deadline() const {
  std::optional<Instant> next;
  if (in_flight() >= in_flight_max) return next;
  for (const OutboxEntry& entry : entries_) {
    if (entry.state != SendState::queued || !is_head(entry)) continue;
    if (!next || entry.backoff.not_before() < *next) next = entry.backoff.not_before();
  }
  return next;
}

void Outbox::forget_failures() {
  for (OutboxEntry& entry : entries_) entry.backoff.reset();
}

bool Outbox::is_head(const OutboxEntry& entry) const {
  const auto head = std::ranges::find(entries_, entry.conversation, &OutboxEntry::conversation);
  return head != entries_.end() && head->order == entry.order;
}

size_t Outbox::in_flight() const {
  return static_cast<size_t>(
      std::ranges::count(entries_, SendState::in_flight, &OutboxEntry::state));
}

}  // namespace chat
