import Matrices
import Notation
import SourceText

extension EquationReader {
  /// `f(z) = …` where z is an undefined name that the right side uses. False when it is no such
  /// statement.
  mutating func readFunction(
    _ statement: Statement, _ equation: inout Equation
  ) -> Bool {
    let nodes = statement.sides[0].nodes
    guard nodes.count == 2, let inner = nodes[1].arguments(of: nodes[0]),
      let name = target(nodes[0])
    else { return false }
    let isFree = workspace.isFree(name) || workspace.isProvided(name)
    var parameters: [Name] = []
    for part in inner.nodes.split(whereSeparator: { $0.isSymbol(",", ";", "\\|", "|", "\\mid") }) {
      guard let parameter = target(.row(Array(part))) else { return false }
      parameters.append(parameter)
    }
    let body = statement.sides[1]
    let used = parameters.filter { [reader = reader()] in body.mentions($0, for: reader) }
    // Arguments that are there already only say what a quantity depends on.
    guard used.contains(where: { workspace.definitions[$0] == nil }) else { return false }
    guard isFree else {
      guard let known = workspace.definitions[name] else { return false }
      let isFunction = workspace.isFunction(name)
      report(
        .redefined, at: statement.sides[0].location,
        isFunction
          ? "\(name.shown) is a function already"
          : "\(name.shown) is a \(known.shape) value already, and cannot be a function as well",
        help: isFunction
          ? "Take another name, or claim something of \(name.shown) at a value that is there."
          : "Take another letter for one of them.",
        notes: [.init(known.location, "\(name.shown) is defined here")])
      return true
    }
    equation.kind = .function
    equation.names = [name]
    let location = statement.tree.location
    if statement.sides.count > 2 {
      report(
        .doesNotRun, at: statement.sides[2].location,
        "A function is defined by one formula, and a second follows here",
        help: "Put the second one into a statement of its own, with a value for "
          + "\(parameters[0].shown).")
    }
    let (expression, own) = ofNumbers(body, parameters, location)
    let severe = own.filter { $0.kind != .shapeMismatch }
    if let expression, !expression.usesWholeMatrices, expression.shape.isScalar {
      findings += own
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
      markBroken(name, at: location)
      return true
    }
    equation.runs = true
    return true
  }
}

extension EquationReader {
  /// What a body means where its parameters are numbers. The reader is gone when the lesson
  /// changes: with it there, the lesson would be copied.
  private func ofNumbers(
    _ body: MathTree, _ parameters: [Name], _ location: Location
  ) -> (expression: Expression?, findings: [Finding]) {
    let scalars = workspace.binding(
      parameters, to: parameters.map { _ in .scalar }, at: location)
    var reader = ExpressionReader(scalars, in: file)
    reader.isElementwise = true
    reader.parameters = parameters
    return (reader.read(body), reader.findings)
  }
}

extension Expression {
  /// Whether an operation in it looks at more than one entry at a time.
  fileprivate var usesWholeMatrices: Bool {
    contains { expression in
      let operation = expression.operation
      return operation.name != nil || operation.literal != nil
        ? !expression.shape.isScalar : !operation.isEntrywise
    }
  }
}

extension MathTree {
  /// Whether a name occurs in the tree.
  func mentions(_ name: Name, for whole: ExpressionReader) -> Bool {
    var reader = whole
    if isNameLike, reader.nameParts(self)?.name == name { return true }
    func any(_ trees: MathTree?...) -> Bool {
      trees.contains { $0?.mentions(name, for: whole) ?? false }
    }
    switch content {
    case .row(let nodes):
      return nodes.indices.contains { index in
        // What a quantity was defined with, as θ in Ω(θ), is part of its name.
        if index > 0, let inner = nodes[index].delimited?.inner,
          let quantity = reader.nameParts(nodes[index - 1])?.name,
          let known = whole.workspace.quantities[quantity]
        {
          return inner.argumentTrees.contains { argument in
            !known.contains { $0.arguments.contains(argument) }
              && argument.mentions(name, for: whole)
          }
        }
        return nodes[index].mentions(name, for: whole)
      }
    case .scripts(let base, _, let lower, let upper):
      // W and b in h_{W,b} are part of a name, and W^{(l)} is not W.
      let isMember = upper?.isNaming == true
      return any(isMember ? nil : base, reader.isWholeName(self) ? nil : lower, upper)
    case .number, .letter, .function, .text, .symbol, .fraction, .binomial, .root, .accent,
      .styled, .delimited, .table, .stacked, .space, .lineBreak, .unknown:
      return children.contains { $0.mentions(name, for: whole) }
    }
  }
}
