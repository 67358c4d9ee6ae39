import Kernels
import Lessons
import Matrices
import Questions
import SourceText
import TestSupport
import Testing

/// A lesson of one fence that was written for some version.
private func lesson(_ version: String, _ formulas: String) -> Lesson {
  LessonReader(.texts([:])).checkedLesson(
    SourceFile(
      path: "lesson.md",
      text: "---\nnotation: \(version)\n---\nText.\n\n```math\n\(formulas)\n```\n"))
}

private func changes(_ lesson: Lesson) -> [Finding] {
  lesson.findings.filter { $0.kind == .notationChanged }
}

/// A formula that is read otherwise now; what its last line is in every version, by hand.
struct ChangedFormula: CustomTestStringConvertible, Sendable {
  var formulas: String
  /// Where the last formula is found to have changed, its first and last column.
  var columns: (Int, Int)
  var says: String
  /// What y was in 0.1, and is in 0.2.
  var was: [Double]
  var now: [Double]

  var testDescription: String { formulas }
}

private let square = "A = \\begin{bmatrix} 1 & -2 \\\\ 3 & -4 \\end{bmatrix}\n"

struct `The version of the notation` {
  @Test(arguments: [
    // ln 8 = 2.0794415, log2 8 = 3.
    ChangedFormula(
      formulas: "y = \\log_2 8", columns: (5, 11), says: "\\log_2 is the logarithm to the base",
      was: [2.0794415416798357], now: [3]),
    // 1/sin 1 = 1.1883951, arcsin 1 = π/2.
    ChangedFormula(
      formulas: "x = 1\ny = \\sin^{-1} x + 1", columns: (5, 14), says: "is the inverse function",
      was: [2.1883951057781212], now: [2.5707963267948966]),
    // 1/tanh 0.5 = 2.1639534, artanh 0.5 = 0.5493061.
    ChangedFormula(
      formulas: "y = \\tanh^{-1}(0.5)", columns: (5, 15), says: "was one over the function",
      was: [2.163953413738653], now: [0.5493061443340549]),
    ChangedFormula(
      formulas: "y = \\begin{vmatrix} 1 & 2 \\\\ 3 & 4 \\end{vmatrix}", columns: (5, 20),
      says: "is a determinant", was: [1, 2, 3, 4], now: [-2]),
    // ‖A‖_F = √30; the singular values of A are those of AᵀA = (10 −14; −14 20): √(15 + √221).
    ChangedFormula(
      formulas: square + "y = \\|A\\|_2", columns: (5, 12), says: "was its Frobenius norm",
      was: [5.477225575051661], now: [5.464985704219043]),
    ChangedFormula(
      formulas: square + "y = |A|", columns: (5, 8), says: "is the determinant",
      was: [1, 2, 3, 4], now: [2]),
    // 0.5³; a number transposed is itself.
    ChangedFormula(
      formulas: "T = 3\n\\gamma = 0.5\ny = \\gamma^T", columns: (5, 13),
      says: "as T is a number", was: [0.5], now: [0.125]),
    // 2² and e².
    ChangedFormula(
      formulas: "e = 2\nf(z) = e^z\ny = f(2)", columns: (8, 11), says: "exponential function",
      was: [4], now: [7.38905609893065]),
    // ln(0.5 · 1.5²) and 1.5² ln 0.5.
    ChangedFormula(
      formulas: "x = 0.5\ny = 2 \\log x (1 + x)^2", columns: (7, 23),
      says: "ends before the parenthesis", was: [0.2355660713127669], now: [-3.119162312519754]),
    ChangedFormula(
      formulas: "y = (1, 2, 3)^T", columns: (5, 16), says: "is a column", was: [1, 2, 3],
      now: [1, 2, 3]),
    // C = a₁² + a₂², s = (3, 5): the slope of C is 2a, entry by entry times s (6, 20); that of the
    // product C ∘ s, which is a vector, does not exist as a slope.
    ChangedFormula(
      formulas: "a = (1, 2)\nC = a^T a\ns = 3\ny = \\nabla_a C \\odot s", columns: (5, 23),
      says: "ends before the product", was: [6, 12], now: [6, 12]),
  ])
  func `what is read otherwise is found in older lessons, and the fix keeps what it was`(
    changed: ChangedFormula
  ) throws {
    let old = lesson("0.1", changed.formulas)
    #expect(changes(old).count == 1)
    let finding = try #require(changes(old).first)
    #expect(finding.severity == .warning)
    #expect(finding.summary.contains(changed.says), "\(finding.summary)")
    let place = (finding.location.position.column, finding.location.endPosition.column)
    #expect(place == changed.columns)
    let y = Name("y")
    func isClose(_ value: Matrix<Double>?, _ numbers: [Double]) -> Bool {
      guard let elements = value?.elements, elements.count == numbers.count else { return false }
      return zip(elements, numbers).allSatisfy { abs($0 - $1) < 1e-9 }
    }
    #expect(isClose(old.workspace.values[y], changed.now))

    // With the newest version nothing is said; as little where nothing is.
    #expect(changes(lesson("0.2", changed.formulas)).isEmpty)

    let fix = try #require(finding.fixes.first)
    #expect(finding.fixes.count == 1)
    var bytes = old.file.bytes
    bytes.replaceSubrange(fix.location.bytes, with: Array(fix.replacement.utf8))
    let fixed = LessonReader(.texts([:])).checkedLesson(
      SourceFile(path: "lesson.md", bytes: bytes))
    #expect(changes(fixed).isEmpty, "\(fix.replacement)")
    #expect(!fixed.findings.contains { $0.severity == .error }, "\(fixed.findings.map(\.summary))")
    #expect(isClose(fixed.workspace.values[y], changed.was), "\(fix.replacement)")
  }

  @Test func `a list that was a row is one again`() throws {
    let old = lesson("0.1", "y = (1, 2, 3)^T")
    #expect(old.workspace.values[Name("y")]?.shape == Shape(3, 1))
    let fix = try #require(changes(old).first?.fixes.first)
    #expect(fix.replacement == "\\begin{bmatrix} 1 & 2 & 3 \\end{bmatrix}")
  }

  @Test(arguments: [
    "y = \\log 8 + \\ln 8", "x = 1\ny = \\sin x + \\sin^2 x", "y = |-3|",
    "v = (3, 4)\ny = \\|v\\|_2",
    "A = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}\ny = \\|A\\|_F + \\det A",
    "a = (1, 2)\ny = a^T a", "f(z) = e^z\ny = f(2)", "a = (1, 2)\nC = a^T a\ny = \\nabla_a C + a",
  ])
  func `what means what it did is left alone`(formulas: String) {
    #expect(changes(lesson("0.1", formulas)).isEmpty)
  }

  @Test func `keys of questions are read otherwise, too`() {
    let text = """
      ---
      notation: 0.1
      ---
      How long?

      ```math
      x = 8
      ```

      What is it?

      <!-- check
      = \\log_2 x
      -->
      """
    let lesson = LessonReader(.texts([:])).checkedLesson(
      SourceFile(path: "lesson.md", text: text))
    #expect(changes(lesson).map(\.location.position.line) == [13])
  }

  @Test(arguments: [
    ("two", "2:11-14 notation is a version such as 0.2, and not two"),
    ("0.2.1", "2:11-16 notation is a version such as 0.2, and not 0.2.1"),
    ("2", "2:11-12 notation is a version such as 0.2, and not 2"),
    (
      "0.3", "2:11-14 The lesson is written for notation 0.3; this program reads up to 0.2"
    ),
    ("0.10", "2:11-15 The lesson is written for notation 0.10; this program reads up to 0.2"),
    ("1.0", "2:11-14 The lesson is written for notation 1.0; this program reads up to 0.2"),
    ("0.0", "2:11-14 There is no notation 0.0; the first is 0.1"),
    ("-0.1", "2:11-15 notation is a version such as 0.2, and not -0.1"),
  ])
  func `that is none, or is not known yet, is found where it stands`(
    version: String, finding: String
  ) {
    let findings = lesson(version, "y = 1").findings.map { finding in
      let (start, end) = (finding.location.position, finding.location.endPosition)
      return "\(start.line):\(start.column)-\(end.column) \(finding.summary)"
    }
    #expect(findings == [finding])
  }

  @Test(arguments: ["0.1", "0.2", "'0.2'", "0.2 # the newest"])
  func `that is known is fine`(version: String) {
    #expect(lesson(version, "y = 1").findings.isEmpty)
  }
}
