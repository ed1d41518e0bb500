#include "ui/links.h"
#include <algorithm>
#include <cctype>

namespace chat::ui {
namespace {

bool is_word(char c) { return std::isalnum(static_cast<unsigned char>(c)) || (c & 0x80) != 0; }

bool ends_address(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || byte == 0x7f || c == '<' || c == '>' || c == '"' || c == '\\' || c == '^' ||
         c == '`' || c == '{' || c == '|' || c == '}';
}

bool starts_with(std::string_view text, std::string_view lower_case) {
  if (text.size() < lower_case.size()) return false;
  for (size_t i = 0; i < lower_case.size(); ++i) {
    if (std::tolower(static_cast<unsigned char>(text[i])) != lower_case[i]) return false;
  }
  return true;
}

size_t scheme_length(std::string_view text) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (starts_with(text, scheme)) return scheme.size();
  }
  return 0;
}

/// Without the punctuation of the sentence around it; a bracket that was opened inside stays.
size_t without_trailing_punctuation(std::string_view address) {
  size_t end = address.size();
  while (end > 0) {
    const char c = address[end - 1];
    const std::string_view before = address.substr(0, end);
    const bool closes = c == ')' && std::count(before.begin(), before.end(), '(') <
                                        std::count(before.begin(), before.end(), ')');
    if (!closes && std::string_view(".,;:!?'*_]").find(c) == std::string_view::npos) break;
    --end;
  }
  return end;
}

}  // namespace

std::vector<Link> find_links(std::string_view text) {
  std::vector<Link> links;
  size_t at = 0;
  while (links.size() < links_max) {
    at = text.find_first_of("hH", at);
    if (at == std::string_view::npos) break;
    const size_t scheme = scheme_length(text.substr(at));
    if (scheme == 0 || (at > 0 && is_word(text[at - 1]))) {
      ++at;
      continue;
    }
    size_t end = at + scheme;
    while (end < text.size() && !ends_address(text[end])) ++end;
    end = at + without_trailing_punctuation(text.substr(at, end - at));
    const bool has_host = end > at + scheme && is_word(text[at + scheme]);
    if (has_host && end - at <= link_bytes_max) links.push_back({at, end});
    at = std::max(end, at + scheme);
  }
  return links;
}

size_t byte_of_utf16(std::string_view text, int units) {
  size_t at = 0;
  while (at < text.size() && units > 0) {
    units -= (static_cast<unsigned char>(text[at]) & 0xf8) == 0xf0 ? 2 : 1;
    ++at;
    while (at < text.size() && (text[at] & 0xc0) == 0x80) ++at;
  }
  return at;
}

}  // namespace chat::ui
