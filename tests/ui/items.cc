#include "tests/ui/items.h"
#include <imgui.h>
#include <imgui_internal.h>

namespace {

std::vector<chat::ui::test::Item> items;

}  // namespace

void ImGuiTestEngineHook_ItemAdd(ImGuiContext* context, ImGuiID id, const ImRect& box,
                                 const ImGuiLastItemData*) {
  if (ImGui::FindWindowByID(id) != nullptr) return;
  if (context->CurrentWindow->IsFallbackWindow) return;  // ImGui's own, and never seen.
  items.push_back({id, {box.Min.x, box.Min.y, box.GetWidth(), box.GetHeight()}});
}
void ImGuiTestEngineHook_ItemInfo(ImGuiContext*, ImGuiID, const char*, ImGuiItemStatusFlags) {}
void ImGuiTestEngineHook_Log(ImGuiContext*, const char*, ...) {}
const char* ImGuiTestEngine_FindItemDebugLabel(ImGuiContext*, ImGuiID) { return nullptr; }

namespace chat::ui::test {

std::vector<Item> heard_items() { return items; }

void forget_items() {
  items.clear();
  ImGui::GetCurrentContext()->TestEngineHookItems = true;
}

}  // namespace chat::ui::test
