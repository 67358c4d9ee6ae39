#!/usr/bin/env python3
"""Random formulas, each with its value from NumPy: sums of derivatives, patterns of indices on a left
side, and functions of a number applied to every shape.

    numpy_properties.py PROGRAM [COUNT] [SEED]

COUNT is the number of cases of each kind. The expected values are computed here, by loops over
entries or by derivatives written out by hand; nothing that longhand writes is run.
"""

import json
import os
import random
import subprocess
import sys

import numpy as np

program = os.path.abspath(sys.argv[1])
count = int(sys.argv[2]) if len(sys.argv) > 2 else 120
seed = int(sys.argv[3]) if len(sys.argv) > 3 else random.randrange(1_000_000)
NAMES = "A B C D F G H K L M N P Q S U V Y".split()
BATCH = 12


def matrix(values):
    rows = [" & ".join(f"{entry:g}" for entry in row) for row in np.atleast_2d(values)]
    return "\\begin{bmatrix} " + " \\\\ ".join(rows) + " \\end{bmatrix}"


def numbers(chance, rows, columns, low=-2.0, high=2.0):
    """Numbers with two digits, none of them 0 or equal to another in size."""
    while True:
        values = np.array(
            [[round(chance.uniform(low, high), 2) for _ in range(columns)] for _ in range(rows)])
        if np.all(np.abs(values) > 0.05) and len(np.unique(np.abs(values))) == values.size:
            return values


# Sums of derivatives: a formula of the column x, and its gradient.
FIELDS = [
    (r"\|x\|_1", lambda x: np.sign(x)),
    (r"\|x\|_2", lambda x: x / np.sqrt(np.sum(x**2))),
    (r"\|x\|", lambda x: x / np.sqrt(np.sum(x**2))),
    (r"\|x\|^2", lambda x: 2 * x),
    (r"\|2 x\|_1", lambda x: 2 * np.sign(x)),
    (r"\sum_i x_i^3", lambda x: 3 * x**2),
    (r"\sum_i \sin x_i", np.cos),
    (r"\sum_i \cos x_i", lambda x: -np.sin(x)),
    (r"\sum_i e^{x_i}", np.exp),
    (r"\sum_i e^{-x_i}", lambda x: -np.exp(-x)),
    (r"\sum_i \tanh(x_i)", lambda x: 1 - np.tanh(x) ** 2),
    (r"\max(x_1, x_2)", lambda x: np.array([[1.0 if i == (0 if x[0, 0] > x[1, 0] else 1) else 0.0]
                                           for i in range(len(x))])),
    (r"\min(x_1, x_2)", lambda x: np.array([[1.0 if i == (0 if x[0, 0] < x[1, 0] else 1) else 0.0]
                                           for i in range(len(x))])),
    (r"(x_1 x_2)", lambda x: np.array([[x[1, 0]], [x[0, 0]]] + [[0.0]] * (len(x) - 2))),
    (r"(x^T x)", lambda x: 2 * x),
]


def derivatives(chance):
    x = numbers(chance, chance.randint(2, 4), 1)
    lines, expected = ["x = " + matrix(x)], []
    for name in NAMES[:BATCH]:
        terms = chance.sample(FIELDS, chance.randint(2, 3))
        signs = [chance.choice("+-") for _ in terms]
        text = " ".join(f"{sign} \\nabla_x {field}" for sign, (field, _) in zip(signs, terms))
        lines.append(f"{name} = {text.removeprefix('+ ')}")
        value = sum((1 if sign == "+" else -1) * slope(x) for sign, (_, slope) in zip(signs, terms))
        expected.append((name, value))
    return lines, expected


def patterns(chance):
    """Statements Q_{…} = … entry by entry; nothing is expected where an entry stays open."""
    rows, columns = chance.randint(1, 4), chance.randint(2, 4)
    z = numbers(chance, rows, columns)
    lines, expected = ["Z = " + matrix(z)], []
    for name in NAMES[:BATCH]:
        factor = chance.randint(2, 9)
        row, column = chance.randint(1, rows), chance.randint(1, columns)
        kind = chance.randrange(12)
        plus = chance.choice([-1, 0, 0, 1])
        shift = "" if plus == 0 else f"{plus:+d}"
        filled = {}
        if kind == 0:
            left, right = "_{:,i}", f"{factor} Z_{{:,i}}"
            filled = {(r, c): factor * z[r, c] for r in range(rows) for c in range(columns)}
        elif kind == 1:
            left, right = "_{i,:}", f"{factor} Z_{{i,:}}"
            filled = {(r, c): factor * z[r, c] for r in range(rows) for c in range(columns)}
        elif kind == 2:
            left, right = "_{ij}", f"{factor} Z_{{ij}}"
            filled = {(r, c): factor * z[r, c] for r in range(rows) for c in range(columns)}
        elif kind == 3:
            left, right = "_{ji}", f"{factor} Z_{{ij}}"
            filled = {(c, r): factor * z[r, c] for r in range(rows) for c in range(columns)}
        elif kind == 4:
            left, right = "_{ii}", r"\sum_j Z_{ij}"
            filled = {(r, c): (sum(z[r]) if r == c else 0) for r in range(rows) for c in range(rows)}
        elif kind == 5:
            left, right = "_{1,j}", f"{factor} Z_{{{row},j}}"
            filled = {(0, c): factor * z[row - 1, c] for c in range(columns)}
        elif kind == 6:
            left, right = "_{j,1}", f"{factor} Z_{{{row},j}}"
            filled = {(c, 0): factor * z[row - 1, c] for c in range(columns)}
        elif kind == 7:
            left, right = "_{2,j}", f"{factor} Z_{{{row},j}}"
            filled = {(1, c): factor * z[row - 1, c] for c in range(columns)}
        elif kind == 8:
            left, right = f"_{{j{shift}}}", f"{factor} Z_{{{row},j}}"
            filled = {(c + plus, 0): factor * z[row - 1, c]
                      for c in range(columns) if c + plus >= 0}
        elif kind == 9:
            left, right = f"_{{:,j{shift}}}", f"{factor} Z_{{:,j}}"
            filled = {(r, c + plus): factor * z[r, c]
                      for r in range(rows) for c in range(columns) if c + plus >= 0}
        elif kind == 10:
            left, right = "_i", f"Z_{{i,{column}}}^2"
            filled = {(r, 0): z[r, column - 1] ** 2 for r in range(rows)}
        else:
            left, right = "_{:,i}", f"Z_{{i,:}}^T"
            filled = {(c, r): z[r, c] for r in range(rows) for c in range(columns)}
        lines.append(f"{name}{left} = {right}")
        value = None
        if filled:
            size = [max(place[axis] for place in filled) + 1 for axis in (0, 1)]
            value = np.full(size, np.nan)
            for place, entry in filled.items():
                value[place] = entry
            if np.isnan(value).any():
                value = None
        expected.append((name, value))
    return lines, expected


BODIES = [
    ("1 - z^2", lambda z: 1 - z**2),
    ("z^3 - 2 z", lambda z: z**3 - 2 * z),
    ("z z", lambda z: z * z),
    ("z \\cdot z + 1", lambda z: z * z + 1),
    ("\\frac{z}{1 + z^2}", lambda z: z / (1 + z**2)),
    ("2^z", lambda z: 2.0**z),
    ("\\sqrt[3]{z^2 + 1}", lambda z: (z**2 + 1) ** (1 / 3)),
    ("\\sin^2 z", lambda z: np.sin(z) ** 2),
    ("|z|", np.abs),
    ("e^{-z^2}", lambda z: np.exp(-(z**2))),
    ("\\prod_{k=1}^{3} (z - k)", lambda z: (z - 1) * (z - 2) * (z - 3)),
    ("\\sum_{k=1}^{3} z^k", lambda z: z + z**2 + z**3),
    ("\\max(0, z)", lambda z: np.maximum(0, z)),
    ("\\min(z, z^2)", lambda z: np.minimum(z, z**2)),
    ("(z^2)^2", lambda z: z**4),
]
SLOPES = [
    ("1 - z^2", lambda z: -2 * z),
    ("2^z", lambda z: np.log(2) * 2.0**z),
    ("(1 + z^2)^z", lambda z: (1 + z**2) ** z * (np.log(1 + z**2) + z * 2 * z / (1 + z**2))),
    ("z^3", lambda z: 3 * z**2),
    ("\\prod_{k=1}^{2} (z - k)", lambda z: 2 * z - 3),
]


def functions(chance):
    shapes = [(1, 1), (2, 1), (1, 3), (2, 2), (3, 3), (2, 3)]
    lines, expected = [], []
    for index, shape in enumerate(shapes):
        z = numbers(chance, *shape)
        z[0, 0] = chance.choice([z[0, 0], 2.0])
        lines.append(f"Z^{{({index + 1})}} = " + matrix(z))
        body, value = chance.choice(BODIES)
        slope, derivative = chance.choice(SLOPES)
        f, g = "fghpqs"[index], ["\\phi", "\\psi", "\\chi", "\\xi", "\\eta", "\\zeta"][index]
        lines += [f"{f}(z) = {body}", f"{g}(z) = {slope}"]
        first, second = NAMES[2 * index:2 * index + 2]
        lines += [f"{first} = {f}(Z^{{({index + 1})}})", f"{second} = {g}'(Z^{{({index + 1})}})"]
        expected += [(first, value(z)), (second, derivative(z))]
    return lines, expected


def run(kind, lines):
    text = "# T\n\n" + "".join(f"```math\n{line}\n```\n\n" for line in lines)
    process = subprocess.run(
        [program, "show", "--as", "json", "-"], input=text, capture_output=True, text=True, timeout=60)
    if process.returncode not in (0, 1):
        sys.exit(f"{kind}, seed {seed}: status {process.returncode} {process.stderr[-500:]}\n{text}")
    report = json.loads(process.stdout)
    found = [equation for step in report["steps"] for equation in step["equations"]]
    if len(found) != len(lines):
        sys.exit(f"{kind}, seed {seed}: {len(found)} equations of {len(lines)} lines\n{text}")
    return dict(zip(lines, found)), report["findings"]


def main():
    print(f"seed {seed}")
    wrong = 0
    for kind, make in [
            ("sums of derivatives", derivatives), ("left sides", patterns),
            ("functions of a number", functions)]:
        chance = random.Random(f"{seed} {kind}")
        cases = open_cases = 0
        before = wrong
        while cases < count:
            lines, expected = make(chance)
            equations, findings = run(kind, lines)
            for name, value in expected:
                line = next(line for line in lines if line.startswith(name)
                            and not line[len(name)].isalpha())
                own = equations[line].get("value")
                cases += 1
                if value is None:
                    open_cases += 1
                    said = any(finding["severity"] == "error" for finding in findings)
                    is_right = own is None and said
                else:
                    theirs = np.atleast_2d(value)
                    ours = None if own is None else np.array(own, dtype=float)
                    is_right = ours is not None and ours.shape == theirs.shape and np.allclose(
                        ours, theirs, rtol=1e-9, atol=1e-12)
                if not is_right:
                    wrong += 1
                    if wrong <= 10:
                        print(f"{kind}: {line}\n  with {lines[0]}\n  expected\n{value}\n  got {own}")
        print(f"{kind}: {cases} cases, {open_cases} of them with entries that stay open; "
              f"{wrong - before} wrong")
    if wrong:
        sys.exit(f"{wrong} values are wrong (seed {seed})")


main()
