#!/usr/bin/python3
"""The terminal is always given back, and progress is kept, whatever ends longhand and when.

Usage: terminal_returned.py [--all] [--seed NUMBER] [PROGRAM]
Without --all a part runs that takes less than a minute. What is random comes from the seed, which is
printed. The terminal's settings are compared by stty, its modes by what was written.
"""
import argparse
import fcntl
import os
import random
import re
import resource
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LESSON = os.path.join(ROOT, "lessons", "05-hidden-error.md")
PROGRAM = os.path.join(ROOT, ".build", "release", "longhand")
ALL = False
RANDOM = random.Random()

# What a terminal is after `reset`: 1049 the alternate screen, 25 the cursor, 7 wrapping, 1000 and 1006
# the mouse, 2004 pastes in brackets, 2026 a synchronized update.
AT_REST = {1049: "l", 25: "h", 7: "h", 1000: "l", 1006: "l", 2004: "l", 2026: "l"}

# Those that end a program and are caught, as far as there are such here.
NAMES = ["INT", "TERM", "HUP", "QUIT", "ABRT", "ILL", "TRAP", "SEGV", "BUS", "FPE", "ALRM", "USR1",
         "USR2", "XCPU", "XFSZ", "VTALRM", "PROF", "IO", "POLL", "SYS", "PWR", "STKFLT", "EMT"]
SIGNALS = sorted({getattr(signal, "SIG" + name) for name in NAMES if hasattr(signal, "SIG" + name)})
if hasattr(signal, "SIGRTMIN"):
    SIGNALS += [signal.SIGRTMIN, signal.SIGRTMIN + 5, signal.SIGRTMAX]


def count(whole, part):
    return whole if ALL else part


class Terminal:
    """A program on a terminal of its own, whose session goes on when the program ends.

    An orphan is a program that no shell could bring back after Ctrl-Z.
    """

    def __init__(self, arguments, environment, before=None, is_orphan=False):
        self.master, self.slave = os.openpty()
        fcntl.ioctl(self.slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        self.settings = self.stty()
        self.written = b""
        self.status = None
        report, tell = os.pipe()
        stay, self.leave = os.pipe()
        self.leader = os.fork()
        if self.leader == 0:
            self.lead(arguments, environment, before, is_orphan, tell, stay)
        os.close(tell)
        os.close(stay)
        self.report = report
        self.pid = struct.unpack("i", os.read(report, 4))[0]
        self.started = time.monotonic()

    def lead(self, arguments, environment, before, is_orphan, tell, stay):
        """The leader of the session, as a shell is: without it the terminal would be hung up."""
        try:
            os.close(self.leave)
            os.setsid()
            fcntl.ioctl(self.slave, termios.TIOCSCTTY, 0)
            child = os.fork()
            if child == 0:
                if not is_orphan:
                    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
                    os.setpgid(0, 0)
                    os.tcsetpgrp(self.slave, os.getpid())
                for descriptor in range(3):
                    os.dup2(self.slave, descriptor)
                if before:
                    before()
                for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
                    signal.signal(number, signal.SIG_DFL)
                os.write(tell, struct.pack("i", os.getpid()))
                os.closerange(3, 64)
                os.execve(arguments[0], arguments, environment)
            for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT):
                signal.signal(number, signal.SIG_IGN)
            os.write(tell, struct.pack("i", os.waitpid(child, 0)[1]))
            os.read(stay, 1)
        finally:
            os._exit(0)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
        os.close(self.leave)
        os.close(self.master)
        os.waitpid(self.leader, 0)
        os.close(self.slave)
        os.close(self.report)

    def stty(self):
        return subprocess.run(["stty", "-g"], stdin=self.slave, capture_output=True, text=True,
                              check=True).stdout

    def send(self, keys):
        os.write(self.master, keys)

    def read(self, seconds):
        """What is written within so many seconds; whether there was anything."""
        if not select.select([self.master], [], [], seconds)[0]:
            return False
        self.written += os.read(self.master, 65536)
        return True

    def text(self):
        """What is written, without what only places and colours it."""
        return re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", self.written).decode(errors="replace")

    def wait_for(self, text, seconds=20):
        end = time.monotonic() + seconds
        while text not in self.text():
            assert time.monotonic() < end, f"{text} never came: {self.text()[-2000:]}"
            self.read(0.05)

    def settle(self):
        while self.read(0.05):
            pass

    def wait_for_end(self, seconds=10, reads=True):
        """The signal that ended it, negative, or its status; how long that took."""
        start = time.monotonic()
        while not select.select([self.report], [], [], 0.002)[0]:
            assert time.monotonic() - start < seconds, "it does not end"
            if reads:
                self.read(0)
        self.status = struct.unpack("i", os.read(self.report, 4))[0]
        took = time.monotonic() - start
        while reads and self.read(0):
            pass
        return os.waitstatus_to_exitcode(self.status), took

    def modes(self):
        """What differs from a terminal at rest, by what was written last."""
        differing = {}
        for number, rest in AT_REST.items():
            found = re.findall(rb"\x1b\[\?%d([hl])" % number, self.written)
            if found and found[-1].decode() != rest:
                differing[number] = found[-1]
        return differing


class TestCase(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.environment = self.environment_in(self.folder.name)

    def tearDown(self):
        self.folder.cleanup()

    def environment_in(self, folder):
        return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8",
                "HOME": folder, "XDG_STATE_HOME": os.path.join(folder, "state"),
                "LONGHAND_LESSONS": os.path.join(ROOT, "lessons")}

    def terminal(self, *arguments, before=None, is_orphan=False):
        return Terminal([PROGRAM, *(arguments or [LESSON])], self.environment, before, is_orphan)

    def walking(self, terminal):
        terminal.wait_for("of 6")

    def assert_given_back(self, terminal, expected, what=""):
        found, _ = terminal.wait_for_end()
        self.assertEqual(found, -expected, what)
        self.assertEqual(terminal.stty(), terminal.settings, what)
        self.assertEqual(terminal.modes(), {}, what)


class TheTerminalIsReturned(TestCase):
    def test_signals_at_any_moment_after_the_start(self):
        entered = 0
        for _ in range(count(200, 60)):
            number, moment = RANDOM.choice(SIGNALS), RANDOM.uniform(0, 0.06)
            with self.subTest(signal=number, moment=moment), self.terminal() as terminal:
                while time.monotonic() < terminal.started + moment:
                    terminal.read(max(0, terminal.started + moment - time.monotonic()))
                os.kill(terminal.pid, number)
                self.assert_given_back(terminal, number, f"{number} after {moment} s")
                entered += b"\x1b[?1049h" in terminal.written
        print(f"{entered} of the early signals came when the screen was taken")

    def test_each_signal_while_walking(self):
        for number in SIGNALS:
            with self.subTest(signal=number), self.terminal() as terminal:
                self.walking(terminal)
                self.assertNotEqual(terminal.stty(), terminal.settings)
                terminal.send(b"n ")
                os.kill(terminal.pid, number)
                self.assert_given_back(terminal, number)

    def test_crashes_while_keys_come(self):
        for _ in range(count(50, 8)):
            with self.subTest(), self.terminal() as terminal:
                self.walking(terminal)
                terminal.send(b"n .." * RANDOM.randrange(1, 30))
                time.sleep(RANDOM.uniform(0, 0.03))
                os.kill(terminal.pid, signal.SIGSEGV)
                self.assert_given_back(terminal, signal.SIGSEGV)

    def test_a_stack_that_is_used_up(self):
        """With less and less stack the program ends by itself, at some size on the screen."""
        overflows = 0
        for kilobytes in range(240, 16, -8 if ALL else -16):
            def limit(kilobytes=kilobytes):
                resource.setrlimit(resource.RLIMIT_STACK, (kilobytes << 10, kilobytes << 10))
            with self.subTest(kilobytes=kilobytes), self.terminal(before=limit) as terminal:
                end = time.monotonic() + 10
                while not select.select([terminal.report], [], [], 0)[0]:
                    self.assertLess(time.monotonic(), end)
                    terminal.read(0.02)
                    if "before step 1" in terminal.text():
                        terminal.send(b"q")
                if terminal.wait_for_end()[0] == -signal.SIGSEGV:
                    overflows += b"\x1b[?1049h" in terminal.written
                self.assertEqual(terminal.stty(), terminal.settings)
                self.assertEqual(terminal.modes(), {})
        print(f"{overflows} overflows on the screen")
        self.assertGreater(overflows, 0)

    def test_nobody_reads_while_it_idles(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            with self.subTest(signal=number), self.terminal() as terminal:
                self.walking(terminal)
                terminal.settle()
                self.fill(terminal)
                os.kill(terminal.pid, number)
                found, took = terminal.wait_for_end(reads=False)
                self.assertEqual(found, -number)
                self.assertLessEqual(took, 1)
                self.assertEqual(terminal.stty(), terminal.settings)

    def test_nobody_reads_while_it_writes(self):
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT):
            with self.subTest(signal=number), self.terminal() as terminal:
                self.walking(terminal)
                terminal.settle()
                for _ in range(100):
                    terminal.send(b"?")
                    time.sleep(0.004)
                    terminal.send(b"nn")
                    time.sleep(0.004)
                with open(f"/proc/{terminal.pid}/stat") as state:
                    self.assertIn(") S ", state.read())
                os.kill(terminal.pid, number)
                found, took = terminal.wait_for_end(reads=False)
                self.assertEqual(found, -number)
                self.assertLessEqual(took, 1)
                self.assertEqual(terminal.stty(), terminal.settings)

    def test_who_reads_late_still_gets_everything(self):
        with self.terminal() as terminal:
            self.walking(terminal)
            terminal.settle()
            self.fill(terminal)
            os.kill(terminal.pid, signal.SIGTERM)
            time.sleep(0.1)
            self.assert_given_back(terminal, signal.SIGTERM)

    def fill(self, terminal):
        """Leaves no room in the terminal's buffer."""
        end = os.open(os.ttyname(terminal.slave), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        for size in (4096, 1):
            while True:
                try:
                    os.write(end, b"x" * size)
                except BlockingIOError:
                    break
        os.close(end)

    def test_practice_and_a_lesson_from_a_pipe(self):
        for arguments in (["practice", "hidden-error", "--seed", "1"], ["output-error"]):
            with self.subTest(arguments=arguments), self.terminal(*arguments) as terminal:
                terminal.wait_for("Space")
                os.kill(terminal.pid, signal.SIGUSR1)
                self.assert_given_back(terminal, signal.SIGUSR1)

    def test_stopped_and_ended_in_between(self):
        """Stopped by Ctrl-Z or from outside, then ended before it goes on."""
        for stop in (signal.SIGTSTP, signal.SIGSTOP):
            with self.subTest(stop=stop), self.terminal() as terminal:
                self.walking(terminal)
                os.kill(terminal.pid, stop)
                self.wait_for_state(terminal, "T")
                if stop == signal.SIGTSTP:
                    terminal.settle()
                    self.assertEqual((terminal.stty(), terminal.modes()), (terminal.settings, {}))
                os.kill(terminal.pid, signal.SIGTERM)
                os.kill(terminal.pid, signal.SIGCONT)
                self.assert_given_back(terminal, signal.SIGTERM)

    def test_stopped_again_and_again(self):
        with self.terminal() as terminal:
            self.walking(terminal)
            for _ in range(count(50, 10)):
                os.kill(terminal.pid, signal.SIGTSTP)
                self.wait_for_state(terminal, "T")
                terminal.settle()
                self.assertEqual((terminal.stty(), terminal.modes()), (terminal.settings, {}))
                os.kill(terminal.pid, signal.SIGCONT)
                terminal.written = b""
                self.walking(terminal)
                self.assertNotEqual(terminal.stty(), terminal.settings)
            terminal.send(b"q")
            self.assertEqual(terminal.wait_for_end()[0], 0)
            self.assertEqual((terminal.stty(), terminal.modes()), (terminal.settings, {}))

    def test_ctrl_z_where_nobody_could_bring_it_back(self):
        with self.terminal(is_orphan=True) as terminal:
            self.walking(terminal)
            terminal.settle()
            terminal.written = b""
            terminal.send(b"\x1a")
            self.walking(terminal)
            self.assertIn(b"\x1b[?1049h", terminal.written)
            terminal.send(b"q")
            self.assertEqual(terminal.wait_for_end()[0], 0)
            self.assertEqual((terminal.stty(), terminal.modes()), (terminal.settings, {}))

    def test_in_the_background(self):
        """It waits for its turn without touching the terminal, and can be ended there."""
        def go_back():
            os.tcsetpgrp(0, os.getppid())
        for number in (signal.SIGTERM, None):
            with self.subTest(number=number), self.terminal(before=go_back) as terminal:
                self.wait_for_state(terminal, "T")
                self.assertEqual((terminal.stty(), terminal.written), (terminal.settings, b""))
                if number is None:
                    continue
                os.kill(terminal.pid, number)
                os.kill(terminal.pid, signal.SIGCONT)
                self.assert_given_back(terminal, number)

    def wait_for_state(self, terminal, letter):
        end = time.monotonic() + 5
        while time.monotonic() < end:
            with open(f"/proc/{terminal.pid}/stat") as state:
                if f") {letter} " in state.read():
                    return
            terminal.read(0.005)
        self.fail(f"it never came to {letter}")


class ProgressIsKept(TestCase):
    KEYS = "\n" * 300

    def journal(self, folder=None):
        path = os.path.join(folder or self.folder.name, "state", "longhand", "progress")
        return path

    def lines(self, folder=None):
        """What is written, and the piece of a line at its end."""
        try:
            with open(self.journal(folder), "rb") as journal:
                whole = journal.read()
        except FileNotFoundError:
            return [], b""
        lines = whole.split(b"\n")
        return lines[:-1], lines[-1]

    def run_piped(self, *arguments, text="", before=None, **options):
        options = {"cwd": ROOT, "env": self.environment, **options}
        return subprocess.run([PROGRAM, *arguments], input=text, capture_output=True, text=True,
                              timeout=60, preexec_fn=before, **options)

    def reference(self, lesson=LESSON):
        with tempfile.TemporaryDirectory() as folder:
            self.run_piped(lesson, text=self.KEYS, env=self.environment_in(folder))
            lines, rest = self.lines(folder)
        self.assertGreater(len(lines), 10)
        self.assertEqual(rest, b"")
        return lines

    def output_sizes(self):
        """How many bytes are written before each line of the journal is."""
        with tempfile.TemporaryDirectory() as folder, open(os.path.join(folder, "out"), "w") as out:
            child = subprocess.Popen([PROGRAM, LESSON], stdin=subprocess.PIPE, stdout=out, cwd=ROOT,
                                     env=self.environment_in(folder))
            sizes = []
            for _ in self.KEYS:
                end = time.monotonic() + 5
                while len(self.lines(folder)[0]) <= len(sizes):
                    if child.poll() is not None or time.monotonic() > end:
                        break
                    time.sleep(0.0005)
                else:
                    sizes.append(os.fstat(out.fileno()).st_size)
                    child.stdin.write(b"\n")
                    child.stdin.flush()
                    continue
                break
            child.kill()
            child.stdin.close()
            child.wait()
        self.assertGreater(len(sizes), 10)
        return sizes

    def test_kills_while_progress_is_written(self):
        reference, sizes = self.reference(), self.output_sizes()
        keys = os.path.join(self.folder.name, "keys")
        with open(keys, "w") as file:
            file.write(self.KEYS)
        start = time.monotonic()
        self.run_piped(LESSON, text=self.KEYS)
        whole = time.monotonic() - start
        amid = 0
        for _ in range(count(1000, 100)):
            moment = RANDOM.uniform(0.2, 1.1) * whole
            with tempfile.TemporaryDirectory() as folder:
                shown = os.path.join(folder, "shown")
                with open(keys) as given, open(shown, "w") as out:
                    child = subprocess.Popen([PROGRAM, LESSON], stdin=given, stdout=out, cwd=ROOT,
                                             env=self.environment_in(folder))
                    time.sleep(moment)
                    child.kill()
                    child.wait()
                lines, _ = self.lines(folder)
                self.assertEqual(lines, reference[:len(lines)], moment)
                seen = sum(size <= os.path.getsize(shown) for size in sizes)
                self.assertGreaterEqual(len(lines), seen - 1, moment)
                amid += 0 < len(lines) < len(reference)
        print(f"{amid} kills came between the first and the last line")

    def test_a_torn_line_is_nobodys(self):
        """Cut at every byte, what is left of a line never counts as another line."""
        line = b"1\tfinished\thidden-error\n"
        first = b"1\tplace\toutput-error\tone-unit\t1\t0\n"
        os.makedirs(os.path.dirname(self.journal()))
        for length in range(1, len(line), 1 if ALL else 3):
            with open(self.journal(), "wb") as journal:
                journal.write(first + line[:length])
            self.run_piped("output-error", text="q\n")
            lines, rest = self.lines()
            self.assertEqual((lines[0] + b"\n", rest), (first, b""))
            self.assertTrue(lines[-1].startswith(b"1\tplace\toutput-error\t"), lines)
            status = self.run_piped("status").stdout
            self.assertNotIn("not in this course", status, length)
            self.assertIn("0 lessons read, 1 lesson begun", status, length)

    def test_ten_programs_at_once(self):
        names = sorted(name for name in os.listdir(os.path.join(ROOT, "lessons"))
                       if name[0].isdigit())
        paths = [os.path.join(ROOT, "lessons", name) for name in names]
        expected = [self.reference(path) for path in paths]
        for turn in range(count(20, 3)):
            killed = RANDOM.sample(range(10), 3) if turn % 2 else []
            children = [
                subprocess.Popen([PROGRAM, path], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, cwd=ROOT, env=self.environment)
                for path in paths]
            for child in children:
                child.stdin.write(self.KEYS.encode())
                child.stdin.close()
            for index in killed:
                time.sleep(RANDOM.uniform(0, 0.02))
                children[index].kill()
            for child in children:
                child.wait()
            lines, _ = self.lines()
            whole = [line for line in lines if not line.endswith(b"\x18")]
            for index, wanted in enumerate(expected):
                name = wanted[0].split(b"\t")[2]
                found = [line for line in whole if line.split(b"\t")[2] == name]
                if index in killed:
                    wanted = wanted[:len(found)]
                self.assertEqual(found, wanted, names[index])
            os.remove(self.journal())

    def test_a_disk_that_gets_full(self):
        """A file that may not grow fails as a full disk does: with part of a line written."""
        reference = self.reference()
        for _ in range(count(100, 15)):
            room = RANDOM.randrange(0, 300)
            with self.subTest(room=room):
                if os.path.exists(self.journal()):
                    os.remove(self.journal())
                self.run_piped("output-error", text="\n\nq\n")
                before, _ = self.lines()
                limit = os.path.getsize(self.journal()) + room

                def narrow():
                    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
                walked = self.run_piped(LESSON, text=self.KEYS, before=narrow)
                self.assertEqual(walked.returncode, 0, walked.stderr)
                self.assertEqual(walked.stderr.count("progress cannot be kept"), 1)
                self.assertIn("The end of this lesson", walked.stdout)
                self.run_piped(LESSON, text="first\n" + self.KEYS)
                lines, rest = self.lines()
                self.assertEqual(rest, b"")
                self.assertEqual(lines[:len(before)], before)
                known = set(reference)
                for line in lines[len(before):]:
                    self.assertTrue(line in known or line.endswith(b"\x18"), line)
                self.assertEqual(lines[-1], reference[-1])

    def test_a_full_disk_while_walking(self):
        def narrow():
            resource.setrlimit(resource.RLIMIT_FSIZE, (60, 60))
        with self.terminal(before=narrow) as terminal:
            self.walking(terminal)
            terminal.settle()
            terminal.send(b"n")
            terminal.wait_for("progress cannot be kept")
            terminal.send(b"n")
            terminal.settle()
            terminal.send(b"q")
            self.assertEqual(terminal.wait_for_end()[0], 0)
            self.assertEqual((terminal.stty(), terminal.modes()), (terminal.settings, {}))

    def test_a_disk_that_has_room_again(self):
        """Only what came while it was full is lost."""
        folder = os.path.join(self.folder.name, "state")
        with open(folder, "w") as file:
            file.write("in the way")
        child = subprocess.Popen([PROGRAM, LESSON], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.PIPE, cwd=ROOT, env=self.environment)
        child.stdin.write(b"\n")
        child.stdin.flush()
        os.set_blocking(child.stderr.fileno(), True)
        self.assertIn(b"progress cannot be kept", child.stderr.readline())
        os.remove(folder)
        child.stdin.write(b"\n\n")
        child.stdin.close()
        self.assertEqual((child.wait(), child.stderr.read()), (0, b""))
        child.stderr.close()
        self.assertTrue(self.lines()[0])

    def test_a_real_full_disk(self):
        mount = os.path.join(self.folder.name, "state")
        os.mkdir(mount)
        if os.getuid() != 0 or subprocess.run(
                ["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", mount],
                capture_output=True).returncode != 0:
            self.skipTest("no file system can be mounted here")
        try:
            self.run_piped("output-error", text="\n\nq\n")
            before, _ = self.lines()
            with open(os.path.join(mount, "ballast"), "wb", buffering=0) as ballast:
                try:
                    while True:
                        ballast.write(b"x" * 512)
                except OSError:
                    pass
            for _ in range(8):
                walked = self.run_piped(LESSON, text="first\n" + self.KEYS)
                self.assertEqual(walked.returncode, 0)
            self.assertEqual(walked.stderr.count("progress cannot be kept"), 1)
            self.assertIn("No space left", walked.stderr)
            os.remove(os.path.join(mount, "ballast"))
            self.run_piped("output-error", text="\n\nq\n")
            self.assertEqual(self.lines()[0][:len(before)], before)
        finally:
            subprocess.run(["umount", mount], check=True)

    def test_a_journal_that_is_no_file(self):
        """Nothing waits for a pipe, nothing reads a device without an end."""
        os.makedirs(os.path.dirname(self.journal()))
        for make in (os.mkfifo, os.mkdir, lambda path: os.symlink("/dev/full", path),
                     lambda path: os.symlink("/dev/zero", path), lambda path: os.symlink(path, path)):
            make(self.journal())
            walked = self.run_piped(LESSON, text="\n\n\nq\n")
            self.assertEqual(walked.returncode, 0)
            self.assertEqual(walked.stderr.count("progress cannot be kept"), 1, walked.stderr)
            self.assertNotIn("Traceback", walked.stderr)
            if os.path.isdir(self.journal()) and not os.path.islink(self.journal()):
                os.rmdir(self.journal())
            else:
                os.remove(self.journal())

    # Where it is kept

    def test_it_is_nobody_elses(self):
        for mask in (0, 0o022, 0o077):
            with tempfile.TemporaryDirectory() as folder:
                environment = self.environment_in(folder)
                del environment["XDG_STATE_HOME"]
                self.run_piped(LESSON, text="\nq\n", env=environment, before=lambda: os.umask(mask))
                path = os.path.join(folder, ".local")
                for name in ("", "state", "longhand"):
                    path = os.path.join(path, name)
                    self.assertEqual(os.stat(path).st_mode & 0o777, 0o700, path)
                self.assertEqual(
                    os.stat(os.path.join(path, "progress")).st_mode & 0o777, 0o600)

    def test_without_a_full_path_nothing_is_written(self):
        for home in (None, "", "work", "./work", "../work", "~", "~/work", " /work"):
            for state in (None, "", "state", "./state"):
                with self.subTest(home=home, state=state), tempfile.TemporaryDirectory() as folder:
                    environment = self.environment_in(folder)
                    for name, value in (("HOME", home), ("XDG_STATE_HOME", state)):
                        environment.pop(name)
                        if value is not None:
                            environment[name] = value
                    inside = os.path.join(folder, "inside")
                    os.mkdir(inside)
                    walked = self.run_piped(LESSON, text="\n\n\nq\n", env=environment, cwd=inside)
                    self.assertEqual(walked.returncode, 0)
                    self.assertEqual(walked.stderr.count("HOME is not set"), 1, walked.stderr)
                    self.assertEqual(walked.stderr.count("longhand:"), 1, walked.stderr)
                    self.assertEqual(
                        [names for *_, names in os.walk(folder) if names], [])
                    self.assertEqual(os.listdir(inside), [])

    def test_a_relative_state_folder_is_passed_over(self):
        """As the XDG specification has it: $HOME/.local/state then."""
        for state in ("", "state"):
            with tempfile.TemporaryDirectory() as folder:
                environment = {**self.environment_in(folder), "XDG_STATE_HOME": state}
                walked = self.run_piped(LESSON, text="\nq\n", env=environment, cwd=folder)
                self.assertEqual(walked.stderr, "")
                self.assertEqual(os.listdir(folder), [".local"])

    def test_every_command_says_once_that_there_is_no_home(self):
        environment = {**self.environment, "HOME": "", "XDG_STATE_HOME": ""}
        for arguments in (["list"], ["status"], ["reset", "cost"], [], ["practice", "cost"]):
            result = self.run_piped(*arguments, env=environment, text="\n" * 30)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(result.stderr.count("HOME is not set"), 1, arguments)
        self.environment = environment
        with self.terminal() as terminal:
            terminal.wait_for("HOME is not set")
            terminal.send(b"q")
            self.assertEqual(terminal.wait_for_end()[0], 0)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", default="")
    parser.add_argument("--verbosity", type=int, default=1)
    parser.add_argument("program", nargs="?", default=PROGRAM)
    options = parser.parse_args()
    ALL, PROGRAM = options.all, os.path.abspath(options.program)
    RANDOM.seed(options.seed)
    print(f"seed {options.seed}")
    loader = unittest.defaultTestLoader
    loader.testNamePatterns = [f"*{options.only}*"]
    outcome = unittest.TextTestRunner(verbosity=options.verbosity).run(
        loader.loadTestsFromModule(sys.modules["__main__"]))
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
