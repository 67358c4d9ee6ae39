/// Rows and columns. A scalar is 1×1; a vector is one column.
package struct Shape: Hashable, Sendable, CustomStringConvertible {
  package var rows: Int
  package var columns: Int

  @inlinable package init(_ rows: Int, _ columns: Int) {
    self.rows = rows
    self.columns = columns
  }

  package static let scalar = Shape(1, 1)

  @inlinable package var count: Int { rows * columns }
  @inlinable package var isScalar: Bool { rows == 1 && columns == 1 }
  @inlinable package var isVector: Bool { columns == 1 && rows > 1 }
  @inlinable package var isSquare: Bool { rows == columns }
  @inlinable package var transposed: Shape { Shape(columns, rows) }

  /// `3×4`.
  @inlinable package var description: String { "\(rows)×\(columns)" }

  /// The shape of a sum of the two: equal, a scalar with anything, a column with every column of a
  /// matrix (the bias), or a row with every row; nil when they do not fit.
  @inlinable package func added(to other: Shape) -> Shape? {
    if self == other || other.isScalar { return self }
    if isScalar { return other }
    if rows == other.rows, columns == 1 { return other }
    if rows == other.rows, other.columns == 1 { return self }
    if columns == other.columns, rows == 1 { return other }
    return columns == other.columns && other.rows == 1 ? self : nil
  }

  /// The shape of an elementwise product or quotient: equal, or a scalar with anything.
  @inlinable package func combined(with other: Shape) -> Shape? {
    if self == other || other.isScalar { return self }
    return isScalar ? other : nil
  }

  /// The shape of the product: a scalar with anything, else the matrix product.
  @inlinable package func multiplied(by other: Shape) -> Shape? {
    if isScalar { return other }
    if other.isScalar { return self }
    return columns == other.rows ? Shape(rows, other.columns) : nil
  }
}
