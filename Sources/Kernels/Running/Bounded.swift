package import Matrices

/// A number with a bound on how far it may be from what exact arithmetic would give: every
/// operation rounds by at most a unit, and carries on what was uncertain before.
///
/// Laws: the exact result lies within `value ± error`; an error is never too small. Higham,
/// "Accuracy and Stability of Numerical Algorithms" (2002), chapter 3. Where nothing can be said
/// the error is infinite.
struct Bounded: Scalar {
  var value: Double
  /// Absolute.
  var error: Double

  /// Relative to the value: half a unit in the last place.
  private static let unit = 0x1p-53
  /// Functions of the C library are right to about one unit in the last place.
  private static let libraryUnits = 3.0

  init(_ value: Double, error: Double) {
    self.value = value
    self.error = error.isNaN ? .infinity : error
  }

  init(_ constant: Double) { self.init(constant, error: 0) }

  /// A number that was written down: the decimals may be no double, and what was made orthogonal is
  /// so but for a few units.
  init(given value: Double) {
    let isWhole = value.rounded() == value
    self.init(value, error: isWhole ? 0 : 8 * Self.unit * value.magnitude)
  }

  /// What a formula writes down, or finds by name, is no more exact than what was given.
  static func lifted(_ matrix: Matrix<Double>) -> Matrix<Bounded> {
    matrix.map(Bounded.init(given:))
  }

  private static func rounded(_ value: Double, _ error: Double) -> Bounded {
    Bounded(value, error: error + unit * value.magnitude)
  }

  /// A function of one number between whose ends it has no peak.
  private static func monotone(_ x: Bounded, _ f: (Double) -> Double) -> Bounded {
    let value = f(x.value)
    let rounding = libraryUnits * unit * value.magnitude
    guard x.error > 0 else { return Bounded(value, error: rounding) }
    let ends = [f(x.value - x.error), f(x.value + x.error)]
    let apart = ends.map { ($0 - value).magnitude }
    // NaN, as of a logarithm that may be one of a negative number, says nothing.
    guard apart.allSatisfy({ !$0.isNaN }) else { return Bounded(value, error: .infinity) }
    return Bounded(value, error: max(apart[0], apart[1]) + 2 * rounding)
  }

  static func + (a: Self, b: Self) -> Self { rounded(a.value + b.value, a.error + b.error) }
  static func - (a: Self, b: Self) -> Self { rounded(a.value - b.value, a.error + b.error) }
  static prefix func - (a: Self) -> Self { Bounded(-a.value, error: a.error) }

  static func * (a: Self, b: Self) -> Self {
    let error =
      a.value.magnitude * b.error + b.value.magnitude * a.error + a.error * b.error
    return rounded(a.value * b.value, error)
  }

  static func / (a: Self, b: Self) -> Self {
    let quotient = a.value / b.value
    let nearest = b.value.magnitude - b.error
    guard nearest > 0 || b.error == 0 else { return Bounded(quotient, error: .infinity) }
    return rounded(quotient, (a.error + quotient.magnitude * b.error) / nearest)
  }

  static func exp(_ x: Self) -> Self { monotone(x, Double.exp) }
  static func log(_ x: Self) -> Self { monotone(x, Double.log) }
  static func tanh(_ x: Self) -> Self { monotone(x, Double.tanh) }
  static func arcsin(_ x: Self) -> Self { monotone(x, Double.arcsin) }
  static func arccos(_ x: Self) -> Self { monotone(x, Double.arccos) }
  static func arctan(_ x: Self) -> Self { monotone(x, Double.arctan) }

  static func sqrt(_ x: Self) -> Self {
    let value = x.value.squareRoot()
    // Below 0 there is nothing to be: rounding alone brought it there.
    let low = max(0, x.value - x.error).squareRoot()
    let high = (x.value + x.error).squareRoot()
    return rounded(value, max(value - low, high - value))
  }

  static func sin(_ x: Self) -> Self { bent(x, Double.sin(x.value)) }
  static func cos(_ x: Self) -> Self { bent(x, Double.cos(x.value)) }

  /// No steeper than 1.
  private static func bent(_ x: Self, _ value: Double) -> Self {
    Bounded(value, error: x.error + libraryUnits * unit * value.magnitude)
  }

  static func abs(_ x: Self) -> Self { Bounded(x.value.magnitude, error: x.error) }

  static func pow(_ base: Self, _ exponent: Self) -> Self {
    let value = Double.pow(base.value, exponent.value)
    let rounding = libraryUnits * unit * value.magnitude
    if base.error == 0, exponent.error == 0 { return Bounded(value, error: rounding) }
    // A power bends only at 0, which the corners then have between them.
    var bases = [base.value - base.error, base.value + base.error]
    if bases[0] < 0, bases[1] > 0 { bases.append(0) }
    let corners = bases.flatMap { base in
      [exponent.value - exponent.error, exponent.value + exponent.error].map {
        (Double.pow(base, $0) - value).magnitude
      }
    }
    guard corners.allSatisfy({ !$0.isNaN }) else { return Bounded(value, error: .infinity) }
    return Bounded(value, error: (corners.max() ?? 0) + 2 * rounding)
  }

  /// An eigenvector turns by what the matrix is uncertain by, over the distance of its eigenvalue
  /// from the nearest other one. Golub and Van Loan, "Matrix Computations" (2013), theorem 8.1.12.
  static func eigenvectors(of matrix: Matrix<Self>) -> Matrix<Self> {
    let vectors = matrix.map(\.value).eigensystem
    let size = Double(matrix.shape.rows)
    let length = { (numbers: [Double]) in numbers.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    // The rotations that find them round, too.
    let rounding = 16 * size * unit * length(matrix.elements.map(\.value))
    let apart = length(matrix.elements.map(\.error)) + rounding
    let values = matrix.eigenvalues.elements.map(\.value)
    let errors = values.indices.map { index -> Double in
      let gaps = values.indices.map {
        $0 == index ? .infinity : (values[$0] - values[index]).magnitude
      }
      let gap = gaps.min() ?? .infinity
      return 4 * apart < gap ? 2 * apart / gap + 4 * size * unit : .infinity
    }
    return Matrix(shape: vectors.shape) { Bounded(vectors[$0, $1], error: errors[$1]) }
  }

  static func maximum(_ a: Self, _ b: Self) -> Self {
    Bounded(Double.maximum(a.value, b.value), error: max(a.error, b.error))
  }

  /// Where the two compared are nearer than their errors, it could be either one.
  static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self, _ yes: Self, _ no: Self
  ) -> Self {
    let (one, other) = holds(a.value, b.value) ? (yes, no) : (no, yes)
    let error = a.error + b.error
    guard error > 0, (a.value - b.value).magnitude <= error else { return one }
    return Bounded(
      one.value, error: max(one.error, (one.value - other.value).magnitude + other.error))
  }
}

extension Kernel {
  /// How far every entry of the value may be from what exact arithmetic gives, from the values that
  /// were given or drawn on.
  package func errors(in workspace: Workspace) -> Matrix<Double> {
    let sources = workspace.closure(of: names)
    // What has no formula, and what is made from nothing: the rest is computed from these anew.
    let first = sources.reduce(into: [Name: Matrix<Bounded>]()) { all, name in
      guard let formula = workspace.formulas[name] else {
        all[name] = workspace.values[name].map(Bounded.lifted)
        return
      }
      if formula.kernel.names.isEmpty {
        all[name] = formula.kernel.value(in: Scope<Bounded>(workspace))
      }
    }
    return value(in: Scope<Bounded>(workspace, replacing: first)).map(\.error)
  }
}
