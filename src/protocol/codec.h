// The few functions that the generated code calls. read() fills `out` from JSON, or answers
// false and says in `problem` where the JSON is not what the schema promises.
#pragma once
#include <optional>
#include <string>
#include <vector>
#include "base/json.h"

namespace chat::gql {

inline bool wrong(std::string& problem, const char* what) {
  problem = what;
  return false;
}

inline bool read(const json::Value& value, std::string& out, std::string& problem) {
  const std::string* text = value.string();
  if (!text) return wrong(problem, "expected a string");
  out = *text;
  return true;
}
inline bool read(const json::Value& value, int64_t& out, std::string& problem) {
  const auto number = value.integer();
  if (!number) return wrong(problem, "expected an integer");
  out = *number;
  return true;
}
inline bool read(const json::Value& value, bool& out, std::string& problem) {
  const auto truth = value.boolean();
  if (!truth) return wrong(problem, "expected a boolean");
  out = *truth;
  return true;
}
/// Leaves out the items that are null: the server could not read them, and neither can we.
template <class T>
bool read(const json::Value& value, std::vector<T>& out, std::string& problem) {
  if (!value.is_array()) return wrong(problem, "expected a list");
  for (const json::Value& item : value.items())
    if (!item.is_null() && !read(item, out.emplace_back(), problem)) return false;
  return true;
}
template <class T>
bool read(const json::Value& value, std::optional<T>& out, std::string& problem) {
  return value.is_null() || read(value, out.emplace(), problem);
}

inline bool read_object(const json::Value& value, std::string& problem) {
  return value.is_object() || wrong(problem, "expected an object");
}
template <class T>
bool read_member(const json::Value& object, const char* key, T& out, std::string& problem) {
  if (read(object.member(key), out, problem)) return true;
  problem = std::string(key) + ": " + problem;
  return false;
}

inline void write_member(json::Writer& writer, const char* key, const std::string& text) {
  writer.member(key, text);
}
inline void write_member(json::Writer& writer, const char* key, int64_t number) {
  writer.member(key, number);
}
inline void write_member(json::Writer& writer, const char* key,
                         const std::vector<std::string>& list) {
  writer.key(key).begin_array();
  for (const std::string& text : list) writer.value(text);
  writer.end_array();
}
/// Of input objects.
template <class T>
void write_member(json::Writer& writer, const char* key, const std::vector<T>& list) {
  writer.key(key).begin_array();
  for (const T& item : list) write(writer, item);
  writer.end_array();
}
/// An absent variable is left out.
template <class T>
void write_member(json::Writer& writer, const char* key, const std::optional<T>& value) {
  if (value) write_member(writer, key, *value);
}

/// A list that may be absent.
template <class T>
const std::vector<T>& items_of(const std::optional<std::vector<T>>& list) {
  static const std::vector<T> none;
  return list ? *list : none;
}

/// The body of the POST for an operation with its variables.
template <class Operation>
std::string request_body(const Operation& operation) {
  json::Writer writer;
  writer.begin_object().member("query", Operation::document);
  writer.member("operationName", Operation::operation_name);
  writer.key("variables");
  write(writer, operation);
  return writer.end_object().take();
}

/// `data` of a reply or a push, as the structs of the operation.
template <class Operation>
Result<typename Operation::Data> decode(const json::Value& data) {
  typename Operation::Data out;
  std::string problem;
  if (!read(data, out, problem)) return fail(ErrorKind::bad_data, problem);
  return out;
}

}  // namespace chat::gql
