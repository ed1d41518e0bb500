// A person's device: one browser profile with its disk, and two windows of the program on it.
// One window works at a time, until another one takes the store over; the first may have been
// frozen meanwhile and wake up later without knowing.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "core/client.h"
#include "tests/sim/sim_disk.h"

namespace chat::sim {

/// A message that somebody typed on a device.
struct Typed {
  std::string id;
  std::string conversation;
  bool rejected_kind = false;  // The server will never take it.
  bool promised = false;       // It was shown as saved: no crash may lose it.
  bool discarded = false;
  bool excused = false;  // Lost with all that was on the device, damaged, or never saved at all.
};

struct Device {
  std::string user;  // Who sits in front of it.
  bool online = true;
  int64_t wall_offset_ms = 0;
  std::map<std::string, SimDisk> disks;  // By mount.
  std::string mount, store_user;         // Of the store that was opened last.
  std::string credential;
  std::vector<Typed> typed;
  std::vector<size_t> waiting;                 // Of `typed`: those not known to have arrived.
  std::map<std::string, size_t> newest_typed;  // Conversation -> place of the last that arrived.
  std::set<std::string> damaged_starts;        // Conversations whose first entry was damaged.
  bool outbox_damaged = false;
  size_t front = 0;  // The window that was opened last.
};

struct Window {
  size_t device = 0;
  std::unique_ptr<ChatClient> client;  // Null: closed.
  uint64_t boot = 0;
  bool frozen = false, erasing = false;
  std::deque<std::function<void()>> held;  // What happens to it when it thaws.

  std::string mount;
  uint64_t epoch = 0;  // Of its store; 0: none is open.
  bool fenced = false;
  int64_t disk_at = 0;

  uint64_t socket = 0;
  bool socket_open = false, half_open = false;
  int64_t socket_at = 0;
  std::string socket_user;
  std::map<std::string, std::string> subscribed;  // Root field -> id, once it really works.
  std::set<RequestId> cancelled;
  std::set<std::string> told;  // Messages that the server has confirmed to this window.

  std::optional<int64_t> alarm_at;
  uint64_t alarm = 0;
  int64_t last_alarm = -1;
  int alarms_at_this_instant = 0;

  std::string open;
  // What the last look saw.
  std::string seen_open;
  uint64_t seen_revision = 0, seen_look = 0;
};

}  // namespace chat::sim
