package import Matrices
package import Notation
package import SourceText

/// What a formula means: an operation on operands, with the shape of its value, which is known
/// before anything runs, and where it was read from.
package struct Expression: Sendable {
  package var operation: Operation
  package var operands: [Expression]
  package var shape: Shape
  /// Where it was read from; with the parentheses when the whole stands in some.
  package var location: Location

  package init(
    _ operation: Operation, _ operands: [Expression] = [], shape: Shape, location: Location
  ) {
    self.operation = operation
    self.operands = operands
    self.shape = shape
    self.location = location
  }

  /// Whether no name occurs in it: the value is the same whatever is given.
  package var isConstant: Bool { !operation.looksUpNames && operands.allSatisfy(\.isConstant) }

  package func contains(_ condition: (Expression) -> Bool) -> Bool {
    condition(self) || operands.contains { $0.contains(condition) }
  }
}

package enum Sign: Hashable, Sendable { case plus, minus }

/// A matrix that is written down. Two are the same when they are so bit by bit: 0 and −0 are two
/// constants, since 1/x tells them apart.
package struct Literal: Hashable, Sendable {
  package let matrix: Matrix<Double>

  package static func == (a: Literal, b: Literal) -> Bool {
    a.matrix.shape == b.matrix.shape
      && zip(a.matrix.elements, b.matrix.elements).allSatisfy { $0.bitPattern == $1.bitPattern }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(matrix.shape)
    for element in matrix.elements { hasher.combine(element.bitPattern) }
  }
}

/// The operations of `Documentation/notation.md`.
package enum Operation: Hashable, Sendable {
  case literal(Literal)
  case name(Name)
  /// Terms with their signs; one term with a minus is a negation.
  case sum([Sign])
  /// Scalar times anything, else the matrix product.
  case product
  /// The elementwise (Hadamard) product.
  case hadamard
  /// Elementwise, or with a scalar on either side.
  case quotient
  /// Entry by entry.
  case power
  /// The product of so many equal factors, square matrices. Which of the two powers is meant is
  /// decided where the formula is read, by the shapes that are declared there.
  case matrixPower(Int)
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

  static func constant(_ matrix: Matrix<Double>) -> Operation { .literal(Literal(matrix: matrix)) }

  var name: Name? {
    if case .name(let name) = self { return name }
    return nil
  }

  /// The formulas that it runs beside its operands.
  var inner: [Kernel] {
    switch self {
    case .call(let function, _): [function.body]
    case .evaluation(let evaluation): evaluation.definitions.map(\.kernel)
    case .derivative(let derivative): [derivative.body]
    default: []
    }
  }

  /// How often it differentiates them.
  var ownOrder: Int {
    switch self {
    case .call(_, let order): order
    case .derivative: 1
    default: 0
    }
  }

  /// Whether its value depends on names beside its operands.
  var looksUpNames: Bool {
    switch self {
    case .name, .evaluation, .derivative, .draw: true
    default: false
    }
  }
}

package enum Fold: String, Hashable, Sendable { case sum, product, maximum, minimum }

/// An index that a statement leaves free, with the numbers it runs over.
package struct FreeIndex: Hashable, Sendable {
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

extension Evaluation: Hashable {
  package static func == (a: Evaluation, b: Evaluation) -> Bool {
    a.target == b.target && a.replaced == b.replaced && a.definitions.count == b.definitions.count
      && zip(a.definitions, b.definitions).allSatisfy { $0 == $1 }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(target)
    hasher.combine(replaced)
    for (name, kernel) in definitions {
      hasher.combine(name)
      hasher.combine(kernel)
    }
  }
}

/// The derivative of a formula by a value, or by entries of one. The value is cut loose from its
/// own definition.
package struct Derivative: Hashable, Sendable {
  /// What is differentiated by what; all derivatives of one body by entries of one variable share it.
  let subject: Subject
  package var variableShape: Shape
  /// From 0; nil takes all rows, or all columns.
  package var row: Int?
  package var column: Int?

  package var body: Kernel { subject.body }
  package var variable: Name { subject.variable }
  var tape: Tape? { subject.tape }

  /// A body and a variable, with the body written out down to the variable, to be run backwards:
  /// nil when it holds what cannot be.
  final class Subject: Hashable, Sendable {
    let body: Kernel
    let variable: Name
    let tape: Tape?

    init(_ body: Kernel, by variable: Name, _ tape: Tape?) {
      (self.body, self.variable, self.tape) = (body, variable, tape)
    }

    static func == (a: Subject, b: Subject) -> Bool {
      a === b || (a.variable == b.variable && a.body == b.body)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(variable)
      hasher.combine(body)
    }
  }

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

package enum Norm: Hashable, Sendable { case euclidean, frobenius, one }

/// A function that the lesson defines, such as `f(z) = \frac{1}{1 + e^{-z}}`.
///
/// Not a closure: the body is a kernel like any other, run with the arguments as leaves.
package struct Function: Hashable, Sendable {
  package var name: Name
  package var parameters: [Name]
  /// The body bound to the shapes of its arguments.
  package var body: Kernel
  /// Whether it works entry by entry on arguments of any shape.
  package var isElementwise: Bool
}
