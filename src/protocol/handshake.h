// How a real-time socket is opened: its address follows from that of the GraphQL endpoint, and
// the token travels in a sub-protocol, never in the address, which ends up in logs.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace chat {

/// "host:port" of an http or https address; empty if it is none.
std::string host_of(std::string_view url);
/// AppSync's own domains have a second host for it; elsewhere it is a path below the endpoint.
std::string realtime_url(std::string_view graphql_url);
std::vector<std::string> realtime_protocols(std::string_view graphql_url, std::string_view token);

}  // namespace chat
