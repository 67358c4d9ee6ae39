package import Matrices
package import SourceText

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
    package var location: Location
    package var isConstant: Bool
  }

  package private(set) var nodes: [Node] = []
  /// The names whose values it asks for.
  package private(set) var names: Set<Name> = []
  /// How many operations it takes to run it, those of the functions that it calls included.
  private(set) var cost = 0
  /// How many derivatives are taken inside each other, apart from those behind names.
  private(set) var derivativeOrder = 0

  package init(_ expression: Expression) {
    add(expression)
    measure()
  }

  private init(nodes: [Node]) {
    self.nodes = nodes
    measure()
  }

  private mutating func measure() {
    names = Self.names(in: nodes)
    for node in nodes {
      let inner = node.operation.inner
      cost += 1 + inner.reduce(0) { $0 + $1.cost }
      let order = inner.map(\.derivativeOrder).max() ?? 0
      derivativeOrder = max(derivativeOrder, order + node.operation.ownOrder)
    }
  }

  @discardableResult
  private mutating func add(_ expression: Expression) -> (index: Int, isConstant: Bool) {
    let operands = expression.operands.map { add($0) }
    let isConstant = !expression.operation.looksUpNames && operands.allSatisfy(\.isConstant)
    nodes.append(
      Node(
        operation: expression.operation, operands: operands.map(\.index), shape: expression.shape,
        location: expression.location, isConstant: isConstant))
    return (nodes.count - 1, isConstant)
  }

  package var shape: Shape { nodes[nodes.count - 1].shape }

  /// Where the nodes of an operand begin; they stand side by side up to the operand itself.
  func firstNode(of root: Int) -> Int {
    var first = root
    while let operand = nodes[first].operands.first { first = operand }
    return first
  }

  /// The nodes of an operand as a kernel of their own.
  package func part(_ root: Int) -> (kernel: Kernel, nodes: ClosedRange<Int>) {
    let first = firstNode(of: root)
    let part = nodes[first...root].map { node in
      var node = node
      node.operands = node.operands.map { $0 - first }
      return node
    }
    return (Kernel(nodes: part), first...root)
  }

  /// The value of every node.
  @_specialize(where S == Double)
  package func run<S: Scalar>(in scope: Scope<S>) -> [Matrix<S>] {
    var values: [Matrix<S>] = []
    values.reserveCapacity(nodes.count)
    for node in nodes {
      values.append(node.value(node.operands.map { values[$0] }, scope))
    }
    return values
  }

  /// The value of the whole.
  package func value<S: Scalar>(in scope: Scope<S>) -> Matrix<S> {
    run(in: scope)[nodes.count - 1]
  }

  /// The value of the whole when every operation that came to one value had come to another: what
  /// follows from a wrong intermediate. Nil when none came to it.
  package func value(
    in scope: Scope<Double>, taking wrong: Matrix<Double>, for right: Matrix<Double>
  ) -> Matrix<Double>? {
    var values: [Matrix<Double>] = []
    var isFound = false
    for (node, own) in zip(nodes, run(in: scope)) {
      let isRight =
        !node.isConstant && own.shape == right.shape && own.isClose(to: right, tolerance: 1e-12)
      isFound = isFound || isRight
      values.append(isRight ? wrong : node.value(node.operands.map { values[$0] }, scope))
    }
    return isFound ? values.last : nil
  }

  /// Gives random draws in it other numbers.
  mutating func reseed(_ seed: UInt64) {
    for index in nodes.indices {
      guard case .draw(var draw) = nodes[index].operation else { continue }
      draw.seed ^= seed
      nodes[index].operation = .draw(draw)
    }
  }

  /// The value of a kernel in which no name occurs.
  var constantValue: Matrix<Double> { value(in: Scope<Double>(.bare)) }

  private static func names(in nodes: [Node]) -> Set<Name> {
    nodes.reduce(into: []) { names, node in
      switch node.operation {
      case .name(let name): names.insert(name)
      case .call(let function, _):
        names.formUnion(function.body.names.subtracting(function.parameters))
      case .evaluation(let evaluation):
        var inner = evaluation.definitions.reduce(into: Set<Name>()) {
          $0.formUnion($1.kernel.names)
        }
        inner.subtract(evaluation.definitions.map(\.name))
        names.formUnion(inner.subtracting(evaluation.replaced))
      case .derivative(let derivative):
        names.formUnion(derivative.body.names)
        names.insert(derivative.variable)
      default: break
      }
    }
  }
}

// Two formulas are the same when they compute the same from the same names; where they stand does
// not matter.
extension Kernel: Hashable {
  package static func == (a: Kernel, b: Kernel) -> Bool { a.nodes == b.nodes }

  package func hash(into hasher: inout Hasher) { hasher.combine(nodes) }
}

extension Kernel.Node: Hashable {
  package static func == (a: Kernel.Node, b: Kernel.Node) -> Bool {
    a.shape == b.shape && a.operands == b.operands && a.operation == b.operation
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(operation)
    hasher.combine(operands)
    hasher.combine(shape)
  }
}

extension Kernel.Node {
  // Runs over plain numbers are the many; the others share one generic body.
  @_specialize(where S == Double)
  func value<S: Scalar>(_ operands: [Matrix<S>], _ scope: Scope<S>) -> Matrix<S> {
    switch operation {
    case .literal(let literal): return S.lifted(literal.matrix)
    case .name(let name): return scope.value(name)
    case .sum(let signs): return Self.sum(signs, operands)
    case .product: return operands[0].multiplied(by: operands[1])
    case .hadamard: return operands[0].combined(with: operands[1], *)
    case .quotient: return operands[0].combined(with: operands[1], /)
    case .power: return Self.power(operands[0], operands[1])
    case .matrixPower(let times):
      let identity = Matrix(shape: shape) { $0 == $1 ? S(1) : S(0) }
      return (0..<times).reduce(identity) { power, _ in power.multiplied(by: operands[0]) }
    case .transpose: return operands[0].transposed
    case .elementary(let function): return operands[0].map(function.apply)
    case .call(let function, let order): return function.apply(operands, derivative: order, scope)
    case .norm(.one): return Matrix(operands[0].map(S.abs).sum)
    case .norm: return Matrix(S.sqrt(operands[0].map { $0 * $0 }.sum))
    case .maximum: return operands[0].combined(with: operands[1], S.maximum)
    case .minimum: return operands[0].combined(with: operands[1]) { -S.maximum(-$0, -$1) }
    case .trace:
      let diagonal = (0..<operands[0].shape.rows).map { operands[0][$0, $0] }
      return Matrix(diagonal.dropFirst().reduce(diagonal[0], +))
    case .diagonal:
      let vector = operands[0]
      return Matrix(shape: shape) { $0 == $1 ? vector[$0, 0] : S(0) }
    case .assembly, .tuple, .collection:
      return Matrix(shape: shape, elements: operands.flatMap(\.elements))
    case .entries(let row, let column):
      let whole = operands[0]
      // A row may be wanted lying or standing; one of its two indices is always 0.
      return Matrix(shape: shape) { whole[row ?? $0, column ?? (row == nil ? $1 : $0 + $1)] }
    case .fold(let fold, _, _, _):
      // Inside a function of a number the terms are numbers, whatever it is applied to.
      let ofNumbers = shape.isScalar
      return operands.dropFirst().reduce(operands[0]) { left, right in
        fold.combine(left, right, ofNumbers: ofNumbers)
      }
    case .evaluation(let evaluation): return evaluation.value(operands, scope)
    case .derivative(let derivative): return derivative.value(shape, scope)
    case .draw(let draw): return draw.value(operands, shape)
    case .inverse: return operands[0].inverse
    case .determinant: return Matrix(operands[0].determinant)
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
    // x² as x·x: exact for every sign of x, and for derivatives of every order. An exponent that
    // varies is another matter, even where it is 2.
    if exponent.shape.isScalar, exponent.elements[0] == S(2) { return base.map { $0 * $0 } }
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

extension Fold {
  fileprivate func combine<S: Scalar>(
    _ a: Matrix<S>, _ b: Matrix<S>, ofNumbers: Bool
  ) -> Matrix<S> {
    switch self {
    case .sum: a.combined(with: b, +)
    case .product: ofNumbers ? a.combined(with: b, *) : a.multiplied(by: b)
    case .maximum: a.combined(with: b, S.maximum)
    case .minimum: a.combined(with: b) { -S.maximum(-$0, -$1) }
    }
  }
}

extension Function {
  /// The body with the arguments as leaves; a derivative of order n by the only parameter is the
  /// same body run over duals n deep.
  func apply<S: Scalar>(
    _ arguments: [Matrix<S>], derivative order: Int, _ scope: Scope<S>
  ) -> Matrix<S> {
    guard order > 0 else { return body.value(in: scope.hiding(parameters, with: arguments)) }
    let seeded = arguments[0].map { Dual($0, derivative: S(1)) }
    let result = apply([seeded], derivative: order - 1, scope.lifted())
    let derivative = result.map(\.derivative)
    // A constant body gives one number whatever the shape of the argument.
    let shape = arguments[0].shape
    if derivative.shape == shape { return derivative }
    return Matrix(shape: shape) { _, _ in derivative.elements[0] }
  }
}

extension Evaluation {
  fileprivate func value<S: Scalar>(_ operands: [Matrix<S>], _ scope: Scope<S>) -> Matrix<S> {
    var inner = scope.hiding(replaced, with: operands)
    for (name, kernel) in definitions { inner.hide(name, with: kernel.value(in: inner)) }
    return inner.value(target)
  }
}

extension Derivative {
  /// Backwards over the tape; where there is none, one run over duals for every entry.
  fileprivate func value<S: Scalar>(_ shape: Shape, _ scope: Scope<S>) -> Matrix<S> {
    let entries = entries
    let outputs: [[S]]
    if let tape {
      let places = entries.map { $0.row * variableShape.columns + $0.column }
      outputs = scope.derivatives(subject) { tape.derivatives(in: scope, variableShape) }
        .map { whole in places.map { whole.elements[$0] } }
    } else {
      let columns = entries.map { entry in
        body.value(in: scope.varying(variable, row: entry.row, column: entry.column)).elements
          .map(\.derivative)
      }
      outputs = columns[0].indices.map { output in columns.map { $0[output] } }
    }
    // A number by a matrix has the matrix's shape; a vector by a vector has a row for each output.
    return Matrix(shape: shape, elements: outputs.flatMap { $0 })
  }

  /// The same by central differences: f(x + h) − f(x − h) over 2h, entry by entry.
  func centralDifference(_ shape: Shape, in workspace: Workspace) -> Matrix<Double> {
    let value = Scope<Double>(workspace).value(variable)
    let columns = entries.map { entry -> [Double] in
      let step = 1e-5 * max(1, value[entry.row, entry.column].magnitude)
      func moved(_ by: Double) -> [Double] {
        var moved = value
        moved.elements[entry.row * value.shape.columns + entry.column] += by
        return body.value(in: Scope(workspace, replacing: [variable: moved])).elements
      }
      return zip(moved(step), moved(-step)).map { ($0 - $1) / (2 * step) }
    }
    let outputs = columns[0].indices.map { output in columns.map { $0[output] } }
    return Matrix(shape: shape, elements: outputs.flatMap { $0 })
  }
}
