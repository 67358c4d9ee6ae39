#!/usr/bin/env python3
"""No silence over the watched enums.

    no_default.py              every place in Sources that the rule forbids; fails if there is one
    no_default.py --self-test  that the rule finds what it must, and only that

Outside the enum's own files a `switch` over a watched enum lists every case, and nothing asks by
`if case`. A `default:` is a silence: with it, nobody hears of a case that is added. What a value is
is asked in its own files, by a property with a name.

A place counts when all its patterns are cases of the enum and what it asks is called what values of
the enum are called. Both are read from the sources, so that neither goes stale: the cases from the
declaration, the names from the table below and from what a file declares to be of the type.
"""

import re
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]


class Watched(NamedTuple):
    """An enum that is only asked exhaustively."""

    name: str
    #: The file that declares it.
    declared_in: str
    #: A glob of the files that may ask as they like.
    own_files: str
    #: What a value of it is called where it is asked, as regular expressions for the whole subject.
    subjects: tuple[str, ...]


WATCHED = (
    Watched("MathTree.Content", "Sources/Notation/MathTree.swift",
            "Sources/Notation/MathTree*.swift", (r"(.*\.)?content",)),
    Watched("Check.Kind", "Sources/Questions/Check.swift",
            "Sources/Questions/Check.swift", (r"(.*\.)?kind",)),
    Watched("Equation.Kind", "Sources/Kernels/Statements/Equation.swift",
            "Sources/Kernels/Statements/Equation.swift", (r"(.*\.)?kind",)),
    Watched("Operation", "Sources/Kernels/Operations/Operation.swift",
            "Sources/Kernels/Operations/*.swift", (r"(.*\.)?operation",)),
    Watched("Fold.Kind", "Sources/Kernels/Operations/Folds.swift",
            "Sources/Kernels/Operations/*.swift", (r"(.*\.)?(kind|fold)",)),
    Watched("Leaf", "Sources/Kernels/Operations/Leaves.swift",
            "Sources/Kernels/Operations/*.swift", (r"(.*\.)?(leaf|family)",)),
    Watched("Sum", "Sources/Kernels/Operations/Sums.swift",
            "Sources/Kernels/Operations/*.swift", (r"(.*\.)?(sum|family)",)),
    Watched("Product", "Sources/Kernels/Operations/Products.swift",
            "Sources/Kernels/Operations/*.swift", (r"(.*\.)?(product|family)",)),
    Watched("Entrywise", "Sources/Kernels/Operations/Entrywise.swift",
            "Sources/Kernels/Operations/*.swift", (r"(.*\.)?(entrywise|family)",)),
    Watched("ElementaryFunction", "Sources/Kernels/Operations/Entrywise.swift",
            "Sources/Kernels/Operations/*.swift", (r"(.*\.)?function",)),
    Watched("Norm", "Sources/Kernels/Operations/Norms.swift",
            "Sources/Kernels/Operations/*.swift", (r"(.*\.)?norm",)),
    Watched("Placement", "Sources/Kernels/Operations/Placements.swift",
            "Sources/Kernels/Operations/*.swift", (r"(.*\.)?placement",)),
)


class Place(NamedTuple):
    line: int
    enum: str
    what: str


# MARK: Reading Swift, as much as is needed of it


COMMENT_OR_STRING = re.compile(r'//|/\*|(#*)("""|")')
STRING = re.compile(r'(#*)("""|")')


def without_text(source: str) -> str:
    """The source with comments and what stands in strings as spaces: same length, same lines.

    A string's interpolations go with it: nothing is switched over in there.
    """
    out = list(source)

    def blank(start: int, end: int) -> None:
        for index in range(start, min(end, len(out))):
            if out[index] != "\n":
                out[index] = " "

    index = 0
    while found := COMMENT_OR_STRING.search(source, index):
        if found[0] == "//":
            end = source.find("\n", found.end())
            index = len(source) if end < 0 else end
            blank(found.start(), index)
        elif found[0] == "/*":
            depth, index = 1, found.end()
            while depth and index < len(source):
                step = {"/*": 1, "*/": -1}.get(source[index:index + 2], 0)
                depth += step
                index += 2 if step else 1
            blank(found.start(), index)
        else:
            index = end_of_string(source, found.end(), found[1], found[2])
            blank(found.end(), index - len(found[1]) - len(found[2]))
    return "".join(out)


def end_of_string(source: str, index: int, hashes: str, quotes: str) -> int:
    """Where a string ends whose inside begins at `index`; strings in its interpolations are in it."""
    escape = "\\" + hashes
    while index < len(source):
        if source.startswith(quotes + hashes, index):
            return index + len(quotes + hashes)
        if source.startswith(escape + "(", index):
            depth, index = 1, index + len(escape) + 1
            while depth and index < len(source):
                if found := STRING.match(source, index):
                    index = end_of_string(source, found.end(), found[1], found[2])
                    continue
                depth += {"(": 1, ")": -1}.get(source[index], 0)
                index += 1
        elif source.startswith(escape, index):
            index += len(escape) + 1
        else:
            index += 1
    return index


def until(source: str, index: int, ends: str) -> int:
    """The next of `ends` outside of all brackets that open after `index`."""
    depth = 0
    while index < len(source):
        character = source[index]
        if depth == 0 and character in ends:
            return index
        if character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
            if depth < 0:
                return index
        index += 1
    return index


def parts(text: str, separator: str = ",") -> list[str]:
    """What stands between separators that are in no brackets."""
    found, start = [], 0
    while start <= len(text):
        end = until(text, start, separator)
        found.append(text[start:end].strip())
        start = end + 1
    return found


WILD = "_"


def pattern_case(pattern: str) -> str | None:
    """The case that a pattern names, `_` for one that takes everything, None for anything else."""
    pattern = re.sub(r"^(let|var)\s+", "", pattern.strip())
    if pattern.startswith("(") and all(pattern_case(one) == WILD for one in parts(pattern[1:-1])):
        return WILD
    if found := re.match(r"(?:[A-Z]\w*(?:\.[A-Z]\w*)*)?\.`?(\w+)`?", pattern):
        return found[1]
    return WILD if re.fullmatch(r"\w+", pattern) and pattern not in ("nil", "true", "false") else None


def enum_cases(source: str, name: str) -> set[str]:
    """The names of the cases of an enum, from its declaration."""
    source = without_text(source)
    found = re.search(rf"\benum\s+{name.split('.')[-1]}\b[^{{]*{{", source)
    if not found:
        raise SystemExit(f"There is no enum {name} where it should be declared")
    body = source[found.end():until(source, found.end(), "}")]
    cases: set[str] = set()
    # What is declared inside it has cases of its own, which are deeper.
    for place in re.finditer(r"^[ \t]*(?:indirect\s+)?case\s", body, re.MULTILINE):
        before = body[:place.start()]
        if before.count("{") == before.count("}"):
            end = place.end()
            while True:
                end = until(body, end, ",\n")
                if not body[end:].startswith(","):
                    break
                end += 1
            cases |= {re.match(r"`?(\w+)", one)[1] for one in parts(body[place.end():end]) if one}
    return cases


# MARK: The rule


class Rule(NamedTuple):
    name: str
    cases: set[str]
    subjects: tuple[str, ...]
    #: Whether the file that is read is one of its own.
    is_at_home: bool = False

    def is_about(
        self, patterns: list[str | None], subject: str, source: str, index: int
    ) -> bool:
        """Whether all patterns are cases of it, and the subject is called so."""
        named = {one for one in patterns if one != WILD}
        if not named or not named <= self.cases:
            return False
        subject = re.sub(r"[\s?!]", "", subject)
        if subject == "self":
            return f".{enclosing(source, index)}".endswith(f".{self.name}")
        # What the file declares to be of the type: `_ content: MathTree.Content`.
        declared = re.findall(rf"\b(\w+):\s*(?:inout\s+)?{re.escape(self.name)}\b", source)
        return any(re.fullmatch(one, subject) for one in (*self.subjects, *declared))


def enclosing(source: str, index: int) -> str:
    """The type whose extension or declaration a place stands in: `MathTree.Content`."""
    types = re.finditer(
        r"\b(?:extension|enum|struct|class|actor)\s+([\w.]+)[^{]*{", source[:index])
    return ".".join(one[1] for one in types if until(source, one.end(), "}") >= index)


def forbidden(text: str, rules: list[Rule]) -> list[Place]:
    """The places in a file that break one of the rules."""
    source = without_text(text)
    places = []
    for start, end, patterns, subject in (*silent_switches(source), *conditions(source)):
        broken = [one for one in rules if one.is_about(patterns, subject, source, start)]
        # What could be of two types is of the one whose file this is.
        if broken and not any(one.is_at_home for one in broken):
            what = re.sub(r"\s+", " ", text[start:end]).strip(" ,")
            names = " or ".join(one.name for one in broken)
            places.append(Place(text.count("\n", 0, start) + 1, names, what))
    return sorted(places)


def silent_switches(source: str):
    """Every `default:` and `case _` of a switch: where, the switch's patterns, what it asks."""
    for found in re.finditer(r"\bswitch\b", source):
        start = until(source, found.end(), "{")
        subject = source[found.end():start].strip()
        body_end = until(source, start + 1, "}")
        labels = list(switch_labels(source, start + 1, body_end))
        for at, end, patterns in labels:
            if all(pattern_case(one) == WILD for one in patterns):
                for part, column in columns(subject, [one for _, _, all in labels for one in all]):
                    yield at, end, column, part


def switch_labels(source: str, start: int, end: int):
    """The labels of a switch: from where to where, and their patterns; a default has none."""
    index = start
    while index < end:
        found = re.compile(r"\b(case|default)\b|[({\[]").search(source, index, end)
        if not found:
            return
        if not found[1]:
            index = until(source, found.end(), "") + 1
            continue
        index = found.end()
        before = source[:found.start()].rstrip()
        if re.search(r"(\b(if|guard|while|for)|,)$", before):
            continue
        index = until(source, found.end(), ":")
        patterns = source[found.end():index] if found[1] == "case" else ""
        yield found.start(), index, [
            re.split(r"\swhere\s", one)[0] for one in parts(patterns) if one]


def columns(subject: str, patterns: list[str]):
    """What is asked and the cases it is compared with; a switch over a tuple asks each part."""
    if not subject.startswith("("):
        yield subject, [pattern_case(one) for one in patterns]
        return
    for index, part in enumerate(parts(subject[1:-1])):
        column = [parts(one[1:-1])[index] for one in patterns
                  if one.startswith("(") and len(parts(one[1:-1])) > index]
        yield part, [pattern_case(one) for one in column]


def conditions(source: str):
    """`if case`, `guard case`, `while case`, `for case`, and the same as a later condition."""
    for found in re.finditer(r"(\b(?:if|guard|while|for)|,)\s+case\b", source):
        is_loop = found[1] == "for"
        if is_loop:
            place = re.compile(r"\sin\s").search(source, found.end())
            middle, after = (place.start(), place.end()) if place else (len(source), len(source))
        else:
            middle = until(source, found.end(), "=")
            after = middle + 1
        pattern = pattern_case(source[found.end():middle])
        end = until(source, after, ",{;" if not is_loop else "{;")
        subject = re.split(r"\s(?:else|where)\b|\s(?:&&|\|\|)\s|\n\s*\n", source[after:end])[0].strip()
        subject = re.sub(r"^.*\.(?:map|lazy\.map)\(\\\.(\w+)\)$", r"\1", subject, flags=re.DOTALL)
        yield found.start(), end, [pattern], subject


# MARK: What must be found, and what must not


EXAMPLE = """
package indirect enum Content: Sendable {
  /// A case in a comment: case wrong
  case row([MathTree])
  case number(String), letter(String)
  case scripts(MathTree, primes: Int, lower: MathTree?)
  case space(Int)
  enum Inner { case hidden }
}
"""

#: How often each is to be found; `…` stands for the rest of a file.
SNIPPETS = (
    (1, "switch content {\ncase .row: 1\ndefault: 2\n}"),
    (1, "switch node.content {\ncase .number, .letter: 1\ncase _: 2\n}"),
    (1, "switch node?.content {\ncase .number?: 1\ncase let other: 2\n}"),
    (1, "switch content {\ncase .row(let nodes) where nodes.isEmpty: 1\ndefault: return 2\n}"),
    (1, "switch content {\ncase .row:\n  if a, case .x = b { 1 }\n  switch c {\n  case .x: 1\n  }\ndefault: 2\n}"),
    (2, "switch content {\ncase .row:\n  switch d.content {\n  case .row: 1\n  default: 3\n  }\ndefault: 2\n}"),
    (1, "switch (a.content, b) {\ncase (.row, .x): 1\ndefault: 2\n}"),
    (1, "switch (a.content, b) {\ncase (.row, .x): 1\ncase (_, let c): 2\n}"),
    (1, "extension Tree.Content {\n  var a: Int {\n    switch self {\n    case .row: 1\n    default: 2\n    }\n  }\n}"),
    (1, "func a(_ what: Tree.Content) {\n  switch what {\n  case .row: 1\n  default: 2\n  }\n}"),
    (1, "let a = switch tree.content { case .row: \"}\" // }\ndefault: 2 }"),
    (1, "if case .row(let nodes) = content { return nodes }"),
    (1, "if case let .row(nodes) = content { return nodes }"),
    (1, "if case Tree.Content.row = content { return nodes }"),
    (1, "guard a == 1, b,\n  case .number(let digits) = nodes[0].content,\n  c else { return nil }"),
    (1, "guard case .scripts(let base, 0, _) = node.content else { return nil }"),
    (2, "if case .row = a.content, case .scripts(_, let primes, _) = b.content, primes > 0 { 1 }"),
    (1, "while case .row = node.content { a() }"),
    (1, "for case .letter(let letter) in nodes.map(\\.content) { a(letter) }"),
    (1, "if case .row? = first?.content { a() }"),
    (1, "let a = if case .row = content { 1 } else { 2 }"),
    # Every case is listed.
    (0, "switch content {\ncase .row, .number: 1\ncase .letter, .scripts, .space: 2\n}"),
    # Another type: with cases of its own, or called otherwise.
    (0, "switch content {\ncase .row: 1\ncase .product: 1\ndefault: 2\n}"),
    (0, "switch formula {\ncase .row: 1\ndefault: 2\n}"),
    (0, "switch token.kind {\ncase .number: 1\ndefault: 2\n}"),
    (0, "if case .number(let digits) = tokens[index].kind { 1 }"),
    (0, "if case .hidden = content { 1 }"),
    (0, "extension Formula {\n  var a: Int {\n    switch self {\n    case .row: 1\n    default: 2\n    }\n  }\n}"),
    (0, "switch (a, b.content) {\ncase (.row, .x): 1\ndefault: 2\n}"),
    # A default that belongs to a switch inside.
    (0, "switch content {\ncase .row:\n  switch c {\n  case .x: 1\n  default: 2\n  }\ncase .number, .letter, .scripts, .space: 2\n}"),
    # Comments and texts.
    (0, "// if case .row = content { }\nlet a = \"if case .row = content { }\""),
    (0, "let a = \"\"\"\n  switch content {\n  case .row: 1\n  default: 2\n  }\n  \"\"\""),
    (0, "let a = \"\\(b(\"x\")) if case .row = content { }\""),
)


def self_test() -> int:
    cases = enum_cases(EXAMPLE, "Tree.Content")
    failures = []
    at_home = Rule("Other.Content", cases, (r"(.*\.)?content",), is_at_home=True)
    if forbidden("if case .row = content { }", [Rule("Tree.Content", cases, (r"content",)), at_home]):
        failures.append("found something in a file of the enum's own")
    if cases != {"row", "number", "letter", "scripts", "space"}:
        failures.append(f"the cases of the example are read as {sorted(cases)}")
    rules = [Rule("Tree.Content", cases, (r"(.*\.)?content",))]
    for count, snippet in SNIPPETS:
        places = forbidden(snippet, rules)
        if len(places) != count:
            failures.append(f"found {len(places)} instead of {count} in\n{snippet}\n{places}")
    for failure in failures:
        print(failure, file=sys.stderr)
    print(f"no_default: {len(SNIPPETS)} snippets, {len(failures)} failures")
    return 1 if failures else 0


def main() -> int:
    count = 0
    cases = {one.name: enum_cases((ROOT / one.declared_in).read_text(), one.name)
             for one in WATCHED}
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        relative = path.relative_to(ROOT)
        rules = [Rule(one.name, cases[one.name], one.subjects, relative.match(one.own_files))
                 for one in WATCHED]
        for place in forbidden(path.read_text(), rules):
            print(f"{relative}:{place.line}: {place.enum}: {place.what}")
            count += 1
    print(f"no_default: {count} places in Sources"
          + (": list every case, or ask by a property in the enum's own file" if count else ""))
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(self_test() if sys.argv[1:] == ["--self-test"] else main())
