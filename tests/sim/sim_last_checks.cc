// What must hold when all faults have stopped and some time has passed.
#include <algorithm>
#include "base/check.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

constexpr int64_t rest_ms = 11 * 60'000;

/// Something there is refused.
bool is_parked(const ConversationView& view) {
  const auto refused = [](const auto& entry) { return entry.state == SendState::rejected; };
  return std::ranges::any_of(view.pending, refused) || std::ranges::any_of(view.changes, refused);
}

}  // namespace

void SimWorld::check_everything() {
  CHAT_CHECK(server_.writing.empty());
  for (const Device& device : devices_) {
    const ChatClient& client = *windows_[device.front].client;
    CHAT_CHECK(client.auth().screen == AuthScreen::signed_in);
    CHAT_CHECK(client.connection() == Connection::live);
    const StorageTrouble trouble = client.storage_trouble();
    CHAT_CHECK(trouble == StorageTrouble::none ||
               (trouble == StorageTrouble::damaged_message && device.outbox_damaged));
    CHAT_CHECK(!client.server_trouble());
    check_unread(device.front);
    check_conversations(device.front);
  }
  check_last_wishes();
  for (const Device& device : devices_) load_everything(device.front);
  for (size_t d = 0; d < devices_.size(); ++d) check_typed(d);
  run_until(now_ms_ + 60'000);
  std::vector<uint64_t> revisions;
  for (const Device& device : devices_)
    revisions.push_back(windows_[device.front].client->revision());
  run_until(now_ms_ + rest_ms);
  for (size_t d = 0; d < devices_.size(); ++d) {
    log("device " + std::to_string(d) + " was at " + std::to_string(revisions[d]) + ", is at " +
        std::to_string(windows_[devices_[d].front].client->revision()));
    // A session may turn out to have ended, when its token was to be refreshed.
    if (windows_[devices_[d].front].client->auth().screen == AuthScreen::sign_in) continue;
    // At rest nothing changes, so no frame is drawn; and the disk says what memory says.
    CHAT_CHECK(windows_[devices_[d].front].client->revision() == revisions[d]);
    check_restart(devices_[d].front);
    check_recovery(d);
  }
}

/// Opens every conversation and scrolls to its start.
void SimWorld::load_everything(size_t w) {
  Window& window = windows_[w];
  for (const auto& [id, conversation] : server_.conversations()) {
    // One that was left half way, by a device that has forgotten it since, is in no list.
    if (!conversation.links.contains(device_of(window).user)) continue;
    submit(w, OpenConversation{{id}});
    window.open = id;
    run_until(now_ms_ + 40'000);
    for (int pages = 0; window.client->conversation({id}).has_older; ++pages) {
      CHAT_CHECK(pages < 400);
      submit(w, LoadOlder{{id}});
      run_until(now_ms_ + 500);
    }
    run_until(now_ms_ + 40'000);  // Gaps that were shown across are filled by now.
    check_whole_screen(w, id);
  }
  submit(w, CloseConversation{});
  window.open.clear();
}

/// I6: the server's order, nothing missing, nothing twice, all as it is now; then only what the
/// server refuses, and what waits behind it.
void SimWorld::check_whole_screen(size_t w, const std::string& conversation) {
  const ConversationView view = windows_[w].client->conversation({conversation});
  const auto& messages = server_.find(conversation)->messages;
  log("window " + std::to_string(w) + " shows " + std::to_string(view.confirmed.size()) + " of " +
      std::to_string(messages.size()) + " in " + conversation);
  CHAT_CHECK(view.confirmed.size() == messages.size());
  CHAT_CHECK(std::ranges::equal(view.confirmed, messages,
                                [](const Message& a, const auto& b) { return a == b.second; }));
  CHAT_CHECK(is_parked(view) || (view.pending.empty() && view.changes.empty()));
  for (const PendingMessage& pending : view.pending)
    CHAT_CHECK(!server_.has_stored(conversation, pending.id.value));
}

/// I15: exactly those that he is in, called as they are now, with those who are in them now. What
/// the server refused may keep one on the screen.
void SimWorld::check_conversations(size_t w) {
  const ChatClient& client = *windows_[w].client;
  const std::string& user = device_of(windows_[w]).user;
  std::set<std::string> shown;
  for (const ConversationSummary& summary : client.conversations()) {
    shown.insert(summary.id.value);
    const ConversationView view = client.conversation(summary.id);
    const ServerConversation* conversation = server_.find(summary.id.value);
    if (!conversation || !conversation->has_member(user)) {
      log("window " + std::to_string(w) + " shows " + summary.id.value + ", which it is not in");
      CHAT_CHECK(is_parked(view));
      continue;
    }
    if (summary.is_group) CHAT_CHECK(summary.title == conversation->name);
    if (!conversation->messages.empty() && !summary.last_pending) {
      const Message& last = conversation->messages.rbegin()->second;
      CHAT_CHECK(summary.last_content == last.content && summary.last_sender == last.sender);
      CHAT_CHECK(summary.last_is_deleted == last.is_deleted());
    }
    std::set<std::string> members;
    for (const UserId& member : view.members) members.insert(member.value);
    CHAT_CHECK(std::ranges::equal(members, std::set<std::string>(conversation->members.begin(),
                                                                 conversation->members.end())));
    for (const std::string& member : members) {
      const auto read = conversation->read_seq.find(member);
      const auto receipt = std::ranges::find(view.receipts, UserId{member}, &Receipt::user);
      if (member == user || read == conversation->read_seq.end() || read->second == 0) continue;
      CHAT_CHECK(receipt != view.receipts.end() && receipt->seq == read->second);
    }
    CHAT_CHECK(view.typing.empty());
  }
  for (const auto& [id, conversation] : server_.conversations())
    if (conversation.links.contains(user)) CHAT_CHECK(shown.contains(id));
}

/// I14: of each message, one of the last edits of a device holds.
void SimWorld::check_last_wishes() const {
  std::map<std::string, std::set<std::string>> last;  // Message -> texts.
  for (const Device& device : devices_) {
    std::map<std::string, std::string> of_device;
    for (const Typed& typed : device.typed) {
      if (typed.kind == OutboxEntry::Kind::remove && is_done(typed)) {
        const ServerConversation* conversation = server_.find(typed.conversation);
        CHAT_CHECK(conversation->messages.at(conversation->seq_of.at(typed.message)).is_deleted());
      }
      if (typed.kind != OutboxEntry::Kind::edit || !is_done(typed)) continue;
      // Where the disk did not let go of it, it came once more, above the later ones.
      const bool again =
          device.disk_trouble_ms > 0 && server_.times_done(typed.deed) > typed.done_before + 1;
      if (typed.excused || typed.loose || !typed.promised || again)
        last[typed.message].insert(typed.content);
      else
        of_device[typed.message] = typed.content;
    }
    for (const auto& [message, content] : of_device) last[message].insert(content);
  }
  for (const auto& [message, contents] : last)
    for (const auto& [id, conversation] : server_.conversations()) {
      const auto seq = conversation.seq_of.find(message);
      if (seq == conversation.seq_of.end()) continue;
      const Message& stored = conversation.messages.at(seq->second);
      CHAT_CHECK(stored.is_deleted() || contents.contains(stored.content));
    }
}

/// I8.
void SimWorld::check_unread(size_t w) {
  const std::string& user = device_of(windows_[w]).user;
  for (const ConversationSummary& summary : windows_[w].client->conversations()) {
    const auto conversation = server_.conversations().find(summary.id.value);
    if (conversation == server_.conversations().end() || !conversation->second.links.contains(user))
      continue;
    const auto& messages = conversation->second.messages;
    const auto& reads = conversation->second.read_seq;
    int64_t read = reads.contains(user) ? reads.at(user) : 0;
    for (const auto& [seq, message] : messages) {
      if (message.sender.value == user) read = std::max(read, seq);
    }
    int64_t unread = 0;
    for (const auto& [seq, message] : messages) unread += seq > read ? 1 : 0;
    log("window " + std::to_string(w) + " counts " + std::to_string(summary.unread) +
        (summary.unread_is_exact ? "" : "+") + " unread in " + summary.id.value + ", there are " +
        std::to_string(unread) + " after " + std::to_string(read));
    // Where not all of them are here, the client counts those that are and says so. It may not know
    // yet of a message of its own user that was written after them.
    if (summary.unread_is_exact)
      CHAT_CHECK(summary.unread == unread);
    else
      CHAT_CHECK(summary.unread >= 1 && summary.unread <= static_cast<int64_t>(messages.size()));
  }
}

/// I2: everything that was queued has arrived, except what is still on the screen as refused.
void SimWorld::check_typed(size_t d) {
  const ChatClient& client = *windows_[devices_[d].front].client;
  for (const Typed& typed : devices_[d].typed) {
    const ConversationView view = client.conversation({typed.conversation});
    const bool done = is_done(typed), waits = shown_state(view, typed).has_value();
    log("device " + std::to_string(d) + " wished " + typed.id + " " + typed.deed +
        (done ? ", done" : "") + (waits ? ", waits" : "") + (typed.promised ? ", promised" : "") +
        (typed.excused ? ", excused" : "") + (typed.discarded ? ", discarded" : ""));
    const ServerConversation* known = server_.find(typed.conversation);
    const bool left = known && known->ever_left.contains(devices_[d].user);
    // Who has left is refused, and does not hear that an earlier try had arrived.
    if (typed.kind == OutboxEntry::Kind::message && !left) CHAT_CHECK(!(done && waits));
    if (waits) CHAT_CHECK(is_parked(view));
    if (typed.promised && !typed.discarded && !typed.excused) CHAT_CHECK(done || waits);
  }
  for (const auto& [conversation, draft] : devices_[d].drafts) {
    const ServerConversation* known = server_.find(conversation);
    const bool left = known && known->ever_left.contains(devices_[d].user);
    // One that was left half way, by a device that has forgotten it since, is in no list.
    const bool unlisted = known && !known->links.contains(devices_[d].user);
    const bool damaged = devices_[d].damaged_starts.contains(conversation);
    if (!left && !unlisted && !damaged && !draft.versions.empty())
      CHAT_CHECK(client.draft({conversation}) == draft.versions.back().text);
  }
}

/// A program that starts now, without a network, shows the same.
void SimWorld::check_restart(size_t w) {
  const Window& window = windows_[w];
  const Device& device = device_of(window);
  const ChatClient& client = *window.client;
  ChatClient restarted(1);
  restarted.handle(Started{{}, device.credential, false}, now(window));
  StoreOpened opened{true, {}};
  for (const auto& [path, bytes] : device.disks.at(window.mount).files())
    opened.files.push_back({path, bytes});
  restarted.handle(opened, now(window));
  const auto before = client.conversations(), after = restarted.conversations();
  for (const auto& [when, list] : {std::pair("before", before), std::pair("after", after)})
    for (const ConversationSummary& summary : list)
      log("window " + std::to_string(w) + " " + when + " a restart: " + summary.id.value);
  CHAT_CHECK(before.size() == after.size());
  for (size_t n = 0; n < before.size(); ++n) {
    CHAT_CHECK(before[n].id == after[n].id && before[n].unread == after[n].unread);
    CHAT_CHECK(before[n].title == after[n].title);
    CHAT_CHECK(before[n].last_content == after[n].last_content);
    const std::string& id = before[n].id.value;
    CHAT_CHECK(screen_of(client, id) == screen_of(restarted, id));
  }
  CHAT_CHECK(client.unsent_count() == restarted.unsent_count());
}

}  // namespace chat::sim
