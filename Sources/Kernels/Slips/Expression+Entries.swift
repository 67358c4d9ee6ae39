import Matrices

extension Expression {
  /// f of it.
  func called(_ function: Function) -> Expression {
    Expression(
      .call(Call(function: function, order: 0)), [self], shape: shape, location: location)
  }

  /// An entry of a value, or a row times a column, as the same made from entries of its parts; nil
  /// where there is nothing to do.
  var pushingEntry: Expression? {
    guard let (row, column) = operation.entry else { return pushingProducts() }
    let pushed = operands[0].entry(row, column)
    return pushed.operation == operation ? nil : pushed
  }

  /// With every row times a column in it as a sum of products of entries.
  private func pushingProducts() -> Expression? {
    rewritten { part in
      let isProduct =
        part.shape.isScalar && part.operation == .product(.matrix)
        && part.operands.allSatisfy { !$0.shape.isScalar }
      return isProduct ? part.summands(0, 0) : nil
    }
  }

  /// An entry of a product of matrices as a sum; nil where that would be a long one.
  private func summands(_ row: Int, _ column: Int) -> Expression? {
    let (left, right) = (operands[0], operands[1])
    let count = left.shape.columns
    guard count <= Self.mostSummands else { return nil }
    let terms = (0..<count).map { place in
      Expression(
        .product(.matrix), [left.entry(row, place), right.entry(place, column)], shape: .scalar,
        location: location)
    }
    return terms.count == 1
      ? terms[0]
      : Expression(
        .sum(.terms(terms.map { _ in .plus })), terms, shape: .scalar, location: location)
  }

  private static let mostSummands = 6

  private func entry(_ row: Int, _ column: Int) -> Expression {
    if shape.isScalar { return self }
    func parts(_ expressions: [Expression]) -> [Expression] {
      expressions.map { part in
        part.shape == shape
          ? part.entry(row, column)
          : part.shape.isScalar
            ? part
            : part.entry(part.shape.rows == 1 ? 0 : row, part.shape.columns == 1 ? 0 : column)
      }
    }
    func same(_ operands: [Expression]) -> Expression {
      Expression(operation, operands, shape: .scalar, location: location)
    }
    let alone = Expression(
      .placement(.entries(row: row, column: column)), [self], shape: .scalar, location: location)
    switch operation {
    case .sum(.terms), .product(.hadamard), .entrywise, .call: return same(parts(operands))
    case .product(.matrix):
      let (left, right) = (operands[0], operands[1])
      if left.shape.isScalar || right.shape.isScalar { return same(parts(operands)) }
      return summands(row, column) ?? alone
    case .placement(.transpose): return operands[0].entry(column, row)
    case .placement(.entries(let own, let other)):
      return operands[0].entry(own ?? row, other ?? column)
    case .leaf, .indexed, .sum, .product, .norm, .placement, .square, .column, .statistic, .fold,
      .tabulation, .evaluation, .derivative:
      return alone
    }
  }
}
