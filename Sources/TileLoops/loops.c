// The loops three times, each with the vectors and block sizes that suit a generation of CPUs, and which to take.
#include "loops.h"

#if defined(__x86_64__) && defined(__clang__)
#define LEVEL 2
#define VECTOR 8
#define PRODUCT_ROWS 6
#define PRODUCT_VECTORS 4
#define CONTRACTION_ROWS 5
#define CONTRACTION_COLUMNS 4
#define HAS_FMA 1
#pragma clang attribute push(__attribute__((target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,bmi,bmi2"))), \
                             apply_to = function)
#include "loops.inc"
#pragma clang attribute pop

#define LEVEL 1
#define VECTOR 4
#define PRODUCT_ROWS 6
#define PRODUCT_VECTORS 2
#define CONTRACTION_ROWS 4
#define CONTRACTION_COLUMNS 3
#define HAS_FMA 1
#pragma clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2"))), apply_to = function)
#include "loops.inc"
#pragma clang attribute pop
#endif

#define LEVEL 0
#define VECTOR 2
#define PRODUCT_ROWS 4
#define PRODUCT_VECTORS 2
#define CONTRACTION_ROWS 4
#define CONTRACTION_COLUMNS 2
#define HAS_FMA 0
#include "loops.inc"

static const TileLoops *chosen;

int tile_level(int level) {
#if defined(__x86_64__) && defined(__clang__)
  int best = __builtin_cpu_supports("x86-64-v4") ? 2 : __builtin_cpu_supports("x86-64-v3") ? 1 : 0;
  int taken = level < 0 || level > best ? best : level;
  static const TileLoops *const all[] = {&tile_loops_0, &tile_loops_1, &tile_loops_2};
  __atomic_store_n(&chosen, all[taken], __ATOMIC_RELEASE);
  return taken;
#else
  (void)level;
  __atomic_store_n(&chosen, &tile_loops_0, __ATOMIC_RELEASE);
  return 0;
#endif
}

static const TileLoops *loops(void) {
  const TileLoops *own = __atomic_load_n(&chosen, __ATOMIC_ACQUIRE);
  if (!own) {
    tile_level(-1);
    own = __atomic_load_n(&chosen, __ATOMIC_ACQUIRE);
  }
  return own;
}

typedef struct {
  const TilePass *pass;
  const TileLoops *loops;
} Run;

static int64_t tiles_of(const TilePass *pass) { return (pass->examples + pass->width - 1) / pass->width; }

static void run_chunk(void *context, int64_t chunk, int64_t thread) {
  const Run *run = context;
  const TilePass *pass = run->pass;
  int64_t tiles = tiles_of(pass);
  run->loops->chunk(pass, pass->scratch[thread], tiles * chunk / pass->chunks, tiles * (chunk + 1) / pass->chunks,
                    pass->chunk_sums + chunk * pass->sum_size);
}

void tile_run(const TilePass *pass) {
  Run run = {pass, loops()};
  tile_share(run_chunk, &run, pass->chunks, pass->threads);
  for (int64_t step = 1; step < pass->chunks; step *= 2)
    for (int64_t chunk = 0; chunk + step < pass->chunks; chunk += 2 * step) {
      double *into = pass->chunk_sums + chunk * pass->sum_size;
      const double *from = into + step * pass->sum_size;
      for (int64_t i = 0; i < pass->sum_size; i++) into[i] += from[i];
    }
}

void tile_entrywise(const TileEntrywise *operation, double *fixed, int64_t count) {
  double *spaces[3] = {0, 0, fixed};
  loops()->group(operation, 1, 1, count, spaces, 0);
}
