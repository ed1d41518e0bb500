// What happens to messages once they are there, and to conversations.
#include <algorithm>
#include "base/check.h"
#include "tests/sim/sim_server_json.h"

namespace chat::sim {
namespace {

bool is_direct_id(const std::string& id) { return id.find('_') != std::string::npos; }

}  // namespace

std::string SimServer::add_deed(const std::string& user, const std::string& conversation,
                                const std::vector<std::string>& members) {
  std::string deed = "add " + user + " " + conversation;
  for (const std::string& member : members) deed += " " + member;
  return deed;
}

/// Both kinds leave what is deleted as it is; an edit that changes nothing takes no number.
Answer SimServer::change_message(const std::string& user, const json::Value& variables,
                                 bool removes, int64_t now_ms) {
  const std::string id = text_of(variables, "id"), content = text_of(variables, "content");
  if (!removes && content == rejected_content) return refusal("ValidationException");
  ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  const auto seq = conversation->seq_of.find(id);
  if (seq == conversation->seq_of.end()) return refusal("Unauthorized");
  const Message& stored = conversation->messages.at(seq->second);
  if (stored.sender.value != user) return refusal("Unauthorized");
  const std::string deed = removes ? remove_deed(id) : edit_deed(id, content);
  if (!stored.is_deleted() && (removes || stored.content != content)) {
    if (std::exchange(burn_next, false)) ++conversation->last_change_seq;
    Message message = stored;
    message.content = content;
    message.change_seq = ++conversation->last_change_seq;
    (removes ? message.deleted_at : message.edited_at) = {now_ms};
    if (std::exchange(write_slowly, false)) {
      writing.push_back({++next_writing_, text_of(variables, "conversationId"), message, deed});
      return {504, "still writing"};
    }
    CHAT_CHECK(store_change(*conversation, message));
  }
  ++done_[deed];
  push_change(*conversation, stored);
  json::Writer writer;
  write_message(writer, stored, conversation->members);
  Answer answer = data(removes ? "deleteMessage" : "editMessage", writer.take());
  answer.confirmed = deed;
  return answer;
}

/// False when a later change or a deletion was faster.
bool SimServer::store_change(ServerConversation& conversation, const Message& message) {
  Message& stored = conversation.messages.at(message.seq);
  if (stored.is_deleted() || stored.change_seq >= message.change_seq) return false;
  if (stored.change_seq == 0) conversation.originals[message.seq] = stored;
  const WallTime edited_at = message.is_deleted() ? stored.edited_at : message.edited_at;
  stored = message;
  stored.edited_at = edited_at;
  conversation.changed[message.change_seq] = stored;
  new_changes_.push_back(message.is_deleted() ? remove_deed(message.id.value)
                                              : edit_deed(message.id.value, message.content));
  return true;
}

void SimServer::edit(const std::string& conversation, const std::string& id,
                     const std::string& content, int64_t now_ms) {
  ServerConversation& target = conversations_.at(conversation);
  Message message = target.messages.at(target.seq_of.at(id));
  message.content = content;
  message.change_seq = ++target.last_change_seq;
  (content.empty() ? message.deleted_at : message.edited_at) = {now_ms};
  store_change(target, message);
}

void SimServer::push_change(const ServerConversation& conversation, const Message& message) {
  json::Writer writer;
  write_message(writer, message, conversation.members);
  pushes_.push_back({"onMessageChange", conversation.members, writer.take()});
}

Answer SimServer::changes_after(const std::string& user, const json::Value& variables) {
  const ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  std::map<int64_t, const Message*> later;  // By its last change, each message once.
  const int64_t after = variables.member("changeSeq").integer().value_or(0);
  for (auto it = conversation->changed.upper_bound(after); it != conversation->changed.end(); ++it)
    if (const Message& message = conversation->messages.at(it->second.seq);
        message.change_seq == it->first)
      later[it->first] = &message;
  size_t left = page_size(variables);
  bool more = false;
  json::Writer writer;
  writer.begin_object().key("messages").begin_array();
  for (const auto& [number, message] : later) {
    more = left == 0;
    if (more) break;
    --left;
    write_message(writer, *message, conversation->members);
  }
  writer.end_array().key("nextToken");
  if (more)
    writer.value("more");
  else
    writer.null();
  return data("changesAfter", writer.end_object().take());
}

/// All but the caller are in the directory.
bool SimServer::knows_all(const std::string& user, const std::vector<std::string>& people) const {
  return std::ranges::all_of(people, [&](const std::string& person) {
    return person == user || registered_.contains(person);
  });
}

Answer SimServer::conversation_changed(const char* field, const std::string& id, std::string deed) {
  const ServerConversation& conversation = conversations_.at(id);
  json::Writer writer;
  write_conversation(writer, id, conversation);
  const std::string value = writer.take();
  const bool starts = std::string_view(field) == "startConversation";
  pushes_.push_back(
      {starts ? "onConversation" : "onConversationChange", conversation.members, value});
  if (!deed.empty()) ++done_[deed];
  Answer answer = data(field, value);
  answer.confirmed = std::move(deed);
  return answer;
}

Answer SimServer::start_conversation(const std::string& user, const json::Value& variables) {
  const std::string id = text_of(variables, "id");
  std::vector<std::string> members = texts_of(variables, "memberIds");
  if (std::ranges::count(members, user) == 0) members.push_back(user);
  std::ranges::sort(members);
  members.erase(std::ranges::unique(members).begin(), members.end());
  if (members.size() < 2 || members.size() > members_max || !knows_all(user, members))
    return refusal("ValidationException");
  const bool direct = members.size() == 2;
  if (direct ? id != members[0] + "_" + members[1] : is_direct_id(id))
    return refusal("ValidationException");
  if (!conversations_.contains(id)) {
    add_conversation(id, members).name = text_of(variables, "name");
    conversations_[id].links.clear();
    if (stop_half_way) return {504, "no links yet"};
  }
  ServerConversation& conversation = conversations_.at(id);
  if (!conversation.has_member(user)) return refusal("Unauthorized");
  conversation.links.insert(conversation.members.begin(), conversation.members.end());
  return conversation_changed("startConversation", id, {});
}

Answer SimServer::add_members(const std::string& user, const json::Value& variables) {
  const std::string id = text_of(variables, "conversationId");
  const std::vector<std::string> people = texts_of(variables, "memberIds");
  if (people.empty() || is_direct_id(id)) return refusal("ValidationException");
  ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  if (!knows_all(user, people)) return refusal("ValidationException");
  for (const std::string& person : people)
    if (!conversation->has_member(person)) conversation->members.push_back(person);
  conversation->ever_members.insert(people.begin(), people.end());
  if (stop_half_way) return {504, "no links yet"};
  conversation->links.insert(people.begin(), people.end());
  return conversation_changed("addMembers", id, add_deed(user, id, people));
}

Answer SimServer::leave(const std::string& user, const json::Value& variables) {
  const std::string id = text_of(variables, "conversationId");
  if (is_direct_id(id)) return refusal("ValidationException");
  ServerConversation* conversation = of_member(user, variables);
  const std::string deed = leave_deed(user, id);
  if (!conversation) {
    ++done_[deed];  // Whoever is told so knows that he is out.
    return refusal("Unauthorized");
  }
  conversation->links.erase(user);
  if (stop_half_way) return {504, "still a member"};
  std::erase(conversation->members, user);
  conversation->ever_left.insert(user);
  return conversation_changed("leaveConversation", id, deed);
}

Answer SimServer::rename(const std::string& user, const json::Value& variables) {
  const std::string id = text_of(variables, "conversationId"), name = text_of(variables, "name");
  if (is_direct_id(id)) return refusal("ValidationException");
  ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  conversation->name = name;
  return conversation_changed("renameConversation", id, rename_deed(id, name));
}

Answer SimServer::mark_read(const std::string& user, const json::Value& variables) {
  ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  int64_t& read = conversation->read_seq[user];
  const int64_t seq = variables.member("seq").integer().value_or(0);
  read = std::max(read, std::min(seq, conversation->last_seq));
  json::Writer writer;
  writer.begin_object().member("conversationId", text_of(variables, "conversationId"));
  writer.member("userId", user).member("readSeq", read).key("recipients");
  write_strings(writer, conversation->members);
  const std::string value = writer.end_object().take();
  pushes_.push_back({"onReceipt", conversation->members, value});
  return data("markRead", value);
}

Answer SimServer::send_typing(const std::string& user, const json::Value& variables) {
  const ServerConversation* conversation = of_member(user, variables);
  if (!conversation) return refusal("Unauthorized");
  json::Writer writer;
  writer.begin_object().member("conversationId", text_of(variables, "conversationId"));
  writer.member("userId", user).key("recipients");
  write_strings(writer, conversation->members);
  const std::string value = writer.end_object().take();
  pushes_.push_back({"onTyping", conversation->members, value});
  return data("sendTyping", value);
}

}  // namespace chat::sim
