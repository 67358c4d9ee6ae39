"""Makes the answers of this folder with NumPy: `python3 make-second.py`. See ../README.md."""
import pathlib

import numpy as np

HERE = pathlib.Path(__file__).parent
DECIMALS = 3


def column(*entries):
    return np.array(entries, dtype=float).reshape(-1, 1)


class ByHand(np.ndarray):
    """An array of which every operation is rounded to the decimals a student carries."""

    def __array_ufunc__(self, ufunc, method, *inputs, **options):
        plain = [np.asarray(i) if isinstance(i, ByHand) else i for i in inputs]
        result = np.round(getattr(ufunc, method)(*plain, **options), DECIMALS)
        return np.asarray(result).view(ByHand)


def filter_names():
    n = dict(
        x=column(0.6, -0.4), P=np.array([[0.5, 0.2], [0.2, 0.7]]), A=np.array([[0.9, 0.3], [-0.2, 0.8]]),
        Q=np.array([[0.15, 0.05], [0.05, 0.25]]), C=np.array([[0.8, -0.5]]), r=0.35, y=1.3)
    n["p"] = n["A"] @ n["x"]
    n["M"] = n["A"] @ n["P"] @ n["A"].T + n["Q"]
    n["s"] = (n["C"] @ n["M"] @ n["C"].T + n["r"]).item()
    n["e"] = (n["y"] - n["C"] @ n["p"]).item()
    n["K"] = n["M"] @ n["C"].T / n["s"]
    n["u"] = n["p"] + n["K"] * n["e"]
    return n


def oscillator_names():
    n = dict(m=1.7, k=2.6, c=0.45, h=0.15, x=0.85, v=-0.62)
    n["a"] = (-n["k"] * n["x"] - n["c"] * n["v"]) / n["m"]
    n["w"] = n["v"] + n["h"] * n["a"]
    n["q"] = n["x"] + n["h"] * n["w"]
    return n


def weights_names():
    n = dict(x=column(1.4, 0.3, 2.2, -0.7), w=column(0.5, 1.5, 0.8, 0.4))
    n["s"] = n["w"].sum()
    n["mu"] = (n["w"] * n["x"]).sum() / n["s"]
    n["V"] = (n["w"] * (n["x"] - n["mu"]) ** 2).sum() / n["s"]
    return n


#: Question: key in NumPy, then slips: word, keyboard, NumPy (None: the same text), why; or a slip of the pen.
FILTER = {
    1: ("A @ x", [
        ("transpose", "A' x", "A.T @ x", "A was transposed."),
        ("transpose", "(x' A)'", "(x.T @ A).T", "x stands at the left."),
        ("hadamard", "[A_11*x_1; A_22*x_2]", "column(A[0,0]*x[0,0], A[1,1]*x[1,0])", "Only the diagonal was taken."),
        ("sign", "A [x_1; -x_2]", "A @ column(x[0,0], -x[1,0])", "The sign of the second state was lost."),
        ("neighbour", "P x", "P @ x", "P for A."),
        ("digits", 1, None, "Two digits exchanged."), ("zero", 2, None, "Entry 2 was left 0."),
        ("copied", 2, 1, "Entry 1 was copied to entry 2."),
    ]),
    2: ("A @ P @ A.T + Q", [
        ("dropped-term", "A P A'", "A @ P @ A.T", "The noise Q is missing."),
        ("sign", "A P A' - Q", "A @ P @ A.T - Q", "Q was subtracted."),
        ("transpose", "A' P A + Q", "A.T @ P @ A + Q", "The transpose stands at the wrong A."),
        ("transpose", "A P A + Q", "A @ P @ A + Q", "A transpose is missing."),
        ("dropped-factor", "P A' + Q", "P @ A.T + Q", "The first A is missing."),
        ("dropped-factor", "A P + Q", "A @ P + Q", "The second A is missing."),
        ("neighbour", "A Q A' + P", "A @ Q @ A.T + P", "P and Q are exchanged."),
        ("dropped-factor", "A A' + Q", "A @ A.T + Q", "P is missing."),
        ("extra-factor", "A P A' + 2 Q", "A @ P @ A.T + 2 * Q", "Q twice."),
    ]),
    3: ("C @ M @ C.T + r", [
        ("dropped-term", "C M C'", "C @ M @ C.T", "The noise r is missing."),
        ("sign", "C M C' - r", "C @ M @ C.T - r", "r was subtracted."),
        ("neighbour", "C P C' + r", "C @ P @ C.T + r", "P for M: the old spread."),
        ("neighbour", "C Q C' + r", "C @ Q @ C.T + r", "Q for M."),
        ("dropped-factor", "C C' + r", "C @ C.T + r", "M is missing."),
        ("power", "C M C' + r^2", "C @ M @ C.T + r**2", "r was squared."),
        ("point", 1, None, "The decimal point is one place off."),
    ]),
    4: ("y - C @ p", [
        ("difference-turned", "C p - y", "C @ p - y", "The difference is turned."),
        ("neighbour", "y - C x", "y - C @ x", "x for p: the state before."),
        ("dropped-term", "y", "np.array([[y]])", "What was expected is missing."),
        ("sign", "y + C p", "y + C @ p", "A plus for the minus."),
        ("dropped-summand", "y - C_11 p_1", "y - C[0,0] * p[:1]", "The second summand is missing."),
        ("sign", "y - (C_11 p_1 - C_12 p_2)", "y - (C[0,0]*p[:1] - C[0,1]*p[1:])", "A sign within the product was lost."),
    ]),
    5: ("M @ C.T / s", [
        ("dropped-factor", "M C'", "M @ C.T", "It was not divided by s."),
        ("dropped-factor", "C' / s", "C.T / s", "M is missing."),
        ("neighbour", "P C' / s", "P @ C.T / s", "P for M."),
        ("turned-over", "M C' s", "M @ C.T * s", "Multiplied by s."),
        ("neighbour", "M C' / r", "M @ C.T / r", "r for s."),
        ("one-up", "M C' / (C M C')", "M @ C.T / (C @ M @ C.T)", "s without r."),
        ("sign", "-M C' / s", "-(M @ C.T) / s", "A minus too many."),
        ("zero", 1, None, "Entry 1 was left 0."), ("sign", 2, None, "The sign of entry 2 was lost."),
    ]),
    6: ("p + K * e", [
        ("sign", "p - K e", "p - K * e", "Minus for plus."),
        ("dropped-factor", "p + K", "p + K", "e is missing."),
        ("neighbour", "x + K e", "x + K * e", "x for p."),
        ("dropped-term", "K e", "K * e", "p is missing."),
        ("neighbour", "p + K y", "p + K * y", "The measurement for its error."),
        ("dropped-term", "p", "p * 1", "Nothing was corrected."),
        ("digits", 2, None, "Two digits exchanged."),
    ]),
}
OSCILLATOR = {
    1: ("(-k*x - c*v)/m", [
        ("dropped-divisor", "-k x - c v", "-k*x - c*v", "It was not divided by m."),
        ("dropped-term", "-k x / m", "-k*x/m", "The friction is missing."),
        ("dropped-term", "-c v / m", "-c*v/m", "The spring is missing."),
        ("sign", "(-k x + c v)/m", "(-k*x + c*v)/m", "The sign of the friction is turned."),
        ("sign", "(k x - c v)/m", "(k*x - c*v)/m", "The sign of the spring is turned."),
        ("sign", "(k x + c v)/m", "(k*x + c*v)/m", "The whole sign is turned."),
        ("bracket", "-k x - c v / m", "-k*x - c*v/m", "Only the friction was divided by m."),
        ("neighbour", "(-k v - c x)/m", "(-k*v - c*x)/m", "x and v are exchanged."),
        ("power", "(-k x^2 - c v)/m", "(-k*x**2 - c*v)/m", "x was squared."),
    ]),
    2: ("v + h*a", [
        ("sign", "v - h a", "v - h*a", "Minus for plus."),
        ("dropped-factor", "v + a", "v + a", "The step h is missing."),
        ("dropped-term", "h a", "h*a", "v is missing."),
        ("neighbour", "x + h a", "x + h*a", "x for v."),
        ("turned-over", "v + a/h", "v + a/h", "Divided by h."),
        ("extra-factor", "v + h a / 2", "v + h*a/2", "Half a step."),
    ]),
    3: ("x + h*w", [
        ("neighbour", "x + h v", "x + h*v", "The old speed for the new one."),
        ("sign", "x - h w", "x - h*w", "Minus for plus."),
        ("dropped-factor", "x + w", "x + w", "The step h is missing."),
        ("neighbour", "x + h a", "x + h*a", "a for w."),
        ("power", "x + h^2 w", "x + h**2*w", "h was squared."),
        ("digits", 1, None, "Two digits exchanged."),
    ]),
    4: ("0.5*m*v**2 + 0.5*k*x**2", [
        ("dropped-factor", "m v^2 + k x^2", "m*v**2 + k*x**2", "The halves are missing."),
        ("dropped-factor", "m v^2 + k x^2 / 2", "m*v**2 + k*x**2/2", "The first half is missing."),
        ("power", "m v / 2 + k x / 2", "m*v/2 + k*x/2", "The squares are missing."),
        ("power", "m v^2 / 2 + k x / 2", "m*v**2/2 + k*x/2", "The square of x is missing."),
        ("dropped-term", "m v^2 / 2", "m*v**2/2", "The spring is missing."),
        ("dropped-term", "k x^2 / 2", "k*x**2/2", "The motion is missing."),
        ("sign", "m v^2 / 2 - k x^2 / 2", "m*v**2/2 - k*x**2/2", "A minus: the Lagrangian."),
        ("power", "m (2 v) / 2 + k x^2 / 2", "m*(2*v)/2 + k*x**2/2", "Twice v for its square."),
        ("neighbour", "k v^2 / 2 + m x^2 / 2", "k*v**2/2 + m*x**2/2", "m and k are exchanged."),
        ("point", 1, None, "The decimal point is one place off."),
    ]),
    5: ("c*v**2*h", [
        ("power", "c v h", "c*v*h", "The square is missing."),
        ("dropped-factor", "c v^2", "c*v**2", "h is missing."),
        ("dropped-factor", "v^2 h", "v**2*h", "c is missing."),
        ("sign", "-c v^2 h", "-c*v**2*h", "A minus too many."),
        ("neighbour", "c x^2 h", "c*x**2*h", "x for v."),
        ("extra-factor", "c v^2 h / 2", "c*v**2*h/2", "A half too many."),
    ]),
}
WEIGHTS = {
    1: ("(w*x).sum()/s", [
        ("dropped-divisor", "s mu", "(w*x).sum()", "It was not divided by the sum of the weights."),
        ("count", "s mu / 4", "(w*x).sum()/4", "Divided by their number."),
        ("dropped-factor", "(x_1 + x_2 + x_3 + x_4)/4", "x.sum()/4", "The weights are missing."),
        ("dropped-factor", "(x_1 + x_2 + x_3 + x_4)/s", "x.sum()/s", "The weights are missing above."),
        ("dropped-summand", "(w_1 x_1 + w_2 x_2 + w_3 x_3)/s", "(w*x)[:3].sum()/s", "The last summand is missing."),
        ("dropped-summand", "(w_2 x_2 + w_3 x_3 + w_4 x_4)/s", "(w*x)[1:].sum()/s", "The first summand is missing."),
        ("sign", "(w_1 x_1 + w_2 x_2 + w_3 x_3 - w_4 x_4)/s", "(w*abs(x)).sum()/s", "The sign of the last was lost."),
        ("turned-over", "s^2 mu", "(w*x).sum()*s", "Multiplied by the sum of the weights."),
    ]),
    2: ("(w*(x-mu)**2).sum()/s", [
        ("dropped-divisor", "s V", "(w*(x-mu)**2).sum()", "It was not divided."),
        ("count", "s V / 4", "(w*(x-mu)**2).sum()/4", "Divided by their number."),
        ("root", "sqrt(V)", "np.sqrt((w*(x-mu)**2).sum()/s)", "The root: the spread, not its square."),
        ("dropped-term", "(w_1 x_1^2 + w_2 x_2^2 + w_3 x_3^2 + w_4 x_4^2)/s", "(w*x**2).sum()/s", "The mean was not taken off."),
        ("count", "s V / (s - 1)", "(w*(x-mu)**2).sum()/(s-1)", "s − 1 for s."),
        ("dropped-summand", "(w_1 (x_1 - mu)^2 + w_2 (x_2 - mu)^2 + w_3 (x_3 - mu)^2)/s", "(w*(x-mu)**2)[:3].sum()/s",
         "The last summand is missing."),
        ("sign", "(w_1 (x_1 + mu)^2 + w_2 (x_2 + mu)^2 + w_3 (x_3 + mu)^2 + w_4 (x_4 + mu)^2)/s", "(w*(x+mu)**2).sum()/s",
         "Plus for minus."),
        ("power", "((w_1 (x_1 - mu))^2 + (w_2 (x_2 - mu))^2 + (w_3 (x_3 - mu))^2 + (w_4 (x_4 - mu))^2)/s",
         "((w*(x-mu))**2).sum()/s", "The weights were squared, too."),
    ]),
    3: ("(x[2:3]-mu)/np.sqrt(V)", [
        ("root", "(x_3 - mu)/V", "(x[2:3]-mu)/V", "The root is missing."),
        ("difference-turned", "(mu - x_3)/sqrt(V)", "(mu-x[2:3])/np.sqrt(V)", "The difference is turned."),
        ("dropped-term", "x_3/sqrt(V)", "x[2:3]/np.sqrt(V)", "The mean is missing."),
        ("dropped-divisor", "x_3 - mu", "x[2:3]-mu", "It was not divided."),
        ("neighbour", "(x_1 - mu)/sqrt(V)", "(x[0:1]-mu)/np.sqrt(V)", "The first for the third."),
        ("sign", "(x_3 + mu)/sqrt(V)", "(x[2:3]+mu)/np.sqrt(V)", "Plus for minus."),
        ("power", "(x_3 - mu)/V^2", "(x[2:3]-mu)/V**2", "The square for the root."),
        ("bracket", "x_3 - mu/sqrt(V)", "x[2:3]-mu/np.sqrt(V)", "Only the mean was divided."),
    ]),
    4: ("w/s", [
        ("count", "w/4", "w/4", "Divided by their number."),
        ("neighbour", "x/s", "x/s", "x for w."),
        ("turned-over", "w s", "w*s", "Multiplied by s."),
        ("copied", 4, 3, "Entry 3 was copied to entry 4."),
        ("digits", 2, None, "Two digits exchanged."),
    ]),
}


def typed(value):
    text = f"{value:.{DECIMALS}f}"
    return text[1:] if float(text) == 0 and text.startswith("-") else text


def matrix(cells):
    return cells[0][0] if len(cells) == len(cells[0]) == 1 else "[" + "; ".join(" ".join(r) for r in cells) + "]"


def cells(value):
    return [[typed(v) for v in row] for row in value]


def spoilt(key, what, k, other):
    own = cells(key)
    r, c = divmod(k - 1, key.shape[1])
    number = own[r][c]
    if what == "digits":
        own[r][c] = number[:-2] + number[-1] + number[-2]
    elif what == "point":
        own[r][c] = f"{float(number) * 10:.2f}"
    elif what == "sign":
        own[r][c] = number[1:] if number.startswith("-") else "-" + number
    elif what == "copied":
        own[r][c] = own[(other - 1) // key.shape[1]][(other - 1) % key.shape[1]]
    elif what == "zero":
        own[r][c] = "0"
    return None if all(abs(float(a) - b) < 2e-3 for a, b in zip(sum(own, []), key.flat)) else matrix(own)


def main():
    count = 0
    for name, numbers, asked in (
            ("filter", filter_names(), FILTER), ("oscillator", oscillator_names(), OSCILLATOR),
            ("weights", weights_names(), WEIGHTS)):
        lines = []
        for number, (formula, slips) in asked.items():
            question = f"more-to-ask/{number}"

            def at(text, by_hand=False):
                known = {n: np.round(v, 4).view(ByHand) if by_hand and isinstance(v, np.ndarray) else v
                         for n, v in numbers.items()}
                value = np.asarray(eval(text, {"np": np, "column": column, "abs": np.abs}, known), dtype=float)
                return np.atleast_2d(np.asarray(value, dtype=float))

            key = at(formula)
            for answer in dict.fromkeys([matrix(cells(key)), matrix(cells(at(formula, True)))]):
                lines.append([question, "honest", "value", answer, "", ""])
            for word, first, second, why in slips:
                count += 1
                if isinstance(first, int):
                    answer, keyboard = spoilt(key, word, first, second), ""
                else:
                    value, keyboard = at(second, by_hand=count % 3 == 0), first
                    near = value.shape == key.shape and np.all(np.abs(np.round(value, 3) - np.round(key, 3)) < 1.5e-3)
                    answer = None if near else matrix(cells(value))
                if answer is None or answer == matrix(cells(key)):
                    print("left out, because three decimals do not show it:", name, question, why)
                    continue
                lines.append([question, "slip", word, answer, keyboard, why])
        (HERE / f"{name}.tsv").write_text("".join("\t".join(line) + "\n" for line in lines))
        print(name, sum(line[1] == "slip" for line in lines), "slips")


main()
