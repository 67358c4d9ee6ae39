package import Matrices

/// What a formula means: an operation on operands, with the shape of its value, which is known
/// before anything runs, and the bytes of the file it was read from.
package struct Expression: Sendable {
  package var operation: Operation
  package var operands: [Expression]
  package var shape: Shape
  /// Bytes of the file; those of the parentheses too when the whole stands in some.
  package var range: Range<Int>

  package init(
    _ operation: Operation, _ operands: [Expression] = [], shape: Shape, range: Range<Int>
  ) {
    self.operation = operation
    self.operands = operands
    self.shape = shape
    self.range = range
  }

  /// Whether no name occurs in it: the value is the same whatever is given.
  package var isConstant: Bool {
    if case .name = operation { return false }
    return operands.allSatisfy(\.isConstant)
  }

  package func contains(_ condition: (Expression) -> Bool) -> Bool {
    condition(self) || operands.contains { $0.contains(condition) }
  }
}

package enum Sign: Sendable { case plus, minus }

/// The operations of `Documentation/notation.md`.
package enum Operation: Sendable {
  case constant(Matrix<Double>)
  case name(Name)
  /// Terms with their signs; one term with a minus is a negation.
  case sum([Sign])
  /// Scalar times anything, else the matrix product.
  case product
  /// The elementwise (Hadamard) product.
  case hadamard
  /// Elementwise, or with a scalar on either side.
  case quotient
  /// Elementwise on scalars; of a square matrix by a whole number, the matrix power.
  case power
  case transpose
  case elementary(ElementaryFunction)
  /// A function of the lesson, or its derivative of some order.
  case call(Function, derivative: Int)
  case norm(Norm)
  case maximum
  case minimum
  case trace
  case diagonal
  /// A matrix put together from scalars, row by row.
  case assembly
  /// Row and column from 0; nil takes all of them.
  case entries(row: Int?, column: Int?)
  /// The elements in order as one column, as in `s = (3, 2, 3)`.
  case tuple
}

package enum ElementaryFunction: String, Sendable, CaseIterable {
  case exp, log, sqrt, tanh, sin, cos, abs, sign
}

package enum Norm: Sendable { case euclidean, frobenius, one }

/// A function that the lesson defines, such as `f(z) = \frac{1}{1 + e^{-z}}`.
///
/// Not a closure: the body is a kernel like any other, run with the arguments as leaves.
package struct Function: Sendable {
  package var name: Name
  package var parameters: [Name]
  /// The body bound to the shapes of its arguments.
  package var body: Kernel
  /// Whether it works entry by entry on arguments of any shape.
  package var isElementwise: Bool
}
