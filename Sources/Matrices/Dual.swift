/// A number with its slope along one entry of a name: x + x′ε with ε² = 0. Slopes go forward with
/// the values, so that a law about slopes can be broken at one operation.
@frozen package struct Dual: Scalar {
  package var value: Double
  package var slope: Double

  @inlinable package init(_ value: Double, slope: Double) {
    (self.value, self.slope) = (value, slope)
  }

  @inlinable package init(_ constant: Double) { self.init(constant, slope: 0) }

  /// f(x) with its slope f′(x) x′; what does not move has no slope, also where f has none.
  @inlinable func mapped(_ value: Double, by slope: @autoclosure () -> Double) -> Dual {
    Dual(value, slope: self.slope == 0 ? 0 : slope() * self.slope)
  }

  @inlinable package static func + (a: Dual, b: Dual) -> Dual {
    Dual(a.value + b.value, slope: a.slope + b.slope)
  }
  @inlinable package static func - (a: Dual, b: Dual) -> Dual {
    Dual(a.value - b.value, slope: a.slope - b.slope)
  }
  @inlinable package static prefix func - (a: Dual) -> Dual { Dual(-a.value, slope: -a.slope) }

  @inlinable package static func * (a: Dual, b: Dual) -> Dual {
    Dual(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
  }

  @inlinable package static func / (a: Dual, b: Dual) -> Dual {
    let value = a.value / b.value
    return Dual(value, slope: (a.slope - value * b.slope) / b.value)
  }

  @inlinable package static func exp(_ x: Dual) -> Dual {
    let value = Double.exp(x.value)
    return x.mapped(value, by: value)
  }

  @inlinable package static func log(_ x: Dual) -> Dual {
    x.mapped(Double.log(x.value), by: 1 / x.value)
  }

  @inlinable package static func sqrt(_ x: Dual) -> Dual {
    let value = Double.sqrt(x.value)
    return x.mapped(value, by: 0.5 / value)
  }

  @inlinable package static func tanh(_ x: Dual) -> Dual {
    let value = Double.tanh(x.value)
    return x.mapped(value, by: 1 - value * value)
  }

  @inlinable package static func sin(_ x: Dual) -> Dual {
    x.mapped(Double.sin(x.value), by: Double.cos(x.value))
  }
  @inlinable package static func cos(_ x: Dual) -> Dual {
    x.mapped(Double.cos(x.value), by: -Double.sin(x.value))
  }

  @inlinable package static func arcsin(_ x: Dual) -> Dual {
    x.mapped(Double.arcsin(x.value), by: 1 / (1 - x.value * x.value).squareRoot())
  }

  @inlinable package static func arccos(_ x: Dual) -> Dual {
    x.mapped(Double.arccos(x.value), by: -1 / (1 - x.value * x.value).squareRoot())
  }

  @inlinable package static func arctan(_ x: Dual) -> Dual {
    x.mapped(Double.arctan(x.value), by: 1 / (1 + x.value * x.value))
  }

  @inlinable package static func abs(_ x: Dual) -> Dual {
    x.mapped(x.value.magnitude, by: x.value < 0 ? -1 : 1)
  }

  @inlinable package static func pow(_ base: Dual, _ exponent: Dual) -> Dual {
    let value = Double.pow(base.value, exponent.value)
    let ofBase =
      base.slope == 0
      ? 0 : exponent.value * Double.pow(base.value, exponent.value - 1) * base.slope
    let ofExponent = exponent.slope == 0 ? 0 : value * Double.log(base.value) * exponent.slope
    return Dual(value, slope: ofBase + ofExponent)
  }

  @inlinable package static func maximum(_ a: Dual, _ b: Dual) -> Dual {
    a.value >= b.value ? a : b
  }

  @inlinable package static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Dual, _ b: Dual, _ yes: Dual, _ no: Dual
  ) -> Dual { holds(a.value, b.value) ? yes : no }
}
