import Matrices
import Notation
package import SourceText

extension ExpressionReader {
  /// Changes of the text that may make two operands fit: one of them, or a factor inside,
  /// transposed; the two swapped; the other product. Whether the statement then fits is tried
  /// afterwards.
  func possibleFixes(_ left: Expression, _ right: Expression, isProduct: Bool) -> [Finding.Fix] {
    var fixes: [Finding.Fix] = []
    var seen: Set<Location> = []
    for operand in [left, right] + left.factors + right.factors
    where !operand.shape.isScalar && seen.insert(operand.location).inserted {
      fixes.append(transposing(operand))
    }
    guard isProduct else { return fixes }
    let whole = joined(left, right)
    let (a, b) = (left.location.text, right.location.text)
    let sign = left.location.gap(to: right.location).text
    let isElementwise = ["\\circ", "\\odot", "\\bullet"].contains { sign.contains($0) }
    fixes.append(
      .init(
        whole, isElementwise ? "\(a) \(b)" : "\(a) \\circ \(b)",
        isElementwise ? "take the matrix product" : "multiply entry by entry"))
    fixes.append(.init(whole, "\(b)\(sign.isEmpty ? " " : sign)\(a)", "swap the factors"))
    return fixes
  }

  private func transposing(_ operand: Expression) -> Finding.Fix {
    let written = operand.location.text
    let name = text(operand)
    if operand.operation.isTranspose, let inner = operand.operands.first {
      var bare = inner.location.text
      // (W^{(2)})^T was in parentheses for the T only.
      if bare.hasPrefix("("), bare.hasSuffix(")"), inner.operation.name != nil {
        bare = String(bare.dropFirst().dropLast())
      }
      return .init(
        operand.location, bare, "take \(text(inner)) without the transpose")
    }
    let isGroup = written.hasSuffix(")") && (written.hasPrefix("(") || written.hasPrefix("\\left"))
    let isBare = isGroup || !written.contains { "^_ +-\\".contains($0) }
    return .init(
      operand.location, isBare ? "\(written)^T" : "(\(written))^T",
      "transpose \(name)")
  }
}

extension Expression {
  /// The factors of a product, and the inside of a transpose.
  fileprivate var factors: [Expression] {
    operation.isProduct ? operands.flatMap { [$0] + $0.factors } : []
  }
}

/// A finding with changes that may mend it, which nobody has tried: the statement, and the
/// workspace before it.
package struct UntriedFixes: Sendable {
  package var finding: Finding
  package var statement: Location
  package var workspace: Workspace
}
