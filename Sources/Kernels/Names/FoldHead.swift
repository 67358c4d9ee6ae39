import Notation
import SourceText

/// What stands below a sum, product or extremum: which letters it goes over, from where, and what
/// must hold of them. `i=1`, `i,j`, `j \ne i`, `i \in B`, `j = 1, j \ne i`.
struct FoldHead {
  var letters: [String] = []
  /// Behind the `=` of the first letter.
  var start: MathTree?
  /// The last number, where it is said below: `1 \le i \le n`.
  var last: MathTree?
  /// What the numbers of the last letter are picked from.
  var set: MathTree?
  var conditions: [MathTree] = []

  init?(_ lower: MathTree) {
    for part in Self.parts(lower) {
      // That a word is not read is said where the numbers are asked for (`unreadWord`).
      let word = part.unreadWord
      let written = part.withoutJoiningWords.filter { word == nil || !$0.isText }
      let marked = written.compactMap { $0.insideNothing?.letter }
      let nodes = written.map { $0.insideNothing ?? $0 }
      guard let first = nodes.first else { continue }
      if letters.isEmpty, marked.count < 2, let range = Self.bounds(nodes) {
        letters.append(range.letter)
        (start, last) = (range.first, range.last)
        continue
      }
      if nodes.allSatisfy({ $0.letter != nil }) {
        letters += nodes.compactMap(\.letter)
        continue
      }
      let relations = nodes.filter(\.isRelation)
      guard !relations.isEmpty else { return nil }
      guard let letter = first.letter, !letters.contains(letter), nodes.count > 2,
        nodes[1].isRelation
      else {
        if letters.isEmpty { letters += marked }
        // A condition speaks of letters that are there.
        guard !letters.isEmpty else { return nil }
        conditions.append(.row(nodes))
        continue
      }
      let rest = MathTree.row(Array(nodes.dropFirst(2)))
      if nodes[1].isSymbol("="), relations.count == 1 {
        guard letters.isEmpty else { return nil }
        letters.append(letter)
        start = rest
      } else if nodes[1].isSymbol("\\in"), relations.count == 1 {
        guard letters.isEmpty else { return nil }
        letters.append(letter)
        set = rest
      } else {
        if letters.isEmpty { letters.append(letter) }
        letters += marked.filter { !letters.contains($0) }
        conditions.append(.row(nodes))
      }
    }
    guard !letters.isEmpty else { return nil }
  }

  /// A word that says which numbers are meant, as in `i \text{ odd}`: passed over, all would be.
  static func unreadWord(_ lower: MathTree) -> MathTree? {
    parts(lower).lazy.compactMap(\.unreadWord).first
  }

  /// `1 \le i \le n`, of one letter.
  private static func bounds(
    _ nodes: [MathTree]
  ) -> (letter: String, first: MathTree, last: MathTree)? {
    guard nodes.filter(\.isRelation).count == 2, let range = MathTree.statedRanges(nodes)?.first,
      let first = range.first, let last = range.last
    else { return nil }
    return (range.letter, first.tree.adding(first.added), last.tree.adding(last.added))
  }

  /// Between commas, colons and bars, or the lines of a substack.
  private static func parts(_ lower: MathTree) -> [[MathTree]] {
    let lines = lower.table.map { $0.rows.map { MathTree.row($0) } } ?? [lower]
    return lines.flatMap { line in
      line.nodes.flatMap(\.nodes).split {
        $0.isSymbol(",", ":", "\\mid", "|", "\\colon") || ($0.space ?? 0) >= 2
      }
      .map { Array($0) }
    }
  }
}

extension MathTree {
  /// A word between what is said of an index, that says nothing of its own.
  fileprivate var joinsConditions: Bool {
    isText && Self.joiningWords.contains((text ?? "").filter(\.isLetter).lowercased())
  }

  private static let joiningWords: Set<String> = [
    "", "all", "and", "any", "each", "every", "for", "forall", "foreach", "forevery", "in", "over",
    "overall", "st", "such", "suchthat", "that", "to", "where", "with",
  ]

  /// `=`, `\le`, `+`, `\ldots`: something follows it.
  var asksForMore: Bool {
    isRelation || isOperator || isSymbol("\\ldots", "\\dots", "\\cdots")
  }
}

extension [MathTree] {
  /// Without what is blank, and without words that only join. A word behind a sign is what the sign
  /// asks for, as in `i = \text{start}`.
  var withoutJoiningWords: [MathTree] {
    var kept: [MathTree] = []
    for node in self where !node.isBlank {
      if kept.last?.asksForMore == true || !node.joinsConditions { kept.append(node) }
    }
    return kept
  }

  /// The first word that is neither compared nor joins.
  fileprivate var unreadWord: MathTree? {
    let nodes = withoutJoiningWords
    return nodes.indices.first { index in
      nodes[index].isText && (index == 0 || !nodes[index - 1].asksForMore)
        && (index + 1 == nodes.count || !nodes[index + 1].asksForMore)
    }.map { nodes[$0] }
  }
}

extension MathTree {
  /// With a whole number added, 1 or −1 as a strict sign means.
  fileprivate func adding(_ number: Int) -> MathTree {
    guard number != 0, let sign = Symbols.named(number < 0 ? "-" : "+") else { return self }
    return MathTree(
      .row(
        nodes + [
          MathTree(.symbol(sign), .nowhere), MathTree(.number(String(number.magnitude)), .nowhere),
        ]), location)
  }

  /// A value where a condition holds, and 0 elsewhere, as `cases` would say it.
  static func choice(
    _ value: MathTree, where conditions: [MathTree], otherwise rest: String = "0",
    at place: Location
  ) -> MathTree {
    var condition: [MathTree] = []
    for part in conditions {
      if !condition.isEmpty { condition.append(MathTree(.text("and"), .nowhere)) }
      condition += part.nodes
    }
    return MathTree(
      .table(
        .cases,
        [
          [value, .row(condition)],
          [MathTree(.number(rest), .nowhere), MathTree(.text("otherwise"), .nowhere)],
        ]), place)
  }

  /// The condition of `1\{y_i = k\}`, `\mathbb{1}(s > 0)`, with this as the 1.
  func indicated(by group: MathTree?) -> MathTree? {
    guard isIndicatorSign, let group = group?.delimited,
      ["(", "[", "\\{", "\\lbrace", "\\lbrack"].contains(group.open), group.inner.isCondition
    else { return nil }
    return group.inner
  }

  var isCondition: Bool {
    let statement = StatementReader.read(self)
    return !statement.relations.isEmpty
      && statement.relations.allSatisfy { $0.comparison != nil }
      && !statement.sides.contains(where: \.isEmpty)
  }

  var isIndicatorSign: Bool {
    if digits == "1" { return true }
    guard let styled else { return false }
    switch styled.font {
    case .mathbb: return styled.inner.digits == "1" || styled.inner.letter == "I"
    case .mathbf, .boldsymbol, .bm, .mathrm: return styled.inner.digits == "1"
    case .mathit, .mathsf, .mathtt, .mathcal, .mathscr, .mathfrak: return false
    }
  }
}
