import Matrices
import Notation
import SourceText

/// Makes the neighbours of a formula, one change at a time.
struct SlipMaker {
  let workspace: Workspace
  let tree: MathTree

  private var writer: SlipWriter { SlipWriter(tree: tree) }

  struct Change {
    var kind: Slips.Kind
    var sentence: String
    var expression: Expression
    /// How the formula is written with the change: what stands in the place of which part.
    var edit: (location: Location, tree: MathTree)?
  }

  /// Every change of the expression itself, and of every part of it.
  func changes(of expression: Expression) -> [Change] {
    var changes = ownChanges(of: expression)
    switch expression.operation {
    case .fold, .collection: changes += repeated(expression)
    default:
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
    }
    return changes
  }

  /// The operands of a sum over an index are its body over and over: a slip is made in all of them.
  private func repeated(_ expression: Expression) -> [Change] {
    let all = expression.operands.map { changes(of: $0) }
    guard let first = all.first, all.allSatisfy({ $0.count == first.count }) else { return [] }
    return first.indices.compactMap { index in
      let own = all.map { $0[index] }
      guard own.allSatisfy({ $0.kind == own[0].kind }),
        let whole = expression.with(own.map(\.expression))
      else { return nil }
      var change = own[0]
      change.expression = whole
      return change
    }
  }

  func text(_ expression: Expression) -> String {
    if case .name(let name) = expression.operation { return name.shown }
    guard let part = tree.part(expression.location) else {
      return expression.operation.label(of: expression.operands.map(\.shape))
    }
    return part.withoutParentheses.oneLine()
  }

  // MARK: - The list

  private func ownChanges(of expression: Expression) -> [Change] {
    let operands = expression.operands
    var changes: [Change] = []
    func add(
      _ kind: Slips.Kind, _ sentence: String, _ changed: Expression?, _ edit: SlipWriter.Edit?
    ) {
      guard let changed else { return }
      changes.append(Change(kind: kind, sentence: sentence, expression: changed, edit: edit))
    }
    switch expression.operation {
    case .sum(let signs): changes += sumChanges(expression, signs)
    case .product:
      for position in operands.indices {
        add(
          .droppedFactor, "You left out the factor \(text(operands[position])).",
          operands[1 - position], writer.alone(operands[1 - position], for: expression))
      }
      if !operands[0].shape.isScalar, !operands[1].shape.isScalar {
        add(
          .hadamardForMatrix,
          "You multiplied entry by entry; \(text(expression)) is a matrix product.",
          expression.with(operands, as: .hadamard),
          writer.joined(operands, by: "\\circ", for: expression))
      }
      for position in operands.indices where !operands[position].shape.isScalar {
        // What is transposed already has its own slip: to leave that out.
        if case .transpose = operands[position].operation { continue }
        var turned = operands
        turned[position] = operands[position].transposed
        add(
          .addedTranspose,
          "You transposed \(text(operands[position])); it stands here as it is.",
          expression.with(turned), writer.transposed(operands[position]))
      }
    case .hadamard:
      for position in operands.indices {
        add(
          .droppedFactor, "You left out the factor \(text(operands[position])).",
          operands[1 - position], writer.alone(operands[1 - position], for: expression))
      }
      add(
        .matrixForHadamard,
        "You multiplied as matrices; \(text(expression)) is entry by entry (Hadamard).",
        expression.with(operands, as: .product),
        writer.joined(operands, by: nil, for: expression))
    // 1/m before something is a factor like any other.
    case .quotient:
      add(
        .droppedDivisor, "You did not divide by \(text(operands[1])).", operands[0],
        writer.alone(operands[0], for: expression))
    case .transpose:
      add(
        .droppedTranspose, "You did not transpose \(text(operands[0])).", operands[0],
        writer.alone(operands[0], for: expression))
    case .call(let function, let order):
      changes += callChanges(expression, function, order)
    case .fold(.sum, _, let numbers, _):
      let count = Expression(
        .constant(Matrix(Double(numbers.count))), shape: .scalar, location: expression.location)
      add(
        .meanForSum, "You took the mean; it is the sum.",
        Expression(
          .quotient, [expression, count], shape: expression.shape, location: expression.location),
        writer.divided(expression, by: numbers.count))
      if let change = wrongAxis(expression) { changes.append(change) }
    case .name(let name): changes += nameChanges(expression, name)
    default: break
    }
    return changes
  }

  private func sumChanges(_ expression: Expression, _ signs: [Sign]) -> [Change] {
    let terms = expression.operands
    var changes: [Change] = []
    if signs == [.minus] {
      return [
        Change(
          kind: .sign, sentence: "The sign is turned: it is \(text(expression)).",
          expression: terms[0], edit: writer.alone(terms[0], for: expression))
      ]
    }
    for position in terms.indices {
      var (ownSigns, own) = (signs, terms)
      ownSigns.remove(at: position)
      own.remove(at: position)
      let isBare = ownSigns == [.plus]
      if let rest = isBare ? own[0] : expression.with(own, as: .sum(ownSigns)) {
        changes.append(
          Change(
            kind: .droppedTerm, sentence: "You left out the term \(text(terms[position])).",
            expression: rest, edit: writer.sum(own, ownSigns, for: expression)))
      }
      var turned = signs
      turned[position] = signs[position] == .plus ? .minus : .plus
      if let other = expression.with(terms, as: .sum(turned)) {
        changes.append(
          Change(
            kind: .sign, sentence: "The sign of \(text(terms[position])) is turned.",
            expression: other, edit: writer.sum(terms, turned, for: expression)))
      }
    }
    if signs == [.plus, .minus],
      let other = expression.with([terms[1], terms[0]], as: .sum(signs))
    {
      changes.append(
        Change(
          kind: .reversedDifference,
          sentence: "The difference is turned round: it is \(text(expression)).",
          expression: other, edit: writer.sum([terms[1], terms[0]], signs, for: expression)))
    }
    return changes
  }

  private func callChanges(
    _ expression: Expression, _ function: Function, _ order: Int
  ) -> [Change] {
    guard function.isElementwise, function.parameters.count == 1 else { return [] }
    let name = function.name.shown
    var changes = [
      Change(
        kind: order > 0 ? .functionForDerivative : .derivativeForFunction,
        sentence: order > 0
          ? "You took \(name) where \(name)′ belongs." : "You took \(name)′ where \(name) belongs.",
        expression: Expression(
          .call(function, derivative: order > 0 ? 0 : 1), expression.operands,
          shape: expression.shape, location: expression.location),
        edit: writer.primed(expression, order > 0 ? 0 : 1))
    ]
    // f′(a) for f′(z), where a = f(z).
    if order > 0, let argument = expression.operands[0].operation.name,
      let activation = activation(of: argument, by: function.name)
    {
      let operand = Expression(
        .name(activation), shape: expression.operands[0].shape,
        location: expression.operands[0].location)
      changes.append(
        Change(
          kind: .derivativeAtActivation,
          sentence: "You took \(name)′ at \(activation.shown); it is taken at \(argument.shown).",
          expression: Expression(
            expression.operation, [operand], shape: expression.shape, location: expression.location),
          edit: (operand.location, MathReader.read(activation.latex))))
    }
    return changes
  }

  /// The name whose formula is the function of another name.
  private func activation(of argument: Name, by function: Name) -> Name? {
    workspace.formulas.keys.sorted { $0.latex < $1.latex }.first { name in
      guard let nodes = workspace.formulas[name]?.kernel.nodes, nodes.count == 2,
        case .call(let own, 0) = nodes[1].operation
      else { return false }
      return own.name == function && nodes[0].operation.name == argument
    }
  }

  /// The same letter with another number or another accent, where the shape fits.
  private func nameChanges(_ expression: Expression, _ name: Name) -> [Change] {
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
        kind: .otherName,
        sentence: "You took \(other.shown) where \(name.shown) belongs.",
        expression: Expression(.name(other), shape: shape, location: expression.location),
        edit: (expression.location, MathReader.read(other.latex)))
    }
  }
}

extension Expression {
  fileprivate var transposed: Expression {
    Expression(.transpose, [self], shape: shape.transposed, location: location)
  }

  /// The operation, or another one, on other operands; nil when they do not fit by their shapes.
  fileprivate func with(_ operands: [Expression], as operation: Operation? = nil) -> Expression? {
    let operation = operation ?? self.operation
    let shapes = operands.map(\.shape)
    let shape: Shape?
    switch operation {
    case .sum:
      shape = shapes.dropFirst().reduce(shapes.first) { sum, next in sum?.added(to: next) }
    case .product: shape = shapes[0].multiplied(by: shapes[1])
    case .hadamard, .quotient, .maximum, .minimum: shape = shapes[0].combined(with: shapes[1])
    case .transpose: shape = shapes[0].transposed
    case .elementary: shape = shapes[0]
    case .call(let function, _) where function.isElementwise && shapes.count == 1:
      shape = shapes[0]
    case .norm: shape = .scalar
    case .fold(.sum, _, _, _), .fold(.maximum, _, _, _), .fold(.minimum, _, _, _):
      shape = Set(shapes).count == 1 ? shapes[0] : nil
    default: shape = shapes == self.operands.map(\.shape) ? self.shape : nil
    }
    return shape.map { Expression(operation, operands, shape: $0, location: location) }
  }
}
