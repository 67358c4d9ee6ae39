import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// Exact derivatives against small steps, and prepared formulas against those that are run as read.
struct `Derivatives` {
  static let givens = #"""
    A = \begin{bmatrix} 0.3 & -0.7 & 0.2 \\ 1.1 & 0.4 & -0.6 \end{bmatrix}
    S = \begin{bmatrix} 1.2 & 0.3 \\ -0.4 & 0.9 \end{bmatrix}
    v = (0.8, 0.35, 0.6)
    w = (0.25, 0.7)
    c = 0.45
    f(z) = \frac{1}{1 + e^{-z}}
    g(z) = \tanh z + z^3
    h = A v + w
    q_i = \sum_j A_{ij} v_j^2
    Q(v) = \frac12 \|f(A v) - w\|^2

    """#

  /// A formula, and what it is differentiated by.
  static let cases: [(formula: String, by: String)] = [
    (#"w^T S w"#, "S"), (#"w^T S^{-1} w"#, "S"), (#"\det S"#, "S"),
    (#"\operatorname{tr}(S S^T S)"#, "S"),
    (#"w^T S^3 w"#, "S"), (#"\|A\|_F^2"#, "A"), (#"\|A\|_F"#, "A"), (#"\|A v\|_1"#, "A"),
    (#"\sum_i f(h_i)"#, "A"), (#"\sum_i g(h_i) q_i"#, "A"), (#"\prod_i h_i"#, "w"),
    (#"\max_i h_i"#, "v"), (#"\min_i q_i"#, "A"), (#"\max(c, h_1)"#, "v"), (#"h"#, "v"),
    (#"h"#, "h"),
    (#"f'(h)"#, "w"), (#"g'(h)"#, "v"), (#"A v \circ w"#, "w"), (#"c A"#, "c"),
    (#"\frac{w}{c + h}"#, "w"), (#"\frac{\sin(c)}{w^T h}"#, "w"), (#"c^{2.5}"#, "c"),
    (#"2^c"#, "c"),
    (#"\sqrt{v} \circ \log v \circ \cos(v)"#, "v"), (#"|A v|"#, "v"),
    (#"A_{1,:} v + A_{:,2}^T w"#, "A"),
    (#"\operatorname{diag}(w) h"#, "w"),
    (#"\begin{bmatrix} c & h_1 \\ 2 & w_2 \end{bmatrix} w"#, "w"),
    (#"Q(v) + Q(2 v) c"#, "v"), (#"Q(A^T w)"#, "A"), (#"q"#, "v"),
    (#"\frac{\partial Q(v)}{\partial v}"#, "v"),
    (#"\text{KL}(f(c) \| f(h))"#, "w"), (#"\sigma(A v)"#, "v"), (#"(c, h_1, c^2)"#, "c"),
    (#"Q(v)"#, "A_{:,1}"),
    (#"Q(v)"#, "A_{2,:}"), (#"Q(v)"#, "A_{12}"), (#"h"#, "A_{:,1}"),
  ]

  private static func read(_ text: String) -> (Workspace, [Equation], [Finding]) {
    let file = SourceFile(path: "case", text: text)
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.checked(read.lines, in: file, &workspace)
    return (workspace, result.equations, read.findings + result.findings)
  }

  /// Small steps taken here, by running the body with the variable moved.
  @Test(arguments: cases.indices)
  func `agree with small steps`(index: Int) throws {
    let (formula, variable) = Self.cases[index]
    let text = Self.givens + "\\frac{\\partial}{\\partial \(variable)} (\(formula)) = 0 c\n"
    let (workspace, equations, findings) = Self.read(text)
    let unexpected = findings.filter {
      ![.claimFails, .shapeMismatch, .frobenius, .undiagnosable, .bars].contains($0.kind)
    }
    #expect(unexpected.map(\.summary) == [], "\(formula) by \(variable)")
    // The left side ran, whatever it was compared with.
    let side = try #require(equations.last?.sides.first, "\(formula)")
    let isFinite = side.value.elements.allSatisfy { $0.isFinite }
    #expect(isFinite, "\(formula)")
    guard case .derivative(let derivative) = side.kernel.nodes.last?.operation else {
      Issue.record("\(formula) by \(variable) is no derivative")
      return
    }
    let start = try #require(workspace.values[derivative.variable])
    let (rows, columns) = (start.shape.rows, start.shape.columns)
    var slopes: [[Double]] = []
    for row in derivative.row.map({ $0.number..<$0.number + 1 }) ?? 0..<rows {
      for column in derivative.column.map({ $0.number..<$0.number + 1 }) ?? 0..<columns {
        let values = [1e-5, -1e-5].map { step in
          var moved = start
          moved.elements[row * columns + column] += step
          return derivative.body.value(
            in: Scope(workspace, replacing: [derivative.variable: moved]))
        }
        slopes.append(zip(values[0].elements, values[1].elements).map { ($0 - $1) / 2e-5 })
      }
    }
    // One column of slopes for each entry that moves; the value has a row for each output.
    let expected = slopes[0].indices.flatMap { output in slopes.map { $0[output] } }
    let apart = zip(side.value.elements, expected).map { ($0 - $1).magnitude }.max() ?? .nan
    #expect(side.value.elements.count == expected.count)
    #expect(apart < 1e-6 * max(1, side.value.largest), "\(formula) by \(variable): \(apart)")
  }

  @Test func `at a corner there is none`() {
    let (_, _, findings) = Self.read(
      Self.givens + "\\frac{\\partial |c - 0.45|}{\\partial c} = 1\n")
    #expect(findings.contains { $0.kind == .notFinite })
  }

  @Test func `prepared formulas give what reading them gave, and follow their variables`() throws {
    let text =
      Self.givens + #"""
        B = f(A) \circ A - \frac{A}{2}
        r = -B v + h \circ f'(h)
        y = \frac{1}{3} \|r\|_F^2 + \|v\|_1 \max(c, w_1)
        u = (A^T r)_2

        """#
    let (workspace, _, findings) = Self.read(text)
    #expect(findings.allSatisfy { $0.severity < .error })
    let names = ["y", "r", "u", "B"].map { Name($0) }
    var program = try #require(Program(names, by: [Name("A"), Name("c")], workspace))
    program.run()
    for (index, name) in names.enumerated() {
      let value = try #require(workspace.values[name])
      #expect(program.value(index).isClose(to: value, tolerance: 1e-14), "\(name.latex)")
    }
    let other = Matrix(shape: Shape(2, 3), elements: [0.5, 0.1, -0.3, 0.7, 0.2, 0.9])
    program.set(Name("A"), other)
    program.run()
    let scope = Scope(workspace, replacing: [Name("A"): other])
    for (index, name) in names.enumerated() {
      #expect(
        program.value(index).isClose(to: scope.value(name), tolerance: 1e-14), "\(name.latex)")
    }
  }
}
