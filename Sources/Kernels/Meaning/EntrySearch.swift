import Matrices
import Notation

/// Looks for what letters choose from where that can be told without reading a formula: each of
/// them stands alone below names that have values, and nowhere else.
struct EntrySearch {
  private var reader: ExpressionReader
  private let trees: [MathTree]
  private let letters: Set<String>
  private var extents: [String: Int] = [:]
  /// Whether a letter stands elsewhere, or below things of several sizes.
  private var isOpen = false

  /// - Returns: how many entries there are for each letter; nil where the formulas have to be read.
  static func extents(
    of letters: [String], in trees: [MathTree], for reader: ExpressionReader
  ) -> [Int]? {
    // Who looks for other letters has to see what is read.
    guard reader.probes.isEmpty, reader.parameters == nil, !letters.isEmpty else { return nil }
    var search = EntrySearch(reader, trees, Set(letters))
    for tree in trees where !search.isOpen { search.visit(tree) }
    let found = letters.compactMap { search.extents[$0] }
    return search.isOpen || found.count < letters.count ? nil : found
  }

  private init(_ reader: ExpressionReader, _ trees: [MathTree], _ letters: Set<String>) {
    (self.reader, self.trees, self.letters) = (reader, trees, letters)
    self.reader.isTrial = true
  }

  private mutating func visit(_ tree: MathTree) {
    if let nodes = tree.row {
      for (index, node) in nodes.enumerated() {
        let next = nodes[(index + 1)...].first { !$0.isBlank }
        let isOfDelta = index > 0 && nodes[index - 1].letter == "\\Delta"
        visit(node, isInLonger: isOfDelta || next?.isDelimited ?? false)
      }
    } else {
      visit(tree, isInLonger: false)
    }
  }

  private mutating func visit(_ node: MathTree, isInLonger: Bool) {
    guard !isOpen else { return }
    guard node.letter == nil else {
      isOpen = node.letter.map(letters.contains) ?? false
      return
    }
    guard let scripts = node.scripts, let lower = scripts.lower,
      letters.contains(where: lower.mentionsFree)
    else {
      for child in node.children { visit(child) }
      return
    }
    // h_i(x) may be another thing than an entry of h, and ΔW_{ij} is none of W.
    guard !isInLonger, scripts.primes == 0, node.isNameLike,
      scripts.upper.map({ upper in !letters.contains(where: upper.mentionsFree) }) ?? true,
      !reader.isWholeName(node), let name = reader.nameParts(node)?.name,
      let definition = reader.workspace.definitions[name], reader.workspace.isValue(name),
      !definition.shape.isScalar, !reader.isOneOfMany(name)
    else {
      isOpen = true
      return
    }
    let indices = lower.indexParts(splitsDigits: definition.shape.columns > 1)
    let all = ExpressionReader.extents(definition.shape, indices.count)
    isOpen = indices.count > all.count
    for (index, extent) in zip(indices, all) where !isOpen && !isKnown(index) {
      if let letter = index.letter, letters.contains(letter) {
        isOpen = extents.updateValue(extent, forKey: letter) ?? extent != extent
      } else {
        isOpen = true
      }
    }
  }

  /// Whether an index is a number, all of them, or that of a sum, which has been looked at itself.
  private func isKnown(_ index: MathTree) -> Bool {
    if index.digits != nil || index.isSymbol(":") { return true }
    guard let letter = index.letter else { return false }
    return trees.contains { $0.fold(over: letter) != nil }
  }
}
