"""A terminal whose settings are read by stty and whose modes by what was written, for tests that end a
program in every way."""
import fcntl
import os
import random
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LESSON = os.path.join(ROOT, "lessons", "05-hidden-error.md")


def journal_of(title):
    """The name of the file in which progress in a course of a title is kept, where it says no other name."""
    number = 0xCBF29CE484222325
    for byte in title.encode():
        number = (number ^ byte) * 0x100000001B3 % 2 ** 64
    return "-".join(["progress", *re.findall("[a-z0-9]+", title.lower()), f"{number >> 32:08x}"])


#: Of this repository's lessons.
JOURNAL = journal_of("Sparse autoencoders, longhand")


# What a terminal is after `reset`: 1049 the alternate screen, 25 the cursor, 7 wrapping, 1000 and 1006
# the mouse, 2004 pastes in brackets, 2026 a synchronized update.
AT_REST = {1049: "l", 25: "h", 7: "h", 1000: "l", 1006: "l", 2004: "l", 2026: "l"}

class Options:
    """How the tests are run."""
    program = os.path.join(ROOT, ".build", "release", "longhand")
    is_whole = False
    random = random.Random()


def count(whole, part):
    return whole if Options.is_whole else part


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
            # With the test gone nobody holds this end, and the program is hung up.
            os.close(self.master)
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
        # Where a toolchain is beside the program, its runtime would look into a crash for seconds.
        return {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8",
                "HOME": folder, "SWIFT_BACKTRACE": "enable=no", "XDG_STATE_HOME": os.path.join(folder, "state"),
                "LONGHAND_LESSONS": os.path.join(ROOT, "lessons")}

    def terminal(self, *arguments, before=None, is_orphan=False):
        return Terminal([Options.program, *(arguments or [LESSON])], self.environment, before, is_orphan)

    def walking(self, terminal):
        terminal.wait_for("step ")

    def assert_given_back(self, terminal, expected, what=""):
        found, _ = terminal.wait_for_end()
        self.assertEqual(found, -expected, what)
        self.assertEqual(terminal.stty(), terminal.settings, what)
        self.assertEqual(terminal.modes(), {}, what)
