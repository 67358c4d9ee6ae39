import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// Rules for every layer: for which numbers they hold, what they leave behind, and what is said
/// where something is missing. The values are worked out by hand.
struct `Rules` {
  private static let given = [
    #"W^{(1)} = \begin{bmatrix} 1 & 2 \\ 3 & 4 \end{bmatrix}"#,
    #"W^{(2)} = \begin{bmatrix} 1 & -1 \end{bmatrix}"#, "b^{(1)} = (1, 0)", "b^{(2)} = 5",
    "a^{(1)} = (1, 2)",
  ]

  private struct Case: Sendable, CustomTestStringConvertible {
    var rules: [String]
    var name: String
    var values: [Double]

    init(_ rules: String..., gives name: String, _ values: [Double]) {
      (self.rules, self.name, self.values) = (rules, name, values)
    }

    var testDescription: String { rules.joined(separator: "; ") }
  }

  private static let cases = [
    // Two that need each other, and one that goes down.
    Case(
      "z^{(l+1)} = W^{(l)} a^{(l)} + b^{(l)}", "a^{(l)} = 2 z^{(l)}", gives: "z^{(3)}", [-5]),
    Case("a^{(l+1)} = W^{(l)} a^{(l)} + b^{(l)}", gives: "a^{(3)}", [0]),
    Case("d^{(3)} = 2", "d^{(l)} = (W^{(l)})^T d^{(l+1)}", gives: "d^{(1)}", [-4, -4]),
    // Of entries, of norms, by a stated range, with the number as a number.
    Case("c^{(l)} = \\|W^{(l)}\\|_F^2", gives: "c^{(1)}", [30]),
    Case("c^{(l)} = \\|b^{(l)}\\|^2, \\quad l = 1, 2", gives: "c^{(2)}", [25]),
    Case("c^{(l)}_i = \\sum_j W^{(l)}_{ij}", gives: "c^{(1)}", [3, 7]),
    // New values for all of them.
    Case("b^{(l)} := b^{(l)} + W^{(l)} (W^{(l)})^T b^{(l)}", gives: "b^{(2)}", [15]),
    Case("U^{(l)} = W^{(l)} - W^{(l)}", gives: "U^{(1)}", [0, 0, 0, 0]),
  ]

  @Test(arguments: cases)
  private func `hold for every number for which they can be computed`(one: Case) throws {
    let (workspace, _, findings) = EquationReader.lesson(Self.given + one.rules)
    #expect(findings.filter { $0.severity == .error }.map(\.summary) == [])
    let found = workspace.values.first { $0.key.latex == one.name }
    #expect(try #require(found).value.elements == one.values)
  }

  /// As if somebody had written each of them: the same names, values and formulas.
  @Test func `leave behind what is written out`() {
    let rules = ["z^{(l+1)} = W^{(l)} a^{(l)} + b^{(l)}", "a^{(l)} = 2 z^{(l)}"]
    let written = [
      "z^{(2)} = W^{(1)} a^{(1)} + b^{(1)}", "a^{(2)} = 2 z^{(2)}",
      "z^{(3)} = W^{(2)} a^{(2)} + b^{(2)}", "a^{(3)} = 2 z^{(3)}",
    ]
    let (own, other) = (
      EquationReader.lesson(Self.given + rules).workspace,
      EquationReader.lesson(Self.given + written).workspace
    )
    #expect(Set(own.definitions.keys) == Set(other.definitions.keys))
    #expect(own.values == other.values)
    #expect(own.structural == other.structural)
    for (name, formula) in other.formulas {
      #expect(own.formulas[name]?.kernel == formula.kernel, "\(name.latex)")
    }
    #expect(own.changeable.map(\.name.latex) == other.changeable.map(\.name.latex))
  }

  @Test(arguments: [
    // No number at all; a name that is nowhere; a number that nothing gives.
    (["v^{(l)} = u^{(l)} + 1"], FindingKind.noFirstMember),
    (["c^{(l)} = W^{(l)} q"], .undefinedName),
    (["c^{(l)} = l + 1"], .noFirstMember),
    // Two letters, one bound twice, one that never ends.
    (["c^{(l)} = W^{(l)} W^{(k)}"], .unboundIndex),
    (["c^{(l)} = \\sum_l b^{(l)}"], .boundTwice),
    (["t^{(1)} = 1", "t^{(l+1)} = 2 t^{(l)}"], .endlessRule),
    // Shapes that fit for one of them only.
    (["c^{(l)} = W^{(l)} + a^{(1)}"], .shapeMismatch),
  ])
  func `say what is wrong, once`(rules: [String], kind: FindingKind) {
    let findings = EquationReader.lesson(Self.given + rules).findings.filter {
      $0.severity == .error
    }
    #expect(findings.map(\.kind) == [kind], "\(findings.map(\.summary))")
  }

  /// What uses a name that could not get its value says nothing more.
  @Test(arguments: ["c^{(l)} = W^{(l)} q", "c^{(l)} = W^{(l)} + a^{(1)}"])
  func `that are broken are said where they stand`(rule: String) {
    let findings = EquationReader.lesson(Self.given + [rule, "e = c^{(2)} + 1", "g = 2 e"]).findings
    #expect(findings.filter { $0.severity == .error }.count == 1, "\(findings.map(\.summary))")
  }

  /// What an attempt for one number finds out stays with it.
  @Test func `that do not hold for a number leave no trace of it`() {
    let (workspace, equations, findings) = EquationReader.lesson(
      Self.given + ["n^{(2)} = 3", "c^{(l)} = n^{(l)} b^{(l)}"])
    #expect(findings.isEmpty)
    #expect(workspace.definitions.keys.filter { $0.latex.hasPrefix("c") }.count == 1)
    #expect(workspace.values.first { $0.key.latex == "c^{(2)}" }?.value.elements == [15])
    #expect(equations.filter { $0.kind == .definition && $0.ruleLetter == nil }.count == 1)
  }

  /// Updates of a rule happen at once: each goes on from the values before.
  @Test func `update all their members at once`() {
    let (workspace, _, findings) = EquationReader.lesson([
      "p^{(1)} = 1", "p^{(2)} = 10", "p^{(3)} = 100", "p^{(l)} := p^{(l)} + p^{(l+1)}",
    ])
    #expect(findings.filter { $0.severity == .error }.isEmpty)
    let values = (1...3).map { number in
      workspace.values.first { $0.key.latex == "p^{(\(number))}" }?.value.elements
    }
    #expect(values == [[11], [110], [100]])
  }

  /// What holds for one layer and not for another.
  @Test func `that claim something are tried for every number`() throws {
    let (_, equations, findings) = EquationReader.lesson(
      Self.given + ["c^{(1)} = 3", "c^{(2)} = 4", "\\|b^{(l)}\\|^2 = 9 c^{(l)} - 26"])
    #expect(findings.filter { $0.severity == .error }.isEmpty)
    let claims = equations.flatMap(\.claims)
    #expect(claims.map(\.holds) == [true, false])
  }
}
