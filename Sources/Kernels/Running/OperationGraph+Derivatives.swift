import Matrices
import SourceText

/// Reverse accumulation that writes operations: Griewank and Walther, "Evaluating Derivatives"
/// (2008), chapter 3. Every operation says what goes back to its operands (`pullBack`); a
/// derivative is then a formula like any other, and its own derivative is that of a formula.
extension OperationGraph {
  /// The derivative of a formula by all entries of a name: of the shape of the name for a number,
  /// else the Jacobian, a row for each entry of the formula.
  ///
  /// - Returns: nil when it takes more operations than anybody waits for.
  static func gradient(
    of kernel: Kernel, by variable: Name, _ shape: Shape, _ workspace: Workspace
  ) -> Kernel? {
    var graph = OperationGraph([kernel], by: [variable], workspace)
    let root = graph.roots[0]
    let quantity = kernel.soleName
    let outputs = graph.shape(root).count
    let rows = (0..<outputs).map { output in
      var seed = Matrix(shape: graph.shape(root)) { _, _ in 0.0 }
      seed.elements[output] = 1
      return graph.adjoint(of: variable, shape, graph.literal(seed), quantity)
    }
    let whole =
      outputs == 1
      ? rows[0]
      : graph.add(
        .placement(.assembly), rows, shape: Shape(outputs, shape.count))
    return graph.isTooLarge ? nil : graph.kernel(whole)
  }

  /// The derivative of a function of a number by its parameter.
  static func slope(of body: Kernel, by parameter: Name) -> Kernel {
    gradient(of: body, by: parameter, .scalar, .bare)
      ?? Kernel(
        Expression(.constant(Matrix(.nan)), shape: .scalar, location: .nowhere))
  }

  /// What comes back to a variable when a seed comes back to the first root.
  private mutating func adjoint(
    of variable: Name, _ shape: Shape, _ seed: Int, _ quantity: Name?
  ) -> Int {
    let target = places[variable]
    let back = target.flatMap { adjoints(of: roots[0], seed, to: [$0], quantity)[0] }
    return back ?? literal(Matrix(shape: shape) { _, _ in 0 })
  }

  /// What comes back to some nodes when a seed comes back to another one; nil for those that it is
  /// not made from.
  ///
  /// - Parameter quantity: the name of the root, for what the derivatives by names on the way are
  ///   called.
  mutating func adjoints(
    of root: Int, _ seed: Int, to targets: [Int], _ quantity: Name?
  ) -> [Int?] {
    var isOnTheWay = Array(repeating: false, count: root + 1)
    for target in targets where target <= root { isOnTheWay[target] = true }
    for node in 0...root where nodes[node].operands.contains(where: { isOnTheWay[$0] }) {
      isOnTheWay[node] = true
    }
    var parts: [Int: [Int]] = [root: [seed]]
    var found: [Int: Int] = [:]
    for node in stride(from: root, through: targets.min() ?? 0, by: -1) {
      guard isOnTheWay[node], let own = parts[node] else { continue }
      let adjoint = own.count == 1 ? own[0] : sum(own)
      if targets.contains(node) {
        found[node] = adjoint
        continue
      }
      if case .value(let name)? = remarks[node], self.shape(root).isScalar, node != root,
        remarks[adjoint] == nil, nodes[adjoint].operation.literal == nil
      {
        remarks[adjoint] = .slope(of: quantity, by: name)
      }
      for (position, operand) in nodes[node].operands.enumerated() where isOnTheWay[operand] {
        let back = nodes[node].operation.pullBack(adjoint, to: position, of: node, &self)
        guard let back, !isTooLarge else { continue }
        parts[operand, default: []].append(gathered(back, self.shape(operand)))
      }
    }
    return targets.map { found[$0] }
  }
}
