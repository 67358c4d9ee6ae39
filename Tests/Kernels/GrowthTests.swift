import Kernels
import Lessons
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// Reading and running take about as long as the input is large. What took the square of it, or
/// twice the time a level, does not end here in any time that a test has.
struct Growth {
  private static func lesson(_ lines: [String]) -> Lesson {
    let text = "```math\n" + lines.joined(separator: "\n") + "\n```\n"
    return LessonReader(.none).checkedLesson(SourceFile(path: "lesson.md", text: text))
  }

  private static func nested(_ open: String, _ inner: String, _ close: String) -> String {
    String(repeating: open, count: 25) + inner + String(repeating: close, count: 25)
  }

  static let nests = [
    nested("x^{(", "x", ")}"), nested("{", "x", "}^{(1)}"), nested("x_{", "1", "}"),
    nested(#"\sqrt["#, "x", "]{x}"), nested("(", "0", " x)"), nested(#"\sigma("#, "x", ")"),
    nested("(", "x", ")^T"), nested("e^{-", "x", "}"),
  ]

  @Test(arguments: nests) func `what is nested takes no time`(formula: String) {
    let lesson = Self.lesson(["x = 1", "y = 1 + \(formula)"])
    let equations = lesson.steps.flatMap(\.equations)
    #expect(equations.count == 2)
    for equation in equations {
      #expect(!equation.tree.oneLine().isEmpty)
      _ = equation.tree.latex
    }
  }

  @Test func `a chain is longer than calls are deep`() {
    let count = 2000
    var lines = [#"\text{a1} = 1.5"#]
    lines += (2...count).map { #"\text{a\#($0)} = \text{a\#($0 - 1)} + 1"# }
    // Its slope and its bounds of rounding lead back to the first.
    lines += [#"\frac{\partial \text{a\#(count)}}{\partial \text{a1}} = 1"#]
    lines += [#"\text{a\#(count)} / 3 = \text{a\#(count)} \cdot 0.33333333333333331"#]
    let lesson = Self.lesson(lines)
    #expect(lesson.findings.allSatisfy { $0.severity != .error })
    let names = lesson.steps.flatMap(\.equations).flatMap(\.names)
    #expect(names.count == count)
    let last = lesson.workspace.values.first { $0.key == names.last }?.value
    #expect(last?.elements == [Double(count) + 0.5])
  }

  @Test func `an update far up a chain reaches its end`() {
    var lines = ["x = 1", "y = 2", #"\text{a1} = x"#]
    lines += (2...500).map { #"\text{a\#($0)} = \text{a\#($0 - 1)} + y"# }
    lines += ["x := 5", #"\text{a500} = 1003"#, "y := 0", #"\text{a500} = 5"#]
    let lesson = Self.lesson(lines)
    #expect(lesson.findings.allSatisfy { $0.severity != .error }, "\(lesson.findings)")
    #expect(lesson.steps.flatMap(\.equations).flatMap(\.claims).map(\.holds) == [true, true])
  }

  @Test func `a name that is defined further down is found there`() {
    let lesson = Self.lesson(
      ["y = x + 1"] + (0..<300).map { #"\text{a\#($0)} = \#($0)"# } + ["x = z", "z = 1"])
    let helps = lesson.findings.filter { $0.kind == .undefinedName }.compactMap(\.help)
    #expect(
      helps == [
        "It is defined further down: put that line above this one.",
        "It is defined further down: put that line above this one.",
      ])
  }

  /// Each of hundreds of functions is of the one before, and each is bound by itself.
  @Test func `functions are of functions`() {
    let count = 100
    let lesson = Self.lesson(
      [#"\text{f0}(z) = z^2"#]
        + (1...count).map { #"\text{f\#($0)}(z) = \text{f\#($0 - 1)}(z) + 1"# }
        + [#"y = \text{f\#(count)}(3)"#, #"v = \text{f\#(count)}((1, 2))"#])
    #expect(lesson.findings.allSatisfy { $0.severity != .error }, "\(lesson.findings)")
    #expect(lesson.workspace.values[Name("y")]?.elements == [Double(count) + 9])
    #expect(lesson.workspace.values[Name("v")]?.elements == [Double(count) + 1, Double(count) + 4])
  }

  /// Each of matrices calls the one before twice, and is read once for a shape: else each would take
  /// twice as long as the one before.
  @Test func `functions of matrices are of functions`() {
    let count = 16
    let lesson = Self.lesson(
      [#"A = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"#, #"\text{f0}(Z) = Z^T Z"#]
        + (1...count).map { #"\text{f\#($0)}(Z) = \text{f\#($0 - 1)}(Z) + \text{f\#($0 - 1)}(Z)"# }
        + [#"y = \text{f\#(count)}(A)"#])
    #expect(lesson.findings.allSatisfy { $0.severity != .error }, "\(lesson.findings)")
    let power = Double(1 << count)
    let expected = [10, 14, 14, 20].map { $0 * power }
    #expect(lesson.workspace.values[Name("y")]?.elements == expected)
  }

  /// A second script is said once, however many follow.
  @Test func `thousands of scripts are one finding`() {
    let lesson = Self.lesson(["x = 1", "y = x" + String(repeating: "^2", count: 5000)])
    #expect(lesson.findings.filter { $0.kind == .secondScript }.count == 1)
  }

  /// Every draw is of its own shape and numbers, between its bounds.
  @Test func `no two of many draws are alike`() {
    let names = (1...200).map { #"\text{a\#($0)}"# }
    let lesson = Self.lesson(
      names.flatMap {
        [#"\#($0) \in \mathbb{R}^{2 \times 3}"#, #"\#($0) \sim \mathcal{U}(-1, 2)"#]
      })
    #expect(lesson.findings.allSatisfy { $0.severity != .error }, "\(lesson.findings)")
    let values = lesson.workspace.values.filter { names.contains($0.key.latex) }.map(\.value)
    #expect(values.count == 200)
    #expect(Set(values.map(\.elements)).count == 200)
    for value in values {
      #expect(value.shape == Shape(2, 3))
      #expect(value.elements.allSatisfy { (-1...2).contains($0) })
    }
    // Of 1,200 numbers the mean is 0.5, as far as five deviations of it.
    let all = values.flatMap(\.elements)
    let mean = all.reduce(0, +) / Double(all.count)
    #expect(abs(mean - 0.5) < 5 * (3 / 12.0.squareRoot()) / Double(all.count).squareRoot())
  }
}
