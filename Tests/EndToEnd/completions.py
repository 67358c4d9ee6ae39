#!/usr/bin/python3
"""Completions in the shells themselves: a lesson whose name has signs that mean something to a shell is completed by
Tab to a word that is that name again, for the program that is started.

Usage: completions.py [PROGRAM]
Shells that are not installed are left out: bash, zsh and fish are tried.
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

import pexpect

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else os.path.join(
    ROOT, ".build", "release", "longhand")
#: What is typed before Tab, and the lesson that is meant.
LESSONS = [("it", "it's"), ("tw", "two words"), ("co", "colon:name"), ("br", "br[x]"), ("do", "do$HOME"),
           ("qu", 'qu"ote'), ("se", "semi;echo x"), ("st", "star*"), ("ba", "back`id`"), ("pl", "plain-name")]
#: Of a shell without settings of anybody, that has read a file.
SHELLS = {"bash": (["--norc", "--noprofile", "-i"], "source {0}\n"),
          "zsh": (["-f", "-i"], "fpath=({1} $fpath); autoload -U compinit; compinit -D -u\n"),
          "fish": (["--no-config", "-i"], "source {0}\n")}


class Completions(unittest.TestCase):
    def setUp(self):
        self.own = tempfile.TemporaryDirectory()
        self.folder = os.path.realpath(self.own.name)
        for name in ("bin", "course", "here", "functions"):
            os.mkdir(os.path.join(self.folder, name))
        os.symlink(PROGRAM, os.path.join(self.folder, "bin", "longhand"))
        self.write("bin/said", "#!/usr/bin/python3\nimport json, sys\n"
                   f"json.dump(sys.argv[1:], open({self.folder + '/arguments'!r}, 'w'))\n")
        os.chmod(os.path.join(self.folder, "bin", "said"), 0o755)
        for _, name in LESSONS:
            self.write(f"course/{name}.md", "## One\n\nWords.\n")
        self.write("course/README.md", "# Odd\n\n" + "".join(
            f"1. [L{number}](<{name}.md>)\n" for number, (_, name) in enumerate(LESSONS)))
        self.environment = {"PATH": self.folder + "/bin:" + os.environ["PATH"], "HOME": self.folder + "/here",
                            "TERM": "xterm", "LONGHAND_LESSONS": self.folder + "/course", "LANG": "C.UTF-8",
                            "PS1": "> "}

    def tearDown(self):
        self.own.cleanup()

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w") as file:
            file.write(text)

    def script(self, shell):
        text = subprocess.run([PROGRAM, "--generate-completion-script", shell], capture_output=True, text=True,
                              check=True).stdout
        self.write("functions/_longhand", text)
        return os.path.join(self.folder, "functions", "_longhand")

    def test_scripts_are_read_by_their_shells(self):
        for shell in SHELLS:
            if not shutil.which(shell):
                continue
            with self.subTest(shell=shell):
                read = subprocess.run([shell, "-n", self.script(shell)], capture_output=True, text=True)
                self.assertEqual((read.returncode, read.stderr), (0, ""))

    def arguments(self, terminal, prefix):
        """What a program is started with when a word was completed."""
        path = os.path.join(self.folder, "arguments")
        if os.path.exists(path):
            os.remove(path)
        terminal.send("longhand show " + prefix + "\t")
        # Completing starts the program.
        time.sleep(0.4)
        terminal.send("\x01said \x05\r")
        for _ in range(100):
            if os.path.exists(path) and os.path.getsize(path):
                with open(path) as file:
                    return json.load(file)
            time.sleep(0.05)
        return None

    def test_words_come_as_they_are(self):
        for shell, (options, setting) in SHELLS.items():
            if not shutil.which(shell):
                continue
            script = self.script(shell)
            terminal = pexpect.spawn(shell, options, env=self.environment, cwd=self.folder + "/here", timeout=10,
                                     dimensions=(40, 200))
            terminal.send(setting.format(script, os.path.dirname(script)))
            time.sleep(1.5)
            for prefix, name in LESSONS:
                with self.subTest(shell=shell, name=name):
                    # Bash would put these on the line as something to be run: they are not offered.
                    is_run = shell == "bash" and any(sign in name for sign in "$`")
                    self.assertEqual(self.arguments(terminal, prefix),
                                     ["longhand", "show", prefix if is_run else name])
            terminal.close(force=True)


if __name__ == "__main__":
    unittest.main()
