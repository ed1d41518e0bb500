// Several devices, one server, a bad network, disks that lose their last writes, and one seed
// for all of it: time, chance and I/O come from here, so a failing seed replays exactly. Each
// run first draws which faults there are at all (swarm testing), then lets them strike, then
// heals everything and demands that nothing promised is missing, doubled or out of order.
//
// The invariants, by the names that the checks use:
//   I1   what was shown as saved is never absent, whatever crashes
//   I2   the server stores each id once, and every queued one in the end
//   I3   the server's order of one's own messages is the order of writing
//   I4   nothing overtakes a parked entry
//   I5   who lost the store writes nothing any more, and says nothing
//   I6   in the end every screen shows what the server has
//   I7   nothing is on a screen twice, or out of order
//   I8   unread counts are exact, or marked as not
//   I9   every state of the disk can be started from, and a second start changes nothing
//   I10  signing out leaves nothing
//   I11  what was confirmed is not sent again
//   I12  one seed is one trace
//   I13  nothing is shown that the server never said; what is changed never changes back
//   I14  what a device wished of a message or a group is done in its order, and the last holds
//   I15  nobody sees a conversation that he was never in, nor keeps one that he has left
//   I16  a field finds again what was written in it
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <string>
#include <vector>
#include "base/prng.h"
#include "core/client.h"
#include "tests/sim/sim_device.h"
#include "tests/sim/sim_faults.h"
#include "tests/sim/sim_server.h"
#include "tests/sim/sim_tally.h"
#include "tests/sim/sim_trace.h"

namespace chat::sim {

class SimWorld {
 public:
  static constexpr int64_t epoch_ms = 1'790'000'000'000;  // Of the server's clock at the start.

  SimWorld(uint64_t seed, bool log);
  /// Ends the program at a broken invariant.
  void run();

  size_t message_count() const;
  int64_t simulated_ms() const { return now_ms_; }
  uint64_t trace() const { return trace_.hash(); }
  const Tally& tally() const { return tally_; }

 private:
  struct Scheduled {
    int64_t at_ms;
    uint64_t order;
    std::function<void()> run;
  };
  struct Token {
    std::string user;
    int64_t ends_ms = 0;
  };

  // sim_world.cc: time, chance, and the life of windows.
  void make_history();
  void heal();
  void schedule(int64_t delay_ms, std::function<void()> run);
  /// For a window: not if it is closed by then, and not before it thaws.
  void later(size_t w, int64_t delay_ms, std::function<void()> run);
  void tell(size_t w, Event event, int64_t delay_ms = 0);
  void run_until(int64_t end_ms);
  int64_t latency_ms();
  /// It is drawn, and it counts that it struck.
  bool strikes(uint64_t percent, Happening happening) {
    const bool struck = prng_.chance(percent);
    if (struck) tally_.add(happening);
    return struck;
  }
  int64_t some(int64_t limit) { return static_cast<int64_t>(prng_.below(uint64_t(limit))); }
  Now now(const Window& window) const;
  Device& device_of(const Window& window) { return devices_[window.device]; }
  const Device& device_of(const Window& window) const { return devices_[window.device]; }
  bool leads(const Window& window) const;
  void boot(size_t w);
  void close(size_t w);
  void crash(size_t d);
  void damage(size_t d);
  void evict(size_t d);
  void take_over(size_t d);
  void thaw(size_t w);
  void restart_what_is_dead(size_t d);
  void set_online(size_t d, bool online);
  void handle(size_t w, const Event& event);
  void submit(size_t w, const Intent& intent, std::string* id = nullptr);
  void drain(size_t w);
  void log(const std::string& line) const;
  void log_event(size_t w, const Event& event) const;
  void log_effect(size_t w, const Effect& effect) const;

  // sim_people.cc: what people do with their browsers.
  void act();
  void act_in(size_t w);
  void strike(size_t d);
  void open_some_conversation(size_t w);
  void open_if_none_is(size_t w);
  std::string some_conversation(size_t w);
  void make_older(size_t d);
  void sign_in_if_asked(size_t w);
  void sign_out(size_t w);
  void forget_all(Device& device);

  // sim_wishes.cc: what people say and want.
  void type_messages(size_t w);
  void edit_message(size_t w);
  void remove_message(size_t w);
  void decide_about_rejected(size_t w);
  void rename_parked(size_t w, const std::string& old_id, const Typed& edit);
  void discard_message(size_t w, const std::string& id);
  void start_conversation(size_t w);
  void change_group(size_t w);
  void leave_group(size_t w);
  void write_draft(size_t w);
  void read_what_is_shown(size_t w);
  Typed& note(size_t w, Typed typed);
  Typed* typed(const std::string& id);
  void discard_typed(size_t w, const std::string& conversation);
  bool is_done(const Typed& typed) const {
    return server_.times_done(typed.deed) > typed.done_before;
  }
  bool may_be_refused(const Device& device, const Typed& typed) const;
  std::string some_own_message(size_t w);

  // sim_io.cc, sim_socket.cc: what the effects of a window lead to.
  void trace_effect(size_t w, const Effect& effect);
  void perform(size_t w, const PostHttp& post);
  void perform(size_t w, const CancelHttp& effect) { windows_[w].cancelled.insert(effect.id); }
  void perform(size_t w, const OpenSocket& effect);
  void perform(size_t w, const SendFrame& effect);
  void perform(size_t w, const CloseSocket& effect);
  void perform(size_t w, const OpenStore& effect);
  void perform(size_t w, const Persist& effect);
  void perform(size_t w, const EraseUser& effect);
  void perform(size_t w, const SaveCredential& effect);
  void perform(size_t w, const BeginSrp& effect);
  void perform(size_t w, const AnswerSrp& effect);
  void commit(size_t w, const Persist& persist);
  Answer serve_graphql(const std::string& token, const std::string& body);
  Answer serve_tables(const std::string& user, const std::string& body);
  Answer spoil(Answer answer);
  Answer serve_cognito(const PostHttp& post);
  Answer give_tokens(const std::string& user, bool with_refresh_token);
  std::string mint_token(const std::string& user);
  std::string owner_of(const std::string& token) const;
  void serve_frame(size_t w, uint64_t socket, const std::string& text);
  void keep_alive(size_t w, uint64_t socket);
  void to_socket(size_t w, uint64_t socket, std::string text, bool in_order = true);
  void deliver_news();
  void deliver_push(const Push& push);
  void cut_socket(size_t w);
  /// Sends what the outbox on the disk holds, with no page's help.
  void service_worker_runs(size_t d);
  void worker_posts(std::string token, std::deque<std::string> bodies);

  // sim_checks.cc: what must hold at every step.
  void check_step(size_t w);
  void check_promises(size_t w);
  void check_screen(Window& window, const ConversationView& view) const;
  void check_pending(const Window& window, const ConversationView& view);
  void check_changes(const Window& window, const ConversationView& view);
  void check_post(size_t w, const std::string& body);
  void check_stored(const std::string& conversation, const std::string& id);
  void check_edited(const std::string& deed);
  void check_draft(size_t w, const std::string& conversation, Draft& draft);
  static std::optional<SendState> shown_state(const ConversationView& view, const Typed& typed);
  void check_summaries(size_t w) const;
  void check_opened(size_t w);
  void check_signed_out(size_t w) const;
  void check_recovery(size_t d) const;
  std::string screen_of(const ChatClient& client, const std::string& conversation) const;

  // sim_last_checks.cc: what must hold when all faults have stopped.
  void check_everything();
  void load_everything(size_t w);
  void check_whole_screen(size_t w, const std::string& conversation);
  void check_unread(size_t w);
  void check_typed(size_t d);
  void check_conversations(size_t w);
  void check_last_wishes() const;
  void check_restart(size_t w);

  Prng prng_;
  bool log_;
  Faults faults_;
  bool healed_ = false;
  int64_t now_ms_ = 0;
  uint64_t next_order_ = 0;
  std::vector<Scheduled> queue_;  // A heap, the next one first.
  SimServer server_;
  std::vector<std::string> users_;
  std::deque<Device> devices_;
  std::deque<Window> windows_;                         // 2n and 2n + 1 are those of device n.
  std::map<std::string, Token> tokens_;                // Access tokens.
  std::map<std::string, std::string> refresh_tokens_;  // -> user.
  std::map<std::string, std::pair<size_t, size_t>> typed_by_;  // Id -> device, place in `typed`.
  std::map<std::string, std::pair<size_t, size_t>> edits_;     // The same, by deed.
  int64_t token_life_ms_ = 3'600'000;
  bool rotate_tokens_ = false;
  bool tells_date_ = false;  // Answers have a date that the page may read.
  uint64_t serial_ = 0;
  SimTrace trace_;
  Tally tally_;
};

}  // namespace chat::sim
