// The server, the disk and Bob, as the screen's tests have them.
#include <gtest/gtest.h>
#include "tests/ui/screen.h"

namespace chat::ui::test {

using namespace chat::test;

void Screen::start(const std::vector<std::string>& links) {
  host.start_live(links);
  serve();
  settle();
}

void Screen::start_with_bob(int count, int unread) {
  meet_bob(count, unread);
  serve();
  settle();
}

void Screen::meet_bob(int count, int unread) {
  on_server_ = unread_end_ = count;
  read_ = count - unread;
  host.start_live({conversation_link_json(with_bob, {alice, bob}, on_server_, read_,
                                          count > 0 ? message(count) : "")});
  settle();
}

std::string Screen::message(int64_t seq) const {
  const auto said = says.find(seq);
  const std::string content = said != says.end() ? said->second : "message " + std::to_string(seq);
  // What alice has not read is bob's: who writes has read what is above.
  const bool unread = read_ < seq && seq <= unread_end_;
  return message_json(with_bob, "m" + std::to_string(seq), seq % 3 == 0 && !unread ? alice : bob,
                      content, seq);
}

bool Screen::answer_one() {
  if (host.has<Persist>()) {
    host.disk_saves();
    return true;
  }
  if (const auto post = host.take_post("GetMessagesBefore")) {
    const std::string before = FakeHost::variable(*post, "seq");
    const std::string first = FakeHost::variable(*post, "first");
    int64_t seq = before == "null" || before == "absent" ? on_server_ : std::stoll(before) - 1;
    std::vector<std::string> page;
    for (int64_t left = std::stoll(first); left > 0 && seq > 0; --left, --seq) {
      page.push_back(message(seq));
    }
    host.reply_data(post, "messagesBefore", page_json(page, seq > 0));
    return true;
  }
  if (const auto post = host.take_post("GetMessagesAfter")) {
    std::vector<std::string> page;
    for (int64_t seq = std::stoll(FakeHost::variable(*post, "seq")) + 1; seq <= on_server_; ++seq) {
      page.push_back(message(seq));
    }
    host.reply_data(post, "messagesAfter", page_json(page));
    return true;
  }
  if (const auto post = host.take_post("EditMessage")) {
    const int64_t seq = std::stoll(FakeHost::variable(*post, "id").substr(1));
    if (rejecting) {
      host.reply_error(post, "BadRequestException");
      return true;
    }
    says[seq] = FakeHost::variable(*post, "content");
    std::string json = message(seq);
    json.insert(json.size() - 1, R"(,"editedAt":"2026-11-24T10:01:00.000Z","changeSeq":1)");
    host.reply_data(post, "editMessage", json);
    return true;
  }
  if (const auto post = host.take_post("DeleteMessage")) {
    const int64_t seq = std::stoll(FakeHost::variable(*post, "id").substr(1));
    says[seq] = "";
    std::string json = message(seq);
    json.insert(json.size() - 1, R"(,"deletedAt":"2026-11-24T10:01:00.000Z","changeSeq":2)");
    host.reply_data(post, "deleteMessage", json);
    return true;
  }
  if (const auto post = host.take_post("MarkRead")) {
    host.reply_data(post, "markRead",
                    R"({"conversationId":")" + FakeHost::variable(*post, "conversationId") +
                        R"(","userId":")" + alice.value + R"(","readSeq":)" +
                        FakeHost::variable(*post, "seq") + "}");
    return true;
  }
  if (const auto post = host.take_post("CreateMessage")) {
    if (rejecting) {
      host.reply_error(post, "BadRequestException");
      return true;
    }
    const ConversationId conversation{FakeHost::variable(*post, "conversationId")};
    says[++on_server_] = FakeHost::variable(*post, "content");
    host.reply_data(post, "createMessage",
                    message_json(conversation, FakeHost::variable(*post, "id"), alice,
                                 says[on_server_], on_server_));
    return true;
  }
  return false;
}

void Screen::serve() {
  for (int i = 0; i < 200; ++i) {
    if (!answer_one()) {
      const uint64_t before = host.client().revision();
      settle();
      if (host.client().revision() == before && !host.has<Persist>()) return;
    }
  }
  ADD_FAILURE() << "it never gets quiet";
}

void Screen::bob_writes(const std::string& content) {
  says[++on_server_] = content;
  host.push("onInbox",
            message_json(with_bob, "m" + std::to_string(on_server_), bob, content, on_server_));
}

void Screen::bob_types() {
  host.push("onTyping", R"({"conversationId":")" + with_bob.value + R"(","userId":"bob-sub"})");
  settle();
}

void Screen::tell(int64_t seq, const std::string& members) {
  std::string json = message(seq);
  json.insert(json.size() - 1, "," + members);
  host.push("onMessageChange", json);
  settle();
}

void Screen::bob_reads(int64_t seq) {
  host.push("onReceipt", receipt_json(with_bob, bob, seq));
  settle();
}

}  // namespace chat::ui::test
