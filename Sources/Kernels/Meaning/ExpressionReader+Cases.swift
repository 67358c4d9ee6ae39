import Matrices
import Notation
import SourceText

/// `\begin{cases} u & u > 0 \\ 0 & \text{otherwise} \end{cases}`: of the cases, from above, the
/// first that holds.
extension ExpressionReader {
  mutating func readCases(_ node: MathTree, _ rows: [[MathTree]]) -> Expression? {
    var cases: [(value: Expression, conditions: [Condition])] = []
    var failed = false
    for (index, row) in rows.enumerated() {
      guard row.count == 2 else {
        report(
          .missingArgument, at: row.first?.location ?? node.location,
          "A case has a value and a condition",
          help: "Write & between the two, as in u & u > 0.")
        return nil
      }
      let value = read(.row(row[0].nodes.withoutPunctuation))
      let conditions = readConditions(row[1], isLast: index == rows.count - 1)
      if let value, let conditions { cases.append((value, conditions)) } else { failed = true }
    }
    guard !failed, !cases.isEmpty else { return nil }
    // Where no case holds there is no value, and that is said of the numbers for which it is so.
    var result =
      cases.last.flatMap { $0.conditions.isEmpty ? $0.value : nil }
      ?? Expression(.constant(Matrix(.nan)), shape: .scalar, location: node.location)
    if cases.last?.conditions.isEmpty == true { cases.removeLast() }
    for (value, conditions) in cases.reversed() {
      var chosen = value
      for condition in conditions.reversed() {
        guard
          let selected = applied(
            .entrywise(.selection(condition.comparison)),
            [condition.left, condition.right, chosen, result], at: node.location)
        else { return nil }
        chosen = selected
      }
      result = chosen
    }
    return result
  }

  /// `cases` that were made for something that means the same.
  mutating func readCasesOf(_ tree: MathTree) -> Expression? {
    tree.table.flatMap { readCases(tree, $0.rows) }
  }

  /// 1 where a condition holds, and 0 elsewhere.
  mutating func readIndicator(_ condition: MathTree, _ location: Location) -> Expression? {
    readCasesOf(
      .choice(MathTree(.number("1"), .nowhere), where: [condition], at: location))
  }

  /// `\delta_{ij}`, where δ has no meaning of the lesson's own.
  mutating func readKronecker(
    _ parts: NameParts, _ lower: MathTree, _ location: Location
  ) -> Expression? {
    let indices = lower.indexParts(splitsDigits: true)
    guard parts.name == Name("\\delta"), workspace.definitions[parts.name] == nil,
      !workspace.isSequence(parts.name), !workspace.isNumbered(parts.name), indices.count == 2,
      let equals = Symbols.named("=")
    else { return nil }
    let condition = MathTree.row([indices[0], MathTree(.symbol(equals), .nowhere), indices[1]])
    return readIndicator(condition, location)
  }

  private struct Condition {
    var comparison: Comparison
    var left: Expression
    var right: Expression
  }

  /// What must hold, all of it; nothing for `otherwise`.
  private mutating func readConditions(_ cell: MathTree, isLast: Bool) -> [Condition]? {
    let nodes = cell.nodes.withoutPunctuation
    let words = nodes.compactMap(\.text).joined(separator: " ").lowercased()
    if nodes.allSatisfy({ $0.isText || $0.isBlank }) {
      let isRest = ["otherwise", "else"].contains { words.contains($0) }
      if isRest, isLast { return [] }
      report(
        .doesNotRun, at: cell.location,
        isRest
          ? "What is otherwise comes last"
          : "\(cell.oneLine()) is no condition that could be tried",
        help: "Write a comparison such as u > 0, and \\text{otherwise} for the last case.")
      return nil
    }
    var conditions: [Condition] = []
    // A word that is a name of the lesson is compared, and joins nothing.
    let definitions = workspace.definitions
    func joins(_ node: MathTree) -> Bool {
      node.isText && node.bareName.map { definitions[$0] == nil } ?? true
    }
    for part in nodes.split(whereSeparator: { joins($0) || $0.isSymbol("\\land", "\\wedge") }) {
      let statement = StatementReader.read(.row(Array(part)))
      guard !statement.relations.isEmpty else {
        report(
          .doesNotRun, at: cell.location, "\(cell.oneLine()) is no condition that could be tried",
          help: "Write a comparison such as u > 0.")
        return nil
      }
      let sides = statement.sides.map { read($0) }
      for (index, relation) in statement.relations.enumerated() {
        guard let comparison = relation.comparison else {
          report(
            .doesNotRun, at: relation.location, "\(relation.oneLine()) compares no numbers",
            help: "Conditions are written with <, \\le, >, \\ge, = and \\ne.")
          return nil
        }
        guard let left = sides[index], let right = sides[index + 1] else { return nil }
        conditions.append(Condition(comparison: comparison, left: left, right: right))
      }
    }
    let others = nodes.filter(joins).compactMap(\.text)
      .map { $0.filter { !$0.isWhitespace }.lowercased() }
    if let odd = others.first(where: { !["if", "for", "when", "and", ""].contains($0) }) {
      report(
        .doesNotRun, at: cell.location, "\(odd) joins no conditions that could be tried",
        help: "Conditions that hold together are joined with \\text{and}; each other case has a "
          + "row.")
      return nil
    }
    return conditions
  }
}

extension [MathTree] {
  /// Without the comma or full stop at the end, as texts set cases.
  fileprivate var withoutPunctuation: [MathTree] {
    var nodes = self
    while let last = nodes.last, last.isBlank || last.isSymbol(",", ".", ";") { nodes.removeLast() }
    return nodes
  }
}

extension MathTree {
  var comparison: Comparison? {
    switch symbol?.latex {
    case "<": .less
    case ">": .greater
    case "\\le", "\\leq", "\\leqslant": .atMost
    case "\\ge", "\\geq", "\\geqslant": .atLeast
    case "=": .equal
    case "\\ne", "\\neq": .unequal
    default: nil
    }
  }
}
