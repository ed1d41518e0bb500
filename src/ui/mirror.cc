#include "ui/mirror.h"
#include <imgui.h>
#include <vector>

namespace chat::ui {
namespace {

/// A quad of a text page: two triangles of four vertices, the first its top left.
void move_quad(ImDrawVert* quad, float width) {
  const float shift = width - quad[0].pos.x - quad[2].pos.x;
  for (int i = 0; i < 4; ++i) quad[i].pos.x += shift;
}

}  // namespace

void mirror_window() {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float width = ImGui::GetIO().DisplaySize.x;
  std::vector<bool> turned(static_cast<size_t>(list.VtxBuffer.Size));
  for (ImDrawCmd& command : list.CmdBuffer) {
    command.ClipRect = {width - command.ClipRect.z, command.ClipRect.y, width - command.ClipRect.x,
                        command.ClipRect.w};
    const ImDrawIdx* indices = list.IdxBuffer.Data + command.IdxOffset;
    ImDrawVert* vertices = list.VtxBuffer.Data + command.VtxOffset;
    const bool is_text = command.TexRef._TexData == nullptr;  // Only shapes use ImGui's own.
    if (is_text) {
      for (unsigned i = 0; i < command.ElemCount; i += 6) move_quad(vertices + indices[i], width);
      continue;
    }
    for (unsigned i = 0; i < command.ElemCount; ++i) {
      if (turned[command.VtxOffset + indices[i]]) continue;
      turned[command.VtxOffset + indices[i]] = true;
      vertices[indices[i]].pos.x = width - vertices[indices[i]].pos.x;
    }
  }
}

MirroredMouse::MirroredMouse(bool mirrored) : x_(ImGui::GetIO().MousePos.x) {
  ImGuiIO& io = ImGui::GetIO();
  if (mirrored && ImGui::IsMousePosValid()) io.MousePos.x = io.DisplaySize.x - x_;
}

MirroredMouse::~MirroredMouse() { ImGui::GetIO().MousePos.x = x_; }

}  // namespace chat::ui
