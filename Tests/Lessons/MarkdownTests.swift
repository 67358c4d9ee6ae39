import Lessons
import Questions
import SourceText
import TestSupport
import Testing

private func lesson(_ text: String) -> Lesson {
  LessonReader(.none).checkedLesson(SourceFile(path: "lesson.md", text: text))
}

private func blocks(_ text: String) -> [Block] {
  lesson(text).steps.flatMap(\.parts).compactMap { part in
    if case .prose(let block) = part { block } else { nil }
  }
}

/// Every text of some blocks, a line for each paragraph, item, cell or code.
private func read(_ blocks: [Block]) -> [String] {
  blocks.flatMap { block -> [String] in
    switch block {
    case .heading(_, let inlines), .paragraph(let inlines): return [inlines.plainText]
    case .code(let text): return [text]
    case .live, .check: return ["(a stop)"]
    case .rule: return ["(a rule)"]
    case .list(let items, _, _, _): return items.flatMap { read($0) }
    case .quote(let blocks): return read(blocks).map { "> " + $0 }
    case .table(let header, let rows, _):
      return ([header] + rows).map { $0.map(\.plainText).joined(separator: " | ") }
    }
  }
}

private func findings(_ text: String) -> [String] {
  lesson(text).findings.filter { $0.kind != .undiagnosable }.map { finding in
    let place = finding.location.position
    return "\(place.line):\(place.column) \(finding.severity) \(finding.kind.rawValue)"
  }
}

struct `Formulas in prose` {
  @Test(arguments: [
    ("Run:\n\n    echo $x$ and $y$\n", ["Run:", "echo $x$ and $y$\n"]),
    ("1. a\n\n       $x$ code\n", ["a", "$x$ code\n"]),
    ("`` `$x$` ``, `\\$x$`", ["`$x$`, \\$x$"]),
    ("$a$$b$ and $$a$$$b$", ["ab and ab"]),
    ("<p title=\"$x$\">$y$</p>", ["$y$"]),
    ("a <b class='$x$'>$y$</b>", ["a y"]),
    ("<https://a.b/$x$>", ["https://a.b/$x$"]),
    ("```$x$ $y$\ncode\n```\n$z$", ["code\n", "z"]),
    ("**Loss:**$L$ and a *$x$* b", ["Loss:L and a x b"]),
    // A fence that ends with its item does not hide what comes after.
    ("- a\n  ```\n  $x$\n\nafter $y$", ["a", "$x$\n\n", "after y"]),
    ("> ```\n> $x$\nafter $y$", ["> $x$\n", "after y"]),
    ("    ```\n\nafter $y$", ["```\n", "after y"]),
    // A heading and a row end before the formula does.
    ("text\n\n## A $x\ny$ b", ["text", "y$ b"]),
    ("| a |\n|---|\n| $P(A \\| B)$ `c \\| d` |", ["a", "P(A‖B) c | d"]),
    ("Use `<!--` and $x$", ["Use <!-- and x"]),
    ("A <!-- remark $x$ --> and $y$", ["A  and y"]),
    ("[^1] and [^2]\n\n[^1]: word\n\n[^2]: $x$", ["[^1] and [^2]", "[^1]: word", "[^2]: x"]),
    ("\u{E000}0$ $x$ \u{E003}0\u{E003}", ["\u{FFFD}0$ x \u{FFFD}0\u{FFFD}"]),
  ])
  func `are read, and elsewhere what is written comes back`(text: String, wanted: [String]) {
    #expect(read(blocks(text)) == wanted)
  }

  @Test func `are read over the lines of a quotation and of an item`() {
    for text in ["> $$\n> a = b\n> + c\n> $$ rest", "- $$\n  a = b\n  + c\n  $$ rest"] {
      #expect(read(blocks(text)).map { $0.trimmingPrefix("> ") } == ["a = b + c rest"], "\(text)")
    }
  }

  @Test func `stand in addresses and titles as they are written`() {
    guard
      case .paragraph(let inlines)? =
        blocks(
          "[this](http://a.b/$x$/c \"with $t$\") ![p](q$x$.png \"$t$\") [r][s$x$]\n\n"
            + "[s$x$]: /u$y$"
        ).first,
      case .link(_, let destination, let title) = inlines[0],
      case .image(_, let source, let caption) = inlines[2]
    else { return #expect(Bool(false)) }
    #expect([destination, title] == ["http://a.b/$x$/c", "with $t$"])
    #expect([source, caption] == ["q$x$.png", "$t$"])
  }
}

struct `HTML in a lesson` {
  @Test(arguments: [
    ("One<br>two<br/>three", ["One two three"]),
    ("H<sub>2</sub>O, 10<sup>-3</sup>", ["H₂O, 10⁻³"]),
    ("<kbd>q</kbd> <b>x</b> <span>y</span> &nbsp;&lt;", ["q x y \u{A0}<"]),
    (
      "<details>\n<summary>More <b>of</b> it</summary>\n\nHidden *text*.\n\n</details>",
      ["More of it", "Hidden text."]
    ),
    ("<div>\n  one &amp; two &eacute;\n</div>", ["one & two é"]),
    ("<ol start=3><li>a</li>\n<li>b</li></ol>", ["3. a 4. b"]),
    (
      "<table><tr><th>a</th><td>b</td></tr>\n<tr><td>c</td></tr></table>",
      ["a | b c"]
    ),
    ("<pre>\na   b\n  &lt;c>\n</pre>\nafter", ["a   b\n  <c>\n", "after"]),
    ("<img src='a.png' alt='A &amp; B'>", ["A & B"]),
    ("<p>a</p><hr><p>b <!-- c -->", ["a", "(a rule)", "b"]),
    ("<?php x ?>", ["<?php x ?>"]),
  ])
  func `is shown as what it says`(text: String, wanted: [String]) {
    #expect(
      read(blocks(text)).map { $0.hasPrefix("a   b") ? $0 : $0.trimmed } == wanted, "\(text)")
  }

  @Test func `does not run away with depth`() {
    let lesson = lesson(String(repeating: "<b>", count: 20_000) + "x")
    #expect(read(blocks("<b><i>" + String(repeating: "<b>", count: 99) + "x")) == ["x"])
    #expect(lesson.steps.count == 1)
  }
}

extension String {
  /// Without the blanks that tags leave at both ends.
  fileprivate var trimmed: String {
    split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ")
  }
}

struct `What GitHub adds to Markdown` {
  @Test func `alerts`() {
    #expect(read(blocks("> [!NOTE]\n> Mind $x$.")) == ["> Note Mind x."])
    #expect(read(blocks("> [!warning]\n>\n> Mind.")) == ["> Warning", "> Mind."])
    #expect(read(blocks("> [!NOTE] no")) == ["> [!NOTE] no"])
  }

  /// As GitHub's renderer splits rows: at every bar but an escaped one, formulas or not.
  @Test(arguments: [
    ("$\\|x\\|$", ["8-10"]), ("$|x|$", ["8-9"]), ("$P(y | x)$ | $a \\| b$", ["12-13", "23-25"]),
    ("$P(y \\mid x)$", []), ("$\\lVert x \\rVert$ \\| b", []), ("`|x|`", []),
  ])
  func `a bar in a formula of a table is a hint`(cell: String, columns: [String]) {
    let text = "# M\n\n| a | b | c |\n|---|---|---|\n| 1 | \(cell) | 3 |\n\nAnd $|x|$.\n"
    let lesson = LessonReader(.none).lesson(SourceFile(path: "t.md", text: text))
    let found = lesson.findings.filter { $0.kind == .barInTable }
    #expect(
      found.map { "\($0.location.position.column)-\($0.location.endPosition.column)" } == columns)
    #expect(found.allSatisfy { $0.location.position.line == 5 && $0.severity == .hint })
  }

  @Test func `a table begins behind the lines of a paragraph`() {
    #expect(read(blocks("Text\n| a | b |\n|---|---|\t\n| 1 | 2 |")) == ["Text", "a | b", "1 | 2"])
  }
}

struct `Self-checks wherever they stand` {
  @Test(arguments: [
    "Q?\n\n<!--check\n= x\n-->", "Q?\n\n<!-- Check\n= x\n-->", "Q?\n\n<!-- CHECK:\n= x\n-->",
    "Q?\n\n<!---- check = x -->", "Q?\n\n<!--\ncheck\n= x\n-->",
    "1. Q?\n\n   <!-- check\n   = x\n   -->", "- a\n  - Q?\n    <!-- check\n    = x\n    -->\n- b",
    "> Q?\n>\n> <!-- check\n> = x\n> ? why\n> -->",
    "> 1. Q?\n>\n>    <!-- check\n>    = x\n>    -->",
    "Q? <!-- check = x -->", "Q?\n<!-- check\n= x\n-->", "Q? *<!-- check = x -->* more",
    "<details>\n<summary>Q?</summary>\n<!-- check\n= x\n-->\n</details>",
    "### Q? <!-- check = x -->", "| Q |\n|---|\n| a <!-- check = x --> |",
    "Q?\r\n\r\n<!-- check\r\n= x\r\n-->\r\n",
  ])
  func `are self-checks`(text: String) {
    let lesson = lesson("```math\nx = 2.5\n```\n\n" + text)
    #expect(lesson.steps.flatMap(\.checks).map(\.key) == ["x"], "\(text)")
    #expect(lesson.findings.filter { $0.severity > .hint }.map(\.summary) == [])
    #expect(!read(blocks(text)).joined().contains("= x"))
  }

  @Test func `ask for the choices of a list that they stand in`() {
    let lesson = lesson("- [ ] a\n- [ ] b\n  <!-- check\n  = 2\n  -->\n- c\n")
    #expect(lesson.steps.flatMap(\.checks).map(\.kindName) == ["choice"])
  }

  @Test(arguments: [
    // Not indented as far as the item: Markdown ends the comment.
    ("1. Q?\n\n   <!-- check\n= x\n-->", "7:4 error check"),
    ("Q? <!-- check\n= x\n? a -- b\n--> c", "5:4 error check"),
    ("<!-- chekc\n= x\n-->", "6:1 warning check"),
    ("<!-- self-check = x -->", "5:17 warning check"),
    ("<!-- Check this again -->", "5:12 error check"), ("<!-- check -->", "5:1 error check"),
    ("a\n\n<!-- check\n= x\n", "7:1 error not-read"),
  ])
  func `are a finding where they are none`(text: String, finding: String) {
    #expect(findings("```math\nx = 2.5\n```\n\n" + text) == [finding])
  }

  @Test(arguments: [
    "<!-- a remark\n====\n-->", "<!-- checked by A -->", "`<!-- check`", "```\n<!-- check\n```",
    "    <!-- check\n", "<!-- TODO: x = 2 -->",
  ])
  func `are no other comments, and none in code`(text: String) {
    #expect(findings("text\n\n" + text) == [])
  }
}

struct `What would not be seen` {
  @Test(arguments: [
    ("a <!-- b", []), ("a\n\n<!-- b\n\nc", ["3:1 error not-read"]),
    ("```math x = 2\ny = 3\n```", ["1:9 error not-read"]),
    ("```Math\ny = 3\n```", ["1:4 warning not-read"]),
    ("```{math}\ny = 3\n```", ["1:4 warning not-read"]), ("```mathematica\ny\n```", []),
    ("<div>\n```math\ny = 3\n```\n</div>", ["2:1 error not-read"]),
    ("text\n<!--\n```math\ny = 3\n```\n-->", []),
    ("| a |\n|---|\n| b | c |", ["3:1 error not-read"]),
    ("text\n\n[Note]: important", ["3:1 hint not-read"]),
    ("[a] and [b][c]\n\n[a]: /x\n[c]:\n  <y> 'z'\n", []),
    ("text\n\n[//]: # (a comment)\n[comment]: <> (another)", []),
    ("a vector<T> of\n<Foo>", ["1:9 warning not-read", "2:1 warning not-read"]),
    ("<iframe src='x'></iframe>", ["1:1 warning not-read"]),
  ])
  func `is a finding`(text: String, wanted: [String]) {
    #expect(findings(text).filter { !$0.contains("empty") } == wanted, "\(text)")
  }

  @Test func `a first heading beside the title of front matter`() {
    let text = "---\ntitle: A\n---\n# B\n"
    #expect(read(blocks(text + "c")) == ["B", "c"])
    #expect(read(blocks("---\ntitle: B\n---\n# B\nc")) == ["c"])
  }

  @Test func `a fence begins where its tabs end`() {
    for text in ["-\t```math\n\tx = z\n\t```", "> ```math\n>\tx = z\n> ```"] {
      #expect(findings(text).count == 1 && findings(text)[0].hasPrefix("2:"), "\(findings(text))")
    }
  }

  @Test func `lines that only Markdown ends stay lines of the file`() {
    #expect(
      findings("a\rb\n\n```math\nx = z\n```") == [
        "1:2 warning hidden-characters", "4:5 error undefined-name",
      ])
  }
}
