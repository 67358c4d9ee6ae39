import Notation
import SourceText

/// One statement of a fence, before its meaning is known: sides with relations between them.
struct Statement {
  /// The whole, as it is shown.
  var tree: MathTree
  var sides: [MathTree]
  /// One fewer than the sides.
  var relations: [MathTree]
  /// What is said behind it of the numbers for which it holds.
  var ranges: [MathTree] = []

  /// The letters of which something is said so.
  var statedLetters: Set<String> {
    Set(statedRanges.map(\.letter))
  }
}

/// Cuts a fence into statements. A word at the end of one is a remark, unless the lesson has such a
/// name.
struct StatementReader {
  /// Whether a word is a name in this lesson.
  let isName: (Name) -> Bool
  /// Whether a name has a value.
  let isValue: (Name) -> Bool
  /// Words right behind a formula that nothing is computed with, and that could have been names.
  private(set) var remarks: [MathTree] = []

  init(isName: @escaping (Name) -> Bool, isValue: @escaping (Name) -> Bool) {
    self.isName = isName
    self.isValue = isValue
  }

  /// `\text{for } i = 1, \ldots, m:`
  struct Loop {
    var letter: String
    /// Its numbers, or nil where words say something else of them.
    var range: StatedRange?
    var tree: MathTree
  }

  /// Statements in a row: those of a loop, or those outside any.
  struct StatementGroup {
    var loop: Loop?
    var statements: [MathTree]
  }

  /// The statements of a fence, in loops and outside. A loop has what stands on its line, and the
  /// lines below that begin with `\quad`.
  mutating func blocks(_ lines: [MathTree]) -> [StatementGroup] {
    var blocks: [(loop: Loop?, lines: [MathTree])] = []
    for line in lines.flatMap(Self.flattened) {
      if let (loop, rest) = Self.loop(line.nodes) {
        blocks.append((loop, rest.isEmpty ? [] : [.row(rest)]))
      } else if blocks.last?.loop != nil, let first = line.nodes.first,
        let width = first.space, width >= 2
      {
        blocks[blocks.count - 1].lines.append(line)
      } else if blocks.last == nil || blocks.last?.loop != nil {
        blocks.append((nil, [line]))
      } else {
        blocks[blocks.count - 1].lines.append(line)
      }
    }
    return blocks.map { StatementGroup(loop: $0.loop, statements: statements($0.lines)) }
  }

  private static func loop(_ nodes: [MathTree]) -> (Loop, rest: [MathTree])? {
    let solid = nodes.filter { !$0.isBlank }
    guard let word = solid.first?.text, word.hasPrefix("for"),
      let colon = solid.firstIndex(where: { $0.isLoopEnd }),
      let equals = solid[..<colon].firstIndex(where: { $0.isSymbol("=") }), equals == 2,
      let letter = solid[1].letter
    else { return nil }
    let head = Array(solid[1..<colon])
    let tree = MathTree.row([MathTree(.text("for"), solid[0].location)] + head)
    var range: StatedRange?
    if solid[0].isRangeWord {
      let bounds = Array(head.dropFirst(2))
      let parts = bounds.betweenWords
      if let to = bounds.first(where: \.isText), to.leadsToLast, parts.count == 2 {
        range = StatedRange(
          letter: letter, first: (.row(parts[0]), 0), last: (.row(parts[1]), 0), hasDots: true,
          location: tree.location)
      } else if parts == bounds.split(whereSeparator: { $0.isSymbol(",") }).map(Array.init) {
        range = MathTree.statedRanges(head)?.first
      }
    }
    return (Loop(letter: letter, range: range, tree: tree), Array(solid[(colon + 1)...]))
  }

  /// The statements of lines: one a line, or a line of `aligned`, or separated by `, \quad`. A line
  /// that begins with a relation or an operator continues the one above.
  private mutating func statements(_ lines: [MathTree]) -> [MathTree] {
    var statements: [[MathTree]] = []
    for line in lines {
      let nodes = line.nodes
      guard let first = nodes.first(where: { !$0.isBlank }) else { continue }
      if let last = statements.indices.last,
        Self.continues(first, nodes, after: statements[last])
      {
        let gap = MathTree(.lineBreak, first.location.start)
        statements[last] += [gap] + nodes
      } else {
        statements += Self.split(nodes)
      }
    }
    return statements.compactMap { nodes in
      let trimmed = trimming(nodes)
      return trimmed.isEmpty
        ? nil
        : MathTree.row(trimmed).separatingOperations(isValue: isValue).namingPrimedIndices()
    }
  }

  /// The lines inside an alignment; other lines stay as they are.
  private static func flattened(_ line: MathTree) -> [MathTree] {
    let nodes = line.nodes.filter { !$0.isBlank && !$0.isSymbol(",", ".") }
    guard let (environment, rows) = nodes.first?.table, environment.isAlignment else {
      return [line]
    }
    let lines = rows.map { MathTree.row($0.flatMap(\.nodes)) }.filter { !$0.isEmpty }
      .flatMap(flattened)
    if nodes.count == 1 { return lines }
    // A range behind all of them bounds each that has its letter.
    let rest = line.nodes.drop { $0.isBlank }.dropFirst().drop { $0.isBlank || $0.isSymbol(",") }
    guard let ranges = MathTree.statedRanges(Array(rest)), let place = rest.first?.location else {
      return [line]
    }
    let range = MathTree.row(Array(rest)).marked
    return lines.map { inner in
      guard ranges.contains(where: { inner.mentionsFree($0.letter) }) else { return inner }
      return .row(inner.nodes + [MathTree(.space(2), place.start), range])
    }
  }

  private static func continues(
    _ first: MathTree, _ nodes: [MathTree], after previous: [MathTree]
  ) -> Bool {
    if first.isRelation { return true }
    guard let last = previous.last(where: { !$0.isBlank }), !last.isRelation else { return true }
    return (first.isOperator || last.isOperator) && !nodes.contains(where: \.isRelation)
  }

  /// `, \quad` between two statements.
  private static func split(_ nodes: [MathTree]) -> [[MathTree]] {
    var parts: [[MathTree]] = [[]]
    for (index, node) in nodes.enumerated() {
      if let width = node.space, width >= 2, index > 0,
        nodes[index - 1].isSymbol(",", ";")
      {
        parts[parts.count - 1].removeLast()
        parts.append([])
      } else {
        parts[parts.count - 1].append(node)
      }
    }
    // , \quad \text{where } c = 3
    for index in parts.indices.dropFirst() {
      let start = parts[index].prefix { $0.isBlank || $0.isText && $0.separatesStatements }
      if start.contains(where: \.isText) { parts[index].removeFirst(start.count) }
    }
    return neededFirst(attachingRanges(parts.flatMap(separated).filter { !$0.isEmpty }))
  }

  /// `y = a x, \quad a = 2`: what one line says of a name comes before what needs it.
  private static func neededFirst(_ parts: [[MathTree]]) -> [[MathTree]] {
    // Of a long line every part would be compared with every other.
    guard (2...12).contains(parts.count) else { return parts }
    var ordered = parts
    for index in parts.indices {
      let later = ordered.indices.dropFirst(index + 1).first { later in
        needs(ordered[index], ordered[later]) && !needs(ordered[later], ordered[index])
      }
      if let later { ordered.insert(ordered.remove(at: later), at: index) }
    }
    return ordered
  }

  /// Whether a statement uses what another one defines.
  private static func needs(_ user: [MathTree], _ other: [MathTree]) -> Bool {
    guard let left = definedNode(other) else { return false }
    let own = definedNode(user)
    let rest = MathTree.row(user.drop { !$0.isRelation })
    // A letter below a name is an index, whatever is said of it.
    if rest.computes(with: left) { return left != own }
    // u_n = a u_{n-1}, u_0 = 0
    guard let own, let base = left.scripts?.base, left.scripts?.lower?.digits != nil,
      own.scripts?.base == base, own.scripts?.lower?.digits == nil
    else { return false }
    return rest.first { $0.scripts?.base == base } != nil
  }

  /// The name before the first = of a statement.
  private static func definedNode(_ nodes: [MathTree]) -> MathTree? {
    let all = nodes.prefix { !$0.isRelation }.filter { !$0.isBlank }
    let left = all.count == 1 ? all : all.filter { !$0.isText }
    guard left.count == 1, left[0].isNameLike,
      nodes.first(where: \.isRelation)?.isSymbol("=") == true
    else { return nil }
    return left[0]
  }

  /// Statements with only a comma, a wide space or a word between them, each with a relation of its
  /// own: without one it belongs to what stands before.
  private static func separated(_ nodes: [MathTree]) -> [[MathTree]] {
    let gaps = nodes.indices.filter { nodes[$0].separatesStatements }
    guard !gaps.isEmpty else { return [nodes] }
    var parts: [[MathTree]] = []
    var start = 0
    for (position, gap) in gaps.enumerated() {
      let end = position + 1 < gaps.count ? gaps[position + 1] : nodes.count
      let before = nodes[start..<max(start, gap)]
      let after = nodes[(gap + 1)..<end]
      let isRange = nodes[gap].introducesRange
      guard before.contains(where: \.statesSomething),
        after.contains(where: \.statesSomething) || nodes[gap].isSymbol("\\forall"),
        after.first(where: { !$0.isBlank })?.isRelation == false
      else { continue }
      parts.append(Array(before))
      start = isRange ? gap : gap + 1
    }
    return parts + [Array(nodes[start...])]
  }

  /// Without punctuation at the end and remarks at either end.
  private mutating func trimming(_ nodes: [MathTree]) -> [MathTree] {
    var nodes = nodes[...]
    while let last = nodes.last {
      if last.isText, nodes.count > 3, isRemark(last, behind: nodes.dropLast()) {
        note(last, behind: nodes.dropLast())
      } else if !last.isBlank, !last.isSymbol(".", ",", ";") {
        break
      }
      nodes.removeLast()
    }
    // The number of an equation: y = x \qquad (3).
    if nodes.count > 2, let last = nodes.last, last.insideParentheses?.isNumber == true,
      let width = nodes[nodes.endIndex - 2].space, width >= 2,
      nodes.contains(where: \.statesSomething)
    {
      return trimming(Array(nodes.dropLast(2)))
    }
    while let first = nodes.first, first.isBlank || first.isSymbol(",") { nodes.removeFirst() }
    if let first = nodes.first, first.isText, nodes.count > 2 {
      let next = nodes[nodes.index(after: nodes.startIndex)]
      if next.isSymbol(":", ",") || next.isBlank && !isOperand(first, before: nodes.dropFirst()) {
        nodes = trimming(Array(nodes.dropFirst(2)))[...]
      }
    }
    return Array(nodes)
  }

  /// Whether a word at the end says something of the formula and is not part of it.
  private func isRemark(_ word: MathTree, behind nodes: ArraySlice<MathTree>) -> Bool {
    guard let before = nodes.last(where: { !$0.isBlank }) else { return true }
    if before.isOperator || before.isRelation { return false }
    return nodes.isSetOff || word.bareName.map(isName) != true
  }

  /// Whether a word at the beginning is part of the formula.
  private func isOperand(_ word: MathTree, before nodes: ArraySlice<MathTree>) -> Bool {
    guard let next = nodes.first(where: { !$0.isBlank }) else { return false }
    if next.isRelation || next.isOperator { return true }
    return nodes.first?.isWide != true && word.bareName.map(isName) == true
  }

  /// Words that no wide space sets off could be a name that is spelt wrongly, or change the number.
  private mutating func note(_ word: MathTree, behind nodes: ArraySlice<MathTree>) {
    let first = word.text?.first { !$0.isWhitespace }
    guard !nodes.isSetOff, first?.isLetter == true, !word.isRangeWord else { return }
    remarks.append(word)
  }

  /// The names to which a fence gives a meaning: a value, as in `\text{rate} = 0.1`, or that of a
  /// function, as in `\text{loss}(w) = w^2`.
  static func namesGiven(_ lines: [MathTree]) -> (values: Set<Name>, functions: Set<Name>) {
    var (values, functions): (Set<Name>, Set<Name>) = ([], [])
    for line in lines.flatMap(flattened) {
      let solid = line.nodes.filter { !$0.isBlank }
      for (index, node) in solid.enumerated() {
        guard let name = node.bareName,
          index == 0 || solid[index - 1].isSymbol(",", ";") || solid[index - 1].isText
        else { continue }
        let behind = solid[(index + 1)...]
        if behind.first?.isRelation == true {
          values.insert(name)
        } else if behind.first?.insideParentheses != nil,
          behind.dropFirst().first?.isRelation == true
        {
          functions.insert(name)
        }
      }
    }
    return (values.subtracting(functions), functions)
  }

  /// What stands before the first relation; a statement may go on for long after it.
  static func leftSide(_ tree: MathTree) -> MathTree {
    let nodes = tree.nodes
    let left = nodes.prefix { !$0.isRelation }
    let kept = left.filter { !$0.isBlank }
    guard kept.isEmpty else { return .row(kept) }
    return MathTree(.row([]), left.count < nodes.count ? nodes[left.count].location : tree.location)
  }

  /// Cuts a statement at its relations.
  static func read(_ whole: MathTree) -> Statement {
    let (tree, ranges) = whole.withoutRanges
    var sides: [[MathTree]] = [[]]
    var relations: [MathTree] = []
    for node in tree.nodes {
      if node.isRelation {
        relations.append(node)
        sides.append([])
      } else {
        sides[sides.count - 1].append(node)
      }
    }
    let trees = sides.enumerated().map { index, nodes -> MathTree in
      let kept = nodes.filter { !$0.isBlank }
      guard kept.isEmpty else { return .row(kept) }
      let place = (index < relations.count ? relations[index] : relations.last ?? tree).location
      return MathTree(.row([]), place)
    }
    return Statement(tree: whole, sides: trees, relations: relations, ranges: ranges)
  }
}

extension ArraySlice<MathTree> {
  /// Whether what comes next stands apart from it.
  fileprivate var isSetOff: Bool {
    last.map { $0.isWide || $0.isSymbol(",", ";", ".") || $0.isText && $0.isRangeWord } ?? true
  }
}

extension MathTree {
  /// The name that a letter or a word is where nothing stands at it.
  var bareName: Name? {
    if let letter { return Name(letter) }
    let letters = styled?.inner.nodes.compactMap(\.letter) ?? []
    return (text ?? (letters.count > 1 ? letters.joined() : nil)).map { Name("\\text{\($0)}") }
  }

  /// What words say, without the blanks around them.
  var shownText: String { oneLine().split(separator: " ").joined(separator: " ") }

  fileprivate var isWide: Bool { space.map { $0 >= 2 } ?? false }

  var isRelation: Bool {
    if let symbol { return symbol.class == .relation && symbol.latex != "\\mid" }
    return stacked.map { $0.brace == nil && $0.base.isRelation } ?? false
  }

  /// A relation by which a statement is one; `:` may only introduce it.
  fileprivate var statesSomething: Bool { isRelation && !isSymbol(":", "\\colon") }

  /// Whether a name stands in it other than as an index.
  fileprivate func computes(with name: MathTree) -> Bool {
    if self == name { return true }
    guard let scripts else { return children.contains { $0.computes(with: name) } }
    return scripts.base.computes(with: name)
      || scripts.upper.map { !$0.isNaming && $0.computes(with: name) } ?? false
  }

  /// What may stand between two statements of a line.
  fileprivate var separatesStatements: Bool {
    if let width = space { return width >= 2 }
    if introducesRange { return true }
    if let text { return ["and", "where", "with"].contains(text.filter { !$0.isWhitespace }) }
    return isSymbol(",", ";")
  }

  /// `\text{for}`, `\forall`: belongs to the range behind it.
  fileprivate var introducesRange: Bool {
    isRangeWord
      && text.map { $0.filter { !$0.isWhitespace } }.map { !["where", "with", ""].contains($0) }
        ?? true
  }

  /// A relation that gives a name a new value.
  var isUpdateSign: Bool { isSymbol(":=", "\\coloneqq", "\\leftarrow", "\\gets") }

  var isOperator: Bool { symbol?.class == .binary }

  /// `\text{to}` between the first number and the last one.
  fileprivate var leadsToLast: Bool {
    ["to", "until", "through", "upto"].contains((text ?? "").filter(\.isLetter).lowercased())
  }

  /// `:` or `\text{:}` behind the head of a loop.
  fileprivate var isLoopEnd: Bool {
    if let text { return text.hasPrefix(":") || text == "do" }
    return isSymbol(":", "\\colon")
  }
}
