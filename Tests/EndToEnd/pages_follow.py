#!/usr/bin/env python3
"""A page on which a given was changed says what the page of a lesson says that was written with that number.

    pages_follow.py PROGRAM [STEM …]     all cases, or those of some lessons

Needs what pages.py needs. Each case writes another number into the text of a lesson and publishes it; every formula and
verdict of that page is compared with those of the lesson's own page after the same change there. So a number that stays
behind without a word is found, whatever the script knows of it. Lessons that train are compared untrained.
"""
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from browser import Browser, complain, complaints

ROOT = Path(__file__).resolve().parents[2]
#: Lesson, what its text says, what it says instead, what the given is called when it is opened, and its new value.
CASES = [
    ("01-forward-propagation", r"x = \begin{bmatrix} 0.9 \\", r"x = \begin{bmatrix} 2.9 \\", "x1", 2.9),
    ("07-gradient-descent", r"\alpha = 10", r"\alpha = 4", "α", 4),
    ("07-gradient-descent", r"\mu = 0.3,", r"\mu = 0.45,", "μ", 0.45),
    ("07-gradient-descent", "w = 0.9", "w = 0.7", "w", 0.7),
    ("11-training", r"\lambda = 0.0001", r"\lambda = 0.02", "λ", 0.02),
    ("11-training", r"\rho = 0.01", r"\rho = 0.03", "ρ", 0.03),
    ("12-l1", r"\eta = 0.25", r"\eta = 0.2", "η", 0.2),
    ("12-l1", "w = (3, -4)", "w = (-3.5, -4)", "w1", -3.5),
    ("12-l1", r"\theta &= \begin{bmatrix} 0.5 &", r"\theta &= \begin{bmatrix} 0.35 &", "θ11", 0.35),
    ("12-l1", r"\lambda = 0.03", r"\lambda = 0.028", "λ", 0.028),
    ("12-l1", r"\kappa = 0.0001", r"\kappa = 0.02", "κ", 0.02),
    ("12-l1", r"\tau = 0.05", r"\tau = 0.1", "τ", 0.1),
    ("13-regularised", r"\lambda = 0.01", r"\lambda = 0.05", "λ", 0.05),
    ("13-regularised", r"x &= \begin{bmatrix} 0.9 &", r"x &= \begin{bmatrix} 0.75 &", "x11", 0.75),
    ("14-denoising", "q = 0.25", "q = 0.4", "q", 0.4),
    ("14-denoising", r"\alpha = 0.25", r"\alpha = 0.26", "α", 0.26),
    ("14-denoising", r"\sigma &= 0.2", r"\sigma &= 0.3", "σ", 0.3),
    ("14-denoising", r"W &= \begin{bmatrix} 0.1 &", r"W &= \begin{bmatrix} 0.22 &", "W11", 0.22),
    ("14-denoising", r"\lambda = 0.001", r"\lambda = 0.05", "λ", 0.05),
    ("15-what-a-neuron-sees", r"W = \begin{bmatrix} 0.9 &", r"W = \begin{bmatrix} 0.65 &", "W11", 0.65),
    ("15-what-a-neuron-sees", r"\lambda = 0.5", r"\lambda = 0.8", "λ", 0.8),
    ("15-what-a-neuron-sees", r"\gamma = 0.001", r"\gamma = 0.2", "γ", 0.2),
    ("16-contractive", r"\epsilon = 0.001", r"\epsilon = 0.01", "ϵ", 0.01),
    ("16-contractive", r"W &= \begin{bmatrix} 0.1 &", r"W &= \begin{bmatrix} 0.4 &", "W11", 0.4),
    ("17-features", r"a &= \begin{bmatrix} 0.8 \\", r"a &= \begin{bmatrix} 0.6 \\", "a1", 0.6),
    ("17-features", r"A &= \begin{bmatrix} 0.3 &", r"A &= \begin{bmatrix} 0.45 &", "A11", 0.45),
    ("17-features", r"\lambda = 0.0001", r"\lambda = 0.03", "λ", 0.03),
    ("18-linear", r"W = \begin{bmatrix} 0.5 &", r"W = \begin{bmatrix} 0.4 &", "W11", 0.4),
    ("18-linear", r"\alpha = 0.5", r"\alpha = 0.45", "α", 0.45),
    ("19-on-one-page", r"\rho = 0.2", r"\rho = 0.3", "ρ", 0.3),
    ("19-on-one-page", r"\epsilon = 0.002", r"\epsilon = 0.01", "ϵ", 0.01),
]
#: What a page says of its numbers, in its order; of a number that does not follow a question mark.
SAID = r"""
    longhand.lesson.formulas.fill(document);
    // A given may be typed with other decimals than are written.
    const plain = (text) => text.replace(/[()]/g, '').replace(/(\.[0-9]*?)0+(?![0-9])/g, '$1').replace(/\.(?![0-9])/g, '');
    return [...document.querySelectorAll('main figure.formulas math, main .verdict')].map((one) => one.matches('math') ? plain(one.textContent)
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


def main():
    program = str(Path(sys.argv[1]).resolve())
    cases = [case for case in CASES if not sys.argv[2:] or any(stem in case[0] for stem in sys.argv[2:])]
    own, count = {}, 0
    browser = Browser()
    try:
        with tempfile.TemporaryDirectory() as temporary:
            for place, (stem, old, new, title, value) in enumerate(cases):
                text = (ROOT / "lessons" / f"{stem}.md").read_text()
                if old not in text:
                    complain(stem, f"has no {old} any more")
                    continue
                if stem not in own:
                    own[stem] = published(program, stem, text, Path(temporary) / stem)
                changed = published(program, stem, text.replace(old, new, 1), Path(temporary) / str(place))
                begin(browser, changed)
                there = browser.run(SAID)
                begin(browser, own[stem])
                before = browser.run(SAID)
                said = browser.driver.execute_async_script(CHANGE, title, value)
                if said:
                    complain(stem, f"{title} cannot be {value}: {said}")
                    continue
                here = browser.run(SAID)
                found, unknown = differences(here, there)
                moved = sum(a != b for a, b in zip(before, here))
                count += len(here)
                print(f"{stem}: {title} = {value}: {moved} of {len(here)} change, {unknown} do not follow", flush=True)
                if not moved:
                    complain(stem, f"nothing changes with {title}")
                if found:
                    complain(stem, f"{title} = {value}: {len(found)} differ: {found[:3]}")
    finally:
        browser.driver.quit()
    print(f"{count} formulas and verdicts with other givens, {len(complaints)} complaints")
    sys.exit(1 if complaints else 0)


if __name__ == "__main__":
    main()
