import Matrices

/// Products of matrices, and products entry by entry.
package enum Product: OperationFamily {
  /// Scalar times anything, else the matrix product.
  case matrix
  /// The elementwise (Hadamard) product.
  case hadamard
  /// The elementwise product in which 0 on the left is stronger than what has no value on the
  /// right: what comes back to an operand is 0 where nothing comes back, also where there is no
  /// slope.
  case vanishing
  /// The product of so many equal factors, square matrices. Which of the two powers is meant is
  /// decided where the formula is read, by the shapes that are declared there.
  case power(Int)

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    switch self {
    case .matrix: operands[0].multiplied(by: operands[1])
    case .hadamard, .vanishing: operands[0].combined(with: operands[1])
    case .power: operands[0].isSquare ? operands[0] : nil
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    switch self {
    case .matrix:
      let (left, right) = (operands[0], operands[1])
      return Misfit(
        summary: "\(left.text) and \(right.text) cannot be multiplied: \(left.shape) and "
          + "\(right.shape)",
        help: "A matrix product needs as many columns on the left (\(left.shape.columns)) as rows "
          + "on the right (\(right.shape.rows)).", between: (0, 1), isProduct: true)
    case .hadamard, .vanishing:
      let (left, right) = (operands[0], operands[1])
      return Misfit(
        summary: "\(left.text) and \(right.text) cannot be multiplied entry by entry: "
          + "\(left.shape) and \(right.shape)",
        help: "The elementwise product needs one shape, or a scalar.", between: (0, 1),
        isProduct: true)
    case .power:
      let isSquare = operands[0].shape.isSquare
      return Misfit(
        summary: isSquare
          ? "A power of the matrix \(operands[0].text) is a whole number from −64 to 64"
          : "\(operands[0].text) is \(operands[0].shape): only a square matrix has powers",
        help: "For the square of every entry write it ∘ itself; for a length, \\|…\\|^2.")
    }
  }

  var isEntrywise: Bool {
    switch self {
    case .hadamard, .vanishing: true
    case .matrix, .power: false
    }
  }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    switch self {
    case .matrix: return operands[0].multiplied(by: operands[1])
    case .hadamard: return operands[0].combined(with: operands[1], *)
    case .vanishing:
      return operands[0].combined(with: operands[1]) { S.vanishing($0, $1) }
    case .power(let times):
      let identity = Matrix(shape: shape) { $0 == $1 ? S(1) : S(0) }
      return (0..<times).reduce(identity) { power, _ in power.multiplied(by: operands[0]) }
    }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    let isOfNumbers = self != .matrix || operands.allSatisfy(\.shape.isScalar)
    if case .power = self { return .tooLarge }
    guard isOfNumbers else { return .tooLarge }
    return .two(operands, row, column) { "\($0) times \($1) is too large" }
  }

  // MARK: Derivative

  func lowered(_ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph) -> Int? {
    guard case .power(let times) = self else { return nil }
    guard times > 0 else {
      return graph.literal(Matrix(shape: node.shape) { $0 == $1 ? 1 : 0 })
    }
    return (1..<times).reduce(operands[0]) { left, _ in graph.product(left, operands[0]) }
  }

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    let other = graph.operand(1 - position, of: node)
    switch self {
    case .hadamard: return graph.hadamard(adjoint, other)
    case .vanishing: return graph.add(.product(.vanishing), [adjoint, other])
    case .matrix:
      if graph.shape(node, operand: 0).isScalar || graph.shape(node, operand: 1).isScalar {
        return graph.hadamard(adjoint, other)
      }
      let turned = graph.transposed(other)
      return position == 0 ? graph.product(adjoint, turned) : graph.product(turned, adjoint)
    // Lowered to products.
    case .power: return graph.constant(.nan)
    }
  }

  func step(_ place: Program.Place) -> [Program.Step]? {
    switch self {
    case .matrix where !place.shapes[0].isScalar && !place.shapes[1].isScalar:
      [place.matrixProduct]
    case .matrix, .hadamard: [place.combination(.multiply)]
    case .vanishing, .power: nil
    }
  }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    switch self {
    case .matrix where !entry.shape(0).isScalar && !entry.shape(1).isScalar:
      .total(
        (0..<entry.shape(0).columns).map { k in
          (
            .plus,
            .multiplied([entry.operand(0, entry.row, k), entry.operand(1, k, entry.column)])
          )
        })
    case .matrix, .hadamard, .vanishing: .multiplied([entry.operand(0), entry.operand(1)])
    case .power(0): .constant(entry.row == entry.column ? 1 : 0)
    case .power(let times): entry.chain(Array(repeating: entry.whole(0), count: times))
    }
  }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    switch self {
    case .matrix: shapes.contains(where: \.isScalar) ? "product" : "matrix product"
    case .hadamard, .vanishing: "Hadamard product"
    case .power: "power"
    }
  }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    switch self {
    case .matrix:
      let isMatrix = node.operands.allSatisfy { !kernel.nodes[$0].shape.isScalar }
      let text =
        operands[0].inside(.product) + (isMatrix ? " @ " : " * ") + operands[1].inside(.sign)
      // A 1×1 matrix is a number.
      return isMatrix && node.shape.isScalar
        ? NumPyText("(\(text)).item()") : NumPyText(text, .product)
    case .hadamard:
      return NumPyText("\(operands[0].inside(.product)) * \(operands[1].inside(.sign))", .product)
    case .vanishing:
      let (a, b) = (operands[0], operands[1])
      return NumPyText(
        "np.where(\(a.inside(.product)) == 0, 0, \(a.inside(.product)) * \(b.inside(.sign)))")
    case .power(let times):
      return NumPyText("np.linalg.matrix_power(\(operands[0].text), \(times))")
    }
  }

  // MARK: Words and slips

  static var words: [String: Product] { [:] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    case .matrix:
      maker.droppedFactors(expression) + entrywise(expression, maker)
        + turned(expression, maker)
    case .hadamard, .vanishing:
      maker.droppedFactors(expression)
        + maker.change(
          .matrixForHadamard(maker.text(expression)),
          expression.with(expression.operands, as: .product(.matrix)),
          maker.writer.joined(expression.operands, by: nil, for: expression))
    case .power: []
    }
  }

  private func entrywise(_ expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    guard expression.operands.allSatisfy({ !$0.shape.isScalar }) else { return [] }
    return maker.change(
      .hadamardForMatrix(maker.text(expression)),
      expression.with(expression.operands, as: .product(.hadamard)),
      maker.writer.joined(expression.operands, by: "\\circ", for: expression))
  }

  private func turned(_ expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    expression.operands.indices.flatMap { position -> [SlipMaker.Change] in
      let operand = expression.operands[position]
      // What is transposed already has its own slip: to leave that out.
      guard !operand.shape.isScalar, !operand.operation.isTranspose else { return [] }
      var turned = expression.operands
      turned[position] = operand.transposed
      return maker.change(
        .addedTranspose(of: maker.text(operand)),
        expression.with(turned), maker.writer.transposed(operand))
    }
  }
}
