// JSON as a tree that cannot be misread: every accessor is total and answers with an empty
// value where the text says something else. parse() bounds the depth, Writer escapes.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>
#include "base/result.h"

namespace chat::json {

constexpr int depth_max = 64;

class Value {
 public:
  struct Member;

  bool is_null() const { return kind_ == Kind::null; }
  bool is_object() const { return kind_ == Kind::object; }
  bool is_array() const { return kind_ == Kind::array; }
  /// Null pointer, or nothing, where the value is of another kind.
  const std::string* string() const { return kind_ == Kind::string ? &text_ : nullptr; }
  std::optional<int64_t> integer() const;
  std::optional<bool> boolean() const;
  /// Empty unless an array.
  const std::vector<Value>& items() const { return items_; }
  /// A null value where this is no object or has no such member.
  const Value& member(std::string_view key) const;

 private:
  friend class TreeBuilder;
  enum class Kind : uint8_t { null, boolean, integer, number, string, array, object };

  Kind kind_ = Kind::null;
  int64_t integer_ = 0;
  double number_ = 0;
  std::string text_;
  std::vector<Value> items_;
  std::vector<std::string> keys_;  // Of an object: the names of items_.
};

/// Also refuses what is nested deeper than depth_max and what is not UTF-8.
Result<Value> parse(std::string_view text);

/// Members of an object that must be there; the error names the member.
Result<std::string> string(const Value& object, const char* key);
Result<int64_t> integer(const Value& object, const char* key);

/// Writes JSON text piece by piece. Bytes that are not UTF-8 become U+FFFD.
class Writer {
 public:
  Writer& begin_object() { return open('{'); }
  Writer& end_object() { return close('}'); }
  Writer& begin_array() { return open('['); }
  Writer& end_array() { return close(']'); }
  Writer& key(std::string_view name);
  Writer& value(std::string_view text);
  Writer& value(const std::string& text) { return value(std::string_view(text)); }
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(int64_t number);
  Writer& value(bool truth);
  Writer& null();
  template <class T>
  Writer& member(std::string_view name, const T& content) {
    return key(name).value(content);
  }
  std::string take() { return std::move(text_); }

 private:
  Writer& open(char bracket);
  Writer& close(char bracket);
  void separate();
  void quote(std::string_view text);
  void escape(char c);

  std::string text_;
  bool first_ = true;
};

}  // namespace chat::json
