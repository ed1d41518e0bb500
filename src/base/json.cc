#include "base/json.h"
#include <nlohmann/json.hpp>
#include <algorithm>
#include <limits>
#include "base/utf8.h"

namespace chat::json {
namespace {

bool needs_escape(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x20 || byte == 0x7f || c == '"' || c == '\\';
}

}  // namespace

/// Receives the parser's events. Only this file knows the library behind it.
class TreeBuilder {
 public:
  explicit TreeBuilder(Value& root) { stack_.push_back(&root); }

  bool null() { return next() != nullptr; }
  bool boolean(bool truth) { return number(Value::Kind::boolean, truth, 0); }
  bool number_integer(int64_t value) { return number(Value::Kind::integer, value, 0); }
  bool number_unsigned(uint64_t value) {
    if (value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max()))
      return number(Value::Kind::number, 0, static_cast<double>(value));
    return number(Value::Kind::integer, static_cast<int64_t>(value), 0);
  }
  bool number_float(double value, const std::string&) {
    return number(Value::Kind::number, 0, value);
  }
  bool string(std::string& text) {
    Value* value = next();
    value->kind_ = Value::Kind::string;
    value->text_ = std::move(text);
    return true;
  }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(size_t) { return start(Value::Kind::object); }
  bool start_array(size_t) { return start(Value::Kind::array); }
  bool key(std::string& name) {
    stack_.back()->keys_.push_back(std::move(name));
    return true;
  }
  bool end_object() { return end(); }
  bool end_array() { return end(); }
  bool parse_error(size_t, const std::string&, const nlohmann::json::exception&) { return false; }

 private:
  Value* next() {
    Value* top = stack_.back();
    if (top->kind_ != Value::Kind::object && top->kind_ != Value::Kind::array) return top;
    return &top->items_.emplace_back();
  }
  bool number(Value::Kind kind, int64_t integer, double number) {
    Value* value = next();
    value->kind_ = kind;
    value->integer_ = integer;
    value->number_ = number;
    return true;
  }
  bool start(Value::Kind kind) {
    if (stack_.size() > depth_max) return false;
    Value* value = next();
    value->kind_ = kind;
    stack_.push_back(value);
    return true;
  }
  bool end() {
    stack_.pop_back();
    return true;
  }

  std::vector<Value*> stack_;  // Stays valid: only the items of the top one grow.
};

std::optional<int64_t> Value::integer() const {
  if (kind_ != Kind::integer) return std::nullopt;
  return integer_;
}

std::optional<bool> Value::boolean() const {
  if (kind_ != Kind::boolean) return std::nullopt;
  return integer_ != 0;
}

const Value& Value::member(std::string_view key) const {
  static const Value null;
  for (size_t i = 0; i < keys_.size() && i < items_.size(); ++i)
    if (keys_[i] == key) return items_[i];
  return null;
}

Result<Value> parse(std::string_view text) {
  Value root;
  TreeBuilder builder(root);
  if (!nlohmann::json::sax_parse(text.begin(), text.end(), &builder))
    return fail(ErrorKind::bad_data, "not JSON");
  return root;
}

Result<std::string> string(const Value& object, const char* key) {
  if (const std::string* text = object.member(key).string()) return *text;
  return fail(ErrorKind::bad_data, std::string(key) + ": expected a string");
}

Result<int64_t> integer(const Value& object, const char* key) {
  if (auto number = object.member(key).integer()) return *number;
  return fail(ErrorKind::bad_data, std::string(key) + ": expected an integer");
}

Writer& Writer::key(std::string_view name) {
  separate();
  quote(name);
  text_ += ':';
  first_ = true;
  return *this;
}

Writer& Writer::value(std::string_view text) {
  separate();
  quote(text);
  return *this;
}

Writer& Writer::value(int64_t number) {
  separate();
  text_ += std::to_string(number);
  return *this;
}

Writer& Writer::value(bool truth) {
  separate();
  text_ += truth ? "true" : "false";
  return *this;
}

Writer& Writer::null() {
  separate();
  text_ += "null";
  return *this;
}

Writer& Writer::open(char bracket) {
  separate();
  text_ += bracket;
  first_ = true;
  return *this;
}

Writer& Writer::close(char bracket) {
  text_ += bracket;
  first_ = false;
  return *this;
}

void Writer::separate() {
  if (!first_) text_ += ',';
  first_ = false;
}

void Writer::quote(std::string_view text) {
  std::string cleaned;
  if (!utf8::valid(text)) text = cleaned = utf8::clean(text);
  text_ += '"';
  for (;;) {
    const auto special = std::ranges::find_if(text, needs_escape);
    const auto plain = static_cast<size_t>(special - text.begin());
    text_.append(text, 0, plain);
    if (special == text.end()) break;
    escape(*special);
    text.remove_prefix(plain + 1);
  }
  text_ += '"';
}

void Writer::escape(char c) {
  static constexpr char digits[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '\n') {
    text_ += "\\n";
  } else if (byte < 0x20 || byte == 0x7f) {
    text_ += "\\u00";
    text_ += digits[byte >> 4];
    text_ += digits[byte & 15];
  } else {
    text_ += '\\';
    text_ += c;
  }
}

}  // namespace chat::json
