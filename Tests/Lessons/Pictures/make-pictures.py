#!/usr/bin/env python3
"""Writes the pictures that the tests of data read: PNG files byte by byte, after its specification.

A pixel of the good ones is (7 * row + 3 * column) modulo the samples that the bits can say.
"""
import os
import struct
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
GREY, RGB, PALETTE, GREY_ALPHA = 0, 2, 3, 4


def chunk(name, data, spoilt=False):
    check = zlib.crc32(name + data) ^ (1 if spoilt else 0)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


def header(width, height, depth, kind):
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0))


def lines(width, height, depth, samples):
    out = b""
    for row in range(height):
        bits = ""
        for column in range(width):
            for value in samples(row, column):
                bits += format(value, f"0{depth}b")
        bits += "0" * (-len(bits) % 8)
        out += b"\0" + bytes(int(bits[i:i + 8], 2) for i in range(0, len(bits), 8))
    return out


def picture(name, depth=8, kind=GREY, extra=b"", width=12, height=8, spoilt=False, channels=1):
    sample = lambda row, column: [(7 * row + 3 * column) % 2**depth] * channels
    data = zlib.compress(lines(width, height, depth, sample))
    body = b"\x89PNG\r\n\x1a\n" + header(width, height, depth, kind) + extra + chunk(b"IDAT", data, spoilt)
    write(name, body + chunk(b"IEND", b""))


def write(name, body):
    with open(os.path.join(HERE, name), "wb") as file:
        file.write(body)


for depth in (1, 2, 4, 8, 16):
    picture(f"grey-{depth}.png", depth)
picture("gamma.png", 8, extra=chunk(b"gAMA", struct.pack(">I", 100000)))
picture("profile.png", 8, extra=chunk(b"iCCP", b"x\0\0" + zlib.compress(b"no profile")))
picture("colours.png", 8, RGB, channels=3)
picture("palette.png", 8, PALETTE, extra=chunk(b"PLTE", bytes(768)))
picture("alpha.png", 8, GREY_ALPHA, channels=2)
picture("key.png", 8, extra=chunk(b"tRNS", struct.pack(">H", 3)))
picture("spoilt.png", 8, spoilt=True)
start = b"\x89PNG\r\n\x1a\n"
write("bomb.png", start + header(60000, 60000, 8, GREY) + chunk(b"IDAT", zlib.compress(b"\0" * 100)))
write("wide.png", start + header(2**31 - 1, 1, 8, GREY) + chunk(b"IDAT", b""))
write("text.png", start + header(12, 8, 8, GREY)
      + chunk(b"zTXt", b"a\0\0" + zlib.compress(b"\0" * 50_000_000)) + chunk(b"IDAT", zlib.compress(lines(
          12, 8, 8, lambda row, column: [(7 * row + 3 * column) % 256]))) + chunk(b"IEND", b""))
