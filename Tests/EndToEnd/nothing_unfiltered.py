#!/usr/bin/python3
"""Nothing from outside reaches the terminal unfiltered: a table of every place that text comes from
(sinks) × every character that commands a terminal or hides (payloads) × everything that is written
(outputs), the full screen on a real terminal included.

What is forbidden is said here by Unicode's categories, and not taken from the program. The first
argument may be another longhand; without one it is the one that bin/longhand builds.
"""
import base64
import collections
import concurrent.futures
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unicodedata

import pexpect

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILT = os.path.join(ROOT, ".build", "release", "longhand")
LONGHAND = os.path.abspath(sys.argv[1]) if len(sys.argv) > 1 else BUILT

PAYLOADS = [
    "\x1b]0;pwned\x07", "\x1b[6n", "\x1bc", "\x07", "\x08", "\x0b", "\x0c", "\x0e", "\x1e",
    "\x7f", "\x84", "\x85", "\x90q\x9c", "\x9b6n", "\x9d0;x\x9c",
    "\u202a", "\u202e", "\u2066", "\u2069", "\u200e", "\u200f", "\u061c",
    "\u200b", "\u200c", "a\u200db", "\u2060", "\u2064", "\u206a", "\ufeff", "\u00ad",
    "\U000e0001", "\U000e0041", "\U000e007f", "\u2028", "\u2029",
    "a\ufe0f", "\ufe00", "\U000e0100", "\ufff9x\ufffa", "\ue0b0", "\U000f0000",
    # Nobody listed these.
    "\u3164", "\uffa0", "\u034f", "\u180e", "\U0001d173", "\ufdd0", "\U0010ffff", "\u0600",
]
ATTACK = "".join(f"q{number:02}{payload}w" for number, payload in enumerate(PAYLOADS))
ENTITIES = "".join(
    f"q{number:02}" + "".join(f"&#x{ord(character):x};" for character in payload) + "w"
    for number, payload in enumerate(PAYLOADS))
YAML = "".join(
    f"q{number:02}" + "".join(f"\\U{ord(character):08x}" for character in payload) + "w"
    for number, payload in enumerate(PAYLOADS))
# YAML takes these as they stand.
YAML_RAW = "".join(f"q{number:02}{payload}w" for number, payload in enumerate(PAYLOADS)
                   if all(c >= " " and c not in "\x7f\x84\x90\x9b\x9c\x9d\x85\ufdd0\U0010ffff"
                          for c in payload))
EMOJI = "\U0001f469\u200d\U0001f52c \u2600\ufe0f 1\ufe0f\u20e3 \U0001f44d\U0001f3fd"


# What is forbidden

FILLERS = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0}


def is_selector(character):
    code = ord(character)
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF or 0x180B <= code <= 0x180F


def is_picture(character):
    return unicodedata.category(character) in ("So", "Sk") and ord(character) > 0xFF


def forbidden(text):
    """The characters of a text that must not be in it."""
    found = []
    for index, character in enumerate(text):
        before = text[index - 1] if index else " "
        after = text[index + 1] if index + 1 < len(text) else " "
        code = ord(character)
        if character == "\n":
            continue
        if code == 0x200D and (is_picture(before) or ord(before) == 0xFE0F) and is_picture(after):
            continue
        if code == 0xFE0F and (is_picture(before) or before in "0123456789#*" and after == "\u20e3"):
            continue
        if (unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
                or is_selector(character) or code in FILLERS or 0xFDD0 <= code <= 0xFDEF
                or code & 0xFFFE == 0xFFFE):
            found.append(character)
    return found


# What the program itself may say to a terminal: nothing else begins with ESC.
OWN = re.compile(
    r"\x1b\[\?(?:1049|25|7|1000|1006|2004|2026)[hl]|\x1b\[[0-9;]*m|\x1b\[\d+;\d+H|\x1b\[2J"
    r"|\x1b\]11;\?\x1b\\|\x1b\]52;c;[A-Za-z0-9+/=]*\x1b\\")
COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x1b\\")


def wrong(raw, sequences=False):
    """What is wrong with some bytes that were written."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return [f"no UTF-8: {error}"]
    copied = []
    if sequences:
        copied = [base64.b64decode(text).decode("utf-8") for text in COPIED.findall(text)]
        # A terminal turns line ends into two characters.
        text = OWN.sub("", text).replace("\r\n", "\n")
    return [f"U+{ord(character):04X}" for part in [text, *copied] for character in forbidden(part)]


# The sinks in a lesson

FORMULA = "```math\nx_1 = 2\n```\n\n```math\nb = 3 x_1 + 1\n```\n"


def lesson(body, head="## Step"):
    return f"{head}\n\n{body}\n\n{FORMULA}"


LESSONS = {
    "title": f"# {ATTACK}\n\n" + lesson("words"),
    "title-entity": f"# {ENTITIES}\n\n" + lesson("words"),
    "heading": lesson("words", f"## {ATTACK}"),
    "heading-entity": lesson("words", f"## {ENTITIES}"),
    "heading-math": lesson("words", rf"## $\text{{{ATTACK}}}$"),
    "lower-heading": lesson(f"### {ATTACK}"),
    "paragraph": lesson(ATTACK),
    "paragraph-entity": lesson(ENTITIES),
    "emphasis": lesson(f"*{ATTACK}* **{ENTITIES}** ~~{ATTACK}~~"),
    "code-span": lesson(f"`{ATTACK}`"),
    "code-block": lesson(f"```\n{ATTACK}\n```"),
    "list-item": lesson(f"- {ATTACK}\n- [ ] {ATTACK}"),
    "quotation": lesson(f"> {ATTACK}"),
    "table": lesson(f"| {ATTACK} | b |\n|---|---|\n| {ENTITIES} | {ATTACK} |"),
    "link": lesson(f"[{ATTACK}](<http://e/{ATTACK}> '{ATTACK}')"),
    "link-entity": lesson(f"[{ENTITIES}](<http://e/{ENTITIES}>)"),
    "image": lesson(f"![{ATTACK}](<{ATTACK}>)"),
    "image-entity": lesson(f"![{ENTITIES}](<{ENTITIES}>)"),
    "reference": lesson(f"[x]\n\n[x]: <http://e/{ATTACK}>"),
    "html-block": lesson(f"<div>{ATTACK}\n  {ENTITIES}</div>"),
    "html-inline": lesson(f"a <b title='{ATTACK}'>q{ATTACK}</b>"),
    "info-string": lesson(f"```{ATTACK}\nq1\n```\n\n``` math {ATTACK}\nq = 1\n```"),
    "matter-title": f'---\ntitle: "{YAML}"\n---\n' + lesson("words"),
    "matter-title-raw": f'---\ntitle: "{YAML_RAW}"\n---\n' + lesson("words"),
    "matter-key": f'---\n"{YAML}": 1\n---\n' + lesson("words"),
    "matter-continues": f'---\ncontinues: "{YAML}"\n---\n' + lesson("words"),
    "matter-decimals": f'---\ndecimals: "{YAML}"\n---\n' + lesson("words"),
    "matter-twice": f'---\n"{YAML}": 1\n"{YAML}": 2\n---\n' + lesson("words"),
    "matter-broken": f'---\ntitle: [ {ATTACK}\n---\n' + lesson("words"),
    "matter-alias": f'---\ntitle: *{YAML_RAW}\n---\n' + lesson("words"),
    "math-text": lesson(rf"```math" + f"\n\\text{{{ATTACK}}} = 3\n```"),
    "math-label": lesson(f"```math\nq_{{\\text{{{ATTACK}}}}} = 3\n```"),
    "math-operator": lesson(f"```math\nq = \\operatorname{{{ATTACK}}}(2)\n```"),
    "math-command": lesson("```math\nq = " + "".join(f"\\{p} q" for p in PAYLOADS) + "\n```"),
    "math-raw": lesson(f"```math\nq = {ATTACK}\n```"),
    "math-environment": lesson(f"```math\nq = \\begin{{{ATTACK}}} 1 \\end{{{ATTACK}}}\n```"),
    "math-comment": lesson(f"```math\nq = 1 % {ATTACK}\n```"),
    "math-space": lesson(f"```math\nq = \\text{{{ATTACK}}} \\vec{{{ATTACK}}}\n```"),
    "math-function": lesson(f"```math\n\\text{{{ATTACK}}}(z) = z^2\n```"),
    "math-inline": lesson(f"q $\\text{{{ATTACK}}} + {ATTACK}$ and $$ {ATTACK} $$"),
    "check-hint": lesson("words") + f"\nq?\n\n<!-- check\n= b\n? {ATTACK}\n-->\n",
    "check-slip": lesson("words") + f"\nq?\n\n<!-- check\n= b\n~ 2: {ATTACK}\n-->\n",
    "check-key": lesson("words") + f"\nq?\n\n<!-- check\n= \\text{{{ATTACK}}}\n-->\n",
    "check-order": lesson("words") + f"\nq?\n\n<!-- check\n= order {ATTACK}, b\n-->\n",
    "check-line": lesson("words") + f"\nq?\n\n<!-- check\n{ATTACK}\n-->\n",
    "check-choice": lesson(f"- [ ] {ATTACK}\n- [ ] {ENTITIES}\n\n<!-- check\n= {ATTACK}\n-->\n"),
    "check-step": lesson("words", f"## {ATTACK}") + "\nq?\n\n<!-- check\n= b\n? hint\n-->\n",
}

WORDS = "\n".join([
    "contents", "numpy", "copy latex", "copy numpy", "copy keyboard", f"search {ATTACK}",
    f"open {ATTACK}", f"used {ATTACK}", f"change {ATTACK} = 1", f"lesson {ATTACK}", f"go {ATTACK}",
    f"answer {ATTACK}", ATTACK, ATTACK[:8], *["next", "hint", "hint", f"answer {ATTACK}"] * 12,
    "numpy", "copy numpy", "last", "numpy", "help", "quit"]) + "\n"

# Outputs of one lesson.
OUTPUTS = {
    "show": ["show"], "show in ASCII": ["show", "--ascii"],
    "show in colour": ["show", "--color", "always"], "show --as json": ["show", "--as", "json"],
    "show --as numpy": ["show", "--as", "numpy"], "check": ["check"],
    "check --as json": ["check", "--as", "json"], "line mode": ["walk", "--plain"],
    "practice": ["practice", "--plain", "--seed", "7"],
}


class Table:
    def __init__(self, folder):
        self.folder = folder
        self.environment = {
            **{key: value for key, value in os.environ.items()
               if key not in ("NO_COLOR", "COLORTERM", "LC_ALL", "LC_CTYPE", "LONGHAND_LESSONS")},
            "XDG_STATE_HOME": os.path.join(folder, "state"), "TERM": "xterm-256color",
            "LANG": "C.UTF-8", "COLUMNS": "90",
        }
        self.wrong = collections.defaultdict(set)
        self.seen = collections.defaultdict(int)
        self.cells = 0

    def judge(self, sink, output, raw, sequences=False):
        self.cells += 1
        # A mark of a payload: the text really came here.
        self.seen[sink] += len(re.findall(rb"q\d\d", raw))
        problems = wrong(raw, sequences)
        if problems:
            self.wrong[(sink, output)].update(problems)

    def run(self, sink, output, arguments, text="", **environment):
        run = subprocess.run(
            [LONGHAND, *arguments], input=text if isinstance(text, bytes) else text.encode(),
            capture_output=True, cwd=self.folder, timeout=60,
            env={**self.environment, **environment})
        self.judge(sink, output, run.stdout, sequences="--color" in arguments)
        self.judge(sink, f"{output}, standard error", run.stderr)
        if run.returncode not in (0, 1, 2):
            self.wrong[(sink, output)].add(f"status {run.returncode}")
        if "json" in arguments and run.returncode != 2:
            try:
                json.loads(run.stdout)
            except ValueError as error:
                self.wrong[(sink, output)].add(f"no JSON: {error}")
        return run

    def screen(self, sink, arguments, **environment):
        """Everything that the full screen does with texts."""
        child = pexpect.spawn(
            LONGHAND, arguments, cwd=self.folder, dimensions=(40, 100), timeout=20, echo=False,
            env={**self.environment, **environment})
        child.delaybeforesend = 0
        raw = b""

        def settle(first=2.0):
            nonlocal raw
            wait = first
            while True:
                try:
                    raw += child.read_nonblocking(65536, timeout=wait)
                    wait = 0.04
                except (pexpect.TIMEOUT, pexpect.EOF):
                    return

        pasted = f"\x1b[200~{ATTACK}\x1b[201~".encode()
        settle()
        for keys in [b"c", b"t", b"G", b"g", b"\x1b", b"/" + pasted, b"\r", b"\x1b",
                     b"/\xe2\x80\xaeq\xc2\x9b", b"\r", b"\x1b", b"yl", b"yn", b"yk", b"G",
                     b"a" + pasted, b"\r", b"\x1b", b"H", b"H", b"g", *[b"  "] * 8, b"yn",
                     b"\t", b"o", b"u", b"\x1b", b"\x1b", b"n", b" ", b"  ", b"G", b"yn", b"q"]:
            try:
                child.send(keys)
            except OSError:
                break
            settle(0.05)
        end = time.monotonic() + 5
        while child.isalive() and time.monotonic() < end:
            child.send(b"\x1bq")
            settle(0.1)
        child.close(force=True)
        self.judge(sink, "full screen", raw, sequences=True)
        if b"\x1b[?1049h" not in raw:
            self.wrong[(sink, "full screen")].add("there was no screen")


def write(path, content):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def prepare(table):
    """The folder: a lesson a sink, and a course of all."""
    course = os.path.join(table.folder, "course")
    for sink, text in LESSONS.items():
        write(os.path.join(course, f"{sink}.md"), text)
    entries = [f"1. [{sink} {ATTACK if number % 2 else ENTITIES}]({sink}.md)"
               for number, sink in enumerate(LESSONS)]
    half = len(PAYLOADS) // 3 + 1
    # A file's name has 255 bytes at most.
    names = ["".join(f"q{part * half + number:02}{payload}w" for number, payload in enumerate(
        PAYLOADS[part * half:(part + 1) * half])) for part in range(3)]
    for name in names:
        write(os.path.join(course, f"{name}.md"), LESSONS["paragraph"])
        entries.append(f"1. [x](<{name}.md>)")
    entries.append(f"1. [x](<no-{ATTACK}.md>)")
    write(os.path.join(course, "README.md"), f"# Course {ATTACK}\n\n" + "\n".join(entries))
    fields = ["place\t{0}\t{0}\t1\t1", "finished\t{0}", "answer\t{0}\t{0}\tright",
              "practice\t{0}\t{0}\thelped\t20000\t1\t1", "practice\ttitle\tentry {0}\tright\t20000\t1\t1",
              "practice\ttitle\t{0}\thelped\t20000\t1\t1", "answer\ttitle\t{0}/1\tright",
              "givens\ttitle\t{0}=1x1:5"]
    journal = "".join("1\t" + field.format(attack) + "\n"
                      for attack in [re.sub(r"[\x0b\x0c\x1e\x85\u2028\u2029]", "", ATTACK), ATTACK]
                      for field in fields)
    table.journal = journal.encode() + b"1\tfinished\tq00\x9b31m\xff\xed\xa0\x80w\n1\tfinished\tq00\x00w\n"
    write(os.path.join(table.folder, "journal", "longhand", "progress"), table.journal)
    answers = "".join(f"{sink}/1: {attack}\n" for sink in [ATTACK, "step", "check-hint/step", ENTITIES]
                      for attack in ["3", ATTACK]).encode()
    # Bytes that are no text are another file: such a file is refused.
    write(os.path.join(table.folder, "answers.txt"), answers)
    write(os.path.join(table.folder, "bytes.txt"), b"q00\x9b\xff\x00\xed\xa0\x80/1: \x9b3\n" + answers)
    return names


def jobs(table):
    names = prepare(table)
    journal = {"XDG_STATE_HOME": os.path.join(table.folder, "journal")}
    for sink in LESSONS:
        for output, arguments in OUTPUTS.items():
            yield table.run, (sink, output, [*arguments, f"course/{sink}.md"], WORDS)
    for name in names:
        for output, arguments in OUTPUTS.items():
            yield table.run, ("file name", output, [*arguments, f"course/{name}.md"], WORDS)
            yield table.run, ("file name", output, ["--lessons", "course", *arguments, name], WORDS)
    for sink, environment in [("course", {}), ("journal", journal)]:
        for output, arguments in {
            "list": ["list"], "list in colour": ["list", "--color", "always"],
            "list in ASCII": ["list", "--ascii"],
            "status": ["status"], "status --as json": ["status", "--as", "json"],
            "check": ["check", "course"], "check --as json": ["check", "course", "--as", "json"],
            "contents": ["--plain"], "practice": ["practice", "--plain", "--seed", "3"],
        }.items():
            def run(sink=sink, output=output, arguments=arguments, environment=environment):
                table.run(sink, output, ["--lessons", "course", *arguments], WORDS, **environment)
            yield run, ()
    for output, more in {"check --answers": [], "check --answers --as json": ["--as", "json"]}.items():
        for file in ["answers.txt", "bytes.txt"]:
            yield table.run, ("answers", output, [
                "check", *more, "--answers", file, "course/check-hint.md", "course/check-step.md"])
    raw = b"q00\x9b6n\xff\xed\xa0\x80w"
    for attack in [ATTACK, raw]:
        def text(before, after=""):
            if isinstance(attack, str):
                return before + attack + after
            return before.encode() + attack + after.encode()
        for output, arguments in {
            "show": ["show", attack], "show a path": ["show", text("course/", ".md")],
            "walk": [attack], "check": ["check", attack], "check a path": ["check", text("./", ".md")],
            "--explain": ["check", "--explain", attack], "reset": ["reset", attack],
            "--answers": ["check", "--answers", attack, "course/title.md"],
            "--lessons": ["list", "--lessons", attack], "--lessons status": ["status", "--lessons", attack],
            "--lessons practice": ["practice", "--lessons", attack],
            "an option": [text("--")], "a value": ["show", "--as", attack],
            "a colour": ["--color", attack], "a count": ["practice", "--count", attack],
            "a seed": ["practice", "--seed", attack], "too many": ["show", "x", attack],
            "help": ["help", attack],
        }.items():
            yield table.run, ("argument", output, arguments)
        for name, value in [("LONGHAND_LESSONS", attack), ("TERM", attack), ("COLORTERM", attack),
                            ("LANG", attack), ("COLUMNS", attack), ("HOME", text("/proc/")),
                            ("XDG_STATE_HOME", text("/proc/")), ("COLORFGBG", attack)]:
            for arguments in [["list"], ["status"], ["reset", "nobody"], ["course/title.md"]]:
                def run(name=name, value=value, arguments=arguments):
                    environment = dict([(name, value), *(
                        [("XDG_STATE_HOME", "")] if name == "HOME" else [])])
                    table.run("environment", f"{name}: {arguments[0]}", arguments, "next\n", **environment)
                yield run, ()
    for sink in ["title", "heading-entity", "math-label", "check-hint", "check-step", "html-block",
                 "link-entity", "table"]:
        yield table.screen, (sink, [f"course/{sink}.md", "--lessons", "course"])
    for name in names:
        yield table.screen, ("file name", [f"course/{name}.md"])
    yield table.screen, ("practice on a screen", ["practice", "--seed", "3", "--count", "2",
                                                  "course/math-label.md"])
    def run():
        table.screen("journal", ["--lessons", "course"], **journal)
    yield run, ()


def main():
    if LONGHAND == BUILT:
        subprocess.run([os.path.join(ROOT, "bin", "longhand"), "--help"], capture_output=True, check=True)
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        table = Table(folder)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
            for job in [pool.submit(action, *arguments) for action, arguments in jobs(table)]:
                job.result()
        kept = table.run("emoji", "show", ["show", "-"], EMOJI).stdout.decode()
        if EMOJI not in kept:
            table.wrong[("emoji", "show")].add(f"became {kept!r}")
        # The journal that was written: a name stays in its field.
        table.run("reset", "reset", ["reset", ATTACK], XDG_STATE_HOME=os.path.join(folder, "journal"))
        with open(os.path.join(folder, "journal", "longhand", "progress"), "rb") as file:
            added = file.read()[len(table.journal):]
        table.judge("the journal", "its file", added.replace(b"\t", b" "))
    silent = [sink for sink, count in table.seen.items() if not count and sink not in (
        "emoji", "environment", "reset", "the journal", "practice on a screen", "math-comment")]
    for (sink, output), problems in sorted(table.wrong.items()):
        print(f"{sink} × {output}: {', '.join(sorted(problems)[:12])}")
    for sink in silent:
        print(f"{sink}: its text never came out, so nothing is known of it")
    print(f"{len(table.seen)} sinks × {len(PAYLOADS)} payloads, {table.cells} outputs in "
          f"{time.monotonic() - started:.0f} s: "
          + (f"{len(table.wrong)} let something through" if table.wrong else "nothing unfiltered"))
    sys.exit(1 if table.wrong or silent else 0)


main()
