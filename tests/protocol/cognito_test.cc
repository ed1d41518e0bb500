#include "protocol/cognito.h"
#include <gtest/gtest.h>
#include "base/encoding.h"

namespace chat {
namespace {

std::optional<CognitoFailure> failure_of(const std::string& type,
                                         const std::string& message = "m") {
  return read_cognito_answer(400, R"({"__type":")" + type + R"(","message":")" + message + "\"}")
      .failure;
}

TEST(Cognito, ExceptionsHaveAMeaning) {
  EXPECT_EQ(failure_of("NotAuthorizedException"), CognitoFailure::not_authorized);
  EXPECT_EQ(failure_of("UserNotFoundException"), CognitoFailure::not_authorized);
  EXPECT_EQ(failure_of("com.amazonaws#CodeMismatchException"), CognitoFailure::code_mismatch);
  EXPECT_EQ(failure_of("ExpiredCodeException"), CognitoFailure::expired_code);
  EXPECT_EQ(failure_of("UserNotConfirmedException"), CognitoFailure::user_not_confirmed);
  EXPECT_EQ(failure_of("InvalidPasswordException"), CognitoFailure::invalid_password);
  EXPECT_EQ(failure_of("UsernameExistsException"), CognitoFailure::username_exists);
  EXPECT_EQ(failure_of("InvalidParameterException"), CognitoFailure::invalid_parameter);
  EXPECT_EQ(failure_of("TooManyRequestsException"), CognitoFailure::too_many_requests);
  EXPECT_EQ(failure_of("UnknownOperationException"), CognitoFailure::unsupported);
  EXPECT_EQ(failure_of("SomethingNew"), CognitoFailure::server_trouble);
}

TEST(Cognito, ALockOutIsToldByTheMessageAlone) {
  EXPECT_EQ(failure_of("NotAuthorizedException", "Password attempts exceeded"),
            CognitoFailure::locked_out);
}

TEST(Cognito, AParameterThatIsThePasswordIsAWeakPassword) {
  EXPECT_EQ(failure_of("InvalidParameterException", "Value at 'password' failed"),
            CognitoFailure::invalid_password);
}

TEST(Cognito, WhatCannotBeReadIsTroubleOfTheServer) {
  EXPECT_EQ(read_cognito_answer(200, "<html>").failure, CognitoFailure::server_trouble);
  EXPECT_EQ(read_cognito_answer(500, "{}").failure, CognitoFailure::server_trouble);
  EXPECT_EQ(read_cognito_answer(400, "{}").failure, CognitoFailure::server_trouble);
  EXPECT_EQ(read_cognito_answer(429, "").failure, CognitoFailure::too_many_requests);
  EXPECT_EQ(read_cognito_answer(200, "{}").failure, std::nullopt);
}

TEST(Cognito, ReadsTheTokens) {
  const std::string access = "e30." + to_base64url(R"({"sub":"u1"})") + ".s";
  const auto body = json::parse(R"({"AuthenticationResult":{"AccessToken":")" + access +
                                R"(","ExpiresIn":3600,"RefreshToken":"r"}})");
  const auto tokens = read_tokens(*body);
  ASSERT_TRUE(tokens);
  EXPECT_EQ(tokens->sub, "u1");
  EXPECT_EQ(tokens->lifetime_ms, 3'600'000);
  EXPECT_EQ(tokens->refresh_token, "r");
}

TEST(Cognito, RefusesTokensThatMakeNoSense) {
  for (const char* result : {R"({})", R"({"AccessToken":"x","ExpiresIn":3600})",
                             R"({"AccessToken":"e30.e30.s","ExpiresIn":3600})",
                             R"({"AccessToken":"e30.!!.s","ExpiresIn":3600})",
                             R"({"AccessToken":"e30.eyJzdWIiOiJ1In0.s","ExpiresIn":0})",
                             R"({"AccessToken":"e30.eyJzdWIiOiJ1In0.s","ExpiresIn":99999999})"}) {
    const auto body = json::parse(std::string(R"({"AuthenticationResult":)") + result + "}");
    EXPECT_FALSE(read_tokens(*body)) << result;
  }
}

TEST(Cognito, OnlyThePasswordVerifierIsAChallengeWeKnow) {
  EXPECT_FALSE(read_srp_challenge(*json::parse(R"({"ChallengeName":"SMS_MFA"})")));
  const auto challenge = read_srp_challenge(*json::parse(
      R"({"ChallengeName":"PASSWORD_VERIFIER","Session":"s","ChallengeParameters":
         {"USER_ID_FOR_SRP":"u","SALT":"1","SRP_B":"2","SECRET_BLOCK":"3"}})"));
  ASSERT_TRUE(challenge);
  EXPECT_EQ(challenge->user_id_for_srp, "u");
}

TEST(Cognito, TheProofIsSentInTheNameOfTheSrpUser) {
  SrpChallenge challenge{"session", "srp-user", "1", "2", "block"};
  const auto request = password_verifier_request("client", challenge, "signature", "time");
  EXPECT_EQ(request.target, "AWSCognitoIdentityProviderService.RespondToAuthChallenge");
  const auto body = json::parse(request.body);
  const auto& responses = body->member("ChallengeResponses");
  EXPECT_EQ(*responses.member("USERNAME").string(), "srp-user");
  EXPECT_EQ(*responses.member("PASSWORD_CLAIM_SECRET_BLOCK").string(), "block");
  EXPECT_EQ(*responses.member("PASSWORD_CLAIM_SIGNATURE").string(), "signature");
  EXPECT_EQ(*responses.member("TIMESTAMP").string(), "time");
  EXPECT_EQ(*body->member("Session").string(), "session");
}

}  // namespace
}  // namespace chat
