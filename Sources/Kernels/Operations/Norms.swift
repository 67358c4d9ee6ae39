import Matrices

/// Lengths of a vector, or of a matrix as the vector of its entries.
package enum Norm: PrimitiveFamily {
  /// √Σ xᵢ²; of a matrix it is called after Frobenius.
  case euclidean, frobenius
  /// Σ |xᵢ|.
  case one

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? { .scalar }

  func misfit(_ operands: [Operand]) -> Misfit { Misfit(summary: "This has no norm") }

  var isEntrywise: Bool { false }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    switch self {
    case .one: Matrix(operands[0].map(S.abs).sum)
    case .euclidean, .frobenius: Matrix(S.sqrt(operands[0].map { $0 * $0 }.sum))
    }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    .tooLarge
  }

  // MARK: Derivative

  /// x/‖x‖, and the signs of x. The square of a norm has slope 0 at 0: there 0 comes back.
  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    let x = graph.operand(0, of: node)
    let slope =
      switch self {
      case .one: graph.add(.entrywise(.direction), [x])
      case .euclidean, .frobenius: graph.quotient(x, node)
      }
    return graph.add(.product(.vanishing), [adjoint, slope])
  }

  func step(_ place: Program.Place) -> [Program.Step]? { [place.norm(self)] }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    let entries = entry.entries(of: 0)
    return switch self {
    case .one: .total(entries.map { (.plus, .absolute($0)) })
    case .euclidean, .frobenius:
      .root(.total(entries.map { (.plus, .power($0, .constant(2))) }))
    }
  }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel { "norm" }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    switch self {
    case .one:
      writer.needAbsolute()
      return NumPyText("np.sum(absolute(\(operands[0].text)))")
    case .euclidean, .frobenius:
      let square = "np.sum(\(operands[0].inside(.atom))**2)"
      return NumPyText("np.sqrt(\(square))", square: square)
    }
  }

  // MARK: Words and slips

  static var words: [String: Norm] { [:] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }
}
