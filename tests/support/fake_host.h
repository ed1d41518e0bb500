// One client with a world of clay: time moves when the test says so, the disk is a map, and
// the network answers what the test answers.
#pragma once
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/json.h"
#include "core/client.h"

namespace chat::test {

inline const UserId alice{"alice-sub"}, bob{"bob-sub"}, carol{"carol-sub"};

/// A JSON Web Token of which only "sub" means anything.
std::string token_of(const UserId& user, int serial = 1);
/// What SaveCredential would have kept.
std::string credential_of(const UserId& user);

// JSON of the server, for replies and pushes.
std::string user_json(const UserId& id, std::string_view name);
std::string message_json(const ConversationId& conversation, std::string_view id,
                         const UserId& sender, std::string_view content, int64_t seq);
std::string receipt_json(const ConversationId& conversation, const UserId& user, int64_t seq);
/// {"messages":[...],"nextToken":...}
std::string page_json(const std::vector<std::string>& messages, bool more = false);
std::string conversation_link_json(const ConversationId& id, const std::vector<UserId>& members,
                                   int64_t last_seq, int64_t read_seq,
                                   const std::string& newest_message = "");

class FakeHost {
 public:
  explicit FakeHost(uint64_t seed = 1);

  ChatClient& client() { return *client_; }
  std::map<std::string, std::string> disk;
  Now now{{1'000}, {1'700'000'000'000}};

  // --- Driving --------------------------------------------------------------------------
  void handle(const Event& event);
  std::string submit(const Intent& intent);
  /// Lets time pass, with every deadline on the way.
  void pass(int64_t ms);
  /// The program ends and starts again with what the disk and the credential hold.
  void restart(bool online = true);

  // --- What the client asked for ----------------------------------------------------------
  template <class T>
  std::optional<T> take() {
    for (auto it = effects_.begin(); it != effects_.end(); ++it)
      if (const T* found = std::get_if<T>(&*it)) {
        T effect = *found;
        effects_.erase(it);
        return effect;
      }
    return std::nullopt;
  }
  template <class T>
  bool has() const {
    for (const Effect& effect : effects_)
      if (std::get_if<T>(&effect)) return true;
    return false;
  }
  /// The first POST of this GraphQL operation or Cognito call.
  std::optional<PostHttp> take_post(std::string_view operation);
  size_t count_posts(std::string_view operation) const;
  /// Lets time pass until there is one.
  std::optional<PostHttp> wait_for_post(std::string_view operation);
  static std::string variable(const PostHttp& post, const char* name);

  // --- How the world answers --------------------------------------------------------------
  void reply(const std::optional<PostHttp>& post, const std::string& body, int status = 200);
  /// {"data":{field:value}}
  void reply_data(const std::optional<PostHttp>& post, const std::string& field,
                  const std::string& value);
  void reply_error(const std::optional<PostHttp>& post, const std::string& type);
  void lose(const std::optional<PostHttp>& post);
  /// The batch on its way is on the disk.
  void disk_saves(PersistResult result = PersistResult::ok);
  void push(std::string_view field, const std::string& value);
  void push_if_subscribed(std::string_view field, const std::string& value);

  // --- Whole stretches --------------------------------------------------------------------
  /// A signed-in user with an open store; nothing of the network yet.
  void start(bool online = true, const UserId& user = alice);
  /// The access token comes.
  void refresh_token();
  /// The socket opens, and so many subscriptions are acknowledged: all of them.
  void go_live(size_t acknowledged = SIZE_MAX);
  /// start, go_live, and a server that knows `links` and two people.
  void start_live(const std::vector<std::string>& links);
  /// Answers what a round of catching up asks: the user, his conversations, the people.
  void answer_round(const std::vector<std::string>& links);

  /// "bob: hi | me: hello (saving)": confirmed and pending messages as one line.
  std::string screen(const ConversationId& conversation);

  std::string credential;

 private:
  void pump();
  std::string subscription_id(std::string_view field) const;

  std::optional<ChatClient> client_;
  UserId user_ = alice;
  uint64_t seed_;
  std::deque<Effect> effects_;
  std::map<std::string, std::string> subscriptions_;  // Root field -> id.
};

}  // namespace chat::test
