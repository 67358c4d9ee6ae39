extension Matrix {
  /// Where it is no mirror image of itself, with indices from 0; nil for a symmetric matrix.
  /// Rounding is forgiven, 1 part in 10⁹ is not.
  package var asymmetry: (row: Int, column: Int)? {
    for row in 0..<shape.rows {
      for column in 0..<row {
        let apart = (self[row, column].value - self[column, row].value).magnitude
        if !(apart <= 1e-9 * largest) { return (row, column) }
      }
    }
    return nil
  }

  /// The eigenvalues of a symmetric matrix as a column, the largest first; NaN for another matrix.
  ///
  /// They are vᵀ A v with the eigenvectors of the plain numbers, so that whatever rides on the
  /// entries goes along; an error of v counts only by its square.
  package var eigenvalues: Matrix { Element.eigenvalues(of: self) }

  /// - Parameter weight: the product of two entries of an eigenvector.
  package func eigenvalues(
    weighing weight: (_ row: Int, _ column: Int, _ index: Int) -> Element
  ) -> Matrix {
    Matrix(shape: Shape(shape.rows, 1)) { index, _ in
      var sum = Element(0)
      for row in 0..<shape.rows {
        for column in 0..<shape.columns {
          sum = sum + weight(row, column, index) * self[row, column]
        }
      }
      return sum
    }
  }

  /// The eigenvectors of length 1 of a symmetric matrix as columns, in the order of `eigenvalues`;
  /// of the two that differ in their sign the one whose largest entry is positive. NaN for another
  /// matrix.
  package var eigenvectors: Matrix { Element.eigenvectors(of: self) }
}

extension Matrix where Element == Double {
  /// Jacobi's method: rotations that make the largest entries beside the diagonal 0, round after
  /// round. Golub and Van Loan, "Matrix Computations" (2013), section 8.5. `program.js` does the same
  /// in the same order.
  package var eigensystem: Matrix {
    guard asymmetry == nil, elements.allSatisfy(\.isFinite) else { return map { _ in .nan } }
    let size = shape.rows
    var a = rows
    var v = Matrix(shape: shape) { $0 == $1 ? 1 : 0 }.rows
    for _ in 0..<100 {
      var isDiagonal = true
      for p in 0..<size {
        for q in p + 1..<max(size, p + 1) where a[p][q] != 0 {
          let scale = (a[p][p].magnitude + a[q][q].magnitude) * .ulpOfOne
          guard a[p][q].magnitude > scale * 1e-3 else { continue }
          isDiagonal = false
          let theta = (a[q][q] - a[p][p]) / (2 * a[p][q])
          let t = (theta < 0 ? -1 : 1) / (theta.magnitude + (theta * theta + 1).squareRoot())
          let c = 1 / (t * t + 1).squareRoot()
          let s = t * c
          for k in 0..<size {
            (a[k][p], a[k][q]) = (c * a[k][p] - s * a[k][q], s * a[k][p] + c * a[k][q])
          }
          for k in 0..<size {
            (a[p][k], a[q][k]) = (c * a[p][k] - s * a[q][k], s * a[p][k] + c * a[q][k])
            (v[k][p], v[k][q]) = (c * v[k][p] - s * v[k][q], s * v[k][p] + c * v[k][q])
          }
          (a[p][q], a[q][p]) = (0, 0)
        }
      }
      if isDiagonal { break }
    }
    let order = (0..<size).sorted { a[$0][$0] > a[$1][$1] }
    let signs = order.map { index -> Double in
      let largest = (0..<size).max { v[$0][index].magnitude < v[$1][index].magnitude } ?? 0
      return v[largest][index] < 0 ? -1 : 1
    }
    return Matrix(shape: shape) { v[$0][order[$1]] * signs[$1] }
  }
}
