import Matrices
import Notation

/// What a claim says of its two sides.
enum Relation: Sendable, Equatable {
  case equal, less, greater, atMost, atLeast
  /// ≈ against a number that is written out means: equal when rounded to its decimals. Between two
  /// formulas it means within one part in a thousand.
  case roughly(decimals: Int?)

  init(_ tree: MathTree, _ a: Equation.Side, _ b: Equation.Side) {
    switch tree.symbol?.latex {
    case "\\approx": self = .roughly(decimals: [a, b].compactMap(\.writtenDecimals).max())
    case "<": self = .less
    case ">": self = .greater
    case "\\ge", "\\geq", "\\geqslant": self = .atLeast
    case "\\le", "\\leq", "\\leqslant": self = .atMost
    default: self = .equal
    }
  }

  var isOrder: Bool {
    switch self {
    case .equal, .roughly: false
    default: true
    }
  }
}

/// When a claim counts as true. Laws: a claim is symmetric where its relation is; scaling both
/// sides changes nothing; rounding never refutes it, and 1 part in 10⁹ does.
enum Claims {
  static let tolerance = 1e-10

  /// How far the sides are apart; one number is compared with every entry of the other side.
  static func difference(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Difference {
    stretched(a, like: b).difference(from: stretched(b, like: a))
  }

  private static func stretched(_ a: Matrix<Double>, like b: Matrix<Double>) -> Matrix<Double> {
    a.shape == b.shape ? a : a.combined(with: b) { own, _ in own }
  }

  static func hold(
    _ a: Matrix<Double>, _ relation: Relation, _ b: Matrix<Double>
  ) -> Bool {
    let pairs = zip(stretched(a, like: b).elements, stretched(b, like: a).elements)
    let slack = tolerance * max(a.largest, b.largest)
    switch relation {
    case .equal: return a.isClose(to: b, tolerance: tolerance)
    case .roughly(let decimals):
      let apart = a.difference(from: b).largest
      if let decimals { return apart <= 0.5 * Double.pow(10, -Double(decimals)) * (1 + 1e-9) }
      return apart <= 1e-3 * max(a.largest, b.largest)
    case .less: return pairs.allSatisfy { $0 < $1 }
    case .greater: return pairs.allSatisfy { $0 > $1 }
    case .atLeast: return pairs.allSatisfy { $0 >= $1 - slack }
    case .atMost: return pairs.allSatisfy { $0 <= $1 + slack }
    }
  }

  /// What an operation is called at the head of a sentence.
  static func subject(_ node: Kernel.Node) -> String {
    if case .call(let function, let order) = node.operation {
      return function.name.shown + String(repeating: "′", count: order)
    }
    return "The " + node.operation.label(of: [])
  }

  /// Why an operation on finite numbers gave none, with the number that did it.
  static func reason(
    _ node: Kernel.Node, _ values: [Matrix<Double>], _ row: Int, _ column: Int
  ) -> String {
    func operand(_ index: Int) -> Double? {
      guard node.operands.indices.contains(index) else { return nil }
      let value = values[node.operands[index]]
      if value.shape.isScalar { return value.elements[0] }
      guard row < value.shape.rows, column < max(1, value.shape.columns) else { return nil }
      return value[row, column]
    }
    let style = NumberStyle()
    switch node.operation {
    case .elementary(.log):
      guard let x = operand(0) else { return "" }
      return ": the logarithm of \(style.text(x)) does not exist"
    case .elementary(.sqrt):
      guard let x = operand(0) else { return "" }
      return ": the square root of \(style.text(x)) does not exist"
    case .quotient:
      guard let a = operand(0), operand(1) == 0 else { return "" }
      return ": \(style.text(a)) is divided by 0"
    case .elementary(let function):
      guard let x = operand(0) else { return "" }
      return ": \(function.rawValue) of \(style.text(x)) is too large"
    case .call:
      guard let x = operand(0) else { return "" }
      return ": it is applied to \(style.text(x))"
    case .derivative: return ": |·| at 0 and a maximum at a tie have none"
    case .inverse: return ": its determinant is 0"
    default: return ""
    }
  }
}

extension Equation.Side {
  /// The decimals of a number that is written out, or nil for a formula.
  fileprivate var writtenDecimals: Int? {
    guard isWrittenOut else { return nil }
    return tree.decimals
  }

  /// Whether it is numbers as they are typed: a number, a matrix or a tuple of numbers.
  package var isWrittenOut: Bool {
    guard kernel.nodes.allSatisfy(\.isConstant) else { return false }
    return kernel.nodes.allSatisfy { node in
      switch node.operation {
      case .literal, .tuple: true
      case .sum(let signs): signs == [.minus]
      case .quotient: kernel.nodes.count == 3
      default: false
      }
    }
  }
}

extension MathTree {
  /// The most decimals of a number in it.
  fileprivate var decimals: Int {
    switch content {
    case .number(let digits): digits.split(separator: ".").dropFirst().first?.count ?? 0
    case .row(let nodes): nodes.map(\.decimals).max() ?? 0
    case .delimited(_, let inner, _): inner.decimals
    case .table(_, let rows): rows.joined().map(\.decimals).max() ?? 0
    default: 0
    }
  }
}
