// What people say and want in a window: messages, changes of them, groups, drafts.
#include <algorithm>
#include "base/check.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

using Kind = OutboxEntry::Kind;

constexpr size_t changed_max = 8;  // How far up people change what they have said.

}  // namespace

/// What was submitted with success goes into the books.
Typed& SimWorld::note(size_t w, Typed typed) {
  Device& device = device_of(windows_[w]);
  typed.done_before = server_.times_done(typed.deed);
  typed.excused |= device.damaged_starts.contains(typed.conversation);
  log("window " + std::to_string(w) + " wishes " + typed.id + " in " + typed.conversation + ": " +
      typed.deed);
  // What was wished under this id before is replaced by it.
  if (Typed* before = this->typed(typed.id)) before->discarded = true;
  typed_by_[typed.id] = {windows_[w].device, device.typed.size()};
  device.waiting.push_back(device.typed.size());
  return device.typed.emplace_back(std::move(typed));
}

Typed* SimWorld::typed(const std::string& id) {
  const auto it = typed_by_.find(id);
  return it == typed_by_.end() ? nullptr : &devices_[it->second.first].typed[it->second.second];
}

void SimWorld::discard_typed(size_t w, const std::string& conversation) {
  for (Typed& typed : device_of(windows_[w]).typed)
    typed.discarded |= typed.conversation == conversation;
}

void SimWorld::type_messages(size_t w) {
  Window& window = windows_[w];
  const std::string where = window.open.empty() ? some_conversation(w) : window.open;
  const bool rejected = prng_.chance(4);
  for (uint64_t count = 1 + prng_.below(4); count > 0 && !where.empty(); --count) {
    Typed typed{.conversation = where, .rejected_kind = rejected};
    typed.content = rejected ? SimServer::rejected_content : "hello";
    if (prng_.chance(15)) typed.message = some_own_message(w);
    submit(w, SendMessage{{where}, typed.content, {typed.message}}, &typed.id);
    if (typed.id.empty()) return;
    typed.deed = SimServer::message_deed(typed.id);
    tally_.add(rejected ? Happening::rejected_message : Happening::message);
    if (!typed.message.empty()) tally_.add(Happening::reply);
    const std::string id = note(w, std::move(typed)).id;
    // What was typed is on the screen at once.
    const auto pending = window.client->conversation({where}).pending;
    CHAT_CHECK(!pending.empty() && pending.back().id.value == id);
  }
}

/// One of the last on the screen, perhaps still on its way; empty if there is none.
std::string SimWorld::some_own_message(size_t w) {
  const Window& window = windows_[w];
  const ConversationView view = window.client->conversation({window.open});
  if (!view.pending.empty() && prng_.chance(30))
    return view.pending[prng_.below(view.pending.size())].id.value;
  std::vector<std::string> own;
  for (size_t n = view.confirmed.size(); n-- > 0 && own.size() < changed_max;)
    if (view.confirmed[n].sender == window.client->self().id && !view.confirmed[n].is_deleted())
      own.push_back(view.confirmed[n].id.value);
  return own.empty() ? std::string() : own[prng_.below(own.size())];
}

void SimWorld::edit_message(size_t w) {
  Window& window = windows_[w];
  open_if_none_is(w);
  const std::string target = some_own_message(w);
  if (target.empty()) return;
  const bool rejected = prng_.chance(4);
  const bool waiting = typed(target) && !is_done(*typed(target));
  Typed edit{.kind = Kind::edit, .conversation = window.open, .message = target};
  edit.rejected_kind = rejected;
  edit.content = rejected ? SimServer::rejected_content : "edit " + std::to_string(++serial_);
  submit(w, EditMessage{{edit.conversation}, {target}, edit.content}, &edit.id);
  if (edit.id.empty()) return;
  const ConversationView view = window.client->conversation({window.open});
  const auto pending =
      std::ranges::find(view.pending, edit.id, [](const PendingMessage& p) { return p.id.value; });
  if (pending != view.pending.end()) {
    rename_parked(w, target, edit);
    return;
  }
  tally_.add(waiting ? Happening::edit_of_waiting : Happening::edit);
  edit.deed = SimServer::edit_deed(target, edit.content);
  const Typed& noted = note(w, std::move(edit));
  if (!rejected) edits_[noted.deed] = typed_by_.at(noted.id);
  // The last wish is what the screen shows.
  const PendingChange* shown = view.change_of({target});
  CHAT_CHECK(shown && shown->id.value == noted.id && shown->content == noted.content);
}

/// A parked message is replaced, in its place, by a new one.
void SimWorld::rename_parked(size_t w, const std::string& old_id, const Typed& edit) {
  tally_.add(Happening::edit_of_parked);
  log("window " + std::to_string(w) + " says " + edit.id + " instead of " + old_id);
  const ConversationView view = windows_[w].client->conversation({edit.conversation});
  CHAT_CHECK(!view.change_of({old_id}));  // What was to be changed is another message now.
  for (Typed& other : device_of(windows_[w]).typed)
    other.discarded |= other.kind != Kind::message && other.message == old_id;
  const auto old = typed_by_.find(old_id);
  if (old == typed_by_.end()) return;
  const auto place = old->second;
  typed_by_.erase(old);
  typed_by_[edit.id] = place;
  Typed& message = devices_[place.first].typed[place.second];
  message.id = edit.id;
  message.deed = SimServer::message_deed(edit.id);
  message.content = edit.content;
  message.rejected_kind = edit.rejected_kind;
  // Where the disk did not hear that it was discarded, the others have overtaken it.
  message.loose |= message.discarded;
  message.promised = message.discarded = false;
  if (std::ranges::count(devices_[place.first].waiting, place.second) == 0)
    devices_[place.first].waiting.push_back(place.second);
}

void SimWorld::remove_message(size_t w) {
  Window& window = windows_[w];
  open_if_none_is(w);
  Typed removal{.kind = Kind::remove, .conversation = window.open, .message = some_own_message(w)};
  if (removal.message.empty()) return;
  const auto before = window.client->conversation({window.open}).pending;
  submit(w, DeleteMessage{{removal.conversation}, {removal.message}}, &removal.id);
  const auto after = window.client->conversation({window.open}).pending;
  if (after.size() < before.size()) return discard_message(w, removal.message);
  if (removal.id.empty()) return;
  tally_.add(Happening::removal);
  for (Typed& typed : device_of(window).typed)
    typed.discarded |= typed.kind == Kind::edit && typed.message == removal.message;
  removal.deed = SimServer::remove_deed(removal.message);
  const Typed& noted = note(w, std::move(removal));
  const ConversationView view = window.client->conversation({window.open});
  const PendingChange* shown = view.change_of({noted.message});
  CHAT_CHECK(shown && shown->kind == PendingChange::Kind::remove);
}

/// Together with what was to be changed about it.
void SimWorld::discard_message(size_t w, const std::string& id) {
  tally_.add(Happening::discard);
  log("window " + std::to_string(w) + " discards " + id);
  for (Typed& typed : device_of(windows_[w]).typed)
    typed.discarded |= typed.id == id || (typed.kind != Kind::message && typed.message == id);
}

void SimWorld::decide_about_rejected(size_t w) {
  Window& window = windows_[w];
  const std::string where = prng_.chance(50) ? window.open : some_conversation(w);
  const ConversationView view = window.client->conversation({where});
  std::vector<std::string> parked;
  for (const PendingMessage& pending : view.pending)
    if (pending.state == SendState::rejected) parked.push_back(pending.id.value);
  const size_t messages = parked.size();
  for (const PendingChange& change : view.changes)
    if (change.state == SendState::rejected) parked.push_back(change.id.value);
  if (parked.empty()) return;
  const size_t place = prng_.below(parked.size());
  const std::string id = parked[place];
  switch (prng_.below(4)) {
    case 0:
      tally_.add(Happening::retry);
      return submit(w, RetrySend{{id}});
    case 1:
      submit(w, DiscardSend{{id}});
      return discard_message(w, id);
    case 2: {
      tally_.add(Happening::send_the_rest);
      submit(w, SendTheRest{{where}});
      for (const std::string& set_aside : parked)
        if (Typed* known = typed(set_aside)) known->loose = true;
      for (Typed& other : device_of(window).typed)  // An edit stays with its message.
        other.loose |= other.conversation == where && !other.message.empty() &&
                       std::ranges::count(parked, other.message) > 0;
      return;
    }
    default:
      if (place >= messages) return;
      Typed edit{.kind = Kind::edit, .conversation = where, .message = id};
      edit.content = "instead " + std::to_string(++serial_);
      submit(w, EditMessage{{where}, {id}, edit.content}, &edit.id);
      CHAT_CHECK(!edit.id.empty());
      return rename_parked(w, id, edit);
  }
}

void SimWorld::start_conversation(size_t w) {
  Window& window = windows_[w];
  std::vector<UserId> people;
  for (const User& user : window.client->people())
    if (prng_.chance(60)) people.push_back(user.id);
  if (people.empty()) return;
  const bool group = people.size() > 1;
  std::string id;
  if (group)
    submit(w, StartGroup{"group " + std::to_string(++serial_), people}, &id);
  else
    submit(w, StartConversation{people[0]}, &id);
  if (id.empty()) return;
  log("window " + std::to_string(w) + " starts " + id);
  tally_.add(group ? Happening::start_of_group : Happening::start_of_two);
  device_of(window).started.insert(id);
  submit(w, OpenConversation{{id}});
  window.open = id;
}

void SimWorld::change_group(size_t w) {
  Window& window = windows_[w];
  Typed change{.conversation = window.open.empty() ? some_conversation(w) : window.open};
  if (prng_.chance(50)) {
    change.kind = Kind::rename;
    change.content = "name " + std::to_string(++serial_);
    submit(w, RenameConversation{{change.conversation}, change.content}, &change.id);
    change.deed = SimServer::rename_deed(change.conversation, change.content);
  } else {
    change.kind = Kind::add_members;
    const auto people = window.client->people();
    if (people.empty()) return;
    const UserId added = people[prng_.below(people.size())].id;
    submit(w, AddMembers{{change.conversation}, {added}}, &change.id);
    change.deed =
        SimServer::add_deed(window.client->self().id.value, change.conversation, {added.value});
    const ServerConversation* known = server_.find(change.conversation);
    if (!change.id.empty() && known && known->ever_left.contains(added.value))
      tally_.add(Happening::return_to_group);
  }
  if (change.id.empty()) return;
  tally_.add(change.kind == Kind::rename ? Happening::rename : Happening::addition);
  note(w, std::move(change));
}

void SimWorld::leave_group(size_t w) {
  Window& window = windows_[w];
  if (!prng_.chance(50)) return;
  Typed leave{.kind = Kind::leave, .conversation = some_conversation(w)};
  submit(w, LeaveConversation{{leave.conversation}}, &leave.id);
  if (leave.id.empty()) return;
  tally_.add(Happening::departure);
  discard_typed(w, leave.conversation);
  device_of(window).drafts.erase(leave.conversation);
  if (leave.id == leave.conversation) return;  // The server had never taken it.
  leave.deed = SimServer::leave_deed(window.client->self().id.value, leave.conversation);
  note(w, std::move(leave));
}

void SimWorld::write_draft(size_t w) {
  Window& window = windows_[w];
  open_if_none_is(w);
  const auto conversations = window.client->conversations();
  const bool known =
      std::ranges::count(conversations, ConversationId{window.open}, &ConversationSummary::id) > 0;
  if (!known || !leads(window)) return;  // Who has lost the store will be told so.
  std::vector<Draft::Version>& versions = device_of(window).drafts[window.open].versions;
  if (versions.empty())
    versions.push_back({std::string(window.client->draft({window.open})), 0, true});
  const std::string text = prng_.chance(25) ? std::string() : "draft " + std::to_string(++serial_);
  submit(w, SaveDraft{{window.open}, text});
  tally_.add(Happening::draft);
  CHAT_CHECK(window.client->draft({window.open}) == text);
  const bool saves = window.client->storage_trouble() == StorageTrouble::none;
  versions.push_back({text, now_ms_, saves});
  log("window " + std::to_string(w) + " drafts '" + text + "' in " + window.open);
}

void SimWorld::read_what_is_shown(size_t w) {
  const std::string& open = windows_[w].open;
  const auto shown = windows_[w].client->conversation({open}).confirmed;
  if (shown.empty()) return;
  tally_.add(Happening::read_mark);
  submit(w, MarkRead{{open}, shown.back().seq});
}

}  // namespace chat::sim
