#!/usr/bin/env python3
"""One cost and gradient of the 3-2-3 sparse autoencoder: the lesson's formulas against NumPy.

Builds the benchmark, runs both sides in one go, compares the values and prints the ratios. Then how
the cost of checking grows with equations and with entries. Needs NumPy.
"""

import os
import statistics
import subprocess
import sys
import timeit

import numpy as np

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

x = np.array([[0.9, 0.1, 0.4, 0.7], [0.1, 0.8, 0.3, 0.5], [0.8, 0.2, 0.6, 0.1]])
W1 = np.array([[0.1, -0.3, 0.5], [0.2, 0.4, -0.6]])
b1 = np.array([[0.1], [-0.2]])
W2 = np.array([[0.3, -0.1], [-0.4, 0.7], [0.5, 0.2]])
b2 = np.array([[0.05], [-0.1], [0.2]])
m, lambda_ = 4, 0.1


def cost_and_gradient():
    a2 = 1 / (1 + np.exp(-(W1 @ x + b1)))
    a3 = 1 / (1 + np.exp(-(W2 @ a2 + b2)))
    J = np.sum((a3 - x) ** 2) / (2 * m) + lambda_ / 2 * (np.sum(W1**2) + np.sum(W2**2))
    delta3 = -(x - a3) * a3 * (1 - a3)
    delta2 = (W2.T @ delta3) * a2 * (1 - a2)
    return (J, delta2 @ x.T / m + lambda_ * W1, delta3 @ a2.T / m + lambda_ * W2,
            delta2.sum(axis=1) / m, delta3.sum(axis=1) / m)


def main():
    build = "swift build -c release --product formulas-benchmark --static-swift-stdlib"
    subprocess.run(build.split(), cwd=root, check=True, stdout=subprocess.DEVNULL)
    program = os.path.join(root, ".build/release/formulas-benchmark")
    lines = [line.split() for line in subprocess.run(
        [program], check=True, capture_output=True, text=True).stdout.splitlines()]
    ours = {line[0]: float(line[1]) for line in lines if line[0] in ("prepared", "interpreted")}
    numpy = statistics.median(timeit.repeat(cost_and_gradient, number=2000, repeat=9)) / 2000 * 1e6
    values = [np.array(line[2:], dtype=float) for line in lines if line[0] == "value"]
    for own, theirs in zip(values, cost_and_gradient()):
        if not np.allclose(own, np.ravel(theirs), rtol=1e-12):
            sys.exit(f"the values differ: {own} and {theirs}")
    print("one cost and gradient, 3-2-3, m = 4 (values agree)")
    for name, time in [("NumPy", numpy), *ours.items()]:
        print(f"  {name:12} {time:8.2f} µs {numpy / time:8.1f}×")
    for kind in ("equations", "entries"):
        print(f"reading and checking with 20 draws, by {kind}")
        for line in lines:
            if line[0] == kind:
                print(f"  {line[1]:>5} {float(line[2]) / 1000:8.2f} ms"
                      f" {float(line[2]) / int(line[1]):8.1f} µs each")


main()
