// The whole client while a server, a disk and a user do as they like: every kind of intent and of
// event there is, and the answers that fit what the client asked. Whatever comes, it must neither
// end nor ask to be woken for ever at one instant. A new kind does not compile until it is here.
#include <type_traits>
#include "base/check.h"
#include "tests/fuzz/some_json.h"

namespace chat::test {
namespace {

constexpr int steps_max = 60;
template <class T>
using Type = std::type_identity<T>;

class Fuzz {
 public:
  explicit Fuzz(FuzzedDataProvider& input) : input_(input) {}

  void run() {
    host_.start_live({conversation_link_json(room, {alice, bob}, 3, 0)});
    for (int i = 0; i < steps_max && input_.remaining_bytes() > 0; ++i) {
      step();
      read();
    }
  }

 private:
  template <class... T>
  std::variant<T...> some(Type<std::variant<T...>>) {
    using Any = std::variant<T...>;
    using Make = Any (*)(Fuzz&);
    constexpr Make makers[] = {[](Fuzz& fuzz) { return Any{fuzz.some(Type<T>{})}; }...};
    return makers[input_.ConsumeIntegralInRange<size_t>(0, sizeof...(T) - 1)](*this);
  }

  // --- What the user may point at -------------------------------------------------------------
  ConversationId conversation() {
    const auto list = host_.client().conversations();
    if (list.empty() || input_.ConsumeIntegralInRange(0, 3) == 0) return some_conversation(input_);
    return list[input_.ConsumeIntegralInRange<size_t>(0, list.size() - 1)].id;
  }
  /// Of a message or a change that is on the screen, or of none.
  MessageId message(const ConversationId& where) {
    const ConversationView view = host_.client().conversation(where);
    std::vector<MessageId> ids;
    for (const PendingMessage& pending : view.pending) ids.push_back(pending.id);
    for (const PendingChange& change : view.changes) ids.push_back(change.id);
    for (const Message& known : view.confirmed) ids.push_back(known.id);
    if (ids.empty()) return {some_id(input_, "m")};
    return ids[input_.ConsumeIntegralInRange<size_t>(0, ids.size() - 1)];
  }
  MessageId message() { return message(conversation()); }
  std::vector<UserId> people() {
    std::vector<UserId> people;
    for (int n = input_.ConsumeIntegralInRange(0, 4); n > 0; --n)
      people.push_back(some_user(input_));
    return people;
  }
  std::string text() { return input_.ConsumeRandomLengthString(40); }
  int64_t number() { return some_number(input_); }

  // --- Intents --------------------------------------------------------------------------------
  SignUp some(Type<SignUp>) { return {text(), text(), text()}; }
  ConfirmSignUp some(Type<ConfirmSignUp>) { return {text(), text()}; }
  ResendCode some(Type<ResendCode>) { return {text()}; }
  SignIn some(Type<SignIn>) { return {text(), text()}; }
  SignOut some(Type<SignOut>) { return {input_.ConsumeBool()}; }
  StartConversation some(Type<StartConversation>) { return {some_user(input_)}; }
  StartGroup some(Type<StartGroup>) { return {text(), people()}; }
  RenameConversation some(Type<RenameConversation>) { return {conversation(), text()}; }
  AddMembers some(Type<AddMembers>) { return {conversation(), people()}; }
  LeaveConversation some(Type<LeaveConversation>) { return {conversation()}; }
  OpenConversation some(Type<OpenConversation>) { return {conversation()}; }
  CloseConversation some(Type<CloseConversation>) { return {}; }
  LoadOlder some(Type<LoadOlder>) { return {conversation()}; }
  LoadMorePeople some(Type<LoadMorePeople>) { return {}; }
  SendMessage some(Type<SendMessage>) {
    const ConversationId where = conversation();
    return {where, text(), input_.ConsumeBool() ? message(where) : MessageId{}};
  }
  EditMessage some(Type<EditMessage>) {
    const ConversationId where = conversation();
    return {where, message(where), text()};
  }
  DeleteMessage some(Type<DeleteMessage>) {
    const ConversationId where = conversation();
    return {where, message(where)};
  }
  RetrySend some(Type<RetrySend>) { return {message()}; }
  DiscardSend some(Type<DiscardSend>) { return {message()}; }
  SendTheRest some(Type<SendTheRest>) { return {conversation()}; }
  MarkRead some(Type<MarkRead>) { return {conversation(), number()}; }
  Typing some(Type<Typing>) { return {conversation()}; }
  SaveDraft some(Type<SaveDraft>) { return {conversation(), text()}; }
  DismissDamage some(Type<DismissDamage>) { return {}; }

  // --- Events, whether they answer something or not -------------------------------------------
  RequestId request() { return {input_.ConsumeIntegralInRange<uint64_t>(0, 40)}; }
  Started some(Type<Started>) { return {{}, text(), input_.ConsumeBool()}; }
  HttpDone some(Type<HttpDone>) { return {request(), 200, some_answer(input_)}; }
  HttpLost some(Type<HttpLost>) { return {request()}; }
  SocketOpened some(Type<SocketOpened>) { return {}; }
  SocketFrame some(Type<SocketFrame>) { return {input_.ConsumeRandomLengthString(2'000)}; }
  SocketClosed some(Type<SocketClosed>) { return {}; }
  StoreOpened some(Type<StoreOpened>) { return {input_.ConsumeBool(), {}}; }
  Persisted some(Type<Persisted>) { return {request().value, persist_result()}; }
  UserErased some(Type<UserErased>) { return {}; }
  SrpBegun some(Type<SrpBegun>) { return {request(), text()}; }
  SrpAnswered some(Type<SrpAnswered>) { return {request(), input_.ConsumeBool(), text()}; }
  NetworkChanged some(Type<NetworkChanged>) { return {input_.ConsumeBool()}; }
  VisibilityChanged some(Type<VisibilityChanged>) { return {input_.ConsumeBool()}; }
  DeadlineReached some(Type<DeadlineReached>) { return {}; }

  // --- What the world does about the effects --------------------------------------------------
  PersistResult persist_result() {
    constexpr PersistResult results[] = {
        PersistResult::ok,        PersistResult::ok,    PersistResult::ok, PersistResult::failed,
        PersistResult::disk_full, PersistResult::fenced};  // Another window took over.
    return input_.PickValueInArray(results);
  }

  std::optional<WallTime> server_date() {
    if (input_.ConsumeIntegralInRange(0, 7) != 0) return std::nullopt;
    return WallTime{host_.now.wall.ms + input_.ConsumeIntegralInRange<int64_t>(-86'400'000, 9'999)};
  }

  void answer() {
    const auto post = host_.take<PostHttp>();
    if (!post) return;
    const bool cognito = post->url.ends_with("/cognito/");
    constexpr int statuses[] = {200, 400, 401, 429, 500};
    switch (input_.ConsumeIntegralInRange(0, 5)) {
      case 0:
        return host_.handle(HttpLost{post->id});
      case 1:
        return host_.handle(HttpDone{post->id, input_.PickValueInArray(statuses),
                                     input_.ConsumeRandomLengthString(2'000), server_date()});
      case 2:
        return host_.handle(
            HttpDone{post->id, input_.PickValueInArray(statuses), some_refusal(input_)});
      default:
        return host_.handle(HttpDone{
            post->id, 200, cognito ? some_cognito(input_) : some_answer(input_), server_date()});
    }
  }

  /// One of the seven subscriptions, or a service worker that has sent what waits here.
  void push() {
    const ConversationId where = conversation();
    const std::string sent = message_json(where, message(where).value, alice, "sent", number());
    switch (input_.ConsumeIntegralInRange(0, 7)) {
      case 0:
        return host_.push_if_subscribed("onInbox", sent);
      case 1:
        return host_.push_if_subscribed("onInbox", some_message(input_));
      case 2:
        return host_.push_if_subscribed("onMessageChange", some_message(input_));
      case 3:
        return host_.push_if_subscribed("onConversation", some_conversation_json(input_));
      case 4:
        return host_.push_if_subscribed("onConversationChange", some_conversation_json(input_));
      case 5:
        return host_.push_if_subscribed("onReceipt",
                                        receipt_json(where, some_user(input_), number()));
      case 6:
        return host_.push_if_subscribed("onTyping",
                                        receipt_json(where, some_user(input_), number()));
      case 7:
        return host_.push_if_subscribed("subscribeToNewUsers", some_user_json(input_));
    }
  }

  /// What waits for something else than an answer: the store, the disk, the proof, the socket.
  void serve() {
    if (const auto store = host_.take<OpenStore>()) {
      StoreOpened opened{input_.ConsumeIntegralInRange(0, 7) != 0, {}};
      for (const auto& [path, bytes] : host_.disk) opened.files.push_back({path, bytes});
      host_.handle(opened);
    }
    if (const auto srp = host_.take<BeginSrp>()) host_.handle(SrpBegun{srp->id, "a"});
    if (const auto srp = host_.take<AnswerSrp>())
      host_.handle(SrpAnswered{srp->id, input_.ConsumeBool(), "signature"});
    if (host_.take<EraseUser>()) {
      host_.disk.clear();
      host_.handle(UserErased{});
    }
    if (host_.has<Persist>() && input_.ConsumeBool()) host_.disk_saves(persist_result());
    if (host_.has<OpenSocket>() && input_.ConsumeBool()) host_.go_live();
  }

  void damage_and_restart() {
    for (auto& [path, bytes] : host_.disk)
      if (input_.ConsumeIntegralInRange(0, 3) == 0) bytes = input_.ConsumeRandomLengthString(500);
    if (input_.ConsumeBool())
      host_.disk[input_.ConsumeRandomLengthString(20)] = input_.ConsumeRandomLengthString(200);
    host_.restart(input_.ConsumeBool());
  }

  /// Timers may be late and clocks be set; a device may sleep for more than a day.
  void pass() {
    constexpr int64_t spans[] = {50, 1'000, 40'000, 400'000};
    host_.pass(input_.PickValueInArray(spans));
    if (input_.ConsumeIntegralInRange(0, 7) != 0) return;
    host_.now.wall.ms += input_.ConsumeIntegralInRange<int64_t>(-100'000'000, 100'000'000);
    if (input_.ConsumeBool()) host_.now.monotonic.ms += 90'000'000;
    host_.handle(DeadlineReached{});
  }

  void step() {
    switch (input_.ConsumeIntegralInRange(0, 11)) {
      case 0:
      case 1:
      case 2:
        return answer();
      case 3:
      case 4:
        return serve();
      case 5:
        return push();
      case 6:
        return pass();
      case 7:
        return host_.handle(some(Type<Event>{}));
      case 8:
        if (input_.ConsumeIntegralInRange(0, 3) == 0) damage_and_restart();
        return;
      default:
        host_.submit(some(Type<Intent>{}));
    }
  }

  /// All that a screen shows.
  void read() {
    ChatClient& client = host_.client();
    for (const ConversationSummary& summary : client.conversations()) {
      CHAT_CHECK(summary.unread >= 0);
      const ConversationView view = client.conversation(summary.id);
      for (const PendingMessage& pending : view.pending) (void)view.change_of(pending.id);
      for (const UserId& member : view.members) (void)client.last_seen_of(member);
      (void)client.draft(summary.id);
      (void)host_.screen(summary.id);
    }
    for (const User& person : client.people()) CHAT_CHECK(client.name_of(person.id) == person.name);
    (void)client.unsent_count();
  }

  FakeHost host_;
  FuzzedDataProvider& input_;
};

}  // namespace
}  // namespace chat::test

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FuzzedDataProvider input(data, size);
  chat::test::Fuzz(input).run();
  return 0;
}
