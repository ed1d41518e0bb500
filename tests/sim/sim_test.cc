// The simulator's program.
//   sim_test --seeds N [--from S]   N seeds from S (1); every twentieth runs twice and must
//                                   leave the same trace both times
//   sim_test --seed S               one, with a log
//   sim_test --traces N             the trace of each of the seeds 1 to N, one a line
#include <unistd.h>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include "base/check.h"
#include "tests/sim/sim_world.h"

namespace {

using chat::sim::SimWorld;

constexpr unsigned long long run_twice_every = 20;
// So many seeds meet every fault and every wish there is.
constexpr unsigned long long complete_from = 200;

unsigned long long first_seed = 1, current_seed = 0;

void report_seed(int) {
  std::fprintf(stderr, "FAILED at seed %llu: replay it with --seed %llu\n", current_seed,
               current_seed);
  std::printf("%llu seeds passed, 1 failed\n", current_seed - first_seed);
  std::fflush(stdout);
  _exit(1);
}

unsigned long long argument(int argc, char** argv, const char* name, unsigned long long fallback) {
  for (int i = 1; i + 1 < argc; ++i)
    if (std::strcmp(argv[i], name) == 0) return std::strtoull(argv[i + 1], nullptr, 10);
  return fallback;
}

uint64_t trace_of(uint64_t seed) {
  SimWorld world(seed, false);
  world.run();
  return world.trace();
}

void print_traces(unsigned long long count) {
  for (current_seed = 1; current_seed <= count; ++current_seed)
    std::printf("%llu %016llx\n", current_seed,
                static_cast<unsigned long long>(trace_of(current_seed)));
}

void run_seeds(unsigned long long count, bool log) {
  size_t messages = 0;
  chat::sim::Tally tally;
  int64_t simulated_ms = 0;
  chat::sim::SimTrace all;
  for (current_seed = first_seed; current_seed < first_seed + count; ++current_seed) {
    SimWorld world(current_seed, log);
    world.run();
    messages += world.message_count();
    simulated_ms += world.simulated_ms();
    tally.add(world.tally());
    all.add(world.trace());
    // I12.
    if (!log && current_seed % run_twice_every == 0)
      CHAT_CHECK(trace_of(current_seed) == world.trace());
  }
  std::printf("%zu messages, %.1f simulated hours, trace %016llx\n", messages,
              static_cast<double>(simulated_ms) / 3'600'000,
              static_cast<unsigned long long>(all.hash()));
  const bool complete = tally.print();
  CHAT_CHECK(complete || count < complete_from);
  std::printf("%llu seeds passed, 0 failed\n", count);
}

}  // namespace

int main(int argc, char** argv) {
  std::signal(SIGABRT, report_seed);
  std::signal(SIGSEGV, report_seed);
  if (const auto traces = argument(argc, argv, "--traces", 0)) {
    print_traces(traces);
    return 0;
  }
  const auto single = argument(argc, argv, "--seed", 0);
  first_seed = single ? single : argument(argc, argv, "--from", 1);
  run_seeds(single ? 1 : argument(argc, argv, "--seeds", 500), single != 0);
}
