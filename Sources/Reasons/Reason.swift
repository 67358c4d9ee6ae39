package import Kernels
import Matrices
package import Notation
package import SourceText

/// Why one line follows from the one above.
package struct Reason: Sendable {
  /// In the order of the table; empty when it holds and no rule explains it.
  package var rules: [Rule]
  /// The parts that changed, in the line above and in this one.
  package var before: [ChangedPart]
  package var after: [ChangedPart]

  /// Whether the line only says the same in another order: no law is needed.
  package var isRearrangement: Bool
}

/// Where a part of a line stands.
package struct ChangedPart: Sendable {
  package var whole: Location
  /// Of factors that change together each by itself, since others may stand between them.
  package var factors: [Location]
}

package enum Reasons {
  /// Longer formulas are not looked at: every law is a run of both lines.
  private static let longest = 20_000

  package static func isShort(_ above: Kernel, _ line: Kernel) -> Bool {
    above.costInWorlds <= longest && line.costInWorlds <= longest
  }

  /// Whether two lines are equal at the draws.
  package static func follows(_ line: Kernel, from above: Kernel, _ lesson: DrawnLesson) -> Bool {
    lesson.agree(Inference(before: Part(above), after: Part(line)))
  }

  /// Why a line follows from another one; nil when the two are not equal at drawn numbers.
  package static func reason(
    from above: Kernel, to line: Kernel, _ lesson: DrawnLesson
  ) -> Reason? {
    let inference = Inference(before: Part(above), after: Part(line))
    guard lesson.agree(inference) else { return nil }
    let found = InferencePlaces(lesson, inference)
    let places = found.places
    let recognitions = places.map { Recognition($0, lesson) }
    let rules = recognitions.reduce(into: found.rules) { $0.formUnion($1.rules) }
    return Reason(
      rules: rules.sorted { $0.order < $1.order }, before: places.map(\.before.place),
      after: places.map(\.after.place),
      isRearrangement: found.rules.isEmpty && recognitions.allSatisfy(\.isRearrangement))
  }
}

extension Reasons {
  /// Whether a line says what another one says, in another order of terms and factors or with other
  /// letters. What is still to be differentiated never says what is not: that both are 0 here may be
  /// an accident.
  package static func isSame(_ line: Kernel, _ other: Kernel, _ lesson: DrawnLesson) -> Bool {
    if line == other { return true }
    guard Counts(line).derivatives == Counts(other).derivatives else { return false }
    return reason(from: line, to: other, lesson)?.isRearrangement ?? false
  }
}

extension Equation {
  /// Why its lines follow from each other, by the place of the claim. Claims that do not hold have
  /// none, and those that compare sizes.
  package func reasons(in workspace: Workspace) -> [(claim: Int, reason: Reason)] {
    let wanted = claims.indices.filter { index in
      let claim = claims[index]
      return claim.verdict == .holds && claim.relation.isSymbol("=", "\\equiv")
        && Reasons.isShort(sides[claim.left].kernel, sides[claim.left + 1].kernel)
    }
    guard !wanted.isEmpty else { return [] }
    let lesson = DrawnLesson(workspace, at: sides[0].moment, where: sides.map(\.kernel))
    return wanted.compactMap { index in
      let left = claims[index].left
      return Reasons.reason(from: sides[left].kernel, to: sides[left + 1].kernel, lesson)
        .map { (index, $0) }
    }
  }
}

extension Kernel {
  /// How many operations it takes in a world, where ∂ runs forward, once for every entry of its
  /// variable.
  fileprivate var costInWorlds: Int {
    allNodes.compactMap(\.operation.derivative).reduce(cost) { cost, derivative in
      let shape = derivative.variableShape
      let entries =
        (derivative.row == nil ? shape.rows : 1) * (derivative.column == nil ? shape.columns : 1)
      return cost + entries * derivative.whole.cost
    }
  }

  /// Whether a derivative is taken in it.
  package var hasDerivative: Bool { Counts(self).derivatives > 0 }
}

extension MathTree {
  /// What stands at a place; of factors with others between them these alone.
  package func part(_ place: ChangedPart) -> MathTree? {
    guard !place.factors.isEmpty else { return part(place.whole) }
    let factors = place.factors.compactMap { part($0) }
    guard factors.count == place.factors.count else { return part(place.whole) }
    return .row(factors.flatMap(\.nodes), place.whole)
  }
}
