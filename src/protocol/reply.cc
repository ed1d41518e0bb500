#include "protocol/reply.h"

namespace chat {
namespace {

struct ErrorType {
  std::string_view type;
  ErrorKind kind;
};

// graphql/schema.graphql names the resolvers' own; the others are AppSync's. An unknown type is a
// fault of the server: worth another try, and nothing gets lost.
constexpr ErrorType error_types[] = {
    {"UnauthorizedException", ErrorKind::unauthorized},
    {"Unauthorized", ErrorKind::rejected},  // This field, this user: a fresh token changes nothing.
    {"ValidationException", ErrorKind::rejected},
    {"ConflictException", ErrorKind::rejected},
    {"ValidationError", ErrorKind::rejected},
    {"BadRequestException", ErrorKind::rejected},
    {"MalformedHttpRequestException", ErrorKind::rejected},
    {"UnsupportedOperation", ErrorKind::rejected},
    {"ThrottlingException", ErrorKind::throttled},
    {"TooManyRequestsException", ErrorKind::throttled},
    {"LimitExceededException", ErrorKind::throttled},
    {"LimitExceededError", ErrorKind::throttled},
};

bool has_a_value(const json::Value& data) {
  for (const json::Value& root : data.items())
    if (!root.is_null()) return true;
  return false;
}

ErrorKind kind_of_status(int status) {
  if (status == 401) return ErrorKind::unauthorized;
  if (status == 429) return ErrorKind::throttled;
  if (status == 408) return ErrorKind::timeout;
  if (status == 400 || status == 413) return ErrorKind::rejected;
  return ErrorKind::server_fault;
}

}  // namespace

ErrorKind kind_of_error_type(std::string_view type) {
  for (const ErrorType& known : error_types)
    if (known.type == type) return known.kind;
  return ErrorKind::server_fault;
}

Result<json::Value> read_reply(int status, std::string_view body) {
  if (body.size() > reply_bytes_max) return fail(ErrorKind::bad_data, "the answer is too large");
  if (status != 200) {
    const ErrorKind kind = kind_of_status(status);
    if (kind != ErrorKind::rejected) return fail(kind, "status " + std::to_string(status));
    // A 400 may also tell of the token.
    const auto parsed = json::parse(body);
    if (!parsed) return fail(kind, "status " + std::to_string(status));
    const auto& errors = parsed->member("errors").items();
    const std::string* type = errors.empty() ? nullptr : errors[0].member("errorType").string();
    const bool stale = type && kind_of_error_type(*type) == ErrorKind::unauthorized;
    return fail(stale ? ErrorKind::unauthorized : kind, type ? *type : std::string());
  }
  CHAT_TRY(const json::Value reply, json::parse(body));
  const json::Value& data = reply.member("data");
  const auto& errors = reply.member("errors").items();
  if (errors.empty() || has_a_value(data)) {
    if (!data.is_object()) return fail(ErrorKind::bad_data, "data: expected an object");
    return data;
  }
  const std::string* type = errors[0].member("errorType").string();
  if (!type) return fail(ErrorKind::server_fault, "an error without a type");
  return fail(kind_of_error_type(*type), *type);
}

}  // namespace chat
