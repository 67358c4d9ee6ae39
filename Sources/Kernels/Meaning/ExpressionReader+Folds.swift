import Matrices
import Notation
import SourceText

extension ExpressionReader {
  /// Terms that belong to a sum: from the term with the operator to the last one at this level that
  /// mentions its index.
  func gatheringFolds(_ terms: [Term]) -> [Term] {
    var gathered: [Term] = []
    var index = 0
    while index < terms.count {
      var term = terms[index]
      var last = index
      if let indices = term.nodes.lazy.compactMap(\.foldIndices).first {
        for later in terms.indices[(index + 1)...]
        where indices.contains(where: MathTree.row(terms[later].nodes).mentionsFree) {
          last = later
        }
      }
      for later in terms[index...last].dropFirst() {
        // Of a - -b only the first sign is kept as it stands.
        let wanted = later.sign == .plus ? "+" : "-"
        if var sign = later.operator, let symbol = Symbols.named(wanted) {
          sign.content = .symbol(symbol)
          term.nodes.append(sign)
        }
        term.nodes += later.nodes
      }
      gathered.append(term)
      index = last + 1
    }
    return gathered
  }

  /// A sum, product or extremum: its body read for every number of the index.
  mutating func readFold(_ node: MathTree, _ body: [MathTree]) -> Expression? {
    guard let (fold, lower, upper) = node.foldParts, let letters = node.foldIndices else {
      reportUnrunnable(node)
      return nil
    }
    if let word = lower.flatMap(FoldHead.unreadWord) {
      report(
        .doesNotRun, at: word.location,
        "\(word.shownText) says which numbers are meant, and is not read",
        help: "Write a condition with a sign, such as j \\ne i, or an index of its own, such as "
          + "\\sum_{k=1}^{3} x_{2k-1}.")
      return nil
    }
    guard let letter = letters.first, let lower, !body.isEmpty else {
      report(
        .missingArgument, at: node.location,
        body.isEmpty
          ? "\(node.oneLine()) has nothing to work on" : "\(node.oneLine()) has no index letter",
        help: "Write it as \\sum_{i=1}^{n} …")
      return nil
    }
    if let again = body.lazy.compactMap({ $0.fold(over: letter) }).first {
      reportBoundTwice(letter, at: again)
      return nil
    }
    guard let head = FoldHead(lower) else {
      report(
        .doesNotRun, at: lower.location, "\(lower.oneLine()) is no range of numbers",
        help: "Write i=1 below and the last number above.")
      return nil
    }
    // Σ over i and j is a Σ over i of a Σ over j.
    if letters.count > 1, head.start == nil {
      guard let base = node.scripts?.base, let comma = Symbols.named(",") else { return nil }
      let parts =
        letters.dropFirst().map { MathTree(.letter($0), lower.location) } + head.conditions
      let rest = parts.flatMap { [MathTree(.symbol(comma), lower.location), $0] }.dropFirst()
      let inner = MathTree(
        .scripts(base, primes: 0, lower: .row(Array(rest)), upper: upper), node.location)
      return expanded(fold, letter, inferring: [inner] + body, node)
    }
    var body = body
    if !head.conditions.isEmpty {
      guard fold == .sum || fold == .product else {
        report(
          .doesNotRun, at: lower.location,
          "\(node.oneLine()) over a part of the numbers does not run",
          help: "Write it over all, or as \\max of a list that has only those that count.")
        return nil
      }
      let whole = MathTree.row(body)
      body = [
        .choice(
          whole, where: head.conditions, otherwise: fold == .sum ? "0" : "1", at: whole.location)
      ]
    }
    if let set = head.set { return readFold(fold, letter, over: set, body, node) }
    guard let start = head.start else {
      if let upper, !head.conditions.isEmpty {
        guard let last = wholeNumber(upper, as: .last(of: letter)) else { return nil }
        return expanded(fold, letter, 1..<max(1, last + 1), body, node)
      }
      guard upper == nil else {
        report(
          .doesNotRun, at: lower.location, "\(lower.oneLine()) is no range of numbers",
          help: "Write i=1 below and the last number above.")
        return nil
      }
      return expanded(fold, letter, inferring: body, node)
    }
    guard let upper = upper ?? head.last else {
      report(
        .rangeUnknown, at: node.location, "\(node.oneLine()) has no last number",
        help: "Write it above: _{\(letter)=1}^{n}; or only the letter below, to go over all.")
      return nil
    }
    guard let first = wholeNumber(start, as: .first(of: letter)),
      let last = wholeNumber(upper, as: .last(of: letter))
    else { return nil }
    return expanded(fold, letter, first <= last ? first..<last + 1 : 0..<0, body, node)
  }

  /// Over the numbers of a set: `\sum_{i \in B}`.
  private mutating func readFold(
    _ fold: Fold.Kind, _ letter: String, over set: MathTree, _ body: [MathTree], _ node: MathTree
  ) -> Expression? {
    var members: [Int] = []
    var known = self
    known.findings = []
    let list = set.delimited?.inner.nodes.split { $0.isSymbol(",") }.map { MathTree.row($0) }
    if let list, list.count > 1 || set.delimited?.open != "(" {
      members = list.compactMap { known.wholeNumber($0, as: .index($0)) }
      if members.count != list.count { members = [] }
    } else if let value = known.knownValue(set) {
      members = value.elements.compactMap { Int(exactly: $0) }
      if members.count != value.elements.count { members = [] }
    }
    guard let first = members.min(), let last = members.max(), last - first < Self.largestWhole,
      fold == .sum || fold == .product, members.count <= Self.mostMembers
    else {
      report(
        .doesNotRun, at: set.location,
        "\(set.oneLine()) is no set of numbers that \(shown(letter)) could run over",
        help: "Give it its numbers before (B = \\{1, 3\\}), write them here "
          + "(\(letter) \\in \\{1, 3\\}), or say what holds of them (\(letter) \\ne 2).")
      return nil
    }
    structural.formUnion(known.structural)
    let whole = MathTree.row(body)
    guard let equals = Symbols.named("=") else { return nil }
    if Set(members).count == last - first + 1 {
      return expanded(fold, letter, first..<last + 1, body, node)
    }
    var rows = Set(members).sorted().map { member in
      [
        whole,
        MathTree.row([
          MathTree(.letter(letter), .nowhere), MathTree(.symbol(equals), .nowhere),
          MathTree(.number(String(member)), .nowhere),
        ]),
      ]
    }
    rows.append([
      MathTree(.number(fold == .sum ? "0" : "1"), .nowhere), MathTree(.text("otherwise"), .nowhere),
    ])
    let choice = MathTree(.table(.cases, rows), whole.location)
    return expanded(fold, letter, first..<last + 1, [choice], node)
  }

  /// As many cases nobody reads.
  private static let mostMembers = 64

  /// The value that a formula has now, where everything in it has one; it decides what is read.
  mutating func knownValue(_ tree: MathTree) -> Matrix<Double>? {
    let read = readAlone(tree, isTrial: isTrial)
    guard let expression = read.expression,
      !read.findings.contains(where: { $0.severity == .error })
    else { return nil }
    return knownValue(expression)
  }

  mutating func knownValue(_ expression: Expression) -> Matrix<Double>? {
    let kernel = Kernel(expression)
    guard kernel.names.allSatisfy({ workspace.values[$0] != nil }) else { return nil }
    structural.formUnion(workspace.closure(of: kernel.names))
    return kernel.value(in: Scope<Double>(workspace))
  }

  private mutating func expanded(
    _ fold: Fold.Kind, _ letter: String, inferring body: [MathTree], _ node: MathTree
  ) -> Expression? {
    guard let numbers = numbers(of: letter, in: [.row(body)], at: node.location) else { return nil }
    return expanded(fold, letter, numbers, body, node)
  }

  private mutating func expanded(
    _ fold: Fold.Kind, _ letter: String, _ numbers: Range<Int>, _ body: [MathTree],
    _ node: MathTree
  ) -> Expression? {
    let whole = MathTree.row(body)
    let location = node.location.through(whole.location)
    if numbers.isEmpty, fold == .sum || fold == .product {
      return Expression(
        .constant(Matrix(fold == .sum ? 0 : 1)), shape: .scalar, location: location)
    }
    guard !numbers.isEmpty else {
      report(.rangeUnknown, at: node.location, "\(node.oneLine()) goes over nothing")
      return nil
    }
    guard let terms = terms(whole, [RunningIndex(letter: letter, numbers: numbers)]) else {
      return nil
    }
    if let base = node.scripts?.base, base.isPlaceOperator {
      return place(terms, isSmallest: fold == .extremum(.minimum), numbers, location)
    }
    let isShort = numbers.count <= Self.mostWrittenTerms && !body.contains(where: \.holdsFold)
    let written = isShort ? numbers.map { substituted(whole, letter, $0) } : []
    return applied(.fold(Fold(fold, terms, written: written)), [], at: location)
  }

  /// The number for which the terms are largest, or smallest.
  private mutating func place(
    _ terms: Terms, isSmallest: Bool, _ numbers: Range<Int>, _ location: Location
  ) -> Expression? {
    guard terms.areNumbers, let operation = Operation.words["argmax"] else {
      report(
        .shapeMismatch, at: location, "The largest of numbers has a place, and these are matrices",
        help: "Index what it looks at down to a number.")
      return nil
    }
    var all = applied(.tabulation(Tabulation(terms: terms)), [], at: location)
    if isSmallest { all = all.flatMap { applied(.sum(.terms([.minus])), [$0], at: location) } }
    guard let place = all.flatMap({ applied(operation, [$0], at: location) }) else { return nil }
    guard numbers.lowerBound != 1 else { return place }
    let first = Expression(
      .constant(Matrix(Double(numbers.lowerBound - 1))), shape: .scalar, location: location)
    return applied(.sum(.terms([.plus, .plus])), [place, first], at: location)
  }

  /// Sums of so many terms are written out term by term.
  private static let mostWrittenTerms = 4

  // MARK: - Terms

  /// A formula read for all numbers of its indices: once, with the indices kept, or for every one
  /// of them where the formulas differ in kind.
  mutating func terms(_ tree: MathTree, _ indices: [RunningIndex]) -> Terms? {
    let terms: Terms
    if let formula = formula(tree, indices) {
      terms = Terms(indices, .same(formula))
    } else {
      guard let instances = instances(tree, indices[...]) else { return nil }
      terms = Terms(indices, .each(instances.map { Kernel($0) }))
    }
    guard terms.cost <= Self.mostOperations else {
      report(
        .formulaTooLong, at: tree.location,
        "This takes more than \(Self.mostOperations) operations: \(terms.count) terms",
        help: "Write it with matrix products instead of sums over entries.")
      return nil
    }
    return terms
  }

  /// The formula with its indices kept; nil where it is another one for every number, or where it
  /// cannot be read: then reading it number by number says why.
  private mutating func formula(_ tree: MathTree, _ indices: [RunningIndex]) -> Kernel? {
    var reader = self
    reader.expansions += 1
    defer { (expansions, made) = (reader.expansions, reader.made) }
    guard reader.expansions < Self.mostExpansions else { return nil }
    var first = tree
    for index in indices {
      let (instance, reading) = IndexReading.begin(index, in: first) { self.isWholeName($0) }
      reader.readings.append(reading)
      first = instance
    }
    reader.findings = []
    guard let expression = reader.read(first),
      reader.readings.suffix(indices.count).allSatisfy(\.isComplete),
      !reader.findings.contains(where: { $0.severity == .error })
    else { return nil }
    reader.findings.insert(contentsOf: findings, at: 0)
    reader.readings.removeLast(indices.count)
    self = reader
    return Kernel(expression)
  }

  /// A formula read for every combination of numbers of its indices, the last one fastest.
  private mutating func instances(
    _ tree: MathTree, _ indices: ArraySlice<RunningIndex>
  ) -> [Expression]? {
    guard let index = indices.first else { return read(tree).map { [$0] } }
    var found: [Expression] = []
    for number in index.numbers {
      expansions += 1
      guard expansions <= Self.mostExpansions else {
        if expansions == Self.mostExpansions + 1 {
          report(
            .formulaTooLong, at: tree.location,
            "This formula is another one for each of more than \(Self.mostExpansions) numbers",
            help: "Write it with matrix products instead of sums over entries.")
        }
        return nil
      }
      let instance = substituted(tree, index.letter, number)
      guard let read = instances(instance, indices.dropFirst()) else { return nil }
      found += read
    }
    return found
  }

  /// Formulas that have to be read number by number.
  static let mostExpansions = 20_000

  /// The formula with a number for the letter.
  func substituted(_ tree: MathTree, _ letter: String, _ number: Int) -> MathTree {
    var places: [Location: Int] = [:]
    let reader = self
    return tree.substituting(
      letter, by: number, keepsLabel: { reader.isWholeName($0) }, places: &places)
  }

  /// Whether a letter or scripted letter is a name with its subscript, as n_l is once it is
  /// defined.
  func isWholeName(_ node: MathTree) -> Bool {
    guard workspace.hasLabels, var scripts = node.scripts, let lower = scripts.lower,
      workspace.isLabel(lower.letter ?? lower.latex)
    else { return false }
    scripts.upper = nil
    let bare = MathTree(scripts.content, node.location)
    var reader = ExpressionReader(.bare, in: file)
    guard var name = reader.nameParts(bare)?.name else { return false }
    name.label = lower.latex
    return workspace.definitions[name] != nil || workspace.quantities[name] != nil
  }
}

extension MathTree {
  /// The operator inside the formula that goes over the letter.
  func fold(over letter: String) -> MathTree? {
    first { $0.foldIndices?.contains(letter) == true }
  }

  fileprivate var holdsFold: Bool { first { $0.foldParts != nil } != nil }

  /// A sum over an index or a derivative, which take all factors that follow.
  var reachesFar: Bool { foldParts != nil || isDerivativeOperator }

  /// `\frac{\partial}{\partial x}` or `\nabla_x`.
  var isDerivativeOperator: Bool {
    if let (above, _) = fraction {
      return above.isSymbol("\\partial") || isTotalDerivative && above.nodes.count == 1
    }
    return gradientVariable != nil
  }
}

extension Expression {
  var isDraw: Bool { operation.draw != nil }
}
