#include "ui/semantics.h"
#include <cmath>
#include <cstdio>
#include <string_view>

namespace chat::ui {
namespace {

std::string_view name_of(Role role) {
  switch (role) {
    case Role::group:
      return "group";
    case Role::banner:
      return "banner";
    case Role::navigation:
      return "navigation";
    case Role::main:
      return "main";
    case Role::region:
      return "region";
    case Role::heading:
      return "heading";
    case Role::list:
      return "list";
    case Role::list_item:
      return "list_item";
    case Role::log:
      return "log";
    case Role::article:
      return "article";
    case Role::text:
      return "text";
    case Role::button:
      return "button";
    case Role::radio_group:
      return "radio_group";
    case Role::radio:
      return "radio";
    case Role::checkbox:
      return "checkbox";
    case Role::link:
      return "link";
    case Role::status:
      return "status";
    case Role::alert:
      return "alert";
    case Role::separator:
      return "separator";
    case Role::image:
      return "image";
    case Role::dialog:
      return "dialog";
    case Role::menu:
      return "menu";
    case Role::menu_item:
      return "menu_item";
    case Role::thumb:
      return "thumb";
    case Role::typing:
      return "typing";
  }
  return "group";
}

/// Appends members to one JSON object; those that say nothing are left out.
class Object {
 public:
  explicit Object(std::string& out, float zoom = 1) : out_(out), zoom_(zoom) { out_ += '{'; }
  ~Object() { out_ += '}'; }
  Object(const Object&) = delete;
  Object& operator=(const Object&) = delete;

  std::string& key(std::string_view name) {
    if (out_.back() != '{') out_ += ',';
    out_ += '"';
    out_ += name;
    out_ += "\":";
    return out_;
  }
  void flag(std::string_view name, bool value) {
    if (value) key(name) += "true";
  }
  void integer(std::string_view name, int64_t value) { key(name) += std::to_string(value); }
  void length(std::string_view name, float value) { append_number(key(name), value * zoom_); }
  void text(std::string_view name, std::string_view value) {
    if (!value.empty()) any_text(name, value);
  }
  void any_text(std::string_view name, std::string_view value) { append_text(key(name), value); }
  void rect(std::string_view name, const Rect& rect) {
    key(name) += '[';
    const float sides[] = {rect.x, rect.y, rect.w, rect.h};
    for (int i = 0; i < 4; ++i) {
      if (i > 0) out_ += ',';
      append_number(out_, sides[i] * zoom_);
    }
    out_ += ']';
  }

 private:
  /// Hundredths of a px are enough; a number that is none becomes 0.
  static void append_number(std::string& out, float value) {
    if (!std::isfinite(value)) value = 0;
    const auto hundredths = static_cast<int64_t>(std::llround(static_cast<double>(value) * 100));
    const int64_t rest = std::abs(hundredths % 100);
    if (hundredths < 0) out += '-';
    out += std::to_string(std::abs(hundredths / 100));
    if (rest == 0) return;
    out += '.';
    out += static_cast<char>('0' + rest / 10);
    if (rest % 10 != 0) out += static_cast<char>('0' + rest % 10);
  }
  static void append_text(std::string& out, std::string_view value) {
    out += '"';
    for (const char c : value) {
      const auto byte = static_cast<unsigned char>(c);
      if (c == '"' || c == '\\') {
        out += '\\';
        out += c;
      } else if (byte < 0x20 || byte == 0x7f) {
        char escape[8];
        std::snprintf(escape, sizeof escape, "\\u%04x", byte);
        out += escape;
      } else {
        out += c;
      }
    }
    out += '"';
  }

  std::string& out_;
  float zoom_;
};

void append(std::string& out, const Forms& forms) {
  Object object(out);
  object.text("screen", forms.screen);
  object.text("username", forms.username);
  object.text("problem", forms.problem);
  object.text("notice", forms.notice);
  object.flag("busy", forms.busy);
}

void append(std::string& out, const Node& node, float zoom) {
  Object object(out, zoom);
  object.integer("id", node.id);
  if (node.parent != 0) object.integer("parent", node.parent);
  object.text("role", name_of(node.role));
  object.text("name", node.name);
  object.rect("rect", node.rect);
  object.text("value", node.value);
  if (node.selects != 0) object.integer("selects", node.selects);
  if (node.style >= 0) object.integer("style", node.style);
  object.flag("disabled", node.disabled);
  object.flag("current", node.current);
  object.flag("busy", node.busy);
  object.flag("focusComposer", node.focus_composer);
}

void append(std::string& out, const Scroller& scroller, float zoom) {
  Object object(out, zoom);
  object.integer("node", scroller.node);
  object.length("contentHeight", scroller.content_height);
  if (scroller.set_top) object.length("top", *scroller.set_top);
}

void append(std::string& out, const Field& field, float zoom) {
  Object object(out, zoom);
  object.text("id", field.id);
  object.text("label", field.label);
  object.text("placeholder", field.placeholder);
  object.rect("rect", field.rect);
  object.integer("maxLength", field.max_length);
  object.flag("oneLine", field.one_line);
  if (field.set_value) object.any_text("value", *field.set_value);
  if (field.cut) object.rect("cut", *field.cut);
}

template <class Item>
void append_all(std::string& out, const std::vector<Item>& items, float zoom) {
  out += '[';
  for (const Item& item : items) {
    if (out.back() != '[') out += ',';
    append(out, item, zoom);
  }
  out += ']';
}

}  // namespace

std::string to_json(const Semantics& semantics, float zoom) {
  std::string out;
  {
    Object object(out);
    object.text("title", semantics.title);
    object.flag("canGoBack", semantics.can_go_back);
    append(object.key("forms"), semantics.forms);
    append_all(object.key("nodes"), semantics.nodes, zoom);
    append_all(object.key("scrollers"), semantics.scrollers, zoom);
    append_all(object.key("fields"), semantics.fields, zoom);
  }
  return out;
}

std::string to_json(const std::vector<Node>& nodes, float zoom) {
  std::string out;
  append_all(out, nodes, zoom);
  return out;
}

}  // namespace chat::ui
