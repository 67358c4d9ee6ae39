import Matrices
package import Notation
package import SourceText

/// Reads and runs the statements of a fence, one after the other, in the workspace so far.
package struct EquationReader {
  private let file: SourceFile
  private var workspace: Workspace
  private var findings: [Finding] = []

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
        .shapeUnknown, at: upper.range, "A matrix has rows and columns, and \(parts.count) sizes "
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

  // MARK: - Functions

  /// `f(z) = …` where z is an undefined name that the right side uses. False when it is no such
  /// statement.
  private mutating func readFunction(
    _ statement: Statement, _ equation: inout Equation
  ) -> Bool {
    let nodes = statement.sides[0].nodes
    guard nodes.count == 2, case .delimited("(", let inner, ")") = nodes[1].content,
      let name = target(nodes[0]), workspace.isFree(name) || workspace.isProvided(name)
    else { return false }
    var parameters: [Name] = []
    for part in inner.nodes.split(whereSeparator: { $0.isSymbol(",", ";", "\\|", "|", "\\mid") }) {
      guard let parameter = target(.row(Array(part))) else { return false }
      parameters.append(parameter)
    }
    let body = statement.sides[1]
    let used = parameters.filter { body.mentions($0, in: workspace, file) }
    guard used.contains(where: { workspace.definitions[$0] == nil }) else {
      return readQuantity(statement, name, &equation)
    }
    equation.kind = .function
    equation.names = [name]
    let location = Location(file, statement.tree.range)
    if statement.sides.count > 2 {
      report(
        .doesNotRun, at: statement.sides[2].range,
        "A function is defined by one formula, and a second follows here",
        help: "Put the second one into a statement of its own, with a value for "
          + "\(parameters[0].shown).")
    }
    let scalars = workspace.binding(
      parameters, to: parameters.map { _ in .scalar }, at: location)
    var reader = ExpressionReader(scalars, in: file)
    reader.isElementwise = true
    let expression = reader.read(body)
    let severe = reader.findings.filter { $0.kind != .shapeMismatch }
    if let expression, !expression.usesWholeMatrices, expression.shape.isScalar {
      findings += reader.findings
      let function = Function(
        name: name, parameters: parameters, body: Kernel(expression), isElementwise: true)
      workspace.defineFunction(
        name, parameters: parameters, body: body, elementwise: function, at: location)
    } else if expression != nil || severe.allSatisfy({ $0.severity == .hint }) {
      // Not for single numbers: its shapes are known where it is used.
      workspace.defineFunction(
        name, parameters: parameters, body: body, elementwise: nil, at: location)
    } else {
      findings += severe
      workspace.markBroken(name, at: location)
      return true
    }
    equation.runs = true
    return true
  }

  private mutating func readQuantity(
    _ statement: Statement, _ name: Name, _ equation: inout Equation
  ) -> Bool {
    report(
      .doesNotRun, at: statement.sides[0].range,
      "Quantities written with what they depend on do not run yet",
      help: "Write the name alone: \(name.latex) = …")
    workspace.markBroken(name, at: equation.location)
    return true
  }

  // MARK: - Definitions and claims

  private mutating func readChain(_ statement: Statement, _ equation: inout Equation) {
    let relations = statement.relations
    let known = ["=", "\\le", "\\leq", "\\leqslant", "\\ge", "\\geq", "\\geqslant", "<", ">",
      "\\approx", "\\equiv"]
    if let odd = relations.first(where: { !known.contains($0.symbol?.latex ?? "") }) {
      report(
        .doesNotRun, at: odd.range, "\(odd.oneLine()) states nothing that can be computed",
        help: "Use =, ≤, ≥, <, > or ≈, or put the formula between $$ to have it shown only.")
      statement.sides.forEach { markBroken($0) }
      return
    }
    // Undefined names at the head of the chain get the value of what follows.
    var first = 0
    var seen: Set<Name> = []
    while first < relations.count, relations[first].isSymbol("="),
      let name = target(statement.sides[first]),
      workspace.isFree(name) || (workspace.isProvided(name) && first == 0), seen.insert(name).inserted
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
      equation.names.forEach { workspace.markBroken($0, at: equation.location) }
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

  /// Entries that were worked out one by one before, as a₁ of a, must agree with the whole.
  private mutating func compareEntries(
    of whole: Name, _ value: Matrix<Double>, _ equation: Equation
  ) {
    guard value.shape.columns == 1 else { return }
    for row in 0..<value.shape.rows {
      var entry = whole
      entry.label = String(row + 1)
      guard whole.label.isEmpty, let single = workspace.values[entry],
        let definition = workspace.definitions[entry], single.shape.isScalar,
        !single.isClose(to: Matrix(value[row, 0]))
      else { continue }
      let style = NumberStyle(decimals: 6)
      report(
        .claimFails, at: equation.tree.range,
        "\(entry.shown) was \(style.text(single.elements[0])), and here it is "
          + style.text(value[row, 0]),
        help: "One of the two formulas is not what was meant.",
        notes: [.init(definition.location, "\(entry.shown) is worked out here")])
    }
  }

  /// Marks what a statement that cannot run would have defined.
  private mutating func markBroken(_ side: MathTree) {
    if let name = target(side) { workspace.markBroken(name, at: Location(file, side.range)) }
  }

  /// The name that a side consists of, with any subscript as part of it, or nil.
  private func target(_ tree: MathTree) -> Name? {
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

  private mutating func report(
    _ kind: FindingKind, _ severity: Finding.Severity = .error, at range: Range<Int>,
    _ summary: String, help: String? = nil, notes: [Finding.Note] = []
  ) {
    findings.append(
      Finding(kind, severity, at: Location(file, range), summary, help: help, notes: notes))
  }
}

// MARK: - Numbers

extension EquationReader {
  /// Compares two neighbouring sides.
  private mutating func check(_ left: Int, _ relation: MathTree, _ equation: inout Equation) {
    let a = equation.sides[left]
    let b = equation.sides[left + 1]
    // Every entry of a matrix can be compared with one number; equal to it is another matter.
    let fits =
      Claims.isOrder(relation)
      ? a.value.shape.combined(with: b.value.shape) != nil : a.value.shape == b.value.shape
    guard fits else {
      report(
        .shapeMismatch, at: equation.tree.range,
        "The two sides cannot be equal: \(a.value.shape) and \(b.value.shape)",
        help: "\(a.tree.oneLine()) is \(a.value.shape), \(b.tree.oneLine()) is \(b.value.shape)"
          + (a.value.shape == b.value.shape.transposed ? ": is one of them transposed?" : "."))
      return
    }
    let claim = Equation.Claim(
      left: left, relation: relation, holds: Claims.hold(a, relation, b),
      difference: Claims.difference(a.value, b.value))
    equation.claims.append(claim)
    // NaN has been reported where it arose.
    guard !claim.holds, !claim.difference.largest.isNaN else { return }
    let style = NumberStyle(decimals: 6)
    let (row, column) = (claim.difference.row, claim.difference.column)
    let place =
      a.value.shape.isScalar && b.value.shape.isScalar
      ? "" : " at row \(row + 1), column \(column + 1)"
    func entry(_ value: Matrix<Double>) -> String {
      style.text(value.shape.isScalar ? value.elements[0] : value[row, column])
    }
    if let name = target(a.tree), let known = workspace.definitions[name], b.isWrittenOut,
      relation.isSymbol("=")
    {
      report(
        .redefined, at: a.tree.range.lowerBound..<b.tree.range.upperBound,
        "\(name.shown) is \(entry(a.value)) already, and here it is said to be "
          + "\(entry(b.value))\(place)",
        help: "A name keeps its value: take another name for the new one.",
        notes: [.init(known.location, "\(name.shown) has its value from here")])
      return
    }
    report(
      .claimFails, at: a.tree.range.lowerBound..<b.tree.range.upperBound,
      "This does not hold: \(entry(a.value)) on the left, \(entry(b.value)) on the right\(place)",
      help: "The largest difference is \(style.text(claim.difference.largest)). "
        + "One of the two formulas is not what was meant.")
  }

  /// The first operation that made a number that is none out of numbers.
  private mutating func reportNonFinite(_ kernel: Kernel, _ values: [Matrix<Double>]) {
    for (node, value) in zip(kernel.nodes, values) {
      guard let index = value.elements.firstIndex(where: { !$0.isFinite }),
        node.operands.allSatisfy({ values[$0].elements.allSatisfy(\.isFinite) })
      else { continue }
      // A name that is not finite was reported where it was defined.
      if case .name = node.operation { continue }
      let (row, column) = index.quotientAndRemainder(dividingBy: value.shape.columns)
      let place = value.shape.isScalar ? "" : " at row \(row + 1), column \(column + 1)"
      let result = value.elements[index].isNaN ? "no number" : "infinite"
      report(
        .notFinite, at: node.range,
        "\(Claims.subject(node)) is \(result)\(place)"
          + Claims.reason(node, values, row, column),
        help: "Change the given numbers so that every value is finite.")
    }
  }
}

extension Expression {
  /// Whether an operation in it looks at more than one entry at a time.
  fileprivate var usesWholeMatrices: Bool {
    contains { expression in
      switch expression.operation {
      case .transpose, .norm, .trace, .diagonal, .assembly, .entries, .tuple: true
      case .name, .constant: !expression.shape.isScalar
      case .call(let function, _): !function.isElementwise
      default: false
      }
    }
  }
}

extension MathTree {
  /// Whether a name occurs in the tree.
  fileprivate func mentions(_ name: Name, in workspace: Workspace, _ file: SourceFile) -> Bool {
    var reader = ExpressionReader(workspace, in: file)
    if isNameLike, reader.nameParts(self)?.name == name { return true }
    func any(_ trees: MathTree?...) -> Bool {
      trees.contains { $0?.mentions(name, in: workspace, file) ?? false }
    }
    switch content {
    case .row(let nodes): return nodes.contains { $0.mentions(name, in: workspace, file) }
    case .fraction(let above, let below), .binomial(let above, let below): return any(above, below)
    case .root(let radicand, let index): return any(radicand, index)
    case .scripts(let base, _, let lower, let upper): return any(base, lower, upper)
    case .accent(_, let base), .styled(_, let base): return any(base)
    case .delimited(_, let inner, _): return any(inner)
    case .table(_, let rows):
      return rows.joined().contains { $0.mentions(name, in: workspace, file) }
    case .stacked(let base, let over, let under, _): return any(base, over, under)
    default: return false
    }
  }
}
