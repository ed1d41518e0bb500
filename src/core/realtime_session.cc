#include "core/realtime_session.h"
#include <algorithm>
#include <utility>
#include "base/encoding.h"
#include "protocol/codec.h"
#include "protocol/handshake.h"
#include "protocol/operations.gen.h"

namespace chat {
namespace {

std::string request_of(Subscription subscription) {
  switch (subscription) {
    case Subscription::inbox:
      return gql::request_body(gql::OnInbox{});
    case Subscription::message_change:
      return gql::request_body(gql::OnMessageChange{});
    case Subscription::conversation:
      return gql::request_body(gql::OnConversation{});
    case Subscription::conversation_change:
      return gql::request_body(gql::OnConversationChange{});
    case Subscription::receipt:
      return gql::request_body(gql::OnReceipt{});
    case Subscription::typing:
      return gql::request_body(gql::OnTyping{});
    case Subscription::user:
      return gql::request_body(gql::OnUser{});
  }
  return {};
}

}  // namespace

void RealtimeSession::open(const std::string& graphql_url, Pass pass, Instant now,
                           std::deque<Effect>& effects) {
  host_ = host_of(graphql_url);
  pass_ = std::move(pass);
  effects.push_back(
      OpenSocket{realtime_url(graphql_url), realtime_protocols(graphql_url, pass_.token)});
  renew_at_ = std::min(pass_.until, now + lifetime_ms);
  enter(State::opening, now + open_timeout_ms);
}

void RealtimeSession::handle_opened(Instant now, std::deque<Effect>& effects) {
  if (state_ != State::opening) return;
  effects.push_back(SendFrame{connection_init_frame()});
  enter(State::awaiting_ack, now + ack_timeout_ms);
}

RealtimeSession::Outcome RealtimeSession::handle_frame(std::string_view text, Instant now,
                                                       Prng& prng, std::deque<Effect>& effects) {
  Outcome outcome;
  if (state_ == State::closed) return outcome;
  auto read = read_frame(text);
  if (!read) {  // What cannot be read may have been a message: start anew and catch up.
    fail(now, prng, effects);
    outcome.malformed = true;
    return outcome;
  }
  ServerFrame& frame = *read;
  last_frame_ = now;
  if (state_ == State::live) deadline_ = now + silence_ms_;
  switch (frame.type) {
    case ServerFrame::Type::connection_ack:
      if (state_ != State::awaiting_ack) break;
      silence_ms_ = frame.connection_timeout_ms <= 0
                        ? silence_default_ms
                        : std::clamp(frame.connection_timeout_ms, silence_min_ms, silence_max_ms);
      subscribe(now, prng, effects);
      outcome.acknowledged = true;
      break;
    case ServerFrame::Type::start_ack:
      if (const auto which = subscription_of(frame.id))
        started_[static_cast<size_t>(*which)] = true;
      if (state_ != State::subscribing || std::ranges::count(started_, false) > 0) break;
      enter(State::live, now + silence_ms_);
      backoff_.reset();
      refused_ = false;
      outcome.became_live = true;
      outcome.renewed = std::exchange(renewing_, false);
      break;
    case ServerFrame::Type::data:  // Also before start_ack: applying it is idempotent.
      outcome.subscription = subscription_of(frame.id);
      outcome.data = std::move(frame.data);
      outcome.incomplete = outcome.subscription && frame.has_errors;
      break;
    case ServerFrame::Type::complete:
      if (subscription_of(frame.id)) fail(now, prng, effects);
      break;
    case ServerFrame::Type::error:
      outcome.token_rejected = frame.error == ErrorKind::unauthorized;
      refused_ |= frame.error == ErrorKind::rejected;
      fail(now, prng, effects);
      if (refused_) backoff_.fail_for_long(now);
      break;
    case ServerFrame::Type::keep_alive:
    case ServerFrame::Type::other:
      break;
  }
  return outcome;
}

void RealtimeSession::subscribe(Instant now, Prng& prng, std::deque<Effect>& effects) {
  started_ = {};
  const std::string run = to_hex(prng.next(), 16);
  for (size_t i = 0; i < subscription_count; ++i) {
    ids_[i] = run + "-" + std::to_string(i);
    const std::string request = request_of(static_cast<Subscription>(i));
    effects.push_back(SendFrame{start_frame(ids_[i], request, pass_.token, host_)});
  }
  enter(State::subscribing, now + ack_timeout_ms);
}

std::optional<Subscription> RealtimeSession::subscription_of(std::string_view id) const {
  for (size_t i = 0; i < subscription_count; ++i)
    if (!ids_[i].empty() && ids_[i] == id) return static_cast<Subscription>(i);
  return std::nullopt;
}

void RealtimeSession::handle_closed(Instant now, Prng& prng) {
  if (state_ == State::closed) return;
  renewing_ = false;
  enter(State::closed, std::nullopt);
  backoff_.fail(now, prng);
}

void RealtimeSession::fail(Instant now, Prng& prng, std::deque<Effect>& effects) {
  effects.push_back(CloseSocket{});
  handle_closed(now, prng);
}

void RealtimeSession::close(std::deque<Effect>& effects) {
  renewing_ = false;
  if (state_ == State::closed) return;
  effects.push_back(CloseSocket{});
  enter(State::closed, std::nullopt);
}

void RealtimeSession::expire(Instant now, Prng& prng, std::deque<Effect>& effects) {
  if (deadline_ && *deadline_ <= now) return fail(now, prng, effects);
  if (state_ != State::live || now < renew_at_) return;
  close(effects);
  renewing_ = true;
}

void RealtimeSession::doubt(Instant now, std::deque<Effect>& effects) {
  if (state_ == State::live && last_frame_ + doubt_ms <= now) close(effects);
}

std::optional<Instant> RealtimeSession::next_deadline() const {
  if (state_ == State::closed) return backoff_.not_before();
  if (state_ == State::live && deadline_) return std::min(*deadline_, renew_at_);
  return deadline_;
}

void RealtimeSession::enter(State state, std::optional<Instant> deadline) {
  state_ = state;
  deadline_ = deadline;
  if (state != State::live) ids_ = state == State::subscribing ? ids_ : decltype(ids_){};
}

}  // namespace chat
