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
    // Nearly all nodes are none, and are asked often: what else they hold is looked at last.
    guard let fold = scriptedBase?.foldKind, let scripts, scripts.primes == 0 else { return nil }
    switch fold {
    case .sum, .product: return (fold, scripts.lower, scripts.upper)
    case .extremum: return scripts.lower.map { (fold, $0, scripts.upper) }
    }
  }

  /// What an operator does that has an index below it.
  private var foldKind: Fold.Kind? {
    if isSymbol("\\sum") { return .sum }
    if isSymbol("\\prod") { return .product }
    switch functionName {
    case "max": return .extremum(.maximum)
    case "min": return .extremum(.minimum)
    case let word? where isPlaceOperator:
      return .extremum(word.hasSuffix("max") ? .maximum : .minimum)
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
    withoutActuallyEscaping(isName) { isName in
      var search = FreeLetterSearch(workspace: workspace, isName: isName)
      search.visit(self)
      return search.found
    }
  }
}

private struct FreeLetterSearch {
  let workspace: Workspace
  /// Whether a node with something below it is a name as a whole.
  let isName: (MathTree) -> Bool
  var found: [FreeLetter] = []
  private var group = 0
  private var bound: Set<String> = []

  init(workspace: Workspace, isName: @escaping (MathTree) -> Bool) {
    (self.workspace, self.isName) = (workspace, isName)
  }

  mutating func visit(_ tree: MathTree) {
    switch tree.content {
    case .row(let nodes): visitRow(nodes)
    case .scripts(let base, _, let lower, let upper):
      if tree.foldParts == nil { visitScripts(tree, base, lower, upper) }
    case .fraction(let above, let below), .binomial(let above, let below):
      visit(above)
      visit(below)
    case .root(let inner, _), .accent(_, let inner), .styled(_, let inner),
      .delimited(_, let inner, _), .stacked(let inner, _, _, _):
      visit(inner)
    case .table(_, let rows):
      for cell in rows.joined() { visit(cell) }
    case .number, .letter, .function, .text, .symbol, .space, .lineBreak, .unknown: break
    }
  }

  private mutating func visitRow(_ nodes: [MathTree]) {
    let outside = bound
    for node in nodes {
      guard let (_, lower, upper) = node.foldParts, let lower else {
        visit(node)
        continue
      }
      // The bounds lie outside the sum.
      let head = FoldHead(lower)
      if let start = head?.start { visit(start) }
      if let last = head?.last { visit(last) }
      if let set = head?.set { visit(set) }
      if let upper { visit(upper) }
      guard let head else { continue }
      bound.formUnion(head.letters)
      for tree in head.conditions {
        visit(tree)
        group += 1
        for part in tree.nodes.flatMap(\.nodes) {
          if let letter = part.letter { take(letter, at: part.location) }
        }
      }
    }
    bound = outside
  }

  private mutating func visitScripts(
    _ tree: MathTree, _ base: MathTree, _ lower: MathTree?, _ upper: MathTree?
  ) {
    visit(base)
    if let lower, !lower.isLabel, base.delimited?.open != "\\|", !isName(tree) {
      // An operator's own script, as in \nabla_{W^{(l)}}, is a formula.
      if base.isSymbol("\\nabla", "\\partial") {
        visit(lower)
      } else {
        group += 1
        takeIndices(lower, lowered: lower.isSingleIndex && base.isNameLike ? tree : nil)
      }
    }
    guard let upper else { return }
    guard upper.isNaming else { return visit(upper) }
    for node in upper.nodes {
      guard let number = node.memberNumber else { continue }
      group += 1
      takeIndices(number, member: tree)
    }
  }

  /// Letters inside an index expression; those that are part of a name, as l in n_l, are not.
  private mutating func takeIndices(
    _ tree: MathTree, member: MathTree? = nil, lowered: MathTree? = nil
  ) {
    switch tree.content {
    case .letter(let letter): take(letter, member: member, lowered: lowered, at: tree.location)
    case .row(let nodes):
      for node in nodes { takeIndices(node, member: member, lowered: lowered) }
    case .styled(_, let inner), .delimited(_, let inner, _):
      takeIndices(inner, member: member, lowered: lowered)
    case .fraction(let above, let below):
      takeIndices(above, member: member, lowered: lowered)
      takeIndices(below, member: member, lowered: lowered)
    case .scripts(_, _, let lower, let upper):
      // s_{l+1}: the letter s is a name, l is an index.
      if let lower, !isName(tree) { takeIndices(lower, member: member, lowered: lowered) }
      if let upper, upper.isNaming {
        for node in upper.nodes {
          if let number = node.memberNumber {
            takeIndices(number, member: member, lowered: lowered)
          }
        }
      }
    case .number, .function, .text, .symbol, .binomial, .root, .accent, .table, .stacked, .space,
      .lineBreak, .unknown:
      break
    }
  }

  private mutating func take(
    _ letter: String, member: MathTree? = nil, lowered: MathTree? = nil, at location: Location
  ) {
    guard !bound.contains(letter), workspace.definitions[Name(letter)] == nil else { return }
    found.append(
      FreeLetter(
        letter: letter, member: member, lowered: lowered, group: group, location: location))
  }
}

extension MathTree {
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
