import Notation

/// A lesson that is read for what later ones go on from.
extension EquationReader {
  /// What later lessons take from a statement beside the names that it defines.
  enum FurtherUse {
    case nothing
    /// A formula for a derivative (`rememberDerivative`).
    case derivative
    /// All of it: the slope of a function stands in it, by which numbers are opened.
    case everything
  }

  /// Whether a statement defines nothing, and leaves nothing to later lessons.
  func isMereClaim(_ tree: MathTree) -> Bool {
    let statement = StatementReader.read(tree)
    return statement.relations.allSatisfy { Self.relations.contains($0.symbol?.latex ?? "") }
      && furtherUse(of: statement) == .nothing
  }

  func furtherUse(of statement: Statement) -> FurtherUse {
    if statement.sides.contains(where: { ($0.nodes.first?.scripts?.primes ?? 0) > 0 }) {
      return .everything
    }
    guard let variable = statement.sides[0].wholeDerivative?.node.derivativeVariable else {
      return .nothing
    }
    // A single entry, as W_{12}, is no formula for all of them.
    let isEntry = variable.isIndexed && letters(variable).isEmpty
    return isEntry && !reader().isWholeName(variable) ? .nothing : .derivative
  }
}
