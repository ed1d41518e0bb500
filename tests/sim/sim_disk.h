// A disk that keeps its word and nothing more: a strict batch is safe once it is answered; a
// relaxed one may be lost in a crash, but only as the last of what was written.
#pragma once
#include <deque>
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
  Files files() const {
    Files files = safe_;
    for (const auto& batch : unsafe_) apply(files, batch);
    return files;
  }
  void write(const Persist& persist) {
    unsafe_.push_back(persist.changes);
    if (persist.strict) flush();
  }
  void flush() {
    for (const auto& batch : unsafe_) apply(safe_, batch);
    unsafe_.clear();
  }
  void crash(Prng& prng) {
    const size_t kept = prng.below(unsafe_.size() + 1);
    unsafe_.resize(kept);
    flush();
  }
  void erase() {
    safe_.clear();
    unsafe_.clear();
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

  Files safe_;
  std::deque<std::vector<FileChange>> unsafe_;
};

}  // namespace chat::sim
