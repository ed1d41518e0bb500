#include "protocol/frames.h"
#include "protocol/reply.h"

namespace chat {
namespace {

ServerFrame::Type type_of(std::string_view name) {
  if (name == "connection_ack") return ServerFrame::Type::connection_ack;
  if (name == "ka") return ServerFrame::Type::keep_alive;
  if (name == "start_ack") return ServerFrame::Type::start_ack;
  if (name == "data") return ServerFrame::Type::data;
  if (name == "complete") return ServerFrame::Type::complete;
  if (name == "error" || name == "connection_error") return ServerFrame::Type::error;
  return ServerFrame::Type::other;
}

/// Here "Unauthorized" is about the token as well: the subscriptions are all the user's own.
ErrorKind kind_of(const json::Value& errors) {
  if (errors.items().empty()) return ErrorKind::server_fault;
  const json::Value& error = errors.items()[0];
  const auto code = error.member("errorCode").integer();
  if (code && *code == 401) return ErrorKind::unauthorized;
  const std::string* type = error.member("errorType").string();
  if (!type) return ErrorKind::server_fault;
  if (type->find("Unauthorized") != std::string::npos) return ErrorKind::unauthorized;
  if (type->find("NotAuthorized") != std::string::npos) return ErrorKind::unauthorized;
  return kind_of_error_type(*type);
}

}  // namespace

Result<ServerFrame> read_frame(std::string_view text) {
  if (text.size() > frame_bytes_max) return fail(ErrorKind::bad_data, "the frame is too large");
  CHAT_TRY(const json::Value value, json::parse(text));
  CHAT_TRY(const std::string name, json::string(value, "type"));
  ServerFrame frame;
  frame.type = type_of(name);
  if (const std::string* id = value.member("id").string(); id && name != "connection_error")
    frame.id = *id;
  const json::Value& payload = value.member("payload");
  if (frame.type == ServerFrame::Type::connection_ack)
    frame.connection_timeout_ms = payload.member("connectionTimeoutMs").integer().value_or(0);
  if (frame.type == ServerFrame::Type::data) {
    frame.data = payload.member("data");
    frame.has_errors = !payload.member("errors").items().empty();
  }
  if (frame.type == ServerFrame::Type::error) frame.error = kind_of(payload.member("errors"));
  return frame;
}

std::string connection_init_frame() { return R"({"type":"connection_init"})"; }

std::string start_frame(std::string_view id, std::string_view request, std::string_view token,
                        std::string_view host) {
  json::Writer writer;
  writer.begin_object().member("id", id).member("type", "start").key("payload").begin_object();
  writer.member("data", request);
  writer.key("extensions").begin_object().key("authorization").begin_object();
  writer.member("Authorization", token).member("host", host);
  return writer.end_object().end_object().end_object().end_object().take();
}

}  // namespace chat
