#include "tests/sim/sim_server_json.h"
#include "base/calendar.h"

namespace chat::sim {
namespace {

constexpr const char* created_at = "2026-01-01T00:00:00.000Z";

}  // namespace

std::string text_of(const json::Value& object, const char* key) {
  const std::string* text = object.member(key).string();
  return text ? *text : std::string();
}

std::vector<std::string> texts_of(const json::Value& object, const char* key) {
  std::vector<std::string> texts;
  for (const json::Value& item : object.member(key).items()) texts.push_back(*item.string());
  return texts;
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
  writer.member("createdAt", created_at).member("sender", message.sender.value);
  writer.member("isSent", true).member("seq", message.seq);
  writer.member("sentAt", to_iso8601(message.sent_at)).key("recipients");
  write_strings(writer, members);
  if (!message.reply_to.empty()) writer.member("replyTo", message.reply_to.value);
  if (message.edited_at.ms != 0) writer.member("editedAt", to_iso8601(message.edited_at));
  if (message.deleted_at.ms != 0) writer.member("deletedAt", to_iso8601(message.deleted_at));
  if (message.change_seq != 0) writer.member("changeSeq", message.change_seq);
  writer.end_object();
}

void write_user(json::Writer& writer, const std::string& user) {
  writer.begin_object().member("id", user).member("cognitoId", user);
  writer.member("username", "name of " + user).member("registered", true).end_object();
}

void write_conversation(json::Writer& writer, const std::string& id,
                        const ServerConversation& conversation) {
  writer.begin_object().member("id", id).member("name", conversation.name);
  writer.member("createdAt", created_at).member("lastSeq", conversation.last_seq);
  writer.member("lastChangeSeq", conversation.last_change_seq).key("memberIds");
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

}  // namespace chat::sim
