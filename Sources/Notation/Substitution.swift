package import SourceText

extension MathTree {
  /// The tree with some of its parts replaced: each location names a node, or neighbours in a row.
  ///
  /// What is put in is set so that it reads as mathematics: a negative number after an operator or
  /// beside a factor in parentheses, two numbers side by side with a dot between them. The new part
  /// keeps the location of what it replaces.
  package func replacing(_ replacements: [Location: MathTree]) -> MathTree {
    guard !replacements.isEmpty else { return self }
    var byStart: [Location: (whole: Location, tree: MathTree)] = [:]
    for (location, tree) in replacements {
      byStart[location.start] = (location, MathTree(tree.content, location, tag: tree.tag))
    }
    return Substitution(byStart: byStart).apply(self)
  }
}

extension MathTree {
  /// The tree with every row changed by the transform, inner rows first.
  package func mappingRows(_ transform: ([MathTree]) -> [MathTree]) -> MathTree {
    func map(_ tree: MathTree) -> MathTree { tree.mappingRows(transform) }
    let content: MathTree.Content
    switch self.content {
    case .row(let nodes): content = .row(transform(nodes.map(map)))
    case .fraction(let above, let below): content = .fraction(map(above), map(below))
    case .binomial(let above, let below): content = .binomial(map(above), map(below))
    case .root(let radicand, let index): content = .root(map(radicand), index: index)
    case .scripts(let base, let primes, let lower, let upper):
      content = .scripts(map(base), primes: primes, lower: lower, upper: upper.map(map))
    case .delimited(let open, let inner, let close): content = .delimited(open, map(inner), close)
    case .table(let environment, let rows): content = .table(environment, rows.map { $0.map(map) })
    default: return self
    }
    return MathTree(content, location)
  }
}

private struct Substitution {
  var byStart: [Location: (whole: Location, tree: MathTree)]

  func apply(_ tree: MathTree) -> MathTree {
    if let found = replacement(tree.location) { return found }
    func sub(_ inner: MathTree) -> MathTree { apply(inner) }
    let content: MathTree.Content
    switch tree.content {
    case .row(let nodes): content = .row(row(nodes))
    case .fraction(let above, let below): content = .fraction(sub(above), sub(below))
    case .binomial(let above, let below): content = .binomial(sub(above), sub(below))
    case .root(let radicand, let index): content = .root(sub(radicand), index: index)
    case .scripts(let base, let primes, let lower, let upper):
      let inner = sub(base)
      let isBare = isReplaced(base) && isNegative(inner)
      content = .scripts(
        isBare ? parenthesized(inner) : inner, primes: primes, lower: lower, upper: upper.map(sub))
    case .accent(let accent, let base): content = .accent(accent, sub(base))
    case .styled(let font, let inner): content = .styled(font, sub(inner))
    case .delimited(let open, let inner, let close): content = .delimited(open, sub(inner), close)
    case .table(let environment, let rows):
      content = .table(environment, rows.map { $0.map(sub) })
    case .stacked(let base, let over, let under, let brace):
      content = .stacked(sub(base), over: over, under: under, brace: brace)
    default: return tree
    }
    return MathTree(content, tree.location)
  }

  private func replacement(_ location: Location) -> MathTree? {
    guard !location.isEmpty, let found = byStart[location.start], found.whole == location
    else { return nil }
    return found.tree
  }

  private func isReplaced(_ tree: MathTree) -> Bool { replacement(tree.location) != nil }

  private func row(_ nodes: [MathTree]) -> [MathTree] {
    var replaced: [MathTree] = []
    var index = 0
    while index < nodes.count {
      let node = nodes[index]
      var next = apply(node)
      var isNew = isReplaced(node)
      if !isNew, let found = byStart[node.location.start], node.location.endsBefore(found.whole),
        let last = nodes[index...].firstIndex(where: { $0.location.endsWith(found.whole) })
      {
        next = found.tree
        isNew = true
        index = last
      }
      append(next, isNew: isNew, to: &replaced)
      index += 1
    }
    return replaced
  }

  private func append(_ node: MathTree, isNew: Bool, to row: inout [MathTree]) {
    var node = node
    if let previous = row.last, !isSpace(previous) {
      let kind = Spacing.kind(previous, after: row.dropLast().last)
      let isFactor = kind == .ordinary || kind == .closing
      if isNumeric(previous), isNumeric(node) || isPrimed(node), kind == .ordinary,
        let dot = Symbols.named("\\cdot")
      {
        row.append(MathTree(.symbol(dot), node.location.start))
      }
      let afterOperator = kind == .binary || kind == .sign
      if isNew, isNegative(node), isFactor || afterOperator { node = parenthesized(node) }
    }
    // A factor that follows a number: 3 (1 − 0.2) needs no dot, 3 0.2 does.
    row.append(node)
  }

  private func isSpace(_ tree: MathTree) -> Bool {
    if case .space = tree.content { return true }
    return false
  }

  private func isNegative(_ tree: MathTree) -> Bool {
    guard case .row(let nodes) = tree.content else { return false }
    return nodes.count == 2 && nodes[0].isSymbol("-")
  }

  private func isNumeric(_ tree: MathTree) -> Bool {
    switch tree.content {
    case .number: return true
    case .row: return isNegative(tree)
    case .fraction(let above, let below): return isNumeric(above) && isNumeric(below)
    case .delimited("(", let inner, ")"): return isNumeric(inner)
    case .scripts(let base, _, _, _): return isNumeric(base)
    default: return false
    }
  }

  private func isPrimed(_ tree: MathTree) -> Bool {
    if case .scripts(_, let primes, _, _) = tree.content { return primes > 0 }
    return false
  }

  private func parenthesized(_ tree: MathTree) -> MathTree {
    MathTree(.delimited("(", tree, ")"), tree.location)
  }
}
