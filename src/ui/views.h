// The parts that draw() is made of. Each fills the rect it is given.
#pragma once
#include <span>
#include "ui/frame.h"

namespace chat::ui {

/// What the forms of index.html tell, and what they shall show.
void take_forms(UiState& state, UiOutput& out);
Forms show_forms(const AuthView& auth, const UiState& state);

/// Whether the client would refuse it; a banner then says why. `length`: of the text in it.
bool is_refused(Frame& frame, const Intent& intent, size_t length = 0);
/// The intent, unless the client would refuse it; then it answers false.
bool want(Frame& frame, Intent intent);
/// What the user should know about network and disk; answers how high it came out, from the
/// top of `rect`; 0 when all is well.
float draw_banners(Frame& frame, const Rect& rect);
/// "Connecting…", "Updating…", "You are offline"; empty when live.
std::string_view connection_words(const Frame& frame);
/// "Bob is typing"; empty when nobody is.
std::string typing_words(const Frame& frame, std::span<const UserId> users);
/// Notes and draws the line of a header that says how the connection is.
void draw_connection(Frame& frame, ImVec2 at, float width, std::string_view words);

void draw_conversation_list(Frame& frame, const Rect& rect);
void draw_people(Frame& frame, const Rect& rect);

/// Header, messages and composer of state.open.
void draw_conversation(Frame& frame, const Rect& rect, bool with_back);
void draw_message_log(Frame& frame, const Rect& rect);
/// Takes from the bottom of `rect`; answers how high it came out.
float draw_composer(Frame& frame, const Rect& rect);
/// What the field has told, and what it shall send.
void take_field_input(Frame& frame);

void open_message_menu(Frame& frame, const MessageId& message, ImVec2 at);
void draw_message_menu(Frame& frame);
void draw_message_info(Frame& frame);
void draw_delete_dialog(Frame& frame);
/// The field is for an answer to this message, or for its new text, until that is sent or
/// cancelled.
void begin_answer(Frame& frame, const MessageId& message);
void begin_edit(Frame& frame, const MessageId& message, std::string_view text);

void open_new_group(Frame& frame);
void draw_new_group(Frame& frame, const Rect& rect);
/// The open one.
void open_group(Frame& frame);
void draw_group(Frame& frame, const Rect& rect);
void draw_add_people(Frame& frame, const Rect& rect);
void draw_leave_dialog(Frame& frame);
/// What the field of the group's name has told.
void take_name_input(UiState& state, const FieldInput& input);

void draw_account(Frame& frame, const Rect& rect);
void take_shortcut(Frame& frame);
void draw_shortcuts(Frame& frame);
void draw_sign_out_dialog(Frame& frame);

// --- What the person has chosen ----------------------------------------------------------
void open_conversation(Frame& frame, const ConversationId& id, std::string_view title);
void close_conversation(Frame& frame);
const ConversationSummary* find_summary(const ChatClient& client, const ConversationId& id);
/// Of the open conversation.
std::string_view open_title(const Frame& frame);

}  // namespace chat::ui
