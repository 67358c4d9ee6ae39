import Matrices
import Notation
import SourceText

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

extension EquationReader {
  /// Of the fixes of shapes that do not fit, those with which the whole statement fits; those with
  /// which all its claims hold come first.
  mutating func tryFixes(since count: Int, of tree: MathTree) {
    for index in findings.indices.dropFirst(count) where !findings[index].fixes.isEmpty {
      let tried = findings[index].fixes.compactMap { fix -> (Finding.Fix, holds: Bool)? in
        holds(tree.location, with: fix).map { (fix, $0) }
      }
      findings[index].fixes = (tried.filter(\.holds) + tried.filter { !$0.holds }).map(\.0)
    }
  }

  /// Whether the claims of a statement hold after a change of its text; nil when it does not run.
  private func holds(_ location: Location, with fix: Finding.Fix) -> Bool? {
    guard location.contains(fix.location) else { return nil }
    let head = location.start.gap(to: fix.location).text
    let tail = fix.location.gap(to: location.end).text
    // The & of an alignment would be a stray sign in a formula of its own.
    let text = (head + fix.replacement + tail).replacing("&", with: "")
    let edited = SourceFile(path: file.path, text: text)
    let read = MathReader.read(MathSource(edited, edited.bytes.indices), for: .live)
    var trial = EquationReader(workspace, in: edited)
    trial.isThorough = false
    var equations: [Equation] = []
    for block in StatementReader.blocks(read.lines) { equations += trial.read(block.statements) }
    let errors = trial.findings.filter { $0.severity == .error }
    guard read.findings.isEmpty, errors.allSatisfy({ $0.kind == .claimFails }) else { return nil }
    return errors.isEmpty && equations.contains { !$0.claims.isEmpty }
  }
}
