import Matrices
import Notation
import SourceText

/// Tables written as functions of an index: `\alpha_t(j) = …`, `b_j(o_t)`, `P(y^{(i)} = k \mid
/// x^{(i)})`. The statement is read with indices instead: `\alpha_{t}` with the entry j,
/// `b_{j,o_t}`, `P_{i,k}`. What can be read as it stands is never read so.
extension EquationReader {
  /// The statement with indices where it has tables; nil where it has none.
  func withTables(_ tree: MathTree) -> MathTree? {
    let left = StatementReader.leftSide(tree)
    let writer = TableWriter(reader: reader())
    let defined = definedTable(left, tree)
    let bound = defined?.letters ?? []
    let (statement, ranges) = tree.withoutRanges
    let nodes = statement.nodes
    let sign = nodes.firstIndex(where: \.isRelation) ?? nodes.count
    // On the left a value with parentheses is no table: h(v) = … may be meant as a function.
    guard
      defined != nil || writer.holdsTable(.row(Array(nodes[sign...])), bound)
        || writer.holdsTable(.row(Array(nodes[..<sign])), bound, onlyKnown: true)
    else { return nil }
    // What was defined as a table is one wherever it stands.
    let isKnown = writer.holdsTable(tree, bound, onlyKnown: true)
    if defined?.isStated != true, !isKnown, runsAsItStands(tree) { return nil }
    var written = writer.written(.row(Array(nodes[sign...])), bound)
    if let defined {
      written = .row([defined.left] + written.nodes)
    } else {
      let left = MathTree.row(Array(nodes[..<sign]))
      written = .row(
        (writer.holdsTable(left, bound, onlyKnown: true) ? writer.written(left, bound) : left).nodes
          + written.nodes)
    }
    return .row(written.nodes + ranges.map(\.marked))
  }

  private struct DefinedTable {
    var left: MathTree
    var letters: [String]
    /// Whether a range is stated for one of its letters: then it is no function.
    var isStated: Bool
    var pattern: Workspace.Pattern?
  }

  /// The name of a table that the statement defines.
  func definedTableName(_ tree: MathTree) -> Name? {
    let left = StatementReader.leftSide(tree)
    guard definedTable(left, tree) != nil, let node = left.nodes.first else { return nil }
    var reader = reader()
    return reader.nameParts(node)?.name
  }

  /// Whether the left side is a table with letters for its indices.
  func startsWithPattern(_ tree: MathTree) -> Bool {
    let nodes = StatementReader.leftSide(tree).nodes
    guard nodes.count == 2, let inner = nodes[1].insideParentheses, nodes[0].isNameLike else {
      return false
    }
    var reader = reader()
    return reader.nameParts(nodes[0]).flatMap { workspace.patterns[$0.name]?.match(inner) } != nil
  }

  /// The pattern of a table that the statement defines, to be remembered.
  func definedPattern(_ tree: MathTree) -> (name: Name, pattern: Workspace.Pattern)? {
    let left = StatementReader.leftSide(tree)
    guard let pattern = definedTable(left, tree)?.pattern, let name = target(left.nodes[0]) else {
      return nil
    }
    return (name, pattern)
  }

  private func definedTable(_ left: MathTree, _ tree: MathTree) -> DefinedTable? {
    let nodes = left.nodes
    guard nodes.count == 2, nodes[0].isNameLike, let inner = nodes[1].insideParentheses,
      !inner.isEmpty, isFreeForTable(nodes[0])
    else { return nil }
    let statement = StatementReader.read(tree)
    guard statement.relations.first?.isSymbol("=") == true else { return nil }
    let sides = Array(statement.sides.dropFirst())
    let arguments = inner.argumentTrees
    let stated = statement.statedRanges.map(\.letter)
    let reader = reader()
    let writer = TableWriter(reader: reader)
    let names = arguments.compactMap { argument in
      argument.letter.flatMap { workspace.definitions[Name($0)] == nil ? $0 : nil }
    }
    if names.count == arguments.count {
      let isTable = names.allSatisfy { letter in
        stated.contains(letter)
          || sides.contains { writer.numbers(letter, in: $0) }
            && !sides.contains { writer.usesAsValue(letter, $0) }
      }
      guard isTable, Set(names).count == names.count else { return nil }
      let written = writer.whole(nodes[0], names.map { MathTree(.letter($0), nodes[1].location) })
      return DefinedTable(
        left: written, letters: names, isStated: names.contains(where: stated.contains))
    }
    // P(y = k | x): the letters without a value are its indices.
    guard nodes[0].isScripted == false, let name = target(nodes[0]), workspace.isFree(name) else {
      return nil
    }
    let letters = writer.letters(of: inner).filter { letter in
      sides.contains { writer.numbers(letter, in: $0) || writer.usesAsValue(letter, $0) }
    }
    guard (1...2).contains(letters.count) else { return nil }
    let written = writer.whole(nodes[0], letters.map { MathTree(.letter($0), nodes[1].location) })
    return DefinedTable(
      left: written, letters: letters, isStated: false,
      pattern: Workspace.Pattern(tree: inner, letters: letters))
  }

  /// Whether a name has no value that its parentheses could be a factor of.
  private func isFreeForTable(_ node: MathTree) -> Bool {
    var reader = reader()
    guard let name = reader.nameParts(node)?.name else { return false }
    return workspace.isFree(name) || workspace.tables.contains(name)
  }

  private func runsAsItStands(_ tree: MathTree) -> Bool {
    var trial = self
    trial.findings = []
    trial.isTrial = true
    trial.readsTables = false
    let equations = trial.read([tree])
    return !trial.findings.contains { $0.severity == .error } && equations.contains(where: \.runs)
  }
}

/// Writes tables with indices.
private struct TableWriter {
  let reader: ExpressionReader
  private var workspace: Workspace { _read { yield reader.workspace } }

  init(reader: ExpressionReader) { self.reader = reader }

  /// A name with these indices: those of a matrix stand beside its own, those of a member of a
  /// sequence are its entries.
  func whole(_ node: MathTree, _ indices: [MathTree]) -> MathTree {
    guard let comma = Symbols.named(",") else { return node }
    var base = node
    var all = indices
    if let scripts = node.scripts, scripts.upper == nil, scripts.primes == 0,
      let lower = scripts.lower
    {
      var reader = reader
      let name = reader.nameParts(scripts.base)?.name
      if let name, workspace.isValue(name) {
        base = scripts.base
        all = [lower] + indices
      } else {
        base = numbered(node, scripts).marked
      }
    }
    let list = all.flatMap { [MathTree(.symbol(comma), $0.location), $0] }.dropFirst()
    return MathTree(
      .scripts(base, primes: 0, lower: .row(Array(list)), upper: nil),
      node.location.through(indices.last?.location ?? node.location))
  }

  /// \beta_T with T a number is the member of that number.
  private func numbered(_ node: MathTree, _ scripts: MathTree.Scripts) -> MathTree {
    var scripts = scripts
    guard let letter = scripts.lower?.letter, let value = workspace.values[Name(letter)],
      value.shape.isScalar, let number = Int(exactly: value.elements[0]), let lower = scripts.lower
    else { return node }
    scripts.lower = MathTree(.number(String(number)), lower.location)
    return MathTree(scripts.content, node.location)
  }

  /// The indices with which a name and its parentheses are a table.
  private func table(
    _ node: MathTree, _ group: MathTree, _ bound: [String], onlyKnown: Bool = false
  ) -> [MathTree]? {
    guard node.isNameLike, let inner = group.insideParentheses, !inner.isEmpty else { return nil }
    var reader = reader
    guard let parts = reader.nameParts(node) else { return nil }
    if let pattern = workspace.patterns[parts.name] {
      return pattern.match(inner)
    }
    guard !onlyKnown || workspace.tables.contains(parts.name) else { return nil }
    let arguments = inner.argumentTrees
    guard !workspace.isFunction(parts.name), workspace.quantities[parts.name] == nil,
      arguments.allSatisfy({ isIndex($0, bound) })
    else { return nil }
    let isMany =
      workspace.isValue(parts.name) && workspace.definitions[parts.name]?.shape != .scalar
    let isMember =
      (parts.lower != nil || workspace.isSequence(parts.name)) && workspace.isFree(parts.name)
    return isMany || isMember ? arguments : nil
  }

  /// j, t + 1, 2, o_t.
  private func isIndex(_ tree: MathTree, _ bound: [String]) -> Bool {
    let nodes = tree.nodes.filter { !$0.isBlank }
    guard let first = nodes.first else { return false }
    let isPlain = nodes.count == 1 || nodes.count == 3 && nodes[1].isSymbol("+", "-")
    guard isPlain, nodes.count == 1 || nodes[2].digits != nil else { return false }
    if let letter = first.letter { return workspace.definitions[Name(letter)] == nil }
    return first.digits != nil || first.isIndexed && first.isNameLike
  }

  func holdsTable(_ tree: MathTree, _ bound: [String], onlyKnown: Bool = false) -> Bool {
    guard let nodes = tree.row else {
      return tree.children.contains { holdsTable($0, bound, onlyKnown: onlyKnown) }
    }
    return nodes.indices.contains { index in
      index > 0 && table(nodes[index - 1], nodes[index], bound, onlyKnown: onlyKnown) != nil
        || holdsTable(nodes[index], bound, onlyKnown: onlyKnown)
    }
  }

  func written(_ tree: MathTree, _ bound: [String]) -> MathTree {
    guard let nodes = tree.row else {
      return tree.children.isEmpty ? tree : tree.mappingChildren { written($0, bound) }
    }
    var new: [MathTree] = []
    var index = 0
    while index < nodes.count {
      if index + 1 < nodes.count, let indices = table(nodes[index], nodes[index + 1], bound) {
        new.append(whole(nodes[index], indices))
        index += 2
      } else {
        new.append(written(nodes[index], bound))
        index += 1
      }
    }
    return MathTree(.row(new), tree.location)
  }

  /// Whether a letter picks something in a formula: below or above a name, or as the index of a
  /// table.
  func numbers(_ letter: String, in tree: MathTree) -> Bool {
    let written = written(tree, [letter])
    return written.freeLetters(in: workspace) { reader.isWholeName($0) }
      .contains { $0.letter == letter }
  }

  /// Whether a letter stands in a formula as a number to compute with.
  func usesAsValue(_ letter: String, _ tree: MathTree) -> Bool {
    value(letter, written(tree, [letter]))
  }

  private func value(_ letter: String, _ tree: MathTree) -> Bool {
    if tree.letter == letter { return true }
    guard let scripts = tree.scripts else { return tree.children.contains { value(letter, $0) } }
    if tree.foldParts != nil { return false }
    return value(letter, scripts.base)
      || scripts.upper.map { !$0.isNaming && value(letter, $0) } ?? false
  }

  /// The letters of a pattern that have no value: below or above names, or alone.
  func letters(of inner: MathTree) -> [String] {
    var found: [String] = []
    func add(_ letter: String) {
      if workspace.definitions[Name(letter)] == nil, !found.contains(letter) {
        found.append(letter)
      }
    }
    for free in inner.freeLetters(in: workspace, { reader.isWholeName($0) }) { add(free.letter) }
    let sides = inner.nodes.split { $0.isRelation || $0.isSymbol(",", ";", "|", "\\mid") }
    for (index, side) in sides.enumerated() where side.count == 1 {
      // y = k: k is what y may be.
      if index > 0, let letter = side.first?.letter,
        inner.nodes[..<(side.startIndex)].last(where: { !$0.isBlank })?.isSymbol("=") == true
      {
        add(letter)
      }
    }
    return found
  }
}

extension Workspace {
  /// How a table is written: its arguments, and which letters in them are its indices.
  package struct Pattern: Sendable {
    var tree: MathTree
    var letters: [String]

    /// What stands for the letters where the table is written with other ones.
    func match(_ other: MathTree) -> [MathTree]? {
      var found: [String: MathTree] = [:]
      guard Self.match(tree, other, letters, &found) else { return nil }
      let indices = letters.compactMap { found[$0] }
      return indices.count == letters.count ? indices : nil
    }

    private static func match(
      _ pattern: MathTree, _ other: MathTree, _ letters: [String], _ found: inout [String: MathTree]
    ) -> Bool {
      if let letter = pattern.letter, letters.contains(letter) {
        if let known = found[letter] { return known == other }
        found[letter] = other
        return true
      }
      let (mine, theirs) = (pattern.solidChildren, other.solidChildren)
      guard mine.count == theirs.count else { return false }
      if mine.isEmpty { return pattern == other }
      return pattern.withoutChildren == other.withoutChildren
        && zip(mine, theirs).allSatisfy { match($0, $1, letters, &found) }
    }
  }
}

extension MathTree {
  fileprivate var solidChildren: [MathTree] { children.filter { !$0.isBlank } }

  fileprivate var withoutChildren: MathTree {
    guard let nodes = row else { return mappingChildren { _ in MathTree(.row([]), .nowhere) } }
    return MathTree(.row(nodes.filter { !$0.isBlank }.map { _ in .row([]) }), .nowhere)
  }
}
