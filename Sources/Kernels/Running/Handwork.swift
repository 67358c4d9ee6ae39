package import Matrices

/// A number with a bound on how far it may come out from it by hand, where every intermediate is
/// written down with so many decimals.
///
/// Laws: who rounds each result of an operation to the nearest with p decimals, or not at all,
/// comes out within `value ± error`; what needs no rounding adds none. Interval arithmetic as of
/// Moore, "Interval Analysis" (1966), with half a unit of the last decimal for every rounding.
struct Handwork: Scalar {
  /// As exact arithmetic gives it.
  var value: Double
  /// Absolute.
  var error: Double
  /// A power of ten: 10⁻ᵖ. Constants have none; what they meet gives it to them.
  var unit: Double

  init(_ value: Double, error: Double, unit: Double) {
    self.value = value
    self.error = error.isNaN ? .infinity : error
    self.unit = unit
  }

  init(_ constant: Double) { self.init(constant, error: 0, unit: 0) }

  /// A value as it is copied from the screen, or carried on from before.
  init(copied value: Double, unit: Double) {
    self.init(value, error: 0, unit: unit)
    if !isWrittenExactly { error = unit / 2 }
  }

  /// Whether the decimals suffice.
  private var isWrittenExactly: Bool {
    guard unit > 0 else { return true }
    let units = value / unit
    return (units - units.rounded()).magnitude < 1e-7
  }

  /// The result of an operation, rounded where that is needed.
  private func rounded() -> Handwork {
    guard error > 0 || !isWrittenExactly else { return self }
    return Handwork(value, error: error + unit / 2, unit: unit)
  }

  private static func unit(_ a: Self, _ b: Self) -> Double { max(a.unit, b.unit) }

  /// A function of one number that does not turn between the ends of what it may be.
  private static func monotone(_ x: Self, _ f: (Double) -> Double) -> Self {
    let value = f(x.value)
    let apart = [f(x.value - x.error), f(x.value + x.error)].map { ($0 - value).magnitude }
    let isKnown = apart.allSatisfy { !$0.isNaN }
    return Handwork(value, error: isKnown ? max(apart[0], apart[1]) : .infinity, unit: x.unit)
      .rounded()
  }

  // Sums of numbers with p decimals have p decimals.

  static func + (a: Self, b: Self) -> Self {
    Handwork(a.value + b.value, error: a.error + b.error, unit: unit(a, b))
  }

  static func - (a: Self, b: Self) -> Self {
    Handwork(a.value - b.value, error: a.error + b.error, unit: unit(a, b))
  }

  static prefix func - (a: Self) -> Self { Handwork(-a.value, error: a.error, unit: a.unit) }

  static func * (a: Self, b: Self) -> Self {
    let error = a.value.magnitude * b.error + b.value.magnitude * a.error + a.error * b.error
    let product = Handwork(a.value * b.value, error: error, unit: unit(a, b))
    // A whole number of times what is written exactly, or what is rounded already.
    let isWhole = [a, b].contains { $0.error == 0 && $0.value == $0.value.rounded() }
    return isWhole ? product : product.rounded()
  }

  static func / (a: Self, b: Self) -> Self {
    let quotient = a.value / b.value
    let nearest = b.value.magnitude - b.error
    guard nearest > 0 || b.error == 0 else {
      return Handwork(quotient, error: .infinity, unit: unit(a, b))
    }
    let error = (a.error + quotient.magnitude * b.error) / nearest
    return Handwork(quotient, error: error, unit: unit(a, b)).rounded()
  }

  static func exp(_ x: Self) -> Self { monotone(x, Double.exp) }
  static func log(_ x: Self) -> Self { monotone(x, Double.log) }
  static func tanh(_ x: Self) -> Self { monotone(x, Double.tanh) }
  static func arcsin(_ x: Self) -> Self { monotone(x, Double.arcsin) }
  static func arccos(_ x: Self) -> Self { monotone(x, Double.arccos) }
  static func arctan(_ x: Self) -> Self { monotone(x, Double.arctan) }

  static func sqrt(_ x: Self) -> Self {
    let value = x.value.squareRoot()
    let low = max(0, x.value - x.error).squareRoot()
    let high = (x.value + x.error).squareRoot()
    return Handwork(value, error: max(value - low, high - value), unit: x.unit).rounded()
  }

  /// No steeper than 1.
  static func sin(_ x: Self) -> Self {
    Handwork(Double.sin(x.value), error: x.error, unit: x.unit).rounded()
  }

  static func cos(_ x: Self) -> Self {
    Handwork(Double.cos(x.value), error: x.error, unit: x.unit).rounded()
  }

  static func abs(_ x: Self) -> Self {
    Handwork(x.value.magnitude, error: x.error, unit: x.unit)
  }

  static func pow(_ base: Self, _ exponent: Self) -> Self {
    let value = Double.pow(base.value, exponent.value)
    var bases = [base.value - base.error, base.value + base.error]
    // A power turns only at 0.
    if bases[0] < 0, bases[1] > 0 { bases.append(0) }
    let exponents = [exponent.value - exponent.error, exponent.value + exponent.error]
    let apart = bases.flatMap { base in
      exponents.map { (Double.pow(base, $0) - value).magnitude }
    }
    let isKnown = apart.allSatisfy { !$0.isNaN }
    return Handwork(
      value, error: isKnown ? apart.max() ?? 0 : .infinity, unit: unit(base, exponent)
    ).rounded()
  }

  static func maximum(_ a: Self, _ b: Self) -> Self {
    Handwork(
      Double.maximum(a.value, b.value), error: max(a.error, b.error), unit: unit(a, b))
  }

  /// Where the two compared are nearer than their errors, it could be either one.
  static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self, _ yes: Self, _ no: Self
  ) -> Self {
    let (one, other) = holds(a.value, b.value) ? (yes, no) : (no, yes)
    let error = a.error + b.error
    guard error > 0, (a.value - b.value).magnitude <= error else { return one }
    return Handwork(
      one.value, error: max(one.error, (one.value - other.value).magnitude + other.error),
      unit: unit(one, other))
  }
}

extension Kernel {
  /// How far every entry may be from the value for who works it out by hand: the names taken as
  /// they are, or rounded, and every intermediate rounded to so many decimals, or not.
  package func errorsByHand(in workspace: Workspace, decimals: Int) -> Matrix<Double> {
    let unit = Double.pow(10, -Double(decimals))
    let copied = names.reduce(into: [Name: Matrix<Handwork>]()) { all, name in
      all[name] = workspace.values[name]?.map { Handwork(copied: $0, unit: unit) }
    }
    return value(in: Scope<Handwork>(workspace, replacing: copied)).map {
      max($0.error, unit / 2)
    }
  }
}
