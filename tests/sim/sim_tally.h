// How often what may happen has happened: a fault that never strikes and a wish that nobody has
// test nothing.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

namespace chat::sim {

enum class Happening : uint8_t {
  // HTTP
  lost_request,
  lost_answer,
  late_answer,
  malformed_answer,
  status_401,
  status_429,
  status_500,
  done_but_502,
  error_in_200,
  field_error,
  expired_page,
  revoked_session,
  // The server's tables
  burnt_number,
  slow_write,
  dead_write,
  slow_change,
  half_done,
  // The socket
  lost_push,
  lost_within_30_s_of_ack,
  doubled_push,
  reordered_push,
  push_error,
  socket_error,
  garbage_frame,
  cut_socket,
  silent_half_open_socket,
  // The disk
  crash_before_commit,
  crash_after_commit,
  lost_relaxed_suffix,
  failed_commit,
  unknown_commit,
  quota,
  damaged_file,
  damaged_outbox_file,
  eviction,
  // The browser
  crash,
  frozen_leader_loses_store,
  takeover_from_awake_leader,
  thawed_after_takeover,
  worker_sends,
  worker_sends_what_page_sent,
  worker_killed,
  update_with_full_outbox,
  update_from_version_1,
  clock_jump,
  stopped_clock,
  offline,
  // The person
  sign_out,
  other_user,
  message,
  rejected_message,
  reply,
  edit,
  edit_of_waiting,
  edit_of_parked,
  removal,
  retry,
  discard,
  send_the_rest,
  start_of_two,
  start_of_group,
  rename,
  addition,
  departure,
  return_to_group,
  read_mark,
  typing,
  seen_typing,
  draft,
  draft_found_again,
  count,
};

class Tally {
 public:
  void add(Happening happening) { ++counts_[static_cast<size_t>(happening)]; }
  void add(const Tally& other) {
    for (size_t n = 0; n < counts_.size(); ++n) counts_[n] += other.counts_[n];
  }
  /// One line each. False if something has never happened.
  bool print() const;

 private:
  std::array<uint64_t, static_cast<size_t>(Happening::count)> counts_{};
};

}  // namespace chat::sim
