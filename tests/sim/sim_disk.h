// A disk that keeps its word and nothing more: a strict batch is safe once it is answered; a
// relaxed one may be lost in a crash, but only as the last of what was written. Whoever opened
// the store last may write it, nobody else.
#pragma once
#include <algorithm>
#include <deque>
#include <limits>
#include <map>
#include <string>
#include <vector>
#include "base/prng.h"
#include "core/ports.h"

namespace chat::sim {

class SimDisk {
 public:
  using Files = std::map<std::string, std::string>;

  /// What a program that goes on sees.
  const Files& files() const { return seen_; }
  /// The epoch of the window that opens the store now.
  uint64_t claim() { return ++epoch_; }
  uint64_t epoch() const { return epoch_; }
  /// In bytes; deletions go through on a full disk too.
  void set_quota(size_t bytes) { quota_ = bytes; }

  PersistResult write(uint64_t epoch, const Persist& persist) {
    if (epoch != epoch_) return PersistResult::fenced;
    size_t size = 0, added = 0;
    for (const auto& [path, bytes] : seen_) size += bytes.size();
    for (const FileChange& change : persist.changes)
      added += change.bytes ? change.bytes->size() : 0;
    if (added > 0 && size + added > quota_) return PersistResult::disk_full;
    apply(seen_, persist.changes);
    unsafe_.push_back(persist.changes);
    if (persist.strict) flush();
    return PersistResult::ok;
  }
  void flush() {
    for (const auto& batch : unsafe_) apply(safe_, batch);
    unsafe_.clear();
  }
  /// Power is lost: any number of the last relaxed batches never happened.
  /// True if any was lost.
  bool crash(Prng& prng) {
    const size_t kept = prng.below(unsafe_.size() + 1);
    const bool lost = kept < unsafe_.size();
    unsafe_.resize(kept);
    flush();
    seen_ = safe_;
    return lost;
  }
  /// Some bytes of one file are no longer what was written. Its path; empty if there is none.
  std::string damage(Prng& prng) {
    flush();
    if (safe_.empty()) return {};
    auto victim = safe_.begin();
    std::advance(victim, static_cast<ptrdiff_t>(prng.below(safe_.size())));
    std::string& bytes = victim->second;
    if (bytes.empty() || prng.chance(30))
      bytes.resize(prng.below(bytes.size() + 1));
    else
      bytes[prng.below(bytes.size())] ^= static_cast<char>(1 + prng.below(255));
    seen_ = safe_;
    return victim->first;
  }
  /// Another version of the program leaves them so.
  void replace(Files files) {
    unsafe_.clear();
    safe_ = seen_ = std::move(files);
  }
  /// The browser evicts the origin: whoever still has it open cannot write it any more.
  void erase() {
    safe_.clear();
    seen_.clear();
    unsafe_.clear();
    ++epoch_;
  }

 private:
  static void apply(Files& files, const std::vector<FileChange>& batch) {
    for (const FileChange& change : batch) {
      if (change.bytes)
        files[change.path] = *change.bytes;
      else
        files.erase(change.path);
    }
  }

  Files safe_, seen_;
  std::deque<std::vector<FileChange>> unsafe_;
  uint64_t epoch_ = 0;
  size_t quota_ = std::numeric_limits<size_t>::max();
};

}  // namespace chat::sim
