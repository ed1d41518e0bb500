// What a replayed seed tells.
#include <cstdio>
#include <iterator>
#include "base/json.h"
#include "tests/sim/sim_world.h"

namespace chat::sim {
namespace {

constexpr const char* event_names[] = {
    "Started",      "HttpDone",       "HttpLost",          "SocketOpened",   "SocketFrame",
    "SocketClosed", "StoreOpened",    "Persisted",         "UserErased",     "SrpBegun",
    "SrpAnswered",  "NetworkChanged", "VisibilityChanged", "DeadlineReached"};
static_assert(std::size(event_names) == std::variant_size_v<Event>);

}  // namespace

void SimWorld::log(const std::string& line) const {
  if (log_) std::printf("%9lld %s\n", static_cast<long long>(now_ms_), line.c_str());
}

void SimWorld::log_event(size_t w, const Event& event) const {
  std::string text = "  " + std::to_string(w) + " <- " + event_names[event.index()];
  if (const auto* done = std::get_if<HttpDone>(&event))
    text += " " + std::to_string(done->id.value) + " " + std::to_string(done->status) + " " +
            done->body.substr(0, 200);
  if (const auto* frame = std::get_if<SocketFrame>(&event))
    text += " " + frame->text.substr(0, 200);
  if (const auto* persisted = std::get_if<Persisted>(&event))
    text += " " + std::to_string(static_cast<int>(persisted->result));
  log(text + " r" + std::to_string(windows_[w].client->revision()));
}

void SimWorld::log_effect(size_t w, const Effect& effect) const {
  std::string text = "  " + std::to_string(w) + " -> ";
  if (const auto* post = std::get_if<PostHttp>(&effect)) {
    text += "post " + std::to_string(post->id.value);
    if (const size_t at = post->body.find("operationName"); at != std::string::npos)
      text += " " + post->body.substr(at + 16, 200);
  } else if (const auto* persist = std::get_if<Persist>(&effect)) {
    text += persist->strict ? "persist strictly" : "persist";
    for (const FileChange& change : persist->changes)
      text += (change.bytes ? " +" : " -") + change.path;
  } else if (const auto* frame = std::get_if<SendFrame>(&effect)) {
    text += frame->text.substr(0, 80);
  } else {
    text += "effect " + std::to_string(effect.index());
  }
  log(text);
}

}  // namespace chat::sim
