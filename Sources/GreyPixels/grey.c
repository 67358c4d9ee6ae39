#include "GreyPixels.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
  const uint8_t *bytes;
  size_t count, at;
} Source;

static void give(png_structp png, png_bytep out, png_size_t wanted) {
  Source *source = png_get_io_ptr(png);
  if (wanted > source->count - source->at) png_error(png, "end");
  memcpy(out, source->bytes + source->at, wanted);
  source->at += wanted;
}

static void fail(png_structp png, png_const_charp text) {
  (void)text;
  png_longjmp(png, 1);
}

// Not a word on standard error: a lesson may be on the screen.
static void pass(png_structp png, png_const_charp text) {
  (void)png;
  (void)text;
}

static int look(png_structp png, png_infop info, size_t most_pixels, uint32_t *width, uint32_t *height) {
  png_set_user_limits(png, 1000000, 1000000);
  png_set_chunk_cache_max(png, 16);
  png_set_chunk_malloc_max(png, 1 << 20);
  png_read_info(png, info);
  *width = png_get_image_width(png, info);
  *height = png_get_image_height(png, info);
  if ((uint64_t)*width * *height > most_pixels) return GREY_TOO_LARGE;
  switch (png_get_color_type(png, info)) {
  case PNG_COLOR_TYPE_GRAY: break;
  case PNG_COLOR_TYPE_GRAY_ALPHA: return GREY_TRANSPARENT;
  default: return GREY_COLOUR;
  }
  return png_get_valid(png, info, PNG_INFO_tRNS) ? GREY_TRANSPARENT : GREY_FINE;
}

static int process(const uint8_t *bytes, size_t count, size_t most_pixels, uint32_t *width, uint32_t *height,
                   double *pixels) {
  if (count < 8 || png_sig_cmp((png_bytep)bytes, 0, 8)) return GREY_NO_PNG;
  Source source = {bytes, count, 0};
  png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, 0, fail, pass);
  if (!png) return GREY_NO_MEMORY;
  png_infop info = png_create_info_struct(png);
  if (!info) {
    png_destroy_read_struct(&png, 0, 0);
    return GREY_NO_MEMORY;
  }
  uint8_t *volatile samples = 0;
  png_bytep *volatile rows = 0;
  volatile int result = GREY_TORN;
  if (!setjmp(png_jmpbuf(png))) {
    png_set_read_fn(png, &source, give);
    result = look(png, info, most_pixels, width, height);
    if (result == GREY_FINE && pixels) {
      result = GREY_TORN;
      int depth = png_get_bit_depth(png, info);
      png_set_packing(png);
      png_set_interlace_handling(png);
      png_read_update_info(png, info);
      size_t row_bytes = png_get_rowbytes(png, info);
      samples = calloc(*height, row_bytes);
      rows = calloc(*height, sizeof *rows);
      if (!samples || !rows) {
        result = GREY_NO_MEMORY;
      } else {
        for (uint32_t row = 0; row < *height; row++) rows[row] = samples + row * row_bytes;
        png_read_image(png, rows);
        png_read_end(png, 0);
        double most = (double)((1u << depth) - 1);
        for (uint32_t row = 0; row < *height; row++)
          for (uint32_t column = 0; column < *width; column++) {
            const uint8_t *sample = rows[row] + (depth == 16 ? 2 : 1) * column;
            unsigned value = depth == 16 ? (unsigned)sample[0] << 8 | sample[1] : sample[0];
            pixels[(size_t)row * *width + column] = value / most;
          }
        result = GREY_FINE;
      }
    }
  } else {
    result = GREY_TORN;
  }
  free(samples);
  free(rows);
  png_destroy_read_struct(&png, &info, 0);
  return result;
}

int grey_size(const uint8_t *bytes, size_t count, size_t most_pixels, uint32_t *width, uint32_t *height) {
  return process(bytes, count, most_pixels, width, height, 0);
}

int grey_read(const uint8_t *bytes, size_t count, size_t most_pixels, double *pixels) {
  uint32_t width, height;
  return process(bytes, count, most_pixels, &width, &height, pixels);
}

typedef struct {
  uint8_t *bytes;
  size_t count, room;
} Sink;

static void take(png_structp png, png_bytep bytes, png_size_t count) {
  Sink *sink = png_get_io_ptr(png);
  if (count > sink->room - sink->count) {
    size_t room = 2 * (sink->room + count);
    uint8_t *larger = realloc(sink->bytes, room);
    if (!larger) png_error(png, "memory");
    sink->bytes = larger;
    sink->room = room;
  }
  memcpy(sink->bytes + sink->count, bytes, count);
  sink->count += count;
}

static void flush(png_structp png) { (void)png; }

uint8_t *grey_write(const uint8_t *pixels, uint32_t width, uint32_t height, const char *description, size_t *count) {
  Sink sink = {0, 0, 0};
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, 0, fail, pass);
  if (!png) return 0;
  png_infop info = png_create_info_struct(png);
  if (!info) {
    png_destroy_write_struct(&png, 0);
    return 0;
  }
  volatile int isWhole = 0;
  if (!setjmp(png_jmpbuf(png))) {
    png_set_write_fn(png, &sink, take, flush);
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_text text = {.compression = PNG_TEXT_COMPRESSION_NONE, .key = (char *)"Description",
                     .text = (char *)description, .text_length = strlen(description)};
    png_set_text(png, info, &text, 1);
    png_write_info(png, info);
    for (uint32_t row = 0; row < height; row++) png_write_row(png, pixels + (size_t)row * width);
    png_write_end(png, info);
    isWhole = 1;
  }
  png_destroy_write_struct(&png, &info);
  if (!isWhole) {
    free(sink.bytes);
    return 0;
  }
  *count = sink.count;
  return sink.bytes;
}
