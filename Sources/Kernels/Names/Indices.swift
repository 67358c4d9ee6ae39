import Notation
import SourceText

extension MathTree {
  /// A number in the place of an index letter, wherever the letter is one: `W^{(l+1)}_{ij}` with
  /// l = 2 becomes `W^{(3)}_{ij}`. Raised and lowered sums of numbers are added up.
  ///
  /// - Parameters:
  ///   - keepsLabel: whether a scripted node is a name as a whole, as n_l is when it is defined so.
  ///   - places: collects where a lowered or raised expression became a number, with what was added
  ///     to the letter.
  func substituting(
    _ letter: String, by number: Int, keepsLabel: (MathTree) -> Bool,
    places: inout [Location: Int]
  ) -> MathTree {
    withoutActuallyEscaping(keepsLabel) { keepsLabel in
      var substitution = IndexSubstitution(
        letter: letter, number: number, keepsLabel: keepsLabel, places: places)
      defer { places = substitution.places }
      return substitution.apply(self) ?? self
    }
  }

  /// The value of a row of whole numbers with + and − between them.
  var wholeSum: Int? {
    var sum = 0
    var sign = 1
    var expectsNumber = true
    for node in nodes where !node.isBlank {
      if let digits = node.digits {
        guard expectsNumber, let number = Int(digits), number < ExpressionReader.largestWhole
        else { return nil }
        let (next, isTooLarge) = sum.addingReportingOverflow(sign * number)
        guard !isTooLarge else { return nil }
        sum = next
        expectsNumber = false
      } else if !expectsNumber, node.isSymbol("+", "-") {
        sign = node.isSymbol("-") ? -1 : 1
        expectsNumber = true
      } else {
        return nil
      }
    }
    return expectsNumber ? nil : sum
  }

  /// The index letters of a large operator: `i` in `\sum_{i=1}^m` and `\sum_i`, i and j in
  /// `\sum_{i,j}`; nil when the node is no such operator.
  var foldIndices: [String]? {
    guard let (_, lower, _) = foldParts, let lower else { return nil }
    return FoldHead(lower)?.letters ?? []
  }

  /// The operator of a sum, product or extremum over an index, with what stands below and above.
  var foldParts: (fold: Fold.Kind, lower: MathTree?, upper: MathTree?)? {
    guard let scripts, scripts.primes == 0 else { return nil }
    let (lower, upper) = (scripts.lower, scripts.upper)
    if let symbol = scripts.base.symbol {
      switch symbol.latex {
      case "\\sum": return (.sum, lower, upper)
      case "\\prod": return (.product, lower, upper)
      default: return nil
      }
    }
    guard lower != nil else { return nil }
    switch scripts.base.functionName {
    case "max": return (.extremum(.maximum), lower, upper)
    case "min": return (.extremum(.minimum), lower, upper)
    case let word where scripts.base.isPlaceOperator && word != nil:
      return (.extremum(word?.hasSuffix("max") == true ? .maximum : .minimum), lower, upper)
    default: return nil
    }
  }

  /// `\arg\max`, in one word or two: the place of the extremum, and not its value.
  var isPlaceOperator: Bool {
    functionName.map { ["argmax", "argmin", "arg max", "arg min"].contains($0) } ?? false
  }
}

/// A letter in the position of an index or a member that nothing around it gives a value.
struct FreeLetter {
  var letter: String
  /// What it numbers a member of: the whole `W^{(l)}`; nil for an index.
  var member: MathTree?
  /// What it stands below, alone: the whole `h_t`.
  var lowered: MathTree?
  /// Which list of indices it stands in, counted through the formula.
  var group: Int
  var location: Location
}

extension MathTree {
  /// The free letters of a formula in the order in which they stand.
  func freeLetters(in workspace: Workspace, _ isName: (MathTree) -> Bool) -> [FreeLetter] {
    var found: [FreeLetter] = []
    var group = 0
    collectFreeLetters(bound: [], into: &found, &group, workspace, isName)
    return found
  }

  private func collectFreeLetters(
    bound: Set<String>, into found: inout [FreeLetter], _ group: inout Int,
    _ workspace: Workspace, _ isName: (MathTree) -> Bool
  ) {
    func visit(_ trees: MathTree?...) {
      for tree in trees {
        tree?.collectFreeLetters(bound: bound, into: &found, &group, workspace, isName)
      }
    }
    func take(_ index: MathTree, member: MathTree?, lowered: MathTree? = nil) {
      group += 1
      let mine = group
      index.visitLetters(isName) { letter, location in
        if !bound.contains(letter), workspace.definitions[Name(letter)] == nil {
          found.append(
            FreeLetter(
              letter: letter, member: member, lowered: lowered, group: mine, location: location))
        }
      }
    }
    switch content {
    case .row(let nodes):
      var bound = bound
      for node in nodes {
        if let indices = node.foldIndices {
          // The bounds lie outside the sum.
          let parts = node.foldParts
          let head = parts?.lower.flatMap { FoldHead($0) }
          for tree in [head?.start, head?.last, head?.set, parts?.upper].compactMap({ $0 }) {
            tree.collectFreeLetters(bound: bound, into: &found, &group, workspace, isName)
          }
          bound.formUnion(indices)
          for tree in head?.conditions ?? [] {
            tree.collectFreeLetters(bound: bound, into: &found, &group, workspace, isName)
            group += 1
            for part in tree.nodes.flatMap(\.nodes) {
              guard let letter = part.letter, !bound.contains(letter),
                workspace.definitions[Name(letter)] == nil
              else { continue }
              found.append(
                FreeLetter(
                  letter: letter, member: nil, lowered: nil, group: group, location: part.location))
            }
          }
        } else {
          node.collectFreeLetters(bound: bound, into: &found, &group, workspace, isName)
        }
      }
    case .scripts(let base, _, let lower, let upper):
      if foldParts != nil { return }
      visit(base)
      let isBracketed = base.delimited?.open == "\\|"
      if let lower, !lower.isLabel, !isBracketed, !isName(self) {
        // An operator's own script, as in \nabla_{W^{(l)}}, is a formula.
        if base.isSymbol("\\nabla", "\\partial") {
          visit(lower)
        } else {
          take(lower, member: nil, lowered: lower.isSingleIndex && base.isNameLike ? self : nil)
        }
      }
      if let upper, upper.isNaming {
        for node in upper.nodes {
          if let number = node.memberNumber { take(number, member: self) }
        }
      } else {
        visit(upper)
      }
    case .fraction(let above, let below), .binomial(let above, let below): visit(above, below)
    case .root(let radicand, _): visit(radicand)
    case .accent(_, let base), .styled(_, let base): visit(base)
    case .delimited(_, let inner, _): visit(inner)
    case .table(_, let rows): for cell in rows.joined() { visit(cell) }
    case .stacked(let base, _, _, _): visit(base)
    case .number, .letter, .function, .text, .symbol, .space, .lineBreak, .unknown: break
    }
  }

  /// Letters inside an index expression; those that are part of a name, as l in n_l, are not.
  private func visitLetters(
    _ isName: (MathTree) -> Bool, _ visitor: (String, Location) -> Void
  ) {
    switch content {
    case .letter(let letter): visitor(letter, location)
    case .row(let nodes): for node in nodes { node.visitLetters(isName, visitor) }
    case .styled(_, let inner), .delimited(_, let inner, _): inner.visitLetters(isName, visitor)
    case .fraction(let above, let below):
      above.visitLetters(isName, visitor)
      below.visitLetters(isName, visitor)
    case .scripts(_, _, let lower, let upper):
      // s_{l+1}: the letter s is a name, l is an index.
      if let lower, !isName(self) { lower.visitLetters(isName, visitor) }
      if let upper, upper.isNaming {
        for node in upper.nodes { node.memberNumber?.visitLetters(isName, visitor) }
      }
    case .number, .function, .text, .symbol, .binomial, .root, .accent, .table, .stacked, .space,
      .lineBreak, .unknown:
      break
    }
  }

  /// Whether the letter occurs in the formula other than as the index of an inner sum.
  func mentionsFree(_ letter: String) -> Bool {
    if self.letter == letter { return true }
    for child in children {
      // What follows an operator over the letter speaks of its own.
      if row != nil, child.foldIndices?.contains(letter) == true { return false }
      if child.mentionsFree(letter) { return true }
    }
    return false
  }
}
