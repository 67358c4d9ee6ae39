#!/usr/bin/env python3
"""Pages of lessons that train are small before they were trained and afterwards, when they have other numbers.

    page_sizes.py PROGRAM     publishes them twice, and trains in between

A page may have 200,000 bytes before its pictures, and so may a file beside it with its program. The page that stands open for
who has no script may have any size.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: Of a page before its pictures, and of a program in a file of its own.
MOST_BYTES = 200_000


def size(page):
    """The bytes of a page before its pictures, or of a program."""
    return len(re.sub(r'src="data:[^"]*"', "", page.read_text()).encode())


def too_large(folder):
    """What has more bytes than it may, each with how many."""
    files = [*folder.glob("*.html"), *folder.glob("*.program.js")]
    sizes = {file.name: size(file) for file in files if not file.name.endswith(".open.html")}
    return sizes, [f"{name} has {bytes} bytes, {MOST_BYTES} at most" for name, bytes in sorted(sizes.items()) if bytes > MOST_BYTES]


def main():
    program = str(Path(sys.argv[1]).resolve())
    training = sorted(file for file in (ROOT / "lessons").glob("*.md") if re.search(r"^```train", file.read_text(), re.M))
    found = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        own = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache")}
        # The others lie beside them: lessons continue lessons.
        course = shutil.copytree(ROOT / "lessons", folder / "course")
        (course / "README.md").write_text("# Training\n\n" + "".join(f"1. [{lesson.stem}]({lesson.name})\n" for lesson in training))

        def published(name):
            subprocess.run([program, "publish", str(course), str(folder / name)], check=True, env=own, stdout=subprocess.DEVNULL)
            sizes, large = too_large(folder / name)
            found.extend(f"{name}: {problem}" for problem in large)
            return sizes

        before = published("untrained")
        for lesson in training:
            subprocess.run([program, "train", str(course / lesson.name)], check=True, env=own, stdout=subprocess.DEVNULL)
        after = published("trained")
        for lesson in training:
            page = lesson.stem + ".html"
            if (folder / "trained" / page).read_bytes() == (folder / "untrained" / page).read_bytes():
                found.append(f"{page} is the same before and after it was trained")
            print(f"{page}: {before[page]} bytes, trained {after[page]}")
        largest = max({**before, **after}.items(), key=lambda one: one[1])
    for problem in found:
        print(problem)
    print(f"{len(before) + len(after)} files, the largest {largest[0]} with {largest[1]} bytes; {len(training)} lessons trained")
    sys.exit(1 if found or not training else 0)


if __name__ == "__main__":
    main()
