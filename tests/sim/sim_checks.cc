// What must hold: some of it after every event, the rest when all faults have stopped.
#include <algorithm>
#include <set>
#include "base/check.h"
#include "base/encoding.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

constexpr size_t promises_looked_at = 16;
constexpr int64_t rest_ms = 11 * 60'000;

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

/// What has been shown as saved is a promise.
void SimWorld::check_promises(size_t i) {
  Device& device = devices_[i];
  if (device.client->storage_trouble() != StorageTrouble::none) return;
  size_t looked_at = 0;
  for (auto typed = device.typed.rbegin();
       typed != device.typed.rend() && looked_at < promises_looked_at; ++typed, ++looked_at) {
    if (typed->promised) continue;
    for (const PendingMessage& pending : device.client->conversation({typed->conversation}).pending)
      typed->promised |= pending.id.value == typed->id && pending.state != SendState::saving;
  }
}

uint64_t SimWorld::visible_state(const Device& device) const {
  const ChatClient& client = *device.client;
  const ConversationView view = client.conversation({device.open});
  std::string text = std::to_string(static_cast<int>(client.connection()));
  text += std::to_string(static_cast<int>(client.auth().screen));
  text += std::to_string(static_cast<int>(client.auth().problem));
  text += std::to_string(static_cast<int>(client.storage_trouble()));
  text += std::to_string(client.auth().busy * 8 + client.server_trouble() * 4 + view.loaded * 2 +
                         view.loading_older);
  text += " " + std::to_string(client.unsent_count());
  text += " " + std::to_string(view.confirmed.size());
  if (!view.confirmed.empty()) text += view.confirmed.back().id.value + view.confirmed[0].id.value;
  for (const PendingMessage& pending : view.pending)
    text += pending.id.value + std::to_string(static_cast<int>(pending.state));
  return hash64(text);
}

/// The screen changes only together with the revision, or a frame would be missed.
void SimWorld::check_revision(size_t i) {
  Device& device = devices_[i];
  const uint64_t revision = device.client->revision(), screen = visible_state(device);
  const bool same_view = device.seen_open == device.open;
  if (same_view && revision == device.seen_revision) CHAT_CHECK(screen == device.seen_screen);
  device.seen_open = device.open;
  device.seen_revision = revision;
  device.seen_screen = screen;
}

/// Nothing overtakes what is still waiting before it in its conversation.
void SimWorld::check_order_at_server(size_t i, const std::string& body) {
  const auto request = json::parse(body);
  if (*request->member("operationName").string() != "CreateMessage") return;
  const json::Value& variables = request->member("variables");
  const std::string conversation = *variables.member("conversationId").string();
  const std::string id = *variables.member("id").string();
  if (server_.has(conversation, id)) return;  // A repeat.
  const auto pending = devices_[i].client->conversation({conversation}).pending;
  for (const PendingMessage& message : pending) {
    if (message.id.value == id) return;
    // After a crash what has arrived may wait once more: harmless, the server knows its id.
    if (server_.has(conversation, message.id.value)) continue;
    for (const PendingMessage& later : pending) CHAT_CHECK(later.id.value != id);
  }
}

void SimWorld::check_everything() {
  CHAT_CHECK(server_.writing.empty());
  for (size_t i = 0; i < devices_.size(); ++i) {
    const Device& device = devices_[i];
    CHAT_CHECK(device.client->auth().screen == AuthScreen::signed_in);
    CHAT_CHECK(device.client->connection() == Connection::live);
    CHAT_CHECK(device.client->storage_trouble() == StorageTrouble::none);
    CHAT_CHECK(!device.client->server_trouble());
    check_unread(i);
    load_everything(i);
    check_typed(i);
  }
  run_until(now_ms_ + 60'000);
  std::vector<uint64_t> revisions;
  for (const Device& device : devices_) revisions.push_back(device.client->revision());
  run_until(now_ms_ + rest_ms);
  for (size_t i = 0; i < devices_.size(); ++i) {
    // At rest nothing changes, so no frame is drawn; and the disk says what memory says.
    CHAT_CHECK(devices_[i].client->revision() == revisions[i]);
    check_restart(i);
  }
}

/// Opens every conversation and scrolls to its start.
void SimWorld::load_everything(size_t i) {
  for (const auto& [id, conversation] : server_.conversations()) {
    if (std::ranges::count(conversation.members, devices_[i].user) == 0) continue;
    submit(i, OpenConversation{{id}});
    devices_[i].open = id;
    run_until(now_ms_ + 40'000);
    for (int pages = 0; devices_[i].client->conversation({id}).has_older; ++pages) {
      CHAT_CHECK(pages < 200);
      submit(i, LoadOlder{{id}});
      run_until(now_ms_ + 500);
    }
    run_until(now_ms_ + 40'000);  // Gaps that were shown across are filled by now.
    check_screen(i, id);
  }
  submit(i, CloseConversation{});
  devices_[i].open.clear();
}

/// The server's order, nothing missing, nothing twice; then only what the server refuses.
void SimWorld::check_screen(size_t i, const std::string& conversation) {
  const ConversationView view = devices_[i].client->conversation({conversation});
  const auto& messages = server_.conversations().at(conversation).messages;
  log("device " + std::to_string(i) + " shows " + std::to_string(view.confirmed.size()) + " of " +
      std::to_string(messages.size()) + " in " + conversation);
  CHAT_CHECK(view.confirmed.size() == messages.size());
  CHAT_CHECK(std::ranges::equal(view.confirmed, messages, [](const Message& a, const auto& b) {
    return a.id == b.second.id && a.seq == b.first;
  }));
  if (!view.pending.empty()) CHAT_CHECK(view.pending[0].state == SendState::rejected);
  for (const PendingMessage& pending : view.pending)
    CHAT_CHECK(!server_.has(conversation, pending.id.value));
}

void SimWorld::check_unread(size_t i) {
  const Device& device = devices_[i];
  for (const ConversationSummary& summary : device.client->conversations()) {
    const auto conversation = server_.conversations().find(summary.id.value);
    if (conversation == server_.conversations().end()) continue;
    const auto& messages = conversation->second.messages;
    const auto& reads = conversation->second.read_seq;
    int64_t read = reads.contains(device.user) ? reads.at(device.user) : 0;
    int64_t last = 0;
    for (const auto& [seq, message] : messages) {
      last = seq;
      if (message.sender.value == device.user) read = std::max(read, seq);
    }
    int64_t unread = 0;
    for (const auto& [seq, message] : messages) unread += seq > read ? 1 : 0;
    if (last <= read) CHAT_CHECK(summary.unread == 0);
    // Where not all of it is here, the client counts burnt numbers and its own messages too.
    else
      CHAT_CHECK(summary.unread >= unread && summary.unread <= last);
  }
}

void SimWorld::check_typed(size_t i) {
  const Device& device = devices_[i];
  std::map<std::string, int64_t> newest;  // Conversation -> seq of the last one that arrived.
  for (const Typed& typed : device.typed) {
    const auto conversation = server_.conversations().find(typed.conversation);
    const bool exists = conversation != server_.conversations().end();
    const bool arrived = exists && conversation->second.seq_of.contains(typed.id);
    const auto pending = device.client->conversation({typed.conversation}).pending;
    const bool waits = std::ranges::any_of(
        pending, [&](const PendingMessage& p) { return p.id.value == typed.id; });
    log("device " + std::to_string(i) + " typed " + typed.id + (arrived ? ", arrived" : "") +
        (waits ? ", waits" : "") + (typed.promised ? ", promised" : ""));
    CHAT_CHECK(!(arrived && waits));
    // Only what the server refuses is left behind, and what waits behind it.
    if (waits) CHAT_CHECK(pending[0].state == SendState::rejected);
    if (typed.promised && !typed.discarded) CHAT_CHECK(arrived || waits);
    if (!arrived || device.disk_has_failed) continue;
    // A sender's own order holds.
    const int64_t seq = conversation->second.seq_of.at(typed.id);
    CHAT_CHECK(newest[typed.conversation] < seq);
    newest[typed.conversation] = seq;
  }
}

/// A program that starts now, without a network, shows the same.
void SimWorld::check_restart(size_t i) {
  Device& device = devices_[i];
  ChatClient restarted(1);
  restarted.handle(Started{{}, device.credential, false}, now(device));
  StoreOpened opened{true, {}};
  for (const auto& [path, bytes] : device.disk.files()) opened.files.push_back({path, bytes});
  restarted.handle(opened, now(device));
  const auto before = device.client->conversations(), after = restarted.conversations();
  CHAT_CHECK(before.size() == after.size());
  for (size_t n = 0; n < before.size(); ++n) {
    CHAT_CHECK(before[n].id == after[n].id && before[n].unread == after[n].unread);
    CHAT_CHECK(before[n].title == after[n].title);
    CHAT_CHECK(before[n].last_content == after[n].last_content);
    const std::string& id = before[n].id.value;
    CHAT_CHECK(screen_of(*device.client, id) == screen_of(restarted, id));
  }
  CHAT_CHECK(device.client->unsent_count() == restarted.unsent_count());
  CHAT_CHECK(restarted.storage_trouble() == StorageTrouble::none);
}

}  // namespace chat::sim
