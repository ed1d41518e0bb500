#include "ui/log_messages.h"
#include <algorithm>
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr int64_t group_ms = 5 * 60'000;  // Messages this near each other are one group.

}  // namespace

int64_t read_by_everybody(const ConversationView& view, const UserId& self) {
  std::optional<int64_t> read;
  for (const UserId& member : view.members) {
    if (member == self) continue;
    const auto receipt = std::ranges::find(view.receipts, member, &Receipt::user);
    const int64_t seq = receipt == view.receipts.end() ? 0 : receipt->seq;
    read = std::min(read.value_or(seq), seq);
  }
  return read.value_or(0);
}

LogMessages::LogMessages(const Frame& frame, const ConversationId& conversation,
                         std::string_view title)
    : frame_(frame),
      view_(frame.client.conversation(conversation)),
      title_(title),
      read_by_everybody_(ui::read_by_everybody(view_, frame.client.self().id)) {}

uint64_t LogMessages::key_of(size_t i) const {
  if (is_confirmed(i)) return static_cast<uint64_t>(view_.confirmed[i].seq);
  const MessageId& id = view_.pending[i - view_.confirmed.size()].id;
  return Row::unordered_keys | std::hash<std::string_view>{}(id.value);
}

std::string_view LogMessages::content_of(size_t i) const {
  if (is_confirmed(i)) return view_.confirmed[i].content;
  return view_.pending[i - view_.confirmed.size()].content;
}

size_t LogMessages::find(int64_t seq) const {
  const auto at = std::ranges::lower_bound(view_.confirmed, seq, {}, &Message::seq);
  return static_cast<size_t>(at - view_.confirmed.begin());
}

std::optional<size_t> LogMessages::find(const MessageId& id) const {
  for (size_t i = view_.confirmed.size(); i-- > 0;) {
    if (view_.confirmed[i].id == id) return i;
  }
  for (size_t i = 0; i < view_.pending.size(); ++i) {
    if (view_.pending[i].id == id) return view_.confirmed.size() + i;
  }
  return std::nullopt;
}

/// Whether the confirmed ones from `first` on begin with these rows. Confirmed messages never go;
/// so equal ends with an equal number between them are the same.
bool LogMessages::begins_with(const ScrolledRows& rows, size_t first) const {
  const size_t known = rows.ordered();
  if (first + known > view_.confirmed.size()) return false;
  return known == 0 ||
         (rows.key(0) == key_of(first) && rows.key(known - 1) == key_of(first + known - 1));
}

size_t LogMessages::above(const ScrolledRows& rows) const {
  if (rows.ordered() == 0) return 0;
  const size_t first = find(static_cast<int64_t>(rows.key(0)));
  return begins_with(rows, first) ? first : 0;
}

size_t LogMessages::known_of(const ScrolledRows& rows) const {
  size_t known = rows.ordered();
  if (!begins_with(rows, 0)) return 0;
  const size_t most = std::min(rows.size(), count());
  while (known < most && rows.key(known) == key_of(known)) ++known;
  return known;
}

LogMessages::Facts LogMessages::facts(size_t i) const {
  Facts facts;
  if (is_confirmed(i)) {
    const Message& message = view_.confirmed[i];
    facts.sender = message.sender.value;
    facts.time = message.sent_at;
    facts.mine = message.sender == frame_.client.self().id;
  } else {
    facts.sender = frame_.client.self().id.value;
    facts.time = view_.pending[i - view_.confirmed.size()].written_at;
    facts.mine = true;
  }
  facts.day = local_day(facts.time, frame_.utc_offset_minutes);
  return facts;
}

bool LogMessages::same_group(const Facts& a, const Facts& b) {
  return a.sender == b.sender && a.day == b.day && b.time.ms - a.time.ms < group_ms;
}

std::string LogMessages::author_of(const UserId& sender) const {
  if (sender == frame_.client.self().id) return std::string(frame_.say.you);
  const std::string_view name = frame_.client.name_of(sender);
  return std::string(name.empty() ? frame_.say.somebody : name);
}

/// What is wished for is shown as done, and marked as what is on its way; what was refused not.
void LogMessages::add_change(MessageRow& row) const {
  const PendingChange* change = view_.change_of(row.id);
  if (change == nullptr) return;
  if (change->state == SendState::rejected) {
    row.refused_change = change->id;
    return;
  }
  row.mark = mark_of(change->state);
  row.deleted = change->kind == PendingChange::Kind::remove;
  row.edited = !row.deleted;
  if (row.edited) row.content = change->content;
}

const Message* LogMessages::answered_message(const MessageId& id) const {
  AnsweredMessage& known = frame_.state.conversations[frame_.state.open].answered[id];
  const uint64_t revision = frame_.client.revision();
  if (known.seq == 0 && known.revision != revision) {
    known.revision = revision;
    const auto found = std::ranges::find(view_.confirmed, id, &Message::id);
    if (found != view_.confirmed.end()) known.seq = found->seq;
  }
  if (known.seq == 0) return nullptr;
  const size_t i = find(known.seq);
  const bool here = i < view_.confirmed.size() && view_.confirmed[i].id == id;
  return here ? &view_.confirmed[i] : nullptr;
}

void LogMessages::add_quote(MessageRow& row, const MessageId& answered) const {
  if (answered.empty() || row.deleted) return;
  row.answered = answered;
  const Message* message = answered_message(answered);
  if (message == nullptr) {
    row.quote_author = frame_.say.earlier_message;
    return;
  }
  row.quote_author = author_of(message->sender);
  row.quotes_oneself = message->sender == frame_.client.self().id;
  row.quote = message->is_deleted() ? std::string(frame_.say.message_deleted)
                                    : on_one_line(message->content);
}

MessageRow LogMessages::row(size_t i, int64_t first_unread_seq) const {
  const Facts here = facts(i);
  MessageRow row;
  row.mine = here.mine;
  row.time = clock(here.time, frame_.utc_offset_minutes);
  row.content = content_of(i);
  MessageId answered;
  if (is_confirmed(i)) {
    const Message& message = view_.confirmed[i];
    row.id = message.id;
    row.edited = message.is_edited();
    row.deleted = message.is_deleted();
    answered = message.reply_to;
    row.mark = message.seq <= read_by_everybody_ ? Mark::read : Mark::sent;
    row.first_unread = first_unread_seq != 0 && message.seq == first_unread_seq;
  } else {
    const PendingMessage& pending = view_.pending[i - view_.confirmed.size()];
    row.id = pending.id;
    row.mark = mark_of(pending.state);
    answered = pending.reply_to;
    row.holds_up = pending.state == SendState::rejected && !pending.set_aside && i + 1 < count();
  }
  if (row.mine) add_change(row);
  if (row.deleted) row.content = frame_.say.message_deleted;
  if (row.edited) row.time = std::string(frame_.say.edited) + " " + row.time;
  add_quote(row, answered);
  row.author = author_of({std::string(here.sender)});
  row.names_author = view_.is_group && !row.mine;
  const bool first_of_day = i == 0 || facts(i - 1).day != here.day;
  if (first_of_day) {
    row.day = day_name(frame_.say, here.time, frame_.now.wall, frame_.utc_offset_minutes);
  }
  row.first_of_group = first_of_day || row.first_unread || !same_group(facts(i - 1), here);
  row.last_of_group = i + 1 == count() || !same_group(here, facts(i + 1));
  if (!row.first_of_group) row.names_author = false;
  return row;
}

}  // namespace chat::ui
