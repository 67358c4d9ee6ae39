import Matrices
package import Notation

/// A formula worked out line by line, for who was asked for what it comes to.
extension Kernel {
  /// The lines between the formula and its value, each with what was done; none where it is one
  /// press of the key, or a derivative that is not taken apart.
  ///
  /// - Parameters:
  ///   - tree: the formula as it is written.
  ///   - workspace: the names and values at its place.
  package func working(
    _ tree: MathTree, in workspace: Workspace, _ style: ValueStyle
  ) -> [(tree: MathTree, label: String)] {
    guard !isMachineWork else { return [] }
    if nodes[nodes.count - 1].operation.entries != nil, shape.isScalar {
      return OpenNumber(self, in: Replay(of: workspace)).working(style.numbers)
    }
    let scope = Scope<Double>(workspace)
    let side = Equation.Side(
      tree: tree, kernel: self, values: run(in: scope), terms: shownTerms(in: scope))
    return side.reductions(style).dropLast().map { ($0.tree, $0.act.label) }
  }
}

extension Workspace {
  /// The formula that is worked with for another: what defines a name, or the value that an entry
  /// is of.
  package func worked(_ kernel: Kernel) -> Kernel {
    if let own = definition(of: kernel)?.kernel { return own }
    let whole = kernel.expression
    guard whole.operation.entries != nil, let operand = whole.operands.first else { return kernel }
    return definition(of: Kernel(operand))?.kernel ?? kernel
  }
}

extension OpenNumber {
  /// With the names of its numbers, with the numbers, and with the terms of a sum worked out.
  fileprivate func working(_ style: NumberStyle) -> [(tree: MathTree, label: String)] {
    let opening = opening(style)
    guard let symbols = opening.symbols, let numbers = opening.numbers else { return [] }
    var lines: [(tree: MathTree, label: String)] = [
      (symbols, "the formula"), (numbers, ReductionAct.numbers.label),
    ]
    if let terms = terms(style), terms.oneLine() != numbers.oneLine() {
      lines.append((terms, "every term"))
    }
    return lines
  }
}
