package import Matrices

extension RandomNumbers {
  /// Numbers such as those of a given: signs as mixed as they are there, fractions of 1 again
  /// between 0 and 1, the size about the same. So a probability stays one, and a logarithm exists.
  /// Vectors and matrices of zeros and ones pick or count something: they stay as they are.
  package mutating func like(_ given: Matrix<Double>) -> Matrix<Double> {
    if !given.shape.isScalar, given.elements.allSatisfy({ $0 == 0 || $0 == 1 }) { return given }
    let hasNegative = given.elements.contains { $0 < 0 }
    let isMixed = hasNegative && given.elements.contains { $0 > 0 }
    let largest = given.largest
    let isFraction = largest < 1 && given.elements.allSatisfy { $0 >= 0 }
    return given.map { value in
      if given.shape.isScalar {
        // A fraction stays one, and what is small stays small.
        return isFraction
          ? uniform(in: value / 2...value + min(value, 1 - value) / 2)
          : value * uniform(in: 0.6...1.7)
      }
      if isMixed { return uniform(in: -largest...largest) }
      return isFraction
        ? uniform(in: 0.05...0.95)
        : (hasNegative ? -1 : 1) * uniform(in: 0.1 * largest...largest)
    }
  }

  /// Other numbers with what may have been stated of a given: an orthogonal matrix stays one, a
  /// symmetric one too, and what adds up to 1 in its rows or columns.
  package mutating func keeping(_ given: Matrix<Double>) -> Matrix<Double> {
    if given.shape.isScalar || given.elements.allSatisfy({ $0 == 0 || $0 == 1 }) {
      return like(given)
    }
    if given.hasOrthonormalColumns { return orthonormal(given.shape) }
    let isShare = given.elements.allSatisfy { $0 >= 0 }
    if isShare, given.shape.columns > 1, given.rows.allSatisfy({ $0.isShareOfOne }) {
      let lines = like(given).rows.map { $0.sharesOfOne }
      return Matrix(shape: given.shape, elements: lines.flatMap { $0 })
    }
    if isShare, given.shape.rows > 1, given.transposed.rows.allSatisfy({ $0.isShareOfOne }) {
      let lines = like(given).transposed.rows.map { $0.sharesOfOne }
      return Matrix(shape: given.shape.transposed, elements: lines.flatMap { $0 }).transposed
    }
    let other = like(given)
    guard given.shape.isSquare, given == given.transposed else { return other }
    return Matrix(shape: given.shape) { other[min($0, $1), max($0, $1)] }
  }

  /// Columns of length 1 at right angles: Gram and Schmidt, on normal numbers.
  private mutating func orthonormal(_ shape: Shape) -> Matrix<Double> {
    var columns: [[Double]] = []
    while columns.count < shape.columns {
      var column = (0..<shape.rows).map { _ in normal() }
      // Twice is enough: what rounding leaves of the others the second time takes away.
      for _ in 0..<2 {
        for other in columns {
          let part = zip(column, other).reduce(0) { $0 + $1.0 * $1.1 }
          column = zip(column, other).map { $0 - part * $1 }
        }
      }
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      columns.append(column.map { $0 / length })
    }
    return Matrix(shape: shape) { columns[$1][$0] }
  }
}

extension Matrix where Element == Double {
  fileprivate var hasOrthonormalColumns: Bool {
    guard shape.rows >= shape.columns, shape.rows > 1 else { return false }
    let identity = Matrix(shape: Shape(shape.columns, shape.columns)) { $0 == $1 ? 1 : 0 }
    return transposed.multiplied(by: self).isClose(to: identity, tolerance: 1e-9)
  }
}

extension [Double] {
  fileprivate var isShareOfOne: Bool { (reduce(0, +) - 1).magnitude < 1e-9 }

  fileprivate var sharesOfOne: [Double] {
    let sum = reduce(0, +)
    return map { $0 / sum }
  }
}
