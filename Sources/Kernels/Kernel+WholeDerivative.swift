import Matrices

extension Kernel {
  /// The quantity and the name of a derivative by a whole name, or by each of its entries in order.
  var wholeDerivative: (quantity: Name, variable: Name)? {
    guard let root = nodes.last else { return nil }
    func parts(_ node: Node) -> (Name, Derivative)? {
      guard let derivative = node.operation.derivative, let quantity = derivative.body.soleName
      else { return nil }
      return (quantity, derivative)
    }
    if let (quantity, derivative) = parts(root) {
      return derivative.row == nil && derivative.column == nil
        ? (quantity, derivative.variable) : nil
    }
    guard root.operation.freeIndices != nil, let first = root.operands.first,
      let (quantity, derivative) = parts(nodes[first]), root.shape == derivative.variableShape
    else { return nil }
    for (position, operand) in root.operands.enumerated() {
      guard let (other, entry) = parts(nodes[operand]), other == quantity,
        entry.variable == derivative.variable,
        (entry.row ?? 0) * root.shape.columns + (entry.column ?? 0) == position
      else { return nil }
    }
    return (quantity, derivative.variable)
  }
}
