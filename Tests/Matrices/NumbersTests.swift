import Matrices
import Testing

private func matrix(_ rows: [Double]...) -> Matrix<Double> {
  Matrix(shape: Shape(rows.count, rows[0].count), elements: rows.flatMap(\.self))
}

/// Values from numpy.linalg of NumPy 2.4.6, and by hand where a comment says so.
struct `Inverses and determinants` {
  static let cases: [(matrix: Matrix<Double>, determinant: Double, inverse: Matrix<Double>)] = [
    (
      matrix([4, -2, 0.5], [1, 3, -1], [0.25, 2, 5]), 79.125,
      matrix(
        [0.21484992101105843, 0.13902053712480253, 0.0063191153238546585],
        [-0.06635071090047394, 0.25118483412322273, 0.05687203791469194],
        [0.01579778830963665, -0.10742496050552922, 0.1769352290679305])
    ),
    // A zero where the first pivot would be.
    (
      matrix([0, 2, 1], [1, 0, 3], [4, 1, 0]), 25,
      matrix([-0.12, 0.04, 0.24], [0.48, -0.16, 0.04], [0.04, 0.32, -0.08])
    ),
    // By hand.
    (matrix([0, 1], [1, 0]), -1, matrix([0, 1], [1, 0])),
    (matrix([2, 0], [0, -0.5]), -1, matrix([0.5, 0], [0, -2])),
    (matrix([4]), 4, matrix([0.25])),
  ]

  @Test(arguments: cases.indices)
  func `by elimination`(index: Int) {
    let (matrix, determinant, inverse) = Self.cases[index]
    #expect((matrix.determinant - determinant).magnitude < 1e-12 * 80)
    #expect(matrix.inverse.isClose(to: inverse, tolerance: 1e-14))
    let identity = Matrix<Double>(shape: matrix.shape) { $0 == $1 ? 1 : 0 }
    #expect(matrix.multiplied(by: matrix.inverse).isClose(to: identity, tolerance: 1e-14))
  }

  @Test func `a singular matrix has determinant 0 and no inverse`() {
    for singular in [matrix([1, 2], [2, 4]), matrix([0]), matrix([0, 0], [3, 4])] {
      #expect(singular.determinant == 0)
      let isNone = singular.inverse.elements.allSatisfy(\.isNaN)
      #expect(isNone)
    }
  }
}

struct `Eigenvectors` {
  /// From numpy.linalg.eigh of NumPy 2.4.6, the largest first and with the largest entry positive.
  @Test func `of four dimensions`() {
    let a = matrix([4, 1, 0.5, 0], [1, 3, -1, 2], [0.5, -1, 2, 0], [0, 2, 0, -1])
    let values = matrix(
      [4.883807366146516], [3.6118527394463125], [1.4074804813314055], [-1.9031405869242337])
    #expect(a.eigenvalues.isClose(to: values, tolerance: 1e-14))
    let vectors = matrix(
      [0.69618234833026, 0.6488918991190357, -0.29676494843342865, 0.0787401200936334],
      [0.6713358665183854, -0.5110328310304793, 0.3493529033389282, -0.4075612210007757],
      [-0.112089557765847, 0.5183344359838925, 0.8400320358628284, -0.11450555548648182],
      [0.22819777220479054, -0.22161715037407384, 0.29022283341273547, 0.9025421443825927])
    #expect(a.eigenvectors.isClose(to: vectors, tolerance: 1e-13))
  }

  @Test func `of what is diagonal already, by hand`() {
    let a = matrix([1, 0, 0], [0, 5, 0], [0, 0, -2])
    #expect(a.eigenvalues == matrix([5], [1], [-2]))
    #expect(a.eigenvectors == matrix([0, 1, 0], [1, 0, 0], [0, 0, 1]))
    #expect(matrix([3]).eigenvalues == matrix([3]))
    #expect(matrix([-3]).eigenvectors == matrix([1]))
  }

  @Test func `of numbers of very different sizes, by hand`() {
    // [a b; b a] has a + b and a − b.
    let a = matrix([1e8, 1], [1, 1e8])
    #expect(a.eigenvalues.isClose(to: matrix([1e8 + 1], [1e8 - 1]), tolerance: 1e-15))
    let none = matrix([1, .infinity], [.infinity, 1])
    let isNone = none.eigenvalues.elements.allSatisfy(\.isNaN)
    #expect(isNone)
  }

  @Test func `rounding is no asymmetry, a billionth is`() {
    #expect(matrix([1, 2], [2 + 1e-12, 1]).asymmetry == nil)
    #expect(matrix([1, 2], [2 + 1e-7, 1]).asymmetry != nil)
    #expect(matrix([1, .nan], [.nan, 1]).asymmetry != nil)
  }
}

struct `Shapes` {
  static let products: [(a: Shape, b: Shape, product: Shape?)] = [
    (Shape(2, 3), Shape(3, 4), Shape(2, 4)), (Shape(2, 3), Shape(2, 3), nil),
    (Shape(1, 1), Shape(2, 3), Shape(2, 3)), (Shape(2, 3), Shape(1, 1), Shape(2, 3)),
    (Shape(1, 3), Shape(3, 1), Shape(1, 1)), (Shape(3, 1), Shape(1, 3), Shape(3, 3)),
    (Shape(3, 1), Shape(3, 1), nil),
  ]

  @Test(arguments: products.indices)
  func `that multiply`(index: Int) {
    let (a, b, product) = Self.products[index]
    #expect(a.multiplied(by: b) == product)
  }

  @Test func `are written rows by columns`() {
    #expect("\(Shape(2, 3)) \(Shape(2, 3).transposed)" == "2×3 3×2")
    #expect(Shape(2, 3).count == 6)
    #expect(Shape(2, 1).isVector && !Shape(1, 2).isVector && !Shape(1, 1).isVector)
    #expect(Shape.scalar.isScalar && Shape(4, 4).isSquare && !Shape(4, 3).isSquare)
  }
}

struct `Differences` {
  @Test func `are largest where they are`() {
    let (a, b) = (matrix([1, 2], [3, 4]), matrix([1, 2.5], [3, 3]))
    for difference in [a.difference(from: b), b.difference(from: a)] {
      #expect((difference.largest, difference.row, difference.column) == (1, 1, 1))
    }
    #expect(a.difference(from: a).largest == 0)
  }

  @Test func `of infinities and of nothing`() {
    let a = matrix([1, .infinity])
    #expect(a.difference(from: a).largest == 0)
    #expect(a.difference(from: matrix([1, -.infinity])).largest == .infinity)
    let none = a.difference(from: matrix([1, .nan]))
    #expect(none.largest.isNaN)
    #expect((none.row, none.column) == (0, 1))
  }

  @Test func `are near by the larger of the two, and only in one shape`() {
    #expect(matrix([1e6]).isClose(to: matrix([1e6 + 1]), tolerance: 1e-5))
    #expect(!matrix([1e6]).isClose(to: matrix([1e6 + 1]), tolerance: 1e-7))
    #expect(!matrix([1, 2]).isClose(to: matrix([1], [2]), tolerance: 1))
    // What is small beside a large entry does not count, and does by itself.
    #expect(matrix([1e12, 1]).isClose(to: matrix([1e12, 2])))
    #expect(!matrix([1]).isClose(to: matrix([2])))
  }
}

/// Python's "%.nf" of the same numbers, and by hand what is no fixed number.
struct `Numbers with their decimals` {
  static let cases: [(decimals: Int, values: [Double], texts: [String])] = [
    (0, [2.5, 1.25], ["2", "1"]), (1, [0.25, 0.35], ["0.2", "0.3"]),
    (2, [1.005, -1.995], ["1.00", "−2.00"]), (6, [1.0 / 3], ["0.333333"]),
    (12, [0.1, 1.0 / 3], ["0.100000000000", "0.333333333333"]), (4, [1e6], ["1000000"]),
    (4, [9_999_999], ["9999999"]), (4, [1e7], ["1.00e7"]), (4, [-2.5e-7], ["−2.50e−7"]),
    (4, [123456.789012], ["123456.7890"]), (2, [0.004], ["4.00e−3"]), (2, [0.005], ["0.01"]),
    (4, [1e300, 0.5], ["1.00e300", "0.5"]), (4, [0.00005, 0.25], ["0.0001", "0.2500"]),
  ]

  @Test(arguments: cases.indices)
  func `as a reader wants them`(index: Int) {
    let (decimals, values, texts) = Self.cases[index]
    #expect(NumberStyle(decimals: decimals).texts(values) == texts)
  }
}
