// Small things that several views draw: icons, avatars, marks, buttons, banners.
#pragma once
#include "ui/frame.h"

namespace chat::ui {

// --- Icons: strokes about a centre, 24 px wide unless told --------------------------------
void draw_chevron_left(ImVec2 centre, ImU32 colour);
void draw_chevron_down(ImVec2 centre, ImU32 colour);
void draw_arrow_up(ImVec2 centre, ImU32 colour);
void draw_plus(ImVec2 centre, ImU32 colour);
void draw_cross(ImVec2 centre, ImU32 colour);
void draw_check_mark(const Frame& frame, ImVec2 centre, ImU32 colour);
void draw_bubble_icon(ImVec2 centre, float width, ImU32 colour);
void draw_person_icon(ImVec2 centre, float width, ImU32 colour);

/// How far a message has come; each is a shape of 16 px.
enum class Mark : uint8_t { saving, saved, sent, read, rejected };
Mark mark_of(SendState state);
std::string_view mark_name(const Strings& say, Mark mark);
/// `clock_colour`: that of the text beside it.
void draw_mark(const Frame& frame, Mark mark, ImVec2 centre, ImU32 clock_colour);

void draw_avatar(Frame& frame, ImVec2 centre, float diameter, std::string_view name);
/// Accent pill with a number, its right edge at `right_centre`; answers its width.
float draw_count(Frame& frame, ImVec2 right_centre, int64_t count, bool exact = true);
/// "Bob is typing" and dots that the page moves.
void draw_typing(Frame& frame, std::string_view key, ImVec2 at, float width,
                 std::string_view words);
/// Grey bars where text will be.
void draw_skeleton_row(const Palette& palette, const Rect& row, float avatar);
/// A big picture, a title and a hint, in the middle of `rect`; noted as text.
void draw_empty(Frame& frame, const Rect& rect, std::string_view key, std::string_view title,
                std::string_view hint);

// --- Buttons -------------------------------------------------------------------------------
/// A round area of 44 px that shows only when touched; the icon is drawn by the caller.
Press round_button(Frame& frame, uint32_t id, std::string_view name, ImVec2 centre);
enum class Weight : uint8_t {
  quiet,       // Words only,
  quiet_risk,  // and of what destroys.
  chip,        // On the chat's background,
  chip_risk,   // and one that destroys.
  accent,      // What is meant to be pressed,
  danger,      // and what destroys.
  disabled,    // What would be meant to be pressed, but has nothing to do yet.
};
/// A rounded button with its name on it, 36 px high in a tap area of 44.
Press text_button(Frame& frame, uint32_t id, std::string_view name, const Rect& tap, Weight weight);
float text_button_width(Frame& frame, std::string_view name);

/// Back to what the panel was opened from.
void leave_panel(UiState& state);
/// Way back and heading of what covers the list of conversations; `hint` stands below it.
void draw_panel_header(Frame& frame, const Rect& rect, std::string_view title,
                       std::string_view hint = {});
/// The room that title and hint have.
float panel_title_width(const Rect& header);

}  // namespace chat::ui
