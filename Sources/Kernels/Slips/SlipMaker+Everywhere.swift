import Matrices
import SourceText

/// Slips of the formula as a whole: made at every place at once, or in what a name was made from.
extension SlipMaker {
  /// Every slip of a formula, the usual ones first.
  func allChanges(of expression: Expression) -> [Change] {
    var local = changes(of: expression)
    guard isFar else { return local }
    // What one entry is made from shows more: a term's own row, a summand of a product.
    if let entry = expression.pushingEntry {
      local += changes(of: entry) + otherIndices(entry) + samePartsEverywhere(entry)
    }
    let further =
      extraFactors(expression) + extraFunctions(expression) + otherNamesEverywhere(expression)
      + functionsEverywhere(expression) + complements(expression) + otherIndices(expression)
      + samePartsEverywhere(expression)
      + biasesDecayed(expression) + inDefinitions(of: expression, depth: 2)
    return local.filter { $0.fact.kind != nil } + local.filter { $0.fact.kind == nil } + further
  }

  // MARK: - Too much

  private func extraFactors(_ whole: Expression) -> [Change] {
    var factors: [(text: String, expression: (Expression) -> Expression?)] = [
      ("−1", { negated($0) }), ("2", { times(2, $0) }), ("½", { times(0.5, $0) }),
    ]
    for (name, value) in workspace.scalars where value != 1 {
      let isCount = value == value.rounded() && value > 1
      let scalar = Expression(.leaf(.name(name)), shape: .scalar, location: whole.location)
      factors.append(
        (name.shown, { $0.with([scalar, $0], as: .product(.matrix)) }))
      guard isCount else { continue }
      factors.append(("1/\(name.shown)", { $0.with([$0, scalar], as: .entrywise(.quotient)) }))
    }
    for (argument, function) in slopes(of: whole.shape) {
      let leaf = Expression(.leaf(.name(argument)), shape: whole.shape, location: whole.location)
      let slope = Expression(
        .call(Call(function: function, order: 1)), [leaf], shape: whole.shape,
        location: whole.location)
      factors.append(
        (
          "\(function.name.shown)′(\(argument.shown))",
          { $0.with([$0, slope], as: .product(.hadamard)) }
        ))
    }
    return factors.flatMap { factor -> [Change] in
      var changes = further(.extraFactor(factor.text), factor.expression(whole))
      for path in terms(of: whole) {
        let changed = whole.replacing(path) { factor.expression($0) }
        changes += further(.extraFactor(factor.text), changed)
      }
      return changes
    }
  }

  /// Names of a shape that have a slope: z where a = f(z).
  private func slopes(of shape: Shape) -> [(Name, Function)] {
    workspace.formulas.values.compactMap { formula -> (Name, Function)? in
      let nodes = formula.kernel.nodes
      guard nodes.count == 2, nodes[0].shape == shape, let argument = nodes[0].operation.name,
        let call = nodes[1].operation.call, call.order == 0
      else { return nil }
      return (argument, call.function)
    }.sorted { $0.0.latex < $1.0.latex }
  }

  /// The paths to the terms of sums, which stand at the top or in a factor.
  private func terms(of expression: Expression, _ path: [Int] = []) -> [[Int]] {
    guard path.count < 4 else { return [] }
    return expression.operands.indices.flatMap { position -> [[Int]] in
      let own = path + [position]
      let isTerm = (expression.operation.signs?.count ?? 0) > 1
      let isOpen = expression.operation.signs != nil || expression.operation.isProduct
      guard isOpen || expression.operation.entries != nil else { return [] }
      return (isTerm ? [own] : []) + terms(of: expression.operands[position], own)
    }
  }

  private func extraFunctions(_ whole: Expression) -> [Change] {
    further(
      .extraFunction("√"), whole.with([whole], as: .entrywise(.elementary(.sqrt))))
      + workspace.elementwise.values.filter { $0.parameters.count == 1 }
      .sorted { $0.name.latex < $1.name.latex }
      .flatMap { function in
        further(
          .extraFunction(function.name.shown),
          Expression(
            .call(Call(function: function, order: 0)), [whole], shape: whole.shape,
            location: whole.location))
      }
  }

  // MARK: - At every place at once

  private func otherNamesEverywhere(_ whole: Expression) -> [Change] {
    let names = whole.nameCounts
    var changes: [Change] = []
    for (name, use) in names.sorted(by: { $0.key.latex < $1.key.latex }) {
      for other in sameShape(use.shape, besides: name) {
        if use.count > 1 {
          changes += further(
            .otherFunction(other.shown, insteadOf: name.shown),
            whole.rewritten { $0.operation.name == name ? $0.renamed(other, use.shape) : nil })
        }
      }
      if let call = workspace.formulas[name]?.kernel.nodes.last?.operation.call, call.order == 0 {
        changes += further(
          .extraFunction("\(call.function.name.shown) to \(name.shown)"),
          whole.rewritten { $0.operation.name == name ? $0.called(call.function) : nil })
      }
      for (other, otherUse) in names where name.latex < other.latex {
        changes += further(
          .exchanged(name, other),
          whole.rewritten {
            $0.operation.name == name
              ? $0.renamed(other, otherUse.shape)
              : $0.operation.name == other ? $0.renamed(name, use.shape) : nil
          })
      }
    }
    return changes
  }

  private func functionsEverywhere(_ whole: Expression) -> [Change] {
    func changes(
      _ slip: FurtherSlip, _ function: ElementaryFunction, _ change: (Expression) -> Expression?
    ) -> [Change] {
      guard whole.count(of: .entrywise(.elementary(function))) > 1 else { return [] }
      return further(
        slip,
        whole.rewritten {
          $0.operation == .entrywise(.elementary(function)) ? change($0) : nil
        })
    }
    let text = text(whole)
    return changes(.droppedFunction("exp", of: text), .exp) { $0.operands[0] }
      + changes(.droppedFunction("log", of: text), .log) { $0.operands[0] }
      + changes(.signOfArgument("x", of: "exp x"), .exp) { $0.with([negated($0.operands[0])]) }
      + [10, 2].flatMap { base in
        changes(.logarithmBase(base), .log) { times(1 / Double.log(Double(base)), $0) }
      }
  }

  /// x for 1 − x and back, at every place.
  private func complements(_ whole: Expression) -> [Change] {
    func lacked(_ expression: Expression) -> Expression? {
      guard expression.operation.signs == [.plus, .minus],
        expression.operands[0].operation.literal?.elements == [1]
      else { return nil }
      return expression.operands[1]
    }
    var parts: [Kernel: Expression] = [:]
    _ = whole.rewritten { part in
      if let own = lacked(part) { parts[Kernel(own)] = own }
      return nil
    }
    return parts.sorted { text($0.value) < text($1.value) }.flatMap { kernel, own in
      further(
        .complement(of: text(own)),
        whole.rewritten { part in
          if let inner = lacked(part), Kernel(inner) == kernel { return inner }
          return Kernel(part) == kernel ? lacking(part) : nil
        })
    }
  }

  /// What is written several times, got wrong in the same way each time.
  private func samePartsEverywhere(_ whole: Expression) -> [Change] {
    var counts: [Kernel: (count: Int, part: Expression)] = [:]
    _ = whole.rewritten { part in
      if !part.operands.isEmpty, !part.isConstant {
        counts[Kernel(part), default: (0, part)].count += 1
      }
      return nil
    }
    var changes: [Change] = []
    for (kernel, entry) in counts.sorted(by: { text($0.value.part) < text($1.value.part) })
    where entry.count > 1 {
      let own =
        entry.part.operation.slips(of: entry.part, self)
        + entry.part.operation.furtherSlips(of: entry.part, self)
      for change in own where change.expression.shape == entry.part.shape {
        changes += further(
          .everywhere(change.fact),
          whole.rewritten { Kernel($0) == kernel ? change.expression : nil })
      }
    }
    // Powers of different things that stand in one formula.
    func powers(_ slip: FurtherSlip, _ change: (Expression) -> Expression?) -> [Change] {
      further(
        slip,
        whole.rewritten { part in
          part.operation == .entrywise(.power)
            && part.operands[1].operation.literal?.elements == [2]
            ? change(part.operands[0]) : nil
        })
    }
    changes += powers(.droppedPower(text(whole))) { $0 }
    changes += powers(.absoluteValues(text(whole))) {
      $0.with([$0], as: .entrywise(.elementary(.abs)))
    }
    changes += further(
      .extraFunction("√"),
      whole.rewritten { part in
        guard let signs = part.operation.signs, signs.count > 1, !signs.contains(.minus),
          part.operands.allSatisfy({ $0.operation == .entrywise(.power) })
        else { return nil }
        return part.with([part], as: .entrywise(.elementary(.sqrt)))
      })
    return changes
  }

  // MARK: - Indices

  private func otherIndices(_ whole: Expression) -> [Change] {
    let uses = whole.entryUses
    var changes: [Change] = []
    // An index that stands still while others run: that of the unit, or of the example.
    let standing = uses.filter { $0.value.numbers.count == 1 }
    func moved(_ axes: Set<EntryAxis>, from old: Int, to new: Int) -> Expression? {
      whole.rewritten { part in
        guard let picked = part.operation.entries, let name = part.operands[0].operation.name
        else { return nil }
        var (row, column) = (picked.row, picked.column)
        if row == old, axes.contains(EntryAxis(name: name, isRow: true)) { row = new }
        if column == old, axes.contains(EntryAxis(name: name, isRow: false)) { column = new }
        guard row != picked.row || column != picked.column else { return nil }
        return Expression(
          .placement(.entries(row: row, column: column)), part.operands, shape: part.shape,
          location: part.location)
      }
    }
    for number in Set(standing.values.flatMap(\.numbers)).sorted() {
      let group = standing.filter { $0.value.numbers == [number] }
      let bound = group.map(\.value.bound).min() ?? 0
      guard bound <= Self.mostNeighbours else { continue }
      for other in 0..<bound where other != number {
        let text = "index \(other + 1), and \(number + 1) is asked for"
        for axes in subsets(of: group) {
          changes += further(.otherEntry(text), moved(axes, from: number, to: other))
        }
      }
    }
    changes += further(
      .exchangedIndices(of: "everything"),
      whole.rewritten { part in
        guard let (row, column) = part.operation.entry, row != column,
          column < part.operands[0].shape.rows, row < part.operands[0].shape.columns
        else { return nil }
        return Expression(
          .placement(.entries(row: column, column: row)), part.operands, shape: part.shape,
          location: part.location)
      })
    let matrices = Set(uses.keys.filter { !$0.isRow }.map(\.name))
    for name in matrices.sorted(by: { $0.latex < $1.latex }) {
      changes += further(.exchangedIndices(of: name.shown), exchanged(name, whole))
    }
    return changes
  }

  /// Which of the axes with one number may be meant together: those of the unit without that of the
  /// input, for instance. Single places are changed one by one already.
  private func subsets(of group: [EntryAxis: EntryUse]) -> [Set<EntryAxis>] {
    let axes = group.keys.sorted {
      ($0.name.latex, $0.isRow ? 0 : 1) < ($1.name.latex, $1.isRow ? 0 : 1)
    }
    guard axes.count <= 4 else { return [Set(axes)] }
    return (1..<1 << axes.count).map { bits in
      Set(axes.indices.filter { bits & 1 << $0 != 0 }.map { axes[$0] })
    }.filter { $0.count > 1 || $0.contains { (group[$0]?.count ?? 0) > 1 } }
  }

  private func exchanged(_ name: Name, _ whole: Expression) -> Expression? {
    var fits = true
    let changed = whole.rewritten { part in
      guard let (row, column) = part.operation.entry, part.operands[0].operation.name == name,
        row != column
      else { return nil }
      let shape = part.operands[0].shape
      fits = fits && column < shape.rows && row < shape.columns
      return Expression(
        .placement(.entries(row: column, column: row)), part.operands, shape: part.shape,
        location: part.location)
    }
    return fits ? changed : nil
  }

  /// ‖b‖² added to the ‖W‖² of weight decay: of names with the members that these have.
  private func biasesDecayed(_ whole: Expression) -> [Change] {
    func family(_ sum: Expression) -> [Name]? {
      guard let signs = sum.operation.signs, signs.count > 1, !signs.contains(.minus) else {
        return nil
      }
      let names = sum.operands.compactMap { term -> Name? in
        guard term.operation == .entrywise(.power), case .norm = term.operands[0].operation else {
          return nil
        }
        return term.operands[0].operands[0].operation.name
      }
      return names.count == signs.count && names.allSatisfy { $0.member != nil } ? names : nil
    }
    func biases(_ names: [Name]) -> [Name]? {
      workspace.values.keys.filter { $0.member == names[0].member && $0.base != names[0].base }
        .sorted { $0.latex < $1.latex }
        .map { bias in names.map { bias.numbered($0.member ?? 0) } }
        .first { biases in
          biases.allSatisfy { workspace.isGiven($0) && workspace.values[$0]?.shape.columns == 1 }
        }
    }
    return further(
      .biasesDecayed,
      whole.rewritten { sum in
        guard let names = family(sum), let others = biases(names) else { return nil }
        let terms =
          sum.operands
          + zip(sum.operands, others).compactMap { term, bias in
            let shape = workspace.values[bias]?.shape ?? .scalar
            let leaf = term.operands[0].operands[0].renamed(bias, shape)
            return term.operands[0].with([leaf]).flatMap { term.with([$0, term.operands[1]]) }
          }
        return sum.with(terms, as: .sum(.terms(terms.map { _ in .plus })))
      })
  }

  // MARK: - One definition up

  /// Usual slips in the body of a function, with the argument in the place of its parameter.
  func inFunction(_ function: Function, _ order: Int, _ call: Expression) -> [Change] {
    let body = function.body
    guard order == 0, body.letters.isEmpty, body.size <= Self.mostSignsInside else { return [] }
    let maker = SlipMaker(workspace: workspace, tree: tree)
    return maker.changes(of: body.expression).flatMap { change -> [Change] in
      let applied = change.expression.rewritten {
        $0.operation.name == function.parameters[0] ? call.operands[0] : nil
      }
      return further(.inside(function.name, change.fact), applied)
    }
  }

  /// More than so many signs are not gone through once more for a name.
  private static let mostSignsInside = 60

  private func inDefinitions(of whole: Expression, depth: Int) -> [Change] {
    guard depth > 0 else { return [] }
    return whole.nameCounts.keys.sorted { $0.latex < $1.latex }.flatMap { name -> [Change] in
      guard let formula = workspace.formulas[name], !formula.kernel.isMachineWork,
        formula.kernel.letters.isEmpty, formula.kernel.size <= Self.mostSignsInside
      else { return [] }
      let maker = SlipMaker(workspace: workspace, tree: formula.tree, isFar: true, own: name)
      let inner = formula.kernel.expression
      let changes =
        maker.changes(of: inner).filter { depth > 1 || $0.fact.kind != nil }
        + maker.inDefinitions(of: inner, depth: depth - 1)
      return changes.flatMap { change -> [Change] in
        guard change.expression.shape == inner.shape else { return [] }
        let fact: FurtherSlip =
          if case .further(.inside(let deeper, let fact)) = change.fact {
            .inside(deeper, fact)
          } else {
            .inside(name, change.fact)
          }
        return further(
          fact, whole.rewritten { $0.operation.name == name ? change.expression : nil })
      }
    }
  }
}

/// Rows or columns of a name.
private struct EntryAxis: Hashable {
  var name: Name
  var isRow: Bool
}

private struct EntryUse {
  var numbers: Set<Int> = []
  var count = 0
  var bound = 0
}

extension Expression {
  /// With other parts in the place of some, from the outside in; nil where nothing is changed, or
  /// where it no longer fits.
  func rewritten(_ change: (Expression) -> Expression?) -> Expression? {
    var isChanged = false
    func walk(_ expression: Expression) -> Expression? {
      if let changed = change(expression) {
        isChanged = true
        return changed
      }
      if let terms = expression.operation.terms {
        var fits = true
        let own = terms.map { kernel in
          guard let walked = walk(kernel.expression), walked.shape == kernel.shape else {
            fits = false
            return kernel
          }
          return Kernel(walked)
        }
        return fits ? expression.with(expression.operands, as: expression.operation.over(own)) : nil
      }
      guard !expression.operands.isEmpty else { return expression }
      var operands: [Expression] = []
      for operand in expression.operands {
        guard let walked = walk(operand) else { return nil }
        operands.append(walked)
      }
      return expression.with(operands)
    }
    let walked = walk(self)
    return isChanged && walked?.shape == shape ? walked : nil
  }

  /// With another part at a path.
  func replacing(_ path: [Int], _ change: (Expression) -> Expression?) -> Expression? {
    guard let first = path.first else { return change(self) }
    var operands = operands
    guard let part = operands[first].replacing(Array(path.dropFirst()), change) else { return nil }
    operands[first] = part
    return with(operands)
  }

  /// f of it.
  fileprivate func called(_ function: Function) -> Expression {
    Expression(
      .call(Call(function: function, order: 0)), [self], shape: shape, location: location)
  }

  /// An entry of a value as the same made from entries of its parts; nil where there is nothing to do.
  fileprivate var pushingEntry: Expression? {
    guard let (row, column) = operation.entry else { return nil }
    let pushed = operands[0].entry(row, column)
    return pushed.operation == operation ? nil : pushed
  }

  private static let mostSummands = 6

  private func entry(_ row: Int, _ column: Int) -> Expression {
    if shape.isScalar { return self }
    func parts(_ expressions: [Expression]) -> [Expression] {
      expressions.map { part in
        part.shape == shape
          ? part.entry(row, column)
          : part.shape.isScalar
            ? part
            : part.entry(part.shape.rows == 1 ? 0 : row, part.shape.columns == 1 ? 0 : column)
      }
    }
    func same(_ operands: [Expression]) -> Expression {
      Expression(operation, operands, shape: .scalar, location: location)
    }
    let alone = Expression(
      .placement(.entries(row: row, column: column)), [self], shape: .scalar, location: location)
    switch operation {
    case .sum(.terms), .product(.hadamard), .entrywise, .call: return same(parts(operands))
    case .product(.matrix):
      let (left, right) = (operands[0], operands[1])
      if left.shape.isScalar || right.shape.isScalar { return same(parts(operands)) }
      let count = left.shape.columns
      guard count <= Self.mostSummands else { return alone }
      let terms = (0..<count).map { place in
        Expression(
          .product(.matrix), [left.entry(row, place), right.entry(place, column)], shape: .scalar,
          location: location)
      }
      return terms.count == 1
        ? terms[0]
        : Expression(
          .sum(.terms(terms.map { _ in .plus })), terms, shape: .scalar, location: location)
    case .placement(.transpose): return operands[0].entry(column, row)
    case .leaf, .indexed, .sum, .product, .norm, .placement, .square, .column, .statistic, .fold,
      .tabulation, .evaluation, .derivative:
      return alone
    }
  }

  func renamed(_ name: Name, _ shape: Shape) -> Expression {
    Expression(.leaf(.name(name)), shape: shape, location: location)
  }

  func count(of operation: Operation) -> Int {
    var count = 0
    _ = rewritten { part in
      if part.operation == operation { count += 1 }
      return nil
    }
    return count
  }

  /// How often names are written in it.
  fileprivate var nameCounts: [Name: (count: Int, shape: Shape)] {
    var counts: [Name: (count: Int, shape: Shape)] = [:]
    _ = rewritten { part in
      if let name = part.operation.name {
        counts[name, default: (0, part.shape)].count += 1
      }
      return nil
    }
    return counts
  }

  /// Which rows and columns of names are picked.
  fileprivate var entryUses: [EntryAxis: EntryUse] {
    var uses: [EntryAxis: EntryUse] = [:]
    _ = rewritten { part in
      guard let picked = part.operation.entries, let name = part.operands[0].operation.name else {
        return nil
      }
      let shape = part.operands[0].shape
      for (number, isRow, bound) in [
        (picked.row, true, shape.rows), (picked.column, false, shape.columns),
      ] where bound > 1 {
        guard let number else { continue }
        var use = uses[EntryAxis(name: name, isRow: isRow)] ?? EntryUse()
        use.numbers.insert(number)
        use.count += 1
        use.bound = bound
        uses[EntryAxis(name: name, isRow: isRow)] = use
      }
      return nil
    }
    return uses
  }
}
