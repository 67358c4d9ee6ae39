import Kernels
import Lessons
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// What a student sees who opens a derivative: the lesson's own formula where it has proved one,
/// else the chain rule over the lesson's names, factor by factor.
struct `Opening a derivative` {
  private static let network = #"""
    x = \begin{bmatrix} 0.2 \\ -0.4 \end{bmatrix}
    y = \begin{bmatrix} 0.7 \\ 0.1 \end{bmatrix}
    W^{(1)} = \begin{bmatrix} 0.5 & -1 \\ 2 & 0.25 \end{bmatrix}
    W^{(2)} = \begin{bmatrix} 0.3 & 0.8 \\ -0.6 & 0.9 \end{bmatrix}
    f(z) = \frac{1}{1 + e^{-z}}
    z^{(2)} = W^{(1)} x
    a^{(2)} = f(z^{(2)})
    z^{(3)} = W^{(2)} a^{(2)}
    h = f(z^{(3)})
    J = \frac{1}{2} \|h - y\|^2

    """#

  /// The last side of a lesson, entry (1, 1), opened along some of its numbers: its formula with
  /// names, and with numbers.
  private func open(_ statements: String, along path: [Int] = []) throws -> String {
    let text = "```math\n\(Self.network)\(statements)\n```\n"
    let lesson = LessonReader(.none).lesson(
      SourceFile(path: "test.md", bytes: Array(text.utf8)))
    try #require(!lesson.findings.contains { $0.severity == .error }, "\(lesson.findings)")
    let side = try #require(lesson.equations.last?.sides.last)
    let id = NumberID(equation: 0, side: 0).with(node: side.kernel.nodes.count - 1)
    var number = try #require(OpenNumber(side, id, in: Replay(of: lesson.workspace)))
    for position in path { number = number.opening(NumberStyle()).operands[position] }
    let opening = number.opening(NumberStyle())
    return [opening.title, opening.symbols, opening.numbers].compactMap { $0?.oneLine() }
      .joined(separator: " = ")
  }

  @Test func `by the chain rule over the names on the way`() throws {
    let first = #"K = \frac{\partial J}{\partial W^{(1)}}"#
    #expect(try open(first) == "∂J/∂W⁽¹⁾₁₁ = ∂J/∂z⁽²⁾₁ · x₁ = (−0.0160) · 0.2")
    #expect(
      try open(first, along: [0]) == "∂J/∂z⁽²⁾₁ = ∂J/∂a⁽²⁾₁ · f′(z⁽²⁾₁) = (−0.0680) · 0.2350")
    #expect(
      try open(first, along: [0, 0])
        == "∂J/∂a⁽²⁾₁ = W⁽²⁾₁₁ · ∂J/∂z⁽³⁾₁ + W⁽²⁾₂₁ · ∂J/∂z⁽³⁾₂ = 0.3 · (−0.0099) + (−0.6) · 0.1084"
    )
  }

  @Test func `what the lesson calls a factor is called so`() throws {
    let statements = #"""
      \delta^{(3)} = (h - y) \circ f'(z^{(3)})
      \nabla_{z^{(3)}} J = \delta^{(3)}
      K = \frac{\partial J}{\partial W^{(2)}}
      """#
    #expect(try open(statements) == "∂J/∂W⁽²⁾₁₁ = δ⁽³⁾₁ · a⁽²⁾₁ = (−0.0099) · 0.6225")
  }

  @Test func `the lesson's own formula comes first`() throws {
    let statements = #"""
      \delta^{(3)} = (h - y) \circ f'(z^{(3)})
      \nabla_{W^{(2)}} J = \delta^{(3)} (a^{(2)})^T
      q = \frac{\partial J}{\partial W^{(2)}} + W^{(2)}
      """#
    #expect(try open(statements, along: [0]).contains("= δ⁽³⁾₁ · a⁽²⁾₁ ="))
  }

  @Test func `also for the slope of a function`() throws {
    let statements = #"""
      f'(z^{(3)}) = h \circ (1 - h)
      q = f'(z^{(3)})
      """#
    #expect(try open(statements) == "f′(z⁽³⁾₁) = h₁ · (1 − h₁) = 0.6562 · (1 − 0.6562)")
  }

  @Test func `what only says the derivative again is gone through`() throws {
    let statements = #"""
      \nabla_{W^{(1)}} J = \frac{\partial J}{\partial W^{(1)}}
      K = \frac{\partial J}{\partial W^{(1)}}
      """#
    #expect(try open(statements) == "∂J/∂W⁽¹⁾₁₁ = ∂J/∂z⁽²⁾₁ · x₁ = (−0.0160) · 0.2")
  }
}
