package import Kernels
import Matrices
import Notation
import SourceText

/// Why a slip would not be noticed at the numbers of a lesson.
enum HiddenSlip: Hashable {
  case alike(Name, Name)
  /// What has no name is told from nothing else.
  case symmetric(Name?)
  case one(Name)
  case zero(Name)

  func finding(at location: Location) -> Finding {
    let (summary, help) = words
    return Finding(.undiagnosable, .warning, at: location, summary, help: help)
  }

  private var words: (summary: String, help: String) {
    switch self {
    case .alike(let one, let other):
      (
        "\(one.shown) and \(other.shown) have the same value: one for the other would not be "
          + "noticed",
        "Give them different numbers."
      )
    case .symmetric(let name):
      (
        "\(name?.shown ?? "What is transposed here") equals its transpose: a lost ᵀ would not be "
          + "noticed",
        "Make it less symmetric, or give it two different sizes."
      )
    case .one(let name):
      (
        "\(name.shown) is 1: a lost factor \(name.shown) or 1/\(name.shown) would not be noticed",
        "Choose another value."
      )
    case .zero(let name):
      ("\(name.shown) is 0: a lost term with it would not be noticed", "Choose another value.")
    }
  }
}

/// Whether the numbers of an equation tell the usual slips apart from the right formula: a slip
/// that changes nothing cannot be noticed.
extension Checker {
  static func hiddenSlips(
    _ equation: Equation, _ values: [Name: Matrix<Double>], in workspace: Workspace
  ) -> [(slip: HiddenSlip, location: Location)] {
    guard [.definition, .claim].contains(equation.kind), !equation.saysSymmetry else { return [] }
    return equation.sides.flatMap { side in
      alike(side, values, in: workspace).map { (.alike($0, $1), side.tree.location) }
        + hiddenSlips(side)
    }
  }

  /// Whether the numbers of an equation tell the usual slips apart.
  package static func tellsSlipsApart(_ equation: Equation, in workspace: Workspace) -> Bool {
    hiddenSlips(equation, workspace.values, in: workspace).isEmpty
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

  /// Those in a side, in the first terms of its sums, too.
  private static func hiddenSlips(
    _ side: Equation.Side
  ) -> [(slip: HiddenSlip, location: Location)] {
    side.kernel.nodes.enumerated().flatMap {
      index, node -> [(slip: HiddenSlip, location: Location)] in
      if node.isConstant { return [] }
      if let term = side.terms[index]?.first {
        return hiddenSlips(Equation.Side(term, of: side.tree))
      }
      return hiddenSlip(node, side).map { [($0, node.location)] } ?? []
    }
  }

  private static func hiddenSlip(_ node: Kernel.Node, _ side: Equation.Side) -> HiddenSlip? {
    let kernel = side.kernel
    func isOne(_ operand: Int) -> Bool {
      side.values[operand].shape.isScalar && side.values[operand].elements[0] == 1
    }
    if node.operation.isTranspose {
      let value = side.values[node.operands[0]]
      let isSymmetric =
        value.shape.isSquare && !value.shape.isScalar && value == value.transposed
      return isSymmetric ? .symmetric(kernel.nodes[node.operands[0]].operation.name) : nil
    }
    if node.operation.isProduct {
      // A name, or 1 over a name, that is 1.
      for operand in node.operands where isOne(operand) {
        if let name = kernel.scalarName(operand) { return .one(name) }
      }
      return nil
    }
    guard let signs = node.operation.signs, signs.count > 1 else { return nil }
    for operand in node.operands where !kernel.nodes[operand].isConstant {
      guard side.values[operand].elements.allSatisfy({ $0 == 0 }) else { continue }
      if let name = kernel.zeroName(operand, side.values) { return .zero(name) }
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
