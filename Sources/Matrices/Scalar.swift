#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// What the entries of a matrix can do. Everything that runs is written once over `Scalar`: with
/// `Double` it gives values, with `DualLanes` values and exact derivatives of several cases at once.
package protocol Scalar: Sendable, Equatable {
  init(_ constant: Double)
  /// The number itself, without what rides on it.
  var value: Double { get }

  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  static func / (a: Self, b: Self) -> Self
  static prefix func - (a: Self) -> Self

  static func exp(_ x: Self) -> Self
  static func log(_ x: Self) -> Self
  static func sqrt(_ x: Self) -> Self
  static func tanh(_ x: Self) -> Self
  static func sin(_ x: Self) -> Self
  static func cos(_ x: Self) -> Self
  static func arcsin(_ x: Self) -> Self
  static func arccos(_ x: Self) -> Self
  static func arctan(_ x: Self) -> Self
  static func abs(_ x: Self) -> Self
  static func pow(_ base: Self, _ exponent: Self) -> Self
  static func maximum(_ a: Self, _ b: Self) -> Self
  /// One of two, by how two others compare.
  static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self, _ yes: Self, _ no: Self
  ) -> Self
  /// One of three by the sign of a number; the last one where it has none.
  static func bySign(_ x: Self, positive: Self, negative: Self, neither: Self) -> Self
  /// A product that is 0 where its first factor is, whatever the second one is.
  static func vanishing(_ x: Self, _ other: Self) -> Self
  /// How two numbers compare, where that says which operations are done.
  static func decides(_ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self) -> Bool
  /// The largest of some numbers, of which there is one: a plain number, on which nothing rides.
  static func largestAlone(_ all: [Self]) -> Self
  /// The place of the largest, from 1; of several the first.
  static func placeOfLargest(_ all: [Self]) -> Self
  /// 1 where a plain number is below another one, and 0 elsewhere: nothing rides on it.
  static func isBelow(_ number: Double, _ limit: Self) -> Self
  /// A matrix of plain numbers as one of these.
  static func lifted(_ matrix: Matrix<Double>) -> Matrix<Self>
  /// As `Matrix.eigenvalues` says.
  static func eigenvalues(of matrix: Matrix<Self>) -> Matrix<Self>
  /// As `Matrix.eigenvectors` says.
  static func eigenvectors(of matrix: Matrix<Self>) -> Matrix<Self>
  /// None for what is no whole number: nothing rides on it.
  static func factorial(_ x: Self) -> Self
}

extension Scalar {
  package static func eigenvalues(of matrix: Matrix<Self>) -> Matrix<Self> {
    let vectors = matrix.map(\.value).eigensystem
    return matrix.eigenvalues { Self(vectors[$0, $2] * vectors[$1, $2]) }
  }

  package static func eigenvectors(of matrix: Matrix<Self>) -> Matrix<Self> {
    // What rides on any entry rides on all of these.
    let rider = Self(0) * matrix.sum
    return matrix.map(\.value).eigensystem.map { Self($0) + rider }
  }

  package static func factorial(_ x: Self) -> Self { Self(x.value.factorial) }

  @inlinable package static func decides(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self
  ) -> Bool { holds(a.value, b.value) }

  package static func largestAlone(_ all: [Self]) -> Self {
    Self(all.map(\.value).max() ?? 0)
  }

  package static func placeOfLargest(_ all: [Self]) -> Self {
    Self(Double(all.indices.reduce(0) { all[$1].value > all[$0].value ? $1 : $0 } + 1))
  }

  package static func isBelow(_ number: Double, _ limit: Self) -> Self {
    Self(number < limit.value ? 1 : 0)
  }

  package static func lifted(_ matrix: Matrix<Double>) -> Matrix<Self> {
    matrix.map { Self($0) }
  }

  package static func bySign(
    _ x: Self, positive: Self, negative: Self, neither: Self
  ) -> Self { x.value > 0 ? positive : x.value < 0 ? negative : neither }

  package static func vanishing(_ x: Self, _ other: Self) -> Self {
    x.value == 0 ? Self(0) : x * other
  }
}

extension Double {
  /// None for what is no whole number; 170! is the last that is no larger than numbers are.
  package var factorial: Double {
    guard self >= 0, rounded() == self else { return .nan }
    guard self <= 170 else { return .infinity }
    return stride(from: 2, through: self, by: 1).reduce(1, *)
  }
}

extension Double: Scalar {
  @inlinable package var value: Double { self }

  @inlinable package static func exp(_ x: Double) -> Double { _exp(x) }
  @inlinable package static func log(_ x: Double) -> Double { _log(x) }
  @inlinable package static func sqrt(_ x: Double) -> Double { x.squareRoot() }
  @inlinable package static func tanh(_ x: Double) -> Double { _tanh(x) }
  @inlinable package static func sin(_ x: Double) -> Double { _sin(x) }
  @inlinable package static func cos(_ x: Double) -> Double { _cos(x) }
  package static func arcsin(_ x: Double) -> Double { _asin(x) }
  package static func arccos(_ x: Double) -> Double { _acos(x) }
  package static func arctan(_ x: Double) -> Double { _atan(x) }
  @inlinable package static func abs(_ x: Double) -> Double { x.magnitude }
  @inlinable package static func pow(_ base: Double, _ exponent: Double) -> Double {
    _pow(base, exponent)
  }
  package static func lifted(_ matrix: Matrix<Double>) -> Matrix<Double> { matrix }
  @inlinable package static func maximum(_ a: Double, _ b: Double) -> Double { a >= b ? a : b }
  package static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Double, _ b: Double, _ yes: Double, _ no: Double
  ) -> Double { holds(a, b) ? yes : no }
}

// Inside the extension the C names would mean the methods themselves.
@usableFromInline func _exp(_ x: Double) -> Double { exp(x) }
@usableFromInline func _log(_ x: Double) -> Double { log(x) }
@usableFromInline func _tanh(_ x: Double) -> Double { tanh(x) }
@usableFromInline func _sin(_ x: Double) -> Double { sin(x) }
@usableFromInline func _cos(_ x: Double) -> Double { cos(x) }
func _asin(_ x: Double) -> Double { asin(x) }
func _acos(_ x: Double) -> Double { acos(x) }
func _atan(_ x: Double) -> Double { atan(x) }
@usableFromInline func _pow(_ x: Double, _ y: Double) -> Double { pow(x, y) }
