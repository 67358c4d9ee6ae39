import Matrices
import Notation
import SourceText

extension ExpressionReader {
  /// One factor from the front of a row; consumes what belongs to it, such as the argument of a
  /// function.
  mutating func readFactor(_ rest: inout ArraySlice<MathTree>) -> Expression? {
    guard let node = rest.popFirst(), let outer = deeper(at: node.location) else { return nil }
    defer { depth = outer }
    if let exponential = readExponential(node) { return exponential.result }
    if let condition = node.indicated(by: rest.first), let group = rest.first {
      rest.removeFirst()
      return readIndicator(condition, node.location.through(group.location))
    }
    if let scripts = node.scripts, scripts.primes == 0, scripts.upper == nil,
      let lower = scripts.lower, scripts.base.isIndicatorSign, lower.isCondition
    {
      return readIndicator(lower, node.location)
    }
    if reportsBrackets(node, rest.first) {
      rest.removeFirst()
      return nil
    }
    if let draw = readDraw(node, &rest) { return draw.result }
    let call =
      readScriptedCall(node, &rest) ?? readQuantity(node, &rest) ?? readCall(node, &rest)
    if let call { return call.result }
    switch node.content {
    case .number(let digits):
      if let (index, added) = running(at: node.location) {
        return Expression(
          .indexed(.number(.init(letter: index.letter, number: added))), shape: .scalar,
          location: node.location)
      }
      guard let value = Double(digits) else { return nil }
      return Expression(.constant(Matrix(value)), shape: .scalar, location: node.location)
    case .styled(let font, let inner) where isProduct(inner, in: font):
      return readStyled(node, inner)
    case .letter, .accent, .text, .styled: return readName(node)
    case .function where node.isNameLike: return readName(node)
    case .scripts(let base, let primes, let lower, let upper):
      return readScripts(node, base, primes, lower, upper)
    case .delimited(let open, let inner, let close):
      return readDelimited(node, open, inner, close)
    case .fraction(let above, let below): return readFraction(node, above, below)
    case .binomial(let above, let below): return readBinomial(node, above, below)
    case .root(let radicand, let index): return readRoot(node, radicand, index)
    case .table(.bars, let rows):
      return readMatrix(node, rows).flatMap { readBars($0, node.location) }
    case .table(.doubleBars, let rows):
      return readMatrix(node, rows).flatMap { readNorm(node, $0, label: nil) }
    case .table(.cases, let rows): return readCases(node, rows)
    case .table(let environment, let rows) where environment.isMatrix:
      return readMatrix(node, rows)
    // What a brace says below or above is a remark.
    case .stacked(let base, _, _, _?): return readStyled(node, base)
    case .row where node.isNameLike: return readName(node)
    case .row(let nodes): return readSum(nodes, node.location)
    case .function, .symbol, .table, .stacked, .space, .lineBreak, .unknown:
      reportUnrunnable(node)
      return nil
    }
  }

  private mutating func readDelimited(
    _ node: MathTree, _ open: String, _ inner: MathTree, _ close: String
  ) -> Expression? {
    if node.isBarred {
      // Bars in bars are double bars.
      if let single = inner.nodes.first(where: { !$0.isBlank }), single.isBarred,
        inner.nodes.filter({ !$0.isBlank }).count == 1, let group = single.delimited
      {
        return readNorm(node, group.inner, label: nil)
      }
      // |\vec{v}| is the length of an arrow.
      if inner.isArrow, let arrow = read(inner) {
        guard arrow.shape.columns == 1 || arrow.shape.rows == 1, !arrow.shape.isScalar else {
          return readBars(arrow, node.location)
        }
        return applied(.norm(.euclidean), [arrow], at: node.location)
      }
      return read(inner).flatMap { readBars($0, node.location) }
    }
    if node.isNormed { return readNorm(node, inner, label: nil) }
    if open.isEmpty, close.isEmpty { return read(inner) }
    if open == "\\langle", close == "\\rangle" {
      let parts = inner.nodes.split { $0.isSymbol(",") }.map { MathTree.row($0) }
      if parts.count == 2 {
        let (left, right) = (read(parts[0]), read(parts[1]))
        guard let left, let right else { return nil }
        return innerProduct(left, right, at: node.location)
      }
    }
    guard ["(", "[", "\\{", "\\lbrace"].contains(open), !close.isEmpty else {
      reportUnrunnable(node)
      return nil
    }
    guard node.isClosedAsOpened else {
      report(
        .doesNotRun, at: node.location, "\(open) … \(close) is an interval, and no value",
        help: "Close with the bracket that opens.")
      return nil
    }
    if open == "[", inner.nodes.contains(where: { $0.isSymbol(";") }) {
      return readStack(node, inner)
    }
    if inner.nodes.contains(where: { $0.isSymbol(",") }) { return readTuple(node, inner) }
    guard var expression = read(inner) else { return nil }
    // The value will stand on its own where the parentheses stood.
    expression.location = node.location
    return expression
  }

  /// `[h; x]`: what stands below each other.
  private mutating func readStack(_ node: MathTree, _ inner: MathTree) -> Expression? {
    let rows = inner.nodes.split(omittingEmptySubsequences: false) { $0.isSymbol(";") }
    return readMatrix(
      node,
      rows.map { row in
        row.split(omittingEmptySubsequences: false) { $0.isSymbol(",") }
          .map { MathTree.row(Array($0)) }
      })
  }

  private mutating func readTuple(_ node: MathTree, _ inner: MathTree) -> Expression? {
    var operands: [Expression] = []
    let parts = inner.nodes.split(omittingEmptySubsequences: false) { $0.isSymbol(",") }
    guard let filled = fillingDots(list: parts.map { MathTree.row($0) }) else { return nil }
    for part in filled {
      guard let operand = readSum(part.nodes, node.location) else { return nil }
      guard operand.shape.isScalar else {
        report(
          .shapeMismatch, at: operand.location,
          "A tuple holds numbers, and \(text(operand)) is \(operand.shape)",
          help: "With ; what stands in brackets is put below each other, as in [h; x]; side by "
            + "side it is \\begin{bmatrix} h & x \\end{bmatrix}.")
        return nil
      }
      operands.append(operand)
    }
    return applied(.placement(.tuple), operands, at: node.location)
  }

  private mutating func readFraction(
    _ node: MathTree, _ above: MathTree, _ below: MathTree
  ) -> Expression? {
    if above.startsDerivative || below.startsDerivative || node.isTotalDerivative {
      return readDerivative(node, of: Array(above.nodes.dropFirst()))
    }
    let numerator = read(above)
    let denominator = read(below)
    guard let numerator, let denominator else { return nil }
    return divided(numerator, denominator, location: node.location)
  }

  private mutating func readRoot(
    _ node: MathTree, _ radicand: MathTree, _ index: MathTree?
  ) -> Expression? {
    guard let inner = read(radicand) else { return nil }
    guard let index else {
      return applied(.entrywise(.elementary(.sqrt)), [inner], at: node.location)
    }
    guard let digits = index.digits, let degree = Double(digits), degree > 0 else {
      reportUnrunnable(index)
      return nil
    }
    let exponent = Expression(
      .constant(Matrix(1 / degree)), shape: .scalar, location: index.location)
    return applied(.entrywise(.power), [inner, exponent], at: node.location)
  }

  // MARK: - Scripts that are operations

  private mutating func readScripts(
    _ node: MathTree, _ base: MathTree, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?
  ) -> Expression? {
    if primes == 1, base.isDelimited, lower == nil {
      var single = [base][...]
      guard let inner = readFactor(&single) else { return nil }
      if !inner.shape.isScalar, let turned = turned(inner, node) {
        return upper.map { power(turned, $0, node.location) } ?? turned
      }
    }
    if primes == 0, let lower, upper == nil, let constant = constants(base, lower, node.location) {
      return constant.result
    }
    if primes == 0, let group = base.delimited, base.isNormed, let lower {
      guard let norm = readNorm(node, group.inner, label: lower) else { return nil }
      return upper.map { power(norm, $0, node.location) } ?? norm
    }
    if base.isBarred, let lower {
      report(
        .doesNotRun, at: node.location,
        "\(node.oneLine()) can be a norm, and it can be an entry of absolute values",
        help: "Write \\|…\\|_{\(lower.latex)} for the norm, and the index inside the bars for an "
          + "entry.")
      return nil
    }
    if primes == 0, lower == nil, let upper, !upper.isNaming {
      var single = [base][...]
      guard let inner = readFactor(&single) else { return nil }
      return power(inner, upper, node.location)
    }
    if primes == 0, let lower, upper == nil, !base.isNameLike {
      var single = [base][...]
      guard let inner = readFactor(&single) else { return nil }
      return readEntries(of: inner, lower, node.location)
    }
    return readName(node)
  }

  /// ᵀ, ⁻¹ or a power of a value.
  private mutating func power(
    _ base: Expression, _ upper: MathTree, _ location: Location
  ) -> Expression? {
    // \gamma^T of numbers, with T the number of steps, is a power.
    let isNumber =
      upper.nodes.last?.letter == "T" && workspace.definitions[Name("T")]?.shape == .scalar
    if upper.isTransposition, !(isNumber && base.shape.isScalar) {
      if isNumber, base.shape.isSquare {
        report(
          .transposition, .hint, at: location,
          "\(text(base)) is \(base.shape), so this T transposes it, although T is a number here",
          help: "Write \\top to say so. For the power take another letter than T.")
      }
      return applied(.placement(.transpose), [base], at: location)
    }
    // 30^\circ
    if upper.isSymbol("\\circ", "\\degree") {
      let degree = Expression(
        .constant(Matrix(Double.pi / 180)), shape: .scalar, location: upper.location)
      return multiplied(base, degree, elementwise: false)
    }
    if upper.isSymbol("+", "-") {
      report(
        .doesNotRun, at: location,
        "A \(upper.oneLine()) above a name says nothing that could be computed",
        help: "Give the value a name of its own, such as w^* or w^{(2)}; a new value of the same "
          + "name is written with :=.")
      return nil
    }
    // A^{-T}
    let parts = upper.nodes.filter { !$0.isBlank }
    if parts.count == 2, parts[0].isSymbol("-"), parts[1].isTransposition, !isNumber,
      base.shape.isSquare, !base.shape.isScalar
    {
      return applied(.square(.inverse), [base], at: location)
        .flatMap { applied(.placement(.transpose), [$0], at: location) }
    }
    // A^{\circ 2} is of the entries.
    let isOfEntries = parts.count > 1 && parts[0].isSymbol("\\circ", "\\odot")
    let raised = isOfEntries ? MathTree.row(Array(parts.dropFirst())) : upper
    guard let exponent = read(raised) else { return nil }
    if isOfEntries { return applied(.entrywise(.power), [base, exponent], at: location) }
    guard agreesWithName(base, upper, location) else { return nil }
    if !base.shape.isScalar, !isElementwise {
      return wholePower(base, exponent, upper, location)
    }
    return applied(.entrywise(.power), [base, exponent], at: location)
  }

  // MARK: - What does not run

  mutating func reportUnrunnable(_ node: MathTree) {
    let shown = node.oneLine()
    let why: String
    switch node.content {
    // What the reader of LaTeX has reported already.
    case .unknown: return
    case .symbol(let symbol) where symbol.class == .opening || symbol.class == .closing: return
    case .symbol(let symbol)
    where ["\\ldots", "\\dots", "\\cdots", "\\vdots", "\\ddots"].contains(
      symbol.latex):
      why = "Dots leave out what would have to be computed"
    case .symbol(let symbol) where ["\\sum", "\\prod"].contains(symbol.latex):
      why = "\(shown) needs an index below it"
    case .symbol(let symbol) where ["\\partial", "\\nabla"].contains(symbol.latex):
      why = "\(shown) does not say by what to differentiate"
    case .symbol(let symbol) where symbol.latex == "\\infty":
      why = "∞ is not a number to compute with"
    case .scripts(let base, _, _, _): return reportUnrunnable(base)
    case .function(let name): why = "\(name) does not run here"
    case .symbol(let symbol) where symbol.latex == ".":
      report(
        .doesNotRun, at: node.location, "This point is no decimal point: no digit stands behind it",
        help: "Write 1 or 1.0 for 1., and \\cdot for a product.")
      return
    case .row, .number, .letter, .text, .symbol, .fraction, .binomial, .root, .accent, .styled,
      .delimited, .table, .stacked, .space, .lineBreak:
      why = "\(shown) has no meaning that could be computed here"
    }
    let spelling = node.spellingThatRuns
    report(
      .doesNotRun, at: node.location, why,
      help: spelling ?? "Only read, between $$, it needs no value.")
  }
}

extension MathTree {
  /// What is written instead of a construct that does not run, where that is known.
  fileprivate var spellingThatRuns: String? {
    if isSymbol("\\ldots", "\\dots", "\\cdots", "\\vdots", "\\ddots") {
      return "Write all of it, or as a sum: \\sum_{i=1}^{n} …"
    }
    if isSymbol("\\mid", "|") { return "Write | on both sides of an absolute value: |x|." }
    if isSymbol("\\to") { return "Write \\leftarrow or := for a new value, and = for a formula." }
    if isSymbol("\\sum", "\\prod") { return "Write _{i=1}^{n} at it." }
    if isSymbol("\\partial", "\\nabla") {
      return "Write \\nabla_x, or \\frac{\\partial}{\\partial x}."
    }
    if isSymbol("\\infty") { return "Write the number where it is enough." }
    if isRelation {
      return
        "A comparison is a number as 1\\{…\\}, and holds for a part of the numbers below a sum."
    }
    if isSymbol(",", ";") { return "Statements stand one a line, or with , \\quad between them." }
    if isIndicatorSign {
      return "Write what must hold behind it, 1\\{y = k\\}, or its size, \\mathbf{1}_n for n ones."
    }
    return nil
  }

  var isTransposition: Bool {
    letter == "T" || isSymbol("\\top", "\\intercal")
      || styled.map { $0.inner.isTransposition } ?? false
  }

  /// `^{(2)}`, `^*`: part of a name rather than something done to its value.
  var isNaming: Bool {
    nodes.allSatisfy(\.isPartOfName) && !isEmpty
  }

  /// What may stand above a name as a part of it.
  var isPartOfName: Bool {
    isMember || raisedLabel != nil || isSymbol("*", "\\ast", "\\star")
  }

  var startsDerivative: Bool {
    let first = nodes.first
    return (first?.scripts?.base ?? first)?.isSymbol("\\partial", "\\nabla") ?? false
  }

  /// A name on a left side, which may be primed.
  var isLeftName: Bool {
    guard var scripts, scripts.primes > 0 else { return isNameLike }
    scripts.primes = 0
    return MathTree(scripts.content, location).isNameLike
  }

  var isNameLike: Bool {
    switch content {
    case .letter, .accent, .text: true
    case .function(let word): !word.isWordOfLanguage
    case .styled(let font, let inner): inner.isNameLike || font.setsWords && inner.isLetters
    case .delimited("", let inner, ""): inner.isNameLike
    case .scripts(let base, 0, _, let upper): base.isNameLike && (upper?.isNaming ?? true)
    case .row(let nodes):
      nodes.count == 2 && nodes[0].letter == "\\Delta" && nodes[1].isNameLike
    case .number, .symbol, .fraction, .binomial, .root, .scripts, .delimited, .table, .stacked,
      .space, .lineBreak, .unknown:
      false
    }
  }
}

extension MathTree {
  /// Letters in a row, which are no operator of the language: `MSE` in `\mathrm{MSE}`.
  private var isLetters: Bool {
    guard nodes.count > 1, nodes.allSatisfy(\.isLatinLetter) else { return false }
    return !nodes.map { $0.oneLine() }.joined().isWordOfLanguage
  }
}

extension MathTree.Font {
  /// Whether letters in it are one word; in bold they are a product.
  fileprivate var setsWords: Bool {
    switch self {
    case .mathrm, .mathit, .mathsf, .mathtt: true
    case .mathbf, .boldsymbol, .bm, .mathcal, .mathscr, .mathbb, .mathfrak: false
    }
  }
}

extension String {
  /// Whether it is the name of a function or an operator that is set upright, which a lesson does
  /// not define.
  fileprivate var isWordOfLanguage: Bool {
    guard self != "Var" else { return false }
    return FunctionWords.commands.contains(self) || FunctionWords.withLimits.contains(self)
      || Operation.words[self] != nil
  }
}
