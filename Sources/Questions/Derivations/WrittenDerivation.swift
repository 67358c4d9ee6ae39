package import Kernels
package import Notation
import Reasons
package import SourceText

/// A derivative that no author has derived, line by line.
package struct WrittenDerivation {
  /// The formula itself is the first.
  package let lines: [ShownLine]
  /// Whether no ∂ is left in the last one.
  package let isDone: Bool

  /// Why a formula cannot be read; nil where there is no derivative in it.
  package struct Unreadable: Error {
    package var finding: Finding?
  }

  /// - Parameter file: where the formula was typed.
  package init(
    of tree: MathTree, in file: SourceFile, _ workspace: Workspace
  ) throws(Unreadable) {
    do throws(DerivationWriter.Unreadable) {
      let written = try DerivationWriter(workspace).lines(below: tree, in: file)
      let first = ShownLine(
        number: 1, tree: tree.withoutNeedlessParentheses, why: "", holds: true)
      lines =
        [first]
        + written.lines.enumerated().map { index, line in
          ShownLine(
            number: index + 2, tree: line.tree,
            why: line.reason.rules.map(\.text).joined(separator: ", "), holds: true)
        }
      isDone = written.isDone
    } catch {
      throw Unreadable(finding: error.finding)
    }
  }
}
