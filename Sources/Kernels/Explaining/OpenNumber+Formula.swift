import Matrices
import Notation
import SourceText

/// What a number was made from.
extension OpenNumber {
  /// More numbers than these in one formula are hard to take in; parts of it then stay closed.
  private static let mostNumbers = 12

  /// The arithmetic behind the number; nil for what was given or drawn, and for what cannot be
  /// taken apart.
  var formula: ScalarFormula? {
    guard var number = resolved.definition else { return nil }
    // That a name is ∂J/∂W its title says; what that is made from is what there is to see.
    while number.operation.derivative != nil, let inner = number.definition { number = inner }
    for depth in [8, 3, 2] {
      let formula = number.expanded(depth, isWhole: true)
      if formula.count <= Self.mostNumbers { return formula }
    }
    return number.expanded(1, isWhole: true)
  }

  /// The operation to look at: for a name what computes it, for a function its body, for a
  /// derivative its formula, for an operation itself.
  private var definition: OpenNumber? {
    if let name = operation.name { return definition(of: name) }
    if let call = operation.call { return lessonFormula(of: call) ?? body(of: call) }
    if let evaluation = operation.evaluation { return inside(evaluation) }
    if let derivative = operation.derivative { return inside(derivative) }
    if operation.draw != nil || operation.literal != nil { return nil }
    if case .slope(let quantity?, let variable)? = frame.kernel.remarks[node] {
      return lessonFormula(of: quantity, by: variable, row, column) ?? self
    }
    return self
  }

  /// What computes the value of a name: its formula, or the update that gave it its value.
  private func definition(of name: Name) -> OpenNumber? {
    var replay = frame.replay
    if let formula = replay.workspace(at: frame.moment).formulas[name] {
      return KernelRun(formula.kernel, in: replay, at: frame.moment).result(row, column)
    }
    var moment = frame.moment - 1
    while moment >= 0 {
      if case .update(let updates) = frame.replay.entry(moment),
        let update = updates.last(where: { $0.name == name })
      {
        return KernelRun(update.kernel, in: frame.replay, at: moment).result(row, column)
      }
      moment -= 1
    }
    return nil
  }

  /// The body of a function with this entry of the argument, or with all of it.
  private func body(of call: Call) -> OpenNumber {
    let function = call.function
    var locals: [Name: KernelRun.Local] = [:]
    for (position, name) in function.parameters.enumerated() {
      if function.isElementwise {
        let entry = operand(position)
        locals[name] = KernelRun.Local(value: Matrix(entry.value)) { _, _ in entry }
      } else {
        locals[name] = frame.whole(frame.kernel.nodes[node].operands[position])
      }
    }
    let inner = frame.inner(call.body, locals: locals)
    return function.isElementwise ? inner.result(0, 0) : inner.result(row, column)
  }

  private func inside(_ evaluation: Evaluation) -> OpenNumber? {
    var locals = frame.locals
    for (name, node) in zip(evaluation.replaced, frame.kernel.nodes[node].operands) {
      locals[name] = frame.whole(node)
    }
    for (name, kernel) in evaluation.definitions {
      let inner = frame.inner(kernel, locals: locals)
      if name == evaluation.target { return inner.result(row, column) }
      locals[name] = inner.whole(kernel.nodes.count - 1)
    }
    return nil
  }

  // MARK: - Derivatives

  /// The lesson's own formula for a derivative where it has stated and proved one, else the chain
  /// rule over its names.
  private func inside(_ derivative: Derivative) -> OpenNumber? {
    let (row, column) = derivative.place(row * frame.values[node].shape.columns + column)
    if let quantity = derivative.body.soleName, derivative.body.shape.isScalar,
      frame.locals.isEmpty,
      let formula = lessonFormula(of: quantity, by: derivative.variable, row, column)
    {
      return formula
    }
    return frame.inner(derivative.whole, locals: frame.locals).result(row, column)
  }

  /// What the lesson says a derivative is, where it has said so before and the number agrees.
  private func lessonFormula(
    of quantity: Name, by variable: Name, _ row: Int, _ column: Int
  ) -> OpenNumber? {
    let name = Name.derivative(of: quantity, by: variable)
    // ∇J = ∂J/∂W says nothing more of it.
    guard let formula = frame.workspace.formulas[name],
      !formula.kernel.allNodes.contains(where: { $0.operation.derivative?.variable == variable })
    else { return nil }
    let own = KernelRun(formula.kernel, in: frame.replay, at: frame.moment).result(row, column)
    return own.value.isAlmost(value) ? own : nil
  }

  /// What the lesson says the derivative of a function is at this argument, as `f'(z) = a (1 - a)`.
  private func lessonFormula(of call: Call) -> OpenNumber? {
    guard call.order > 0, frame.locals.isEmpty,
      let argument = frame.kernel.nodes[frame.kernel.nodes[node].operands[0]].operation.name,
      let claim = frame.replay.claim(
        before: frame.moment,
        where: { side in
          guard let root = side.nodes.last, root.operation.call == call else { return false }
          return side.nodes[root.operands[0]].operation.name == argument
        })
    else { return nil }
    guard claim.right.shape == frame.values[node].shape else { return nil }
    let own = KernelRun(claim.right, in: frame.replay, at: frame.moment).result(row, column)
    return own.value.isAlmost(value) ? own : nil
  }

  // MARK: - Taking operations apart

  /// The arithmetic down to a depth; what lies deeper stays a number, and so does what has a name.
  ///
  /// - Parameter isWhole: whether it is the number that is opened, whatever it is called.
  func expanded(_ depth: Int, isWhole: Bool = false) -> ScalarFormula {
    let number = isWhole ? self : resolved
    let node = number.frame.kernel.nodes[number.node]
    if node.operation.literal != nil { return .constant(number.value) }
    if number.isZero { return .constant(0) }
    if !isWhole, number.frame.kernel.remarks[number.node] != nil { return .number(number) }
    guard depth > 0 else { return node.isConstant ? .constant(number.value) : .number(number) }
    let reader = EntryReader(number) { $0.expanded(depth - 1) }
    guard let formula = node.operation.entry(reader) else {
      return isWhole && number.renamed != nil ? number.resolved.expanded(depth) : .number(number)
    }
    return number.frame.kernel.isGradient ? formula.withoutZeros : formula
  }

  /// Whether it is one of the zeros around what is put in its place.
  private var isZero: Bool {
    if case .zero? = source { return true }
    return false
  }
}

extension Double {
  /// Whether it is another number but for rounding.
  fileprivate func isAlmost(_ other: Double) -> Bool {
    (self - other).magnitude <= 1e-9 * max(1, magnitude, other.magnitude)
  }
}
