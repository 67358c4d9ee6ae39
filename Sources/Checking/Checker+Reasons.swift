import Kernels
import Matrices
import Notation
import Reasons
import SourceText

/// Why the lines of a derivation follow from each other, and by what mistake one does not.
extension Checker {
  /// From so many rules on a step is long.
  private static let longStep = 4

  /// What is worth saying about the steps of a chain that hold.
  mutating func checkReasons(_ equation: Equation) {
    guard equation.isDerivation else { return }
    for (index, reason) in equation.reasons(in: workspace) {
      let claim = equation.claims[index]
      let line = equation.sides[claim.left + 1].tree.location
      let location = claim.relation.location.through(line)
      if let stated = StatedReason(behind: line) {
        let needless = equation.rulesNotNeeded(in: stated, of: index, in: workspace)
        if !needless.isEmpty {
          let found = reason.rules.map(\.text).joined(separator: ", ")
          report(
            .reasonDiffers, .warning, at: stated.location,
            "This step does not need what is said of it: \(needless.joined(separator: ", "))",
            help: (found.isEmpty ? "" : "Found is: \(found). ")
              + "Take the words away to have that shown, or change the line.")
        }
        continue
      }
      if reason.rules.isEmpty, !reason.isRearrangement {
        report(
          .reasonUnknown, .hint, at: location,
          "This line holds, and no rule that is known here explains it",
          help: "Write a line between, or leave it: it is shown without a reason.")
      } else if reason.rules.count >= Self.longStep {
        report(
          .longStep, .hint, at: location,
          "\(reason.rules.count) rules at once: "
            + reason.rules.map(\.text).joined(separator: ", "),
          help: "A line between would let a student follow.")
      }
    }
  }

  /// By what wrong law a line of a derivation came about, as a sentence; nil where none leads to
  /// it.
  func wrongLaws(_ equation: Equation, _ index: Int) -> String? {
    let claim = equation.claims[index]
    let (above, line) = (equation.sides[claim.left], equation.sides[claim.left + 1])
    guard equation.derives, claim.relation.isSymbol("="),
      Reasons.isShort(above.kernel, line.kernel)
    else { return nil }
    let next = equation.sides.dropFirst(claim.left + 2).first { other in
      other.value.shape == above.value.shape && other.value.isClose(to: above.value)
    }
    let laws = Reasons.wrongLaws(
      from: above.kernel, to: line.kernel, insteadOf: next?.kernel,
      DrawnLesson(workspace, at: above.moment))
    guard !laws.isEmpty else { return nil }
    return "Perhaps " + laws.prefix(2).map(\.text).joined(separator: "; or ") + "."
  }
}

extension Equation {
  /// Whether lines follow from each other in it, or a derivative is worked out.
  fileprivate var derives: Bool {
    claims.count > 1 || sides.contains { $0.kernel.hasDerivative }
  }
}
