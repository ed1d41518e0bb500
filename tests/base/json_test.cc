#include "base/json.h"
#include <gtest/gtest.h>

namespace chat::json {
namespace {

TEST(Json, ReadsWhatTheTextSays) {
  const auto value = parse(R"({"a":[1,true,null,"x"],"b":{"c":-7}})");
  ASSERT_TRUE(value);
  ASSERT_EQ(value->member("a").items().size(), 4u);
  EXPECT_EQ(value->member("a").items()[0].integer(), 1);
  EXPECT_EQ(value->member("a").items()[1].boolean(), true);
  EXPECT_TRUE(value->member("a").items()[2].is_null());
  EXPECT_EQ(*value->member("a").items()[3].string(), "x");
  EXPECT_EQ(value->member("b").member("c").integer(), -7);
}

TEST(Json, AnswersEmptyWhereAValueIsOfAnotherKind) {
  const auto value = parse(R"({"text":"x","number":1.5,"big":18446744073709551615})");
  ASSERT_TRUE(value);
  EXPECT_EQ(value->member("text").integer(), std::nullopt);
  EXPECT_EQ(value->member("number").integer(), std::nullopt);
  EXPECT_EQ(value->member("big").integer(), std::nullopt);
  EXPECT_EQ(value->member("text").boolean(), std::nullopt);
  EXPECT_EQ(value->member("number").string(), nullptr);
  EXPECT_TRUE(value->member("text").member("x").member("y").is_null());
  EXPECT_TRUE(value->member("text").items().empty());
}

TEST(Json, RefusesWhatIsNotJson) {
  for (const char* text :
       {"", "{", "[1,]", "{\"a\"}", "nul", "1 2", "\"\\ud800\"", "{\"a\":1}x", "\xff"})
    EXPECT_FALSE(parse(text)) << text;
}

TEST(Json, RefusesBytesThatAreNotUtf8) {
  EXPECT_FALSE(parse("\"\xc3\x28\""));
  EXPECT_FALSE(parse("\"\xed\xa0\x80\""));
}

TEST(Json, RefusesWhatIsNestedTooDeeply) {
  EXPECT_TRUE(parse(std::string(depth_max, '[') + std::string(depth_max, ']')));
  EXPECT_FALSE(parse(std::string(depth_max + 1, '[') + std::string(depth_max + 1, ']')));
  EXPECT_FALSE(parse(std::string(100'000, '[')));
}

TEST(Json, NamesTheMemberThatIsMissing) {
  const auto value = parse(R"({"a":1})");
  ASSERT_TRUE(value);
  EXPECT_EQ(integer(*value, "a").value(), 1);
  EXPECT_EQ(string(*value, "b").error().detail, "b: expected a string");
  EXPECT_EQ(string(*value, "b").error().kind, ErrorKind::bad_data);
}

TEST(JsonWriter, WritesCommasWhereTheyBelong) {
  Writer writer;
  writer.begin_object().member("a", int64_t{1}).key("b").begin_array().value("x").null();
  writer.begin_object().end_object().value(false).end_array().member("c", true).end_object();
  EXPECT_EQ(writer.take(), R"({"a":1,"b":["x",null,{},false],"c":true})");
}

TEST(JsonWriter, EscapesWhatWouldEndTheString) {
  EXPECT_EQ(Writer().value("a\"b\\c\n\x01\x7f").take(), R"("a\"b\\c\n\u0001\u007f")");
}

TEST(JsonWriter, ReplacesBytesThatAreNotUtf8) {
  EXPECT_EQ(Writer().value(std::string("a\xff") + "b").take(),
            "\"a\xef\xbf\xbd"
            "b\"");
}

TEST(JsonWriter, WhatItWritesIsReadBack) {
  const std::string text = "\t\r\n\"\\/ \u00e9 \U0001f600 \x1f";
  const auto value = parse(Writer().value(text).take());
  ASSERT_TRUE(value);
  EXPECT_EQ(*value->string(), text);
}

}  // namespace
}  // namespace chat::json
