import Matrices
import SourceText

/// A formula with everything between it and a variable written out: definitions, functions and
/// quantities at other inputs, as one list of operations. It is run forwards for the value, and
/// backwards for the derivative by all entries of the variable at once.
///
/// Reverse accumulation: Griewank and Walther, "Evaluating Derivatives" (2008), chapter 3. It is
/// generic over the scalar like everything that runs; over duals it gives second derivatives.
struct Tape: Sendable {
  private(set) var nodes: [Kernel.Node] = []
  /// Which nodes depend on the variable.
  private(set) var isActive: [Bool] = []
  private(set) var roots: [Int] = []
  private var root: Int { roots[0] }
  private let variables: Set<Name>
  private var variableNode: Int?
  private var known: [Name: Int] = [:]
  private var isSupported = true

  /// Nil when the formula holds what cannot be run backwards, such as a derivative inside.
  init?(_ kernel: Kernel, by variable: Name, _ workspace: Workspace) {
    self.init([kernel], by: [variable], workspace)
  }

  /// Several formulas that share what they are made from.
  init?(_ kernels: [Kernel], by variables: Set<Name>, _ workspace: Workspace) {
    self.variables = variables
    roots = kernels.map { add($0, [:], workspace) }
    guard isSupported, nodes.count < 100_000 else { return nil }
  }

  // MARK: - Writing it out

  private mutating func append(
    _ operation: Operation, _ operands: [Int], _ like: Kernel.Node, isActive active: Bool? = nil
  ) -> Int {
    nodes.append(
      Kernel.Node(
        operation: operation, operands: operands, shape: like.shape, location: like.location,
        isConstant: false))
    isActive.append(active ?? operands.contains { isActive[$0] })
    return nodes.count - 1
  }

  private mutating func add(
    _ kernel: Kernel, _ locals: [Name: Int], _ workspace: Workspace
  ) -> Int {
    var places: [Int] = []
    places.reserveCapacity(kernel.nodes.count)
    for node in kernel.nodes {
      guard isSupported, nodes.count < 100_000 else { return 0 }
      places.append(add(node, node.operands.map { places[$0] }, locals, workspace))
    }
    return places[places.count - 1]
  }

  private mutating func add(
    _ node: Kernel.Node, _ operands: [Int], _ locals: [Name: Int], _ workspace: Workspace
  ) -> Int {
    switch node.operation {
    case .name(let name): return locals[name] ?? look(up: name, node, workspace)
    case .call(let function, 0):
      return add(
        function.body,
        locals.merging(zip(function.parameters, operands)) { _, new in new }, workspace)
    case .call(let function, 1) where function.parameters.count == 1:
      let start = nodes.count
      let end = add(
        function.body, locals.merging([function.parameters[0]: operands[0]]) { $1 }, workspace)
      if let slope = slope(of: end, by: operands[0], from: start, node) { return slope }
      fallthrough
    case .call(let function, _):
      let free = function.body.names.subtracting(function.parameters)
      if free.contains(where: { !workspace.closure($0).isDisjoint(with: variables) }) {
        isSupported = false
      }
      return append(node.operation, operands, node)
    case .evaluation(let evaluation):
      var inner = locals.merging(zip(evaluation.replaced, operands)) { _, new in new }
      for (name, kernel) in evaluation.definitions { inner[name] = add(kernel, inner, workspace) }
      return inner[evaluation.target] ?? look(up: evaluation.target, node, workspace)
    case .derivative, .draw:
      isSupported = false
      return 0
    case .fold(.sum, _, _, _):
      return append(.sum(operands.map { _ in .plus }), operands, node)
    case .fold(let fold, _, _, _):
      return operands.dropFirst().reduce(operands[0]) { left, right in
        switch fold {
        case .maximum: append(.maximum, [left, right], node)
        case .minimum: append(.minimum, [left, right], node)
        default: append(node.shape.isScalar ? .hadamard : .product, [left, right], node)
        }
      }
    case .matrixPower(0): return append(node.operation, operands, node, isActive: false)
    case .matrixPower(let times):
      // A power of a matrix is a product of as many.
      return (1..<times).reduce(operands[0]) { left, _ in
        append(.product, [left, operands[0]], node)
      }
    default: return append(node.operation, operands, node)
    }
  }

  private mutating func look(up name: Name, _ node: Kernel.Node, _ workspace: Workspace) -> Int {
    if let place = known[name] { return place }
    let place: Int
    if variables.contains(name) {
      place = append(.name(name), [], node, isActive: true)
      variableNode = place
    } else if let formula = workspace.formulas[name], !formula.dependsOn.isDisjoint(with: variables)
    {
      place = add(formula.kernel, [:], workspace)
    } else {
      place = append(.name(name), [], node, isActive: false)
    }
    known[name] = place
    return place
  }

  /// The slope of what has been written out since a node, entry by entry, as further operations:
  /// forward accumulation. Nil when an operation is none that works entry by entry.
  private mutating func slope(
    of end: Int, by variable: Int, from start: Int, _ like: Kernel.Node
  ) -> Int? {
    func constant(_ value: Double, _ tape: inout Tape) -> Int {
      tape.append(.constant(Matrix(value)), [], like)
    }
    let one = constant(1, &self)
    var slopes: [Int: Int] = [variable: one]
    for index in start..<max(start, end + 1) {
      let node = nodes[index]
      let inner = node.operands.map { slopes[$0] }
      guard inner.contains(where: { $0 != nil }) else { continue }
      var terms: [(Sign, Int)] = []
      func product(_ a: Int, _ b: Int, _ tape: inout Tape) -> Int {
        a == one ? b : b == one ? a : tape.append(.hadamard, [a, b], like)
      }
      switch node.operation {
      case .sum(let signs):
        for (sign, slope) in zip(signs, inner) { if let slope { terms.append((sign, slope)) } }
      case .product, .hadamard:
        if let a = inner[0] { terms.append((.plus, product(a, node.operands[1], &self))) }
        if let b = inner[1] { terms.append((.plus, product(node.operands[0], b, &self))) }
      case .quotient:
        if let a = inner[0] {
          terms.append((.plus, append(.quotient, [a, node.operands[1]], like)))
        }
        if let b = inner[1] {
          let scaled = append(.quotient, [index, node.operands[1]], like)
          terms.append((.minus, product(scaled, b, &self)))
        }
      case .power:
        guard let a = inner[0], inner[1] == nil,
          case .literal(let exponent) = nodes[node.operands[1]].operation
        else { return nil }
        let lower = constant(exponent.matrix.elements[0] - 1, &self)
        let power = append(.power, [node.operands[0], lower], like)
        terms.append((.plus, product(product(power, node.operands[1], &self), a, &self)))
      case .elementary(let function):
        guard let a = inner[0] else { continue }
        switch function {
        case .exp: terms.append((.plus, product(index, a, &self)))
        case .log: terms.append((.plus, append(.quotient, [a, node.operands[0]], like)))
        case .sin:
          let cosine = append(.elementary(.cos), node.operands, like)
          terms.append((.plus, product(cosine, a, &self)))
        case .cos:
          let sine = append(.elementary(.sin), node.operands, like)
          terms.append((.minus, product(sine, a, &self)))
        case .tanh:
          let square = append(.hadamard, [index, index], like)
          let factor = append(.sum([.plus, .minus]), [one, square], like)
          terms.append((.plus, product(factor, a, &self)))
        default: return nil
        }
      default: return nil
      }
      if terms.count == 1, terms[0].0 == .plus {
        slopes[index] = terms[0].1
      } else if !terms.isEmpty {
        slopes[index] = append(.sum(terms.map(\.0)), terms.map(\.1), like)
      }
    }
    return slopes[end]
  }

  // MARK: - Running it

  /// The derivatives of every entry of the value, in order, by all entries of the variable.
  func derivatives<S: Scalar>(in scope: Scope<S>, _ variableShape: Shape) -> [Matrix<S>] {
    var values: [Matrix<S>] = []
    values.reserveCapacity(nodes.count)
    for node in nodes { values.append(node.value(node.operands.map { values[$0] }, scope)) }
    let zero = Matrix<S>(shape: variableShape) { _, _ in S(0) }
    guard let variableNode, isActive[root] else {
      return values[root].elements.map { _ in zero }
    }
    return values[root].elements.indices.map { output in
      var adjoints: [Matrix<S>?] = Array(repeating: nil, count: nodes.count)
      var seed = values[root].map { _ in S(0) }
      seed.elements[output] = S(1)
      adjoints[root] = seed
      var index = root
      while index >= 0 {
        if isActive[index], index != variableNode, let adjoint = adjoints[index] {
          pullBack(index, adjoint, values, &adjoints, scope)
        }
        index -= 1
      }
      return adjoints[variableNode] ?? zero
    }
  }

  /// Carries the adjoint of a node to its operands.
  private func pullBack<S: Scalar>(
    _ index: Int, _ adjoint: Matrix<S>, _ values: [Matrix<S>], _ adjoints: inout [Matrix<S>?],
    _ scope: Scope<S>
  ) {
    let node = nodes[index]
    for (position, operand) in node.operands.enumerated() where isActive[operand] {
      let shape = values[operand].shape
      let part = node.pulled(
        adjoint, to: position, node.operands.map { values[$0] }, values[index], scope
      ).gathered(to: shape)
      adjoints[operand] = adjoints[operand].map { $0.combined(with: part, +) } ?? part
    }
  }
}

extension Matrix {
  /// An adjoint of what was stretched over rows, columns or both, added up again.
  fileprivate func gathered(to wanted: Shape) -> Matrix {
    if shape == wanted { return self }
    if wanted.isScalar { return Matrix(sum) }
    return Matrix(shape: wanted) { row, column in
      var sum = Element(0)
      for i in wanted.rows == 1 ? 0..<shape.rows : row..<row + 1 {
        for j in wanted.columns == 1 ? 0..<shape.columns : column..<column + 1 {
          sum = sum + self[i, j]
        }
      }
      return sum
    }
  }
}

extension Kernel.Node {
  /// What the adjoint of the value gives for one operand. Each case is the derivative of the
  /// operation in `value`, transposed.
  fileprivate func pulled<S: Scalar>(
    _ adjoint: Matrix<S>, to position: Int, _ operands: [Matrix<S>], _ value: Matrix<S>,
    _ scope: Scope<S>
  ) -> Matrix<S> {
    let x = operands[position]
    switch operation {
    case .sum(let signs): return signs[position] == .plus ? adjoint : adjoint.map { -$0 }
    case .product:
      let other = operands[1 - position]
      if x.shape.isScalar || other.shape.isScalar { return adjoint.combined(with: other, *) }
      return position == 0
        ? adjoint.multiplied(by: other.transposed) : other.transposed.multiplied(by: adjoint)
    case .hadamard: return adjoint.combined(with: operands[1 - position], *)
    case .quotient:
      if position == 0 { return adjoint.combined(with: operands[1], /) }
      return adjoint.combined(with: value, *).combined(with: operands[1]) { -($0 / $1) }
    case .power:
      if position == 1 {
        return adjoint.combined(with: value.combined(with: operands[0].map(S.log), *), *)
      }
      if operands[1].shape.isScalar, operands[1].elements[0].value == 2 {
        return adjoint.combined(with: x) { $0 * (S(2) * $1) }
      }
      let slope = x.combined(with: operands[1]) { $1 * S.pow($0, $1 - S(1)) }
      return adjoint.combined(with: slope, *)
    case .transpose: return adjoint.transposed
    case .elementary(let function):
      let slope = x.combined(with: value, function.slope)
      return adjoint.combined(with: slope) { $0.value == 0 ? S(0) : $0 * $1 }
    case .call(let function, let order):
      return adjoint.combined(with: function.apply(operands, derivative: order + 1, scope), *)
    case .norm(.one):
      let slope = x.map { S($0.value > 0 ? 1 : $0.value < 0 ? -1 : .nan) }
      return slope.combined(with: adjoint, *)
    case .norm:
      // The square of a norm has slope 0 at 0: what comes back is 0 there.
      let factor = adjoint.elements[0]
      return factor.value == 0 ? x.map { _ in S(0) } : x.map { factor * ($0 / value.elements[0]) }
    case .maximum, .minimum:
      let other = operands[1 - position]
      let isMaximum = if case .maximum = operation { true } else { false }
      let picked = x.combined(with: other) { own, rival -> S in
        if own.value == rival.value { return S(.nan) }
        return S((own.value > rival.value) == isMaximum ? 1 : 0)
      }
      return adjoint.combined(with: picked) { $0.value == 0 ? S(0) : $0 * $1 }
    case .trace:
      return Matrix(shape: x.shape) { $0 == $1 ? adjoint.elements[0] : S(0) }
    case .diagonal: return Matrix(shape: x.shape) { row, _ in adjoint[row, row] }
    case .assembly, .tuple, .collection:
      let start = operands[..<position].reduce(0) { $0 + $1.shape.count }
      return Matrix(
        shape: x.shape, elements: Array(adjoint.elements[start..<start + x.shape.count]))
    case .entries(let row, let column):
      return Matrix(shape: x.shape) { i, j in
        guard row ?? i == i, column ?? j == j else { return S(0) }
        if row != nil, column != nil { return adjoint.elements[0] }
        return adjoint.elements[
          row == nil && column == nil
            ? i * x.shape.columns + j
            : row == nil ? i : j]
      }
    case .inverse:
      let transposed = value.transposed
      return transposed.multiplied(by: adjoint).multiplied(by: transposed).map { -$0 }
    case .determinant:
      return x.inverse.transposed.map { adjoint.elements[0] * value.elements[0] * $0 }
    default: return adjoint.map { _ in S(.nan) }
    }
  }
}

extension ElementaryFunction {
  /// The derivative at x, where the function has a value.
  fileprivate func slope<S: Scalar>(_ x: S, _ value: S) -> S {
    switch self {
    case .exp: value
    case .log: S(1) / x
    case .sqrt: S(1) / (S(2) * value)
    case .tanh: S(1) - value * value
    case .sin: S.cos(x)
    case .cos: -S.sin(x)
    case .abs: S(x.value > 0 ? 1 : x.value < 0 ? -1 : .nan)
    case .sign: S(0)
    }
  }
}
