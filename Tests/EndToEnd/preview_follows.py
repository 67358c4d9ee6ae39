#!/usr/bin/python3
"""The preview follows a file however it is saved, soon, and gives the terminal back.

Usage: preview_follows.py [PROGRAM]
"""
import ctypes
import os
import shutil
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


def by_copying(path, text):
    in_place(path + ".other", text)
    subprocess.run(["cp", path + ".other", path], check=True)


def by_safe_write(path, text):
    """As JetBrains' editors do: the new file beside, the old one away, the new one in its place."""
    in_place(path + "___jb_tmp___", text)
    os.rename(path, path + "___jb_old___")
    os.rename(path + "___jb_tmp___", path)
    os.remove(path + "___jb_old___")


def by_git(path, text):
    """Another commit is checked out."""
    folder = os.path.dirname(path)

    def git(*arguments):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-C", folder, *arguments], check=True,
                       capture_output=True)
    if not os.path.exists(os.path.join(folder, ".git")):
        git("init", "--quiet")
    with open(path) as file:
        before = file.read()
    git("add", path)
    git("commit", "--quiet", "--allow-empty", "-m", "before")
    blob = subprocess.run(["git", "-C", folder, "hash-object", "-w", "--stdin"], input=text, text=True,
                          capture_output=True, check=True).stdout.strip()
    git("update-index", "--cacheinfo", f"100644,{blob},{os.path.basename(path)}")
    assert before != text
    git("checkout-index", "--force", os.path.basename(path))


def by_vim(setting):
    def save(path, text):
        in_place(path + ".vim", text)
        subprocess.run(["vim", "-es", "-u", "NONE", "-c", f"set {setting}", "-c", "%d", "-c", f"0r {path}.vim", "-c",
                        "$d", "-c", "wq", path], check=False, stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
    save.__name__ = f"vim with {setting}"
    return save


WAYS = [in_place, by_renaming, with_backup, removed_first, in_two_parts, by_sed, by_copying, by_safe_write]
#: These take longer to save than to follow.
SLOW = ([by_git] if shutil.which("git") else []) + [
    by_vim(f"backup backupcopy={way}") for way in ("yes", "no", "auto") if shutil.which("vim")]


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
                for way in WAYS + SLOW:
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
                        terminal.settle()
                        # Neither a page of nothing between, nor another place.
                        self.assertNotIn("nothing in this lesson", terminal.written[before:].decode(errors="replace"))
                        self.assertNotIn("no such file", terminal.written[before:].decode(errors="replace"))
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

    def test_where_the_system_has_no_notices_left(self):
        """As many watchers as somebody may have are there already."""
        system = ctypes.CDLL(None, use_errno=True)
        taken = []

        def take_all():
            """Whether there is an end of them."""
            while (descriptor := system.inotify_init()) >= 0:
                taken.append(descriptor)
                if len(taken) > 4000:
                    return False
            return True

        try:
            if not take_all():
                self.skipTest("there is no end of them")
            path = self.lesson()
            # Whoever else runs on this machine may give one back just now.
            for attempt in range(5):
                with self.terminal("preview", path) as terminal:
                    terminal.wait_for("step 1 of 2")
                    terminal.settle()
                    if "looked at" not in terminal.text():
                        terminal.send(b"q")
                        terminal.wait_for_end()
                        before = len(taken)
                        take_all()
                        self.assertGreater(len(taken), before, "it does not say that it looks at the file")
                        continue
                    for way in WAYS:
                        terminal.settle()
                        before = len(terminal.written)
                        way(path, LESSON.replace("NUMBER", way.__name__.replace("_", "")))
                        end = time.monotonic() + 3
                        while way.__name__[-3:] not in terminal.written[before:].decode(errors="replace"):
                            self.assertLess(time.monotonic(), end, f"it does not follow {way.__name__}")
                            terminal.read(0.02)
                    terminal.send(b"q")
                    self.assertEqual(terminal.wait_for_end()[0], 0)
                    return
            self.skipTest("others give theirs back all the time")
        finally:
            for descriptor in taken:
                os.close(descriptor)

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
