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

  package private(set) var nodes: [Node] = []
  /// The names whose values it asks for.
  package private(set) var names: Set<Name> = []
  /// How many operations it takes to run it, those of the functions that it calls included.
  private(set) var cost = 0
  /// How many derivatives are taken inside each other, apart from those behind names.
  private(set) var derivativeOrder = 0
  private(set) var remarks: [Int: Remark] = [:]
  /// Whether it is the formula of a derivative, which nobody has written.
  private(set) var isGradient = false

  package init(_ expression: Expression) {
    add(expression)
    measure()
  }

  /// The formula of a derivative.
  ///
  /// - Parameter remarks: by the place of the operation.
  init(gradient nodes: [Node], remarks: [Int: Remark]) {
    self.init(nodes)
    self.remarks = remarks
    isGradient = true
  }

  private init(_ nodes: [Node]) {
    self.nodes = nodes
    measure()
  }

  private mutating func measure() {
    for node in nodes {
      names.formUnion(node.operation.names)
      cost += 1 + node.operation.inner.reduce(0) { $0 + $1.cost }
      derivativeOrder = max(derivativeOrder, node.operation.derivativeOrder)
    }
  }

  @discardableResult
  private mutating func add(_ expression: Expression) -> (index: Int, isConstant: Bool) {
    let operands = expression.operands.map { add($0) }
    let isConstant = !expression.operation.looksUpNames && operands.allSatisfy(\.isConstant)
    nodes.append(
      Node(
        operation: expression.operation, operands: operands.map(\.index), shape: expression.shape,
        location: expression.location, isConstant: isConstant))
    return (nodes.count - 1, isConstant)
  }

  package var shape: Shape { nodes[nodes.count - 1].shape }

  /// Where the nodes of an operand begin; they stand side by side up to the operand itself.
  func firstNode(of root: Int) -> Int {
    var first = root
    while let operand = nodes[first].operands.first { first = operand }
    return first
  }

  /// The nodes of an operand as a kernel of their own.
  package func part(_ root: Int) -> (kernel: Kernel, nodes: ClosedRange<Int>) {
    let first = firstNode(of: root)
    let part = nodes[first...root].map { node in
      var node = node
      node.operands = node.operands.map { $0 - first }
      return node
    }
    return (Kernel(part), first...root)
  }

  /// The value of every node.
  @_specialize(where S == Double)
  package func run<S: Scalar>(in scope: Scope<S>) -> [Matrix<S>] {
    var values: [Matrix<S>] = []
    values.reserveCapacity(nodes.count)
    for node in nodes {
      values.append(node.value(node.operands.map { values[$0] }, scope))
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
      values.append(isRight ? wrong : node.value(node.operands.map { values[$0] }, scope))
    }
    return isFound ? values.last : nil
  }

  /// Gives random draws in it other numbers.
  mutating func reseed(_ seed: UInt64) {
    for index in nodes.indices {
      guard var draw = nodes[index].operation.draw else { continue }
      draw.seed ^= seed
      nodes[index].operation = .leaf(.draw(draw))
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
  @_specialize(where S == Double)
  func value<S: Scalar>(_ operands: [Matrix<S>], _ scope: Scope<S>) -> Matrix<S> {
    operation.value(operands, shape, scope)
  }
}
