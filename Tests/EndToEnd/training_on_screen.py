#!/usr/bin/python3
"""Training on the full screen: what was found is kept whatever ends it, the screen is whole at any size, and a slow
line is not flooded.

Usage: training_on_screen.py [--all] [--seed NUMBER] [PROGRAM]
"""
import argparse
import fcntl
import os
import random
import signal
import struct
import sys
import termios
import time
import unittest

import pyte

from pseudo_terminal import ROOT, Options, TestCase, count

LESSON = r"""# Small

```data
name: x
file: digits.png
tile: 8 × 8
examples: m
columns: 1-1437
```

```math
\begin{aligned}
W &\in \mathbb{R}^{25 \times 64} \\
W &\sim \mathcal{U}(-0.3, 0.3)
\end{aligned}
```

```math
J = \frac{1}{2m} \|W^T \tanh(W x) - x\|_F^2 + 0.01 \|W\|_F^2
```

```train
minimise: J
by: W
data: x
method: gradient descent
rate: 0.002
iterations: 100000
```
"""


def fowler(lines):
    """The two sums that stand at the end of a kept file."""
    sums = [0xcbf29ce484222325, 0x6c62272e07bb0142]
    for line in lines:
        for byte in line.encode() + b"\xff":
            sums = [((sums[0] ^ byte) * 0x100000001b3) % 2**64, ((sums[1] ^ byte) * 0x100000001b5) % 2**64]
    return "%016x%016x" % tuple(sums)


class TrainingOnTheScreen(TestCase):
    def setUp(self):
        super().setUp()
        self.lesson = os.path.join(self.folder.name, "small.md")
        with open(self.lesson, "w") as file:
            file.write(LESSON)
        os.symlink(os.path.join(ROOT, "lessons/data/digits.png"), os.path.join(self.folder.name, "digits.png"))
        self.environment["XDG_CACHE_HOME"] = os.path.join(self.folder.name, "cache")
        self.environment["COLORTERM"] = "truecolor"

    def kept(self):
        """How many iterations what is kept has; nil when nothing is."""
        folder = os.path.join(self.folder.name, "cache/longhand/trained")
        names = [name for name in os.listdir(folder)] if os.path.isdir(folder) else []
        whole = [name for name in names if len(name) == 32]
        self.assertLessEqual(len(whole), 1)
        if not whole:
            return None
        with open(os.path.join(folder, whole[0])) as file:
            lines = file.read().split("\n")
        self.assertEqual(lines.pop(), "")
        self.assertEqual(lines.pop(), fowler(lines), "the file is not whole")
        return int(lines[2])

    def training(self, terminal):
        terminal.wait_for("T train")
        terminal.send(b"T++")
        terminal.wait_for("as fast as it can")

    def test_whatever_ends_it_what_is_kept_is_whole(self):
        endings = [(signal.SIGINT,), (signal.SIGINT, signal.SIGINT), (signal.SIGTERM,), (signal.SIGKILL,)]
        before = None
        for number in range(count(200, 8)):
            ending = endings[number % len(endings)]
            with self.subTest(ending=ending), self.terminal(self.lesson) as terminal:
                self.training(terminal)
                end = time.monotonic() + Options.random.uniform(0.02, 0.5)
                while time.monotonic() < end:
                    terminal.read(0.01)
                for one in ending:
                    try:
                        os.kill(terminal.pid, one)
                    except ProcessLookupError:
                        break
                found, took = terminal.wait_for_end()
                self.assertEqual(found, -ending[0])
                self.assertLess(took, 2)
                if ending[0] != signal.SIGKILL:
                    self.assertEqual(terminal.stty(), terminal.settings)
                    self.assertEqual(terminal.modes(), {})
                now = self.kept()
                if len(ending) == 1 and ending[0] != signal.SIGKILL:
                    self.assertIsNotNone(now)
                    self.assertGreater(now, before or 0)
                before = now if now is not None else before

    def test_after_another_size_nothing_is_left_of_the_one_before(self):
        with self.terminal(self.lesson) as terminal:
            self.training(terminal)
            for columns, rows in ((60, 20), (40, 15), (120, 40), (80, 24)):
                fcntl.ioctl(terminal.slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
                os.kill(terminal.pid, signal.SIGWINCH)
                end = time.monotonic() + 0.6
                while time.monotonic() < end:
                    terminal.read(0.05)
            terminal.send(b" ")
            terminal.wait_for("paused")
            time.sleep(0.5)
            terminal.settle()

            def painted(since=0):
                screen = pyte.Screen(80, 24)
                pyte.ByteStream(screen).feed(terminal.written[since:])
                return screen.display
            grown = painted()
            since = len(terminal.written)
            os.kill(terminal.pid, signal.SIGWINCH)
            end = time.monotonic() + 10
            while b"\x1b[?2026l" not in terminal.written[since:]:
                self.assertLess(time.monotonic(), end)
                terminal.read(0.1)
            self.assertEqual(grown, painted(since))
            self.assertNotIn(b"\x1b[2J", terminal.written[since + 40:])

    def test_a_slow_line_is_not_flooded(self):
        with self.terminal(self.lesson) as terminal:
            self.training(terminal)
            terminal.read(0.2)
            since, began = len(terminal.written), time.monotonic()
            while time.monotonic() < began + 3:
                terminal.read(0.05)
            rate = (len(terminal.written) - since) / (time.monotonic() - began)
            frames = terminal.written[since:].count(b"\x1b[?2026h") / 3
            print(f"{rate / 1000:.1f} kB and {frames:.1f} frames a second")
            self.assertLess(rate, 30_000)
            self.assertLess(frames, 11)

    def test_a_terminal_that_nobody_reads_stops_nothing(self):
        with self.terminal(self.lesson) as terminal:
            self.training(terminal)
            time.sleep(3)
            os.kill(terminal.pid, signal.SIGTERM)
            found, took = terminal.wait_for_end(reads=False)
            self.assertEqual(found, -signal.SIGTERM)
            self.assertLess(took, 2)
            self.assertEqual(terminal.stty(), terminal.settings)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("program", nargs="?")
    options = parser.parse_args()
    print(f"seed {options.seed}")
    Options.is_whole = options.all
    Options.random = random.Random(options.seed)
    if options.program:
        Options.program = os.path.abspath(options.program)
    unittest.main(argv=sys.argv[:1])


if __name__ == "__main__":
    main()
