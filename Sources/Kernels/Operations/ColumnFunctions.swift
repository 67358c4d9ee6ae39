import Matrices

/// What is done to every column of a matrix by itself; a vector is one column. A single row is
/// taken as the vector that it is.
package enum ColumnFunction: PrimitiveFamily {
  /// exp(xᵢ) / Σₖ exp(xₖ).
  case softmax
  /// The place of the largest entry, from 1; the first of those that are equal.
  case argmax

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    let shape = operands[0]
    return switch self {
    case .softmax: shape
    case .argmax: shape.rows == 1 ? .scalar : Shape(1, shape.columns)
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit { Misfit(summary: "This has no columns") }

  var isEntrywise: Bool { false }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    let isRow = operands[0].shape.rows == 1
    let columns = (isRow ? operands[0] : operands[0].transposed).rows
    switch self {
    case .softmax:
      let all = columns.flatMap(Self.softmax)
      let lying = Matrix(shape: isRow ? shape : shape.transposed, elements: all)
      return isRow ? lying : lying.transposed
    case .argmax:
      return Matrix(shape: shape, elements: columns.map { S.placeOfLargest($0) })
    }
  }

  /// A number that is the same for all changes nothing, and lets none be too large.
  private static func softmax<S: Scalar>(_ entries: [S]) -> [S] {
    let largest = S.largestAlone(entries)
    let exponentials = entries.map { S.exp($0 - largest) }
    let total = exponentials.dropFirst().reduce(exponentials[0], +)
    return exponentials.map { $0 / total }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? { nil }

  // MARK: Derivative

  /// p ∘ (adjoint − Σ adjoint ∘ p).
  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    switch self {
    case .argmax: return nil
    case .softmax:
      let shape = graph.shape(node)
      let weighted = graph.hadamard(adjoint, node)
      let direction = Sum.entries(shape.rows == 1 ? .ofEachRow : .ofEachColumn)
      let mean = graph.repeated(graph.add(.sum(direction), [weighted]), shape)
      return graph.hadamard(node, graph.difference(adjoint, mean))
    }
  }

  func step(_ place: Program.Place) -> [Program.Step]? { nil }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    let isRow = entry.shape(0).rows == 1
    let count = isRow ? entry.shape(0).columns : entry.shape(0).rows
    let all = (0..<count).map { place in
      isRow ? entry.operand(0, 0, place) : entry.operand(0, place, entry.column)
    }
    return switch self {
    case .softmax:
      .quotient(
        .exponential(all[isRow ? entry.column : entry.row]),
        .total(all.map { (.plus, .exponential($0)) }))
    case .argmax:
      .function("argmax", all) { values in Double.placeOfLargest(values) }
    }
  }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    let isOfColumns = shapes.contains { $0.rows > 1 && $0.columns > 1 }
    let word =
      switch self {
      case .softmax: "softmax"
      case .argmax: "place of the largest"
      }
    return OperationLabel(isOfColumns ? word + " of every column" : word)
  }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    switch self {
    case .softmax:
      writer.need("softmax", Self.softmaxInPython)
      return NumPyText("softmax(\(operands[0].text))")
    case .argmax:
      let shape = kernel.nodes[node.operands[0]].shape
      let x = operands[0].text
      return shape.rows > 1 && shape.columns > 1
        ? NumPyText("np.argmax(\(x), axis=0)[None, :] + 1", .sum)
        : NumPyText("np.argmax(\(x)) + 1", .sum)
    }
  }

  /// NumPy has no softmax of its own.
  private static let softmaxInPython = [
    "def softmax(x):", "    # Of every column; a single row is the vector that it is.",
    "    axis = 1 if np.ndim(x) == 2 and np.shape(x)[0] == 1 else 0",
    "    e = np.exp(x - np.max(np.real(x), axis=axis, keepdims=True))",
    "    return e / np.sum(e, axis=axis, keepdims=True)", "",
  ]

  // MARK: Words and slips

  static var words: [String: ColumnFunction] { ["softmax": .softmax, "argmax": .argmax] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }

  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }
}
