#!/usr/bin/env python3
"""How many lines of Sources the Swift tests run, folder by folder.

    swift test --enable-code-coverage
    coverage.py [EXPORT]       the folders, and under them the files that are run least
    coverage.py --files 40     as many files (12)

EXPORT is llvm-cov's JSON; without it, what the last `swift test --enable-code-coverage` wrote. The
end-to-end tests run a program of their own and do not count; so the files that hold a real terminal
are among the last. A line that is run is not a line that is tested: this says where to look.
"""

import argparse
import collections
import json
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXPORT = ROOT / ".build" / "debug" / "codecov" / "longhand.json"


def covered_files(export):
    """Path below Sources, lines run, lines that could be; of each file."""
    sources = ROOT / "Sources"
    for file in json.loads(export.read_text())["data"][0]["files"]:
        path = pathlib.Path(file["filename"])
        if path.is_relative_to(sources):
            lines = file["summary"]["lines"]
            yield path.relative_to(sources), lines["covered"], lines["count"]


def line(name, covered, count):
    share = 100 * covered / count if count else 100
    return f"  {name:<42} {share:5.1f} %  {count - covered:5} of {count} not run"


def swift_lines(folder):
    return sum(len(path.read_bytes().splitlines()) for path in (ROOT / folder).rglob("*.swift"))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("export", nargs="?", type=pathlib.Path, default=EXPORT)
    parser.add_argument("--files", type=int, default=12, help="how many files are listed")
    options = parser.parse_args()
    if not options.export.exists():
        parser.exit(2, f"there is no {options.export}: swift test --enable-code-coverage\n")
    files = sorted(covered_files(options.export))
    folders = collections.defaultdict(lambda: [0, 0])
    for path, covered, count in files:
        for name in (str(path.parent), "all"):
            folders[name][0] += covered
            folders[name][1] += count
    print("Lines of Sources that the Swift tests run")
    for name, (covered, count) in sorted(folders.items(), key=lambda item: item[0] == "all"):
        print(line(name, covered, count))
    print("\nLeast run")
    files.sort(key=lambda file: file[1] / max(1, file[2]))
    for path, covered, count in files[: options.files]:
        print(line(str(path), covered, count))
    tests, sources = swift_lines("Tests"), swift_lines("Sources")
    print(f"\n{tests} lines of Swift tests to {sources} of Sources: {tests / sources:.2f}")


if __name__ == "__main__":
    main()
