#include "ui/semantics.h"
#include <gtest/gtest.h>

namespace chat::ui {
namespace {

TEST(Semantics, LeaveOutWhatSaysNothing) {
  EXPECT_EQ(to_json({}), R"({"forms":{},"nodes":[],"scrollers":[],"fields":[]})");
}

TEST(Semantics, TellAllOfANode) {
  Semantics semantics;
  Node node;
  node.id = 4294967295u;
  node.parent = 7;
  node.role = Role::link;
  node.name = "x";
  node.rect = {1.5f, -2.25f, 3, 0.1f};
  node.value = "https://x.y";
  node.style = 0;
  node.disabled = node.current = node.busy = node.focus_composer = true;
  semantics.nodes.push_back(node);
  EXPECT_EQ(to_json(semantics),
            R"({"forms":{},"nodes":[{"id":4294967295,"parent":7,"role":"link","name":"x",)"
            R"("rect":[1.5,-2.25,3,0.1],"value":"https://x.y","style":0,"disabled":true,)"
            R"("current":true,"busy":true,"focusComposer":true}],"scrollers":[],"fields":[]})");
}

TEST(Semantics, TellOfScrollersFieldsAndForms) {
  Semantics semantics;
  semantics.title = "ChatQL";
  semantics.can_go_back = true;
  semantics.forms = {"sign_in", "alice", "No.", "", true};
  semantics.scrollers.push_back({3, 100000.5f, 12.f});
  semantics.fields.push_back(
      {"composer", "Message", "", {0, 0, 1, 1}, 10, true, "", Rect{0, 0, 1, 0}});
  EXPECT_EQ(
      to_json(semantics),
      R"({"title":"ChatQL","canGoBack":true,)"
      R"("forms":{"screen":"sign_in","username":"alice","problem":"No.","busy":true},"nodes":[],)"
      R"("scrollers":[{"node":3,"contentHeight":100000.5,"top":12}],)"
      R"("fields":[{"id":"composer","label":"Message","rect":[0,0,1,1],"maxLength":10,"oneLine":true,)"
      R"("value":"","cut":[0,0,1,0]}]})");
}

TEST(Semantics, KeepTextThatWouldBreakJson) {
  Semantics semantics;
  semantics.title = "a\"b\\c\nd\x01é";
  EXPECT_EQ(to_json(semantics).substr(0, 38), R"({"title":"a\"b\\c\u000ad\u0001é","for)");
}

TEST(Semantics, SayZeroForWhatIsNoNumber) {
  Semantics semantics;
  semantics.scrollers.push_back({1, 0.f / 0.f, std::nullopt});
  EXPECT_NE(to_json(semantics).find(R"("contentHeight":0})"), std::string::npos);
}

}  // namespace
}  // namespace chat::ui
