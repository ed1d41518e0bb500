#include "core/outbox.h"
#include <algorithm>
#include <set>
#include <utility>
#include "base/check.h"

namespace chat {

size_t Outbox::unsent_count() const {
  return entries_.size() - static_cast<size_t>(std::ranges::count(
                               entries_, OutboxEntry::Kind::mark_read, &OutboxEntry::kind));
}

const OutboxEntry* Outbox::find(std::string_view id) const {
  const auto it = std::ranges::find(entries_, id, &OutboxEntry::id);
  return it == entries_.end() ? nullptr : &*it;
}

OutboxEntry* Outbox::find(std::string_view id) {
  return const_cast<OutboxEntry*>(std::as_const(*this).find(id));
}

OutboxEntry* Outbox::find(uint64_t order) {
  const auto it = std::ranges::lower_bound(entries_, order, {}, &OutboxEntry::order);
  return it == entries_.end() || it->order != order ? nullptr : &*it;
}

const OutboxEntry* Outbox::find(OutboxEntry::Kind kind, const ConversationId& conversation) const {
  for (const OutboxEntry& entry : entries_)
    if (entry.kind == kind && entry.conversation == conversation) return &entry;
  return nullptr;
}

OutboxEntry* Outbox::find(OutboxEntry::Kind kind, const ConversationId& conversation) {
  return const_cast<OutboxEntry*>(std::as_const(*this).find(kind, conversation));
}

OutboxEntry* Outbox::change_of(const ConversationId& conversation, const MessageId& message) {
  for (size_t i = entries_.size(); i-- > 0;)
    if (entries_[i].conversation == conversation && entries_[i].is_change_of(message))
      return &entries_[i];
  return nullptr;
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
  for (const size_t i : heads())
    if (may_go(entries_[i]) && entries_[i].backoff.ready(now)) return &entries_[i];
  return nullptr;
}

std::optional<Instant> Outbox::next_deadline() const {
  std::optional<Instant> next;
  if (in_flight() >= in_flight_max) return next;
  for (const size_t i : heads()) {
    const OutboxEntry& entry = entries_[i];
    if (!may_go(entry)) continue;
    if (!next || entry.backoff.not_before() < *next) next = entry.backoff.not_before();
  }
  return next;
}

void Outbox::forget_failures() {
  for (OutboxEntry& entry : entries_) entry.backoff.reset();
}

std::vector<size_t> Outbox::heads() const {
  using Kind = OutboxEntry::Kind;
  std::vector<size_t> heads;
  // A conversation, and whether it is its messages that wait or its read mark.
  std::set<std::pair<std::string_view, bool>> stopped;
  // One that was set aside and is tried again waits for the one that has overtaken it.
  for (const OutboxEntry& entry : entries_)
    if (entry.state == SendState::in_flight)
      stopped.insert({entry.conversation.value, entry.kind == Kind::mark_read});
  for (size_t i = 0; i < entries_.size(); ++i) {
    const OutboxEntry& entry = entries_[i];
    if (entry.set_aside) continue;
    const bool reads = entry.kind == Kind::mark_read;
    if (stopped.insert({entry.conversation.value, reads}).second) heads.push_back(i);
    if (entry.kind == Kind::start_conversation) stopped.insert({entry.conversation.value, true});
  }
  return heads;
}

bool Outbox::may_go(const OutboxEntry& entry) const {
  if (entry.kind == OutboxEntry::Kind::start_conversation && !admitted_) return false;
  return entry.state == SendState::queued;
}

size_t Outbox::in_flight() const {
  return static_cast<size_t>(
      std::ranges::count(entries_, SendState::in_flight, &OutboxEntry::state));
}

}  // namespace chat
