import Matrices
import Notation
import SourceText

/// Makes the neighbours of a formula, one change at a time.
struct SlipMaker {
  let workspace: Workspace
  let tree: MathTree
  /// Whether further slips are made, too.
  var isFar = false
  /// The name that the formula defines.
  var own: Name?

  var writer: SlipWriter { SlipWriter(tree: tree) }

  struct Change {
    var fact: SlipFact
    var expression: Expression
    /// How the formula is written with the change: what stands in the place of which part.
    var edit: (location: Location, tree: MathTree)? = nil
  }

  /// Every change of the expression itself, and of every part of it.
  func changes(of expression: Expression) -> [Change] {
    let operation = expression.operation
    var changes = operation.slips(of: expression, self)
    if isFar { changes += operation.furtherSlips(of: expression, self) }
    if let terms = operation.terms { return changes + inTerms(terms, of: expression) }
    for (position, operand) in expression.operands.enumerated() {
      for change in self.changes(of: operand) {
        var operands = expression.operands
        operands[position] = change.expression
        guard let whole = expression.with(operands) else { continue }
        var outer = change
        outer.expression = whole
        changes.append(outer)
      }
    }
    return changes
  }

  /// A slip in the formula that a sum goes over; where that differs from number to number, in all
  /// of them.
  private func inTerms(_ terms: Terms, of expression: Expression) -> [Change] {
    func whole(_ change: Change, _ changed: Terms) -> Change? {
      guard let whole = expression.with([], as: expression.operation.over(changed)) else {
        return nil
      }
      var outer = change
      outer.expression = whole
      return outer
    }
    switch terms.body {
    case .same(let kernel):
      return changes(of: kernel.expression).compactMap { change in
        whole(change, Terms(terms.indices, .same(Kernel(change.expression))))
      }
    case .each(let kernels):
      let all = kernels.map { changes(of: $0.expression) }
      guard let first = all.first, all.allSatisfy({ $0.count == first.count }) else { return [] }
      return first.indices.compactMap { index in
        let own = all.map { $0[index] }
        guard own.allSatisfy({ $0.fact.kind == own[0].fact.kind }) else { return nil }
        return whole(own[0], Terms(terms.indices, .each(own.map { Kernel($0.expression) })))
      }
    }
  }

  func text(_ expression: Expression) -> String {
    if let name = expression.operation.name { return name.shown }
    guard let part = tree.part(expression.location) else {
      return expression.operation.label(of: expression.operands.map(\.shape)).text
    }
    return part.withoutParentheses.oneLine()
  }

  // MARK: - What operations make theirs from

  /// A change, if it fits.
  func change(
    _ fact: SlipFact, _ changed: Expression?, _ edit: SlipWriter.Edit?
  ) -> [Change] {
    changed.map { [Change(fact: fact, expression: $0, edit: edit)] } ?? []
  }

  /// One of two factors left out.
  func droppedFactors(_ expression: Expression) -> [Change] {
    let operands = expression.operands
    return operands.indices.flatMap { position in
      change(
        .droppedFactor(text(operands[position])),
        operands[1 - position], writer.alone(operands[1 - position], for: expression))
    }
  }

  /// The name whose formula is the function of another name.
  func activation(of argument: Name, by function: Name) -> Name? {
    workspace.formulas.keys.sorted { $0.latex < $1.latex }.first { name in
      guard let nodes = workspace.formulas[name]?.kernel.nodes, nodes.count == 2,
        let call = nodes[1].operation.call, call.order == 0
      else { return false }
      return call.function.name == function && nodes[0].operation.name == argument
    }
  }

  /// The same letter with another number or another accent, where the shape fits.
  func otherNames(for name: Name, _ expression: Expression) -> [Change] {
    let neighbours = workspace.values.keys.filter { other in
      guard other != name, other.base == name.base, other.label == name.label,
        other.arguments.isEmpty,
        workspace.values[other]?.shape == expression.shape
          || workspace.values[other]?.shape.isScalar == true
      else { return false }
      let isOtherMember =
        other.accents == name.accents && other.member != nil && name.member != nil
        && abs((other.member ?? 0) - (name.member ?? 0)) == 1
      let isOtherAccent = other.accents != name.accents && other.member == name.member
      return isOtherMember || isOtherAccent
    }
    return neighbours.sorted { $0.latex < $1.latex }.compactMap { other in
      guard let shape = workspace.values[other]?.shape else { return nil }
      return Change(
        fact: .otherName(other, insteadOf: name),
        expression: Expression(.leaf(.name(other)), shape: shape, location: expression.location),
        edit: (expression.location, MathReader.read(other.latex)))
    }
  }
}

extension Expression {
  var transposed: Expression {
    Expression(
      .placement(.transpose), [self], shape: shape.transposed, location: location)
  }

  /// The operation, or another one, on other operands; nil when they do not fit by their shapes.
  func with(_ operands: [Expression], as operation: Operation? = nil) -> Expression? {
    let shapes = operands.map(\.shape)
    let isAlike = operation == nil && shapes == self.operands.map(\.shape)
    let operation = operation ?? self.operation
    // Places that were read for one shape need not be there in another.
    if operation.isIndexed, !isAlike { return nil }
    let shape = isAlike ? self.shape : operation.shape(of: shapes)
    return shape.map { Expression(operation, operands, shape: $0, location: location) }
  }
}
