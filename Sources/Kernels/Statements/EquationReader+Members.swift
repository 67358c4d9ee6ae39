import Matrices
import Notation
import SourceText

/// Members of sequences, and tables, before a statement is read.
extension EquationReader {
  /// The statements with marks at the numbers and words above a name that belong to it.
  func markingMembers(_ statements: [MathTree]) -> [MathTree] {
    let reader = reader()
    var own: Set<Name> = []
    var defined: Set<Name> = []
    for tree in statements {
      let statement = StatementReader.read(tree)
      guard let relation = statement.relations.first,
        relation.isSymbol("=") || relation.isUpdateSign
      else { continue }
      if let name = target(statement.sides[0]) { defined.insert(name) }
      guard
        let name = reader.raisedTarget(statement.sides[0], Array(statement.sides.dropFirst()))
      else { continue }
      var family = name
      family.memberStyle = .parentheses
      if !name.raised.isEmpty || !defined.contains(family) { own.insert(name) }
    }
    return statements.map { reader.markingMembers($0, own: own) }
  }

  /// Puts indices where a statement has tables.
  /// - Returns: whether it defines a table by all its indices, and is no rule for one of them.
  mutating func tables(_ statements: inout [MathTree], _ index: Int) -> Bool {
    guard readsTables, let table = withTables(statements[index]) else { return false }
    let written = statements[index]
    let pattern = definedPattern(written)
    let isPattern = startsWithPattern(written)
    if let name = definedTableName(written) { workspace.rememberTable(name) }
    statements[index] = table
    guard let pattern else { return isPattern }
    workspace.remember(pattern.pattern, of: pattern.name)
    // P(X = m) with m from 0 has members.
    return letterFromZero(StatementReader.read(table)) == nil
  }

  /// x_{k+1} = 2 x_k with no x_0: what is missing is where it begins.
  mutating func reportBeginning(_ statement: Statement, since start: Int) {
    let left = statement.sides[0]
    guard !isTrial, let base = left.scripts?.base, left.isIndexed, !letters(left).isEmpty,
      let name = reader().bareName(base), workspace.definitions[name] == nil || holdsBroken(name),
      !workspace.isSequence(name)
    else { return }
    let own = statement.sides.dropFirst().flatMap { side in
      side.all { $0.scripts?.base == base && $0.isIndexed }
    }
    let isOwn = { (finding: Finding) in
      finding.kind == .undefinedName && own.contains { $0.location.contains(finding.location) }
    }
    guard !own.isEmpty, findings[start...].contains(where: isOwn) else { return }
    findings = findings[..<start] + findings[start...].filter { !isOwn($0) }
    report(
      .noFirstMember, at: left.location,
      "\(left.oneLine()) is made from the one before, and there is none to begin with",
      help: "Give the first member before: \(name.latex)_0 = …")
  }

  /// `y[n] = …`: what is wrong is said once.
  func bracketsOnLeft(_ statement: Statement) -> [Finding]? {
    let nodes = statement.sides[0].nodes
    guard nodes.count == 2 else { return nil }
    var reader = reader()
    return reader.reportsBrackets(nodes[0], nodes[1]) ? reader.findings : nil
  }

  /// `\tan\varphi = …`, `|H| = …`: what is not known stands alone on the left.
  mutating func leadToName(on statement: Statement, since start: Int) {
    let left = statement.sides[0]
    guard !isTrial, statement.relations.first?.isSymbol("=") == true else { return }
    if findings.count > start, let word = left.scriptedLetters,
      let last = word.letters.last, workspace.definitions[Name(last)] == nil
    {
      findings.removeSubrange(start...)
      let unknown = word.letters.filter { workspace.definitions[Name($0)] == nil }
      report(
        .undefinedName, at: word.location,
        "\(word.letters.joined(separator: " times ")) is read here, and "
          + (unknown.count > 1 ? "these names have no values" : "\(last) has no value"),
        help: "Where it is one name, write it as one, \\text{\(word.letters.joined())} with its "
          + "indices behind, or take another name of one letter.")
    }
    guard left.isFunctionOfUnknown else { return }
    for index in findings.indices.dropFirst(start)
    where findings[index].kind == .undefinedName && left.location.contains(findings[index].location)
      && left.location != findings[index].location
    {
      let name = findings[index].location.text
      let isDefinition = statement.sides.dropFirst().contains { side in
        side.first { $0.isLetter && $0.location.text == name } != nil
      }
      findings[index].help =
        isDefinition
        ? "\(left.nodes[0].oneLine()) is known without being defined. Give \(name) a value above, and "
          + "this line is looked at for it; or take another name for a function of your own."
        : "What is not known stands alone on the left: write \(name) = … with all else on the right. "
          + (findings[index].help ?? "")
    }
  }

  private func holdsBroken(_ name: Name) -> Bool {
    !workspace.isFree(name) && !workspace.isValue(name)
  }
}

extension MathTree {
  /// `bt_t(j)`: Latin letters that touch, the last one with indices, and what it is a function of.
  fileprivate var scriptedLetters: (letters: [String], location: Location)? {
    let solid = nodes.filter { !$0.isBlank }
    let plain = solid.prefix(while: \.isLatinLetter)
    guard !plain.isEmpty, plain.count < solid.count, let scripts = solid[plain.count].scripts,
      scripts.base.isLatinLetter,
      solid.count == plain.count + 1
        || solid.count == plain.count + 2 && solid[plain.count + 1].insideParentheses != nil
    else { return nil }
    let letters = (plain + [scripts.base]).map { $0.oneLine() }
    return (letters, plain[0].location.through(scripts.base.location))
  }

  /// A function, a power, a root or bars, as they stand on the left of what is to be solved.
  fileprivate var isFunctionOfUnknown: Bool {
    let solid = nodes.filter { !$0.isBlank }
    guard let first = solid.first, solid.count < 3, first.foldParts == nil else { return false }
    if first.isBarred || first.functionName != nil || first.uprightWord != nil || first.isRoot {
      return true
    }
    return first.scripts.map { $0.base.isBarred || $0.base.functionName != nil } ?? false
  }
}
