/// How far two matrices of one shape are apart.
package struct Difference: Sendable, Equatable {
  /// The largest absolute difference of two entries; NaN as soon as one entry is NaN.
  package var largest: Double
  /// Where it is, from 0.
  package var row: Int
  package var column: Int
}

extension Matrix where Element == Double {
  package func difference(from other: Matrix) -> Difference {
    var worst = Difference(largest: 0, row: 0, column: 0)
    for row in 0..<shape.rows {
      for column in 0..<shape.columns {
        let a = self[row, column]
        let b = other[row, column]
        let apart = a == b ? 0 : (a - b).magnitude
        if apart.isNaN { return Difference(largest: .nan, row: row, column: column) }
        if apart > worst.largest { worst = Difference(largest: apart, row: row, column: column) }
      }
    }
    return worst
  }

  /// Equal but for rounding: every entry within `tolerance` times the largest entry of the two.
  /// Symmetric; scaling both sides changes nothing; NaN is close to nothing.
  package func isClose(to other: Matrix, tolerance: Double = 1e-10) -> Bool {
    guard shape == other.shape else { return false }
    return difference(from: other).largest <= tolerance * max(largest, other.largest)
  }
}
