import Matrices

/// Numbers that describe all entries of a value.
package enum Statistic: PrimitiveFamily {
  /// Σ xᵢ / n.
  case mean
  /// Σ (xᵢ − mean)² / n: of numbers that are all there are, not a sample of more.
  case variance

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? { .scalar }

  func misfit(_ operands: [Operand]) -> Misfit { Misfit(summary: "This has no entries") }

  var isEntrywise: Bool { false }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    let count = S(Double(operands[0].shape.count))
    let mean = operands[0].sum / count
    return switch self {
    case .mean: Matrix(mean)
    case .variance: Matrix(operands[0].map { ($0 - mean) * ($0 - mean) }.sum / count)
    }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    .tooLarge
  }

  // MARK: Derivative

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    let x = graph.operand(0, of: node)
    let share = graph.quotient(adjoint, graph.constant(Double(graph.shape(x).count)))
    switch self {
    case .mean: return graph.repeated(share, graph.shape(x))
    // That the mean moves, too, cancels: the differences from it add up to 0.
    case .variance:
      let mean = graph.add(.statistic(.mean), [x])
      let apart = graph.difference(x, mean)
      return graph.hadamard(share, graph.hadamard(graph.constant(2), apart))
    }
  }

  func step(_ place: Program.Place) -> [Program.Step]? { nil }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    let all = entry.entries(of: 0)
    let count = ScalarFormula.constant(Double(all.count))
    switch self {
    case .mean: return .quotient(.total(all.map { (.plus, $0) }), count)
    case .variance:
      let mean = entry.whole(0).value.elements.reduce(0, +) / Double(all.count)
      let squares = all.map { term -> (sign: Sign, term: ScalarFormula) in
        (.plus, .power(.total([(.plus, term), (.minus, .constant(mean))]), .constant(2)))
      }
      return .quotient(.total(squares), count)
    }
  }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    switch self {
    case .mean: "mean"
    case .variance: "variance"
    }
  }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    let x = operands[0].text
    return switch self {
    case .mean: NumPyText("np.mean(\(x))")
    // np.var takes the absolute value of what a complex step has moved.
    case .variance: NumPyText("np.mean((\(x) - np.mean(\(x)))**2)")
    }
  }

  // MARK: Words and slips

  static var words: [String: Statistic] {
    ["mean": .mean, "var": .variance, "Var": .variance]
  }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }

  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }
}
