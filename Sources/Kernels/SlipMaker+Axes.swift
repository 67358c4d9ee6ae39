import Matrices
import SourceText

/// Sums along the other axis of a matrix.
extension SlipMaker {
  /// One index of an entry runs with the sum, the other one stands still: the slip is to let the
  /// other one run. Nil where the sum takes no single entries, or the standing index finds no place
  /// on the other axis.
  func wrongAxis(_ expression: Expression, _ fold: Fold) -> Change? {
    guard fold.kind == .sum, expression.operands.count > 1,
      let running = Running(expression.operands[0], expression.operands[1]),
      expression.operands.dropFirst(2).allSatisfy({ Running(expression.operands[0], $0) == running }
      ),
      running.standing < running.count(along: running.axis)
    else { return nil }
    let terms = (0..<running.count(along: running.axis.other)).map { number in
      running.turned(expression.operands[0], number)
    }
    let numbers = Array(1...terms.count)
    let axis = running.axis == .columns ? "columns" : "rows"
    return Change(
      kind: .wrongAxis,
      sentence: "You summed along the other axis: \(Name(fold.index).shown) numbers the \(axis) of "
        + "\(text(running.matrix)).",
      expression: Expression(
        .fold(
          Fold(
            kind: .sum, index: fold.index, numbers: numbers, bodies: [],
            isOfNumbers: fold.isOfNumbers)), terms,
        shape: expression.shape, location: expression.location))
  }
}

private enum Axis {
  case rows, columns

  var other: Axis { self == .rows ? .columns : .rows }
}

/// What differs between two terms of a sum: one index of the entries of one shape of matrix.
private struct Running: Equatable {
  var axis: Axis
  /// The index that stays, and where the other one is in the first term; from 0.
  var standing: Int
  var first: Int
  var matrix: Expression

  static func == (a: Running, b: Running) -> Bool {
    a.axis == b.axis && a.standing == b.standing && a.matrix.shape == b.matrix.shape
  }

  /// - Returns: nil where something else differs, or nothing.
  init?(_ a: Expression, _ b: Expression) {
    var found: [Running] = []
    guard Self.compare(a, b, &found), let first = found.first,
      found.allSatisfy({ $0 == first })
    else { return nil }
    self = first
  }

  private init(_ axis: Axis, standing: Int, first: Int, _ matrix: Expression) {
    (self.axis, self.standing, self.first, self.matrix) = (axis, standing, first, matrix)
  }

  /// - Returns: whether the terms are alike but for what was found.
  private static func compare(
    _ a: Expression, _ b: Expression, _ found: inout [Running]
  ) -> Bool {
    if Kernel(a) == Kernel(b) { return true }
    if let (row, column) = a.operation.entry, let (otherRow, otherColumn) = b.operation.entry,
      Kernel(a.operands[0]) == Kernel(b.operands[0]),
      (row == otherRow) != (column == otherColumn)
    {
      found.append(
        row == otherRow
          ? Running(.columns, standing: row, first: column, a.operands[0])
          : Running(.rows, standing: column, first: row, a.operands[0]))
      return true
    }
    guard !a.operands.isEmpty, a.operands.count == b.operands.count,
      a.operation == b.operation, a.shape == b.shape
    else { return false }
    return zip(a.operands, b.operands).allSatisfy { compare($0, $1, &found) }
  }

  func count(along axis: Axis) -> Int {
    axis == .rows ? matrix.shape.rows : matrix.shape.columns
  }

  /// The first term with the running index standing, and the standing one running.
  func turned(_ term: Expression, _ number: Int) -> Expression {
    var term = term
    if let (row, column) = term.operation.entry,
      term.operands[0].shape == matrix.shape,
      (row, column) == (axis == .columns ? (standing, first) : (first, standing))
    {
      term.operation = .placement(
        axis == .columns
          ? .entries(row: number, column: standing) : .entries(row: standing, column: number))
      return term
    }
    term.operands = term.operands.map { turned($0, number) }
    return term
  }
}
