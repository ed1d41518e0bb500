#include <gtest/gtest.h>
#include "tests/support/fake_host.h"

namespace chat {
namespace {

using namespace test;

TEST(AuthSession, ProvesThePasswordUnderTheIdThatTheSecretWasDrawnUnder) {
  FakeHost host;
  host.handle(Started{});
  host.submit(SignIn{"alice", "Correct-Horse-7"});
  const auto begun = host.take<BeginSrp>();
  ASSERT_TRUE(begun);
  host.handle(SrpBegun{begun->id, "aa"});
  host.reply(
      host.take_post("InitiateAuth"),
      R"({"ChallengeName":"PASSWORD_VERIFIER","ChallengeParameters":{"SALT":"ab","SRP_B":"cd",)"
      R"("SECRET_BLOCK":"ZWY=","USER_ID_FOR_SRP":"alice-sub"}})");
  const auto answer = host.take<AnswerSrp>();
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->id, begun->id);
  host.handle(SrpAnswered{answer->id, true, "c2ln"});
  EXPECT_EQ(host.count_posts("RespondToAuthChallenge"), 1u);
}

}  // namespace
}  // namespace chat
