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

  @Test(arguments: [
    (Shape(2, 3), Shape(2, 3), Shape(2, 3) as Shape?), (Shape(2, 3), Shape(2, 1), Shape(2, 3)),
    (Shape(2, 1), Shape(2, 3), Shape(2, 3)), (.scalar, Shape(2, 3), Shape(2, 3)),
    (Shape(2, 3), Shape(1, 3), nil), (Shape(2, 3), Shape(3, 2), nil),
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

struct `Dual numbers` {
  private static let functions:
    [(
      name: String, dual: @Sendable (Dual<Double>) -> Dual<Double>,
      plain: @Sendable (Double) -> Double
    )] = [
      ("exp", { .exp($0) }, { .exp($0) }), ("log", { .log($0) }, { .log($0) }),
      ("sqrt", { .sqrt($0) }, { .sqrt($0) }), ("tanh", { .tanh($0) }, { .tanh($0) }),
      ("sin", { .sin($0) }, { .sin($0) }), ("cos", { .cos($0) }, { .cos($0) }),
      ("quotient", { Dual(1) / (Dual(1) + .exp(-$0)) }, { 1 / (1 + .exp(-$0)) }),
      ("power", { .pow($0, Dual(3)) }, { .pow($0, 3) }),
      ("power of itself", { .pow($0, $0) }, { .pow($0, $0) }),
    ]

  @Test(arguments: 0..<9)
  func `the exact derivative is what central differences come near`(index: Int) {
    let (name, dual, plain) = Self.functions[index]
    for x in [0.3, 0.9, 1.7] {
      let step = 1e-5
      let difference = (plain(x + step) - plain(x - step)) / (2 * step)
      let exact = dual(Dual(x, derivative: 1))
      #expect(abs(exact.derivative - difference) < 1e-8, "\(name) at \(x)")
      #expect(exact.base == plain(x), "\(name) at \(x)")
    }
  }

  @Test func `nested duals give second derivatives`() {
    let x = Dual(Dual(2.0, derivative: 1), derivative: Dual(1.0, derivative: 0))
    let cube = x * x * x
    #expect(cube.derivative.derivative == 12)
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
