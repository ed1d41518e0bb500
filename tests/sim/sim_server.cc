#include "tests/sim/sim_server.h"
#include <algorithm>
#include <charconv>
#include "base/calendar.h"
#include "base/check.h"

namespace chat::sim {
namespace {

std::string text_of(const json::Value& object, const char* key) {
  const std::string* text = object.member(key).string();
  return text ? *text : std::string();
}

size_t page_start(const json::Value& variables) {
  const std::string token = text_of(variables, "after");
  size_t start = 0;
  std::from_chars(token.data(), token.data() + token.size(), start);
  return start;
}

void write_strings(json::Writer& writer, const std::vector<std::string>& items) {
  writer.begin_array();
  for (const std::string& item : items) writer.value(item);
  writer.end_array();
}

void write_message(json::Writer& writer, const Message& message,
                   const std::vector<std::string>& members) {
  writer.begin_object().member("id", message.id.value);
  writer.member("conversationId", message.conversation.value).member("content", message.content);
  writer.member("createdAt", "2026-01-01T00:00:00.000Z").member("sender", message.sender.value);
  writer.member("isSent", true).member("seq", message.seq);
  writer.member("sentAt", to_iso8601(message.sent_at)).key("recipients");
  write_strings(writer, members);
  writer.end_object();
}

void write_user(json::Writer& writer, const std::string& user) {
  writer.begin_object().member("id", user).member("cognitoId", user);
  writer.member("username", "name of " + user).member("registered", true).end_object();
}

void write_conversation(json::Writer& writer, const std::string& id,
                        const ServerConversation& conversation) {
  writer.begin_object().member("id", id).member("name", conversation.name);
  writer.member("createdAt", "2026-01-01T00:00:00.000Z").member("lastSeq", conversation.last_seq);
  writer.key("memberIds");
  write_strings(writer, conversation.members);
  writer.end_object();
}

Answer data(const char* field, std::string value) {
  return {200, std::string(R"({"data":{")") + field + "\":" + std::move(value) + "}}", true, field};
}

Answer refusal(const char* type) {
  return {200, std::string(R"({"data":null,"errors":[{"errorType":")") + type +
                   R"(","message":"no"}]})"};
}

}  // namespace

Answer SimServer::serve(const std::string& user, const std::string& body, int64_t now_ms) {
  const auto request = json::parse(body);
  CHAT_CHECK(request.has_value());
  const std::string operation = text_of(*request, "operationName");
  const json::Value& variables = request->member("variables");
  if (forget_pages && variables.member("after").string()) return refusal("BadRequestException");
  if (operation == "CreateMessage") return create_message(user, variables, now_ms);
  if (operation == "StartConversation") return start_conversation(user, variables);
  if (operation == "GetConversations") return list_conversations(user, variables);
  if (operation == "GetMessagesAfter") return messages_after(user, variables);
  if (operation == "GetMessagesBefore") return messages_before(user, variables);
  if (operation == "GetUsers") return list_users(variables);
  if (operation == "MarkRead") return mark_read(user, variables);
  json::Writer writer;
  write_user(writer, user);
  const std::string me = writer.take();
  if (operation == "ReportPresence") return data("reportPresence", R"({"id":"u"})");
  if (operation == "GetMe") return data("me", registered_.contains(user) ? me : "null");
  CHAT_CHECK(operation == "CreateUser");
  if (registered_.insert(user).second) pushes_.push_back({"subscribeToNewUsers", {}, me});
  return data("createUser", me);
}

ServerConversation& SimServer::add_conversation(const std::string& id,
                                                std::vector<std::string> members) {
  ServerConversation& conversation = conversations_[id];
  conversation.name = "conversation";
  conversation.members = std::move(members);
  return conversation;
}

ServerConversation* SimServer::of_member(const std::string& user, const json::Value& variables) {
  const auto it = conversations_.find(text_of(variables, "conversationId"));
  if (it == conversations_.end()) return nullptr;
  return std::ranges::count(it->second.members, user) > 0 ? &it->second : nullptr;
}

bool SimServer::has(const std::string& conversation, const std::string& id) const {
  const auto it = conversations_.find(conversation);
  return it != conversations_.end() && it->second.seq_of.contains(id);
}

bool SimServer::has_stored(const std::string& conversation, const std::string& id) const {
  const auto it = conversations_.find(conversation);
  if (it == conversations_.end()) return false;
  const auto seq = it->second.seq_of.find(id);
  return seq != it->second.seq_of.end() && it->second.messages.contains(seq->second);
}

size_t SimServer::page_size(const json::Value& variables) const {
  const auto first = static_cast<size_t>(variables.member("first").integer().value_or(20));
  return std::min(first, page_max);
}

void SimServer::post(const std::string& conversation, const std::string& sender,
                     const std::string& id, const std::string& content, int64_t now_ms) {
  ServerConversation& target = conversations_.at(conversation);
  const int64_t seq = ++target.last_seq;
  target.seq_of[id] = seq;
  store(conversation, {{id}, {conversation}, {sender}, content, seq, {now_ms}});
}

void SimServer::store(const std::string& conversation, const Message& message) {
  ServerConversation& target = conversations_.at(conversation);
  CHAT_CHECK(target.messages.emplace(message.seq, message).second);
  json::Writer writer;
  write_message(writer, message, target.members);
  pushes_.push_back(
      {"onInbox", target.members, writer.take(), std::pair(conversation, message.id.value)});
}

void SimServer::finish_writing(const std::string& id, bool lost) {
  const auto it = std::ranges::find_if(
      writing, [&](const Writing& pending) { return pending.message.id.value == id; });
  if (it == writing.end()) return;
  const Writing done = *it;
  writing.erase(it);
  if (lost)
    conversations_.at(done.conversation).seq_of.erase(id);
  else
    store(done.conversation, done.message);
}

Answer SimServer::create_message(const std::string& user, const json::Value& variables,
                                 int64_t now_ms) {
  ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  const std::string id = text_of(variables, "id"), content = text_of(variables, "content");
  const std::string conversation_id = text_of(variables, "conversationId");
  if (content == rejected_content) return refusal("ValidationException");
  if (!conversation->seq_of.contains(id)) {
    if (std::exchange(burn_next, false)) ++conversation->last_seq;
    const int64_t seq = ++conversation->last_seq;
    const Message message{{id}, {conversation_id}, {user}, content, seq, {now_ms}};
    conversation->seq_of[id] = seq;
    if (std::exchange(write_slowly, false)) {
      writing.push_back({conversation_id, message});
      return {504, "still writing"};
    }
    store(conversation_id, message);
  }
  const auto stored = conversation->messages.find(conversation->seq_of[id]);
  if (stored == conversation->messages.end()) return refusal("DynamoDB:ConditionalCheckFailed");
  json::Writer writer;
  write_message(writer, stored->second, conversation->members);
  Answer answer = data("createMessage", writer.take());
  answer.confirmed = id;
  return answer;
}

Answer SimServer::start_conversation(const std::string& user, const json::Value& variables) {
  const std::string id = text_of(variables, "id");
  std::vector<std::string> members;
  for (const json::Value& item : variables.member("memberIds").items())
    members.push_back(*item.string());
  if (std::ranges::count(members, user) == 0) return refusal("Unauthorized");
  const bool news = !conversations_.contains(id);
  ServerConversation& conversation = news ? add_conversation(id, members) : conversations_.at(id);
  if (news) conversation.name = text_of(variables, "name");
  json::Writer writer;
  write_conversation(writer, id, conversation);
  const std::string value = writer.take();
  pushes_.push_back({"onConversation", conversation.members, value});
  return data("startConversation", value);
}

Answer SimServer::list_conversations(const std::string& user, const json::Value& variables) {
  std::vector<std::pair<const std::string, ServerConversation>*> mine;
  for (auto& entry : conversations_)
    if (std::ranges::count(entry.second.members, user) > 0) mine.push_back(&entry);
  const size_t start = page_start(variables),
               end = std::min(mine.size(), start + page_size(variables));
  json::Writer writer;
  writer.begin_object().member("id", user).key("conversations").begin_object().key("nextToken");
  if (end < mine.size())
    writer.value(std::to_string(end));
  else
    writer.null();
  writer.key("userConversations").begin_array();
  for (size_t i = start; i < end; ++i) {
    auto& [id, conversation] = *mine[i];
    writer.begin_object().member("conversationId", id);
    writer.member("readSeq", conversation.read_seq[user]).key("associated").begin_array();
    for (const std::string& member : conversation.members) {
      writer.begin_object().member("userId", member).key("user");
      write_user(writer, member);
      writer.end_object();
    }
    writer.end_array().key("conversation").begin_object().member("id", id);
    writer.member("name", conversation.name).member("createdAt", "2026-01-01T00:00:00.000Z");
    writer.member("lastSeq", conversation.last_seq).key("memberIds");
    write_strings(writer, conversation.members);
    writer.key("messages").begin_object().key("nextToken").null().key("messages").begin_array();
    if (!conversation.messages.empty())
      write_message(writer, conversation.messages.rbegin()->second, conversation.members);
    writer.end_array().end_object().end_object().end_object();
  }
  return data("me", writer.end_array().end_object().end_object().take());
}

Answer SimServer::messages_after(const std::string& user, const json::Value& variables) {
  const ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  auto it = conversation->messages.upper_bound(variables.member("seq").integer().value_or(0));
  json::Writer writer;
  writer.begin_object().key("messages").begin_array();
  for (size_t n = page_size(variables); n > 0 && it != conversation->messages.end(); --n, ++it)
    write_message(writer, it->second, conversation->members);
  writer.end_array().key("nextToken");
  if (it != conversation->messages.end())
    writer.value("more");
  else
    writer.null();
  return data("messagesAfter", writer.end_object().take());
}

Answer SimServer::messages_before(const std::string& user, const json::Value& variables) {
  const ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  const auto seq = variables.member("seq").integer();
  auto it = seq ? conversation->messages.lower_bound(*seq) : conversation->messages.end();
  json::Writer writer;
  writer.begin_object().key("messages").begin_array();
  for (size_t n = page_size(variables); n > 0 && it != conversation->messages.begin(); --n)
    write_message(writer, (--it)->second, conversation->members);
  writer.end_array().key("nextToken");
  if (it != conversation->messages.begin())
    writer.value("more");
  else
    writer.null();
  return data("messagesBefore", writer.end_object().take());
}

Answer SimServer::list_users(const json::Value& variables) {
  const std::vector<std::string> users(registered_.begin(), registered_.end());
  const size_t start = page_start(variables),
               end = std::min(users.size(), start + page_size(variables));
  json::Writer writer;
  writer.begin_object().key("users").begin_array();
  for (size_t i = start; i < end; ++i) write_user(writer, users[i]);
  writer.end_array().key("nextToken");
  if (end < users.size())
    writer.value(std::to_string(end));
  else
    writer.null();
  return data("users", writer.end_object().take());
}

Answer SimServer::mark_read(const std::string& user, const json::Value& variables) {
  ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  int64_t& read = conversation->read_seq[user];
  read = std::max(read, variables.member("seq").integer().value_or(0));
  json::Writer writer;
  writer.begin_object().member("conversationId", text_of(variables, "conversationId"));
  return data("markRead",
              writer.member("userId", user).member("readSeq", read).end_object().take());
}

}  // namespace chat::sim
