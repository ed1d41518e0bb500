// How a timeline lies on the disk: files of bounded size, each for a stretch of seq that its
// name tells, each complete in itself: its messages and which part of the stretch is known. A
// damaged one costs its stretch, which is then loaded again.
//
// The last file is kept short, so that a new message costs the same however many there are:
// when it has grown, it joins the one before it, and the next message starts a new one.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>
#include "core/model.h"
#include "core/ports.h"
#include "core/timeline.h"

namespace chat {

class Segments {
 public:
  static constexpr size_t bytes_max = 64 * 1024;
  static constexpr size_t tail_bytes_max = 4 * 1024;

  /// A file that was found on the disk: it holds from here to the next one's start.
  void restore(int64_t first);
  bool is_dirty() const;
  void mark(Interval changed);
  /// What must be written for all that was marked. Splits what grew too large.
  void collect(const ConversationId& conversation, uint32_t number, const Timeline& timeline,
               std::vector<FileChange>& changes);
  /// Removes every file.
  void collect_removal(uint32_t number, std::vector<FileChange>& changes);
  size_t count() const { return segments_.size(); }

  static std::string path(uint32_t number, int64_t first);

 private:
  struct Segment {
    int64_t first = 0;
    bool dirty = false;
    bool written = false;  // There is a file.
  };
  Interval range(size_t index) const;
  bool split(size_t index, const Timeline& timeline);
  std::string encode(size_t index, const ConversationId& conversation, const Timeline& timeline,
                     const IntervalSet& settled) const;
  size_t seal_tail(const ConversationId& conversation, uint32_t number, const Timeline& timeline,
                   const IntervalSet& settled, std::string& file, std::vector<FileChange>& changes);

  std::vector<Segment> segments_{{}};  // By first; the first one starts at 0.
};

}  // namespace chat
