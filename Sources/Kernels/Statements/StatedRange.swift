import Notation
import SourceText

/// What is said behind a formula of the numbers for which it holds: `t = 0, 1, 2`, `1 \le j \le N`,
/// `\text{for } l = 2, \ldots, L`.
struct StatedRange {
  var letter: String
  /// The first and the last number, or one of them; with what is to be added where the sign is
  /// strict.
  var first: (tree: MathTree, added: Int)?
  var last: (tree: MathTree, added: Int)?
  /// The numbers one by one, where there are no dots between them; those that stand between the
  /// first and the dots, where there are.
  var listed: [MathTree] = []
  var location: Location

  /// `2, \ldots, L`, and no comparison.
  var isBetweenDots: Bool { hasDots && first != nil && last != nil }
  fileprivate var hasDots = false
  /// Whether it says one end only, as `i \ge 2` does.
  var isOpen: Bool { listed.isEmpty && (first == nil) != (last == nil) }
  /// Whether it can only be a range, and no claim: `k = 1, 2`, `1 \le k \le n`.
  var isSurelyRange: Bool { hasDots || listed.count > 1 || first != nil && last != nil }

  init(
    letter: String, first: (tree: MathTree, added: Int)? = nil,
    last: (tree: MathTree, added: Int)? = nil, listed: [MathTree] = [], hasDots: Bool = false,
    location: Location
  ) {
    self.letter = letter
    (self.first, self.last) = (first, last)
    self.listed = listed
    self.hasDots = hasDots
    self.location = location
  }
}

extension MathTree {
  /// Words and signs that introduce a range.
  private static let rangeWords: Set<String> = [
    "for", "forall", "forevery", "foreach", "forany", "where", "with", "",
  ]

  var isRangeWord: Bool {
    if let text {
      let word = text.filter { !$0.isWhitespace }.lowercased()
      return Self.rangeWords.contains(word)
    }
    return isSymbol("\\forall")
  }

  /// The ranges that these nodes state, or nil where they are something else.
  static func statedRanges(_ nodes: [MathTree]) -> [StatedRange]? {
    var nodes = nodes.flatMap(\.nodes).filter { !$0.isBlank && !$0.isSymbol(".", ";") }
    while let last = nodes.last, last.isSymbol(",") { nodes.removeLast() }
    if nodes.count == 1, let inner = nodes[0].insideParentheses ?? nodes[0].insideNothing {
      return statedRanges(inner.nodes)
    }
    let isIntroduced = nodes.first?.isRangeWord == true
    nodes.removeAll { $0.isRangeWord }
    guard let first = nodes.first else { return nil }
    let location = MathTree.row(nodes).location
    let relations = nodes.indices.filter { nodes[$0].isRelation }
    // ∀ t
    if relations.isEmpty {
      let letters = nodes.filter { !$0.isSymbol(",") }
      guard isIntroduced, letters.allSatisfy(\.isLetter) else { return nil }
      return letters.compactMap { $0.letter.map { StatedRange(letter: $0, location: location) } }
    }
    guard let sign = nodes[relations[0]].symbol?.latex else { return nil }
    if relations.count == 1, ["=", "\\in"].contains(sign) {
      let letters = nodes[..<relations[0]].filter { !$0.isSymbol(",") }
      var values = nodes[(relations[0] + 1)...]
      if values.count == 1, let set = values.first?.delimited,
        ["\\{", "\\lbrace", "["].contains(set.open)
      {
        values = set.inner.nodes.filter { !$0.isBlank }[...]
      } else if sign == "\\in" {
        return nil
      }
      let ranges = letters.compactMap { listed($0, Array(values), location) }
      return ranges.count == letters.count && !ranges.isEmpty ? ranges : nil
    }
    // 1 ≤ j ≤ N, 1 < t ≤ T
    var ranges: [StatedRange] = []
    for part in nodes.betweenWords {
      guard let range = bounded(Array(part), location) else { return nil }
      ranges.append(range)
    }
    return first.isRelation ? nil : ranges
  }

  /// `0, 1, 2` or `2, \ldots, L`.
  private static func listed(
    _ letter: MathTree, _ values: [MathTree], _ location: Location
  ) -> StatedRange? {
    guard let letter = letter.letter else { return nil }
    let parts = values.betweenWords
    let dots = ["\\ldots", "\\dots", "\\cdots"]
    guard let first = parts.first, let last = parts.last, parts.count > 1 || first.count > 2
    else { return nil }
    func isDots(_ part: [MathTree]) -> Bool {
      part.count == 1 && dots.contains(part[0].symbol?.latex ?? "")
    }
    // 1 … n without commas is one part.
    if let gap = values.firstIndex(where: { isDots([$0]) }), gap > 0 {
      let before = values[..<gap].split { $0.isSymbol(",") }.map { MathTree.row($0) }
      let after = values[(gap + 1)...].filter { !$0.isSymbol(",") }
      guard let first = before.first else { return nil }
      return StatedRange(
        letter: letter, first: (first, 0), last: after.isEmpty ? nil : (.row(after), 0),
        listed: Array(before.dropFirst()), hasDots: true, location: location)
    }
    guard parts.count > 1, !first.isEmpty, !last.isEmpty else { return nil }
    return StatedRange(letter: letter, listed: parts.map { .row($0) }, location: location)
  }

  /// `1 \le j \le N`, `t \ge 1`.
  private static func bounded(_ nodes: [MathTree], _ location: Location) -> StatedRange? {
    let statement = StatementReader.read(.row(nodes))
    let signs = statement.relations.compactMap(\.rangeSign)
    guard !signs.isEmpty, signs.count == statement.relations.count,
      let position = statement.sides.firstIndex(where: \.isLetter),
      let letter = statement.sides[position].letter,
      !statement.sides.contains(where: \.isEmpty)
    else { return nil }
    var range = StatedRange(letter: letter, location: location)
    func take(_ bound: MathTree, isLower: Bool, isStrict: Bool) {
      if isLower {
        range.first = (bound, isStrict ? 1 : 0)
      } else {
        range.last = (bound, isStrict ? -1 : 0)
      }
    }
    switch (statement.sides.count, position) {
    case (3, 1) where signs[0].isLess == signs[1].isLess:
      take(statement.sides[0], isLower: signs[0].isLess, isStrict: signs[0].isStrict)
      take(statement.sides[2], isLower: !signs[1].isLess, isStrict: signs[1].isStrict)
    case (2, 0): take(statement.sides[1], isLower: !signs[0].isLess, isStrict: signs[0].isStrict)
    case (2, 1): take(statement.sides[0], isLower: signs[0].isLess, isStrict: signs[0].isStrict)
    default: return nil
    }
    return range
  }

  private var rangeSign: (isLess: Bool, isStrict: Bool)? {
    switch symbol?.latex {
    case "<", "\\lt": (true, true)
    case "\\le", "\\leq", "\\leqslant": (true, false)
    case ">", "\\gt": (false, true)
    case "\\ge", "\\geq", "\\geqslant": (false, false)
    default: nil
    }
  }

  /// The nodes of a statement, and the ranges that are marked behind it.
  var withoutRanges: (statement: MathTree, ranges: [MathTree]) {
    var nodes = nodes[...]
    var ranges: [MathTree] = []
    while let last = nodes.last, last.isBlank || last.insideNothing != nil, nodes.count > 1 {
      if let inner = last.insideNothing { ranges.insert(inner, at: 0) }
      nodes.removeLast()
    }
    return ranges.isEmpty ? (self, []) : (.row(Array(nodes)), ranges)
  }
}

extension [MathTree] {
  /// Cut at commas and words. A word behind a sign, or behind dots, is what these lead to:
  /// `i = 1, \ldots, \text{count}`.
  var betweenWords: [[MathTree]] {
    var parts: [[MathTree]] = [[]]
    for (index, node) in enumerated() {
      let before = self[..<index].last { !$0.isSymbol(",") }
      if node.isSymbol(",") || node.isText && before?.asksForMore != true {
        parts.append([])
      } else {
        parts[parts.count - 1].append(node)
      }
    }
    return parts.filter { !$0.isEmpty }
  }
}

extension Statement {
  /// What is said behind it of the numbers of its indices. Of `n \ge 1, n \le 4` both hold.
  var statedRanges: [StatedRange] {
    var stated: [StatedRange] = []
    for range in ranges.flatMap({ MathTree.statedRanges([$0]) ?? [] }) {
      if let place = stated.firstIndex(where: { $0.letter == range.letter && $0.isOpen }),
        range.isOpen, (stated[place].first == nil) != (range.first == nil)
      {
        stated[place].first = stated[place].first ?? range.first
        stated[place].last = stated[place].last ?? range.last
        stated[place].location = stated[place].location.through(range.location)
      } else {
        stated.append(range)
      }
    }
    return stated
  }
}

extension StatementReader {
  /// Marks the ranges that stand behind a statement, on its line, as a part of it.
  static func attachingRanges(_ parts: [[MathTree]]) -> [[MathTree]] {
    var attached: [[MathTree]] = []
    for part in parts {
      if !attached.isEmpty, MathTree.statedRanges(part) != nil {
        let place = part[0].location.start
        while let last = attached[attached.count - 1].last, last.isBlank || last.isSymbol(",", ";")
        {
          attached[attached.count - 1].removeLast()
        }
        attached[attached.count - 1] += [MathTree(.space(2), place), MathTree.row(part).marked]
        continue
      }
      attached.append(part)
      // (1 ≤ j ≤ N) behind the formula.
      if let last = part.last(where: { !$0.isBlank }), part.count > 1,
        let inner = last.insideParentheses, inner.nodes.contains(where: \.isRelation),
        part.dropLast().contains(where: \.isRelation), MathTree.statedRanges([last]) != nil,
        let place = part.lastIndex(where: { !$0.isBlank })
      {
        attached[attached.count - 1][place] = last.marked
      }
    }
    return attached
  }
}

extension EquationReader {
  /// Statements whose ranges are ranges: what follows a formula in which its letter is not free, or
  /// whose letter has a value, is a statement of its own.
  mutating func detachingClaims(_ statements: [MathTree]) -> [MathTree] {
    statements.flatMap { tree -> [MathTree] in
      let (statement, ranges) = tree.withoutRanges
      guard !ranges.isEmpty else { return [tree] }
      if reportsTakenLetter(ranges, statement) {
        refused.insert(tree.location)
        return [tree]
      }
      let reader = reader()
      let free = statement.freeLetters(in: workspace) { reader.isWholeName($0) }.map(\.letter)
      let own = statement.argumentLetters(in: workspace)
      let isRange = ranges.map { range in
        (MathTree.statedRanges([range]) ?? []).allSatisfy {
          free.contains($0.letter) || own.contains($0.letter)
        }
      }
      if isRange.allSatisfy({ $0 }) { return [tree] }
      // (n > 0) is no statement by itself: it belongs to what stands before.
      let inParentheses = ranges.prefix { $0.insideParentheses != nil }
      return [.row(statement.nodes + inParentheses)] + ranges.dropFirst(inParentheses.count)
    }
  }

  /// A range whose letter has a value already, behind a formula in which the letter is an index.
  mutating func reportsTakenLetter(_ ranges: [MathTree], _ statement: MathTree) -> Bool {
    for range in ranges.flatMap({ MathTree.statedRanges([$0]) ?? [] }) where range.isSurelyRange {
      let name = Name(range.letter)
      guard workspace.isValue(name), statement.picks(with: range.letter),
        let known = workspace.definitions[name]
      else { continue }
      let others = ["j", "k", "l", "n", "s", "r"].filter {
        workspace.definitions[Name($0)] == nil && !statement.mentionsFree($0)
      }
      report(
        .twoReadings, at: range.location,
        "\(name.shown) has a value here, and this says that it runs over numbers",
        help: "Take another letter for one of them"
          + (others.first.map { ", such as \($0) in this line." } ?? "."),
        notes: [.init(known.location, "\(name.shown) has its value from here")])
      markBroken(StatementReader.leftSide(statement))
      return true
    }
    return false
  }

  /// The numbers that are stated for a letter; nil, with a finding, where a bound has no value.
  /// Where one end is open it is that of what can be computed.
  mutating func numbers(of range: StatedRange) -> (first: Int?, last: Int?, listed: [Int])? {
    var reader = reader()
    defer {
      findings += reader.findings
      markStructural(reader.structural)
    }
    if !range.listed.isEmpty, range.first == nil {
      let listed = range.listed.compactMap {
        reader.wholeNumber($0, as: .first(of: Name(range.letter).shown))
      }
      guard listed.count == range.listed.count else { return nil }
      return (listed.min(), listed.max(), listed)
    }
    var ends: [Int?] = [nil, nil]
    for (index, bound) in [range.first, range.last].enumerated() {
      guard let bound else { continue }
      let letter = Name(range.letter).shown
      guard
        let number = reader.wholeNumber(
          bound.tree, as: index == 0 ? .first(of: letter) : .last(of: letter))
      else { return nil }
      ends[index] = number + bound.added
    }
    var goesDown = range.last?.tree.digits != nil
    if let first = ends[0], !range.listed.isEmpty {
      let next = range.listed.compactMap {
        reader.wholeNumber($0, as: .first(of: Name(range.letter).shown))
      }
      let step = first > (next.first ?? first) ? -1 : 1
      // 2, 4, …, 6 leaves out what it leaves out.
      guard next == next.indices.map({ first + step * ($0 + 1) }) else {
        reader.report(
          .doesNotRun, at: range.location,
          "The numbers before these dots do not go on by 1, so what is left out cannot be told",
          help: "Write all of them, as t = 2, 4, 6, or the first, the dots and the last.")
        return nil
      }
      goesDown = step < 0
    }
    // l = L − 1, …, 1 goes down: to a number that is written, or by a second one. Up to n there may
    // be none.
    if let first = ends[0], let last = ends[1], goesDown, range.isBetweenDots, first > last {
      return (last, first, [])
    }
    // L − 1, L − 2, …, 1 with L = 1 are no numbers.
    if let first = ends[0], let last = ends[1], first < last, goesDown, !range.listed.isEmpty {
      return (last, first, [])
    }
    return (ends[0], ends[1], [])
  }
}

extension MathTree {
  /// Whether a letter stands below or above something as a number that picks.
  fileprivate func picks(with letter: String) -> Bool {
    first { node in
      guard let scripts = node.scripts, node.foldParts == nil else { return false }
      return scripts.lower?.mentionsFree(letter) == true
        || scripts.upper?.nodes.contains { $0.memberNumber?.mentionsFree(letter) == true } == true
    } != nil
  }

  /// Letters that are the arguments of what stands on the left: j in `\alpha_t(j) = …`.
  func argumentLetters(in workspace: Workspace) -> [String] {
    let left = StatementReader.leftSide(self)
    guard left.nodes.count == 2, let inner = left.nodes[1].insideParentheses else { return [] }
    // k in P(y = k).
    let sides = inner.nodes.filter { !$0.isBlank }.split { $0.isRelation || $0.isSymbol("|", ",") }
    let values = sides.dropFirst().filter { $0.count == 1 }.compactMap { $0.first?.letter }
    return (inner.argumentTrees.compactMap(\.letter) + values).filter {
      workspace.definitions[Name($0)] == nil
    }
  }
}
