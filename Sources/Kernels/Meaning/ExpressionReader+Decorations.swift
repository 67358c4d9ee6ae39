import Matrices
import Notation
import SourceText

/// What stands around or at something and changes what it means: fonts, bars, the base of a
/// logarithm, e with an exponent. Each has its usual meaning, or is a finding; none is passed over.
extension ExpressionReader {
  // MARK: - Fonts and braces

  /// Whether what is set in a font is more than a name: `\mathbf{A x}`, unless the letters are one
  /// word of the lesson.
  func isProduct(_ inner: MathTree, in font: MathTree.Font) -> Bool {
    guard let nodes = inner.row else { return inner.isScripted && !inner.isNameLike }
    guard nodes.allSatisfy(\.isLetter) else { return !inner.isNameLike }
    let word = nodes.map { $0.oneLine() }.joined()
    return workspace.definitions[Name("\\text{\(word)}")] == nil
      && nodes.allSatisfy { node in
        node.letter.map { workspace.definitions[Name($0)] != nil } ?? false
      }
  }

  /// What only looks otherwise, as one factor.
  mutating func readStyled(_ node: MathTree, _ inner: MathTree) -> Expression? {
    guard var expression = read(inner) else { return nil }
    expression.location = node.location
    return expression
  }

  /// Per cent behind a factor. Of a number that is written it is another number.
  mutating func hundredth(of whole: Expression, _ sign: MathTree) -> Expression? {
    let location = whole.location.through(sign.location)
    if let literal = whole.operation.literal {
      return Expression(
        .constant(literal.map { $0 / 100 }), shape: whole.shape, location: location)
    }
    let hundred = Expression(.constant(Matrix(100)), shape: .scalar, location: sign.location)
    return divided(whole, hundred, location: location)
  }

  // MARK: - Bars

  /// |x| of a number or of the entries; of a square matrix the determinant.
  mutating func readBars(_ argument: Expression, _ location: Location) -> Expression? {
    if !argument.shape.isScalar, !argument.shape.isSquare, !isElementwise {
      report(
        .bars, .hint, at: location,
        "|\(text(argument))| of \(argument.shape) is taken entry by entry",
        help: "Write \\|…\\| for the length.")
    }
    guard argument.shape.isSquare, !argument.shape.isScalar, !isElementwise else {
      return applied(.entrywise(.elementary(.abs)), [argument], at: location)
    }
    if argument.operation.literal == nil {
      report(
        .bars, .hint, at: location,
        "|\(text(argument))| of a \(argument.shape) matrix is taken as its determinant",
        help: "Write \\det to say so, or \\operatorname{abs}(…) for the absolute value of every "
          + "entry.")
    }
    return applied(.square(.determinant), [argument], at: location)
  }

  /// The largest singular value: the root of the largest eigenvalue of AᵀA, or of AAᵀ where that is
  /// the smaller one.
  mutating func spectralNorm(_ argument: Expression, _ location: Location) -> Expression? {
    let turned = applied(.placement(.transpose), [argument], at: location)
    guard let turned else { return nil }
    let factors =
      argument.shape.columns <= argument.shape.rows ? [turned, argument] : [argument, turned]
    guard let square = applied(.product(.matrix), factors, at: location),
      let values = applied(.square(.eigenvalues), [square], at: location)
    else { return nil }
    let largest = Expression(
      .placement(.entries(row: 0, column: 0)), [values], shape: .scalar, location: location)
    return applied(.entrywise(.elementary(.sqrt)), [largest], at: location)
  }

  // MARK: - The base of the natural logarithm

  /// `e^{…}`; nil for what is something else.
  mutating func readExponential(_ node: MathTree) -> ReadCall? {
    guard let scripts = node.scripts, scripts.primes == 0, scripts.lower == nil,
      let upper = scripts.upper, scripts.base.isUprightE || scripts.base.letter == "e"
    else { return nil }
    let name = Name("e")
    let known = workspace.definitions[name]
    // In a function's body only its own arguments are nearer than the base.
    if let known, !scripts.base.isUprightE, parameters?.contains(name) ?? true {
      let isPower = upper.isTransposition || upper.digits == "2" || upper.isNaming
      guard parameters == nil, !isPower else { return nil }
      report(
        .baseOrName, at: node.location,
        "e has a value here, so \(node.oneLine()) can mean its power or the exponential function",
        help: "Write \\exp(…) for the exponential function, and (e)^{…} for a power of the value.",
        notes: [.init(known.location, "e has its value from here")])
      return ReadCall(result: nil)
    }
    guard let exponent = read(upper) else { return ReadCall(result: nil) }
    hintAtEntries(of: "\(node.oneLine())", exponent, node.location)
    return ReadCall(
      result: applied(.entrywise(.elementary(.exp)), [exponent], at: node.location))
  }

  /// The exponential function of a square matrix is a series of its powers to some.
  mutating func hintAtEntries(of text: String, _ exponent: Expression, _ location: Location) {
    guard exponent.shape.isSquare, !exponent.shape.isScalar, !isElementwise else { return }
    report(
      .wholeMatrix, .hint, at: location,
      "\(text) of a \(exponent.shape) matrix is taken entry by entry",
      help: "The exponential of a matrix, I + A + A^2/2 + …, does not run.")
  }

  /// π and e, where the lesson gives them no value of its own.
  func constant(_ node: MathTree) -> Expression? {
    let value: Double
    if node.letter == "\\pi", workspace.definitions[Name("\\pi")] == nil {
      value = .pi
    } else if node.isUprightE, workspace.definitions[Name("e")] == nil {
      value = Double.exp(1)
    } else {
      return nil
    }
    return Expression(.constant(Matrix(value)), shape: .scalar, location: node.location)
  }

  /// `2\pi` where the lesson has a π of its own, such as the share of a component.
  mutating func warnOfCircle(_ nodes: [MathTree]) {
    let name = Name("\\pi")
    guard let known = workspace.definitions[name], parameters?.contains(name) != true else {
      return
    }
    for (number, letter) in zip(nodes, nodes.dropFirst())
    where number.isNumber && letter.letter == "\\pi" {
      report(
        .givenConstant, .warning, at: number.location.through(letter.location),
        "π is a name of the lesson here, and not the number 3.14…",
        help: "Take another letter for the lesson's own, such as w; or write 3.14159 here.",
        notes: [.init(known.location, "π has its value from here")])
    }
  }

  /// `I_3`: the identity, where I has no value or is one itself.
  mutating func identity(_ parts: NameParts, _ lower: MathTree, _ location: Location) -> Expression?
  {
    let name = Name("I")
    guard parts.name == name, parts.primes == 0, lower.indexParts(splitsDigits: false).count == 1,
      !lower.isSymbol(":")
    else { return nil }
    if let known = workspace.definitions[name] {
      guard known.shape.isSquare, !known.shape.isScalar, let value = workspace.values[name],
        value == Matrix(shape: known.shape, { $0 == $1 ? 1 : 0 })
      else { return nil }
      let size = readAlone(lower, isTrial: isTrial)
      guard let kernel = size.expression.map({ Kernel($0) }), kernel.shape.isScalar,
        kernel.names.allSatisfy({ workspace.values[$0] != nil }),
        kernel.value(in: Scope<Double>(workspace)).elements[0] == Double(known.shape.rows)
      else { return nil }
      structural.insert(name)
    }
    guard let size = wholeNumber(lower, as: .size) else { return nil }
    giveUpIndices()
    guard (1...Self.largestIdentity).contains(size) else {
      report(
        .outOfRange, at: location,
        "An identity matrix of \(size) rows is none that can be computed with",
        help: "It has 1 to \(Self.largestIdentity) rows.")
      return nil
    }
    let shape = Shape(size, size)
    return Expression(
      .constant(Matrix(shape: shape) { $0 == $1 ? 1 : 0 }), shape: shape, location: location)
  }

  /// A million entries, as of any value.
  private static let largestIdentity = 1000

  // MARK: - Functions with scripts

  /// A logarithm to a base, the inverse of a function, or the power of its value; an index that
  /// says nothing is a finding.
  mutating func decorated(
    _ word: String, _ node: MathTree, _ argument: Expression, _ location: Location
  ) -> Expression? {
    guard let operation = Operation.words[word] else {
      if word == "lg", !node.isScripted {
        return logarithm(of: argument, to: constant(10, node.location), location)
      }
      if word == "tan" { return tangent(node, argument, location) }
      if Self.composed.contains(word) { return composed(word, node, argument, location) }
      reportUnrunnable(node)
      return nil
    }
    let scripts = node.scripts
    if let upper = scripts?.upper, upper.isMinusOne, operation.isEntrywise {
      let inverses: [String: ElementaryFunction] = ["sin": .arcsin, "cos": .arccos]
      if scripts?.lower == nil, let inverse = inverses[word] {
        return applied(.entrywise(.elementary(inverse)), [argument], at: location)
      }
      guard word == "tanh", scripts?.lower == nil else {
        reportInverse(word, node)
        return nil
      }
      return inverseOfTanh(argument, location)
    }
    var result: Expression?
    if let lower = scripts?.lower {
      guard word == "log" else {
        report(
          .doesNotRun, at: node.location,
          "\(word) has no index: \(node.oneLine()) means nothing known",
          help: "A base stands below \\log only. An entry of the value is (\\\(word) x)_i.")
        return nil
      }
      guard let base = read(lower) else { return nil }
      result = logarithm(of: argument, to: base, location)
    } else {
      result = applied(operation, [argument], at: location)
    }
    // \log^2 x is the square of the value.
    guard let upper = scripts?.upper, let value = result else { return result }
    guard let exponent = read(upper) else { return nil }
    return applied(.entrywise(.power), [value, exponent], at: location)
  }

  private mutating func reportInverse(_ word: String, _ node: MathTree) {
    report(
      .doesNotRun, at: node.location,
      "\(node.oneLine()) can be the inverse function of \(word), and it can be 1/\(word)",
      help:
        "Write \\frac{1}{\\\(word) x} for the quotient. The inverse functions of sin, cos, tan and "
        + "tanh run, and \\log is that of \\exp.")
  }

  /// sin/cos, its inverse, or a power of it.
  private mutating func tangent(
    _ node: MathTree, _ argument: Expression, _ location: Location
  ) -> Expression? {
    let upper = node.scripts?.upper
    guard node.scripts?.lower == nil else {
      reportUnrunnable(node)
      return nil
    }
    if upper?.isMinusOne == true {
      return applied(.entrywise(.elementary(.arctan)), [argument], at: location)
    }
    guard isRepeatable(argument, at: location) else { return nil }
    guard let sine = applied(.entrywise(.elementary(.sin)), [argument], at: location),
      let cosine = applied(.entrywise(.elementary(.cos)), [argument], at: location),
      let quotient = divided(sine, cosine, location: location)
    else { return nil }
    guard let upper else { return quotient }
    return read(upper).flatMap { applied(.entrywise(.power), [quotient, $0], at: location) }
  }

  /// Functions that are written out by others.
  static let composed: Set<String> = ["cot", "sec", "csc", "sinh", "cosh", "coth"]

  private mutating func composed(
    _ word: String, _ node: MathTree, _ argument: Expression, _ location: Location
  ) -> Expression? {
    guard node.scripts?.lower == nil, node.scripts?.upper?.isMinusOne != true else {
      reportUnrunnable(node)
      return nil
    }
    guard isRepeatable(argument, at: location) else { return nil }
    func elementary(_ reader: inout Self, _ function: ElementaryFunction, _ x: Expression?)
      -> Expression?
    {
      x.flatMap { reader.applied(.entrywise(.elementary(function)), [$0], at: location) }
    }
    let one = constant(1, location)
    func over(_ reader: inout Self, _ above: Expression?, _ below: Expression?) -> Expression? {
      guard let above, let below else { return nil }
      return reader.divided(above, below, location: location)
    }
    var value: Expression?
    switch word {
    case "cot":
      let (above, below) = (elementary(&self, .cos, argument), elementary(&self, .sin, argument))
      value = over(&self, above, below)
    case "sec":
      let below = elementary(&self, .cos, argument)
      value = over(&self, one, below)
    case "csc":
      let below = elementary(&self, .sin, argument)
      value = over(&self, one, below)
    case "coth":
      let below = elementary(&self, .tanh, argument)
      value = over(&self, one, below)
    case let word:
      let negative = applied(.sum(.terms([.minus])), [argument], at: location)
      let (up, down) = (elementary(&self, .exp, argument), elementary(&self, .exp, negative))
      guard let up, let down else { return nil }
      let both = applied(
        .sum(.terms([.plus, word == "sinh" ? .minus : .plus])), [up, down], at: location)
      value = over(&self, both, constant(2, location))
    }
    guard let value, let upper = node.scripts?.upper else { return value }
    return read(upper).flatMap { applied(.entrywise(.power), [value, $0], at: location) }
  }

  private func constant(_ value: Double, _ location: Location) -> Expression {
    Expression(.constant(Matrix(value)), shape: .scalar, location: location)
  }

  private mutating func logarithm(
    of argument: Expression, to base: Expression, _ location: Location
  ) -> Expression? {
    let above = applied(.entrywise(.elementary(.log)), [argument], at: location)
    let below = applied(.entrywise(.elementary(.log)), [base], at: base.location)
    guard let above, let below else { return nil }
    return divided(above, below, location: location)
  }

  /// ½ log((1 + x)/(1 − x)).
  private mutating func inverseOfTanh(
    _ argument: Expression, _ location: Location
  ) -> Expression? {
    guard isRepeatable(argument, at: location) else { return nil }
    let one = constant(1, location)
    let above = applied(.sum(.terms([.plus, .plus])), [one, argument], at: location)
    let below = applied(.sum(.terms([.plus, .minus])), [one, argument], at: location)
    guard let above, let below, let quotient = divided(above, below, location: location),
      let logarithm = applied(.entrywise(.elementary(.log)), [quotient], at: location)
    else { return nil }
    return divided(logarithm, constant(2, location), location: location)
  }
}

extension MathTree {
  /// `\mathrm{e}`, which is never a name where e has none.
  var isUprightE: Bool { styled.map { $0.font == .mathrm && $0.inner.letter == "e" } ?? false }

  var isMinusOne: Bool {
    let nodes = nodes.filter { !$0.isBlank }
    return nodes.count == 2 && nodes[0].isSymbol("-") && nodes[1].digits == "1"
  }

  /// Something with an arrow above it, with its scripts.
  var isArrow: Bool {
    if let nodes = row, nodes.contains(where: \.isArrow) {
      return nodes.allSatisfy { $0.isArrow || $0.isBlank || $0.isSymbol("+", "-") }
    }
    let base = scripts?.base ?? self
    return base.accented?.accent.canonical == .vec
  }

  /// `|…|`.
  var isBarred: Bool { delimited.map { ["|", "\\vert", "\\lvert"].contains($0.open) } ?? false }

  /// `\|…\|`.
  var isNormed: Bool { delimited.map { ["\\|", "\\Vert", "\\lVert"].contains($0.open) } ?? false }

  /// The list that a side consists of, with a T behind it.
  var wholeList: MathTree? {
    guard let scripts, scripts.primes == 0, scripts.lower == nil,
      scripts.upper?.isTransposition == true, let group = scripts.base.delimited,
      ["(", "[", "\\{", "\\lbrace", "\\lbrack"].contains(group.open),
      group.inner.nodes.contains(where: { $0.isSymbol(",") })
    else { return nil }
    return scripts.base
  }

  /// Whether a bracket is closed by its own kind.
  var isClosedAsOpened: Bool {
    guard let group = delimited else { return true }
    let round = (group.open == "(", group.close == ")")
    let square = (["[", "\\lbrack"].contains(group.open), ["]", "\\rbrack"].contains(group.close))
    return round.0 == round.1 && square.0 == square.1
  }
}

extension MathTree {
  var isElementwiseSign: Bool { isSymbol("\\circ", "\\odot", "\\bullet") }

  /// An operator that needs a factor on both sides.
  var isInfix: Bool {
    isSymbol("\\cdot", "\\times", "*", "\\ast", "/", "\\div", "\\circ", "\\odot", "\\bullet")
  }
}
