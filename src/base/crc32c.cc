#include "base/crc32c.h"
#include <array>

namespace chat {
namespace {

// Four bytes at a time: table n is for a byte that n others follow.
constexpr size_t step = 4;
using Tables = std::array<std::array<uint32_t, 256>, step>;

constexpr Tables make_tables() {
  Tables tables{};
  for (uint32_t i = 0; i < 256; ++i) {
    uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0u);
    tables[0][i] = crc;
  }
  for (size_t n = 1; n < step; ++n)
    for (size_t i = 0; i < 256; ++i)
      tables[n][i] = tables[n - 1][i] >> 8 ^ tables[0][tables[n - 1][i] & 0xff];
  return tables;
}
constexpr Tables tables = make_tables();

uint32_t byte_at(std::string_view bytes, size_t i) { return static_cast<unsigned char>(bytes[i]); }

}  // namespace

uint32_t crc32c(std::string_view bytes) {
  uint32_t crc = ~0u;
  for (; bytes.size() >= step; bytes.remove_prefix(step)) {
    crc ^= byte_at(bytes, 0) | byte_at(bytes, 1) << 8 | byte_at(bytes, 2) << 16 |
           byte_at(bytes, 3) << 24;
    crc = tables[3][crc & 0xff] ^ tables[2][crc >> 8 & 0xff] ^ tables[1][crc >> 16 & 0xff] ^
          tables[0][crc >> 24];
  }
  for (size_t i = 0; i < bytes.size(); ++i)
    crc = crc >> 8 ^ tables[0][(crc ^ byte_at(bytes, i)) & 0xff];
  return ~crc;
}

}  // namespace chat
