import Matrices
import Notation
import SourceText

/// A function and the shapes of its arguments.
struct FunctionKey: Hashable {
  var name: Name
  var shapes: [Shape]
}

/// A function bound to shapes. Other names in its formula are what they are where it is called.
struct BoundFunction {
  let function: Function
  private let others: [Name: Shape?]

  init(_ function: Function, in workspace: Workspace) {
    self.function = function
    let names = function.body.names.subtracting(function.parameters)
    others = Dictionary(uniqueKeysWithValues: names.map { ($0, workspace.definitions[$0]?.shape) })
  }

  func fits(_ workspace: Workspace) -> Bool {
    others.allSatisfy { name, shape in workspace.definitions[name]?.shape == shape }
  }
}

extension ExpressionReader {
  /// What a call gives; its result is nil when it is a call that cannot run.
  struct ReadCall { var result: Expression? }

  /// A function with its argument at the front of a row, or nil when the node is no function.
  mutating func readCall(_ node: MathTree, _ rest: inout ArraySlice<MathTree>) -> ReadCall? {
    if let word = node.functionWord(workspace) {
      return ReadCall(result: readBuiltIn(word, node, &rest))
    }
    guard node.isNameLike || node.isPrimed, !node.isIndexed else { return nil }
    var lookup = self
    guard let parts = lookup.nameParts(node), parts.lower == nil else { return nil }
    if workspace.isFunction(parts.name) {
      return ReadCall(result: readUserCall(parts, node, &rest))
    }
    // An undefined letter before parentheses is a function somebody forgot to define.
    guard workspace.definitions[parts.name] == nil, rest.first?.insideParentheses != nil,
      constant(node) == nil, !isBareIdentity(node)
    else {
      return nil
    }
    let group = rest.removeFirst()
    if let inner = group.insideParentheses, inner.nodes.contains(where: \.isConditionSign) {
      report(
        .undefinedName, at: node.location.through(group.location),
        "\(node.oneLine())(\(inner.oneLine())) has no value",
        help: "Give it one before, for every value of a letter that has none: "
          + "\(node.latex)(X = j) = …, \\quad j = 0, 1, 2. Else take a name such as p_1 for it.")
      return ReadCall(result: nil)
    }
    reportUndefined(parts.name, at: node.location, asFunction: true)
    return ReadCall(result: nil)
  }

  /// `k(t)^2`, `h_2(x)_{1i}` of a function or quantity of the lesson: the power or index is one of
  /// the value, not of what is between the parentheses.
  mutating func readScriptedCall(_ node: MathTree, _ rest: inout ArraySlice<MathTree>) -> ReadCall?
  {
    guard let next = rest.first, var scripts = next.scripts, scripts.primes == 0,
      node.isNameLike || node.isPrimed, scripts.base.arguments(of: node) != nil
    else { return nil }
    var lookup = self
    guard let parts = lookup.nameParts(node) else { return nil }
    var labelled = parts.name
    if let lower = parts.lower { labelled.label = lower.latex }
    guard workspace.isFunction(labelled) || workspace.quantities[labelled] != nil else {
      return nil
    }
    rest.removeFirst()
    scripts.base = .row([node, scripts.base])
    var whole = [MathTree(scripts.content, node.location.through(next.location))][...]
    return ReadCall(result: readFactor(&whole))
  }

  private mutating func readUserCall(
    _ parts: NameParts, _ node: MathTree, _ rest: inout ArraySlice<MathTree>
  ) -> Expression? {
    guard case .function(let parameters, let body) = workspace.definitions[parts.name]?.meaning
    else { return nil }
    guard let next = rest.first, let inner = next.delimited?.inner else {
      report(
        .missingArgument, at: node.location, "\(node.oneLine()) has no argument",
        help: "Write what it is applied to: \(node.oneLine())(…)."
          + (workspace.isProvided(parts.name) && parts.primes == 0
            ? " Where it, or a power of it, is meant as a number, give it its value before: "
              + "\(node.latex) = … or \(node.latex)^2 = …" : ""))
      return nil
    }
    // f|x| is f of |x|.
    let isGroup = next.grouped != nil
    if isGroup { rest.removeFirst() }
    let read = isGroup ? readArguments(inner, next.location) : readFactor(&rest).map { [$0] }
    guard let arguments = read else { return nil }
    guard arguments.count == parameters.count else {
      report(
        .missingArgument, at: next.location,
        "\(parts.name.shown) takes \(parameters.count) argument\(parameters.count == 1 ? "" : "s"), "
          + "and gets \(arguments.count)")
      return nil
    }
    let location = node.location.through(next.location)
    if parts.primes > 0, parameters.count > 1 {
      report(
        .doesNotRun, at: location,
        "\(parts.name.shown) has \(parameters.count) arguments: "
          + "\(node.oneLine()) does not say by which one",
        help: "A prime is for functions of one argument.")
      return nil
    }
    if let function = workspace.elementwise[parts.name] {
      return elementwiseCall(function, parts.primes, arguments, location)
    }
    return shapedCall(parts, parameters, body, arguments, location)
  }

  private mutating func elementwiseCall(
    _ function: Function, _ order: Int, _ arguments: [Expression], _ location: Location
  ) -> Expression? {
    guard isAffordable(function.body, at: location),
      isDerivable(function.body, order, at: location)
    else { return nil }
    return applied(.call(Call(function: function, order: order)), arguments, at: location)
  }

  /// A function of whole matrices: its body read once more, for the shapes it gets.
  private mutating func shapedCall(
    _ parts: NameParts, _ parameters: [Name], _ body: MathTree, _ arguments: [Expression],
    _ location: Location
  ) -> Expression? {
    guard parts.primes == 0 else {
      report(
        .doesNotRun, at: location,
        "\(parts.name.shown) works on whole matrices, and has no derivative entry by entry",
        help: "A prime is for functions with a scalar body.")
      return nil
    }
    guard let function = shaped(parts.name, parameters, body, arguments, location),
      isAffordable(function.body, at: location)
    else { return nil }
    return Expression(
      .call(Call(function: function, order: 0)), arguments, shape: function.body.shape,
      location: location)
  }

  /// A function bound to the shapes of its arguments, which is read once for each.
  private mutating func shaped(
    _ name: Name, _ parameters: [Name], _ body: MathTree, _ arguments: [Expression],
    _ location: Location
  ) -> Function? {
    let shapes = arguments.map(\.shape)
    let key = FunctionKey(name: name, shapes: shapes)
    if let known = made.functions[key], known.fits(workspace) { return known.function }
    guard let definition = workspace.definitions[name], let outer = deeper(at: location) else {
      return nil
    }
    defer { depth = outer }
    let inner = workspace.binding(parameters, to: shapes, at: definition.location)
    var reader = ExpressionReader(inner, in: definition.location.file)
    reader.depth = depth
    reader.parameters = parameters
    reader.made.functions = made.functions
    let expression = reader.read(body)
    made.functions = reader.made.functions
    guard let expression else {
      if reader.findings.contains(where: { $0.kind == .nestedTooDeep }) {
        reportNesting(at: location)
        return nil
      }
      report(
        .shapeMismatch, at: location,
        "\(name.shown) cannot be applied to "
          + shapes.map(\.description).joined(separator: ", "),
        help: reader.findings.first?.summary,
        notes: [.init(definition.location, "\(name.shown) is defined here")])
      return nil
    }
    let function = Function(
      name: name, parameters: parameters, body: Kernel(expression), isElementwise: false)
    made.functions[key] = BoundFunction(function, in: workspace)
    return function
  }

  /// Functions that call functions run inside each other, and so does all that is asked of them.
  static let mostNested = 200

  /// More operations than these nobody waits for.
  static let mostOperations = 2_000_000

  /// Functions that call functions that call functions soon take longer than anybody waits.
  mutating func isAffordable(_ body: Kernel, at location: Location) -> Bool {
    guard body.nesting < Self.mostNested else {
      reportNesting(at: location)
      return false
    }
    callCosts += body.cost
    guard callCosts > Self.mostOperations else { return true }
    report(
      .formulaTooLong, at: location,
      "This takes more than \(Self.mostOperations) operations: functions call functions here",
      help: "Give the inner values names, so that each is computed once.")
    return false
  }

  private mutating func reportNesting(at location: Location) {
    guard !findings.contains(where: { $0.kind == .nestedTooDeep }) else { return }
    report(
      .nestedTooDeep, at: location,
      "Functions are called inside each other too deep here",
      help: "Give the inner values names, so that each is computed once.")
  }

  /// A derivative of every order takes twice the time of the one before.
  private static let mostDerivatives = 4

  mutating func isDerivable(_ body: Kernel, _ order: Int, at location: Location) -> Bool {
    guard order > 0 else { return true }
    let all = order + workspace.derivativeOrder(of: body)
    guard all > Self.mostDerivatives else { return true }
    report(
      .nestedTooDeep, at: location,
      "This is a derivative of order \(all), and \(Self.mostDerivatives) is the most that runs",
      help: "Write the derivative out as a function of its own.")
    return false
  }

  private mutating func readArguments(
    _ inner: MathTree, _ location: Location
  ) -> [Expression]? {
    let parts = inner.nodes.split(omittingEmptySubsequences: false) {
      $0.isSymbol(",", ";", "\\|", "\\Vert", "|", "\\vert", "\\mid", "\\parallel")
    }
    var arguments: [Expression] = []
    var failed = false
    for part in parts {
      if let argument = readSum(Array(part), location) {
        arguments.append(argument)
      } else {
        failed = true
      }
    }
    return failed ? nil : arguments
  }

  // MARK: - Functions of the language

  private mutating func readBuiltIn(
    _ word: String, _ node: MathTree, _ rest: inout ArraySlice<MathTree>
  ) -> Expression? {
    if ["max", "min"].contains(word) {
      guard let next = rest.first, let inner = next.grouped, !node.isScripted else {
        reportUnrunnable(node)
        return nil
      }
      rest.removeFirst()
      return readExtremum(word, inner, node.location.through(next.location))
    }
    guard let argument = readPrefixArgument(node, &rest, stopsAtNumbers: word == "det")
    else { return nil }
    let location = node.location.through(argument.end)
    if let operation = Operation.words[word] { hintAtAll(operation, argument.expression, location) }
    if word == "exp" { hintAtEntries(of: "exp", argument.expression, location) }
    hintAtColumns(word, argument.expression, location)
    return decorated(word, node, argument.expression, location)
  }

  /// The mean of a matrix could be one of each row or column.
  private mutating func hintAtAll(
    _ operation: Operation, _ argument: Expression, _ location: Location
  ) {
    let shape = argument.shape
    guard operation.isStatistic, shape.rows > 1, shape.columns > 1 else { return }
    let label = operation.label(of: [shape]).text
    report(
      .wholeMatrix, .hint, at: location,
      "The \(label) of \(text(argument)), which is \(shape), is taken over all \(shape.count) "
        + "entries",
      help: "For one of each row or column write a rule with an index, such as "
        + "m_i = \\operatorname{mean}(A_{i,:}).")
  }

  private mutating func readExtremum(
    _ word: String, _ inner: MathTree, _ location: Location
  ) -> Expression? {
    guard let arguments = readArguments(inner, location) else { return nil }
    guard arguments.count > 1 else {
      report(
        .missingArgument, at: location,
        "\(word) takes two arguments or more here, and gets \(arguments.count)",
        help: "Write \\\(word)(0, z), or with an index \\\(word)_i z_i for the entries of a vector."
      )
      return nil
    }
    var result = arguments.first
    for argument in arguments.dropFirst() {
      result = result.flatMap {
        applied(
          .entrywise(.extremum(word == "max" ? .maximum : .minimum)), [$0, argument], at: location)
      }
    }
    return result
  }

  /// What `\log` and its like apply to: the parenthesis that follows, or the factors up to the next
  /// sign, function or parenthesis, which may have a power.
  ///
  /// - Parameter stopsAtNumbers: whether a number ends it, as in `\det A \, b`: of a product with a
  ///   number the determinant is another one.
  private mutating func readPrefixArgument(
    _ node: MathTree, _ rest: inout ArraySlice<MathTree>, stopsAtNumbers: Bool = false
  ) -> (expression: Expression, end: Location)? {
    guard let first = rest.first, !first.isInfix else {
      report(
        .missingArgument, at: node.location, "\(node.oneLine()) has no argument",
        help: "Write what it is applied to.")
      return nil
    }
    if let inner = first.grouped {
      rest.removeFirst()
      return read(inner).map { ($0, first.location) }
    }
    // \log|A| is of the determinant, and ends where the bars do.
    if first.isDelimited { return readFactor(&rest).map { ($0, first.location) } }
    var result: Expression?
    var end = first.location
    while let next = rest.first, !next.isInfix, result == nil || !next.endsPrefixArgument(workspace)
    {
      let (before, restBefore) = (self, rest)
      guard let factor = readFactor(&rest) else { return nil }
      if stopsAtNumbers, result != nil, factor.shape.isScalar {
        (self, rest) = (before, restBefore)
        break
      }
      end = factor.location
      guard let left = result else {
        result = factor
        continue
      }
      guard let product = multiplied(left, factor, elementwise: false) else { return nil }
      result = product
    }
    if let sign = rest.first, sign.isSymbol("/", "\\div"), let result {
      report(
        .twoReadings, .hint, at: node.location.through(sign.location),
        "\(node.oneLine()) is of \(text(result)) alone here, and its value is divided",
        help: "Write parentheses round what it is of, or a fraction, \\frac{…}{…}.")
    }
    return result.map { ($0, end) }
  }
}

extension MathTree {
  /// The word of a function of the language, unless the lesson defines the name itself.
  fileprivate func functionWord(_ workspace: Workspace) -> String? {
    if let word = functionName ?? uprightWord {
      let name = Name("\\text{\(word)}")
      return workspace.definitions[name] == nil && workspace.quantities[name] == nil ? word : nil
    }
    guard let scripts, scripts.primes == 0,
      scripts.base.functionName != nil || scripts.base.uprightWord != nil
    else { return nil }
    return scripts.base.functionWord(workspace)
  }

  /// The word of a function that has its argument behind it.
  func prefixWord(_ workspace: Workspace) -> String? {
    guard let word = functionWord(workspace),
      Operation.words[word] != nil || ["lg", "tan"].contains(word)
        || ExpressionReader.composed.contains(word)
    else {
      return nil
    }
    return word
  }

  /// A function of the language as `\text{softmax}` or `\mathrm{softmax}`.
  var uprightWord: String? {
    let word: String?
    if let text {
      word = text
    } else if let styled, styled.font == .mathrm {
      word = styled.inner.nodes.compactMap(\.letter).joined()
    } else {
      word = nil
    }
    return word.flatMap { Operation.words[$0] == nil ? nil : $0 }
  }

  fileprivate func endsPrefixArgument(_ workspace: Workspace) -> Bool {
    isDelimited || scripts?.base.isDelimited == true || functionWord(workspace) != nil
  }
}
