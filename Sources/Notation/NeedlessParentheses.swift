extension MathTree {
  /// As it is set when it was typed at a keyboard, where parentheses hold together what a fraction line
  /// or a sign of a sum does on a page: `(1/m)`, `((a))`, ∂(g(u)), and a sum at the end of a product.
  /// What stands where is kept, so that parts are still found.
  package var withoutNeedlessParentheses: MathTree {
    switch content {
    case .row(let nodes): MathTree(.row(Self.loosened(nodes)), location)
    case .fraction(let above, let below):
      MathTree(.fraction(above.loosened, below.loosened), location)
    case .number, .letter, .function, .text, .symbol, .binomial, .root, .scripts, .accent, .styled,
      .delimited, .table, .stacked, .space, .lineBreak, .unknown:
      mappingOperands(\.withoutNeedlessParentheses)
    }
  }

  private var loosened: MathTree {
    let inner = withoutNeedlessParentheses
    return inner.insideParentheses ?? inner
  }

  private static func loosened(_ nodes: [MathTree]) -> [MathTree] {
    let inner = nodes.map(\.withoutNeedlessParentheses)
    return inner.indices.map { index in
      let node = inner[index]
      guard let inside = node.insideParentheses?.withFractionLine else { return node }
      if inside.isDelimited { return inside }
      let before = index > 0 ? inner[index - 1] : nil
      let isOperand = before.map { $0.isOperator || $0.isBlank } ?? true
      let isDifferentiated = before?.isSymbol("\\partial") ?? false
      let isLast = index == inner.count - 1
      // Behind a letter they may call it; before other factors they hold a fraction apart.
      if inside.isFraction, isOperand { return inside }
      let isCalled = before.map { !($0.isFraction || $0.isDelimited || $0.isOperator) } ?? false
      if inside.isSum, isLast, !isCalled { return inside }
      return isDifferentiated && isLast && inside.isOneFactor ? inside : node
    }
  }

  /// `1/m` with a line between.
  private var withFractionLine: MathTree {
    let nodes = nodes
    guard nodes.count == 3, nodes[1].isSymbol("/") else { return self }
    return MathTree(.fraction(nodes[0], nodes[2]), location)
  }

  private var isOperator: Bool {
    isSymbol("+", "-", "=", "\\cdot", "\\times", "\\circ", "\\le", "\\ge", "<", ">", ",")
  }

  /// Whether it begins with the sign of a sum or product, and has no other terms.
  private var isSum: Bool {
    guard let first = nodes.first?.scripts?.base, first.isSymbol("\\sum", "\\prod") else {
      return false
    }
    return !nodes.contains { $0.isSymbol("+", "-") }
  }

  /// A name, or a function with its argument.
  private var isOneFactor: Bool {
    nodes.count == 1 && !isFraction
      || nodes.count == 2 && nodes[1].isDelimited && (nodes[0].isLetter || nodes[0].isScripted)
  }
}
