package import Matrices
package import Notation

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
  package var isConstant: Bool { !operation.looksUpNames && operands.allSatisfy(\.isConstant) }

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
  /// A sum, product or extremum over an index: the operands are its body for every number in turn.
  /// A short body is kept as it reads for each number.
  case fold(Fold, index: String, numbers: [Int], bodies: [MathTree])
  /// A formula with free indices: the operands are its scalars for every number of the first index
  /// and, inside that, of the second. Columns as operands become the rows of the value.
  case collection([FreeIndex])
  /// A quantity at another input: the operands are put in the place of some names.
  case evaluation(Evaluation)
  /// An exact derivative.
  case derivative(Derivative)
  /// Random numbers; the operands are the parameters of the distribution.
  case draw(Draw)
  case inverse
  case determinant

  var name: Name? {
    if case .name(let name) = self { return name }
    return nil
  }

  /// Whether its value depends on names beside its operands.
  var looksUpNames: Bool {
    switch self {
    case .name, .evaluation, .derivative, .draw: true
    default: false
    }
  }
}

package enum Fold: String, Sendable { case sum, product, maximum, minimum }

/// An index that a statement leaves free, with the numbers it runs over.
package struct FreeIndex: Sendable, Equatable {
  /// The letter in LaTeX's spelling.
  package var letter: String
  package var numbers: [Int]
}

/// A quantity with other values for the names it depends on: every definition between those names
/// and the quantity, bound once more to the shapes that are put in.
package struct Evaluation: Sendable {
  package var target: Name
  /// The names in whose place the operands stand.
  package var replaced: [Name]
  /// In the order in which they are computed; the last one is the target's.
  package var definitions: [(name: Name, kernel: Kernel)]
}

/// The derivative of a formula by a value, or by entries of one. The value is cut loose from its
/// own definition.
package struct Derivative: Sendable {
  package var body: Kernel
  /// The body written out down to the variable, to be run backwards.
  var tape: Tape?
  /// The same for derivatives of the same body by the same variable, whichever entries are picked.
  var signature: String
  package var variable: Name
  package var variableShape: Shape
  /// From 0; nil takes all rows, or all columns.
  package var row: Int?
  package var column: Int?

  /// The entries of the variable that are varied, in order.
  var entries: [(row: Int, column: Int)] {
    let rows = row.map { $0..<$0 + 1 } ?? 0..<variableShape.rows
    let columns = column.map { $0..<$0 + 1 } ?? 0..<variableShape.columns
    return rows.flatMap { row in columns.map { (row, $0) } }
  }
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
