"""The numbers of the lessons, and what is computed on the way, in NumPy.

Every lesson has its givens twice: as it was written, and fresh ones as practice draws them. `GIVENS` is what
the lesson files hold (make-answers.py looks whether they do); `names(lesson, givens)` computes the rest.
"""
import numpy as np


def column(*entries):
    return np.array(entries, dtype=float).reshape(-1, 1)


def matrix(*rows):
    return np.array(rows, dtype=float)


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def slope_of_sigmoid(z):
    return sigmoid(z) * (1 - sigmoid(z))


def slope_of_tanh(z):
    return 1 - np.tanh(z) * np.tanh(z)


AUTOENCODER = [
    dict(
        W1=matrix([0.1, -0.3, 0.5], [0.2, 0.4, -0.6]), b1=column(0.1, -0.2),
        W2=matrix([0.3, -0.1], [-0.4, 0.7], [0.5, 0.2]), b2=column(0.05, -0.1, 0.2)),
    dict(
        W1=matrix([0.4, -0.2, 0.3], [-0.5, 0.6, 0.1]), b1=column(-0.3, 0.2),
        W2=matrix([0.7, 0.2], [-0.3, 0.5], [0.1, -0.6]), b2=column(0.15, -0.2, 0.1)),
]
EXAMPLE = [dict(x=column(0.9, 0.1, 0.8)), dict(x=column(0.3, 0.7, 0.6))]
TARGET = [dict(y=column(0.2, 0.7, 0.4)), dict(y=column(0.6, 0.9, 0.1))]
EXAMPLES = [
    matrix([0.9, 0.1, 0.4, 0.7], [0.1, 0.8, 0.3, 0.5], [0.8, 0.2, 0.6, 0.1]),
    matrix([0.2, 0.6, 0.9, 0.5], [0.7, 0.3, 0.4, 0.8], [0.5, 0.1, 0.2, 0.9]),
]
THREE_HIDDEN = [
    dict(
        W1=matrix([0.1, -0.3, 0.5], [0.2, 0.4, -0.6], [-0.7, 0.3, 0.8]), b1=column(0.1, -0.2, 0.3),
        W2=matrix([0.6, -0.5, 0.4]), b2=-0.1),
    dict(
        W1=matrix([0.5, -0.4, 0.2], [-0.3, 0.7, 0.6], [0.8, 0.1, -0.2]), b1=column(0.2, -0.1, 0.4),
        W2=matrix([-0.7, 0.3, 0.9]), b2=0.25),
]
ROWS = [
    dict(
        x=EXAMPLES[k].T, W=AUTOENCODER[k]["W1"].T, b=AUTOENCODER[k]["b1"], m=4.0, rho=(0.2, 0.15)[k])
    for k in (0, 1)
]


def single(k):
    return AUTOENCODER[k] | EXAMPLE[k] | TARGET[k] | dict(m=4.0, alpha=(0.5, 0.4)[k], **{"lambda": (0.1, 0.2)[k]})


def many(k):
    return AUTOENCODER[k] | dict(
        x=EXAMPLES[k], m=4.0, rho=(0.2, 0.15)[k], beta=(3.0, 2.0)[k], **{"lambda": (0.1, 0.2)[k]})


GIVENS = {
    "01-forward-propagation": [THREE_HIDDEN[k] | EXAMPLE[k] for k in (0, 1)],
    "02-many-examples": [many(k) for k in (0, 1)],
    "03-cost": [many(k) for k in (0, 1)],
    "04-output-error": [single(k) for k in (0, 1)],
    "05-hidden-error": [single(k) for k in (0, 1)],
    "06-gradients": [single(k) | dict(X=EXAMPLES[k]) for k in (0, 1)],
    "07-gradient-descent": [single(k) | dict(X=EXAMPLES[k]) for k in (0, 1)],
    "08-sparsity": [many(k) for k in (0, 1)],
    "09-sparse-hidden-error": [many(k) for k in (0, 1)],
    "10-rho-hat-gradient": ROWS,
    "softmax": [dict(
        x=column(0.5, -1.2), W=matrix([0.4, 0.3], [-0.2, 0.8], [0.7, -0.5]), b=column(0.1, 0.3, -0.2),
        y=column(0, 0, 1))],
    "regression": [dict(
        m=4.0, X=matrix([1, 0.5], [1, 1.4], [1, 2.1], [1, 3.3]), y=column(1.2, 1.9, 3.2, 4.1),
        w=column(0.4, 0.9), alpha=0.2, **{"lambda": 0.3})],
    "pca": [dict(
        m=5.0, X=matrix([0.4, 1.1, 2.3, 1.6, 0.9], [0.2, 0.8, 1.7, 1.9, 0.4]), v=column(0.6, 0.8))],
    "logistic": [dict(
        m=4.0, X=matrix([0.5, 1.2], [-0.7, 0.3], [1.5, -0.4], [-1.1, -0.8]), y=column(1, 0, 1, 0),
        w=column(0.8, -0.3), b=0.2)],
    "tanh-net": [dict(
        x=column(0.6, -0.4), y=0.5, U=matrix([0.7, 0.2], [-0.5, 0.9], [0.3, -0.8]), c=column(0.1, -0.3, 0.2),
        v=matrix([0.8, -0.6, 0.4]), k=0.15)],
    "attention": [dict(
        d=2.0, K=matrix([0.9, -0.3, 0.4], [0.2, 0.8, -0.5]), V=matrix([1.1, 0.2, -0.6], [0.3, -0.7, 0.9]),
        q=column(1.3, -0.7))],
    "sparse-net": [dict(
        m=5.0, rho=0.1, beta=0.4, **{"lambda": 0.02},
        x=matrix([0.8, 0.1, 0.4, 0.6, 0.3], [0.2, 0.9, 0.5, 0.1, 0.7], [0.7, 0.3, 0.1, 0.9, 0.2],
                 [0.1, 0.6, 0.8, 0.3, 0.5]),
        W1=matrix([0.3, -0.6, 0.2, 0.5], [-0.4, 0.1, 0.7, -0.2], [0.6, 0.3, -0.1, -0.7]),
        b1=column(-0.2, 0.3, 0.1),
        W2=matrix([0.5, -0.3, 0.1], [-0.2, 0.6, 0.4], [0.7, 0.2, -0.5], [-0.1, -0.4, 0.8]),
        b2=column(0.1, -0.1, 0.2, -0.3))],
}


def forward(n):
    n["z2"] = n["W1"] @ n["x"] + n["b1"]
    n["a2"] = sigmoid(n["z2"])
    n["z3"] = n["W2"] @ n["a2"] + n["b2"]
    n["a3"] = sigmoid(n["z3"])


def gradients(n, x, y):
    """∂J/∂W1, ∂J/∂b1, ∂J/∂W2, ∂J/∂b2 for one example."""
    z2 = n["W1"] @ x + n["b1"]
    a2 = sigmoid(z2)
    z3 = n["W2"] @ a2 + n["b2"]
    a3 = sigmoid(z3)
    d3 = -(y - a3) * slope_of_sigmoid(z3)
    d2 = (n["W2"].T @ d3) * slope_of_sigmoid(z2)
    return d2 @ x.T, d2, d3 @ a2.T, d3


def names(lesson, givens):
    n = dict(givens)
    if lesson[:2] in ("01", "02", "03", "04", "05", "06", "07", "08", "09") or lesson == "sparse-net":
        forward(n)
    if lesson.startswith("03"):
        n["d"] = n["a3"][:, :1] - n["x"][:, :1]
        n["E"] = ((n["a3"] - n["x"]) ** 2).sum() / (2 * n["m"])
        n["R"] = n["lambda"] / 2 * ((n["W1"] ** 2).sum() + (n["W2"] ** 2).sum())
    if lesson[:2] in ("04", "05", "06", "07"):
        n["delta3"] = -(n["y"] - n["a3"]) * slope_of_sigmoid(n["z3"])
        n["delta2"] = (n["W2"].T @ n["delta3"]) * slope_of_sigmoid(n["z2"])
    if lesson.startswith("07"):
        for key in ("W1", "b1", "W2", "b2"):
            n["Delta_" + key] = 0 * n[key]
        for i in range(4):
            example = n["X"][:, i:i + 1]
            for key, slope in zip(("W1", "b1", "W2", "b2"), gradients(n, example, example)):
                n["Delta_" + key] = n["Delta_" + key] + slope
    if lesson[:2] in ("08", "09") or lesson == "sparse-net":
        n["u"] = np.ones((int(n["m"]), 1))
        n["rho_hat"] = n["a2"].mean(axis=1, keepdims=True)
        n["s"] = -n["rho"] / n["rho_hat"] + (1 - n["rho"]) / (1 - n["rho_hat"])
        n["delta3"] = -(n["x"] - n["a3"]) * slope_of_sigmoid(n["z3"])
        n["D"] = (n["W2"].T @ n["delta3"]) * slope_of_sigmoid(n["z2"])
        n["delta2"] = (n["W2"].T @ n["delta3"] + n["beta"] * n["s"]) * slope_of_sigmoid(n["z2"])
    if lesson.startswith("10"):
        n["rho_hat"] = sigmoid(n["x"] @ n["W"] + n["b"].T).mean(axis=0).reshape(-1, 1)
    if lesson == "softmax":
        n["z"] = n["W"] @ n["x"] + n["b"]
        n["p"] = np.exp(n["z"]) / np.exp(n["z"]).sum()
        n["delta"] = n["p"] - n["y"]
    if lesson == "regression":
        n["g"] = n["X"].T @ (n["X"] @ n["w"] - n["y"]) / n["m"] + n["lambda"] * n["w"]
    if lesson == "pca":
        n["mu"] = n["X"].mean(axis=1, keepdims=True)
        n["S"] = (n["X"] - n["mu"]) @ (n["X"] - n["mu"]).T / n["m"]
    if lesson == "logistic":
        n["p"] = sigmoid(n["X"] @ n["w"] + n["b"])
    if lesson == "tanh-net":
        n["z"] = n["U"] @ n["x"] + n["c"]
        n["h"] = np.tanh(n["z"])
        n["o"] = (n["v"] @ n["h"] + n["k"]).item()
        n["e"] = n["o"] - n["y"]
    if lesson == "attention":
        n["s"] = n["K"].T @ n["q"] / np.sqrt(n["d"])
        n["a"] = np.exp(n["s"]) / np.exp(n["s"]).sum()
    return n
