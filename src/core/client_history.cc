// What was said in the conversations, and what of it is still to be asked for: what came since,
// gaps, what is unread, edits and deletions, and older pages as somebody scrolls up. One question
// about a conversation at a time.
#include <algorithm>
#include <utility>
#include "core/client_state.h"

namespace chat {

std::optional<Message> message_of(const gql::MessageFields& fields) {
  const int64_t seq = seq_or_zero(fields.seq.value_or(0));
  if (seq == 0 || !fields.sender || fields.id.empty()) return std::nullopt;
  const WallTime sent_at = time_or_zero(fields.sent_at ? fields.sent_at : fields.created_at);
  return Message{{fields.id},
                 {fields.conversation_id},
                 {*fields.sender},
                 fields.content,
                 seq,
                 sent_at,
                 {fields.reply_to.value_or(std::string())},
                 time_or_zero(fields.edited_at),
                 time_or_zero(fields.deleted_at),
                 seq_or_zero(fields.change_seq.value_or(0))};
}

/// What to ask next about a conversation, if anything.
std::optional<ChatClient::State::Question> ChatClient::State::question(
    const ConversationRecord& record, Instant now) const {
  const Fetch& fetch = record.fetch;
  const Timeline& timeline = record.timeline;
  const auto after = [](int64_t seq, int64_t count) {
    return Question{Purpose::messages_after, seq,
                    std::clamp<int64_t>(count, 1, CatchUp::page_size)};
  };
  const auto stretch = [&](Interval part) {
    return after(part.first - 1, part.last - part.first + 2);
  };
  const bool open = record.head.info.id == user.open;
  if (fetch.tail) {
    const bool far = record.head.info.last_seq - timeline.newest() > CatchUp::tail_gap_max ||
                     fetch.tail_pages >= CatchUp::tail_pages_max;
    if (timeline.newest() > 0 && !far) return after(timeline.newest(), CatchUp::page_size);
    return Question{Purpose::messages_before, std::nullopt, CatchUp::history_page_size};
  }
  if (const auto gap = open ? timeline.joined_gap() : std::nullopt) return stretch(*gap);
  if (const auto hole = open ? timeline.due_hole(now) : std::nullopt) return stretch(*hole);
  if (fetch.older)
    return Question{Purpose::messages_before, timeline.oldest_shown(), CatchUp::history_page_size};
  if (const auto gap = open ? std::nullopt : unread_gap(record)) return stretch(*gap);
  const bool again = fetch.changes_again && *fetch.changes_again <= now;
  if (!again && record.head.last_change_seq <= fetch.changes_through) return std::nullopt;
  // From where no change can be missing on: two at once may become visible in the other order.
  return Question{Purpose::changes_after,
                  fetch.changes_walk ? fetch.changes_walk->from : record.head.change_seq,
                  CatchUp::page_size};
}

/// When the next question may be asked, if there is one.
std::optional<Instant> ChatClient::State::messages_due(const ConversationRecord& record) const {
  const Fetch& fetch = record.fetch;
  if (fetch.busy || !record.head.on_server) return std::nullopt;
  const Instant ready = fetch.backoff.not_before();
  if (question(record, ready)) return ready;
  std::optional<Instant> next = fetch.changes_again;
  const bool open = record.head.info.id == user.open;
  const auto hole = open ? record.timeline.next_deadline() : std::nullopt;
  if (hole && (!next || *hole < *next)) next = hole;
  return next ? std::optional(std::max(*next, ready)) : std::nullopt;
}

/// The first of the unread messages that are not here, so that they can be counted.
std::optional<Interval> ChatClient::State::unread_gap(const ConversationRecord& record) const {
  const Interval unread{record.head.info.read_seq + 1, record.head.preview.seq};
  if (!record.fetch.unread || unread.last - unread.first >= CatchUp::unread_max)
    return std::nullopt;
  return record.timeline.gap_in(unread);
}

void ChatClient::State::ask_for_messages(ConversationRecord& record, Now now) {
  const auto due = messages_due(record);
  if (!due || now.monotonic < *due || requests.queries() >= CatchUp::queries_max) return;
  const auto next = question(record, now.monotonic);
  if (!next) return;
  Fetch& fetch = record.fetch;
  fetch.busy = true;
  fetch.let_go = false;
  const std::string& id = record.head.info.id.value;
  const Request request{.purpose = next->purpose, .subject = id, .seq = next->seq};
  if (next->purpose == Purpose::messages_before)
    return post(request, gql::GetMessagesBefore{id, next->seq, next->count}, now);
  if (next->purpose == Purpose::messages_after)
    return post(request, gql::GetMessagesAfter{id, *next->seq, next->count}, now);
  if (!fetch.changes_walk)
    fetch.changes_walk = {now.monotonic, record.head.last_change_seq, *next->seq};
  post(request, gql::GetChangesAfter{id, *next->seq, next->count}, now);
}

/// A look ahead into the conversations that will most likely be opened.
void ChatClient::State::prefetch() {
  summarize();
  const size_t count = std::min(summaries.size(), CatchUp::prefetch_max);
  for (size_t i = 0; i < count; ++i)
    if (ConversationRecord* record = user.directory.find(summaries[i].id)) {
      fill_screen(*record);
      record->fetch.unread = true;
    }
}

/// The page before what is known, where that is less than a page.
void ChatClient::State::fill_screen(ConversationRecord& record) {
  const Timeline& timeline = record.timeline;
  const size_t page = CatchUp::history_page_size;
  if (!timeline.has_older() || timeline.shown().size() >= page) return;
  if (!std::exchange(record.fetch.older, true)) changed();
}

/// Who may not read it has left it, somewhere else: the list tells.
void ChatClient::State::note_refusal(const Result<json::Value>& data) {
  if (!data && data.error().kind == ErrorKind::rejected) user.catch_up.conversations.want();
}

void ChatClient::State::settle_messages(const Request& request, const Result<json::Value>& data,
                                        Now now) {
  ConversationRecord* record = user.directory.find({request.subject});
  if (!record) return;
  Fetch& fetch = record->fetch;
  fetch.busy = false;
  note_refusal(data);
  if (fetch.let_go) return;  // It is asked for again.
  std::optional<gql::MessagePage> answer;
  if (request.purpose == Purpose::messages_after) {
    if (auto decoded = decode<gql::GetMessagesAfter>(data)) answer = decoded->messages_after;
  } else if (auto decoded = decode<gql::GetMessagesBefore>(data)) {
    answer = decoded->messages_before;
  }
  const bool empty_promise =
      answer && answer->next_token && gql::items_of(answer->messages).empty();
  if (!answer || !answer->messages || empty_promise) return fetch.backoff.fail(now.monotonic, prng);
  fetch.backoff.reset();

  const ConversationHead before = record->head;
  const bool was_loaded = record->timeline.is_loaded(), was_older = fetch.older;
  Timeline::Page page;
  page.more = answer->next_token.has_value();
  for (const auto& fields : *answer->messages) {
    auto message = message_of(fields);
    if (!message || message->conversation != record->head.info.id) continue;
    note_message(*record, *message, user.self.id);
    if (message->sender == user.self.id) confirm(message->id.value, now);
    page.messages.push_back(*std::move(message));
  }
  if (request.purpose == Purpose::messages_after) {
    const bool was_tail = *request.seq == record->timeline.newest();
    record->timeline.answer_after(*request.seq, page, now.monotonic);
    fetch.tail_pages = page.more ? fetch.tail_pages + 1 : 0;
    if (was_tail && !page.more) fetch.tail = false;
    const auto next = question(*record, now.monotonic);
    if (next && next->purpose == request.purpose && next->seq == request.seq)
      fetch.backoff.fail(now.monotonic, prng);  // The same again would not help at once.
  } else {
    record->timeline.answer_before(request.seq, page, now.monotonic);
    if (request.seq)
      fetch.older = false;
    else
      fetch.tail = false, fetch.tail_pages = 0;
  }
  touch_head_if(*record, before, now);
  touch_timeline(*record, now);
  if (!was_loaded || was_older) changed();
}

void ChatClient::State::settle_changes(const Request& request, const Result<json::Value>& data,
                                       Now now) {
  ConversationRecord* record = user.directory.find({request.subject});
  if (!record || !record->fetch.changes_walk) return;
  Fetch& fetch = record->fetch;
  fetch.busy = false;
  note_refusal(data);
  const auto answer = decode<gql::GetChangesAfter>(data);
  const bool usable = answer && answer->changes_after && answer->changes_after->messages;
  if (!usable) return fetch.backoff.fail(now.monotonic, prng);
  fetch.backoff.reset();
  const ConversationHead before = record->head;
  int64_t last = fetch.changes_walk->from;
  for (const auto& fields : *answer->changes_after->messages) {
    auto message = message_of(fields);
    if (!message || message->conversation != record->head.info.id) continue;
    last = std::max(last, message->change_seq);
    note_message(*record, *message, user.self.id);
    // What was never loaded will come as it is then.
    if (record->timeline.has_answered(message->seq)) record->timeline.apply(*std::move(message));
  }
  const bool more = answer->changes_after->next_token && last > fetch.changes_walk->from;
  fetch.changes_walk->from = last;
  if (!more) end_walk(*record, last, now.monotonic);
  touch_head_if(*record, before, now);
  touch_timeline(*record, now);
}

}  // namespace chat
