package import Matrices

/// An expression made flat: its operations in the order in which they are done, operands before
/// what uses them. The last is the whole.
///
/// Running keeps the value of every operation, so that what is shown step by step is what was
/// computed. It is generic over the scalar: over `Double` it gives values, over `Dual` derivatives.
package struct Kernel: Sendable {
  package struct Node: Sendable {
    package var operation: Operation
    /// Indices of earlier nodes.
    package var operands: [Int]
    package var shape: Shape
    package var range: Range<Int>
    package var isConstant: Bool
  }

  package private(set) var nodes: [Node] = []

  package init(_ expression: Expression) { add(expression) }

  @discardableResult
  private mutating func add(_ expression: Expression) -> (index: Int, isConstant: Bool) {
    let operands = expression.operands.map { add($0) }
    var isConstant = operands.allSatisfy(\.isConstant)
    if case .name = expression.operation { isConstant = false }
    nodes.append(
      Node(
        operation: expression.operation, operands: operands.map(\.index), shape: expression.shape,
        range: expression.range, isConstant: isConstant))
    return (nodes.count - 1, isConstant)
  }

  /// The value of every node, with the given values for the names.
  package func run<S: Scalar>(_ leaf: (Name) -> Matrix<S>) -> [Matrix<S>] {
    var values: [Matrix<S>] = []
    values.reserveCapacity(nodes.count)
    for node in nodes {
      values.append(Self.value(node, node.operands.map { values[$0] }, leaf))
    }
    return values
  }

  /// The value of the whole.
  package func value<S: Scalar>(_ leaf: (Name) -> Matrix<S>) -> Matrix<S> {
    run(leaf)[nodes.count - 1]
  }

  private static func value<S: Scalar>(
    _ node: Node, _ operands: [Matrix<S>], _ leaf: (Name) -> Matrix<S>
  ) -> Matrix<S> {
    switch node.operation {
    case .constant(let matrix): return matrix.map { S($0) }
    case .name(let name): return leaf(name)
    case .sum(let signs): return sum(signs, operands)
    case .product: return operands[0].multiplied(by: operands[1])
    case .hadamard: return operands[0].combined(with: operands[1], *)
    case .quotient: return operands[0].combined(with: operands[1], /)
    case .power: return power(operands[0], operands[1])
    case .transpose: return operands[0].transposed
    case .elementary(let function): return operands[0].map(function.apply)
    case .call(let function, let order): return function.apply(operands, derivative: order, leaf)
    case .norm(.one): return Matrix(operands[0].map(S.abs).sum)
    case .norm: return Matrix(S.sqrt(operands[0].map { $0 * $0 }.sum))
    case .maximum: return operands[0].combined(with: operands[1]) { $0.value >= $1.value ? $0 : $1 }
    case .minimum: return operands[0].combined(with: operands[1]) { $0.value <= $1.value ? $0 : $1 }
    case .trace:
      let diagonal = (0..<operands[0].shape.rows).map { operands[0][$0, $0] }
      return Matrix(diagonal.dropFirst().reduce(diagonal[0], +))
    case .diagonal:
      let vector = operands[0]
      return Matrix(shape: node.shape) { $0 == $1 ? vector[$0, 0] : S(0) }
    case .assembly, .tuple:
      return Matrix(shape: node.shape, elements: operands.map { $0.elements[0] })
    case .entries(let row, let column):
      let whole = operands[0]
      // A row may be wanted lying or standing; one of its two indices is always 0.
      return Matrix(shape: node.shape) { whole[row ?? $0, column ?? (row == nil ? $1 : $0 + $1)] }
    }
  }

  private static func sum<S: Scalar>(_ signs: [Sign], _ terms: [Matrix<S>]) -> Matrix<S> {
    var total = signs[0] == .plus ? terms[0] : terms[0].map { -$0 }
    for (sign, term) in zip(signs, terms).dropFirst() {
      total = sign == .plus ? total.combined(with: term, +) : total.combined(with: term, -)
    }
    return total
  }

  private static func power<S: Scalar>(_ base: Matrix<S>, _ exponent: Matrix<S>) -> Matrix<S> {
    let whole = exponent.elements[0].value
    if base.shape.isSquare, !base.shape.isScalar {
      var result = Matrix(shape: base.shape) { $0 == $1 ? S(1) : S(0) }
      for _ in 0..<max(0, Int(whole)) { result = result.multiplied(by: base) }
      return result
    }
    // x² as x·x: exact for every sign of x, and for derivatives of every order.
    if exponent.shape.isScalar, whole == 2 { return base.map { $0 * $0 } }
    return base.combined(with: exponent, S.pow)
  }
}

extension ElementaryFunction {
  func apply<S: Scalar>(_ x: S) -> S {
    switch self {
    case .exp: S.exp(x)
    case .log: S.log(x)
    case .sqrt: S.sqrt(x)
    case .tanh: S.tanh(x)
    case .sin: S.sin(x)
    case .cos: S.cos(x)
    case .abs: S.abs(x)
    case .sign: S(x.value > 0 ? 1 : x.value < 0 ? -1 : 0)
    }
  }
}

extension Function {
  /// The body with the arguments as leaves; a derivative of order n by the only parameter is the
  /// same body run over duals n deep.
  func apply<S: Scalar>(
    _ arguments: [Matrix<S>], derivative order: Int, _ leaf: (Name) -> Matrix<S>
  ) -> Matrix<S> {
    guard order > 0 else {
      return body.value { name in
        parameters.firstIndex(of: name).map { arguments[$0] } ?? leaf(name)
      }
    }
    let seeded = arguments[0].map { Dual($0, derivative: S(1)) }
    let result: Matrix<Dual<S>> = apply([seeded], derivative: order - 1) { name in
      leaf(name).map { Dual($0, derivative: S(0)) }
    }
    let derivative = result.map(\.derivative)
    // A constant body gives one number whatever the shape of the argument.
    let shape = arguments[0].shape
    if derivative.shape == shape { return derivative }
    return Matrix(shape: shape) { _, _ in derivative.elements[0] }
  }
}
