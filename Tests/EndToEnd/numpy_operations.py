#!/usr/bin/env python3
"""Every operation at random shapes and numbers: its value, its derivative, and the derivative of that,
each against NumPy.

    numpy_operations.py PROGRAM [COUNT] [SEED]
    numpy_operations.py --self-test PROGRAM [SEED]    that what is wrong is found
    numpy_operations.py --gaps                        only that every operation has its oracle

COUNT is the number of cases of each oracle. The operations are read from the sources: a case of an
operation without an oracle fails, and so do an oracle without a case and a word that no oracle writes.
The expected values are computed here, by loops over entries or by NumPy's linear algebra; nothing that
longhand writes is run.

A derivative is that of the sum of all entries of the value, each times a random constant, by every
operand: against central differences that are extrapolated three times. They must agree within SLOPE of
the largest entry (of 1 where that is less), second derivatives within SLOPE_OF_SLOPE.
"""

import json
import math
import os
import random
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from pathlib import Path

import numpy as np

OPERATIONS = Path(__file__).resolve().parents[2] / "Sources/Kernels/Operations"
VALUE, SLOPE, SLOPE_OF_SLOPE = 1e-10, 1e-7, 1e-6
#: Enums and structs beside the operations that say what an operation computes.
PARTS = {"Sign", "Sum.Direction", "Extremum", "Comparison", "ElementaryFunction", "Fold.Kind", "Draw.Distribution"}
#: Enums of that folder that no operation has in it.
OTHERS = {"Operation", "DecidedBy", "EntrySource", "Presence", "Terms.Body", "Derivative.Gradient"}


# ---------------------------------------------------------------- What operations there are

def declarations(text):
    """The enums and operations of a source: (name, conforms to a family of operations, is an enum, its cases).

    The body of a declaration is what its braces hold, and its cases are what stands at the first level.
    """
    text = re.sub(r"//[^\n]*", "", text)
    found, around = [], []
    level = 0
    tokens = (r'"(?:\\.|[^"\\\n])*"|[{}]|\b(enum|struct)\s+(\w+)([^{]*)(?={)|'
              r"\bcase\s+([^\n{}]*)")
    for match in re.finditer(tokens, text):
        token = match.group(0)
        if token == "{":
            level += 1
        elif token == "}":
            level -= 1
            while around and around[-1][0] > level:
                around.pop()
        elif match.group(1):
            outer = [each[1] for each in around]
            name = ".".join(outer + [match.group(2)])
            entry = (name, "Family" in match.group(3), match.group(1) == "enum", [])
            around.append((level + 1, match.group(2), entry))
            found.append(entry)
        elif match.group(4) and around and around[-1][0] == level and around[-1][2][2]:
            # `case a, b(C, D)` and `case a = "x"`
            text_of_cases = match.group(4)
            while text_of_cases != (less := re.sub(r"\([^()]*\)", "", text_of_cases)):
                text_of_cases = less
            around[-1][2][3].extend(
                part.split("=")[0].strip() for part in text_of_cases.split(",") if part.strip())
    return found


def operations(sources):
    """Every operation as FAMILY.CASE, or as FAMILY where it is a struct; and what is not understood."""
    keys, complaints = {}, []
    for file, text in sources.items():
        for name, is_family, is_enum, cases in declarations(text):
            if not is_enum and is_family:
                keys[name] = file
            elif is_enum and (is_family or name in PARTS):
                keys.update({f"{name}.{case}": file for case in cases})
            elif is_enum and name not in OTHERS:
                complaints.append(
                    f"{file}: the enum {name} is new. If it says what an operation computes, add it to "
                    f"PARTS in {Path(__file__).name} and give its cases oracles; else add it to OTHERS.")
    return keys, complaints


def words(sources):
    """The words that operations are written with."""
    found = {}
    for file, text in sources.items():
        for block in re.findall(r"static var words: \[[^\n]*\] \{(.*?)\n  \}|"
                                r"static var words: \[[^\n]*?\] \{ (.*?) \}\n", text, re.S):
            for word in re.findall(r'"(\w+)"', "".join(block)):
                found[word] = file
        for word in re.findall(r'case \.\w+: "(\w+)"', "".join(re.findall(
                r"package var word: String \{(.*?)\n  \}", text, re.S))):
            found[word] = file
    return found


def gaps(sources, oracles):
    keys, complaints = operations(sources)
    here = Path(__file__).name
    for key in sorted(keys.keys() - oracles.keys()):
        complaints.append(
            f"{keys[key]}: {key} has no oracle. Add a function with @oracle(\"{key}\") to {here} that says "
            "how it is written and what NumPy computes for it.")
    for key in sorted(oracles.keys() - keys.keys()):
        complaints.append(
            f"{here}: the oracle \"{key}\" belongs to no case in {OPERATIONS.name}/*.swift. Remove it, or "
            "name it after the case that it is for.")
    return complaints


# ---------------------------------------------------------------- Random operands and cases

class Chance(random.Random):
    #: Which of its cases an oracle is asked for.
    number = 0

    def turn(self, options):
        """One option after the other from case to case, so that none is left out by chance."""
        return options[self.number % len(options)]

    def size(self, low=1, high=4):
        return self.randint(low, high)

    def shape(self, low=1, high=4):
        """Sides of at most 4, and at most 9 entries: the references differ by every entry."""
        while True:
            rows, columns = self.randint(low, high), self.randint(low, high)
            if rows * columns <= 9:
                return rows, columns

    def oblong(self):
        """A shape that has no powers as a matrix."""
        while True:
            rows, columns = self.shape()
            if rows != columns:
                return rows, columns

    def numbers(self, rows, columns=1, low=-2.0, high=2.0, apart=()):
        """Numbers with two digits, none near 0 or equal to another in size."""
        used = {abs(entry) for each in apart for entry in np.ravel(each)}
        while True:
            values = np.array([[round(self.uniform(low, high), 2) for _ in range(columns)]
                               for _ in range(rows)])
            sizes = {abs(entry) for entry in np.ravel(values)}
            if min(sizes) > 0.05 and len(sizes) == values.size and not sizes & used:
                return values

    def positive(self, rows, columns=1, low=0.3, high=2.5):
        return self.numbers(rows, columns, low, high)

    def regular(self, size):
        while True:
            values = self.numbers(size, size)
            if np.linalg.cond(values) < 15 and abs(np.linalg.det(values)) > 0.3:
                return values


class Case:
    """An operation on operands.

    - latex: the operation; its value gets the name `name`, with indices on the left side if need be.
    - value: NumPy's, a function of the operands by their names.
    - by: the operands to differentiate by, where a matrix takes the place of the difference.
    - before: lines above. extra: what else is asked, as (name, LaTeX, its value).
    """

    def __init__(self, operands, latex, value, by=None, before=(), extra=(), left="Y", smooth=True):
        self.operands, self.latex, self.value = operands, latex, value
        self.by = {name: None for name in operands} if by is None else by
        self.before, self.extra, self.left, self.smooth = list(before), list(extra), left, smooth

    def at(self, values):
        return np.atleast_2d(np.asarray(self.value(**values)))


def matrix(values):
    values = np.atleast_2d(values)
    if values.size == 1:
        return f"{values[0, 0]:g}"
    rows = [" & ".join(f"{entry:g}" for entry in row) for row in values]
    return "\\begin{bmatrix} " + " \\\\ ".join(rows) + " \\end{bmatrix}"


ORACLES = {}


def oracle(*keys):
    def note(make):
        for key in keys:
            ORACLES.setdefault(key, []).append(make)
        return make
    return note


def column(x):
    return np.reshape(np.asarray(x), (-1, 1))


# ---------------------------------------------------------------- Leaves

@oracle("Leaf.literal")
def literal(chance):
    """A matrix in the formula itself."""
    rows, inner = chance.shape()
    x = chance.numbers(inner, chance.size(1, 2))
    m = chance.numbers(rows, inner)
    return Case({"X": x}, f"{matrix(m)} X", lambda X: m @ X if m.size > 1 and x.size > 1 else m * X)


@oracle("Leaf.name")
def name(chance):
    """A name, and one that stands for another."""
    x = chance.numbers(*chance.shape())
    text, factor = chance.choice([("X", 1), ("U", 1), ("U + X", 2), ("X + U - X", 1)])
    return Case({"X": x}, text, lambda X: factor * X, before=["U = X"])


class Drawn(Case):
    """Numbers of a distribution: they are read off the program, and everything else must follow."""


def draw(kind):
    def make(chance):
        x = chance.numbers(*chance.shape())
        a, b = chance.positive(1, 1, 0.1, 0.9), chance.positive(1, 1, 1.1, 2.9)
        case = Drawn({"X": x, "a": a, "b": b}, {
            "uniform": r"X + \mathcal{U}(a, b)", "normal": r"X + \mathcal{N}(a, b)",
            "bernoulli": r"X + \text{Bernoulli}(a)"}[kind], None, smooth=False)
        if kind == "bernoulli":
            del case.operands["b"]
            case.by = {"X": None, "a": None}
        case.kind = kind
        return case
    make.__name__ = kind
    return make


def standard_numbers(case, y):
    """The numbers before the parameters, or a sentence that says why there are none such."""
    own = np.asarray(y, dtype=float) - case.operands["X"]
    a = case.operands["a"][0, 0]
    if case.kind == "bernoulli":
        return own, np.all((np.abs(own) < 1e-12) | (np.abs(own - 1) < 1e-12))
    b = case.operands["b"][0, 0]
    if case.kind == "uniform":
        own = (own - a) / (b - a)
        return own, np.all((own >= -1e-12) & (own < 1 + 1e-12))
    own = (own - a) / b
    return own, np.all(np.abs(own) < 6)


for _kind in ("uniform", "normal", "bernoulli"):
    oracle("Leaf.draw", f"Draw.Distribution.{_kind}")(draw(_kind))


# ---------------------------------------------------------------- Sums

@oracle("Sum.terms", "Sign.plus", "Sign.minus")
def terms(chance):
    """Equal shapes; a number, and a column or a row, that meet a matrix. Back to these go sums of entries."""
    rows, columns = chance.shape()
    operands = {"X": chance.numbers(rows, columns), "Z": chance.numbers(rows, columns),
                "u": chance.numbers(rows, 1), "r": chance.numbers(1, columns), "c": chance.numbers(1, 1)}
    names = [chance.choice(["X", "Z"])] + chance.sample(
        ["X", "Z", chance.choice("ur"), "c"], chance.randint(0, 3))
    chance.shuffle(names)
    signs = [chance.choice([1, -1]) for _ in names]
    text = " ".join(("+" if sign > 0 else "-") + " " + each for sign, each in zip(signs, names))

    def value(**of):
        total = np.zeros((rows, columns))
        for i, j in product(range(rows), range(columns)):
            for sign, each in zip(signs, names):
                m = of[each]
                total[i, j] += sign * m[i if m.shape[0] > 1 else 0, j if m.shape[1] > 1 else 0]
        return total
    return Case({each: operands[each] for each in sorted(set(names))}, text.removeprefix("+ "), value)


@oracle("Sum.entries", "Sum.Direction.all")
def entries_all(chance):
    """What goes back to a number that meets every entry."""
    x, c = chance.numbers(*chance.shape()), chance.numbers(1, 1)
    return Case({"X": x, "c": c}, *chance.turn([
        (r"X - c", lambda X, c: X - c[0, 0]), (r"c X", lambda X, c: c[0, 0] * X),
        (r"X \circ \sin(X + c)", lambda X, c: X * np.sin(X + c[0, 0]))]))


@oracle("Sum.Direction.ofEachRow")
def entries_of_rows(chance):
    """What goes back to a column that meets every column, and through softmax of a row."""
    rows, columns = chance.shape()
    if chance.random() < 0.3:
        x = chance.numbers(1, columns)
        return Case({"X": x}, r"\operatorname{softmax}(X)", lambda X: np.exp(X) / np.sum(np.exp(X)))
    x, u = chance.numbers(rows, columns), chance.numbers(rows, 1)
    return Case({"X": x, "u": u}, r"\cos(X + u)", lambda X, u: np.cos(np.array(
        [[X[i, j] + u[i, 0] for j in range(columns)] for i in range(rows)])))


@oracle("Sum.Direction.ofEachColumn")
def entries_of_columns(chance):
    """What goes back through softmax: the weights of every column."""
    x = chance.numbers(chance.size(2, 3), chance.size(1, 3))
    return Case({"X": x}, r"\operatorname{softmax}(X)", softmax)


# ---------------------------------------------------------------- Products

@oracle("Product.matrix")
def matrix_product(chance):
    rows, inner = chance.shape(1, 3)
    a, b = chance.numbers(rows, inner), chance.numbers(inner, chance.size(1, 3))
    sign = chance.choice(["", r"\cdot ", r"\times "])
    if chance.random() < 0.25:
        a = chance.numbers(1, 1)

    def value(A, B):
        if A.size == 1 or B.size == 1:
            return A[0, 0] * B if A.size == 1 else A * B[0, 0]
        return np.array([[sum(A[i, k] * B[k, j] for k in range(A.shape[1]))
                          for j in range(B.shape[1])] for i in range(A.shape[0])])
    return Case({"A": a, "B": b}, f"A {sign}B", value)


@oracle("Product.hadamard")
def hadamard(chance):
    shape = chance.shape()
    a = chance.numbers(*shape)
    b = chance.numbers(*(shape if chance.random() < 0.75 else (1, 1)))
    sign = chance.choice([r"\circ", r"\odot", r"\bullet"])
    return Case({"A": a, "B": b}, f"A {sign} B", lambda A, B: np.array(
        [[A[i, j] * (B[i, j] if B.size > 1 else B[0, 0]) for j in range(A.shape[1])]
         for i in range(A.shape[0])]))


@oracle("Product.vanishing")
def vanishing(chance):
    """What goes back is 0 where nothing comes back, also where there is no slope: |·| and √ at 0 and a
    tie of two numbers, each times 0, and the square of a length of 0."""
    size = chance.size(2, 4)
    x, z, w = chance.positive(size), chance.positive(size), chance.numbers(size)
    place = chance.randrange(size)
    x[place], w[place] = 0, 0
    kind = chance.turn(range(5))
    if kind == 0:
        x[0 if place else 1] *= -1
        return Case({"x": x, "w": w}, r"\sum_i w_i |x_i|", lambda x, w: np.sum(w * np.abs(x)),
                    by={"x": w * np.sign(x), "w": np.abs(x)}, smooth=False)
    if kind == 1:
        slope = np.array([[0 if w[i, 0] == 0 else w[i, 0] / (2 * np.sqrt(x[i, 0]))] for i in range(size)])
        return Case({"x": x, "w": w}, r"\sum_i w_i \sqrt{x_i}", lambda x, w: np.sum(w * np.sqrt(x)),
                    by={"x": slope, "w": np.sqrt(x)}, smooth=False)
    if kind == 2:
        word, larger = chance.choice([("max", 1), ("min", -1)])
        z = chance.numbers(size, 1, 0.3, 2.5, apart=[x])
        z[place] = x[place]
        own = (larger * (x - z) > 0) * 1.0
        rival = (larger * (x - z) < 0) * 1.0
        return Case({"x": x, "z": z, "w": w}, rf"\sum_i w_i \{word}(x_i, z_i)",
                    lambda x, z, w: np.sum(w * np.where(larger * (x - z) > 0, x, z)),
                    by={"x": w * own, "z": w * rival}, smooth=False)
    x = np.zeros((size, 1))
    return Case({"x": x}, r"\|x\|^2" if kind == 3 else r"\|x\|_2^2 + \sum_i x_i",
                lambda x: np.sum(x**2) + (0 if kind == 3 else np.sum(x)),
                by={"x": x if kind == 3 else x + 1}, smooth=False)


@oracle("Product.power")
def matrix_power(chance):
    size, times = chance.size(2, 3), chance.randint(1, 4)
    a = chance.numbers(size, size, -1.5, 1.5)

    def value(A):
        total = np.eye(size)
        for _ in range(times):
            total = np.array([[sum(total[i, k] * A[k, j] for k in range(size)) for j in range(size)]
                              for i in range(size)])
        return total
    return Case({"A": a}, f"A^{times}", value,
                extra=[("P", "A^0", np.eye(size))] if chance.random() < 0.5 else ())


# ---------------------------------------------------------------- Entry by entry

#: As it is written, the function, its derivative and the next, and where it is taken.
ELEMENTARY = {
    "exp": ([r"\exp(X)", r"e^{X}", r"\operatorname{exp}(X)"], r"\exp(z)", np.exp, np.exp, np.exp, (-2, 2)),
    "log": ([r"\log(X)", r"\ln(X)"], r"\ln z", np.log, lambda z: 1 / z, lambda z: -1 / z**2, (0.3, 2.5)),
    "sqrt": ([r"\sqrt{X}", r"\operatorname{sqrt}(X)"], r"\sqrt{z}", np.sqrt,
             lambda z: 0.5 / np.sqrt(z), lambda z: -0.25 * z**-1.5, (0.3, 2.5)),
    "tanh": ([r"\tanh(X)"], r"\tanh z", np.tanh, lambda z: 1 / np.cosh(z) ** 2,
             lambda z: -2 * np.tanh(z) / np.cosh(z) ** 2, (-2, 2)),
    "sin": ([r"\sin(X)"], r"\sin z", np.sin, np.cos, lambda z: -np.sin(z), (-2, 2)),
    "cos": ([r"\cos(X)"], r"\cos z", np.cos, lambda z: -np.sin(z), lambda z: -np.cos(z), (-2, 2)),
    "arcsin": ([r"\arcsin(X)", r"\sin^{-1}(X)"], r"\arcsin z", np.arcsin,
               lambda z: (1 - z**2) ** -0.5, lambda z: z * (1 - z**2) ** -1.5, (-0.8, 0.8)),
    "arccos": ([r"\arccos(X)", r"\cos^{-1}(X)"], r"\cos^{-1} z", np.arccos,
               lambda z: -((1 - z**2) ** -0.5), lambda z: -z * (1 - z**2) ** -1.5, (-0.8, 0.8)),
    "arctan": ([r"\arctan(X)", r"\tan^{-1}(X)"], r"\tan^{-1} z", np.arctan,
               lambda z: 1 / (1 + z**2), lambda z: -2 * z / (1 + z**2) ** 2, (-2, 2)),
    "abs": ([r"|X|", r"\operatorname{abs}(X)"], "|z|", np.abs, np.sign, np.zeros_like, (-2, 2)),
    "sign": ([r"\operatorname{sign}(X)", r"\operatorname{sgn}(X)"], r"\operatorname{sign}(z)", np.sign, np.zeros_like,
             np.zeros_like, (-2, 2)),
}


def elementary(case):
    texts, body, f, slope, next_slope, (low, high) = ELEMENTARY[case]

    def make(chance):
        x = chance.numbers(*chance.shape(), low, high)
        text = chance.turn(texts)
        if text == "|X|" and x.size > 1 and min(x.shape) > 1:
            text = r"\operatorname{abs}(X)"
        return Case({"X": x}, text, lambda X: f(X), before=[f"f(z) = {body}"], smooth=case != "sign",
                    extra=[("P", "f(X)", f(x)), ("Q", "f'(X)", slope(x)), ("R", "f''(X)", next_slope(x))])
    make.__name__ = case
    return make


for _case in ELEMENTARY:
    oracle("Entrywise.elementary", f"ElementaryFunction.{_case}")(elementary(_case))


@oracle("Entrywise.quotient")
def quotient(chance):
    shape = chance.shape()
    one = (1, 1)
    above, below = chance.choice([(shape, shape), (shape, one), (one, shape)])
    a = chance.numbers(*above)
    b = chance.positive(*below) * chance.choice([1, -1])
    return Case({"A": a, "B": b}, chance.choice([r"\frac{A}{B}", "A / B"]), lambda A, B: np.array(
        [[A[i % A.shape[0], j % A.shape[1]] / B[i % B.shape[0], j % B.shape[1]]
          for j in range(shape[1])] for i in range(shape[0])]))


@oracle("Entrywise.power")
def power(chance):
    """Of numbers, which are entries or what a function is applied to: whole exponents of what is negative,
    others of what is positive, and by the exponent; a number to the power of a matrix; roots."""
    shape = chance.shape()
    signs = np.array([[chance.choice([1, -1]) for _ in range(shape[1])] for _ in range(shape[0])])
    whole = chance.choice([2, 3, 4, 5, -1, -2, -3])
    part = round(chance.uniform(-2, 3), 2)
    root = chance.randint(3, 5)
    a, p = chance.positive(*shape), chance.numbers(1, 1)
    return chance.turn([
        lambda: Case({"A": a * signs}, "g(A)", lambda A: A ** float(whole), before=[f"g(z) = z^{{{whole}}}"]),
        lambda: Case({"A": a}, "g(A)", lambda A: A**part, before=[f"g(z) = z^{{{part:g}}}"]),
        lambda: Case({"A": a, "p": p}, "g(A)", lambda A, p: A ** p[0, 0], before=["g(z) = z^p"]),
        lambda: Case({"A": a, "B": chance.numbers(*shape)}, "g(A, B)", lambda A, B: A**B,
                     before=["g(s, t) = s^t"]),
        lambda: Case({"a": chance.positive(1, 1), "B": chance.numbers(*shape)}, "a^B",
                     lambda a, B: a[0, 0] ** B),
        lambda: Case({"A": a}, rf"\sqrt[{root}]{{A}}", lambda A: A ** (1 / root)),
        lambda: Case({"A": a * signs, "p": chance.positive(1, 1)}, r"\sum_i |A_{i1}|^p",
                     lambda A, p: sum(np.abs(A[:, 0]) ** p[0, 0])),
    ])()


def larger_of(word, sign):
    def make(chance):
        shape = chance.shape()
        x = chance.numbers(*shape)
        if chance.random() < 0.3:
            c = chance.choice(["0", "1.005", "-0.995"])
            return Case({"X": x}, rf"\{word}({c}, X)", lambda X: np.where(
                sign * (X - float(c)) > 0, X, float(c)), smooth=False)
        z = chance.numbers(*(shape if chance.random() < 0.7 else (1, 1)), apart=[x])
        # The square in front has a second derivative.
        return Case({"X": x, "Z": z}, rf"\{word}(X, Z) \circ X", lambda X, Z: np.array(
            [[(X[i, j] if sign * X[i, j] > sign * Z[i % Z.shape[0], j % Z.shape[1]]
               else Z[i % Z.shape[0], j % Z.shape[1]]) * X[i, j] for j in range(shape[1])]
             for i in range(shape[0])]))
    make.__name__ = word
    return make


# A choice is the slope of an extremum: what goes back to either of the two.
oracle("Entrywise.extremum", "Entrywise.choice", "Extremum.maximum")(larger_of("max", 1))
oracle("Entrywise.extremum", "Entrywise.choice", "Extremum.minimum")(larger_of("min", -1))


def case_of(sign, text, holds):
    def make(chance):
        """Entry by entry, in the body of a function; for equality at numbers that are equal in places."""
        size = chance.size(2, 4)
        x, z = chance.numbers(size), chance.numbers(size)
        if text in ("=", r"\ne"):
            z = chance.numbers(size)
            places = np.array([[chance.random() < 0.5] for _ in range(size)])
            k = np.where(places, 1.0, 2.0)
            return Case({"x": x, "z": z, "k": k},
                        r"\sum_i \begin{cases} x_i^2 & k_i %s 1 \\ x_i z_i & \text{otherwise} \end{cases}" % text,
                        lambda x, z, k: np.sum(np.where(holds(k, 1), x**2, x * z)),
                        by={"x": np.where(holds(k, 1), 2 * x, z), "z": np.where(holds(k, 1), 0, x)},
                        smooth=False)
        z = chance.numbers(size, 1, 0.3, 2.5, apart=[x])
        return Case({"x": x, "z": z}, "f(x, z)",
                    lambda x, z: np.where(holds(x, z), x**2 * z, 3 * x - z**2), before=[
                        r"f(s, t) = \begin{cases} s^2 t, & \text{if } s %s t \\ 3 s - t^2 & \text{otherwise} "
                        r"\end{cases}" % text])
    oracle("Entrywise.selection", f"Comparison.{sign}")(make)


for each in (("less", "<", np.less), ("atMost", r"\le", np.less_equal), ("greater", ">", np.greater),
             ("atLeast", r"\ge", np.greater_equal), ("equal", "=", np.equal),
             ("unequal", r"\ne", np.not_equal)):
    case_of(*each)


@oracle("Entrywise.factorial")
def factorial(chance):
    """Of whole numbers; by them there is no slope, and none is asked for."""
    size = chance.size(2, 4)
    x = chance.numbers(size, 1, 0.3, 2.5)
    k = np.array([[float(chance.randrange(0, 7))] for _ in range(size)])
    all_of = np.vectorize(lambda n: float(math.factorial(int(n))))
    text, function, slope = chance.turn([
        (r"\sum_i \frac{x_i^{k_i}}{k_i!}", lambda x, k: np.sum(x**k / all_of(k)),
         lambda x, k: k * x ** (k - 1) / all_of(k)),
        (r"\sum_i \binom{6}{k_i} x_i^2", lambda x, k: np.sum(720 / all_of(k) / all_of(6 - k) * x**2),
         lambda x, k: 2 * 720 / all_of(k) / all_of(6 - k) * x),
        (r"\sum_i x_i k_i!", lambda x, k: np.sum(x * all_of(k)), lambda x, k: all_of(k))])
    return Case({"x": x, "k": k}, text, function, by={"x": slope(x, k)}, smooth=False)


@oracle("Entrywise.direction")
def direction(chance):
    """The slope of |·|, and of the sum of sizes."""
    x = chance.numbers(chance.size(2, 4))
    return Case({"x": x}, *chance.turn([
        (r"\sum_i |x_i|^3", lambda x: np.sum(np.abs(x) ** 3)),
        (r"|x| \circ x", lambda x: np.abs(x) * x),
        (r"\|x\|_1^2", lambda x: np.sum(np.abs(x)) ** 2)]),
        before=["f(z) = z |z|"], extra=[("P", "f'(x)", 2 * np.abs(x))])


# ---------------------------------------------------------------- Norms and statistics

def norm(texts, value, is_vector):
    def make(chance):
        x = chance.numbers(*((chance.size(2, 4), 1) if is_vector else chance.shape(2, 4)))
        return Case({"X": x}, chance.turn(texts), lambda X: value(X))
    return make


oracle("Norm.euclidean")(norm([r"\|X\|", r"\|X\|_2"], lambda X: np.sqrt(np.sum(X**2)), True))
oracle("Norm.euclidean")(norm([r"\|X\|^2", r"\|X\|_2^2"], lambda X: np.sum(X**2), True))
oracle("Norm.frobenius")(norm([r"\|X\|_F"], lambda X: np.sqrt(np.sum(X**2)), False))
oracle("Norm.one")(norm([r"\|X\|_1"], lambda X: np.sum(np.abs(X)), True))


@oracle("Statistic.mean")
def mean(chance):
    x = chance.numbers(*chance.shape())
    return Case({"X": x}, r"\operatorname{mean}(X)", lambda X: sum(np.ravel(X)) / X.size)


@oracle("Statistic.variance")
def variance(chance):
    x = chance.numbers(*chance.shape(2, 4))
    word = chance.turn(["var", "Var"])
    return Case({"X": x}, rf"\operatorname{{{word}}}(X)",
                lambda X: sum((each - sum(np.ravel(X)) / X.size) ** 2 for each in np.ravel(X)) / X.size)


# ---------------------------------------------------------------- Placements

@oracle("Placement.transpose")
def transpose(chance):
    x = chance.numbers(*chance.shape())
    mark = chance.choice(["^T", r"^\top", r"^{\mathsf T}", r"^\intercal"])
    return Case({"X": x}, f"X{mark}", lambda X: np.array([[X[i, j] for i in range(X.shape[0])]
                                                         for j in range(X.shape[1])]))


@oracle("Placement.diagonal", "Placement.ofDiagonal")
def diagonal(chance):
    """Back through a diagonal matrix goes the diagonal; back through that, in the second derivative,
    a diagonal matrix again."""
    size = chance.size(2, 4)
    x = chance.numbers(size)
    return Case({"x": x}, *chance.turn([
        (r"\operatorname{diag}(x)", lambda x: np.diag(x[:, 0])),
        (r"\operatorname{diag}(x \circ x)", lambda x: np.diag(x[:, 0] ** 2)),
        (r"\operatorname{diag}(\sin(x))", lambda x: np.diag(np.sin(x[:, 0])))]))


@oracle("Placement.assembly", "Placement.part", "Placement.padded")
def assembly(chance):
    """Back to what is put together go parts, and back to a part in the second derivative goes it with
    zeros around it."""
    x, z = chance.numbers(2), chance.numbers(2, 2)
    return Case({"x": x, "Z": z},
                r"\begin{bmatrix} x_1^2 & Z_{12} & x_1 x_2 \\ \sin(x_2) & 3 & Z_{21} Z_{12} \end{bmatrix}",
                lambda x, Z: np.array([[x[0, 0] ** 2, Z[0, 1], x[0, 0] * x[1, 0]],
                                       [np.sin(x[1, 0]), 3, Z[1, 0] * Z[0, 1]]]))


@oracle("Placement.tuple")
def tuple_of(chance):
    x = chance.numbers(chance.size(2, 4))
    return Case({"x": x}, r"(x_1 x_2, x_2^3, 2, \cos(x_1))",
                lambda x: column([x[0, 0] * x[1, 0], x[1, 0] ** 3, 2, np.cos(x[0, 0])]))


@oracle("Placement.entries", "Placement.placed")
def entries(chance):
    """Back to where an entry, a row or a column was picked it goes in its place."""
    x = chance.numbers(*chance.shape(2, 4))
    i, j = chance.randrange(x.shape[0]), chance.randrange(x.shape[1])
    text, value = chance.turn([
        (f"X_{{{i + 1},{j + 1}}}", lambda X: X[i, j]),
        (f"X_{{{i + 1}{j + 1}}}^2", lambda X: X[i, j] ** 2),
        (f"X_{{:,{j + 1}}}", lambda X: column(X[:, j])),
        (f"X_{{{i + 1},:}}", lambda X: X[i:i + 1]),
        (f"X_{{{i + 1}}}", lambda X: column(X[i])),
        (f"\\exp(X_{{:,{j + 1}}})", lambda X: np.exp(column(X[:, j]))),
        (f"X_{{:,{j + 1}}} X_{{{i + 1},:}}", lambda X: np.outer(X[:, j], X[i])),
        (f"X_{{{i + 1}}}^T X_{{{i + 1}}}", lambda X: sum(X[i] ** 2)),
        (f"(\\sin(X))_{{{i + 1}{j + 1}}}", lambda X: np.sin(X[i, j]))])
    return Case({"X": x}, text, value)


@oracle("Tabulation")
def tabulation(chance):
    """A left side with free indices; back through it go parts."""
    rows, columns = chance.shape(2, 3)
    x, w = chance.numbers(rows, columns), chance.numbers(columns, rows)
    left, text, value = chance.turn([
        ("Y_{ij}", r"X_{ij} W_{ji}", lambda X, W: X * W.T),
        ("Y_{ji}", r"X_{ij}^2 + W_{ji}", lambda X, W: (X**2).T + W),
        ("Y_i", r"\sum_j X_{ij}^2 W_{ji}", lambda X, W: np.sum(X**2 * W.T, axis=1, keepdims=True)),
        ("Y_{:,i}", r"\sin(X_{:,i}) \circ W_{i,:}^T", lambda X, W: np.sin(X) * W.T),
        ("Y_{i,:}", r"W_{:,i}^T \circ X_{i,:}", lambda X, W: X * W.T),
        ("Y_{ii}", r"\sum_j X_{ij} W_{ji}", lambda X, W: np.diag(np.sum(X * W.T, axis=1)))])
    return Case({"X": x, "W": w}, text, value, left=left)


@oracle("Placement.repeated")
def repeated(chance):
    """What goes back through a mean, and through softmax to every column."""
    x = chance.numbers(*chance.shape(2, 4))
    return Case({"X": x}, *chance.turn([
        (r"\operatorname{mean}(X \circ X)", lambda X: sum(np.ravel(X) ** 2) / X.size),
        (r"(\operatorname{mean}(X))^3", lambda X: (sum(np.ravel(X)) / X.size) ** 3),
        (r"\operatorname{var}(\sin(X))", lambda X: np.var(np.sin(X))),
        (r"\operatorname{softmax}(X) \circ X", lambda X: softmax(X) * X)]))


# ---------------------------------------------------------------- Square matrices

@oracle("SquareMatrix.trace")
def trace(chance):
    size = chance.size(1, 4)
    x = chance.numbers(size, size)
    return Case({"X": x}, *chance.turn([
        (r"\operatorname{tr}(X)", lambda X: sum(X[i, i] for i in range(size))),
        (r"\operatorname{tr}(X X^T X)", lambda X: np.trace(X @ X.T @ X))][:2 if size < 4 else 1]))


def of_square(chance, x, texts):
    text, value = chance.turn(texts)
    return Case({"X": x}, text, lambda X: value(X))


@oracle("SquareMatrix.determinant")
def determinant(chance):
    return of_square(chance, chance.regular(chance.size(1, 3)), [
        (r"\det(X)", np.linalg.det), (r"\operatorname{det}(X)", np.linalg.det),
        (r"\log(\det(X)^2)", lambda X: np.log(np.linalg.det(X) ** 2))])


@oracle("SquareMatrix.inverse")
def inverse(chance):
    return of_square(chance, chance.regular(chance.size(1, 3)), [
        (r"X^{-1}", np.linalg.inv), (r"X^{-1} X^T", lambda X: np.linalg.inv(X) @ X.T)])


def symmetric_part(B):
    return (B + B.T) / 2


def eigen(X):
    values, vectors = np.linalg.eigh(symmetric_part(X))
    order = np.argsort(-values)
    values, vectors = values[order], vectors[:, order]
    for k in range(len(values)):
        if vectors[np.argmax(np.abs(vectors[:, k])), k] < 0:
            vectors[:, k] = -vectors[:, k]
    return column(values), vectors


def apart(chance):
    """A matrix whose symmetric part has eigenvalues and largest entries of eigenvectors far apart."""
    size = chance.size(2, 3)
    while True:
        b = chance.numbers(size, size)
        values, vectors = eigen(b)
        sizes = np.sort(np.abs(vectors), axis=0)
        if np.min(-np.diff(values[:, 0])) > 0.6 and np.min(sizes[-1] - sizes[-2]) > 0.1:
            return b


@oracle("SquareMatrix.eigenvalues")
def eigenvalues(chance):
    """Of the symmetric part, so that the entries of the matrix are free."""
    return Case({"B": apart(chance)}, r"\operatorname{eig}(\frac{B + B^T}{2})", lambda B: eigen(B)[0])


@oracle("SquareMatrix.eigenvectors")
def eigenvectors(chance):
    return Case({"B": apart(chance)}, r"\operatorname{eigvec}(\frac{B + B^T}{2})", lambda B: eigen(B)[1])


# ---------------------------------------------------------------- Columns

def softmax(X):
    if X.shape[0] == 1 and X.shape[1] > 1:
        return softmax(X.T).T
    return np.array([[np.exp(X[i, j]) / sum(np.exp(X[k, j]) for k in range(X.shape[0]))
                      for j in range(X.shape[1])] for i in range(X.shape[0])])


@oracle("ColumnFunction.softmax")
def softmax_case(chance):
    x = chance.numbers(*chance.shape(), -3, 3)
    return Case({"X": x}, r"\operatorname{softmax}(X)", lambda X: softmax(X))


@oracle("ColumnFunction.argmax")
def argmax(chance):
    x = chance.numbers(*chance.shape())

    def value(X):
        if X.shape[0] == 1:
            return np.array([[1.0 + int(np.argmax(X))]])
        return np.array([[1.0 + int(np.argmax(X[:, j])) for j in range(X.shape[1])]])
    return Case({"X": x}, r"\operatorname{argmax}(X)", value, smooth=False)


# ---------------------------------------------------------------- Folds

@oracle("Fold", "Fold.Kind.sum")
def fold_sum(chance):
    rows, columns = chance.oblong()
    x, u = chance.numbers(rows, columns), chance.numbers(rows)
    last = chance.randint(1, 4)
    return Case({"X": x, "u": u}, *chance.turn([
        (rf"\sum_{{k=1}}^{{{last}}} k X_{{1,1}}^k u", lambda X, u: sum(
            k * X[0, 0] ** k * u for k in range(1, last + 1))),
        (r"\sum_i \sum_j X_{ij}^2 u_i", lambda X, u: sum(
            X[i, j] ** 2 * u[i, 0] for i in range(rows) for j in range(columns))),
        (r"\sum_i u_i X_{i,:}", lambda X, u: sum(u[i, 0] * X[i:i + 1] for i in range(rows))),
        (r"\sum_j X_{:,j} \circ u", lambda X, u: column(sum(X[:, j] * u[:, 0] for j in range(columns))))]))


@oracle("Indexed.number", "Indexed.entries")
def indexed(chance):
    """Where an index stands: by itself, moved, in a column by its number, in a range of another, in
    a power, twice in one subscript."""
    size = chance.size(3, 5)
    x, v = chance.numbers(size, size), chance.numbers(size)
    first = chance.randint(1, size - 1)
    last = chance.randint(first, size - 1)
    run = range(first, last + 1)
    return Case({"X": x, "v": v}, *chance.turn([
        (rf"\sum_{{k={first}}}^{{{last}}} k v_{{k+1}} v_k", lambda X, v: sum(
            k * v[k, 0] * v[k - 1, 0] for k in run)),
        (rf"\sum_{{k={first}}}^{{{last}}} \frac{{v_k^k}}{{k + 1}} X_{{k,k+1}}", lambda X, v: sum(
            v[k - 1, 0] ** k / (k + 1) * X[k - 1, k] for k in run)),
        (r"\sum_i \sum_j (i - j) X_{ji} v_i", lambda X, v: sum(
            (i - j) * X[j, i] * v[i, 0] for i in range(size) for j in range(size))),
        (rf"\sum_{{i=1}}^{{{size}}} \sum_{{j=i}}^{{{size}}} X_{{ij}} v_j", lambda X, v: sum(
            X[i, j] * v[j, 0] for i in range(size) for j in range(i, size))),
        (rf"\sum_{{i=1}}^{{{size}}} v_{{{size}+1-i}} X_{{:,i}}", lambda X, v: column(sum(
            v[size - 1 - i, 0] * X[:, i] for i in range(size)))),
        (rf"\sum_{{i={first}}}^{{{last}}} X_{{i,:}} \sum_j v_j X_{{j,i}}", lambda X, v: sum(
            X[i - 1:i] * (v[:, 0] @ X[:, i - 1]) for i in run)),
        (rf"\sum_{{k={first}}}^{{{last}}} X^{{k}} v", lambda X, v: sum(
            np.linalg.matrix_power(X, k) @ v for k in run))]))


@oracle("Indexed.placed")
def placed_by_index(chance):
    """Back through an entry, a row or a column that an index picks, inside a sum of derivatives."""
    rows, columns = chance.oblong()
    x, v = chance.numbers(rows, columns), chance.numbers(rows)

    def placed(i, j, value):
        whole = np.zeros((rows, columns), dtype=np.result_type(value))
        whole[i, j] = value
        return whole
    return Case({"X": x, "v": v}, *chance.turn([
        (r"\sum_i i \frac{\partial}{\partial v} (v_i^3)", lambda X, v: column(
            [(i + 1) * 3 * v[i, 0] ** 2 for i in range(rows)])),
        (r"\sum_i \sum_j \frac{\partial}{\partial X} (v_i X_{ij}^2)", lambda X, v: sum(
            placed(i, j, 2 * v[i, 0] * X[i, j]) for i in range(rows) for j in range(columns))),
        (r"\sum_j \frac{\partial}{\partial X} (v^T X_{:,j})", lambda X, v: v + 0 * X),
        (r"\sum_i v_i \frac{\partial}{\partial X} (X_{i,:} X_{i,:}^T)", lambda X, v: 2 * v * X)]))


@oracle("Fold.Kind.product")
def fold_product(chance):
    """Of numbers, and of matrices from left to right."""
    size = chance.size(2, 3)
    a, b = chance.numbers(size, size), chance.numbers(size)
    last = chance.randint(1, 3)

    def powers(A, b):
        total = np.eye(size)
        for k in range(1, last + 1):
            total = total @ (A + k * np.outer(b[:, 0], b[:, 0]))
        return total
    return Case({"A": a, "b": b}, *chance.turn([
        (r"\prod_i b_i^2 A_{11}", lambda A, b: np.prod([each**2 * A[0, 0] for each in b[:, 0]])),
        (r"\prod_i (b_i + A_{i,1})", lambda A, b: np.prod(b[:, 0] + A[:, 0])),
        (rf"\prod_{{k=1}}^{{{last}}} (A + k b b^T)", powers)]))


def fold_extremum(word, sign):
    def make(chance):
        rows, columns = chance.shape(2, 3)
        x = chance.numbers(rows, columns)
        return Case({"X": x}, *chance.turn([
            (rf"\{word}_i X_{{i1}}", lambda X: sign * max(sign * X[:, 0])),
            (rf"(\{word}_j X_{{2j}})^2", lambda X: max(sign * X[1]) ** 2),
            (rf"\sum_i (\{word}_j X_{{ij}})^3", lambda X: sum((sign * max(sign * row)) ** 3 for row in X))]))
    make.__name__ = f"fold_{word}"
    return make


oracle("Fold.Kind.extremum")(fold_extremum("max", 1))
oracle("Fold.Kind.extremum")(fold_extremum("min", -1))


# ---------------------------------------------------------------- Functions

def logistic(z):
    return 1 / (1 + np.exp(-z))


#: A body, and it with its first and second derivative.
BODIES = [
    ("1 - z^2", lambda z: 1 - z**2, lambda z: -2 * z, lambda z: -2 + 0 * z),
    (r"\frac{1}{1 + e^{-z}}", logistic, lambda z: logistic(z) * (1 - logistic(z)),
     lambda z: logistic(z) * (1 - logistic(z)) * (1 - 2 * logistic(z))),
    (r"\frac{z}{1 + z^2}", lambda z: z / (1 + z**2), lambda z: (1 - z**2) / (1 + z**2) ** 2,
     lambda z: 2 * z * (z**2 - 3) / (1 + z**2) ** 3),
    ("2^z", lambda z: 2.0**z, lambda z: np.log(2) * 2.0**z, lambda z: np.log(2) ** 2 * 2.0**z),
    (r"z \sin z", lambda z: z * np.sin(z), lambda z: np.sin(z) + z * np.cos(z),
     lambda z: 2 * np.cos(z) - z * np.sin(z)),
    (r"e^{-z^2}", lambda z: np.exp(-z**2), lambda z: -2 * z * np.exp(-z**2),
     lambda z: (4 * z**2 - 2) * np.exp(-z**2)),
    (r"\sqrt{1 + z^2}", lambda z: np.sqrt(1 + z**2), lambda z: z / np.sqrt(1 + z**2),
     lambda z: (1 + z**2) ** -1.5),
    (r"\ln(1 + z^2)", lambda z: np.log(1 + z**2), lambda z: 2 * z / (1 + z**2),
     lambda z: 2 * (1 - z**2) / (1 + z**2) ** 2),
    (r"\max(0, z)^3", lambda z: np.maximum(0, z) ** 3, lambda z: 3 * np.maximum(0, z) ** 2,
     lambda z: 6 * np.maximum(0, z)),
    (r"\prod_{k=1}^{3} (z - k)", lambda z: z**3 - 6 * z**2 + 11 * z - 6,
     lambda z: 3 * z**2 - 12 * z + 11, lambda z: 6 * z - 12),
    (r"\sum_{k=1}^{3} z^k", lambda z: z + z**2 + z**3, lambda z: 1 + 2 * z + 3 * z**2,
     lambda z: 2 + 6 * z),
    (r"\tanh^2 z", lambda z: np.tanh(z) ** 2, lambda z: 2 * np.tanh(z) / np.cosh(z) ** 2,
     lambda z: (2 - 4 * np.sinh(z) ** 2) / np.cosh(z) ** 4),
]


@oracle("Call")
def call(chance):
    """A function of a number, applied to every shape: itself or a derivative of it."""
    x = chance.numbers(*chance.shape())
    body, *orders = chance.choice(BODIES)
    order = chance.randrange(3)
    primes = "'" * order
    return Case({"X": x}, f"f{primes}(X)", lambda X: orders[order](X), before=[f"f(z) = {body}"],
                extra=[("P", "f(X)", orders[0](x)), ("Q", "f'(X)", orders[1](x)),
                       ("R", "f''(X)", orders[2](x))])


@oracle("Call")
def call_of_what_is_known(chance):
    """The sigmoid and the divergence, which need no definition; a function of two numbers, and one that
    uses a name of the lesson."""
    shape = chance.shape()
    p, q = chance.positive(*shape, 0.1, 0.9), chance.positive(*shape, 0.1, 0.9)
    return chance.turn([
        lambda: Case({"X": p}, r"\sigma(X)", lambda X: logistic(X),
                     extra=[("Q", r"\sigma'(X)", logistic(p) * (1 - logistic(p)))]),
        lambda: Case({"P": p, "Q": q}, r"\text{KL}(P \| Q)",
                     lambda P, Q: P * np.log(P / Q) + (1 - P) * np.log((1 - P) / (1 - Q))),
        lambda: Case({"P": p, "Q": q}, "g(P, Q)", lambda P, Q: P * np.sin(Q) + Q**2,
                     before=[r"g(s, t) = s \sin t + t^2"]),
        lambda: Case({"P": p, "k": chance.numbers(1, 1)}, "g(P)", lambda P, k: np.exp(k[0, 0] * P),
                     before=["g(s) = e^{k s}"]),
        lambda: Case({"P": p, "k": chance.numbers(1, 1)}, "g'(P)",
                     lambda P, k: k[0, 0] * np.exp(k[0, 0] * P), before=["g(s) = e^{k s}"]),
    ])()


@oracle("Evaluation")
def evaluation(chance):
    """A quantity at a column of a matrix in the place of what it was computed from."""
    size, inner, many = chance.size(2, 3), chance.size(2, 3), chance.size(2, 3)
    k = chance.randrange(many)
    operands = {"W": chance.numbers(size, inner), "X": chance.numbers(inner, many)}
    x = chance.numbers(inner)
    return Case(operands, *chance.turn([
        (f"h(X_{{:,{k + 1}}})", lambda W, X: np.tanh(W @ X[:, k:k + 1])),
        (f"h(X_{{:,{k + 1}}}) + h(x)", lambda W, X: np.tanh(W @ X[:, k:k + 1]) + np.tanh(W @ x)),
        (r"\sum_i (h(X_{:,i})_1)^2", lambda W, X: sum(np.tanh(W @ X)[0] ** 2)),
        (r"\sum_i h(X_{:,i})", lambda W, X: column(np.sum(np.tanh(W @ X), axis=1)))]),
        before=["x = " + matrix(x), "v = W x", r"h(x) = \tanh(v)"])


# ---------------------------------------------------------------- Derivatives

def jacobian(f, x):
    """A row for each entry of f, a column for each of x, both in reading order."""
    outputs = np.asarray(f(x)).size
    return np.array([np.ravel(slope(lambda moved, k=k: np.ravel(f(moved))[k], x)) for k in range(outputs)])


@oracle("Derivative")
def jacobian_of_vector(chance):
    """Vectors by vectors, standing and lying, as values that are themselves differentiated."""
    rows, columns = chance.size(2, 3), chance.size(2, 3)
    a, x = chance.numbers(rows, columns), chance.numbers(columns)
    text, f = chance.turn([
        (r"\sin(A x)", lambda A, x: np.sin(A @ x)),
        ("A x", lambda A, x: A @ x),
        (r"\operatorname{softmax}(A x)", lambda A, x: softmax(A @ x)),
        (r"x \circ x \circ A_{1,:}^T", lambda A, x: x * x * A[:1].T),
        (r"x^T A^T", lambda A, x: x.T @ A.T),
        (r"\frac{x}{\|x\|}", lambda A, x: x / np.sqrt(np.sum(x**2)))])
    mark = chance.choice([r"\frac{\partial v}{\partial x}", r"\nabla_x v",
                          rf"\frac{{\partial}}{{\partial x}} ({text})"])
    return Case({"A": a, "x": x}, mark, lambda A, x: jacobian(lambda moved: f(A, moved), x),
                before=[f"v = {text}"], smooth=False)


@oracle("Derivative")
def derivative_by_part(chance):
    """By entries, rows and columns of a matrix, and by what was computed on the way."""
    rows, columns = chance.shape(2, 3)
    w, x = chance.numbers(rows, columns), chance.numbers(columns)
    i, j = chance.randrange(rows), chance.randrange(columns)
    cosine = lambda W, x: np.cos(W @ x)
    return Case({"W": w, "x": x}, *chance.turn([
        (rf"\frac{{\partial J}}{{\partial W_{{{i + 1}{j + 1}}}}}", lambda W, x: cosine(W, x)[i, 0] * x[j, 0]),
        (rf"\frac{{\partial J}}{{\partial W_{{{i + 1},:}}}}", lambda W, x: cosine(W, x)[i, 0] * x.T),
        (rf"\nabla_{{W_{{:,{j + 1}}}}} J", lambda W, x: cosine(W, x) * x[j, 0]),
        (r"\nabla_W J", lambda W, x: cosine(W, x) @ x.T),
        (r"\nabla_v J", cosine),
        (rf"\frac{{\partial s}}{{\partial W_{{{i + 1}{j + 1}}}}}", lambda W, x: np.array(
            [[cosine(W, x)[k, 0] * x[j, 0] if k == i else 0] for k in range(rows)])),
        (rf"\frac{{\partial s}}{{\partial x_{j + 1}}}", lambda W, x: cosine(W, x) * W[:, j:j + 1]),
        (rf"\frac{{\partial s_{i + 1}}}{{\partial W}}", lambda W, x: np.array(
            [cosine(W, x)[k, 0] * x[:, 0] if k == i else 0 * x[:, 0] for k in range(rows)]))]),
        before=["v = W x", r"s = \sin(v)", r"J = \sum_i s_i"])


# ---------------------------------------------------------------- References

def differences(f, step):
    return (f(step) - f(-step)) / (2 * step)


def along(f, step=4e-3):
    """The slope at 0 of a function of a number: central differences, extrapolated three times."""
    rows = [[differences(f, step / 2**k)] for k in range(4)]
    for k in range(1, 4):
        for level in range(1, k + 1):
            before = rows[k][level - 1]
            rows[k].append(before + (before - rows[k - 1][level - 1]) / (4**level - 1))
    return rows[3][3]


def slope(f, x, step=4e-3):
    result = np.zeros(x.shape)
    for place in np.ndindex(*x.shape):
        def moved(by):
            other = x.copy()
            other[place] += by
            return f(other)
        result[place] = along(moved, step)
    return result


# ---------------------------------------------------------------- A case as a lesson

GRADIENTS, SECOND = "GHKL", "MNOS"


def lesson(case, chance):
    """The lines of a case, and what is expected: (name, line, a value or a function of the report's
    values that gives it, how close)."""
    lines = [f"{name} = {matrix(value)}" for name, value in case.operands.items()]
    lines += case.before
    lines.append(f"{case.left} = {case.latex}")
    expected = []
    if isinstance(case, Drawn):
        return lines + drawn(case, chance, expected), expected
    value = case.at(case.operands)
    expected.append(("Y", lines[-1], value, VALUE))
    for name, text, extra in case.extra:
        lines.append(f"{name} = {text}")
        expected.append((name, lines[-1], np.atleast_2d(extra), VALUE))
    weights = chance.numbers(*value.shape)
    lines.append("C = " + matrix(weights))
    # The sum of all entries times their weights: by name, or with the operation itself in it.
    inner = chance.choice(["Y", case.latex]) if case.left == "Y" else "Y"
    # A bracket around a tuple would be read as one more.
    if case.latex.startswith("("):
        inner = "Y"
    total = rf"\operatorname{{tr}}(C^T ({inner}))" if inner != "Y" or chance.random() < 0.5 else \
        r"\sum_r \sum_q C_{rq} Y_{rq}"
    if value.size == 1:
        total = f"C ({inner})" if inner != "Y" else "C Y"
    lines.append(f"F = {total}")

    def functional(values):
        return float(np.sum(weights * case.at(values)))

    expected.append(("F", lines[-1], np.array([[functional(case.operands)]]), VALUE))
    for position, (by, exact) in enumerate(case.by.items()):
        own = GRADIENTS[position]
        mark = chance.choice([rf"\nabla_{by} F", rf"\frac{{\partial F}}{{\partial {by}}}",
                              rf"\frac{{\partial}}{{\partial {by}}} F"])
        lines.append(f"{own} = {mark}")
        if exact is None:
            exact = slope(lambda moved: functional({**case.operands, by: moved}), case.operands[by])
        else:
            exact = float(weights[0, 0]) * exact
        expected.append((own, lines[-1], exact, SLOPE))
    if not case.smooth:
        return lines, expected
    # The derivative of what a derivative has in one direction, by every operand.
    first, *_ = chance.sample(list(case.by), 1)
    own = GRADIENTS[list(case.by).index(first)]
    at = case.operands[first]
    heading = chance.numbers(*at.shape, -1, 1)
    lines.append("D = " + matrix(heading))
    text = f"D {own}" if at.size == 1 else rf"\operatorname{{tr}}(D^T {own})"
    for position, by in enumerate(case.by):
        lines.append(rf"{SECOND[position]} = \nabla_{by} ({text})")

        def turned(moved):
            values = {**case.operands, by: moved}
            base = values[first]
            return along(lambda t: functional({**values, first: base + t * heading}), 3e-3)
        expected.append((SECOND[position], lines[-1], slope(turned, case.operands[by], 3e-3), SLOPE_OF_SLOPE))
    return lines, expected


def drawn(case, chance, expected):
    """The numbers must be those of the distribution, and the derivatives by its parameters follow."""
    shape = case.operands["X"].shape
    weights = chance.numbers(*shape)
    lines = ["C = " + matrix(weights),
             "F = " + ("C Y" if weights.size == 1 else r"\operatorname{tr}(C^T Y)")]

    def numbers(values):
        return standard_numbers(case, values["Y"])

    def value(values):
        own, are_right = numbers(values)
        return np.asarray(values["Y"], dtype=float) if are_right else np.full(shape, np.nan)

    expected.append(("Y", f"Y = {case.latex}", value, VALUE))
    expected.append(("F", lines[-1], lambda values: np.array(
        [[np.sum(weights * np.asarray(values["Y"]))]]), VALUE))

    def by(name):
        def exact(values):
            own, _ = numbers(values)
            factor = {("uniform", "a"): 1 - own, ("uniform", "b"): own, ("normal", "a"): np.ones(shape),
                      ("normal", "b"): own, ("bernoulli", "a"): np.zeros(shape)}[case.kind, name]
            return np.array([[np.sum(weights * factor)]])
        return (lambda values: weights) if name == "X" else exact
    for position, name in enumerate(case.operands):
        lines.append(rf"{GRADIENTS[position]} = \nabla_{name} F")
        expected.append((GRADIENTS[position], lines[-1], by(name), SLOPE))
    return lines


# ---------------------------------------------------------------- Running

class Mismatch(Exception):
    pass


def run(program, lines):
    text = "# T\n\n" + "".join(f"```math\n{line}\n```\n\n" for line in lines)
    process = subprocess.run(
        [program, "show", "--as", "json", "-"], input=text, capture_output=True, text=True, timeout=60)
    if process.returncode not in (0, 1):
        raise Mismatch(f"status {process.returncode} {process.stderr[-500:]}")
    report = json.loads(process.stdout)
    found = [equation for step in report["steps"] for equation in step["equations"]]
    if len(found) != len(lines):
        raise Mismatch(f"{len(found)} equations of {len(lines)} lines")
    errors = [finding for finding in report["findings"] if finding["severity"] == "error"]
    if errors:
        raise Mismatch("; ".join(f"{each['summary']} ({each['id']}, line {lines[(each['line'] - 4) // 4]})"
                                 for each in errors))
    return {equation["name"]: equation.get("value") for equation in found if equation.get("name")}


def distance(own, theirs):
    """How far two values are apart, as a part of the largest entry, or of 1 where that is less."""
    if own is None:
        return np.inf
    own = np.array([[np.nan if entry is None else float(entry) for entry in row] for row in own])
    if own.shape != theirs.shape or not np.all(np.isfinite(own)) or not np.all(np.isfinite(theirs)):
        return np.inf
    return float(np.max(np.abs(own - theirs)) / max(1.0, np.max(np.abs(theirs))))


def compared(program, lines, expected):
    """(what, is right, distance, sentence) of everything that a case expects."""
    try:
        values = run(program, lines)
    except Mismatch as problem:
        return [("error", False, np.inf, f"{problem}")]
    results = []
    for name, line, theirs, closeness in expected:
        own = values.get(name)
        try:
            theirs = theirs(values) if callable(theirs) else theirs
            far = distance(own, theirs)
        except (TypeError, ValueError) as problem:
            theirs, far = f"nothing: {problem}", np.inf
        kind = {VALUE: "value", SLOPE: "derivative", SLOPE_OF_SLOPE: "second derivative"}[closeness]
        results.append((kind, far <= closeness, far, f"{line}\n  expected {np.asarray(theirs).tolist()}\n"
                        f"  got      {own}  ({far:.1e} apart)"))
    return results


def makers():
    """Every oracle once, with the operations that it stands for."""
    own = {}
    for key, all_of_key in ORACLES.items():
        for make in all_of_key:
            own.setdefault(make, []).append(key)
    return own


def made(make, keys, number, seed):
    chance = Chance(f"{seed} {make.__name__} {' '.join(keys)} {number}")
    chance.number = number + seed
    return lesson(make(chance), chance)


def sources():
    return {file.name: file.read_text() for file in sorted(OPERATIONS.glob("*.swift"))}


def main(program, count, seed):
    print(f"seed {seed}")
    complaints = gaps(sources(), ORACLES)
    tasks = [(make, keys, number) for make, keys in makers().items() for number in range(count)]
    lessons = [made(*task, seed) for task in tasks]
    written = "\n".join(line for lines, _ in lessons for line in lines)
    for word, file in words(sources()).items():
        if count >= 6 and not re.search(rf"\\operatorname{{{word}}}|\\{word}\b", written):
            complaints.append(f"{file}: no oracle writes \\operatorname{{{word}}}. Add it to the texts of "
                              f"the oracle of its operation in {Path(__file__).name}.")
    for complaint in complaints:
        print(complaint)
    with ThreadPoolExecutor(2) as pool:
        all_results = list(pool.map(lambda each: compared(program, *each), lessons))
    counts, worst, wrong = {}, {}, {}
    for (make, keys, _), (lines, _), results in zip(tasks, lessons, all_results):
        for kind, is_right, far, sentence in results:
            counts[kind] = counts.get(kind, 0) + 1
            if is_right:
                worst[kind] = max(worst.get(kind, 0), far)
                continue
            own = wrong.setdefault(" ".join(keys), [])
            own.append(kind)
            if len(own) <= 3:
                print(f"{', '.join(keys)}: {kind} of {sentence}\n  in\n    " + "\n    ".join(lines))
    print(f"{len(ORACLES)} operations, {len(makers())} oracles, {len(lessons)} cases: " + ", ".join(
        f"{counts[kind]} {kind}s (at most {worst.get(kind, 0):.0e} apart)" for kind in counts))
    for keys, own in wrong.items():
        print(f"{keys}: {len(own)} wrong")
    if wrong or complaints:
        sys.exit(f"{sum(map(len, wrong.values()))} values are wrong, {len(complaints)} gaps (seed {seed})")


# ---------------------------------------------------------------- That what is wrong is found

def self_test(program, seed):
    """Every single expectation must fail when it is moved by a little, or turned; and gaps are found."""
    problems = []

    def must(holds, sentence):
        if not holds:
            problems.append(sentence)
    own = sources()
    must(not gaps(own, ORACLES), "there are gaps before anything was removed")
    for file, declared, added in [
            ("Norms.swift", "case one", "case one, largest"),
            ("SquareMatrices.swift", "case eigenvectors\n", "case eigenvectors\n  case rank\n"),
            ("Folds.swift", "case sum, product", "case sum, product, mean"),
            ("Sums.swift", "case all, ofEachRow", "case all, ofDiagonal, ofEachRow"),
            ("Placements.swift", "case repeated(Shape)", "case repeated(Shape), rolled(by: Int, Shape)"),
            ("Calls.swift", "package struct Call:", "package struct Limit: OperationFamily {}\nstruct Call:")]:
        must(declared in own[file], f"{file} has no {declared!r} any more")
        found = gaps({**own, file: own[file].replace(declared, added, 1)}, ORACLES)
        must(len(found) == 1 and "has no oracle" in found[0], f"{added!r} in {file} gives {found}")
    must(len(gaps({**own, "New.swift": "enum Shift: Hashable { case left }"}, ORACLES)) == 1,
         "a new enum is not found")
    for key in ORACLES:
        found = gaps(own, {each: make for each, make in ORACLES.items() if each != key})
        must(len(found) == 1 and f"{key} has no oracle" in found[0], f"without {key}: {found}")
    must("belongs to no case" in "".join(gaps(own, {**ORACLES, "Norm.two": []})), "Norm.two is not found")
    checked = 0
    for make, keys in makers().items():
        lines, expected = made(make, keys, 0, seed)
        try:
            values = run(program, lines)
        except Mismatch as problem:
            problems.append(f"{keys}: {problem}")
            continue
        for name, line, theirs, closeness in expected:
            theirs = theirs(values) if callable(theirs) else theirs
            must(distance(values.get(name), theirs) <= closeness, f"{line} is wrong as it is")
            moved = np.array(theirs, dtype=float)
            moved.flat[checked % moved.size] += 3 * closeness * max(1, np.max(np.abs(moved)))
            must(distance(values.get(name), moved) > closeness, f"{line}: a wrong number is not found")
            if theirs.shape[0] != theirs.shape[1]:
                must(distance(values.get(name), theirs.T) > closeness, f"{line}: a turned value is not found")
            checked += 1
    # And a function with another function's oracle.
    for right, other in [("sin", "cos"), ("tanh", "exp"), ("abs", "sign")]:
        chance = Chance(f"{seed} {right}")
        case = elementary(right)(chance)
        case.value, case.extra = lambda X: ELEMENTARY[other][2](X), []
        results = compared(program, *lesson(case, chance))
        for kind in ("value", "derivative"):
            must(any(not is_right for each, is_right, *_ in results if each == kind),
                 f"{right} with the oracle of {other}: no {kind} is wrong")
    for problem in problems:
        print(problem)
    if problems:
        sys.exit(f"the comparison lets {len(problems)} things pass (seed {seed})")
    print(f"self-test: each of {checked} expectations is found when it is wrong, and each gap")


if __name__ == "__main__":
    given = sys.argv[1:]
    if given and given[0] == "--self-test":
        self_test(os.path.abspath(given[1]), int(given[2]) if len(given) > 2 else 1)
    elif given == ["--gaps"]:
        sys.exit("\n".join(gaps(sources(), ORACLES)) or 0)
    else:
        main(os.path.abspath(given[0]), int(given[1]) if len(given) > 1 else 6,
             int(given[2]) if len(given) > 2 else random.randrange(1_000_000))
