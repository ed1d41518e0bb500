#include "platform/web/exports.h"
#include <emscripten.h>
#include <charconv>
#include "base/json.h"
#include "platform/web/host.h"

namespace chat::web {
namespace {

Sink sink;

std::string text_of(const char* text, int length) {
  return std::string(text, static_cast<size_t>(length));
}

RequestId request(double id) { return {static_cast<uint64_t>(id)}; }

std::string string_or_empty(const json::Value& object, const char* key) {
  const std::string* text = object.member(key).string();
  return text == nullptr ? std::string() : *text;
}

uint64_t seed_of(const std::string& digits) {
  uint64_t seed = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), seed, 16);
  return seed;
}

void start(const json::Value& value) {
  const json::Value& endpoints = value.member("endpoints");
  Started started;
  started.endpoints.graphql = string_or_empty(endpoints, "graphqlEndpoint");
  started.endpoints.cognito = string_or_empty(endpoints, "cognitoEndpoint");
  started.endpoints.region = string_or_empty(endpoints, "region");
  started.endpoints.user_pool_id = string_or_empty(endpoints, "userPoolId");
  started.endpoints.client_id = string_or_empty(endpoints, "userPoolClientId");
  started.credential = string_or_empty(value, "credential");
  started.online = value.member("online").boolean().value_or(true);
  sink.start(seed_of(string_or_empty(value, "seed")), std::move(started));
}

}  // namespace

void install(Sink installed) { sink = installed; }

}  // namespace chat::web

using namespace chat;
using namespace chat::web;

extern "C" {

EMSCRIPTEN_KEEPALIVE void chat_start(const char* text, int length) {
  if (auto value = json::parse({text, static_cast<size_t>(length)})) start(*value);
}

EMSCRIPTEN_KEEPALIVE void chat_http_done(double id, int status, double date_ms, const char* body,
                                         int length) {
  HttpDone done{request(id), status, text_of(body, length)};
  if (date_ms > 0) done.server_date = WallTime{static_cast<int64_t>(date_ms)};
  sink.event(std::move(done));
}
EMSCRIPTEN_KEEPALIVE void chat_http_lost(double id) { sink.event(HttpLost{request(id)}); }

EMSCRIPTEN_KEEPALIVE void chat_socket_opened() { sink.event(SocketOpened{}); }
EMSCRIPTEN_KEEPALIVE void chat_socket_frame(const char* text, int length) {
  sink.event(SocketFrame{text_of(text, length)});
}
EMSCRIPTEN_KEEPALIVE void chat_socket_closed() { sink.event(SocketClosed{}); }

EMSCRIPTEN_KEEPALIVE void chat_store_opened(bool ok) {
  sink.event(StoreOpened{ok, ok ? read_store() : std::vector<File>{}});
}
EMSCRIPTEN_KEEPALIVE void chat_store_committed(double batch, int result) {
  sink.event(Persisted{static_cast<uint64_t>(batch), static_cast<PersistResult>(result)});
}
EMSCRIPTEN_KEEPALIVE void chat_user_erased() { sink.event(UserErased{}); }

EMSCRIPTEN_KEEPALIVE void chat_srp_begun(double id, const char* public_hex, int length) {
  sink.event(SrpBegun{request(id), text_of(public_hex, length)});
}
EMSCRIPTEN_KEEPALIVE void chat_srp_answered(double id, bool ok, const char* signature, int length) {
  sink.event(SrpAnswered{request(id), ok, text_of(signature, length)});
}

EMSCRIPTEN_KEEPALIVE void chat_network(bool online) { sink.event(NetworkChanged{online}); }
EMSCRIPTEN_KEEPALIVE void chat_visible(bool visible) { sink.event(VisibilityChanged{visible}); }
EMSCRIPTEN_KEEPALIVE void chat_wake() { sink.input(Wake{}); }
EMSCRIPTEN_KEEPALIVE void chat_frame(double time_ms) { sink.input(Frame{time_ms}); }

EMSCRIPTEN_KEEPALIVE void chat_resize(float width, float height, float device_pixel_ratio) {
  sink.input(Resize{width, height, device_pixel_ratio});
}
EMSCRIPTEN_KEEPALIVE void chat_insets(float top, float right, float bottom, float left) {
  sink.input(Insets{top, right, bottom, left});
}
EMSCRIPTEN_KEEPALIVE void chat_look(const char* text, int length) {
  auto value = json::parse({text, static_cast<size_t>(length)});
  if (!value) return;
  const auto is = [&value](const char* key) {
    return value->member(key).boolean().value_or(false);
  };
  sink.input(Look{string_or_empty(*value, "language"), string_or_empty(*value, "chosenLanguage"),
                  string_or_empty(*value, "chosenTheme"), is("dark"), is("highContrast"),
                  static_cast<int>(value->member("textPercent").integer().value_or(100))});
}

EMSCRIPTEN_KEEPALIVE void chat_pointer(int kind, float x, float y, int button, bool touch) {
  sink.input(Pointer{static_cast<Pointer::Kind>(kind), x, y, button, touch});
}
EMSCRIPTEN_KEEPALIVE void chat_scroll(uint32_t node, float top) { sink.input(Scroll{node, top}); }
EMSCRIPTEN_KEEPALIVE void chat_activate(uint32_t node) { sink.input(Activate{node}); }
EMSCRIPTEN_KEEPALIVE void chat_menu(uint32_t node, float x, float y, bool touch) {
  sink.input(Menu{node, x, y, touch});
}
EMSCRIPTEN_KEEPALIVE void chat_shortcut(int kind) { sink.input(Shortcut{kind}); }
EMSCRIPTEN_KEEPALIVE void chat_field(const char* id, int kind, const char* text, int length) {
  sink.input(FieldEvent{static_cast<FieldEvent::Kind>(kind), id, text_of(text, length)});
}
EMSCRIPTEN_KEEPALIVE void chat_form(const char* text, int length) {
  auto value = json::parse({text, static_cast<size_t>(length)});
  if (!value) return;
  sink.input(FormEvent{string_or_empty(*value, "form"), string_or_empty(*value, "username"),
                       string_or_empty(*value, "email"), string_or_empty(*value, "password"),
                       string_or_empty(*value, "code")});
}
EMSCRIPTEN_KEEPALIVE void chat_back() { sink.input(Back{}); }

EMSCRIPTEN_KEEPALIVE void chat_context_lost() { sink.input(ContextLost{}); }
EMSCRIPTEN_KEEPALIVE void chat_context_restored() { sink.input(ContextRestored{}); }

}  // extern "C"
