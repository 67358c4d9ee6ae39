#include "Peak.h"

#include <time.h>

#if defined(__x86_64__) && defined(__linux__) && defined(__clang__)
#define CLONES __attribute__((target_clones("default", "arch=x86-64-v3", "arch=x86-64-v4")))
#else
#define CLONES
#endif
#pragma clang diagnostic ignored "-Wpsabi"

typedef double v8 __attribute__((vector_size(64)));

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

// Sixteen chains, which hide how long one operation takes.
CLONES static double chains(long times, double x, double y) {
  v8 sum[16];
  for (int i = 0; i < 16; i++) sum[i] = (v8){0} + i;
  for (long k = 0; k < times; k++)
    for (int i = 0; i < 16; i++) sum[i] = sum[i] * x + y;
  double all = 0;
  for (int i = 0; i < 16; i++)
    for (int j = 0; j < 8; j++) all += sum[i][j];
  return all;
}

double peak_rate(void) {
  const long times = 2000000;
  double best = 0;
  volatile double kept = 0;
  for (int round = 0; round < 7; round++) {
    double start = now();
    kept += chains(times, 0.999, 0.001);
    double rate = (double)times * 16 * 8 * 2 / (now() - start);
    if (rate > best) best = rate;
  }
  return best;
}
