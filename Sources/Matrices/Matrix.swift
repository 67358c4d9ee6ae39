/// A real matrix, row by row. Operations take shapes that fit: whoever runs a formula has proved
/// them beforehand (`Shape` says what fits).
package struct Matrix<Element: Scalar>: Sendable, Equatable {
  package let shape: Shape
  package var elements: [Element]

  @inlinable package init(shape: Shape, elements: [Element]) {
    precondition(elements.count == shape.count, "\(elements.count) elements are not \(shape)")
    self.shape = shape
    self.elements = elements
  }

  @inlinable package init(_ scalar: Element) { self.init(shape: .scalar, elements: [scalar]) }

  // What runs over plain numbers and over lanes is the most, and has to be asked for across modules.
  @_specialize(where Element == Double)
  @_specialize(where Element == DualLanes)
  @inlinable package init(shape: Shape, _ element: (_ row: Int, _ column: Int) -> Element) {
    self.shape = shape
    elements = Array(unsafeUninitializedCapacity: shape.count) { buffer, count in
      for row in 0..<shape.rows {
        for column in 0..<shape.columns {
          buffer.initializeElement(at: count, to: element(row, column))
          count += 1
        }
      }
    }
  }

  /// Rows and columns from 0.
  @inlinable package subscript(row: Int, column: Int) -> Element {
    elements[row * shape.columns + column]
  }

  @inlinable package var rows: [[Element]] {
    (0..<shape.rows).map { row in
      Array(elements[row * shape.columns..<(row + 1) * shape.columns])
    }
  }

  @inlinable package var transposed: Matrix {
    Matrix(shape: shape.transposed) { self[$1, $0] }
  }

  @_specialize(where Element == Double, Result == Double)
  @_specialize(where Element == DualLanes, Result == DualLanes)
  @inlinable package func map<Result: Scalar>(_ transform: (Element) -> Result) -> Matrix<Result> {
    let result = [Result](unsafeUninitializedCapacity: elements.count) { buffer, count in
      for element in elements {
        buffer.initializeElement(at: count, to: transform(element))
        count += 1
      }
    }
    return Matrix<Result>(shape: shape, elements: result)
  }

  /// Entry by entry; a scalar meets every entry, a column every column, a row every row.
  @_specialize(where Element == Double)
  @_specialize(where Element == DualLanes)
  @inlinable package func combined(
    with other: Matrix, _ operation: (Element, Element) -> Element
  ) -> Matrix {
    if self.shape == other.shape {
      let result = [Element](unsafeUninitializedCapacity: elements.count) { buffer, count in
        for index in elements.indices {
          buffer.initializeElement(at: index, to: operation(elements[index], other.elements[index]))
          count += 1
        }
      }
      return Matrix(shape: shape, elements: result)
    }
    let combined = Shape(
      Swift.max(shape.rows, other.shape.rows), Swift.max(shape.columns, other.shape.columns))
    return Matrix(shape: combined) { row, column in
      operation(self.stretched(row, column), other.stretched(row, column))
    }
  }

  @inlinable func stretched(_ row: Int, _ column: Int) -> Element {
    self[shape.rows == 1 ? 0 : row, shape.columns == 1 ? 0 : column]
  }

  /// Scalar times anything, else the matrix product: entry (i, j) is Σₖ aᵢₖ bₖⱼ.
  @_specialize(where Element == Double)
  @_specialize(where Element == DualLanes)
  package func multiplied(by other: Matrix) -> Matrix {
    if shape.isScalar { return other.map { elements[0] * $0 } }
    if other.shape.isScalar { return map { $0 * other.elements[0] } }
    precondition(
      shape.columns == other.shape.rows, "\(shape) and \(other.shape) cannot be multiplied")
    let (inner, columns) = (shape.columns, other.shape.columns)
    let result = [Element](unsafeUninitializedCapacity: shape.rows * columns) { buffer, count in
      elements.withUnsafeBufferPointer { a in
        other.elements.withUnsafeBufferPointer { b in
          for row in 0..<shape.rows {
            for column in 0..<columns {
              var sum = a[row * inner] * b[column]
              for k in 1..<max(1, inner) {
                sum = sum + a[row * inner + k] * b[k * columns + column]
              }
              buffer.initializeElement(at: count, to: sum)
              count += 1
            }
          }
        }
      }
    }
    return Matrix(shape: Shape(shape.rows, columns), elements: result)
  }

  @inlinable package var sum: Element { elements.dropFirst().reduce(elements[0], +) }

  /// The largest absolute value of an entry.
  @inlinable package var largest: Double { elements.reduce(0) { max($0, $1.value.magnitude) } }
}

extension Matrix {
  /// Gaussian elimination with the largest pivot of each column, on the matrix with another beside
  /// it.
  /// - Returns: what became of the other matrix, and the determinant; a singular matrix has
  ///   determinant 0, and the other is meaningless.
  @inlinable func eliminated(_ beside: Matrix) -> (Matrix, determinant: Element) {
    let size = shape.rows
    var left = rows
    var right = beside.rows
    var determinant = Element(1)
    for pivot in 0..<size {
      let best = (pivot..<size).max { a, b in
        Element.decides(<, Element.abs(left[a][pivot]), Element.abs(left[b][pivot]))
      }
      guard let best, Element.decides(!=, left[best][pivot], Element(0)) else {
        return (beside, Element(0))
      }
      if best != pivot {
        left.swapAt(best, pivot)
        right.swapAt(best, pivot)
        determinant = -determinant
      }
      let scale = left[pivot][pivot]
      determinant = determinant * scale
      left[pivot] = left[pivot].map { $0 / scale }
      right[pivot] = right[pivot].map { $0 / scale }
      for row in 0..<size where row != pivot {
        let factor = left[row][pivot]
        left[row] = zip(left[row], left[pivot]).map { $0 - factor * $1 }
        right[row] = zip(right[row], right[pivot]).map { $0 - factor * $1 }
      }
    }
    return (Matrix(shape: beside.shape, elements: right.flatMap { $0 }), determinant)
  }

  /// The inverse of a square matrix; NaN everywhere when it has none.
  @inlinable package var inverse: Matrix {
    let (inverse, determinant) = eliminated(Matrix(shape: shape) { Element($0 == $1 ? 1 : 0) })
    let isSingular = Element.decides(==, determinant, Element(0))
    return isSingular ? map { _ in Element(.nan) } : inverse
  }

  @inlinable package var determinant: Element {
    eliminated(Matrix(shape: shape) { Element($0 == $1 ? 1 : 0) }).determinant
  }
}
