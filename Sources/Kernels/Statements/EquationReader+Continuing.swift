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

  /// The derivative for which a statement has a formula, told by the names alone: what is
  /// differentiated would be written out to be read.
  private struct StatedDerivative {
    var name: Name
    /// That of the variable, where the derivative of a number by all of it is stated.
    var shape: Shape?
  }

  /// - Parameter free: the indices of the statement.
  private func statedDerivative(
    _ statement: Statement, _ free: [RunningIndex] = []
  ) -> StatedDerivative? {
    guard let (node, body) = statement.sides[0].wholeDerivative,
      let variable = node.derivativeVariable
    else { return nil }
    var reader = knowingReader()
    func expression(_ tree: MathTree) -> Expression? {
      let letters = Set(letters(tree).map(\.letter))
      return reader.read(letters.reduce(tree) { reader.substituted($0, $1, 1) })
    }
    guard let quantity = expression(.row(body)), let quantityName = quantity.operation.name,
      let varied = expression(variable),
      let whole = varied.operation.picksEntries ? varied.operands.first : varied,
      let name = whole.operation.name
    else { return nil }
    let indices = variable.scripts?.lower?.indexParts(splitsDigits: true).compactMap(\.letter)
    let all = [whole.shape.rows, whole.shape.columns].filter { $0 > 1 }.map { 1..<$0 + 1 }
    let isWhole =
      varied.operation.picksEntries
      ? indices == free.map(\.letter) && free.map(\.numbers) == all : free.isEmpty
    return StatedDerivative(
      name: .derivative(of: quantityName, by: name),
      shape: isWhole && quantity.shape.isScalar ? whole.shape : nil)
  }

  /// Whether it says what a derivative is of which that has been said before.
  func statesKnownDerivative(_ statement: Statement) -> Bool {
    statedDerivative(statement).map { !workspace.isFree($0.name) } ?? false
  }

  /// Remembers a formula for a derivative, which is not looked at itself.
  mutating func rememberDerivative(_ equation: inout Equation, _ statement: Statement) {
    let left: (name: Name?, shape: Shape)?
    if let stated = statedDerivative(statement, equation.free), let shape = stated.shape {
      left = (stated.name, shape)
    } else {
      left = kernel(of: statement.sides[0], equation.free, nil, prefersFormulas: false)
        .map { ($0.nameOfDerivative, $0.shape) }
    }
    guard let left,
      let side = read(statement.sides[1], equation.free, nil, prefersFormulas: true),
      side.value.shape == left.shape
    else { return }
    equation.runs = true
    if let name = left.name { remember(side, as: name, &equation) }
  }
}
