#include "ui/ui.h"
#include "ui/strings.h"
#include "ui/views.h"

namespace chat::ui {

UiOutput draw(const ChatClient& client, UiState& state, TextPainter&, Now, int) {
  UiOutput out;
  ++state.frame;
  take_forms(state, out);
  out.semantics.title = strings::app;
  out.semantics.forms = show_forms(client.auth(), state);
  state.input = {};
  return out;
}

}  // namespace chat::ui
