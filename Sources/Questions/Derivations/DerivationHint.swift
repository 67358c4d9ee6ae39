import Kernels
package import Notation
package import Reasons

/// What is told of the next line of a derivation, one after the other.
package enum DerivationHint: Sendable {
  case rules([Rule])
  /// The part of the line above that changes.
  case place(MathTree)
  /// The rules as formulas, with what they are used on.
  case formulas(MathTree?)
  case line
}

extension DerivationJudge {
  /// The next hint: the rule, where it is used, the rule as a formula, and at last the line, which
  /// then stands.
  func hint(after own: inout OwnDerivation) -> Reply {
    let next = next(after: own)
    let standing = own.lines.last?.tree ?? author.first
    let rules = next.reason?.rules ?? []
    let mark = next.reason?.before.first?.whole
    let part = mark.flatMap { standing.part($0) }
    let formulas = rules.compactMap(\.formula).map { MathReader.read($0) }
    var rungs: [DerivationHint] = [.rules(rules)]
    if let part, part != standing { rungs.append(.place(part.withoutNeedlessParentheses)) }
    if !formulas.isEmpty { rungs.append(.formulas(part?.withoutNeedlessParentheses)) }
    guard own.told < rungs.count else { return line(next.tree, after: &own) }
    let hint = rungs[own.told]
    own.told += 1
    var reply = Reply(saying: .derivation(hint), isTry: false, isHelp: true)
    switch hint {
    case .rules, .line: break
    case .place:
      reply.line = ShownLine(
        number: own.next - 1, tree: standing.withoutNeedlessParentheses, why: "", holds: true,
        mark: mark)
    case .formulas: reply.formulas = formulas
    }
    return reply
  }

  private func line(_ tree: MathTree, after own: inout OwnDerivation) -> Reply {
    var reply = Reply(saying: .derivation(.line), isTry: false, isHelp: true)
    if case .follows(let line)? = try? outcome(tree.latex, after: own) {
      reply.line = ShownLine(line, number: own.next)
      own.add(line)
    }
    return reply
  }
}
