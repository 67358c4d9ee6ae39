import Kernels
import Learning
import Lessons
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

private let mathematics = #"""
  # N

  Intro.

  ```math
  a = 2
  b = 3
  M = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}
  v = (1, 2)
  g(t) = \sqrt{t} + 1
  ```

  ## Made

  ```math
  d = \log(a)
  q = \frac{b}{a - 1}
  p = e^a
  r = b \cdot p
  N = M^{-1}
  k = g(b) + b
  h = v_1^b
  J = d^2 + b
  s = \frac{\partial J}{\partial a}
  ```

  ## Claims

  ```math
  d > 0
  2 d = \log(a^2)
  r \ge 0
  q = q
  k \approx 5.7321
  ```

  """#

private struct Change: Sendable, CustomTestStringConvertible {
  var name: String
  var entry = 0
  var value: Double
  /// Why, and the claims that held and do not.
  var reason: String?
  var broken: [String] = []
  var testDescription: String { "\(name) \(value)" }
}

struct `What has no value after a what-if` {
  private func study() throws -> Study {
    let lesson = LessonReader(.none).lesson(SourceFile(path: "n.md", text: mathematics))
    let findings = lesson.findings.filter { $0.severity == .error }.map(\.summary)
    try #require(findings.isEmpty, "\(findings)")
    return Study(lesson)
  }

  private func change(_ change: Change, _ study: inout Study) throws -> Study.Consequences {
    let name = try #require(study.lesson.workspace.values.keys.first { $0.shown == change.name })
    let columns = try #require(study.given(name)).shape.columns
    return try study.give(
      name, row: change.entry / columns, column: change.entry % columns, change.value)
  }

  @Test(arguments: [
    Change(
      name: "a", value: -1, reason: "The logarithm of −1 does not exist.",
      broken: ["d > 0 in “Claims”", "2d = log(a²) in “Claims”"]),
    Change(
      name: "a", value: 0, reason: "The logarithm of 0 does not exist.",
      broken: ["d > 0 in “Claims”", "2d = log(a²) in “Claims”"]),
    Change(
      name: "a", value: 1, reason: "3 is divided by 0.",
      broken: ["d > 0 in “Claims”", "q = q in “Claims”"]),
    Change(
      name: "a", value: 1000, reason: "The exponential of 1000 is too large.",
      broken: ["r ≥ 0 in “Claims”"]),
    Change(
      name: "M", value: 1.5,
      reason: "The inverse is no number at row 1, column 1: its determinant is 0."),
    // Inside a function; of that argument, and of no other.
    Change(
      name: "b", value: -4, reason: "The square root of −4 does not exist.",
      broken: ["r ≥ 0 in “Claims”", "k ≈ 5.7321 in “Claims”"]),
    Change(name: "v", value: 1e308, reason: "1.00e308 to the power of 3 is too large."),
    Change(name: "b", value: 1e308, reason: "1.00e308 times 7.3891 is too large."),
    Change(name: "b", value: 3.5, reason: nil, broken: ["k ≈ 5.7321 in “Claims”"]),
  ])
  private func `the operation and its number are said, and what no longer holds`(
    change: Change
  ) throws {
    var study = try study()
    let outcome = try self.change(change, &study)
    #expect(outcome.breakdown == change.reason)
    let broken = outcome.broken.map { "\($0.statement) in “\($0.step ?? "")”" }
    if change.value != 1e308 { #expect(broken == change.broken) }
    let count = outcome.broken.count
    if count == 1 {
      #expect(outcome.text.contains("1 claim no longer holds: \(broken[0])"))
    } else if count > 1 {
      #expect(
        outcome.text.contains("\(count) claims no longer hold, the first \(broken[0])"))
    }
    // Whatever has no value says why, and nothing without a value holds.
    for (index, equation) in study.equations.enumerated() {
      let hasValue = equation.sides.allSatisfy { $0.value.elements.allSatisfy(\.isFinite) }
      #expect((study.breakdowns[index] == nil) == hasValue, "\(equation.tree.latex)")
      for claim in equation.claims where claim.holds {
        for side in equation.sides[claim.left...claim.left + 1] {
          let isFinite = side.value.elements.allSatisfy { $0.isFinite }
          #expect(isFinite, "\(equation.tree.latex)")
        }
      }
    }
    let back = try study.undo()
    #expect(back.mended.count == count)
    #expect(study.breakdowns.isEmpty)
  }

  @Test func `an opened number says it, and leads to it`() throws {
    var study = try study()
    _ = try change(Change(name: "a", value: -1), &study)
    let d = try study.number(typed: "d").opening(study.lesson.style)
    #expect(d.breakdown == "The logarithm of −1 does not exist.")
    let j = try study.number(typed: "J").opening(study.lesson.style)
    #expect(j.breakdown == "It is made from d, which has no value either.")
    let k = try study.number(typed: "k").opening(study.lesson.style)
    #expect(k.breakdown == nil)
  }

  /// What is infinite is not close to anything either.
  @Test(arguments: ["\\infty", "-"])
  func `the author's claims do not hold without a value`(sign: String) throws {
    let text = sign == "-" ? "y = -\\frac{1}{x}" : "y = \\frac{1}{x}"
    let lesson = LessonReader(.none).lesson(
      SourceFile(path: "i.md", text: "```math\nx = 0\n\(text)\ny = 5\ny \\ge 0\ny = y\n```\n"))
    for equation in lesson.equations where equation.kind == .claim {
      let holding = equation.claims.count { $0.holds }
      #expect(holding == 0, "\(equation.tree.latex)")
    }
    #expect(lesson.findings.map(\.kind) == [.notFinite])
  }
}
