import Matrices
import Notation
import SourceText

/// What a number was made from. Each case is the entry (row, column) of what `Kernel.Node.value`
/// computes; derivatives are in `OpenNumber+Slopes.swift`.
extension OpenNumber {
  /// More numbers than these in one formula are hard to take in; parts of it then stay closed.
  private static let mostNumbers = 12

  /// The arithmetic behind the number; nil for what was given or drawn, and for what cannot be
  /// taken apart.
  var formula: ScalarFormula? {
    guard var number = resolved.definition else { return nil }
    // ∂J/∂W is the derivative of what J is, which is what there is to see.
    while number.isSlope, case .name = number.resolved.operation,
      let next = number.resolved.definition
    {
      number = next
    }
    for depth in [8, 3, 2] {
      let formula = number.expanded(depth)
      if formula.count <= Self.mostNumbers { return formula }
    }
    return number.expanded(1)
  }

  /// The operation to look at: for a name what computes it, for a function its body, for an
  /// operation itself.
  private var definition: OpenNumber? {
    switch operation {
    case .name(let name): return isSlope ? slopeDefinition(of: name) : definition(of: name)
    case .call(let function, let order):
      if order == 0 { return body(of: function, isVariable: false) }
      guard order == 1, !isSlope, frame.variable == nil else { return nil }
      return body(of: function, isVariable: true).asSlope
    case .evaluation(let evaluation): return inside(evaluation)
    case .derivative(let derivative): return isSlope ? nil : inside(derivative)
    case .draw, .literal: return nil
    default: return isSlope && frame.variable == nil && frame.locals.isEmpty ? nil : self
    }
  }

  /// What computes the value of a name: its formula, or the update that gave it its value.
  private func definition(of name: Name) -> OpenNumber? {
    var replay = frame.replay
    if let formula = replay.workspace(at: frame.moment).formulas[name] {
      return Frame(formula.kernel, in: replay, at: frame.moment, by: frame.variable)
        .result(row, column)
    }
    var moment = frame.moment - 1
    while moment >= 0 {
      if case .update(let updates) = frame.replay.entry(moment),
        let update = updates.last(where: { $0.name == name })
      {
        return Frame(update.kernel, in: frame.replay, at: moment).result(row, column)
      }
      moment -= 1
    }
    return nil
  }

  private func slopeDefinition(of name: Name) -> OpenNumber? {
    guard let variable = frame.variable, name != variable.name,
      frame.workspace.formulas[name]?.dependsOn.contains(variable.name) == true
    else { return nil }
    return definition(of: name)?.asSlope
  }

  /// The body of a function with this entry of the argument, or with all of it.
  func body(of function: Function, isVariable: Bool) -> OpenNumber {
    var locals: [Name: Frame.Local] = [:]
    for (position, name) in function.parameters.enumerated() {
      let node = frame.kernel.nodes[self.node].operands[position]
      if function.isElementwise {
        let entry = operand(position).asValue
        let slope =
          isVariable ? 1 : frame.slopes.isEmpty ? nil : frame.slopes[node][entry.row, entry.column]
        locals[name] = Frame.Local(
          value: Matrix(entry.value), slope: slope.map { Matrix($0) }, isVariable: isVariable
        ) { _, _ in entry }
      } else {
        locals[name] = frame.whole(node)
      }
    }
    let inner = frame.inner(function.body, locals: locals)
    return function.isElementwise
      ? inner.result(0, 0, isSlope: isSlope) : inner.result(row, column, isSlope: isSlope)
  }

  private func inside(_ evaluation: Evaluation) -> OpenNumber? {
    var locals = frame.locals
    for (name, node) in zip(evaluation.replaced, frame.kernel.nodes[node].operands) {
      locals[name] = frame.whole(node)
    }
    for (name, kernel) in evaluation.definitions {
      let inner = frame.inner(kernel, locals: locals)
      if name == evaluation.target { return inner.result(row, column, isSlope: isSlope) }
      locals[name] = inner.whole(kernel.nodes.count - 1)
    }
    return nil
  }

  private func inside(_ derivative: Derivative) -> OpenNumber? {
    guard frame.variable == nil, frame.locals.isEmpty else { return nil }
    let entries = derivative.entries
    let (output, entry) = (row * frame.values[node].shape.columns + column)
      .quotientAndRemainder(dividingBy: entries.count)
    let variable = Frame.Variable(
      name: derivative.variable, row: entries[entry].row, column: entries[entry].column)
    let columns = derivative.body.shape.columns
    return Frame(derivative.body, in: frame.replay, at: frame.moment, by: variable)
      .result(output / columns, output % columns, isSlope: true)
  }

  // MARK: - Taking operations apart

  /// The arithmetic down to a depth; what lies deeper stays a number.
  func expanded(_ depth: Int) -> ScalarFormula {
    let number = resolved
    let node = number.frame.kernel.nodes[number.node]
    if number.isSlope { return number.expandedSlope(depth) }
    if case .literal = node.operation { return .constant(number.value) }
    guard depth > 0 else { return node.isConstant ? .constant(number.value) : .number(number) }
    return number.arithmetic { $0.expanded(depth - 1) } ?? .number(number)
  }

  /// The operation on its operands' entries; nil for what is a number by itself in a formula.
  private func arithmetic(_ inner: (OpenNumber) -> ScalarFormula) -> ScalarFormula? {
    let node = frame.kernel.nodes[node]
    func operand(_ position: Int) -> ScalarFormula { inner(self.operand(position)) }
    switch operation {
    case .sum(let signs):
      return .total(signs.enumerated().map { ($1, operand($0)) })
    case .product where !shape(0).isScalar && !shape(1).isScalar:
      return .total(
        (0..<shape(0).columns).map { k in
          let factors = [inner(self.operand(0, row, k)), inner(self.operand(1, k, column))]
          return (.plus, .multiplied(factors))
        })
    case .product, .hadamard: return .multiplied([operand(0), operand(1)])
    case .quotient: return .quotient(operand(0), operand(1))
    case .power: return .power(operand(0), operand(1))
    case .matrixPower(let times):
      if times == 0 { return .constant(row == column ? 1 : 0) }
      return chain(Array(repeating: node.operands[0], count: times), inner)
    case .elementary(.exp): return .exponential(operand(0))
    case .elementary(.sqrt): return .root(operand(0))
    case .elementary(.abs): return .absolute(operand(0))
    case .elementary(let function): return .function(function.rawValue, [operand(0)])
    case .norm(let norm):
      let entries = entries(of: 0).map(inner)
      return norm == .one
        ? .total(entries.map { (.plus, .absolute($0)) })
        : .root(.total(entries.map { (.plus, .power($0, .constant(2))) }))
    case .maximum: return .function("max", [operand(0), operand(1)])
    case .minimum: return .function("min", [operand(0), operand(1)])
    case .trace:
      return .total((0..<shape(0).rows).map { (.plus, inner(self.operand(0, $0, $0))) })
    case .diagonal: return .constant(0)
    case .fold(.sum, _, _, _): return .total(node.operands.indices.map { (.plus, operand($0)) })
    case .fold(.product, _, _, _):
      if node.shape.isScalar || node.operands.count == 1 {
        return .multiplied(node.operands.indices.map(operand))
      }
      return chain(node.operands, inner)
    case .fold(let fold, _, _, _):
      return .function(
        fold == .maximum ? "max" : "min", node.operands.indices.map(operand))
    case .determinant: return determinant(inner)
    case .inverse: return inverse(inner)
    default: return nil
    }
  }

  func entries(of position: Int) -> [OpenNumber] {
    let shape = shape(position)
    return (0..<shape.count).map { operand(position, $0 / shape.columns, $0 % shape.columns) }
  }

  // MARK: - What has no operation of its own for its parts

  private static let left = Name("\\text{left}")
  private static let right = Name("\\text{right}")

  /// A row of the product of all but the last matrix, by a column of the last.
  private func chain(
    _ nodes: [Int], _ inner: (OpenNumber) -> ScalarFormula
  ) -> ScalarFormula {
    func product(_ nodes: ArraySlice<Int>) -> Frame.Local {
      guard let last = nodes.last, nodes.count > 1 else { return frame.whole(nodes.first ?? 0) }
      let (a, b) = (product(nodes.dropLast()), frame.whole(last))
      let kernel = Kernel(
        Expression(
          .product,
          [
            Expression(.name(Self.left), shape: a.value.shape, location: .nowhere),
            Expression(.name(Self.right), shape: b.value.shape, location: .nowhere),
          ], shape: Shape(a.value.shape.rows, b.value.shape.columns), location: .nowhere))
      let product = frame.inner(kernel, locals: [Self.left: a, Self.right: b])
      return product.whole(kernel.nodes.count - 1)
    }
    return inner(product(nodes[...]).number(row, column))
  }

  /// The determinant of the operand without a row and a column.
  private func minor(_ row: Int, _ column: Int) -> OpenNumber {
    let size = shape(0).rows
    let matrix = Expression(.name(Self.left), shape: shape(0), location: .nowhere)
    let rows = (0..<size).filter { $0 != row }
    let columns = (0..<size).filter { $0 != column }
    let entries = rows.flatMap { i in
      columns.map { j in
        Expression(.entries(row: i, column: j), [matrix], shape: .scalar, location: .nowhere)
      }
    }
    let smaller = Shape(size - 1, size - 1)
    let assembly = Expression(.assembly, entries, shape: smaller, location: .nowhere)
    let kernel = Kernel(Expression(.determinant, [assembly], shape: .scalar, location: .nowhere))
    let operand = frame.kernel.nodes[node].operands[0]
    return frame.inner(kernel, locals: [Self.left: frame.whole(operand)]).result(0, 0)
  }

  /// Along the first row: Σₖ ± a₁ₖ det(minor of 1, k).
  private func determinant(_ inner: (OpenNumber) -> ScalarFormula) -> ScalarFormula {
    let size = shape(0).rows
    if size == 1 { return inner(operand(0, 0, 0)) }
    return .total(
      (0..<size).map { k in
        let factor = size == 2 ? inner(operand(0, 1, 1 - k)) : ScalarFormula.number(minor(0, k))
        return (
          k.isMultiple(of: 2) ? .plus : .minus, .multiplied([inner(operand(0, 0, k)), factor])
        )
      })
  }

  /// Cramer's rule: (−1)^(i + j) det(minor of j, i) / det.
  private func inverse(_ inner: (OpenNumber) -> ScalarFormula) -> ScalarFormula {
    let node = frame.kernel.nodes[node].operands[0]
    let matrix = Expression(.name(Self.left), shape: shape(0), location: .nowhere)
    let kernel = Kernel(Expression(.determinant, [matrix], shape: .scalar, location: .nowhere))
    let whole = frame.inner(kernel, locals: [Self.left: frame.whole(node)]).result(0, 0)
    let sign: Sign = (row + column).isMultiple(of: 2) ? .plus : .minus
    let size = shape(0).rows
    let above: ScalarFormula =
      size == 1
      ? .constant(1)
      : size == 2 ? inner(operand(0, 1 - column, 1 - row)) : .number(minor(column, row))
    return .quotient(.total([(sign, above)]), .number(whole))
  }
}
