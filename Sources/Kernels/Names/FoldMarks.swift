import Notation
import SourceText

/// Sums over letters that stand behind a sign below them: `\sum_{i < j}`, `\sum_{1 \le i < j \le
/// n}`.
extension MathTree {
  /// The formula with a mark at each letter below a sum over which it goes as well.
  ///
  /// - Parameters:
  ///   - bound: letters that something around the formula binds.
  ///   - isValue: whether a letter has a value.
  func markingFolds(_ bound: Set<String>, _ isValue: (String) -> Bool) -> MathTree {
    guard first(where: { $0.foldParts?.lower != nil }) != nil else { return self }
    guard let nodes = row else {
      if foldParts != nil { return markingHead(bound, isValue) }
      return mappingChildren { $0.markingFolds(bound, isValue) }
    }
    var inside = bound
    let marked = nodes.map { node -> MathTree in
      guard node.foldParts != nil else { return node.markingFolds(inside, isValue) }
      // A second sum over the same letter begins anew.
      let isAnew =
        node.foldIndices?.first.map { inside.contains($0) && !bound.contains($0) } ?? false
      let head = node.markingHead(isAnew ? bound : inside, isValue)
      inside.formUnion(head.foldIndices ?? [])
      return head
    }
    return MathTree(.row(marked), location)
  }

  private func markingHead(_ bound: Set<String>, _ isValue: (String) -> Bool) -> MathTree {
    guard var scripts, let lower = scripts.lower, lower.table == nil else { return self }
    var nodes = lower.nodes
    var known = bound
    var start = nodes.startIndex
    while start < nodes.endIndex {
      let end = nodes[start...].firstIndex { $0.isSymbol(",", ":", "\\mid", "|") } ?? nodes.endIndex
      let part = nodes[start..<end].indices.filter { !nodes[$0].isBlank }
      let signs = part.filter { nodes[$0].isRelation }
      let isOrder = signs.allSatisfy { nodes[$0].comparison != nil && !nodes[$0].isSymbol("=") }
      var own = part.filter { place in
        nodes[place].letter.map { !known.contains($0) && !isValue($0) } ?? false
      }
      known.formUnion(own.compactMap { nodes[$0].letter })
      // Of letters in a row each is one by itself, and the first of a comparison, too.
      if signs.isEmpty || !isOrder { own = [] }
      if let first = own.first, first == part.first { own.removeFirst() }
      for place in own { nodes[place] = nodes[place].marked }
      start = end < nodes.endIndex ? end + 1 : end
    }
    scripts.lower = .row(nodes, lower.location)
    return MathTree(scripts.content, location)
  }
}
