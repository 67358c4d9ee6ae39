#!/usr/bin/python3
"""Runs longhand on a real terminal: start, keys, leaving, signals; and through pipes.

What is compared is what only a whole process can show. What is on the screen is tested without one,
in Tests/Screens.
"""
import json
import os
import signal
import subprocess
import sys
import tempfile
import termios
import time
import unittest

import pexpect

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LONGHAND = os.path.join(ROOT, "bin", "longhand")
LESSON = "lessons/05-hidden-error.md"


class EndToEnd(unittest.TestCase):
    def setUp(self):
        self.state = tempfile.TemporaryDirectory()
        self.environment = {
            **{key: value for key, value in os.environ.items()
               if key not in ("NO_COLOR", "COLORTERM", "LC_ALL", "LC_CTYPE", "LONGHAND_LESSONS")},
            "XDG_STATE_HOME": self.state.name, "TERM": "xterm-256color", "LANG": "C.UTF-8",
        }

    def tearDown(self):
        self.state.cleanup()

    def run_piped(self, *arguments, text="", **environment):
        return subprocess.run(
            [LONGHAND, *arguments], input=text, capture_output=True, text=True, cwd=ROOT,
            env={**self.environment, **environment}, timeout=60)

    def start(self, *arguments, **environment):
        child = pexpect.spawn(
            LONGHAND, list(arguments), cwd=ROOT, encoding="utf-8", dimensions=(24, 80),
            env={**self.environment, **environment}, timeout=20)
        child.delaybeforesend = 0
        return child

    def settings(self, child):
        return termios.tcgetattr(child.child_fd)

    # On a terminal

    def test_a_lesson_is_walked_to_its_end_and_remembered(self):
        child = self.start("lessons/09-sparse-hidden-error.md")
        child.expect("The hidden error with sparsity")
        for _ in range(200):
            child.expect(["Space next", "Space end"])
            ended = child.after == "Space end"
            child.send(" ")
            if ended:
                break
        child.expect("The end of this lesson")
        child.expect(pexpect.EOF)
        child.close()
        self.assertEqual(child.exitstatus, 0)
        self.assertIn("✓ read   sparse-hidden-error", self.run_piped("list").stdout)

    def test_the_place_is_kept(self):
        child = self.start("hidden-error")
        for key in "nn ":
            child.expect("Space next")
            child.send(key)
        child.expect("names → numbers")
        child.send("q")
        child.expect(pexpect.EOF)
        again = self.start("hidden-error")
        again.expect("Blame for one hidden unit")
        again.expect("names → numbers")
        again.expect("You were here before")
        again.send("q")
        again.expect(pexpect.EOF)

    def test_without_arguments_the_contents_and_on_at_the_first_unread(self):
        child = self.start()
        child.expect("forward-propagation")
        child.expect("sparse-hidden-error")
        child.expect("A neural network is a long formula")
        child.send("q")
        child.expect(pexpect.EOF)

    def test_arrows_and_unknown_keys(self):
        child = self.start(LESSON)
        child.expect("Space next")
        child.send("\x1b[C")
        child.expect("What we have")
        child.send("\x1b[15~z")
        child.expect("z does nothing here")
        child.send("?")
        child.expect("finish this equation")
        child.send("\x1b[D")
        child.expect("back:")
        child.send("q")
        child.expect(pexpect.EOF)

    def test_the_terminal_is_restored_whatever_ends_it(self):
        for end in ["q", "\x03", signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV, signal.SIGKILL]:
            with self.subTest(end=end):
                # A shell around it keeps the terminal open after the program has gone.
                child = pexpect.spawn(
                    "/bin/sh", cwd=ROOT, encoding="utf-8", env=self.environment, timeout=20)
                child.sendline("PS1='ready> '")
                child.expect("ready> .*ready> ")
                before = self.settings(child)
                child.sendline(f"{LONGHAND} {LESSON}")
                child.expect("Space next")
                during = self.settings(child)
                self.assertNotEqual(during[3] & termios.ICANON, before[3] & termios.ICANON)
                if isinstance(end, str):
                    child.send(end)
                else:
                    subprocess.run(
                        ["pkill", f"-{int(end)}", "-f", f"release/longhand {LESSON}"], check=True)
                child.expect("ready> ")
                after = self.settings(child)
                child.sendline("echo status $?")
                child.expect(r"status (\d+)")
                status = int(child.match.group(1))
                self.assertEqual(status, {"q": 0, "\x03": 130}.get(end, 128 + int(end)
                                 if not isinstance(end, str) else 0))
                # Nobody can do anything after SIGKILL.
                if end != signal.SIGKILL:
                    self.assertEqual(after[3], before[3])
                child.close(force=True)

    def test_stopped_and_resumed(self):
        child = pexpect.spawn(
            "/bin/bash", ["--norc"], cwd=ROOT, encoding="utf-8", env=self.environment, timeout=20)
        child.sendline("PS1='ready> '")
        child.expect("ready> .*ready> ")
        child.sendline(f"{LONGHAND} {LESSON}")
        child.expect("Space next")
        child.send("\x1a")
        child.expect("Stopped")
        child.expect("ready> ")
        child.sendline("fg")
        time.sleep(0.3)
        child.send(" ")
        child.expect("What we have")
        child.send("q")
        child.expect("ready> ")
        child.close(force=True)

    def test_colour_only_when_wanted(self):
        def output(*arguments, **environment):
            child = self.start(*arguments, LESSON, **environment)
            child.expect("quit")
            child.send("q")
            child.expect(pexpect.EOF)
            return child.before if child.before else ""

        def everything(*arguments, **environment):
            child = self.start(*arguments, LESSON, **environment)
            child.send("n.q")
            child.expect(pexpect.EOF)
            return child.before

        self.assertIn("36m", everything())
        self.assertNotIn("36m", everything(NO_COLOR="1"))
        self.assertIn("\x1b[", everything(NO_COLOR="1"))
        self.assertNotIn("\x1b", everything("--plain"))
        self.assertNotIn("\x1b", everything(TERM="dumb"))
        self.assertTrue(everything("--ascii").isascii())
        self.assertTrue(everything(LC_ALL="C").isascii())

    # Through pipes

    def test_a_pipe_gets_no_escapes_and_may_close_early(self):
        shown = self.run_piped("show", LESSON)
        self.assertEqual(shown.returncode, 0)
        self.assertNotIn("\x1b", shown.stdout)
        closed = subprocess.run(
            f"{LONGHAND} show {LESSON} | head -n 1", shell=True, capture_output=True, text=True,
            cwd=ROOT, env=self.environment, timeout=60)
        self.assertEqual(closed.stderr, "")
        self.assertEqual(closed.stdout, "The error of the hidden layer\n")
        self.assertIn("\x1b[", self.run_piped("show", LESSON, "--color", "always").stdout)

    def test_words_from_a_pipe(self):
        walked = self.run_piped(LESSON, text="next\n\nfinish\nback\nquit\n")
        self.assertEqual(walked.returncode, 0)
        self.assertIn("names → numbers", walked.stdout)
        self.assertIn("back:", walked.stdout)
        ended = self.run_piped(LESSON, text="\n" * 1000)
        self.assertIn("The end of this lesson.", ended.stdout)
        self.assertEqual(self.run_piped(LESSON, text="").returncode, 0)
        pasted = self.run_piped(LESSON, text="x" * 1_000_000 + "\n")
        self.assertIn("does nothing here", pasted.stdout)

    def test_json_has_its_names(self):
        shown = json.loads(self.run_piped("show", "output-error", "--as", "json").stdout)
        self.assertEqual(set(shown), {"lesson", "title", "numpyHead", "steps", "findings"})
        equation = shown["steps"][5]["equations"][0]
        self.assertEqual(equation["name"], "\\delta^{(3)}")
        self.assertEqual(equation["kind"], "definition")
        self.assertEqual(equation["shape"], [3, 1])
        self.assertTrue(equation["reductions"])
        claim = shown["steps"][5]["equations"][1]["claims"][0]
        self.assertIs(claim["holds"], True)
        self.assertLess(abs(claim["left"] - claim["right"]), 1e-12)
        self.assertEqual((claim["row"], claim["column"]), (1, 1))

    def test_a_lesson_from_standard_input(self):
        shown = self.run_piped("-", text="## S\n\n```math\nx = 2\ny = x + 1\n```\n")
        self.assertIn("y = x + 1", shown.stdout)
        self.assertIn("= 3", shown.stdout)

    # What goes wrong

    def test_statuses_and_words_for_what_cannot_be_done(self):
        sound = self.run_piped("check", "lessons")
        self.assertEqual((sound.returncode, "all sound" in sound.stdout), (0, True))
        with tempfile.TemporaryDirectory() as folder:
            broken = os.path.join(folder, "broken.md")
            with open(broken, "w") as file:
                file.write("```math\nW = \\begin{bmatrix} 1 & 2 \\end{bmatrix}\ny = W W\n```\n")
            found = self.run_piped("check", broken)
            self.assertEqual(found.returncode, 1)
            self.assertIn("broken.md:3:5: error: W and W cannot be multiplied: 1×2 and 1×2", found.stdout)
            self.assertIn("    ^~~", found.stdout)
            report = json.loads(self.run_piped("check", broken, "--as", "json").stdout)
            self.assertEqual(report["lessons"][0]["findings"][0]["id"], "shape-mismatch")
            for content in [b"", b"\xff\xfe\x00", bytes(range(256)) * 100]:
                with open(broken, "wb") as file:
                    file.write(content)
                self.assertEqual(self.run_piped("check", broken).returncode, 1)
            empty = os.path.join(folder, "empty")
            os.mkdir(empty)
            self.assertEqual(self.run_piped("check", empty).returncode, 2)
            self.assertEqual(self.run_piped(folder).returncode, 2)
        for arguments in [("no-such-lesson",), ("lessons/none.md",), ("show",), ("check", "none"),
                          ("--wrong",), ("show", LESSON, "--as", "xml")]:
            result = self.run_piped(*arguments)
            self.assertEqual(result.returncode, 2, arguments)
            self.assertTrue(result.stderr, arguments)
            self.assertNotIn("Fatal", result.stderr)
        self.assertIn("Did you mean the lesson hidden-error", self.run_piped("hiden-error").stderr)

    def test_a_disk_that_takes_nothing(self):
        blocked = os.path.join(self.state.name, "longhand")
        with open(blocked, "w") as file:
            file.write("a file where the folder should be")
        walked = self.run_piped(LESSON, text="\n\n\nq\n")
        self.assertEqual(walked.returncode, 0)
        self.assertEqual(walked.stderr.count("progress cannot be kept"), 1)
        self.assertIn("names → numbers", walked.stdout)

    def test_output_that_cannot_be_written(self):
        with open("/dev/full", "w") as full:
            result = subprocess.run(
                [LONGHAND, "show", LESSON], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT,
                env=self.environment, timeout=60)
        self.assertEqual(result.returncode, 2)
        self.assertIn("cannot write", result.stderr)


if __name__ == "__main__":
    # Builds once, so that no test waits for it.
    subprocess.run([LONGHAND, "--help"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    outcome = unittest.TextTestRunner(verbosity=1).run(
        unittest.defaultTestLoader.loadTestsFromTestCase(EndToEnd))
    failed = len(outcome.failures) + len(outcome.errors)
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
