#!/usr/bin/env python3
"""Spoils the sources in one place at a time and says which spoilt ones the tests let through.

    mutations.py                    a sample of 20 mutants; it takes half a minute to a minute for each
    mutations.py --count 60         as many
    mutations.py --seed 7           another sample; the same seed makes the same one
    mutations.py --files Marking    only those in files whose path has this in it
    mutations.py --list             what there is, without building anything
    mutations.py --self-test        that the mutations are what they are said to be

By hand and not in CI. It works in a copy of the tree, .build-mutations, which is kept so that the next
run builds only what changed. A survivor is a change of the mathematics or of a rule that no test has
heard of: a test is missing, or the two come to the same. Which of them it is people have to see; there is
no list of excuses, for such a list outlives its reasons.
"""

import argparse
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
COPY = ROOT / ".build-mutations"
COPIED = ["Sources", "Tests", "Benchmarks", "lessons", "Package.swift", "Package.resolved", "CHANGELOG.md"]

#: Files (globs), the function that is spoilt (all of the file without one), and the tests that know.
PLACES = [
    ("Sources/Kernels/Operations/*.swift", "pullBack", "Operation\\w*Tests|DerivativeTests"),
    ("Sources/Questions/Marking*.swift", None, "LearningTests.Answer|MarkingTests|SlipListTests|AnswerSheetTests"),
    ("Sources/Questions/SlipOfThePen.swift", None, "LearningTests.Answer|MarkingTests|SlipListTests"),
    ("Sources/Questions/TypedMatrix.swift", None, "LearningTests.Answer|SlipListTests"),
    ("Sources/Kernels/Running/Handwork.swift", None, "MarkingTests|SlipListTests|SlipTests"),
    ("Sources/Questions/Judge.swift", None, "LearningTests.Answer|MarkingTests|AnswerSheetTests|RunTests|OrderTests"),
    ("Sources/Kernels/Running/Claims.swift", None, "ClaimTests|ConformanceTests|RelationTests"),
]

#: A test that waits longer has been spoilt as well.
PATIENCE = 600


class Mutant(NamedTuple):
    path: str
    line: int  # from 1
    start: int  # column from 0
    end: int
    replacement: str
    tests: str

    def described(self, text):
        line = text.splitlines()[self.line - 1]
        before, after = line.strip(), (line[:self.start] + self.replacement + line[self.end:]).strip()
        return f"{self.path}:{self.line}: {before}\n{' ' * 6}now: {after or '(nothing)'}"

    def applied(self, text):
        lines = text.splitlines(keepends=True)
        line = lines[self.line - 1]
        lines[self.line - 1] = line[:self.start] + self.replacement + line[self.end:]
        return "".join(lines)


# ---------------------------------------------------------------- What is spoilt, and how

#: What is found in a line, and what stands there instead.
CHANGES = [
    (r" \+ ", " - "), (r" - ", " + "), (r" \* ", " / "), (r" / ", " * "),
    (r" <= ", " < "), (r" < ", " <= "), (r" >= ", " > "), (r" > ", " >= "),
    (r" == ", " != "), (r" != ", " == "), (r" && ", " || "), (r" \|\| ", " && "),
    (r"\btrue\b", "false"), (r"\bfalse\b", "true"),
    (r"\bmin\b(?=[({ ])", "max"), (r"\bmax\b(?=[({ ])", "min"),
    (r"\.allSatisfy\b", ".contains(where:"), (r"(?<=[ (,])!(?=[\w.(])", ""),
    (r"\bgraph\.sum\(", "graph.difference("), (r"\bgraph\.difference\(", "graph.sum("),
    (r"\bgraph\.hadamard\(", "graph.quotient("), (r"\bgraph\.quotient\(", "graph.hadamard("),
    (r"\bgraph\.(negated|transposed)\(", "("), (r"\breversed\(\)", "map { $0 }"),
    (r"\.ofEachRow\b", ".ofEachColumn"), (r"\.ofEachColumn\b", ".ofEachRow"),
    (r"\.less\b", ".greater"), (r"\.atMost\b", ".atLeast"),
]


#: A name, a number or a call without calls in it.
WORD = r"-?[\w.$]+(?:\[[^\[\]]*\]|\([^()]*\))?"


def code(line):
    """The line with what is in strings and comments blanked out."""
    line = re.sub(r'#?"(?:\\.|[^"\\])*"#?', lambda found: " " * len(found.group()), line)
    return re.sub(r"//.*", lambda found: " " * len(found.group()), line)


def numbers(line):
    for found in re.finditer(r"(?<![\w.$\"])(\d+(?:\.\d+)?(?:e-?\d+)?)(?![\w.])", line):
        text = found.group(1)
        if "e" in text:
            yield found, f"{float(text) * 1000:g}"
        elif "." in text:
            yield found, f"{float(text) * 1.5:g}"
        else:
            yield found, str(int(text) + 1)


def swaps(line):
    """The branches of `a ? b : c`, and the two arguments of a product, a difference or a quotient."""
    for found in re.finditer(rf"\? ({WORD}) : ({WORD})", line):
        if found.group(1) != found.group(2):
            yield found, f"? {found.group(2)} : {found.group(1)}"
    for found in re.finditer(r"\.(product|difference|quotient)\((\w+), (\w+)\)", line):
        yield found, f".{found.group(1)}({found.group(3)}, {found.group(2)})"


def dropped(line):
    """A condition or a term that stands on a line of its own."""
    found = re.match(r"\s+((?:&&|\|\||\+) .*[^{,(])$", line)
    if found and line.count("(") == line.count(")") and line.count("{") == line.count("}"):
        yield found, ""


def changes(line):
    """Start, end and replacement of everything that can be done to a line of code."""
    plain = code(line)
    if re.match(r"\s*(import|package import|///)", line):
        return
    for pattern, replacement in CHANGES:
        for found in re.finditer(pattern, plain):
            if replacement.endswith("(where:"):
                after = plain[found.end():]
                opening = re.match(r"\(\{ (.*) \}\)", after)
                if opening:
                    yield found.start(), found.end() + 1, replacement + " "
                continue
            yield found.start(), found.end(), replacement
    for maker in (numbers, swaps, dropped):
        for found, replacement in maker(plain):
            yield found.start(found.re.groups == 1), found.end(), replacement


def bodies(text, function):
    """The lines, from 1, that are inside a function of a name; all lines without one."""
    lines = text.splitlines()
    if function is None:
        return set(range(1, len(lines) + 1))
    inside, depth, waits = set(), 0, False
    for number, line in enumerate(lines, start=1):
        plain = code(line)
        if depth == 0 and re.search(rf"\bfunc {function}\(", plain):
            waits = True
        if depth > 0:
            inside.add(number)
        if waits or depth > 0:
            depth += plain.count("{") - plain.count("}")
            if depth > 0:
                waits = False
    return inside


def mutants(wanted=""):
    found = []
    for glob, function, tests in PLACES:
        for path in sorted(ROOT.glob(glob)):
            name = str(path.relative_to(ROOT))
            if wanted not in name:
                continue
            text = path.read_text()
            inside = bodies(text, function)
            for number, line in enumerate(text.splitlines(), start=1):
                if number in inside:
                    found += [Mutant(name, number, *change, tests) for change in changes(line)]
    return found


# ---------------------------------------------------------------- Building and testing the copy

def copy_tree():
    COPY.mkdir(exist_ok=True)
    for name in COPIED:
        source, target = ROOT / name, COPY / name
        if not source.exists():
            continue
        if source.is_file():
            if not target.exists() or target.read_bytes() != source.read_bytes():
                shutil.copy2(source, target)
            continue
        kept = set()
        for path in source.rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                place = target / path.relative_to(source)
                kept.add(place)
                # The same file is left alone, so that it is not built again.
                if not place.exists() or place.read_bytes() != path.read_bytes():
                    place.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copy(path, place)
        for path in target.rglob("*"):
            if path.is_file() and path not in kept:
                path.unlink()


def run(*command):
    """The status and what was said; None when it took longer than patience has it."""
    process = subprocess.Popen(
        command, cwd=COPY, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True)
    try:
        output, _ = process.communicate(timeout=PATIENCE)
        return process.returncode, output
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return None, ""


def build():
    return run("swift", "build", "--build-tests")[0] == 0


def passes(tests):
    status, output = run("swift", "test", "--skip-build", "--filter", tests)
    if "0 tests in 0 suites" in output or "No matching test cases" in output:
        sys.exit(f"no test is called {tests}")
    return status == 0


def verdict(mutant):
    place = COPY / mutant.path
    text = (ROOT / mutant.path).read_text()
    place.write_text(mutant.applied(text))
    try:
        if not build():
            return "does not build"
        return "survived" if passes(mutant.tests) else "found"
    finally:
        place.write_text(text)


# ---------------------------------------------------------------- Self-test

EXAMPLES = [
    ("    return a + b", {"    return a - b"}),
    ('    let a = "x + 1"  // b + 2', set()),
    ("    case .less: return x < y", {"    case .greater: return x < y", "    case .less: return x <= y"}),
    ("    guard x > 0.05 else", {"    guard x >= 0.05 else", "    guard x > 0.075 else"}),
    ("    let n = isRow ? a : b", {"    let n = isRow ? b : a"}),
    ("    f(x ? .some : g(y))", {"    f(x ? g(y) : .some)"}),
    ("    return graph.product(x, y)", {"    return graph.product(y, x)"}),
    ("      && isClose(a)", {"      || isClose(a)", "      "}),
    ("    return graph.negated(x)", {"    return (x)"}),
    ("    guard all.allSatisfy({ $0 }) else", {"    guard all.contains(where: { $0 }) else"}),
]

BODY = """func a() { x }
func pullBack(
  _ b: Int
) -> Int? {
  y
}
func c() { z }
"""


def self_test():
    for line, expected in EXAMPLES:
        made = {line[:start] + new + line[end:] for start, end, new in changes(line)}
        assert made == expected, (line, made)
    assert bodies(BODY, "pullBack") == {5, 6}, bodies(BODY, "pullBack")
    assert all(mutant.applied((ROOT / mutant.path).read_text()) != (ROOT / mutant.path).read_text()
               for mutant in mutants())
    print("mutations: what they are said to be")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--files", default="")
    parser.add_argument("--list", action="store_true")
    parser.add_argument("--self-test", action="store_true")
    options = parser.parse_args()
    if options.self_test:
        return self_test()
    everything = mutants(options.files)
    chosen = random.Random(options.seed).sample(everything, min(options.count, len(everything)))
    chosen.sort()
    if options.list:
        for mutant in everything:
            print(mutant.described((ROOT / mutant.path).read_text()))
        return
    copy_tree()
    if not build():
        sys.exit("the tree does not build as it is")
    for tests in sorted({mutant.tests for mutant in chosen}):
        if not passes(tests):
            sys.exit(f"the tests {tests} fail as they are")
    counts = {"found": 0, "survived": 0, "does not build": 0}
    for mutant in chosen:
        started = time.time()
        outcome = verdict(mutant)
        counts[outcome] += 1
        if outcome == "survived":
            print(mutant.described((ROOT / mutant.path).read_text()), flush=True)
        print(f"  {outcome} ({time.time() - started:.0f} s)", file=sys.stderr, flush=True)
    print(f"{len(everything)} mutants, {len(chosen)} tried with seed {options.seed}: {counts['found']} found, "
          f"{counts['survived']} survived, {counts['does not build']} did not build")


if __name__ == "__main__":
    main()
