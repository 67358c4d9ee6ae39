package import Kernels
import Matrices
import Notation
import SourceText

/// Whether the numbers of an equation tell the usual slips apart from the right formula: a slip
/// that changes nothing cannot be noticed.
extension Checker {
  /// Warnings by what is said of which name, to be said once.
  static func undiagnosable(
    _ equation: Equation, _ values: [Name: Matrix<Double>], in workspace: Workspace
  ) -> [(key: String, finding: Finding)] {
    guard [.definition, .claim].contains(equation.kind) else { return [] }
    return equation.sides.flatMap { side -> [(key: String, finding: Finding)] in
      guard !equation.saysSymmetry else { return [] }
      let alike = alike(side, values, in: workspace).map { one, other in
        let names = "\(one.shown) and \(other.shown)"
        return (
          "alike \(names)",
          Finding(
            .undiagnosable, .warning, at: side.tree.location,
            "\(names) have the same value: one for the other would not be noticed",
            help: "Give them different numbers.")
        )
      }
      return alike
        + reasons(side).map { reason, location in
          (
            reason.key,
            Finding(.undiagnosable, .warning, at: location, reason.summary, help: reason.help)
          )
        }
    }
  }

  /// Whether the numbers of an equation tell the usual slips apart.
  package static func tellsSlipsApart(_ equation: Equation, in workspace: Workspace) -> Bool {
    undiagnosable(equation, workspace.values, in: workspace).isEmpty
  }

  /// Givens in one formula that have the same value, where no size was read from them.
  private static func alike(
    _ side: Equation.Side, _ values: [Name: Matrix<Double>], in workspace: Workspace
  ) -> [(Name, Name)] {
    let givens = side.kernel.names.filter { name in
      workspace.definitions[name]?.isGiven == true && !workspace.structural.contains(name)
    }.sorted { $0.latex < $1.latex }
    return givens.indices.flatMap { index in
      givens[(index + 1)...].filter { other in
        values[givens[index]].map { $0 == values[other] } ?? false
      }.map { (givens[index], $0) }
    }
  }

  private struct Reason {
    /// What is said once.
    var key: String
    var summary: String
    var help: String
  }

  /// Every reason in a side, the first terms of its sums included.
  private static func reasons(_ side: Equation.Side) -> [(reason: Reason, location: Location)] {
    side.kernel.nodes.enumerated().flatMap {
      index, node -> [(reason: Reason, location: Location)] in
      if node.isConstant { return [] }
      if let term = side.terms[index]?.first {
        return reasons(
          Equation.Side(term, of: side.tree))
      }
      return Self.reason(node, index, side).map { [($0, node.location)] } ?? []
    }
  }

  private static func reason(_ node: Kernel.Node, _ index: Int, _ side: Equation.Side) -> Reason? {
    let kernel = side.kernel
    func name(_ operand: Int) -> String? { kernel.nodes[operand].operation.name?.shown }
    func isOne(_ operand: Int) -> Bool {
      side.values[operand].shape.isScalar && side.values[operand].elements[0] == 1
    }
    if node.operation.isTranspose {
      let value = side.values[node.operands[0]]
      guard value.shape.isSquare, !value.shape.isScalar, value == value.transposed else {
        return nil
      }
      let what = name(node.operands[0]) ?? "What is transposed here"
      return Reason(
        key: "symmetric \(what)",
        summary: "\(what) equals its transpose: a lost ᵀ would not be noticed",
        help: "Make it less symmetric, or give it two different sizes.")
    }
    if node.operation.isProduct {
      // A name, or 1 over a name, that is 1.
      for operand in node.operands where isOne(operand) {
        guard let what = kernel.scalarName(operand) else { continue }
        return Reason(
          key: "one \(what.shown)",
          summary:
            "\(what.shown) is 1: a lost factor \(what.shown) or 1/\(what.shown) would not be "
            + "noticed", help: "Choose another value.")
      }
      return nil
    }
    guard let signs = node.operation.signs, signs.count > 1 else { return nil }
    for operand in node.operands where !kernel.nodes[operand].isConstant {
      guard side.values[operand].elements.allSatisfy({ $0 == 0 }) else { continue }
      guard let what = kernel.zeroName(operand, side.values)?.shown else { continue }
      return Reason(
        key: "zero \(what)", summary: "\(what) is 0: a lost term with it would not be noticed",
        help: "Choose another value.")
    }
    return nil
  }
}

extension Equation {
  /// `S = S^T`: that it equals its transpose is what it says.
  fileprivate var saysSymmetry: Bool {
    guard kind == .claim, sides.count == 2 else { return false }
    return [(0, 1), (1, 0)].contains { turned, plain in
      let nodes = sides[turned].kernel.nodes
      return nodes.count == 2 && nodes[1].operation.isTranspose
        && nodes[0].operation.name == sides[plain].kernel.soleName
    }
  }
}

extension Kernel {
  /// The name that an operand is, or that stands alone below its fraction line.
  fileprivate func scalarName(_ operand: Int) -> Name? {
    let node = nodes[operand]
    return node.operation.isQuotient
      ? nodes[node.operands[1]].operation.name : node.operation.name
  }

  /// The scalar name in a product that makes it 0.
  fileprivate func zeroName(_ operand: Int, _ values: [Matrix<Double>]) -> Name? {
    let node = nodes[operand]
    if let name = node.operation.name { return name }
    guard node.operation.isProduct || node.operation.isQuotient else { return nil }
    // No lazy map: its first is made twice, and so at every level.
    for operand in node.operands where values[operand].elements.allSatisfy({ $0 == 0 }) {
      if let name = zeroName(operand, values) { return name }
    }
    return nil
  }
}
