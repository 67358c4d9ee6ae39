package import Kernels
package import Notation
import Reasons

/// Lines of the lesson that follow from each other, some of which are asked for.
package struct AuthorDerivation: Sendable {
  /// The equation that they stand in.
  package let equation: Equation
  /// Which of its sides: the first is given, the last is where the derivation ends.
  package let range: ClosedRange<Int>
  /// As they are written.
  package let trees: [MathTree]

  init(_ equation: Equation, _ range: ClosedRange<Int>) {
    (self.equation, self.range) = (equation, range)
    trees = Array(equation.writtenSides[range])
  }

  package var first: MathTree { trees[0] }
  package var last: MathTree { trees[trees.count - 1] }
  package var kernels: [Kernel] { equation.sides[range].map(\.kernel) }
  /// When its lines were run.
  var moment: Int { equation.sides[range.lowerBound].moment }

  /// Whether it is about a derivative, which then is to be worked out.
  var derives: Bool { kernels[0].hasDerivative }
}
