#!/usr/bin/env python3
"""How much of the notes that lecturers publish runs as it is printed, and how much after an edit.

Tests/EndToEnd/Notes holds formulas of public notes, each note as a lesson with numbers for what it
leaves open (its source stands in its second line), and `edits.json`, what has to be changed of them
until they run: in a place of one formula, or one spelling throughout. The formulas are tried one
after the other, behind those that run already. What they come to is compared with NumPy
(`Notes/values.py`), where NumPy is at hand.

    notes_edits.py [LONGHAND] [--verbose] [--at-least AS_PRINTED AFTER_ONE_EDIT LED_TO_IT]

The last three are shares: of all formulas, and of those that have findings.
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile

here = os.path.dirname(os.path.abspath(__file__))
notes = os.path.join(here, "Notes")
root = os.path.dirname(os.path.dirname(here))


def fences(text):
    return [match.group(1) for match in re.finditer(r"```math\n(.*?)```", text, re.S)]


def is_given(formula):
    """Whether all of it are numbers that somebody filled in."""
    if formula.count("=") != 1 and r"\qquad" not in formula:
        return False
    sides = [side.split(r"\qquad")[0] for side in formula.split("=")[1:]]
    plain = re.sub(r"\\(begin|end)\{\w+\}(\{[clr|]+\})?|\\(left|right|,)", "", "".join(sides))
    return not re.search(r"[A-Za-z]", plain)


class Lesson:
    """A lesson that grows by the formulas that run."""

    def __init__(self, program, head):
        self.program, self.head, self.parts = program, head, []

    def text(self, parts):
        return self.head + "".join(f"\n```math\n{part.strip()}\n```\n" for part in parts)

    def report(self, parts):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "note.md")
            with open(path, "w", encoding="utf-8") as file:
                file.write(self.text(parts))
            run = subprocess.run(
                [self.program, "show", "--as", "json", path], capture_output=True, text=True)
            if run.returncode not in (0, 1) or not run.stdout:
                sys.exit(f"longhand ended with {run.returncode}: {run.stderr}\n{self.text(parts)}")
            return json.loads(run.stdout)

    def problems(self, parts):
        findings = self.report(self.parts + parts)["findings"]
        return [finding for finding in findings if finding["severity"] == "error"]


def tried(lesson, formula, everywhere, edit):
    """How many edits a formula takes until it runs; None where it does not. Then what was said."""
    said = lesson.problems([formula])
    if not said:
        lesson.parts.append(formula)
        return 0, said
    spelled, count = formula, 0
    for before, after in everywhere:
        again = re.sub(before, after, spelled)
        count += again != spelled
        spelled = again
    if count and not lesson.problems([spelled]):
        lesson.parts.append(spelled)
        return count, said
    edits, given = edit.get("edits", []), edit.get("given", [])
    for start in ([spelled, count], [formula, 0]):
        text, count = start
        for before, after in edits:
            # One spelling throughout a formula is one edit.
            if before in text:
                text = text.replace(before, after)
                count += 1
        count += bool(given)
        parts = given + [text]
        if count and not lesson.problems(parts):
            lesson.parts += parts
            return count, said
    return None, said


def leads(said, edit):
    """Whether what was said names the edit: words of it that whoever wrote the edits asks for."""
    words = edit.get("says", [])
    heard = " ".join(
        " ".join([f["summary"], f.get("help") or ""] + [x["label"] + " " + x["replacement"] for x in
                                                        f["fixes"] if "label" in x])
        for f in said)
    return bool(words) and any(word in heard for word in words)


def main():
    arguments = sys.argv[1:]
    verbose = "--verbose" in arguments
    least = None
    if "--at-least" in arguments:
        at = arguments.index("--at-least")
        least = [float(share) for share in arguments[at + 1:at + 4]]
        del arguments[at:at + 4]
    only = [argument for argument in arguments if argument.endswith(".md")]
    programs = [a for a in arguments if not a.startswith("--") and a not in only]
    program = os.path.abspath(programs[0] if programs else os.path.join(root, "bin/longhand"))
    with open(os.path.join(notes, "edits.json"), encoding="utf-8") as file:
        known = json.load(file)
    try:
        spec = importlib.util.spec_from_file_location("values", os.path.join(notes, "values.py"))
        values = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(values)
    except ImportError:
        values = None
    total = [0, 0, 0, 0]
    findings = [0, 0]
    compared, wrong = 0, []
    print(f"{'':20}formulas  as printed  one edit  more  not")
    for name in sorted(os.listdir(notes)):
        if not name.endswith(".md") or (only and name not in only):
            continue
        with open(os.path.join(notes, name), encoding="utf-8") as file:
            text = file.read()
        edits = known.get(name[:-3], {})
        lesson = Lesson(program, text[:text.index("```math")].rstrip() + "\n")
        row = [0, 0, 0, 0]
        for number, formula in enumerate(fences(text), 1):
            edit = next((e for e in edits.get("edits", []) if e["at"] in formula + "\n"), {})
            count, said = tried(lesson, formula, edits.get("everywhere", []), edit)
            if is_given(formula):
                continue
            row[0 if count == 0 else 1 if count == 1 else 2 if count else 3] += 1
            if said:
                led = leads(said, edit)
                findings[led] += 1
            if verbose and count != 0:
                print(f"  {name}, formula {number}: {count} edits"
                      + ("" if not said or led else ", not led to"))
                print("    " + formula.strip().replace("\n", "\n    "))
                for finding in said:
                    print(f"      {finding['column']}: {finding['summary']} | {finding.get('help')}")
        print(f"{name[:-3]:20}{sum(row):8}{row[0]:12}{row[1]:10}{row[2]:6}{row[3]:5}")
        total = [a + b for a, b in zip(total, row)]
        if values:
            more, bad = values.compare(name[:-3], lesson.report(lesson.parts))
            compared += more
            wrong += bad
    every = sum(total)
    print(f"{'all':20}{every:8}{total[0]:12}{total[1]:10}{total[2]:6}{total[3]:5}")
    printed, edited = total[0] / every, (total[0] + total[1]) / every
    led = findings[1] / max(1, sum(findings))
    print(f"as printed {printed:.0%}, after one edit {edited:.0%}; "
          f"{findings[1]} of {sum(findings)} formulas with findings are led to their edit; "
          + (f"{compared} values as NumPy has them, {len(wrong)} others" if values else "no NumPy"))
    for line in wrong:
        print("  " + line)
    if wrong or (least and any(own < goal for own, goal in zip((printed, edited, led), least))):
        sys.exit(1)


if __name__ == "__main__":
    main()
