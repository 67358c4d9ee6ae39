package import Matrices
package import SourceText

/// Parts of a formula as formulas of their own, and formulas put together from parts.
extension Kernel {
  /// The operation that is done last.
  package var root: Node { nodes[nodes.count - 1] }

  /// Whether what is done last is to add or subtract two numbers, or to turn a sign.
  package var endsInOneAddition: Bool { root.operation.signs.map { $0.count <= 2 } ?? false }

  /// Where it was written.
  package var location: Location { root.location }

  /// What an operation and what it is done to compute by themselves.
  package func part(at index: Int) -> Kernel {
    var needed = Set([index])
    for own in (0...index).reversed() where needed.contains(own) {
      needed.formUnion(nodes[own].operands)
    }
    let order = needed.sorted()
    let places = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
    return Kernel(
      nodes: order.map { own in
        var node = nodes[own]
        node.operands = node.operands.compactMap { places[$0] }
        return node
      })
  }

  /// What the last operation is done to.
  package var operands: [Kernel] { root.operands.map(part) }

  /// A value that is written down.
  package init(_ value: Matrix<Double>) {
    self.init(
      Expression(
        .leaf(.literal(Literal(matrix: value))), shape: value.shape, location: .nowhere))
  }

  /// An operation on formulas.
  package init(_ operation: Operation, _ operands: [Kernel], shape: Shape) {
    var nodes: [Node] = []
    var places: [Int] = []
    for operand in operands {
      let first = nodes.count
      nodes += operand.nodes.map { node in
        var node = node
        node.operands = node.operands.map { $0 + first }
        return node
      }
      places.append(nodes.count - 1)
    }
    let location = operands.map(\.location).reduce(operands.first?.location ?? .nowhere) {
      $0.through($1)
    }
    nodes.append(
      Node(
        operation: operation, operands: places, shape: shape, location: location,
        isConstant: !operation.varies && places.allSatisfy { nodes[$0].isConstant }))
    self.init(nodes: nodes)
  }
}
