// The loops of training without Swift, so that they can be built for and run on other processors: the cost and the
// slopes of a small network on 45 examples, and every operation on numbers of its own. A line for each number, as its
// bits; cross_check.py compares the lines of one processor with those of another.
//
//     cross_check LEVEL THREADS    by the loops: LEVEL of instructions, or -1 for the best there are
//     cross_check plain            the network again, in as many words as it takes
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "TileLoops.h"

enum { V = 11, H = 7, M = 45, WIDTH = 16, STRIDE = 24, TILES = (M + WIDTH - 1) / WIDTH, CHUNKS = TILES, MOST = 4 };

// Numbers that lie one after another, and tile by tile.
enum { W1 = 0, W2 = W1 + H * V, B1 = W2 + V * H, B2 = B1 + H, FIXED = B2 + V };
// Rows of a tile.
enum { Z2, A2 = Z2 + H, Z3 = A2 + H, A3 = Z3 + V, E = A3 + V, D3 = E + V, D2 = D3 + V, S2 = D2 + H, ALL = S2 + H,
       MOST_ROW, ROWS };
// Sums: the slopes by W1, W2, b1, b2; the squares of the errors; the means; what is added up of two rows.
enum { G1, G2 = G1 + H * V, GB1 = G2 + V * H, GB2 = GB1 + H, ERROR = GB2 + V, MEAN = ERROR + V, FOLDED = MEAN + H,
       SUMS = FOLDED + 2 };
enum { LANES = ROWS * STRIDE, SCRATCH = LANES + SUMS * 8 };

static uint64_t state = 88172645463325252;

static double drawn(double from, double to) {
  state ^= state << 13;
  state ^= state >> 7;
  state ^= state << 17;
  return from + (double)(state >> 11) * 0x1p-53 * (to - from);
}

static void print(const char *name, double number) {
  uint64_t bits;
  memcpy(&bits, &number, sizeof bits);
  printf("%s %016" PRIx64 "\n", name, bits);
}

static TileOperand fixed(int64_t offset, int64_t row) {
  return (TileOperand){.space = TILE_FIXED, .offset = offset, .row = row, .is_number = 1};
}

static TileOperand scratch(int64_t row) {
  return (TileOperand){.space = TILE_SCRATCH, .offset = row * STRIDE, .row = STRIDE};
}

static TileOperand lanes(int64_t sum) {
  return (TileOperand){.space = TILE_SCRATCH, .offset = LANES + sum * 8, .row = 8};
}

static TileOperand examples(void) {
  return (TileOperand){.space = TILE_KEPT, .tile = V * STRIDE, .row = STRIDE};
}

static TileEntrywise entrywise(int64_t code, int64_t out, TileOperand a, TileOperand b) {
  return (TileEntrywise){.code = code, .out = scratch(out), .a = a, .b = b, .c = a, .added = -1, .lanes = lanes(0)};
}

static TileEntrywise adding(TileEntrywise operation, int64_t way, int64_t sum) {
  operation.added = way;
  operation.lanes = lanes(sum);
  return operation;
}

static void network(double *numbers, double *x, double *sums, int threads) {
  TileOperand a2 = scratch(A2), a3 = scratch(A3), d3 = scratch(D3), d2 = scratch(D2);
  TileEntrywise operations[] = {
      adding(entrywise(TILE_LOGISTIC, A2, scratch(Z2), scratch(Z2)), TILE_SUM, MEAN),
      entrywise(TILE_LOGISTIC, A3, scratch(Z3), scratch(Z3)),
      adding(entrywise(TILE_SUBTRACT, E, a3, examples()), TILE_SUM_OF_SQUARES, ERROR),
      adding(entrywise(TILE_TIMES_SLOPE, D3, scratch(E), a3), TILE_SUM, GB2),
      adding(entrywise(TILE_TIMES_SLOPE, S2, d2, a2), TILE_SUM, GB1),
      adding(entrywise(TILE_COPY, ALL, scratch(ALL), scratch(ALL)), TILE_SUM, FOLDED),
      adding(entrywise(TILE_COPY, MOST_ROW, scratch(MOST_ROW), scratch(MOST_ROW)), TILE_SUM_OF_SQUARES, FOLDED + 1),
  };
  TileStep steps[] = {
      {.kind = TILE_PRODUCT, .rows = H, .inner = V, .row_step = V, .column_step = 1, .has_addend = 1,
       .out = scratch(Z2), .a = fixed(W1, 0), .b = examples(), .c = fixed(B1, 1)},
      {.kind = TILE_GROUP, .rows = H, .first = 0, .count = 1},
      {.kind = TILE_PRODUCT, .rows = V, .inner = H, .row_step = H, .column_step = 1, .has_addend = 1,
       .out = scratch(Z3), .a = fixed(W2, 0), .b = a2, .c = fixed(B2, 1)},
      {.kind = TILE_GROUP, .rows = V, .first = 1, .count = 3},
      {.kind = TILE_CONTRACTION, .rows = V, .inner = H, .out = lanes(G2), .a = d3, .b = a2},
      // By the transpose: the other steps.
      {.kind = TILE_PRODUCT, .rows = H, .inner = V, .row_step = 1, .column_step = H, .out = d2, .a = fixed(W2, 0),
       .b = d3},
      {.kind = TILE_GROUP, .rows = H, .first = 4, .count = 1},
      {.kind = TILE_CONTRACTION, .rows = H, .inner = V, .out = lanes(G1), .a = scratch(S2), .b = examples()},
      {.kind = TILE_ROWS_ADDED, .rows = V, .out = scratch(ALL), .a = a3},
      {.kind = TILE_LARGEST_ROW, .rows = V, .out = scratch(MOST_ROW), .a = a3},
      {.kind = TILE_GROUP, .rows = 1, .first = 5, .count = 2},
  };
  double *room[MOST];
  for (int i = 0; i < MOST; i++)
    if (!(room[i] = aligned_alloc(64, (SCRATCH * sizeof(double) + 63) / 64 * 64))) exit(1);
    else memset(room[i], 0, SCRATCH * sizeof(double));
  TileSum sum = {.lanes = LANES, .count = SUMS};
  TilePass pass = {.steps = steps, .step_count = sizeof steps / sizeof *steps, .operations = operations, .sums = &sum,
                   .sum_count = 1, .examples = M, .width = WIDTH, .stride = STRIDE, .kept = x, .fixed = numbers,
                   .scratch = room, .chunk_sums = sums, .sum_size = SUMS, .chunks = CHUNKS, .threads = threads};
  tile_run(&pass);
  for (int i = 0; i < MOST; i++) free(room[i]);
}

static double logistic(double z) { return 1 / (1 + exp(-z)); }

static void plain(const double *n, const double *x, double *sums) {
  for (int i = 0; i < SUMS; i++) sums[i] = 0;
  for (int e = 0; e < M; e++) {
    const double *own = x + e / WIDTH * V * STRIDE + e % WIDTH;
    double a2[H], a3[V], d3[V], all = 0, most = -INFINITY;
    for (int j = 0; j < H; j++) {
      double z = n[B1 + j];
      for (int i = 0; i < V; i++) z += n[W1 + j * V + i] * own[i * STRIDE];
      sums[MEAN + j] += a2[j] = logistic(z);
    }
    for (int i = 0; i < V; i++) {
      double z = n[B2 + i];
      for (int j = 0; j < H; j++) z += n[W2 + i * H + j] * a2[j];
      a3[i] = logistic(z);
      double error = a3[i] - own[i * STRIDE];
      sums[ERROR + i] += error * error;
      sums[GB2 + i] += d3[i] = error * a3[i] * (1 - a3[i]);
      for (int j = 0; j < H; j++) sums[G2 + i * H + j] += d3[i] * a2[j];
      all += a3[i];
      if (a3[i] > most) most = a3[i];
    }
    for (int j = 0; j < H; j++) {
      double d = 0;
      for (int i = 0; i < V; i++) d += n[W2 + i * H + j] * d3[i];
      d *= a2[j] * (1 - a2[j]);
      sums[GB1 + j] += d;
      for (int i = 0; i < V; i++) sums[G1 + j * V + i] += d * own[i * STRIDE];
    }
    sums[FOLDED] += all;
    sums[FOLDED + 1] += most * most;
  }
}

// One operation on numbers from -0.9 to 0.9, or from 0.1 to 3 where there are none for others.
static void operation(int code) {
  enum { COUNT = 41, ROOM = 48 };
  double *memory = aligned_alloc(64, 4 * ROOM * sizeof(double));
  if (!memory) exit(1);
  int isPositive = code == TILE_LOG || code == TILE_SQRT || code == TILE_POWER;
  for (int i = 0; i < 4 * ROOM; i++) memory[i] = isPositive ? drawn(0.1, 3) : drawn(-0.9, 0.9);
  TileOperand place[4];
  for (int i = 0; i < 4; i++) place[i] = (TileOperand){.space = TILE_FIXED, .offset = i * ROOM};
  TileEntrywise own = {.code = code, .out = place[3], .a = place[0], .b = place[1], .c = place[2], .added = -1,
                       .lanes = place[3]};
  // Eight lanes that begin at nothing.
  if (code >= TILE_SUM) memset(memory + 3 * ROOM, 0, ROOM * sizeof(double));
  tile_entrywise(&own, memory, COUNT);
  char name[32];
  snprintf(name, sizeof name, "operation-%d", code);
  double sum = 0;
  if (code >= TILE_SUM) {
    // In which lane a number is added differs with the width of vectors.
    for (int i = 0; i < 8; i++) sum += memory[3 * ROOM + i];
    print(name, sum);
  } else {
    for (int i = 0; i < COUNT; i++) print(name, memory[3 * ROOM + i]);
  }
  free(memory);
}

int main(int count, char **words) {
  static double numbers[FIXED], x[TILES * V * STRIDE], sums[CHUNKS * SUMS];
  for (int i = 0; i < FIXED; i++) numbers[i] = drawn(-1, 1);
  for (int i = 0; i < TILES * V * STRIDE; i++) x[i] = drawn(0.1, 0.9);
  int isPlain = count == 2 && !strcmp(words[1], "plain");
  if (isPlain) {
    plain(numbers, x, sums);
  } else if (count == 3) {
    fprintf(stderr, "level %d\n", tile_level(atoi(words[1])));
    network(numbers, x, sums, atoi(words[2]));
  } else {
    return 2;
  }
  double cost = 0;
  for (int i = 0; i < V; i++) cost += sums[ERROR + i];
  print("cost", cost / (2 * M));
  // Numbers of one name are of one size.
  static const struct {
    const char *name;
    int end;
  } parts[] = {{"slopes-W1", G2}, {"slopes-W2", GB1}, {"slopes-b1", GB2}, {"slopes-b2", ERROR}, {"errors", MEAN},
               {"means", FOLDED}, {"rows-added", FOLDED + 1}, {"largest-row", SUMS}};
  for (int i = 0, part = 0; i < SUMS; i++) {
    while (i >= parts[part].end) part++;
    print(parts[part].name, sums[i]);
  }
  if (!isPlain)
    for (int code = TILE_ADD; code <= TILE_SUM_OF_MAGNITUDES; code++) operation(code);
  return 0;
}
