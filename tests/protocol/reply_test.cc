#include "protocol/reply.h"
#include <gtest/gtest.h>
#include "protocol/operations.gen.h"

namespace chat {
namespace {

ErrorKind kind_of(int status, const std::string& body) {
  const auto reply = read_reply(status, body);
  EXPECT_FALSE(reply);
  return reply ? ErrorKind::offline : reply.error().kind;
}
std::string refused(const std::string& type) {
  return R"({"data":{"createMessage":null},"errors":[{"errorType":")" + type + R"("}]})";
}

TEST(Reply, GivesTheDataOfASuccess) {
  const auto reply = read_reply(200, R"({"data":{"me":{"id":"x"}}})");
  ASSERT_TRUE(reply);
  EXPECT_EQ(*reply->member("me").member("id").string(), "x");
}

TEST(Reply, StatusesBecomeKinds) {
  EXPECT_EQ(kind_of(401, ""), ErrorKind::unauthorized);
  EXPECT_EQ(kind_of(429, ""), ErrorKind::throttled);
  EXPECT_EQ(kind_of(408, ""), ErrorKind::timeout);
  EXPECT_EQ(kind_of(413, ""), ErrorKind::rejected);
  EXPECT_EQ(kind_of(400, "{}"), ErrorKind::rejected);
  EXPECT_EQ(kind_of(403, "<html>"), ErrorKind::server_fault);
  EXPECT_EQ(kind_of(500, ""), ErrorKind::server_fault);
  EXPECT_EQ(kind_of(0, ""), ErrorKind::server_fault);
}

TEST(Reply, ABadRequestMayBeAboutTheToken) {
  EXPECT_EQ(kind_of(400, R"({"errors":[{"errorType":"UnauthorizedException"}]})"),
            ErrorKind::unauthorized);
}

TEST(Reply, ErrorsInsideASuccessBecomeKinds) {
  EXPECT_EQ(kind_of(200, refused("Unauthorized")), ErrorKind::rejected);
  EXPECT_EQ(kind_of(200, refused("ValidationException")), ErrorKind::rejected);
  EXPECT_EQ(kind_of(200, refused("ConflictException")), ErrorKind::rejected);
  EXPECT_EQ(kind_of(200, refused("ThrottlingException")), ErrorKind::throttled);
  EXPECT_EQ(kind_of(200, refused("UnauthorizedException")), ErrorKind::unauthorized);
  EXPECT_EQ(kind_of(200, refused("DynamoDB:Anything")), ErrorKind::server_fault);
  EXPECT_EQ(kind_of(200, R"({"data":null,"errors":[{}]})"), ErrorKind::server_fault);
}

TEST(Reply, AnErrorBelowAFieldWithAValueDoesNotSpoilIt) {
  EXPECT_TRUE(read_reply(
      200, R"({"data":{"me":{"id":"x","user":null}},"errors":[{"errorType":"Unauthorized"}]})"));
}

TEST(Reply, WhatCannotBeReadIsBadData) {
  EXPECT_EQ(kind_of(200, "{\"data\":"), ErrorKind::bad_data);
  EXPECT_EQ(kind_of(200, "<html>"), ErrorKind::bad_data);
  EXPECT_EQ(kind_of(200, "{}"), ErrorKind::bad_data);
  EXPECT_EQ(kind_of(200, R"({"data":[]})"), ErrorKind::bad_data);
}

TEST(Reply, AnOversizedAnswerIsBadData) {
  std::string body = R"({"data":{"me":null}})";
  body.resize(reply_bytes_max, ' ');
  EXPECT_TRUE(read_reply(200, body));
  body += ' ';
  EXPECT_EQ(kind_of(200, body), ErrorKind::bad_data);
}

TEST(Operations, DecodeErrorsTellThePath) {
  const auto data = json::parse(
      R"({"messagesAfter":{"nextToken":null,"messages":[{"id":"a","conversationId":7}]}})");
  const auto decoded = gql::decode<gql::GetMessagesAfter>(*data);
  ASSERT_FALSE(decoded);
  EXPECT_EQ(decoded.error().detail, "messagesAfter: messages: conversationId: expected a string");
}

TEST(Operations, NullItemsOfAListAreLeftOut) {
  const auto data = json::parse(
      R"({"users":{"nextToken":"n","users":[null,{"id":"a","cognitoId":"a","username":"b"},null]}})");
  const auto decoded = gql::decode<gql::GetUsers>(*data);
  ASSERT_TRUE(decoded);
  ASSERT_EQ(decoded->users->users->size(), 1u);
  EXPECT_EQ(decoded->users->users->at(0).username, "b");
  EXPECT_EQ(decoded->users->users->at(0).registered, std::nullopt);
}

TEST(Operations, AnAbsentListIsNotAnEmptyOne) {
  const auto data = json::parse(R"({"messagesAfter":{"messages":null}})");
  const auto decoded = gql::decode<gql::GetMessagesAfter>(*data);
  ASSERT_TRUE(decoded);
  EXPECT_FALSE(decoded->messages_after->messages.has_value());
}

TEST(Operations, ARequestCarriesItsDocumentAndItsVariables) {
  const auto body = json::parse(gql::request_body(gql::GetMessagesBefore{"c", std::nullopt, 10}));
  ASSERT_TRUE(body);
  EXPECT_EQ(*body->member("operationName").string(), "GetMessagesBefore");
  EXPECT_NE(body->member("query").string()->find("messagesBefore(conversationId: $conversationId"),
            std::string::npos);
  EXPECT_EQ(*body->member("variables").member("conversationId").string(), "c");
  EXPECT_EQ(body->member("variables").member("first").integer(), 10);
  EXPECT_TRUE(body->member("variables").member("seq").is_null());
}

}  // namespace
}  // namespace chat
