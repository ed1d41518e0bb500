// Whether two frames would be the same picture: a number of all that decides what is drawn,
// except for the pixels of textures.
#pragma once
#include <imgui.h>
#include <cstdint>

namespace chat::canvas {

uint64_t picture_hash(const ImDrawData& data, ImU32 background);

}  // namespace chat::canvas
