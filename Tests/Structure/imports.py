#!/usr/bin/env python3
"""Whether the arrows between the modules are those of Package.swift, with no circle among them.

    imports.py               looks at Sources/
    imports.py --self-test   looks whether it finds what it should

Swift lets a file import what its target does not declare, as long as another one has built it: so each import
is compared with the target's own list, and what is declared and used by no file is said, too. A C library enters
by one file.
"""
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What comes with Swift or the platform.
OUTSIDE = {"ArgumentParser", "Darwin", "Dispatch", "Foundation", "FoundationEssentials", "Glibc", "Musl",
           "Synchronization"}


def declared(package):
    """The modules of Package.swift, each with those that it may import."""
    found = {}
    for name, rest in re.findall(r'(?:\bmodule|executableTarget)\(\s*(?:name: )?"([^"]+)"(.*?\n?.*?)\),?\n', package, re.S):
        found[name] = set(re.findall(r'"(\w+)"', rest.split("swiftSettings")[0])) - OUTSIDE
    for name in re.findall(r'systemLibrary\(\s*name: "(\w+)"', package):
        found[name] = set()
    return found


def circle(arrows):
    """A circle among the modules, or nothing."""
    done, way = set(), []

    def visit(name):
        if name in way:
            return way[way.index(name):] + [name]
        if name in done:
            return None
        way.append(name)
        for other in sorted(arrows.get(name, ())):
            if found := visit(other):
                return found
        done.add(way.pop())
        return None
    return next((found for name in sorted(arrows) if (found := visit(name))), None)


def complaints(package, sources):
    """Sources: the text of each file, by module and path."""
    arrows = declared(package)
    said, used, doors = [], {}, {}
    libraries = set(re.findall(r'systemLibrary\(\s*name: "(\w+)"', package))
    for (module, path), text in sorted(sources.items()):
        for name in re.findall(r"^\s*(?:\w+ )?import (\w+)", text, re.M):
            if name in OUTSIDE:
                continue
            used.setdefault(module, set()).add(name)
            if name in libraries:
                doors.setdefault(name, set()).add(path)
            if name not in arrows.get(module, ()):
                said.append(f"{path}: imports {name}, which Package.swift does not let {module} import")
    for module, names in arrows.items():
        for name in sorted(names - used.get(module, set())):
            if any(own == module for own, _ in sources):
                said.append(f"Package.swift: {module} may import {name}, and no file does")
    for name, paths in sorted(doors.items()):
        if len(paths) > 1:
            said.append(f"{name} enters by {len(paths)} files, and C enters by one: {', '.join(sorted(paths))}")
    if found := circle(arrows):
        said.append("Package.swift: a circle: " + " → ".join(found))
    return said


def self_test():
    package = 'module("A"),\nmodule("B", imports: ["A"]),\n'
    library = 'systemLibrary(\n  name: "C",\n  pkgConfig: "c"),\nmodule("A", imports: ["C"]),\n'
    two = package.replace('module("A")', 'module("A", imports: ["B"])')
    cases = [
        (package, {("B", "b"): "package import A\n"}, 0),
        (package, {("A", "a"): "import B\n", ("B", "b"): "import A\n"}, 1),
        (package, {("B", "b"): "// import A\n"}, 1),
        (library, {("A", "a"): "import C\n", ("A", "b"): "import Darwin\n"}, 0),
        (library, {("A", "a"): "import C\n", ("A", "b"): "import C\n"}, 1),
        (two, {("A", "a"): "import B\n", ("B", "b"): "import A\n"}, 1),
    ]
    wrong = [index for index, (text, sources, count) in enumerate(cases)
             if len(complaints(text, sources)) != count]
    print(f"self-test: {len(cases)} cases, wrong: {wrong or 'none'}")
    return 1 if wrong else 0


def main():
    sources = {}
    for path in (ROOT / "Sources").rglob("*.swift"):
        relative = path.relative_to(ROOT)
        sources[relative.parts[1], str(relative)] = path.read_text()
    said = complaints((ROOT / "Package.swift").read_text(), sources)
    for line in said:
        print(line)
    print(f"imports: {len(sources)} files, {len(said)} complaints")
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else main())
