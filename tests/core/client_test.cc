#include "core/client.h"
#include <gtest/gtest.h>
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

const ConversationId lobby = direct_conversation_id(alice, bob);
const std::string lobby_link = conversation_link_json(lobby, {alice, bob}, 0, 0);

TEST(ChatClient, ShowsAMessageAtOnceAndSendsItOnlyWhenItIsSaved) {
  FakeHost host;
  host.start_live({lobby_link});
  const std::string id = host.submit(SendMessage{lobby, "hello"});
  EXPECT_EQ(host.screen(lobby), "me: hello (saving)");
  EXPECT_EQ(host.count_posts("CreateMessage"), 0u);
  host.disk_saves();
  EXPECT_EQ(host.screen(lobby), "me: hello (in flight)");
  host.reply_data(host.take_post("CreateMessage"), "createMessage",
                  message_json(lobby, id, alice, "hello", 1));
  EXPECT_EQ(host.screen(lobby), "me: hello");
}

}  // namespace
}  // namespace chat
