// The answer to a GraphQL POST. The transport fails with a status, GraphQL with `errors` in a
// 200; both become one ErrorKind here, so nobody else needs to know where an error came from.
#pragma once
#include <string_view>
#include "base/json.h"
#include "protocol/codec.h"

namespace chat {

constexpr size_t reply_bytes_max = 4 * 1024 * 1024;

/// What the type of a GraphQL error means for whoever sent the request.
ErrorKind kind_of_error_type(std::string_view type);

/// `data`. Errors below a root field that has a value do not spoil it: GraphQL answers in part.
Result<json::Value> read_reply(int status, std::string_view body);

template <class Operation>
Result<typename Operation::Data> read_reply_of(int status, std::string_view body) {
  CHAT_TRY(const json::Value data, read_reply(status, body));
  return gql::decode<Operation>(data);
}

}  // namespace chat
