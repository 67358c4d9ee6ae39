#!/usr/bin/env python3
"""How the time to read and run grows with the size of what is read.

    python3 Benchmarks/growth.py .build/release/longhand [--budget SECONDS] [KIND …]

For every kind of input a lesson is made in sizes that double until one takes longer than the budget.
A size that is refused, because it is beyond one of the limits, ends the measurement. Printed are
the seconds of each size, without those of starting the program, and the exponent: the slope of time
over size, both as logarithms, over the largest four sizes that can be told from the start. 1 is
linear; the wish is 1.15 at most.

Processor time is measured, the least of several runs, because the machine is shared.
"""

import argparse
import math
import os
import resource
import shutil
import subprocess
import sys
import tempfile

wish = 1.15
# In bytes: no larger lesson is read.
longest = 4 << 20
digits = "abcdefghij"


def word(number):
    """A name of letters alone, so that it is a name and no product with a number."""
    return "".join(digits[int(digit)] for digit in str(number))


def fence(lines):
    return "```math\n" + "\n".join(lines) + "\n```\n"


def chain(name, count):
    return [f"{name(1)} = 1"] + [f"{name(k)} = {name(k - 1)} + 1" for k in range(2, count + 1)]


def text_name(number):
    return rf"\text{{a{number}}}"


def member_name(number):
    return f"W^{{({number})}}"


def title(*parts):
    return "# Growth\n\n" + "\n".join(parts)


def one_fence_each(count):
    return title(*(fence([line]) for line in chain(text_name, count)))


def one_fence(count):
    return title(fence(chain(text_name, count)))


def indices(count):
    return title(fence(chain(lambda number: f"x_{{{number}}}", count)))


def labels(count):
    return title(fence(chain(lambda number: rf"x_{{\text{{{word(number)}}}}}", count)))


def members(count):
    return title(fence(chain(member_name, count)))


def families(count):
    lines = []
    for k in range(count // 4):
        lines += [rf"\text{{r{k}}}^{{(1)}} = {k}", rf"\text{{d{k}}}^{{(1)}} = \text{{r{k}}}^{{(1)}} + 1"]
    return title(fence(lines))


def rules(count):
    """A fence for each: rules in one fence may need each other, and are tried together."""
    fences = []
    for k in range(count):
        lines = [rf"\text{{r{k}}}^{{({l})}} = {k + l}" for l in (1, 2, 3)]
        fences.append(fence(lines + [rf"\text{{d{k}}}^{{(l)}} = 2 \text{{r{k}}}^{{(l)}}"]))
    return title(*fences)


def tabulations(count):
    return title(fence(["x = (1, 2, 3)"] + [rf"\text{{y{k}}}_i = {k} x_i" for k in range(1, count + 1)]))


def rows(count):
    """One statement for every row of a matrix with so many."""
    matrix = r" \\ ".join(f"{k} & {k + 1}" for k in range(1, count + 1))
    return title(fence([rf"X = \begin{{bmatrix}} {matrix} \end{{bmatrix}}", r"s_i = \sum_{j=1}^2 X_{ij}^2"]))


def sum_terms(count):
    return title(fence([rf"s = \sum_{{i=1}}^{{{count}}} \frac{{1}}{{i^2}}"]))


def slope_of_chain(count):
    lines = [r"x = 2", r"\text{a1} = \sin(x)"]
    lines += [rf"\text{{a{k}}} = \sin(\text{{a{k - 1}}})" for k in range(2, count + 1)]
    return title(fence(lines + [rf"s = \frac{{\partial \text{{a{count}}}}}{{\partial x}}"]))


def rounds(count):
    return title(fence(["s = 0", rf"\text{{for }} i = 1, \ldots, {count}: \quad s := 0.5 s + 1"]))


def numbered_rounds(count):
    return title(fence(["s = 0", rf"\text{{for }} i = 1, \ldots, {count}: \quad s := 0.5 s + \frac{{1}}{{i}}"]))


def givens(count):
    return title(fence(f"{text_name(k)} = {k}" for k in range(1, count + 1)))


def matrices(count):
    matrix = r"\begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}"
    return title(fence(f"{text_name(k)} = {matrix}" for k in range(1, count + 1)))


def commas(count):
    return title(fence([r", \quad ".join(f"{text_name(k)} = {k}" for k in range(1, count + 1))]))


def quads(count):
    return title(fence([r"; \quad ".join(chain(text_name, count))]))


def raised(depth):
    return title(fence(["x = 1", "y = " + "x^{(" * depth + "x" + ")}" * depth]))


def raised_bare(depth):
    return title(fence(["x = 1", "y = " + "x^{" * depth + "x" + "}" * depth]))


def lowered(depth):
    return title(fence(["{" * depth + "x" + "}_{1}" * depth + " = 1"]))


def lowered_inside(depth):
    return title(fence(["a_{" + "b_{" * depth + "b" + "}" * depth + "} = 1"]))


def raised_in_prose(depth):
    return title("$" + "x^{(" * depth + "x" + ")}" * depth + "$\n")


def headings(count):
    return title(*(f"## Step {k}\n" for k in range(count)))


def prose(count):
    return title(*(f"The value $x_{{{k}}}$ of step {k}.\n" for k in range(count)))


def terms(count):
    return " + ".join(f"{k} x" for k in range(1, count + 1))


def key(count):
    return title(
        fence(["x = 2"]), "How much is it?\n", f"<!-- check\n= {terms(count)}\n-->\n")


def formula_key(count):
    return title(
        fence(["x = 2"]), "What is it?\n", f"<!-- check\n= formula {terms(count)}\n-->\n")


def long_claim(count):
    return title(fence(["x = 2", f"{terms(count)} = {count * (count + 1) // 2} x"]))


def claims(count):
    return title(fence(["x = 2"] + [f"{k} x = x + {k - 1} x" for k in range(2, count + 2)]))


def claims_of_chain(count):
    lines = chain(text_name, count)
    lines += [f"{text_name(k)} - 1 = {text_name(k - 1)}" for k in range(2, count + 1)]
    return title(fence(lines))


def self_checks(count):
    parts = [fence(["x = 2"])]
    for k in range(1, count + 1):
        parts += [f"How much is ${k} x$?\n", f"<!-- check\n= {k} x\n-->\n"]
    return title(*parts)


def unknown_names(count):
    return title(fence(f"{text_name(k)} = y + {k}" for k in range(1, count + 1)))


def journal(count):
    lines = []
    for k in range(count):
        lines.append(f"1\tplace\tlesson-{k % 7}\tstep-{k % 13}\t{k % 5}\t{k % 3}\n")
        if k % 2 == 0:
            lines.append(f"1\tanswer\tlesson-{k % 7}\tstep-{k % 13}/1\t{'right' if k % 3 else 'wrong'}\n")
        if k % 11 == 0:
            lines.append(f"1\tpractice\tlesson-{k % 7}\tentry z^{{({k % 17})}}\tright\t{20000 + k % 99}\t1\t0\n")
    return "".join(lines)


# What is made, the first size, and the largest that there is.
kinds = {
    "chain, a fence each": (one_fence_each, 125, None),
    "chain, one fence": (one_fence, 125, None),
    "chain of indices": (indices, 125, None),
    "chain of labels": (labels, 125, None),
    "chain of members": (members, 125, None),
    "many families": (families, 125, None),
    "rules": (rules, 125, None),
    "tabulations": (tabulations, 125, None),
    "rows of a matrix": (rows, 125, None),
    "terms of a sum": (sum_terms, 125, None),
    "slope of a chain": (slope_of_chain, 125, None),
    "rounds of a loop": (rounds, 125, None),
    "rounds with numbers": (numbered_rounds, 125, None),
    "givens, one fence": (givens, 125, None),
    "matrices, one fence": (matrices, 125, None),
    "givens in a line": (commas, 125, None),
    "chain in a line": (quads, 125, None),
    "raised in raised": (raised, 4, None),
    "raised, no ( )": (raised_bare, 4, None),
    "lowered, on the left": (lowered, 4, None),
    "lowered in lowered": (lowered_inside, 4, None),
    "raised, in prose": (raised_in_prose, 4, 32),
    "headings": (headings, 12_500, 200_000),
    "formulas in prose": (prose, 1_000, None),
    "terms of a key": (key, 125, None),
    "terms of a formula key": (formula_key, 125, None),
    "terms of a claim": (long_claim, 125, None),
    "claims, one fence": (claims, 125, None),
    "claims of a chain": (claims_of_chain, 125, None),
    "self-checks": (self_checks, 125, None),
    "unknown names": (unknown_names, 125, None),
    "journal": (journal, 25_000, 800_000),
}


def seconds(command, environment):
    """Processor time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.run(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode not in (0, 1):
        sys.exit(f"{' '.join(command)} ended with {process.returncode}")
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


class Bench:
    def __init__(self, program, folder):
        self.program = program
        self.lesson = os.path.join(folder, "lesson.md")
        self.state = os.path.join(folder, "state")
        self.environment = dict(os.environ, XDG_STATE_HOME=self.state, LANG="C.UTF-8")

    def measure(self, kind, text):
        """The least of as many runs as are worth it."""
        runs = []
        while len(runs) < 3 or len(runs) < 9 and sum(runs) < 1:
            runs.append(self.once(kind, text))
            if runs[0] > 5:
                break
        return min(runs)

    def once(self, kind, text):
        if kind == "journal":
            shutil.rmtree(self.state, ignore_errors=True)
            os.makedirs(os.path.join(self.state, "longhand"))
            with open(os.path.join(self.state, "longhand", "progress"), "w") as file:
                file.write(text)
            return seconds([self.program, "status"], self.environment)
        with open(self.lesson, "w") as file:
            file.write(text)
        return seconds([self.program, "check", self.lesson], self.environment)

    def start_up(self):
        text = title("Nothing to run.\n")
        return min(self.once("", text) for _ in range(15))


def slope(points):
    """Of the line of least squares through the logarithms."""
    xs = [math.log(size) for size, _ in points]
    ys = [math.log(time) for _, time in points]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("program")
    parser.add_argument("kinds", nargs="*", help="parts of the names of kinds; all without")
    parser.add_argument("--budget", type=float, default=2.0, help="seconds for the largest size")
    options = parser.parse_intermixed_args()
    wanted = [
        kind for kind in kinds
        if not options.kinds or any(part in kind for part in options.kinds)]
    missed = 0
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(os.path.abspath(options.program), folder)
        start = bench.start_up()
        # What is as short as the start of the program says nothing of how it grows.
        tells = max(0.010, start / 2)
        print(f"starting takes {1000 * start:.0f} ms, which is taken off\n")
        for kind in wanted:
            _, size, largest = kinds[kind]
            points = []
            end = ""
            while True:
                text = kinds[kind][0](size)
                if kind != "journal" and len(text) > longest:
                    break
                time = bench.measure(kind, text) - start
                # What the limits refuse is not run: it takes less than what is half as long.
                if points and points[-1][1] > tells and time < points[-1][1]:
                    end = f"; {size} are refused"
                    break
                points.append((size, time))
                if time > options.budget or size == largest:
                    break
                size *= 2
            telling = [(size, time) for size, time in points if time > tells][-4:]
            shown = ", ".join(f"{size}: {max(0, time):.3f}" for size, time in points[-5:]) + end
            if len(telling) < 2:
                print(f"{kind:24} too short to tell        {shown}")
                continue
            exponent = slope(telling)
            missed += exponent > wish
            mark = " " if exponent <= wish else "!"
            print(f"{kind:24} {exponent:5.2f} {mark}  {shown}", flush=True)
    print(f"\n{missed} of {len(wanted)} kinds grow faster than the power {wish}")


main()
