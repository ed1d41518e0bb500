#include "canvas/picture_hash.h"
#include <cstring>

namespace chat::canvas {
namespace {

class Hash {
 public:
  void add(const void* bytes, size_t size) {
    const auto* at = static_cast<const uint8_t*>(bytes);
    add(size);
    for (; size >= 8; at += 8, size -= 8) {
      uint64_t word = 0;
      std::memcpy(&word, at, 8);
      add(word);
    }
    uint64_t rest = 0;
    if (size > 0) std::memcpy(&rest, at, size);
    add(rest);
  }
  void add(uint64_t word) {
    value_ = (value_ ^ word) * 0x9e3779b97f4a7c15u;
    value_ ^= value_ >> 32;
  }
  uint64_t value() const { return value_; }

 private:
  uint64_t value_ = 0x243f6a8885a308d3u;
};

}  // namespace

uint64_t picture_hash(const ImDrawData& data, ImU32 background) {
  Hash hash;
  hash.add(background);
  hash.add(&data.DisplayPos, sizeof data.DisplayPos);
  hash.add(&data.DisplaySize, sizeof data.DisplaySize);
  hash.add(&data.FramebufferScale, sizeof data.FramebufferScale);
  for (const ImDrawList* list : data.CmdLists) {
    hash.add(list->VtxBuffer.Data, static_cast<size_t>(list->VtxBuffer.size_in_bytes()));
    hash.add(list->IdxBuffer.Data, static_cast<size_t>(list->IdxBuffer.size_in_bytes()));
    for (const ImDrawCmd& command : list->CmdBuffer) {
      hash.add(&command.ClipRect, sizeof command.ClipRect);
      hash.add(command.GetTexID());
      hash.add(uint64_t{command.VtxOffset} << 32 | command.IdxOffset);
      hash.add(command.ElemCount);
    }
  }
  return hash.value();
}

}  // namespace chat::canvas
