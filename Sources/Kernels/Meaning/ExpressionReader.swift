import Matrices
import Notation
import SourceText

/// Reads what a formula means, given the names known so far: a `MathTree` becomes an `Expression`
/// whose shapes all fit, or findings that say why not. Every operand is read even when another one
/// failed, so that all is said at once.
struct ExpressionReader {
  /// What stays the same while a formula is read, behind one reference: readers are copied often,
  /// and many are made between two changes of the lesson.
  final class Context {
    var workspace: Workspace {
      didSet { wholes = [:] }
    }
    let file: SourceFile
    /// What has been read to find a whole number.
    fileprivate var wholes: [Whole: (expression: Expression?, findings: [Finding])] = [:]

    init(_ workspace: Workspace, _ file: SourceFile) {
      self.workspace = workspace
      self.file = file
    }
  }

  /// A tree where it stands; with an index replaced, another one may stand there.
  fileprivate struct Whole: Hashable {
    var tree: MathTree
    var location: Location
    var depth: Int
    var isTrial: Bool
  }

  private let context: Context
  var workspace: Workspace { _read { yield context.workspace } }
  var file: SourceFile { context.file }
  var findings: [Finding] = []
  /// How many functions of matrices are being read inside each other.
  var depth = 0
  /// Inside the body of a function that works entry by entry, all products are elementwise.
  var isElementwise = false
  /// The arguments of the function whose body is read; nil outside of one.
  var parameters: [Name]?
  /// Names whose values decided what was read.
  var structural: Set<Name> = []
  /// Indices whose range is being looked for.
  var probes: [IndexProbe] = []
  /// Indices that are kept in what is read.
  var readings: [IndexReading] = []
  /// How many bodies of sums have been read.
  var expansions = 0
  /// What was made once need not be made again while the names mean what they mean.
  struct Made {
    /// Quantities at another input that have been bound to its shapes already.
    var evaluations: [EvaluationKey: [(name: Name, kernel: Kernel)]] = [:]
    /// Functions that have been bound to the shapes of their arguments already.
    var functions: [FunctionKey: BoundFunction] = [:]
    /// Bodies of derivatives that have been written out already.
    var subjects: [Derivative.Subject] = []
  }
  var made = Made()
  /// How many operations the functions that are called take.
  var callCosts = 0
  /// Words that the fence has as names.
  var words: Set<String> = []
  /// Letters that are no names of the lesson and yet known where words are looked for: indices,
  /// and what a function is of.
  var boundLetters: Set<String> = []
  /// Where a · b has been read as an inner product.
  var innerProducts: [Location] = []
  /// How many random draws, so that no two give the same numbers.
  var draws = 0
  /// Which update of the lesson is read, from 0: no two draw the same, though names keep their
  /// formulas.
  var update: Int?
  /// On the left side of its own formula a derivative is always the exact one.
  var prefersFormulas = true
  /// Whether it is enough to know that a name is missing: nobody is told.
  var isTrial = false

  init(_ workspace: Workspace, in file: SourceFile) {
    context = Context(workspace, file)
  }

  init(_ context: Context) { self.context = context }

  /// Reads a tree by itself, as the number of a member. A name is asked for by everything that it
  /// may be the beginning of; read each time, a number in a number in a number doubles the work
  /// each time.
  func readAlone(
    _ tree: MathTree, isTrial: Bool
  ) -> (expression: Expression?, findings: [Finding]) {
    let whole = Whole(tree: tree, location: tree.location, depth: depth, isTrial: isTrial)
    if let known = context.wholes[whole] { return known }
    var reader = ExpressionReader(context)
    reader.depth = depth
    reader.isTrial = isTrial
    let read = (reader.read(tree), reader.findings)
    context.wholes[whole] = read
    return read
  }

  static let deepest = 130

  /// Operations lie inside each other in long products, cases and maxima, too, and whoever goes
  /// through them goes as deep.
  private static let mostInside = 2000

  /// Factors are read one inside the other.
  private static let mostFactors = 1000

  /// A term of a sum, with the sign that stands before it.
  struct Term {
    var sign: Sign
    var `operator`: MathTree?
    var nodes: [MathTree]
  }

  // MARK: - Sums

  /// A whole side of a statement, or the inside of a group.
  mutating func read(_ tree: MathTree) -> Expression? {
    // Texts turn a list to save room; as a whole it is a column either way.
    if depth == 0, let list = tree.wholeList { return read(list) }
    return readSum(tree.isNameLike ? [tree] : tree.nodes, tree.location)
  }

  mutating func readSum(_ nodes: [MathTree], _ location: Location) -> Expression? {
    guard let nodes = fillingDots(nodes.filter { !$0.isBlank }) else { return nil }
    guard !nodes.isEmpty else {
      report(.missingArgument, at: location, "Something is missing here", help: "Write the term.")
      return nil
    }
    guard let outer = deeper(at: location) else { return nil }
    defer { depth = outer }
    var terms: [Term] = []
    var sign = Sign.plus
    var `operator`: MathTree?
    var current: [MathTree] = []
    var failed = false
    for node in nodes {
      let isOperator = node.isSymbol("+", "-")
      let endsTerm = !current.isEmpty && !current[current.count - 1].isInfix
      if isOperator, endsTerm {
        terms.append(Term(sign: sign, operator: `operator`, nodes: current))
        current = []
        sign = node.isSymbol("-") ? .minus : .plus
        `operator` = node
      } else if isOperator, current.isEmpty {
        if node.isSymbol("-") { sign = sign == .minus ? .plus : .minus }
      } else {
        current.append(node)
      }
    }
    if current.isEmpty {
      report(
        .missingArgument, at: nodes[nodes.count - 1].location,
        "Nothing follows this \(nodes[nodes.count - 1].oneLine())", help: "Write the next term.")
      failed = true
    } else {
      terms.append(Term(sign: sign, operator: `operator`, nodes: current))
    }
    terms = gatheringFolds(terms)
    let identities = terms.indices.filter { terms[$0].nodes.contains(where: isBareIdentity) }
    var read: [Int: Expression] = [:]
    for index in terms.indices where !identities.contains(index) {
      read[index] = readProduct(terms[index].nodes)
    }
    let size = read.values.first { $0.shape.isSquare && !$0.shape.isScalar }?.shape.rows
    for index in identities {
      let nodes = size.map { sized(terms[index].nodes, $0) } ?? terms[index].nodes
      read[index] = readProduct(nodes)
    }
    var operands = terms.indices.compactMap { read[$0] }
    failed = failed || operands.count < terms.count
    guard !failed, let first = operands.first else { return nil }
    if operands.count == 1, terms[0].sign == .plus { return first }
    // a · b is one number, and that would be added to every entry.
    let isOfMany = operands.contains { !$0.shape.isScalar }
    if isOfMany,
      let dot = operands.first(where: { operand in
        operand.shape.isScalar && innerProducts.contains { $0.overlaps(operand.location) }
      })
    {
      report(
        .ambiguousProduct, at: dot.location,
        "\(text(dot)) is the inner product of two vectors, one number, and a vector is added to it",
        help: "Write \\circ for the product entry by entry, or a^T b for the inner product.")
      return nil
    }
    // A draw has the shape of what it is added to.
    if let whole = operands.first(where: { !$0.isDraw })?.shape {
      for index in operands.indices where operands[index].isDraw { operands[index].shape = whole }
    }
    // A sign that opens the sum belongs to it.
    let start = nodes[0].isSymbol("-", "+") ? nodes[0].location : first.location
    let whole = start.through(operands[operands.count - 1].location)
    return applied(.sum(.terms(terms.map(\.sign))), operands, at: whole)
  }

  /// One level more of reading inside reading.
  /// - Returns: the level to come back to, or nil, with a finding, when it is one too many.
  mutating func deeper(at location: Location) -> Int? {
    guard depth < Self.deepest else {
      if !findings.contains(where: { $0.kind == .nestedTooDeep }) {
        report(
          .nestedTooDeep, at: location, "This formula is nested too deep here",
          help: "Give the inner part a name of its own.")
      }
      return nil
    }
    defer { depth += 1 }
    return depth
  }

  // MARK: - Products

  /// Factors of one term. What stands side by side holds together more tightly than ∘; a sum over
  /// an index or a derivative reaches to the end of the term.
  mutating func readProduct(_ nodes: [MathTree]) -> Expression? {
    guard nodes.count <= Self.mostFactors else {
      report(
        .formulaTooLong, at: MathTree.row(nodes).location,
        "This term has \(nodes.count) signs side by side, and \(Self.mostFactors) can be read",
        help: "Give a part of it a name of its own.")
      return nil
    }
    if let position = nodes.firstIndex(where: \.reachesFar) {
      let operation = nodes[position]
      let isFold = operation.foldParts != nil
      // A derivative ends before ∘, as it does before +.
      if !isFold,
        let sign = nodes[position...].firstIndex(where: { $0.isElementwiseSign }),
        sign > position + 1, sign + 1 < nodes.count
      {
        let left = readProduct(Array(nodes[..<sign]))
        let right = readProduct(Array(nodes[(sign + 1)...]))
        guard let left, let right else { return nil }
        return multiplied(left, right, elementwise: true)
      }
      let body = Array(nodes[(position + 1)...])
      var reaching =
        isFold ? readFold(operation, body) : readDerivative(operation, of: body)
      guard position > 0 else { return reaching }
      var before = Array(nodes[..<position])
      // \log \sum_j … is the logarithm of the sum.
      if isFold, let function = before.last, let word = function.prefixWord(workspace) {
        before.removeLast()
        reaching = reaching.flatMap {
          decorated(word, function, $0, function.location.through($0.location))
        }
        if before.isEmpty { return reaching }
      }
      let sign = before.last?.isInfix == true ? before.removeLast() : nil
      guard !before.isEmpty else {
        report(
          .missingArgument, at: sign?.location ?? operation.location,
          "A factor is missing before \(sign?.oneLine() ?? operation.oneLine())",
          help: "Write what is multiplied.")
        return nil
      }
      guard let left = readProduct(before), let reaching else { return nil }
      if let sign, sign.isElementwiseSign {
        return multiplied(left, reaching, elementwise: true)
      }
      return combined(left, reaching, by: sign)
    }
    var result: Expression?
    var failed = false
    for (index, part) in nodes.split(
      omittingEmptySubsequences: false,
      whereSeparator: \.isElementwiseSign
    ).enumerated() {
      guard !part.isEmpty else {
        let sign = nodes.first(where: \.isElementwiseSign)
        report(
          .missingArgument, at: sign?.location ?? nodes[0].location,
          "A factor is missing beside \(sign?.oneLine() ?? "∘")", help: "Write both factors.")
        failed = true
        continue
      }
      guard let factor = readFactors(Array(part)) else {
        failed = true
        continue
      }
      if index == 0 {
        result = factor
      } else if let left = result {
        result = multiplied(left, factor, elementwise: true)
        if result == nil { failed = true }
      }
    }
    return failed ? nil : result
  }

  private mutating func readFactors(_ nodes: [MathTree]) -> Expression? {
    warnOfCircle(nodes)
    var rest = nodes[...]
    var result: Expression?
    var failed = false
    var pending: MathTree?
    var isFirst = true
    var isNegative = false
    var divisor: (location: Location, isOfNumbers: Bool)?
    while let node = rest.first {
      // 2 \cdot -x
      if pending != nil, node.isSymbol("-", "+"), rest.count > 1 {
        rest.removeFirst()
        if node.isSymbol("-") { isNegative.toggle() }
        continue
      }
      if node.isInfix {
        rest.removeFirst()
        if isFirst || pending != nil {
          report(
            .missingArgument, at: node.location, "A factor is missing before \(node.oneLine())",
            help: "Write what is multiplied.")
          failed = true
        }
        pending = node
        isFirst = false
        continue
      }
      if let divisor, pending == nil {
        hintAtQuotient(divisor.location, node, isOfNumbers: divisor.isOfNumbers)
      }
      divisor = nil
      let count = rest.count
      var factor = readFactor(&rest)
      if rest.count == count { rest.removeFirst() }
      while let sign = rest.first, sign.isSymbol("!"), let number = factor {
        rest.removeFirst()
        if rest.first?.isSymbol("!") == true {
          report(
            .doesNotRun, at: sign.location, "!! is a double factorial to most, and does not run",
            help: "Write a product, or (n!)! where that is meant.")
          return nil
        }
        factor = applied(
          .entrywise(.factorial), [number], at: number.location.through(sign.location))
      }
      if isNegative, let positive = factor {
        factor = applied(.sum(.terms([.minus])), [positive], at: positive.location)
      }
      isNegative = false
      if pending?.isSymbol("/") == true, let factor {
        let isOfNumbers = result?.operation.literal != nil && factor.operation.literal != nil
        divisor = (factor.location, isOfNumbers)
      }
      guard let factor else {
        failed = true
        pending = nil
        isFirst = false
        continue
      }
      if isFirst {
        result = factor
      } else if !failed, let left = result {
        result = combined(left, factor, by: pending)
        if result == nil { failed = true }
      }
      pending = nil
      isFirst = false
      while rest.first?.isSymbol("\\%") == true, let sign = rest.popFirst(), let whole = result {
        result = hundredth(of: whole, sign)
      }
    }
    if let pending {
      report(
        .missingArgument, at: pending.location, "A factor is missing after \(pending.oneLine())",
        help: "Write what is multiplied.")
      return nil
    }
    return failed ? nil : result
  }

  /// An operation on operands; nil, with a finding, when they do not fit.
  mutating func applied(
    _ operation: Operation, _ operands: [Expression], at location: Location
  ) -> Expression? {
    guard operands.allSatisfy({ $0.depth < Self.mostInside }) else {
      report(
        .nestedTooDeep, at: location,
        "More than \(Self.mostInside) operations are inside each other here",
        help: "Give the inner part a name of its own.")
      return nil
    }
    if let shape = operation.shape(of: operands.map(\.shape)) {
      return Expression(operation, operands, shape: shape, location: location)
    }
    reportMisfit(operation.misfit(operands.map(operand)), operands, at: location)
    return nil
  }
}
