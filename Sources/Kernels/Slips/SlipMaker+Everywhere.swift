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
      local +=
        changes(of: entry) + otherIndices(entry) + samePartsEverywhere(entry)
        + exchangedNumbers(entry)
    }
    let further =
      extraFactors(expression) + extraFunctions(expression) + otherNamesEverywhere(expression)
      + functionsEverywhere(expression) + complements(expression) + otherIndices(expression)
      + samePartsEverywhere(expression) + exchangedNumbers(expression)
      + allTurnedOver(expression) + biasesDecayed(expression)
      + inDefinitions(of: expression, depth: 2)
      + numbersOfThePage(expression)
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

  /// ‖b‖² added to the ‖W‖² of weight decay: of names with the members that these have.
  private func biasesDecayed(_ whole: Expression) -> [Change] {
    func family(_ sum: Expression) -> [Name]? {
      guard let signs = sum.operation.signs, signs.count > 1, !signs.contains(.minus) else {
        return nil
      }
      let names = sum.operands.compactMap { term -> Name? in
        guard term.operation == .entrywise(.power), term.operands[0].operation.isNorm else {
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
}
