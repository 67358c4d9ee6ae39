#!/usr/bin/env python3
"""Builds the C of longhand for other processors and C libraries, warnings as errors, and runs the loops of training there.

    cross_check.py [--self-test]

Every file of C but the one that is only bytes of pages is compiled for this machine, for aarch64 with glibc and for x86_64
with musl. The loops are run at every
level of instructions that there is, on aarch64 and on an x86_64 without AVX by qemu, and must come to the same numbers
within 1e-12; the cost and the slopes also to those of the network written out (`cross_check plain`). --self-test spoils a
loop, a number and a warning, and each has to be noticed.
"""
import glob
import math
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LOOPS = os.path.join(ROOT, "Sources/TileLoops")
DRIVER = os.path.join(ROOT, "Tests/EndToEnd/cross_check.c")
WITHIN = 1e-12
STRICT = ["-std=gnu11", "-O2", "-Wall", "-Wextra", "-Werror"]

# How clang is to compile for each; by what it is linked; by what it is run.
TARGETS = {
    "x86_64-linux-gnu": ([], ["clang"], []),
    # What the compiler has of its own first, then musl's headers, and glibc's not at all.
    "x86_64-linux-musl": (["-nostdlibinc", "-isystem", "/usr/include/x86_64-linux-musl"], ["musl-gcc", "-static"], []),
    "aarch64-linux-gnu": (["-nostdlibinc", "-isystem", "/usr/aarch64-linux-gnu/include"],
                          ["aarch64-linux-gnu-gcc", "-static"], ["qemu-aarch64"]),
}


class Wrong(Exception):
    pass


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    if done.returncode:
        raise Wrong(f"{' '.join(words)}: ended with {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def sources():
    found = [path for folder in ("Sources/*", "Benchmarks/*") for path in glob.glob(os.path.join(ROOT, folder, "*.c"))]
    # Files and fonts as bytes, which `.incbin` puts in; there is nothing in it that runs.
    found = sorted(path for path in found if "PageAssets" not in path)
    if len(found) < 4:
        raise Wrong(f"the files of C have moved: found are only {found}")
    return found


def compiled(source, target, folder, headers, more=()):
    """The object of a file, and what the compiler says is an error."""
    out = os.path.join(folder, f"{target}-{os.path.basename(source)}.o")
    folders = ["-I", os.path.join(os.path.dirname(source), "include"), "-I", os.path.join(LOOPS, "include")]
    run("clang", f"--target={target}", *TARGETS[target][0], *STRICT, *folders, "-isystem", headers, *more, "-c", source,
        "-o", out)
    return out


def built(target, folder, headers, loops=None):
    objects = [compiled(source, target, folder, headers, ["-I", LOOPS])
               for source in (loops or os.path.join(LOOPS, "loops.c"), os.path.join(LOOPS, "pool.c"), DRIVER)]
    program = os.path.join(folder, f"{target}-cross_check")
    run(*TARGETS[target][1], *objects, "-o", program, "-lm", "-lpthread")
    return program


def numbers(*words):
    """The level that was taken, and the numbers by their names, in order."""
    done = run(*words)
    level = re.search(r"^level (\d)$", done.stderr, re.M)
    lines = [line.split() for line in done.stdout.splitlines()]
    return level and int(level[1]), [(name, struct.unpack(">d", bytes.fromhex(bits))[0]) for name, bits in lines]


def apart(own, other):
    """How far the numbers are apart, relative to the largest of their name."""
    if [name for name, _ in own] != [name for name, _ in other]:
        raise Wrong("the one has other numbers than the other")
    largest, worst = {}, (0, "")
    for name, number in other:
        if math.isfinite(number):
            largest[name] = max(largest.get(name, 0), abs(number))
    for (name, x), (_, y) in zip(own, other):
        if math.isnan(x) and math.isnan(y) or x == y:
            continue
        distance = abs(x - y) / largest.get(name, 1) if math.isfinite(x) and math.isfinite(y) else math.inf
        worst = max(worst, (distance, name))
    return worst


def compare(title, own, other):
    distance, name = apart(own, other)
    if not distance <= WITHIN:
        raise Wrong(f"{title}: {name} is apart by {distance:.1e}")
    print(f"{title}: {len(own)} numbers, apart by {distance:.1e}")


def png_headers(folder):
    """A folder with the headers of libpng alone: they are the same for every processor."""
    found = run("pkg-config", "--variable=includedir", "libpng").stdout.strip()
    headers = os.path.join(folder, "png")
    os.mkdir(headers)
    paths = glob.glob(os.path.join(found, "png*.h")) or glob.glob(os.path.join(found, "libpng16/png*.h"))
    if not paths:
        raise Wrong(f"there are no headers of libpng in {found}")
    for path in paths:
        shutil.copy(path, headers)
    return headers


def check(folder, headers):
    for target in TARGETS:
        for source in sources():
            compiled(source, target, folder, headers)
        print(f"{target}: {len(sources())} files of C compile without a warning")
    programs = {target: built(target, folder, headers) for target in TARGETS}
    native = programs["x86_64-linux-gnu"]
    best, own = numbers(native, "-1", "1")
    plain = numbers(native, "plain")[1]
    compare("the network written out", plain, own[:len(plain)])
    for target, program in programs.items():
        emulator = TARGETS[target][2]
        for level in range(best + 1) if not emulator else [0]:
            taken, other = numbers(*emulator, program, str(level), "3")
            if taken != level:
                raise Wrong(f"{target} was to run level {level}, and ran level {taken}")
            compare(f"{target}, level {level}", other, own)
    for target in ("x86_64-linux-gnu", "x86_64-linux-musl"):
        taken, other = numbers("qemu-x86_64", "-cpu", "qemu64", programs[target], "-1", "3")
        if taken != 0:
            raise Wrong(f"an x86_64 without AVX took level {taken}")
        compare(f"{target} on qemu64, level {taken}", other, own)


def self_test(folder, headers):
    def noticed(what, act):
        try:
            act()
        except Wrong as wrong:
            print(f"noticed: {what}: {str(wrong).strip().splitlines()[-1][:90]}")
        else:
            sys.exit(f"not noticed: {what}")

    target = "aarch64-linux-gnu"
    _, own = numbers(built("x86_64-linux-gnu", folder, headers), "-1", "1")
    # 2e-12 more of one number among some 1500: of that name the largest.
    place = max((i for i, (name, _) in enumerate(own) if name == "slopes-W1"), key=lambda i: abs(own[i][1]))
    other = [(name, x * (1 + 2 * WITHIN) if i == place else x) for i, (name, x) in enumerate(own)]
    noticed("a wrong number", lambda: compare("spoilt", other, own))
    noticed("a number that is missing", lambda: compare("spoilt", own[:-1], own))
    noticed("no number", lambda: compare("spoilt", [(n, math.nan) for n, _ in own], own))

    # The loops themselves, with one sign the other way round.
    with open(os.path.join(LOOPS, "loops.inc")) as file:
        text = file.read()
    spoilt = text.replace("case TILE_MINUS_PRODUCT: TERNARY(FUSED(-y, z, x))", "case TILE_MINUS_PRODUCT: TERNARY(FUSED(y, z, x))")
    if spoilt == text:
        sys.exit("loops.inc no longer has the line that is spoilt here")
    other_folder = os.path.join(folder, "spoilt")
    os.mkdir(other_folder)
    for name, content in (("loops.inc", spoilt), ("loops.c", None)):
        with open(os.path.join(LOOPS, name)) as file:
            content = content or file.read()
        with open(os.path.join(other_folder, name), "w") as file:
            file.write(content)
    program = built(target, folder, headers, os.path.join(other_folder, "loops.c"))
    noticed("a spoilt loop", lambda: compare("spoilt", numbers("qemu-aarch64", program, "0", "1")[1], own))

    unused = os.path.join(other_folder, "unused.c")
    with open(unused, "w") as file:
        file.write("int f(void);\nint f(void) {\n  int unused;\n  return 1;\n}\n")
    for target in TARGETS:
        noticed(f"a warning for {target}", lambda: compiled(unused, target, folder, headers))


def main():
    with tempfile.TemporaryDirectory() as folder:
        try:
            headers = png_headers(folder)
            (self_test if "--self-test" in sys.argv else check)(folder, headers)
        except Wrong as wrong:
            sys.exit(str(wrong))


main()
