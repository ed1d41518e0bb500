// What must hold at every step. The costly part of it runs only when the screen has changed.
#include <algorithm>
#include "base/check.h"
#include "base/json.h"
#include "tests/sim/sim_server_json.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

constexpr int64_t disk_patience_ms = 12'000;

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
    const size_t unseen = view.confirmed.size() - std::min<size_t>(8, view.confirmed.size());
    for (const Message& message : view.confirmed | std::views::drop(unseen))
      look.add(static_cast<uint64_t>(message.change_seq));
  }
  for (const PendingMessage& pending : view.pending) {
    look.add(pending.id.value);
    look.add(static_cast<uint64_t>(pending.state) * 2 + uint64_t{pending.set_aside});
  }
  for (const PendingChange& change : view.changes) {
    look.add(change.id.value);
    look.add(static_cast<uint64_t>(change.state));
  }
  look.add(view.title);
  look.add(view.members.size() * 32 + view.typing.size());
  for (const Receipt& receipt : view.receipts) look.add(static_cast<uint64_t>(receipt.seq));
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

/// Ids, states and changes, in order.
std::string SimWorld::screen_of(const ChatClient& client, const std::string& conversation) const {
  const ConversationView view = client.conversation({conversation});
  std::string text = view.title + ": ";
  for (const UserId& member : view.members) text += member.value + ",";
  for (const Message& message : view.confirmed) {
    text += message.id.value + " ";
    if (message.change_seq != 0) text += std::to_string(message.change_seq) + message.content;
  }
  for (const PendingMessage& pending : view.pending) {
    text += pending.id.value;
    text += pending.content;
    text += pending.state == SendState::rejected ? "! " : "? ";
  }
  for (const PendingChange& change : view.changes) {
    text += change.id.value;
    text += change.content;
    text += change.state == SendState::rejected ? "! " : "? ";
  }
  text += client.draft({conversation});
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
  check_changes(window, view);
  check_summaries(w);
  check_promises(w);
}

/// I7, and I13.
void SimWorld::check_screen(Window& window, const ConversationView& view) const {
  if (view.members.empty()) window.changes_seen.erase(window.open);  // He has left it.
  if (view.confirmed.empty()) return;
  const ServerConversation* conversation = server_.find(window.open);
  CHAT_CHECK(conversation);
  auto stored = conversation->messages.find(view.confirmed.front().seq);
  int64_t last = 0;
  for (const Message& shown : view.confirmed) {
    CHAT_CHECK(shown.seq > last);
    last = shown.seq;
    while (stored != conversation->messages.end() && stored->first < shown.seq) ++stored;
    CHAT_CHECK(stored != conversation->messages.end() && stored->first == shown.seq);
    if (stored->second.change_seq == 0) {
      CHAT_CHECK(stored->second == shown);
      continue;
    }
    const Message* version = conversation->version(shown.seq, shown.change_seq);
    CHAT_CHECK(version && *version == shown);
    int64_t& seen = window.changes_seen[window.open][shown.id.value];
    CHAT_CHECK(shown.change_seq >= seen);
    seen = shown.change_seq;
  }
  for (const Receipt& receipt : view.receipts) {
    const auto read = conversation->read_seq.find(receipt.user.value);
    CHAT_CHECK(read != conversation->read_seq.end() && receipt.seq <= read->second);
  }
  for (const UserId& writer : view.typing)
    CHAT_CHECK(writer != window.client->self().id &&
               conversation->ever_members.contains(writer.value));
}

/// The server will not take it, whoever asks and whenever.
bool SimWorld::may_be_refused(const Device& device, const Typed& typed) const {
  if (typed.rejected_kind || typed.excused) return true;
  const ServerConversation* conversation = server_.find(typed.conversation);
  if (conversation && conversation->ever_left.contains(device.user)) return true;
  if (typed.message.empty() || server_.has_stored(typed.conversation, typed.message)) return false;
  const auto it = typed_by_.find(typed.message);
  if (it == typed_by_.end()) return true;  // A refused one, which was replaced by another.
  const Typed& target = devices_[it->second.first].typed[it->second.second];
  return target.discarded || target.loose || may_be_refused(device, target);
}

void SimWorld::check_pending(const Window& window, const ConversationView& view) {
  const ServerConversation* conversation = server_.find(window.open);
  bool behind_rejected = false;
  for (const PendingMessage& pending : view.pending) {
    const Typed* message = typed(pending.id.value);
    if (!message) continue;  // Its file was damaged.
    // Only what can never be sent is refused, or waits behind that.
    if (pending.state == SendState::rejected)
      CHAT_CHECK(may_be_refused(device_of(window), *message));
    CHAT_CHECK(!(behind_rejected && pending.state == SendState::in_flight));
    behind_rejected |= pending.state == SendState::rejected && !pending.set_aside;
    if (!conversation) continue;
    const auto seq = conversation->seq_of.find(pending.id.value);
    if (seq == conversation->seq_of.end()) continue;
    // I7: once as sent, or once as waiting.
    CHAT_CHECK(!std::ranges::binary_search(view.confirmed, seq->second, {}, &Message::seq));
  }
}

void SimWorld::check_changes(const Window& window, const ConversationView& view) {
  for (const PendingChange& change : view.changes)
    if (const Typed* wish = typed(change.id.value);
        wish && wish->content == change.content && change.state == SendState::rejected)
      CHAT_CHECK(may_be_refused(device_of(window), *wish));
}

/// I15: only where he was at some time, or what he starts himself.
void SimWorld::check_summaries(size_t w) const {
  const ChatClient& client = *windows_[w].client;
  for (const ConversationSummary& summary : client.conversations()) {
    const ServerConversation* conversation = server_.find(summary.id.value);
    const Device& device = device_of(windows_[w]);
    if (device.started.contains(summary.id.value)) continue;
    // Or where a damaged file says that something was said.
    if (conversation)
      CHAT_CHECK(conversation->ever_members.contains(client.self().id.value));
    else
      CHAT_CHECK(device.outbox_damaged);
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
    return typed.discarded || typed.excused || is_done(typed);
  });
  std::map<std::string_view, ConversationView> views;
  for (const size_t place : device.waiting) {
    Typed& typed = device.typed[place];
    const auto known = views.find(typed.conversation);
    const ConversationView& view =
        known != views.end()
            ? known->second
            : views.emplace(typed.conversation, client.conversation({typed.conversation}))
                  .first->second;
    const auto state = shown_state(view, typed);
    if (!state)
      CHAT_CHECK(!typed.promised);
    else
      typed.promised |= saves && *state != SendState::saving;
  }
}

/// Of what was typed; absent where the screen does not know it, or no more as it was typed last.
std::optional<SendState> SimWorld::shown_state(const ConversationView& view, const Typed& typed) {
  for (const PendingMessage& pending : view.pending)
    if (pending.id.value == typed.id) return pending.state;
  for (const PendingChange& change : view.changes)
    if (change.id.value == typed.id && change.content == typed.content) return change.state;
  return std::nullopt;
}

/// A window has read the disk: what had never been saved may be gone, and nothing else.
void SimWorld::check_opened(size_t w) {
  const Window& window = windows_[w];
  if (window.client->auth().screen != AuthScreen::signed_in) return;
  check_promises(w);
  Device& device = device_of(window);
  for (const size_t place : device.waiting) {
    Typed& typed = device.typed[place];
    typed.excused |= !shown_state(window.client->conversation({typed.conversation}), typed);
  }
  for (auto& [conversation, draft] : device.drafts) check_draft(w, conversation, draft);
}

/// I16: the last version, unless the disk had no time for it or did not take it.
void SimWorld::check_draft(size_t w, const std::string& conversation, Draft& draft) {
  const Window& window = windows_[w];
  const Device& device = device_of(window);
  const std::string found(window.client->draft({conversation}));
  const ServerConversation* known = server_.find(conversation);
  const bool left = known && known->ever_left.contains(device.user);
  log("window " + std::to_string(w) + " finds the draft '" + found + "' in " + conversation);
  if (left || draft.versions.empty()) {
    draft.versions = {{found, 0, true}};
    return;
  }
  size_t n = draft.versions.size() - 1;
  while (draft.versions[n].text != found) {
    const Draft::Version& lost = draft.versions[n];
    CHAT_CHECK(n > 0);
    CHAT_CHECK(device.stopped_ms - lost.written_ms < disk_patience_ms || !lost.saves ||
               device.disk_trouble_ms >= lost.written_ms);
    --n;
  }
  draft.versions.resize(n + 1);  // It may still be lost: it was perhaps written a moment ago.
  if (!found.empty()) tally_.add(Happening::draft_found_again);
}

/// I3, I4, I11: only the first of a conversation is sent, and nothing that is known to be stored.
void SimWorld::check_post(size_t w, const std::string& body) {
  if (body.find(R"(Message","variables")") == std::string::npos) return;
  const auto request = json::parse(body);
  const std::string operation = text_of(*request, "operationName");
  const json::Value& variables = request->member("variables");
  const std::string id = text_of(variables, "id"), content = text_of(variables, "content");
  const std::string conversation = text_of(variables, "conversationId");
  const Window& window = windows_[w];
  if (operation == "EditMessage")
    CHAT_CHECK(!window.told.contains(SimServer::edit_deed(id, content)));
  if (operation == "DeleteMessage") CHAT_CHECK(!window.told.contains(SimServer::remove_deed(id)));
  const auto pending = window.client->conversation({conversation}).pending;
  if (operation == "EditMessage" || operation == "DeleteMessage")
    CHAT_CHECK(
        std::ranges::none_of(pending, [&](const PendingMessage& p) { return p.id.value == id; }));
  if (operation != "CreateMessage") return;
  CHAT_CHECK(!window.told.contains(SimServer::message_deed(id)));
  const auto first = std::ranges::find(pending, false, &PendingMessage::set_aside);
  CHAT_CHECK(first != pending.end() && first->id.value == id);
  CHAT_CHECK(first->state == SendState::in_flight);
}

/// I3, at the server.
void SimWorld::check_stored(const std::string& conversation, const std::string& id) {
  const auto it = typed_by_.find(id);
  if (it == typed_by_.end()) return;
  const auto [d, place] = it->second;
  if (devices_[d].typed[place].excused || devices_[d].typed[place].loose) return;
  size_t& newest = devices_[d].newest_typed[conversation];
  CHAT_CHECK(newest < place + 1);
  newest = place + 1;
}

/// I14: what replaces an earlier wish comes after it.
void SimWorld::check_edited(const std::string& deed) {
  const auto edit = edits_.find(deed);
  if (edit == edits_.end()) return;
  const auto [d, place] = edit->second;
  const Typed& typed = devices_[d].typed[place];
  // Where the disk does not take it, an older one may come back from there.
  if (typed.excused || typed.loose || !typed.promised) return;
  // Where the disk did not let go of it either, it comes again, and the later ones after it.
  const bool again = server_.times_done(deed) > typed.done_before + 1;
  if (again && devices_[d].disk_trouble_ms > 0) return;
  size_t& newest = devices_[d].newest_edit[typed.message];
  CHAT_CHECK(newest <= place + 1);
  newest = place + 1;
}

/// I10.
void SimWorld::check_signed_out(size_t w) const {
  const Window& window = windows_[w];
  const ChatClient& client = *window.client;
  CHAT_CHECK(client.auth().screen == AuthScreen::sign_in);
  const SimDisk& disk = device_of(window).disks.at(window.mount);
  // Unless a window that was waking up has opened the store meanwhile: that one is signed in.
  if (disk.epoch() == window.erased_epoch) {
    CHAT_CHECK(device_of(window).credential.empty());
    CHAT_CHECK(disk.files().empty());
  }
  CHAT_CHECK(client.conversations().empty() && client.people().empty());
  CHAT_CHECK(client.self().id.empty() && client.unsent_count() == 0);
  CHAT_CHECK(screen_of(client, "team") == screen_of(ChatClient(1), "team"));
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
