import Kernels
import Lessons
import Matrices
package import Notation
package import Reasons
package import SourceText

extension Shown {
  /// A line of a derivation: what it says, and why it follows from the one above.
  package struct DerivationLine: Sendable {
    /// From 2; the first line is what the derivation begins with.
    package var number: Int
    package var relation: MathTree
    package var tree: MathTree
    package var verdict: Verdict
    /// Nil where it does not follow.
    package var reason: Reason?
    /// What changed, in the line above and here.
    package var parts: [(before: MathTree, after: MathTree)]
    /// The part of this line that the next one changes.
    package var next: Location?
    /// The numbers of this line, operation by operation.
    package var numbers: [Reduction]
  }

  /// Whether lines follow from each other here.
  package var isDerivation: Bool { !derivation.isEmpty }

  /// What is shown one after the other: reductions, or the lines of a derivation.
  package var pieces: Range<Int> {
    isDerivation ? derivation.indices : reductions.indices
  }
}

extension Shown.DerivationLine {
  /// Why it follows, in words; empty where no rule is known.
  package var reasonText: String {
    (reason?.rules ?? []).map(\.text).joined(separator: ", ")
  }
}

extension Presenter {
  /// The lines of a derivation below its first.
  func derivation(
    _ equation: Equation, _ reductions: [Shown.Reduction]
  ) -> [Shown.DerivationLine] {
    guard equation.isDerivation else { return [] }
    let reasons = Dictionary(
      uniqueKeysWithValues: equation.reasons(in: lesson.workspace).map { ($0.claim, $0.reason) })
    return zip(equation.claims, equation.shownVerdicts).enumerated().map { index, both in
      let (claim, verdict) = both
      let side = claim.left + 1
      let reason = reasons[index]
      return Shown.DerivationLine(
        number: side + 1, relation: claim.relation, tree: equation.sides[side].tree,
        verdict: verdict, reason: reason,
        parts: reason.map { zip($0.before, $0.after).map { (Self.part($0), Self.part($1)) } } ?? [],
        next: reasons[index + 1]?.before.first,
        numbers: reductions.filter { $0.side == side })
    }
  }

  private static func part(_ location: Location) -> MathTree { MathReader.read(location.text) }
}
