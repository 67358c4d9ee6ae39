// Grey pictures from PNG files that may hold anything, and into new ones. The only file that knows libpng: its errors are jumps, which
// Swift cannot take.
#ifndef GREY_PIXELS_H
#define GREY_PIXELS_H

#include <stddef.h>
#include <stdint.h>

enum {
  GREY_FINE,
  GREY_NO_PNG,
  GREY_TORN,         // ends too early, or its sums do not match
  GREY_COLOUR,       // has colours, or a palette
  GREY_TRANSPARENT,
  GREY_TOO_LARGE,
  GREY_NO_MEMORY
};

// Width and height, from the header alone: nothing is allocated for what a few bytes only say.
int grey_size(const uint8_t *bytes, size_t count, size_t most_pixels, uint32_t *width, uint32_t *height);

// All pixels, row by row: each sample over the largest that its bits can say, from 0 to 1. Gamma, profiles and
// comments are not looked at.
int grey_read(const uint8_t *bytes, size_t count, size_t most_pixels, double *pixels);

// A grey picture of a byte a pixel as a PNG file with a description (ASCII) in it. The bytes are the caller's, who
// frees them; 0 where there is no memory.
uint8_t *grey_write(const uint8_t *pixels, uint32_t width, uint32_t height, const char *description, size_t *count);

#endif
