import Matrices
package import SourceText

extension Kernel {
  /// What a derivative by a whole name, or by each of its entries in order, is called.
  var nameOfDerivative: Name? {
    guard let root = nodes.last else { return nil }
    func parts(_ node: Node) -> (Name, Derivative)? {
      guard let derivative = node.operation.derivative, let quantity = derivative.body.soleName
      else { return nil }
      return (quantity, derivative)
    }
    if let (quantity, derivative) = parts(root) {
      return derivative.row == nil && derivative.column == nil
        ? .derivative(of: quantity, by: derivative.variable) : nil
    }
    guard let terms = root.operation.tabulation?.terms,
      let first = terms.kernel(0).nodes.last, let (quantity, derivative) = parts(first),
      root.shape == derivative.variableShape
    else { return nil }
    for position in 0..<terms.count {
      guard let entry = terms.kernel(position).nodes.last, let (other, own) = parts(entry),
        other == quantity, own.variable == derivative.variable,
        (own.row?.number ?? 0) * root.shape.columns + (own.column?.number ?? 0) == position
      else { return nil }
    }
    return .derivative(of: quantity, by: derivative.variable)
  }
}

extension Workspace {
  /// What the lesson says that the slopes of a number by a name are, where it has said so, and
  /// where. Whether it holds is another matter.
  package func statedGradient(
    of cost: Kernel, by variable: Name
  ) -> (kernel: Kernel, location: Location)? {
    guard cost.shape.isScalar, let quantity = cost.soleName else { return nil }
    let name = Name.derivative(of: quantity, by: variable)
    guard let formula = formulas[name], let definition = definitions[name],
      formula.kernel.shape == values[variable]?.shape,
      // ∇J = ∂J/∂W says nothing more of it.
      !formula.kernel.allNodes.contains(where: { $0.operation.derivative?.variable == variable })
    else { return nil }
    return (formula.kernel, definition.location)
  }
}
