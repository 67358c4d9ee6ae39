package import Matrices
package import Notation

/// One press of the key: a side of an equation as it stands after one more operation.
package struct Reduction: Sendable {
  /// The side with values where operations have been done.
  package var tree: MathTree
  /// What was done: `matrix product`; or `names → numbers`.
  package var label: String
  /// The part of the formula that was reduced, as the lesson writes it; nil for names → numbers.
  package var subterm: MathTree?
  /// The bytes of the formula that were reduced, as marked in the line above.
  package var range: Range<Int>?
  /// The value of what was reduced.
  package var value: Matrix<Double>?
}

extension Equation.Side {
  /// The reductions of this side, from its names to its value. They are read off the kernel's own
  /// run: the last one *is* the value.
  ///
  /// Names turn into numbers when the operation that uses them is next; numbers alone (β, ρ, x₁) all
  /// at once, since they take no room. What is constant stays as written until something uses it,
  /// and a name by itself needs no step.
  package func reductions(_ style: NumberStyle) -> [Reduction] {
    let steps = kernel.nodes.indices.filter { kernel.nodes[$0].isStep }
    guard !steps.isEmpty else { return [] }
    var reductions = [
      Reduction(
        tree: state(done: [], next: steps[0], style), label: "names → numbers", subterm: nil,
        range: nil, value: nil)
    ]
    // A formula whose first operation uses nothing by name shows nothing new at first.
    if reductions[0].tree == tree { reductions.removeAll() }
    var done: Set<Int> = []
    for (index, step) in steps.enumerated() {
      done.insert(step)
      let next = index + 1 < steps.count ? steps[index + 1] : nil
      reductions.append(
        Reduction(
          tree: state(done: done, next: next, style), label: label(step),
          subterm: tree.part(kernel.nodes[step].range), range: kernel.nodes[step].range,
          value: values[step]))
    }
    return reductions
  }

  private func label(_ index: Int) -> String {
    let node = kernel.nodes[index]
    return node.operation.label(of: node.operands.map { kernel.nodes[$0].shape })
  }

  /// The side with the values of what has been done, and of the names that come next.
  private func state(done: Set<Int>, next: Int?, _ style: NumberStyle) -> MathTree {
    var replacements: [Range<Int>: MathTree] = [:]
    func show(_ index: Int) {
      replacements[kernel.nodes[index].range] = values[index].tree(style)
    }
    func visit(_ index: Int, parent: Int?) {
      let node = kernel.nodes[index]
      if done.contains(index) { return show(index) }
      if node.isLeaf(kernel.nodes) {
        let isNext = parent != nil && parent == next
        if values[index].shape.isScalar || isNext, !node.isConstant { show(index) }
        return
      }
      for operand in node.operands { visit(operand, parent: index) }
    }
    visit(kernel.nodes.count - 1, parent: nil)
    return tree.replacing(replacements)
  }
}

extension Kernel.Node {
  /// Whether the student sees it done: not a name, an entry of one, or something constant.
  fileprivate var isStep: Bool {
    guard !isConstant else { return false }
    switch operation {
    case .name, .constant, .entries, .assembly, .tuple: return false
    default: return true
    }
  }

  /// A name, or entries picked from one.
  fileprivate func isLeaf(_ nodes: [Kernel.Node]) -> Bool {
    switch operation {
    case .name, .constant: true
    case .entries: nodes[operands[0]].isLeaf(nodes)
    default: false
    }
  }
}

extension Operation {
  /// What the operation is called, on operands of these shapes.
  package func label(of shapes: [Shape]) -> String {
    let isEntrywise = shapes.contains { !$0.isScalar }
    return switch self {
    case .constant: "constant"
    case .name: "name"
    case .sum(let signs):
      signs == [.minus]
        ? "sign" : signs == [.plus, .minus] ? "difference" : "sum"
    case .product: shapes.contains(where: \.isScalar) ? "product" : "matrix product"
    case .hadamard: "Hadamard product"
    case .quotient: "quotient"
    case .power: "power"
    case .transpose: "transpose"
    case .elementary(let function): function.label
    case .call(let function, let order):
      function.name.shown + String(repeating: "′", count: order)
        + (function.isElementwise && isEntrywise ? " of every entry" : "")
    case .norm: "norm"
    case .maximum: "maximum"
    case .minimum: "minimum"
    case .trace: "trace"
    case .diagonal: "diagonal matrix"
    case .assembly: "matrix"
    case .entries: "entry"
    case .tuple: "tuple"
    }
  }
}

extension ElementaryFunction {
  fileprivate var label: String {
    switch self {
    case .exp: "exponential"
    case .log: "logarithm"
    case .sqrt: "square root"
    case .abs: "absolute value"
    default: rawValue
    }
  }
}

extension Matrix where Element == Double {
  /// The value as it is set: a number, or a matrix in brackets.
  package func tree(_ style: NumberStyle) -> MathTree {
    let texts = style.texts(elements)
    let nodes = texts.map { MathTree.number($0) }
    if shape.isScalar { return nodes[0] }
    let rows = (0..<shape.rows).map { row in
      Array(nodes[row * shape.columns..<(row + 1) * shape.columns])
    }
    return MathTree(.table(.bmatrix, rows), 0..<0)
  }
}

extension MathTree {
  /// A number with its sign as a tree.
  fileprivate static func number(_ text: String) -> MathTree {
    guard text.first == "−", let minus = Symbols.named("-") else {
      return MathTree(.number(text), 0..<0)
    }
    return MathTree(
      .row([MathTree(.symbol(minus), 0..<0), MathTree(.number(String(text.dropFirst())), 0..<0)]),
      0..<0)
  }

  /// The node, or the neighbours in a row, with exactly this range.
  package func part(_ wanted: Range<Int>) -> MathTree? {
    if range == wanted { return self }
    switch content {
    case .row(let nodes):
      if let first = nodes.firstIndex(where: { $0.range.lowerBound == wanted.lowerBound }),
        let last = nodes[first...].firstIndex(where: { $0.range.upperBound == wanted.upperBound })
      {
        return .row(nodes[first...last])
      }
      return nodes.lazy.compactMap { $0.part(wanted) }.first
    case .fraction(let above, let below): return above.part(wanted) ?? below.part(wanted)
    case .root(let radicand, _): return radicand.part(wanted)
    case .scripts(let base, _, _, let upper): return base.part(wanted) ?? upper?.part(wanted)
    case .delimited(_, let inner, _): return inner.part(wanted)
    case .table(_, let rows): return rows.joined().lazy.compactMap { $0.part(wanted) }.first
    default: return nil
    }
  }
}

extension Equation {
  /// The reductions of all its sides in order, each with the side it belongs to.
  package func reductions(_ style: NumberStyle) -> [(side: Int, reduction: Reduction)] {
    sides.indices.flatMap { side in sides[side].reductions(style).map { (side, $0) } }
  }
}
