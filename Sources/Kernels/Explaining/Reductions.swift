package import Matrices
package import Notation
package import SourceText

/// One press of the key: a side of an equation as it stands after one more operation.
package struct Reduction: Sendable {
  /// The side with values where operations have been done.
  package var tree: MathTree
  /// What was done.
  package var act: ReductionAct
  /// The part of the formula that was reduced, as the lesson writes it; nil for names → numbers.
  package var subterm: MathTree?
  /// What was reduced, as marked in the line above.
  package var location: Location?
  /// The value of what was reduced.
  package var value: Matrix<Double>?
  /// What the line is about when it is not the equation's left side: `\delta_1` for the first unit.
  package var lead: MathTree?
  /// Which value of the lesson the value is.
  package var id: NumberID?
  /// Whether a value stands in it by its shape alone.
  package var hasShapes = false
}

extension Equation.Side {
  /// The reductions of this side, from its names to its value. They are read off the kernel's own
  /// run: the last one *is* the value.
  ///
  /// Names turn into numbers when the operation that uses them is next; numbers alone (β, ρ, x₁)
  /// all at once, since they take no room. What is constant stays as written until something uses
  /// it, and a name by itself needs no step.
  func reductions(_ style: ValueStyle, _ id: NumberID? = nil) -> [Reduction] {
    let steps = kernel.steps
    guard !steps.isEmpty else { return [] }
    let first = state(done: [], next: steps[0], style, id)
    var reductions = [
      Reduction(
        tree: first.tree, act: .numbers, subterm: nil, location: nil, value: nil,
        hasShapes: first.hasShapes)
    ]
    // A formula whose first operation uses nothing by name shows nothing new at first.
    if reductions[0].tree == tree { reductions.removeAll() }
    var done: Set<Int> = []
    for (index, step) in steps.enumerated() {
      reductions += terms(of: step, done: done, style, id)
      done.insert(step)
      let next = index + 1 < steps.count ? steps[index + 1] : nil
      let state = state(done: done, next: next, style, id)
      reductions.append(
        Reduction(
          tree: state.tree, act: .operation(label(step)),
          subterm: tree.part(kernel.nodes[step].location), location: kernel.nodes[step].location,
          value: values[step], id: id?.with(node: step), hasShapes: state.hasShapes))
    }
    return reductions
  }

  /// A sum over an index first shows its terms: written out with their numbers when they are few
  /// and short, then their values.
  private func terms(
    of step: Int, done: Set<Int>, _ style: ValueStyle, _ id: NumberID?
  ) -> [Reduction] {
    let node = kernel.nodes[step]
    guard let fold = node.operation.fold, let shown = terms[step], fold.terms.count > 1
    else { return [] }
    let isWhole = step == kernel.nodes.count - 1
    func reduction(
      _ terms: [MathTree], _ act: ReductionAct, hasShapes: Bool = false
    ) -> Reduction {
      let group = fold.kind.written(
        terms, isCut: shown.count < fold.terms.count, isWhole: isWhole, node.location)
      let state = state(done: done, next: nil, style, id, showing: [node.location: group])
      return Reduction(
        tree: state.tree, act: act, subterm: nil, location: node.location, value: nil,
        hasShapes: state.hasShapes || hasShapes)
    }
    var reductions: [Reduction] = []
    let writtenOut = zip(fold.written, shown).compactMap { tree, term in
      Equation.Side(term, of: tree)
        .numbers(style, id?.term(term.position, of: step))
    }
    if !writtenOut.isEmpty, writtenOut.count == fold.terms.count,
      writtenOut.allSatisfy({ $0.nodes.count > 1 })
    {
      reductions.append(reduction(writtenOut, .numbers))
    }
    let values = shown.map {
      $0.value.operandTree(style, id?.term($0.position, of: step).with(node: $0.root))
    }
    reductions.append(
      reduction(
        values.map(\.tree), .terms(RunningIndex(letter: fold.index, numbers: fold.numbers)),
        hasShapes: values.contains(where: \.isShape)))
    return reductions
  }

  /// The side with numbers for all of its names; nil when one is a matrix, which over and over
  /// would say less than the formula does.
  private func numbers(_ style: ValueStyle, _ id: NumberID?) -> MathTree? {
    var replacements: [Location: MathTree] = [:]
    var isScalar = true
    func visit(_ index: Int) {
      let node = kernel.nodes[index]
      if node.isLeaf(kernel.nodes) {
        isScalar = isScalar && values[index].shape.isScalar
        if !node.isConstant {
          replacements[node.location] = values[index].tree(style, id?.with(node: index))
        }
      } else {
        for operand in node.operands { visit(operand) }
      }
    }
    visit(kernel.nodes.count - 1)
    return isScalar ? tree.replacing(replacements) : nil
  }

  private func label(_ index: Int) -> OperationLabel {
    let node = kernel.nodes[index]
    return node.operation.label(of: node.operands.map { kernel.nodes[$0].shape })
  }

  /// The side with the values of what has been done, and of the names that come next.
  private func state(
    done: Set<Int>, next: Int?, _ style: ValueStyle, _ id: NumberID?,
    showing: [Location: MathTree] = [:]
  ) -> (tree: MathTree, hasShapes: Bool) {
    var replacements: [Location: MathTree] = [:]
    var hasShapes = false
    func show(_ index: Int) {
      let (location, id) = (kernel.nodes[index].location, id?.with(node: index))
      guard index < kernel.nodes.count - 1 else {
        replacements[location] = values[index].tree(style, id)
        return
      }
      let operand = values[index].operandTree(style, id)
      replacements[location] = operand.tree
      hasShapes = hasShapes || operand.isShape
    }
    func visit(_ index: Int, parent: Int?) {
      let node = kernel.nodes[index]
      if done.contains(index) { return show(index) }
      if node.isLeaf(kernel.nodes) {
        let isNext = parent != nil && parent == next
        if values[index].shape.isScalar || isNext, !node.isConstant { show(index) }
        return
      }
      for operand in node.operands { visit(operand, parent: index) }
    }
    visit(kernel.nodes.count - 1, parent: nil)
    return (tree.replacing(replacements.merging(showing) { _, new in new }), hasShapes)
  }
}

extension Kernel {
  /// The operations that a student sees done: not names, entries of names, what is constant, or
  /// what is done for every term of a sum.
  fileprivate var steps: [Int] { nodes.indices.filter(isStep) }

  fileprivate var hasSteps: Bool { nodes.indices.contains(where: isStep) }

  private func isStep(_ index: Int) -> Bool {
    !nodes[index].isConstant && nodes[index].operation.presence == .step
  }
}

extension Kernel {
  /// Whether it is nothing but a draw by numbers that are written there.
  fileprivate var isDraw: Bool {
    guard let root = nodes.last, root.operation.draw != nil else { return false }
    return root.operands.allSatisfy { nodes[$0].isConstant }
  }

  /// The most terms of a sum that are shown one by one.
  private static let shownTerms = 6
  private static let shownEntries = 4

  /// What is shown of the terms: of a sum all or, when they are many, the first three and the last;
  /// of what is given entry by entry the first few.
  func shownTerms(in scope: Scope<Double>) -> [Int: [Equation.ShownTerm]] {
    var shown: [Int: [Equation.ShownTerm]] = [:]
    for (index, node) in nodes.enumerated() {
      guard let terms = node.operation.terms else { continue }
      let count = terms.count
      let positions =
        node.operation.tabulation != nil
        ? Array(0..<min(count, Self.shownEntries))
        : count <= Self.shownTerms ? Array(0..<count) : [0, 1, 2, count - 1]
      shown[index] = positions.map { position in
        let kernel = terms.kernel(position)
        return Equation.ShownTerm(
          position: position, kernel: kernel, values: kernel.run(in: scope),
          terms: kernel.shownTerms(in: scope))
      }
    }
    return shown
  }

  /// What is given entry by entry, whose columns may still be put side by side.
  fileprivate var tabulation: Int? {
    let root = nodes.count - 1
    if nodes[root].operation.tabulation != nil { return root }
    guard nodes[root].operation.isTranspose || nodes[root].operation.isDiagonal else { return nil }
    let inner = nodes[root].operands[0]
    return nodes[inner].operation.tabulation != nil ? inner : nil
  }
}

extension Equation.ShownTerm {
  /// The operation whose value is the term's.
  var root: Int { kernel.nodes.count - 1 }
}

extension Kernel.Node {
  /// A name, or entries picked from one.
  fileprivate func isLeaf(_ nodes: [Kernel.Node]) -> Bool {
    switch operation.presence {
    case .leaf: true
    case .pick: nodes[operands[0]].isLeaf(nodes)
    case .step, .silent: false
    }
  }
}

extension Fold.Kind {
  /// Terms with signs between them; where some are cut, with dots before the last.
  fileprivate func written(
    _ terms: [MathTree], isCut: Bool, isWhole: Bool, _ location: Location
  ) -> MathTree {
    let position = location.start
    func symbol(_ latex: String) -> [MathTree] {
      Symbols.named(latex).map { [MathTree(.symbol($0), position)] } ?? []
    }
    let sign = symbol(self == .sum ? "+" : self == .product ? "\\cdot" : ",")
    var row: [MathTree] = []
    for (index, term) in terms.enumerated() {
      if isCut, index == terms.count - 1 { row += sign + symbol("\\cdots") }
      if index > 0 { row += sign }
      // −0.4 · 0.1 after a sign becomes (−0.4) · 0.1.
      if index > 0, term.nodes.count > 1, let first = term.nodes.first, first.symbol == nil,
        first.nodes.first?.isSymbol("-") == true
      {
        row.append(MathTree(.delimited("(", first, ")"), position))
        row += term.nodes.dropFirst()
        continue
      }
      let isNegative = term.nodes.first?.isSymbol("-") == true
      let isSum = term.nodes.contains { $0.isSymbol("+", "-") }
      let needsParentheses = index > 0 && isNegative || self == .product && isSum
      if needsParentheses {
        row.append(MathTree(.delimited("(", term, ")"), position))
      } else {
        // A negative number is one node, which says what number it is.
        row += term.tag == nil ? term.nodes : [term]
      }
    }
    let all = MathTree(.row(row), location)
    switch self {
    case .extremum(let extremum):
      let name = MathTree(.function(extremum.word), position)
      return MathTree(.row([name, MathTree(.delimited("(", all, ")"), position)]), location)
    case .sum, .product: return isWhole ? all : MathTree(.delimited("(", all, ")"), location)
    }
  }
}

extension MathTree {
  /// The node, or the neighbours in a row, at exactly this location.
  package func part(_ wanted: Location) -> MathTree? {
    if location == wanted { return self }
    switch content {
    case .row(let nodes):
      if let first = nodes.firstIndex(where: { $0.location.startsWith(wanted) }),
        let last = nodes[first...].firstIndex(where: { $0.location.endsWith(wanted) })
      {
        return .row(nodes[first...last])
      }
      return Self.part(wanted, of: nodes)
    case .fraction(let above, let below), .binomial(let above, let below):
      return above.part(wanted) ?? below.part(wanted)
    case .root(let radicand, _): return radicand.part(wanted)
    case .scripts(let base, _, _, let upper): return base.part(wanted) ?? upper?.part(wanted)
    case .delimited(_, let inner, _): return inner.part(wanted)
    case .table(_, let rows): return Self.part(wanted, of: rows.joined())
    case .number, .letter, .function, .text, .symbol, .accent, .styled, .stacked, .space,
      .lineBreak, .unknown:
      return nil
    }
  }

  /// The first of a lazy map is made twice, and that at every level is a million times on the
  /// twentieth.
  private static func part(_ wanted: Location, of nodes: some Sequence<MathTree>) -> MathTree? {
    for node in nodes {
      if let part = node.part(wanted) { return part }
    }
    return nil
  }
}

extension Equation {
  /// Whether numbers are drawn by a law in which there is nothing to compute, such as U(−1, 1):
  /// they are there at once, as what is given is.
  package var isPlainDraw: Bool {
    guard kind == .draw, sides.count == 1 else { return false }
    return sides[0].kernel.isDraw
  }

  /// Whether there is any operation to be seen.
  package var hasReductions: Bool {
    !isPlainDraw && sides.contains { $0.firstInstance != nil || $0.kernel.hasSteps }
  }

  /// The reductions of all its sides in order, each with the side it belongs to.
  ///
  /// - Parameter place: the place of the equation in its lesson; with it the numbers carry the tag
  ///   of their `NumberID`.
  package func reductions(
    _ style: ValueStyle, place: Int? = nil
  ) -> [(side: Int, reduction: Reduction)] {
    guard !isPlainDraw else { return [] }
    return sides.indices.flatMap { index in
      let side = sides[index]
      let id = place.map { NumberID(equation: $0, side: index) }
      let own =
        side.firstInstance.map { instances(side, $0, style, id) } ?? side.reductions(style, id)
      return own.map { (index, $0) }
    }
  }

  /// With free indices: all of the first instance, the values of the next few, and the whole.
  private func instances(
    _ side: Side, _ tree: MathTree, _ style: ValueStyle, _ id: NumberID?
  ) -> [Reduction] {
    guard let node = side.kernel.tabulation, let shown = side.terms[node],
      let first = shown.first
    else { return side.reductions(style, id) }
    var reductions = [
      Reduction(
        tree: tree, act: .instance(numbers(0)), subterm: nil, location: nil, value: nil,
        lead: lead(0))
    ]
    let firstID = id?.term(0, of: node)
    reductions += Side(first, of: tree)
      .reductions(style, firstID)
    if reductions.count == 1, !first.kernel.nodes.isEmpty {
      reductions[0].tree = first.value.tree(style, firstID?.with(node: first.root))
      reductions[0].value = first.value
    }
    for term in shown.dropFirst() {
      let own = id?.term(term.position, of: node).with(node: term.root)
      reductions.append(
        Reduction(
          tree: term.value.tree(style, own), act: .likewise(numbers(term.position)),
          subterm: nil, location: nil, value: term.value, lead: lead(term.position)))
    }
    let whole = id?.with(node: side.kernel.nodes.count - 1)
    reductions.append(
      Reduction(
        tree: side.value.tree(style, whole), act: .together, subterm: nil, location: nil,
        value: side.value, id: whole))
    return reductions
  }

  private func lead(_ position: Int) -> MathTree? {
    names.isEmpty || !leads.indices.contains(position) ? nil : leads[position]
  }

  private func numbers(_ position: Int) -> [ReductionAct.IndexNumber] {
    zip(free, free.numbers(at: position)).map { .init(letter: $0.letter, number: $1) }
  }
}
