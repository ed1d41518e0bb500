// When the disk is written, not what: one batch at a time, at once for what must not get lost,
// a little later for what can be had again. A batch that failed is kept and tried again, below
// whatever has changed since.
#pragma once
#include <algorithm>
#include <optional>
#include <string>
#include <vector>
#include "core/backoff.h"
#include "core/client.h"
#include "core/requests.h"

namespace chat {

class Store {
 public:
  enum class Phase : uint8_t {
    closed,
    opening,
    open,
    memory_only,  // The host has no disk for us.
    fenced,       // Another window writes it now.
    refused,      // A later version of the program wrote it.
  };

  static constexpr int64_t coalesce_ms = 250;

  Phase phase() const { return phase_; }
  const std::string& mount() const { return mount_; }
  bool is_ready() const { return phase_ == Phase::open || phase_ == Phase::memory_only; }
  /// Whoever has it now, this program does nothing any more.
  bool is_closed_to_us() const { return phase_ == Phase::fenced || phase_ == Phase::refused; }
  bool is_writing() const { return writing_; }
  StorageTrouble trouble() const;

  void open(const UserId& user, Context& context);
  void handle_opened(bool ok);
  void close();
  /// Nothing of it is touched.
  void refuse() { phase_ = Phase::refused; }

  /// Something changed. `strict`: somebody waits for it to be safe.
  void touch(bool strict, Instant now);
  /// What waits for more to be written with it goes now.
  void hurry(Instant now) { flush_at_ = std::min(flush_at_, now); }
  bool is_due(Instant now) const;
  /// Nobody waits when nothing can be written.
  uint64_t next_batch() const { return next_batch_; }
  void commit(std::vector<FileChange> changes, Context& context);
  /// True if `event` answers the batch on its way.
  bool handle_persisted(const Persisted& event, Context& context);
  uint64_t answered_through() const { return next_batch_ - (writing_ ? 2 : 1); }

  std::optional<Instant> next_deadline() const;

 private:
  Phase phase_ = Phase::closed;
  std::string mount_;
  bool wanted_ = false, writing_ = false;
  bool strict_ = false;          // Of the next batch.
  bool written_strict_ = false;  // Of the one on its way.
  Instant flush_at_;
  uint64_t next_batch_ = 1;
  std::vector<FileChange> written_;  // The batch on its way, or the one that failed.
  StorageTrouble failure_ = StorageTrouble::none;
  Backoff backoff_;
};

}  // namespace chat
