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
    guard let terms = root.operation.tabulation?.terms,
      let first = terms.kernel(0).nodes.last, let (quantity, derivative) = parts(first),
      root.shape == derivative.variableShape
    else { return nil }
    for position in 0..<terms.count {
      guard let entry = terms.kernel(position).nodes.last, let (other, own) = parts(entry),
        other == quantity, own.variable == derivative.variable,
        (own.row ?? 0) * root.shape.columns + (own.column ?? 0) == position
      else { return nil }
    }
    return (quantity, derivative.variable)
  }
}
