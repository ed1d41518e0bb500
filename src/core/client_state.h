// Inside the ChatClient: its parts and the functions that join them. Each group of functions
// has its own file, client_*.cc. `handle` and `submit` record facts; `advance` alone decides
// what happens next.
#pragma once
#include <deque>
#include <set>
#include <string>
#include <vector>
#include "core/auth_session.h"
#include "core/catch_up.h"
#include "core/client.h"
#include "core/directory.h"
#include "core/outbox.h"
#include "core/realtime_session.h"
#include "core/requests.h"
#include "core/rows.h"
#include "core/store.h"
#include "protocol/operations.gen.h"
#include "protocol/reply.h"

namespace chat {

/// All that belongs to one user: it goes when another one comes.
struct UserData {
  User self;
  Directory directory;
  Outbox outbox;
  CatchUp catch_up;
  ConversationId open;
  std::optional<std::string> people_next;  // Token of the next page.
  bool listed = false;                     // The list of conversations has been complete once.

  // What the disk does not know yet.
  bool meta_dirty = false, people_dirty = false;
  std::set<uint32_t> heads_dirty;   // Numbers of conversations.
  std::set<uint64_t> outbox_dirty;  // Orders of entries, gone ones included.
  std::vector<std::string> paths_to_delete;

  bool damaged_data = false;
  std::optional<Instant> damage_told_at;  // All of it is here again, and the notice was read.
  size_t damaged_messages = 0;
};

struct ChatClient::State {
  explicit State(uint64_t seed) : prng(seed) {}

  Prng prng;
  Endpoints endpoints;
  Requests requests;
  std::deque<Effect> effects;
  bool started = false, online = true, visible = true, erasing = false;
  bool server_trouble = false;
  Connection shown_connection = Connection::connecting;
  bool talking = false;  // advance() could use the network the last time it ran.
  AuthSession auth;
  Store store;
  RealtimeSession realtime;
  UserData user;
  uint64_t revision = 1;
  std::vector<ConversationSummary> summaries;
  uint64_t summaries_revision = 0;

  Context context(Now now) { return {now, prng, requests, effects, endpoints}; }
  void changed() { ++revision; }
  bool signed_in() const { return auth.view().screen == AuthScreen::signed_in; }
  bool may_talk(Now now) const;

  // client_events.cc: facts from the world.
  void handle(const Started& event, Now now);
  void handle(const HttpDone& event, Now now);
  void handle(const HttpLost& event, Now now);
  void handle(const SocketOpened& event, Now now);
  void handle(const SocketFrame& event, Now now);
  void handle(const SocketClosed& event, Now now);
  void handle(const StoreOpened& event, Now now);
  void handle(const Persisted& event, Now now);
  void handle(const UserErased& event, Now now);
  void handle(const SrpBegun& event, Now now);
  void handle(const SrpAnswered& event, Now now);
  void handle(const NetworkChanged& event, Now now);
  void handle(const VisibilityChanged& event, Now now);
  void handle(const DeadlineReached& event, Now now);
  void forget_failures();
  void set_server_trouble(bool trouble);
  void lose(const Request& request, ErrorKind kind, Now now);
  void drop_requests(Purpose first);

  // client_intents.cc: wishes of the user.
  std::string submit(const SignUp& intent, Now now);
  std::string submit(const ConfirmSignUp& intent, Now now);
  std::string submit(const ResendCode& intent, Now now);
  std::string submit(const SignIn& intent, Now now);
  std::string submit(const SignOut& intent, Now now);
  std::string submit(const StartConversation& intent, Now now);
  std::string submit(const OpenConversation& intent, Now now);
  std::string submit(const CloseConversation& intent, Now now);
  std::string submit(const LoadOlder& intent, Now now);
  std::string submit(const LoadMorePeople& intent, Now now);
  std::string submit(const SendMessage& intent, Now now);
  std::string submit(const RetrySend& intent, Now now);
  std::string submit(const DiscardSend& intent, Now now);
  std::string submit(const MarkRead& intent, Now now);
  std::string new_id();

  // client_advance.cc: the decisions.
  void advance(Now now);
  void open_store(Now now);
  void start_round(Now now);
  Connection connection_now();
  void talk(Now now);
  void ask(Now now);
  void ask_for_messages(ConversationRecord& record, Now now);
  void send(Now now);
  void mark_read(Now now);
  std::optional<Instant> next_round() const;
  std::optional<Instant> messages_due(const ConversationRecord& record) const;
  std::optional<Instant> mark_due(const ConversationRecord& record) const;
  std::optional<Instant> next_deadline() const;
  template <class Operation>
  void post(Request request, const Operation& operation, Now now);
  void post(Request request, std::string body, Now now);

  // client_replies.cc: what answers and pushes mean.
  template <class Operation>
  Result<typename Operation::Data> decode(const Result<json::Value>& data);
  void settle(const Request& request, Result<json::Value> data, Now now);
  void settle_me(const Result<json::Value>& data, Now now);
  void settle_create_user(const Result<json::Value>& data, Now now);
  void settle_conversations(const Result<json::Value>& data, Now now);
  void settle_people(const Result<json::Value>& data, Now now);
  void settle_messages(const Request& request, const Result<json::Value>& data, Now now);
  void settle_send(const Request& request, const Result<json::Value>& data, Now now);
  void settle_mark(const Request& request, const Result<json::Value>& data, Now now);
  void handle_push(Subscription subscription, const json::Value& data, Now now);
  void apply(const gql::MessageFields& fields, Now now);
  void apply(const gql::ConversationLink& link, Now now);
  void apply(const gql::ConversationFields& fields, Now now);
  void apply(const gql::UserFields& fields, Now now);
  void confirm(std::string_view id, Now now);
  void prefetch();
  void fill_screen(ConversationRecord& record);

  // client_files.cc: the disk.
  void restore(const std::vector<File>& files, Now now);
  void restore_outbox(const File& file);
  void restore_segments(const std::vector<File>& files);
  std::vector<FileChange> collect();
  void evict();
  void touch_head(const ConversationRecord& record, Now now);
  void touch_head_if(const ConversationRecord& record, const ConversationHead& before, Now now);
  void touch_timeline(ConversationRecord& record, Now now);
  void touch_entry(uint64_t order, bool strict, Now now);

  // client.cc
  void summarize();
  ConversationSummary summary_of(const ConversationRecord& record) const;
};

}  // namespace chat
