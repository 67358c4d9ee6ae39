import Matrices
import Notation
import SourceText

extension EquationReader {
  mutating func readShape(_ statement: Statement, _ equation: inout Equation) {
    equation.kind = .shape
    guard statement.sides.count == 2, let shape = readSpace(statement.sides[1]) else { return }
    for node in statement.sides[0].argumentTrees {
      guard let name = target(node) else {
        report(
          .doesNotRun, at: node.location, "\(node.oneLine()) is not a name that can have a shape")
        return
      }
      if let known = workspace.definitions[name], case .value = known.meaning {
        guard known.shape == shape else {
          report(
            .shapeMismatch, at: equation.tree.location,
            "\(name.shown) is \(known.shape), and is said to be \(shape)",
            help: "Change the value or the shape.",
            notes: [.init(known.location, "\(name.shown) has its value from here")])
          return
        }
      } else {
        workspace.state(name, shape, at: node.location)
      }
      equation.names.append(name)
    }
    equation.statedShape = shape
    equation.runs = true
  }

  /// The space at the end of a chain, `y = W x \in \mathbb{R}^n`: it says what the value must be
  /// like.
  func takingSpace(_ statement: inout Statement) -> MathTree? {
    guard statement.relations.count > 1, statement.relations.last?.isSymbol("\\in") == true,
      let space = statement.sides.last, space.isSpaceOfNumbers
    else { return nil }
    statement.relations.removeLast()
    statement.sides.removeLast()
    return space
  }

  /// Whether a value is in its space; a size that has no value itself says nothing against it.
  mutating func checkSpace(_ space: MathTree, _ equation: Equation) {
    guard equation.runs, let value = equation.value else { return }
    var trial = self
    trial.findings = []
    guard let shape = trial.readSpace(space), shape != value.shape else { return }
    report(
      .shapeMismatch, at: space.location,
      "This is \(value.shape), and is said to be \(shape)", help: "Change the value or the shape.")
  }

  /// A formula without a relation is shown with its value.
  mutating func readAlone(_ statement: Statement, _ equation: Equation) -> Equation {
    var equation = equation
    let tree = statement.sides[0]
    flushUpdates()
    let isFormula = tree.nodes.contains {
      $0.isScripted || $0.isFraction || $0.isOperator || $0.isDelimited || $0.foldParts != nil
        || $0.functionName != nil
    }
    var trial = self
    trial.findings = []
    if isFormula, let free = trial.freeIndices(of: statement, definesLeft: false),
      let side = trial.read(tree, free, nil, prefersFormulas: true)
    {
      trial.findings = findings + trial.findings
      self = trial
      equation.sides = [side]
      equation.free = free
      equation.runs = true
      return equation
    }
    // What is wrong in it is said; of prose, that it states nothing.
    if isFormula, !trial.findings.isEmpty, !tree.nodes.contains(where: \.isText) {
      findings += trial.findings
      return equation
    }
    report(
      .doesNotRun, at: statement.tree.location, "This states nothing: there is no = in it",
      help: "Give it a name (y = …), or put it between $$ to have it shown only.")
    return equation
  }

  /// `\mathbb{R}^{3 \times 4}`, `\mathbb{R}^n`, `\mathbb{R}`.
  private mutating func readSpace(_ tree: MathTree) -> Shape? {
    func isReal(_ node: MathTree) -> Bool {
      if let (font, inner) = node.styled { return font == .mathbb && inner.letter == "R" }
      return node.letter == "R"
    }
    if isReal(tree) { return .scalar }
    guard let scripts = tree.scripts, scripts.primes == 0, scripts.lower == nil,
      let upper = scripts.upper, isReal(scripts.base)
    else {
      report(
        .shapeUnknown, at: tree.location, "\(tree.oneLine()) is not a space of matrices",
        help: "Write \\mathbb{R}^{rows \\times columns}.")
      return nil
    }
    let parts = upper.nodes.split(omittingEmptySubsequences: false) { $0.isSymbol("\\times") }
    guard parts.count <= 2 else {
      report(
        .shapeUnknown, at: upper.location,
        "A matrix has rows and columns, and \(parts.count) sizes "
          + "are given here")
      return nil
    }
    var sizes: [Int] = []
    for part in parts {
      var reader = reader()
      let size = part.isEmpty ? nil : reader.wholeNumber(.row(Array(part)), as: .size)
      findings += reader.findings
      workspace.markSizes(reader.structural)
      guard let size else { return nil }
      guard (1...10_000).contains(size) else {
        report(
          .outOfRange, at: upper.location, "A size must be from 1 to 10000, and this one is \(size)"
        )
        return nil
      }
      sizes.append(size)
    }
    let shape = Shape(sizes[0], sizes.count > 1 ? sizes[1] : 1)
    guard shape.count <= Self.mostEntries else {
      report(
        .outOfRange, at: upper.location,
        "\(shape) is \(shape.count) numbers, and \(Self.mostEntries) are the most",
        help: "Take fewer rows or columns.")
      return nil
    }
    return shape
  }
}

extension MathTree {
  /// `\mathbb{R}^n` and its like.
  var isSpaceOfNumbers: Bool {
    let base = scripts?.base ?? self
    return base.styled.map { $0.font == .mathbb } ?? false
  }
}
