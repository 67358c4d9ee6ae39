import Matrices
package import Notation
import SourceText

extension ExpressionReader {
  /// `\frac{\partial J}{\partial W}`, `\frac{\partial}{\partial W} J` and `\nabla_W J`: the
  /// derivative of a body by a name or by entries of one.
  mutating func readDerivative(_ node: MathTree, of body: [MathTree]) -> Expression? {
    guard let variableTree = node.derivativeVariable else {
      report(
        .doesNotRun, at: node.location, "\(node.oneLine()) does not run: only first derivatives do",
        help: "Write \\frac{\\partial J}{\\partial W}, or put the formula between $$ to have it "
          + "shown only.")
      return nil
    }
    let nodes = body.filter { !$0.isBlank }
    guard !nodes.isEmpty else {
      report(
        .missingArgument, at: node.location, "\(node.oneLine()) has nothing to differentiate",
        help: "Write the quantity behind it.")
      return nil
    }
    let inner = readSum(nodes, MathTree.row(nodes).location)
    guard let variable = readVariable(variableTree), let inner else { return nil }
    let location = node.location.through(MathTree.row(nodes).location)
    if prefersFormulas, let formula = lessonFormula(inner, by: variable, location) {
      return formula
    }
    guard let shape = derivativeShape(inner, variable, location) else { return nil }
    // Of a Jacobian an entry of the variable is a column for every row of it: it is read for each
    // number of an index.
    if !inner.shape.isScalar, variable.isRunning { return nil }
    let kernel = Kernel(inner)
    guard isDerivable(kernel, 1, at: location) else { return nil }
    if !workspace.closure(of: kernel.names).contains(variable.name) {
      report(
        .constantDerivative, .warning, at: location,
        "\(text(inner)) does not depend on \(variable.name.shown): its derivative is 0",
        help: "Differentiate by a name that its formula uses.")
    }
    guard let subject = subject(kernel, variable, location) else { return nil }
    return Expression(
      .derivative(
        Derivative(
          subject: subject, variableShape: variable.whole, row: variable.row,
          column: variable.column)),
      shape: shape, location: location)
  }

  /// What has been differentiated by the same variable before in this formula is not written out
  /// again.
  private mutating func subject(
    _ body: Kernel, _ variable: Variable, _ location: Location
  ) -> Derivative.Subject? {
    let known = made.subjects.first { $0.variable == variable.name && $0.body == body }
    if let known { return known }
    let gradient = OperationGraph.gradient(
      of: body, by: variable.name, variable.whole, workspace)
    guard let gradient else {
      report(
        .formulaTooLong, at: location, "The formula of this derivative is too long",
        help: "Differentiate a part of it, or by fewer entries.")
      return nil
    }
    let new = Derivative.Subject(body, by: variable.name, gradient)
    made.subjects.append(new)
    return new
  }

  private struct Variable {
    var name: Name
    /// The shape of all of it, and of the part that is varied.
    var whole: Shape
    var shape: Shape
    var row: Indexed.Place?
    var column: Indexed.Place?

    /// Whether an index that is kept says which entry it is.
    var isRunning: Bool { row?.letter != nil || column?.letter != nil }
  }

  private mutating func readVariable(_ tree: MathTree) -> Variable? {
    guard let expression = read(tree) else { return nil }
    if let name = expression.operation.name {
      return Variable(name: name, whole: expression.shape, shape: expression.shape)
    }
    if let picked = expression.operation.placesPicked,
      let name = expression.operands[0].operation.name
    {
      return Variable(
        name: name, whole: expression.operands[0].shape, shape: expression.shape,
        row: picked.row, column: picked.column)
    }
    report(
      .doesNotRun, at: tree.location, "\(tree.oneLine()) is no name: nothing can be varied",
      help: "Differentiate by a name or an entry of one.")
    return nil
  }

  private mutating func derivativeShape(
    _ body: Expression, _ variable: Variable, _ location: Location
  ) -> Shape? {
    if body.shape.isScalar { return variable.shape }
    if variable.shape.isScalar { return body.shape }
    func isVector(_ shape: Shape) -> Bool { shape.rows == 1 || shape.columns == 1 }
    if isVector(body.shape), isVector(variable.shape) {
      return Shape(body.shape.count, variable.shape.count)
    }
    let quantity = text(body)
    let name = variable.name.shown
    report(
      .derivativeShape, at: location,
      "\(quantity) is \(body.shape) and \(name) is \(variable.shape): their derivative has more "
        + "than two indices",
      help: "Index it down: ∂\(quantity)ₗ/∂\(name)ⱼₗ. For the chain rule, sum over the index: "
        + "\\sum_l \\frac{\\partial J}{\\partial \(latex(body))_l} "
        + "\\frac{\\partial \(latex(body))_l}{\\partial \(variable.name.latex)}.")
    return nil
  }

  private func latex(_ expression: Expression) -> String {
    if let name = expression.operation.name { return name.latex }
    return expression.location.text
  }

  /// The lesson's own formula for the derivative, if it has stated one.
  private func lessonFormula(
    _ body: Expression, by variable: Variable, _ location: Location
  ) -> Expression? {
    guard let quantity = body.operation.name else { return nil }
    let name = Name.derivative(of: quantity, by: variable.name)
    guard workspace.isValue(name), let shape = workspace.definitions[name]?.shape,
      shape == variable.whole
    else { return nil }
    let whole = Expression(.leaf(.name(name)), shape: shape, location: location)
    guard variable.row != nil || variable.column != nil else { return whole }
    return Expression(
      .entries(row: variable.row, column: variable.column), [whole], shape: variable.shape,
      location: location)
  }
}

extension MathTree {
  /// What is differentiated by: x in `\frac{\partial f}{\partial x}` and `\nabla_x`.
  var derivativeVariable: MathTree? {
    if isTotalDerivative, let (above, below) = fraction {
      let variable = below.nodes.filter { !$0.isBlank }[1]
      return above.nodes[0].isDifferential && variable.isNameLike ? variable : nil
    }
    if let (above, below) = fraction {
      let below = below.nodes.filter { !$0.isBlank }
      guard above.nodes.first?.isSymbol("\\partial") == true, below.count > 1,
        below[0].isSymbol("\\partial"), !below.dropFirst().contains(where: \.startsDerivative)
      else { return nil }
      return .row(Array(below.dropFirst()))
    }
    return gradientVariable
  }

  /// d or an upright d.
  var isDifferential: Bool {
    letter == "d" || styled.map { $0.font == .mathrm && $0.inner.letter == "d" } ?? false
  }

  /// `\frac{d}{d\theta}`, of whatever order: d above, d with a name below. As a fraction of values
  /// its d would only cancel.
  var isTotalDerivative: Bool {
    guard let (above, below) = fraction, let first = above.nodes.first else { return false }
    let variable = below.nodes.filter { !$0.isBlank }
    return (first.scripts?.base ?? first).isDifferential && variable.count == 2
      && variable[0].isDifferential && (variable[1].scripts?.base ?? variable[1]).isNameLike
  }

  /// x in `\nabla_x`.
  var gradientVariable: MathTree? {
    guard let scripts, scripts.base.isSymbol("\\nabla", "\\partial"), scripts.primes == 0,
      scripts.upper == nil
    else { return nil }
    return scripts.lower
  }

  /// The derivative that a side consists of, with what is differentiated.
  package var wholeDerivative: (node: MathTree, body: [MathTree])? {
    let nodes = nodes.filter { !$0.isBlank }
    guard let first = nodes.first, first.derivativeVariable != nil else { return nil }
    if let (above, _) = first.fraction, above.nodes.count > 1 {
      return nodes.count == 1 ? (first, Array(above.nodes.dropFirst())) : nil
    }
    let body = Array(nodes.dropFirst())
    let isOneTerm = !body.contains { $0.isSymbol("+", "-") || $0.isElementwiseSign }
    return isOneTerm && !body.isEmpty ? (first, body) : nil
  }
}
