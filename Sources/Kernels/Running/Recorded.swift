package import Matrices

/// A number that keeps by which operations on single numbers it was made from the givens: run over
/// these, a lesson becomes a list of such operations, which anything can run that knows a few
/// functions. What was written down or drawn is a constant and is on no tape.
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

  /// Its place on the tape; nil for a constant.
  package var step: Int? { place?.index }

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
    let places = operands.map { operand in
      operand.place?.index ?? tape.add(Tape.Step(.constant, [], constant: operand.number))
    }
    let step = Tape.Step(operation, (mask.map { [$0] } ?? []) + places)
    return Recorded(number, Place(tape: tape, index: tape.add(step)))
  }

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

  /// The comparison is known by what it says of a smaller, an equal and a larger number.
  package static func chosen(
    _ holds: (Double, Double) -> Bool, _ a: Self, _ b: Self, _ yes: Self, _ no: Self
  ) -> Self {
    let mask = (holds(0, 1) ? 1 : 0) | (holds(0, 0) ? 2 : 0) | (holds(1, 0) ? 4 : 0)
    let number = holds(a.number, b.number) ? yes.number : no.number
    return record(.choose, [a, b, yes, no], number, mask: mask)
  }

  package static func bySign(
    _ x: Self, positive: Self, negative: Self, neither: Self
  ) -> Self {
    chosen(>, x, Self(0), positive, chosen(<, x, Self(0), negative, neither))
  }

  package static func vanishing(_ x: Self, _ other: Self) -> Self {
    chosen(==, x, Self(0), Self(0), x * other)
  }

  /// Nobody has written down how these follow: with other numbers they would be looked for anew.
  package static func eigenvectors(
    _ vectors: Matrix<Double>, of matrix: Matrix<Self>
  ) -> Matrix<Self> {
    let rider = Self(0) * Self(matrix.elements.reduce(0) { $0 + $1.value })
    return vectors.map { Self($0) + rider }
  }
}
