import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// What free indices run over: told by the sizes of the names that they pick from, or by what is
/// read where they stand elsewhere, too. The values are worked out by hand.
struct `Free indices` {
  private static let given = [
    #"W = \begin{bmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \end{bmatrix}"#, "x = (1, -1, 2)", "u = (10, 20)",
    "h(x) = W x", "w = (2, -2, 4)", "v_1 = 3", "v_2 = 5", #"\Delta u = (1, 2, 3)"#,
  ]

  @Test(arguments: [
    ("y_i = W_{2i} x_i", [4.0, -5, 12]),
    ("y_{ij} = W_{ji}", [1, 4, 2, 5, 3, 6]),
    (#"y_j = W_{j,:} x"#, [5, 11]),
    (#"y_i = \sum_{j=1}^{2} W_{ji} u_j"#, [90, 120, 150]),
    (#"y_i = \sum_j W_{ji} u_j"#, [90, 120, 150]),
    // The letter is a number, too; it is moved.
    ("y_i = i x_i", [1, -2, 6]),
    ("y_i = x_{i+1} - x_i", [-2, 3]),
    // Each number is a name of its own; a quantity at another input; ΔW is not W.
    ("y_i = v_i u_i", [30, 100]),
    ("y_i = h_i(w)", [10, 22]),
    (#"y_i = \Delta u_i"#, [1, 2, 3]),
    // Beside a name that does not say how many there are.
    (#"y_i = u_i + \max_k x_k"#, [12, 22]),
  ])
  func `run over what they pick from`(formula: String, values: [Double]) throws {
    let (workspace, _, findings) = EquationReader.lesson(Self.given + [formula])
    #expect(findings.map(\.summary) == [])
    let value = try #require(workspace.values[Name("y")])
    #expect(value.elements == values)
  }

  @Test(arguments: [
    "y_i = x_i + u_i", "y_i = W_{1i} + W_{i1}", #"y_i = \sum_{j=1}^{2} W_{ij} + x_i"#,
  ])
  func `have one range`(formula: String) {
    let findings = EquationReader.lesson(Self.given + [formula]).findings
    #expect(findings.map(\.kind) == [.shapeMismatch])
    #expect(findings.first?.summary.hasPrefix("i runs over the") == true)
  }

  /// A rule is read where it stands: what is wrong for one of its numbers is said once, and what
  /// uses it says nothing more; where something is missing, there is no such number.
  @Test func `of a rule are tried one by one`() {
    let (workspace, _, findings) = EquationReader.lesson([
      #"A^{(1)} = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"#,
      #"A^{(2)} = \begin{bmatrix} 1 & 2 & 3 \end{bmatrix}"#, #"A^{(3)} = (1, 2)"#,
      "b^{(1)} = (1, 1)", "b^{(2)} = (1, 1)", "M^{(l)} = A^{(l)} b^{(l)}", "c = M^{(1)}",
      "d = M^{(2)}",
    ])
    #expect(findings.map(\.kind) == [.shapeMismatch])
    #expect(workspace.values[Name("c")]?.elements == [3, 7])
    #expect(workspace.values[Name("d")] == nil)
    #expect(workspace.definitions.keys.filter { $0.shown.hasPrefix("M") }.count == 2)
  }
}
