package import Matrices
package import SourceText

/// An expression made flat: its operations in the order in which they are done, operands before
/// what uses them. The last is the whole.
///
/// Running keeps the value of every operation, so that what is shown step by step is what was
/// computed. It is generic over the scalar: over `Double` it gives values, over `Traced` what they
/// were made from.
package struct Kernel: Sendable {
  package struct Node: Sendable {
    package var operation: Operation
    /// Indices of earlier nodes.
    package var operands: [Int]
    package var shape: Shape
    package var location: Location
    package var isConstant: Bool
  }

  /// What an operation of a formula that was made from others is called in the lesson.
  enum Remark: Hashable, Sendable {
    case value(of: Name)
    /// The derivative of a quantity, which may have no name.
    case slope(of: Name?, by: Name)
  }

  package private(set) var nodes: [Node]
  private var facts: Facts

  /// What there is to be known of all operations together. It is behind a reference: a kernel is
  /// part of operations, and these lie on the stack many times over while formulas are read.
  private final class Facts: Sendable {
    let names: Set<Name>
    let cost: Int
    let letters: Set<String>
    let indexed: [Int]
    let looksUpNames: Bool
    let derivativeOrder: Int
    let nesting: Int
    let remarks: [Int: Remark]
    let isGradient: Bool

    init(_ nodes: [Node], remarks: [Int: Remark] = [:], isGradient: Bool = false) {
      let operations = nodes.map(\.operation)
      names = operations.reduce(into: []) { $0.formUnion($1.names) }
      cost = operations.reduce(0) { $0.addingCosts($1.cost) }
      letters = operations.reduce(into: []) { $0.formUnion($1.letters) }
      indexed = operations.indices.filter { !operations[$0].letters.isEmpty }
      looksUpNames = operations.contains(where: \.looksUpNames)
      derivativeOrder = operations.reduce(0) { max($0, $1.derivativeOrder) }
      nesting = operations.reduce(0) { max($0, $1.nesting) }
      self.remarks = remarks
      self.isGradient = isGradient
    }

    /// Of the same formula with other indices open.
    init(_ facts: Facts, letters: Set<String>, indexed: [Int]) {
      names = facts.names
      cost = facts.cost
      self.letters = letters
      self.indexed = indexed
      looksUpNames = facts.looksUpNames
      derivativeOrder = facts.derivativeOrder
      nesting = facts.nesting
      remarks = facts.remarks
      isGradient = facts.isGradient
    }
  }

  /// The names whose values it asks for.
  package var names: Set<Name> { facts.names }
  /// How many operations it takes to run it, those of the functions that it calls included.
  package var cost: Int { facts.cost }
  /// The indices in it that something outside goes over.
  var letters: Set<String> { facts.letters }
  /// Whether its value depends on names.
  var looksUpNames: Bool { facts.looksUpNames }
  /// How many derivatives are taken inside each other, apart from those behind names.
  var derivativeOrder: Int { facts.derivativeOrder }
  /// How many formulas run inside each other when it does, apart from those behind names.
  var nesting: Int { facts.nesting }
  /// What an operation is called in the lesson, by its place.
  var remarks: [Int: Remark] { facts.remarks }
  /// Whether it is the formula of a derivative, which nobody has written.
  var isGradient: Bool { facts.isGradient }

  package init(_ expression: Expression) {
    var nodes: [Node] = []
    Self.add(expression, to: &nodes)
    self.init(nodes: nodes)
  }

  init(nodes: [Node]) {
    self.nodes = nodes
    facts = Facts(nodes)
  }

  /// The formula of a derivative.
  ///
  /// - Parameter remarks: by the place of the operation.
  init(gradient nodes: [Node], remarks: [Int: Remark]) {
    self.nodes = nodes
    facts = Facts(nodes, remarks: remarks, isGradient: true)
  }

  @discardableResult
  private static func add(
    _ expression: Expression, to nodes: inout [Node]
  ) -> (index: Int, isConstant: Bool) {
    let operands = expression.operands.map { add($0, to: &nodes) }
    let isConstant = !expression.operation.varies && operands.allSatisfy(\.isConstant)
    nodes.append(
      Node(
        operation: expression.operation, operands: operands.map(\.index), shape: expression.shape,
        location: expression.location, isConstant: isConstant))
    return (nodes.count - 1, isConstant)
  }

  package var shape: Shape { nodes[nodes.count - 1].shape }

  /// All operations, those of the terms that some go over included.
  package var allNodes: [Node] {
    nodes.flatMap { node in
      (node.operation.terms?.kernels.flatMap(\.allNodes) ?? []) + [node]
    }
  }

  /// How many operations are written here, counted in every term.
  package var size: Int {
    nodes.reduce(0) { $0.addingCosts(1).addingCosts($1.operation.terms?.size ?? 0) }
  }

  /// The formula with numbers for indices.
  package func instance(_ numbers: [String: Int]) -> Kernel {
    guard !letters.isDisjoint(with: numbers.keys) else { return self }
    var instance = self
    instance.put(numbers, into: self)
    for index in nodes.indices where !nodes[index].isConstant {
      instance.nodes[index].isConstant =
        !instance.nodes[index].operation.varies
        && nodes[index].operands.allSatisfy { instance.nodes[$0].isConstant }
    }
    instance.facts = Facts(
      facts, letters: letters.subtracting(numbers.keys),
      indexed: facts.indexed.filter { !instance.nodes[$0].operation.letters.isEmpty })
    return instance
  }

  /// The same with a formula for every number of each index, so that who runs it many times puts no
  /// numbers in.
  package var unrolled: Kernel {
    var own = self
    for index in nodes.indices {
      if let operation = nodes[index].operation.unrolled { own.nodes[index].operation = operation }
    }
    return own
  }

  /// Becomes the instance of a formula of which it was another one before: for values alone, as
  /// nothing else of it is brought up to date.
  mutating func put(_ numbers: [String: Int], into formula: Kernel) {
    for index in formula.facts.indexed {
      nodes[index].operation = formula.nodes[index].operation.instance(numbers)
    }
  }

  /// The value of every node.
  @_specialize(where S == Double)
  @_specialize(where S == DualLanes)
  package func run<S: Scalar>(in scope: Scope<S>) -> [Matrix<S>] {
    var values: [Matrix<S>] = []
    values.reserveCapacity(nodes.count)
    // As a buffer, or every node would be copied out of the array.
    nodes.withUnsafeBufferPointer { nodes in
      for index in nodes.indices {
        values.append(
          nodes[index].value(nodes[index].operands.map { values[$0] }, scope))
      }
    }
    return values
  }

  /// The value of the whole.
  package func value<S: Scalar>(in scope: Scope<S>) -> Matrix<S> {
    run(in: scope)[nodes.count - 1]
  }

  /// The value of the whole when every operation that came to one value had come to another: what
  /// follows from a wrong intermediate. Nil when none came to it.
  package func value(
    in scope: Scope<Double>, taking wrong: Matrix<Double>, for right: Matrix<Double>
  ) -> Matrix<Double>? {
    var values: [Matrix<Double>] = []
    var isFound = false
    for (node, own) in zip(nodes, run(in: scope)) {
      let isRight =
        !node.isConstant && own.shape == right.shape && own.isClose(to: right, tolerance: 1e-12)
      isFound = isFound || isRight
      if isRight {
        values.append(wrong)
      } else if let terms = node.operation.terms {
        // In each of its terms it may have been taken as well.
        let ownTerms = (0..<terms.count).map { position in
          let term = terms.kernel(position)
          let value = term.value(in: scope, taking: wrong, for: right)
          isFound = isFound || value != nil
          return value ?? term.value(in: scope)
        }
        values.append(node.operation.value(ofTerms: ownTerms, node.shape) ?? own)
      } else {
        values.append(node.value(node.operands.map { values[$0] }, scope))
      }
    }
    return isFound ? values.last : nil
  }

  /// Gives random draws in it other numbers.
  package mutating func reseed(_ seed: UInt64) {
    for index in nodes.indices {
      let operation = nodes[index].operation
      if var draw = operation.draw {
        draw.seed ^= seed
        nodes[index].operation = .leaf(.draw(draw))
      } else if let terms = operation.terms {
        nodes[index].operation = operation.over(
          terms.map { term in
            var term = term
            term.reseed(seed)
            return term
          })
      }
    }
  }

  /// The value of a kernel in which no name occurs.
  var constantValue: Matrix<Double> { value(in: Scope<Double>(.bare)) }
}

// Two formulas are the same when they compute the same from the same names; where they stand does
// not matter.
extension Kernel: Hashable {
  package static func == (a: Kernel, b: Kernel) -> Bool { a.nodes == b.nodes }

  package func hash(into hasher: inout Hasher) { hasher.combine(nodes) }
}

extension Kernel.Node: Hashable {
  package static func == (a: Kernel.Node, b: Kernel.Node) -> Bool {
    a.shape == b.shape && a.operands == b.operands && a.operation == b.operation
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(operation)
    hasher.combine(operands)
    hasher.combine(shape)
  }
}

extension Kernel.Node {
  /// The same operation on values of other shapes than those that were read; nil where these do not
  /// fit.
  package func onShapes(_ shapes: [Shape]) -> Kernel.Node? {
    guard !operation.isBoundToShape, let shape = operation.shape(of: shapes) else { return nil }
    var node = self
    node.shape = shape
    return node
  }

  @_specialize(where S == Double)
  @_specialize(where S == DualLanes)
  package func value<S: Scalar>(_ operands: [Matrix<S>], _ scope: Scope<S>) -> Matrix<S> {
    operation.value(operands, shape, scope)
  }
}
