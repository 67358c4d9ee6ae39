import Kernels
import Lessons
import Matrices
import SourceText
import TestSupport
import Testing

private func lesson(_ text: String, path: String = "lesson.md") -> Lesson {
  LessonReader(.texts([:])).lesson(SourceFile(path: path, text: text))
}

private func findings(_ text: String) -> [String] { describe(lesson(text).findings) }

private func describe(_ findings: [Finding]) -> [String] {
  findings.map { finding in
    let place = finding.location.position
    return "\(place.line):\(place.column) \(finding.kind.rawValue): \(finding.summary)"
  }
}

struct `Reading lessons` {
  @Test func `headings of the second level are steps, by GitHub's anchors`() {
    let read = lesson(
      """
      # The title
      Before any step.
      ## What's δ, really? *Yes*
      ## Twice
      ### Below
      ## Twice
      """)
    #expect(read.title == "The title")
    #expect(read.steps.map(\.id) == ["", "whats-δ-really-yes", "twice", "twice-1"])
    #expect(read.steps[1].title == "What's δ, really? Yes")
  }

  @Test func `mathematics in prose is kept from Markdown`() throws {
    let read = lesson(
      #"""
      The weight $W_{ij}^{(1)} * b_i^{(1)}$ and $`a_i * b_i`$ cost \$5, or $5 and $6, or `$x$`.

      $$ \frac{1}{2}
      \|x\|^2 $$

      After.
      """#)
    let parts = read.steps[0].parts
    guard case .prose(.paragraph(let first)) = parts[0],
      case .prose(.paragraph(let second)) = parts[1]
    else { return #expect(Bool(false), "\(parts)") }
    #expect(
      first.plainText == "The weight W⁽¹⁾ᵢⱼ * b⁽¹⁾ᵢ and aᵢ * bᵢ cost $5, or $5 and $6, or $x$.")
    #expect(second.plainText == "½ ‖x‖²")
    #expect(parts.count == 3)
    #expect(read.findings.map(\.summary) == [])
  }

  @Test func `unknown commands in prose are found at their place`() {
    #expect(
      findings("text\n\nand $a \\foo b$") == [
        #"3:8 unknown-command: The command \foo is not known"#
      ])
  }

  @Test func `live fences run wherever they stand, with the places of the file`() {
    let read = lesson(
      """
      - An item

        ```math
        x = 2
        y = x + z
        ```
      > ```math
      > w = q
      > ```
      """)
    #expect(read.steps.flatMap(\.equations).count == 3)
    #expect(
      describe(read.findings) == [
        "5:11 undefined-name: The name z is not defined",
        "8:7 undefined-name: The name q is not defined",
      ])
  }

  @Test func `statements: lines, aligned, quads, remarks, and relations that go on`() {
    let read = lesson(
      #"""
      ```math
      x = 2, \quad y = 3.
      \begin{aligned}
      z &= x + y \\
        &= 5
      \end{aligned}
      w = x
        + y
      u = x y \quad \text{their product}
      ```
      """#)
    let equations = read.steps.flatMap(\.equations)
    #expect(equations.flatMap(\.names).map(\.latex) == ["x", "y", "z", "w", "u"])
    #expect(equations.map { $0.value?.elements } == [[2], [3], [5], [5], [6]])
    #expect(read.findings.map(\.summary) == [])
  }

  @Test func `tables, task lists and strikethrough`() {
    let read = lesson(
      """
      | a | b \\| c |
      |---|:-:|
      | 1 | $x | y$ |

      - [ ] open
      - [x] done

      ~~gone~~
      """)
    let blocks = read.steps[0].parts
    guard case .prose(.table(let header, let rows, let alignments)) = blocks[0] else {
      return #expect(Bool(false), "\(blocks)")
    }
    #expect(header.map(\.plainText) == ["a", "b | c"])
    #expect(rows.map { $0.map(\.plainText) } == [["1", "x|y"]])
    #expect(alignments == [.left, .centre])
    guard case .prose(.list(let items, nil, true, false)) = blocks[1] else {
      return #expect(Bool(false), "\(blocks)")
    }
    #expect(items.compactMap { GitHubMarkdown.task($0)?.isDone } == [false, true])
    guard case .prose(.paragraph(let inlines)) = blocks[2], case .strikethrough = inlines.first
    else {
      return #expect(Bool(false), "\(blocks)")
    }
  }
}

struct `Front matter` {
  @Test func `is read, and begins the lines of the file`() {
    let read = lesson("---\ntitle: A title\ndecimals: 2\n---\n\n```math\ny = z\n```\n")
    #expect(read.title == "A title")
    #expect(read.style.decimals == 2)
    #expect(describe(read.findings) == ["7:5 undefined-name: The name z is not defined"])
  }

  @Test(arguments: [
    ("---\ntitel: x\n---\ntext", "2:1 unknown-key: The key titel is not known"),
    (
      "---\ndecimals: many\n---\ntext",
      "2:11 front-matter: decimals is a whole number from 0 to 12, and not many"
    ),
    ("---\ntitle: x\ntext", "1:1 front-matter: The front matter that begins here is never ended"),
    ("---\n- a\n---\ntext", "2:1 front-matter: Front matter is a list of keys with values"),
    ("---\ntitle: [x\n---\ntext", "3:1 front-matter: This front matter cannot be read"),
    ("---\ntitle: x\ntitle: y\n---\ntext", "2:1 front-matter: A key stands here twice: title"),
    (
      "---\ncontinues: other\n---\ntext",
      "2:12 continues: There is no lesson other beside this one to continue"
    ),
  ])
  func `what is wrong is said at its place`(text: String, finding: String) {
    let found = findings(text)
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix(finding) == true, "\(found)")
  }
}

struct `Lessons that continue others` {
  private static let files = Files.texts([
    "c/01-one.md": "## S\n```math\nx = 2\n```",
    "c/02-two.md": "---\ncontinues: one\n---\n```math\ny = x + 1\n```",
    "c/03-round.md": "---\ncontinues: about\n---\ntext",
    "c/04-about.md": "---\ncontinues: round\n---\ntext",
    "c/05-self.md": "---\ncontinues: self\n---\ntext",
    "c/06-broken.md": "```math\nx = q\n```",
    "c/07-on-broken.md": "---\ncontinues: broken\n---\n```math\ny = x\n```",
  ])

  @Test func `start with its names and values`() {
    let lesson = LessonReader(Self.files).lesson(at: "c/02-two.md")
    #expect(lesson.steps.flatMap(\.equations).last?.value?.elements == [3])
    #expect(lesson.findings.map(\.summary) == [])
  }

  @Test(arguments: [
    ("c/03-round.md", "circle"), ("c/05-self.md", "circle: self → self"),
    ("c/07-on-broken.md", "The lesson broken has errors of its own"),
  ])
  func `and say so when that cannot be`(path: String, part: String) {
    let findings = LessonReader(Self.files).lesson(at: path).findings
    #expect(findings.map(\.kind) == [.continues])
    let all = findings.flatMap { [$0.summary] + $0.notes.map(\.text) }.joined(separator: "; ")
    #expect(all.contains(part), "\(all)")
  }
}

struct `Files that are no lessons` {
  @Test func `missing, empty, binary, not UTF-8`() {
    let reader = LessonReader(.texts([:]))
    #expect(reader.lesson(at: "no.md").findings.map(\.kind) == [.unreadableFile])
    for nothing in [
      "", " \n\t\n", "---\ntitle: T\n---\n", "# Only a title\n", "```math\n```\n",
      "<!-- a note -->\n",
      "[a]: http://b\n", "&nbsp;\n",
    ] {
      #expect(
        findings(nothing).contains("1:1 empty-lesson: There is nothing in this lesson"),
        "\(nothing)")
    }
    for something in [
      "Prose.\n", "## A heading\n", "$$\nx = 2\n$$\n", "<!-- check\n= 2\n-->\n",
      "```math\nx = 2\n```\n",
    ] {
      #expect(!findings(something).contains { $0.contains("empty-lesson") }, "\(something)")
    }
    #expect(lesson("a\0b").findings.map(\.kind) == [.notText])
    let latin = reader.lesson(SourceFile(path: "a", bytes: [0x61, 0x0A, 0xE9, 0x20]))
    #expect(
      latin.findings.map(\.summary) == [
        "This is no text in UTF-8: byte 3, in line 2, cannot be read"
      ])
  }

  @Test func `Markdown nested 10,000 deep is read and let go again`() {
    for opening in ["> ", "- ", "[", "*a "] {
      let text = String(repeating: opening, count: 10_000) + "x"
      #expect(lesson(text).steps.count == 1)
    }
  }

  @Test func `private characters of a lesson are not taken for formulas`() {
    let read = lesson("`\u{E000}0` and $x$")
    guard case .prose(.paragraph(let inlines)) = read.steps[0].parts[0] else { return }
    #expect(inlines.plainText == "\u{FFFD}0 and x")
  }

  @Test(arguments: 0..<150)
  func `a random edit of a lesson never traps, and findings stay inside`(seed: Int) throws {
    var numbers = SeededNumbers(seed: seed)
    let paths = Repository.files(in: "lessons", ending: ".md")
    var bytes = Array(try Repository.text(paths[seed % paths.count]).utf8)
    let pieces = [
      "{", "}", "\\", "$", "`", "```", "\n", "_", "^", "(", "&", "#", "---\n", "|", "ρ",
    ]
    for _ in 0..<Int.random(in: 1...6, using: &numbers) {
      let start = Int.random(in: 0..<bytes.count, using: &numbers)
      let end = min(bytes.count, start + Int.random(in: 0...12, using: &numbers))
      bytes.replaceSubrange(
        start..<end, with: Array((pieces.randomElement(using: &numbers) ?? "").utf8))
    }
    let text = String(decoding: bytes, as: UTF8.self)
    let read = lesson(text)
    for finding in read.findings {
      let file = finding.location.file
      #expect(finding.location.bytes.upperBound <= file.bytes.count)
      #expect(!FindingPrinter().lines(finding).isEmpty)
    }
  }
}

/// Claims away from the lesson's own numbers.
struct `Claims in general` {
  private func findings(_ math: String) -> [Finding] {
    LessonReader(.texts([:])).checkedLesson(
      SourceFile(path: "a.md", text: "## A\n\n```math\n\(math)\n```\n")
    ).findings
  }

  @Test func `a coincidence of the numbers is found, what holds of any numbers is not`() {
    #expect(findings("a = 3\nb = 1.5\na + b = a b").map(\.kind) == [.claimNotGeneral])
    #expect(findings("a = 2\nb = 3\n(a + b)^2 = a^2 + 2 a b + b^2").isEmpty)
    // Claims about these numbers are left alone.
    #expect(findings("a = 3\nb = 1.5\na + b = 4.5\nb \\le a").isEmpty)
  }

  @Test func `a size written as a number is found at other sizes`() {
    let sized = #"""
      n = 2
      m = 4
      X \in \mathbb{R}^{n \times m}
      X = \begin{bmatrix} 1 & 2 & 3 & 5 \\ 6 & 7 & 8 & 9 \end{bmatrix}
      c_i = \frac{1}{SIZE} \sum_{j=1}^{m} X_{ij}
      c_i = \frac{1}{m} \sum_j X_{ij}
      """#
    #expect(findings(sized.replacing("SIZE", with: "m")).isEmpty)
    #expect(findings(sized.replacing("SIZE", with: "4")).map(\.kind) == [.claimNotGeneral])
  }

  @Test(arguments: [
    ("a = 3\nm = 4\nb = 5\nc = \\frac{a b}{m}\nc = a b", "1/m missing on the right"),
    ("a = 3\nb = 5\nc = a b\nc = -a b", "sign only"),
    ("a = 3\nb = 5\nc = a b\nc = 2 a b", "2 times the left"),
    ("a = 3\n\\lambda = 0.5\nw = (1, 2, -1)\nc = a w + \\lambda w\nc = a w", "exactly λ w"),
    ("A = \\begin{bmatrix} 1 & 2 \\\\ 3 & 5 \\end{bmatrix}\nB = A^T\nB = A", "transposed"),
  ])
  func `a failed claim is read`(math: String, reading: String) throws {
    let failed = try #require(findings(math).first { $0.kind == .claimFails })
    let help = failed.help ?? ""
    #expect(help.firstRange(of: reading) != nil, "\(help)")
  }

  @Test(arguments: [
    ("m = 1\nx = (2, 3)\ny = \\frac{1}{m} x", "m is 1"),
    (
      "\\rho = 0.2\n\\lambda = 0.2\nx = (2, 3)\ny = \\rho x + \\lambda",
      "λ and ρ have the same value"
    ),
    ("\\lambda = 0\nx = (2, 3)\ny = x + \\lambda x", "λ is 0"),
    (
      "A = \\begin{bmatrix} 1 & 2 \\\\ 2 & 3 \\end{bmatrix}\nx = (2, 3)\ny = A^T x",
      "equals its transpose"
    ),
  ])
  func `numbers that hide a slip are found`(math: String, reason: String) throws {
    let found = try #require(findings(math).first { $0.kind == .undiagnosable })
    #expect(found.summary.firstRange(of: reason) != nil, "\(found.summary)")
  }
}
