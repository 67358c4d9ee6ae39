#!/usr/bin/python3
"""Runs longhand on a real terminal: start, keys, leaving, signals; and through pipes.

What is compared is what only a whole process can show. What is on the screen is tested without one,
in Tests/Screens.
"""
import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import termios
import time
import unicodedata
import unittest

import pexpect
import pyte

from pseudo_terminal import JOURNAL

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LONGHAND = os.path.join(ROOT, "bin", "longhand")
LESSON = "lessons/05-hidden-error.md"


class Terminal:
    """A program on a terminal of its own; pyte, which measures with wcwidth, is the screen."""

    def __init__(self, command, columns, rows, environment, shell=False):
        if shell:
            command = ["/bin/bash", "--norc", "--noprofile", "--noediting"]
            environment = {**environment, "PS1": "ready> "}
        self.child = pexpect.spawn(
            command[0], command[1:], cwd=ROOT, encoding="utf-8", dimensions=(rows, columns),
            env=environment, timeout=20)
        self.child.delaybeforesend = 0
        self.display = pyte.Screen(columns, rows)
        self.stream = pyte.Stream(self.display)
        self.raw = ""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.child.close(force=True)

    def send(self, keys):
        self.child.send(keys)

    def read(self, seconds):
        """What came within so many seconds; whether there was anything."""
        try:
            new = self.child.read_nonblocking(65536, timeout=seconds)
        except pexpect.TIMEOUT:
            return False
        except pexpect.EOF:
            return False
        self.raw += new
        # Sequences that pyte does not know, and would print.
        self.stream.feed(re.sub(r"\x1b\][^\x1b\x07]*(\x1b\\|\x07)", "", new))
        return True

    def settle(self):
        while self.read(0.15):
            pass

    def lines(self):
        return list(self.display.display)

    def text(self):
        return "\n".join(line.rstrip() for line in self.lines())

    def wait_for(self, *texts):
        """Until one of the texts is on the screen."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            # This screen has no second one: what a shell writes after it may begin at the end of a line.
            if any(text in self.text() or text in "".join(self.lines()) for text in texts):
                return
            self.read(0.1)
        raise AssertionError(f"{texts} never came:\n{self.text()}")

    def wait_for_end(self):
        end = time.monotonic() + 20
        while self.child.isalive() and time.monotonic() < end:
            self.read(0.1)
        self.settle()
        self.child.close()
        return self.child.exitstatus

    def resize(self, columns, rows):
        self.settle()
        self.display.resize(rows, columns)
        self.display.reset()
        self.child.setwinsize(rows, columns)
        self.settle()

    def settings(self):
        return termios.tcgetattr(self.child.child_fd)

    def modes(self):
        """What was switched on last, by what was written."""
        def last(number):
            found = re.findall(rf"\x1b\[\?{number}([hl])", self.raw)
            return found and found[-1] == "h"
        return {"mouse": last(1000), "paste": last(2004), "alternate": last(1049),
                "cursor": last(25)}

    def kill(self, number, program=False):
        if program:
            subprocess.run(["pkill", f"-{int(number)}", "-f", f"release/longhand {LESSON}"],
                           check=True)
        else:
            self.child.kill(number)
            self.child.wait()


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

    # On a terminal

    def screen(self, *arguments, columns=80, rows=24, shell=False, **environment):
        return Terminal(
            [LONGHAND, *arguments], columns, rows, {**self.environment, **environment}, shell)

    def test_a_lesson_is_walked_to_its_end_and_remembered(self):
        with self.screen("lessons/09-sparse-hidden-error.md") as terminal:
            terminal.wait_for("The hidden error with sparsity")
            for _ in range(400):
                terminal.send(" ")
                terminal.settle()
                if "The end of the lesson" in terminal.text():
                    break
            terminal.wait_for("The end of the lesson")
            terminal.send("q")
            self.assertEqual(terminal.wait_for_end(), 0)
        # Its questions were passed over: it was begun, and is not done.
        self.assertIn("· begun  sparse-hidden-error", self.run_piped("list").stdout)

    def test_the_place_and_the_changed_givens_are_kept(self):
        with self.screen("output-error") as terminal:
            terminal.wait_for("before step 1")
            terminal.send("nee0.5\r")
            terminal.wait_for("0.9 → 0.5")
            terminal.send("\x1b")
            time.sleep(0.1)
            terminal.send("n ")
            terminal.wait_for("step 2 of 9")
            # Nothing can be done after SIGKILL; what was kept is there all the same.
            terminal.kill(signal.SIGKILL)
        with open(os.path.join(self.state.name, "longhand", JOURNAL), "a") as journal:
            journal.write("1\tplace\toutput-err")
        with self.screen() as terminal:
            terminal.wait_for("step 2 of 9")
            terminal.wait_for("changed givens")
            terminal.send("n")
            terminal.wait_for("step 3 of 9")
            terminal.send("q")
            self.assertEqual(terminal.wait_for_end(), 0)
        with self.screen("output-error") as terminal:
            terminal.wait_for("step 3 of 9")
        self.assertIn("1 lesson", self.run_piped("status").stdout)
        self.assertEqual(self.run_piped("reset", "output-error").returncode, 0)
        with self.screen("output-error") as terminal:
            terminal.wait_for("before step 1")
            self.assertNotIn("changed", terminal.text())

    def test_keys_of_every_kind(self):
        with self.screen(LESSON) as terminal:
            terminal.wait_for("before step 1")
            terminal.send("\x1b[C")
            terminal.wait_for("step 1 of 8")
            terminal.send("\x1b[6~")
            terminal.wait_for("step 2 of 8")
            terminal.send("z")
            terminal.wait_for("z does nothing here")
            terminal.send("\x1b[200~a paste\nof lines\x1b[201~")
            terminal.wait_for("nothing here to paste")
            terminal.send("?")
            terminal.wait_for("Going on")
            terminal.send("\x1b")
            terminal.wait_for("Blame for one hidden unit")
            terminal.send(" ")
            terminal.wait_for("Not answered yet")
            terminal.send(" .")
            terminal.wait_for("= 0.0761")
            row = next(i for i, line in enumerate(terminal.lines()) if "= 0.0761" in line)
            column = terminal.lines()[row].index("0.0761")
            terminal.send(f"\x1b[<0;{column + 1};{row + 1}M")
            terminal.wait_for("c₁ = 0.0761")
            terminal.send("o")
            terminal.wait_for("Computed in")
            terminal.send("\x1b\x1b")
            terminal.wait_for("o open")
            terminal.send("yk")
            terminal.wait_for("Copied")
            self.assertIn("\x1b]52;c;", terminal.raw)

    def test_the_screen_is_what_was_drawn_at_every_size(self):
        """A terminal that measures characters with wcwidth shows what the reader meant: no line is
        shifted, nothing is left over from the screen before."""
        with self.screen(LESSON) as terminal:
            terminal.wait_for("before step 1")
            for columns, rows in [(80, 24), (120, 40), (40, 15), (20, 5), (7, 2), (1, 1), (80, 24)]:
                terminal.resize(columns, rows)
                for key in ["n", " ", ".", "t", "\x1b", "p"]:
                    terminal.send(key)
                    terminal.settle()
                    if key == "\x1b":
                        time.sleep(0.06)
            terminal.send("g")
            terminal.settle()
            before = terminal.lines()
            # A whole new painting gives the same screen as all the small ones.
            terminal.resize(81, 24)
            terminal.resize(80, 24)
            terminal.settle()
            self.assertEqual(before, terminal.lines())
            self.assertIn("─" * 80, before)

    def test_the_terminal_is_restored_whatever_ends_it(self):
        for end in ["q", "\x03", signal.SIGTERM, signal.SIGHUP, signal.SIGSEGV, signal.SIGILL]:
            with self.subTest(end=end), self.screen(shell=True) as terminal:
                terminal.wait_for("ready>")
                before = terminal.settings()
                terminal.send(f"{LONGHAND} {LESSON}\r")
                terminal.wait_for("before step 1")
                self.assertNotEqual(terminal.settings()[3] & termios.ICANON,
                                    before[3] & termios.ICANON)
                if isinstance(end, str):
                    terminal.send(end)
                else:
                    terminal.kill(end, program=True)
                terminal.wait_for("ready>")
                terminal.settle()
                self.assertEqual(terminal.settings(), before)
                modes = terminal.modes()
                self.assertFalse(modes["mouse"] or modes["paste"] or modes["alternate"])
                self.assertTrue(modes["cursor"])
                terminal.send("echo status $?\r")
                expected = {"q": 0, "\x03": 130}.get(
                    end, 128 + int(end) if not isinstance(end, str) else 0)
                terminal.wait_for(f"status {expected}")

    def test_stopped_and_resumed(self):
        with self.screen(shell=True) as terminal:
            terminal.wait_for("ready>")
            before = terminal.settings()
            terminal.send(f"{LONGHAND} {LESSON}\r")
            terminal.wait_for("before step 1")
            terminal.send("n")
            terminal.wait_for("step 1 of 8")
            terminal.send("\x1a")
            terminal.wait_for("ready>")
            terminal.settle()
            self.assertEqual(terminal.settings(), before)
            terminal.send("echo in between\r")
            terminal.wait_for("in between")
            terminal.send("fg\r")
            terminal.wait_for("step 1 of 8")
            terminal.send(" ")
            terminal.settle()
            self.assertNotIn("in between", terminal.text())
            terminal.send("q")
            terminal.wait_for("ready>")
            self.assertEqual(terminal.settings(), before)

    def test_colour_only_when_wanted(self):
        def everything(*arguments, **environment):
            with self.screen(LESSON, *arguments, **environment) as terminal:
                terminal.wait_for("quit")
                terminal.send("n n.q" if "TERM" not in environment and "--plain" not in arguments
                              else "step\r\rfinish\rquit\r")
                terminal.wait_for_end()
                return terminal.raw

        self.assertIn("38;5;", everything())
        self.assertIn("38;2;", everything(COLORTERM="truecolor"))
        self.assertNotIn("38;", everything(NO_COLOR="1"))
        self.assertIn("\x1b[", everything(NO_COLOR="1"))
        self.assertNotIn("\x1b", everything("--plain"))
        self.assertNotIn("\x1b", everything(TERM="dumb"))
        self.assertTrue(everything("--ascii").isascii())
        self.assertTrue(everything(LC_ALL="C").isascii())

    def test_line_mode_on_a_terminal(self):
        with self.screen(LESSON, "--plain") as terminal:
            terminal.wait_for("Enter goes on")
            terminal.send("step\r")
            terminal.wait_for("1 of 8")
            terminal.send("open c_1\r")
            terminal.wait_for("0.0260", "0.3 · 0.0867")
            terminal.send("quit\r")
            self.assertEqual(terminal.wait_for_end(), 0)

    def test_the_terminal_says_whether_it_is_light(self):
        with self.screen(LESSON, COLORTERM="truecolor") as terminal:
            terminal.wait_for("before step 1")
            terminal.send("n")
            terminal.settle()
            dark = terminal.raw
            terminal.send("\x1b]11;rgb:ffff/ffff/ffff\x1b\\")
            terminal.settle()
            self.assertIn("38;2;143;199;245", dark)
            self.assertIn("38;2;11;79;138", terminal.raw[len(dark):])

    def test_widths_are_those_of_wcwidth(self):
        """Every character is as wide as wcwidth says: a heading is filled up to 80 cells, so a width
        that is another one shows in its line."""
        import wcwidth
        ranges = [(0xA1, 0x250), (0x370, 0x3FF), (0x1D00, 0x1DBF), (0x2010, 0x2028), (0x2030, 0x2060),
                  (0x2070, 0x20A0), (0x2100, 0x214F), (0x2190, 0x23FF), (0x2500, 0x25FF),
                  (0x27C0, 0x27F0), (0x2900, 0x2AFF), (0x1D400, 0x1D7FF), (0x4E00, 0x4E20),
                  (0xAC00, 0xAC10), (0xFF01, 0xFF20), (0x1F600, 0x1F640)]
        characters = [
            chr(code) for first, last in ranges for code in range(first, last)
            if unicodedata.category(chr(code)) not in ("Cn", "Cc", "Cf", "Mn", "Zs")]
        characters += [letter + chr(mark) for letter in "eWρδ" for mark in range(0x300, 0x32A)]
        shown = self.run_piped(
            "-", text="".join(f"## a{character}b\n\nx\n\n" for character in characters)).stdout
        headings = [line for line in shown.splitlines() if line.startswith("── ")]
        self.assertEqual(len(headings), len(characters))
        wrong = [line for line in headings if wcwidth.wcswidth(line) != 80]
        self.assertEqual(wrong, [])

    def test_a_file_is_read_again_and_may_be_gone(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "small.md")
            with open(path, "w") as file:
                file.write("## One\n\n```math\nx = 2\n```\n")
            with self.screen(path) as terminal:
                terminal.wait_for("x = 2")
                with open(path, "w") as file:
                    file.write("## One\n\n```math\nx = 3\n```\n")
                terminal.send("r")
                terminal.wait_for("x = 3")
                os.remove(path)
                terminal.send("r")
                terminal.wait_for("cannot be read just now")
                self.assertIn("x = 3", terminal.text())
                terminal.send("q")
                self.assertEqual(terminal.wait_for_end(), 0)

    def test_a_question_is_answered(self):
        with self.screen(LESSON) as terminal:
            terminal.wait_for("before step 1")
            terminal.send("3\r")
            terminal.wait_for("What shape is the product")
            terminal.send("a2x1\r")
            terminal.wait_for("✓ Right.")
            terminal.send("q")
            terminal.wait_for_end()
        self.assertIn("1 question answered", self.run_piped("status").stdout)
        status = json.loads(self.run_piped("status", "--as", "json").stdout)
        lesson = next(one for one in status["lessons"] if one["lesson"] == "hidden-error")
        self.assertEqual(lesson["questions"], [
            {"id": "the-whole-layer/1", "tries": ["right"], "answered": True}])
        self.assertEqual(status["latest"], "hidden-error")
        answered = self.run_piped("output-error", text="go 4\nlast\nprevious\nanswer 1\nquit\n")
        self.assertEqual(answered.returncode, 0)

    def test_a_matrix_is_typed_in_a_grid(self):
        with self.screen(LESSON) as terminal:
            terminal.wait_for("before step 1")
            # Space asks once before it passes a question over, and a digit begins the answer.
            terminal.send("3\r    0.018")
            terminal.wait_for("0.018")
            terminal.send("\x1b[B-0.009\r")
            terminal.wait_for("✓ Right.")
            terminal.send("q")
            self.assertEqual(terminal.wait_for_end(), 0)

    def test_practice(self):
        with self.screen("practice", "hidden-error", "--seed", "5", "--count", "2") as terminal:
            terminal.wait_for("question 1 of 2")
            for _ in range(12):
                terminal.send("H")
            # The answer was shown: the question comes once more, at the end.
            terminal.wait_for("All has been said")
            terminal.send(" ")
            terminal.wait_for("question 2 of 3")
            # A question that is taller than the screen is scrolled first; one without an answer is
            # passed over at the second time.
            terminal.send(" ")
            terminal.wait_for("Not answered yet")
            terminal.send(" " * 8)
            self.assertEqual(terminal.wait_for_end(), 0)
            written = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", terminal.raw)
            self.assertIn("0 of 1 right at the first try, 1 not yet.", written)
            self.assertNotIn("step 1", written)
        status = json.loads(self.run_piped("status", "--as", "json").stdout)
        lesson = next(one for one in status["lessons"] if one["lesson"] == "hidden-error")
        (practised,) = lesson["practice"]
        self.assertEqual((practised["level"], practised["isDue"]), (0, True))
        self.assertRegex(practised["due"], r"^\d{4}-\d\d-\d\d$")
        self.assertIn("Due for practice", self.run_piped("status").stdout)
        one, other = (
            self.run_piped("practice", "cost", "--seed", "3", text="\n" * 40) for _ in range(2))
        self.assertEqual((one.returncode, one.stdout), (0, other.stdout))
        self.assertIn("question 1 of", one.stdout)
        self.assertEqual(self.run_piped("practice", "cost", text="").returncode, 0)
        self.run_piped("reset", "hidden-error")
        self.assertNotIn("Due for practice", self.run_piped("status").stdout)

    def test_days_are_those_of_the_students_clock(self):
        # 25 hours apart, so that it is never the same day in both.
        for zone, hours in [("EAST-14", 14), ("WEST11", -11)]:
            def today():
                return int((time.time() + hours * 3600) // 86400)

            before = today()
            self.run_piped(
                "practice", "cost", "--seed", "3", "--count", "1", text="hint\n" * 12, TZ=zone)
            with open(os.path.join(self.state.name, "longhand", JOURNAL)) as journal:
                practised = [line.split("\t") for line in journal if "\tpractice\t" in line]
            self.assertIn(int(practised[-1][5]), range(before, today() + 1), zone)

    def test_a_file_of_answers_is_marked(self):
        with tempfile.TemporaryDirectory() as folder:
            answers = os.path.join(folder, "answers.txt")

            def mark(text, *more):
                with open(answers, "w") as file:
                    file.write(text)
                return self.run_piped("check", LESSON, "--answers", answers, *more)

            right = mark("the-whole-layer/1: 2x1\n")
            self.assertEqual(right.returncode, 0)
            self.assertIn("answers.txt:1: ✓ the-whole-layer/1: Right.", right.stdout)
            wrong = mark("the-whole-layer/3: [0.076; -0.036]\n", "--as", "json")
            self.assertEqual(wrong.returncode, 1)
            (found,) = json.loads(wrong.stdout)["answers"]
            self.assertEqual((found["line"], found["right"]), (1, False))
            self.assertIn("before the slope", found["text"])
            os.remove(answers)
            self.assertEqual(
                self.run_piped("check", LESSON, "--answers", answers).returncode, 2)

    def test_two_programs_at_once(self):
        with self.screen("output-error") as first, self.screen("hidden-error") as second:
            first.wait_for("before step 1")
            second.wait_for("before step 1")
            for _ in range(10):
                first.send(" ")
                second.send(" ")
            first.settle()
            second.settle()
            first.send("q")
            second.send("q")
            first.wait_for_end()
            second.wait_for_end()
        with open(os.path.join(self.state.name, "longhand", JOURNAL)) as journal:
            lines = journal.read().splitlines()
        self.assertTrue(all(line.startswith("1\t") for line in lines))
        self.assertEqual({line.split("\t")[2] for line in lines}, {"output-error", "hidden-error"})

    def test_progress_of_a_newer_version_is_kept(self):
        os.makedirs(os.path.join(self.state.name, "longhand"))
        path = os.path.join(self.state.name, "longhand", JOURNAL)
        with open(path, "w") as journal:
            journal.write("7\tplace\tthings\tto come\n")
        with self.screen(LESSON) as terminal:
            terminal.wait_for("newer longhand")
            terminal.send("nq")
            terminal.wait_for_end()
        with open(path) as journal:
            self.assertIn("7\tplace\tthings\tto come\n", journal.read())

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
        self.assertIn("The end of the lesson: ", ended.stdout)
        self.assertEqual(self.run_piped(LESSON, text="").returncode, 0)
        pasted = self.run_piped(LESSON, text="x" * 1_000_000 + "\n")
        self.assertIn("does nothing here", pasted.stdout)

    def test_every_key_has_a_word(self):
        words = ["step", "open c_1", "open 2", "close", "used x_1", "numpy", "copy keyboard", "last",
                 "first", "go 3", "search slope", "contents", "previous", "reload", "help"]
        walked = self.run_piped(LESSON, text="\n".join(words) + "\n")
        self.assertEqual(walked.returncode, 0)
        self.assertNotIn("does nothing here", walked.stdout)
        changed = self.run_piped(
            "output-error", text="step\nchange x_1 = 0.5\nundo\nredo\nrestore\n")
        self.assertIn("0.9 → 0.5", changed.stdout)
        self.assertIn("The lesson's own givens", changed.stdout)

    def test_json_has_its_names(self):
        shown = json.loads(self.run_piped("show", "output-error", "--as", "json").stdout)
        self.assertEqual(
            set(shown),
            {"schema", "longhand", "lesson", "title", "decimals", "numpyHead", "steps", "numbers", "findings"}
            | ({"continues"} if "continues" in shown else set()))
        self.assertEqual(shown["schema"], 2)
        equations = [equation for step in shown["steps"] for equation in step.get("equations", [])]
        equation = next(each for each in equations if each.get("name") == "\\delta^{(3)}")
        self.assertEqual(equation["name"], "\\delta^{(3)}")
        self.assertEqual(equation["kind"], "definition")
        self.assertEqual(equation["shape"], [3, 1])
        self.assertTrue(equation["reductions"])
        claim = next(each for each in equations if each.get("claims"))["claims"][0]
        self.assertIs(claim["holds"], True)
        self.assertLess(abs(claim["left"] - claim["right"]), 1e-12)
        self.assertEqual((claim["row"], claim["column"]), (1, 1))

    def test_a_lesson_from_standard_input(self):
        shown = self.run_piped("-", text="## S\n\n```math\nx = 2\ny = x + 1\n```\n")
        self.assertIn("y = x + 1", shown.stdout)
        self.assertIn("= 3", shown.stdout)

    # What goes wrong

    def test_a_lesson_without_headings_and_prose_is_walked(self):
        """The README's own example, and others that begin with what only the mathematics shows."""
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            readme = file.read()
        written = re.search(r"````markdown\n(```math\nx = .*?)````\n", readme, re.S).group(1)
        cases = {
            written: "11", "Only prose.\n": "Only prose.", "## Heading\n": "Heading",
            "$$\nx = 2\n$$\n": "x = 2", "<!-- check\n= 2\n-->\n": "answer",
            "```math\nx = 2\n```\n\n## Then\n": "x = 2",
        }
        for text, shown in cases.items():
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "lesson.md")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                run = self.run_piped(path, text="\n" * 9)
                self.assertEqual((run.returncode, shown in run.stdout), (0, True), text)
                with self.screen(path) as terminal:
                    terminal.wait_for("? help")
                    terminal.send("G" if shown == "11" else "")
                    terminal.wait_for(shown)
                    terminal.send("q")
                    self.assertEqual(terminal.wait_for_end(), 0)

    def test_what_is_no_lesson_is_said(self):
        for text in ["", " \n\t\n", "---\ntitle: T\n---\n", "# Title\n", "```math\n```\n", "<!-- -->\n"]:
            with tempfile.TemporaryDirectory() as folder:
                path = os.path.join(folder, "lesson.md")
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
                run = self.run_piped(path, text="\n")
                self.assertEqual(run.returncode, 1, text)
                self.assertIn("There is nothing in this lesson", run.stderr, text)
                run = self.run_piped("-", text=text)
                self.assertEqual(run.returncode, 1, text)
                self.assertIn("There is nothing in this lesson", run.stderr, text)

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
            self.assertEqual(self.run_piped(folder).returncode, 1)
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
        training = os.path.join(ROOT, "lessons/11-training.md")
        for words in (["show", LESSON], ["show", "--as", "json", LESSON], ["check", LESSON],
                      ["check", "--as", "json", LESSON], ["train", "--explain", training]):
            with self.subTest(words=words[:-1]), open("/dev/full", "w") as full:
                result = subprocess.run(
                    [LONGHAND, *words], stdout=full, stderr=subprocess.PIPE, text=True, cwd=ROOT,
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
