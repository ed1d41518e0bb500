// Inside the ChatClient: its parts and the functions that join them. Each group of functions
// has its own file, client_*.cc. `handle` and `submit` record facts; `advance` alone decides
// what happens next.
#pragma once
#include <deque>
#include <set>
#include <string>
#include <vector>
#include "core/analytics.h"
#include "core/auth_session.h"
#include "core/catch_up.h"
#include "core/client.h"
#include "core/directory.h"
#include "core/outbox.h"
#include "core/realtime_session.h"
#include "core/requests.h"
#include "core/rows.h"
#include "core/store.h"
#include "protocol/codec.h"
#include "protocol/operations.gen.h"
#include "protocol/reply.h"

namespace chat {

/// All that belongs to one user: it goes when another one comes.
struct UserData {
  User self;
  Directory directory;
  Outbox outbox;
  CatchUp catch_up;
  Analytics analytics;
  ConversationId open;
  std::optional<std::string> people_next;  // Token of the next page.
  bool listed = false;                     // The list of conversations has been complete once.

  // What the disk does not know yet.
  bool meta_dirty = false, people_dirty = false;
  int64_t meta_generation = 0;
  std::set<uint32_t> heads_dirty;  // Numbers of conversations.
  std::set<ConversationId> drafts_dirty;
  std::set<uint64_t> outbox_dirty;  // Orders of entries, gone ones included.
  std::vector<std::string> paths_to_delete;

  bool damaged_data = false;
  ConversationId typing_in;  // The user has typed there, and nobody was told yet.
  bool here = false;         // The server should hear that the user is here.
  std::optional<Instant> here_told_at;
  std::optional<Instant> damage_told_at;      // All of it is here again, and the notice was read.
  std::vector<std::string> damaged_messages;  // Files that nobody can read.
};

/// Of a server's date; 0 where it is none.
WallTime time_or_zero(const std::optional<std::string>& text);
/// The message, if it has all that a timeline needs.
std::optional<Message> message_of(const gql::MessageFields& fields);

struct ChatClient::State {
  explicit State(uint64_t seed) : prng(seed) {}

  Prng prng;
  Endpoints endpoints;
  Requests requests;
  std::deque<Effect> effects;
  bool started = false, online = true, visible = true, erasing = false;
  bool server_trouble = false;
  Now last_now;
  Connection shown_connection = Connection::connecting;
  bool talking = false;  // advance() could use the network the last time it ran.
  AuthSession auth;
  Store store;
  std::optional<Instant> store_sure_at;  // When the disk last said that it is still ours.
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
  void notice_sleep(Now now);
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
  std::string submit(const StartGroup& intent, Now now);
  std::string submit(const RenameConversation& intent, Now now);
  std::string submit(const AddMembers& intent, Now now);
  std::string submit(const LeaveConversation& intent, Now now);
  std::string submit(const OpenConversation& intent, Now now);
  std::string submit(const CloseConversation& intent, Now now);
  std::string submit(const LoadOlder& intent, Now now);
  std::string submit(const LoadMorePeople& intent, Now now);
  std::string submit(const SendMessage& intent, Now now);
  std::string submit(const EditMessage& intent, Now now);
  std::string submit(const DeleteMessage& intent, Now now);
  std::string submit(const RetrySend& intent, Now now);
  std::string submit(const DiscardSend& intent, Now now);
  std::string submit(const SendTheRest& intent, Now now);
  std::string submit(const MarkRead& intent, Now now);
  std::string submit(const Typing& intent, Now now);
  std::string submit(const SaveDraft& intent, Now now);
  std::string submit(const DismissDamage& intent, Now now);
  std::string new_id();
  bool may_change(const ConversationId& conversation, const MessageId& message) const;
  std::string push_entry(OutboxEntry entry, bool strict, Now now);
  void rewrite_entry(OutboxEntry& entry, std::string content, Now now);
  std::optional<OutboxEntry> wish(OutboxEntry::Kind kind, const ConversationId& id) const;
  OutboxEntry* unsendable(const MessageId& id);
  void set_aside(const OutboxEntry& parked, bool aside, Now now);
  void drop_changes_of(const OutboxEntry& message, Now now);
  std::string start(ConversationId id, std::string name, std::vector<UserId> members, Now now);
  void drop_entry(std::string_view id, Now now);
  void forget_conversation(ConversationId id, Now now);
  void part_from(const ConversationId& id, Now now);
  void forget_unlisted(Now now);

  // client_advance.cc: the decisions.
  void advance(Now now);
  void open_store(Now now);
  void start_round(Now now);
  Connection connection_now();
  void talk(Now now);
  void ask(Now now);
  void send(Now now);
  bool must_be_sure_of_store(const OutboxEntry& entry, Now now) const;
  void tell(Now now);
  void report(Now now);
  void count(const char* event, std::string id, Now now);
  std::optional<Instant> next_round() const;
  std::optional<Instant> next_deadline() const;
  template <class Operation>
  void post(Request request, const Operation& operation, Now now) {
    post(std::move(request), gql::request_body(operation), now);
  }
  void post(Request request, std::string body, Now now);

  // client_replies.cc: what answers and pushes mean.
  /// An answer that is not what the schema promises counts as trouble of the server.
  template <class Operation>
  Result<typename Operation::Data> decode(const Result<json::Value>& data) {
    if (!data) return std::unexpected(data.error());
    auto decoded = gql::decode<Operation>(*data);
    if (!decoded) set_server_trouble(true);
    return decoded;
  }
  void settle(const Request& request, Result<json::Value> data, Now now);
  void settle_me(const Result<json::Value>& data, Now now);
  void settle_create_user(const Result<json::Value>& data, Now now);
  void settle_conversations(const Result<json::Value>& data, Now now);
  void settle_people(const Result<json::Value>& data, Now now);
  void handle_push(Subscription subscription, const json::Value& data, Now now);
  void apply(const gql::MessageFields& fields, Now now);
  void apply(const gql::ConversationLink& link, Now now);
  void apply(const gql::ConversationFields& fields, Now now);
  void apply(const gql::UserFields& fields, Now now);
  void apply(const gql::ReceiptFields& fields, Now now);
  void apply(const gql::TypingFields& fields, Now now);
  void meet(const gql::MemberFields& fields, Now now);
  void note_read(ConversationRecord& record, const UserId& reader, int64_t seq);

  // client_history.cc: what is to be asked about messages, and the answers.
  struct Question {
    Purpose purpose;
    std::optional<int64_t> seq;
    int64_t count;
  };
  std::optional<Question> question(const ConversationRecord& record, Instant now) const;
  std::optional<Instant> messages_due(const ConversationRecord& record) const;
  std::optional<Interval> unread_gap(const ConversationRecord& record) const;
  void ask_for_messages(ConversationRecord& record, Now now);
  void note_refusal(const Result<json::Value>& data);
  void settle_messages(const Request& request, const Result<json::Value>& data, Now now);
  void settle_changes(const Request& request, const Result<json::Value>& data, Now now);
  void prefetch();
  void fill_screen(ConversationRecord& record);

  // client_sent.cc: what came of an entry of the outbox.
  void settle_send(const Request& request, const Result<json::Value>& data, Now now);
  std::optional<ErrorKind> take_answer(const OutboxEntry& entry, const Result<json::Value>& data,
                                       Now now);
  void park(OutboxEntry& entry, Now now);
  void confirm(const std::string& id, Now now);
  void settle_events(const Result<json::Value>& data, Now now);

  // client_files.cc: the disk.
  void restore(const std::vector<File>& files, Now now);
  void restore_outbox(const File& file);
  void restore_draft(const File& file);
  void restore_segments(const std::vector<File>& files);
  std::vector<FileChange> collect();
  void evict();
  void let_go(Now now);
  void touch_head(const ConversationRecord& record, Now now);
  void touch_head_if(const ConversationRecord& record, const ConversationHead& before, Now now);
  void touch_timeline(ConversationRecord& record, Now now);
  void touch_entry(uint64_t order, bool strict, Now now);

  // client.cc
  void summarize();
  void add_pending(const ConversationId& id, ConversationView& view) const;
  ConversationSummary summary_of(const ConversationRecord& record) const;
};

}  // namespace chat
