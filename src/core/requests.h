// What is on its way to the world and has not been answered: whose it is and how long we wait.
#pragma once
#include <algorithm>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>
#include "base/prng.h"
#include "base/time.h"
#include "core/ports.h"

namespace chat {

enum class Purpose : uint8_t {
  // AuthSession
  sign_up,
  confirm,
  resend,
  begin_srp,
  initiate,
  answer_srp,
  respond,
  refresh,
  revoke,
  // ChatClient
  me,
  create_user,
  conversations,
  people,
  messages_after,
  messages_before,
  changes_after,
  send,
  tell,    // Worth one try only: typing, presence.
  events,  // Analytics.
};

struct Request {
  Purpose purpose{};
  std::string subject{};  // A conversation, or an entry of the outbox.
  std::optional<int64_t> seq{};
  uint64_t token = 0;  // The serial of the access token it went out with.
  RequestId id{};
  Instant deadline{};

  bool has_http() const { return purpose != Purpose::begin_srp && purpose != Purpose::answer_srp; }
};

class Requests {
 public:
  static constexpr int64_t timeout_ms = 15'000;

  RequestId add(Request request, Instant now) {
    request.id = {next_++};
    request.deadline = now + timeout_ms;
    return waiting_.emplace_back(std::move(request)).id;
  }
  std::optional<Request> take(RequestId id) {
    const auto it = std::ranges::find(waiting_, id, &Request::id);
    if (it == waiting_.end()) return std::nullopt;  // Answered after we stopped waiting.
    Request request = std::move(*it);
    waiting_.erase(it);
    return request;
  }
  std::optional<Request> take_expired(Instant now) {
    for (const Request& request : waiting_)
      if (request.deadline <= now) return take(request.id);
    return std::nullopt;
  }
  std::optional<Instant> next_deadline() const {
    std::optional<Instant> next;
    for (const Request& request : waiting_)
      if (!next || request.deadline < *next) next = request.deadline;
    return next;
  }
  /// Questions about chats, in flight at the same time.
  size_t queries() const {
    return static_cast<size_t>(std::ranges::count_if(waiting_, [](const Request& request) {
      return request.purpose >= Purpose::me && request.purpose <= Purpose::changes_after;
    }));
  }
  /// Those whose purpose is `first` or one after it.
  std::vector<Request> take_from(Purpose first) {
    std::vector<Request> taken;
    for (const Request& request : waiting_)
      if (request.purpose >= first) taken.push_back(request);
    std::erase_if(waiting_, [first](const Request& request) { return request.purpose >= first; });
    return taken;
  }

 private:
  std::vector<Request> waiting_;
  uint64_t next_ = 1;
};

/// What the parts of the client may use while they handle an event.
struct Context {
  Now now;
  Prng& prng;
  Requests& requests;
  std::deque<Effect>& effects;
  const Endpoints& endpoints;
};

}  // namespace chat
