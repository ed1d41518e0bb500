// What must hold at every step. The costly part of it runs only when the screen has changed.
#include <algorithm>
#include "base/check.h"
#include "base/json.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

/// What a look at the open window sees, as one number.
uint64_t look_at(const ChatClient& client, const ConversationView& view) {
  SimTrace look;
  look.add(static_cast<uint64_t>(client.connection()));
  look.add(static_cast<uint64_t>(client.auth().screen));
  look.add(static_cast<uint64_t>(client.auth().problem));
  look.add(static_cast<uint64_t>(client.storage_trouble()));
  look.add(uint64_t{client.auth().busy} * 8 + uint64_t{client.server_trouble()} * 4 +
           uint64_t{view.loaded} * 2 + uint64_t{view.loading_older});
  look.add(client.unsent_count());
  look.add(view.confirmed.size());
  if (!view.confirmed.empty()) {
    look.add(static_cast<uint64_t>(view.confirmed.front().seq));
    look.add(static_cast<uint64_t>(view.confirmed.back().seq));
  }
  for (const PendingMessage& pending : view.pending) {
    look.add(pending.id.value);
    look.add(static_cast<uint64_t>(pending.state));
  }
  return look.hash();
}

/// Starts a program without a network on `files`, lets it write what it wants to, and returns
/// how often it did.
int start_offline(ChatClient& client, const std::string& credential, SimDisk::Files& files) {
  Now now{{0}, {1'790'000'000'000}};
  int writes = 0;
  const auto drain = [&] {
    while (const auto effect = client.poll_effect()) {
      if (std::get_if<OpenStore>(&*effect)) {
        StoreOpened opened{true, {}};
        for (const auto& [path, bytes] : files) opened.files.push_back({path, bytes});
        client.handle(opened, now);
      } else if (const auto* persist = std::get_if<Persist>(&*effect)) {
        ++writes;
        for (const FileChange& change : persist->changes) {
          if (change.bytes)
            files[change.path] = *change.bytes;
          else
            files.erase(change.path);
        }
        client.handle(Persisted{persist->batch, PersistResult::ok}, now);
      }
    }
  };
  client.handle(Started{{}, credential, false}, now);
  drain();
  for (int alarms = 0; client.next_deadline(); ++alarms) {
    CHAT_CHECK(alarms < 50);
    now.monotonic = std::max(now.monotonic, *client.next_deadline());
    client.handle(DeadlineReached{}, now);
    drain();
  }
  return writes;
}

}  // namespace

/// Ids and states, in order.
std::string SimWorld::screen_of(const ChatClient& client, const std::string& conversation) const {
  const ConversationView view = client.conversation({conversation});
  std::string text;
  for (const Message& message : view.confirmed) text += message.id.value + " ";
  for (const PendingMessage& pending : view.pending)
    text += pending.id.value + (pending.state == SendState::rejected ? "! " : "? ");
  return text;
}

/// The screen changes only together with the revision, or a frame would be missed.
void SimWorld::check_step(size_t w) {
  Window& window = windows_[w];
  const ChatClient& client = *window.client;
  const ConversationView view = client.conversation({window.open});
  const uint64_t look = look_at(client, view), revision = client.revision();
  const bool same_view = window.seen_open == window.open && window.seen_revision == revision;
  if (same_view) {
    CHAT_CHECK(look == window.seen_look);
    return;
  }
  window.seen_open = window.open;
  window.seen_revision = revision;
  window.seen_look = look;
  check_screen(window, view);
  check_pending(window, view);
  check_promises(w);
}

/// I7, and that nothing is shown that the server does not have.
void SimWorld::check_screen(const Window& window, const ConversationView& view) const {
  if (view.confirmed.empty()) return;
  const auto conversation = server_.conversations().find(window.open);
  CHAT_CHECK(conversation != server_.conversations().end());
  auto stored = conversation->second.messages.find(view.confirmed.front().seq);
  int64_t last = 0;
  for (const Message& shown : view.confirmed) {
    CHAT_CHECK(shown.seq > last);
    last = shown.seq;
    while (stored != conversation->second.messages.end() && stored->first < shown.seq) ++stored;
    CHAT_CHECK(stored != conversation->second.messages.end());
    CHAT_CHECK(stored->first == shown.seq && stored->second.id == shown.id);
  }
}

void SimWorld::check_pending(const Window& window, const ConversationView& view) const {
  if (view.pending.empty()) return;
  const auto conversation = server_.conversations().find(window.open);
  bool behind_rejected = false;
  for (const PendingMessage& pending : view.pending) {
    const auto typed = typed_by_.find(pending.id.value);
    if (typed == typed_by_.end()) continue;  // Its file was damaged.
    const Typed& message = devices_[typed->second.first].typed[typed->second.second];
    // Only what can never be sent is refused, or waits behind that.
    if (pending.state == SendState::rejected) CHAT_CHECK(message.rejected_kind || message.excused);
    CHAT_CHECK(!(behind_rejected && pending.state == SendState::in_flight));
    behind_rejected |= pending.state == SendState::rejected;
    if (conversation == server_.conversations().end()) continue;
    const auto seq = conversation->second.seq_of.find(pending.id.value);
    if (seq == conversation->second.seq_of.end()) continue;
    // I7: once as sent, or once as waiting.
    CHAT_CHECK(!std::ranges::binary_search(view.confirmed, seq->second, {}, &Message::seq));
  }
}

/// I1: what has been shown as saved is a promise.
void SimWorld::check_promises(size_t w) {
  const Window& window = windows_[w];
  const ChatClient& client = *window.client;
  if (client.auth().screen != AuthScreen::signed_in || window.erasing || !leads(window)) return;
  const StorageTrouble trouble = client.storage_trouble();
  const bool saves = trouble != StorageTrouble::disk_full && trouble != StorageTrouble::not_saving;
  Device& device = device_of(window);
  std::erase_if(device.waiting, [&](size_t place) {
    const Typed& typed = device.typed[place];
    return typed.discarded || typed.excused || server_.has_stored(typed.conversation, typed.id);
  });
  std::map<std::string_view, std::vector<PendingMessage>> pending;
  for (const size_t place : device.waiting) {
    Typed& typed = device.typed[place];
    if (!pending.contains(typed.conversation))
      pending[typed.conversation] = client.conversation({typed.conversation}).pending;
    const auto& shown = pending[typed.conversation];
    const auto found =
        std::ranges::find(shown, typed.id, [](const PendingMessage& p) { return p.id.value; });
    if (found == shown.end())
      CHAT_CHECK(!typed.promised);
    else
      typed.promised |= saves && found->state != SendState::saving;
  }
}

/// A window has read the disk: what had never been saved may be gone, and nothing else.
void SimWorld::check_opened(size_t w) {
  const Window& window = windows_[w];
  if (window.client->auth().screen != AuthScreen::signed_in) return;
  check_promises(w);
  Device& device = device_of(window);
  for (const size_t place : device.waiting) {
    Typed& typed = device.typed[place];
    const auto pending = window.client->conversation({typed.conversation}).pending;
    typed.excused |= std::ranges::none_of(
        pending, [&](const PendingMessage& p) { return p.id.value == typed.id; });
  }
}

/// I3, I4, I11: only the first of a conversation is sent, and nothing that is known to be stored.
void SimWorld::check_post(size_t w, const std::string& body) {
  if (body.find(R"("operationName":"CreateMessage")") == std::string::npos) return;
  const Window& window = windows_[w];
  const auto request = json::parse(body);
  const json::Value& variables = request->member("variables");
  const std::string id = *variables.member("id").string();
  CHAT_CHECK(!window.told.contains(id));
  const auto pending =
      window.client->conversation({*variables.member("conversationId").string()}).pending;
  CHAT_CHECK(!pending.empty() && pending[0].id.value == id);
  CHAT_CHECK(pending[0].state == SendState::in_flight);
}

/// I3, at the server.
void SimWorld::check_stored(const std::string& conversation, const std::string& id) {
  const auto it = typed_by_.find(id);
  if (it == typed_by_.end()) return;
  const auto [d, place] = it->second;
  if (devices_[d].typed[place].excused) return;
  size_t& newest = devices_[d].newest_typed[conversation];
  CHAT_CHECK(newest < place + 1);
  newest = place + 1;
}

/// I10.
void SimWorld::check_signed_out(size_t w) const {
  const Window& window = windows_[w];
  const ChatClient& client = *window.client;
  CHAT_CHECK(client.auth().screen == AuthScreen::sign_in);
  CHAT_CHECK(device_of(window).credential.empty());
  CHAT_CHECK(device_of(window).disks.at(window.mount).files().empty());
  CHAT_CHECK(client.conversations().empty() && client.people().empty());
  CHAT_CHECK(client.self().id.empty() && client.unsent_count() == 0);
  CHAT_CHECK(screen_of(client, "team").empty());
}

/// I9.
void SimWorld::check_recovery(size_t d) const {
  const Device& device = devices_[d];
  const auto disk = device.disks.find(device.mount);
  if (disk == device.disks.end() || device.credential.empty()) return;
  SimDisk::Files files = disk->second.files();
  ChatClient first(1), second(2);
  start_offline(first, device.credential, files);
  CHAT_CHECK(start_offline(second, device.credential, files) == 0);
  CHAT_CHECK(first.unsent_count() == second.unsent_count());
  CHAT_CHECK(first.conversations().size() == second.conversations().size());
  for (const ConversationSummary& summary : first.conversations())
    CHAT_CHECK(screen_of(first, summary.id.value) == screen_of(second, summary.id.value));
}

}  // namespace chat::sim
