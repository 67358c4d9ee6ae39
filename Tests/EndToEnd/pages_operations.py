#!/usr/bin/env python3
"""Every operation follows a changed given on a page, or stands in a list here that says why it does not.

    pages_operations.py PROGRAM [COUNT] [SEED]

Needs what pages.py needs. The cases are those of numpy_operations.py, at random shapes and numbers, COUNT of each oracle, with
slopes and slopes of slopes: it asks for an oracle of every operation that there is. Each is a lesson that is published twice,
as it is and with another number in its text; the page of the first must say all that the second one says once that number is
changed there.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy_operations
from browser import complain, complaints, side_by_side
from pages_follow import SAID, differences

#: What does not follow, and why.
LEFT = {}
#: What is refused in words where numbers decide which operations are done.
REFUSED = {
    "SquareMatrix.determinant": "which pivots an elimination takes",
    "SquareMatrix.inverse": "which pivots an elimination takes",
}
GIVEN = re.compile(r"([A-Za-z]\w*) = (?:\\begin\{bmatrix\} )?-?[0-9]")
NUMBER = re.compile(r"(?<![\w.^{])-?[0-9]+(?:\.[0-9]+)?(?![\w.])")
#: Gives a given another number; it is found by its own one.
CHANGE = """
    const { givens } = longhand.lesson, [own, value, done] = arguments;
    longhand.lesson.formulas.fill(document);
    const there = () => {
      const places = givens.program.givens.map((number, place) => (number === own ? place : -1)).filter((place) => place >= 0);
      done(places.length === 1 ? givens.set(places[0], value) ?? '' : `${places.length} givens`);
    };
    if (!longhand.lesson.data.program && !longhand.lesson.data.beside) return done('0 givens');
    givens.ready().then(there, (problem) => done(problem.message));"""


def changes(lines, chance):
    """The lines with another number in a given, the number and the other one: each given once, in any order."""
    numbers = [(place, match) for place, line in enumerate(lines) if GIVEN.match(line) for match in NUMBER.finditer(line)]
    values = [float(match[0]) for _, match in numbers]
    chance.shuffle(numbers)
    for place, match in numbers:
        own = float(match[0])
        if values.count(own) > 1:
            continue
        other = round(own + chance.choice([-1, 1]) * chance.uniform(0.05, 0.4), 2)
        if own == int(own) and chance.random() < 0.5:
            other = own + 1
        changed = list(lines)
        changed[place] = lines[place][:match.start()] + f"{other:g}" + lines[place][match.end():]
        yield changed, own, other


def course(program, lessons, folder):
    """Lessons of so many lines as pages; those that are wrong with another number are left out."""
    folder.mkdir()
    for name, lines in lessons.items():
        (folder / f"{name}.md").write_text(f"---\ndecimals: 6\n---\n\n# {name}\n\n## A\n\n" + "".join(f"```math\n{line}\n```\n\n" for line in lines))
    own = set(lessons)
    for _ in range(2):
        (folder / "README.md").write_text("# Operations\n\n" + "".join(f"1. [{name}]({name}.md)\n" for name in lessons if name in own))
        run = subprocess.run([program, "publish", str(folder), str(folder / "pages")], capture_output=True, text=True)
        own -= set(re.findall(r"(case-\d+)\.md:\d+:\d+: error:", run.stdout + run.stderr))
    if not (folder / "pages" / "index.html").exists():
        raise SystemExit(run.stdout + run.stderr)
    return folder / "pages"


def main():
    program = str(Path(sys.argv[1]).resolve())
    count, seed = (int(sys.argv[place]) if len(sys.argv) > place else own for place, own in ((2, 2), (3, 1)))
    for gap in numpy_operations.gaps(numpy_operations.sources(), numpy_operations.ORACLES):
        complain("operations", gap)
    as_it_is, otherwise, cases = {}, {}, {}
    for make, keys in numpy_operations.makers().items():
        for number in range(count):
            chance = numpy_operations.Chance(f"page {seed} {make.__name__} {number}")
            lines, _ = numpy_operations.made(make, keys, number, seed)
            for changed, own, other in list(changes(lines, chance))[:2]:
                name = f"case-{len(cases)}"
                as_it_is[name], otherwise[name], cases[name] = lines, changed, (keys, own, other)
    followed, refused, left, moved = set(), set(), {}, []

    def compare(browser, case):
        name, here, there = case
        keys, own, other = cases[name]
        if not there.exists():
            return
        browser.open(there)
        expected = browser.run(SAID)
        browser.open(here)
        before = browser.run(SAID)
        problem = browser.driver.execute_async_script(CHANGE, own, other)
        if problem.endswith(" givens"):
            return
        if problem:
            refused.update(keys)
            return
        now = browser.run(SAID)
        found, unknown = differences(now, expected)
        if found:
            complain(", ".join(keys), f"{own} as {other}: {len(found)} differ: {found[:2]}\n  " + "\n  ".join(as_it_is[name]))
        if before != now:
            moved.append(name)
        if unknown:
            left.setdefault(keys[0], []).extend([each for each in now if "?" in each][:1])
        elif before != now:
            followed.update(keys)

    with tempfile.TemporaryDirectory() as temporary:
        here = course(program, as_it_is, Path(temporary) / "here")
        there = course(program, otherwise, Path(temporary) / "there")
        side_by_side([(name, here / f"{name}.html", there / f"{name}.html") for name in cases], os.cpu_count() or 1, compare)
    for key, said in sorted(left.items()):
        if key not in LEFT:
            complain(key, f"does not follow on a page, in {len(said)} cases, and is in no list: {said[:2]}")
    for key in sorted(refused - REFUSED.keys()):
        complain(key, "is refused on a page, and is in no list")
    for key in sorted(LEFT.keys() & followed - left.keys()):
        complain(key, "follows on a page and need not be in the list")
    for key in sorted(numpy_operations.ORACLES.keys() - followed - LEFT.keys()):
        complain(key, "was never seen to follow: another seed or count may show it")
    print(f"{len(cases)} changes of {len(numpy_operations.ORACLES)} operations (seed {seed}): {len(moved)} pages changed, {len(refused)} operations refused a change, "
          f"{len(complaints)} complaints")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
