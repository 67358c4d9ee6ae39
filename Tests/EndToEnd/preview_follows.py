#!/usr/bin/python3
"""The preview follows a file however it is saved, soon, and gives the terminal back.

Usage: preview_follows.py [PROGRAM]
"""
import os
import signal
import subprocess
import sys
import time
import unittest

from pseudo_terminal import Options, TestCase

LESSON = r"""## One

```math
x = \begin{bmatrix} 1 \\ 2 \end{bmatrix}
```

## Two

The mark is NUMBER.

```math
z = 2 x
```
"""
#: From the end of a save to the last byte of the redraw, in seconds.
MOST = 0.15


def in_place(path, text):
    with open(path, "w") as file:
        file.write(text)


def by_renaming(path, text):
    in_place(path + ".new", text)
    os.replace(path + ".new", path)


def with_backup(path, text):
    """As vim does with backupcopy=no."""
    os.replace(path, path + "~")
    in_place(path, text)


def removed_first(path, text):
    os.remove(path)
    in_place(path, text)


def in_two_parts(path, text):
    with open(path, "w") as file:
        file.flush()
        time.sleep(0.04)
        file.write(text[:len(text) // 2])
        file.flush()
        time.sleep(0.04)
        file.write(text[len(text) // 2:])


def by_sed(path, text):
    """A new file takes the name."""
    in_place(path + ".script", text)
    subprocess.run(["sed", "-i", "-n", "-e", f"1r {path}.script", path], check=True)


WAYS = [in_place, by_renaming, with_backup, removed_first, in_two_parts, by_sed]


class ThePreviewFollows(TestCase):
    def lesson(self):
        path = os.path.join(self.folder.name, "own.md")
        in_place(path, LESSON.replace("NUMBER", "0"))
        return path

    def test_every_way_of_saving(self):
        path, slowest = self.lesson(), 0
        with self.terminal("preview", path) as terminal:
            terminal.wait_for("step 1 of 2")
            number = 100
            for _ in range(4):
                for way in WAYS:
                    number += 1
                    with self.subTest(way=way.__name__):
                        terminal.settle()
                        before = len(terminal.written)
                        way(path, LESSON.replace("NUMBER", str(number)))
                        saved = time.monotonic()
                        # The last cells of the number may be all that is painted.
                        while str(number)[-1] not in terminal.written[before:].decode(errors="replace"):
                            self.assertLess(time.monotonic(), saved + 5, "it does not follow")
                            terminal.read(0.005)
                        slowest = max(slowest, time.monotonic() - saved)
            terminal.send(b"q")
            self.assertEqual(terminal.wait_for_end()[0], 0)
            self.assertEqual(terminal.stty(), terminal.settings)
            self.assertEqual(terminal.modes(), {})
        print(f"the slowest of {number - 100} redraws came {slowest * 1000:.0f} ms after the save")
        self.assertLess(slowest, MOST)

    def test_what_cannot_be_read_and_what_comes_back(self):
        path = self.lesson()
        with self.terminal("preview", path) as terminal:
            terminal.wait_for("step 1 of 2")
            os.remove(path)
            terminal.wait_for("there is no such file")
            in_place(path, LESSON.replace("NUMBER", "first"))
            terminal.wait_for("first")
            in_place(path, "x" * (5 << 20))
            terminal.wait_for("more than 4 MiB")
            in_place(path, LESSON[:60])
            terminal.settle()
            in_place(path, "")
            terminal.wait_for("There is nothing in this lesson")
            with open(path, "wb") as file:
                file.write(b"\xff\xfe## One\n")
            terminal.wait_for("no text in UTF-8")
            in_place(path, LESSON.replace("NUMBER", "second"))
            terminal.wait_for("second")
            os.kill(terminal.pid, signal.SIGTERM)
            self.assert_given_back(terminal, signal.SIGTERM)

    def test_signals_and_keys_leave(self):
        for ending, expected in ((b"q", 0), (b"\x03", -signal.SIGINT), (signal.SIGHUP, -signal.SIGHUP)):
            with self.subTest(ending=ending), self.terminal("preview", self.lesson(), "--poll") as terminal:
                terminal.wait_for("step 1 of 2")
                if isinstance(ending, bytes):
                    terminal.send(ending)
                else:
                    os.kill(terminal.pid, ending)
                self.assertEqual(terminal.wait_for_end()[0], expected)
                self.assertEqual(terminal.stty(), terminal.settings)
                self.assertEqual(terminal.modes(), {})


if __name__ == "__main__":
    if len(sys.argv) > 1:
        Options.program = os.path.abspath(sys.argv.pop(1))
    unittest.main()
