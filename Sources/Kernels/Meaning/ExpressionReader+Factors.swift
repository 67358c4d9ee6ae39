import Matrices
import Notation
import SourceText

extension ExpressionReader {
  /// One factor from the front of a row; consumes what belongs to it, such as the argument of a
  /// function.
  mutating func readFactor(_ rest: inout ArraySlice<MathTree>) -> Expression? {
    guard let node = rest.popFirst(), let outer = deeper(at: node.location) else { return nil }
    defer { depth = outer }
    if node.isExponential(workspace), let upper = node.scripts?.upper {
      guard let exponent = read(upper) else { return nil }
      return applied(.entrywise(.elementary(.exp)), [exponent], at: node.location)
    }
    if let draw = readDraw(node, &rest) { return draw.result }
    if let call = readQuantity(node, &rest) ?? readCall(node, &rest) { return call.result }
    switch node.content {
    case .number(let digits):
      if let (index, added) = running(at: node.location) {
        return Expression(
          .indexed(.number(.init(letter: index.letter, number: added))), shape: .scalar,
          location: node.location)
      }
      guard let value = Double(digits) else { return nil }
      return Expression(.constant(Matrix(value)), shape: .scalar, location: node.location)
    case .letter, .accent, .text, .styled: return readName(node)
    case .scripts(let base, let primes, let lower, let upper):
      return readScripts(node, base, primes, lower, upper)
    case .delimited(let open, let inner, let close):
      return readDelimited(node, open, inner, close)
    case .fraction(let above, let below): return readFraction(node, above, below)
    case .root(let radicand, let index): return readRoot(node, radicand, index)
    case .table(let environment, let rows) where environment.isMatrix:
      return readMatrix(node, rows)
    case .row where node.isNameLike: return readName(node)
    case .row(let nodes): return readSum(nodes, node.location)
    case .function, .symbol, .binomial, .table, .stacked, .space, .lineBreak, .unknown:
      reportUnrunnable(node)
      return nil
    }
  }

  private mutating func readDelimited(
    _ node: MathTree, _ open: String, _ inner: MathTree, _ close: String
  ) -> Expression? {
    if ["|", "\\vert", "\\lvert"].contains(open) {
      guard let argument = read(inner) else { return nil }
      return applied(.entrywise(.elementary(.abs)), [argument], at: node.location)
    }
    if ["\\|", "\\Vert", "\\lVert"].contains(open) { return readNorm(node, inner, label: nil) }
    guard ["(", "[", "\\{", "\\lbrace"].contains(open), !close.isEmpty else {
      reportUnrunnable(node)
      return nil
    }
    if inner.nodes.contains(where: { $0.isSymbol(",") }) { return readTuple(node, inner) }
    guard var expression = read(inner) else { return nil }
    // The value will stand on its own where the parentheses stood.
    expression.location = node.location
    return expression
  }

  private mutating func readTuple(_ node: MathTree, _ inner: MathTree) -> Expression? {
    var operands: [Expression] = []
    for part in inner.nodes.split(
      omittingEmptySubsequences: false,
      whereSeparator: {
        $0.isSymbol(",")
      })
    {
      guard let operand = readSum(Array(part), node.location) else { return nil }
      guard operand.shape.isScalar else {
        report(
          .shapeMismatch, at: operand.location,
          "A tuple holds numbers, and \(text(operand)) is \(operand.shape)")
        return nil
      }
      operands.append(operand)
    }
    return applied(.placement(.tuple), operands, at: node.location)
  }

  private mutating func readFraction(
    _ node: MathTree, _ above: MathTree, _ below: MathTree
  ) -> Expression? {
    if above.startsDerivative || below.startsDerivative {
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

  private mutating func readMatrix(_ node: MathTree, _ rows: [[MathTree]]) -> Expression? {
    let columns = rows.first?.count ?? 0
    if let odd = rows.first(where: { $0.count != columns }) {
      report(
        .shapeMismatch, at: node.location,
        "The rows of this matrix differ: \(columns) in the first, \(odd.count) in another",
        help: "Give every row the same number of entries.")
      return nil
    }
    var entries: [Expression] = []
    var failed = false
    for cell in rows.joined() {
      guard let entry = readEntry(cell, of: node) else {
        failed = true
        continue
      }
      entries.append(entry)
    }
    guard !failed, !entries.isEmpty else { return nil }
    let shape = Shape(rows.count, columns)
    if entries.allSatisfy(\.isConstant) {
      let values = entries.map { Kernel($0).constantValue.elements[0] }
      return Expression(
        .constant(Matrix(shape: shape, elements: values)), shape: shape, location: node.location)
    }
    return Expression(
      .placement(.assembly), entries, shape: shape, location: node.location)
  }

  private mutating func readEntry(_ cell: MathTree, of matrix: MathTree) -> Expression? {
    if cell.isEmpty {
      report(
        .missingArgument, at: matrix.location, "An entry of this matrix is empty",
        help: "Write a number between every two &.")
      return nil
    }
    let word = cell.oneLine().lowercased().filter(\.isLetter)
    if ["nan", "inf", "infinity"].contains(word)
      || cell.nodes.contains(where: { $0.isSymbol("\\infty") })
    {
      report(
        .notFinite, at: cell.location, "\(cell.oneLine()) is not a number to compute with",
        help: "Every entry must be a finite number.")
      return nil
    }
    guard let entry = read(cell) else { return nil }
    guard entry.shape.isScalar else {
      report(
        .shapeMismatch, at: cell.location,
        "An entry of a matrix is a number, and \(text(entry)) is \(entry.shape)")
      return nil
    }
    return entry
  }

  mutating func readNorm(_ node: MathTree, _ inner: MathTree, label: MathTree?) -> Expression? {
    guard let argument = read(inner) else { return nil }
    let norm: Norm
    switch label?.oneLine() {
    case nil where argument.shape.columns > 1 && argument.shape.rows > 1:
      report(
        .frobenius, .hint, at: node.location,
        "‖\(text(argument))‖ of a \(argument.shape) matrix is taken as its Frobenius norm",
        help: "Write \\|…\\|_F to say so.")
      norm = .frobenius
    case nil, "2": norm = .euclidean
    case "F": norm = .frobenius
    case "1": norm = .one
    case let other?:
      report(
        .doesNotRun, at: node.location, "The norm with index \(other) is not known",
        help: "Known are the plain norm, \\|…\\|_F, \\|…\\|_1 and \\|…\\|_2.")
      return nil
    }
    return applied(.norm(norm), [argument], at: node.location)
  }

  // MARK: - Scripts that are operations

  private mutating func readScripts(
    _ node: MathTree, _ base: MathTree, _ primes: Int, _ lower: MathTree?, _ upper: MathTree?
  ) -> Expression? {
    if primes == 0, let group = base.delimited,
      ["\\|", "\\Vert", "\\lVert"].contains(group.open), let lower
    {
      guard let norm = readNorm(node, group.inner, label: lower) else { return nil }
      return upper.map { power(norm, $0, node.location) } ?? norm
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
    if upper.isTransposition {
      return applied(.placement(.transpose), [base], at: location)
    }
    guard let exponent = read(upper) else { return nil }
    if !base.shape.isScalar, !isElementwise {
      let whole =
        exponent.isConstant
        ? Kernel(exponent).constantValue.elements[0] : .nan
      if whole == -1 { return applied(.square(.inverse), [base], at: location) }
      guard exponent.shape.isScalar, whole >= 0, whole.rounded() == whole, whole <= 64 else {
        reportMisfit(Product.power(0).misfit([operand(base)]), [base], at: location)
        return nil
      }
      return applied(.product(.power(Int(whole))), [base], at: location)
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
    case .row, .number, .letter, .text, .symbol, .fraction, .binomial, .root, .accent, .styled,
      .delimited, .table, .stacked, .space, .lineBreak:
      why = "\(shown) has no meaning that could be computed here"
    }
    report(
      .doesNotRun, at: node.location, why,
      help: "Write it another way, or put the formula between $$ to have it shown only.")
  }
}

extension MathTree {
  /// `e^{…}` where e is not a name of the lesson.
  fileprivate func isExponential(_ workspace: Workspace) -> Bool {
    guard let scripts, scripts.base.letter == "e", scripts.primes == 0, scripts.lower == nil,
      scripts.upper != nil
    else { return false }
    return workspace.definitions[Name("e")] == nil
  }

  var isTransposition: Bool {
    letter == "T" || isSymbol("\\top", "\\intercal")
      || styled.map { $0.inner.isTransposition } ?? false
  }

  /// `^{(2)}`, `^*`: part of a name rather than something done to its value.
  var isNaming: Bool {
    nodes.allSatisfy { $0.isMember || $0.isSymbol("*", "\\ast", "\\star") } && !isEmpty
  }

  var startsDerivative: Bool {
    let first = nodes.first
    return (first?.scripts?.base ?? first)?.isSymbol("\\partial", "\\nabla") ?? false
  }

  var isNameLike: Bool {
    switch content {
    case .letter, .accent, .text: true
    case .styled(_, let inner): inner.isNameLike
    case .scripts(let base, 0, _, let upper): base.isNameLike && (upper?.isNaming ?? true)
    case .row(let nodes):
      nodes.count == 2 && nodes[0].letter == "\\Delta" && nodes[1].isNameLike
    case .number, .function, .symbol, .fraction, .binomial, .root, .scripts, .delimited, .table,
      .stacked, .space, .lineBreak, .unknown:
      false
    }
  }
}
