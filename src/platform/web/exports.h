// The C functions that the page calls (exports.cc). Each becomes one Event of core/ports.h or
// one Input below, handed to the Sink that main.cc installs. Names reach JavaScript with a
// leading underscore. Text arrives as UTF-8 in memory that the caller frees afterwards.
//
//   chat_start(json)                     {"endpoints":{...},"credential":"...","online":true,"seed":"..."}
//   chat_http_done(id, status, body, length)        chat_http_lost(id)
//   chat_socket_opened()  chat_socket_frame(text, length)  chat_socket_closed()
//   chat_store_opened(ok)                chat_store_committed(batch, result)   result: PersistResult
//   chat_user_erased()
//   chat_srp_begun(id, public_hex)       chat_srp_answered(id, ok, signature)
//   chat_network(online)  chat_visible(visible)  chat_wake()
//   chat_frame(time_ms)                  from requestAnimationFrame, only after host_request_frame
//   chat_resize(width, height, device_pixel_ratio)  CSS px
//   chat_insets(top, right, bottom, left)           safe area and keyboard, CSS px
//   chat_scheme(dark)
//   chat_pointer(kind, x, y, button, touch)         kind: 0 move, 1 down, 2 up, 3 cancel, 4 leave
//   chat_scroll(node, top)               a scroller moved
//   chat_activate(node)                  keyboard or assistive technology pressed a twin node
//   chat_field(id, kind, text, length)   kind: 0 input, 1 submit (Enter), 2 height changed (text: px), 3 focus, 4 blur
//   chat_form(json)                      {"form":"sign_in","username":...,...}; the forms of index.html
//   chat_back()                          the History API went back
//   chat_context_lost()  chat_context_restored()
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include "core/ports.h"

namespace chat::web {

struct Frame { double time_ms = 0; };
struct Resize { float width = 0, height = 0, device_pixel_ratio = 1; };
struct Insets { float top = 0, right = 0, bottom = 0, left = 0; };
struct Scheme { bool dark = false; };
struct Pointer {
  enum class Kind : uint8_t { move, down, up, cancel, leave } kind = Kind::move;
  float x = 0, y = 0;
  int button = 0;
  bool touch = false;
};
struct Scroll { uint32_t node = 0; float top = 0; };
struct Activate { uint32_t node = 0; };
struct FieldEvent {
  enum class Kind : uint8_t { input, submit, height, focus, blur } kind = Kind::input;
  std::string id, text;
};
struct FormEvent { std::string json; };
struct Back {};
struct ContextLost {};
struct ContextRestored {};
using Input = std::variant<Frame, Resize, Insets, Scheme, Pointer, Scroll, Activate, FieldEvent, FormEvent,
                           Back, ContextLost, ContextRestored>;

struct Sink {
  void (*event)(Event event) = nullptr;
  void (*input)(Input input) = nullptr;
};
void install(Sink sink);

}  // namespace chat::web
