// The C functions that the page calls (exports.cc). Each becomes one Event of core/ports.h or
// one Input below, handed to the Sink that main.cc installs. Names reach JavaScript with a
// leading underscore. Text arrives as UTF-8 in memory that the caller frees afterwards.
//
//   chat_start(json, length)             once, first: {"endpoints": as config.json,
//                                        "credential", "online", "seed": 64 random bits in hex}
//   chat_http_done(id, status, date_ms, body, length)   date_ms: of the Date header; 0: unknown
//   chat_http_lost(id)
//   chat_socket_opened()  chat_socket_frame(text, length)  chat_socket_closed()
//   chat_store_opened(ok)                chat_store_committed(batch, result: PersistResult)
//   chat_user_erased()
//   chat_srp_begun(id, public_hex, length)          chat_srp_answered(id, ok, signature, length)
//   chat_network(online)  chat_visible(visible)  chat_wake()
//   chat_frame(time_ms)                  from requestAnimationFrame, only after host_request_frame
//   chat_resize(width, height, device_pixel_ratio)  CSS px
//   chat_insets(top, right, bottom, left)           safe area and keyboard, CSS px
//   chat_look(json, length)              {"language","dark","highContrast","textPercent",
//                                        "chosenLanguage","chosenTheme"}: as in Look
//   chat_pointer(kind, x, y, button, touch)         kind: 0 move, 1 down, 2 up, 3 cancel, 4 leave
//   chat_scroll(node, top)               a scroller moved
//   chat_activate(node)                  keyboard or assistive technology pressed a twin node
//   chat_menu(node, x, y, touch)         the menu of a twin node is asked for there, CSS px
//   chat_shortcut(kind)                  as ui::Shortcut: 0 help, 1 previous chat, 2 next, 3 new
//   chat_field(id, kind, text, length)   kind: 0 input, 1 submit (Enter), 2 other lines
//                                        (text: how many), 3 focus, 4 blur, 5 cancel (Escape)
//   chat_form(json, length)              {"form","username","email","password","code"}: the forms
//                                        of index.html; members as in FormEvent
//   chat_back()                          the History API went back
//   chat_context_lost()  chat_context_restored()
#pragma once
#include <cstdint>
#include <string>
#include <variant>
#include "core/ports.h"

namespace chat::web {

/// The timer of host_wake_after.
struct Wake {};
struct Frame {
  double time_ms = 0;
};
struct Resize {
  float width = 0, height = 0, device_pixel_ratio = 1;
};
struct Insets {
  float top = 0, right = 0, bottom = 0, left = 0;
};
/// How everything shall look; what was chosen is empty where the browser decides.
struct Look {
  std::string language, chosen_language, chosen_theme;
  bool dark = false, high_contrast = false;
  int text_percent = 100;
};
struct Pointer {
  enum class Kind : uint8_t { move, down, up, cancel, leave } kind = Kind::move;
  float x = 0, y = 0;
  int button = 0;
  bool touch = false;
};
struct Scroll {
  uint32_t node = 0;
  float top = 0;
};
struct Activate {
  uint32_t node = 0;
};
struct Menu {
  uint32_t node = 0;
  float x = 0, y = 0;
  bool touch = false;
};
struct Shortcut {
  int kind = 0;
};
struct FieldEvent {
  enum class Kind : uint8_t { input, submit, lines, focus, blur, cancel } kind = Kind::input;
  std::string id, text;
};
/// `form`: "sign_in", "sign_up", "confirm", "resend", "show_sign_in" or "show_sign_up".
struct FormEvent {
  std::string form, username, email, password, code;
};
struct Back {};
struct ContextLost {};
struct ContextRestored {};
using Input = std::variant<Wake, Frame, Resize, Insets, Look, Pointer, Scroll, Activate, Menu,
                           Shortcut, FieldEvent, FormEvent, Back, ContextLost, ContextRestored>;

struct Sink {
  void (*start)(uint64_t seed, Started started) = nullptr;
  void (*event)(Event event) = nullptr;
  void (*input)(Input input) = nullptr;
};
void install(Sink sink);

}  // namespace chat::web
