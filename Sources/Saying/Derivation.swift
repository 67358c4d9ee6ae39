package import Kernels
import Lessons
import Matrices
package import Notation
package import Questions
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
    /// What its author says of it instead.
    package var stated: String?
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
    stated ?? (reason?.rules ?? []).map(\.text).joined(separator: ", ")
  }

  /// What is said instead where there is no rule to be shown.
  package var withoutRule: String? {
    guard verdict.holds, let reason else {
      return "Line \(number) does not follow from the one above."
    }
    guard reason.rules.isEmpty else { return nil }
    return reason.isRearrangement
      ? "Line \(number) says the same in another order."
      : "Line \(number) holds, and no rule that is known here explains it."
  }
}

extension Shown.DerivationLine {
  /// The last line that a student has written of a derivation; nil where there is none.
  package init?(lastOf attempt: Attempt, _ check: Check, _ values: ValueStyle) {
    let lines = attempt.derivation.lines
    guard let author = check.derivation, let line = lines.last else { return nil }
    let above = lines.dropLast().last?.tree ?? author.first
    let equation = Equation(alone: line.side)
    self.init(
      number: lines.count + 1, relation: .row(MathTree.sign("="), .nowhere), tree: line.tree,
      verdict: Shown.Verdict(
        left: above, relation: .row(MathTree.sign("="), .nowhere), right: line.tree, holds: true,
        degree: .exact, isOrder: false, place: (0, 0), entries: (0, 0)),
      reason: line.reason, parts: line.reason.parts(above, line.tree), next: nil,
      numbers: equation.reductions(values).map { side, reduction in
        Shown.Reduction(
          begins: nil, side: side, reduction: reduction, isLaterSide: false, next: nil,
          window: nil)
      })
  }
}

extension Reason {
  /// What changed, where it stands in one piece.
  func parts(_ above: MathTree, _ line: MathTree) -> [(before: MathTree, after: MathTree)] {
    zip(before, after).compactMap { before, after in
      guard let old = above.part(before), let new = line.part(after) else { return nil }
      return (old.withoutNeedlessParentheses, new.withoutNeedlessParentheses)
    }
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
        verdict: verdict, reason: reason, stated: equation.statedReason(of: index)?.text,
        parts: reason.map {
          $0.parts(equation.sides[claim.left].tree, equation.sides[side].tree)
        } ?? [],
        next: reasons[index + 1]?.before.first?.whole,
        numbers: reductions.filter { $0.side == side })
    }
  }
}
