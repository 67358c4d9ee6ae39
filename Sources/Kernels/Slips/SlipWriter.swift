import Notation
import SourceText

/// Writes a formula with a slip in it, as who made it would have: part of the tree in the place of
/// another. What was written is only used where reading it again gives the value of the slip.
struct SlipWriter {
  let tree: MathTree

  typealias Edit = (location: Location, tree: MathTree)

  private func part(_ expression: Expression) -> MathTree? { tree.part(expression.location) }

  /// New nodes in the place of a part; in parentheses where that stood in some.
  private func edit(_ expression: Expression, _ nodes: [MathTree]) -> Edit? {
    guard let old = part(expression) else { return nil }
    let new = MathTree.row(nodes, .nowhere)
    if let group = old.delimited, nodes.count > 1 {
      return (expression.location, .plain(.delimited(group.open, new, group.close)))
    }
    return (expression.location, new)
  }

  /// One operand in the place of the whole.
  func alone(_ operand: Expression, for whole: Expression) -> Edit? {
    guard let own = part(operand) else { return nil }
    return edit(whole, own.withoutParentheses.nodes.count > 1 ? [own] : [own.withoutParentheses])
  }

  /// Operands side by side, with an operator between them or without.
  func joined(_ operands: [Expression], by sign: String?, for whole: Expression) -> Edit? {
    guard let first = part(operands[0]), let second = part(operands[1]) else { return nil }
    return edit(whole, first.nodes + (sign.map { MathTree.sign($0) } ?? []) + second.nodes)
  }

  func sum(_ terms: [Expression], _ signs: [Sign], for whole: Expression) -> Edit? {
    var nodes: [MathTree] = []
    for (term, sign) in zip(terms, signs) {
      guard let own = part(term) else { return nil }
      if !nodes.isEmpty || sign == .minus { nodes += MathTree.sign(sign == .plus ? "+" : "-") }
      nodes += own.startsNegative && !nodes.isEmpty ? [.parenthesized(own)] : own.nodes
    }
    return edit(whole, nodes)
  }

  func transposed(_ operand: Expression) -> Edit? {
    guard let own = part(operand) else { return nil }
    let base = own.isLetter || own.isDelimited ? own : .parenthesized(own)
    let sign = MathTree.plain(.letter("T"))
    return (operand.location, .plain(.scripts(base, primes: 0, lower: nil, upper: sign)))
  }

  /// The two indices of an entry in the other order.
  func swappedIndices(_ entry: Expression) -> Edit? {
    guard let own = part(entry), var scripts = own.scripts, let lower = scripts.lower
    else { return nil }
    scripts.lower = .row(lower.nodes.reversed(), .nowhere)
    return (entry.location, .plain(scripts.content))
  }

  /// 1/n before a sum.
  func divided(_ sum: Expression, by count: Int) -> Edit? {
    guard let own = part(sum) else { return nil }
    let factor = MathTree.plain(
      .fraction(.plain(.number("1")), .plain(.number(String(count)))))
    return (sum.location, .row([factor] + own.nodes, .nowhere))
  }

  /// Another name in the place of a part.
  func named(_ name: Name, for part: Expression) -> Edit? {
    (part.location, MathReader.read(name.latex))
  }

  /// The function called with another number of primes.
  func primed(_ call: Expression, _ order: Int) -> Edit? {
    guard var nodes = part(call)?.nodes, let callee = nodes.first else { return nil }
    if var scripts = callee.scripts {
      scripts.primes = order
      let isBare = order == 0 && scripts.lower == nil && scripts.upper == nil
      nodes[0] = isBare ? scripts.base : .plain(scripts.content)
    } else {
      nodes[0] = .plain(.scripts(callee, primes: order, lower: nil, upper: nil))
    }
    return (call.location, .row(nodes, .nowhere))
  }
}
