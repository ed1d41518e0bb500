#include "ui/log_messages.h"
#include <algorithm>
#include "ui/words.h"

namespace chat::ui {
namespace {

constexpr int64_t group_ms = 5 * 60'000;  // Messages this near each other are one group.

}  // namespace

LogMessages::LogMessages(const Frame& frame, const ConversationId& conversation,
                         std::string_view title)
    : frame_(frame), view_(frame.client.conversation(conversation)), title_(title) {}

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

/// Confirmed messages never go; so equal ends with an equal number between them are the same.
bool LogMessages::are_those_of(const ScrolledRows& rows) const {
  if (rows.size() != count() || count() == 0) return rows.size() == count();
  const size_t pending = view_.confirmed.size();
  if (pending > 0 && (rows.key(0) != key_of(0) || rows.key(pending - 1) != key_of(pending - 1))) {
    return false;
  }
  for (size_t i = pending; i < count(); ++i) {
    if (rows.key(i) != key_of(i)) return false;
  }
  return true;
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

MessageRow LogMessages::row(size_t i, int64_t first_unread_seq) const {
  const Facts here = facts(i);
  MessageRow row;
  row.mine = here.mine;
  row.time = clock(here.time, frame_.utc_offset_minutes);
  row.content = content_of(i);
  if (is_confirmed(i)) {
    const Message& message = view_.confirmed[i];
    row.id = message.id;
    row.first_unread = first_unread_seq != 0 && message.seq == first_unread_seq;
  } else {
    const PendingMessage& pending = view_.pending[i - view_.confirmed.size()];
    row.id = pending.id;
    row.mark = mark_of(pending.state);
  }
  if (row.mine) {
    row.author = frame_.say.you;
  } else {
    row.author = frame_.client.name_of({std::string(here.sender)});
    if (row.author.empty()) row.author = frame_.say.somebody;
    row.names_author = row.author != title_;
  }
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
