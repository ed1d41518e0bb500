// The frames of the AppSync real-time protocol. No state: see core/realtime_session.h.
#pragma once
#include <string>
#include <string_view>
#include "base/json.h"

namespace chat {

struct ServerFrame {
  enum class Type : uint8_t {
    connection_ack,
    keep_alive,
    start_ack,
    data,
    complete,
    error,  // With an id: of that subscription; without, and connection_error: of the socket.
    other,
  };
  Type type = Type::other;
  std::string id;                             // Of the subscription.
  int64_t connection_timeout_ms = 0;          // Of connection_ack; 0 where the server is silent.
  json::Value data;                           // Of data.
  bool has_errors = false;                    // Of data: part of it could not be told.
  ErrorKind error = ErrorKind::server_fault;  // Of error.
};

constexpr size_t frame_bytes_max = 1024 * 1024;

Result<ServerFrame> read_frame(std::string_view text);

std::string connection_init_frame();
/// `request`: the body that a POST would have. `authorization`: see handshake.h.
std::string start_frame(std::string_view id, std::string_view request, std::string_view token,
                        std::string_view host);

}  // namespace chat
