#include "core/auth_session.h"
#include "base/calendar.h"
#include "base/utf8.h"

namespace chat {
namespace {

constexpr int64_t credential_version = 1;

AuthProblem problem_of(CognitoFailure failure) {
  switch (failure) {
    case CognitoFailure::not_authorized:
      return AuthProblem::wrong_password;
    case CognitoFailure::locked_out:
    case CognitoFailure::too_many_requests:
      return AuthProblem::too_many_tries;
    case CognitoFailure::code_mismatch:
      return AuthProblem::wrong_code;
    case CognitoFailure::expired_code:
      return AuthProblem::expired_code;
    case CognitoFailure::invalid_password:
      return AuthProblem::weak_password;
    case CognitoFailure::username_exists:
      return AuthProblem::name_taken;
    case CognitoFailure::invalid_parameter:
      return AuthProblem::invalid_input;
    case CognitoFailure::user_not_confirmed:
    case CognitoFailure::unsupported:
    case CognitoFailure::server_trouble:
      break;
  }
  return AuthProblem::server_trouble;
}

/// The part of "REGION_NAME" that enters the proof.
std::string pool_name_of(const std::string& user_pool_id) {
  return user_pool_id.substr(user_pool_id.find('_') + 1);
}

}  // namespace

std::string_view AuthSession::token(Now now) const {
  const bool fresh = !token_stale_ && now.monotonic < expires_at_ && now.wall < expires_at_wall_;
  return fresh ? std::string_view(access_token_) : std::string_view();
}

bool AuthSession::start(std::string_view credential) {
  view_.screen = AuthScreen::sign_in;
  const auto value = json::parse(credential);
  if (!value || value->member("version").integer() != credential_version) return false;
  const auto username = json::string(*value, "username");
  const auto sub = json::string(*value, "sub");
  const auto refresh_token = json::string(*value, "refreshToken");
  if (!username || !sub || !refresh_token || sub->empty()) return false;
  view_.username = *username;
  if (refresh_token->empty()) return false;
  credential_ = {*username, *sub, *refresh_token};
  user_ = {*sub};
  view_.screen = AuthScreen::starting;
  return true;
}

void AuthSession::begin(std::string username) {
  const AuthScreen screen = view_.screen;
  view_ = {};
  view_.screen = screen;
  view_.username = std::move(username);
  view_.busy = true;
}

void AuthSession::sign_up(const SignUp& intent, Context& context) {
  if (view_.busy || !user_.empty()) return;
  begin(std::string(utf8::trim(intent.username)));
  password_ = intent.password;
  step_ = post(Purpose::sign_up,
               sign_up_request(context.endpoints.client_id, view_.username,
                               utf8::trim(intent.email), password_),
               context);
}

void AuthSession::confirm(const ConfirmSignUp& intent, Context& context) {
  if (view_.busy || !user_.empty()) return;
  const std::string username(utf8::trim(intent.username));
  if (username != view_.username) password_.clear();
  begin(username);
  step_ =
      post(Purpose::confirm,
           confirm_sign_up_request(context.endpoints.client_id, username, utf8::trim(intent.code)),
           context);
}

void AuthSession::resend(const ResendCode& intent, Context& context) {
  if (view_.busy || !user_.empty()) return;
  const std::string username(utf8::trim(intent.username));
  if (username != view_.username) password_.clear();
  begin(username);
  step_ =
      post(Purpose::resend, resend_code_request(context.endpoints.client_id, username), context);
}

void AuthSession::sign_in(const SignIn& intent, Context& context) {
  if (view_.busy || !user_.empty()) return;
  begin(std::string(utf8::trim(intent.username)));
  password_ = intent.password;
  begin_srp(context);
}

void AuthSession::begin_srp(Context& context) {
  step_ = context.requests.add({.purpose = Purpose::begin_srp}, context.now.monotonic);
  context.effects.push_back(BeginSrp{*step_});
}

void AuthSession::enter() {
  view_ = {};
  view_.screen = AuthScreen::signed_in;
  view_.username = credential_.username;
}

void AuthSession::leave(Context& context) {
  if (!credential_.refresh_token.empty())
    post(Purpose::revoke, revoke_request(context.endpoints.client_id, credential_.refresh_token),
         context);
  erased();
  view_.screen = AuthScreen::starting;
  view_.busy = true;
}

RequestId AuthSession::post(Purpose purpose, const CognitoRequest& request, Context& context) {
  const RequestId id = context.requests.add({.purpose = purpose}, context.now.monotonic);
  context.effects.push_back(
      PostHttp{id, context.endpoints.cognito, cognito_headers(request), request.body});
  return id;
}

/// The form may be used again.
void AuthSession::stop(AuthProblem problem) {
  step_.reset();
  view_.busy = false;
  view_.problem = problem;
}

void AuthSession::handle_lost(const Request& request, Context& context) {
  if (request.purpose == Purpose::refresh) {
    refreshing_ = false;
    refresh_backoff_.fail(context.now.monotonic, context.prng);
  } else if (step_ == request.id) {
    const bool srp =
        request.purpose == Purpose::begin_srp || request.purpose == Purpose::answer_srp;
    stop(srp ? AuthProblem::server_trouble : AuthProblem::no_network);
  }
}

void AuthSession::handle_answer(const Request& request, const HttpDone& done, Context& context) {
  const CognitoAnswer answer = read_cognito_answer(done.status, done.body);
  if (request.purpose == Purpose::refresh)
    handle_refresh(answer, context);
  else if (step_ == request.id)
    handle_step(request, answer, context);
}

void AuthSession::handle_step(const Request& request, const CognitoAnswer& answer,
                              Context& context) {
  const bool confirming = request.purpose == Purpose::confirm;
  // A user who is confirmed already: the answer to an earlier try got lost.
  const bool confirmed =
      confirming && (!answer.failure || answer.failure == CognitoFailure::not_authorized);
  if (answer.failure == CognitoFailure::user_not_confirmed) {
    stop(AuthProblem::none);
    view_.screen = AuthScreen::confirm;
  } else if (confirmed && password_.empty()) {
    stop(AuthProblem::none);
    view_.screen = AuthScreen::sign_in;
  } else if (confirmed) {
    begin_srp(context);
  } else if (answer.failure) {
    stop(problem_of(*answer.failure));
  } else if (request.purpose == Purpose::sign_up) {
    if (answer.body.member("UserConfirmed").boolean().value_or(false)) return begin_srp(context);
    stop(AuthProblem::none);
    view_.screen = AuthScreen::confirm;
  } else if (request.purpose == Purpose::resend) {
    stop(AuthProblem::none);
    view_.screen = AuthScreen::confirm;
    view_.code_resent = true;
  } else if (request.purpose == Purpose::initiate) {
    handle_challenge(answer.body, context);
  } else {
    handle_tokens(answer.body, context);
  }
}

void AuthSession::handle_srp_begun(const SrpBegun& event, Context& context) {
  if (step_ != event.id || !context.requests.take(event.id)) return;
  step_ = post(Purpose::initiate,
               srp_request(context.endpoints.client_id, view_.username, event.client_public_hex),
               context);
}

void AuthSession::handle_challenge(const json::Value& body, Context& context) {
  auto challenge = read_srp_challenge(body);
  if (!challenge) return stop(AuthProblem::server_trouble);
  challenge_ = *std::move(challenge);
  challenge_time_ = to_cognito_time({context.now.wall.ms + skew_ms_});
  step_ = context.requests.add({.purpose = Purpose::answer_srp}, context.now.monotonic);
  context.effects.push_back(AnswerSrp{*step_, pool_name_of(context.endpoints.user_pool_id),
                                      challenge_.user_id_for_srp, password_, challenge_.salt_hex,
                                      challenge_.server_public_hex, challenge_.secret_block_base64,
                                      challenge_time_});
}

void AuthSession::handle_srp_answered(const SrpAnswered& event, Context& context) {
  if (step_ != event.id || !context.requests.take(event.id)) return;
  if (!event.ok) return stop(AuthProblem::server_trouble);
  step_ = post(Purpose::respond,
               password_verifier_request(context.endpoints.client_id, challenge_,
                                         event.signature_base64, challenge_time_),
               context);
}

void AuthSession::handle_tokens(const json::Value& body, Context& context) {
  auto tokens = read_tokens(body);
  if (!tokens || tokens->refresh_token.empty()) return stop(AuthProblem::server_trouble);
  step_.reset();  // Still busy, until the store is open: enter().
  password_.clear();
  credential_ = {view_.username, tokens->sub, {}};
  user_ = {tokens->sub};
  accept_tokens(*std::move(tokens), context);
}

void AuthSession::handle_refresh(const CognitoAnswer& answer, Context& context) {
  refreshing_ = false;
  if (answer.failure == CognitoFailure::not_authorized ||
      answer.failure == CognitoFailure::user_not_confirmed)
    return end_session(context);
  if (answer.failure == CognitoFailure::unsupported && !refresh_by_auth_) {
    refresh_by_auth_ = true;
    return;
  }
  auto tokens = answer.failure ? fail(ErrorKind::server_fault, "") : read_tokens(answer.body);
  if (!tokens || tokens->sub != credential_.sub)
    return refresh_backoff_.fail(context.now.monotonic, context.prng);
  accept_tokens(*std::move(tokens), context);
}

void AuthSession::accept_tokens(Tokens tokens, Context& context) {
  const Now now = context.now;
  access_token_ = std::move(tokens.access_token);
  ++token_serial_;
  token_stale_ = false;
  if (rejections_ == 0) refresh_backoff_.reset();
  const int64_t usable_ms = std::max<int64_t>(tokens.lifetime_ms - expiry_margin_ms, 1);
  expires_at_ = now.monotonic + usable_ms;
  expires_at_wall_ = {now.wall.ms + usable_ms};
  refresh_at_ =
      now.monotonic + (tokens.lifetime_ms - std::min(refresh_early_ms, tokens.lifetime_ms / 5));
  if (tokens.refresh_token.empty() || tokens.refresh_token == credential_.refresh_token) return;
  credential_.refresh_token = std::move(tokens.refresh_token);
  save(context);
}

/// The name stays for the form; what is on the disk waits for the same user.
void AuthSession::end_session(Context& context) {
  user_ = {};
  access_token_.clear();
  credential_.refresh_token.clear();
  save(context);
  view_ = {};
  view_.screen = AuthScreen::sign_in;
  view_.username = credential_.username;
  view_.problem = AuthProblem::session_ended;
}

void AuthSession::save(Context& context) {
  json::Writer writer;
  writer.begin_object().member("version", credential_version);
  writer.member("username", credential_.username).member("sub", credential_.sub);
  writer.member("refreshToken", credential_.refresh_token);
  context.effects.push_back(SaveCredential{writer.end_object().take()});
}

void AuthSession::reject_token(uint64_t serial, Context& context) {
  if (serial != token_serial_ || token_stale_ || user_.empty()) return;
  token_stale_ = true;
  // The first time it is just old; a fresh one that is refused as well must not become a loop.
  if (rejections_++ > 0) refresh_backoff_.fail(context.now.monotonic, context.prng);
}

void AuthSession::advance(Context& context) {
  const Instant now = context.now.monotonic;
  if (context.now.wall >= expires_at_wall_) token_stale_ = true;  // No deadline tells that.
  if (user_.empty() || refreshing_ || !refresh_backoff_.ready(now)) return;
  if (now < refresh_at_ && !token(context.now).empty()) return;
  const std::string& client_id = context.endpoints.client_id;
  const std::string& refresh_token = credential_.refresh_token;
  post(Purpose::refresh,
       refresh_by_auth_ ? refresh_by_auth_request(client_id, refresh_token)
                        : refresh_request(client_id, refresh_token),
       context);
  refreshing_ = true;
}

std::optional<Instant> AuthSession::next_deadline() const {
  if (user_.empty() || refreshing_) return std::nullopt;
  const bool has_token = !access_token_.empty() && !token_stale_;
  return has_token ? std::max(refresh_at_, refresh_backoff_.not_before())
                   : refresh_backoff_.not_before();
}

}  // namespace chat
