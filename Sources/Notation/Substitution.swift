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
    switch content {
    case .row(let nodes): return MathTree(.row(transform(nodes.map(map))), location)
    case .fraction, .binomial, .root, .scripts, .delimited, .table: return mappingOperands(map)
    case .number, .letter, .function, .text, .symbol, .accent, .styled, .stacked, .space,
      .lineBreak, .unknown:
      return self
    }
  }
}

private struct Substitution {
  var byStart: [Location: (whole: Location, tree: MathTree)]

  func apply(_ tree: MathTree) -> MathTree {
    if let found = replacement(tree.location) { return found }
    if let nodes = tree.row { return MathTree(.row(row(nodes)), tree.location) }
    let changed = tree.mappingOperands(apply)
    if let base = tree.scripts?.base, isReplaced(base), var scripts = changed.scripts,
      isNegative(scripts.base)
    {
      scripts.base = parenthesized(scripts.base)
      return MathTree(scripts.content, tree.location)
    }
    return changed
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
    if let previous = row.last, !previous.isSpace {
      let kind = Spacing.kind(previous, after: row.dropLast().last)
      let isFactor = kind == .ordinary || kind == .closing
      if isNumeric(previous), isNumeric(node) || node.isPrimed, kind == .ordinary,
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

  private func isNegative(_ tree: MathTree) -> Bool {
    guard let nodes = tree.row else { return false }
    return nodes.count == 2 && nodes[0].isSymbol("-")
  }

  private func isNumeric(_ tree: MathTree) -> Bool {
    switch tree.content {
    case .number: true
    case .row: isNegative(tree)
    case .fraction(let above, let below): isNumeric(above) && isNumeric(below)
    case .delimited: tree.insideParentheses.map(isNumeric) ?? false
    case .scripts(let base, _, _, _): isNumeric(base)
    case .letter, .function, .text, .symbol, .binomial, .root, .accent, .styled, .table, .stacked,
      .space, .lineBreak, .unknown:
      false
    }
  }

  private func parenthesized(_ tree: MathTree) -> MathTree {
    MathTree(.delimited("(", tree, ")"), tree.location)
  }
}
