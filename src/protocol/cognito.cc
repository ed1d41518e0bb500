#include "protocol/cognito.h"
#include "base/encoding.h"
#include "protocol/reply.h"

namespace chat {
namespace {

struct Exception {
  std::string_view name;
  CognitoFailure failure;
};

constexpr Exception exceptions[] = {
    {"NotAuthorizedException", CognitoFailure::not_authorized},
    {"UserNotFoundException", CognitoFailure::not_authorized},
    {"RefreshTokenReuseException", CognitoFailure::not_authorized},
    {"UserNotConfirmedException", CognitoFailure::user_not_confirmed},
    {"CodeMismatchException", CognitoFailure::code_mismatch},
    {"ExpiredCodeException", CognitoFailure::expired_code},
    {"InvalidPasswordException", CognitoFailure::invalid_password},
    {"PasswordHistoryPolicyViolationException", CognitoFailure::invalid_password},
    {"UsernameExistsException", CognitoFailure::username_exists},
    {"AliasExistsException", CognitoFailure::username_exists},
    {"InvalidParameterException", CognitoFailure::invalid_parameter},
    {"TooManyRequestsException", CognitoFailure::too_many_requests},
    {"TooManyFailedAttemptsException", CognitoFailure::too_many_requests},
    {"LimitExceededException", CognitoFailure::too_many_requests},
    {"UnknownOperationException", CognitoFailure::unsupported},
    {"UnsupportedOperationException", CognitoFailure::unsupported},
    {"OperationNotEnabledException", CognitoFailure::unsupported},
    {"FeatureUnavailableInTierException", CognitoFailure::unsupported},
};

using Fields = std::vector<std::pair<const char*, std::string_view>>;

CognitoRequest request(const char* operation, const Fields& fields) {
  json::Writer writer;
  writer.begin_object();
  for (const auto& [name, text] : fields) writer.member(name, text);
  return {std::string("AWSCognitoIdentityProviderService.") + operation,
          writer.end_object().take()};
}

/// As above, with one object of strings.
CognitoRequest request(const char* operation, const Fields& fields, const char* object,
                       const Fields& parameters) {
  json::Writer writer;
  writer.begin_object();
  for (const auto& [name, text] : fields) writer.member(name, text);
  writer.key(object).begin_object();
  for (const auto& [name, text] : parameters) writer.member(name, text);
  writer.end_object();
  return {std::string("AWSCognitoIdentityProviderService.") + operation,
          writer.end_object().take()};
}

}  // namespace

CognitoRequest sign_up_request(std::string_view client_id, std::string_view username,
                               std::string_view email, std::string_view password) {
  json::Writer writer;
  writer.begin_object().member("ClientId", client_id).member("Username", username);
  writer.member("Password", password).key("UserAttributes").begin_array().begin_object();
  writer.member("Name", "email").member("Value", email).end_object().end_array();
  return {"AWSCognitoIdentityProviderService.SignUp", writer.end_object().take()};
}

CognitoRequest confirm_sign_up_request(std::string_view client_id, std::string_view username,
                                       std::string_view code) {
  return request("ConfirmSignUp",
                 {{"ClientId", client_id}, {"Username", username}, {"ConfirmationCode", code}});
}

CognitoRequest resend_code_request(std::string_view client_id, std::string_view username) {
  return request("ResendConfirmationCode", {{"ClientId", client_id}, {"Username", username}});
}

CognitoRequest srp_request(std::string_view client_id, std::string_view username,
                           std::string_view client_public_hex) {
  return request("InitiateAuth", {{"AuthFlow", "USER_SRP_AUTH"}, {"ClientId", client_id}},
                 "AuthParameters", {{"USERNAME", username}, {"SRP_A", client_public_hex}});
}

CognitoRequest password_verifier_request(std::string_view client_id, const SrpChallenge& challenge,
                                         std::string_view signature, std::string_view timestamp) {
  return request("RespondToAuthChallenge",
                 {{"ChallengeName", "PASSWORD_VERIFIER"},
                  {"ClientId", client_id},
                  {"Session", challenge.session}},
                 "ChallengeResponses",
                 {{"USERNAME", challenge.user_id_for_srp},
                  {"PASSWORD_CLAIM_SECRET_BLOCK", challenge.secret_block_base64},
                  {"TIMESTAMP", timestamp},
                  {"PASSWORD_CLAIM_SIGNATURE", signature}});
}

CognitoRequest refresh_request(std::string_view client_id, std::string_view refresh_token) {
  return request("GetTokensFromRefreshToken",
                 {{"ClientId", client_id}, {"RefreshToken", refresh_token}});
}

CognitoRequest refresh_by_auth_request(std::string_view client_id, std::string_view refresh_token) {
  return request("InitiateAuth", {{"AuthFlow", "REFRESH_TOKEN_AUTH"}, {"ClientId", client_id}},
                 "AuthParameters", {{"REFRESH_TOKEN", refresh_token}});
}

CognitoRequest revoke_request(std::string_view client_id, std::string_view refresh_token) {
  return request("RevokeToken", {{"ClientId", client_id}, {"Token", refresh_token}});
}

std::vector<std::pair<std::string, std::string>> cognito_headers(const CognitoRequest& request) {
  return {{"Content-Type", "application/x-amz-json-1.1"},
          {"X-Amz-Target", request.target},
          {"Cache-Control", "no-store"}};
}

CognitoAnswer read_cognito_answer(int status, std::string_view body) {
  CognitoAnswer answer;
  const bool usable = body.size() <= reply_bytes_max && status < 500;
  auto parsed = usable ? json::parse(body) : fail(ErrorKind::server_fault, "");
  if (status == 429)
    answer.failure = CognitoFailure::too_many_requests;
  else if (!parsed)
    answer.failure = CognitoFailure::server_trouble;
  if (answer.failure) return answer;
  answer.body = *std::move(parsed);
  if (status == 200) return answer;

  answer.failure = CognitoFailure::server_trouble;
  const std::string* type = answer.body.member("__type").string();
  if (!type) return answer;
  const std::string_view name = std::string_view(*type).substr(type->rfind('#') + 1);
  for (const Exception& known : exceptions)
    if (known.name == name) answer.failure = known.failure;
  const std::string* message = answer.body.member("message").string();
  if (!message) return answer;
  // Cognito has no type of its own for these two.
  if (answer.failure == CognitoFailure::not_authorized &&
      message->find("attempts exceeded") != std::string::npos)
    answer.failure = CognitoFailure::locked_out;
  if (answer.failure == CognitoFailure::invalid_parameter &&
      message->find("'password'") != std::string::npos)
    answer.failure = CognitoFailure::invalid_password;
  return answer;
}

Result<SrpChallenge> read_srp_challenge(const json::Value& body) {
  const std::string* name = body.member("ChallengeName").string();
  if (!name || *name != "PASSWORD_VERIFIER") return fail(ErrorKind::bad_data, "ChallengeName");
  const json::Value& parameters = body.member("ChallengeParameters");
  SrpChallenge challenge;
  if (const std::string* session = body.member("Session").string()) challenge.session = *session;
  CHAT_TRY(challenge.user_id_for_srp, json::string(parameters, "USER_ID_FOR_SRP"));
  CHAT_TRY(challenge.salt_hex, json::string(parameters, "SALT"));
  CHAT_TRY(challenge.server_public_hex, json::string(parameters, "SRP_B"));
  CHAT_TRY(challenge.secret_block_base64, json::string(parameters, "SECRET_BLOCK"));
  return challenge;
}

Result<Tokens> read_tokens(const json::Value& body) {
  const json::Value& result = body.member("AuthenticationResult");
  Tokens tokens;
  CHAT_TRY(tokens.access_token, json::string(result, "AccessToken"));
  CHAT_TRY(const int64_t seconds, json::integer(result, "ExpiresIn"));
  if (seconds <= 0 || seconds > 7 * 86'400) return fail(ErrorKind::bad_data, "ExpiresIn");
  tokens.lifetime_ms = seconds * 1000;
  if (const std::string* token = result.member("RefreshToken").string())
    tokens.refresh_token = *token;
  CHAT_TRY(tokens.sub, subject_of_token(tokens.access_token));
  return tokens;
}

Result<std::string> subject_of_token(std::string_view token) {
  const size_t first = token.find('.');
  const size_t second = first == std::string_view::npos ? first : token.find('.', first + 1);
  if (second == std::string_view::npos) return fail(ErrorKind::bad_data, "not a token");
  const auto claims = from_base64url(token.substr(first + 1, second - first - 1));
  if (!claims) return fail(ErrorKind::bad_data, "claims: not base64url");
  CHAT_TRY(const json::Value value, json::parse(*claims));
  CHAT_TRY(std::string sub, json::string(value, "sub"));
  if (sub.empty()) return fail(ErrorKind::bad_data, "sub: empty");
  return sub;
}

}  // namespace chat
