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
#include "core/outbox.h"
#include "tests/sim/sim_disk.h"

namespace chat::sim {

/// What somebody said or wished on a device, in order: what the outbox holds until it is done.
struct Typed {
  OutboxEntry::Kind kind = OutboxEntry::Kind::message;
  std::string id{};  // Of the entry.
  std::string conversation{};
  std::string message{};  // Which one is edited, deleted or answered.
  std::string content{};  // The text, or the name.
  std::string deed{};     // As the server counts it.
  int done_before = 0;
  bool rejected_kind = false;  // The server will never take it.
  bool promised = false;       // It was shown as saved: no crash may lose it.
  bool discarded = false;      // Also by what was wished later.
  bool excused = false;  // Lost with all that was on the device, damaged, or never saved at all.
  bool loose = false;    // Parked, and the user let others overtake it.
};

/// What was written into a field and not sent off. Any of `texts` may be what a start finds: those
/// before the last were written too shortly before for the disk to be sure of the next one.
struct Draft {
  struct Version {
    std::string text;
    int64_t written_ms;
    bool saves = false;  // The disk took what it was told to when this was written.
  };
  std::vector<Version> versions;
};

struct Device {
  std::string user;  // Who sits in front of it.
  bool online = true;
  int64_t wall_offset_ms = 0;
  std::optional<int64_t> wall_stopped_ms;  // Since when the clock on the wall stands still.
  std::map<std::string, SimDisk> disks;    // By mount.
  std::string mount, store_user;           // Of the store that was opened last.
  std::string credential;
  std::vector<Typed> typed;
  std::vector<size_t> waiting;                 // Of `typed`: those not known to be done.
  std::map<std::string, size_t> newest_typed;  // Conversation -> place of the last that arrived.
  std::map<std::string, size_t> newest_edit;   // Message -> place of the last that was done.
  std::map<std::string, Draft> drafts;         // By conversation.
  std::set<std::string> started;               // Conversations.
  int64_t stopped_ms = 0;                      // When a window of it ended last.
  int64_t disk_trouble_ms = 0;                 // When its disk did not do what it was told last.
  int64_t changes_at_ms = 0;                   // When the last wish arrives that must not overtake.
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
  uint64_t epoch = 0;         // Of its store; 0: none is open.
  uint64_t erased_epoch = 0;  // Of its store when that was erased.
  bool fenced = false;
  int64_t disk_at = 0;

  uint64_t socket = 0;
  bool socket_open = false, half_open = false;
  int64_t socket_at = 0;
  std::string socket_user;
  std::map<std::string, std::string> subscribed;  // Root field -> id, once it really works.
  std::map<std::string, int64_t> acknowledged;    // Root field -> when it was said to work.
  std::set<RequestId> cancelled;
  std::set<std::string> told;  // Deeds that the server has confirmed to this window.
  // Conversation -> message -> its last change that was shown.
  std::map<std::string, std::map<std::string, int64_t>> changes_seen;

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
