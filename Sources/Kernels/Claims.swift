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

  /// What has no value, or none that is finite, holds of nothing.
  static func hold(
    _ a: Matrix<Double>, _ relation: Relation, _ b: Matrix<Double>
  ) -> Bool {
    guard a.isFinite, b.isFinite else { return false }
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
      let operation = node.operation
      return operation.literal != nil || operation.isTuple || operation.signs == [.minus]
        || operation.isQuotient && kernel.nodes.count == 3
    }
  }
}

extension MathTree {
  /// The most decimals of a number in it.
  fileprivate var decimals: Int {
    switch content {
    case .number(let digits): digits.split(separator: ".").dropFirst().first?.count ?? 0
    case .row, .delimited, .table: children.map(\.decimals).max() ?? 0
    case .letter, .function, .text, .symbol, .fraction, .binomial, .root, .scripts, .accent,
      .styled, .stacked, .space, .lineBreak, .unknown:
      0
    }
  }
}
