#include "tests/sim/sim_tally.h"
#include <cstdio>
#include <iterator>

namespace chat::sim {
namespace {

constexpr const char* names[] = {
    "lost request",
    "lost answer",
    "late answer",
    "malformed answer",
    "status 401",
    "status 429",
    "status 500",
    "done but 502",
    "error in 200",
    "field error",
    "expired page",
    "revoked session",
    "burnt number",
    "slow write",
    "dead write",
    "slow change",
    "half done",
    "lost push",
    "lost within 30 s of ack",
    "doubled push",
    "reordered push",
    "push error",
    "socket error",
    "garbage frame",
    "cut socket",
    "silent half open socket",
    "crash before commit",
    "crash after commit",
    "lost relaxed suffix",
    "failed commit",
    "unknown commit",
    "quota",
    "damaged file",
    "damaged outbox file",
    "eviction",
    "crash",
    "frozen leader loses store",
    "takeover from awake leader",
    "thawed after takeover",
    "worker sends",
    "worker sends what page sent",
    "worker killed",
    "update with full outbox",
    "update from version 1",
    "clock jump",
    "stopped clock",
    "offline",
    "sign out",
    "other user",
    "message",
    "rejected message",
    "reply",
    "edit",
    "edit of waiting",
    "edit of parked",
    "removal",
    "retry",
    "discard",
    "send the rest",
    "start of two",
    "start of group",
    "rename",
    "addition",
    "departure",
    "return to group",
    "read mark",
    "typing",
    "seen typing",
    "draft",
    "draft found again",
};
static_assert(std::size(names) == static_cast<size_t>(Happening::count));

}  // namespace

bool Tally::print() const {
  bool all = true;
  for (size_t n = 0; n < counts_.size(); ++n) {
    std::printf("%10llu %s\n", static_cast<unsigned long long>(counts_[n]), names[n]);
    all &= counts_[n] > 0;
  }
  return all;
}

}  // namespace chat::sim
