package import Matrices
package import Notation

/// What a claim says of its two sides.
package enum Relation: Sendable, Equatable {
  case equal, less, greater, atMost, atLeast
  /// ≈ against a number that is written out means: equal when rounded to its decimals. Between two
  /// formulas it means within one part in a thousand.
  case roughly(decimals: Int?)

  package init(_ tree: MathTree, _ a: Equation.Side, _ b: Equation.Side) {
    switch tree.symbol?.latex {
    case "\\approx": self = .roughly(decimals: [a, b].compactMap(\.writtenDecimals).max())
    case "<": self = .less
    case ">": self = .greater
    case "\\ge", "\\geq", "\\geqslant": self = .atLeast
    case "\\le", "\\leq", "\\leqslant": self = .atMost
    default: self = .equal
    }
  }

  package var isOrder: Bool {
    switch self {
    case .equal, .roughly: false
    default: true
    }
  }
}

/// What comes of a claim at some numbers.
package enum Verdict: Sendable, Equatable {
  case holds, fails
  /// The sides are as near as rounding lets one tell, and that is not near: 1 − p is what is left
  /// of a p of 0.999999999.
  case untold
}

/// When a claim counts as true. Laws: a claim is symmetric where its relation is; scaling both
/// sides changes nothing; rounding never refutes it, since both sides carry a bound of it
/// (`Bounded`), and 1 part in 10⁹ does, unless these numbers cannot tell.
package enum Claims {
  /// Nearer than this, as a part of both, entries are equal without any bound being asked for.
  private static let closeness = 1e-13
  /// Bounds above this part of the sides, or of what they are made from, say nothing.
  private static let tellingBound = 1e-6

  /// How far the sides are apart; one number is compared with every entry of the other side.
  package static func difference(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Difference {
    stretched(a, like: b).difference(from: stretched(b, like: a))
  }

  private static func stretched(_ a: Matrix<Double>, like b: Matrix<Double>) -> Matrix<Double> {
    a.shape == b.shape ? a : a.combined(with: b) { own, _ in own }
  }

  /// A side with its value.
  package struct Side {
    package var kernel: Kernel
    package var value: Matrix<Double>

    package init(kernel: Kernel, value: Matrix<Double>) {
      (self.kernel, self.value) = (kernel, value)
    }
  }

  /// What has no value, or none that is finite, holds of nothing.
  ///
  /// - Parameter workspace: where the sides were run; asked for only when it takes a second look.
  /// - Returns: the verdict, and how far rounding may have moved the two sides apart.
  package static func judge(
    _ left: Side, _ relation: Relation, _ right: Side, in workspace: () -> Workspace
  ) -> (verdict: Verdict, slack: Double) {
    let (a, b) = (left.value, right.value)
    guard a.isFinite, b.isFinite else { return (.fails, 0) }
    func holds(_ slack: Matrix<Double>?) -> Bool {
      hold(stretched(a, like: b), relation, stretched(b, like: a), slack)
    }
    if holds(nil) { return (.holds, 0) }
    // Bounds take a run of their own: only who needs them asks for them.
    let place = workspace()
    let errors = stretched(left.kernel.errors(in: place), like: b)
      .combined(with: stretched(right.kernel.errors(in: place), like: a), +)
    guard holds(errors) else { return (.fails, 0) }
    let parts = (left.kernel.allNodes + right.kernel.allNodes).map(\.operation)
      .compactMap { part in part.literal ?? part.name.flatMap { place.values[$0] } }
    let size = (parts + [a, b]).map(\.largest).max() ?? 0
    let isTelling = errors.largest <= tellingBound * size
    return (isTelling || relation.isOrder ? .holds : .untold, errors.largest)
  }

  /// - Parameter slack: how far each pair of entries may be apart by rounding; nil when that is not
  ///   known, and they must be alike.
  private static func hold(
    _ a: Matrix<Double>, _ relation: Relation, _ b: Matrix<Double>, _ slack: Matrix<Double>?
  ) -> Bool {
    let largest = max(a.largest, b.largest)
    return a.elements.indices.allSatisfy { index in
      let (x, y) = (a.elements[index], b.elements[index])
      let own = slack?.elements[index] ?? closeness * max(x.magnitude, y.magnitude)
      switch relation {
      case .equal: return (x - y).magnitude <= own
      case .roughly(let decimals?):
        let half = 0.5 * Double.pow(10, -Double(decimals)) * (1 + 1e-9)
        return (x - y).magnitude <= half + own
      case .roughly(nil): return (x - y).magnitude <= 1e-3 * largest + own
      case .less: return x < y
      case .greater: return x > y
      case .atLeast: return x >= y - own
      case .atMost: return x <= y + own
      }
    }
  }
}

extension Equation.Side {
  /// The decimals of a number that is written out, or nil for a formula.
  package var writtenDecimals: Int? {
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
