#!/usr/bin/env python3
"""Writes operations.json: formulas that use every operation, with values from NumPy.

    make-operations.py > operations.json

A formula stands here twice, in LaTeX and in NumPy; nothing that longhand computes comes in. What is
not a number is weighed with constants and added up, so that every case has a gradient of the shape of
its variable. Slopes are central differences at steps that are halved three times, extrapolated
(Richardson): good to about ten digits. "second" is the slope by the name "by" of the gradient by it,
weighed with "direction" and added up: good to about seven.
"""

import json

import numpy as np

GIVENS = {
    "A": [[0.3, -0.7, 0.2], [1.1, 0.4, -0.6]],
    "C": [[1.5, -0.5, 2.0], [0.25, 1.0, -1.25]],
    "S": [[1.2, 0.3], [-0.4, 0.9]],
    "K": [[0.5, -2.0], [1.5, 0.75]],
    "R": [[2.0, 0.5, -0.25], [0.5, 1.0, 0.75], [-0.25, 0.75, -0.5]],
    "L": [[0.2, -1.0, 0.7], [0.4, 0.1, -0.3], [1.3, 0.6, -0.8]],
    "M": [[2.0, 0.5, -0.25], [0.1, 1.0, 0.75], [-0.3, 0.2, 1.5]],
    "v": [[0.8], [0.35], [0.6]],
    "w": [[0.25], [0.7]],
    "r": [[0.4, -0.9, 1.3]],
    "c": [[0.45]],
}


def softmax(x):
    axis = 1 if x.shape[0] == 1 else 0
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def eig(x):
    return np.linalg.eigvalsh((x + x.T) / 2)[::-1][:, None]


def eigvec(x):
    _, vectors = np.linalg.eigh((x + x.T) / 2)
    vectors = vectors[:, ::-1]
    largest = vectors[np.argmax(np.abs(vectors), axis=0), np.arange(len(x))]
    return vectors * np.sign(largest)


def logistic(x):
    return 1 / (1 + np.exp(-x))


def h(g):
    return g["A"] @ g["v"] + g["w"]


def total(x):
    return np.sum(x)


DEFINED = r"""
f(z) = \frac{1}{1 + e^{-z}}
p(x, y) = x^2 y + \sin y
h = A v + w
Q(v) = \frac12 \|f(A v) - w\|^2
"""

#: LaTeX, NumPy of the givens, the names it is differentiated by.
CASES = [
    # Statistics
    (r"\operatorname{mean}(A) c", lambda g: g["A"].mean() * g["c"], "Ac"),
    (r"\operatorname{var}(A)", lambda g: g["A"].var(), "A"),
    (r"\operatorname{mean}(A v) \operatorname{var}(v)",
     lambda g: (g["A"] @ g["v"]).mean() * g["v"].var(), "Av"),
    (r"\operatorname{var}(c)", lambda g: 0 * g["c"], "c"),
    # Columns
    (r"\operatorname{tr}(C^T \operatorname{softmax}(A))",
     lambda g: total(g["C"] * softmax(g["A"])), "A"),
    (r"r \operatorname{softmax}(v)", lambda g: g["r"] @ softmax(g["v"]), "v"),
    (r"\operatorname{softmax}(r) v", lambda g: softmax(g["r"]) @ g["v"], "r"),
    (r"\operatorname{softmax}(c)", lambda g: 1 + 0 * g["c"], "c"),
    (r"\operatorname{argmax}(v) c", lambda g: (1 + np.argmax(g["v"])) * g["c"], "c"),
    (r"\operatorname{argmax}(A) v", lambda g: (1 + np.argmax(g["A"], axis=0)) @ g["v"], "v"),
    # Square matrices
    (r"\operatorname{tr}(S S^T S)", lambda g: np.trace(g["S"] @ g["S"].T @ g["S"]), "S"),
    (r"\det S", lambda g: np.linalg.det(g["S"]), "S"),
    (r"\det M", lambda g: np.linalg.det(g["M"]), "M"),
    (r"w^T S^{-1} w", lambda g: g["w"].T @ np.linalg.inv(g["S"]) @ g["w"], "Sw"),
    (r"v^T M^{-1} v", lambda g: g["v"].T @ np.linalg.inv(g["M"]) @ g["v"], "Mv"),
    (r"w^T S^3 w", lambda g: g["w"].T @ np.linalg.matrix_power(g["S"], 3) @ g["w"], "S"),
    (r"w^T S^0 w", lambda g: g["w"].T @ g["w"], "w"),
    (r"r \operatorname{eig}(R)", lambda g: g["r"] @ eig(g["R"]), "R"),
    (r"\operatorname{tr}(L^T \operatorname{eigvec}(R))",
     lambda g: total(g["L"] * eigvec(g["R"])), "R"),
    # Placements
    (r"w^T \operatorname{diag}(w) h", lambda g: g["w"].T @ np.diagflat(g["w"]) @ h(g), "wAv"),
    (r"v^T (A_{1,:})^T c + A_{:,2}^T w",
     lambda g: g["v"].T @ g["A"][[0], :].T * g["c"] + g["A"][:, [1]].T @ g["w"], "Avw"),
    (r"A_{12} v_3 - A_{21} c", lambda g: g["A"][0, 1] * g["v"][2] - g["A"][1, 0] * g["c"], "Avc"),
    (r"w^T \begin{bmatrix} c & h_1 \\ 2 & w_2 \end{bmatrix} w",
     lambda g: g["w"].T @ np.array([[g["c"].item(), h(g)[0, 0]], [2, g["w"][1, 0]]]) @ g["w"],
     "cwv"),
    (r"r (c, h_1, c^2)",
     lambda g: g["r"] @ np.array([[g["c"].item()], [h(g)[0, 0]], [g["c"].item() ** 2]]), "cv"),
    (r"w^T (A \circ A) v", lambda g: g["w"].T @ (g["A"] * g["A"]) @ g["v"], "Av"),
    # Norms
    (r"\|A\|_F", lambda g: np.sqrt(total(g["A"] ** 2)), "A"),
    (r"\|A\|_2 c", lambda g: np.linalg.norm(g["A"], 2) * g["c"], "Ac"),
    (r"\|S\|_2^2", lambda g: np.linalg.norm(g["S"], 2) ** 2, "S"),
    (r"\|A\|_F^2 c", lambda g: total(g["A"] ** 2) * g["c"], "Ac"),
    (r"\|A v\|_1", lambda g: total(np.abs(g["A"] @ g["v"])), "Av"),
    (r"\|A v\|_2 + \|w\|^3", lambda g: np.linalg.norm(g["A"] @ g["v"]) + np.linalg.norm(g["w"]) ** 3,
     "vw"),
    # Entry by entry
    (r"\operatorname{tr}(C^T \tanh(A))", lambda g: total(g["C"] * np.tanh(g["A"])), "A"),
    (r"r (\sin(v) + \cos(2 v))", lambda g: g["r"] @ (np.sin(g["v"]) + np.cos(2 * g["v"])), "v"),
    (r"r (\sqrt{v} \circ \log v)", lambda g: g["r"] @ (np.sqrt(g["v"]) * np.log(g["v"])), "v"),
    (r"r |A^T w|", lambda g: g["r"] @ np.abs(g["A"].T @ g["w"]), "w"),
    (r"r \max(0, A^T w)", lambda g: g["r"] @ np.maximum(0, g["A"].T @ g["w"]), "w"),
    (r"\max(c, h_1)", lambda g: max(g["c"].item(), h(g)[0, 0]), "cv"),
    (r"\min(c, h_1)", lambda g: min(g["c"].item(), h(g)[0, 0]), "cv"),
    (r"r \operatorname{sign}(A^T w) c", lambda g: g["r"] @ np.sign(g["A"].T @ g["w"]) * g["c"], "c"),
    (r"\sum_i \begin{cases} v_i^2 & v_i > c \\ c v_i & \text{otherwise} \end{cases}",
     lambda g: total(np.where(g["v"] > g["c"], g["v"] ** 2, g["c"] * g["v"])), "vc"),
    (r"r \log_{c} v", lambda g: g["r"] @ (np.log(g["v"]) / np.log(g["c"])), "vc"),
    (r"r \tanh^{-1} (0.2 v)", lambda g: g["r"] @ np.arctanh(0.2 * g["v"]), "v"),
    (r"\begin{vmatrix} c & h_1 \\ 2 & w_2 \end{vmatrix}",
     lambda g: np.linalg.det(np.array([[g["c"].item(), h(g)[0, 0]], [2, g["w"][1, 0]]])), "cwv"),
    (r"c^{2.5} + 2^c - c^{-2}", lambda g: g["c"] ** 2.5 + 2 ** g["c"] - g["c"] ** -2, "c"),
    (r"c^{c}", lambda g: g["c"] ** g["c"], "c"),
    (r"r (-v)", lambda g: -g["r"] @ g["v"], "v"),
    (r"r \frac{c}{v}", lambda g: g["r"] @ (g["c"] / g["v"]), "vc"),
    (r"r \frac{v}{c}", lambda g: g["r"] @ (g["v"] / g["c"]), "vc"),
    (r"\operatorname{tr}(C^T \frac{A}{C})", lambda g: total(g["C"] * (g["A"] / g["C"])), "AC"),
    (r"\operatorname{tr}(C^T (A \circ A - c))", lambda g: total(g["C"] * (g["A"] ** 2 - g["c"])), "Ac"),
    (r"\operatorname{tr}(C^T (A \circ A + w))", lambda g: total(g["C"] * (g["A"] ** 2 + g["w"])), "Aw"),
    (r"\operatorname{tr}(C^T (w - A))", lambda g: total(g["C"] * (g["w"] - g["A"])), "Aw"),
    # Sums and products over an index
    (r"\sum_i f(h_i)", lambda g: total(logistic(h(g))), "Av"),
    (r"\sum_{i=1}^{2} \sum_{j=1}^{3} A_{ij}^2 v_j", lambda g: total(g["A"] ** 2 @ g["v"]), "Av"),
    (r"\sum_{i=2}^{3} v_i^2 v_{i-1}", lambda g: total(g["v"][1:] ** 2 * g["v"][:-1]), "v"),
    (r"\prod_i h_i", lambda g: np.prod(h(g)), "wv"),
    (r"\max_i h_i", lambda g: np.max(h(g)), "vw"),
    (r"\min_i h_i", lambda g: np.min(h(g)), "vw"),
    # Functions and quantities
    (r"r f(A^T w)", lambda g: g["r"] @ logistic(g["A"].T @ g["w"]), "w"),
    (r"r f'(A^T w)",
     lambda g: g["r"] @ (logistic(g["A"].T @ g["w"]) * (1 - logistic(g["A"].T @ g["w"]))), "w"),
    (r"p(c, h_1)", lambda g: g["c"] ** 2 * h(g)[0, 0] + np.sin(h(g)[0, 0]), "cv"),
    (r"p(h_1, c)", lambda g: h(g)[0, 0] ** 2 * g["c"] + np.sin(g["c"]), "cv"),
    (r"Q(v)", lambda g: quantity(g, g["v"]), "vAw"),
    (r"Q(2 v) c", lambda g: quantity(g, 2 * g["v"]) * g["c"], "vAwc"),
    (r"Q(A^T w)", lambda g: quantity(g, g["A"].T @ g["w"]), "wA"),
    (r"Q(v) - Q(c v)", lambda g: quantity(g, g["v"]) - quantity(g, g["c"] * g["v"]), "vc"),
]


def quantity(g, v):
    return 0.5 * total((logistic(g["A"] @ v) - g["w"]) ** 2)


def number(value):
    return float(np.asarray(value).reshape(-1)[0])


def slope(function, x, step):
    """Of a function of a matrix, by each of its entries; the values of the function may be arrays."""
    found = []
    for place in np.ndindex(x.shape):
        rows = []
        for halving in range(4):
            moved = step / 2**halving
            up, down = x.copy(), x.copy()
            up[place] += moved
            down[place] -= moved
            row = [(function(up) - function(down)) / (2 * moved)]
            for order, before in enumerate(rows[-1] if rows else [], start=1):
                row.append(row[-1] + (row[-1] - before) / (4**order - 1))
            rows.append(row)
        found.append(rows[-1][-1])
    return np.array(found)


def short(rows, digits):
    return [[float(f"{x:.{digits}g}") + 0.0 if abs(x) > 1e-10 else 0.0 for x in row] for row in rows]


def matrix(x):
    return r"\begin{bmatrix} " + r" \\ ".join(" & ".join(map(str, row)) for row in x) + r" \end{bmatrix}"


def main():
    givens = {name: np.array(rows) for name, rows in GIVENS.items()}
    # Other numbers for every name, to see that what is prepared follows; R stays symmetric.
    other = {name: np.round(rows * 1.25 + 0.125, 6) for name, rows in givens.items()}
    cases = []
    for latex, value, names in CASES:
        gradients = {}
        for name in names:
            def of(x):
                return number(value({**givens, name: x}))
            gradients[name] = slope(of, givens[name], 0.02).reshape(givens[name].shape).tolist()
        first, shape = names[0], givens[names[0]].shape
        direction = np.round(np.cos(np.arange(1, np.prod(shape) + 1)).reshape(shape), 2)

        def along(x):
            return total(direction * slope(
                lambda y: number(value({**givens, first: y})), x, 0.02).reshape(shape))

        second = slope(along, givens[first], 0.02).reshape(shape)
        moved = {name: other[name] if name in names else rows for name, rows in givens.items()}
        cases.append({
            "formula": latex, "value": number(value(givens)), "moved": number(value(moved)),
            "gradients": {name: short(rows, 11) for name, rows in gradients.items()},
            "by": first, "direction": direction.tolist(), "second": short(second.tolist(), 8)})
    lines = [f"{name} = {matrix(rows)}" if np.size(rows) > 1 else f"{name} = {rows[0][0]}"
             for name, rows in GIVENS.items()]
    print("{")
    print(f' "givens": {json.dumps(chr(10).join(lines) + DEFINED)},')
    print(f' "other": {json.dumps({name: rows.tolist() for name, rows in other.items()})},')
    print(' "cases": [')
    print(",\n".join("  " + json.dumps(case) for case in cases))
    print(" ]\n}")


if __name__ == "__main__":
    main()
