#!/usr/bin/env python3
"""Trains lesson 11 on 500 patches and asks NumPy for the cost and its slopes where it ended.

    training_values.py LONGHAND [--scipy]

The slopes have to be those of the lesson's own four formulas. The kept numbers must be the same, bit by bit, for one thread
and for three. With --scipy the same search is done by SciPy's L-BFGS-B from the same start, and the costs may differ by one
in a hundred: the way there depends on rounding.
"""
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.abspath(sys.argv[1])
M, V, H = 500, 64, 25
LAMBDA, RHO, BETA = 0.0001, 0.01, 3.0

# How PNG files are read and how the lesson draws, as the values of the lessons have it.
source = open(os.path.join(ROOT, "Tests/Lessons/Values/make-values.py")).read()
exec("import zlib\n" + source[source.index("def picture"):source.index("here = os.path")])


def cost(theta, x):
    W1, W2, b1, b2 = np.split(theta, np.cumsum([H * V, V * H, H]))
    W1, W2, b1, b2 = W1.reshape(H, V), W2.reshape(V, H), b1[:, None], b2[:, None]
    a2 = 1 / (1 + np.exp(-(W1 @ x + b1)))
    a3 = 1 / (1 + np.exp(-(W2 @ a2 + b2)))
    rho = a2.mean(axis=1, keepdims=True)
    kl = np.sum(RHO * np.log(RHO / rho) + (1 - RHO) * np.log((1 - RHO) / (1 - rho)))
    J = np.sum((a3 - x) ** 2) / (2 * M) + LAMBDA / 2 * (np.sum(W1**2) + np.sum(W2**2)) + BETA * kl
    d3 = (a3 - x) * a3 * (1 - a3)
    d2 = (W2.T @ d3 + BETA * (-RHO / rho + (1 - RHO) / (1 - rho))) * a2 * (1 - a2)
    return J, np.concatenate([(d2 @ x.T / M + LAMBDA * W1).ravel(), (d3 @ a2.T / M + LAMBDA * W2).ravel(),
                              d2.mean(axis=1), d3.mean(axis=1)])


def train(folder, iterations, threads):
    """What is kept after some iterations: cost, length of the slopes, parameters."""
    cache = tempfile.mkdtemp(dir=folder)
    text = open(os.path.join(ROOT, "lessons/11-training.md")).read()
    text = text.replace("shown: 4", f"shown: 4\ncount: {M}").replace("iterations: 400", f"iterations: {iterations}")
    lesson = os.path.join(folder, "training.md")
    open(lesson, "w").write(text)
    run = subprocess.run([PROGRAM, "train", lesson, "--threads", str(threads)], capture_output=True, text=True,
                         env={**os.environ, "XDG_CACHE_HOME": cache})
    if run.returncode:
        sys.exit(run.stdout + run.stderr)
    kept = os.path.join(cache, "longhand/trained")
    lines = open(os.path.join(kept, os.listdir(kept)[0])).read().split("\n")
    return np.array([struct.unpack(">d", bytes.fromhex(line))[0] for line in lines[4:6 + 2 * H * V + H + V]])


def explained(folder):
    """What the program says it goes by."""
    lesson = os.path.join(folder, "training.md")
    shutil.copy(os.path.join(ROOT, "lessons/11-training.md"), lesson)
    return subprocess.run([PROGRAM, "train", "--explain", lesson], capture_output=True, text=True, check=True).stdout


def main():
    pixels = picture(os.path.join(ROOT, "lessons/data/patches.png"))
    P = pixels.reshape(100, 8, 100, 8).transpose(0, 2, 1, 3).reshape(-1, V).T[:, :M]
    Q = P - P.mean(axis=0)
    sigma = np.sqrt(np.mean(Q**2))
    x = 0.5 + 0.4 * np.clip(Q, -3 * sigma, 3 * sigma) / (3 * sigma)
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, "lessons/data"), os.path.join(folder, "data"))
        said = explained(folder)
        if "are the lesson's own formulas" not in said or "exact derivatives" in said:
            sys.exit(f"the gradients that lesson 11 states are not what it trains by:\n{said}")
        for iterations in (1, 50):
            found = train(folder, iterations, 1)
            if not np.array_equal(found, train(folder, iterations, 3)):
                sys.exit(f"after {iterations} iterations three threads give other numbers than one")
            J, gradient = cost(found[2:], x)
            apart = max(abs(J - found[0]) / J, abs(np.linalg.norm(gradient) - found[1]))
            if not apart < 1e-10:
                sys.exit(f"after {iterations} iterations NumPy has J = {J}, and we have {found[0]}")
            print(f"after {iterations} iterations: J = {found[0]:.4f}, NumPy differs by {apart:.1e}")
        # Tried over five starts: 0.3824, give or take 0.0053.
        if not 0.36 < found[0] < 0.41:
            sys.exit(f"after 50 iterations the cost is {found[0]}, and not about 0.38")
    if "--scipy" in sys.argv:
        from scipy.optimize import minimize
        start = np.concatenate([drawn("W^{(1)}", -.2582, .2582, H * V), drawn("W^{(2)}", -.2582, .2582, V * H),
                                drawn("b^{(1)}", -.1, .1, H), drawn("b^{(2)}", -.1, .1, V)])
        theirs = minimize(cost, start, args=(x,), jac=True, method="L-BFGS-B",
                          options=dict(maxcor=10, maxiter=50, ftol=0, gtol=1e-9)).fun
        print(f"SciPy: J = {theirs:.4f}")
        if not abs(theirs - found[0]) < 0.01 * theirs:
            sys.exit("SciPy finds another cost")


main()
