#include "tests/sim/sim_server.h"
#include <algorithm>
#include <charconv>
#include "base/check.h"
#include "tests/sim/sim_server_json.h"

namespace chat::sim {
namespace {

size_t page_start(const json::Value& variables) {
  const std::string token = text_of(variables, "after");
  size_t start = 0;
  std::from_chars(token.data(), token.data() + token.size(), start);
  return start;
}

}  // namespace

bool ServerConversation::has_member(const std::string& user) const {
  return std::ranges::find(members, user) != members.end();
}

const Message* ServerConversation::version(int64_t seq, int64_t change_seq) const {
  const auto now = messages.find(seq);
  if (now == messages.end()) return nullptr;
  if (now->second.change_seq == change_seq) return &now->second;
  const auto& past = change_seq == 0 ? originals : changed;
  const auto then = past.find(change_seq == 0 ? seq : change_seq);
  return then != past.end() && then->second.seq == seq ? &then->second : nullptr;
}

Answer SimServer::serve(const std::string& user, const std::string& body, int64_t now_ms) {
  const auto request = json::parse(body);
  CHAT_CHECK(request.has_value());
  const std::string operation = text_of(*request, "operationName");
  ++operations_[operation];
  const json::Value& variables = request->member("variables");
  if (forget_pages && variables.member("after").string()) {
    forgot_page = true;
    return refusal("BadRequestException");
  }
  if (operation == "CreateMessage") return create_message(user, variables, now_ms);
  if (operation == "EditMessage") return change_message(user, variables, false, now_ms);
  if (operation == "DeleteMessage") return change_message(user, variables, true, now_ms);
  if (operation == "StartConversation") return start_conversation(user, variables);
  if (operation == "AddMembers") return add_members(user, variables);
  if (operation == "LeaveConversation") return leave(user, variables);
  if (operation == "RenameConversation") return rename(user, variables);
  if (operation == "GetConversations") return list_conversations(user, variables);
  if (operation == "GetMessagesAfter") return messages_after(user, variables);
  if (operation == "GetMessagesBefore") return messages_before(user, variables);
  if (operation == "GetChangesAfter") return changes_after(user, variables);
  if (operation == "GetUsers") return list_users(variables);
  if (operation == "MarkRead") return mark_read(user, variables);
  if (operation == "SendTyping") return send_typing(user, variables);
  json::Writer writer;
  write_user(writer, user);
  const std::string me = writer.take();
  if (operation == "ReportPresence") return data("reportPresence", R"({"id":"u"})");
  if (operation == "RecordEvents") return data("recordEvents", "1");
  if (operation == "GetMe") return data("me", registered_.contains(user) ? me : "null");
  CHAT_CHECK(operation == "CreateUser");
  if (registered_.insert(user).second) pushes_.push_back({"subscribeToNewUsers", std::nullopt, me});
  return data("createUser", me);
}

ServerConversation& SimServer::add_conversation(const std::string& id,
                                                std::vector<std::string> members) {
  ServerConversation& conversation = conversations_[id];
  conversation.name = "conversation";
  conversation.links = conversation.ever_members = {members.begin(), members.end()};
  conversation.members = std::move(members);
  return conversation;
}

const ServerConversation* SimServer::find(const std::string& id) const {
  const auto it = conversations_.find(id);
  return it == conversations_.end() ? nullptr : &it->second;
}

ServerConversation* SimServer::of_member(const std::string& user, const json::Value& variables) {
  const auto it = conversations_.find(text_of(variables, "conversationId"));
  return it != conversations_.end() && it->second.has_member(user) ? &it->second : nullptr;
}

bool SimServer::has_stored(const std::string& conversation, const std::string& id) const {
  const ServerConversation* known = find(conversation);
  return known && known->seq_of.contains(id);
}

int SimServer::times_done(const std::string& deed) const {
  const auto it = done_.find(deed);
  return it == done_.end() ? 0 : it->second;
}

size_t SimServer::page_size(const json::Value& variables) const {
  const auto first = static_cast<size_t>(variables.member("first").integer().value_or(20));
  return std::min(first, page_max);
}

void SimServer::post(const std::string& conversation, const std::string& sender,
                     const std::string& id, const std::string& content, int64_t now_ms) {
  const int64_t seq = ++conversations_.at(conversation).last_seq;
  store(conversation, {{id}, {conversation}, {sender}, content, seq, {now_ms}});
}

void SimServer::store(const std::string& conversation, const Message& message) {
  ServerConversation& target = conversations_.at(conversation);
  CHAT_CHECK(target.seq_of.emplace(message.id.value, message.seq).second);
  CHAT_CHECK(target.messages.emplace(message.seq, message).second);
  ++done_[message_deed(message.id.value)];
  json::Writer writer;
  write_message(writer, message, target.members);
  pushes_.push_back(
      {"onInbox", target.members, writer.take(), std::pair(conversation, message.id.value)});
}

void SimServer::finish_writing(uint64_t serial, bool lost, int64_t now_ms) {
  const auto it = std::ranges::find(writing, serial, &Writing::serial);
  const Writing done = *it;
  writing.erase(it);
  if (lost) return;
  ServerConversation& conversation = conversations_.at(done.conversation);
  const bool is_change = done.message.change_seq != 0;
  if (!is_change) {
    // A repeat was faster, and this number stays unused.
    if (!conversation.seq_of.contains(done.message.id.value))
      store(done.conversation, done.message);
    return;
  }
  Message message = done.message;
  (message.is_deleted() ? message.deleted_at : message.edited_at) = {now_ms};
  if (!store_change(conversation, message) && message.is_deleted()) return;
  ++done_[done.deed];
  push_change(conversation, conversation.messages.at(message.seq));
}

Answer SimServer::create_message(const std::string& user, const json::Value& variables,
                                 int64_t now_ms) {
  const std::string id = text_of(variables, "id"), content = text_of(variables, "content");
  const std::string conversation_id = text_of(variables, "conversationId");
  const std::string reply_to = text_of(variables, "replyTo");
  if (content == rejected_content) return refusal("ValidationException");
  ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  if (!conversation->seq_of.contains(id)) {
    if (!reply_to.empty() && !conversation->seq_of.contains(reply_to))
      return refusal("ValidationException");
    if (std::exchange(burn_next, false)) ++conversation->last_seq;
    const int64_t seq = ++conversation->last_seq;
    const Message message{{id}, {conversation_id}, {user}, content, seq, {now_ms}, {reply_to}};
    if (std::exchange(write_slowly, false)) {
      writing.push_back({++next_writing_, conversation_id, message, message_deed(id)});
      return {504, "still writing"};
    }
    store(conversation_id, message);
  }
  const Message& stored = conversation->messages.at(conversation->seq_of.at(id));
  if (stored.sender.value != user) return refusal("ConflictException");
  json::Writer writer;
  write_message(writer, stored, conversation->members);
  Answer answer = data("createMessage", writer.take());
  answer.confirmed = message_deed(id);
  return answer;
}

/// By id, the greatest first; a page begins after the id that its token names.
Answer SimServer::list_conversations(const std::string& user, const json::Value& variables) {
  if (!registered_.contains(user)) return data("me", "null");
  const std::string after = text_of(variables, "after");
  size_t left = page_size(variables);
  json::Writer writer;
  writer.begin_object().member("id", user).key("conversations").begin_object();
  writer.key("userConversations").begin_array();
  std::string last, next;
  for (auto it = conversations_.rbegin(); it != conversations_.rend(); ++it) {
    auto& [id, conversation] = *it;
    if (!conversation.links.contains(user) || (!after.empty() && id >= after)) continue;
    if (left-- == 0) {
      next = last;
      break;
    }
    last = id;
    writer.begin_object().member("conversationId", id);
    writer.member("readSeq", conversation.read_seq[user]).key("associated").begin_array();
    for (const std::string& member : conversation.members) {
      writer.begin_object().member("userId", member);
      writer.member("readSeq", conversation.read_seq[member]).key("user");
      write_user(writer, member);
      writer.end_object();
    }
    writer.end_array().key("conversation").begin_object().member("id", id);
    writer.member("name", conversation.name).member("createdAt", "2026-01-01T00:00:00.000Z");
    writer.member("lastSeq", conversation.last_seq);
    writer.member("lastChangeSeq", conversation.last_change_seq).key("memberIds");
    write_strings(writer, conversation.members);
    writer.key("messages").begin_object().key("nextToken").null().key("messages").begin_array();
    if (!conversation.messages.empty())
      write_message(writer, conversation.messages.rbegin()->second, conversation.members);
    writer.end_array().end_object().end_object().end_object();
  }
  writer.end_array().key("nextToken");
  if (next.empty())
    writer.null();
  else
    writer.value(next);
  return data("me", writer.end_object().end_object().take());
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

}  // namespace chat::sim
