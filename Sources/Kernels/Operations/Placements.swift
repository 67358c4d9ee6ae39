package import Matrices

/// Numbers in other places, or put together: nothing is computed.
package enum Placement: PrimitiveFamily {
  case transpose
  /// A square matrix with a vector on its diagonal.
  case diagonal
  /// A matrix put together from scalars, row by row.
  case assembly
  /// The elements in order as one column, as in `s = (3, 2, 3)`.
  case tuple
  /// Row and column from 0; nil takes all of them.
  case entries(row: Int?, column: Int?)

  // What goes back through the others.

  /// The diagonal of a matrix as a vector.
  case ofDiagonal
  /// What `entries` picks, back in its place, with zeros around it.
  case placed(row: Int?, column: Int?, Shape)
  /// Entries from a place on, in reading order, as a matrix of a shape.
  case part(from: Int, Shape)
  /// What `part` picks, back in its place, with zeros around it.
  case padded(from: Int, Shape)
  /// A number, a row or a column as often as it takes.
  case repeated(Shape)

  // MARK: Shape

  func shape(of operands: [Shape]) -> Shape? {
    switch self {
    case .transpose: operands[0].transposed
    case .diagonal: operands[0].columns == 1 ? Shape(operands[0].rows, operands[0].rows) : nil
    // Its rows and columns are where it is written.
    case .assembly, .entries: nil
    case .tuple: Shape(operands.count, 1)
    case .ofDiagonal: Shape(operands[0].rows, 1)
    case .placed(_, _, let shape), .part(_, let shape), .padded(_, let shape),
      .repeated(let shape):
      shape
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    Misfit(
      summary: "diag needs a vector, and gets \(operands[0].shape)",
      help:
        "The diagonal of Q as a vector is d_i = Q_{ii}; as a matrix it is Q \\circ I, with I the "
        + "identity.")
  }

  var isEntrywise: Bool { false }

  // MARK: Value

  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    let x = operands[0]
    switch self {
    case .transpose: return x.transposed
    case .diagonal: return Matrix(shape: shape) { $0 == $1 ? x[$0, 0] : S(0) }
    case .assembly, .tuple:
      return Matrix(shape: shape, elements: operands.flatMap(\.elements))
    case .entries(let row, let column):
      // A row may be wanted lying or standing; one of its two indices is always 0.
      return Matrix(shape: shape) { x[row ?? $0, column ?? (row == nil ? $1 : $0 + $1)] }
    case .ofDiagonal: return Matrix(shape: shape) { row, _ in x[row, row] }
    case .placed(let row, let column, _):
      return Matrix(shape: shape) { i, j in
        guard row ?? i == i, column ?? j == j else { return S(0) }
        if row != nil, column != nil { return x.elements[0] }
        return x.elements[
          row == nil && column == nil ? i * shape.columns + j : row == nil ? i : j]
      }
    case .part(let start, _):
      return Matrix(shape: shape, elements: Array(x.elements[start..<start + shape.count]))
    case .padded(let start, _):
      let end = start + x.elements.count
      return Matrix(shape: shape) { row, column in
        let index = row * shape.columns + column
        return start <= index && index < end ? x.elements[index - start] : S(0)
      }
    case .repeated:
      return Matrix(shape: shape) { x[x.shape.rows == 1 ? 0 : $0, x.shape.columns == 1 ? 0 : $1] }
    }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? { nil }

  // MARK: Derivative

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    let shape = graph.shape(node, operand: position)
    func placed(_ placement: Placement, _ shape: Shape) -> Int {
      graph.add(.placement(placement), [adjoint], shape: shape)
    }
    switch self {
    case .transpose: return graph.transposed(adjoint)
    case .diagonal: return placed(.ofDiagonal, shape)
    case .ofDiagonal: return placed(.diagonal, shape)
    case .assembly, .tuple:
      let start = (0..<position).reduce(0) { $0 + graph.shape(node, operand: $1).count }
      return placed(.part(from: start, shape), shape)
    case .entries(let row, let column):
      return placed(.placed(row: row, column: column, shape), shape)
    case .placed(let row, let column, _): return placed(.entries(row: row, column: column), shape)
    case .part(let start, _): return placed(.padded(from: start, shape), shape)
    case .padded(let start, _): return placed(.part(from: start, shape), shape)
    // Added up again to the shape of the operand, as whatever was stretched.
    case .repeated: return adjoint
    }
  }

  func step(_ place: Program.Place) -> [Program.Step]? {
    switch self {
    case .transpose: return [place.transposition]
    case .entries(let row, let column):
      let columns = place.shapes[0].columns
      let isColumn = row == nil && column != nil
      return [
        place.copy(
          of: 0, from: (row ?? 0) * columns + (column ?? 0), count: place.shape.count,
          step: isColumn ? columns : 1)
      ]
    case .assembly, .tuple:
      var target = 0
      return place.shapes.indices.map { position in
        defer { target += place.shapes[position].count }
        return place.copy(
          of: position, from: 0, count: place.shapes[position].count, step: 1, to: target)
      }
    case .part(let start, _):
      return [place.copy(of: 0, from: start, count: place.shape.count, step: 1)]
    case .diagonal, .ofDiagonal, .placed, .padded, .repeated: return nil
    }
  }

  // MARK: Showing

  func entry(_ entry: EntryReader) -> ScalarFormula? { nil }

  func source(_ entry: EntryPlace) -> EntrySource? {
    let (row, column) = (entry.row, entry.column)
    let index = row * entry.shape.columns + column
    switch self {
    case .transpose: return .operand(0, row: column, column: row)
    case .entries(let i, let j):
      return .operand(0, row: i ?? row, column: j ?? (i == nil ? column : row + column))
    case .assembly, .tuple:
      var rest = index
      for (position, shape) in entry.shapes.enumerated() {
        if rest < shape.count {
          return .operand(position, row: rest / shape.columns, column: rest % shape.columns)
        }
        rest -= shape.count
      }
      return .zero
    case .diagonal: return row == column ? .operand(0, row: row, column: 0) : .zero
    case .ofDiagonal: return .operand(0, row: row, column: row)
    case .placed(let i, let j, _):
      guard i ?? row == row, j ?? column == column else { return .zero }
      let own = i != nil && j != nil ? 0 : i == nil && j == nil ? index : i == nil ? row : column
      let columns = entry.shapes[0].columns
      return .operand(0, row: own / columns, column: own % columns)
    case .part(let start, _):
      let columns = entry.shapes[0].columns
      return .operand(0, row: (start + index) / columns, column: (start + index) % columns)
    case .padded(let start, _):
      let own = index - start
      guard own >= 0, own < entry.shapes[0].count else { return .zero }
      let columns = entry.shapes[0].columns
      return .operand(0, row: own / columns, column: own % columns)
    case .repeated:
      let shape = entry.shapes[0]
      return .operand(0, row: shape.rows == 1 ? 0 : row, column: shape.columns == 1 ? 0 : column)
    }
  }

  func label(of shapes: [Shape]) -> OperationLabel {
    switch self {
    case .transpose: "transpose"
    case .diagonal: "diagonal matrix"
    case .assembly: "matrix"
    case .tuple: "tuple"
    case .entries: "entry"
    case .ofDiagonal: "diagonal"
    case .placed, .padded: "entries in their places"
    case .part: "part"
    case .repeated: "repetition"
    }
  }

  var presence: Presence {
    switch self {
    case .transpose, .diagonal, .ofDiagonal, .placed, .padded, .repeated: .step
    case .entries, .part: .pick
    case .assembly, .tuple: .silent
    }
  }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    let shape = kernel.nodes[node.operands[0]].shape
    let size = "(\(node.shape.rows), \(node.shape.columns))"
    switch self {
    case .transpose:
      return shape.isScalar ? operands[0] : NumPyText(operands[0].inside(.atom) + ".T")
    case .diagonal: return NumPyText("np.diagflat(\(operands[0].text))")
    case .ofDiagonal: return NumPyText("np.diag(\(operands[0].text))[:, None]")
    case .assembly, .tuple:
      let columns = node.shape.columns
      let rows = stride(from: 0, to: operands.count, by: columns).map { start in
        "[\(operands[start..<start + columns].map(\.text).joined(separator: ", "))]"
      }
      return NumPyText("np.array([\(rows.joined(separator: ", "))])")
    case .entries(let row, let column):
      let subscripts = Self.subscripts(row.map(String.init), column.map(String.init), node.shape)
      return shape.isScalar ? operands[0] : NumPyText(operands[0].inside(.atom) + subscripts)
    case .part(let start, _):
      let end = start + node.shape.count
      return NumPyText("np.ravel(\(operands[0].text))[\(start):\(end)].reshape\(size)")
    case .padded(let start, _):
      let after = node.shape.count - start - shape.count
      return NumPyText(
        "np.pad(np.ravel(\(operands[0].text)), (\(start), \(after))).reshape\(size)")
    case .placed(let row, let column, _):
      func around(_ index: Int?, _ count: Int) -> String {
        index.map { "(\($0), \(count - $0 - 1))" } ?? "(0, 0)"
      }
      let inner = Shape(row == nil ? node.shape.rows : 1, column == nil ? node.shape.columns : 1)
      let pads = "\(around(row, node.shape.rows)), \(around(column, node.shape.columns))"
      return NumPyText(
        "np.pad(np.reshape(\(operands[0].text), (\(inner.rows), \(inner.columns))), (\(pads)))")
    case .repeated: return NumPyText("np.broadcast_to(\(operands[0].text), \(size))")
    }
  }

  /// `[0, 1]`, `[:, [1]]`, and a row as a column: `[[1], :].T`.
  static func subscripts(_ row: String?, _ column: String?, _ shape: Shape) -> String {
    switch (row, column) {
    case (let row?, let column?): "[\(row), \(column)]"
    case (let row?, nil): "[[\(row)], :]" + (shape.columns == 1 ? ".T" : "")
    case (nil, let column?): "[:, [\(column)]]"
    case (nil, nil): ""
    }
  }

  // MARK: Words and slips

  static var words: [String: Placement] { ["diag": .diagonal] }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    case .transpose:
      maker.change(
        .droppedTranspose(of: maker.text(expression.operands[0])),
        expression.operands[0], maker.writer.alone(expression.operands[0], for: expression))
    case .diagonal, .assembly, .tuple, .entries, .ofDiagonal, .placed, .part,
      .padded, .repeated:
      []
    }
  }
}
