#include "tests/ui/all_screens.h"

namespace chat::ui::test {
namespace {

using namespace chat::test;

struct Visit {
  Size size;
  const Look& look;
  const LookAt& look_at;
};

class Visited : public Screen {
 public:
  explicit Visited(const Visit& visit) : Screen(visit.size), look_at_(visit.look_at) {
    state.look = visit.look;
  }
  void show(const char* name) { look_at_(name, *this); }
  /// Wherever it is.
  void open_menu_of(const char* words) {
    for (int i = 0; i < 10 && find(Role::text, words) == nullptr; ++i) scroll(Role::log, -100);
    open_menu(words);
  }
  void click_nth(Role role, size_t index) { click(*all(role).at(index)); }
  void back() {
    state.input.back = true;
    settle();
  }

 private:
  const LookAt& look_at_;
};

void visit_what_loads(const Visit& visit) {
  {
    Visited screen(visit);
    screen.host.start();
    screen.settle();
    screen.show("connecting, nothing known");
    screen.host.handle(SocketClosed{});
    screen.rest(4'000);
    screen.show("no server");
  }
  {
    Visited screen(visit);
    screen.start({});
    screen.show("no conversations");
  }
  Visited screen(visit);
  screen.meet_bob(30);
  screen.click_nth(Role::button, 2);
  screen.show("messages that load");
}

void visit_lists(const Visit& visit) {
  Visited screen(visit);
  screen.start_with_bob(30, 3);
  screen.show("list");
  screen.bob_types();
  screen.show("list, typing");
  screen.rest(10'000);
  screen.state.dialog = Dialog::shortcuts;
  screen.settle();
  screen.show("shortcuts");
  screen.state.dialog = Dialog::none;
  screen.state.open = with_bob;
  screen.serve();
  screen.show("unread messages");
  screen.type("half a senten");
  screen.state.open = {};
  screen.settle();
  screen.show("list, draft");
}

void visit_account(const Visit& visit) {
  Visited screen(visit);
  screen.start_with_bob(1);
  screen.click_nth(Role::button, 0);
  screen.show("account");
  screen.state.dialog = Dialog::sign_out;
  screen.settle();
  screen.show("signing out");
}

void visit_groups(const Visit& visit) {
  const ConversationId lobby{"lobby"};
  Visited screen(visit);
  screen.start({conversation_link_json(lobby, {alice, bob}, 1, 1,
                                       message_json(lobby, "m1", bob, "welcome", 1))});
  screen.state.panel = Panel::people;
  screen.settle();
  screen.show("people");
  screen.state.panel = Panel::new_group;
  screen.settle();
  screen.click_nth(Role::checkbox, 0);
  screen.show("new group, one chosen");
  screen.click_nth(Role::checkbox, 1);
  screen.state.input.fields.push_back({FieldInput::Kind::input, "group_name", "Friends"});
  screen.settle();
  screen.show("new group, complete");
  screen.state.panel = Panel::conversations;
  screen.state.open = lobby;
  screen.serve();
  screen.show("group");
  screen.state.panel = Panel::group;
  screen.state.group_name = "named";
  screen.settle();
  screen.show("details of a group");
  screen.state.dialog = Dialog::leave_group;
  screen.settle();
  screen.show("leaving a group");
  screen.back();
  screen.state.panel = Panel::add_people;
  screen.settle();
  screen.show("adding people");
  screen.click_nth(Role::checkbox, 0);
  screen.show("adding people, one chosen");
  screen.back();
  screen.host.submit(RenameConversation{lobby, "The lobby"});
  screen.settle();
  screen.show("a new name that waits");
  screen.serve();
  screen.host.reply_error(screen.host.take_post("RenameConversation"), "BadRequestException");
  screen.settle();
  screen.show("a new name that was refused");
}

void visit_messages(const Visit& visit) {
  Visited screen(visit);
  screen.says[28] = "see https://example.org/" + std::string(80, 'p');
  screen.says[30] = "and https://example.org/";
  screen.start_with_bob(30);
  screen.state.open = with_bob;
  screen.serve();
  screen.show("conversation");
  screen.bob_types();
  screen.show("typing");
  screen.rest(10'000);
  screen.open_menu_of("message 29");
  screen.show("menu of another's message");
  screen.click_nth(Role::menu_item, 2);
  screen.show("info of another's message");
  screen.back();
  screen.open_menu_of("and https");
  screen.show("menu of an own message");
  screen.click_nth(Role::menu_item, 3);
  screen.show("deleting");
  screen.back();
  screen.open_menu_of("and https");
  screen.click_nth(Role::menu_item, 4);
  screen.show("info of an own message");
  screen.back();
  screen.open_menu_of("and https");
  screen.click_nth(Role::menu_item, 2);
  screen.type("an own link: https://example.org/");
  screen.show("editing");
  screen.press_enter();
  screen.show("an edit that is on its way");
  screen.serve();
  screen.open_menu_of("an own link");
  screen.click_nth(Role::menu_item, 0);
  screen.show("answering");
  screen.say("an answer");
  screen.bob_reads(31);
  screen.show("quote");
  screen.scroll(Role::log, -900);
  screen.rest();
  screen.bob_writes("news from below");
  screen.serve();
  screen.show("conversation, scrolled up");
}

void visit_refusals(const Visit& visit) {
  Visited screen(visit);
  screen.start_with_bob(6);
  screen.state.open = with_bob;
  screen.serve();
  screen.rejecting = true;
  screen.open_menu_of("message 3");
  screen.click_nth(Role::menu_item, 2);
  screen.say("message three");
  screen.show("refused edit");
  screen.say("hello");
  screen.show("refused message");
  screen.rejecting = false;
  screen.say("and more");
  screen.show("held up message");
  screen.state.refused = Refusal::not_possible;
  screen.settle();
  screen.show("a wish that was refused");
  screen.state.refused = Refusal::none;
  screen.tell(4, R"("deletedAt":"2026-11-24T10:01:00.000Z","changeSeq":9)");
  screen.show("deleted message");
  screen.host.handle(NetworkChanged{false});
  screen.settle();
  screen.show("offline");
}

void visit_storage_troubles(const Visit& visit) {
  {
    Visited screen(visit);
    screen.host.disk["o/000000000007.ob"] = "chatql 1 outbox 00000000\n{";
    screen.start_with_bob(1);
    screen.show("damaged message");
  }
  Visited screen(visit);
  screen.start_with_bob(1);
  screen.state.open = with_bob;
  screen.serve();
  screen.type("hello");
  screen.press_enter();
  screen.host.disk_saves(PersistResult::disk_full);
  screen.settle();
  screen.show("full disk");
}

}  // namespace

void visit_all_screens(Size size, const Look& look, const LookAt& look_at) {
  const Visit visit{size, look, look_at};
  visit_what_loads(visit);
  visit_lists(visit);
  visit_account(visit);
  visit_groups(visit);
  visit_messages(visit);
  visit_refusals(visit);
  visit_storage_troubles(visit);
}

}  // namespace chat::ui::test
