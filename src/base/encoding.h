// Small text codings: hexadecimal, base64url without padding, and a hash for file names.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace chat {

/// Lower case, `digits` long, with leading zeros.
std::string to_hex(uint64_t value, int digits);
/// Exactly `digits` lower-case digits; else nothing.
std::optional<uint64_t> from_hex(std::string_view text);
std::string to_base64url(std::string_view bytes);
/// Nothing if a character is not of the alphabet.
std::optional<std::string> from_base64url(std::string_view text);
/// FNV-1a: for names, not for secrets.
uint64_t hash64(std::string_view bytes);

}  // namespace chat
