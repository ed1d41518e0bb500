#include "core/store.h"
#include <algorithm>
#include <utility>
#include "base/check.h"
#include "base/encoding.h"

namespace chat {
namespace {

/// One change for each path: the last one.
std::vector<FileChange> merged(std::vector<FileChange> failed, std::vector<FileChange> changes) {
  std::vector<FileChange> result;
  for (std::vector<FileChange>* list : {&changes, &failed})
    for (size_t i = list->size(); i-- > 0;) {
      FileChange& change = (*list)[i];
      if (std::ranges::find(result, change.path, &FileChange::path) == result.end())
        result.push_back(std::move(change));
    }
  return result;
}

}  // namespace

StorageTrouble Store::trouble() const {
  if (phase_ == Phase::fenced) return StorageTrouble::taken_over;
  if (phase_ == Phase::refused) return StorageTrouble::later_version;
  if (phase_ == Phase::memory_only) return StorageTrouble::not_saving;
  return failure_;
}

void Store::open(const UserId& user, Context& context) {
  CHAT_CHECK(!writing_);
  close();
  phase_ = Phase::opening;
  mount_ = "/u/" + to_hex(hash64(user.value), 16);
  context.effects.push_back(OpenStore{mount_});
}

void Store::handle_opened(bool ok) {
  if (phase_ == Phase::opening) phase_ = ok ? Phase::open : Phase::memory_only;
}

void Store::close() {
  const uint64_t next_batch = next_batch_;  // A late answer must not pass for a new one.
  *this = Store();
  next_batch_ = next_batch;
}

void Store::touch(bool strict, Instant now) {
  if (!wanted_) flush_at_ = now + coalesce_ms;
  wanted_ = true;
  strict_ |= strict;
  if (strict) flush_at_ = now;
}

bool Store::is_due(Instant now) const {
  const auto due = next_deadline();
  return due && *due <= now;
}

std::optional<Instant> Store::next_deadline() const {
  if (!wanted_ || writing_ || !is_ready()) return std::nullopt;
  return std::max(flush_at_, backoff_.not_before());
}

void Store::commit(std::vector<FileChange> changes, Context& context) {
  written_strict_ = std::exchange(strict_, false);
  wanted_ = false;
  written_ = merged(std::move(written_), std::move(changes));
  const uint64_t batch = next_batch_++;
  if (phase_ == Phase::memory_only || written_.empty()) return written_.clear();
  writing_ = true;
  context.effects.push_back(Persist{batch, written_, written_strict_});
}

bool Store::handle_persisted(const Persisted& event, Context& context) {
  if (!writing_ || event.batch + 1 != next_batch_) return false;
  writing_ = false;
  switch (event.result) {
    case PersistResult::ok:
      written_.clear();
      failure_ = StorageTrouble::none;
      backoff_.reset();
      return true;
    case PersistResult::fenced:
      phase_ = Phase::fenced;
      return true;
    case PersistResult::disk_full:
      failure_ = StorageTrouble::disk_full;
      break;
    case PersistResult::failed:
      failure_ = StorageTrouble::not_saving;
      break;
  }
  backoff_.fail(context.now.monotonic, context.prng);
  wanted_ = true;
  strict_ |= written_strict_;
  return true;
}

}  // namespace chat
