#include "PageAssets.h"

// Files as bytes of the program are of C23; every compiler that builds this knows them.
#pragma clang diagnostic ignored "-Wc23-extensions"

static const unsigned char style[] = {
#embed "page.css"
};

// The scripts are files by what they do; a page asks for two, so that it asks seldom.
static const unsigned char numbers[] = {
#embed "numerals.js" suffix(,)
#embed "program.js" suffix(,)
#embed "marking.js" suffix(,)
};

static const unsigned char script[] = {
#embed "page.js" suffix(,)
#embed "progress.js" suffix(,)
#embed "formulas.js" suffix(,)
#embed "givens.js" suffix(,)
#embed "opening.js" suffix(,)
#embed "questions.js" suffix(,)
#embed "lesson.js" suffix(,)
#embed "contents.js" suffix(,)
#embed "start.js" suffix(,)
};

static const unsigned char preview[] = {
#embed "preview.js"
};

static const unsigned char font[] = {
#embed "mathematics.woff2"
};

static const unsigned char font_licence[] = {
#embed "mathematics-licence.txt"
};

const unsigned char *page_assets_style(size_t *count) {
  *count = sizeof style;
  return style;
}

const unsigned char *page_assets_script(size_t *count) {
  *count = sizeof script;
  return script;
}

const unsigned char *page_assets_numbers(size_t *count) {
  *count = sizeof numbers;
  return numbers;
}

const unsigned char *page_assets_preview(size_t *count) {
  *count = sizeof preview;
  return preview;
}

const unsigned char *page_assets_font(size_t *count) {
  *count = sizeof font;
  return font;
}

const unsigned char *page_assets_font_licence(size_t *count) {
  *count = sizeof font_licence;
  return font_licence;
}
