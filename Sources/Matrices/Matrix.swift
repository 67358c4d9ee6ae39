/// A real matrix, row by row. Operations take shapes that fit: whoever runs a formula has proved
/// them beforehand (`Shape` says what fits).
package struct Matrix<Element: Scalar>: Sendable, Equatable {
  package let shape: Shape
  package var elements: [Element]

  package init(shape: Shape, elements: [Element]) {
    precondition(elements.count == shape.count, "\(elements.count) elements are not \(shape)")
    self.shape = shape
    self.elements = elements
  }

  package init(_ scalar: Element) { self.init(shape: .scalar, elements: [scalar]) }

  package init(shape: Shape, _ element: (_ row: Int, _ column: Int) -> Element) {
    self.shape = shape
    elements = []
    elements.reserveCapacity(shape.count)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns { elements.append(element(row, column)) }
    }
  }

  /// Rows and columns from 0.
  package subscript(row: Int, column: Int) -> Element { elements[row * shape.columns + column] }

  package var rows: [[Element]] {
    (0..<shape.rows).map { row in
      Array(elements[row * shape.columns..<(row + 1) * shape.columns])
    }
  }

  package var transposed: Matrix {
    Matrix(shape: shape.transposed) { self[$1, $0] }
  }

  package func map<Result: Scalar>(_ transform: (Element) -> Result) -> Matrix<Result> {
    Matrix<Result>(shape: shape, elements: elements.map(transform))
  }

  /// Entry by entry; a scalar meets every entry, a column every column.
  package func combined(
    with other: Matrix, _ operation: (Element, Element) -> Element
  ) -> Matrix {
    if self.shape == other.shape {
      return Matrix(shape: shape, elements: zip(elements, other.elements).map(operation))
    }
    let combined = Shape(
      Swift.max(shape.rows, other.shape.rows), Swift.max(shape.columns, other.shape.columns))
    return Matrix(shape: combined) { row, column in
      operation(self.stretched(row, column), other.stretched(row, column))
    }
  }

  private func stretched(_ row: Int, _ column: Int) -> Element {
    self[shape.rows == 1 ? 0 : row, shape.columns == 1 ? 0 : column]
  }

  /// Scalar times anything, else the matrix product: entry (i, j) is Σₖ aᵢₖ bₖⱼ.
  package func multiplied(by other: Matrix) -> Matrix {
    if shape.isScalar { return other.map { elements[0] * $0 } }
    if other.shape.isScalar { return map { $0 * other.elements[0] } }
    return Matrix(shape: Shape(shape.rows, other.shape.columns)) { row, column in
      var sum = self[row, 0] * other[0, column]
      for k in 1..<max(1, shape.columns) { sum = sum + self[row, k] * other[k, column] }
      return sum
    }
  }

  package var sum: Element { elements.dropFirst().reduce(elements[0], +) }

  /// The largest absolute value of an entry.
  package var largest: Double { elements.reduce(0) { max($0, $1.value.magnitude) } }
}
