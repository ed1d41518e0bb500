// People one below the other: to write to, to choose for a group, or only to be seen.
#pragma once
#include <functional>
#include <span>
#include "ui/frame.h"

namespace chat::ui {

struct PersonOptions {
  std::optional<bool> picked{};  // Set where people are chosen.
  bool disabled = false;
  bool is_text = false;      // Only to be seen.
  std::string_view label{};  // Instead of the name, to which the picture belongs.
};
/// True when it was pressed.
bool draw_person(Frame& frame, const User& user, const Rect& rect,
                 const PersonOptions& options = {});

using DrawPerson = std::function<void(const User& user, const Rect& rect)>;
/// A scrolled list of the rows that can be seen; asks for more people near its end.
void draw_people_rows(Frame& frame, const Rect& body, std::string_view name,
                      std::span<const User> people, const DrawPerson& draw_row);

}  // namespace chat::ui
