// What can be done about a message: answered, copied, edited, deleted, asked about.
#include <gtest/gtest.h>
#include "tests/ui/screen.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

// Of messages 1 to 6, numbers 3 and 6 are one's own.
class MessageMenu : public testing::TestWithParam<Size> {
 protected:
  MessageMenu() : screen(GetParam()) {
    screen.start_with_bob(6);
    screen.open_bob();
  }
  Screen screen;
};

using Names = std::vector<std::string>;

TEST_P(MessageMenu, OffersWhatOneMayDo) {
  screen.open_menu("message 3");
  EXPECT_EQ(screen.names(Role::menu_item), (Names{"Reply", "Copy", "Edit", "Delete", "Info"}));
  screen.state.input.back = true;
  screen.settle();
  EXPECT_EQ(screen.find(Role::menu), nullptr);
  screen.open_menu("message 4");
  EXPECT_EQ(screen.names(Role::menu_item), (Names{"Reply", "Copy", "Info"}));
}

TEST_P(MessageMenu, SelectsTheTextForAFinger) {
  const Node& said = screen.get(Role::text, "message 4");
  const uint32_t text = said.id;
  const Rect rect = screen.on_screen(said);
  screen.state.input.menu = {said.parent, rect.x + 1, rect.y + 1, true};
  screen.settle();
  EXPECT_EQ(screen.names(Role::menu_item), (Names{"Reply", "Copy", "Select text", "Info"}));
  EXPECT_EQ(screen.get(Role::menu_item, "Select text").selects, text);
  screen.click(Role::menu_item, "Select text");
  EXPECT_EQ(screen.find(Role::menu), nullptr);
  screen.open_menu("message 4");
  EXPECT_EQ(screen.find(Role::menu_item, "Select text"), nullptr);
}

TEST_P(MessageMenu, OpensWithTheKeyboardToo) {
  screen.press(Role::article, "You, 10:00");
  EXPECT_EQ(screen.names(Role::menu_item).size(), 5u);
}

TEST_P(MessageMenu, LiesOnTheScreenWhereverItIsAskedFor) {
  const Node& said = screen.get(Role::text, "message 6");
  screen.state.input.menu = {said.parent, GetParam().width - 2, GetParam().height - 2};
  screen.settle();
  const Rect menu = screen.get(Role::menu).rect;
  EXPECT_LE(menu.x + menu.w, GetParam().width);
  EXPECT_LE(menu.y + menu.h, GetParam().height);
  EXPECT_GE(menu.x, 0);
  EXPECT_GE(menu.y, 0);
  for (const Node* item : screen.all(Role::menu_item)) EXPECT_GE(item->rect.h, 44);
}

TEST_P(MessageMenu, LiesAboveTheField) {
  EXPECT_FALSE(screen.composer()->cut.has_value());
  screen.open_menu("message 6");
  const Rect menu = screen.get(Role::menu).rect;
  ASSERT_TRUE(screen.composer()->cut.has_value());
  EXPECT_EQ(screen.composer()->cut->x, menu.x - 1);
  EXPECT_EQ(screen.composer()->cut->h, menu.h + 2);
  screen.click(Role::menu_item, "Reply");
  EXPECT_FALSE(screen.composer()->cut.has_value());
}

TEST_P(MessageMenu, ClosesWhenSomethingElseIsPressed) {
  screen.open_menu("message 3");
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(2, GetParam().height / 2);
  screen.draw();
  io.AddMouseButtonEvent(0, true);
  screen.draw();
  io.AddMouseButtonEvent(0, false);
  screen.settle();
  EXPECT_EQ(screen.find(Role::menu), nullptr);
}

TEST_P(MessageMenu, StaysWhenTheFingerThatOpenedItGoes) {
  const Node& said = screen.get(Role::text, "message 3");
  const Rect rect = screen.on_screen(said);
  const uint32_t article = said.parent;
  ImGuiIO& io = ImGui::GetIO();
  io.AddMousePosEvent(rect.x + 1, rect.y + 1);
  io.AddMouseButtonEvent(0, true);
  screen.draw();
  screen.state.input.menu = {article, rect.x + 20, rect.y + 20};
  screen.settle();
  io.AddMouseButtonEvent(0, false);
  screen.settle();
  EXPECT_NE(screen.find(Role::menu), nullptr);
}

TEST_P(MessageMenu, CopiesTheWholeText) {
  screen.open_menu("message 4");
  EXPECT_EQ(screen.get(Role::menu_item, "Copy").value, "message 4");
  screen.click(Role::menu_item, "Copy");
  EXPECT_EQ(screen.find(Role::menu), nullptr);
}

TEST_P(MessageMenu, AnswersWithAQuote) {
  screen.open_menu("message 4");
  EXPECT_TRUE(screen.get(Role::menu_item, "Reply").focus_composer);
  screen.click(Role::menu_item, "Reply");
  EXPECT_NE(screen.find(Role::text, "Reply to bob"), nullptr);
  screen.type("yes");
  screen.press_enter();
  EXPECT_EQ(screen.last_intent<SendMessage>()->reply_to.value, "m4");
  EXPECT_EQ(screen.find(Role::text, "Reply to bob"), nullptr);
  EXPECT_NE(screen.find(Role::button, "Answers bob: message 4"), nullptr);
  screen.type("and");
  screen.press_enter();
  EXPECT_TRUE(screen.last_intent<SendMessage>()->reply_to.empty());
}

TEST_P(MessageMenu, SaysYouWhenOneAnswersOneself) {
  screen.open_menu("message 3");
  screen.click(Role::menu_item, "Reply");
  EXPECT_NE(screen.find(Role::text, "Reply to yourself"), nullptr);
  screen.type("indeed");
  screen.press_enter();
  EXPECT_NE(screen.find(Role::button, "Answers you: message 3"), nullptr);
}

TEST_P(MessageMenu, AnswersAlsoWhenTheTextIsTypedBeforeTheNextFrame) {
  screen.open_menu("message 4");
  screen.state.input.activated = screen.get(Role::menu_item, "Reply").id;
  screen.state.input.fields.push_back({FieldInput::Kind::input, "composer", "yes"});
  screen.settle();
  EXPECT_EQ(screen.find(Role::menu), nullptr);
  EXPECT_NE(screen.find(Role::text, "Reply to bob"), nullptr);
}

TEST_P(MessageMenu, EditsInTheFieldAndKeepsWhatWasBegunThere) {
  screen.type("half a senten");
  screen.open_menu("message 3");
  screen.click(Role::menu_item, "Edit");
  EXPECT_EQ(screen.fields["composer"], "message 3");
  screen.type("message three");
  EXPECT_EQ(screen.last_intent<SaveDraft>()->text, "half a senten");
  screen.press_enter();
  EXPECT_EQ(screen.last_intent<EditMessage>()->id.value, "m3");
  EXPECT_EQ(screen.last_intent<EditMessage>()->content, "message three");
  EXPECT_EQ(screen.fields["composer"], "half a senten");
  EXPECT_EQ(screen.get(Role::article, "You, edited 10:00").name, "You, edited 10:00, saving");
  screen.serve();
  EXPECT_NE(screen.find(Role::article, "You, edited 10:00, sent"), nullptr);
  EXPECT_NE(screen.find(Role::text, "message three"), nullptr);
}

TEST_P(MessageMenu, GivesUpAnEditOnEscape) {
  screen.open_menu("message 3");
  screen.click(Role::menu_item, "Edit");
  screen.type("something else");
  screen.state.input.fields.push_back({FieldInput::Kind::cancel, "composer", ""});
  screen.settle();
  EXPECT_EQ(screen.fields["composer"], "");
  EXPECT_EQ(screen.last_intent<EditMessage>(), nullptr);
  screen.open_menu("message 4");
  screen.click(Role::menu_item, "Reply");
  screen.click(Role::button, "Cancel");
  EXPECT_EQ(screen.find(Role::text, "Reply to bob"), nullptr);
}

TEST_P(MessageMenu, DeletesAfterAsking) {
  screen.open_menu("message 3");
  screen.click(Role::menu_item, "Delete");
  EXPECT_NE(screen.find(Role::dialog, "Delete message?"), nullptr);
  screen.click(Role::button, "Cancel");
  EXPECT_EQ(screen.last_intent<DeleteMessage>(), nullptr);
  screen.open_menu("message 3");
  screen.click(Role::menu_item, "Delete");
  screen.click(Role::button, "Delete");
  EXPECT_EQ(screen.last_intent<DeleteMessage>()->id.value, "m3");
  screen.serve();
  EXPECT_EQ(screen.find(Role::text, "message 3"), nullptr);
  EXPECT_NE(screen.find(Role::text, "Message deleted"), nullptr);
  screen.open_menu("Message deleted");
  EXPECT_EQ(screen.names(Role::menu_item), Names{"Info"});
}

TEST_P(MessageMenu, OffersToTryARefusedChangeAgainOrToDropIt) {
  screen.rejecting = true;
  screen.open_menu("message 3");
  screen.click(Role::menu_item, "Edit");
  screen.type("message three");
  screen.press_enter();
  screen.serve();
  EXPECT_NE(screen.find(Role::text, "message 3"), nullptr);
  EXPECT_NE(screen.find(Role::text, "Not changed"), nullptr);
  screen.click(Role::button, "Retry");
  EXPECT_NE(screen.find(Role::text, "message three"), nullptr);
  screen.serve();
  screen.click(Role::button, "Discard");
  EXPECT_EQ(screen.find(Role::text, "Not changed"), nullptr);
  EXPECT_NE(screen.find(Role::text, "message 3"), nullptr);
}

TEST_P(MessageMenu, TellsWhenAMessageWasSentAndWhoHasReadIt) {
  screen.bob_reads(3);
  for (const char* text : {"message 3", "message 6"}) {
    screen.open_menu(text);
    screen.click(Role::menu_item, "Info");
    EXPECT_NE(screen.find(Role::dialog, "Info"), nullptr);
    EXPECT_NE(screen.find(Role::text, "24 November 2026, 10:00"), nullptr);
    const bool read = std::string_view(text) == "message 3";
    EXPECT_EQ(screen.find(Role::text, "Read by") != nullptr, read);
    EXPECT_EQ(screen.find(Role::text, "Not read yet by") != nullptr, !read);
    screen.click(Role::button, "Close");
  }
}

TEST_P(MessageMenu, LetsTheRestGoPastARefusedMessage) {
  screen.rejecting = true;
  screen.type("never");
  screen.press_enter();
  screen.serve();
  EXPECT_NE(screen.find(Role::button, "Retry"), nullptr);
  EXPECT_EQ(screen.find(Role::button, "Send the rest"), nullptr);
  screen.rejecting = false;
  screen.type("afterwards");
  screen.press_enter();
  screen.serve();
  EXPECT_TRUE(screen.all(Role::article).back()->name.ends_with(", saved on this device"));
  screen.click(Role::button, "Send the rest");
  screen.serve();
  EXPECT_EQ(screen.find(Role::button, "Send the rest"), nullptr);
  EXPECT_NE(screen.find(Role::button, "Retry"), nullptr);
  bool sent = false;
  for (const std::string& name : screen.names(Role::article)) sent |= name == "You, 10:00, sent";
  EXPECT_TRUE(sent);
}

INSTANTIATE_TEST_SUITE_P(At, MessageMenu, testing::Values(phone, phone_on_its_side, desktop),
                         [](const auto& info) { return info.param.name; });

TEST(Narrow, DialogsBreakTheirHeadingAndMessagesShowTheirWholeTime) {
  Screen screen(small_phone_with_big_text);
  screen.state.look.language = Language::german;
  screen.start_with_bob(3);
  screen.open_bob();
  screen.tell(3, R"("editedAt":"2026-11-24T10:01:00.000Z","changeSeq":1)");
  EXPECT_TRUE(screen.shows("bearbeitet 10:00"));
  screen.open_menu("message 3");
  screen.click(Role::menu_item, "Löschen");
  EXPECT_TRUE(screen.shows("Nachricht"));
  EXPECT_TRUE(screen.shows("löschen?"));
}

TEST(Quotes, LeadToWhatTheyAnswerAlsoWhenItIsNotLoadedYet) {
  Screen screen;
  screen.start_with_bob(200);
  screen.open_bob();
  screen.tell(200, R"("replyTo":"m120","changeSeq":1)");
  EXPECT_NE(screen.find(Role::button, "Answers An earlier message"), nullptr);
  screen.click(Role::button, "Answers");
  screen.serve();
  screen.settle();
  EXPECT_NE(screen.find(Role::text, "message 120"), nullptr);
  screen.rest(2'000);
  EXPECT_FALSE(screen.out.redraw_in_ms.has_value());
}

TEST(Quotes, SayWhatTheyAnswerAsItIsNow) {
  Screen screen;
  screen.start_with_bob(6);
  screen.open_bob();
  screen.tell(6, R"("replyTo":"m4","changeSeq":1)");
  EXPECT_NE(screen.find(Role::button, "Answers bob: message 4"), nullptr);
  screen.says[4] = "";
  screen.tell(4, R"("deletedAt":"2026-11-24T10:01:00.000Z","changeSeq":2)");
  EXPECT_NE(screen.find(Role::button, "Answers bob: Message deleted"), nullptr);
}

TEST(Fields, KeepWhatWasTypedJustBeforeTheWayBack) {
  Screen screen;
  screen.start_with_bob(6);
  screen.open_bob();
  screen.state.input.fields.push_back({FieldInput::Kind::input, "composer", "half a senten"});
  screen.state.input.back = true;
  screen.settle();
  EXPECT_EQ(screen.last_intent<SaveDraft>()->text, "half a senten");
}

}  // namespace
}  // namespace chat::ui::test
