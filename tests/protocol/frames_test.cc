#include "protocol/frames.h"
#include <gtest/gtest.h>
#include "base/encoding.h"
#include "protocol/handshake.h"

namespace chat {
namespace {

TEST(Frames, ReadsTheAcknowledgement) {
  const auto frame =
      read_frame(R"({"type":"connection_ack","payload":{"connectionTimeoutMs":300000}})");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->type, ServerFrame::Type::connection_ack);
  EXPECT_EQ(frame->connection_timeout_ms, 300'000);
}

TEST(Frames, ReadsDataWithItsSubscription) {
  const auto frame =
      read_frame(R"({"id":"s","type":"data","payload":{"data":{"onInbox":{"id":"m"}}}})");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->type, ServerFrame::Type::data);
  EXPECT_EQ(frame->id, "s");
  EXPECT_EQ(*frame->data.member("onInbox").member("id").string(), "m");
}

TEST(Frames, ATokenThatIsRefusedIsAnAuthorizationError) {
  for (
      const char* error :
      {R"({"errorType":"UnauthorizedException","errorCode":401})", R"({"errorCode":401})",
       R"({"errorType":"com.amazonaws.deepdish.graphql.auth#UnauthorizedException","errorCode":400})",
       R"({"errorType":"NotAuthorizedException"})", R"({"errorType":"Unauthorized"})"}) {
    const auto frame = read_frame(
        std::string(R"({"type":"connection_error","payload":{"errors":[)") + error + "]}}");
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->type, ServerFrame::Type::error);
    EXPECT_EQ(frame->error, ErrorKind::unauthorized) << error;
  }
}

TEST(Frames, OtherErrorsAreFaultsOfTheServer) {
  for (const char* text :
       {R"({"type":"error","id":"s","payload":{"errors":[{"errorType":"Odd"}]}})",
        R"({"type":"error"})", R"({"type":"error","payload":{"errors":[{}]}})"}) {
    const auto frame = read_frame(text);
    ASSERT_TRUE(frame);
    EXPECT_EQ(frame->error, ErrorKind::server_fault) << text;
  }
}

TEST(Frames, AnUnknownTypeIsNoError) {
  const auto frame = read_frame(R"({"type":"news of tomorrow"})");
  ASSERT_TRUE(frame);
  EXPECT_EQ(frame->type, ServerFrame::Type::other);
}

TEST(Frames, WhatIsNoFrameIsBadData) {
  for (const char* text : {"", "[]", "{}", R"({"type":7})", "{"})
    EXPECT_FALSE(read_frame(text)) << text;
  EXPECT_FALSE(read_frame(std::string(frame_bytes_max + 1, ' ') + R"({"type":"ka"})"));
}

TEST(Frames, StartCarriesTheRequestAsAString) {
  const auto frame = json::parse(start_frame("s", R"({"query":"q"})", "token", "host"));
  ASSERT_TRUE(frame);
  EXPECT_EQ(*frame->member("type").string(), "start");
  EXPECT_EQ(*frame->member("payload").member("data").string(), R"({"query":"q"})");
  const auto& header = frame->member("payload").member("extensions").member("authorization");
  EXPECT_EQ(*header.member("Authorization").string(), "token");
  EXPECT_EQ(*header.member("host").string(), "host");
}

TEST(Handshake, AppSyncHasASecondHostForRealTime) {
  EXPECT_EQ(
      realtime_url(
          "https://abcdefghijklmnopqrstuvwxyz.appsync-api.eu-west-1.amazonaws.com/graphql"),
      "wss://abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.eu-west-1.amazonaws.com/graphql");
  EXPECT_EQ(
      realtime_url(
          "https://abcdefghijklmnopqrstuvwxyz.appsync-api.cn-north-1.amazonaws.com.cn/graphql"),
      "wss://abcdefghijklmnopqrstuvwxyz.appsync-realtime-api.cn-north-1.amazonaws.com.cn/graphql");
}

TEST(Handshake, ElsewhereRealTimeIsAPathBelow) {
  EXPECT_EQ(realtime_url("http://127.0.0.1:8080/graphql"), "ws://127.0.0.1:8080/graphql/realtime");
  EXPECT_EQ(realtime_url("https://chat.example.com/graphql"),
            "wss://chat.example.com/graphql/realtime");
  EXPECT_EQ(realtime_url("https://appsync-api.example.com/graphql"),
            "wss://appsync-api.example.com/graphql/realtime");
}

TEST(Handshake, TheTokenTravelsInASubProtocol) {
  const auto protocols = realtime_protocols("https://chat.example.com:444/graphql", "a.b.c");
  ASSERT_EQ(protocols.size(), 2u);
  EXPECT_EQ(protocols[0], "graphql-ws");
  ASSERT_TRUE(protocols[1].starts_with("header-"));
  EXPECT_EQ(from_base64url(protocols[1].substr(7)),
            R"({"Authorization":"a.b.c","host":"chat.example.com:444"})");
}

TEST(Handshake, AnAddressWithoutASchemeHasNoHost) { EXPECT_EQ(host_of("nonsense"), ""); }

}  // namespace
}  // namespace chat
