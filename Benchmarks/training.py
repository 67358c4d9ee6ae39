#!/usr/bin/env python3
"""One cost and its slopes on many examples: a lesson's formulas against NumPy, and against what the CPU can do.

    training.py [--examples 10000]

The floor is measured in the same run: the time of the flops of the products at the rate of a loop that only
multiplies and adds in registers, and the sigmoids alone. All values are compared. Needs NumPy; JAX is timed where
it is installed.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time

for name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.path.join(ROOT, ".build/release/training-benchmark")
V, H = 64, 25
LAMBDA, RHO, BETA = 0.0001, 0.01, 3.0


def unpack(theta):
    cuts = np.cumsum([H * V, V * H, H])
    W1, W2, b1, b2 = np.split(theta, cuts)
    return W1.reshape(H, V), W2.reshape(V, H), b1[:, None], b2[:, None]


def source(theta, x):
    """As the notes write it, step by step."""
    W1, W2, b1, b2 = unpack(theta)
    m = x.shape[1]
    f = lambda z: 1 / (1 + np.exp(-z))
    z2 = W1 @ x + b1
    a2 = f(z2)
    z3 = W2 @ a2 + b2
    a3 = f(z3)
    rho = a2.mean(axis=1, keepdims=True)
    kl = RHO * np.log(RHO / rho) + (1 - RHO) * np.log((1 - RHO) / (1 - rho))
    J = np.sum((a3 - x) ** 2) / (2 * m) + LAMBDA / 2 * (np.sum(W1**2) + np.sum(W2**2)) + BETA * kl.sum()
    d3 = -(x - a3) * f(z3) * (1 - f(z3))
    d2 = (W2.T @ d3 + BETA * (-RHO / rho + (1 - RHO) / (1 - rho))) * f(z2) * (1 - f(z2))
    return J, np.concatenate([(d2 @ x.T / m + LAMBDA * W1).ravel(), (d3 @ a2.T / m + LAMBDA * W2).ravel(),
                              d2.mean(axis=1), d3.mean(axis=1)])


def tuned(theta, x, memory={}):
    """The same with every array written in place."""
    W1, W2, b1, b2 = unpack(theta)
    m = x.shape[1]
    if memory.get("m") != m:
        memory.update(m=m, a2=np.empty((H, m)), a3=np.empty((V, m)), e=np.empty((V, m)), s=np.empty((H, m)))
    a2, a3, e, s = (memory[k] for k in ("a2", "a3", "e", "s"))
    for W, b, given, out in ((W1, b1, x, a2), (W2, b2, a2, a3)):
        np.matmul(W, given, out=out)
        out += b
        np.negative(out, out=out)
        np.exp(out, out=out)
        out += 1
        np.reciprocal(out, out=out)
    rho = a2.mean(axis=1, keepdims=True)
    kl = RHO * np.log(RHO / rho) + (1 - RHO) * np.log((1 - RHO) / (1 - rho))
    np.subtract(a3, x, out=e)
    J = np.vdot(e, e) / (2 * m) + LAMBDA / 2 * (np.vdot(W1, W1) + np.vdot(W2, W2)) + BETA * kl.sum()
    e *= a3
    np.subtract(1, a3, out=a3)
    e *= a3
    np.matmul(W2.T, e, out=s)
    s += BETA * (-RHO / rho + (1 - RHO) / (1 - rho))
    s *= a2
    W2_slope = e @ a2.T
    np.subtract(1, a2, out=a2)
    s *= a2
    return J, np.concatenate([(s @ x.T / m + LAMBDA * W1).ravel(), (W2_slope / m + LAMBDA * W2).ravel(),
                              s.mean(axis=1), e.mean(axis=1)])


def best(work, repeat):
    """The shortest time, as of the others: what else runs on the machine only adds to it."""
    work()
    times = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        times.append((time.process_time() - start) * 1e3)
    return min(times)


def ours(m, threads=1, level=-1, repeats=41, folder=None):
    words = [PROGRAM, V, H, m, threads, level, repeats] + ([0, folder] if folder else [])
    lines = subprocess.run([str(w) for w in words], check=True, capture_output=True, text=True).stdout.splitlines()
    return {line.split()[0]: line.split()[1:] for line in lines}


def jax_time(theta, x, repeats):
    try:
        import jax
        import jax.numpy as jnp
    except ImportError:
        return None
    jax.config.update("jax_enable_x64", True)

    def cost(theta, x):
        cuts = [H * V, 2 * H * V, 2 * H * V + H]
        W1, W2, b1, b2 = jnp.split(theta, cuts)
        W1, W2, b1, b2 = W1.reshape(H, V), W2.reshape(V, H), b1[:, None], b2[:, None]
        a2 = jax.nn.sigmoid(W1 @ x + b1)
        a3 = jax.nn.sigmoid(W2 @ a2 + b2)
        rho = a2.mean(axis=1)
        kl = RHO * jnp.log(RHO / rho) + (1 - RHO) * jnp.log((1 - RHO) / (1 - rho))
        return (jnp.sum((a3 - x) ** 2) / (2 * x.shape[1])
                + LAMBDA / 2 * (jnp.sum(W1**2) + jnp.sum(W2**2)) + BETA * kl.sum())

    both = jax.jit(jax.value_and_grad(cost))
    return best(lambda: jax.block_until_ready(both(theta, x)), repeats)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=10_000)
    m = parser.parse_args().examples
    build = "swift build -c release --product training-benchmark --static-swift-stdlib"
    subprocess.run(build.split(), cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    with tempfile.TemporaryDirectory() as folder:
        own = ours(m, folder=folder)
        x = np.fromfile(folder + "/x").reshape(V, m)
        theta = np.fromfile(folder + "/theta")
        result = np.fromfile(folder + "/result")
    for name, function in (("as in the source", source), ("tuned", tuned)):
        J, gradient = function(theta, x)
        apart = np.max(np.abs(np.concatenate([[J], gradient]) - result)) / max(1, abs(J))
        if not apart < 1e-12:
            sys.exit(f"the values differ from NumPy {name}: {apart}")
    print(f"one cost and its slopes, {V}-{H}-{V}, m = {m}, values within 1e-12 of NumPy's")
    # Five products of 2 · V · H · m, as multiplications and additions; one sigmoid an activation.
    flops = 5 * 2 * V * H * m
    floor = subprocess.run([PROGRAM, "floor", str(flops), str((V + H) * m)], check=True, capture_output=True,
                           text=True).stdout.split()
    floor = dict(zip(floor[::2], map(float, floor[1::2])))
    least = floor["products"] + floor["sigmoids"]
    time1 = float(own["time"][0])
    rows = [("floor", least), ("one thread", time1), ("two threads", float(ours(m, threads=2)["time"][0])),
            ("AVX2", float(ours(m, level=1)["time"][0])), ("SSE2", float(ours(m, level=0)["time"][0])),
            ("NumPy, source", best(lambda: source(theta, x), 15)), ("NumPy, tuned", best(lambda: tuned(theta, x), 25))]
    if (jax := jax_time(theta, x, 25)) is not None:
        rows.append(("JAX jit", jax))
    for name, value in rows:
        print(f"  {name:16} {value:8.2f} ms {value / time1:7.2f} of ours {value / least:7.2f} of the floor")
    print(f"  the floor: {floor['rate']:.1f} GFLOP/s in registers, products {floor['products']:.2f} ms, "
          f"sigmoids {floor['sigmoids']:.2f} ms")
    print(f"  memory {int(own['bytes'][0]) / 1e6:.1f} MB, reading and preparing {float(own['prepared'][0]):.1f} ms, "
          f"passes {own['passes'][0]}")
    few = float(ours(2, repeats=401)["time"][0])
    print(f"  the fixed part {few:.3f} ms: two examples")
    print("with other numbers of examples")
    for other in (100, 1_000, 10_000, 100_000, 1_000_000):
        value = float(ours(other, repeats=41 if other <= 10_000 else 5)["time"][0])
        print(f"  {other:>9} {value:9.3f} ms {value / other * 1e6:8.1f} ns an example")


main()
