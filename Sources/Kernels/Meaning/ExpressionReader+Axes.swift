import Matrices
import SourceText

/// What is taken of every column where it could be meant of every row: `\text{softmax}(Q K^T) V`.
extension ExpressionReader {
  /// Of a matrix whose columns are not known to be the examples.
  mutating func hintAtColumns(_ word: String, _ argument: Expression, _ location: Location) {
    let shape = argument.shape
    guard Operation.words[word]?.goesDownColumns == true, shape.rows > 1, shape.columns > 1,
      !goesAlongColumns(Kernel(argument), depth: 0)
    else { return }
    // A value that is written down, such as labels, has the columns that its author gave it.
    if word == "argmax", argument.operation.name != nil { return }
    let isName = argument.operation.name != nil
    let written = isName ? argument.location.text : "(\(argument.location.text))"
    report(
      .wholeMatrix, .hint, at: location,
      "\(word) of \(text(argument)), which is \(shape), is taken of every column",
      help: "For every row write \\operatorname{\(word)}(\(written)^T)^T.")
  }

  /// Whether a matrix says itself that what belongs together stands in a column: a column is added
  /// to it, features stand below each other in it, or it was turned round.
  private func goesAlongColumns(_ kernel: Kernel, depth: Int) -> Bool {
    let shape = kernel.root.shape
    guard depth < 20, shape.columns > 1 else { return false }
    let operation = kernel.root.operation
    let operands = kernel.operands
    if let name = operation.name {
      return workspace.formulas[name].map { goesAlongColumns($0.kernel, depth: depth + 1) } ?? false
    }
    if operation.isTranspose || operation.goesDownColumns { return true }
    if operation.isProduct, operands[0].root.shape.columns == operands[1].root.shape.rows,
      !operands[0].root.shape.isScalar
    {
      let (left, right) = (operands[0], operands[1])
      if right.root.operation == .placement(.transpose) { return false }
      return left.root.operation == .placement(.transpose) || right.isStacked
        || goesAlongColumns(right, depth: depth + 1)
    }
    if operation.signs != nil,
      operands.contains(where: { $0.root.shape == Shape(shape.rows, 1) })
    {
      return true
    }
    return operands.contains { operand in
      operand.root.shape == shape && goesAlongColumns(operand, depth: depth + 1)
    }
  }
}

extension Kernel {
  /// Whether it is a matrix of parts that stand below each other: each row is of one of them.
  fileprivate var isStacked: Bool {
    guard root.operation == .placement(.assembly) else { return false }
    let sources = operands.map(\.names)
    let rows = stride(from: 0, to: sources.count, by: root.shape.columns).map {
      Array(sources[$0..<$0 + root.shape.columns])
    }
    return rows.allSatisfy { row in row.allSatisfy { $0 == row[0] } }
      && rows.first?.first != rows.last?.first
  }
}
