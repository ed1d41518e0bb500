#include "tests/ui/screen.h"
#include <gtest/gtest.h>
#include <algorithm>
#include <cfloat>
#include <cmath>
#include "base/check.h"
#include "ui/blank_font.h"
#include "ui/links.h"

namespace chat::ui::test {

using namespace chat::test;

const ConversationId with_bob = direct_conversation_id(alice, bob);

// --- Text ------------------------------------------------------------------------------------

float FixedWidthText::letter_width(TextStyle style) {
  constexpr float widths[] = {8, 8, 7, 7, 10, 9};
  return widths[static_cast<size_t>(style)];
}

float FixedWidthText::line_height(TextStyle style) {
  constexpr float heights[] = {22, 22, 18, 18, 24, 20};
  return heights[static_cast<size_t>(style)];
}

const Paragraph& FixedWidthText::layout(std::string_view text, TextStyle style, float max_width) {
  const float letter = letter_width(style);
  const int room = max_width > 0 ? std::max(1, static_cast<int>(max_width / letter)) : 1 << 30;
  paragraph_ = {};
  paragraph_.line_height = line_height(style);
  const auto end_line = [&](int begin, int end) {
    paragraph_.lines.push_back({begin, end, 0, static_cast<float>(end - begin) * letter, false});
    paragraph_.width = std::max(paragraph_.width, paragraph_.lines.back().width);
  };
  int begin = 0, at = 0, space = -1;
  for (const char c : text) {
    if ((c & 0xc0) == 0x80) continue;
    if (c == '\n') {
      end_line(begin, at);
      begin = at + 1;
      space = -1;
    } else if (at - begin >= room) {
      const int end = space > begin ? space : at;
      end_line(begin, end);
      begin = space > begin ? space + 1 : at;
      space = -1;
    }
    if (c == ' ') space = at;
    ++at;
  }
  if (at > begin || paragraph_.lines.empty()) end_line(begin, at);
  return paragraph_;
}

TextQuad FixedWidthText::paint(std::string_view text, const TextLine& line, TextStyle style,
                               ImU32 colour) {
  const size_t begin = byte_of_utf16(text, line.begin), end = byte_of_utf16(text, line.end);
  painted.push_back({std::string(text.substr(begin, end - begin)), style, colour});
  TextQuad quad;
  quad.texture = 7;
  quad.uv0.x = quad.uv1.x = static_cast<float>(painted.size() - 1);
  quad.size = {line.width, line_height(style)};
  return quad;
}

// --- The world -------------------------------------------------------------------------------

Screen::Screen(Size size) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DeltaTime = 1.f / 60;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasTextures;
  add_blank_font(*io.Fonts);
  resize(size);
}

Screen::~Screen() { ImGui::DestroyContext(); }

// --- The page --------------------------------------------------------------------------------

void Screen::resize(Size size) { ImGui::GetIO().DisplaySize = {size.width, size.height}; }

void Screen::draw() {
  text.painted.clear();
  ImGui::NewFrame();
  out = ui::draw(host.client(), state, text, host.now, 0);
  ImGui::Render();
  for (ImTextureData* texture : ImGui::GetPlatformIO().Textures) {
    if (texture->Status == ImTextureStatus_WantCreate) texture->SetTexID(1);
    texture->SetStatus(ImTextureStatus_OK);
  }
  ++frames;
  if (out.findable) {
    findable = *out.findable;
    ++times_findable;
  }
  if (!out.announce.empty()) announcements.push_back(out.announce);
  if (out.choices) {
    choices = state.choices = *out.choices;
    state.look.language = language_of(choices.language);
  }
  // As the page does: what is not shown is forgotten; heights before tops.
  std::map<uint32_t, double> shown;
  for (const Scroller& scroller : out.semantics.scrollers) {
    const Node* node = by_id(scroller.node);
    CHAT_CHECK(node != nullptr);
    const double most = std::max(0.f, scroller.content_height - node->rect.h);
    double top = std::min(tops[scroller.node], most);
    if (scroller.set_top) {
      ++scroller_moves;
      top = std::min(static_cast<double>(*scroller.set_top), most);
    }
    shown[scroller.node] = top;
    if (top != tops[scroller.node]) {
      state.input.scrolls.push_back({scroller.node, static_cast<float>(top)});
    }
  }
  tops = std::move(shown);
  std::map<std::string, std::string> held;
  for (const Field& field : out.semantics.fields) {
    held[field.id] = field.set_value ? *field.set_value : fields[field.id];
  }
  fields = std::move(held);
  for (const Intent& intent : out.intents) {
    intents.push_back(intent);
    const std::string id = host.submit(intent);
    if (std::get_if<StartGroup>(&intent)) state.started = {id};
  }
}

void Screen::settle() {
  for (int i = 0; i < 20; ++i) {
    const uint64_t revision = host.client().revision();
    draw();
    if (out.redraw_in_ms != 0 && out.intents.empty() && state.input.scrolls.empty() &&
        host.client().revision() == revision) {
      return;
    }
  }
  ADD_FAILURE() << "the screen never rests";
}

// --- The person ------------------------------------------------------------------------------

/// Scrolls it into view, as a person would.
void Screen::reveal(uint32_t id) {
  const Node* scrolled = by_id(by_id(id)->parent);
  while (scrolled != nullptr && scroller_of(*scrolled) == nullptr)
    scrolled = by_id(scrolled->parent);
  if (scrolled == nullptr) return;
  const Rect rect = on_screen(*by_id(id)), view = scrolled->rect;
  const float below = rect.y + rect.h - view.y - view.h, above = view.y - rect.y;
  if (below <= 0 && above <= 0) return;
  tops[scrolled->id] += below > 0 ? below : -above;
  state.input.scrolls.push_back({scrolled->id, static_cast<float>(tops[scrolled->id])});
  settle();
}

void Screen::click(const Node& node) {
  const uint32_t id = node.id;
  reveal(id);
  const Rect rect = on_screen(*by_id(id));
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(rect.x + rect.w / 2, rect.y + rect.h / 2);
  draw();
  io.AddMouseButtonEvent(0, true);
  draw();
  io.AddMouseButtonEvent(0, false);
  draw();
  io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  settle();
}

void Screen::press(Role role, std::string_view name) {
  state.input.activated = get(role, name).id;
  draw();
  settle();
}

void Screen::type(const std::string& value) {
  ASSERT_NE(composer(), nullptr);
  fields["composer"] = value;
  state.input.fields.push_back({FieldInput::Kind::input, "composer", value});
  settle();
}

void Screen::press_enter() {
  ASSERT_NE(composer(), nullptr);
  state.input.fields.push_back({FieldInput::Kind::submit, "composer", fields["composer"]});
  settle();
}

void Screen::scroll(Role role, double by_px) {
  const Node& node = get(role);
  const Scroller* scroller = scroller_of(node);
  ASSERT_NE(scroller, nullptr);
  const double most = std::max(0.f, scroller->content_height - node.rect.h);
  double& top = tops[node.id];
  top = std::clamp(top + by_px, 0.0, most);
  state.input.scrolls.push_back({node.id, static_cast<float>(top)});
  draw();
}

void Screen::open_menu(std::string_view words) {
  const Node& said = get(Role::text, words);
  const Rect rect = on_screen(said);
  state.input.menu = {said.parent, rect.x + 4, rect.y + 4};
  settle();
}

void Screen::rest(int64_t ms) {
  host.pass(ms);
  settle();
}

// --- What is to be seen ----------------------------------------------------------------------

const Node* Screen::find(Role role, std::string_view name) const {
  for (const Node& node : out.semantics.nodes) {
    if (node.role == role && node.name.starts_with(name)) return &node;
  }
  return nullptr;
}

const Node& Screen::get(Role role, std::string_view name) const {
  const Node* node = find(role, name);
  if (node == nullptr) {
    std::string all_names;
    for (const Node& other : out.semantics.nodes) all_names += "\n  " + other.name;
    ADD_FAILURE() << "nothing is called " << name << " among:" << all_names;
  }
  CHAT_CHECK(node != nullptr);
  return *node;
}

std::vector<const Node*> Screen::all(Role role) const {
  std::vector<const Node*> found;
  for (const Node& node : out.semantics.nodes) {
    if (node.role == role) found.push_back(&node);
  }
  return found;
}

std::vector<std::string> Screen::names(Role role) const {
  std::vector<std::string> names;
  for (const Node* node : all(role)) names.push_back(node->name);
  return names;
}

const Node* Screen::by_id(uint32_t id) const {
  for (const Node& node : out.semantics.nodes) {
    if (node.id == id) return &node;
  }
  return nullptr;
}

const Scroller* Screen::scroller_of(const Node& node) const {
  for (const Scroller& scroller : out.semantics.scrollers) {
    if (scroller.node == node.id) return &scroller;
  }
  return nullptr;
}

Rect Screen::on_screen(const Node& node) const {
  for (const Node* at = by_id(node.parent); at != nullptr; at = by_id(at->parent)) {
    if (scroller_of(*at) == nullptr) continue;
    const auto top = static_cast<float>(tops.at(at->id));
    return {at->rect.x + node.rect.x, at->rect.y + node.rect.y - top, node.rect.w, node.rect.h};
  }
  return node.rect;
}

const Field* Screen::composer() const {
  for (const Field& field : out.semantics.fields) {
    if (field.id == "composer") return &field;
  }
  return nullptr;
}

bool Screen::shows(std::string_view words) const {
  return std::ranges::any_of(text.painted,
                             [&](const auto& painted) { return painted.text == words; });
}

}  // namespace chat::ui::test
