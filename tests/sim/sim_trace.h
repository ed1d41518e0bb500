// A running hash over everything that passes the border of a client, in order. Two runs of one
// seed must end with the same number, on every machine and in every build.
#pragma once
#include <cstdint>
#include <cstring>
#include <string_view>

namespace chat::sim {

class SimTrace {
 public:
  void add(uint64_t number) {
    hash_ ^= number;
    hash_ *= 0x9e3779b97f4a7c15u;
    hash_ ^= hash_ >> 32;
  }
  void add(std::string_view bytes) {
    add(bytes.size());
    while (bytes.size() >= 8) {
      uint64_t word = 0;
      std::memcpy(&word, bytes.data(), 8);
      add(word);
      bytes.remove_prefix(8);
    }
    uint64_t rest = 0;
    std::memcpy(&rest, bytes.data(), bytes.size());
    add(rest);
  }
  uint64_t hash() const { return hash_; }

 private:
  uint64_t hash_ = 0xcbf29ce484222325u;
};

}  // namespace chat::sim
