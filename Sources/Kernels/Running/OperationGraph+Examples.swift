import Matrices

/// How formulas are written that are to be run on many examples.
extension OperationGraph {
  /// ‖x‖² = Σ x²: what goes back through it needs no root, and so not the whole sum.
  mutating func writtenForExamples(_ operands: [Int], _ node: Kernel.Node) -> Int? {
    guard node.operation == .entrywise(.power), nodes[operands[1]].operation.literal == Matrix(2)
    else { return nil }
    let base = nodes[operands[0]]
    guard base.operation == .norm(.euclidean) || base.operation == .norm(.frobenius) else {
      return nil
    }
    let x = base.operands[0]
    return add(.sum(.entries(.all)), [hadamard(x, x)])
  }
}
