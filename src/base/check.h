// CHAT_CHECK states what must hold whatever comes in from outside. A broken one is a bug in
// this program, so it ends the program in every build; the disk brings everything back.
#pragma once
#include <cstdio>
#include <cstdlib>

#define CHAT_CHECK(condition)                                                            \
  do {                                                                                   \
    if (!(condition)) {                                                                  \
      std::fprintf(stderr, "%s:%d: CHECK failed: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                      \
    }                                                                                    \
  } while (false)
