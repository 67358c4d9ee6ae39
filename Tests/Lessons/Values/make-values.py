#!/usr/bin/env python3
"""Writes lesson-values.json: what every live equation of the lessons must come to, in the order in
which they stand, computed here with plain NumPy from the same given numbers. No formula is read.

An entry is the value of an equation, row by row, or null for one that has none (functions).
"""
import json
import os
import struct
import sys
import zlib

import numpy as np

f = lambda z: 1 / (1 + np.exp(-z))
slope = lambda z: f(z) * (1 - f(z))
col = lambda *v: np.array(v, float).reshape(-1, 1)
half_square = lambda v: 0.5 * np.sum(v**2)
values = {}


def lesson(name, *entries):
    rows = lambda a: None if a is None else np.atleast_2d(np.asarray(a, float)).tolist()
    values[name] = [rows(e) for e in entries]


# 01: three inputs, three hidden units, one output
x = col(0.9, 0.1, 0.8)
W1 = np.array([[0.1, -0.3, 0.5], [0.2, 0.4, -0.6], [-0.7, 0.3, 0.8]])
b1 = col(0.1, -0.2, 0.3)
W2 = np.array([[0.6, -0.5, 0.4]])
b2 = col(-0.1)
a2 = f(W1 @ x + b1)
a3 = f(W2 @ a2 + b2)
units = [f(sum(W1[i, j] * x[j, 0] for j in range(3)) + b1[i, 0]) for i in range(3)]
lesson("forward-propagation", x, W1, b1, W2, b2, None, *units, a3,
       W1 @ x + b1, a2, a2, W2 @ a2 + b2, a3, a3, 0.56, 1 - f(0.56), slope(W1 @ x + b1), slope(0.56), 0.25)

# 02: four examples through 3-2-3
X = np.array([[0.9, 0.1, 0.4, 0.7], [0.1, 0.8, 0.3, 0.5], [0.8, 0.2, 0.6, 0.1]])
W1 = np.array([[0.1, -0.3, 0.5], [0.2, 0.4, -0.6]])
b1 = col(0.1, -0.2)
W2 = np.array([[0.3, -0.1], [-0.4, 0.7], [0.5, 0.2]])
b2 = col(0.05, -0.1, 0.2)
Z2 = W1 @ X + b1
A2 = f(Z2)
Z3 = W2 @ A2 + b2
A3 = f(Z3)
lesson("many-examples", 4, X, X[:, 1:2], W1, b1, W2, b2, None, W1 @ X[:, :1] + b1, Z2, Z2[:, :1], Z2,
       A2, Z3, A3, A3[:, 2:3], np.ones((4, 1)), Z2, Z2, np.vstack([W1.reshape(-1, 1), b1]), W1)

# 03: the cost of the same
m, lam = 4, 0.001
E = half_square(A3 - X) / m
R = lam / 2 * (np.sum(W1**2) + np.sum(W2**2))
d = A3[:, :1] - X[:, :1]
each = 0.5 * np.sum((A3 - X)**2, axis=0).reshape(-1, 1)
lesson("cost", X, d, half_square(d), A3, half_square(A3 - X), each, E, lam, 3, col(3, 2, 3), R, R, E + R, E + R, E,
       E + R, (m - 1) * E)

# 08: its sparsity
rho, beta = 0.2, 3.0
rho_hat = A2.mean(axis=1, keepdims=True)
kl = rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))
s = -rho / rho_hat + (1 - rho) / (1 - rho_hat)
V, v = np.array([[3.2, -1.2, -0.3], [-0.3, 1.9, -2.9]]), col(-0.9, 0.7)
lesson("sparsity", V, v, f(V @ X + v), A2[0, 1], rho_hat, rho_hat, rho, None, kl[0, 0], 0, kl.sum(), kl.sum(), kl.sum(), s, s,
       beta, lam, E + R, E + R + beta * kl.sum())

# 04: one example through 3-2-3
y = col(0.2, 0.7, 0.4)
W1 = np.array([[0.1, -0.3, 0.5], [0.2, 0.4, -0.6]])
b1 = col(0.1, -0.2)
W2 = np.array([[0.3, -0.1], [-0.4, 0.7], [0.5, 0.2]])
b2 = col(0.05, -0.1, 0.2)
z2 = W1 @ x + b1
a2 = f(z2)
z3 = W2 @ a2 + b2
a3 = f(z3)
d3 = -(y - a3) * slope(z3)
t, u = 0.001, col(1, 0, 0)
up, down = half_square(f(z3 + t * u) - y), half_square(f(z3 - t * u) - y)
lesson("output-error", x, y, W1, b1, W2, b2, None, z2, a2, z3, a3, half_square(a3 - y),
       d3[0, 0], a3[0, 0] - y[0, 0], slope(z3[0, 0]), *d3[1:, 0], 0.4, slope(0.4), d3, d3,
       t, u, up, down, (up - down) / (2 * t), d3, d3, slope(z3), slope(z3))

# 05: the same network, backwards
d2 = (W2.T @ d3) * slope(z2)
v = col(1, 0)
cost = lambda z: half_square(f(W2 @ f(z) + b2) - y)
up, down = cost(z2 + t * v), cost(z2 - t * v)
blame = [sum(W2[j, i] * d3[j, 0] for j in range(3)) for i in range(2)]
lesson("hidden-error", d3, blame[0], blame[0] * slope(z2[0, 0]), d2, blame[1], blame[1] * slope(z2[1, 0]),
       d2, W2[:, :1] * slope(z2[0, 0]), slope(z2[0, 0]), W2[:, :1],
       v, up, down, (up - down) / (2 * t), d2, d2, None, d2,
       W2[2:].T * d3[2] * slope(z2), d2 - W2[2:].T * d3[2] * slope(z2))

# 06: gradients of the same, and of the mean over four examples
P = np.zeros((3, 2))
P[0, 1] = 1
up, down = (half_square(f((W2 + step * P) @ a2 + b2) - y) for step in (t, -t))


def backwards(W1, b1, W2, b2, X, Y):
    """Gradients of half the squared error, summed over the columns, by backpropagation."""
    a2 = f(W1 @ X + b1)
    a3 = f(W2 @ a2 + b2)
    d3 = (a3 - Y) * a3 * (1 - a3)
    d2 = (W2.T @ d3) * a2 * (1 - a2)
    return d2 @ X.T, d3 @ a2.T, d2.sum(1, keepdims=True), d3.sum(1, keepdims=True)


def cost_all(W1, b1, W2, b2):
    a3 = f(W2 @ f(W1 @ X + b1) + b2)
    return half_square(a3 - X) / m + lam / 2 * (np.sum(W1**2) + np.sum(W2**2))


G1, G2, g1, g2 = backwards(W1, b1, W2, b2, x, y)
S1, S2, s1, s2 = backwards(W1, b1, W2, b2, X, X)
M1, M2, n1, n2 = S1 / m + lam * W1, S2 / m + lam * W2, s1 / m, s2 / m
wishes = [backwards(W1, b1, W2, b2, X[:, i:i + 1], X[:, i:i + 1])[1][0, 1] for i in range(m)]
lesson("gradients", x, half_square(a3 - y), G2[0, 1], P, up, down, (up - down) / (2 * t),
       G2, None, G1, G2, g2, None, g1, g2, None, G1, G2, None, g1, g2, m, X, lam, col(*wishes),
       cost_all(W1, b1, W2, b2), lam * W1, None, M1, M2, None, n1, n2, X, A2, A3,
       (A3 - X) * slope(Z3), (W2.T @ ((A3 - X) * slope(Z3))) * slope(Z2),
       None, M1, M2, None, n1, n2, None, M1, M2)

# 07: the updates, one example after the other, then fifteen steps, and down a parabola
alpha = 10
entries = [cost_all(W1, b1, W2, b2), alpha, None, None, 0 * W1, 0 * W2, 0 * b1, 0 * b2, None, None, None]
sums = [0 * W1, 0 * W2, 0 * b1, 0 * b2]
for i in range(m):
    sums = [a + g for a, g in zip(sums, backwards(W1, b1, W2, b2, X[:, i:i + 1], X[:, i:i + 1]))]
    entries += sums
entries += [None, M1, M2, None, n1, n2]
V1, V2, c1, c2 = W1 - alpha * M1, W2 - alpha * M2, b1 - alpha * n1, b2 - alpha * n2
each = np.sum((f(V2 @ f(V1 @ X + c1) + c2) - X)**2, axis=0).reshape(-1, 1) / 2
entries += [None, V1, V2, None, c1, c2, cost_all(V1, c1, V2, c2), each, cost_all(V1, c1, V2, c2)]


def descended(rate, count, V1, V2, c1, c2):
    """The entries of a loop: of more than twelve rounds the first two are shown, and the last one."""
    rounds = []
    for _ in range(count):
        S1, S2, s1, s2 = backwards(V1, c1, V2, c2, X, X)
        V1, V2 = V1 - rate * (S1 / m + lam * V1), V2 - rate * (S2 / m + lam * V2)
        c1, c2 = c1 - rate * s1 / m, c2 - rate * s2 / m
        rounds.append([V1, V2, c1, c2])
    shown = [each for entries in rounds for each in entries]
    return [None] * 3 + (shown if count <= 12 else shown[:8] + [None] + shown[-4:]), rounds[-1]


fifteen, (V1, V2, c1, c2) = descended(alpha, 15, V1, V2, c1, c2)
S1, S2, s1, s2 = backwards(V1, c1, V2, c2, X, X)
squares = sum(np.sum(g**2) for g in (S1 / m + lam * V1, S2 / m + lam * V2, s1 / m, s2 / m))
lowest, bend, w = 0.3, 0.05, 0.9
bowl = [bend / 2 * (at - lowest)**2 for at in (w, w - alpha * bend * (w - lowest))]
entries += fifteen + [cost_all(V1, c1, V2, c2), lowest, bend, None, w, bend * (w - lowest), bowl[1],
                      bowl[0] - bowl[1], squares, None, V1, V2, None, c1, c2]
thrown, (T1, T2, e1, e2) = descended(100, 3, V1, V2, c1, c2)
entries += thrown + [cost_all(T1, e1, T2, e2), None, V1, V2, None, c1, c2]
learned, (V1, V2, c1, c2) = descended(alpha, 500, V1, V2, c1, c2)
answers = f(V2 @ f(V1 @ X + c1) + c2)
lesson("gradient-descent", *entries, *learned, X, answers, np.mean((answers - X)**2), f(V1 @ X + c1))

# 09: four examples at once, with sparsity
D3 = -(X - A3) * slope(Z3)
plain = (W2.T @ D3) * slope(Z2)
D2 = (W2.T @ D3 + beta * s) * slope(Z2)
J = cost_all(W1, b1, W2, b2) + beta * kl.sum()
# With the average over the one example instead of all.
alone = (W2.T @ D3 + beta * (-rho / A2 + (1 - rho) / (1 - A2))) * slope(Z2)
lesson("sparse-hidden-error", m, X, W1, b1, W2, b2, rho, beta, None, Z2, A2, Z3, A3, np.ones((4, 1)),
       rho_hat, None, kl.sum(), s, 0, D3, plain, D2, D2, D2 - plain, lam, J, np.full((2, 4), 1 / m),
       s / m * slope(Z2), D2 / m, D2 @ X.T / m + lam * W1, (D2 - plain) @ X.T / m, alone,
       alone @ X.T / m + lam * W1, D2 @ X.T / m + lam * W1)

# 10: data as rows, a column of weights for each hidden unit
rows_ = X.T
W = np.array([[0.1, 0.2], [-0.3, 0.4], [0.5, -0.6]])
b = col(0.1, -0.2)
G = f(rows_ @ W + b.T)
q = G.mean(axis=0, keepdims=True).T
omega = np.sum(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q)))
s = -rho / q + (1 - rho) / (1 - q)
by_weight = rows_.T @ (G * (1 - G)) / m
lesson("rho-hat-gradient", m, 2, rows_, W, b, rho, None, q, omega, s, by_weight, np.zeros((3, 1)),
       by_weight * s.T, by_weight * s.T, by_weight * s.T, s, s * (G * (1 - G)).T, by_weight * s.T,
       q.sum(), by_weight)

# 11: four of the patches, weights as the lesson draws them


def picture(path):
    """The pixels of a grey PNG of 8 bits, after its specification."""
    with open(path, "rb") as file:
        body = file.read()
    at, data = 8, b""
    while at < len(body):
        size, name = struct.unpack(">I4s", body[at:at + 8])
        if name == b"IHDR":
            width, height = struct.unpack(">II", body[at + 8:at + 16])
        if name == b"IDAT":
            data += body[at + 8:at + 8 + size]
        at += size + 12
    raw, before, rows = zlib.decompress(data), [0] * width, []
    for r in range(height):
        kind, line = raw[r * (width + 1)], list(raw[r * (width + 1) + 1:(r + 1) * (width + 1)])
        for c in range(width):
            left, up, corner = line[c - 1] if c else 0, before[c], before[c - 1] if c else 0
            guess = left + up - corner
            near = min((abs(guess - left), 0, left), (abs(guess - up), 1, up), (abs(guess - corner), 2, corner))[2]
            line[c] = (line[c] + (0, left, up, (left + up) // 2, near)[kind]) & 255
        rows.append(line)
        before = line
    return np.array(rows) / 255


def drawn(name, low, high, *shape):
    """SplitMix64 with the FNV-1a of the name as its seed."""
    mask, state = 2**64 - 1, 0xCBF29CE484222325
    for byte in name.encode():
        state = (state ^ byte) * 0x100000001B3 & mask
    numbers = []
    for _ in range(int(np.prod(shape))):
        state = (state + 0x9E3779B97F4A7C15) & mask
        mixed = (state ^ state >> 30) * 0xBF58476D1CE4E5B9 & mask
        mixed = (mixed ^ mixed >> 27) * 0x94D049BB133111EB & mask
        numbers.append(low + ((mixed ^ mixed >> 31) >> 11) * 2.0**-53 * (high - low))
    return np.array(numbers).reshape(shape)


here = os.path.dirname(os.path.abspath(__file__))
pixels = picture(os.path.join(here, "../../../lessons/data/patches.png"))
P = np.array([pixels[:8, 8 * k:8 * k + 8].ravel() for k in range(4)]).T
Q = P - P.mean(axis=0)
sigma = np.sqrt(np.mean(Q**2))
x = 0.5 + 0.4 * np.clip(Q, -3 * sigma, 3 * sigma) / (3 * sigma)
W1, W2 = drawn("W^{(1)}", -0.2582, 0.2582, 25, 64), drawn("W^{(2)}", -0.2582, 0.2582, 64, 25)
b1, b2 = drawn("b^{(1)}", -0.1, 0.1, 25, 1), drawn("b^{(2)}", -0.1, 0.1, 64, 1)
Z2 = W1 @ x + b1
A2 = f(Z2)
Z3 = W2 @ A2 + b2
A3 = f(Z3)
lam, rho, beta, m = 0.0001, 0.01, 3, 4
q = A2.mean(axis=1, keepdims=True)
kl = np.sum(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q)))
R = lam / 2 * (np.sum(W1**2) + np.sum(W2**2))
J = half_square(A3 - x) / m + R + beta * kl
half = rho * np.log(rho / 0.5) + (1 - rho) * np.log((1 - rho) / 0.5)
D3 = (A3 - x) * A3 * (1 - A3)
D2 = (W2.T @ D3 + beta * (-rho / q + (1 - rho) / (1 - q))) * A2 * (1 - A2)
lesson("training", None, np.ones((64, 1)), Q, sigma, x, None, None, W1, W2, None, None, b1, b2, None, Z2, A2, Z3, A3, q,
       lam, rho, beta, J, half, 25 * beta * half, R, J, D3, D2, D3 @ A2.T / m + lam * W2, D2 @ x.T / m + lam * W1,
       D3.mean(axis=1, keepdims=True), D2.mean(axis=1, keepdims=True), A2[:, :1])

# 19: a network that is drawn, with its gradient and with central differences
m, lam, rho, beta, step = 4, 0.001, 0.2, 3, 0.002
x = drawn("x", 0, 1, 3, m)
W1, W2 = drawn("W^{(1)}", -1, 1, 2, 3), drawn("W^{(2)}", -1, 1, 3, 2)
b1, b2 = drawn("b^{(1)}", -1, 1, 2, 1), drawn("b^{(2)}", -1, 1, 3, 1)


def sparse_cost(V):
    hidden = f(V @ x + b1)
    q = hidden.mean(axis=1)
    kl = np.sum(rho * np.log(rho / q) + (1 - rho) * np.log((1 - rho) / (1 - q)))
    return half_square(f(W2 @ hidden + b2) - x) / m + lam / 2 * (np.sum(V**2) + np.sum(W2**2)) + beta * kl


Z2 = W1 @ x + b1
A2 = f(Z2)
Z3 = W2 @ A2 + b2
A3 = f(Z3)
q = A2.mean(axis=1, keepdims=True)
D3 = (A3 - x) * A3 * (1 - A3)
D2 = (W2.T @ D3 + beta * (-rho / q + (1 - rho) / (1 - q))) * A2 * (1 - A2)
up, down = np.zeros((2, 3)), np.zeros((2, 3))
for place in np.ndindex(2, 3):
    one = np.zeros((2, 3))
    one[place] = step
    up[place], down[place] = sparse_cost(W1 + one), sparse_cost(W1 - one)
G1, G2 = D2 @ x.T / m + lam * W1, D3 @ A2.T / m + lam * W2
first = (W2.T @ D3[:, :1]) * (A2 * (1 - A2))[:, :1] @ x[:, :1].T
lesson("on-one-page", col(3, 2, 3), m, lam, rho, beta, None, x, *[None] * 4, W1, W2, b1, b2, None, x, None, None,
       Z2, A2, Z3, A3, q, sparse_cost(W1), D3, D2, half_square(A3[:, 0] - x[:, 0]), first, None, G1, G2, None, D2.mean(axis=1, keepdims=True),
       D3.mean(axis=1, keepdims=True), None, sparse_cost(W1), step,
       up, down, (up - down) / (2 * step))

# From 12 on: a program of its own, which compares them with what the lessons say, too.
sys.path.insert(0, os.path.join(here, "../../EndToEnd"))
import course_values

# Of what has more than 200 numbers only the sum of each row is kept here.
for name, entries in course_values.lessons(drawn, picture).items():
    lesson(name, *[e.sum(axis=1, keepdims=True) if np.size(e) > 200 else e for e in entries])

with open(os.path.join(here, "lesson-values.json"), "w") as file:
    json.dump(values, file, indent=1)
print({name: len(entries) for name, entries in values.items()})
