// What is on the screen, for everything that is not the canvas: the transparent DOM twin
// (screen readers, selection, links, tests), the real text fields, the native scrollers, the
// sign-in forms and the window's title. Views fill it anew in every frame; app/ publishes it
// as JSON when it differs from the last one; web/twin.ts and web/fields.ts make it so.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace chat::ui {

/// Px of the views, which are CSS px at the usual text size. Inside a scroller: relative to the
/// top left of its content; else to the page.
struct Rect {
  float x = 0, y = 0, w = 0, h = 0;
};

enum class Role : uint8_t {
  group,        // <div role=group>
  banner,       // <header>
  navigation,   // <nav>
  main,         // <main>: one on each screen
  region,       // <section>
  heading,      // <h1>
  list,         // <ul>
  list_item,    // <li>
  log,          // role=log aria-live=off: the messages
  article,      // <article>: one message; its texts are children
  text,         // a <span> whose text content is `name`, selectable
  button,       // <button>
  radio_group,  // role=radiogroup
  radio,        // <button role=radio>; `current`: it is the one
  checkbox,     // <button role=checkbox>; `current`: it is checked
  link,         // <a href=value>
  status,       // role=status: polite
  alert,        // role=alert
  separator,    // role=separator
  image,        // role=img
  dialog,       // role=dialog aria-modal=true
  menu,         // role=menu; Tab and Escape lead out of it
  menu_item,    // <button role=menuitem>; `value`: what it copies
  thumb,        // Of a scroller, for a mouse only: hidden from everybody else
  typing,       // Dots that the page moves, so that no frame is drawn; only to be seen
};

struct Node {
  uint32_t id = 0;      // Stable while the thing is the same thing; never 0.
  uint32_t parent = 0;  // 0: the page.
  Role role = Role::group;
  std::string name;  // aria-label; for `text`, the text itself.
  Rect rect;
  std::string value;     // For `link`: the address; for `menu_item`: the text that it copies.
  uint32_t selects = 0;  // For `menu_item`: the `text` that is selected when it is pressed.
  int style = -1;  // For `text`: ui::TextStyle, so that the twin breaks lines as the canvas does.
  bool disabled = false, current = false, busy = false;
  bool focus_composer = false;  // Activating it focuses the composer in the same task.
};

/// A transparent native scroller over the canvas: its physics are the platform's.
struct Scroller {
  uint32_t node = 0;  // The Node that scrolls; its rect is the viewport.
  float content_height = 0;
  std::optional<float> set_top;  // Only when the program moves it.
};

/// A real, visible field that lies above the canvas.
struct Field {
  std::string id;  // "composer"
  std::string label, placeholder;
  Rect rect;
  int max_length = 0;                    // UTF-16 code units.
  bool one_line = false;                 // Scrolls sideways instead of breaking.
  std::optional<std::string> set_value;  // Only when the program changes it.
  std::optional<Rect> cut;               // What is drawn there lies above the field.
};

/// The static forms of index.html; shown while `screen` is not empty.
struct Forms {
  std::string screen;  // "", "starting", "sign_in", "sign_up", "confirm"
  std::string username;
  std::string problem;  // One sentence, role=alert.
  std::string notice;   // One sentence, role=status.
  bool busy = false;
};

struct Semantics {
  std::string title;
  bool can_go_back = false;  // A view covers another: the page keeps one history entry for it.
  Forms forms;
  std::vector<Node> nodes;
  std::vector<Scroller> scrollers;
  std::vector<Field> fields;
};

/// {"title","forms":{...},"nodes":[{"id","parent","role","name","rect":[x,y,w,h],...}],
///  "scrollers":[{"node","contentHeight","top"?}],"fields":[{...,"value"?}]}: members as above, in
/// camelCase; false, -1 and empty members are left out; role names as the enumerators. Lengths
/// come out `zoom` times as long.
std::string to_json(const Semantics& semantics, float zoom = 1);
/// The array of the nodes alone.
std::string to_json(const std::vector<Node>& nodes, float zoom);

}  // namespace chat::ui
