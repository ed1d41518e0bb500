// The chat client without I/O. It owns all chat state and never waits, reads a clock,
// touches a socket or draws. Drive it so:
//   A. read     the getters: plain data, valid until the next B or C.
//   B. handle   an Event from the world.
//   C. submit   an Intent from the user.
//   D. poll     poll_effect() until empty, then next_deadline(); do this after every B or C.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>
#include "core/intents.h"
#include "core/model.h"
#include "core/ports.h"

namespace chat {

/// Which form or screen the user should see, and what went wrong with the last try.
enum class AuthScreen : uint8_t { starting, sign_in, confirm, signed_in };
enum class AuthProblem : uint8_t {
  none,
  wrong_password,  // Also an unknown user: Cognito does not tell them apart.
  wrong_code,
  expired_code,
  weak_password,
  name_taken,
  invalid_input,  // The server did not like the form of a field.
  too_many_tries,
  session_ended,  // Revoked or expired for good: sign in again; everything is kept.
  no_network,
  server_trouble,   // An answer we cannot use.
  unsent_messages,  // SignOut refused: the outbox is not empty.
};
struct AuthView {
  AuthScreen screen = AuthScreen::starting;
  AuthProblem problem = AuthProblem::none;
  bool busy = false;
  bool code_resent = false;
  std::string username;  // For `confirm` and for filling the sign-in form.
  bool operator==(const AuthView&) const = default;
};

enum class Connection : uint8_t {
  offline,      // The browser says there is no network.
  connecting,   // Also waiting to try again.
  catching_up,  // Connected; what was missed is on its way.
  live,
};

/// Something the user must know that no message row can say.
enum class StorageTrouble : uint8_t {
  none,
  damaged_data,     // A cache file was damaged: it is being loaded again.
  damaged_message,  // One that was never sent cannot be read; its file stays until DismissDamage.
  disk_full,
  not_saving,
  taken_over,     // Another window writes this store now: this one does nothing any more.
  later_version,  // A later version of the program wrote it: this one touches nothing.
};

/// Why an intent would be refused. What the user wrote is still his to change.
enum class Refusal : uint8_t {
  none,
  nothing_to_say,  // Blank.
  too_long,        // Of a message: message_length_max; of a draft: draft_length_max.
  name_too_long,
  too_few_members,
  too_many_members,
  outbox_full,             // Outbox::entries_max wait already.
  too_many_conversations,  // Directory::conversations_max are there already.
  not_possible,  // Not any more, or never was: the conversation, the message or the right.
};

struct PendingMessage {
  MessageId id;
  std::string_view content;
  WallTime written_at;
  SendState state;
  MessageId reply_to{};
  bool set_aside = false;  // Rejected, and what came after it may go out.
};

/// A wish about what is there already, shown on top of it until the server agrees.
struct PendingChange {
  enum class Kind : uint8_t { edit, remove, rename, add_members, leave };
  Kind kind;
  MessageId id;                     // Its own: for RetrySend and DiscardSend.
  MessageId message;                // Of edit and remove: which message, confirmed or pending.
  std::string_view content;         // The new text, or the new name.
  std::span<const UserId> members;  // Of add_members.
  SendState state;
};

/// The screen is the timeline, then the outbox. Confirmed messages carry the green check.
struct ConversationView {
  std::string title;  // The other person's name, or the conversation's.
  bool is_group = false;
  std::span<const UserId> members;      // The user included.
  MessageRange confirmed;               // By seq.
  std::vector<PendingMessage> pending;  // In order of writing.
  std::vector<PendingChange> changes;   // In order of wishing: the last one about a thing holds.
  std::span<const Receipt> receipts;    // How far the others have read.
  int64_t read_seq = 0;                 // How far the user has read.
  std::vector<UserId> typing;           // Who of the others is writing now.
  bool has_older = false;               // And can be asked for.
  bool is_cut = false;                  // There are older ones, but no more room.
  bool loading_older = false;
  bool loaded = false;  // False: nothing known yet, show a skeleton.

  /// The last edit or deletion that this message waits for; null when none.
  const PendingChange* change_of(const MessageId& message) const;
};

struct ConversationSummary {
  ConversationId id;
  std::string title;  // The other person's name, or the conversation's.
  bool is_group = false;
  std::string_view last_content;  // Empty when the message is deleted.
  UserId last_sender;             // Empty when nobody has written yet.
  bool last_is_mine = false;
  bool last_is_deleted = false;
  std::optional<SendState> last_pending;  // Set when the newest line is still in the outbox.
  WallTime last_at;
  int64_t unread = 0;
  bool unread_is_exact = true;  // False: not all of them are here; show "5+" instead of "5".
  std::vector<UserId> typing;
};

class ChatClient {
 public:
  explicit ChatClient(uint64_t seed);
  ~ChatClient();

  // A. Read.
  const AuthView& auth() const;
  const User& self() const;
  Connection connection() const;
  StorageTrouble storage_trouble() const;
  /// The server's last answer was one we cannot use; we keep trying.
  bool server_trouble() const;
  /// Newest activity first.
  std::span<const ConversationSummary> conversations() const;
  bool conversations_loaded() const;
  /// By name, without the user himself.
  std::span<const User> people() const;
  bool people_loaded() const;
  bool has_more_people() const;
  ConversationView conversation(const ConversationId& id) const;
  /// The name of a member, or an empty string while unknown.
  std::string_view name_of(const UserId& id) const;
  /// When the server saw somebody last whom the user shares a conversation with; 0: unknown.
  WallTime last_seen_of(const UserId& id) const;
  std::string_view draft(const ConversationId& id) const;
  size_t unsent_count() const;
  /// Why submit() would refuse this now; what is never refused for a reason answers `none`.
  Refusal refusal_of(const Intent& intent) const;
  /// There are more conversations than are shown.
  bool conversations_are_cut() const;
  /// Changes when the screen might.
  uint64_t revision() const;

  // B, C.
  void handle(const Event& event, Now now);
  /// The id of the message for SendMessage and EditMessage, of the conversation for
  /// StartConversation and StartGroup; empty when that is refused: refusal_of() tells why.
  std::string submit(const Intent& intent, Now now);

  // D.
  std::optional<Effect> poll_effect();
  std::optional<Instant> next_deadline() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace chat
