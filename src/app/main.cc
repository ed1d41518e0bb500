// The composition root. main() only installs the sink; the page starts the app when it has
// its configuration and credential.
#include <memory>
#include "app/app.h"
#include "platform/web/exports.h"

namespace {

std::unique_ptr<chat::App> app;

void start(uint64_t seed, chat::Started started) {
  app = std::make_unique<chat::App>(seed);
  app->handle(chat::Event(std::move(started)));
}
void event(chat::Event event) {
  if (app) app->handle(event);
}
void input(chat::web::Input input) {
  if (app) app->handle(input);
}

}  // namespace

int main() { chat::web::install({.start = start, .event = event, .input = input}); }
