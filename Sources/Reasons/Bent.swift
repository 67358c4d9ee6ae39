import Matrices

/// A number with its slope along one entry of a name: x + x′ε with ε² = 0. Slopes go forward with
/// the values, so that a law about slopes can be broken at one operation.
struct Bent: Scalar {
  var value: Double
  var slope: Double

  init(_ value: Double, slope: Double) { (self.value, self.slope) = (value, slope) }

  init(_ constant: Double) { self.init(constant, slope: 0) }

  /// f(x) with its slope f′(x) x′; what does not move has no slope, also where f has none.
  private func mapped(_ value: Double, by slope: @autoclosure () -> Double) -> Bent {
    Bent(value, slope: self.slope == 0 ? 0 : slope() * self.slope)
  }

  static func + (a: Bent, b: Bent) -> Bent { Bent(a.value + b.value, slope: a.slope + b.slope) }
  static func - (a: Bent, b: Bent) -> Bent { Bent(a.value - b.value, slope: a.slope - b.slope) }
  static prefix func - (a: Bent) -> Bent { Bent(-a.value, slope: -a.slope) }

  static func * (a: Bent, b: Bent) -> Bent {
    Bent(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }

  static func / (a: Bent, b: Bent) -> Bent {
    let value = a.value / b.value
    return Bent(value, slope: (a.slope - value * b.slope) / b.value)
  }

  static func exp(_ x: Bent) -> Bent {
    let value = Double.exp(x.value)
    return x.mapped(value, by: value)
  }

  static func log(_ x: Bent) -> Bent { x.mapped(Double.log(x.value), by: 1 / x.value) }

  static func sqrt(_ x: Bent) -> Bent {
    let value = Double.sqrt(x.value)
    return x.mapped(value, by: 0.5 / value)
  }

  static func tanh(_ x: Bent) -> Bent {
    let value = Double.tanh(x.value)
    return x.mapped(value, by: 1 - value * value)
  }

  static func sin(_ x: Bent) -> Bent { x.mapped(Double.sin(x.value), by: Double.cos(x.value)) }
  static func cos(_ x: Bent) -> Bent { x.mapped(Double.cos(x.value), by: -Double.sin(x.value)) }

  static func arcsin(_ x: Bent) -> Bent {
    x.mapped(Double.arcsin(x.value), by: 1 / (1 - x.value * x.value).squareRoot())
  }

  static func arccos(_ x: Bent) -> Bent {
    x.mapped(Double.arccos(x.value), by: -1 / (1 - x.value * x.value).squareRoot())
  }

  static func arctan(_ x: Bent) -> Bent {
    x.mapped(Double.arctan(x.value), by: 1 / (1 + x.value * x.value))
  }

  static func abs(_ x: Bent) -> Bent { x.mapped(x.value.magnitude, by: x.value < 0 ? -1 : 1) }

  static func pow(_ base: Bent, _ exponent: Bent) -> Bent {
    let value = Double.pow(base.value, exponent.value)
    let ofBase =
      base.slope == 0
      ? 0 : exponent.value * Double.pow(base.value, exponent.value - 1) * base.slope
    let ofExponent = exponent.slope == 0 ? 0 : value * Double.log(base.value) * exponent.slope
    return Bent(value, slope: ofBase + ofExponent)
  }

  static func maximum(_ a: Bent, _ b: Bent) -> Bent { a.value >= b.value ? a : b }

  static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Bent, _ b: Bent, _ yes: Bent, _ no: Bent
  ) -> Bent { holds(a.value, b.value) ? yes : no }
}

extension Matrix<Bent> {
  /// Whether it moves along with what is varied.
  var varies: Bool { elements.contains { $0.slope != 0 } }

  var isFinite: Bool { elements.allSatisfy { $0.value.isFinite && $0.slope.isFinite } }

  /// Values and slopes by numbers of their own.
  func scaled(_ value: Double, slope: Double) -> Matrix {
    map { Bent($0.value * value, slope: $0.slope * slope) }
  }

  func withSlopes(times factor: Double) -> Matrix { scaled(1, slope: factor) }

  var values: Matrix<Double> { map(\.value) }
}
