package import Matrices
package import Notation
package import SourceText

extension Workspace {
  /// Where and how a name came to be.
  package struct Definition: Sendable {
    package enum Meaning: Sendable {
      case value
      /// A shape was stated, a value has not been given yet.
      case shapeOnly
      /// The statement that should define it cannot run; what uses it says nothing more.
      case broken
      case function(parameters: [Name], body: MathTree)
    }
    package var meaning: Meaning
    package var shape: Shape
    package var location: Location
    /// Whether the value was written down rather than computed.
    package var isGiven = false
    /// Whether it was written as a number, without a shape: it has no entries.
    var isNumber = false

    var isBroken: Bool {
      switch meaning {
      case .broken: true
      case .value, .shapeOnly, .function: false
      }
    }

    /// Whether a formula is read with this definition as it is with another one.
    func reads(like other: Definition) -> Bool {
      switch (meaning, other.meaning) {
      case (.value, .value), (.shapeOnly, .shapeOnly), (.broken, .broken):
        shape == other.shape && isGiven == other.isGiven && isNumber == other.isNumber
      case (.value, _), (.shapeOnly, _), (.broken, _), (.function, _): false
      }
    }
  }

  /// How a name is computed from others.
  package struct Formula: Sendable {
    package var kernel: Kernel
    /// The formula as it is written, to be read again for other shapes, and the indices it leaves
    /// free.
    package var tree: MathTree
    package var free: [String]
    /// Where the entries belong that it gives one by one.
    var pattern: LeftPattern?
    /// Definitions count up: what depends on something comes after it.
    var order: Int
    /// How many derivatives are taken inside each other to compute it.
    var derivativeOrder: Int
  }
}
