import Matrices
import SourceText

/// What only square matrices have.
package enum SquareMatrix: PrimitiveFamily {
  case trace, determinant, inverse
  /// The eigenvalues of a symmetric matrix as a column, the largest first.
  case eigenvalues
  /// Its eigenvectors of length 1 as columns in that order; of the two that differ in their sign
  /// the one whose largest entry is positive.
  case eigenvectors

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    guard operands[0].isSquare else { return nil }
    return switch self {
    case .trace, .determinant: .scalar
    case .inverse, .eigenvectors: operands[0]
    case .eigenvalues: Shape(operands[0].rows, 1)
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    let word =
      switch self {
      case .trace: "tr"
      case .determinant: "det"
      case .inverse: "an inverse"
      case .eigenvalues: "eig"
      case .eigenvectors: "eigvec"
      }
    return Misfit(
      summary: self == .inverse
        ? "\(operands[0].text) is \(operands[0].shape): only a square matrix has an inverse"
        : "\(word) needs a square matrix, and gets \(operands[0].shape)")
  }

  var isEntrywise: Bool { false }

  package var decidedBy: DecidedBy {
    switch self {
    case .trace: .shapes
    case .determinant, .inverse: .pivots
    case .eigenvalues, .eigenvectors: .numbers
    }
  }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    let x = operands[0]
    switch self {
    case .trace:
      let diagonal = (0..<x.shape.rows).map { x[$0, $0] }
      return Matrix(diagonal.dropFirst().reduce(diagonal[0], +))
    case .determinant: return Matrix(x.determinant)
    case .inverse: return x.inverse
    case .eigenvalues: return x.eigenvalues
    case .eigenvectors: return x.eigenvectors
    }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    switch self {
    case .trace, .determinant: return .tooLarge
    case .inverse: return .more("its determinant is 0")
    case .eigenvalues, .eigenvectors:
      guard let (row, column) = operands[0].asymmetry else { return .tooLarge }
      let (a, b) = (operands[0][row, column], operands[0][column, row])
      let texts = NumberStyle().texts([a, b])
      return .more(
        "they are computed of symmetric matrices, and here row \(row + 1), column \(column + 1) is "
          + "\(texts[0]) and row \(column + 1), column \(row + 1) is \(texts[1])")
    }
  }

  // MARK: Derivative

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    let x = graph.operand(0, of: node)
    let size = graph.shape(x).rows
    let identity = Matrix(shape: graph.shape(x)) { $0 == $1 ? 1.0 : 0 }
    switch self {
    case .trace: return graph.hadamard(adjoint, graph.literal(identity))
    // d det X = det X · tr(X⁻¹ dX)
    case .determinant:
      let inverse = graph.add(.square(.inverse), [x])
      return graph.hadamard(graph.hadamard(adjoint, node), graph.transposed(inverse))
    // d X⁻¹ = −X⁻¹ dX X⁻¹
    case .inverse:
      let turned = graph.transposed(node)
      return graph.negated(graph.product(graph.product(turned, adjoint), turned))
    // dλₖ = vₖᵀ dX vₖ. Giles, "Collected Matrix Derivative Results" (2008), section 3.
    case .eigenvalues:
      let vectors = graph.add(.square(.eigenvectors), [x])
      let scaled = graph.hadamard(
        vectors, graph.repeated(graph.transposed(adjoint), graph.shape(x)))
      return graph.product(scaled, graph.transposed(vectors))
    // dV = V (F ∘ Vᵀ dX V) with Fᵢⱼ = 1/(λⱼ − λᵢ) beside the diagonal and 0 on it. What the entries
    // (i, j) and (j, i) get is the same, since the matrix stays symmetric.
    case .eigenvectors:
      let values = graph.add(.square(.eigenvalues), [x])
      let down = graph.repeated(values, graph.shape(x))
      let gaps = graph.difference(graph.transposed(down), down)
      let others = graph.literal(identity.map { 1 - $0 })
      let factors = graph.difference(
        graph.quotient(graph.constant(1), graph.sum(gaps, graph.literal(identity))),
        graph.literal(identity))
      let inner = graph.hadamard(
        graph.hadamard(factors, others), graph.product(graph.transposed(node), adjoint))
      let whole = graph.product(graph.product(node, inner), graph.transposed(node))
      let both = graph.sum(whole, graph.transposed(whole))
      return size == 1 ? nil : graph.hadamard(graph.constant(0.5), both)
    }
  }

  func step(_ place: Program.Place) -> [Program.Step]? { nil }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    switch self {
    case .trace: .total((0..<entry.shape(0).rows).map { (.plus, entry.operand(0, $0, $0)) })
    case .determinant: entry.determinant
    case .inverse: entry.inverse
    case .eigenvalues: eigenvalue(entry)
    case .eigenvectors: nil
    }
  }

  /// vᵀ X v, with the eigenvector that belongs to it.
  private func eigenvalue(_ entry: EntryReader) -> ScalarFormula? {
    let size = entry.shape(0).rows
    let vectors = entry.whole(0).value.eigenvectors
    func vector(_ index: Int) -> ScalarFormula { .constant(vectors[index, entry.row]) }
    return .total(
      (0..<size).flatMap { i in
        (0..<size).map { j in
          (Sign.plus, .multiplied([vector(i), entry.operand(0, i, j), vector(j)]))
        }
      })
  }

  func source(_ entry: EntryPlace) -> EntrySource? { nil }

  func label(of shapes: [Shape]) -> OperationLabel {
    switch self {
    case .trace: "trace"
    case .determinant: "determinant"
    case .inverse: "inverse"
    case .eigenvalues: "eigenvalues"
    case .eigenvectors: "eigenvectors"
    }
  }

  var presence: Presence { .step }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    let x = operands[0].text
    switch self {
    case .trace: return NumPyText("np.trace(\(x))")
    case .determinant: return NumPyText("np.linalg.det(\(x))")
    case .inverse: return NumPyText("np.linalg.inv(\(x))")
    case .eigenvalues:
      writer.need("eigenvalues", Self.eigenvaluesInPython)
      return NumPyText("eigenvalues(\(x))")
    case .eigenvectors:
      writer.need("eigenvectors", Self.eigenvectorsInPython)
      return NumPyText("eigenvectors(\(x))")
    }
  }

  /// NumPy has the smallest first.
  private static let eigenvaluesInPython = [
    "def eigenvalues(a):", "    # The largest first; a complex step goes along to first order.",
    "    a = np.atleast_2d(a)", "    values, vectors = np.linalg.eigh(np.real(a))",
    "    values, vectors = values[::-1], vectors[:, ::-1]",
    "    steps = np.sum(vectors * (np.imag(a) @ vectors), axis=0)",
    "    return (values + 1j * steps if np.iscomplexobj(a) else values)[:, None]", "",
  ]

  /// NumPy leaves their signs open.
  private static let eigenvectorsInPython = [
    "def eigenvectors(a):", "    # As columns, the largest entry of each positive.",
    "    a = np.atleast_2d(a)", "    values, vectors = np.linalg.eigh(np.real(a))",
    "    values, vectors = values[::-1], vectors[:, ::-1]",
    "    largest = np.argmax(np.abs(vectors), axis=0)",
    "    vectors = vectors * np.sign(vectors[largest, np.arange(len(values))])",
    "    if not np.iscomplexobj(a):", "        return vectors",
    "    # A complex step goes along to first order.",
    "    step = (np.imag(a) + np.imag(a).T) / 2",
    "    gaps = values[None, :] - values[:, None] + np.eye(len(values))",
    "    turn = (vectors.T @ step @ vectors) * (1 - np.eye(len(values))) / gaps",
    "    return vectors + 1j * (vectors @ turn)", "",
  ]

  // MARK: Words and slips

  static var words: [String: SquareMatrix] {
    ["tr": .trace, "det": .determinant, "eig": .eigenvalues, "eigvec": .eigenvectors]
  }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }

  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }
}

// MARK: - Entries of determinants and inverses

extension EntryReader {
  private static let left = Name("\\text{left}")

  /// The determinant of the operand without a row and a column.
  private func minor(_ row: Int, _ column: Int) -> ScalarFormula {
    let size = shape(0).rows
    let matrix = Expression(.leaf(.name(Self.left)), shape: shape(0), location: .nowhere)
    let rows = (0..<size).filter { $0 != row }
    let columns = (0..<size).filter { $0 != column }
    let entries = rows.flatMap { i in
      columns.map { j in
        Expression(
          .placement(.entries(row: i, column: j)), [matrix], shape: .scalar, location: .nowhere)
      }
    }
    let smaller = Expression(
      .placement(.assembly), entries, shape: Shape(size - 1, size - 1), location: .nowhere)
    return .number(determinant(of: smaller))
  }

  private func determinant(of matrix: Expression) -> OpenNumber {
    let kernel = Kernel(
      Expression(.square(.determinant), [matrix], shape: .scalar, location: .nowhere))
    return number.frame.inner(kernel, locals: [Self.left: whole(0)]).result(0, 0)
  }

  /// Along the first row: Σₖ ± a₁ₖ det(minor of 1, k).
  fileprivate var determinant: ScalarFormula {
    let size = shape(0).rows
    if size == 1 { return operand(0, 0, 0) }
    return .total(
      (0..<size).map { k in
        let factor = size == 2 ? operand(0, 1, 1 - k) : minor(0, k)
        return (k.isMultiple(of: 2) ? .plus : .minus, .multiplied([operand(0, 0, k), factor]))
      })
  }

  /// Cramer's rule: (−1)^(i + j) det(minor of j, i) / det.
  fileprivate var inverse: ScalarFormula {
    let matrix = Expression(.leaf(.name(Self.left)), shape: shape(0), location: .nowhere)
    let sign: Sign = (row + column).isMultiple(of: 2) ? .plus : .minus
    let size = shape(0).rows
    let above: ScalarFormula =
      size == 1
      ? .constant(1) : size == 2 ? operand(0, 1 - column, 1 - row) : minor(column, row)
    return .quotient(.total([(sign, above)]), .number(determinant(of: matrix)))
  }
}
