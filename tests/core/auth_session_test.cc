#include <gtest/gtest.h>
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

const Endpoints endpoints{"http://local/graphql", "http://local/cognito/", "eu-test-1",
                          "eu-test-1_pool", "client-id"};

std::string exception(const std::string& type) {
  return R"({"__type":")" + type + R"(","message":"no"})";
}
std::string tokens(const UserId& user, int64_t seconds = 3600) {
  return R"({"AuthenticationResult":{"AccessToken":")" + token_of(user) +
         R"(","RefreshToken":"refresh-2","ExpiresIn":)" + std::to_string(seconds) + "}}";
}
constexpr const char* challenge =
    R"({"ChallengeName":"PASSWORD_VERIFIER","Session":"s","ChallengeParameters":
       {"USER_ID_FOR_SRP":"srp","SALT":"1","SRP_B":"2","SECRET_BLOCK":"3"}})";

/// A host whose client was started without a credential.
struct SignedOutHost : FakeHost {
  SignedOutHost() { handle(Started{endpoints, "", true}); }
};
/// Everything after the password was typed, up to the proof.
void prove_password(FakeHost& host) {
  host.handle(SrpBegun{host.take<BeginSrp>()->id, "a"});
  host.reply(host.take_post("InitiateAuth"), challenge);
  host.handle(SrpAnswered{host.take<AnswerSrp>()->id, true, "signature"});
}
AuthView view(FakeHost& host) { return host.client().auth(); }

TEST(AuthSession, StartsAtTheSignInFormWithoutACredential) {
  SignedOutHost host;
  EXPECT_EQ(view(host).screen, AuthScreen::sign_in);
  EXPECT_EQ(view(host).problem, AuthProblem::none);
}

TEST(AuthSession, ADamagedCredentialLeadsToTheSignInForm) {
  for (const char* credential : {"x", "{}", R"({"version":2,"username":"a","sub":"b"})",
                                 R"({"version":1,"username":"a","sub":"","refreshToken":"r"})"}) {
    FakeHost host;
    host.handle(Started{endpoints, credential, true});
    EXPECT_EQ(view(host).screen, AuthScreen::sign_in) << credential;
  }
}

TEST(AuthSession, TheProofCarriesTheServersTimeWhereTheOwnClockIsWrong) {
  SignedOutHost host;
  host.now.wall.ms -= 7 * 24 * 3'600'000;
  host.submit(SignIn{"alice", "Secret-1"});
  host.handle(SrpBegun{host.take<BeginSrp>()->id, "a"});
  host.handle(HttpDone{host.take_post("InitiateAuth")->id, 200, challenge,
                       WallTime{host.now.wall.ms + 7 * 24 * 3'600'000}});
  EXPECT_EQ(host.take<AnswerSrp>()->timestamp, "Tue Nov 14 22:13:20 UTC 2023");
}

TEST(AuthSession, SignsInBySrpAndOpensTheStoreOfTheUser) {
  SignedOutHost host;
  host.submit(SignIn{" alice ", "Secret-1"});
  EXPECT_TRUE(view(host).busy);
  prove_password(host);
  const auto respond = host.take_post("RespondToAuthChallenge");
  EXPECT_NE(respond->body.find("Tue Nov 14 22:13:20 UTC 2023"), std::string::npos);
  host.reply(respond, tokens(alice));
  EXPECT_TRUE(view(host).busy);
  const auto store = host.take<OpenStore>();
  ASSERT_TRUE(store);
  EXPECT_TRUE(store->mount.starts_with("/u/"));
  host.handle(StoreOpened{true, {}});
  EXPECT_EQ(view(host).screen, AuthScreen::signed_in);
  EXPECT_FALSE(view(host).busy);
  EXPECT_EQ(host.client().self().name, "alice");
  EXPECT_NE(host.credential.find("refresh-2"), std::string::npos);
  EXPECT_EQ(host.credential.find("Secret-1"), std::string::npos);
}

TEST(AuthSession, TheProofIsMadeOfThePoolsNameAndTheChallenge) {
  SignedOutHost host;
  host.submit(SignIn{"alice", "Secret-1"});
  host.handle(SrpBegun{host.take<BeginSrp>()->id, "a"});
  host.reply(host.take_post("InitiateAuth"), challenge);
  const auto answer = host.take<AnswerSrp>();
  EXPECT_EQ(answer->pool_name, "pool");
  EXPECT_EQ(answer->user_id_for_srp, "srp");
  EXPECT_EQ(answer->password, "Secret-1");
}

TEST(AuthSession, AfterConfirmingItSignsInByItself) {
  SignedOutHost host;
  host.submit(SignUp{"alice", "a@example.com", "Secret-1"});
  host.reply(host.take_post("SignUp"), R"({"UserConfirmed":false,"UserSub":"x"})");
  EXPECT_EQ(view(host).screen, AuthScreen::confirm);
  EXPECT_EQ(view(host).username, "alice");
  host.submit(ConfirmSignUp{"alice", " 123456 "});
  const auto confirm = host.take_post("ConfirmSignUp");
  EXPECT_NE(confirm->body.find("\"123456\""), std::string::npos);
  host.reply(confirm, "{}");
  prove_password(host);
  host.reply(host.take_post("RespondToAuthChallenge"), tokens(alice));
  EXPECT_TRUE(host.has<OpenStore>());
}

TEST(AuthSession, ConfirmingWithoutThePasswordLeadsToTheSignInForm) {
  SignedOutHost host;
  host.submit(ConfirmSignUp{"alice", "123456"});
  host.reply(host.take_post("ConfirmSignUp"), "{}");
  EXPECT_EQ(view(host).screen, AuthScreen::sign_in);
  EXPECT_EQ(view(host).username, "alice");
  EXPECT_FALSE(host.has<BeginSrp>());
}

TEST(AuthSession, ConfirmingTwiceBecauseTheAnswerGotLostIsNoProblem) {
  SignedOutHost host;
  host.submit(SignUp{"alice", "a@example.com", "Secret-1"});
  host.reply(host.take_post("SignUp"), R"({"UserConfirmed":false})");
  host.submit(ConfirmSignUp{"alice", "123456"});
  host.lose(host.take_post("ConfirmSignUp"));
  EXPECT_EQ(view(host).problem, AuthProblem::no_network);
  host.submit(ConfirmSignUp{"alice", "123456"});
  host.reply(host.take_post("ConfirmSignUp"), exception("NotAuthorizedException"), 400);
  EXPECT_TRUE(host.has<BeginSrp>());
}

TEST(AuthSession, AnUnconfirmedUserIsAskedForTheCode) {
  SignedOutHost host;
  host.submit(SignIn{"alice", "Secret-1"});
  prove_password(host);
  host.reply(host.take_post("RespondToAuthChallenge"), exception("UserNotConfirmedException"), 400);
  EXPECT_EQ(view(host).screen, AuthScreen::confirm);
  EXPECT_EQ(view(host).problem, AuthProblem::none);
  host.submit(ResendCode{"alice"});
  host.reply(host.take_post("ResendConfirmationCode"), "{}");
  EXPECT_TRUE(view(host).code_resent);
}

TEST(AuthSession, EachRefusalHasItsOwnProblem) {
  const std::pair<const char*, AuthProblem> refusals[] = {
      {"UsernameExistsException", AuthProblem::name_taken},
      {"InvalidPasswordException", AuthProblem::weak_password},
      {"InvalidParameterException", AuthProblem::invalid_input},
      {"TooManyRequestsException", AuthProblem::too_many_tries},
      {"LimitExceededException", AuthProblem::too_many_tries},
      {"CodeMismatchException", AuthProblem::wrong_code},
      {"ExpiredCodeException", AuthProblem::expired_code},
      {"NotAuthorizedException", AuthProblem::wrong_password},
      {"SomethingElseException", AuthProblem::server_trouble}};
  for (const auto& [type, problem] : refusals) {
    SignedOutHost host;
    host.submit(SignUp{"alice", "a@example.com", "Secret-1"});
    host.reply(host.take_post("SignUp"), exception(type), 400);
    EXPECT_EQ(view(host).problem, problem) << type;
    EXPECT_FALSE(view(host).busy);
    EXPECT_EQ(view(host).screen, AuthScreen::sign_in);
  }
}

TEST(AuthSession, AnAnswerThatCannotBeReadIsTroubleOfTheServer) {
  for (const char* body : {"<html>", "{}", R"({"ChallengeName":"NEW_PASSWORD_REQUIRED"})"}) {
    SignedOutHost host;
    host.submit(SignIn{"alice", "Secret-1"});
    host.handle(SrpBegun{host.take<BeginSrp>()->id, "a"});
    host.reply(host.take_post("InitiateAuth"), body);
    EXPECT_EQ(view(host).problem, AuthProblem::server_trouble) << body;
  }
}

TEST(AuthSession, AServerWithInvalidNumbersIsTroubleOfTheServer) {
  SignedOutHost host;
  host.submit(SignIn{"alice", "Secret-1"});
  host.handle(SrpBegun{host.take<BeginSrp>()->id, "a"});
  host.reply(host.take_post("InitiateAuth"), challenge);
  host.handle(SrpAnswered{host.take<AnswerSrp>()->id, false, ""});
  EXPECT_EQ(view(host).problem, AuthProblem::server_trouble);
}

TEST(AuthSession, SilenceEndsTheTry) {
  SignedOutHost host;
  host.submit(SignUp{"alice", "a@example.com", "Secret-1"});
  const auto post = host.take_post("SignUp");
  host.pass(60'000);
  EXPECT_EQ(view(host).problem, AuthProblem::no_network);
  EXPECT_EQ(host.take<CancelHttp>()->id, post->id);
  host.reply(post, "{}");  // Too late: nobody waits for it.
  EXPECT_EQ(view(host).screen, AuthScreen::sign_in);
}

TEST(AuthSession, ABusyFormStartsNothingElse) {
  SignedOutHost host;
  host.submit(SignIn{"alice", "Secret-1"});
  host.submit(SignIn{"alice", "Secret-1"});
  host.take<BeginSrp>();
  EXPECT_FALSE(host.has<BeginSrp>());
}

TEST(AuthSession, RefreshesBeforeTheTokenExpires) {
  FakeHost host;
  host.start_live({});
  host.pass(55 * 60'000 - 1'000);
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 0u);
  host.pass(2'000);
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 1u);
  host.refresh_token();
  host.pass(60'000);
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 0u);
}

TEST(AuthSession, AWallClockThatJumpedAheadMakesTheTokenOld) {
  FakeHost host;
  host.start_live({});
  host.pass(1'000);
  host.disk_saves();
  host.pass(1'000);
  host.now.wall.ms += 2 * 3'600'000;
  host.handle(VisibilityChanged{true});
  host.lose(host.take_post("GetTokensFromRefreshToken"));
  host.pass(600);  // No deadline of the other clock would tell it to try again.
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 1u);
}

TEST(AuthSession, APoolWithoutTheNewOperationIsAskedTheOldWay) {
  FakeHost host;
  host.start();
  host.reply(host.take_post("GetTokensFromRefreshToken"), exception("UnknownOperationException"),
             400);
  const auto post = host.take_post("InitiateAuth");
  ASSERT_TRUE(post);
  EXPECT_NE(post->body.find("REFRESH_TOKEN_AUTH"), std::string::npos);
  host.reply(post, tokens(alice));
  EXPECT_TRUE(host.has<OpenSocket>());
}

TEST(AuthSession, ARotatedRefreshTokenIsKept) {
  FakeHost host;
  host.start();
  host.reply(host.take_post("GetTokensFromRefreshToken"), tokens(alice));
  EXPECT_NE(host.credential.find("refresh-2"), std::string::npos);
}

TEST(AuthSession, ATokenOfSomebodyElseIsNotTaken) {
  FakeHost host;
  host.start();
  host.reply(host.take_post("GetTokensFromRefreshToken"), tokens(bob));
  EXPECT_FALSE(host.has<OpenSocket>());
  EXPECT_EQ(view(host).screen, AuthScreen::signed_in);
}

TEST(AuthSession, AFailedRefreshIsTriedAgainAndEndsNothing) {
  FakeHost host;
  host.start();
  host.reply(host.take_post("GetTokensFromRefreshToken"), "", 500);
  host.pass(5'000);
  host.lose(host.take_post("GetTokensFromRefreshToken"));
  host.pass(5'000);
  host.reply(host.take_post("GetTokensFromRefreshToken"), "<html>");
  host.pass(10'000);
  EXPECT_EQ(view(host).screen, AuthScreen::signed_in);
  host.refresh_token();
  EXPECT_TRUE(host.has<OpenSocket>());
}

TEST(AuthSession, OfflineItWaitsForTheNetworkWithoutTrying) {
  FakeHost host;
  host.start(false);
  EXPECT_EQ(view(host).screen, AuthScreen::signed_in);
  host.pass(3'600'000);
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 0u);
  host.handle(NetworkChanged{true});
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 1u);
}

TEST(AuthSession, ManyRefusedRequestsCauseOneRefresh) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.go_live();
  for (const char* operation : {"GetMe", "GetConversations", "GetUsers"})
    host.reply(host.take_post(operation), "{}", 401);
  EXPECT_EQ(host.count_posts("GetTokensFromRefreshToken"), 1u);
}

TEST(AuthSession, AFreshTokenThatIsRefusedAsWellBecomesNoLoop) {
  FakeHost host;
  host.start();
  host.refresh_token();
  host.go_live();
  int refreshes = 0;
  for (int second = 0; second < 60; ++second) {
    for (const char* operation : {"GetMe", "GetConversations", "GetUsers"})
      if (auto post = host.take_post(operation)) host.reply(post, "{}", 401);
    if (host.count_posts("GetTokensFromRefreshToken") > 0) {
      host.refresh_token();
      ++refreshes;
    }
    host.pass(1'000);
  }
  EXPECT_GE(refreshes, 2);
  EXPECT_LE(refreshes, 20);
}

TEST(AuthSession, ARevokedSessionAsksToSignInAndKeepsEverything) {
  const ConversationId lobby = direct_conversation_id(alice, bob);
  FakeHost host;
  host.start_live({conversation_link_json(lobby, {alice, bob}, 0, 0)});
  host.handle(NetworkChanged{false});
  host.submit(SendMessage{lobby, "kept"});
  host.disk_saves();
  host.handle(NetworkChanged{true});
  host.pass(55 * 60'000 + 1'000);
  host.reply(host.take_post("GetTokensFromRefreshToken"), exception("NotAuthorizedException"), 400);
  EXPECT_EQ(view(host).screen, AuthScreen::sign_in);
  EXPECT_EQ(view(host).problem, AuthProblem::session_ended);
  EXPECT_EQ(view(host).username, "ali");

  host.submit(SignIn{"ali", "Secret-1"});
  prove_password(host);
  host.reply(host.take_post("RespondToAuthChallenge"), tokens(alice));
  EXPECT_EQ(view(host).screen, AuthScreen::signed_in);
  EXPECT_FALSE(host.has<OpenStore>());  // It is open already.
  EXPECT_EQ(host.screen(lobby), "me: kept (in flight)");
}

TEST(AuthSession, AnotherUserGetsAnotherStoreAndSeesNothingOfTheFirst) {
  const ConversationId lobby = direct_conversation_id(alice, bob);
  FakeHost host;
  host.start_live({conversation_link_json(lobby, {alice, bob}, 0, 0)});
  host.pass(300);
  host.disk_saves();
  host.pass(55 * 60'000 + 1'000);
  host.reply(host.take_post("GetTokensFromRefreshToken"), exception("NotAuthorizedException"), 400);
  host.submit(SignIn{"carol", "Secret-1"});
  prove_password(host);
  host.reply(host.take_post("RespondToAuthChallenge"), tokens(carol));
  ASSERT_TRUE(host.has<OpenStore>());
  host.handle(StoreOpened{true, {}});
  EXPECT_EQ(host.client().self().id, carol);
  EXPECT_TRUE(host.client().conversations().empty());
  EXPECT_TRUE(host.client().people().empty());
}

TEST(AuthSession, SigningOutIsRefusedWhileMessagesWait) {
  const ConversationId lobby = direct_conversation_id(alice, bob);
  FakeHost host;
  host.start_live({conversation_link_json(lobby, {alice, bob}, 0, 0)});
  host.handle(NetworkChanged{false});
  host.submit(SendMessage{lobby, "waits"});
  host.submit(SignOut{});
  EXPECT_EQ(view(host).problem, AuthProblem::unsent_messages);
  EXPECT_EQ(view(host).screen, AuthScreen::signed_in);
  EXPECT_FALSE(host.has<EraseUser>());
  host.submit(SignOut{true});
  EXPECT_TRUE(host.has<EraseUser>());
}

TEST(AuthSession, SigningOutErasesTheDeviceAndRevokesTheSession) {
  FakeHost host;
  host.start_live({});
  host.submit(SignOut{});
  EXPECT_TRUE(host.has<CloseSocket>());
  const auto revoke = host.take_post("RevokeToken");
  ASSERT_TRUE(revoke);
  EXPECT_NE(revoke->body.find("refresh-1"), std::string::npos);
  EXPECT_NE(view(host).screen, AuthScreen::signed_in);
  EXPECT_TRUE(host.has<EraseUser>());
  host.handle(UserErased{});  // Whether or not the server has answered.
  EXPECT_EQ(view(host).screen, AuthScreen::sign_in);
  EXPECT_EQ(view(host).username, "");
  EXPECT_TRUE(host.client().conversations().empty());
  host.reply(revoke, exception("NotAuthorizedException"), 400);
  EXPECT_EQ(view(host).problem, AuthProblem::none);
}

TEST(AuthSession, NoTokenAndNoPasswordReachesTheDisk) {
  SignedOutHost host;
  host.submit(SignIn{"alice", "Secret-1"});
  prove_password(host);
  host.reply(host.take_post("RespondToAuthChallenge"), tokens(alice));
  host.handle(StoreOpened{true, {}});
  host.pass(1'000);
  host.disk_saves();
  for (const auto& [path, bytes] : host.disk)
    for (const std::string& secret :
         {token_of(alice), std::string("refresh-"), std::string("Secret-1")})
      EXPECT_EQ(bytes.find(secret), std::string::npos) << path;
}

}  // namespace
}  // namespace chat
