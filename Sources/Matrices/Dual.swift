/// A number together with its derivative by one variable: a + ȧε with ε² = 0. Computing with duals
/// is differentiating exactly, operation by operation; no step size, no cancellation.
///
///     let x = Dual(3.0, derivative: 1)
///     (x * x).derivative   // 6
///
/// Each operation states its value, then its derivative by the chain rule. Duals nest: over
/// `Dual<Double>` they give second derivatives.
package struct Dual<Base: Scalar>: Scalar {
  package var base: Base
  package var derivative: Base

  @inlinable package init(_ base: Base, derivative: Base) {
    self.base = base
    self.derivative = derivative
  }

  @inlinable package init(_ constant: Double) { self.init(Base(constant), derivative: Base(0)) }

  @inlinable package var value: Double { base.value }

  @inlinable package static func + (a: Self, b: Self) -> Self {
    Self(a.base + b.base, derivative: a.derivative + b.derivative)
  }

  @inlinable package static func - (a: Self, b: Self) -> Self {
    Self(a.base - b.base, derivative: a.derivative - b.derivative)
  }

  @inlinable package static func * (a: Self, b: Self) -> Self {
    Self(a.base * b.base, derivative: a.derivative * b.base + a.base * b.derivative)
  }

  @inlinable package static func / (a: Self, b: Self) -> Self {
    let quotient = a.base / b.base
    return Self(quotient, derivative: (a.derivative - quotient * b.derivative) / b.base)
  }

  @inlinable package static prefix func - (a: Self) -> Self {
    Self(-a.base, derivative: -a.derivative)
  }

  @inlinable package static func exp(_ x: Self) -> Self {
    let value = Base.exp(x.base)
    return Self(value, derivative: value * x.derivative)
  }

  @inlinable package static func log(_ x: Self) -> Self {
    Self(Base.log(x.base), derivative: x.derivative / x.base)
  }

  @inlinable package static func sqrt(_ x: Self) -> Self {
    let value = Base.sqrt(x.base)
    return Self(value, derivative: x.derivative / (Base(2) * value))
  }

  @inlinable package static func tanh(_ x: Self) -> Self {
    let value = Base.tanh(x.base)
    return Self(value, derivative: (Base(1) - value * value) * x.derivative)
  }

  @inlinable package static func sin(_ x: Self) -> Self {
    Self(Base.sin(x.base), derivative: Base.cos(x.base) * x.derivative)
  }

  @inlinable package static func cos(_ x: Self) -> Self {
    Self(Base.cos(x.base), derivative: -(Base.sin(x.base) * x.derivative))
  }

  /// At 0 there is no derivative, and NaN says so; what does not vary has slope 0 even there.
  @inlinable package static func abs(_ x: Self) -> Self {
    if x.derivative == Base(0) { return Self(Base.abs(x.base), derivative: x.derivative) }
    let sign = x.value > 0 ? 1.0 : x.value < 0 ? -1.0 : Double.nan
    return Self(Base.abs(x.base), derivative: Base(sign) * x.derivative)
  }

  /// At a tie the slopes must agree, or there is no derivative.
  @inlinable package static func maximum(_ a: Self, _ b: Self) -> Self {
    if a.value == b.value, a.derivative != b.derivative {
      return Self(a.base, derivative: Base(.nan))
    }
    return a.value >= b.value ? a : b
  }

  /// A constant exponent must not bring in the logarithm of the base, which may be negative.
  @inlinable package static func pow(_ base: Self, _ exponent: Self) -> Self {
    let value = Base.pow(base.base, exponent.base)
    let byBase = exponent.base * Base.pow(base.base, exponent.base - Base(1)) * base.derivative
    if exponent.derivative == Base(0) { return Self(value, derivative: byBase) }
    return Self(
      value, derivative: byBase + value * Base.log(base.base) * exponent.derivative)
  }
}
