#!/usr/bin/env python3
"""The size of the program without symbols, and of each library beside it that it needs at run time.

Builds the release as bin/longhand does, with Swift's own libraries inside. Needs strip, and ldd for
the libraries (on macOS only the program is measured).
"""

import os
import shutil
import subprocess
import tempfile

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
longhand = os.path.join(root, ".build/release/longhand")


def stripped_size(path):
    """In bytes, of a copy: the file itself stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        copy = os.path.join(folder, "stripped")
        subprocess.run(["strip", "-o", copy, path], check=True)
        return os.path.getsize(copy)


def libraries(path):
    """Name and file of every shared library that is loaded."""
    if not shutil.which("ldd"):
        return []
    lines = subprocess.run(["ldd", path], check=True, capture_output=True, text=True).stdout
    parts = [line.split() for line in lines.splitlines()]
    return [(part[0], part[2]) for part in parts if len(part) > 2 and part[1] == "=>"]


def main():
    subprocess.run(
        ["swift", "build", "-c", "release", "--product", "longhand", "--static-swift-stdlib"],
        cwd=root, check=True, stdout=subprocess.DEVNULL)
    print(f"{'stripped size of':26} {'MB':>6}")
    for name, path in [("longhand", longhand), *libraries(longhand)]:
        print(f"{name:26} {stripped_size(path) / 1e6:6.1f}")


main()
