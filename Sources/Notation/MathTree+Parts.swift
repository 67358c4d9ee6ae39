/// What a node is and what it is made of, for whoever cares about one kind of node. These are the
/// only places that ask so: elsewhere a `switch` over `content` lists every case.
extension MathTree {
  /// A base with what stands at it, as `x'^{(2)}_i`.
  package struct Scripts {
    package var base: MathTree
    package var primes: Int
    package var lower: MathTree?
    package var upper: MathTree?

    package init(base: MathTree, primes: Int, lower: MathTree?, upper: MathTree?) {
      (self.base, self.primes, self.lower, self.upper) = (base, primes, lower, upper)
    }

    package var content: Content { .scripts(base, primes: primes, lower: lower, upper: upper) }
  }

  /// A group between delimiters; an empty delimiter is an empty string.
  package struct Delimited {
    package var open: String
    package var inner: MathTree
    package var close: String
  }

  /// Something with what is set above and below it.
  package struct Stacked {
    package var base: MathTree
    package var over: MathTree?
    package var under: MathTree?
    package var brace: Brace?
  }

  // MARK: - Atoms

  /// The digits of a number, as written.
  package var digits: String? {
    if case .number(let digits) = content { digits } else { nil }
  }

  /// A letter in LaTeX's spelling: `x`, `\rho`.
  package var letter: String? {
    if case .letter(let letter) = content { letter } else { nil }
  }

  /// The upright name of a function, without the command.
  package var functionName: String? {
    if case .function(let name) = content { name } else { nil }
  }

  /// What `\text{…}` says.
  package var text: String? {
    if case .text(let text) = content { text } else { nil }
  }

  package var symbol: Symbol? {
    if case .symbol(let symbol) = content { symbol } else { nil }
  }

  package func isSymbol(_ latex: String) -> Bool {
    if case .symbol(let symbol) = content { symbol.latex == latex } else { false }
  }

  package func isSymbol(_ first: String, _ second: String, _ others: String...) -> Bool {
    guard case .symbol(let symbol) = content else { return false }
    return symbol.latex == first || symbol.latex == second || others.contains(symbol.latex)
  }

  /// The width of a space.
  package var space: Int? {
    if case .space(let width) = content { width } else { nil }
  }

  // MARK: - What holds other nodes

  /// The nodes of a row, which may be none; nil for a node that is no row.
  package var row: [MathTree]? {
    if case .row(let nodes) = content { nodes } else { nil }
  }

  /// The nodes side by side: a row's own, or the node alone.
  package var nodes: [MathTree] { row ?? [self] }

  package var fraction: (above: MathTree, below: MathTree)? {
    if case .fraction(let above, let below) = content { (above, below) } else { nil }
  }

  /// What a letter is under, and the letter.
  package var accented: (accent: Accent, inner: MathTree)? {
    if case .accent(let accent, let inner) = content { (accent, inner) } else { nil }
  }

  package var isRoot: Bool { if case .root = content { true } else { false } }

  /// What has something above or below it.
  package var scriptedBase: MathTree? {
    if case .scripts(let base, _, _, _) = content { base } else { nil }
  }

  package var scripts: Scripts? {
    guard case .scripts(let base, let primes, let lower, let upper) = content else { return nil }
    return Scripts(base: base, primes: primes, lower: lower, upper: upper)
  }

  package var styled: (font: Font, inner: MathTree)? {
    if case .styled(let font, let inner) = content { (font, inner) } else { nil }
  }

  package var delimited: Delimited? {
    guard case .delimited(let open, let inner, let close) = content else { return nil }
    return Delimited(open: open, inner: inner, close: close)
  }

  /// What stands between delimiters that only group. Bars, norms, floors and angles do something to
  /// what is between them.
  package var grouped: MathTree? {
    guard let group = delimited, ["", "(", "[", "\\{", "\\lbrace", "\\lbrack"].contains(group.open)
    else { return nil }
    return group.inner
  }

  /// What stands between the parentheses, where the node is something in parentheses.
  package var insideParentheses: MathTree? {
    if case .delimited("(", let inner, ")") = content { inner } else { nil }
  }

  /// The inside of parentheses that surround the whole.
  package var withoutParentheses: MathTree { insideParentheses ?? self }

  package var table: (environment: Environment, rows: [[MathTree]])? {
    if case .table(let environment, let rows) = content { (environment, rows) } else { nil }
  }

  package var stacked: Stacked? {
    guard case .stacked(let base, let over, let under, let brace) = content else { return nil }
    return Stacked(base: base, over: over, under: under, brace: brace)
  }

  // MARK: - Kinds

  package var isNumber: Bool { if case .number = content { true } else { false } }

  package var isLetter: Bool { if case .letter = content { true } else { false } }

  package var isText: Bool { if case .text = content { true } else { false } }

  package var isSpace: Bool { if case .space = content { true } else { false } }

  package var isLineBreak: Bool { if case .lineBreak = content { true } else { false } }

  package var isFraction: Bool { if case .fraction = content { true } else { false } }

  package var isAccented: Bool { if case .accent = content { true } else { false } }

  package var isDelimited: Bool { if case .delimited = content { true } else { false } }

  package var isScripted: Bool { if case .scripts = content { true } else { false } }

  /// Whether something is lowered beside it.
  package var isIndexed: Bool { if case .scripts(_, _, _?, _) = content { true } else { false } }

  package var isPrimed: Bool {
    if case .scripts(_, let primes, _, _) = content { primes > 0 } else { false }
  }

  /// What could not be read, and a bracket without its partner: both have been reported.
  package var isUnread: Bool {
    if case .unknown = content { return true }
    return symbol.map { $0.class == .opening || $0.class == .closing } ?? false
  }

  /// A row of nothing.
  package var isEmpty: Bool { row?.isEmpty ?? false }

  /// What prints as space or break and means nothing.
  package var isBlank: Bool {
    switch content {
    case .space, .lineBreak: true
    case .row(let nodes): nodes.isEmpty
    case .number, .letter, .function, .text, .symbol, .fraction, .binomial, .root, .scripts,
      .accent, .styled, .delimited, .table, .stacked, .unknown:
      false
    }
  }
}

/// Going through the nodes inside a node.
extension MathTree {
  /// The nodes directly inside, in the order in which they stand.
  package var children: [MathTree] {
    var children: [MathTree] = []
    visitChildren {
      children.append($0)
      return false
    }
    return children
  }

  /// The node with its children changed; what has none stays as it is, and what has some is a new
  /// node, without a tag.
  package func mappingChildren(_ transform: (MathTree) -> MathTree) -> MathTree {
    mapping(operands: transform, labels: transform)
  }

  /// As `mappingChildren`, for those children that are computed with. What only says which is meant
  /// or how often stays as it is: lowered scripts, degrees of roots, what is set above or below.
  package func mappingOperands(_ transform: (MathTree) -> MathTree) -> MathTree {
    mapping(operands: transform, labels: { $0 })
  }

  private func mapping(
    operands: (MathTree) -> MathTree, labels: (MathTree) -> MathTree
  ) -> MathTree {
    let content: Content
    switch self.content {
    case .row(let nodes): content = .row(nodes.map(operands))
    case .fraction(let above, let below): content = .fraction(operands(above), operands(below))
    case .binomial(let above, let below): content = .binomial(operands(above), operands(below))
    case .root(let radicand, let index):
      content = .root(operands(radicand), index: index.map(labels))
    case .scripts(let base, let primes, let lower, let upper):
      content = .scripts(
        operands(base), primes: primes, lower: lower.map(labels), upper: upper.map(operands))
    case .accent(let accent, let base): content = .accent(accent, operands(base))
    case .styled(let font, let inner): content = .styled(font, operands(inner))
    case .delimited(let open, let inner, let close):
      content = .delimited(open, operands(inner), close)
    case .table(let environment, let rows):
      content = .table(environment, rows.map { $0.map(operands) })
    case .stacked(let base, let over, let under, let brace):
      content = .stacked(
        operands(base), over: over.map(labels), under: under.map(labels), brace: brace)
    case .number, .letter, .function, .text, .symbol, .space, .lineBreak, .unknown: return self
    }
    return MathTree(content, location)
  }

  /// All nodes, this one included, of which something is true.
  package func all(where condition: (MathTree) -> Bool) -> [MathTree] {
    var found: [MathTree] = []
    gather(&found, where: condition)
    return found
  }

  private func gather(_ found: inout [MathTree], where condition: (MathTree) -> Bool) {
    if condition(self) { found.append(self) }
    visitChildren {
      $0.gather(&found, where: condition)
      return false
    }
  }

  /// The first node, this one included, of which something is true.
  package func first(where condition: (MathTree) -> Bool) -> MathTree? {
    if condition(self) { return self }
    var found: MathTree?
    visitChildren { child in
      found = child.first(where: condition)
      return found != nil
    }
    return found
  }

  /// Looks at the children one after the other, until one of them is enough; no list is made of
  /// them.
  ///
  /// - Returns: whether one was.
  @discardableResult
  private func visitChildren(_ isEnough: (MathTree) -> Bool) -> Bool {
    func visit(_ child: MathTree?) -> Bool { child.map(isEnough) ?? false }
    return switch content {
    case .row(let nodes): nodes.contains(where: isEnough)
    case .fraction(let above, let below), .binomial(let above, let below):
      visit(above) || visit(below)
    case .root(let radicand, let index): visit(index) || visit(radicand)
    case .scripts(let base, _, let lower, let upper):
      visit(base) || visit(lower) || visit(upper)
    case .accent(_, let base), .styled(_, let base): visit(base)
    case .delimited(_, let inner, _): visit(inner)
    case .table(_, let rows): rows.contains { $0.contains(where: isEnough) }
    case .stacked(let base, let over, let under, _):
      visit(base) || visit(over) || visit(under)
    case .number, .letter, .function, .text, .symbol, .space, .lineBreak, .unknown: false
    }
  }
}
