import Kernels
import Lessons
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// Macros of a lesson: in its front matter, in its fences and in its prose. Values are worked out
/// by hand.
struct `Macros of a lesson` {
  private static func lesson(_ text: String) -> Lesson {
    LessonReader(.none).lesson(SourceFile(path: "macros.md", text: text))
  }

  private static func value(_ name: String, _ lesson: Lesson) -> [Double]? {
    lesson.workspace.values[Name(name)]?.elements
  }

  private static let matter = #"""
    ---
    title: Macros
    macros: |
      \newcommand{\vect}[1]{\mathbf{#1}}
      \newcommand{\norm}[1]{\lVert #1 \rVert}
    ---
    # Macros

    A text with $\norm{\vect{x}}$ in it.

    ```math
    \vect{x} = (3, 4)
    n = \norm{\vect x}
    ```
    """#

  @Test func `those of the front matter hold in fences and in prose`() {
    let lesson = Self.lesson(Self.matter)
    #expect(lesson.findings.filter { $0.severity > .hint }.map(\.summary) == [])
    #expect(Self.value("n", lesson) == [5])
    let shown = lesson.steps.flatMap(\.parts).compactMap { part -> String? in
      guard case .prose(.paragraph(let inlines)) = part else { return nil }
      return inlines.compactMap { inline in
        if case .math(let tree, _) = inline { tree.latex } else { nil }
      }.first
    }
    #expect(shown == [#"\left\lVert\mathbf{x}\right\rVert"#])
  }

  @Test func `those of a fence hold from there on`() {
    let lesson = Self.lesson(
      "# M\n\n```math\ny = \\half\n```\n\n```math\n\\def\\half{\\frac{1}{2}}\nz = \\half\n```\n\n"
        + "Then $\\half$.\n\n```math\nw = 6 \\cdot \\half\n```\n")
    #expect(Self.value("z", lesson) == [0.5])
    #expect(Self.value("w", lesson) == [3])
    let errors = lesson.findings.filter { $0.severity == .error }
    #expect(errors.map(\.kind) == [.unknownCommand])
    #expect(errors.map(\.location.position.line) == [4])
  }

  @Test func `a fence of macros alone is no empty one`() {
    let lesson = Self.lesson(
      "# M\n\n```math\n\\newcommand{\\R}{\\mathbb{R}}\n```\n\n```math\nx \\in \\R^2\nx = (1, 2)\n```\n"
    )
    #expect(lesson.findings.filter { $0.severity > .hint }.map(\.summary) == [])
    #expect(Self.value("x", lesson) == [1, 2])
  }

  /// A formula behind two definitions, and the column and length at which its finding stands.
  struct Place: Sendable {
    var formula: String
    var column: Int
    var end: Int
  }

  static let places = [
    // What was put in stands where the macro is used; an argument stands where it is written.
    Place(formula: #"y = 1 + \two + 3"#, column: 9, end: 13),
    Place(formula: #"y = \par{1 + q}"#, column: 14, end: 15),
    Place(formula: #"y = \par{\two}"#, column: 10, end: 14),
    Place(formula: #"y = \par q + 1"#, column: 10, end: 11),
  ]

  @Test(arguments: places) func `findings stand where a macro is used`(place: Place) throws {
    let lesson = Self.lesson(
      "# M\n\n```math\n\\newcommand{\\two}{2 q}\n\\newcommand{\\par}[1]{( #1 )}\n\(place.formula)\n```\n"
    )
    let error = try #require(lesson.findings.first { $0.severity == .error })
    #expect(error.kind == .undefinedName)
    #expect(error.location.position == (6, place.column))
    #expect(error.location.endPosition == (6, place.end))
    #expect(error.location.file.bytes.count > 60)
  }

  @Test func `those of a lesson hold in what continues it, unless it defines them anew`() {
    let files = Files.texts([
      "c/01-first.md": "---\nmacros: |\n  \\newcommand{\\vect}[1]{\\mathbf{#1}}\n---\n# First\n\n"
        + "```math\n\\newcommand{\\twice}[1]{2 #1}\n\\vect{x} = (3, 4)\n```\n",
      "c/02-second.md": "---\ncontinues: first\n---\n# Second\n\n"
        + "What is twice the first?\n\n<!-- check\n= \\twice{x_1}\n-->\n\n"
        + "```math\ny = \\twice{\\vect{x}}\n```\n",
      "c/03-third.md": "---\ncontinues: second\nmacros: |\n  \\newcommand{\\twice}[1]{20 #1}\n---\n"
        + "# Third\n\n```math\nz = \\twice{\\vect{x}}\n```\n",
    ])
    let reader = LessonReader(files)
    for (path, name, value) in [
      ("c/02-second.md", "y", [6.0, 8]), ("c/03-third.md", "z", [60, 80]),
    ] {
      let lesson = reader.checkedLesson(at: path)
      #expect(lesson.findings.filter { $0.severity > .hint }.map(\.summary) == [])
      #expect(Self.value(name, lesson) == value)
    }
    #expect(reader.outline(at: "c/03-third.md") != nil)
  }

  @Test func `lessons that continue each other in a circle have macros all the same`() {
    let files = Files.texts([
      "c/01-a.md": "---\ncontinues: b\n---\n# A\n\n```math\n\\newcommand{\\a}{1} x = \\a\n```\n",
      "c/02-b.md": "---\ncontinues: a\n---\n# B\n\n```math\ny = \\a\n```\n",
    ])
    let lesson = LessonReader(files).lesson(at: "c/02-b.md")
    #expect(lesson.findings.contains { $0.kind == .continues })
    #expect(Self.value("y", lesson) == [1])
  }

  /// Indices in macros, each with the number that it stands for.
  @Test func `an index may stand in a macro, moved or not`() {
    let lesson = Self.lesson(
      "# M\n\n```math\n\\newcommand{\\now}{x_i}\n\\newcommand{\\next}{x_{i+1}}\nx = (1, 2, 4)\n"
        + "s = \\sum_{i=1}^2 \\now \\next\nd_i = \\next - \\now\n```\n")
    #expect(Self.value("s", lesson) == [10])
    #expect(Self.value("d", lesson) == [1, 2])
  }

  /// A fix is offered only where the text can be changed so.
  @Test func `a fix stands only where a text is written`() {
    let givens = "A = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\\\ 5 & 6 \\end{bmatrix}\nx = (1, 2, 3)\n"
    let plain = Self.lesson("# M\n\n```math\n\(givens)y = A x\n```\n")
    let put = Self.lesson("# M\n\n```math\n\(givens)\\newcommand{\\p}{A x} y = \\p\n```\n")
    #expect(plain.findings.contains { !$0.fixes.isEmpty })
    #expect(put.findings.contains { $0.kind == .shapeMismatch && $0.fixes.isEmpty })
  }

  static let endless = [
    #"\newcommand{\a}{\b}\newcommand{\b}{\a} y = \a"#,
    #"\newcommand{\a}{\b\b}\newcommand{\b}{\c\c}\newcommand{\c}{\d\d}\newcommand{\d}{\e\e}"#
      + #"\newcommand{\e}{\f\f}\newcommand{\f}{\g\g}\newcommand{\g}{\h\h}\newcommand{\h}{\i\i}"#
      + #"\newcommand{\i}{\j\j}\newcommand{\j}{\k\k}\newcommand{\k}{\l\l}\newcommand{\l}{\m\m}"#
      + #"\newcommand{\m}{\n\n}\newcommand{\n}{\o\o}\newcommand{\o}{\p\p}\newcommand{\p}{} y = \a"#,
    #"\newcommand{\a}[1]{#1#1#1#1#1#1#1#1} y = \a{\a{\a{\a{\a{\a{\a{1 +}}}}}}}"#,
    #"\newcommand{\a}[1]{\a{#1 1}} y = \a{1}"#,
  ]

  @Test(arguments: endless) func `what has no end is a finding`(formula: String) {
    let lesson = Self.lesson("# M\n\n```math\n\(formula)\n```\n")
    #expect(
      lesson.findings.contains {
        [.macro, .formulaTooLong].contains($0.kind) && $0.severity == .error
      })
  }

  static let matters = [
    ("macros: [a, b]", FindingKind.frontMatter), ("macros: |\n  x = 3", .macro),
    ("macros: |\n  \\newcommand{\\a}[2]{#3}", .macro),
    ("macros: '\\newcommand{\\a}{1}'", .macro), ("macros: \\newcommand{\\a}{1}", .macro),
  ]

  @Test(arguments: matters) func `front matter holds definitions and nothing else`(
    matter: String, kind: FindingKind
  ) {
    let lesson = Self.lesson("---\ntitle: M\n\(matter)\n---\n# M\n\n```math\ny = 2\n```\n")
    #expect(lesson.findings.contains { $0.kind == kind })
  }
}
