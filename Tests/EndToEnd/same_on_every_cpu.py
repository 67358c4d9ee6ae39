#!/usr/bin/env python3
"""The cost and the slopes of lesson 11 on 500 patches, on this CPU and on others that qemu makes: the same within 1e-12.

    same_on_every_cpu.py LONGHAND
    same_on_every_cpu.py --self-test LONGHAND

Which copy of the loops runs depends on the CPU, and so does which exp of the C library; what an author's CPU never runs is
otherwise never tried. The program takes one step of gradient descent, and keeps bit by bit the cost and the length of the
slopes before and after, and the numbers where it ended: the step, divided by its rate, is the slopes. Each CPU must have
taken the level of instructions that it is here for, or the comparison would say nothing.
"""
import math
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
M, V, H = 500, 64, 25
COUNT = 2 * H * V + H + V
# A power of two: dividing by it loses nothing.
RATE = 2.0**-6
WITHIN = 1e-12
# By the names that qemu has, what `train --explain` says of the loops there.
CPUS = {"qemu64": "those that every CPU has", "Nehalem": "those that every CPU has", "Haswell": "AVX2 and FMA"}


class Run:
    """What is kept of one step: costs and slopes before and after it, and the numbers where it ended."""

    def __init__(self, numbers):
        self.theta = numbers[2:2 + COUNT]
        way = numbers[2 + COUNT:]
        if len(way) != 6 or (way[0], way[3]) != (0, 1):
            sys.exit(f"two points were to be kept, and these are: {way}")
        self.costs, self.slopes = (way[1], way[4]), (way[2], way[5])
        if not way[4] < way[1]:
            sys.exit("the step went up, and the numbers kept are those before it")


def run(program, folder, cpu=None, text=None):
    """The level of instructions that was taken, and what came out."""
    emulated = ["qemu-x86_64", "-cpu", cpu] if cpu else []
    lesson = os.path.join(folder, "training.md")
    with open(lesson, "w") as file:
        file.write(text or lesson_text())
    with tempfile.TemporaryDirectory(dir=folder) as cache:
        env = {**os.environ, "XDG_CACHE_HOME": cache, "NO_COLOR": "1"}

        def told(*options):
            # Two threads: a CPU that is emulated has them, too.
            done = subprocess.run([*emulated, program, "train", lesson, "--threads", "2", *options], capture_output=True,
                                  text=True, env=env, stdin=subprocess.DEVNULL, timeout=300)
            if done.returncode:
                sys.exit(f"on {cpu or 'this CPU'} training ended with {done.returncode}: {done.stdout}{done.stderr}")
            return " ".join(done.stdout.split())

        told()
        found = re.search(r"\(this one: ([^)]*)\)", told("--explain"))
        if not found:
            sys.exit("train --explain no longer says which instructions are used")
        kept = os.path.join(cache, "longhand/trained")
        (name,) = os.listdir(kept)
        with open(os.path.join(kept, name)) as file:
            lines = file.read().split("\n")
    # A title, what it was computed from, the iterations, whether it is done; behind the numbers a sum.
    return found[1], Run([struct.unpack(">d", bytes.fromhex(line))[0] for line in lines[4:-2]])


def lesson_text():
    with open(os.path.join(ROOT, "lessons/11-training.md")) as file:
        text = file.read()
    for old, new in (("shown: 4", f"shown: 4\ncount: {M}"), ("iterations: 400", "iterations: 1"),
                     ("method: L-BFGS", f"method: gradient descent\nrate: {RATE}")):
        if text.count(old) != 1:
            sys.exit(f"lesson 11 no longer has one '{old}': say here what it has instead")
        text = text.replace(old, new)
    return text


def apart(a, b):
    """How far two runs are apart, relative: of costs, of lengths of slopes, and of all slopes together."""
    def relative(x, y):
        return max(abs(p - q) / abs(q) for p, q in zip(x, y))

    step = math.sqrt(sum((p - q)**2 for p, q in zip(a.theta, b.theta)))
    return max(relative(a.costs, b.costs), relative(a.slopes, b.slopes), step / RATE / b.slopes[0])


def self_test(program, folder):
    _, right = run(program, folder)
    # 1e-9 more of one part of the cost: of all slopes only those by the weights change, and little.
    text = lesson_text()
    spoilt = re.sub(r"\\lambda = 0\.0001\b", r"\\lambda = 0.0001000001", text)
    if spoilt == text:
        sys.exit("lesson 11 no longer has λ = 0.0001: say here what it has instead")
    _, wrong = run(program, folder, text=spoilt)
    if not apart(wrong, right) > WITHIN:
        sys.exit(f"another λ was not noticed: {apart(wrong, right):.1e}")
    one = Run([0, 0, *right.theta, 0, right.costs[0], right.slopes[0], 1, right.costs[1], right.slopes[1]])
    if apart(one, right) != 0:
        sys.exit("the same numbers are not the same")
    # One slope of 3289, wrong by a millionth of a millionth of them all and a half.
    one.theta[1234] += 1.5 * WITHIN * RATE * right.slopes[0]
    if not apart(one, right) > WITHIN:
        sys.exit("one wrong slope was not noticed")
    print(f"noticed: a λ that is 1e-9 larger ({apart(wrong, right):.1e}), one wrong slope ({apart(one, right):.1e})")


def main():
    program = os.path.abspath(sys.argv[-1])
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(os.path.join(ROOT, "lessons/data"), os.path.join(folder, "data"))
        if "--self-test" in sys.argv:
            return self_test(program, folder)
        level, own = run(program, folder)
        print(f"this CPU ({level}): J = {own.costs[0]:.10f}, ‖∇J‖ = {own.slopes[0]:.10f}")
        for cpu, wanted in CPUS.items():
            level, other = run(program, folder, cpu)
            if level != wanted:
                sys.exit(f"{cpu} was to run {wanted}, and ran {level}")
            distance = apart(other, own)
            print(f"{cpu} ({level}): apart by {distance:.1e}")
            if not distance <= WITHIN:
                sys.exit(f"on {cpu} the cost or its slopes are others than here, by {distance:.1e}: J = {other.costs[0]!r} "
                         f"against {own.costs[0]!r}")


main()
