#!/usr/bin/python3
"""Whatever a lesson calls its names and headings, what `show --as numpy` writes is Python that holds
no code of the lesson's texts. Python's own parser reads it; nothing is run.

All lessons, the maintainers' collection of attacks (Attacks/, Apache-2.0 as the project), and lessons
made at random from hostile names: a few hundred, or as many as the first argument says, from a seed
that is printed and may be the second. `LONGHAND` may name another program.
"""
import ast
import builtins
import concurrent.futures
import glob
import json
import keyword
import os
import random
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILT = os.path.join(ROOT, ".build", "release", "longhand")
LONGHAND = os.environ.get("LONGHAND") or BUILT
COUNT = int(sys.argv[1]) if len(sys.argv) > 1 else 250
SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**9)

BREAKS = ["\n", "\r", "\r\n", "\v", "\f", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
CODE = ["import os; os.system('id')", "__import__('os').system('id')", "exec('pwned')",
        "eval(open('x').read())", "');import os#", '"""', "'''", "\\", "#", "# -*- coding: utf-7 -*-",
        "x=1;pwned()", "lambda: pwned()", "@pwned", "pwned();", "if 1: pwned()"]
WORDS = [*keyword.kwlist, *keyword.softkwlist, *dir(builtins), "np", "numpy", "os", "self",
         "derivative", "absolute", "function", "value", "columns", "entry", "moved", "column",
         "quantity", "name", "name_2", "a_next", "a_next_", "f_prime", "a_at", "a_of_x", "d", "d_x",
         "dJ_dx", "hat", "star", "i", "j", "k", "v", "z", "x", "a", "prime", "next"]
ODD = ["", " ", "2", "2x", "007", "1e5", "0x1", "é", "漢", "ß", "λ", "ﬁ", "ª", "_", "__", "_x", "x_",
       "__debug__", "-", "+", ".", "x.y", "x y", "x-y", "{", "}", "%", "$", "\u200b", "\u202e", "\x1b",
       "\ufffd", "²", "x²", "①", "𝐱", "\u0301", "ﬀ", "x\u200dy"]


# What may be in a file

def allowed(tree, label, functions):
    """Nothing but definitions, formulas and checks, made of NumPy and of what the file defines."""
    functions |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    problems = []

    def said(node, what):
        problems.append(f"{label}: line {getattr(node, 'lineno', 0)}: {what}")

    def root(node):
        while isinstance(node, ast.Attribute):
            node = node.value
        return node.id if isinstance(node, ast.Name) else None

    # The rounds of a long loop: for _ in range(498), and nothing else is called _.
    rounds = {
        id(node.target) for node in ast.walk(tree)
        if isinstance(node, ast.For) and isinstance(node.iter, ast.Call)
        and ast.unparse(node.iter.func) == "range"
        and all(isinstance(one, ast.Constant) for one in node.iter.args)
    }

    for node in ast.walk(tree):
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            if ast.unparse(node) != "import numpy as np" or node not in tree.body:
                said(node, ast.unparse(node))
        elif isinstance(node, ast.Call):
            called = node.func
            fine = (isinstance(called, ast.Name) and called.id in functions | {"sum", "range", "len", "function"}
                    or isinstance(called, ast.Attribute) and (
                        root(called) == "np" or called.attr in ("item", "copy", "append")))
            if not fine:
                said(node, f"calls {ast.unparse(called)}")
        elif isinstance(node, ast.Attribute):
            if root(node) != "np" and node.attr not in ("T", "item", "copy", "append", "shape", "size"):
                said(node, f"takes {ast.unparse(node)}")
        elif isinstance(node, ast.Constant):
            if isinstance(node.value, (str, bytes)):
                said(node, f"holds the text {node.value!r}")
        elif isinstance(node, ast.stmt) and not isinstance(
                node, (ast.Assign, ast.AugAssign, ast.Assert, ast.FunctionDef, ast.Return, ast.For,
                       ast.If)):
            if not (isinstance(node, ast.Expr) and ast.unparse(node.value).startswith("columns.append(")):
                said(node, f"is the statement {ast.unparse(node)}")
        elif isinstance(node, (ast.Lambda, ast.Await, ast.Yield, ast.JoinedStr, ast.NamedExpr)):
            said(node, ast.unparse(node))
        names = []
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names = [] if node.id == "_" and id(node) in rounds else [node.id]
        elif isinstance(node, ast.FunctionDef):
            names = [node.name, *(argument.arg for argument in node.args.args)]
        for name in names:
            if (keyword.iskeyword(name) or keyword.issoftkeyword(name) or name in dir(builtins)
                    or name == "np" or not name.isascii()):
                said(node, f"{name} is a name of Python's, or none")
    return problems


def judged(label, source, functions):
    """The problems of some lines; functions are those that the lines before them have defined."""
    problems = []
    if source.splitlines() != source.split("\n")[:-1]:
        problems.append(f"{label}: a line ends where none was written")
    try:
        tree = ast.parse(source)
        compile(source, label, "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = source.split("\n")[(getattr(error, "lineno", None) or 1) - 1]
        return [*problems, f"{label}: {error}: {line[:120]!r}"]
    return problems + allowed(tree, label, functions)


def shown(form, path, text=None):
    run = subprocess.run([LONGHAND, "show", "--as", form, path], cwd=ROOT, timeout=300,
                         input=text and text.encode("utf-8", "surrogatepass"), capture_output=True)
    if run.returncode not in (0, 1):
        raise AssertionError(f"{path}: status {run.returncode}: {run.stderr[:300]}")
    return run.stdout.decode()


def check(label, path, text=None):
    """The problems of one lesson, and how many equations it writes."""
    functions = set()
    problems = judged(label, shown("numpy", path, text), functions)
    report = json.loads(shown("json", path, text))
    owners = {}
    written = 0
    for step in report["steps"]:
        for equation in step["equations"]:
            lines = equation["numpy"]
            written += bool(lines)
            # The lines of one equation are shown and copied by themselves.
            problems += judged(f"{label}: {equation['latex'][:40]!r}", "\n".join(lines) + "\n", functions)
            target = lines and lines[-1].split(" = ")
            if target and len(target) > 1 and target[0].isidentifier() and equation.get("name"):
                owner = owners.setdefault(target[0], equation["name"])
                if owner != equation["name"]:
                    problems.append(
                        f"{label}: {owner!r} and {equation['name']!r} are both {target[0]}")
    return problems, written


# Lessons made at random

class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def piece(self, breaks=False):
        kind = self.random.randrange(10)
        if breaks and kind < 3:
            return self.random.choice(BREAKS) + self.random.choice(CODE) + self.random.choice(
                BREAKS + ["", "#"])
        if kind < 6:
            return self.random.choice(WORDS)
        if kind < 8:
            return self.random.choice(ODD)
        return self.random.choice(CODE).replace("{", "").replace("}", "")

    def heading(self):
        text = "".join(self.piece(True) for _ in range(self.random.randint(1, 3)))
        if self.random.random() < 0.5:
            return "".join(c if c.isalnum() else f"&#{ord(c)};" for c in text)
        return text.replace("\n", "&#10;").replace("\r", "&#13;")

    def name(self):
        word = self.piece()
        form = self.random.randrange(8)
        text = rf"\text{{{word}}}"
        if form == 0:
            return f"c_{{{text}}}"
        if form == 1:
            return f"{text}^{{({self.random.randint(0, 3)})}}"
        if form == 2:
            return f"{text}_{{{rf'{chr(92)}text{{{self.piece()}}}'}}}"
        if form == 3:
            return rf"\hat{{{text}}}"
        if form == 4:
            return f"{text}^*"
        if form == 5:
            return self.random.choice("abcfijnpqxz") + rf"_{{{word}}}"
        return text

    def statements(self):
        name, other = self.name(), self.name()
        number = self.random.randint(2, 9)
        return self.random.choice([
            [f"{name} = {number}", f"{other} = 2 {name} + 1"],
            [f"{name} = {number}", f"{other} = {name}^2", f"q = {other} {name}"],
            [f"{name} = (1, 2)", f"{other} = \\sum_i {name}_i", f"{other} = 3"],
            [f"{name} = (1, -2)", f"{other} = \\|{name}\\|_1 + \\|{name}\\|^2"],
            [f"{name}(z) = z^2 + 1", f"{other} = {name}(3) + {name}'(2)"],
            [f"f({name}) = 3 {name}", f"{other} = f(2) + f'(1)"],
            [f"{name} = {number}", f"{other} = 3",
             f"{name} := {name} - 1\n{other} := {other} + {name}", f"q = {name} {other}"],
            [f"x = (1, 2)", f"{name} = x^T x", f"{other} = \\nabla_x {name}"],
            [f"{name} = {number}", f"{other} = {name}^3",
             f"\\frac{{\\partial {other}}}{{\\partial {name}}} = 3 {name}^2"],
            [f"{name} = {number}", f"{name} = {number}", f"{other} = {name} = {number}"],
            [f"J({name}) = {name}^2", f"{name} = 3", f"{other} = J(2)"],
        ])

    def lesson(self):
        parts = []
        if self.random.random() < 0.3:
            title = self.piece(True).replace("\\", "\\\\").replace('"', '\\"')
            title = "".join(c if " " <= c < "\x7f" else f"\\U{ord(c):08x}" for c in title)
            parts.append(f'---\ntitle: "{title}"\n---\n')
        for _ in range(self.random.randint(2, 5)):
            parts.append(f"## {self.heading()}\n")
            for _ in range(self.random.randint(1, 3)):
                parts += [f"```math\n{statement}\n```\n" for statement in self.statements()]
        return "\n".join(parts)


def main():
    print(f"seed {SEED}, {COUNT} lessons at random")
    if LONGHAND == BUILT:
        subprocess.run([os.path.join(ROOT, "bin", "longhand"), "--help"], capture_output=True, check=True)
    paths = sorted(glob.glob(os.path.join(ROOT, "lessons", "[0-9]*.md"))) + sorted(
        glob.glob(os.path.join(ROOT, "Tests", "EndToEnd", "Attacks", "*.md")))
    works = [(os.path.basename(path), path, None) for path in paths]
    # As deep as formulas may be nested: Python takes 200 parentheses.
    deep = {"norms": "\\left\\|2 " * 59 + "2" + "\\right\\|" * 59,
            "quotients": "\\frac{1}{1 + " * 58 + "2" + "}" * 58}
    works += [(label, "-", f"```math\nq = {text}\n```\n") for label, text in deep.items()]
    works += [(f"lesson {number} of seed {SEED}", "-", Maker(SEED * 1_000_003 + number).lesson())
              for number in range(COUNT)]
    problems, written, failing = [], 0, []
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count() or 2) as pool:
        for work, (found, count) in zip(works, pool.map(lambda work: check(*work), works)):
            problems += found
            written += count
            if found:
                failing.append(work)
    for problem in problems[:40]:
        print(problem)
    if failing and failing[0][2]:
        print(f"--- {failing[0][0]}\n{failing[0][2]}---")
    print(f"{len(works)} lessons, {written} equations as Python, {len(problems)} problems")
    if written < 3 * COUNT:
        sys.exit("too few equations to mean anything")
    sys.exit(1 if problems else 0)


main()
