// UTF-8 that came from outside: check it, repair it, measure it, cut it between code points.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace chat::utf8 {

bool valid(std::string_view text);
/// Each byte that belongs to no valid sequence becomes U+FFFD.
std::string clean(std::string_view text);
/// Of valid text: how long JavaScript thinks it is.
size_t utf16_length(std::string_view text);
/// Without the white space at both ends.
std::string_view trim(std::string_view text);
/// At most `bytes_max` bytes, never half a code point.
std::string_view cut(std::string_view text, size_t bytes_max);

}  // namespace chat::utf8
