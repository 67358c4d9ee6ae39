// The loops under the executor: products, sums and entry-by-entry work on a few columns at a time.
//
// A value of the examples is a matrix with a row for each of its entries and a column for each example. It is
// computed tile by tile, a tile being some neighbouring columns: `stride` numbers lie between the rows of one.
// Nothing here allocates, and nothing here knows a formula.
#ifndef TILE_LOOPS_H
#define TILE_LOOPS_H

#include <stdint.h>

// Where an operand lies: in the scratch memory of the thread, among the tiles that are kept, or among the values
// that no example changes.
enum { TILE_SCRATCH, TILE_KEPT, TILE_FIXED };

typedef struct {
  int64_t space, offset;
  int64_t tile;       // how far on it lies for the next tile
  int64_t row;        // how far on for the next row
  int64_t is_number;  // whether it is one number for a whole row
} TileOperand;

enum {
  TILE_ADD, TILE_SUBTRACT, TILE_MULTIPLY, TILE_VANISHING, TILE_DIVIDE, TILE_MAXIMUM, TILE_MINIMUM, TILE_POWER,
  TILE_CHOICE_MAXIMUM, TILE_CHOICE_MINIMUM, TILE_NEGATE, TILE_SQUARE, TILE_COPY, TILE_LOGISTIC, TILE_EXP, TILE_LOG,
  TILE_SQRT, TILE_TANH, TILE_SIN, TILE_COS, TILE_ARCSIN, TILE_ARCCOS, TILE_ARCTAN, TILE_ABS, TILE_SIGN,
  TILE_DIRECTION, TILE_LESS, TILE_AT_MOST, TILE_EQUAL, TILE_CHOSEN,
  // a + bc, a - bc, and a (b - b^2), the way back through a logistic unit.
  TILE_PLUS_PRODUCT, TILE_MINUS_PRODUCT, TILE_TIMES_SLOPE,
  // Into eight lanes a row.
  TILE_SUM, TILE_SUM_OF_SQUARES, TILE_SUM_OF_MAGNITUDES
};

// One operation of a group: a row of the result from rows of the operands.
typedef struct {
  int64_t code;
  TileOperand out, a, b, c;
  int64_t added;      // -1, or in which way the row is added up on the way: TILE_SUM and so on
  TileOperand lanes;  // into which
} TileEntrywise;

enum { TILE_PRODUCT, TILE_CONTRACTION, TILE_GROUP, TILE_ROWS_ADDED, TILE_LARGEST_ROW };

// TILE_PRODUCT: out (rows × n) = a (rows × inner, steps of its own) · b (inner × n) + c, if has_addend, the same for
// all examples.
// TILE_CONTRACTION: lanes at out (rows × inner, eight each) += a (rows × n) · b (inner × n)ᵀ.
// TILE_GROUP: `count` operations from `first` on, row by row.
// TILE_ROWS_ADDED, TILE_LARGEST_ROW: out (1 × n) from the `rows` rows of a.
typedef struct {
  int64_t kind, rows, inner, row_step, column_step, first, count, has_addend;
  TileOperand out, a, b, c;
} TileStep;

// Sums over the examples: `count` numbers, as lanes in scratch.
typedef struct {
  int64_t lanes, count;
} TileSum;

typedef struct {
  const TileStep *steps;
  int64_t step_count;
  const TileEntrywise *operations;
  const TileSum *sums;
  int64_t sum_count;
  int64_t examples, width, stride;
  double *kept, *fixed;
  double *const *scratch;  // one for each thread
  double *chunk_sums;      // `sum_size` for each chunk
  int64_t sum_size;
  int64_t chunks, threads;
} TilePass;

// The examples are cut into chunks of whole tiles, whatever the number of threads; the sums of the chunks are added
// in a fixed tree and left in the first one. So a result does not depend on how many threads there were.
void tile_run(const TilePass *pass);

// One operation on `count` numbers that lie one after another among the fixed values.
void tile_entrywise(const TileEntrywise *operation, double *fixed, int64_t count);

// Which instructions are used: 0 what every CPU has, 1 AVX2 with FMA, 2 AVX-512. A level above what the CPU has, or
// below 0, asks for the best. Returns the level that is taken from now on.
int tile_level(int level);

#endif
