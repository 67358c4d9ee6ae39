import Matrices
import SourceText

/// Sums along the other axis of a matrix.
extension SlipMaker {
  /// One index of an entry runs with the sum, the other one stands still: the slip is to let the
  /// other one run. Nil where the sum takes no single entries, where they stand otherwise in each,
  /// or where the standing index finds no place on the other axis.
  func wrongAxis(_ expression: Expression, _ fold: Fold) -> Change? {
    guard fold.kind == .sum, let kernel = fold.terms.formula, fold.terms.count > 1,
      let running = RunningAxis(fold.index, kernel), let count = running.otherCount
    else { return nil }
    let terms = Terms(
      [RunningIndex(letter: fold.index, numbers: 1..<count + 1)],
      .same(Kernel(running.turned(kernel.expression))))
    return Change(
      fact: .wrongAxis(
        index: Name(fold.index), numbersRows: running.axis == .rows, of: text(running.matrix)),
      expression: Expression(
        .fold(Fold(.sum, terms)), shape: expression.shape, location: expression.location))
  }
}

/// Along which axis of a matrix an index goes, and what stands still on the other.
private struct RunningAxis {
  enum Axis {
    case rows, columns
  }

  let letter: String
  let axis: Axis
  /// From 0; or an index from outside.
  let standing: Indexed.Place
  /// What the entries are picked from.
  let matrix: Expression

  /// - Returns: nil where entries go along with the letter in more than one way, or in none.
  init?(_ letter: String, _ kernel: Kernel) {
    var found: [RunningAxis] = []
    for node in kernel.nodes where node.operation.letters.contains(letter) {
      guard let own = RunningAxis(letter, node, kernel.expression(node.operands.first ?? 0))
      else { return nil }
      found.append(own)
    }
    guard let first = found.first,
      found.allSatisfy({
        $0.axis == first.axis && $0.standing == first.standing
          && $0.matrix.shape == first.matrix.shape
      })
    else { return nil }
    self = first
  }

  private init?(_ letter: String, _ node: Kernel.Node, _ matrix: Expression) {
    guard let (row, column) = node.operation.runningEntry else { return nil }
    (self.letter, self.matrix) = (letter, matrix)
    let place = Indexed.Place(letter: letter, number: -1)
    if row == place, column.letter != letter {
      (axis, standing) = (.rows, column)
    } else if column == place, row.letter != letter {
      (axis, standing) = (.columns, row)
    } else {
      return nil
    }
  }

  /// How many entries lie along the other axis; nil where what stands still has no place on this
  /// one.
  var otherCount: Int? {
    let (own, other) =
      axis == .rows
      ? (matrix.shape.rows, matrix.shape.columns) : (matrix.shape.columns, matrix.shape.rows)
    // An index from outside runs over all of the other axis.
    return (standing.letter == nil ? standing.number + 1 : other) <= own ? other : nil
  }

  /// The formula with the running index on the other axis.
  func turned(_ expression: Expression) -> Expression {
    var expression = expression
    if let (row, column) = expression.operation.runningEntry,
      expression.operation.letters.contains(letter)
    {
      expression.operation = .indexed(.entries(row: column, column: row))
    }
    expression.operands = expression.operands.map(turned)
    return expression
  }
}
