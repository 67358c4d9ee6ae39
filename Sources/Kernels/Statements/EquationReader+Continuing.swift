import Matrices
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

  /// Whether it says what a derivative is of which that has been said before.
  func statesKnownDerivative(_ statement: Statement) -> Bool {
    guard let (node, body) = statement.sides[0].wholeDerivative,
      let variable = node.derivativeVariable
    else { return false }
    var reader = knowingReader()
    func name(_ tree: MathTree) -> Name? {
      let first = Set(letters(tree).map(\.letter)).reduce(tree) { reader.substituted($0, $1, 1) }
      guard let expression = reader.read(first) else { return nil }
      return expression.operation.name
        ?? (expression.operation.picksEntries ? expression.operands[0].operation.name : nil)
    }
    guard let quantity = name(.row(body)), let variable = name(variable) else { return false }
    return !workspace.isFree(Name.derivative(of: quantity, by: variable))
  }

  /// Remembers a formula for a derivative, which is not looked at itself.
  mutating func rememberDerivative(_ equation: inout Equation, _ statement: Statement) {
    let (left, right) = (statement.sides[0], statement.sides[1])
    guard let derivative = kernel(of: left, equation.free, nil, prefersFormulas: false),
      let side = read(right, equation.free, nil, prefersFormulas: true),
      side.value.shape == derivative.shape
    else { return }
    equation.runs = true
    remember(side, asDerivative: derivative, &equation)
  }
}
