// What stands beside published pages: files of this folder, held in the program, which then needs no
// others. Each function gives the bytes of one and how many there are.
#ifndef PAGE_ASSETS_H
#define PAGE_ASSETS_H

#include <stddef.h>

const unsigned char *page_assets_style(size_t *count);
const unsigned char *page_assets_script(size_t *count);
const unsigned char *page_assets_numbers(size_t *count);
const unsigned char *page_assets_preview(size_t *count);
const unsigned char *page_assets_font(size_t *count);
const unsigned char *page_assets_font_licence(size_t *count);

#endif
