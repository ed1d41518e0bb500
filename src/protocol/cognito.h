// The JSON API of Cognito user pools: bodies of requests, meaning of answers. No state: see
// core/auth_session.h.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
#include "base/json.h"

namespace chat {

enum class CognitoFailure : uint8_t {
  not_authorized,  // Wrong password, unknown user, dead refresh token.
  locked_out,      // Too many wrong passwords.
  user_not_confirmed,
  code_mismatch,
  expired_code,
  invalid_password,
  username_exists,
  invalid_parameter,
  too_many_requests,
  unsupported,     // The pool does not know the operation or has it switched off.
  server_trouble,  // 5xx, not JSON, or something that this client has no word for.
};

/// One call: the target goes into the X-Amz-Target header.
struct CognitoRequest {
  std::string target;
  std::string body;
};
struct CognitoAnswer {
  std::optional<CognitoFailure> failure;
  json::Value body;
};

struct Tokens {
  std::string access_token;
  std::string refresh_token;  // Empty: the old one stays good.
  int64_t lifetime_ms = 0;
  std::string sub;  // From the access token; Cognito vouches for it, we read it only.
};
struct SrpChallenge {
  std::string session, user_id_for_srp, salt_hex, server_public_hex, secret_block_base64;
};

CognitoRequest sign_up_request(std::string_view client_id, std::string_view username,
                               std::string_view email, std::string_view password);
CognitoRequest confirm_sign_up_request(std::string_view client_id, std::string_view username,
                                       std::string_view code);
CognitoRequest resend_code_request(std::string_view client_id, std::string_view username);
CognitoRequest srp_request(std::string_view client_id, std::string_view username,
                           std::string_view client_public_hex);
CognitoRequest password_verifier_request(std::string_view client_id, const SrpChallenge& challenge,
                                         std::string_view signature, std::string_view timestamp);
CognitoRequest refresh_request(std::string_view client_id, std::string_view refresh_token);
/// For pools that do not know GetTokensFromRefreshToken.
CognitoRequest refresh_by_auth_request(std::string_view client_id, std::string_view refresh_token);
CognitoRequest revoke_request(std::string_view client_id, std::string_view refresh_token);

std::vector<std::pair<std::string, std::string>> cognito_headers(const CognitoRequest& request);

CognitoAnswer read_cognito_answer(int status, std::string_view body);
Result<SrpChallenge> read_srp_challenge(const json::Value& body);
Result<Tokens> read_tokens(const json::Value& body);
/// "sub" and nothing else of a JSON Web Token.
Result<std::string> subject_of_token(std::string_view token);

}  // namespace chat
