// The parts that draw() is made of.
#pragma once
#include "ui/ui.h"

namespace chat::ui {

/// What the forms of index.html tell, and what they shall show.
void take_forms(UiState& state, UiOutput& out);
Forms show_forms(const AuthView& auth, const UiState& state);

}  // namespace chat::ui
