import Kernels
import Lessons
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// A lesson of one fence.
private func lesson(_ mathematics: String) -> Lesson {
  LessonReader(.none).lesson(
    SourceFile(path: "test.md", bytes: Array("```math\n\(mathematics)\n```\n".utf8)))
}

/// The entry of the last side of the last equation, opened.
private func open(
  _ mathematics: String, side: Int = 0, row: Int = 0, column: Int = 0
) throws -> OpenNumber {
  let lesson = lesson(mathematics)
  try #require(!lesson.findings.contains { $0.severity == .error }, "\(lesson.findings)")
  let equation = try #require(lesson.steps.flatMap(\.equations).last)
  let last = equation.sides[side]
  let id = NumberID(equation: 0, side: side).with(node: last.kernel.nodes.count - 1)
    .with(entry: row * last.value.shape.columns + column)
  return try #require(OpenNumber(last, id, in: Replay(of: lesson.workspace)))
}

private let style = NumberStyle()

/// The number, its formula with names and the formula with numbers, on one line.
private func lines(_ number: OpenNumber) -> String {
  let opening = number.opening(style)
  return
    ([opening.title, opening.symbols, opening.numbers].compactMap { $0?.oneLine() }
    + [style.text(opening.value)]).joined(separator: " = ")
}

struct `Opening a number` {
  private static let network = #"""
    W^{(1)} = \begin{bmatrix} 0.5 & -1 \\ 2 & 0.25 \end{bmatrix}
    x = \begin{bmatrix} 0.2 \\ -0.4 \end{bmatrix}
    b = \begin{bmatrix} 0.1 \\ 0.3 \end{bmatrix}
    f(z) = \frac{1}{1 + e^{-z}}
    z = W^{(1)} x + b
    a = f(z)
    """#

  @Test func `a matrix product and a bias, negatives in parentheses`() throws {
    let z = try open(Self.network + "\nq = W^{(1)} x + b", row: 1)
    #expect(
      lines(z)
        == "W⁽¹⁾₂₁ · x₁ + W⁽¹⁾₂₂ · x₂ + b₂ = W⁽¹⁾₂₁ · x₁ + W⁽¹⁾₂₂ · x₂ + b₂"
        + " = 2 · 0.2 + 0.25 · (−0.4) + 0.3 = 0.6")
  }

  @Test func `down to the givens`() throws {
    var number = try open(Self.network + "\nq = a", row: 0)
    #expect(lines(number) == "a₁ = f(z₁) = 0.6457 = 0.6457")
    number = number.opening(style).operands[0]
    #expect(lines(number) == "f(z₁) = 1/(1 + e^(−z₁)) = 1/(1 + e^(−0.6)) = 0.6457")
    number = number.opening(style).operands[0]
    #expect(
      lines(number) == "z₁ = W⁽¹⁾₁₁ · x₁ + W⁽¹⁾₁₂ · x₂ + b₁ = 0.5 · 0.2 + (−1) · (−0.4) + 0.1 = 0.6"
    )
    number = number.opening(style).operands[2]
    #expect(number.given?.name.latex == "W^{(1)}")
    #expect(lines(number) == "W⁽¹⁾₁₂ = −1")
  }

  /// Every number that can be reached from a side, opened: its arithmetic must come to its value.
  private func check(_ number: OpenNumber, depth: Int, _ count: inout Int, _ what: String) {
    count += 1
    guard depth > 0, let again = number.recomputed else { return }
    let slack = 1e-9 * max(1, number.value.magnitude)
    if number.value.isFinite {
      #expect((again - number.value).magnitude <= slack, "\(what): \(lines(number))")
    }
    for operand in number.opening(style).operands.prefix(4) {
      check(operand, depth: depth - 1, &count, what)
    }
  }

  private func check(_ lesson: Lesson, depth: Int, perSide: Int) throws -> Int {
    var count = 0
    let replay = Replay(of: lesson.workspace)
    for equation in lesson.equations {
      for side in equation.sides {
        for (node, value) in side.values.enumerated() {
          for entry in 0..<min(value.shape.count, perSide) {
            let id = NumberID(equation: 0, side: 0).with(node: node).with(entry: entry)
            let number = try #require(OpenNumber(side, id, in: replay))
            #expect(number.value == value.elements[entry])
            // Inside a formula one level is enough: what it is made from is a side elsewhere.
            let isWhole = node == side.values.count - 1
            check(number, depth: isWhole ? depth : 1, &count, equation.tree.latex)
          }
        }
      }
    }
    return count
  }

  @Test(
    arguments: Repository.lessonPaths)
  func `the arithmetic behind every number of a lesson comes to the number`(path: String) throws {
    let lesson = try Repository.lesson(path)
    #expect(try check(lesson, depth: 2, perSide: 1) > 50)
  }

  @Test(arguments: [
    #"A = \begin{bmatrix} 1 & 2 \\ 3 & 5 \end{bmatrix}"#
      + "\n" + #"B = A^3 - A^{-1}"# + "\n" + #"d = \det A + \operatorname{tr}(A)"#,
    #"A = \begin{bmatrix} 1 & 2 & 0 \\ 3 & 5 & 1 \\ 2 & 0 & 4 \end{bmatrix}"#
      + "\n" + #"B = A^{-1}"# + "\n" + #"d = \det A"#,
    #"x = \begin{bmatrix} 1 \\ -2 \\ 0.5 \end{bmatrix}"# + "\n"
      + #"n = \|x\|_2 + \|x\|_1 + \sum_{i=1}^{3} x_i^2 + \prod_{i=1}^{3} x_i + \max_i x_i"#,
    #"x = \begin{bmatrix} 1 \\ -2 \end{bmatrix}"# + "\n"
      + #"y = \operatorname{diag}(x) x + \max(0, x) + |x| + \frac{x}{2} + x \odot x"#,
    #"x = 0.4"# + "\n" + #"y = \sin(x) + \cos(x) + \tanh(x) + \log(x) + \sqrt{x} + e^{x} + x^{2.5}"#
      + "\n" + #"s = \frac{\partial y}{\partial x}"#,
    #"W = \begin{bmatrix} 0.5 & -1 \\ 2 & 0.25 \end{bmatrix}"# + "\n"
      + #"x = \begin{bmatrix} 0.2 \\ -0.4 \end{bmatrix}"# + "\n"
      + #"f(z) = \frac{1}{1 + e^{-z}}"# + "\n" + "a = f(W x)\n" + #"J = \frac{1}{2} \|a - x\|^2"#
      + "\n" + #"G = \frac{\partial J}{\partial W}"# + "\n" + #"K = \frac{\partial a}{\partial x}"#
      + "\n" + "p = f'(W x)",
    #"x = 2"# + "\n" + "y = x^2\n" + "x := y + 1\n" + "x := x + y\n" + "q = x y",
    #"x = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"# + "\n" + #"q_{ij} = x_{ij}^2 + i"#
      + "\n" + #"r = x_{:,1}^T x_{:,2}"#,
  ])
  func `every construct can be opened`(mathematics: String) throws {
    let lesson = lesson(mathematics)
    try #require(
      !lesson.findings.contains { $0.severity == .error },
      "\(lesson.findings.map(\.summary))")
    #expect(try check(lesson, depth: 5, perSide: 9) > 5)
  }

  @Test func `a derivative is opened by the chain rule`() throws {
    let mathematics = "x = 3\nw = 2\nz = w x^2\nq = \\frac{\\partial z}{\\partial x}"
    let q = try open(mathematics)
    #expect(lines(q) == "∂z/∂x = w · 2 · x = 2 · 2 · 3 = 12")
  }
}

struct `Where a number is used` {
  private func uses(_ mathematics: String, of equation: Int, entry: Int = 0) -> [String] {
    let lesson = lesson(mathematics)
    let equations = lesson.equations
    var replay = Replay(of: lesson.workspace)
    let side = equations[equation].sides[0]
    guard let name = equations[equation].names.first,
      let moment = replay.start(of: name, after: side.moment)
    else { return [] }
    let columns = side.value.shape.columns
    return replay.uses(
      of: name, row: entry / columns, column: entry % columns, from: moment, in: equations
    ).map { use in
      let entries = use.entries.enumerated().filter(\.element).map { String($0.offset) }
      return "\(equations[use.equation].names.first?.latex ?? "claim") "
        + entries.joined(separator: ",")
    }
  }

  @Test func `by way of others, and where a factor of 0 hides it`() {
    let text = #"""
      W = \begin{bmatrix} 1 & 0 \\ 2 & 3 \end{bmatrix}
      x = \begin{bmatrix} 0 \\ 0 \end{bmatrix}
      z = W x
      a = e^{z}
      s = 4
      """#
    #expect(uses(text, of: 0, entry: 2) == ["z 1", "a 1"])
    #expect(uses(text, of: 1, entry: 1) == ["z 0,1", "a 0,1"])
    #expect(uses(text, of: 4) == [])
  }

  @Test func `updates carry it on, and end it`() {
    let text = "x = 2\ny = 3\ny := x + 1\nq = y\nx := 5\nr = x"
    #expect(uses(text, of: 0) == ["y 0", "q 0"])
    #expect(uses(text, of: 1) == [])
  }
}
