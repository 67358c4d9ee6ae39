"""Makes the answers of this folder from questions/*.txt: `python3 make-answers.py`. See README.md."""
import pathlib
import re
import sys

import numpy as np

from numbers_of_lessons import GIVENS, names, sigmoid, slope_of_sigmoid, slope_of_tanh

HERE = pathlib.Path(__file__).parent
DECIMALS = 3


class ByHand(np.ndarray):
    """An array of which every operation is rounded to the decimals a student carries."""

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        plain = [np.asarray(i) if isinstance(i, ByHand) else i for i in inputs]
        result = np.round(getattr(ufunc, method)(*plain, **options), DECIMALS)
        return np.asarray(result).view(ByHand)


class Names(dict):
    """`a2_1` is an entry of a2, `W2_12` one of W2."""

    def __missing__(self, name):
        found = re.fullmatch(r"(.+)_(\d)(\d)?", name)
        if not found or found[1] not in self:
            raise KeyError(name)
        value = self[found[1]]
        row, column = int(found[2]) - 1, int(found[3] or 1) - 1
        return value[row:row + 1, column:column + 1]


def python(formula):
    """The keyboard's spelling as Python."""
    formula = re.sub(r"(\w+)_\{:,(\d)\}", r"\1[:,COL\2]", formula)
    formula = re.sub(r"(\w+)_\{(\d),:\}", r"\1[ROW\2,:]", formula)
    formula = re.sub(r"(\w+)_\{(\d),(\d)\}", r"\1[ROW\2,COL\3]", formula)
    formula = re.sub(r"(ROW|COL)(\d)", lambda f: f"{int(f[2]) - 1}:{f[2]}", formula)
    formula = re.sub(r"\b([fg])'\(", r"\1p(", formula)
    formula = re.sub(r"(?<=[\w\)\]])'", ".T", formula)
    return formula.replace(".*", "*").replace("^", "**").replace("lambda", "lambda_")


def norm(value, kind=None):
    return np.sqrt((value * value).sum())


def calculate(formula, n, tanh, by_hand):
    def fitting(value):
        value = np.atleast_2d(np.array(value, dtype=float))
        return value.view(ByHand) if by_hand else value

    def applied(function):
        return lambda z: fitting(np.round(function(np.asarray(z)), DECIMALS if by_hand else 17))

    # What stands on the screen has four decimals.
    known = Names({("lambda_" if k == "lambda" else k): fitting(np.round(v, 4) if by_hand else v) for k, v in n.items()})
    slope = slope_of_tanh if tanh else slope_of_sigmoid
    known.update(
        f=applied(np.tanh if tanh else sigmoid), fp=applied(slope), g=known.get("g", applied(sigmoid)),
        gp=applied(slope_of_sigmoid), sigma=applied(sigmoid), tanh=applied(np.tanh), exp=applied(np.exp),
        log=applied(np.log), sqrt=applied(np.sqrt), abs=np.abs, norm=norm, F=None, np=np,
        fitting=fitting, range=range)
    value = eval(compile(formula, formula, "eval"), {"__builtins__": {}}, known)
    return np.atleast_2d(np.asarray(value, dtype=float))


# How numbers are typed.

def typed(value, decimals=DECIMALS):
    text = f"{value:.{decimals}f}"
    return text[1:] if float(text) == 0 and text.startswith("-") else text


def rows(value, decimals=DECIMALS):
    return [[typed(entry, decimals) for entry in row] for row in value]


def matrix(cells):
    return cells[0][0] if len(cells) == len(cells[0]) == 1 else "[" + "; ".join(" ".join(r) for r in cells) + "]"


def without_zero(number):
    return re.sub(r"\b0\.", ".", number)


def number_notations(value):
    n = typed(value)
    thousandths = round(float(n) * 1000)
    part = round(float(n) / 3, 3)
    yield from [n, without_zero(n), f"= {n}", f"≈ {n}", f"~{n}", f"a = {n}", f"({n})", f"{n}."]
    yield from [n.replace("-", "−"), n.replace("-", "–"), n.replace("-", "- ")]
    yield from [n.replace(".", ","), f"{thousandths}/1000", f"{thousandths} / 1000", f"{typed(float(n) * 100, 1)}%"]
    yield from [f"{typed(part)}+{typed(float(n) - part)}" if float(n) > part else f"{typed(part)} - {typed(part - float(n))}"]
    yield from [f"{float(n):.3e}", typed(value, 4), typed(value, 6), f"${n}$"]
    if value > 1:
        yield f"{int(value)} {thousandths - 1000 * int(value)}/1000"
        yield f"+{n}"


def vector_notations(value):
    flat = [r[0] for r in rows(value)]
    more = [typed(v, 4) for v in value[:, 0]]
    yield from ["[" + "; ".join(flat) + "]", "[" + ", ".join(flat) + "]", "[" + " ".join(flat) + "]"]
    yield from ["(" + ", ".join(flat) + ")", "(" + "; ".join(flat) + ")", "{" + ", ".join(flat) + "}"]
    yield from ["(" + " ".join(flat) + ")", "[" + ", ".join(flat) + "]^T", "[" + " ".join(flat) + "]'"]
    yield from ["[" + ", ".join(f"[{v}]" for v in flat) + "]", "np.array([" + ", ".join(flat) + "])"]
    yield from ["np.array([" + ", ".join(f"[{v}]" for v in flat) + "])", ", ".join(flat), "; ".join(flat), " ".join(flat)]
    yield from ["; ".join(v.replace(".", ",") for v in flat), " ".join(v.replace(".", ",") for v in flat)]
    yield from ["v = [" + ", ".join(flat) + "]", "⏎".join(flat), "[" + ", ".join(flat).replace("-", "−") + "]"]
    yield from ["[" + "; ".join(map(without_zero, flat)) + "]", "[" + "; ".join(more) + "]"]
    yield from [r"\begin{bmatrix} " + r" \\ ".join(flat) + r" \end{bmatrix}", "≈ [" + ", ".join(flat) + "]"]


def matrix_notations(value):
    cells, more = rows(value), rows(value, 4)
    yield from ["[" + "; ".join(" ".join(r) for r in cells) + "]", "[" + "; ".join(", ".join(r) for r in cells) + "]"]
    listed = "[" + ", ".join("[" + ", ".join(r) + "]" for r in cells) + "]"
    yield from [listed, f"np.array({listed})", "⏎".join(" ".join(r) for r in cells), "; ".join(" ".join(r) for r in cells)]
    yield from [r"\begin{bmatrix} " + r" \\ ".join(" & ".join(r) for r in cells) + r" \end{bmatrix}"]
    yield from ["[" + "; ".join(" ".join(r) for r in more) + "]", "G = " + listed]
    yield from ["[" + "; ".join(" ".join(v.replace(".", ",") for v in r) for r in cells) + "]"]


GREEK = {"lambda": "λ", "delta": "δ", "rho_hat": "ρ̂", "rho": "ρ", "beta": "β", "Delta_": "Δ", "mu": "μ"}


def formula_notations(formula, latex):
    greek = formula
    for word, letter in GREEK.items():
        greek = re.sub(rf"\b{word}(?=[^a-z]|\b)" if word != "rho" else r"\brho\b", letter, greek)
    yield from [formula, formula.replace(" @ ", " "), formula.replace(".*", "∘"), greek, f"d = {formula}"]
    yield from [formula.replace(" ", ""), re.sub(r"(?<=[\w\)])'(?!\()(?<!f')", ".T", formula), f"({formula})"]
    yield from [re.sub(r"norm\((\w+), F\)", r"‖\1‖_F", formula), formula.replace(" @ ", "*"), formula.replace("^", "**")]
    if latex:
        yield latex


# Slips of the pen.

def spoilt(value, what, k, other):
    cells = rows(value)
    flat = [(r, c) for r in range(len(cells)) for c in range(len(cells[0]))]
    (r, c) = flat[k - 1]
    number = cells[r][c]
    if what == "digits":
        cells[r][c] = number[:-2] + number[-1] + number[-2] if number[-1] != number[-2] else number[:-3] + number[-2] + number[-3] + number[-1]
        if number[-3] == "." and number[-1] == number[-2]:
            return None
    elif what == "point":
        cells[r][c] = typed(float(typed(value[r, c])) * 10, 2)
    elif what in ("sign", "signs"):
        cells[r][c] = number[1:] if number.startswith("-") else "-" + number
    elif what == "copied":
        (r2, c2) = flat[other - 1]
        cells[r][c] = cells[r2][c2]
    elif what == "zero":
        cells[r][c] = "0"
    if all(abs(float(cells[i][j]) - value[i, j]) < 2 * 10**-DECIMALS for i, j in flat):
        return None
    return matrix(cells)


def same(a, b):
    """Whether three decimals cannot tell them apart."""
    return a.shape == b.shape and np.all(np.abs(np.round(a, DECIMALS) - np.round(b, DECIMALS)) < 1.5 * 10**-DECIMALS)


class Question:
    def __init__(self, line):
        head, self.formula = line[2:].split(": ", 1)
        self.id, self.kind = head.split(" ")[:2]
        self.decimals = int(head.split(" to ")[1]) if " to " in head else DECIMALS
        self.latex = None
        if " = " in self.formula:
            self.formula, self.latex = self.formula.split(" = ", 1)
        self.slips = []


def questions(path):
    found = []
    for line in path.read_text().splitlines():
        if line.startswith("@ "):
            found.append(Question(line))
        elif line.strip():
            head, *rest = [part.strip() for part in line.replace("||", "\0").split(" | ")]
            found[-1].slips.append((head, [r.replace("\0", "||") for r in rest]))
    return found


def answers(lesson, givens, asked):
    n = names(lesson, givens)
    lines, hidden, count = [], [], 0
    for question in asked:
        def line(sort, word, answer, formula="", why=""):
            lines.append("\t".join([question.id, sort, word, answer, formula, why]))

        if question.kind == "shape":
            rows_, columns = question.formula.split("x")
            for answer in (f"{rows_}x{columns}", f"{rows_}×{columns}", f"{rows_} x {columns}", f"{rows_}, {columns}",
                           f"({rows_}, {columns})", f"{rows_} by {columns}"):
                line("honest", "shape", answer)
            for word, (answer, why) in question.slips:
                line("slip", word, answer, "", why)
            continue
        if question.kind == "formula":
            bare = question.latex.removeprefix("formula ") if question.latex else None
            for answer in dict.fromkeys(formula_notations(question.formula, bare)):
                line("honest", "formula", answer)
            for word, (formula, why) in question.slips:
                line("slip", word, formula.split(" || ")[0], formula.split(" || ")[0], why)
            continue

        def at(formula, by_hand=False):
            text, _, own = formula.partition(" || ")
            return calculate(python(text) if not own else own, n, lesson == "tanh-net", by_hand)

        key, hand = at(question.formula), at(question.formula, by_hand=True)
        notations = number_notations(key[0, 0]) if key.size == 1 else (
            vector_notations(key) if key.shape[1] == 1 else matrix_notations(key))
        for answer in dict.fromkeys([*notations, matrix(rows(hand))]):
            line("honest", question.kind, answer)
        if question.decimals < DECIMALS:
            line("honest", question.kind, matrix(rows(key, question.decimals)))
        else:
            coarse = np.round(key, 2)
            if np.all(np.abs(coarse) > 0.015) and not np.allclose(coarse, np.round(key, DECIMALS)):
                line("open", question.kind, matrix(rows(key, 2)))
        for word, (first, *rest) in question.slips:
            count += 1
            if word.startswith("!"):
                continue
            value, why = at(first, by_hand=count % 3 == 0), rest[0]
            if same(value, key) or not np.all(np.isfinite(value)):
                hidden.append(f"{lesson} {question.id}: {why}")
                continue
            line("slip", word, matrix(rows(value)), first.split(" || ")[0], why)
        for word, (why,) in question.slips_of_the_pen:
            what, k, *other = word[1:].split()
            answer = spoilt(key, what, int(k), int(other[0]) if other else 0)
            if answer is None or answer == matrix(rows(key)):
                hidden.append(f"{lesson} {question.id}: {why}")
            else:
                line("slip", what.rstrip("s") if what == "signs" else what, answer, "", why)
    return lines, hidden


# The lessons with the questions in them.

def body(value):
    return r" \\ ".join(" & ".join(f"{v:g}" for v in r) for r in np.atleast_2d(value))


SCALARS = {"alpha": r"\alpha = ", "lambda": r"\lambda = ", "rho": r"\rho = ", "beta": r"\beta = ", "b2": "b^{(2)} &= "}


def with_questions(text, asked):
    before, _, rest = text.partition("\n## More to ask\n")
    after = rest[rest.index("\n## "):] if "\n## " in rest else ""
    if not rest and "\n## One step\n" in before:
        before, one, rest = before.partition("\n## One step\n")
        after = one + rest
    step = "".join(
        f"\nWhat is asked for here?\n\n<!-- check\n= {q.latex}\n-->\n" for q in asked if q.id.startswith("more-to-ask/"))
    return before + ("\n## More to ask\n" + step if step else "") + after


def refreshed(text, old, new):
    for name, value in old.items():
        if isinstance(value, np.ndarray):
            text = text.replace(body(value), body(new[name]))
        elif name in SCALARS:
            for sign in (SCALARS[name], SCALARS[name].replace(" = ", " &= ")):
                text = text.replace(f"{sign}{value:g}", f"{sign}{new[name]:g}")
    return text


def main():
    all_hidden, count = [], dict(honest=0, open=0, slip=0)
    for lesson, givens in GIVENS.items():
        asked = questions(HERE / "questions" / f"{lesson}.txt")
        for question in asked:
            question.slips_of_the_pen = [s for s in question.slips if s[0].startswith("!")]
        field = len(givens) == 1
        source = HERE / ("fields" if field else "lessons") / f"{lesson}.md"
        text = with_questions(source.read_text(), asked)
        source.write_text(text)
        for name, value in givens[0].items():
            if isinstance(value, np.ndarray) and lesson[:2] not in ("03", "05", "06", "07", "08"):
                assert body(value) in text, (lesson, name)
        for k, numbers in enumerate(givens):
            folder = "fields" if field else ("lessons", "fresh")[k]
            (HERE / "answers").mkdir(exist_ok=True)
            (HERE / folder).mkdir(exist_ok=True)
            if folder == "fresh":
                (HERE / folder / source.name).write_text(refreshed(text, givens[0], numbers))
            lines, hidden = answers(lesson, numbers, asked)
            all_hidden += [f"{folder}/{h}" for h in hidden]
            for line in lines:
                count[line.split("\t")[1]] += 1
            (HERE / "answers" / f"{folder}-{lesson}.tsv").write_text("\n".join(lines) + "\n")
    print(count)
    print("Left out, because three decimals do not show them:", *all_hidden, sep="\n  ", file=sys.stderr)


main()
