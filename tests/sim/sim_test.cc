// The simulator's program.
//   sim_test --seeds N     seeds 1 to N
//   sim_test --seed S      one, with a log
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include "tests/sim/sim_world.h"

namespace {

unsigned long long current_seed = 0;

void report_seed(int) {
  std::fprintf(stderr, "FAILED at seed %llu: replay it with --seed %llu\n", current_seed,
               current_seed);
  std::printf("%llu seeds passed, 1 failed\n", current_seed - 1);
  std::fflush(stdout);
  _exit(1);
}

unsigned long long argument(int argc, char** argv, const char* name, unsigned long long fallback) {
  for (int i = 1; i + 1 < argc; ++i)
    if (std::strcmp(argv[i], name) == 0) return std::strtoull(argv[i + 1], nullptr, 10);
  return fallback;
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, report_seed);
  std::signal(SIGSEGV, report_seed);
  const auto single = argument(argc, argv, "--seed", 0);
  const auto first = single ? single : 1;
  const auto last = single ? single : argument(argc, argv, "--seeds", 500);
  size_t messages = 0;
  int64_t simulated_ms = 0;
  for (current_seed = first; current_seed <= last; ++current_seed) {
    chat::sim::SimWorld world(current_seed, single != 0);
    world.run();
    messages += world.message_count();
    simulated_ms += world.simulated_ms();
  }
  std::printf("%zu messages, %.1f simulated hours\n", messages,
              static_cast<double>(simulated_ms) / 3'600'000);
  std::printf("%llu seeds passed, 0 failed\n", last - first + 1);
}
