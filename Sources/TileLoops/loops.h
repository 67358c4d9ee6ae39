#ifndef LOOPS_H
#define LOOPS_H

#include "TileLoops.h"

typedef struct {
  // Some tiles of a pass, and what they add to its sums.
  void (*chunk)(const TilePass *pass, double *scratch, int64_t first, int64_t last, double *sums);
  void (*group)(const TileEntrywise *operations, int64_t count, int64_t rows, int64_t columns, double *const *spaces,
                int64_t tile);
} TileLoops;

// Does all of some pieces of work, with up to so many threads; returns when they are done. Who does which piece is not
// said.
void tile_share(void (*work)(void *context, int64_t piece, int64_t thread), void *context, int64_t pieces,
                int64_t threads);

#endif
