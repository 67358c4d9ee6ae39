#!/usr/bin/env python3
"""Runs the NumPy that longhand writes and compares every value with longhand's own.

All lessons, and all formulas of the conformance cases. Needs NumPy and a built longhand, whose path
is the first argument.
"""

import glob
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
program = os.path.abspath(sys.argv[1])
# Lines of single equations begin with the weights as they are before any training.
os.environ["XDG_CACHE_HOME"] = tempfile.mkdtemp()


def show(form, lesson, text=None):
    run = subprocess.run(
        [program, "show", "--as", form, lesson], input=text, capture_output=True, text=True, cwd=root)
    if run.returncode not in (0, 1):
        sys.exit(f"{lesson}: {run.stderr}")
    return run.stdout


def compare(label, report):
    """Runs the lines of every equation, and compares what they define."""
    names = {}
    exec("\n".join(report["numpyHead"]), names)
    compared = 0
    for step in report["steps"]:
        for equation in step["equations"]:
            if not equation["numpy"]:
                continue
            source = "\n".join(equation["numpy"])
            try:
                exec(source, names)
            except Exception as error:
                sys.exit(f"{label}, line {equation['line']}: {error!r} in\n{source}")
            assigned = [line for line in equation["numpy"] if " = " in line and line[0].isalpha()
                        and not line.startswith(("def ", "assert "))]
            if equation.get("value") is None or not assigned or equation["kind"] == "function":
                continue
            # A claim that defines nothing may bring other names up to date; its own line asserts.
            if equation["kind"] == "claim" and equation["numpy"][-1].startswith("assert "):
                continue
            # Of a wrong formula the last line is the wrong side.
            if not all(claim["holds"] for claim in equation["claims"]):
                continue
            theirs = np.atleast_2d(np.asarray(names[assigned[-1].split(" = ")[0]], dtype=float))
            ours = np.array(equation["value"], dtype=float)
            if theirs.shape != ours.shape or not np.allclose(theirs, ours, rtol=1e-10, atol=1e-13):
                sys.exit(f"{label}, line {equation['line']}: NumPy has\n{theirs}\nand we have\n{ours}")
            compared += 1
    return compared


def main():
    values = 0
    lessons = sorted(glob.glob(os.path.join(root, "lessons", "[0-9]*.md")))
    for lesson in lessons:
        values += compare(os.path.basename(lesson), json.loads(show("json", lesson)))
        whole = show("numpy", lesson)
        exec(compile(whole, lesson, "exec"), {})
    cases = json.load(open(os.path.join(root, "Tests/Kernels/Conformance/cases.json")))
    ran = 0
    for case in cases:
        if "finding" in case:
            continue
        fences = "".join(f"```math\n{text}\n```\n\n" for text in case["given"] + [case["live"]])
        values += compare(case["id"], json.loads(show("json", "-", fences)))
        exec(compile(show("numpy", "-", fences), case["id"], "exec"), {})
        ran += 1
    print(f"NumPy agrees: {len(lessons)} lessons and {ran} cases, {values} values")
    if not lessons or ran < 40:
        sys.exit("that is too few to mean anything")


main()
