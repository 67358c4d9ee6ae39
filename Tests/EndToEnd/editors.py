#!/usr/bin/python3
"""What the documentation says for editors finds the findings of `longhand check`; SARIF says the same.

Usage: editors.py [PROGRAM]
The pattern for VS Code and that of a new course are tried with Python's expressions, which agree with
JavaScript's here; errorformat with vim, where that is installed.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.abspath(sys.argv.pop(1)) if len(sys.argv) > 1 else os.path.join(
    ROOT, ".build", "release", "longhand")
# An error, and a warning: a character that cannot be seen, behind signs of more than a byte.
LESSON = "## S\n\n```math\nW = \\begin{bmatrix} 1 & 2 \\end{bmatrix}\ny = W W\n```\n\nδ𝛿\u200b end.\n"


class Editors(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        with open(os.path.join(self.folder.name, "a b.md"), "w") as file:
            file.write(LESSON)
        with open(os.path.join(ROOT, "Documentation", "writing.md")) as file:
            self.page = file.read()
        self.output = self.check()
        found = json.loads(self.check("--as", "json"))["lessons"][0]["findings"]
        self.expected = [(f["file"], str(f["line"]), str(f["column"]), f["severity"]) for f in found]
        self.assertEqual({f["severity"] for f in found}, {"error", "warning"})

    def tearDown(self):
        self.folder.cleanup()

    def check(self, *options):
        return subprocess.run([PROGRAM, "check", *options, "a b.md"], cwd=self.folder.name,
                              capture_output=True, text=True, check=False).stdout

    def found_by(self, pattern):
        return [match.groups()[:4] for match in map(re.compile(pattern).match, self.output.split("\n")) if match]

    def test_vs_code(self):
        block = json.loads(re.search(r"```json\n(.*?)```", self.page, re.S).group(1))
        pattern = block["tasks"][0]["problemMatcher"]["pattern"]
        self.assertEqual([pattern[name] for name in ("file", "line", "column", "severity")], [1, 2, 3, 4])
        self.assertEqual(self.found_by(pattern["regexp"]), self.expected)

    def test_the_workflow_of_a_new_course(self):
        subprocess.run([PROGRAM, "new", "--course", "c"], cwd=self.folder.name, check=True, capture_output=True)
        with open(os.path.join(self.folder.name, "c", ".github", "longhand.json")) as file:
            matcher = json.load(file)["problemMatcher"][0]
        self.assertEqual(self.found_by(matcher["pattern"][0]["regexp"]), self.expected)

    @unittest.skipUnless(shutil.which("vim"), "vim is not installed")
    def test_vim(self):
        setting = re.search(r"^set errorformat=.*$", self.page, re.M).group(0)
        with open(os.path.join(self.folder.name, "out"), "w") as file:
            file.write(self.output)
        subprocess.run(
            ["vim", "-es", "-u", "NONE", "-c", setting, "-c", "cgetfile out", "-c",
             "call writefile(map(getqflist(), 'json_encode([bufname(v:val.bufnr), v:val.lnum, v:val.col, "
             "v:val.type])'), 'list')", "-c", "qa!"], cwd=self.folder.name, check=False, timeout=20,
            stdin=subprocess.DEVNULL, capture_output=True)
        with open(os.path.join(self.folder.name, "list")) as file:
            found = [json.loads(line) for line in file]
        self.assertEqual([(name, str(line), str(column), {"e": "error", "w": "warning", "h": "hint"}[kind])
                          for name, line, column, kind in found], self.expected)

    def test_sarif(self):
        run = json.loads(self.check("--as", "sarif"))["runs"][0]
        self.assertEqual(run["columnKind"], "unicodeCodePoints")
        rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
        for result, (_, line, _, _) in zip(run["results"], self.expected, strict=True):
            self.assertIn(result["ruleId"], rules)
            place = result["locations"][0]["physicalLocation"]
            self.assertEqual(place["artifactLocation"]["uri"], "a%20b.md")
            self.assertEqual(place["region"]["startLine"], int(line))
            self.assertGreaterEqual(place["region"]["startColumn"], 1)
        # W in line 5 is the fifth character; what cannot be seen in line 8 the third code point.
        starts = {(r["locations"][0]["physicalLocation"]["region"]["startLine"],
                   r["locations"][0]["physicalLocation"]["region"]["startColumn"]) for r in run["results"]}
        self.assertEqual(starts, {(5, 5), (8, 3)})


if __name__ == "__main__":
    unittest.main()
