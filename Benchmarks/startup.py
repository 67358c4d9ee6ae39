#!/usr/bin/env python3
"""From the start of the process to its first byte of output, and to the first painted frame on a
terminal, side by side in one run.

Prints the median of each and its ratio to cmark. The machine is noisy, so the programs take turns.
Needs cmark and Python beside the release build (bin/longhand once builds it).
"""

import os
import pty
import statistics
import subprocess
import sys
import time

root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
lesson = os.path.join(root, "lessons", "09-sparse-hidden-error.md")
longhand = os.path.join(root, ".build/release/longhand")
programs = {
    "cmark (to HTML)": ["cmark", lesson],
    "longhand walk": [longhand, lesson],
    "longhand show": [longhand, "show", lesson],
    "python3 -c pass": [os.path.realpath(sys.executable), "-c", "print()"],
}
rounds = 41


def milliseconds_to_first_byte(command):
    start = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    first = os.read(process.stdout.fileno(), 1)
    elapsed = time.perf_counter() - start
    process.stdout.read()
    process.wait()
    if not first:
        sys.exit(f"{command[0]} printed nothing")
    return 1000 * elapsed


def milliseconds_on_a_terminal(command, end):
    """Until a text has been read from a terminal that the program was started on."""
    start = time.perf_counter()
    process, terminal = pty.fork()
    if process == 0:
        os.environ["TERM"] = "xterm-256color"
        os.environ["LANG"] = "C.UTF-8"
        os.execvp(command[0], command)
    seen = b""
    while end not in seen:
        seen += os.read(terminal, 65536)
    elapsed = time.perf_counter() - start
    try:
        os.write(terminal, b"q")
        while os.read(terminal, 65536):
            pass
    except OSError:
        pass
    os.waitpid(process, 0)
    os.close(terminal)
    return 1000 * elapsed


def main():
    os.environ["XDG_STATE_HOME"] = "/nonexistent"
    times = {name: [] for name in programs}
    for _ in range(rounds):
        for name, command in programs.items():
            times[name].append(milliseconds_to_first_byte(command))
    base = statistics.median(times["cmark (to HTML)"])
    print(f"{'first byte of':18} {'median ms':>9} {'best':>6} {'to cmark':>9}")
    for name, values in times.items():
        median = statistics.median(values)
        print(f"{name:18} {median:9.1f} {min(values):6.1f} {median / base:8.1f}×")
    print()
    print(f"{'first frame of':26} {'median ms':>9} {'best':>6}")
    def row(name, command, end):
        times = [milliseconds_on_a_terminal(command, end) for _ in range(rounds // 2)]
        print(f"{name:26} {statistics.median(times):9.1f} {min(times):6.1f}")

    row("(cmark, first line)", ["cmark", lesson], b"\n")
    lessons = sorted(
        name for name in os.listdir(os.path.join(root, "lessons"))
        if name.endswith(".md") and name != "README.md")
    for name in lessons:
        path = os.path.join(root, "lessons", name)
        row(name, [longhand, "--theme", "dark", path], b"\x1b[?2026l")


main()
