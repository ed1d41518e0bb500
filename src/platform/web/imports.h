// The C functions that the page provides. library.js forwards each to Module.host, which
// web/host.ts implements. Text is UTF-8 with a length; ids and times are doubles. None of
// them calls back into C++ before it returns.
#pragma once
#include <cstdint>

extern "C" {

// --- Network -------------------------------------------------------------------------------
/// Answers with chat_http_done or chat_http_lost. `headers`: a JSON object.
void host_http_post(double id, const char* url, const char* headers, const char* body,
                    int body_length);
void host_http_cancel(double id);
/// `protocols`: JSON array. Answers with chat_socket_opened or chat_socket_closed.
void host_socket_open(const char* url, const char* protocols);
void host_socket_send(const char* text, int length);
void host_socket_close();

// --- Storage: IDBFS mounts, written only by host_store_commit (see store.ts) -----------------
/// Mounts, claims the next epoch, populates; answers with chat_store_opened.
void host_store_open(const char* mount);
/// Commits files that C++ has just written to, or removed from, the mount in memory, as one
/// transaction. `puts`, `deletes`: JSON arrays of absolute paths. Answers with
/// chat_store_committed.
void host_store_commit(double batch, const char* mount, const char* puts, const char* deletes,
                       int strict);
/// Answers with chat_user_erased.
void host_user_erase(const char* mount);
void host_credential_save(const char* bytes, int length);

// --- SRP (crypto.ts); answers with chat_srp_begun and chat_srp_answered ----------------------
void host_srp_begin(double id);
/// `parameters`: a JSON object with the members of chat::AnswerSrp.
void host_srp_answer(double id, const char* parameters);

// --- The frame loop --------------------------------------------------------------------------
/// One timer for the whole program: calls chat_wake; a negative delay clears it.
void host_wake_after(double delay_ms);
/// Calls chat_frame at the next animation frame.
void host_request_frame();

// --- Text (text.ts): the browser lays out and paints -----------------------------------------
/// One line of laid-out text. Offsets are in UTF-16 code units of the text; lengths in CSS px.
struct TextLine {
  int32_t begin, end;
  float x, width;  // Within the paragraph's box.
  int32_t rtl;     // Direction of the line's paragraph.
};
/// Lays out `text` in `style` (index into web/text.ts styles) at most `max_width` CSS px wide;
/// without limit if that is not positive. Writes up to `capacity` lines, the height of one line
/// and the width of the box; returns how many lines there are.
int host_text_layout(const char* text, int length, int style, float max_width,
                     struct TextLine* lines, int capacity, float* line_height, float* width);
/// Paints one line of the text, in device pixels, into the page's canvas at (x, y, width, height).
/// The line box starts at (left, top) in there. `colour`: ImU32, red in the lowest byte.
void host_text_paint(int page, int x, int y, int width, int height, const char* text, int length,
                     int begin, int end, int style, int rtl, float left, float top, uint32_t colour,
                     float device_pixel_ratio);
/// Uploads what was painted since the last call into the page's GL texture.
void host_text_upload(int page, uint32_t texture, int width, int height);
void host_text_forget(int page);

// --- The document ----------------------------------------------------------------------------
/// What is on the screen, as JSON: the twin, the fields, the scrollers, the forms, the title.
/// Shape: see src/ui/semantics.h and web/twin.ts. Called only when it differs from the last.
void host_publish(const char* json, int length);
/// What the browser's search finds though it is not on the screen: nodes of the twin, as JSON.
/// Called only when they are not the last ones.
void host_findable(const char* json, int length);
/// What the person chose in the settings, for the page to keep and to answer with chat_look:
/// {"language","theme","textPercent"}, as in ui::Choices.
void host_choose(const char* json, int length);
/// Something was written here: the browser is asked once not to throw away what is stored.
void host_keep_storage();
/// The newest messages of others, for the polite live region.
void host_announce(const char* text, int length);
}
