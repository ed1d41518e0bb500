// Groups: made, looked at, renamed, joined by more, left.
#include <gtest/gtest.h>
#include <algorithm>
#include "tests/ui/screen.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

const ConversationId lobby{"lobby"};

class Groups : public testing::TestWithParam<Size> {
 protected:
  Groups() : screen(GetParam()) {
    screen.start({conversation_link_json(lobby, {alice, bob}, 1, 1,
                                         message_json(lobby, "m1", bob, "welcome", 1))});
  }
  void open_lobby() {
    screen.click(Role::button, "named");
    screen.serve();
  }
  void type_name(const std::string& name) {
    screen.state.input.fields.push_back({FieldInput::Kind::input, "group_name", name});
    screen.settle();
  }
  const Field* name_field() const {
    for (const Field& field : screen.out.semantics.fields) {
      if (field.id == "group_name") return &field;
    }
    return nullptr;
  }
  Screen screen;
};

TEST_P(Groups, AreMadeOfTwoOthersAndAName) {
  screen.click(Role::button, "New chat");
  screen.click(Role::button, "New group");
  ASSERT_NE(name_field(), nullptr);
  EXPECT_EQ(name_field()->label, "Name of the group");
  EXPECT_TRUE(screen.get(Role::button, "Create group").disabled);
  screen.click(Role::checkbox, "bob");
  EXPECT_TRUE(screen.get(Role::checkbox, "bob").current);
  screen.click(Role::checkbox, "carol");
  EXPECT_TRUE(screen.get(Role::button, "Create group").disabled);
  type_name("Friends");
  screen.click(Role::checkbox, "bob");
  EXPECT_TRUE(screen.get(Role::button, "Create group").disabled);
  screen.click(Role::checkbox, "bob");
  screen.click(Role::button, "Create group");
  ASSERT_NE(screen.last_intent<StartGroup>(), nullptr);
  EXPECT_EQ(screen.last_intent<StartGroup>()->name, "Friends");
  EXPECT_EQ(screen.last_intent<StartGroup>()->members.size(), 2u);
  EXPECT_NE(screen.find(Role::button, "Details of Friends"), nullptr);
  EXPECT_NE(screen.find(Role::text, "3 members"), nullptr);
  EXPECT_NE(screen.composer(), nullptr);
  EXPECT_EQ(name_field(), nullptr);
}

TEST_P(Groups, LeadBackToThePeople) {
  screen.click(Role::button, "New chat");
  screen.click(Role::button, "New group");
  screen.click(Role::button, "Back");
  EXPECT_NE(screen.find(Role::button, "New group"), nullptr);
}

TEST_P(Groups, SayWhoWroteWhat) {
  EXPECT_TRUE(screen.shows("bob: welcome"));
  open_lobby();
  EXPECT_TRUE(screen.shows("bob"));
}

TEST_P(Groups, ShowTheirMembers) {
  open_lobby();
  screen.click(Role::button, "Details of named");
  EXPECT_NE(screen.find(Role::list, "Members"), nullptr);
  EXPECT_EQ(screen.find(Role::text, "You")->parent, screen.all(Role::list_item)[0]->id);
  EXPECT_NE(screen.find(Role::text, "bob"), nullptr);
  screen.state.input.back = true;
  screen.settle();
  EXPECT_EQ(screen.find(Role::list, "Members"), nullptr);
  EXPECT_EQ(screen.state.open, lobby);
}

TEST_P(Groups, AreRenamed) {
  open_lobby();
  screen.click(Role::button, "Details of named");
  EXPECT_EQ(screen.fields["group_name"], "named");
  EXPECT_TRUE(screen.get(Role::button, "Rename").disabled);
  type_name("The lobby");
  screen.click(Role::button, "Rename");
  EXPECT_EQ(screen.last_intent<RenameConversation>()->name, "The lobby");
  EXPECT_NE(screen.find(Role::status, "A change is waiting to be sent."), nullptr);
}

TEST_P(Groups, AreJoinedByMore) {
  open_lobby();
  screen.click(Role::button, "Details of named");
  screen.click(Role::button, "Add people");
  EXPECT_EQ(screen.names(Role::checkbox), std::vector<std::string>{"carol"});
  EXPECT_TRUE(screen.get(Role::button, "Add").disabled);
  screen.click(Role::checkbox, "carol");
  screen.click(Role::button, "Add");
  EXPECT_EQ(screen.last_intent<AddMembers>()->members, std::vector<UserId>{carol});
  EXPECT_NE(screen.find(Role::list, "Members"), nullptr);
}

TEST_P(Groups, KeepTheirNameInTheFieldWhenOneComesBackFromAddingPeople) {
  open_lobby();
  screen.click(Role::button, "Details of named");
  screen.click(Role::button, "Add people");
  EXPECT_EQ(name_field(), nullptr);
  screen.click(Role::button, "Back");
  EXPECT_EQ(screen.fields["group_name"], "named");
  EXPECT_TRUE(screen.get(Role::button, "Rename").disabled);
}

TEST_P(Groups, TakeTheirNameAlsoByEnter) {
  const auto enter_name = [&](const std::string& name) {
    screen.state.input.fields.push_back({FieldInput::Kind::submit, "group_name", name});
    screen.settle();
  };
  open_lobby();
  screen.click(Role::button, "Details of named");
  enter_name("named");
  EXPECT_EQ(screen.last_intent<RenameConversation>(), nullptr);
  enter_name("The lobby");
  EXPECT_EQ(screen.count_intents<RenameConversation>(), 1);
  screen.state.panel = Panel::new_group;
  screen.settle();
  enter_name("Friends");
  EXPECT_EQ(screen.last_intent<StartGroup>(), nullptr);
  screen.click(Role::checkbox, "bob");
  screen.click(Role::checkbox, "carol");
  EXPECT_EQ(screen.last_intent<StartGroup>(), nullptr);
  enter_name("Friends");
  EXPECT_EQ(screen.count_intents<StartGroup>(), 1);
}

TEST(GroupMembers, AreOneselfAndThenTheOthersByName) {
  const UserId dave{"dave-sub"};
  Screen screen;
  screen.start({conversation_link_json(lobby, {carol, dave, bob, alice}, 1, 1,
                                       message_json(lobby, "m1", bob, "welcome", 1))});
  screen.click(Role::button, "named");
  screen.serve();
  screen.click(Role::button, "Details of named");
  const std::vector<std::string> names = screen.names(Role::text);
  const auto you = std::ranges::find(names, "You");
  ASSERT_LT(you + 2, names.end());
  EXPECT_EQ(*(you + 1), "bob");
  EXPECT_EQ(*(you + 2), "carol");
}

TEST_P(Groups, ShowOneselfWithTheSamePictureAsEverywhere) {
  open_lobby();
  screen.click(Role::button, "Details of named");
  EXPECT_TRUE(screen.shows("You"));
  EXPECT_TRUE(screen.shows("A"));
  EXPECT_FALSE(screen.shows("Y"));
}

TEST_P(Groups, AreLeftAfterAsking) {
  open_lobby();
  screen.click(Role::button, "Details of named");
  screen.click(Role::button, "Leave group");
  EXPECT_NE(screen.find(Role::dialog, "Leave group"), nullptr);
  screen.click(Role::button, "Cancel");
  EXPECT_EQ(screen.last_intent<LeaveConversation>(), nullptr);
  screen.click(Role::button, "Leave group");
  screen.click(*screen.all(Role::button).back());
  EXPECT_EQ(screen.last_intent<LeaveConversation>()->conversation, lobby);
  EXPECT_TRUE(screen.state.open.empty());
}

TEST_P(Groups, OfferARefusedChangeAgain) {
  open_lobby();
  screen.click(Role::button, "Details of named");
  type_name("The lobby");
  screen.click(Role::button, "Rename");
  screen.serve();
  screen.host.reply_error(screen.host.take_post("RenameConversation"), "BadRequestException");
  screen.settle();
  EXPECT_NE(screen.find(Role::status, "Not changed"), nullptr);
  screen.click(Role::button, "Discard");
  EXPECT_EQ(screen.find(Role::status, "Not changed"), nullptr);
}

INSTANTIATE_TEST_SUITE_P(At, Groups, testing::Values(phone, phone_on_its_side, desktop),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace chat::ui::test
