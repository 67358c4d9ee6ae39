#!/usr/bin/env python3
"""Random loops of updates come to what Python makes of them, round by round.

Updates in a row happen at once, all from the old values; a name that has its new value already is updated
from that; what is defined by way of a name follows it. Loops are short or long, since of a long one the
program does most rounds at once.

    loops_replayed.py [LONGHAND] [COUNT] [SEED]        what is random comes from the seed
    loops_replayed.py --self-test
"""

import json
import math
import os
import random
import subprocess
import sys
import tempfile

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

LAWS = {
    "d": [("a b + 0.1", lambda v: v["a"] * v["b"] + 0.1), (r"\frac{a}{1 + c^2}", lambda v: v["a"] / (1 + v["c"] ** 2))],
    "e": [("d - c", lambda v: v["d"] - v["c"]), (r"\sin(c)", lambda v: math.sin(v["c"]))],
}


def term(numbers, names):
    """A term that stays bounded, as LaTeX and as a function of the values."""
    factor, name, other = numbers.choice([0.5, -0.3, 0.2, 0.25]), numbers.choice(names), numbers.choice("abc")
    return numbers.choice([
        (f"{factor} {name}", lambda v: factor * v[name]),
        (rf"{factor} \frac{{{name}}}{{1 + {name}^2}}", lambda v: factor * v[name] / (1 + v[name] ** 2)),
        (rf"{factor} \tanh({name}) \tanh({other})", lambda v: factor * math.tanh(v[name]) * math.tanh(v[other])),
    ])


class Loop:
    def __init__(self, numbers):
        self.start = {name: round(numbers.uniform(-2, 2), 1) for name in "abc"}
        self.rounds = numbers.choice([1, 3, 5, 11, 12, 13, 20, 30])
        self.laws = {name: numbers.choice(choices) for name, choices in LAWS.items()}
        names = "abcde" + ("i" if numbers.random() < 0.3 else "")
        self.updates = [
            (numbers.choice("abc"), [term(numbers, names) for _ in range(numbers.randint(1, 3))])
            for _ in range(numbers.randint(1, 4))]

    def lesson(self):
        """The names as they are at the end stand in claims of their own, so that each has a value."""
        givens = r", \quad ".join(f"{name} = {value}" for name, value in self.start.items())
        body = " \\\\\n".join(
            rf"&\quad {name} := " + " + ".join(latex for latex, _ in terms).replace("+ -", "- ")
            for name, terms in self.updates)
        loop = ("\\begin{aligned}\n" + rf"&\text{{for }} i = 1, \ldots, {self.rounds}: \\" + "\n" + body
                + "\n\\end{aligned}")
        laws = [f"{name} = {latex}" for name, (latex, _) in self.laws.items()]
        ends = [f"{new} = {old} + 0" for new, old in zip("pqrst", "abcde")]
        fences = [givens] + laws + [loop] + ends
        return "# Loop\n\n## One\n\n" + "\n".join(f"```math\n{fence}\n```\n" for fence in fences)

    def values(self):
        values = dict(self.start)

        def now(number):
            known = {**values, "i": number}
            for name, (_, law) in self.laws.items():
                known[name] = law(known)
            return known

        for number in range(1, self.rounds + 1):
            new = {}
            for name, terms in self.updates:
                if name in new:
                    values.update(new)
                    new = {}
                known = now(number)
                new[name] = sum(make(known) for _, make in terms)
            values.update(new)
        known = now(0)
        return [known[name] for name in "abcde"]


def found(program, text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "loop.md")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        run = subprocess.run([program, "show", "--as", "json", path], capture_output=True, text=True)
    if not run.stdout:
        sys.exit(f"longhand ended with {run.returncode}: {run.stderr}\n{text}")
    equations = [one for step in json.loads(run.stdout)["steps"] for one in step["equations"]]
    return [one["value"][0][0] for one in equations if "value" in one][-5:]


def differ(own, wanted):
    return len(own) != len(wanted) or any(
        abs(a - b) > 1e-9 * max(1, abs(b)) for a, b in zip(own, wanted))


def self_test():
    """A name that is updated twice, and one that another is made from, are told from their likes."""
    loop = Loop(random.Random(1))
    loop.start, loop.rounds = {"a": 1, "b": 2, "c": 0}, 3
    loop.updates = [("a", [("a", lambda v: v["a"]), ("1", lambda v: 1)]), ("a", [("2 a", lambda v: 2 * v["a"])])]
    assert loop.values()[0] == 22, loop.values()
    loop.updates = [("a", [("b", lambda v: v["b"])]), ("b", [("a", lambda v: v["a"]), ("b", lambda v: v["b"])])]
    assert loop.values()[:2] == [5, 8], loop.values()
    assert differ([1, 2], [1, 2.1]) and differ([1], [1, 2]) and not differ([1, 2], [1, 2])
    print("self-test: the rounds are those worked out by hand")


def main():
    if "--self-test" in sys.argv:
        self_test()
        return
    program = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(root, ".build/release/longhand"))
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(10**9)
    print(f"seed {seed}")
    numbers = random.Random(seed)
    wrong = 0
    for _ in range(count):
        loop = Loop(numbers)
        own, wanted = found(program, loop.lesson()), loop.values()
        if differ(own, wanted):
            wrong += 1
            print(f"{loop.lesson()}\n{own}\nand not {wanted}")
    print(f"{count} loops, {wrong} wrong")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
