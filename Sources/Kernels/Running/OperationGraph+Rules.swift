import Matrices

/// The rules by which operations are simplified while they are written. Each holds exactly, for all
/// numbers, but for 0 · x where x is none: what a derivative leaves out, it leaves out.
extension OperationGraph {
  /// What an operation comes to without being done; nil when it has to be.
  mutating func simplified(
    _ operation: Operation, _ operands: [Int], _ shape: Shape?
  ) -> Int? {
    if let constant = folded(operation, operands) { return constant }
    switch operation {
    case .product(.hadamard): return product(operands, isMatrix: false)
    case .product(.matrix): return product(operands, isMatrix: true)
    case .product(.vanishing): return isZero(operands[0]) ? zero(operands) : nil
    case .entrywise(.quotient): return quotient(operands)
    case .entrywise(.power): return power(operands)
    case .sum(.terms(let signs)): return sum(signs, operands)
    case .placement(.transpose): return transpose(operands[0])
    case .placement, .leaf, .indexed, .sum, .product, .entrywise, .norm, .square, .column,
      .statistic, .fold, .tabulation, .call, .evaluation, .derivative:
      return nil
    }
  }

  // MARK: - Constants

  private func literal(_ node: Int) -> Matrix<Double>? { nodes[node].operation.literal }

  /// Whether a node is a constant with one number everywhere.
  private func isConstant(_ node: Int, _ value: Double) -> Bool {
    literal(node)?.elements.allSatisfy { $0 == value } ?? false
  }

  private func isZero(_ node: Int) -> Bool { isConstant(node, 0) }

  private mutating func zero(_ operands: [Int]) -> Int {
    let shapes = operands.map { self.shape($0) }
    let shape = Shape(shapes.map(\.rows).max() ?? 1, shapes.map(\.columns).max() ?? 1)
    return literal(Matrix(shape: shape) { _, _ in 0 })
  }

  /// Arithmetic on numbers that are written down is done.
  private mutating func folded(_ operation: Operation, _ operands: [Int]) -> Int? {
    let values = operands.compactMap { literal($0) }
    guard !operands.isEmpty, values.count == operands.count, operation.isArithmetic,
      values.allSatisfy(\.shape.isScalar)
    else { return nil }
    let value = operation.value(values, .scalar, Scope<Double>(.bare))
    return value.isFinite ? literal(value) : nil
  }

  // MARK: - Products

  /// 1 · x = x, 0 · x = 0, (−x) · y = −(x · y).
  private mutating func product(_ operands: [Int], isMatrix: Bool) -> Int? {
    let (a, b) = (operands[0], operands[1])
    let isOfNumbers = shape(a).isScalar || shape(b).isScalar
    if !isMatrix || isOfNumbers {
      for (one, other) in [(a, b), (b, a)] {
        if isConstant(one, 1), shape(one).isScalar || shape(one) == shape(other) { return other }
        if isZero(one) { return zero(operands) }
      }
    }
    let operation: Operation = isMatrix ? .product(.matrix) : .product(.hadamard)
    if let inner = negation(a) { return negated(add(operation, [inner, b])) }
    if let inner = negation(b) { return negated(add(operation, [a, inner])) }
    return nil
  }

  /// x / 1 = x, 0 / x = 0, (−x) / y = −(x / y).
  private mutating func quotient(_ operands: [Int]) -> Int? {
    let (a, b) = (operands[0], operands[1])
    if isConstant(b, 1), shape(b).isScalar { return a }
    if isZero(a) { return zero(operands) }
    if let inner = negation(a) { return negated(add(.entrywise(.quotient), [inner, b])) }
    return nil
  }

  /// x¹ = x, x⁰ = 1.
  private mutating func power(_ operands: [Int]) -> Int? {
    guard shape(operands[1]).isScalar else { return nil }
    if isConstant(operands[1], 1) { return operands[0] }
    guard isConstant(operands[1], 0) else { return nil }
    return literal(Matrix(shape: shape(operands[0])) { _, _ in 1 })
  }

  // MARK: - Sums

  /// The operand of a negation.
  private func negation(_ node: Int) -> Int? {
    nodes[node].operation.signs == [.minus] ? nodes[node].operands[0] : nil
  }

  /// x + 0 = x, x + (−y) = x − y, −(−x) = x, −(x − y) = y − x.
  private mutating func sum(_ signs: [Sign], _ operands: [Int]) -> Int? {
    let whole = operands.reduce(shape(operands[0])) { sum, next in
      Shape(max(sum.rows, shape(next).rows), max(sum.columns, shape(next).columns))
    }
    if signs == [.minus] {
      let inner = nodes[operands[0]]
      if inner.operation.signs == [.minus] { return inner.operands[0] }
      if inner.operation.signs == [.plus, .minus] {
        return difference(inner.operands[1], inner.operands[0])
      }
      return nil
    }
    var terms: [(sign: Sign, node: Int)] = []
    for (sign, operand) in zip(signs, operands) where !isZero(operand) {
      if let inner = negation(operand) {
        terms.append((sign == .plus ? .minus : .plus, inner))
      } else {
        terms.append((sign, operand))
      }
    }
    // The first term stands without a sign where one can.
    if let first = terms.firstIndex(where: { $0.sign == .plus }), first > 0 {
      terms.insert(terms.remove(at: first), at: 0)
    }
    let isChanged = terms.map(\.sign) != signs || terms.map(\.node) != operands
    let kept = terms.reduce(Shape?.none) { shape, term in
      let own = self.shape(term.node)
      return shape.map { Shape(max($0.rows, own.rows), max($0.columns, own.columns)) } ?? own
    }
    guard let kept else { return literal(Matrix(shape: whole) { _, _ in 0 }) }
    // A zero that stretched the others still does.
    guard kept == whole else { return nil }
    if terms.count == 1 { return terms[0].sign == .plus ? terms[0].node : negated(terms[0].node) }
    guard isChanged else { return nil }
    return add(.sum(.terms(terms.map(\.sign))), terms.map(\.node))
  }

  /// (xᵀ)ᵀ = x, and a number is its own transpose.
  private func transpose(_ node: Int) -> Int? {
    if shape(node).isScalar { return node }
    return nodes[node].operation.isTranspose ? nodes[node].operands[0] : nil
  }
}
