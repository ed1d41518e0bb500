// The messages of one conversation as the log shows them, by index: the timeline, then the
// outbox. Cheap to make; valid while the client is not told anything.
#pragma once
#include "ui/message_row.h"

namespace chat::ui {

/// The newest message that all the others have read; 0: none, or there are no others.
int64_t read_by_everybody(const ConversationView& view, const UserId& self);

class LogMessages {
 public:
  LogMessages(const Frame& frame, const ConversationId& conversation, std::string_view title);

  const ConversationView& view() const { return view_; }
  size_t count() const { return view_.confirmed.size() + view_.pending.size(); }
  bool is_confirmed(size_t i) const { return i < view_.confirmed.size(); }
  /// As in ui::Row.
  uint64_t key_of(size_t i) const;
  std::string_view content_of(size_t i) const;
  bool is_mine(size_t i) const { return facts(i).mine; }
  /// The first with this seq or a later one.
  size_t find(int64_t seq) const;
  /// Looks at all of them.
  std::optional<size_t> find(const MessageId& id) const;
  /// How many messages came in above `rows`; 0 where that is not all that is new among them.
  size_t above(const ScrolledRows& rows) const;
  /// How many of `rows`, from the first on, are still those of these messages.
  size_t known_of(const ScrolledRows& rows) const;
  /// "New messages" stands above the message of seq `first_unread_seq`.
  MessageRow row(size_t i, int64_t first_unread_seq) const;

 private:
  bool begins_with(const ScrolledRows& rows, size_t first) const;
  struct Facts {
    std::string_view sender;
    WallTime time;
    int64_t day = 0;
    bool mine = false;
  };
  Facts facts(size_t i) const;
  void add_change(MessageRow& row) const;
  void add_quote(MessageRow& row, const MessageId& answered) const;
  const Message* answered_message(const MessageId& id) const;
  std::string author_of(const UserId& sender) const;
  static bool same_group(const Facts& a, const Facts& b);

  const Frame& frame_;
  ConversationView view_;
  std::string_view title_;
  int64_t read_by_everybody_;
};

}  // namespace chat::ui
