import Kernels
import Matrices
import Notation
import SourceText

/// An equation as JSON, with its reductions and what came out of its claims.
struct EquationReport: Encodable, Sendable {
  struct Side: Encodable, Sendable {
    var latex: String
    var value: [[Double]]
  }

  struct Claim: Encodable, Sendable {
    var latex: String
    /// Which two sides it compares, from 0.
    var sides: [Int]
    var holds: Bool
    /// In words, how far: "exactly", "but for rounding …".
    var degree: String
    var difference: Double
    /// Where the sides are furthest apart, from 1, and their values there.
    var row: Int
    var column: Int
    var left: Double
    var right: Double
    /// The rules by which the right side follows from the left one, where that is known.
    var reasons: [String]
  }

  struct Reduction: Encodable, Sendable {
    /// Which side is reduced, from 0.
    var side: Int
    /// The side as it stands now; numbers that can be opened are `\number{ID}{…}`, and what is
    /// reduced next is `\marked{…}`.
    var tagged: String
    /// The same as plain LaTeX.
    var latex: String
    /// What it equals when that is not the equation's left side: `\delta_1`.
    var lead: String?
    /// What was done: "matrix product".
    var label: String
    /// The same with what it was done to, where that is short: "matrix product: W⁽²⁾ a⁽²⁾".
    var note: String
    /// What it was done to, as the lesson writes it.
    var of: String?
    /// The numbers of the free indices, where it is about one instance.
    var instance: [String: Int]?
  }

  var line: Int
  var latex: String
  /// With the numbers of a given tagged as in reductions.
  var tagged: String
  var kind: String
  var name: String?
  var names: [String]
  var shape: [Int]?
  var value: [[Double]]?
  /// The letter of a rule or loop: what follows is it for one number after the other.
  var rule: String?
  var sides: [Side]
  var claims: [Claim]
  var reductions: [Reduction]
  /// The lines of NumPy that compute it.
  var numpy: [String]

  /// - Parameter reasons: the rules of its claims, by their place.
  init(
    _ formula: Shown.Formula, reductions: [Shown.Reduction], reasons: [Int: [String]],
    numPy: [String],
    _ book: inout NumberBook
  ) {
    let equation = formula.equation
    numpy = numPy
    line = equation.location.position.line
    latex = equation.tree.latex
    tagged = book.tagged(formula.tree)
    if let value = formula.value { tagged += " = " + book.tagged(value) }
    kind = equation.kind.rawValue
    name = equation.names.first?.latex
    names = equation.names.map(\.latex)
    shape = equation.shape.map { [$0.rows, $0.columns] }
    value = equation.value?.rows
    rule = equation.ruleLetter
    sides = equation.sides.map { Side(latex: $0.tree.latex, value: $0.value.rows) }
    claims = zip(equation.claims, equation.shownVerdicts).enumerated().map { index, both in
      Claim(both.0, both.1, reasons[index] ?? [])
    }
    self.reductions = reductions.map { Reduction($0, &book) }
  }
}

extension EquationReport.Claim {
  fileprivate init(
    _ claim: Equation.Claim, _ verdict: Shown.Verdict, _ reasons: [String]
  ) {
    self.reasons = reasons
    latex = [verdict.left, verdict.relation, verdict.right].map(\.latex).joined(separator: " ")
    sides = [claim.left, claim.left + 1]
    holds = verdict.holds
    degree = verdict.degree.text
    difference = claim.difference.largest
    row = verdict.place.row + 1
    column = verdict.place.column + 1
    left = verdict.entries.left
    right = verdict.entries.right
  }
}

extension EquationReport.Reduction {
  fileprivate init(_ shown: Shown.Reduction, _ book: inout NumberBook) {
    let reduction = shown.reduction
    side = shown.side
    tagged = book.tagged(reduction.tree, marked: shown.next)
    latex = reduction.tree.latex
    lead = reduction.lead?.latex
    label = reduction.act.label
    note = label + (reduction.namedPart().map { ": " + $0 } ?? "")
    of = reduction.subterm?.withoutParentheses.latex
    instance = reduction.act.instance.map { numbers in
      Dictionary(numbers.map { ($0.letter, $0.number) }) { $1 }
    }
  }
}
