#!/usr/bin/env python3
"""Writes lesson-values.json: what every live equation of the lessons must come to, in the order in
which they stand, computed here with plain NumPy from the same given numbers. No formula is read.

An entry is the value of an equation, row by row, or null for one that has none (functions).
"""
import json
import os

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
       W1 @ x + b1, a2, a2, W2 @ a2 + b2, a3, a3, slope(W1 @ x + b1), 0.25)

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
       *d3[:, 0], d3, d3, t, u, up, down, (up - down) / (2 * t), slope(z3))

# 05: the same network, backwards
d2 = (W2.T @ d3) * slope(z2)
v = col(1, 0)
cost = lambda z: half_square(f(W2 @ f(z) + b2) - y)
up, down = cost(z2 + t * v), cost(z2 - t * v)
blame = [sum(W2[j, i] * d3[j, 0] for j in range(3)) for i in range(2)]
lesson("hidden-error", d3, blame[0], blame[0] * slope(z2[0, 0]), blame[1], blame[1] * slope(z2[1, 0]),
       d2, d2, v, up, down, (up - down) / (2 * t))

# 09: four examples at once, with sparsity
m, rho, beta = 4, 0.2, 3.0
X = np.array([[0.9, 0.1, 0.4, 0.7], [0.1, 0.8, 0.3, 0.5], [0.8, 0.2, 0.6, 0.1]])
z2 = W1 @ X + b1
a2 = f(z2)
z3 = W2 @ a2 + b2
a3 = f(z3)
rho_hat = a2.mean(axis=1, keepdims=True)
kl = rho * np.log(rho / rho_hat) + (1 - rho) * np.log((1 - rho) / (1 - rho_hat))
s = -rho / rho_hat + (1 - rho) / (1 - rho_hat)
d3 = -(X - a3) * slope(z3)
plain = (W2.T @ d3) * slope(z2)
d2 = (W2.T @ d3 + beta * s) * slope(z2)
lesson("sparse-hidden-error", m, X, W1, b1, W2, b2, rho, beta, None, z2, a2, z3, a3, np.ones((4, 1)),
       rho_hat, None, kl.sum(), s, 0, d3, plain, d2, d2 - plain)

here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "lesson-values.json"), "w") as file:
    json.dump(values, file, indent=1)
print({name: len(entries) for name, entries in values.items()})
