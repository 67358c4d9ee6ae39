import Matrices
package import Notation
package import SourceText

/// Reads and runs the statements of a fence, one after the other, in the workspace so far.
package struct EquationReader {
  let file: SourceFile
  /// The lesson so far, shared with those who read its formulas until it changes.
  private(set) var context: ExpressionReader.Context
  var workspace: Workspace {
    _read { yield context.workspace }
    _modify {
      if !isKnownUniquelyReferenced(&context) {
        context = ExpressionReader.Context(context.workspace, file)
      }
      yield &context.workspace
    }
  }
  var findings: [Finding] = []
  /// Findings of which possible fixes may be tried.
  var untried: [UntriedFixes] = []
  /// The statement that is being read, and the first of the findings whose fixes have not been
  /// noted.
  var reading: (tree: MathTree, unnoted: Int)?
  /// Whether what is read counts only if nothing is missing in it.
  var isTrial = false
  /// Whether what is written as a function may be a table.
  var readsTables = true
  /// The names that a statement leaves broken, while it is not known whether it counts.
  var postponed: [(name: Name, location: Location)]?
  /// Whether only what later lessons go on from is wanted.
  let isContinued: Bool
  /// What readers of formulas have made so far, and may use again (`Workspace.structure`).
  private var made = (structure: -1, things: ExpressionReader.Made())
  /// Which update is being read, counted through the lesson.
  var update: Int?
  /// Statements of which it has been said why they are not read.
  var refused: Set<Location> = []
  /// Updates that stand together happen at once, when the next statement begins.
  var updates: [(name: Name, kernel: Kernel, location: Location)] = []

  /// A reader that has at hand what others have made so far.
  func knowingReader() -> ExpressionReader {
    var reader = reader()
    if made.structure == workspace.structure { reader.made = made.things }
    return reader
  }

  mutating func keepMade(by reader: ExpressionReader) {
    made = (workspace.structure, reader.made)
  }

  /// Most formulas are decided by no name that did not decide others before.
  mutating func markStructural(_ names: Set<Name>) {
    guard !names.isSubset(of: workspace.structural) else { return }
    workspace.markStructural(names)
  }

  init(_ workspace: Workspace, in file: SourceFile, isContinued: Bool = false) {
    context = ExpressionReader.Context(workspace, file)
    self.file = file
    self.isContinued = isContinued
  }

  /// - Parameter isContinued: whether only what later lessons go on from is wanted. Claims that give
  ///   them nothing are passed over then: they are what takes longest.
  /// - Returns: the equations, findings on what does not run, and those of which a change of the
  ///   text may be tried (`Checking`); the workspace goes on with what they define.
  package static func read(
    _ lines: [MathTree], in file: SourceFile, _ workspace: inout Workspace,
    isContinued: Bool = false
  ) -> (equations: [Equation], findings: [Finding], untried: [UntriedFixes]) {
    var reader = EquationReader(workspace, in: file, isContinued: isContinued)
    // Held by both, all of it would be copied at the first definition.
    workspace = .bare
    var blocks = reader.blocks(lines)
    let words = reader.wordsOnLeft(of: blocks.flatMap(\.statements))
    for index in blocks.indices {
      let letter = blocks[index].loop.map { [$0.letter] } ?? []
      blocks[index].statements = blocks[index].statements.map {
        reader.joiningWords($0, words, binding: letter)
      }
    }
    var equations: [Equation] = []
    for block in blocks { equations += reader.readBlock(block) }
    reader.flushUpdates()
    workspace = reader.workspace
    return (equations, reader.findings, reader.untried)
  }

  /// Statements in order; rules for every layer, which may need each other, are read together.
  mutating func read(_ written: [MathTree]) -> [Equation] {
    var equations: [Equation] = []
    var statements = detachingClaims(markingMembers(written)).map(markingFolds)
    var done: Set<Int> = []
    let upcoming = Upcoming(statements, in: file)
    for index in statements.indices where done.insert(index).inserted {
      workspace.upcoming = upcoming.after(index)
      workspace.current = newName(StatementReader.leftSide(statements[index]))
      defer { workspace.upcoming = nil }
      let written = statements[index]
      let (alone, ranges) = written.withoutRanges
      if refused.contains(written.location) || reportsTakenLetter(ranges, alone) {
        equations.append(Equation(kind: .claim, tree: written, location: written.location))
        continue
      }
      let isWhole = tables(&statements, index)
      guard !isWhole, let rule = rule(statements[index]) else {
        var equation = readSingle(statements[index])
        // It is shown as it was written.
        equation.tree = written
        equations.append(equation)
        continue
      }
      if isContinued, !rule.isDefinition, isMereClaim(rule.tree) {
        flushUpdates()
        continue
      }
      var rules = [rule]
      rules[0].shown = written
      if rule.isDefinition {
        for later in statements.indices[(index + 1)...] where !done.contains(later) {
          let written = statements[later]
          let table = readsTables ? withTables(written) : nil
          guard var other = self.rule(table ?? written), other.isDefinition else { continue }
          other.shown = written
          rules.append(other)
          done.insert(later)
        }
      }
      equations += readRules(rules)
    }
    return equations
  }

  /// One statement without free layers.
  mutating func readSingle(_ tree: MathTree) -> Equation {
    var statement = StatementReader.read(tree)
    var equation = Equation(kind: .claim, tree: tree, location: tree.location)
    guard let relation = statement.relations.first else {
      return readAlone(statement, equation)
    }
    let space = takingSpace(&statement)
    defer { if let space { checkSpace(space, equation) } }
    if !relation.isUpdateSign { flushUpdates() }
    let start = findings.count
    if let left = bracketsOnLeft(statement) {
      findings += left
      markBroken(statement.sides[0].nodes[0])
      return equation
    }
    reading = (tree, findings.count)
    switch relation.symbol?.latex {
    case "\\in": readShape(statement, &equation)
    case "\\sim": readDraw(statement, &equation)
    case "=" where readFunction(statement, &equation): break
    default:
      if relation.isUpdateSign {
        readUpdate(statement, &equation)
      } else {
        readChain(statement, &equation)
      }
    }
    if !equation.runs {
      reportBeginning(statement, since: start)
      leadToName(on: statement, since: start)
    }
    noteFixes()
    // Where something is broken that has been said, and what depends on it says nothing more.
    if !equation.runs, reading?.unnoted == start, !workspace.holdsBroken,
      tree.first(where: \.isUnread) == nil
    {
      report(
        .doesNotRun, at: tree.location,
        "This has no value, and claims nothing that could be tried",
        help: "Give it a name (y = …), or put it between $$ to have it shown only.")
    }
    reading = nil
    return equation
  }

  /// Notes new findings with fixes, as long as the statement has changed nothing: what is noted
  /// holds the workspace, and what is then changed is copied.
  mutating func noteFixes() {
    guard let (tree, unnoted) = reading else { return }
    for finding in findings.dropFirst(unnoted) where !finding.fixes.isEmpty {
      untried.append(UntriedFixes(finding: finding, statement: tree.location, workspace: workspace))
    }
    reading?.unnoted = findings.count
  }

  // MARK: - Definitions and claims

  static let relations = [
    "=", "\\le", "\\leq", "\\leqslant", "\\ge", "\\geq", "\\geqslant", "<", ">", "\\approx",
    "\\equiv",
  ]

  private mutating func readChain(_ statement: Statement, _ equation: inout Equation) {
    let relations = statement.relations
    if let odd = relations.first(where: { !Self.relations.contains($0.symbol?.latex ?? "") }) {
      report(
        .doesNotRun, at: odd.location, "\(odd.oneLine()) states nothing that can be computed",
        help: "Use =, ≤, ≥, <, > or ≈, or put the formula between $$ to have it shown only.")
      for side in statement.sides { markBroken(side) }
      return
    }
    // Undefined names at the head of the chain get the value of what follows.
    var first = 0
    var seen: Set<Name> = []
    var indexed: [MathTree] = []
    while first < relations.count, relations[first].isSymbol("=") {
      if let name = indexedTarget(statement, side: first), seen.insert(name).inserted {
        equation.names.append(name)
        indexed.append(statement.sides[first])
      } else if let name = target(statement.sides[first]),
        workspace.isFree(name) || (workspace.isProvided(name) && first == 0),
        seen.insert(name).inserted
      {
        equation.names.append(name)
      } else {
        break
      }
      first += 1
    }
    equation.kind = equation.names.isEmpty ? .claim : .definition
    let use = isContinued ? furtherUse(of: statement) : .everything
    if equation.kind == .claim,
      use == .nothing || use == .derivative && statesKnownDerivative(statement)
    {
      equation.runs = true
      return
    }
    guard
      let found = freeIndices(of: statement, definesLeft: !indexed.isEmpty, from: first),
      let (free, pattern) = arranged(found, indexed, stated: statement.statedLetters)
    else { return markBroken(equation, statement) }
    equation.free = free
    if equation.kind == .claim, use == .derivative {
      rememberDerivative(&equation, statement)
      return
    }
    equation.leads = leads(statement.sides[0], free)
    // What a definition goes on to say is a claim on it.
    let wanted = use == .everything ? relations.count + 1 : first + (use == .derivative ? 2 : 1)
    let end = min(wanted, statement.sides.count)
    for (index, tree) in statement.sides[first..<end].enumerated() {
      let isOwnFormula = index == 0 && tree.wholeDerivative != nil
      guard let side = read(tree, free, pattern, prefersFormulas: !isOwnFormula) else { continue }
      equation.sides.append(side)
    }
    guard equation.sides.count == end - first else {
      equation.sides = []
      return markBroken(equation, statement)
    }
    let isDefined = define(&equation, statement, pattern)
    for (index, relation) in relations[first..<end - 1].enumerated() {
      check(index, relation, &equation)
    }
    equation.runs = isDefined && equation.claims.count == equation.sides.count - 1
    guard equation.runs else { return }
    if equation.names.isEmpty, equation.sides.count > 1,
      statement.sides[0].wholeDerivative != nil,
      let name = equation.sides[0].kernel.nameOfDerivative
    {
      remember(equation.sides[1], as: name, &equation)
    }
    hintAtGivenIndices(statement, equation)
  }

  /// Reads and runs one side.
  mutating func read(
    _ tree: MathTree, _ free: [RunningIndex], _ pattern: LeftPattern?, prefersFormulas: Bool
  ) -> Equation.Side? {
    guard let kernel = kernel(of: tree, free, pattern, prefersFormulas: prefersFormulas) else {
      return nil
    }
    let values = workspace.run(kernel)
    reportNonFinite(kernel, values)
    return Equation.Side(
      tree: tree, kernel: kernel, values: values,
      terms: isContinued ? [:] : kernel.shownTerms(in: Scope(workspace)),
      firstInstance: isContinued ? nil : firstInstance(tree, free), moment: workspace.moment)
  }

  /// Reads one side.
  mutating func kernel(
    of tree: MathTree, _ free: [RunningIndex], _ pattern: LeftPattern?, prefersFormulas: Bool
  ) -> Kernel? {
    var reader = knowingReader()
    reader.prefersFormulas = prefersFormulas
    reader.isTrial = isTrial
    reader.update = update
    let expression = free.isEmpty ? reader.read(tree) : reader.readTabulation(tree, free, pattern)
    findings += reader.findings
    keepMade(by: reader)
    markStructural(reader.structural)
    guard let expression else { return nil }
    if expression.isDraw {
      report(
        .drawShape, at: tree.location, "\(tree.oneLine()) is drawn, and its shape is not known",
        help: "State the shape of the name with \\in and draw it with \\sim.")
      return nil
    }
    let kernel = Kernel(expression)
    return isOfReadableSize(kernel) ? kernel : nil
  }

  /// A side with the first number of each of its free indices; nil without any.
  private func firstInstance(_ tree: MathTree, _ free: [RunningIndex]) -> MathTree? {
    guard !free.isEmpty else { return nil }
    let reader = reader()
    return free.reduce(tree) { reader.substituted($0, $1.letter, $1.numbers.first ?? 1) }
  }

  private mutating func define(
    _ equation: inout Equation, _ statement: Statement, _ pattern: LeftPattern?
  ) -> Bool {
    if !equation.names.isEmpty, statement.sides.count == equation.names.count + 1,
      equation.sides[0].isWrittenOut
    {
      equation.kind = .given
      if let name = equation.names.first, let resized = resized(name, equation.sides[0].value) {
        equation.sides[0].values = [resized]
      }
    }
    guard let value = equation.value, let side = equation.sides.first else { return false }
    // h = a = f(z): a is f(z), and h is a.
    var formula = workspace.formula(
      side.kernel, side.tree, free: equation.free.map(\.letter), pattern)
    for (index, name) in equation.names.enumerated().reversed() {
      if let stated = workspace.definitions[name], case .shapeOnly = stated.meaning,
        stated.shape != value.shape
      {
        report(
          .shapeMismatch, at: equation.tree.location,
          "\(name.shown) is said to be \(stated.shape), and this is \(value.shape)",
          help: "Change the value or the shape.",
          notes: [.init(stated.location, "its shape is stated here")])
        markBroken(name, at: equation.location)
        return false
      }
      let tree = statement.sides[index]
      let location = tree.location
      if equation.kind == .given {
        let isNumber =
          value.shape.isScalar && workspace.definitions[name] == nil
          && side.tree.isPlainNumber
        workspace.define(name, value, at: location, isNumber: isNumber)
      } else {
        workspace.define(name, value, by: formula, at: location)
      }
      if let (bare, arguments) = quantity(tree) {
        workspace.addQuantity(bare, name, arguments: arguments)
      }
      compareEntries(of: name, value, equation)
      let renaming = Expression(.leaf(.name(name)), shape: value.shape, location: tree.location)
      formula = workspace.formula(
        Kernel(renaming), MathTree(tree.content, tree.location), free: [])
    }
    return true
  }

  /// `\nabla_W J = …`: on later right sides the derivative is this formula. The first one stands; a
  /// second could be made from the first, and the two would need each other.
  mutating func remember(
    _ side: Equation.Side, as derivative: Name, _ equation: inout Equation
  ) {
    guard workspace.isFree(derivative) else { return }
    equation.derivative = derivative
    workspace.define(
      derivative, side.value,
      by: workspace.formula(side.kernel, side.tree, free: equation.free.map(\.letter)),
      at: equation.location)
  }

  mutating func report(
    _ kind: FindingKind, _ severity: Finding.Severity = .error, at location: Location,
    _ summary: String, help: String? = nil, notes: [Finding.Note] = []
  ) {
    findings.append(
      Finding(kind, severity, at: location, summary, help: help, notes: notes))
  }
}
