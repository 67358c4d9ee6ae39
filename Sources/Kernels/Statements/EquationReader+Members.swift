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
    return true
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

  private func holdsBroken(_ name: Name) -> Bool {
    !workspace.isFree(name) && !workspace.isValue(name)
  }
}
