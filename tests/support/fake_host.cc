#include "tests/support/fake_host.h"
#include <ranges>
#include "base/check.h"
#include "base/encoding.h"

namespace chat::test {
namespace {

/// The operation of a GraphQL body, or the action of a Cognito call.
std::string operation_of(const PostHttp& post) {
  for (const auto& [name, value] : post.headers)
    if (name == "X-Amz-Target") return value.substr(value.find('.') + 1);
  const auto body = json::parse(post.body);
  const std::string* name = body ? body->member("operationName").string() : nullptr;
  return name ? *name : std::string();
}

/// "onInbox" of "subscription OnInbox { onInbox { ... } }".
std::string root_field_of(const std::string& query) {
  const size_t start = query.find('{') + 2;
  return query.substr(start, query.find(' ', start) - start);
}

std::string joined(const std::vector<std::string>& items) {
  std::string text;
  for (const std::string& item : items) text += (text.empty() ? "" : ",") + item;
  return "[" + text + "]";
}

std::string quoted(std::string_view text) { return json::Writer().value(text).take(); }

const char* state_name(SendState state) {
  switch (state) {
    case SendState::saving:
      return "saving";
    case SendState::queued:
      return "queued";
    case SendState::in_flight:
      return "in flight";
    case SendState::rejected:
      return "rejected";
  }
  return "";
}

}  // namespace

std::string token_of(const UserId& user, int serial) {
  json::Writer claims;
  claims.begin_object().member("sub", user.value).member("n", int64_t{serial}).end_object();
  return "e30." + to_base64url(claims.take()) + ".sig";
}

std::string credential_of(const UserId& user) {
  json::Writer writer;
  writer.begin_object().member("version", int64_t{1}).member("username", user.value.substr(0, 3));
  writer.member("sub", user.value).member("refreshToken", "refresh-1");
  return writer.end_object().take();
}

std::string user_json(const UserId& id, std::string_view name) {
  json::Writer writer;
  writer.begin_object().member("id", id.value).member("cognitoId", id.value);
  return writer.member("username", name).member("registered", true).end_object().take();
}

std::string message_json(const ConversationId& conversation, std::string_view id,
                         const UserId& sender, std::string_view content, int64_t seq) {
  json::Writer writer;
  writer.begin_object().member("id", id).member("conversationId", conversation.value);
  writer.member("content", content).member("createdAt", "2026-11-24T10:00:00.000Z");
  writer.member("sender", sender.value).member("isSent", true).member("seq", seq);
  writer.member("sentAt", "2026-11-24T10:00:00.000Z").key("recipients").begin_array();
  return writer.value(alice.value).value(bob.value).end_array().end_object().take();
}

std::string receipt_json(const ConversationId& conversation, const UserId& user, int64_t seq) {
  json::Writer writer;
  writer.begin_object().member("conversationId", conversation.value);
  return writer.member("userId", user.value).member("readSeq", seq).end_object().take();
}

std::string page_json(const std::vector<std::string>& messages, bool more) {
  return R"({"messages":)" + joined(messages) + R"(,"nextToken":)" + (more ? "\"more\"}" : "null}");
}

std::string conversation_link_json(const ConversationId& id, const std::vector<UserId>& members,
                                   int64_t last_seq, int64_t read_seq,
                                   const std::string& newest_message) {
  std::vector<std::string> ids, associated;
  for (const UserId& member : members) {
    ids.push_back(quoted(member.value));
    const std::string name = member.value.substr(0, member.value.find('-'));
    associated.push_back(R"({"userId":)" + quoted(member.value) + R"(,"user":)" +
                         user_json(member, name) + "}");
  }
  std::vector<std::string> newest;
  if (!newest_message.empty()) newest.push_back(newest_message);
  return R"({"conversationId":)" + quoted(id.value) + R"(,"readSeq":)" + std::to_string(read_seq) +
         R"(,"associated":)" + joined(associated) + R"(,"conversation":{"id":)" + quoted(id.value) +
         R"(,"name":"named","createdAt":"2026-11-24T09:00:00.000Z","lastSeq":)" +
         std::to_string(last_seq) + R"(,"memberIds":)" + joined(ids) + R"(,"messages":)" +
         page_json(newest) + "}}";
}

FakeHost::FakeHost(uint64_t seed) : seed_(seed) { client_.emplace(seed_); }

void FakeHost::pump() {
  while (auto effect = client_->poll_effect()) {
    if (const auto* saved = std::get_if<SaveCredential>(&*effect)) credential = saved->bytes;
    if (const auto* frame = std::get_if<SendFrame>(&*effect)) {
      const auto value = json::parse(frame->text);
      CHAT_CHECK(value.has_value());
      const std::string* id = value->member("id").string();
      const std::string* data = value->member("payload").member("data").string();
      const auto request = data ? json::parse(*data) : fail(ErrorKind::bad_data, "no request");
      const std::string* query = request ? request->member("query").string() : nullptr;
      if (id && query) subscriptions_[root_field_of(*query)] = *id;
    }
    effects_.push_back(*std::move(effect));
  }
}

void FakeHost::handle(const Event& event) {
  client_->handle(event, now);
  pump();
}

std::string FakeHost::submit(const Intent& intent) {
  std::string id = client_->submit(intent, now);
  pump();
  return id;
}

void FakeHost::pass(int64_t ms) {
  const int64_t end = now.monotonic.ms + ms, wall_offset = now.wall.ms - now.monotonic.ms;
  for (int spins = 0; const auto due = client_->next_deadline();) {
    if (due->ms > end) break;
    spins = due->ms <= now.monotonic.ms ? spins + 1 : 0;
    CHAT_CHECK(spins < 20);
    now.monotonic.ms = std::max(now.monotonic.ms, due->ms);
    now.wall.ms = now.monotonic.ms + wall_offset;
    handle(DeadlineReached{});
  }
  now.monotonic.ms = end;
  now.wall.ms = end + wall_offset;
}

void FakeHost::restart(bool online) {
  effects_.clear();
  subscriptions_.clear();
  client_.emplace(++seed_);
  start(online, user_);
}

std::optional<PostHttp> FakeHost::take_post(std::string_view operation) {
  for (auto it = effects_.begin(); it != effects_.end(); ++it) {
    const auto* post = std::get_if<PostHttp>(&*it);
    if (!post || operation_of(*post) != operation) continue;
    PostHttp found = *post;
    effects_.erase(it);
    return found;
  }
  return std::nullopt;
}

size_t FakeHost::count_posts(std::string_view operation) const {
  size_t count = 0;
  for (const Effect& effect : effects_) {
    const auto* post = std::get_if<PostHttp>(&effect);
    count += post && operation_of(*post) == operation ? 1 : 0;
  }
  return count;
}

std::optional<PostHttp> FakeHost::wait_for_post(std::string_view operation) {
  for (int i = 0; i < 1000 && count_posts(operation) == 0; ++i) pass(100);
  return take_post(operation);
}

std::string FakeHost::variable(const PostHttp& post, const char* name) {
  const auto body = json::parse(post.body);
  CHAT_CHECK(body.has_value());
  const json::Value& value = body->member("variables").member(name);
  if (const std::string* text = value.string()) return *text;
  const auto number = value.integer();
  return number ? std::to_string(*number) : "absent";
}

void FakeHost::reply(const std::optional<PostHttp>& post, const std::string& body, int status) {
  CHAT_CHECK(post.has_value());
  handle(HttpDone{post->id, status, body});
}

void FakeHost::reply_data(const std::optional<PostHttp>& post, const std::string& field,
                          const std::string& value) {
  reply(post, R"({"data":{")" + field + "\":" + value + "}}");
}

void FakeHost::reply_error(const std::optional<PostHttp>& post, const std::string& type) {
  reply(post, R"({"data":null,"errors":[{"errorType":")" + type + R"(","message":"no"}]})");
}

void FakeHost::lose(const std::optional<PostHttp>& post) {
  CHAT_CHECK(post.has_value());
  handle(HttpLost{post->id});
}

void FakeHost::disk_saves(PersistResult result) {
  const auto persist = take<Persist>();
  CHAT_CHECK(persist.has_value());
  if (result == PersistResult::ok)
    for (const FileChange& change : persist->changes) {
      if (change.bytes)
        disk[change.path] = *change.bytes;
      else
        disk.erase(change.path);
    }
  handle(Persisted{persist->batch, result});
}

void FakeHost::push(std::string_view field, const std::string& value) {
  CHAT_CHECK(subscriptions_.contains(std::string(field)));
  push_if_subscribed(field, value);
}

void FakeHost::push_if_subscribed(std::string_view field, const std::string& value) {
  const auto id = subscriptions_.find(std::string(field));
  if (id == subscriptions_.end()) return;
  handle(SocketFrame{R"({"type":"data","id":")" + id->second + R"(","payload":{"data":{")" +
                     std::string(field) + "\":" + value + "}}}"});
}

void FakeHost::start(bool online, const UserId& user) {
  user_ = user;
  if (credential.empty()) credential = credential_of(user);
  const Endpoints endpoints{"http://local/graphql", "http://local/cognito/", "eu-test-1",
                            "eu-test-1_pool", "client-id"};
  handle(Started{endpoints, credential, online});
  CHAT_CHECK(take<OpenStore>().has_value());
  StoreOpened opened{true, {}};
  for (const auto& [path, bytes] : disk) opened.files.push_back({path, bytes});
  handle(opened);
}

void FakeHost::refresh_token() {
  static int serial = 1;
  reply(take_post("GetTokensFromRefreshToken"), R"({"AuthenticationResult":{"AccessToken":")" +
                                                    token_of(user_, ++serial) +
                                                    R"(","ExpiresIn":3600,"TokenType":"Bearer"}})");
}

void FakeHost::go_live(size_t acknowledged) {
  CHAT_CHECK(take<OpenSocket>().has_value());
  handle(SocketOpened{});
  handle(SocketFrame{R"({"type":"connection_ack","payload":{"connectionTimeoutMs":300000}})"});
  const auto ids = subscriptions_;
  for (const auto& [field, id] : ids | std::views::take(acknowledged))
    handle(SocketFrame{R"({"type":"start_ack","id":")" + id + "\"}"});
}

void FakeHost::answer_round(const std::vector<std::string>& links) {
  const std::string name = user_.value.substr(0, user_.value.find('-'));
  if (auto post = take_post("GetMe")) reply_data(post, "me", user_json(user_, name));
  reply_data(
      take_post("GetConversations"), "me",
      R"({"id":"x","conversations":{"nextToken":null,"userConversations":)" + joined(links) + "}}");
  if (auto post = take_post("GetUsers"))
    reply_data(post, "users",
               R"({"nextToken":null,"users":[)" + user_json(bob, "bob") + "," +
                   user_json(carol, "carol") + "]}");
}

void FakeHost::start_live(const std::vector<std::string>& links) {
  start();
  refresh_token();
  go_live();
  answer_round(links);
}

std::string FakeHost::screen(const ConversationId& conversation) {
  const ConversationView view = client_->conversation(conversation);
  std::string text;
  const auto add = [&](const std::string& line) { text += (text.empty() ? "" : " | ") + line; };
  for (const Message& message : view.confirmed) {
    const std::string_view name = client_->name_of(message.sender);
    const bool mine = message.sender == client_->self().id;
    add((mine ? "me" : std::string(name)) + ": " + message.content);
  }
  for (const PendingMessage& pending : view.pending)
    add("me: " + std::string(pending.content) + " (" + state_name(pending.state) + ")");
  return text;
}

}  // namespace chat::test
