import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// Claims that are true and claims that are not, by hand.
struct `Relations` {
  private static let givens = #"""
    a = 0.1
    b = 0.2
    k = 1000
    l = 1001
    n = 1002.5
    v = (1, 1)
    w = (1, 2)
    q = 0.84

    """#

  private func holds(_ claim: String) throws -> Bool {
    let file = SourceFile(path: "case", text: Self.givens + claim + "\n")
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.checked(read.lines, in: file, &workspace)
    let others = result.findings.filter { $0.severity == .error && $0.kind != .claimFails }
    #expect(others.map(\.summary) == [], "\(claim)")
    let claims = try #require(result.equations.last?.claims, "\(claim)")
    try #require(claims.count == 1, "\(claim)")
    #expect(
      result.findings.contains { $0.kind == .claimFails } == !claims[0].holds, "\(claim)")
    return claims[0].holds
  }

  @Test(arguments: [
    "a + b = 0.3", "k = 1000", "l - k = 1", "v \\circ w = w", "a < b", "b > a",
    "a \\le b", "a \\le 0.1", "a + b \\le 0.3", "a + b \\ge 0.3", "b \\geq a", "w \\ge 1",
    "w \\ge v", "v < 2", "a \\leqslant b", "b \\geqslant a",
    // Rounded to the decimals that are written.
    "\\frac{1}{3} \\approx 0.33", "\\frac{1}{3} \\approx 0.3", "\\frac{1}{3} \\approx 0.3333",
    "\\frac{2}{3} \\approx 0.67", "\\frac{1}{8} \\approx 0.13", "\\frac{1}{8} \\approx 0.12",
    "k \\approx 1000", "v \\approx (1.0, 1.0)", "0.33 \\approx \\frac{1}{3}",
    // Between two formulas within one part in a thousand of the larger.
    "k \\approx l", "l \\approx k",
  ])
  func `that are true`(claim: String) throws { #expect(try holds(claim)) }

  @Test(arguments: [
    "a + b = 0.30000001", "k = l", "v = w", "w - v = (0, 2)", "a < a", "a > a", "a + b < 0.3",
    "b < a", "a > b", "b \\le a", "a \\ge b", "w < 2", "w > 1", "w \\le v", "a \\le 0.09999",
    "\\frac{1}{3} \\approx 0.34", "\\frac{1}{3} \\approx 0.32", "\\frac{1}{3} \\approx 0.3334",
    "\\frac{1}{8} \\approx 0.14", "\\frac{1}{8} \\approx 0.1251", "k \\approx 1001",
    "v \\approx (1.0, 1.1)", "k \\approx n", "n \\approx k",
    // A sum that is typed is a formula, and its decimals say nothing.
    "q \\approx 0.5 + 0.3", "q \\approx 0.9 \\cdot 0.9",
  ])
  func `that are not`(claim: String) throws { #expect(try !holds(claim)) }

  /// Rounding moves k + s by at most one unit of its last place, 10⁻¹⁰ of s; what is told of the
  /// claim is the same at every scale.
  @Test(arguments: [
    ("1000000", "0.1"), ("1000", "0.0001"), ("1", "0.0000001"), ("0.001", "0.0000000001"),
  ])
  func `rounding refutes nothing, whatever the scale`(k: String, s: String) throws {
    let file = SourceFile(path: "case", text: "k = \(k)\ns = \(s)\nk + s - k = s\n")
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let result = EquationReader.checked(read.lines, in: file, &workspace)
    #expect(result.findings.map(\.kind) == [])
    #expect(result.equations.last?.claims.map(\.holds) == [true])
  }

  @Test func `the difference is told where it is largest`() throws {
    let file = SourceFile(
      path: "case",
      text: "A = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}\n"
        + "A = \\begin{bmatrix} 1 & 2.5 \\\\ 3.25 & 4 \\end{bmatrix}\n")
    let read = MathReader.read(MathSource(file, file.bytes.indices), for: .live)
    var workspace = Workspace()
    let claim = try #require(
      EquationReader.checked(read.lines, in: file, &workspace).equations.last?.claims.first)
    #expect(!claim.holds)
    #expect(
      (claim.difference.largest, claim.difference.row, claim.difference.column) == (0.5, 0, 1))
  }
}
