package import Matrices

/// A number that keeps by which operations on single numbers it was made from the givens: run over
/// these, a lesson becomes a list of such operations, which anything can run that knows a few
/// functions. What was written down or drawn is a constant and is on no tape; of what takes too
/// many operations the tape says only which givens it is made from.
package struct Recorded: Scalar {
  package let number: Double
  let place: Place?

  /// Where on a tape a number is.
  struct Place: Sendable {
    var tape: Tape
    var index: Int
  }

  package init(_ constant: Double) { self.init(constant, nil) }

  init(_ number: Double, _ place: Place?) {
    self.number = number
    self.place = place
  }

  /// An operation that looks at a number decides by it: with another one it might have done
  /// something else.
  package var value: Double {
    if let place { place.tape.look(at: place.index) }
    return number
  }

  package static func == (a: Self, b: Self) -> Bool {
    a.number == b.number && a.place?.index == b.place?.index
  }

  /// What the number becomes when givens change.
  package enum Kind: Hashable, Sendable {
    /// Nothing changes it.
    case constant
    /// What a step of the tape comes to.
    case step(Int)
    /// The tape does not say; by the place of the givens behind it among `Tape.left`.
    case left(Int)
  }

  package var kind: Kind {
    guard let place else { return .constant }
    return place.index < 0 ? .left(-1 - place.index) : .step(place.index)
  }

  /// Its step on the tape; nil for a constant, and for what the tape does not say.
  package var step: Int? {
    if case .step(let step) = kind { return step }
    return nil
  }

  static func given(_ number: Double, on tape: Tape) -> Recorded {
    Recorded(number, Place(tape: tape, index: tape.add(Tape.Step(.given, [tape.countGiven()]))))
  }

  /// A number of the tape that is no operation on others: see `Tape.Loop`.
  static func passed(
    _ operation: Tape.Operation, _ source: Recorded, _ number: Double, on tape: Tape
  ) -> Recorded {
    let step = Tape.Step(operation, [source.step(on: tape), tape.countPassed()])
    return Recorded(number, Place(tape: tape, index: tape.add(step)))
  }

  /// Its place on a tape, where a constant gets one.
  func step(on tape: Tape) -> Int {
    place?.index ?? tape.add(Tape.Step(.constant, [], constant: number))
  }

  private static func record(
    _ operation: Tape.Operation, _ operands: [Recorded], _ number: Double, mask: Int? = nil
  ) -> Recorded {
    guard let tape = operands.lazy.compactMap(\.place).first?.tape else { return Recorded(number) }
    let index = tape.record(operation, operands.map(\.operand), mask: mask)
    return Recorded(number, Place(tape: tape, index: index))
  }

  var operand: Tape.Operand { place.map { .step($0.index) } ?? .constant(number) }

  package static func + (a: Self, b: Self) -> Self { record(.add, [a, b], a.number + b.number) }
  package static func - (a: Self, b: Self) -> Self {
    record(.subtract, [a, b], a.number - b.number)
  }
  package static func * (a: Self, b: Self) -> Self {
    record(.multiply, [a, b], a.number * b.number)
  }
  package static func / (a: Self, b: Self) -> Self { record(.divide, [a, b], a.number / b.number) }
  package static prefix func - (a: Self) -> Self { record(.negate, [a], -a.number) }

  package static func exp(_ x: Self) -> Self { record(.exp, [x], Double.exp(x.number)) }
  package static func log(_ x: Self) -> Self { record(.log, [x], Double.log(x.number)) }
  package static func sqrt(_ x: Self) -> Self { record(.sqrt, [x], Double.sqrt(x.number)) }
  package static func tanh(_ x: Self) -> Self { record(.tanh, [x], Double.tanh(x.number)) }
  package static func sin(_ x: Self) -> Self { record(.sin, [x], Double.sin(x.number)) }
  package static func cos(_ x: Self) -> Self { record(.cos, [x], Double.cos(x.number)) }
  package static func arcsin(_ x: Self) -> Self { record(.arcsin, [x], Double.arcsin(x.number)) }
  package static func arccos(_ x: Self) -> Self { record(.arccos, [x], Double.arccos(x.number)) }
  package static func arctan(_ x: Self) -> Self { record(.arctan, [x], Double.arctan(x.number)) }
  package static func abs(_ x: Self) -> Self { record(.abs, [x], Double.abs(x.number)) }
  package static func pow(_ base: Self, _ exponent: Self) -> Self {
    record(.pow, [base, exponent], Double.pow(base.number, exponent.number))
  }
  package static func maximum(_ a: Self, _ b: Self) -> Self {
    record(.maximum, [a, b], Double.maximum(a.number, b.number))
  }

  /// A comparison is known by what it says of a smaller, an equal and a larger number.
  private static func mask(_ holds: (Double, Double) -> Bool) -> Int {
    (holds(0, 1) ? 1 : 0) | (holds(0, 0) ? 2 : 0) | (holds(1, 0) ? 4 : 0)
  }

  package static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self, _ yes: Self, _ no: Self
  ) -> Self {
    let number = holds(a.number, b.number) ? yes.number : no.number
    return record(.choose, [a, b, yes, no], number, mask: mask(holds))
  }

  package static func decides(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self
  ) -> Bool {
    let isSo = holds(a.number, b.number)
    guard let tape = (a.place ?? b.place)?.tape else { return isSo }
    tape.decide(a.operand, b.operand, mask: mask(holds), isSo: isSo)
    return isSo
  }

  package static func largestAlone(_ all: [Self]) -> Self {
    all.dropFirst().reduce(all.first ?? Self(0), maximum)
  }

  package static func placeOfLargest(_ all: [Self]) -> Self {
    var (largest, place) = (all[0], Self(1))
    for (index, number) in all.enumerated().dropFirst() {
      place = chosen(>, number, largest, Self(Double(index + 1)), place)
      largest = maximum(largest, number)
    }
    return place
  }

  package static func isBelow(_ number: Double, _ limit: Self) -> Self {
    chosen(<, Self(number), limit, Self(1), Self(0))
  }

  package static func bySign(
    _ x: Self, positive: Self, negative: Self, neither: Self
  ) -> Self {
    chosen(>, x, Self(0), positive, chosen(<, x, Self(0), negative, neither))
  }

  package static func factorial(_ x: Self) -> Self {
    record(.factorial, [x], x.number.factorial)
  }

  package static func eigenvalues(of matrix: Matrix<Self>) -> Matrix<Self> {
    let (vectors, found) = eigensystem(of: matrix)
    let size = matrix.shape.rows
    return matrix.eigenvalues { row, column, index in
      record(
        .weight, [found], vectors[row, index] * vectors[column, index],
        mask: (row * size + column) * size + index)
    }
  }

  package static func eigenvectors(of matrix: Matrix<Self>) -> Matrix<Self> {
    let (vectors, found) = eigensystem(of: matrix)
    return Matrix(shape: vectors.shape) { row, column in
      record(.entry, [found], vectors[row, column], mask: row * vectors.shape.columns + column)
    }
  }

  /// The rotations that find the eigenvectors are as many as the numbers ask for: on the tape they
  /// are one operation.
  private static func eigensystem(of matrix: Matrix<Self>) -> (Matrix<Double>, found: Recorded) {
    let vectors = matrix.map(\.number).eigensystem
    return (
      vectors,
      record(.eigenvectors, matrix.elements, vectors.elements[0], mask: matrix.shape.rows)
    )
  }

  package static func vanishing(_ x: Self, _ other: Self) -> Self {
    chosen(==, x, Self(0), Self(0), x * other)
  }
}
