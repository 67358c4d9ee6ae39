"""No progress is lost but the last line, whatever ends longhand, and it is the student's alone. Run by
terminal_returned.py."""
import os
import resource
import shutil
import subprocess
import tempfile
import time

from pseudo_terminal import JOURNAL, LESSON, ROOT, Options, TestCase, count


class ProgressIsKept(TestCase):
    KEYS = "\n" * 300

    def journal(self, folder=None):
        path = os.path.join(folder or self.folder.name, "state", "longhand", JOURNAL)
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
        return subprocess.run([Options.program, *arguments], input=text, capture_output=True, text=True,
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
            child = subprocess.Popen([Options.program, LESSON], stdin=subprocess.PIPE, stdout=out, cwd=ROOT,
                                     env=self.environment_in(folder))
            sizes, idle = [], 0
            for _ in self.KEYS:
                end = time.monotonic() + 1
                while len(self.lines(folder)[0]) <= len(sizes):
                    if child.poll() is not None or time.monotonic() > end:
                        idle += 1
                        break
                    time.sleep(0.0005)
                else:
                    sizes.append(os.fstat(out.fileno()).st_size)
                    idle = 0
                # An open question is passed over by the second Enter.
                if idle > 1 or child.poll() is not None:
                    break
                child.stdin.write(b"\n")
                child.stdin.flush()
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
            moment = Options.random.uniform(0.2, 1.1) * whole
            with tempfile.TemporaryDirectory() as folder:
                shown = os.path.join(folder, "shown")
                with open(keys) as given, open(shown, "w") as out:
                    child = subprocess.Popen([Options.program, LESSON], stdin=given, stdout=out, cwd=ROOT,
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
        for length in range(1, len(line), 1 if Options.is_whole else 3):
            with open(self.journal(), "wb") as journal:
                journal.write(first + line[:length])
            self.assertNotIn("not in this course", self.run_piped("status").stdout, length)
            self.run_piped("output-error", text="q\n")
            lines, rest = self.lines()
            self.assertEqual((lines[0] + b"\n", rest), (first, b""))
            self.assertTrue(lines[-1].startswith(b"1\tplace\toutput-error\t"), lines)
            status = self.run_piped("status").stdout
            self.assertNotIn("not in this course", status, length)
            self.assertIn("0 lessons done, 1 lesson begun", status, length)

    def test_ten_programs_at_once(self):
        names = sorted(name for name in os.listdir(os.path.join(ROOT, "lessons"))
                       if name[0].isdigit())
        paths = [os.path.join(ROOT, "lessons", name) for name in names]
        expected = [self.reference(path) for path in paths]
        for turn in range(count(20, 3)):
            killed = Options.random.sample(range(10), 3) if turn % 2 else []
            children = [
                subprocess.Popen([Options.program, path], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL, cwd=ROOT, env=self.environment)
                for path in paths]
            for child in children:
                child.stdin.write(self.KEYS.encode())
                child.stdin.close()
            for index in killed:
                time.sleep(Options.random.uniform(0, 0.02))
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
            room = Options.random.randrange(0, 300)
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
                self.assertIn("The end of the lesson: ", walked.stdout)
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
            terminal.wait_for("Progress cannot be kept")
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
        child = subprocess.Popen([Options.program, LESSON], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
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

    # A large one is compacted

    def large_journal(self, lines=60_000):
        events = [
            lambda k: f"place\tlesson-{k % 7}\tstep-{k % 13}\t{k % 5}\t{k % 3}",
            lambda k: f"place\toutput-error\tone-unit\t{k % 5}\t{k % 3}",
            lambda k: f"practice\tlesson-{k % 3}\tentry {k % 17}\t{('right', 'wrong', 'right')[k % 3]}"
                      f"\t{20_000 + k // 1000}\t1\t0",
        ]
        rare = [
            lambda k: f"answer\toutput-error\tone-unit/1\t{('right', 'wrong', 'helped')[k % 3]}",
            lambda k: f"finished\tlesson-{k % 7}", lambda k: f"reset\tlesson-{k % 7}",
            lambda k: f"givens\tlesson-{k % 7}\tx=1x2:{k}.5,-1.0", lambda k: "torn\x18",
        ]
        written = ["2\tnewer\tlesson-1\tof another version\n"]
        for k in range(lines):
            make = Options.random.choice(rare if k % 500 == 0 else events)
            written.append(f"1\t{make(k)}\n")
        return "".join(written).encode()

    def status(self):
        return self.run_piped("status", "--as", "json").stdout + self.run_piped("status").stdout

    def put_journal(self, text):
        os.makedirs(os.path.dirname(self.journal()), exist_ok=True)
        with open(self.journal(), "wb") as journal:
            journal.write(text)

    def test_a_large_journal_is_compacted(self):
        text = self.large_journal()
        self.put_journal(text)
        os.chmod(self.journal(), 0o640)
        # What is shown comes from the whole journal, the second time from what is left of it.
        first = self.run_piped("status", "--as", "json").stdout
        self.assertLess(os.path.getsize(self.journal()), len(text) // 20)
        self.assertEqual(self.run_piped("status", "--as", "json").stdout, first)
        self.assertIn("output-error", first)
        self.assertEqual(os.stat(self.journal()).st_mode & 0o777, 0o640)
        self.assertEqual(os.listdir(os.path.dirname(self.journal())), [JOURNAL])
        self.run_piped("output-error", text="\nq\n")
        self.assertTrue(self.lines()[0][-1].startswith(b"1\tplace\toutput-error\t"))

    def compacting(self):
        return subprocess.Popen([Options.program, "status"], stdin=subprocess.DEVNULL, cwd=ROOT,
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=self.environment)

    def test_kills_while_a_journal_is_compacted(self):
        text = self.large_journal()
        self.put_journal(text)
        start = time.monotonic()
        reference = self.run_piped("status", "--as", "json").stdout
        whole = time.monotonic() - start
        beside = self.journal() + ".compacted"
        amid = after = 0
        for turn in range(count(300, 40)):
            self.put_journal(text)
            child = self.compacting()
            if turn % 3 == 0:
                time.sleep(Options.random.uniform(0, 1.1) * whole)
            else:
                # Most of the time goes into reading; this is when files are written and named.
                while not os.path.exists(beside) and child.poll() is None:
                    time.sleep(0.0001)
                time.sleep(Options.random.uniform(0, 0.004))
            child.kill()
            child.wait()
            amid += os.path.exists(beside)
            after += os.path.getsize(self.journal()) < len(text)
            self.assertEqual(self.run_piped("status", "--as", "json").stdout, reference)
            self.assertFalse(os.path.exists(beside))
        print(f"{amid} kills came while a journal was compacted, {after} after that")

    def test_lines_that_come_while_a_journal_is_compacted(self):
        lesson = os.path.join(self.folder.name, os.path.basename(LESSON))
        shutil.copy(LESSON, lesson)
        # A lesson of the same course.
        shutil.copy(os.path.join(ROOT, "lessons", "README.md"), self.folder.name)
        wanted = {tuple(line.split(b"\t")[1:4]) for line in self.reference(lesson)}
        self.assertGreater(len(wanted), 3)
        text = self.large_journal()
        self.put_journal(text)
        start = time.monotonic()
        self.run_piped("status")
        whole = time.monotonic() - start
        for _ in range(count(60, 10)):
            self.put_journal(text)
            children = [self.compacting(), self.compacting()]
            time.sleep(Options.random.uniform(0, 1) * whole)
            self.run_piped(lesson, text=self.KEYS)
            for child in children:
                child.wait()
            self.assertLess(os.path.getsize(self.journal()), len(text))
            found = {tuple(line.split(b"\t")[1:4]) for line in self.lines()[0]}
            self.assertLessEqual(wanted, found)

    def test_what_a_dead_program_left_beside_the_journal(self):
        text = self.large_journal()
        self.put_journal(text)
        with open(self.journal() + ".compacted", "wb") as left:
            left.write(b"1\treset\toutput-error\n" * 100_000)
        first = self.run_piped("status", "--as", "json").stdout
        self.assertLess(os.path.getsize(self.journal()), len(text) // 20)
        self.assertEqual(self.run_piped("status", "--as", "json").stdout, first)
        self.assertEqual(os.listdir(os.path.dirname(self.journal())), [JOURNAL])

    def test_a_journal_that_is_a_link_stays_one(self):
        elsewhere = os.path.join(self.folder.name, "elsewhere")
        text = self.large_journal()
        with open(elsewhere, "wb") as file:
            file.write(text)
        os.makedirs(os.path.dirname(self.journal()))
        os.symlink(elsewhere, self.journal())
        self.run_piped("status")
        self.assertTrue(os.path.islink(self.journal()))
        self.assertLess(os.path.getsize(elsewhere), len(text) // 20)

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
                    os.stat(os.path.join(path, JOURNAL)).st_mode & 0o777, 0o600)

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
