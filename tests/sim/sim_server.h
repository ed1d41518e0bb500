// The server as the contract promises it, and no better: it may take its time between giving a
// number to a message or a change and storing it, burn numbers, stop half way, and lose or repeat
// pushes. What it refuses and what it repeats unchanged is as in backend/resolvers. It decides
// nothing by chance of its own: SimWorld tells it what goes wrong.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>
#include "base/json.h"
#include "core/model.h"

namespace chat::sim {

struct ServerConversation {
  std::string name;
  std::vector<std::string> members;
  std::set<std::string> links;         // Who finds it in his list.
  std::set<std::string> ever_members;  // Whoever was one for a time.
  std::set<std::string> ever_left;
  int64_t last_seq = 0, last_change_seq = 0;
  std::map<int64_t, Message> messages;      // Stored, by seq.
  std::map<int64_t, Message> changed;       // What each change made of a message, by its number.
  std::map<int64_t, Message> originals;     // Of those that were changed, by seq.
  std::map<std::string, int64_t> seq_of;    // Message id -> seq.
  std::map<std::string, int64_t> read_seq;  // User -> how far.

  bool has_member(const std::string& user) const;
  /// What `seq` was when its last change was `change_seq`; null if it never was so.
  const Message* version(int64_t seq, int64_t change_seq) const;
};

/// What onX subscribers with one of `users` get; absent: all of them.
struct Push {
  std::string field;
  std::optional<std::vector<std::string>> users;
  std::string value;
  std::optional<std::pair<std::string, std::string>> stored{};  // Conversation and message.
};

struct Answer {
  int status = 200;
  std::string body;
  bool ok = false;          // What was asked is done.
  std::string field{};      // The root field of `data`.
  std::string confirmed{};  // The deed that it says is done.
};

class SimServer {
 public:
  static constexpr const char* rejected_content = "REJECT";
  static constexpr const char* subscription_fields[] = {
      "onInbox",   "onMessageChange", "onConversation",     "onConversationChange",
      "onReceipt", "onTyping",        "subscribeToNewUsers"};

  /// Serves one GraphQL request of `user`. Pushes that follow are put into `pushes`.
  Answer serve(const std::string& user, const std::string& body, int64_t now_ms);
  std::vector<Push> take_pushes() { return std::exchange(pushes_, {}); }
  /// Changes of messages that have been made since the last call, in order.
  std::vector<std::string> take_changes() { return std::exchange(new_changes_, {}); }

  void register_user(const std::string& user) { registered_.insert(user); }
  ServerConversation& add_conversation(const std::string& id, std::vector<std::string> members);
  /// Stores a message as if somebody else had sent it.
  void post(const std::string& conversation, const std::string& sender, const std::string& id,
            const std::string& content, int64_t now_ms);
  /// An empty text deletes it.
  void edit(const std::string& conversation, const std::string& id, const std::string& content,
            int64_t now_ms);
  void burn(const std::string& conversation) { ++conversations_.at(conversation).last_seq; }

  const std::map<std::string, ServerConversation>& conversations() const { return conversations_; }
  const ServerConversation* find(const std::string& id) const;
  bool has_stored(const std::string& conversation, const std::string& id) const;
  /// How often a deed was done, or turned out to be done or overtaken already.
  int times_done(const std::string& deed) const;
  const std::map<std::string, int64_t>& operations() const { return operations_; }

  size_t page_max = 100;      // A page may be shorter than it was asked for.
  bool forget_pages = false;  // Tokens of next pages are too old for it.
  bool forgot_page = false;   // And one was asked for.

  /// The next message or change gets its number at once but is stored only by finish_writing().
  bool write_slowly = false;
  /// The next number is burnt on the way.
  bool burn_next = false;
  /// What takes several steps ends after the first one.
  bool stop_half_way = false;
  struct Writing {
    uint64_t serial;
    std::string conversation;
    Message message;  // As it will be.
    std::string deed;
  };
  std::vector<Writing> writing;
  /// `lost`: the writer died; its number stays burnt.
  void finish_writing(uint64_t serial, bool lost, int64_t now_ms);

  // What people wish, as one text each: what times_done() counts.
  static std::string message_deed(const std::string& id) { return id; }
  static std::string edit_deed(const std::string& id, const std::string& content) {
    return "edit " + id + " " + content;
  }
  static std::string remove_deed(const std::string& id) { return "remove " + id; }
  static std::string rename_deed(const std::string& conversation, const std::string& name) {
    return "rename " + conversation + " " + name;
  }
  static std::string add_deed(const std::string& user, const std::string& conversation,
                              const std::vector<std::string>& members);
  static std::string leave_deed(const std::string& user, const std::string& conversation) {
    return "leave " + user + " " + conversation;
  }

 private:
  // sim_server.cc: messages and lists.
  Answer create_message(const std::string& user, const json::Value& variables, int64_t now_ms);
  Answer list_conversations(const std::string& user, const json::Value& variables);
  Answer messages_after(const std::string& user, const json::Value& variables);
  Answer messages_before(const std::string& user, const json::Value& variables);
  Answer list_users(const json::Value& variables);
  void store(const std::string& conversation, const Message& message);
  size_t page_size(const json::Value& variables) const;
  ServerConversation* of_member(const std::string& user, const json::Value& variables);

  // sim_server_changes.cc: what happens to messages and conversations.
  Answer change_message(const std::string& user, const json::Value& variables, bool removes,
                        int64_t now_ms);
  bool store_change(ServerConversation& conversation, const Message& message);
  void push_change(const ServerConversation& conversation, const Message& message);
  Answer changes_after(const std::string& user, const json::Value& variables);
  Answer start_conversation(const std::string& user, const json::Value& variables);
  Answer add_members(const std::string& user, const json::Value& variables);
  Answer leave(const std::string& user, const json::Value& variables);
  Answer rename(const std::string& user, const json::Value& variables);
  Answer mark_read(const std::string& user, const json::Value& variables);
  Answer send_typing(const std::string& user, const json::Value& variables);
  Answer conversation_changed(const char* field, const std::string& id, std::string deed);
  bool knows_all(const std::string& user, const std::vector<std::string>& people) const;

  std::set<std::string> registered_;
  std::map<std::string, ServerConversation> conversations_;
  std::map<std::string, int> done_;
  std::map<std::string, int64_t> operations_;
  std::vector<Push> pushes_;
  std::vector<std::string> new_changes_;
  uint64_t next_writing_ = 0;
};

}  // namespace chat::sim
