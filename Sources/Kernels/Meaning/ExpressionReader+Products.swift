import Matrices
import Notation
import SourceText

/// Two factors by the sign between them.
extension ExpressionReader {
  /// `1/2x`, which is (1/2)x to some and 1/(2x) to others. Of a fraction of two numbers a blank or a
  /// parenthesis says so, as in `1/2 (a - b)^2`; else only a space that is printed does.
  mutating func hintAtQuotient(_ divisor: Location, _ next: MathTree, isOfNumbers: Bool) {
    let gap = divisor.gap(to: next.location).text
    let isSaid =
      isOfNumbers
      ? !gap.isEmpty || next.isDelimited || next.scripts?.base.isDelimited == true
      : !gap.allSatisfy(\.isWhitespace)
    guard !divisor.isEmpty, !isSaid else { return }
    report(
      .twoReadings, .hint, at: divisor.through(next.location),
      "What stands behind the / is \(text(divisor)) alone, and \(next.oneLine()) is multiplied",
      help: "Write a fraction, \\frac{…}{…}, or parentheses round what is divided by.")
  }

  mutating func combined(
    _ left: Expression, _ right: Expression, by sign: MathTree?
  ) -> Expression? {
    guard let sign else { return multiplied(left, right, elementwise: false) }
    if sign.isSymbol("/", "\\div") { return divided(left, right, location: joined(left, right)) }
    let fitsBoth =
      (left.shape.columns == right.shape.rows)
      == (left.shape.combined(with: right.shape) != nil)
    if sign.isSymbol("*"), !left.shape.isScalar, !right.shape.isScalar, fitsBoth {
      report(
        .ambiguousProduct, at: sign.location,
        "* between two matrices can mean two things: "
          + "\(text(left)) is \(left.shape), \(text(right)) is \(right.shape)",
        help: "Write nothing (or \\cdot) for the matrix product, \\circ for the elementwise one.")
      return nil
    }
    let isMatrixProduct = left.shape.columns == right.shape.rows
    if sign.isSymbol("\\times"), !isElementwise, left.shape == right.shape,
      left.shape == Shape(3, 1)
    {
      return crossProduct(left, right)
    }
    if sign.isSymbol("\\cdot"), !isMatrixProduct, !isElementwise, left.shape == right.shape,
      left.shape.columns == 1, left.isVectorByName, right.isVectorByName
    {
      innerProducts.append(left.location.through(right.location))
      return innerProduct(left, right, at: joined(left, right))
    }
    return multiplied(
      left, right, elementwise: sign.isSymbol("*") && !left.shape.isScalar && !isMatrixProduct)
  }

  mutating func multiplied(
    _ left: Expression, _ right: Expression, elementwise: Bool
  ) -> Expression? {
    let location = joined(left, right)
    var (left, right) = (left, right)
    if elementwise {
      if left.isDraw { left.shape = right.shape }
      if right.isDraw { right.shape = left.shape }
    }
    return applied(
      .product(elementwise || isElementwise ? .hadamard : .matrix), [left, right], at: location)
  }

  mutating func divided(
    _ left: Expression, _ right: Expression, location: Location
  ) -> Expression? {
    applied(.entrywise(.quotient), [left, right], at: location)
  }
}
