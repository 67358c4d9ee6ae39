import Kernels
import Matrices
import Notation
import SourceText
import TestSupport
import Testing

/// Words and numbers below a letter: parts of a name, or what numbers a sequence. The values are
/// worked out by hand.
struct Labels {
  static let cases: [(lines: [String], value: Double)] = [
    // Words leave the letter free for a value with entries of its own.
    (["x_{\\text{in}} = 4", "x = (7, 8)", "y = x_1 + x_{\\text{in}}"], 11.0),
    (["x_{\\text{in}} = 4", "x_{\\text{out}} = 2", "y = x_{\\text{in}} - x_{\\text{out}}"], 2.0),
    // Numbers make a sequence of it, in parentheses above, too.
    (["h_0 = 1", "h_{t+1} = 2 h_t, \\quad t = 0, \\ldots, 3", "y = h_4"], 16.0),
    (["h^{(0)} = 1", "h^{(t+1)} = 2 h^{(t)}, \\quad t = 0, \\ldots, 3", "y = h^{(4)}"], 16.0),
    (["h_{\\text{max}} = 9", "h_0 = 1", "h_{t+1} = 3 h_t, \\quad t = 0, 1", "y = h_2"], 9.0),
    (["a_1 = 2", "a_2 = 3", "y = \\sum_{i=1}^{2} a_i"], 5.0),
    (["a_1 = 2", "a_2 = 3", "y = a_1 a_2"], 6.0),
    // A power stands above, and is no part of the name.
    (["x_{\\text{in}} = 4", "y = x_{\\text{in}}^2"], 16.0),
    (["a_1 = 2", "y = a_1^3"], 8.0),
    (["x_{\\text{in}} = 4", "a_1 = 2", "y = \\frac{x_{\\text{in}}}{a_1}"], 2.0),
    (["x_{\\text{in}} = 4", "y = -x_{\\text{in}}"], -4.0),
  ]

  @Test(arguments: cases) func `tell names from entries`(lines: [String], value: Double) {
    let (workspace, _, findings) = EquationReader.lesson(lines)
    #expect(findings.filter { $0.severity == .error }.map(\.summary) == [])
    #expect(workspace.values[Name("y")]?.elements == [value])
  }

  /// Hundreds of words below one letter are as many names.
  @Test func `are as many as are written`() {
    func name(_ number: Int) -> String {
      let letters = Array("abcdefghij")
      let word = String(String(number).compactMap { $0.wholeNumberValue.map { letters[$0] } })
      return "x_{\\text{\(word)}}"
    }
    let (workspace, _, findings) = EquationReader.lesson(
      ["\(name(1)) = 1"] + (2...400).map { "\(name($0)) = \(name($0 - 1)) + 1" } + [
        "y = \(name(400))"
      ])
    #expect(findings.filter { $0.severity == .error }.isEmpty)
    #expect(workspace.values[Name("y")]?.elements == [400])
  }
}
