import Matrices
import TestSupport
import Testing

private func random(_ shape: Shape, _ numbers: inout SeededNumbers) -> Matrix<Double> {
  let elements = (0..<shape.count).map { _ in Double.random(in: -2...2, using: &numbers) }
  return Matrix(shape: shape, elements: elements)
}

struct `Matrix arithmetic` {
  @Test(arguments: 0..<20)
  func `the transpose of a product is the product of the transposes, turned round`(seed: Int) {
    var numbers = SeededNumbers(seed: seed)
    let a = random(Shape(3, 4), &numbers)
    let b = random(Shape(4, 2), &numbers)
    #expect(
      a.multiplied(by: b).transposed.isClose(to: b.transposed.multiplied(by: a.transposed)))
  }

  @Test func `a product by hand`() {
    let a = Matrix<Double>(shape: Shape(2, 3), elements: [1, 2, 3, 4, 5, 6])
    let b = Matrix<Double>(shape: Shape(3, 1), elements: [1, 0, -1])
    #expect(a.multiplied(by: b).elements == [-2, -2])
  }

  @Test func `a column is added to every column`() {
    let a = Matrix<Double>(shape: Shape(2, 3), elements: [1, 2, 3, 4, 5, 6])
    let b = Matrix<Double>(shape: Shape(2, 1), elements: [10, 20])
    #expect(a.combined(with: b, +).elements == [11, 12, 13, 24, 25, 26])
    #expect(b.combined(with: a, -).elements == [9, 8, 7, 16, 15, 14])
  }

  @Test func `a row is added to every row`() {
    let a = Matrix<Double>(shape: Shape(2, 3), elements: [1, 2, 3, 4, 5, 6])
    let b = Matrix<Double>(shape: Shape(1, 3), elements: [10, 20, 30])
    #expect(a.combined(with: b, +).elements == [11, 22, 33, 14, 25, 36])
    #expect(b.combined(with: a, -).elements == [9, 18, 27, 6, 15, 24])
  }

  @Test(arguments: [
    (Shape(2, 3), Shape(2, 3), Shape(2, 3) as Shape?), (Shape(2, 3), Shape(2, 1), Shape(2, 3)),
    (Shape(2, 1), Shape(2, 3), Shape(2, 3)), (.scalar, Shape(2, 3), Shape(2, 3)),
    (Shape(2, 3), Shape(1, 3), Shape(2, 3)), (Shape(1, 3), Shape(2, 3), Shape(2, 3)),
    (Shape(2, 3), Shape(1, 2), nil), (Shape(2, 1), Shape(1, 3), nil),
    (Shape(2, 3), Shape(3, 2), nil),
  ])
  func `shapes that add`(a: Shape, b: Shape, sum: Shape?) {
    #expect(a.added(to: b) == sum)
  }
}

struct `Closeness` {
  @Test func `laws: symmetric, scale-free, and NaN is close to nothing`() {
    let a = Matrix<Double>(shape: Shape(2, 1), elements: [1, 1e-3])
    let b = Matrix<Double>(shape: Shape(2, 1), elements: [1 + 1e-12, 1e-3])
    let c = Matrix<Double>(shape: Shape(2, 1), elements: [1 + 1e-8, 1e-3])
    #expect(a.isClose(to: b) && b.isClose(to: a))
    #expect(!a.isClose(to: c) && !c.isClose(to: a))
    #expect(a.map { $0 * 1e30 }.isClose(to: b.map { $0 * 1e30 }))
    let nan = Matrix(Double.nan)
    #expect(!nan.isClose(to: nan))
    #expect(a.difference(from: c).row == 0)
  }
}

struct `Eigenvalues` {
  /// Values from numpy.linalg.eigh of NumPy 2.4.6.
  @Test func `of a symmetric matrix, the largest first`() {
    let a = Matrix<Double>(shape: Shape(3, 3), elements: [2, -1, 0.5, -1, 3, 0.25, 0.5, 0.25, 1])
    let values = Matrix<Double>(
      shape: Shape(3, 1), elements: [3.6190500503843883, 1.7791240220020814, 0.6018259276135289])
    #expect(a.eigenvalues.isClose(to: values, tolerance: 1e-14))
    let vectors = a.eigenvectors
    let again = vectors.multiplied(
      by: Matrix(shape: a.shape) { $0 == $1 ? a.eigenvalues.elements[$0] : 0 }
    ).multiplied(by: vectors.transposed)
    #expect(again.isClose(to: a, tolerance: 1e-14))
    let first = Matrix<Double>(shape: Shape(3, 1)) { row, _ in vectors[row, 0] }
    let known = Matrix<Double>(shape: Shape(3, 1), elements: [-0.52990064, 0.8478183, -0.02023472])
    #expect(first.isClose(to: known, tolerance: 1e-7))
  }

  @Test func `of another matrix there are none here`() {
    let a = Matrix<Double>(shape: Shape(2, 2), elements: [1, 2, 3, 4])
    #expect(a.asymmetry.map { [$0.row, $0.column] } == [1, 0])
    let isNone = a.eigenvalues.elements.allSatisfy(\.isNaN)
    #expect(isNone)
  }
}

struct `Numbers for readers` {
  private static let cases: [(values: [Double], texts: [String])] = [
    ([0.9, 0.1, 0.8], ["0.9", "0.1", "0.8"]),
    ([0.5, 0.25], ["0.50", "0.25"]),
    ([0.333333333333333, 2], ["0.3333", "2.0000"]),
    ([-0.00001, 0.5], ["−1.00e−5", "0.5000"]),
    ([0.09000000000000001], ["0.09"]),
    ([0.30000000000000004], ["0.3"]),
    ([-0.0], ["0"]),
    ([3], ["3"]),
    ([12_345_678.9], ["1.23e7"]),
    ([.nan, .infinity, -.infinity], ["NaN", "∞", "−∞"]),
  ]

  @Test(arguments: 0..<10)
  func `decimals as the lesson wants, and no zero that is none`(index: Int) {
    let (values, texts) = Self.cases[index]
    #expect(NumberStyle(decimals: 4).texts(values) == texts)
  }
}
