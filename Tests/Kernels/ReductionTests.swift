import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

private func equations(_ text: String) -> [Equation] {
  let file = SourceFile(path: "case", text: text)
  let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
  var workspace = Workspace()
  return EquationReader.read(read.lines, in: file, &workspace).equations
}

/// The reductions of the last equation, as `label: formula`.
private func reductions(_ text: String) -> [String] {
  (equations(text).last?.reductions(ValueStyle(NumberStyle())) ?? []).map {
    "\($0.reduction.act.label): \($0.reduction.tree.oneLine())"
  }
}

struct `Reductions` {
  @Test func `a unit, number by number`() {
    #expect(
      reductions(
        #"""
        x = (0.9, 0.1)
        W = \begin{bmatrix} 0.1 & -0.3 \\ 0.2 & 0.4 \end{bmatrix}
        b_1 = -0.5
        z_1 = W_{11} x_1 + W_{12} x_2 + b_1
        """#) == [
          "names → numbers: 0.1 · 0.9 + (−0.3) · 0.1 + (−0.5)",
          "product: 0.09 + (−0.3) · 0.1 + (−0.5)",
          "product: 0.09 + (−0.03) + (−0.5)",
          "sum: −0.44",
        ])
  }

  @Test func `a layer: matrices turn into numbers when they are used`() {
    #expect(
      reductions(
        #"""
        x = (0.9, 0.1)
        W = \begin{bmatrix} 0.1 & -0.3 \\ 0.2 & 0.4 \end{bmatrix}
        b = (1, 2)
        z = W x + b
        """#) == [
          "names → numbers: [0.1 −0.3; 0.2 0.4] [0.9; 0.1] + b",
          "matrix product: [0.06; 0.22] + [1; 2]",
          "sum: [1.06; 2.22]",
        ])
  }

  @Test func `a sum is written out, then its terms, then their sum`() {
    #expect(
      reductions(
        #"""
        x = (0.5, -2)
        w = (-3, 0.25)
        y = 1 + \sum_{i=1}^{2} w_i x_i
        """#) == [
          "names → numbers: 1 + (−3 · 0.5 + 0.25 · (−2))",
          "every term, i = 1, 2: 1 + (−1.5 + (−0.5))",
          "sum over i: 1 + (−2)",
          "sum: −1",
        ])
  }

  @Test func `free indices are shown for the first number, then likewise`() {
    let leads =
      (equations(
        #"""
        x = (0.5, 2)
        y_i = 3 x_i
        """#
      ).last?.reductions(ValueStyle(NumberStyle())) ?? []).map(\.reduction)
    #expect(
      leads.map(\.act.label) == [
        "i = 1", "names → numbers", "product", "likewise, i = 2", "all together",
      ])
    #expect(leads.map { $0.lead?.oneLine() ?? "" } == ["y₁", "", "", "y₂", ""])
    #expect(leads.map { $0.tree.oneLine() } == ["3x₁", "3 · 0.5", "1.5", "6", "[1.5; 6.0]"])
  }

  @Test func `constants and renamings take no step of their own`() {
    #expect(reductions("x = 2\ny = x") == [])
    #expect(reductions("x = 2\ny = (x)") == [])
    #expect(
      reductions("x = 2\ny = \\frac{1}{2} x^2") == [
        "names → numbers: ½ · 2²", "power: ½ · 4", "product: 2",
      ])
    #expect(reductions(#"x = -3"#) == [])
  }

  @Test func `a claim reduces both of its sides`() {
    let last = equations("x = 2\n x + 1 = 5 - x").last
    #expect(last?.reductions(ValueStyle(NumberStyle())).map(\.side) == [0, 0, 1, 1])
    #expect(last?.claims.map(\.holds) == [true])
  }

  @Test func `what is reduced is known by its place in the formula`() {
    let text = "x = 2\ny = 3 (x + 1) x"
    let last = equations(text).last
    let marks = last?.reductions(ValueStyle(NumberStyle())).compactMap(\.reduction.location?.text)
    #expect(marks == ["(x + 1)", "3 (x + 1)", "3 (x + 1) x"])
  }

  @Test(arguments: 0..<40)
  func `the last reduction is the value, whatever the formula`(seed: Int) throws {
    var numbers = SeededNumbers(seed: seed)
    func formula(_ depth: Int) -> String {
      let leaf = ["x", "y", "A x", "2", "s", "f(x)"].randomElement(using: &numbers) ?? "x"
      guard depth > 0 else { return leaf }
      let a = formula(depth - 1)
      let b = formula(depth - 1)
      return [
        "(\(a)) + (\(b))", "(\(a)) \\circ (\(b))", "-(\(a))",
        "\\frac{\(a)}{1 + (\(b)) \\circ (\(b))}",
        "f(\(a)) - (\(b))", "s (\(a))",
      ].randomElement(using: &numbers) ?? a
    }
    let text = #"""
      s = -0.5
      x = (0.3, -0.7)
      y = (1.5, 2)
      A = \begin{bmatrix} 1 & -2 \\ 0.5 & 3 \end{bmatrix}
      f(z) = \frac{1}{1 + e^{-z}}
      r = x + (
      """# + formula(3) + ")"
    let equation = try #require(equations(text).last)
    let value = try #require(equation.value, "\(text)")
    let last = try #require(equation.reductions(ValueStyle(NumberStyle())).last, "\(text)")
    #expect(last.reduction.value == value)
    #expect(last.reduction.tree == value.tree(NumberStyle()), "\(text)")
  }
}

struct `Functions` {
  @Test func `a function's prime is its exact derivative, twice too`() throws {
    let text = #"""
      f(z) = \frac{1}{1 + e^{-z}}
      z = (-1.2, 0.4, 3)
      f'(z) = f(z) \circ (1 - f(z))
      f''(z) = f'(z) \circ (1 - 2 f(z))
      g(t) = t^3 + \log t
      g'(2) = 12.5
      g''(2) = 12 - \frac{1}{4}
      """#
    let claims = equations(text).flatMap(\.claims)
    #expect(claims.map(\.holds) == [true, true, true, true])
  }

  @Test func `functions of matrices, of several arguments, and those that every lesson has`() {
    let text = #"""
      v = (3, 4)
      q(u) = u^T u
      q(v) = 25
      \text{KL}(0.2 \| 0.2) = 0
      d(p, q) = p - 2 q
      d(v, 1) = \begin{bmatrix} 1 \\ 2 \end{bmatrix}
      \sigma(0) = \frac{1}{2}
      \|v\| = 5
      \|v\|_1 = 7
      \max(0, -v) = \begin{bmatrix} 0 \\ 0 \end{bmatrix}
      |-v| = v
      \operatorname{tr}(v v^T) = 25
      \operatorname{diag}(v) v = v \circ v
      """#
    let all = equations(text)
    #expect(all.map(\.runs) == all.map { _ in true })
    #expect(all.flatMap(\.claims).map(\.holds) == Array(repeating: true, count: 10))
  }

  @Test func `a lesson may give σ a meaning of its own`() {
    let all = equations("\\sigma = 3\n\\sigma^2 = 9")
    #expect(all.map(\.kind) == [.given, .claim])
    #expect(all.last?.claims.first?.holds == true)
  }
}
