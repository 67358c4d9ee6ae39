import Matrices

/// A vector or matrix given entry by entry, by a formula with one or two free indices: its terms
/// are the numbers of the value, row by row. Columns or rows as terms become the rows of the value.
package struct Tabulation: CompositeFamily {
  package var terms: Terms

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    let shapes = terms.shapes
    let counts = terms.indices.map(\.numbers.count)
    if terms.areNumbers { return Shape(counts[0], counts.count > 1 ? counts[1] : 1) }
    guard counts.count == 1, shapes[0].columns == 1 || shapes[0].rows == 1,
      shapes.allSatisfy({ $0 == shapes[0] })
    else { return nil }
    return Shape(counts[0], shapes[0].count)
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    let letters = terms.indices.map { Name($0.letter).shown }.joined(separator: ", ")
    let odd = terms.shapes.first { !$0.isScalar } ?? .scalar
    return Misfit(
      summary: "For each \(letters) this is \(odd), and a number is needed",
      help: "Index it down to a number.")
  }

  var isEntrywise: Bool { false }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> { together(terms.values(in: scope), shape) }

  func together<S: Scalar>(_ values: [Matrix<S>], _ shape: Shape) -> Matrix<S> {
    Matrix(shape: shape, elements: values.flatMap(\.elements))
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? { nil }

  // MARK: Derivative

  func lowered(_ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph) -> Int? {
    graph.add(.placement(.assembly), graph.inlined(terms), shape: node.shape)
  }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? { nil }

  func source(_ entry: EntryPlace) -> EntrySource? {
    let index = entry.row * entry.shape.columns + entry.column
    let shape = terms.kernels[0].shape
    let (position, own) = index.quotientAndRemainder(dividingBy: shape.count)
    return .term(position, row: own / shape.columns, column: own % shape.columns)
  }

  func label(of shapes: [Shape]) -> OperationLabel { "every entry" }

  var presence: Presence { .silent }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    /// A vector lies in the value as a row.
    func row(_ text: NumPyText) -> String {
      terms.areNumbers ? text.text : "np.ravel(\(text.text))"
    }
    switch writer.texts(terms) {
    case .loop(let body, let heads):
      let inner =
        terms.areNumbers
        ? "[\(([row(body)] + heads.dropFirst()).joined(separator: " "))]" : row(body)
      return NumPyText("np.array([\(inner) \(heads[0])])")
    case .list(let texts):
      let columns = terms.areNumbers ? node.shape.columns : 1
      let rows = stride(from: 0, to: texts.count, by: columns).map { start -> String in
        let row = texts[start..<start + columns].map(row).joined(separator: ", ")
        return terms.areNumbers ? "[\(row)]" : row
      }
      return NumPyText("np.array([\(rows.joined(separator: ", "))])")
    }
  }

  // MARK: Words and slips

  static var words: [String: Tabulation] { [:] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }

  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] { [] }
}
