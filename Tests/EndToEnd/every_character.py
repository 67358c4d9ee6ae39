#!/usr/bin/env python3
"""Whether a lesson's every character is read, or a finding says what was not.

A character that is put into a lesson, or taken out of it, must change what is shown, or what is found.
The lesson below has one of each kind of thing; at every place of it, or at as many as are asked for, a
letter, a digit or a sign is put in, or what stands there is taken away. What may change nothing is said
in QUIET, and why.

    every_character.py [LONGHAND] [--places COUNT] [--seed SEED]
"""

import concurrent.futures
import json
import os
import random
import re
import subprocess
import sys
import tempfile

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

LESSON = r"""---
title: Every character
decimals: 3
author: Somebody
macros: |
  \newcommand{\vect}[1]{\mathbf{#1}}
---
# Every character

A text with *emphasis*, `code`, a [link](https://example.org "title") and $\vect{x}^2 + \frac{1}{2}$ in it.

| name | value |
|---|---|
| $a$ | 3 |

- an item
- [x] another

> a quotation

## First

```math
\beta = 3
x = (1, 2, 4)
A = \begin{bmatrix} 1 & 2 \\ 3 & 5 \end{bmatrix}
g = 9.81\,\mathrm{m/s^2} % a remark
\vect{v} = (2, 3) \quad \text{and} \quad c = 2 \beta
```

## Second

```math
h_0 = 2
h_t = \tanh(0.5 h_{t-1}), \qquad t = 1, \ldots, 3 \tag{4}
s = \sum_{i<j} x_i x_j + \sum_{i=1}^{3} x_i^2
f(z) = \begin{cases} z^2 & z > 0 \\ 0 & \text{otherwise} \end{cases}
y = f(\beta) + \underbrace{A_{12}}_{\text{entry}} \cdot |x_1 - x_2|
w_i = \log_2 x_i + \left( 1 - \sqrt[3]{x_i} \right)
\begin{aligned} p &= A v \\ q &= v^T p \in \mathbb{R} \end{aligned}
```

What is $q$?

<!-- check
= q
? Multiply row by row.
~ v^T v: That leaves A out.
-->

<!-- a remark -->

<details><summary>More</summary>

A last text.

</details>
"""

# Where a change may change nothing: what is a remark to everybody who reads the file.
QUIET = [
    (r",(?= \\q?quad)", "the comma before a range or another statement"),
    (r"(?<=\n)\||\|(?=\n)", "the bars round a row of a table"), (r"&(?==)", "where lines stand below each other"),
    (r"author: [^\n]*", "who wrote it"), (r"(?<=\d} )% [^\n]*", "a comment"), (r"% a remark", "a comment"),
    (r"<!-- a remark -->", "a comment"), (r'"title"', "the title of a link"), (r"\\tag\{4\}", "the number of an equation"),
    (r"\\text\{entry\}", "the label of a brace"), (r"\\text\{and\}", "a word between two statements"),
    (r"<details><summary>|</summary>|</details>", "a tag that only changes the look"),
    (r"\|---\|---\|", "the rule of a table"), (r"\\quad|\\qquad|\\,", "a space"),
]
# What may be put in at some places and say nothing there.
QUIET_SIGNS = [
    ("\\", r"(?=\s)|(?<=\S)(?=,)", "a space of LaTeX's"),
    ("\\", r"(?<=https)(?=:)|(?<=example)(?=\.)|(?=/)", "what Markdown takes away before a sign"),
    (",", r"(?<=\n)(?=\S)|(?= ?\n| \\\\)", "punctuation at the edge of a statement"),
    (".", r"(?= ?\n)", "punctuation at the edge of a statement"),
    ("&", r"(?<=&= )|(?<=aligned} )", "one alignment more in aligned lines"),
    ("-", r"(?<=<!--)", "one dash more where a comment begins"),
]
PUT_IN = list("q7+)(=,^_'&\\{}.|-") + ["x_1", "\\", "é", "²"]


def told(program, text):
    """What is shown of a lesson, and what is found in it, without the places."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "lesson.md")
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        shown = subprocess.run([program, "show", "--as", "markdown", path], capture_output=True, text=True)
        found = subprocess.run([program, "show", "--as", "json", path], capture_output=True, text=True)
        for run in (shown, found):
            if run.returncode not in (0, 1):
                return "ended with", run.returncode, run.stderr
        report = json.loads(found.stdout)
        findings = [(f["id"], f["summary"]) for f in report["findings"]]
        report = re.sub(r'"(line|column|endLine|endColumn|path|file|start|end)": ?("[^"]*"|\d+)', "",
                        json.dumps({**report, "findings": [], "path": "", "file": ""}))
        return shown.stdout, report, findings


def changes(text, places, chance):
    every = list(range(len(text)))
    quiet = [match.span() for pattern, _ in QUIET for match in re.finditer(pattern, text)]
    every = [at for at in every if not any(start <= at <= end for start, end in quiet)]
    for at in every if places is None else sorted(chance.sample(every, min(places, len(every)))):
        sign = text[at]
        # Space is no character that says something, and braces round one sign say nothing.
        if not sign.isspace() and sign not in "{}":
            yield at, f"without {sign!r}", text[:at] + text[at + 1:]
        put = chance.choice(PUT_IN)
        if any(sign == put and re.compile(pattern).match(text, at) for sign, pattern, _ in QUIET_SIGNS):
            continue
        yield at, f"with {put!r} before {sign!r}", text[:at] + put + text[at:]


def main():
    arguments = sys.argv[1:]
    places, seed = None, 0
    for option in ("--places", "--seed"):
        if option in arguments:
            at = arguments.index(option)
            value = int(arguments[at + 1])
            del arguments[at:at + 2]
            places, seed = (value, seed) if option == "--places" else (places, value)
    program = os.path.abspath(arguments[0] if arguments else os.path.join(root, "bin/longhand"))
    start = told(program, LESSON)
    if start[0] == "ended with" or any(kind not in ("unit", "macro", "bars") for kind, _ in start[2]):
        sys.exit(f"The lesson itself is not sound: {start[2] if len(start) > 2 else start}")
    chance = random.Random(seed)
    silent, ended = [], []
    every = list(changes(LESSON, places, chance))
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for (at, what, _), after in zip(every, pool.map(lambda each: told(program, each[2]), every)):
            line = LESSON.count("\n", 0, at) + 1
            around = LESSON[max(0, at - 20):at + 20].replace("\n", "⏎")
            if after[0] == "ended with":
                ended.append(f"line {line}, {what}: ended with {after[1]}: {around}")
            elif after == start:
                silent.append(f"line {line}, {what}: {around}")
    print(f"{len(every)} changes (seed {seed}): {len(silent)} of them change nothing")
    for each in silent + ended:
        print("  " + each)
    sys.exit(1 if silent or ended else 0)


if __name__ == "__main__":
    main()
