package import Matrices
import SourceText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Formulas of a lesson prepared to be computed again and again with other numbers of the same
/// shapes: every operation knows where in one piece of memory its operands and its result lie, and
/// running allocates nothing.
///
///     var program = Program([cost, gradient], by: [W1, W2], workspace)
///     program.set(W1, matrix)
///     program.run()
///     program.value(0)
package struct Program: Sendable {
  /// How an operand lies below the result: what is added for the next row and the next column.
  struct Operand: Sendable {
    var offset: Int
    var rowStep: Int
    var columnStep: Int
  }

  enum Step: Sendable {
    case combine(Combination, Operand, Operand, out: Int, Shape)
    case product(Int, Int, out: Int, rows: Int, inner: Int, columns: Int)
    case transpose(Int, out: Int, Shape)
    case apply(ElementaryFunction, Int, out: Int, count: Int)
    case negate(Int, out: Int, count: Int)
    case square(Int, out: Int, count: Int)
    case norm(Norm, Int, out: Int, count: Int)
    case copy(Int, out: Int, count: Int, step: Int)
    /// An operation that has no step of its own, by its place among those.
    case other(Int)
  }

  /// An operation that is done as everywhere else. Steps hold none: they are copied all the time,
  /// and would have to be counted.
  private struct Other: Sendable {
    var operation: Operation
    var operands: [(offset: Int, shape: Shape)]
    var out: Int
    var shape: Shape
  }

  /// Where in the memory the value of a variable is.
  struct Slot: Sendable {
    fileprivate var offset: Int
    fileprivate var shape: Shape
  }

  enum Combination: Sendable {
    case add, subtract, multiply, divide, power, maximum, minimum
  }

  private var memory: [Double]
  /// Room for what goes from one round to the next.
  private var carried: [Double] = []
  private var steps: [Step] = []
  private var others: [Other] = []
  private var leaves: [Name: Slot] = [:]
  private var results: [(offset: Int, shape: Shape)] = []
  /// Names that are no variables: they have the values that they had when this was prepared.
  private(set) var builtIn: Set<Name> = []

  /// - Parameters:
  ///   - names: what is to be computed.
  ///   - variables: what will change; everything defined by way of it is computed anew.
  /// - Returns: nil when a name has no value, or its formulas are too long.
  package init?(_ names: [Name], by variables: Set<Name>, _ workspace: Workspace) {
    let kernels = names.compactMap { name in
      workspace.values[name].map {
        Kernel(Expression(.leaf(.name(name)), shape: $0.shape, location: .nowhere))
      }
    }
    let graph = OperationGraph(kernels, by: variables, workspace, inliningCalls: true)
    guard kernels.count == names.count, !graph.isTooLarge else { return nil }
    self.init(graph.nodes, graph.isActive, roots: graph.roots, by: variables, workspace)
  }

  /// Formulas that are run again with other values of some names.
  ///
  /// - Returns: nil when they are too long.
  init?(_ kernels: [Kernel], by variables: Set<Name>, _ workspace: Workspace) {
    let graph = OperationGraph(kernels, by: variables, workspace, inliningCalls: true)
    guard !graph.isTooLarge else { return nil }
    self.init(graph.nodes, graph.isActive, roots: graph.roots, by: variables, workspace)
  }

  /// A cost and its slopes, and what is watched beside them.
  package init(_ graph: CostGraph, _ workspace: Workspace) {
    self.init(
      graph.nodes, graph.isActive, roots: graph.roots, by: graph.variables, workspace)
  }

  private init(
    _ nodes: [Kernel.Node], _ isActive: [Bool], roots: [Int], by variables: Set<Name>,
    _ workspace: Workspace
  ) {
    let scope = Scope<Double>(workspace)
    var values: [Matrix<Double>] = []
    for node in nodes { values.append(node.value(node.operands.map { values[$0] }, scope)) }
    var offsets: [Int] = []
    var size = 0
    for value in values {
      offsets.append(size)
      size += value.elements.count
    }
    memory = values.flatMap(\.elements)
    for (index, node) in nodes.enumerated() {
      if let name = node.operation.name {
        if variables.contains(name) {
          leaves[name] = Slot(offset: offsets[index], shape: values[index].shape)
        } else {
          builtIn.insert(name)
        }
      }
      guard isActive[index], !node.operands.isEmpty else { continue }
      let place = Place(
        offsets: node.operands.map { offsets[$0] }, shapes: node.operands.map { values[$0].shape },
        constants: node.operands.map { nodes[$0].operation.literal }, out: offsets[index],
        shape: values[index].shape)
      if let own = node.operation.step(place) {
        steps += own
        continue
      }
      steps.append(.other(others.count))
      others.append(
        Other(
          operation: node.operation, operands: Array(zip(place.offsets, place.shapes)),
          out: place.out, shape: place.shape))
    }
    results = roots.map { (offsets[$0], values[$0].shape) }
  }

  // MARK: - Running

  /// Where a variable is; nil where no formula uses it.
  func slot(_ name: Name) -> Slot? { leaves[name] }

  /// Puts another value in the place of a variable of the same shape.
  package mutating func set(_ name: Name, _ value: Matrix<Double>) {
    if let slot = leaves[name] { set(slot, value) }
  }

  /// - Returns: whether it is of that shape; else nothing is done.
  @discardableResult
  mutating func set(_ slot: Slot, _ value: Matrix<Double>) -> Bool {
    guard slot.shape == value.shape else { return false }
    for (index, element) in value.elements.enumerated() { memory[slot.offset + index] = element }
    return true
  }

  /// Puts results in the place of variables; all of them are taken before the first is put there:
  /// `a := b` is where b is.
  mutating func carry(_ ways: [(result: Int, slot: Slot)]) {
    carried.removeAll(keepingCapacity: true)
    for (result, _) in ways {
      let (offset, shape) = results[result]
      for index in offset..<offset + shape.count { carried.append(memory[index]) }
    }
    var next = 0
    for (_, slot) in ways {
      for index in slot.offset..<slot.offset + slot.shape.count {
        memory[index] = carried[next]
        next += 1
      }
    }
  }

  /// What was computed, in the order in which it was asked for.
  package func value(_ index: Int) -> Matrix<Double> {
    let (offset, shape) = results[index]
    return Matrix(shape: shape, elements: Array(memory[offset..<offset + shape.count]))
  }

  /// Whether every number in it is, those in between as well.
  var isFinite: Bool {
    // An exponent of ones carries into the sign; told by whole numbers, several are looked at at
    // once.
    let exponent = Double.infinity.bitPattern
    let one = exponent & (~exponent + 1)
    var carries: UInt64 = 0
    for number in memory { carries |= (number.bitPattern & exponent) &+ one }
    return carries >> 63 == 0
  }

  /// How many values are computed.
  package var count: Int { results.count }

  package mutating func run() {
    let steps = steps
    let others = others
    // As buffers, or both would be counted at every step.
    steps.withUnsafeBufferPointer { steps in
      others.withUnsafeBufferPointer { others in
        memory.withUnsafeMutableBufferPointer { memory in
          for step in steps { Self.run(step, others, memory) }
        }
      }
    }
  }

  private static func run(
    _ step: Step, _ others: UnsafeBufferPointer<Other>, _ memory: UnsafeMutableBufferPointer<Double>
  ) {
    switch step {
    case .combine(let kind, let a, let b, let out, let shape):
      switch kind {
      case .add: combine(a, b, out, shape, memory) { $0 + $1 }
      case .subtract: combine(a, b, out, shape, memory) { $0 - $1 }
      case .multiply: combine(a, b, out, shape, memory) { $0 * $1 }
      case .divide: combine(a, b, out, shape, memory) { $0 / $1 }
      case .power: combine(a, b, out, shape, memory) { pow($0, $1) }
      case .maximum: combine(a, b, out, shape, memory) { max($0, $1) }
      case .minimum: combine(a, b, out, shape, memory) { min($0, $1) }
      }
    case .product(let a, let b, let out, let rows, let inner, let columns):
      for row in 0..<rows {
        for column in 0..<columns {
          var sum = 0.0
          for k in 0..<inner {
            sum += memory[a + row * inner + k] * memory[b + k * columns + column]
          }
          memory[out + row * columns + column] = sum
        }
      }
    case .transpose(let a, let out, let shape):
      for row in 0..<shape.rows {
        for column in 0..<shape.columns {
          memory[out + column * shape.rows + row] = memory[a + row * shape.columns + column]
        }
      }
    case .apply(let function, let a, let out, let count):
      if function == .exp {
        for index in 0..<count { memory[out + index] = exp(memory[a + index]) }
      } else {
        for index in 0..<count { memory[out + index] = function.apply(memory[a + index]) }
      }
    case .negate(let a, let out, let count):
      for index in 0..<count { memory[out + index] = -memory[a + index] }
    case .square(let a, let out, let count):
      for index in 0..<count { memory[out + index] = memory[a + index] * memory[a + index] }
    case .norm(let norm, let a, let out, let count):
      var sum = 0.0
      if norm == .one {
        for index in 0..<count { sum += memory[a + index].magnitude }
        memory[out] = sum
      } else {
        for index in 0..<count { sum += memory[a + index] * memory[a + index] }
        memory[out] = sum.squareRoot()
      }
    case .copy(let a, let out, let count, let step):
      for index in 0..<count { memory[out + index] = memory[a + index * step] }
    case .other(let index): run(others[index], memory)
    }
  }

  private static func run(_ other: Other, _ memory: UnsafeMutableBufferPointer<Double>) {
    let values = other.operands.map { offset, shape in
      Matrix(shape: shape, elements: Array(memory[offset..<offset + shape.count]))
    }
    let value = other.operation.value(values, other.shape, Scope<Double>(.bare))
    for (index, element) in value.elements.enumerated() { memory[other.out + index] = element }
  }

  @inline(__always)
  private static func combine(
    _ a: Operand, _ b: Operand, _ out: Int, _ shape: Shape,
    _ memory: UnsafeMutableBufferPointer<Double>, _ operation: (Double, Double) -> Double
  ) {
    var target = out
    for row in 0..<shape.rows {
      var left = a.offset + row * a.rowStep
      var right = b.offset + row * b.rowStep
      for _ in 0..<shape.columns {
        memory[target] = operation(memory[left], memory[right])
        target += 1
        left += a.columnStep
        right += b.columnStep
      }
    }
  }
}

extension Program {
  /// Where an operation has its operands and its result in the memory: what its steps are made
  /// from.
  struct Place {
    fileprivate var offsets: [Int]
    /// Of the operands.
    fileprivate(set) var shapes: [Shape]
    /// The operands that are written down.
    fileprivate var constants: [Matrix<Double>?]
    fileprivate var out: Int
    /// Of the result.
    fileprivate(set) var shape: Shape

    private func stretched(_ offset: Int, _ shape: Shape) -> Operand {
      Operand(
        offset: offset, rowStep: shape.rows == 1 ? 0 : shape.columns,
        columnStep: shape.columns == 1 ? 0 : 1)
    }

    func operand(_ position: Int) -> Operand { stretched(offsets[position], shapes[position]) }

    /// What has been computed so far, as an operand of what follows.
    var result: Operand { stretched(out, shape) }

    func combination(_ kind: Combination, _ a: Operand, _ b: Operand) -> Step {
      .combine(kind, a, b, out: out, shape)
    }

    func combination(_ kind: Combination) -> Step { combination(kind, operand(0), operand(1)) }

    var matrixProduct: Step {
      .product(
        offsets[0], offsets[1], out: out, rows: shape.rows, inner: shapes[0].columns,
        columns: shape.columns)
    }

    var transposition: Step { .transpose(offsets[0], out: out, shapes[0]) }
    var negation: Step { .negate(offsets[0], out: out, count: shape.count) }
    var square: Step { .square(offsets[0], out: out, count: shape.count) }

    /// Whether the second operand, an exponent, is 2.
    var isSquare: Bool {
      constants[1].map { $0.shape.isScalar && $0.elements[0] == 2 } ?? false
    }

    func application(of function: ElementaryFunction) -> Step {
      .apply(function, offsets[0], out: out, count: shape.count)
    }

    func norm(_ norm: Norm) -> Step {
      .norm(norm, offsets[0], out: out, count: shapes[0].count)
    }

    /// Entries of an operand from a place on, each a step from the last.
    func copy(of position: Int, from start: Int, count: Int, step: Int, to target: Int = 0) -> Step
    {
      .copy(offsets[position] + start, out: out + target, count: count, step: step)
    }
  }
}
