import Notation
import SourceText

/// Members of sequences without parentheses: `h_t`, `a^{l-1}`. A name that has no value of its own,
/// and of which some are given or defined with a number below or above, has members; the number of
/// any other name is an entry, a row or a power.
extension ExpressionReader {
  /// A member of a sequence by the number below its letter; nil where the letter has no members.
  mutating func sequenceMember(_ parts: NameParts, _ lower: MathTree) -> Name? {
    guard workspace.isSequence(parts.name), !lower.isLabel, lower.isSingleIndex,
      let number = wholeNumber(lower, as: .index(lower))
    else { return nil }
    return workspace.sequenceMember(parts.name, number)
  }

  /// `r_{k,i}` where r has members: entry i of member k.
  mutating func memberWithEntries(
    _ parts: NameParts, _ lower: MathTree
  ) -> (member: Name, entries: MathTree)? {
    guard workspace.isSequence(parts.name), !lower.isLabel else { return nil }
    let slots = lower.indexParts(splitsDigits: false)
    guard slots.count > 1, !slots[0].isSymbol(":"),
      let number = wholeNumber(slots[0], as: .index(slots[0])), let comma = Symbols.named(",")
    else { return nil }
    let member = workspace.sequenceMember(parts.name, number)
    guard workspace.isValue(member) else { return nil }
    giveUpIndices()
    let rest = slots.dropFirst().flatMap { [MathTree(.symbol(comma), $0.location), $0] }.dropFirst()
    return (member, .row(Array(rest)))
  }

  /// The name that a base spells by itself.
  func bareName(_ base: MathTree) -> Name? {
    var reader = self
    return reader.nameParts(base)?.name
  }

  // MARK: - Numbers above a name

  /// The formula with marks where a number above a name is that of a member, and where a letter or
  /// word above belongs to the name.
  ///
  /// - Parameter own: the names that the fence defines so itself.
  func markingMembers(_ tree: MathTree, own: Set<Name> = []) -> MathTree {
    guard !own.isEmpty || workspace.hasRaised else { return tree }
    let marked = tree.mappingChildren { markingMembers($0, own: own) }
    guard var scripts = marked.scripts, let upper = scripts.upper, !upper.isNaming,
      let mark = raisedPart(scripts, own)
    else {
      // What has no children keeps its tag.
      return tree.children.isEmpty ? tree : marked
    }
    let nodes = upper.nodes
    let rest = Array(nodes.dropFirst(mark.count))
    let group = MathTree.row(Array(nodes.prefix(mark.count)))
    scripts.upper = .row([mark.isMember ? group.marked : group.marked.marked] + rest)
    return MathTree(scripts.content, marked.location)
  }

  /// What of a raised script belongs to the name: all of it, or up to a T that transposes.
  private func raisedPart(
    _ scripts: MathTree.Scripts, _ own: Set<Name>
  ) -> (count: Int, isMember: Bool)? {
    guard let upper = scripts.upper, let names = namesWithoutUpper(scripts) else { return nil }
    var nodes = upper.nodes[...]
    if nodes.count > 1, nodes.last?.isTransposition == true { nodes.removeLast() }
    let kept = MathTree.row(Array(nodes))
    for name in names {
      var raised = name
      raised.raised = kept.latex
      if workspace.definitions[raised] != nil || own.contains(raised) {
        return (nodes.count, false)
      }
      var family = name
      family.memberStyle = .bare
      if kept.isBareMemberNumber, workspace.isFree(name) || workspace.isFunction(name),
        workspace.isNumbered(family) || own.contains(family)
      {
        return (nodes.count, true)
      }
    }
    return nil
  }

  /// What a base with its subscript may be called: with the subscript as a label, and without.
  private func namesWithoutUpper(_ scripts: MathTree.Scripts) -> [Name]? {
    var bare = scripts
    bare.upper = nil
    let node =
      bare.lower == nil && bare.primes == 0
      ? scripts.base : MathTree(bare.content, scripts.base.location)
    guard scripts.base.isNameLike, scripts.base.letter != "e" else { return nil }
    var reader = ExpressionReader(.bare, in: file)
    guard let parts = reader.nameParts(node), parts.primes == 0 else { return nil }
    guard let lower = parts.lower else { return [parts.name] }
    var labelled = parts.name
    labelled.label = lower.latex
    return [labelled, parts.name]
  }

  /// The family, or the raised name, that a left side defines by what stands above it.
  func raisedTarget(_ left: MathTree, _ right: [MathTree]) -> Name? {
    guard let scripts = left.scripts, let upper = scripts.upper, !upper.isNaming,
      !upper.isTransposition, let names = namesWithoutUpper(scripts)
    else { return nil }
    let isWord = upper.isText || upper.styled?.inner.nodes.allSatisfy(\.isLetter) == true
    let isSign = upper.isSymbol("+", "-")
    let isLetter = upper.letter != nil
    let isUnknown = upper.letter.map { workspace.definitions[Name($0)] == nil } ?? false
    // A subscript that is a word belongs to the name.
    let isLabelled = scripts.lower.map { $0.isLabel || workspace.definitions[names[0]] != nil }
    guard let name = isLabelled == false ? names.last : names.first else { return nil }
    let isFree = workspace.isFree(name) || workspace.isFunction(name)
    let isUsed = upper.letter.map { letter in right.contains { $0.mentionsFree(letter) } } ?? false
    if isWord || isSign || isLetter && isUnknown && !isUsed {
      var raised = name
      raised.raised = upper.latex
      return raised
    }
    guard isFree, upper.isBareMemberNumber else { return nil }
    var family = name
    family.memberStyle = .bare
    return family
  }
}

extension MathTree {
  /// One number or expression below a letter, and no list of them.
  var isSingleIndex: Bool { indexParts(splitsDigits: false).count == 1 && !isSymbol(":") }

  /// `l - 1`, `2`, `t`: what may number a member without parentheses.
  fileprivate var isBareMemberNumber: Bool {
    let nodes = nodes.filter { !$0.isBlank }
    guard let first = nodes.first, first.digits != nil || first.letter != nil, !isTransposition
    else { return false }
    let hasNoPower = nodes.allSatisfy { node in
      node.letter != nil && !node.isTransposition || node.isSymbol("+", "-")
        || node.digits.map { !$0.contains(".") } ?? false
    }
    guard hasNoPower else { return false }
    // 2l is no number of a layer that anybody writes.
    return zip(nodes, nodes.dropFirst()).allSatisfy {
      $0.isSymbol("+", "-") != $1.isSymbol("+", "-")
    }
  }
}
