#!/usr/bin/env python3
"""A page on which a given was changed says what the page of a lesson says that was written with that number.

    pages_follow.py PROGRAM [STEM …]     all cases, or those of some lessons

Needs what pages.py needs. Each case writes another number into the text of a lesson and publishes it; every formula and
verdict of that page is compared with those of the lesson's own page after the same change there. So a number that stays
behind without a word is found, whatever the script knows of it. Lessons that train are compared untrained.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from browser import complain, complaints, side_by_side

ROOT = Path(__file__).resolve().parents[2]
#: By lesson: what its text says before a number, the number, another one, and what the given is called when it is opened.
CASES = {
    "01-forward-propagation": [(r"x = \begin{bmatrix} ", "0.9", "2.9", "x1")],
    "02-many-examples": [(r"x &= \begin{bmatrix} ", "0.9", "0.6", "x11"), (r"b^{(2)} &= \begin{bmatrix} ", "0.05", "0.35", "b1(2)")],
    "03-cost": [(r"\lambda = ", "0.001", "0.02", "λ")],
    "04-output-error": [(r"y &= \begin{bmatrix} ", "0.2", "0.9", "y1"), ("s = ", "0.4", "0.55", "s"), ("t &= ", "0.001", "0.01", "t")],
    "05-hidden-error": [(r"v &= \begin{bmatrix} 1 \\ ", "0", "0.001", "v2")],
    "06-gradients": [(r"\lambda &= ", "0.001", "0.03", "λ"), (r"X &= \begin{bmatrix} ", "0.9", "0.65", "X11")],
    "07-gradient-descent": [(r"\alpha = ", "10", "4", "α"), (r"\mu = ", "0.3", "0.45", "μ"), ("w = ", "0.9", "0.7", "w")],
    "08-sparsity": [(r"V &= \begin{bmatrix} ", "3.2", "1.7", "V11"), (r"\rho = ", "0.2", "0.3", "ρ"), (r"\beta = ", "3", "2.5", "β")],
    "09-sparse-hidden-error": [(r"\rho = ", "0.2", "0.35", "ρ"), (r"\beta = ", "3", "2", "β"), (r"\lambda = ", "0.001", "0.01", "λ")],
    "10-rho-hat-gradient": [(r"W &= \begin{bmatrix} ", "0.1", "0.45", "W11"), (r"\rho &= ", "0.2", "0.15", "ρ")],
    "11-training": [(r"\lambda = ", "0.0001", "0.02", "λ"), (r"\rho = ", "0.01", "0.03", "ρ")],
    "12-l1": [
        (r"\eta = ", "0.25", "0.2", "η"), ("w = (", "3", "-3.5", "w1"), (r"\theta &= \begin{bmatrix} ", "0.5", "0.35", "θ11"),
        (r"\lambda = ", "0.03", "0.028", "λ"), (r"\kappa = ", "0.0001", "0.02", "κ"), (r"\tau = ", "0.05", "0.1", "τ")],
    "13-regularised": [(r"\lambda = ", "0.01", "0.05", "λ"), (r"x &= \begin{bmatrix} ", "0.9", "0.75", "x11")],
    "14-denoising": [
        ("q = ", "0.25", "0.4", "q"), (r"\alpha = ", "0.25", "0.26", "α"), (r"\sigma &= ", "0.2", "0.3", "σ"),
        (r"W &= \begin{bmatrix} ", "0.1", "0.22", "W11"), (r"\lambda = ", "0.001", "0.05", "λ")],
    "15-what-a-neuron-sees": [
        (r"W = \begin{bmatrix} ", "0.9", "0.65", "W11"), (r"\lambda = ", "0.5", "0.8", "λ"), (r"\gamma = ", "0.001", "0.2", "γ")],
    "16-contractive": [(r"\epsilon = ", "0.001", "0.01", "ϵ"), (r"W &= \begin{bmatrix} ", "0.1", "0.4", "W11")],
    "17-features": [
        (r"a &= \begin{bmatrix} ", "0.8", "0.6", "a1"), (r"A &= \begin{bmatrix} ", "0.3", "0.45", "A11"),
        (r"\lambda = ", "0.0001", "0.03", "λ")],
    "18-linear": [(r"W = \begin{bmatrix} ", "0.5", "0.4", "W11"), (r"\alpha = ", "0.5", "0.45", "α")],
    "19-on-one-page": [(r"\rho = ", "0.2", "0.3", "ρ"), (r"\epsilon = ", "0.002", "0.01", "ϵ")],
}
#: What a page says of its numbers, in its order; of a number that does not follow a question mark.
SAID = r"""
    longhand.lesson.formulas.fill(document);
    // A given may be typed with other decimals than are written.
    const plain = (text) => text.replace(/[()]/g, '').replace(/(\.[0-9]*?)0+(?![0-9])/g, '$1').replace(/\.(?![0-9])/g, '');
    // Between the entries of a row there is nothing that parts their digits.
    const text = (math) => {
      const all = document.createTreeWalker(math, NodeFilter.SHOW_TEXT), parts = [];
      while (all.nextNode()) parts.push(all.currentNode.data);
      return parts.map((part, i) => (/[0-9.]$/.test(parts[i - 1] ?? '') && /^[0-9.]/.test(part) ? ' ' : '') + plain(part)).join('');
    };
    return [...document.querySelectorAll('main figure.formulas math, main .verdict')].map((one) => one.matches('math') ? text(one)
      : `${one.querySelector('.sign').textContent} ${one.querySelector('.degree')?.textContent ?? ''}`);"""
CHANGE = """
    const { lesson } = longhand, { givens } = lesson, [title, value, done] = arguments;
    lesson.formulas.fill(document);
    givens.ready().then(() => {
      const own = lesson.data.numbers.findIndex((entry, n) => entry && givens.given(n) !== null && lesson.formulas.math(entry[0]).textContent === title);
      if (own < 0) return done('there is no given ' + title + ' on the page');
      done(givens.set(givens.given(own), value) ?? '');
    }, (problem) => done(problem.message));"""


def published(program, stem, text, folder):
    """The page of one lesson with another text; the lessons that it continues lie beside it."""
    course = folder / "course"
    shutil.copytree(ROOT / "lessons", course)
    (course / "README.md").write_text(f"# One\n\n1. [one]({stem}.md)\n")
    (course / f"{stem}.md").write_text(text)
    run = subprocess.run([program, "publish", str(course), str(folder / "pages")], capture_output=True, text=True,
                         env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")})
    page = folder / "pages" / f"{stem}.html"
    if not page.exists():
        raise SystemExit(f"{stem} is not published: {run.stdout[-500:]}{run.stderr[-500:]}")
    return page


def with_another(text, lead, number, other):
    """The text of a lesson with another number where one is given; None where it is not."""
    for match in re.finditer(rf"{re.escape(lead)}({re.escape(number)})(?![0-9.]*[0-9])", text):
        # In a fence: prose may say it, too.
        if text[:match.start()].count("```") % 2:
            return text[:match.start(1)] + other + text[match.end(1):]
    return None


def begin(browser, page):
    browser.open(page)
    browser.run("localStorage.clear()")
    browser.open(page)


def fits(mine, other):
    """Whether a text is another one with anything in the place of each question mark."""
    first, *rest = mine.split("?")
    if not other.startswith(first):
        return False
    place = len(first)
    for part in rest[:-1]:
        found = other.find(part, place)
        if found < 0:
            return False
        place = found + len(part)
    return other.endswith(rest[-1]) and len(other) - len(rest[-1]) >= place


assert fits("[?1.0?]", "[2.01.03.5]") and not fits("[?1.0?]", "[2.01.13.5]") and not fits("a?", "b1")


def differences(here, there):
    """Where two pages say something else, but for what does not follow."""
    if len(here) != len(there):
        return [f"{len(here)} formulas and verdicts, {len(there)} where it is written so"], 0
    found, unknown = [], 0
    for mine, other in zip(here, there):
        if "⋯" in mine and "⋯" in other:
            # Where a wide matrix is cut depends on how wide its numbers are.
            mine, other = mine.split("⋯")[0], other.split("⋯")[0]
            length = min(len(mine), len(other))
            same = "?" in mine or mine[:length] == other[:length]
        elif "?" in mine:
            same = mine.startswith("? not judged") or fits(mine, other)
        else:
            same = mine == other
        unknown += "?" in mine
        if not same:
            found.append(f"{mine[:160]!r} for {other[:160]!r}")
    return found, unknown


def follow(browser, program, stem, folder):
    """All cases of a lesson: how many formulas and verdicts were compared."""
    text = (ROOT / "lessons" / f"{stem}.md").read_text()
    own, count = None, 0
    for place, (lead, number, other, title) in enumerate(CASES[stem]):
        otherwise = with_another(text, lead, number, other)
        if otherwise is None:
            complain(stem, f"has no {lead}{number} any more")
            continue
        own = own or published(program, stem, text, folder / stem)
        changed = published(program, stem, otherwise, folder / f"{stem}-{place}")
        begin(browser, changed)
        there = browser.run(SAID)
        begin(browser, own)
        before = browser.run(SAID)
        said = browser.driver.execute_async_script(CHANGE, title, float(other))
        if said:
            complain(stem, f"{title} cannot be {other}: {said}")
            continue
        here = browser.run(SAID)
        found, unknown = differences(here, there)
        moved = sum(a != b for a, b in zip(before, here))
        count += len(here)
        print(f"{stem}: {title} = {other}: {moved} of {len(here)} change, {unknown} do not follow", flush=True)
        if not moved:
            complain(stem, f"nothing changes with {title}")
        if found:
            complain(stem, f"{title} = {other}: {len(found)} differ: {found[:3]}")
    return count


def main():
    program = str(Path(sys.argv[1]).resolve())
    wanted = sys.argv[2:]
    counts = []
    for lesson in sorted((ROOT / "lessons").glob("[0-9]*.md")):
        if lesson.stem not in CASES:
            complain(lesson.stem, "has no case here")
    stems = [stem for stem in CASES if not wanted or any(part in stem for part in wanted)]
    # Those with the most cases begin.
    stems.sort(key=lambda stem: -len(CASES[stem]))
    with tempfile.TemporaryDirectory() as temporary:
        side_by_side(stems, os.cpu_count() or 1,
                     lambda browser, stem: counts.append(follow(browser, program, stem, Path(temporary))))
    print(f"{sum(counts)} formulas and verdicts with other givens, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
