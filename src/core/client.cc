#include "core/client.h"

namespace chat {

ConversationId direct_conversation_id(const UserId& a, const UserId& b) {
  const bool ascending = a.value < b.value;
  return {(ascending ? a.value : b.value) + "_" + (ascending ? b.value : a.value)};
}

struct ChatClient::State {
  AuthView auth;
  User self;
};

ChatClient::ChatClient(uint64_t) : state_(std::make_unique<State>()) {}
ChatClient::~ChatClient() = default;

const AuthView& ChatClient::auth() const { return state_->auth; }
const User& ChatClient::self() const { return state_->self; }
Connection ChatClient::connection() const { return Connection::connecting; }
StorageTrouble ChatClient::storage_trouble() const { return StorageTrouble::none; }
bool ChatClient::server_trouble() const { return false; }
std::span<const ConversationSummary> ChatClient::conversations() const { return {}; }
bool ChatClient::conversations_loaded() const { return false; }
std::span<const User> ChatClient::people() const { return {}; }
bool ChatClient::people_loaded() const { return false; }
bool ChatClient::has_more_people() const { return false; }
ConversationView ChatClient::conversation(const ConversationId&) const { return {}; }
std::string_view ChatClient::name_of(const UserId&) const { return {}; }
size_t ChatClient::unsent_count() const { return 0; }
uint64_t ChatClient::revision() const { return 1; }
void ChatClient::handle(const Event&, Now) {}
std::string ChatClient::submit(const Intent&, Now) { return {}; }
std::optional<Effect> ChatClient::poll_effect() { return std::nullopt; }
std::optional<Instant> ChatClient::next_deadline() const { return std::nullopt; }

}  // namespace chat
