import Kernels
import Learning
import Lessons
import Matrices
import Notation
import SourceText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A lesson as JSON, for tools, graders and tests; the names are stable.
struct LessonReport: Encodable {
  struct Step: Encodable {
    var id: String
    var title: String
    var equations: [EquationReport]
    /// Self-checks of the step.
    var checks: [CheckReport]
  }

  struct CheckReport: Encodable {
    var line: Int
    var kind: String
    /// The key as LaTeX; of a choice the numbers of the right ones, of an order or a slip those of
    /// the lines.
    var key: String
  }

  struct AnswerReport: Encodable {
    /// The file of answers.
    var file: String
    var line: Int
    /// Nil where there is no such question.
    var lesson: String?
    var id: String
    var answer: String
    var right: Bool
    var text: String
  }

  struct EquationReport: Encodable {
    var line: Int
    var latex: String
    var kind: String
    var name: String?
    var shape: [Int]?
    var value: [[Double]]?
    var claims: [ClaimReport]
    var reductions: [String]
    /// The lines of NumPy that compute it.
    var numpy: [String]
  }

  struct ClaimReport: Encodable {
    var latex: String
    var holds: Bool
    var difference: Double
    /// Where the sides are furthest apart, from 1, and their values there.
    var row: Int
    var column: Int
    var left: Double
    var right: Double
  }

  struct FindingReport: Encodable {
    var id: String
    var severity: String
    var file: String
    var line: Int
    var column: Int
    var endColumn: Int
    var summary: String
    var help: String?
    var fixes: [FixReport]
  }

  /// Replace the columns from column to endColumn of the line.
  struct FixReport: Encodable {
    var title: String
    var line: Int
    var column: Int
    var endColumn: Int
    var replacement: String
  }

  var lesson: String
  var title: String
  /// What stands before the lines of NumPy.
  var numpyHead: [String]
  var steps: [Step]
  var findings: [FindingReport]

  init(_ source: Lesson) {
    lesson = source.name
    title = source.title
    let numPy = NumPyFile(source)
    numpyHead = numPy.head
    steps = zip(source.steps, numPy.steps).map { step, lines in
      Step(
        id: step.id, title: step.title,
        equations: zip(step.equations, lines.equations).map { EquationReport($0, $1, source) },
        checks: step.checks.map(CheckReport.init))
    }
    findings = source.findings.map(FindingReport.init)
  }

  func json() throws -> String { try Self.encoded(self) }

  /// Several lessons, findings that belong to none of them, and the marks of a file of answers.
  static func json(
    _ lessons: [Lesson], courseFindings: [Finding], marks: [AnswerSheet.Mark]?
  ) throws -> String {
    struct Whole: Encodable {
      var lessons: [LessonReport]
      var findings: [FindingReport]
      var answers: [AnswerReport]?
    }
    return try encoded(
      Whole(
        lessons: lessons.map(LessonReport.init),
        findings: courseFindings.map(FindingReport.init),
        answers: marks.map { $0.map(AnswerReport.init) }))
  }

  static func encoded(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return escaped(String(decoding: try encoder.encode(value), as: UTF8.self))
  }

  /// What may not be shown as JSON escapes, so that tools get it as it was written and a terminal
  /// does not. It stands in strings only: around them JSON is ASCII.
  private static func escaped(_ json: String) -> String {
    var text = String.UnicodeScalarView()
    for scalar in json.unicodeScalars {
      guard scalar.isHidden, scalar != "\n" else {
        text.append(scalar)
        continue
      }
      for unit in String(scalar).utf16 {
        let digits = String(unit, radix: 16)
        text += ("\\u" + String(repeating: "0", count: 4 - digits.count) + digits).unicodeScalars
      }
    }
    return String(text)
  }
}

extension LessonReport.EquationReport {
  init(_ equation: Equation, _ numPy: [String], _ lesson: Lesson) {
    numpy = numPy
    line = equation.location.position.line
    latex = equation.tree.latex
    kind = equation.kind.rawValue
    name = equation.names.first?.latex
    shape = equation.shape.map { [$0.rows, $0.columns] }
    value = equation.value?.rows
    claims = equation.claims.map { claim in
      let (left, right) = (equation.sides[claim.left], equation.sides[claim.left + 1])
      let (row, column) = (claim.difference.row, claim.difference.column)
      func entry(_ value: Matrix<Double>) -> Double {
        value.shape.isScalar ? value.elements[0] : value[row, column]
      }
      return LessonReport.ClaimReport(
        latex: [left.tree.latex, claim.relation.latex, right.tree.latex].joined(separator: " "),
        holds: claim.holds, difference: claim.difference.largest, row: row + 1,
        column: column + 1, left: entry(left.value), right: entry(right.value))
    }
    reductions = equation.reductions(ValueStyle(lesson.style)).map(\.reduction.tree.latex)
  }
}

extension LessonReport.AnswerReport {
  init(_ mark: AnswerSheet.Mark) {
    file = mark.entry.file
    line = mark.entry.line
    lesson = mark.lesson
    id = mark.entry.id
    answer = mark.entry.answer
    right = mark.isRight
    text = mark.text
  }
}

extension LessonReport.CheckReport {
  init(_ check: Check) {
    line = check.location.position.line
    kind = check.kindName
    key = check.key
  }
}

extension LessonReport.FindingReport {
  init(_ finding: Finding) {
    let start = finding.location.position
    let end = finding.location.endPosition
    id = finding.kind.rawValue
    severity = finding.severity.rawValue
    file = finding.location.file.path
    line = start.line
    column = start.column
    endColumn = end.line == start.line ? end.column : start.column
    summary = finding.summary
    help = finding.help
    fixes = finding.fixes.map { fix in
      let start = fix.location.position
      let end = fix.location.endPosition
      return LessonReport.FixReport(
        title: fix.title, line: start.line, column: start.column, endColumn: end.column,
        replacement: fix.replacement)
    }
  }
}
