#include "ui/views.h"
#include "ui/strings.h"

namespace chat::ui {
namespace {

std::string screen_name(const AuthView& auth, const UiState& state) {
  switch (auth.screen) {
    case AuthScreen::starting:
      return "starting";
    case AuthScreen::sign_in:
      return state.sign_up ? "sign_up" : "sign_in";
    case AuthScreen::confirm:
      return "confirm";
    case AuthScreen::signed_in:
      return "";
  }
  return "";
}

}  // namespace

void take_forms(UiState& state, UiOutput& out) {
  for (FormInput& input : state.input.forms) {
    if (input.form == "show_sign_in") state.sign_up = false;
    if (input.form == "show_sign_up") state.sign_up = true;
    if (input.form == "sign_in") {
      out.intents.push_back(SignIn{std::move(input.username), std::move(input.password)});
    } else if (input.form == "sign_up") {
      out.intents.push_back(
          SignUp{std::move(input.username), std::move(input.email), std::move(input.password)});
    } else if (input.form == "confirm") {
      out.intents.push_back(ConfirmSignUp{std::move(input.username), std::move(input.code)});
    } else if (input.form == "resend") {
      out.intents.push_back(ResendCode{std::move(input.username)});
    }
  }
}

Forms show_forms(const AuthView& auth, const UiState& state) {
  const Strings& say = strings_of(state.look.language);
  Forms forms;
  forms.screen = screen_name(auth, state);
  if (forms.screen.empty()) return forms;
  forms.username = auth.username;
  forms.problem = problem_words(say, auth.problem);
  if (auth.screen == AuthScreen::confirm && auth.problem == AuthProblem::none) {
    forms.notice = auth.code_resent ? say.code_sent : say.enter_code;
  }
  forms.busy = auth.busy;
  return forms;
}

}  // namespace chat::ui
