#include "protocol/handshake.h"
#include "base/encoding.h"
#include "base/json.h"

namespace chat {
namespace {

constexpr size_t appsync_label_length = 26;
constexpr std::string_view appsync_service = "appsync-api";

/// "<26 characters>.appsync-api.<region>.amazonaws.com", also ".cn".
bool is_appsync_host(std::string_view host) {
  const bool amazon = host.ends_with(".amazonaws.com") || host.ends_with(".amazonaws.com.cn");
  return amazon && host.find('.') == appsync_label_length &&
         host.substr(appsync_label_length + 1).starts_with(appsync_service);
}

}  // namespace

std::string host_of(std::string_view url) {
  const size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return {};
  url.remove_prefix(scheme + 3);
  return std::string(url.substr(0, url.find('/')));
}

std::string realtime_url(std::string_view graphql_url) {
  std::string url(graphql_url);
  if (url.starts_with("http")) url.replace(0, 4, "ws");
  if (!is_appsync_host(host_of(graphql_url))) return url + "/realtime";
  return url.replace(url.find(appsync_service), appsync_service.size(), "appsync-realtime-api");
}

std::vector<std::string> realtime_protocols(std::string_view graphql_url, std::string_view token) {
  json::Writer header;
  header.begin_object().member("Authorization", token).member("host", host_of(graphql_url));
  return {"graphql-ws", "header-" + to_base64url(header.end_object().take())};
}

}  // namespace chat
