// Who the user is: sign-up, sign-in by SRP, refresh, sign-out. The password lives here from the
// form until it has done its work; the access token never leaves memory; the refresh token is
// kept by the host, encrypted.
//
// Refresh uses GetTokensFromRefreshToken, which pools with token rotation require, and
// REFRESH_TOKEN_AUTH where the pool says that it does not know the former.
#pragma once
#include <optional>
#include <string>
#include "core/backoff.h"
#include "core/client.h"
#include "core/requests.h"
#include "protocol/cognito.h"

namespace chat {

class AuthSession {
 public:
  static constexpr int64_t refresh_early_ms = 5 * 60'000;  // Or a fifth of a shorter life.
  static constexpr int64_t expiry_margin_ms = 5'000;       // On its way a token grows older.

  const AuthView& view() const { return view_; }
  /// The sub; empty while nobody is signed in.
  const UserId& user() const { return user_; }
  const std::string& username() const { return credential_.username; }
  /// Empty while there is none that the server would take.
  std::string_view token(Now now) const;
  uint64_t token_serial() const { return token_serial_; }
  Instant token_ends_at() const { return expires_at_; }
  /// A date of the server's: the proof of the password carries a time that it must believe.
  void note_server_date(WallTime date, WallTime now) { skew_ms_ = date.ms - now.ms; }
  int64_t clock_skew_ms() const { return skew_ms_; }

  /// True if somebody is signed in.
  bool start(std::string_view credential);
  void sign_up(const SignUp& intent, Context& context);
  void confirm(const ConfirmSignUp& intent, Context& context);
  void resend(const ResendCode& intent, Context& context);
  void sign_in(const SignIn& intent, Context& context);
  /// The store of the user is open.
  void enter();
  /// Revokes what it can, waits for nothing.
  void leave(Context& context);
  /// Nothing of the user is left on this device.
  void erased() {
    const int64_t skew_ms = skew_ms_;
    *this = AuthSession();
    skew_ms_ = skew_ms;
    view_.screen = AuthScreen::sign_in;
  }
  void refuse_to_leave() { view_.problem = AuthProblem::unsent_messages; }

  void handle_answer(const Request& request, const HttpDone& done, Context& context);
  void handle_lost(const Request& request, Context& context);
  void handle_srp_begun(const SrpBegun& event, Context& context);
  void handle_srp_answered(const SrpAnswered& event, Context& context);

  /// The server refused a request that went out with token `serial`.
  void reject_token(uint64_t serial, Context& context);
  /// It took one.
  void accept_token() {
    rejections_ = 0;
    refresh_backoff_.reset();
  }
  void forget_failures() { refresh_backoff_.reset(); }

  void advance(Context& context);
  std::optional<Instant> next_deadline() const;

 private:
  struct Credential {
    std::string username, sub, refresh_token;
  };

  RequestId post(Purpose purpose, const CognitoRequest& request, Context& context);
  void begin(std::string username);
  void begin_srp(Context& context);
  void stop(AuthProblem problem);
  void handle_step(const Request& request, const CognitoAnswer& answer, Context& context);
  void handle_challenge(const json::Value& body, Context& context);
  void handle_tokens(const json::Value& body, Context& context);
  void handle_refresh(const CognitoAnswer& answer, Context& context);
  void accept_tokens(Tokens tokens, Context& context);
  void end_session(Context& context);
  void save(Context& context);

  AuthView view_;
  UserId user_;
  Credential credential_;
  std::string password_;
  std::optional<RequestId> step_;  // The one that the form is waiting for.
  SrpChallenge challenge_;
  std::string challenge_time_;

  std::string access_token_;
  uint64_t token_serial_ = 0;
  bool token_stale_ = false;
  Instant refresh_at_, expires_at_;
  int64_t skew_ms_ = 0;       // How far the server's clock is ahead of this device's.
  WallTime expires_at_wall_;  // The other clock stands still while a device sleeps.
  bool refreshing_ = false, refresh_by_auth_ = false;
  int rejections_ = 0;  // In a row.
  Backoff refresh_backoff_;
};

}  // namespace chat
