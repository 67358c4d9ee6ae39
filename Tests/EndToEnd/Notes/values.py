"""What NumPy computes from the numbers of the notes, written from the notes and not from what longhand
makes of them: the left side of a formula, without fonts, and its value there."""

import re

import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def column(*numbers):
    return np.array(numbers, dtype=float).reshape(-1, 1)


def gru():
    x, h = np.array([[0.5, -0.2]]), np.array([[0.1, -0.3]])
    xr, xz = np.array([[0.1, 0.2], [0.3, -0.1]]), np.array([[-0.2, 0.1], [0.5, 0.3]])
    xh, hr = np.array([[0.4, -0.2], [0.1, 0.1]]), np.array([[0.2, -0.3], [0.1, 0.4]])
    hz, hh = np.array([[0.3, 0.1], [-0.1, 0.2]]), np.array([[0.1, 0.2], [0.2, 0.1]])
    r = sigmoid(x @ xr + h @ hr + [[0.1, 0.1]])
    z = sigmoid(x @ xz + h @ hz + [[0.5, 0.4]])
    candidate = np.tanh(x @ xh + (r * h) @ hh + [[0.2, -0.1]])
    return {"R_1": r, "Z_1": z, r"\tilde{H}_1": candidate, "H_1": z * h + (1 - z) * candidate}


def lstm():
    xs = {1: np.array([[0.5, -0.2]]), 2: np.array([[0.1, 0.8]])}
    h, c = np.array([[0.1, -0.3]]), np.array([[0.2, 0.4]])
    wx = {"i": [[0.1, 0.2], [0.3, -0.1]], "f": [[-0.2, 0.1], [0.5, 0.3]],
          "o": [[0.4, -0.2], [0.1, 0.1]], "c": [[0.3, 0.5], [-0.4, 0.2]]}
    wh = {"i": [[0.2, -0.3], [0.1, 0.4]], "f": [[0.3, 0.1], [-0.1, 0.2]],
          "o": [[0.1, 0.2], [0.2, 0.1]], "c": [[0.2, 0.1], [0.3, -0.2]]}
    b = {"i": [[0.1, 0.1]], "f": [[0.5, 0.4]], "o": [[0.2, -0.1]], "c": [[0.05, 0.1]]}
    # The gates are a block of their own in the notes, and the state follows it: the first step.
    gate = {k: sigmoid(xs[1] @ np.array(wx[k]) + h @ np.array(wh[k]) + b[k]) for k in "ifo"}
    candidate = np.tanh(xs[1] @ np.array(wx["c"]) + h @ np.array(wh["c"]) + b["c"])
    c = gate["f"] * c + gate["i"] * candidate
    return {"I_1": gate["i"], "F_1": gate["f"], "O_1": gate["o"], r"\tilde{C}_1": candidate,
            "C_1": c, "H_1": gate["o"] * np.tanh(c)}


def optim():
    b1, b2, eta, eps = 0.9, 0.999, 0.1, 1e-8
    g = {1: column(1, 2), 2: column(0.5, -1)}
    v, s, x = column(0, 0), column(0, 0), column(0.4, 0.2)
    found = {}
    for t in (1, 2):
        v = b1 * v + (1 - b1) * g[t]
        s = b2 * s + (1 - b2) * g[t] ** 2
        vh, sh = v / (1 - b1 ** t), s / (1 - b2 ** t)
        step = eta * vh / (np.sqrt(sh) + eps)
        found |= {f"v_{t}": v, f"s_{t}": s, rf"\hat{{v}}_{t}": vh, rf"\hat{{s}}_{t}": sh,
                  f"g'_{t}": step}
        x = x - step
        found[f"x_{t}"] = x
    return found


def markov():
    a = np.array([[0.7, 0.3], [0.4, 0.6]])
    b = np.array([[0.5, 0.4, 0.1], [0.1, 0.3, 0.6]])
    first, o = np.array([0.6, 0.4]), [0, 1, 2]
    alpha = first * b[:, o[0]]
    v = first * b[:, o[0]]
    found = {r"\alpha_1(j)": alpha.reshape(-1, 1), "v_1(j)": v.reshape(-1, 1)}
    for t in (1, 2):
        alpha = (alpha @ a) * b[:, o[t]]
        v = np.array([max(v[i] * a[i, j] * b[j, o[t]] for i in range(2)) for j in range(2)])
        found[rf"{{\alpha_{t + 1}}}_j"] = alpha.reshape(-1, 1)
        found[rf"{{v_{t + 1}}}_j"] = v.reshape(-1, 1)
    beta = np.ones(2)
    found[r"\beta_T(j)"] = beta.reshape(-1, 1)
    for t in (1, 0):
        beta = np.array([sum(beta[i] * a[j, i] * b[i, o[t + 1]] for i in range(2)) for j in range(2)])
        found[rf"{{\beta_{t + 1}}}_j"] = beta.reshape(-1, 1)
    assert np.isclose(alpha.sum(), sum(first * beta * b[:, o[0]]))
    return found | {r"P(O | \lambda)": alpha.sum(), r"\hat{P}": v.max()}


def kalman():
    a, g = np.array([[1.2, 0], [0, -0.2]]), np.array([[1, 0.5], [0, 1]])
    r, q = np.array([[0.2, 0.1], [0.1, 0.3]]), np.array([[0.12, 0.09], [0.09, 0.135]])
    s = np.array([[0.9, 0.3], [0.3, 0.9]])
    k = a @ s @ g.T @ np.linalg.inv(g @ s @ g.T + r)
    m, y = column(0.2, -0.2), column(2.3, -1.9)
    return {r"\Sigma_1": a @ s @ a.T - k @ g @ s @ a.T + q, "K_0": k,
            r"\mu_1": a @ m + k @ (y - g @ m)}


def filtering():
    m, s = column(0.2, -0.2), np.array([[0.4, 0.3], [0.3, 0.45]])
    g, r, y = np.array([[1, 0.5], [0, 1]]), np.array([[0.2, 0.1], [0.1, 0.3]]), column(2.3, -1.9)
    gain = s @ g.T @ np.linalg.inv(g @ s @ g.T + r)
    a = np.diag([1.2, -0.2])
    q = 0.3 * s
    k = a @ gain
    return {r"\mu^{F}": m + gain @ (y - g @ m), r"\Sigma^{F}": s - gain @ g @ s, r"K_{\Sigma}": k,
            r"\mu_{new}": a @ m + k @ (y - g @ m), r"\Sigma_{new}": a @ s @ a.T - k @ g @ s @ a.T + q}


def qr():
    a1, a2 = column(1, 1, 0), column(1, 0, 1)
    e1 = a1 / np.linalg.norm(a1)
    u2 = a2 - (a2.T @ e1) * e1
    e2 = u2 / np.linalg.norm(u2)
    return {"e_1": e1, "u_2": u2, "e_2": e2, "Q": np.hstack([e1, e2]),
            "R": np.array([[(a1.T @ e1).item(), (a2.T @ e1).item()], [0, (a2.T @ e2).item()]])}


def softmax():
    f, y = np.array([3.2, 5.1, -1.7]), [0, 1]
    p, q = np.array([0, 1, 0]), np.array([0.1, 0.7, 0.2])
    share = np.exp(f) / np.exp(f).sum()
    return {"H(p, q)": -(p * np.log(q)).sum(), "L_i": column(*[-np.log(share[k]) for k in y]),
            r"P(y_i | x_i; W)": column(*[share[k] for k in y])}


def margins():
    s, y, delta = [13, -7, 11], [0, 1, 2], 1
    w = np.array([[0.2, -0.5, 0.1], [1.5, 1.3, 2.1], [0, 0.25, 0.2]])
    x = np.array([[0.5, -0.2, 0.3], [0.1, 0.9, -0.4], [-0.6, 0.2, 0.8]])

    def loss(i, score):
        return sum(max(0, score(j) - score(y[i]) + delta) for j in range(3) if j != y[i])

    return {"L_i": column(*[loss(i, lambda j: s[j]) for i in range(3)]),
            "M_i": column(*[loss(i, lambda j: w[j] @ x[i]) for i in range(3)])}


def graphs():
    a = np.array([[0, 1, 1], [1, 0, 0], [1, 0, 0]]) + np.eye(3)
    d = np.diag(a.sum(axis=1))
    half = np.diag(np.diag(d) ** -0.5)
    x = np.array([[1, 0.5], [-1, 2], [0.3, -0.7]])
    w = np.array([[0.2, -0.4], [0.6, 0.1]])
    s = np.array([[0, 0.5, 0.5], [1, 0, 0], [0.5, 0.5, 0]])
    return {r"\tilde{D}_{ii}": d, "H^{(1)}": sigmoid(half @ a @ half @ x @ w),
            "H": half @ a @ half @ x @ w, "G": 0.85 * s + 0.15 / 3 * np.ones((3, 3)),
            "p_1": 0.85 * s.T @ column(1, 0, 0) + 0.15 * column(0.2, 0.3, 0.5)}


def multiclass():
    x = np.array([[1, 0.5], [-0.5, 1], [0.2, -1]])
    y = [0, 2, 1]
    theta = np.array([[0.2, -0.1], [0.5, 0.3], [-0.4, 0.6]])
    share = np.exp(x @ theta.T)
    share /= share.sum(axis=1, keepdims=True)
    return {r"J(\theta)": -sum(np.log(share[i, y[i]]) for i in range(3)),
            r"P(y^{(i)} = k | x^{(i)}; \theta)": share, r"h_{\theta}(x)": share[:1].T}


def layers():
    x, w1 = column(0.5, -0.3), np.array([[0.2, 0.1], [-0.3, 0.4], [0.5, 0.6]])
    w2 = np.array([[0.1, -0.2, 0.3], [0.4, 0.5, -0.1]])
    o = w2 @ np.tanh(w1 @ x)
    loss = 0.5 * ((o - column(0.2, 0.8)) ** 2).sum()
    s = 0.05 * ((w1 ** 2).sum() + (w2 ** 2).sum())
    return {"o": o, "L": loss, "s": s, "J": loss + s}


def econometrics():
    x, z = np.array([2.0, 3, 5, 7, 8]), np.array([1.0, 2, 2, 4, 5])
    y, n, k = np.array([3.0, 5, 4, 9, 8]), 5, 2
    slope = np.cov(x, y)[0, 1] / np.var(x, ddof=1)
    fitted = y.mean() + slope * (x - x.mean())
    rest = y - fitted
    total, explained = np.sum((y - y.mean()) ** 2), np.sum((fitted - y.mean()) ** 2)
    r2, s2 = explained / total, np.sum(rest ** 2) / (n - 2)
    X, Z = np.column_stack([np.ones(n), x]), np.column_stack([np.ones(n), z])
    inverse = np.linalg.inv(X.T @ X)
    P = X @ inverse @ X.T
    e = y - P @ y
    weights = np.linalg.inv(np.diag([1.0, 2, 1, 3, 2]))
    p, w = np.array([0.2, 0.5, 0.3]), np.array([1.0, 2, 4])
    variance = s2 / np.sum((x - x.mean()) ** 2)
    return {
        r"\bar{x}": x.mean(), r"\bar{y}": y.mean(), r"\hat{\beta}_1": slope,
        r"\hat{\beta}_0": y.mean() - slope * x.mean(), r"\hat{y}_i": column(*fitted),
        r"\hat{u}_i": column(*rest), r"\text{SST}": total, r"\text{SSE}": explained,
        r"\text{SSR}": np.sum(rest ** 2), "R^2": r2, r"\bar{R}^2": 1 - (1 - r2) * (n - 1) / (n - k),
        r"\hat{\sigma}^{2}": s2, r"\operatorname{Var}(\hat{\beta}_1)": variance,
        r"\text{se}(\hat{\beta}_1)": np.sqrt(variance), "t": slope / np.sqrt(variance), "P": P,
        "M": np.eye(n) - P, "e": column(*e), "s^2": e @ e / (n - k),
        r"\hat{\beta}_{IV}": (np.linalg.inv(Z.T @ X) @ Z.T @ y).reshape(-1, 1),
        r"\hat{\beta}_{GLS}": (np.linalg.inv(X.T @ weights @ X) @ X.T @ weights @ y).reshape(-1, 1),
        r"\hat{V}": inverse @ (X.T @ np.diag(e ** 2) @ X) @ inverse,
        r"\text{DW}": np.sum(np.diff(e) ** 2) / np.sum(e ** 2),
        r"\hat{\rho}": np.sum(e[1:] * e[:-1]) / np.sum(e[:-1] ** 2),
        r"\operatorname{Cov}(x, z)": np.cov(x, z)[0, 1], "E[w]": p @ w,
        r"\operatorname{Var}(w)": p @ w ** 2 - (p @ w) ** 2,
        r"\text{AIC}": n * np.log(e @ e / n) + 2 * k,
    }


def mechanics():
    m, k, c, g, h, l, M, R, angle = 2, 50, 0.8, 9.81, 1.5, 1.2, 4, 0.25, 0.5
    r, F, v = np.array([1, 2, 0.5]), np.array([3.0, -1, 2]), np.array([0.4, 0, -1])
    w0, d, omega, t, mu, f0, x0 = np.sqrt(k / m), c / (2 * m), 3, 0.7, 0.3, 10, 0.1
    wd = w0 * np.sqrt(1 - (d / w0) ** 2)
    m1, m2, v1, v2 = 1.5, 2.5, 4.0, -1.0
    r1, r2 = np.array([0.0, 1, 2]), np.array([1.0, -1, 0])
    inertia = sum(a * (b @ b * np.eye(3) - np.outer(b, b)) for a, b in ((m1, r1), (m2, r2)))
    return {
        "g": g, "E_{kin}": m * (v @ v) / 2, "E_{pot}": m * g * h, r"\vec{p}": column(*(m * v)),
        "W": F @ r, r"\vec{M}": column(*np.cross(r, F)), r"\vec{L}": column(*(m * np.cross(r, v))),
        r"\omega_0": w0, "T": 2 * np.pi / w0, r"\omega_d": wd,
        "x(t)": x0 * np.exp(-d * t) * np.cos(wd * t),
        r"A(\Omega)": f0 / m / np.sqrt((w0 ** 2 - omega ** 2) ** 2 + (2 * d * omega) ** 2),
        r"\varphi": np.arctan(2 * d * omega / (w0 ** 2 - omega ** 2)),
        "a": g * (np.sin(angle) - mu * np.cos(angle)),
        r"\mathbf{r}_S": column(*((m1 * r1 + m2 * r2) / (m1 + m2))),
        "v'_1": ((m1 - m2) * v1 + 2 * m2 * v2) / (m1 + m2),
        "v'_2": ((m2 - m1) * v2 + 2 * m1 * v1) / (m1 + m2), "I_S": M * R ** 2 / 2,
        "I_A": M * R ** 2 / 2 + M * l ** 2, "T_{rot}": M * R ** 2 / 4 * omega ** 2, "I_{ij}": inertia,
        r"\Delta E": m1 * v1 ** 2 / 2 + m2 * v2 ** 2 / 2 - (m1 * v1 + m2 * v2) ** 2 / (m1 + m2) / 2,
    }


def signals():
    x, s, h = np.array([1.0, 2, 0, -1]), np.array([3.0, -1, 2, 0]), np.array([0.5, 0.3, 0.2])
    N, n = 4, np.arange(4)
    u = [0.0]
    for each in x:
        u.append(0.9 * u[-1] + 0.1 * each)
    grid = np.outer(n, n)
    return {
        "E_x": x @ x, "P_x": x @ x / N, "x_{RMS}": np.sqrt(x @ x / N), "T_s": 1 / 8000,
        r"\Omega": 2 * np.pi * 1000 / 8000, "f_c": 1 / (2 * np.pi * 1000 * 1e-6),
        "G_{dB}": 20 * np.log10(x @ x / N / 2),
        r"\text{SNR}": 10 * np.log10(s @ s / np.sum((s - x) ** 2)), r"\bar{x}": x.mean(),
        r"{\hat{\sigma}_x}^{2}": np.var(x, ddof=1), "w_0": 0.0, "w_1": (1 - np.cos(2 * np.pi / 3)) / 2,
        "w_3": (1 - np.cos(2 * np.pi)) / 2, "u_1": u[1], "u_4": u[4],
        "X_k": column(*[np.sum(x * np.cos(2 * np.pi * k * n / N)) for k in (1, 2, 3, 4)]),
        "g_0": 0.08, "g_2": 0.54 - 0.46 * np.cos(4 * np.pi / 3),
        r"H(\omega)": 1 / np.sqrt(1 + (0.4 * 1000 * 1e-6) ** 2),
        r"\mathbf{F}_{kn}": np.cos(2 * np.pi * grid / N) / 2, "h_{MA}": x[1:].mean(),
        r"\hat{s}": column(*(x @ s / (s @ s) * s)), r"Q_{\Delta}": 2 * 2 / 256,
        r"{\sigma_q}^{2}": (4 / 256) ** 2 / 12,
    }


notes = {
    "econometrics": econometrics, "mechanics": mechanics, "signals": signals,
    "d2l-gru": gru, "d2l-lstm": lstm, "d2l-optim": optim, "hmm": markov, "qe-kalman-rec": kalman,
    "qe-kalman": filtering, "qe-qr": qr, "cs231n-softmax": softmax, "cs231n-svm": margins,
    "gcn-pagerank": graphs, "ufldl-softmax": multiclass, "d2l-backprop": layers,
}


def plain(latex):
    """Without fonts, and with one spelling for members that are written in several ways."""
    latex = re.sub(r"\\(mathbf|mathrm|text|textrm|boldsymbol)\{([^{}]*)\}", r"\2", latex)
    latex = re.sub(r"\{(\w)\}", r"\1", latex).replace("\\mid", "|").replace(" ", "")
    latex = re.sub(r"_\{(\w)\}", r"_\1", re.sub(r"_\((\w)\)|\^\{\((\w)\)\}", r"_\1\2", latex))
    return re.sub(r"\\(hat|tilde)\{?(\w)\}?", r"\\\1{\2}", latex)


def left_side(latex):
    """What stands before the first = outside of parentheses."""
    depth = 0
    for place, sign in enumerate(latex):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if not depth and (sign == "=" or latex.startswith((":=", "\\leftarrow"), place)):
            return latex[:place]
    return latex


def compare(name, report):
    """How many values are as NumPy has them, and what is not."""
    if name not in notes:
        return 0, []
    wanted = {plain(key): (key, np.atleast_2d(value)) for key, value in notes[name]().items()}
    found, wrong = set(), []
    for step in report["steps"]:
        for equation in step["equations"]:
            left = plain(left_side(equation["latex"]))
            if left not in wanted or left in found or equation.get("value") is None:
                continue
            found.add(left)
            key, value = wanted[left]
            ours = np.array(equation["value"], dtype=float)
            if ours.shape != value.shape or not np.allclose(ours, value, rtol=1e-9, atol=1e-12):
                wrong.append(f"{name}: {key} is {value.tolist()}, and longhand has {ours.tolist()}")
    missing = [key for short, (key, _) in wanted.items() if short not in found]
    wrong += [f"{name}: {key} was not computed" for key in missing]
    return len(found), wrong
