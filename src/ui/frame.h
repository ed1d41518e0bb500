// What every view gets: one frame's inputs and outputs, and the few ways to draw and to be
// known. Whatever a person can read or press is noted as a Node, or it does not exist: not for
// screen readers and not for tests. Rects are page coordinates here, also inside a scroller.
#pragma once
#include <imgui.h>
#include <cstdint>
#include <string>
#include <string_view>
#include "ui/strings.h"
#include "ui/theme.h"
#include "ui/ui.h"

namespace chat::ui {

struct Frame {
  const ChatClient& client;
  UiState& state;
  UiOutput& out;
  TextPainter& painter;
  const Palette& palette;
  const Strings& say;
  Now now;
  int utc_offset_minutes = 0;
  uint32_t activated = 0;  // The node pressed without a pointer; 0 once taken.
  uint32_t parent = 0;     // Of the nodes that are noted next.
  // Set while a ScrollArea is open: from the page to the content.
  double content_x = 0, content_y = 0;
  // For readers from the right, views draw as for those from the left; then all is turned
  // around, but not what letters look like (mirror.h).
  bool mirrored = false;
};

/// Stable names for nodes, which are also Dear ImGui's ids: node_id("message", id).
uint32_t node_id(std::string_view kind, std::string_view key = {});

/// Draw again after `ms`, or earlier.
void wake_in(Frame& frame, int64_t ms);
/// Something changed that this frame has already drawn.
inline void draw_again(Frame& frame) { wake_in(frame, 0); }

/// Where the person sees it: turned around if all is.
Rect on_page(const Frame& frame, const Rect& rect);
Node& note(Frame& frame, Role role, uint32_t id, std::string_view name, const Rect& rect);

/// Nodes noted while it lives are children of `id`.
class Under {
 public:
  Under(Frame& frame, uint32_t id) : frame_(frame), before_(frame.parent) { frame.parent = id; }
  ~Under() { frame_.parent = before_; }
  Under(const Under&) = delete;
  Under& operator=(const Under&) = delete;

 private:
  Frame& frame_;
  uint32_t before_;
};

struct Press {
  bool pressed = false, hovered = false, held = false;
};
struct ButtonOptions {
  bool disabled = false;
  bool current = false;
  bool focus_composer = false;
};
/// Whether the area of `id` is pressed. Where areas overlap, the first one asked for wins.
Press hit(Frame& frame, uint32_t id, const Rect& rect);
/// Notes a button and tells whether it was pressed. Draws nothing.
Press button(Frame& frame, uint32_t id, std::string_view name, const Rect& rect,
             const ButtonOptions& options = {});

/// One of a group, of which one is chosen.
Press radio(Frame& frame, uint32_t id, std::string_view name, const Rect& rect, bool chosen);

// --- Drawing -------------------------------------------------------------------------------
inline ImVec2 corner(const Rect& r) { return {r.x, r.y}; }
inline ImVec2 far_corner(const Rect& r) { return {r.x + r.w, r.y + r.h}; }
inline ImVec2 centre(const Rect& r) { return {r.x + r.w / 2, r.y + r.h / 2}; }
inline Rect shrunk(const Rect& r, float x, float y) {
  return {r.x + x, r.y + y, r.w - 2 * x, r.h - 2 * y};
}

void fill(const Rect& rect, ImU32 colour, float radius = 0, ImDrawFlags corners = 0);
/// With the outline that much contrast asks for.
void fill_outlined(const Palette& palette, const Rect& rect, ImU32 colour, float radius);
/// Soft, around what is drawn there next.
void draw_shadow(const Palette& palette, const Rect& rect, float radius);

enum class Align : uint8_t { left, centre, right };

/// Where a line begins within its paragraph's box.
float line_x(const Frame& frame, const Paragraph& paragraph, const TextLine& line);
/// Of the text on one line.
float text_width(Frame& frame, std::string_view text, TextStyle style);
/// One line, cut with an ellipsis at `width`; answers how wide it came out.
float draw_line(Frame& frame, ImVec2 at, float width, std::string_view text, TextStyle style,
                ImU32 colour, Align align = Align::left);
/// As many lines as it takes; answers how high it came out.
float draw_paragraph(Frame& frame, ImVec2 at, float width, std::string_view text, TextStyle style,
                     ImU32 colour, Align align = Align::left);
/// All lines of what painter.layout() answered for `text`, those that can be seen.
void paint_lines(Frame& frame, const Paragraph& paragraph, ImVec2 at, std::string_view text,
                 TextStyle style, ImU32 colour);

}  // namespace chat::ui
