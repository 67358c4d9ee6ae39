package import Matrices

/// A number that knows whether it was made from one certain other number. Everything that runs is
/// written once over `Scalar`, so running a formula over traced numbers finds its uses, also where
/// the values alone would hide them (a factor of 0).
struct Traced: Scalar {
  var value: Double
  var isTouched: Bool

  init(_ value: Double, isTouched: Bool) {
    self.value = value
    self.isTouched = isTouched
  }

  init(_ constant: Double) { self.init(constant, isTouched: false) }

  private static func join(_ a: Traced, _ b: Traced, _ value: Double) -> Traced {
    Traced(value, isTouched: a.isTouched || b.isTouched)
  }

  private func with(_ value: Double) -> Traced { Traced(value, isTouched: isTouched) }

  static func + (a: Self, b: Self) -> Self { join(a, b, a.value + b.value) }
  static func - (a: Self, b: Self) -> Self { join(a, b, a.value - b.value) }
  static func * (a: Self, b: Self) -> Self { join(a, b, a.value * b.value) }
  static func / (a: Self, b: Self) -> Self { join(a, b, a.value / b.value) }
  static prefix func - (a: Self) -> Self { a.with(-a.value) }
  static func exp(_ x: Self) -> Self { x.with(Double.exp(x.value)) }
  static func log(_ x: Self) -> Self { x.with(Double.log(x.value)) }
  static func sqrt(_ x: Self) -> Self { x.with(Double.sqrt(x.value)) }
  static func tanh(_ x: Self) -> Self { x.with(Double.tanh(x.value)) }
  static func sin(_ x: Self) -> Self { x.with(Double.sin(x.value)) }
  static func cos(_ x: Self) -> Self { x.with(Double.cos(x.value)) }
  static func arcsin(_ x: Self) -> Self { x.with(Double.arcsin(x.value)) }
  static func arccos(_ x: Self) -> Self { x.with(Double.arccos(x.value)) }
  static func arctan(_ x: Self) -> Self { x.with(Double.arctan(x.value)) }
  static func abs(_ x: Self) -> Self { x.with(Double.abs(x.value)) }
  static func pow(_ base: Self, _ exponent: Self) -> Self {
    join(base, exponent, Double.pow(base.value, exponent.value))
  }
  static func maximum(_ a: Self, _ b: Self) -> Self {
    join(a, b, Double.maximum(a.value, b.value))
  }
  static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self, _ yes: Self, _ no: Self
  ) -> Self {
    let one = holds(a.value, b.value) ? yes : no
    return join(one, join(a, b, 0), one.value)
  }
}

/// Where one entry of a value is used, further down in a lesson.
package struct Use: Sendable, Equatable {
  /// The place of the equation among those that were asked about, and its side.
  package var equation: Int
  package var side: Int
  package var shape: Shape
  /// Row by row: which entries of the side are made from the number.
  package var entries: [Bool]

  package var count: Int { entries.count { $0 } }
}

extension Replay {
  /// Every side of the equations that is made from one entry of a name, directly or by way of
  /// others.
  ///
  /// - Parameters:
  ///   - moment: when the name has the value in question; what came before does not use it.
  ///   - row, column: from 0.
  package mutating func uses(
    of name: Name, row: Int, column: Int, from moment: Int, in equations: [Equation]
  ) -> [Use] {
    let sides = equations.indices.flatMap { index in
      equations[index].sides.indices.map { (index, $0) }
    }
    .filter { equations[$0.0].sides[$0.1].moment >= moment }
    .sorted { equations[$0.0].sides[$0.1].moment < equations[$1.0].sides[$1.1].moment }
    guard let value = workspace(at: moment).values[name] else { return [] }
    var traced = [
      name: Matrix<Traced>(shape: value.shape) { i, j in
        Traced(value[i, j], isTouched: i == row && j == column)
      }
    ]
    var uses: [Use] = []
    var now = moment
    for (index, side) in sides {
      let own = equations[index].sides[side]
      trace(&traced, from: &now, to: own.moment)
      guard !traced.isEmpty else { break }
      let scope = Scope<Traced>(workspace(at: own.moment), replacing: traced)
      let entries = own.kernel.value(in: scope).elements.map(\.isTouched)
      if entries.contains(true) {
        uses.append(
          Use(equation: index, side: side, shape: own.value.shape, entries: entries))
      }
    }
    return uses.sorted { ($0.equation, $0.side) < ($1.equation, $1.side) }
  }

  /// Carries what is touched through the updates up to a moment.
  private mutating func trace(
    _ traced: inout [Name: Matrix<Traced>], from now: inout Int, to wanted: Int
  ) {
    while now < wanted {
      defer { now += 1 }
      guard case .update(let updates) = entry(now) else { continue }
      let scope = Scope<Traced>(workspace(at: now), replacing: traced)
      let new = updates.map { ($0.name, $0.kernel.value(in: scope)) }
      for (name, value) in new {
        traced[name] = value.elements.contains(where: \.isTouched) ? value : nil
      }
    }
  }
}
