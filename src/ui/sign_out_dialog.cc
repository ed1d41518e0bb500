#include "ui/dialog.h"
#include "ui/views.h"

namespace chat::ui {
namespace {

std::string words_of(const Frame& frame, size_t unsent) {
  if (unsent == 0) return std::string(frame.say.sign_out_keeps);
  if (unsent == 1) return std::string(frame.say.sign_out_loses_one);
  return fill_in(frame.say.sign_out_loses, static_cast<int64_t>(unsent));
}

}  // namespace

void draw_sign_out_dialog(Frame& frame) {
  const size_t unsent = frame.client.unsent_count();
  const std::string words = words_of(frame, unsent);
  const std::string_view act = unsent > 0 ? frame.say.discard_and_sign_out : frame.say.sign_out;
  if (ask(frame, "sign out", {frame.say.sign_out, words, act}) == Answer::confirm) {
    frame.out.intents.push_back(SignOut{unsent > 0});
  }
}

}  // namespace chat::ui
