#!/usr/bin/python3
"""The terminal is always given back, and progress is kept, whatever ends longhand and when.

Usage: terminal_returned.py [--all] [--seed NUMBER] [--only PART-OF-A-NAME] [PROGRAM]
Without --all a part runs that takes less than a minute. What is random comes from the seed, which is
printed.
"""
import argparse
import os
import resource
import select
import signal
import subprocess
import sys
import time
import unittest

from progress_kept import ProgressIsKept
from pseudo_terminal import Options, TestCase, count

# Those that end a program and are caught, as far as there are such here.
NAMES = ["INT", "TERM", "HUP", "QUIT", "ABRT", "ILL", "TRAP", "SEGV", "BUS", "FPE", "ALRM", "USR1",
         "USR2", "XCPU", "XFSZ", "VTALRM", "PROF", "IO", "POLL", "SYS", "PWR", "STKFLT", "EMT"]
SIGNALS = sorted({getattr(signal, "SIG" + name) for name in NAMES if hasattr(signal, "SIG" + name)})
if hasattr(signal, "SIGRTMIN"):
    SIGNALS += [signal.SIGRTMIN, signal.SIGRTMIN + 5, signal.SIGRTMAX]


class TheTerminalIsReturned(TestCase):
    def test_signals_at_any_moment_after_the_start(self):
        entered = 0
        for _ in range(count(200, 60)):
            number, moment = Options.random.choice(SIGNALS), Options.random.uniform(0, 0.06)
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
                terminal.send(b"n .." * Options.random.randrange(1, 30))
                time.sleep(Options.random.uniform(0, 0.03))
                os.kill(terminal.pid, signal.SIGSEGV)
                self.assert_given_back(terminal, signal.SIGSEGV)
                self.assertIn("has ended by a fault of its own (signal 11)", terminal.text())

    def test_a_fault_is_said_without_a_screen(self):
        for number in (signal.SIGILL, signal.SIGTRAP, signal.SIGSEGV):
            # Its own backtrace, where a toolchain is beside it, says more.
            program = subprocess.Popen(
                [Options.program, "forward-propagation", "--plain"], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, env={**self.environment, "SWIFT_BACKTRACE": "enable=no"}, text=True)
            program.stdin.write("\n")
            program.stdin.flush()
            program.stdout.readline()
            program.send_signal(number)
            said = program.communicate(timeout=20)[1]
            self.assertEqual(program.returncode, -number)
            self.assertRegex(said, rf"longhand [0-9.]+ has ended by a fault of its own \(signal {int(number)}\)\..*\n$")

    def test_a_stack_that_is_used_up(self):
        """With less and less stack the program ends by itself, at some size on the screen."""
        overflows = 0
        for kilobytes in range(240, 16, -8 if Options.is_whole else -16):
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

    def slow(self, rounds):
        """A lesson whose loop takes many seconds to run."""
        path = os.path.join(self.folder.name, "slow.md")
        with open(path, "w") as file:
            file.write("# Slow\n\nA long loop.\n\n```math\na = 1\n```\n\n```math\n"
                       "\\begin{aligned}\n&\\text{for } k = 1, \\ldots, " + str(rounds) + ": \\\\\n"
                       "&\\quad a := a + \\sum_{i=1}^{2000} \\sin(i k a)\n\\end{aligned}\n```\n")
        return path

    def test_q_and_signals_end_what_is_computed(self):
        for ending, expected in ((b"q", 0), (b"\x03", -signal.SIGINT), (signal.SIGTERM, -signal.SIGTERM)):
            with self.subTest(ending=ending), self.terminal(self.slow(9999)) as terminal:
                terminal.wait_for("A long loop")
                time.sleep(0.3)
                if isinstance(ending, bytes):
                    terminal.send(ending)
                else:
                    os.kill(terminal.pid, ending)
                found, took = terminal.wait_for_end(5)
                self.assertEqual(found, expected)
                self.assertLessEqual(took, 1.5)
                self.assertEqual(terminal.stty(), terminal.settings)
                self.assertEqual(terminal.modes(), {})

    def test_keys_that_come_while_it_computes_are_kept(self):
        """A q behind other keys ends nothing: it may be text. A reply of the terminal is no key."""
        with self.terminal(self.slow(200)) as terminal:
            terminal.wait_for("A long loop")
            for keys in (b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\", b"/", b"q", b"zz"):
                terminal.send(keys)
                time.sleep(0.15)
            terminal.wait_for("qzz")
            terminal.send(b"\x1b")
            time.sleep(0.3)
            terminal.send(b"q")
            self.assertEqual(terminal.wait_for_end(5)[0], 0)

    def test_who_reads_late_still_gets_everything(self):
        with self.terminal() as terminal:
            self.walking(terminal)
            terminal.settle()
            self.fill(terminal)
            os.kill(terminal.pid, signal.SIGTERM)
            time.sleep(0.1)
            self.assert_given_back(terminal, signal.SIGTERM)

    def fill(self, terminal):
        """Leaves no room in the terminal's buffers; the system moves bytes between them."""
        end = os.open(os.ttyname(terminal.slave), os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY)
        for size in (4096, 1) * 5:
            try:
                while True:
                    os.write(end, b"x" * size)
            except BlockingIOError:
                time.sleep(0.02)
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


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--all", action="store_true")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", default="")
    parser.add_argument("--verbosity", type=int, default=1)
    parser.add_argument("program", nargs="?", default=Options.program)
    options = parser.parse_args()
    Options.is_whole, Options.program = options.all, os.path.abspath(options.program)
    Options.random.seed(options.seed)
    print(f"seed {options.seed}")
    loader = unittest.defaultTestLoader
    loader.testNamePatterns = [f"*{options.only}*"]
    outcome = unittest.TextTestRunner(verbosity=options.verbosity).run(
        loader.loadTestsFromModule(sys.modules["__main__"]))
    failed = len({case.id().split(" ")[0] for case, _ in outcome.failures + outcome.errors})
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
