import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// Rounds of loops that are not shown are done at once, by prepared operations. What they come to
/// is computed here by loops of Swift.
struct `Rounds done at once` {
  private static func values(
    _ givens: String, _ statements: [String], rounds: Int, of name: String
  ) throws -> (elements: [Double], findings: [Finding]) {
    let loop =
      "\\text{for } k = 1, \\ldots, \(rounds): "
      + statements.map { "\\\\ \\quad \($0)" }.joined()
    let (workspace, _, findings) = EquationReader.lesson([givens + " \\\\ " + loop])
    return (try #require(workspace.values[Name(name)]).elements, findings)
  }

  private func expect(_ found: [Double], _ wanted: [Double]) {
    #expect(found.count == wanted.count)
    for (one, other) in zip(found, wanted) {
      #expect(abs(one - other) <= 1e-12 * max(1, abs(other)), "\(one), \(other)")
    }
  }

  static let counts = [1, 7, 8, 40, 700]

  @Test(arguments: counts) func `of a map`(rounds: Int) throws {
    let found = try Self.values(
      "x = 0.2 \\\\ r = 2.9", ["x := r x (1 - x)"], rounds: rounds, of: "x")
    var x = 0.2
    for _ in 0..<rounds { x = 2.9 * x * (1 - x) }
    #expect(found.findings.isEmpty)
    expect(found.elements, [x])
  }

  @Test(arguments: counts) func `of two that turn each other`(rounds: Int) throws {
    let found = try Self.values(
      "u = 1 \\\\ v = 0", ["u := 0.8 u - 0.6 v", "v := 0.6 u + 0.8 v"], rounds: rounds, of: "u")
    var (u, v) = (1.0, 0.0)
    for _ in 0..<rounds { (u, v) = (0.8 * u - 0.6 * v, 0.6 * u + 0.8 * v) }
    expect(found.elements, [u])
  }

  /// By way of definitions: a gradient, and what it is made from.
  @Test(arguments: counts) func `of a descent`(rounds: Int) throws {
    let found = try Self.values(
      "w = (1, -2) \\\\ A = \\begin{bmatrix} 2 & 1 \\\\ 1 & 3 \\end{bmatrix} \\\\ E = \\frac12 w^T A w",
      ["w := w - 0.1 \\nabla_w E"], rounds: rounds, of: "w")
    var w = [1.0, -2.0]
    for _ in 0..<rounds {
      w = [w[0] - 0.1 * (2 * w[0] + w[1]), w[1] - 0.1 * (w[0] + 3 * w[1])]
    }
    expect(found.elements, w)
  }

  @Test(arguments: counts) func `of entries, and of the largest`(rounds: Int) throws {
    let found = try Self.values(
      "p = (0.5, 0.3, 0.2) \\\\ "
        + "M = \\begin{bmatrix} 0.9 & 0.2 & 0 \\\\ 0.1 & 0.5 & 0.3 \\\\ 0 & 0.3 & 0.7 \\end{bmatrix}"
        + " \\\\ t = 0",
      ["p_i := \\sum_{j=1}^{3} M_{ij} p_j", "t := t + \\max_i p_i"], rounds: rounds, of: "t")
    let matrix = [[0.9, 0.2, 0], [0.1, 0.5, 0.3], [0, 0.3, 0.7]]
    var (p, t) = ([0.5, 0.3, 0.2], 0.0)
    for _ in 0..<rounds {
      let old = p
      p = matrix.map { row in zip(row, old).map { $0 * $1 }.reduce(0, +) }
      // Both happen at once: the largest is that of the values before.
      t += old.max() ?? 0
    }
    expect(found.elements, [t])
  }

  /// A number in between that is infinite is said, though what comes of it is a number again.
  @Test(arguments: [5, 40]) func `that pass through what is no number are said`(rounds: Int) throws
  {
    let found = try Self.values(
      "z = 100 \\\\ s = 0", ["z := 2 z", "s := s + \\frac{1}{1 + e^z}"], rounds: rounds, of: "s")
    #expect(found.elements[0].isFinite)
    #expect(found.findings.contains { $0.kind == .notFinite })
  }

  /// The largest number is finite, and so are 0 and the smallest.
  @Test(arguments: [
    "1.7976931348623157 \\cdot 10^{308}", "5 \\cdot 10^{-324}", "0", "-1.7 \\cdot 10^{308}",
  ])
  func `at the ends of what numbers can be are rounds like others`(number: String) throws {
    let found = try Self.values(
      "a = \(number) \\\\ b = 1", ["b := a", "a := b"], rounds: 41, of: "b")
    let start = EquationReader.lesson(["a = \(number)"]).workspace.values[Name("a")]?.elements
    #expect(found.elements == start)
    #expect(!found.findings.contains { $0.kind == .notFinite })
  }
}
