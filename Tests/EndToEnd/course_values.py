#!/usr/bin/env python3
"""What every live equation of the lessons from 12 on must come to, in the order in which they stand,
computed with NumPy from the formulas of the sources: gradients by backpropagation, singular values by
LAPACK. No formula of a lesson is read.

    course_values.py LONGHAND [--trained]

compares with what `show --as json` says, within 1e-10, as long as nothing is trained. With --trained the lessons
on digits are trained, too: see course_trained.py.

An entry is the value of an equation, or None for one that has none (functions, loops).
"""
import json
import os
import subprocess
import sys
import tempfile

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np

import course_digits

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CLOSE = 1e-10

f = lambda z: 1 / (1 + np.exp(-z))
slope = lambda a: a * (1 - a)
col = lambda *v: np.array(v, float).reshape(-1, 1)
square = lambda v: np.sum(v**2)
X = np.array([[0.9, 0.1, 0.4, 0.7], [0.1, 0.8, 0.3, 0.5], [0.8, 0.2, 0.6, 0.1]])


def normal(drawn, name, *shape):
    """Standard normal numbers after Box and Muller, each from two that are uniform."""
    uniform = drawn(name, 0, 1, int(np.prod(shape)), 2)
    return (np.sqrt(-2 * np.log(1 - uniform[:, 0])) * np.cos(2 * np.pi * uniform[:, 1])).reshape(shape)


def bernoulli(drawn, name, probability, *shape):
    return (drawn(name, 0, 1, *shape) < probability) * 1.0


def looped(count, state, step):
    """The entries of a loop with one group of updates, and the state where it ends. Of more than
    twelve rounds the first two are shown, and the last one."""
    rounds = []
    for _ in range(count):
        state = step(*state)
        rounds.append(state)
    head = [None] * (1 + len(state))
    if count <= 12:
        shown = rounds
    else:
        shown = rounds[:2] + [(None,)] + rounds[-1:]
    return head + [value for each in shown for value in each], state


def l1():
    eta, entries = 0.25, [col(3, -4), 7, 25, 5, 0.25, 0.75]
    pulled, _ = looped(5, (0.75,), lambda v: (v - eta * v,))
    entries += pulled + [0.75**6, 0.75]
    for start, count in ((0.75, 4), (0.6, 5)):
        pulled, _ = looped(count, (start,), lambda u: (u - eta * np.sign(u),))
        entries += pulled + ([0.6] if start == 0.75 else [])
    threshold = lambda z, r: np.sign(z) * np.maximum(0, abs(z) - r)
    pulled, _ = looped(4, (0.6,), lambda q: (threshold(q, eta),))
    entries += [None, 0.6] + pulled + [0]
    c, n, mu = col(0.8, 0.3, -0.6, 0.1), col(0.5, 0.1, -0.2, 0.4), 0.5
    entries += [c, mu, n, square(n - c) / 2 + mu / 2 * square(n), n - c + mu * n, c / (1 + mu),
                threshold(c, mu), 0.3, 0.1]

    # A network of 3, 3 and 3 units; all parameters are theta = [W1 W2 b1 b2].
    m, decay, penalty, beta, rho, alpha = 4, 0.001, 0.03, 0.1, 0.2, 10
    start = np.array([[0.5, -0.4, 0.3, 0.4, -0.2, 0.6, 0.1, 0.2],
                      [-0.3, 0.6, 0.2, -0.5, 0.3, 0.1, -0.2, -0.1],
                      [0.1, 0.2, -0.5, 0.2, 0.5, -0.3, 0.1, 0.1]])

    def network(theta):
        W1, W2, b1, b2 = np.split(theta, (3, 6, 7), axis=1)
        a2 = f(W1 @ X + b1)
        a3 = f(W2 @ a2 + b2)
        E = square(a3 - X) / (2 * m)
        J = E + decay / 2 * (square(W1) + square(W2))
        return W1, W2, b1, b2, a2, a3, E, J

    def descend(theta, l1=0.0, kl=0.0):
        W1, W2, _, _, a2, a3, _, _ = network(theta)
        d3 = (a3 - X) * slope(a3) / m
        rho_hat = a2.mean(axis=1, keepdims=True)
        pull = l1 * np.sign(a2) + kl * (-rho / rho_hat + (1 - rho) / (1 - rho_hat))
        d2 = (W2.T @ d3 + pull / m) * slope(a2)
        return (theta - alpha * np.hstack([d2 @ X.T + decay * W1, d3 @ a2.T + decay * W2,
                                           d2.sum(axis=1, keepdims=True), d3.sum(axis=1, keepdims=True)]),)

    def activity(theta):
        return network(theta)[4].mean(axis=1, keepdims=True)

    W1, W2, b1, b2, a2, a3, E, J = network(start)
    entries += [m, X, start, W1, W2, b1, b2, None, a2, a3, penalty, decay, E, J,
                J + penalty / m * np.sum(abs(a2)), activity(start), alpha, start]
    pulled, (plain,) = looped(500, (start,), descend)
    entries += pulled + [activity(plain), network(plain)[6], start]
    pulled, (sparse,) = looped(500, (start,), lambda theta: descend(theta, l1=penalty))
    q = activity(sparse)
    entries += pulled + [q, network(sparse)[4][2].max(), network(sparse)[6], beta, rho]
    kl = np.sum(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q)))
    entries += [network(sparse)[7] + beta * kl, start]
    pulled, (kept,) = looped(500, (start,), lambda theta: descend(theta, kl=beta))
    return entries + pulled + [activity(kept), network(sparse)[6] - network(plain)[6], network(plain)[6]]


#: Where the lessons on copying and on noise begin: an encoder and a decoder, from three inputs to four.
ENCODER = np.array([[0.1, 0.4, 0.2], [0.1, -0.1, 0.3], [-0.1, 0.7, 0.8], [-0.2, 0.5, 0.1]])
DECODER = np.array([[0.1, 0.8, -0.8, -0.7], [-0.9, 0.6, 0.5, 0.7], [0.9, 0.5, -0.1, 0.5]])


def linear_step(alpha, decay, seen, wanted):
    """A step of gradient descent on the mean squared error (without a half), and decay of all weights."""
    m = wanted.shape[1]

    def step(W, V):
        error = V @ W @ seen - wanted
        return (W - alpha * (2 / m * V.T @ error @ seen.T + 2 * decay * W),
                V - alpha * (2 / m * error @ (W @ seen).T + 2 * decay * V))

    return step


def regularised():
    m, alpha, decay = 4, 0.2, 0.01
    x = np.array([[0.9, 0.2, 0.5, 0.7], [0.8, 0.3, 0.6, 0.6], [1.0, 0.1, 0.5, 0.8]])
    y = col(0.9, 0, 1)
    W, V = ENCODER, DECODER
    E = square(V @ W @ x - x) / m
    lengths = square(W) + square(V)
    entries = [np.eye(4, 3), np.eye(3, 4), m, x, x, y, y, W, V, V @ W @ x, E, decay, E + decay * lengths,
               2 * decay * W, 2 / m * V.T @ (V @ W @ x - x) @ x.T + 2 * decay * W, alpha,
               W - alpha * 2 * decay * W, W, V]
    pulled, (W1, V1) = looped(500, (W, V), linear_step(alpha, 0, x, x))
    entries += pulled + [square(V1 @ W1 @ x - x) / m, V1 @ W1 @ y, W, V]
    plain = square(V1 @ W1 @ x - x) / m
    pulled, (W1, V1) = looped(500, (W, V), linear_step(alpha, decay, x, x))
    entries += pulled + [V1 @ W1 @ y, square(V1 @ W1 @ x - x) / m, plain]
    twice = lambda Q: (2 / m * Q @ (Q.T @ Q @ x - x) @ x.T, 2 / m * (Q.T @ Q @ x - x) @ (Q @ x).T)
    first, second = twice(W)
    weights, units, inputs = 100 * 64, 100, 64
    entries += [weights + units + inputs, 2 * weights + units + inputs, W, square(W.T @ W @ x - x) / m, first, second,
                first + second.T]
    pulled, (Q,) = looped(500, (W,), lambda Q: (Q - alpha * (twice(Q)[0] + twice(Q)[1].T),))
    return entries + pulled + [Q.T @ Q @ y]


def denoising(drawn):
    m, q, alpha, sigma = 40, 0.25, 0.25, 0.2
    u = np.ones((3, 1))
    s, e = drawn("s", 0.1, 0.9, 1, m), normal(drawn, "\\epsilon", 3, m)
    x = u @ s + 0.05 * e
    M = bernoulli(drawn, "M", 1 - q, 3, m)
    torn = M * x
    W, V = ENCODER, DECODER
    D = square(V @ W @ torn - x) / m
    w = col(0.3, 0.4, 0.2)
    g, r = torn[:, 1:2], x[0, 1]
    error = np.sum(w * g) - r
    entries = [m, None, None, s, e, u, x, q, None, M, torn, M.sum(), W, V, D, D, square(torn - x) / m,
               g, r, w, error**2, 2 * error * g, square(V @ W @ x - x) / m, alpha, W, V]
    pulled, (W1, V1) = looped(500, (W, V), linear_step(alpha, 0, x, x))
    P = V1 @ W1
    entries += pulled + [P, W, V]
    pulled, (W1, V1) = looped(500, (W, V), linear_step(alpha, 0, torn, x))
    R = V1 @ W1
    t, eta = drawn("t", 0.1, 0.9, 1, m), normal(drawn, "\\eta", 3, m)
    N = bernoulli(drawn, "N", 1 - q, 3, m)
    y = u @ t + 0.05 * eta
    # The least error that a matrix can have, and how far it is: of the one by least squares, row by row.
    best = np.linalg.lstsq(torn.T, x.T, rcond=None)[0].T
    entries += pulled + [R, best, np.sqrt(square(R - best)), None, None, None, t, eta, N, y, N * y, square(P @ y - y) / m,
                         square(R @ (N * y) - y) / m, x.mean(), x.var()]
    zeta = normal(drawn, "\\zeta", 3, m)
    z = x + sigma * zeta
    entries += [sigma, None, zeta, z, square(V1 @ W1 @ z - x) / m, W, V]
    pulled, (W1, V1) = looped(500, (W, V), linear_step(alpha, 0, z, x))
    return entries + pulled + [V1 @ W1]


def seen(drawn):
    W = np.array([[0.9, -0.4, 0.1], [-0.3, 0.8, 0.5], [0.6, 0.7, -0.2], [0.2, -0.1, 0.3]])
    w, x, factor = W[:, :1], np.full((4, 1), 0.5), 0.5
    length, pull = np.sqrt(square(w)), np.sum(w * x)
    D = normal(drawn, "D", 4, 200)
    units = D / np.sqrt(np.sum(D**2, axis=0))
    u = units[:, :1]
    Z = W / np.sqrt(np.sum(W**2, axis=0))
    kept = np.where(w > 0, w, 0)
    return [W, None, w, x, f(pull), 2 * pull, 1, factor, pull - factor * (square(x) - 1), *[w - 2 * factor * x] * 2,
            w / length, 1, length, None, D, np.max(w.T @ units), u, length,
            2 * square(w) - 2 * length * np.sum(w * u), np.sum(w * u), Z, w.T @ Z, kept,
            kept / np.sqrt(square(kept)), np.sqrt(square(kept)), np.sqrt(square(kept)),
            np.max(w.T @ abs(units))]


def contractive():
    x, b = col(0.9, 0.1, 0.8), col(0.1, -0.2)
    W = np.array([[0.1, -0.3, 0.5], [0.2, 0.4, -0.6]])
    h = f(W @ x + b)
    A = slope(h) * W
    step, second = 0.001, col(0, 1, 0)
    entries = [x, W, b, None, W @ x + b, h, A[0, 1], A, A, step, second,
               (f(W @ (x + step * second) + b) - f(W @ (x - step * second) + b)) / (2 * step),
               square(A), square(A), 3 * square(A[:, 1])]

    U = np.array([[0.8, -0.6], [0.6, 0.8]])
    C = np.array([[-1, -1, -1, 0, 0, 0, 1, 1, 1], [-0.1, 0, 0.1] * 3])
    Y, m, price = U @ C, 9, 0.1
    start = np.array([[0.5, -0.4, 0, 0], [0.3, 0.8, 0, 0]])

    def network(theta):
        V, b, c = np.split(theta, (2, 3), axis=1)
        a = f(V @ Y + b)
        g = slope(a)
        error = V.T @ a + c - Y
        lengths = np.sum(V**2, axis=1, keepdims=True)
        return V, a, g, error, square(error) / (2 * m), np.sum(g**2 * lengths) / m, lengths

    def descend(theta, price):
        V, a, g, error, _, _, lengths = network(theta)
        d2 = (V @ error * g + price * g * g * (1 - 2 * a) * lengths) / m
        by_V = d2 @ Y.T + a @ error.T / m + price / m * np.sum(g**2, axis=1, keepdims=True) * V
        return (theta - np.hstack([by_V, d2.sum(axis=1, keepdims=True),
                                   error.sum(axis=1, keepdims=True) / m]),)

    def sensitivities(theta):
        V, _, g, _, _, _, _ = network(theta)
        return [np.mean(np.sqrt(np.sum((g * (V @ u)) ** 2, axis=0))) for u in (U[:, :1], U[:, 1:])]

    V, a, g, _, E, penalty, _ = network(start)
    entries += [U, C, U[:, :1], U[:, 1:], Y, m, start, V, a, g, E, penalty,
                *sensitivities(start), start]
    pulled, (plain,) = looped(1000, (start,), lambda theta: descend(theta, 0))
    s1, s2 = sensitivities(plain)
    E, penalty = network(plain)[4:6]
    entries += pulled + [E, s1, s2, s2, price, E + price / 2 * penalty, start]
    pulled, (least,) = looped(1000, (start,), lambda theta: descend(theta, price))
    s1, s2 = sensitivities(least)
    r = f(0.01 * U.T @ Y)
    return entries + pulled + [s1, s2, 20 * s2, network(least)[4], square(C[1]) / (2 * m), r,
                               np.sqrt(square(400 * U @ (r - 0.5) - Y)),
                               np.sum((0.01 * slope(r)) ** 2) / m]


def features():
    softmax = lambda z: np.exp(z) / np.sum(np.exp(z), axis=0)
    a, d, y = col(0.8, 0.3), col(0.1, -0.2, 0.3), col(0, 1, 0)
    V = np.array([[1.0, -0.5], [-0.4, 0.9], [0.2, 0.6]])
    p = softmax(V @ a + d)
    C = -np.log(p[1, 0])
    entries = [a, V, d, V @ a + d, p, p, p, y, C, C, p - y, -0.99, (p - y) @ a.T, p - y]
    Q = np.array([[0, 0, 1, 1], [0, 1, 0, 1]])
    T = np.array([[1, 0, 0, 1], [0, 1, 1, 0]])
    ones = np.ones((1, 4))

    def classified(inputs, weights):
        """The entries of a classifier on some inputs, and its shares where two hundred steps end."""
        inputs = np.vstack([inputs, ones])
        cost = lambda shares: -np.sum(T * np.log(shares)) / 4
        step = lambda A: (A - (softmax(A @ inputs) - T) @ inputs.T / 4,)
        pulled, (A,) = looped(200, (weights,), step)
        shares = softmax(A @ inputs)
        return [softmax(weights @ inputs), cost(softmax(weights @ inputs))] + pulled + [shares], shares, cost(shares)

    A = np.array([[0.3, -0.2, 0.1], [-0.1, 0.4, 0.2]])
    lines, _, E = classified(Q, A)
    entries += [Q, T, A, ones] + lines + [E, None]
    F = f(np.array([[6, 6, -9], [6, -6, -3], [-6, 6, -3], [-6, -6, 3]]) @ np.vstack([Q, ones]))
    B = np.array([[0.3, -0.2, 0.1, 0.2, 0.1], [-0.1, 0.4, 0.2, -0.3, 0.2]])
    lines, shares, _ = classified(F, B)
    right = np.argmax(T, axis=0)[None] + 1
    return entries + [F, B] + lines + [np.argmax(shares, axis=0)[None] + 1, right, 1]


def linear(drawn):
    """drawn: the numbers of G, as the lesson draws them."""
    m, alpha = 4, 0.5
    U, sigma, Vt = np.linalg.svd(X, full_matrices=False)
    signs = np.sign(U[np.argmax(abs(U), axis=0), range(3)])
    U, V, sigma = U * signs, Vt.T * signs, col(*sigma)
    best = sigma[0, 0] * U[:, :1] @ V[:, :1].T
    two = best + sigma[1, 0] * U[:, 1:2] @ V[:, 1:2].T
    entries = [m, X, U, sigma, np.eye(3), V, X, two, sigma[2, 0] ** 2, sigma[1, 0] ** 2 + sigma[2, 0] ** 2]
    P, values, _ = np.linalg.svd(drawn)
    P = P * np.sign(P[np.argmax(abs(P), axis=0), range(3)])
    Q = P[:, :2]
    shares = np.sum((Q.T @ U) ** 2, axis=0).reshape(-1, 1)
    kept = square(Q.T @ X)
    q, t, c = Q[:, :1], X[:, :1], 0.5
    entries += [None, drawn, Q, q, t, c, 2 * (c - np.sum(q * t)), square(X) - kept, shares, kept, shares, 2, kept]
    W = np.array([[0.5, 0.2, 0.1], [-0.1, 0.3, -0.4]])

    def gradient(W):
        error = W.T @ W @ X - X
        return (W @ error @ X.T + W @ X @ error.T) / m

    J = square(X - W.T @ W @ X) / (2 * m)
    entries += [W, W @ X, J, 2 * m * J, gradient(W), alpha]
    pulled, (W,) = looped(500, (W,), lambda W: (W - alpha * gradient(W),))
    P = U[:, :2] @ U[:, :2].T
    R = np.array([[0.6, -0.8], [0.8, 0.6]])
    entries += pulled + [square(X - W.T @ W @ X) - sigma[2, 0] ** 2, np.sqrt(square(two - W.T @ W @ X)),
                         R, W.T @ W, P, np.sqrt(square(W.T @ W - P))]
    Y = np.vstack([X, np.zeros(4)])
    A = np.array([[0.5, 0.2, 0.1, 0.3], [-0.1, 0.3, -0.4, -0.2]])
    B = np.array([[0.4, -0.2], [0.1, 0.5], [0.3, -0.3], [-0.2, 0.1]])

    def both(A, B):
        error = B @ A @ Y - Y
        return A - alpha / m * B.T @ error @ Y.T, B - alpha / m * error @ (A @ Y).T

    entries += [Y, A, B, square(Y - B @ A @ Y) / (2 * m), B.T @ (B @ A @ Y - Y) @ Y.T / m]
    pulled, (A, B) = looped(500, (A, B), both)
    D = B[:3]
    entries += pulled + [A[:, 3:], D, np.sqrt(square(D @ np.linalg.inv(D.T @ D) @ D.T - P))]
    decay, rho, a = 0.001, 0.2, f(W @ X)
    q = a.mean(axis=1, keepdims=True)
    h = a[:, :1]
    return entries + [None, a, decay, rho, decay * square(W), q,
                      np.sum(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q))),
                      X[:, :1], h, square(slope(h) * W), np.sum(h)]


def lessons(drawn, picture):
    """The entries of each lesson by its name; drawn(name, low, high, *shape) are a lesson's draws, and
    picture(path) the pixels of a PNG."""
    images, classes = course_digits.digits(ROOT, picture)
    return {"l1": l1() + course_digits.l1(drawn, images),
            "regularised": regularised() + course_digits.regularised(drawn, bernoulli, images),
            "denoising": denoising(drawn) + course_digits.denoising(drawn, bernoulli, images),
            "what-a-neuron-sees": seen(drawn) + course_digits.seen(drawn, bernoulli, images),
            "contractive": contractive(),
            "features": features() + course_digits.features(drawn, images, classes),
            "linear": linear(drawn("G", -1, 1, 3, 3))}


def of_generator():
    """How the lessons draw, and how PNG files are read, as the values of the other lessons have it."""
    source = open(os.path.join(ROOT, "Tests/Lessons/Values/make-values.py")).read()
    names = {"np": np}
    exec("import struct, zlib\n" + source[source.index("def picture"):source.index("here = os.path")], names)
    return names["drawn"], names["picture"]


def main(program, *options):
    drawn, picture = of_generator()
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        compare(program, lessons(drawn, picture))
        if "--trained" in options:
            import course_trained

            course_trained.compare(program, ROOT, drawn, bernoulli, picture)


def compare(program, expected):
    count, worst = 0, 0.0
    for file in sorted(os.listdir(os.path.join(ROOT, "lessons"))):
        name = file[3:-3]
        if name not in expected:
            continue
        out = subprocess.run([program, "show", "--as", "json", os.path.join("lessons", file)],
                             capture_output=True, text=True, cwd=ROOT).stdout
        equations = [each for step in json.loads(out)["steps"] for each in step["equations"]]
        if len(equations) != len(expected[name]):
            sys.exit(f"{name} has {len(equations)} equations, and {len(expected[name])} are expected")
        for equation, value in zip(equations, expected[name]):
            place = f"{name}, line {equation['line']}: {equation['latex']}"
            own = equation.get("value")
            if (own is None) != (value is None):
                sys.exit(f"{place}: {own} and {value}")
            if own is None:
                continue
            own, value = np.array(own, float), np.atleast_2d(np.asarray(value, float))
            if own.shape != value.shape:
                sys.exit(f"{place}: {own.shape} and {value.shape}")
            apart = np.max(abs(own - value)) / max(1, np.max(abs(value)))
            if not apart < CLOSE:
                sys.exit(f"{place}: NumPy has\n{value}\nand the lesson\n{own}")
            count, worst = count + 1, max(worst, apart)
    print(f"course_values: {count} values of {len(expected)} lessons, the farthest {worst:.0e} apart")


if __name__ == "__main__":
    main(os.path.abspath(sys.argv[1]), *sys.argv[2:])
