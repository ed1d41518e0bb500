// What may go wrong in one run. Each run draws first how hostile its world is, then which faults
// there are at all, then how often they strike: a fault that is always there hides what another
// one would show.
#pragma once
#include <cstdint>
#include "base/prng.h"

namespace chat::sim {

/// In percent of the occasions.
struct Faults {
  // HTTP
  uint64_t lost_request = 0, lost_answer = 0, slow = 0, malformed = 0;
  uint64_t server_error = 0, error_in_200 = 0, field_error = 0, throttled = 0;
  uint64_t early_expiry = 0, revoked = 0, expired_page = 0;
  // The server's tables
  uint64_t burnt = 0, slow_write = 0, half_done = 0;
  // The socket
  uint64_t lost_push = 0, doubled_push = 0, reordered_push = 0, push_error = 0;
  uint64_t half_open = 0, late_subscription = 0, socket_error = 0, garbage_frame = 0;
  // The disk
  uint64_t failed_commit = 0, unknown_commit = 0, crash_at_commit = 0;
  uint64_t full_disk = 0, damage = 0, eviction = 0;
  // The browser
  uint64_t crash = 0, freeze = 0, takeover = 0, worker = 0, update = 0, clock_jump = 0;
  uint64_t clock_stop = 0;
  // The person
  uint64_t sign_out = 0, other_user = 0;

  static Faults draw(Prng& prng) {
    const uint64_t hostility = prng.below(101);
    const auto up_to = [&](uint64_t most) {
      const bool exists = prng.chance(hostility);
      const uint64_t percent = 1 + prng.below(most);
      return exists ? percent : 0;
    };
    Faults faults;
    for (uint64_t* fault :
         {&faults.lost_request, &faults.lost_answer, &faults.slow, &faults.server_error,
          &faults.error_in_200, &faults.field_error, &faults.throttled, &faults.burnt,
          &faults.slow_write, &faults.half_done, &faults.lost_push, &faults.doubled_push,
          &faults.reordered_push, &faults.push_error, &faults.half_open, &faults.late_subscription,
          &faults.expired_page})
      *fault = up_to(30);
    for (uint64_t* fault : {&faults.malformed, &faults.failed_commit, &faults.unknown_commit,
                            &faults.early_expiry, &faults.revoked})
      *fault = up_to(15);
    for (uint64_t* fault : {&faults.garbage_frame, &faults.crash_at_commit}) *fault = up_to(3);
    for (uint64_t* fault :
         {&faults.crash, &faults.freeze, &faults.takeover, &faults.worker, &faults.update,
          &faults.clock_jump, &faults.clock_stop, &faults.socket_error, &faults.full_disk})
      *fault = up_to(6);
    for (uint64_t* fault : {&faults.damage, &faults.eviction}) *fault = up_to(20);
    faults.sign_out = up_to(2);
    faults.other_user = faults.sign_out > 0 ? prng.below(101) : 0;
    return faults;
  }
};

}  // namespace chat::sim
