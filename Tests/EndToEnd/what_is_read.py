#!/usr/bin/python3
"""Pipes, devices and folders as lessons and as answers; and that nothing ends well in silence.

Usage: what_is_read.py [PROGRAM]
"""
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, ".build", "release", "longhand")
LESSON = os.path.join(ROOT, "lessons", "05-hidden-error.md")
ALONE = os.path.join(ROOT, "lessons", "04-output-error.md")
MEBIBYTE = 1 << 20


class WhatIsRead(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "HOME": self.folder.name}
        # Files of the tests, apart from what is kept of progress.
        self.files = os.path.join(self.folder.name, "files")
        os.mkdir(self.files)

    def tearDown(self):
        self.folder.cleanup()

    def file(self, name, content=b""):
        path = os.path.join(self.files, name)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode())
        return path

    def pipe(self, content):
        """A pipe with a name, whose writer comes once."""
        path = os.path.join(self.files, f"pipe-{len(os.listdir(self.files))}")
        os.mkfifo(path)

        def write():
            try:
                with open(path, "wb") as end:
                    end.write(content)
            except BrokenPipeError:
                pass
        threading.Thread(target=write, daemon=True).start()
        return path

    def run_it(self, *arguments, **options):
        options = {"cwd": self.files, "env": self.environment, "text": True, "timeout": 60,
                   **({} if "stdin" in options else {"input": ""}), **options}
        return subprocess.run([PROGRAM, *arguments], capture_output=True, **options)

    def shell(self, command):
        return subprocess.run(
            ["/bin/bash", "-c", command], capture_output=True, text=True, cwd=self.files, timeout=60,
            env={**self.environment, "longhand": PROGRAM, "lesson": ALONE})

    # Pipes

    def test_a_picture_that_is_torn_is_a_finding_and_nothing_of_the_library_is_heard(self):
        with open(os.path.join(ROOT, "lessons", "data", "patches.png"), "rb") as file:
            whole = file.read()
        damaged = bytearray(whole)
        damaged[len(whole) // 2] ^= 0xff
        claimed = bytearray(whole)
        # A width of two thousand million, with the checksum of the old one.
        claimed[16:20] = (2_000_000_000).to_bytes(4, "big")
        cases = {"torn": whole[:len(whole) // 2], "damaged": bytes(damaged), "huge": bytes(claimed),
                 "headed": whole[:24], "text": b"\x89PNG\r\n\x1a\nnothing of the kind"}
        for name, content in cases.items():
            with self.subTest(name):
                self.file("picture.png", content)
                lesson = self.file("lesson.md", "## One\n\n```data\nname: X\nfile: picture.png\ntile: 8 × 8\n```\n")
                done = self.run_it("check", lesson)
                self.assertEqual(done.returncode, 1)
                self.assertIn("picture.png", done.stdout + done.stderr)
                self.assertNotIn("libpng", done.stdout + done.stderr)
                self.assertEqual([line for line in done.stderr.splitlines() if "longhand" not in line], [])

    def test_a_pipe_is_a_lesson(self):
        whole = self.run_it("show", ALONE).stdout
        self.assertIn("names → numbers", whole)
        for command in ("show <(cat $lesson)", "show /dev/stdin < $lesson", "show - < $lesson",
                        "show /dev/fd/7 7< $lesson", "show /proc/self/fd/7 7< <(cat $lesson)",
                        "walk - < $lesson", "walk /dev/stdin < $lesson", "/dev/stdin < $lesson",
                        "/dev/fd/0 < $lesson", "show /dev/stdin < <(cat $lesson)"):
            with self.subTest(command=command):
                result = self.shell(f"$longhand {command}")
                self.assertEqual((result.returncode, result.stderr), (0, ""))
                self.assertEqual(result.stdout, whole)
        with open(ALONE, "rb") as file:
            content = file.read()
        self.assertEqual(self.run_it("show", self.pipe(content)).stdout, whole)

    def test_what_is_in_a_pipe_is_read_once(self):
        with open(ALONE, "rb") as file:
            content = file.read()
        keys = "\n\nreload\n\nfinish\nlast\n"
        walked = self.run_it(self.pipe(content), input=keys)
        self.assertEqual((walked.returncode, walked.stderr), (0, ""))
        self.assertIn("The error of the output layer", walked.stdout)
        self.assertIn("Read again.", walked.stdout)
        self.assertIn("The end of the lesson: ", walked.stdout)
        for command in ("walk <(cat $lesson)", "practice <(cat $lesson) --seed 3 --count 1"):
            result = self.shell(f"printf '\\n\\n\\n' | $longhand {command}")
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertTrue(result.stdout)
        both = self.shell("$longhand check <(cat $lesson) - < $lesson")
        self.assertIn("2 lessons, ", both.stdout)

    def test_nothing_is_kept_of_what_has_no_name(self):
        self.shell("printf '\\n\\n\\n' | $longhand walk <(cat $lesson)")
        status = self.run_it("status", "--lessons", os.path.join(ROOT, "lessons")).stdout
        self.assertIn("0 lessons done, 0 lessons begun", status)
        self.assertNotIn("not in this course", status)

    def test_a_lesson_from_a_pipe_goes_on_from_the_folder_one_is_in(self):
        result = subprocess.run(
            ["/bin/bash", "-c", f"'{PROGRAM}' check <(cat 05-hidden-error.md)"], text=True,
            cwd=os.path.join(ROOT, "lessons"), env=self.environment, capture_output=True, timeout=60)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        self.assertIn("1 lesson, ", result.stdout)

    def test_a_socket_and_a_pipe_that_does_not_wait(self):
        whole = self.run_it("show", ALONE).stdout
        with open(ALONE, "rb") as file:
            content = file.read()
        for blocks in (True, False):
            ours, its = socket.socketpair()
            its.setblocking(blocks)
            child = subprocess.Popen([PROGRAM, "show", "/dev/stdin"], stdin=its, text=True, cwd=ROOT,
                                     stdout=subprocess.PIPE, env=self.environment)
            its.close()
            for start in range(0, len(content), 1000):
                ours.sendall(content[start:start + 1000])
            ours.close()
            self.assertEqual(child.communicate()[0], whole)
            reading, writing = os.pipe()
            os.set_blocking(reading, blocks)
            child = subprocess.Popen([PROGRAM, ALONE], stdin=reading, text=True, cwd=ROOT,
                                     stdout=subprocess.PIPE, env=self.environment)
            os.close(reading)
            for _ in range(5):
                threading.Event().wait(0.02)
                os.write(writing, b"\n")
            os.close(writing)
            output = child.communicate()[0]
            self.assertIn("names → numbers", output)

    def test_what_has_no_end(self):
        for command in ("check /dev/zero", "check /dev/urandom", "check <(yes)", "show <(yes)",
                        "check - < /dev/zero", "walk - < <(yes)", "show /dev/zero", "/dev/zero",
                        "practice /dev/zero", "check $lesson --answers /dev/zero",
                        "check $lesson --answers <(yes)", "check huge.md", "walk huge.md"):
            with open(os.path.join(self.files, "huge.md"), "wb") as huge:
                huge.truncate(1 << 40)
            with self.subTest(command=command):
                # In kilobytes; a lesson's own mathematics takes some.
                result = self.shell(f"ulimit -v 600000; $longhand {command}")
                self.assertIn(result.returncode, (1, 2), result.stderr)
                self.assertIn("more than 4 MiB", result.stdout + result.stderr)

    def test_a_course_without_an_end(self):
        os.symlink("/dev/zero", os.path.join(self.files, "README.md"))
        for command in ("list", "status", "practice", "check ."):
            result = self.shell(f"ulimit -v 600000; $longhand {command} --lessons .")
            self.assertNotEqual(result.returncode, 0)
            self.assertTrue(result.stdout + result.stderr)

    # Answers

    def test_every_file_of_answers_is_used(self):
        first = self.file("first.txt", "the-whole-layer/1: 2x1\n")
        second = self.file("second.txt", "# mine\nfind-the-slip/1: 7\n")
        marked = self.run_it("check", LESSON, "--answers", first, "--answers", second)
        self.assertEqual(marked.returncode, 1)
        self.assertIn(f"{first}:1: ✓ the-whole-layer/1: Right.", marked.stdout)
        self.assertIn(f"{second}:2: ✗ find-the-slip/1:", marked.stdout)
        self.assertIn("1 of 2 answers right; not answered: ", marked.stdout)
        left = marked.stdout.split("not answered: ")[1].split(", ")
        self.assertIn("the-whole-layer/2", left)
        self.assertNotIn("the-whole-layer/1", left)
        self.assertNotIn("find-the-slip/1", left)
        report = json.loads(self.run_it(
            "check", LESSON, "--answers", first, "--answers", second, "--as", "json").stdout)
        self.assertEqual([(one["file"], one["line"]) for one in report["answers"]],
                         [(first, 1), (second, 2)])

    def test_answers_through_pipes(self):
        for answers in ("<(echo one-unit/1: 1)", "- <<< 'one-unit/1: 1'",
                        "/dev/stdin <<< 'one-unit/1: 1'", "/dev/fd/7 7<<< 'one-unit/1: 1'"):
            with self.subTest(answers=answers):
                marked = self.shell(f"$longhand check $lesson --answers {answers}")
                self.assertRegex(marked.stdout, r":1: [✓✗] one-unit/1: ")
                self.assertIn("of 1 answers right", marked.stdout)
        both = self.shell("$longhand check <(cat $lesson) --answers <(echo one-unit/1: 1) "
                          "--answers <(echo one-unit/2: 1)")
        self.assertIn("of 2 answers right", both.stdout)

    def test_answers_that_cannot_be_read(self):
        binary = self.file("binary", bytes(range(256)))
        for path, reason in ((binary, "no text in UTF-8"), (self.files, "no text in UTF-8"),
                             (binary + "x", "no such file"), ("/dev/fd/99", "no such file")):
            good = self.file("good", "one-unit/1: 1\n")
            for arguments in (["--answers", path], ["--answers", good, "--answers", path]):
                result = self.run_it("check", ALONE, *arguments)
                self.assertEqual(result.returncode, 2)
                self.assertIn(reason, result.stderr)

    # Nothing, and silence

    def test_nothing_is_not_sound(self):
        os.mkdir(os.path.join(self.files, "empty"))
        os.mkdir(os.path.join(self.files, "contents"))
        self.file("contents/README.md", "1. [Nothing](README.md)\n")
        self.file("binary.md", b"\xff\xfe\x00\x01")
        self.file("good.md", "## S\n\n```math\nx = 2\n```\n")
        os.mkdir(os.path.join(self.files, "folder.md"))
        os.symlink("nowhere", os.path.join(self.files, "dangling.md"))
        os.symlink("circle.md", os.path.join(self.files, "circle.md"))
        bad = ["nosuch.md", "nosuch", "empty", "contents", "binary.md", "folder.md", "dangling.md",
               "circle.md", "", "/dev/fd/99", "good.md/x.md", "x" * 5000]
        for path in bad:
            for arguments in ([path], [path, path], [path, "good.md"], ["good.md", path]):
                with self.subTest(arguments=[name[:20] for name in arguments]):
                    result = self.run_it("check", *arguments)
                    self.assertNotEqual(result.returncode, 0)
                    self.assertNotIn("all sound", result.stdout)
                    self.assertNotIn("0 lessons", result.stdout)
                    self.assertTrue(result.stdout + result.stderr)
                    report = self.run_it("check", *arguments, "--as", "json")
                    self.assertEqual(report.returncode, result.returncode)
                    read = json.loads(report.stdout)
                    self.assertTrue(
                        read["findings"] or any(one["findings"] for one in read["lessons"]))
        good = self.run_it("check", "good.md")
        self.assertEqual((good.returncode, good.stderr), (0, ""))
        self.assertIn("1 lesson, 1 live equation", good.stdout)
        course = self.run_it("check", os.path.join(ROOT, "lessons", "README.md"))
        self.assertEqual((course.returncode, course.stdout), (0, "1 course: all sound\n"))

    def test_no_command_ends_well_in_silence(self):
        self.file("empty.md")
        self.file("title.md", "# A title\n")
        self.file("matter.md", "---\ntitle: A\n---\n")
        self.file("links.md", "[a]: https://example.org\n")
        self.file("spaces.md", " \n\t\n")
        os.makedirs(os.path.join(self.files, "no-course"))
        os.makedirs(os.path.join(self.files, "no-lessons"))
        self.file("no-lessons/README.md", "# Nothing yet\n")
        os.makedirs(os.path.join(self.files, "lost"))
        self.file("lost/README.md", "1. [Gone](gone.md)\n")
        lessons = ["empty.md", "title.md", "matter.md", "links.md", "spaces.md", "/dev/null", "-"]
        calls = [[command, lesson, *form] for lesson in lessons for command, form in (
            ("show", []), ("show", ["--as", "numpy"]), ("show", ["--as", "json"]), ("check", []),
            ("walk", []), ("practice", []))]
        calls += [[*command, "--lessons", folder] for folder in ("no-course", "no-lessons", "lost")
                  for command in (["list"], ["status"], ["practice"], [], ["walk"], ["reset", "cost"],
                                  ["status", "--as", "json"])]
        for call in calls:
            with self.subTest(call=call):
                result = self.run_it(*call)
                self.assertTrue((result.stdout + result.stderr).strip())
                if "json" not in call and call[0] not in ("walk", "practice", "reset"):
                    self.assertNotEqual(result.returncode, 0)
                    self.assertTrue(result.stderr.strip() or call[0] == "check")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        PROGRAM = os.path.abspath(sys.argv.pop())
    outcome = unittest.TextTestRunner(verbosity=1).run(
        unittest.defaultTestLoader.loadTestsFromTestCase(WhatIsRead))
    failed = len({case.id().split(" ")[0] for case, _ in outcome.failures + outcome.errors})
    print(f"{outcome.testsRun - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
