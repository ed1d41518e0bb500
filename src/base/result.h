// Result<T>: a value or an Error. The build has no exceptions; this is how calls fail.
#pragma once
#include <cstdint>
#include <expected>
#include <string>
#include <utility>

namespace chat {

enum class ErrorKind : uint8_t {
  offline,       // No answer: the request may or may not have arrived.
  timeout,       // As offline; we stopped waiting.
  throttled,     // The server asks us to slow down.
  server_fault,  // 5xx, or a GraphQL error we do not know.
  unauthorized,  // The token is missing, stale or revoked.
  rejected,      // The server read the request and will never accept it.
  bad_data,      // The answer is not what the schema promises.
};

struct Error {
  ErrorKind kind = ErrorKind::server_fault;
  std::string detail;  // For the log: a type or a path, never message text, names or tokens.
};

template <class T>
using Result = std::expected<T, Error>;

inline std::unexpected<Error> fail(ErrorKind kind, std::string detail) {
  return std::unexpected(Error{kind, std::move(detail)});
}

}  // namespace chat

/// Returns the error of `expression` to the caller, or binds its value to `declaration`.
#define CHAT_TRY_CONCAT_(a, b) a##b
#define CHAT_TRY_NAME_(line) CHAT_TRY_CONCAT_(try_result_, line)
#define CHAT_TRY(declaration, expression)                                \
  auto CHAT_TRY_NAME_(__LINE__) = (expression);                          \
  if (!CHAT_TRY_NAME_(__LINE__).has_value())                             \
    return std::unexpected(std::move(CHAT_TRY_NAME_(__LINE__)).error()); \
  declaration = *std::move(CHAT_TRY_NAME_(__LINE__))
