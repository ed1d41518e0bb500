#include "ui/ui.h"
#include <algorithm>
#include <cmath>
#include <utility>
#include "ui/mirror.h"
#include "ui/views.h"
#include "ui/widgets.h"

namespace chat::ui {
namespace {

constexpr ImGuiWindowFlags root_flags =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
    ImGuiWindowFlags_NoNav | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollWithMouse |
    ImGuiWindowFlags_NoBringToFrontOnFocus;

bool is_wide(const Rect& area) { return area.w >= size::wide_from; }

void take_scrolls(Frame& frame) {
  for (const ScrollInput& input : frame.state.input.scrolls) {
    const auto found = frame.state.scrolls.find(input.node);
    if (found == frame.state.scrolls.end()) continue;
    ScrollState& scroll = found->second;
    // What the program itself has set comes back as an event too.
    if (std::abs(scroll.top - input.top) < 1) continue;
    scroll.top = input.top;
    scroll.moved = frame.now.monotonic;
    scroll.moving = scroll.scrolled = true;
  }
}

/// The platform's way back: closes what covers something else, the topmost first.
void go_back(Frame& frame, bool wide) {
  UiState& state = frame.state;
  if (state.dialog != Dialog::none) {
    state.dialog = Dialog::none;
  } else if (state.panel != Panel::conversations) {
    leave_panel(state);
  } else if (!wide) {
    close_conversation(frame);
  }
}

bool can_go_back(const UiState& state, bool wide) {
  return state.dialog != Dialog::none || state.panel != Panel::conversations ||
         (!wide && !state.open.empty());
}

void draw_list_pane(Frame& frame, const Rect& rect, Role role) {
  const uint32_t pane = node_id("list pane");
  note(frame, role, pane, frame.say.conversations, rect);
  const Under under(frame, pane);
  switch (frame.state.panel) {
    case Panel::conversations:
      return draw_conversation_list(frame, rect);
    case Panel::people:
      return draw_people(frame, rect);
    case Panel::account:
      return draw_account(frame, rect);
    case Panel::new_group:
      return draw_new_group(frame, rect);
    case Panel::group:
      return draw_group(frame, rect);
    case Panel::add_people:
      return draw_add_people(frame, rect);
  }
}

void draw_conversation_pane(Frame& frame, const Rect& rect, bool wide) {
  const uint32_t pane = node_id("conversation pane");
  const bool open = !frame.state.open.empty();
  note(frame, Role::main, pane,
       open ? fill_in(frame.say.conversation_with, {open_title(frame)})
            : std::string(frame.say.nothing_open),
       rect);
  const Under under(frame, pane);
  if (open) return draw_conversation(frame, rect, !wide);
  fill(rect, frame.palette.chat_background);
  draw_empty(frame, rect, "nothing open", frame.say.nothing_open, frame.say.nothing_open_hint);
}

void draw_panes(Frame& frame, const Rect& area) {
  if (!is_wide(area)) {
    const bool covered = frame.state.panel != Panel::conversations;
    if (!frame.state.open.empty() && !covered) return draw_conversation_pane(frame, area, false);
    return draw_list_pane(frame, area, Role::main);
  }
  const Rect list{area.x, area.y, size::list_width, area.h};
  const Rect rest{list.x + list.w + 1, area.y, area.w - list.w - 1, area.h};
  draw_list_pane(frame, list, Role::navigation);
  fill({list.x + list.w, area.y, 1, area.h}, frame.palette.line);
  draw_conversation_pane(frame, rest, true);
}

/// A group that was left, here or on another device.
void close_what_is_gone(Frame& frame) {
  if (frame.state.open.empty()) return;
  bool& known = frame.state.conversations[frame.state.open].known;
  const bool here = find_summary(frame.client, frame.state.open) != nullptr;
  if (known && !here)
    close_conversation(frame);
  else
    known = here;
}

std::string title_of(const Frame& frame) {
  int64_t unread = 0;
  for (const ConversationSummary& summary : frame.client.conversations()) {
    unread += summary.unread;
  }
  const std::string app(frame.say.app);
  return unread > 0 ? "(" + std::to_string(unread) + ") " + app : app;
}

void draw_signed_in(Frame& frame) {
  UiState& state = frame.state;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const Insets& in = state.insets;
  Rect area{in.left, in.top, screen.x - in.left - in.right, screen.y - in.top - in.bottom};
  const bool wide = is_wide(area);
  take_field_input(frame);  // What was typed before somebody left belongs where he was.
  if (std::exchange(state.input.back, false)) go_back(frame, wide);
  take_shortcut(frame);
  if (!state.started.empty()) {
    state.panel = Panel::conversations;
    open_conversation(frame, std::exchange(state.started, {}), state.group_name);
  }
  close_what_is_gone(frame);
  // While a dialog is open, nothing else can be pressed.
  const uint32_t activated = frame.activated;
  if (state.dialog != Dialog::none) frame.activated = 0;

  const bool has_name_box = state.panel == Panel::new_group || state.panel == Panel::group;
  if (!has_name_box) state.name_shown = Panel::conversations;
  const float banners = draw_banners(frame, area);
  area.y += banners;
  area.h -= banners;
  draw_panes(frame, area);
  frame.activated = activated;
  frame.out.semantics.title = title_of(frame);
  frame.out.semantics.can_go_back = can_go_back(state, wide);
}

void draw_dialog(Frame& frame) {
  switch (frame.state.dialog) {
    case Dialog::none:
      return;
    case Dialog::sign_out:
      return draw_sign_out_dialog(frame);
    case Dialog::message_menu:
      return draw_message_menu(frame);
    case Dialog::message_info:
      return draw_message_info(frame);
    case Dialog::delete_message:
      return draw_delete_dialog(frame);
    case Dialog::leave_group:
      return draw_leave_dialog(frame);
    case Dialog::shortcuts:
      return draw_shortcuts(frame);
  }
}

/// Nothing of one person's is left for the next.
void forget_person(UiState& state) {
  UiState fresh;
  fresh.look = state.look;
  fresh.choices = state.choices;
  fresh.window_visible = state.window_visible;
  fresh.insets = state.insets;
  fresh.sign_up = state.sign_up;
  fresh.frame = state.frame;
  fresh.input = std::move(state.input);
  state = std::move(fresh);
}

}  // namespace

UiOutput draw(const ChatClient& client, UiState& state, TextPainter& painter, Now now,
              int utc_offset_minutes) {
  UiOutput out;
  const Look& look = state.look;
  Frame frame{client,
              state,
              out,
              painter,
              palette(look.dark, look.high_contrast),
              strings_of(look.language),
              now,
              utc_offset_minutes};
  frame.mirrored = is_right_to_left(look.language);
  const MirroredMouse mouse(frame.mirrored);
  ++state.frame;
  frame.activated = state.input.activated;
  out.semantics.title = frame.say.app;
  take_forms(state, out);
  out.semantics.forms = show_forms(client.auth(), state);
  take_scrolls(frame);

  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2(0, 0));
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.f);
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({0, 0});
  ImGui::SetNextWindowSize(screen);
  ImGui::Begin("root", nullptr, root_flags);
  fill({0, 0, screen.x, screen.y}, frame.palette.surface);
  if (client.auth().screen == AuthScreen::signed_in) {
    draw_signed_in(frame);
  } else {
    if (state.findable.log != 0) out.findable.emplace();
    forget_person(state);
  }
  if (frame.mirrored) mirror_window();
  ImGui::End();
  draw_dialog(frame);
  ImGui::PopStyleVar(2);
  state.input = {};
  return out;
}

}  // namespace chat::ui
