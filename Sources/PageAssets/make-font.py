#!/usr/bin/env python3
"""Makes mathematics.woff2: TeX Gyre Pagella Math with the characters that formulas are set with, and all their sizes.

    make-font.py texgyrepagella-math.otf     (Debian: fonts-texgyre-math; PyPI: fonttools, brotli)

The licence asks for other names of changed fonts: the family is called Longhand Math.
"""
import sys
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

#: Letters upright, italic (which MathML takes for single letters) and bold; the letters that \\mathbb and \\mathcal
#: have; every sign of Notation/Symbols.swift; accents, braces, primes.
CHARACTERS = """
20-7E A0 A7 AC B0 B1 B7 D7 F7 131 237 2C6 2C7 2D8-2DA 2DC 300-308 30A 30C 332 338 20D6 20D7 391-3A9 3B1-3C9 3D1 3D5 3D6
3F0 3F1 3F5 2010-2016 2020 2021 2026 2032-2034 203E 2044 2061 2102 210B 210F 2110-2113 2115 2119-211D 2124 2130 2131
2133 2135 2190-2194 2197 2198 21A6 21AA 21C0 21CC 21D0 21D2 21D4 2200 2202 2203 2205-220C 220F-2213 2215-221E 2220
2223-222E 2234 223C 2243 2245 2248 224D 2250 225C 2254 2260 2261 2264 2265 226A 226B 2272 2273 227A 227B 2282 2283 2286
2287 228E 2293-2299 22A2 22A4 22A5 22A8 22BA 22C0-22C6 22EE-22F1 2308-230B 23DE 23DF 25A1 25B3 27E8 27E9 27F5-27FA 27FC
2A01 2A02 2A85 2A86 2AAF 2AB0 1D400-1D467 1D49C-1D4B5 1D53C 1D6E2-1D71B
"""


def main(source):
    options = subset.Options()
    options.layout_features = ["ssty"]
    options.hinting = False
    options.glyph_names = False
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["DSIG", "GPOS", "GDEF", "FFTM"]
    options.flavor = "woff2"
    wanted = set()
    for piece in CHARACTERS.split():
        low, _, high = piece.partition("-")
        wanted.update(range(int(low, 16), int(high or low, 16) + 1))
    font = subset.load_font(source, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    for record in font["name"].names:
        name = {1: "Longhand Math", 3: "LonghandMath", 4: "Longhand Math", 6: "LonghandMath"}.get(record.nameID)
        if name:
            record.string = name
    font["CFF "].cff.fontNames = ["LonghandMath"]
    target = Path(__file__).parent / "mathematics.woff2"
    subset.save_font(font, str(target), options)
    made = TTFont(target)
    sizes = len(made["MATH"].table.MathVariants.VertGlyphConstruction)
    print(f"{target.name}: {target.stat().st_size} bytes, {sizes} characters that grow")


if __name__ == "__main__":
    main(sys.argv[1])
