package import Matrices
package import Notation
package import SourceText

/// Everything the formulas so far have defined: a value, so that the workspace of an earlier step
/// is still there when one goes back to it.
package struct Workspace: Sendable {
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
  }

  package private(set) var definitions: [Name: Definition] = [:]
  package private(set) var values: [Name: Matrix<Double>] = [:]
  /// Functions that work entry by entry, bound once.
  package private(set) var elementwise: [Name: Function] = [:]

  /// With the functions that every lesson has.
  package init() { self = Prelude.workspace }

  private init(definitions: [Name: Definition]) { self.definitions = definitions }

  static let bare = Workspace(definitions: [:])

  /// Whether the name comes from the prelude: a lesson may give it a meaning of its own.
  func isProvided(_ name: Name) -> Bool {
    definitions[name]?.location.file.path == Prelude.path
  }

  package mutating func define(
    _ name: Name, _ value: Matrix<Double>, isGiven: Bool, at location: Location
  ) {
    definitions[name] = Definition(
      meaning: .value, shape: value.shape, location: location, isGiven: isGiven)
    values[name] = value
  }

  mutating func state(_ name: Name, _ shape: Shape, at location: Location) {
    definitions[name] = Definition(meaning: .shapeOnly, shape: shape, location: location)
  }

  mutating func defineFunction(
    _ name: Name, parameters: [Name], body: MathTree, elementwise function: Function?,
    at location: Location
  ) {
    definitions[name] = Definition(
      meaning: .function(parameters: parameters, body: body), shape: .scalar, location: location)
    elementwise[name] = function
  }

  mutating func markBroken(_ name: Name, at location: Location) {
    guard isFree(name) else { return }
    definitions[name] = Definition(meaning: .broken, shape: .scalar, location: location)
  }

  /// The same workspace with parameters of a function standing for values of some shape.
  func binding(_ parameters: [Name], to shapes: [Shape], at location: Location) -> Workspace {
    var inner = self
    for (name, shape) in zip(parameters, shapes) {
      inner.definitions[name] = Definition(meaning: .value, shape: shape, location: location)
      inner.values[name] = nil
      inner.elementwise[name] = nil
    }
    return inner
  }

  package func isFunction(_ name: Name) -> Bool {
    if case .function = definitions[name]?.meaning { return true }
    return false
  }

  /// Whether the name has no value, function or claim to one yet.
  func isFree(_ name: Name) -> Bool {
    switch definitions[name]?.meaning {
    case nil, .shapeOnly: true
    default: false
    }
  }
}
