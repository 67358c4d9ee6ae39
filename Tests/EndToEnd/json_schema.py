#!/usr/bin/env python3
"""Whether every lesson as JSON is what Documentation/lesson.schema.json says, and says all of the lesson.

    json_schema.py --self-test PROGRAM [FILE…]     looks whether the checks find what they should, too
    json_schema.py PROGRAM [FILE…]                 the lessons of the course, or these files

Besides the schema (by jsonschema, which is no work of ours): every equation and question stands once among the
parts, in order; every number that a formula names is there and is the number that is printed; no word of the
lesson's Markdown is missing.
"""
import copy
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = json.loads((ROOT / "Documentation" / "lesson.schema.json").read_text())
NUMBER = re.compile(r"\\number\{(\d+)\}\{([^{}]*)\}")


def texts(value, keys):
    """All texts under some keys, anywhere."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if isinstance(inner, str) and key in keys:
                yield inner
            yield from texts(inner, keys)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner, keys)


def complaints(report, markdown):
    validator = jsonschema.Draft202012Validator(SCHEMA)
    for error in validator.iter_errors(report):
        yield f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
    for step in report["steps"]:
        for kind, list_ in (("equation", "equations"), ("question", "questions"), ("picture", "pictures")):
            places = [part[kind] for part in step["parts"] if kind in part]
            if places != list(range(len(step[list_]))):
                yield f"{step['id']}: the {list_} stand at {places}"
    # Of a lesson with a long loop they are not opened.
    numbers, decimals = report.get("numbers", []), report["decimals"]
    formulas = list(texts(report["steps"], {"tagged"})) + list(texts(numbers, {"symbols", "arithmetic"}))
    for formula in formulas:
        for place, printed in NUMBER.findall(formula):
            if int(place) >= len(numbers):
                yield f"there is no number {place}: {formula[:80]}"
                continue
            value = numbers[int(place)]["value"]
            if not re.fullmatch(r"-?[0-9.]+", printed) or isinstance(value, str):
                continue
            # Some are printed with fewer decimals, where they end sooner, or with more, where they begin later.
            if abs(float(printed) - value) > 0.5001 * 10 ** -min(decimals, len(printed.partition(".")[2])):
                yield f"number {place} is {value} and is printed as {printed}"
    said = " ".join(texts(report["steps"], {"text", "title"}))
    words = set(re.findall(r"[A-Za-zäöüß]{3,}", said))
    prose = re.sub(r"(?ms)\A---.*?^---$|^ *```.*?^ *```|<!--.*?-->|\$\$.*?\$\$|\$`.*?`\$|\$[^$]*\$|\]\([^)]*\)", " ", markdown)
    missing = set(re.findall(r"[A-Za-zäöüß]{3,}", prose)) - words - {report["title"]} - set(report["title"].split())
    if missing:
        yield f"words of the lesson that are not there: {sorted(missing)[:8]}"


def self_test(report, markdown):
    def spoiled(change):
        other = copy.deepcopy(report)
        change(other)
        return other
    step = next(step for step in report["steps"] if len(step["equations"]) > 1)
    at = report["steps"].index(step)
    named = next(int(NUMBER.search(text)[1]) for text in texts(step["equations"], {"tagged"}) if NUMBER.search(text))

    def move(other):
        other["steps"][at]["parts"].reverse()

    def worth(other):
        other["numbers"][named]["value"] += 0.25
    for change in (
        lambda other: other.update(schema=1), lambda other: other["steps"][at].pop("id"),
        lambda other: other["steps"][at]["equations"][0].update(extra=1), move, worth,
        lambda other: other["numbers"].clear(),
        lambda other: other["steps"][at]["parts"].__setitem__(slice(None), [
            part for part in other["steps"][at]["parts"] if "prose" not in part]),
    ):
        if not list(complaints(spoiled(change), markdown)):
            sys.exit("json_schema: a spoiled report found no complaint")


def main(arguments):
    tests_itself = "--self-test" in arguments
    program, *files = [argument for argument in arguments if not argument.startswith("--")]
    files = files or sorted(str(path) for path in (ROOT / "lessons").glob("[0-9]*.md"))
    found = 0
    for file in files:
        out = subprocess.run([program, "show", "--as", "json", file], capture_output=True, text=True, cwd=ROOT)
        report, markdown = json.loads(out.stdout), (ROOT / file).read_text()
        for complaint in complaints(report, markdown):
            found += 1
            print(f"{file}: {complaint}")
        if tests_itself:
            self_test(report, markdown)
            tests_itself = False
    print(f"json_schema: {len(files)} lessons, {found} complaints")
    if found or not files:
        sys.exit(1)


main(sys.argv[1:])
