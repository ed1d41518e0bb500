#include "base/utf8.h"
#include <cstdint>
#include <cstring>

namespace chat::utf8 {
namespace {

bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xc0) == 0x80; }

/// Bytes of the valid sequence that `text` starts with; 0 if it starts with none.
size_t sequence_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  if (first < 0x80) return 1;
  const size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  uint32_t point = first & (0xff >> (length + 1));
  for (size_t i = 1; i < length; ++i) {
    if (!is_continuation(text[i])) return 0;
    point = point << 6 | (static_cast<unsigned char>(text[i]) & 0x3f);
  }
  if (length == 3 && (point < 0x800 || (point >= 0xd800 && point < 0xe000))) return 0;
  if (length == 4 && (point < 0x10000 || point > 0x10ffff)) return 0;
  return length;
}

/// Most text is ASCII: eight bytes at a time.
bool starts_with_ascii_word(std::string_view text) {
  uint64_t word = 0;
  if (text.size() < sizeof word) return false;
  std::memcpy(&word, text.data(), sizeof word);
  return (word & 0x8080808080808080u) == 0;
}

/// Bytes of the white space that `text` starts with: ASCII, U+00A0, U+2000..200B, 2028, 2029,
/// 202F, 205F, 3000, FEFF.
size_t space_length(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == ' ' || (text[0] >= '\t' && text[0] <= '\r')) return 1;
  if (text.starts_with("\xc2\xa0")) return 2;
  if (text.starts_with("\xe3\x80\x80") || text.starts_with("\xef\xbb\xbf")) return 3;
  if (text.starts_with("\xe2\x81\x9f")) return 3;
  if (!text.starts_with("\xe2\x80") || text.size() < 3) return 0;
  const auto last = static_cast<unsigned char>(text[2]);
  return last <= 0x8b || last == 0xa8 || last == 0xa9 || last == 0xaf ? 3 : 0;
}

}  // namespace

bool valid(std::string_view text) {
  while (!text.empty()) {
    if (starts_with_ascii_word(text)) {
      text.remove_prefix(sizeof(uint64_t));
      continue;
    }
    const size_t length = sequence_length(text);
    if (length == 0) return false;
    text.remove_prefix(length);
  }
  return true;
}

std::string clean(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    const size_t length = sequence_length(text);
    if (length == 0)
      result += "\xef\xbf\xbd";
    else
      result += text.substr(0, length);
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return result;
}

size_t utf16_length(std::string_view text) {
  size_t length = 0;
  for (const char c : text) {
    if (!is_continuation(c)) ++length;
    if (static_cast<unsigned char>(c) >= 0xf0) ++length;
  }
  return length;
}

std::string_view trim(std::string_view text) {
  while (const size_t length = space_length(text)) text.remove_prefix(length);
  while (!text.empty()) {
    size_t at = text.size() - 1;
    while (at > 0 && is_continuation(text[at])) --at;
    if (space_length(text.substr(at)) != text.size() - at) break;
    text.remove_suffix(text.size() - at);
  }
  return text;
}

std::string_view cut(std::string_view text, size_t bytes_max) {
  if (text.size() <= bytes_max) return text;
  size_t length = bytes_max;
  while (length > 0 && is_continuation(text[length])) --length;
  return text.substr(0, length);
}

}  // namespace chat::utf8
