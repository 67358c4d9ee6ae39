import Notation
import SourceText

/// Puts a number in the place of an index letter. What does not mention the letter is left as it
/// is, and not copied.
struct IndexSubstitution {
  let letter: String
  let number: Int
  /// Whether a scripted node is a name as a whole, as n_l is when it is defined so.
  let keepsLabel: (MathTree) -> Bool
  var places: [Location: Int]
  /// Where the letter itself stood.
  var letters: [Location] = []

  /// The changed tree, or nil when nothing changes.
  mutating func apply(_ tree: MathTree) -> MathTree? {
    let content: MathTree.Content?
    switch tree.content {
    case .letter(letter):
      places[tree.location] = 0
      letters.append(tree.location)
      content = .number(String(number))
    case .row(let nodes): content = all(nodes).map { .row($0) }
    case .fraction(let above, let below):
      content = both(above, below).map { .fraction($0, $1) }
    case .binomial(let above, let below):
      content = both(above, below).map { .binomial($0, $1) }
    case .root(let radicand, let degree):
      content = apply(radicand).map { .root($0, index: degree) }
    case .accent(let accent, let base):
      content =
        base.letter == letter ? nil : apply(base).map { .accent(accent, $0) }
    case .styled(let font, let inner): content = apply(inner).map { .styled(font, $0) }
    case .delimited(let open, let inner, let close):
      content = apply(inner).map { .delimited(open, $0, close) }
    case .table(let environment, let rows): content = table(rows).map { .table(environment, $0) }
    case .stacked(let base, let over, let under, let brace):
      content = apply(base).map { .stacked($0, over: over, under: under, brace: brace) }
    case .scripts(let base, let primes, let lower, let upper):
      content = scripts(tree, base, primes, lower, upper)
    case .letter, .number, .function, .text, .symbol, .space, .lineBreak, .unknown:
      content = nil
    }
    return content.map { MathTree($0, tree.location) }
  }

  private mutating func all(_ nodes: [MathTree]) -> [MathTree]? {
    var changed: [MathTree]?
    for index in nodes.indices {
      guard let node = apply(nodes[index]) else { continue }
      if changed == nil { changed = nodes }
      changed?[index] = node
    }
    return changed
  }

  private mutating func both(_ a: MathTree, _ b: MathTree) -> (MathTree, MathTree)? {
    let first = apply(a)
    let second = apply(b)
    return first == nil && second == nil ? nil : (first ?? a, second ?? b)
  }

  private mutating func table(_ rows: [[MathTree]]) -> [[MathTree]]? {
    var changed: [[MathTree]]?
    for index in rows.indices {
      guard let row = all(rows[index]) else { continue }
      if changed == nil { changed = rows }
      changed?[index] = row
    }
    return changed
  }

  private mutating func scripts(
    _ tree: MathTree, _ base: MathTree, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?
  ) -> MathTree.Content? {
    // A letter that has an index of its own is a name.
    let isName = base.letter == letter && (lower != nil || upper?.isNaming == true)
    let newBase = isName ? nil : apply(base)
    var newLower = lower.flatMap { index($0) }
    if newLower != nil, keepsLabel(tree) { newLower = nil }
    let newUpper = upper.flatMap { $0.isNaming ? member($0) : apply($0) }
    guard newBase != nil || newLower != nil || newUpper != nil else { return nil }
    return .scripts(
      newBase ?? base, primes: primes, lower: newLower ?? lower, upper: newUpper ?? upper)
  }

  private mutating func member(_ upper: MathTree) -> MathTree? {
    var nodes = upper.nodes
    var isChanged = false
    for position in nodes.indices {
      guard nodes[position].isMember, let group = nodes[position].delimited,
        let changed = index(group.inner)
      else { continue }
      nodes[position] = MathTree(
        .delimited(group.open, changed, group.close), nodes[position].location)
      isChanged = true
    }
    return isChanged ? .row(nodes) : nil
  }

  /// An index or several with commas between; each that has become a sum of numbers is added up.
  private mutating func index(_ tree: MathTree) -> MathTree? {
    let nodes = tree.nodes
    guard nodes.contains(where: { $0.isSymbol(",") }) else {
      guard let inner = apply(tree) else { return nil }
      guard let sum = inner.wholeSum else { return inner }
      places[tree.location] = sum - number
      return MathTree(.number(String(sum)), tree.location)
    }
    var changed: [MathTree] = []
    var isChanged = false
    var part: [MathTree] = []
    func close(_ substitution: inout IndexSubstitution) {
      guard !part.isEmpty else { return }
      let row = MathTree.row(part)
      if let new = substitution.index(row) {
        changed.append(new)
        isChanged = true
      } else {
        changed += part
      }
      part = []
    }
    for node in nodes {
      if node.isSymbol(",") {
        close(&self)
        changed.append(node)
      } else {
        part.append(node)
      }
    }
    close(&self)
    return isChanged ? .row(changed) : nil
  }
}
