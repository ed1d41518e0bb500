// Several devices, one server, a bad network, disks that lose their last writes, and one seed
// for all of it: time, chance and I/O come from here, so a failing seed replays exactly. Each
// run first draws which faults there are at all (swarm testing), then lets them strike, then
// heals everything and demands that nothing promised is missing, doubled or out of order.
#pragma once
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <queue>
#include <set>
#include <string>
#include <vector>
#include "base/prng.h"
#include "core/client.h"
#include "tests/sim/sim_disk.h"
#include "tests/sim/sim_server.h"

namespace chat::sim {

/// In percent; drawn for each run.
struct Faults {
  uint64_t lost_request = 0, lost_answer = 0, slow = 0;
  uint64_t server_error = 0, error_in_200 = 0, throttled = 0, malformed = 0;
  uint64_t lost_push = 0, doubled_push = 0, reordered_push = 0;
  uint64_t half_open = 0, late_subscription = 0, socket_error = 0;
  uint64_t burnt = 0, slow_write = 0;
  uint64_t disk_failure = 0, revoked = 0, early_expiry = 0;
};

/// A message that somebody typed on a device.
struct Typed {
  std::string id;
  std::string conversation;
  bool rejected_kind = false;  // The server will never take it.
  bool promised = false;       // It was shown as saved: no crash may lose it.
  bool discarded = false;
};

struct Device {
  std::string user;
  std::optional<ChatClient> client;
  SimDisk disk;
  std::string credential;
  std::string refresh_token;
  bool online = true, half_open = false;
  uint64_t boot = 0, socket = 0, timer = 0;
  bool socket_open = false;
  std::map<std::string, std::string> subscribed;  // Root field -> id, once it really works.
  std::string access_token;
  int64_t wall_offset_ms = 0;
  int64_t disk_at = 0, socket_at = 0;
  bool disk_has_failed = false;  // It sends what it could not save: no promise about its order.
  int64_t last_alarm = -1;
  int alarms_at_this_instant = 0;
  std::string open;
  std::vector<Typed> typed;
  std::string seen_open;
  uint64_t seen_revision = 0;
  uint64_t seen_screen = 0;
};

class SimWorld {
 public:
  SimWorld(uint64_t seed, bool log);
  /// Ends the program at a broken invariant.
  void run();

  size_t message_count() const;
  int64_t simulated_ms() const { return now_ms_; }

 private:
  struct Scheduled {
    int64_t at_ms;
    uint64_t order;
    std::function<void()> run;
    bool operator<(const Scheduled& other) const {
      return at_ms != other.at_ms ? at_ms > other.at_ms : order > other.order;
    }
  };

  // sim_world.cc: time, chance and the user.
  void draw_faults();
  void make_history();
  void act();
  void heal();
  void type_messages(size_t i);
  void decide_about_rejected(size_t i);
  void start_conversation(size_t i);
  void open_some_conversation(size_t i);
  void read_what_is_shown(size_t i);
  std::string some_conversation(size_t i);
  void sign_in_if_asked(size_t i);
  void set_online(size_t i, bool online);
  void submit(size_t i, const Intent& intent, std::string* id = nullptr);
  void schedule(int64_t delay_ms, std::function<void()> run);
  void run_until(int64_t end_ms);
  int64_t latency_ms();
  Now now(const Device& device) const;
  void log(const std::string& line) const;

  // sim_io.cc: what the effects of a device lead to.
  void boot(size_t i);
  void crash(size_t i);
  void handle(size_t i, const Event& event);
  void log_event(size_t i, const Event& event) const;
  void log_effect(size_t i, const Effect& effect) const;
  void drain(size_t i);
  void perform(size_t i, const PostHttp& post);
  void perform(size_t i, const CancelHttp&) { (void)i; }
  void perform(size_t i, const OpenSocket& effect);
  void perform(size_t i, const SendFrame& effect);
  void perform(size_t i, const CloseSocket& effect);
  void perform(size_t i, const OpenStore& effect);
  void perform(size_t i, const Persist& effect);
  void perform(size_t i, const EraseUser& effect);
  void perform(size_t i, const SaveCredential& effect);
  void perform(size_t i, const BeginSrp& effect);
  void perform(size_t i, const AnswerSrp& effect);
  Answer serve_graphql(size_t i, const PostHttp& post);
  Answer serve_cognito(size_t i, const PostHttp& post);
  Answer give_tokens(Device& device, bool with_refresh_token);
  bool takes_token(const std::string& user, const std::string& token) const;
  void serve_frame(size_t i, uint64_t socket, const std::string& text);
  void keep_alive(size_t i, uint64_t socket);
  void to_socket(size_t i, uint64_t socket, std::string text, bool in_order = true);
  void deliver_pushes();
  void cut_socket(size_t i);

  // sim_checks.cc: what must hold.
  void check_promises(size_t i);
  void check_revision(size_t i);
  void check_order_at_server(size_t i, const std::string& body);
  void check_everything();
  void load_everything(size_t i);
  void check_screen(size_t i, const std::string& conversation);
  void check_unread(size_t i);
  void check_typed(size_t i);
  void check_restart(size_t i);
  std::string screen_of(const ChatClient& client, const std::string& conversation) const;
  uint64_t visible_state(const Device& device) const;

  Prng prng_;
  bool log_;
  bool healed_ = false;
  Faults faults_;
  int64_t now_ms_ = 0;
  uint64_t next_order_ = 0;
  std::priority_queue<Scheduled> queue_;
  SimServer server_;
  std::vector<std::string> users_;
  std::deque<Device> devices_;
  std::map<std::string, int64_t> token_ends_ms_;       // Access token -> end of its life.
  std::map<std::string, std::string> refresh_tokens_;  // Refresh token -> user.
  int64_t token_life_ms_ = 3'600'000;
  bool rotate_tokens_ = false;
  uint64_t serial_ = 0;
};

}  // namespace chat::sim
