import Matrices
package import Notation
package import SourceText

/// Reads and runs the statements of a fence, one after the other, in the workspace so far.
package struct EquationReader {
  let file: SourceFile
  var workspace: Workspace
  var findings: [Finding] = []

  private init(_ workspace: Workspace, in file: SourceFile) {
    self.workspace = workspace
    self.file = file
  }

  /// - Returns: the equations, and findings on them; the workspace goes on with what they define.
  package static func read(
    _ lines: [MathTree], in file: SourceFile, _ workspace: inout Workspace
  ) -> (equations: [Equation], findings: [Finding]) {
    var reader = EquationReader(workspace, in: file)
    let equations = StatementReader.statements(lines).map { statement in
      reader.read(reader.joiningWords(statement))
    }
    workspace = reader.workspace
    return (equations, reader.findings)
  }

  /// Letters that spell a function or an unknown word become that word, in display and meaning.
  private mutating func joiningWords(_ tree: MathTree) -> MathTree {
    var reader = ExpressionReader(workspace, in: file)
    let joined = tree.mappingRows { reader.joiningWords($0) }
    findings += reader.findings
    return joined
  }

  private mutating func read(_ tree: MathTree) -> Equation {
    let statement = StatementReader.read(tree)
    var equation = Equation(
      kind: .claim, tree: tree, location: Location(file, tree.range), names: [], sides: [],
      claims: [], statedShape: nil, runs: false)
    guard let relation = statement.relations.first else {
      report(
        .doesNotRun, at: tree.range, "This states nothing: there is no = in it",
        help: "Give it a name (y = …), or put it between $$ to have it shown only.")
      return equation
    }
    switch relation.symbol?.latex {
    case "\\in": readShape(statement, &equation)
    case "=" where readFunction(statement, &equation): break
    case let sign? where ["\\sim", ":=", "\\coloneqq", "\\leftarrow", "\\gets"].contains(sign):
      report(
        .doesNotRun, at: relation.range,
        sign == "\\sim" ? "Random draws do not run yet" : "Updates do not run yet",
        help: "Write the value out with =, or put the formula between $$ to have it shown only.")
      markBroken(statement.sides[0])
    default: readChain(statement, &equation)
    }
    return equation
  }

  // MARK: - Shapes

  private mutating func readShape(_ statement: Statement, _ equation: inout Equation) {
    equation.kind = .shape
    guard statement.sides.count == 2, let shape = readSpace(statement.sides[1]) else { return }
    for part in statement.sides[0].nodes.split(whereSeparator: { $0.isSymbol(",") }) {
      let node = MathTree.row(Array(part))
      guard let name = target(node) else {
        report(.doesNotRun, at: node.range, "\(node.oneLine()) is not a name that can have a shape")
        return
      }
      if let known = workspace.definitions[name], case .value = known.meaning {
        guard known.shape == shape else {
          report(
            .shapeMismatch, at: equation.tree.range,
            "\(name.shown) is \(known.shape), and is said to be \(shape)",
            help: "Change the value or the shape.",
            notes: [.init(known.location, "\(name.shown) has its value from here")])
          return
        }
      } else {
        workspace.state(name, shape, at: Location(file, node.range))
      }
      equation.names.append(name)
    }
    equation.statedShape = shape
    equation.runs = true
  }

  /// `\mathbb{R}^{3 \times 4}`, `\mathbb{R}^n`, `\mathbb{R}`.
  private mutating func readSpace(_ tree: MathTree) -> Shape? {
    func isReal(_ node: MathTree) -> Bool {
      if case .styled(.mathbb, let inner) = node.content { return inner.content == .letter("R") }
      return node.content == .letter("R")
    }
    if isReal(tree) { return .scalar }
    guard case .scripts(let base, 0, nil, let upper?) = tree.content, isReal(base) else {
      report(
        .shapeUnknown, at: tree.range, "\(tree.oneLine()) is not a space of matrices",
        help: "Write \\mathbb{R}^{rows \\times columns}.")
      return nil
    }
    let parts = upper.nodes.split(omittingEmptySubsequences: false) { $0.isSymbol("\\times") }
    guard parts.count <= 2 else {
      report(
        .shapeUnknown, at: upper.range,
        "A matrix has rows and columns, and \(parts.count) sizes "
          + "are given here")
      return nil
    }
    var sizes: [Int] = []
    for part in parts {
      var reader = ExpressionReader(workspace, in: file)
      let size = part.isEmpty ? nil : reader.wholeNumber(.row(Array(part)), as: "This size")
      findings += reader.findings
      guard let size else { return nil }
      guard (1...10_000).contains(size) else {
        report(
          .outOfRange, at: upper.range, "A size must be from 1 to 10000, and this one is \(size)")
        return nil
      }
      sizes.append(size)
    }
    return Shape(sizes[0], sizes.count > 1 ? sizes[1] : 1)
  }

  // MARK: - Definitions and claims

  private mutating func readChain(_ statement: Statement, _ equation: inout Equation) {
    let relations = statement.relations
    let known = [
      "=", "\\le", "\\leq", "\\leqslant", "\\ge", "\\geq", "\\geqslant", "<", ">",
      "\\approx", "\\equiv",
    ]
    if let odd = relations.first(where: { !known.contains($0.symbol?.latex ?? "") }) {
      report(
        .doesNotRun, at: odd.range, "\(odd.oneLine()) states nothing that can be computed",
        help: "Use =, ≤, ≥, <, > or ≈, or put the formula between $$ to have it shown only.")
      for side in statement.sides { markBroken(side) }
      return
    }
    // Undefined names at the head of the chain get the value of what follows.
    var first = 0
    var seen: Set<Name> = []
    while first < relations.count, relations[first].isSymbol("="),
      let name = target(statement.sides[first]),
      workspace.isFree(name) || (workspace.isProvided(name) && first == 0),
      seen.insert(name).inserted
    {
      equation.names.append(name)
      first += 1
    }
    equation.kind = equation.names.isEmpty ? .claim : .definition
    for tree in statement.sides[first...] {
      var reader = ExpressionReader(workspace, in: file)
      let expression = reader.read(tree)
      findings += reader.findings
      guard let expression else { continue }
      let kernel = Kernel(expression)
      let values = kernel.run { workspace.values[$0] ?? Matrix<Double>(.nan) }
      reportNonFinite(kernel, values)
      equation.sides.append(Equation.Side(tree: tree, kernel: kernel, values: values))
    }
    guard equation.sides.count == statement.sides.count - first else {
      for name in equation.names { workspace.markBroken(name, at: equation.location) }
      equation.sides = []
      return
    }
    let isDefined = define(&equation, statement)
    for (index, relation) in relations[first...].enumerated() {
      check(index, relation, &equation)
    }
    equation.runs = isDefined && equation.claims.count == equation.sides.count - 1
  }

  private mutating func define(_ equation: inout Equation, _ statement: Statement) -> Bool {
    guard let value = equation.value else { return false }
    if !equation.names.isEmpty, equation.sides.count == 1, equation.sides[0].isWrittenOut {
      equation.kind = .given
    }
    for (index, name) in equation.names.enumerated() {
      if let stated = workspace.definitions[name], case .shapeOnly = stated.meaning,
        stated.shape != value.shape
      {
        report(
          .shapeMismatch, at: equation.tree.range,
          "\(name.shown) is said to be \(stated.shape), and this is \(value.shape)",
          help: "Change the value or the shape.",
          notes: [.init(stated.location, "its shape is stated here")])
        workspace.markBroken(name, at: equation.location)
        return false
      }
      workspace.define(
        name, value, isGiven: equation.kind == .given,
        at: Location(file, statement.sides[index].range))
      compareEntries(of: name, value, equation)
    }
    return true
  }

  /// Marks what a statement that cannot run would have defined.
  private mutating func markBroken(_ side: MathTree) {
    if let name = target(side) { workspace.markBroken(name, at: Location(file, side.range)) }
  }

  /// The name that a side consists of, with any subscript as part of it, or nil.
  func target(_ tree: MathTree) -> Name? {
    guard tree.isNameLike else { return nil }
    var reader = ExpressionReader(workspace, in: file)
    guard let parts = reader.nameParts(tree), parts.primes == 0 else { return nil }
    guard let lower = parts.lower else { return parts.name }
    var labelled = parts.name
    labelled.label = lower.latex
    // x_1 where x is there is an entry of it, not a new name.
    if workspace.definitions[labelled] == nil, !lower.isLabel, !workspace.isFree(parts.name) {
      return nil
    }
    return labelled
  }

  mutating func report(
    _ kind: FindingKind, _ severity: Finding.Severity = .error, at range: Range<Int>,
    _ summary: String, help: String? = nil, notes: [Finding.Note] = []
  ) {
    findings.append(
      Finding(kind, severity, at: Location(file, range), summary, help: help, notes: notes))
  }
}
