// Web addresses inside a message. Only http and https: nothing else is ever made a link.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

namespace chat::ui {

inline constexpr size_t links_max = 20;         // Per message; the rest stays plain text.
inline constexpr size_t link_bytes_max = 2000;  // A longer one stays plain text.

struct Link {
  size_t begin = 0, end = 0;  // Bytes of the text.
};
std::vector<Link> find_links(std::string_view text);

/// The byte at which UTF-16 code unit `units` of the text begins.
size_t byte_of_utf16(std::string_view text, int units);

}  // namespace chat::ui
