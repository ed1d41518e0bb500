// The server as the contract promises it, and no better: it may take its time between giving a
// number to a message and storing it, burn numbers, and lose or repeat pushes. It decides
// nothing by chance of its own: SimWorld tells it what goes wrong.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>
#include "base/json.h"
#include "core/model.h"

namespace chat::sim {

struct ServerConversation {
  std::string name;
  std::vector<std::string> members;
  int64_t last_seq = 0;
  std::map<int64_t, Message> messages;      // Stored, by seq.
  std::map<std::string, int64_t> seq_of;    // Message id -> seq; also of those being written.
  std::map<std::string, int64_t> read_seq;  // User -> how far.
};

/// What onX subscribers with one of `users` get; all of them when empty.
struct Push {
  std::string field;
  std::vector<std::string> users;
  std::string value;
  std::optional<std::pair<std::string, std::string>> stored{};  // Conversation and message.
};

struct Answer {
  int status = 200;
  std::string body;
  bool ok = false;          // What was asked is done.
  std::string field{};      // The root field of `data`.
  std::string confirmed{};  // The message that it says is stored.
};

class SimServer {
 public:
  static constexpr const char* rejected_content = "REJECT";
  static constexpr const char* subscription_fields[] = {"onInbox", "onConversation",
                                                        "subscribeToNewUsers"};

  /// Serves one GraphQL request of `user`. Pushes that follow are put into `pushes`.
  Answer serve(const std::string& user, const std::string& body, int64_t now_ms);
  std::vector<Push> take_pushes() { return std::exchange(pushes_, {}); }

  void add_user(const std::string& user) { users_.insert(user); }
  ServerConversation& add_conversation(const std::string& id, std::vector<std::string> members);
  /// Stores a message as if somebody else had sent it.
  void post(const std::string& conversation, const std::string& sender, const std::string& id,
            const std::string& content, int64_t now_ms);
  void burn(const std::string& conversation) { ++conversations_.at(conversation).last_seq; }

  const std::map<std::string, ServerConversation>& conversations() const { return conversations_; }
  /// Stored, or being written.
  bool has(const std::string& conversation, const std::string& id) const;
  bool has_stored(const std::string& conversation, const std::string& id) const;

  size_t page_max = 100;      // A page may be shorter than it was asked for.
  bool forget_pages = false;  // Tokens of next pages are too old for it.

  /// The next message gets its number at once but is stored only by finish_writing().
  bool write_slowly = false;
  /// The next message's number is burnt on the way.
  bool burn_next = false;
  struct Writing {
    std::string conversation;
    Message message;
  };
  std::vector<Writing> writing;
  /// `lost`: the writer died; its number stays burnt.
  void finish_writing(const std::string& id, bool lost);

 private:
  Answer create_message(const std::string& user, const json::Value& variables, int64_t now_ms);
  Answer start_conversation(const std::string& user, const json::Value& variables);
  Answer list_conversations(const std::string& user, const json::Value& variables);
  Answer messages_after(const std::string& user, const json::Value& variables);
  Answer messages_before(const std::string& user, const json::Value& variables);
  Answer list_users(const json::Value& variables);
  Answer mark_read(const std::string& user, const json::Value& variables);
  void store(const std::string& conversation, const Message& message);
  size_t page_size(const json::Value& variables) const;
  ServerConversation* of_member(const std::string& user, const json::Value& variables);

  std::set<std::string> users_;
  std::set<std::string> registered_;
  std::map<std::string, ServerConversation> conversations_;
  std::vector<Push> pushes_;
};

}  // namespace chat::sim
