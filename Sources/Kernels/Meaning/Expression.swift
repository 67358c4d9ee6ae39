package import Matrices
package import SourceText

/// What a formula means: an operation on operands, with the shape of its value, which is known
/// before anything runs, and where it was read from.
package struct Expression: Sendable {
  package var operation: Operation
  package var operands: [Expression]
  package var shape: Shape
  /// Where it was read from; with the parentheses when the whole stands in some.
  package var location: Location
  /// How many operations lay inside each other when it was put together.
  let depth: Int

  package init(
    _ operation: Operation, _ operands: [Expression] = [], shape: Shape, location: Location
  ) {
    self.operation = operation
    self.operands = operands
    self.shape = shape
    self.location = location
    depth = operands.reduce(0) { max($0, $1.depth) } + 1
  }

  /// Whether no name occurs in it: the value is the same whatever is given.
  package var isConstant: Bool { !operation.varies && operands.allSatisfy(\.isConstant) }

  /// Whether it or a part of it is such; the terms of a sum are looked at by their operation.
  package func contains(_ condition: (Expression) -> Bool) -> Bool {
    condition(self) || operands.contains { $0.contains(condition) }
  }
}
