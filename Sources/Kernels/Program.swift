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
  private struct Operand: Sendable {
    var offset: Int
    var rowStep: Int
    var columnStep: Int
  }

  private enum Step: Sendable {
    case combine(Combination, Operand, Operand, out: Int, Shape)
    case product(Int, Int, out: Int, rows: Int, inner: Int, columns: Int)
    case transpose(Int, out: Int, Shape)
    case apply(ElementaryFunction, Int, out: Int, count: Int)
    case negate(Int, out: Int, count: Int)
    case square(Int, out: Int, count: Int)
    case norm(Norm, Int, out: Int, count: Int)
    case copy(Int, out: Int, count: Int, step: Int)
  }

  private enum Combination: Sendable {
    case add, subtract, multiply, divide, power, maximum, minimum
  }

  private var memory: [Double]
  private var steps: [Step] = []
  private var leaves: [Name: (offset: Int, shape: Shape)] = [:]
  private var results: [(offset: Int, shape: Shape)] = []

  /// - Parameters:
  ///   - names: what is to be computed.
  ///   - variables: what will change; everything defined by way of it is computed anew.
  /// - Returns: nil when a formula holds an operation that cannot be prepared.
  package init?(_ names: [Name], by variables: Set<Name>, _ workspace: Workspace) {
    let kernels = names.compactMap { name in
      workspace.values[name].map {
        Kernel(Expression(.name(name), shape: $0.shape, location: .nowhere))
      }
    }
    guard kernels.count == names.count, let tape = Tape(kernels, by: variables, workspace) else {
      return nil
    }
    let scope = Scope<Double>(workspace)
    var values: [Matrix<Double>] = []
    for node in tape.nodes {
      values.append(node.value(node.operands.map { values[$0] }, scope))
    }
    var offsets: [Int] = []
    var size = 0
    for value in values {
      offsets.append(size)
      size += value.elements.count
    }
    memory = values.flatMap(\.elements)
    for (index, node) in tape.nodes.enumerated() {
      if let name = node.operation.name, variables.contains(name) {
        leaves[name] = (offsets[index], values[index].shape)
      }
      guard tape.isActive[index], !node.operands.isEmpty else { continue }
      guard add(node, index, offsets, values) else { return nil }
    }
    results = tape.roots.map { (offsets[$0], values[$0].shape) }
  }

  private mutating func add(
    _ node: Kernel.Node, _ index: Int, _ offsets: [Int], _ values: [Matrix<Double>]
  ) -> Bool {
    let out = offsets[index]
    let shape = values[index].shape
    let places = node.operands.map { offsets[$0] }
    let shapes = node.operands.map { values[$0].shape }
    func operand(_ offset: Int, _ own: Shape) -> Operand {
      Operand(
        offset: offset, rowStep: own.rows == 1 ? 0 : own.columns,
        columnStep: own.columns == 1 ? 0 : 1)
    }
    func combine(_ kind: Combination) {
      steps.append(
        .combine(
          kind, operand(places[0], shapes[0]), operand(places[1], shapes[1]), out: out, shape))
    }
    switch node.operation {
    case .sum(let signs):
      if signs.count == 1 {
        steps.append(.negate(places[0], out: out, count: shape.count))
        return true
      }
      guard signs[0] == .plus || shapes[0] == shape else { return false }
      var left = operand(places[0], shapes[0])
      if signs[0] == .minus {
        steps.append(.negate(places[0], out: out, count: shape.count))
        left = operand(out, shape)
      }
      for position in 1..<signs.count {
        let right = operand(places[position], shapes[position])
        steps.append(
          .combine(signs[position] == .plus ? .add : .subtract, left, right, out: out, shape))
        left = operand(out, shape)
      }
    case .product where !shapes[0].isScalar && !shapes[1].isScalar:
      steps.append(
        .product(
          places[0], places[1], out: out, rows: shape.rows, inner: shapes[0].columns,
          columns: shape.columns))
    case .product, .hadamard: combine(.multiply)
    case .quotient: combine(.divide)
    case .maximum: combine(.maximum)
    case .minimum: combine(.minimum)
    case .power:
      if shapes[1].isScalar, values[node.operands[1]].elements[0] == 2 {
        steps.append(.square(places[0], out: out, count: shape.count))
      } else {
        combine(.power)
      }
    case .transpose: steps.append(.transpose(places[0], out: out, shapes[0]))
    case .elementary(let function):
      steps.append(.apply(function, places[0], out: out, count: shape.count))
    case .norm(let norm):
      steps.append(.norm(norm, places[0], out: out, count: shapes[0].count))
    case .entries(let row, let column):
      let columns = shapes[0].columns
      let start = places[0] + (row ?? 0) * columns + (column ?? 0)
      steps.append(
        .copy(
          start, out: out, count: shape.count, step: row == nil ? (column == nil ? 1 : columns) : 1)
      )
    case .assembly, .tuple, .collection:
      var target = out
      for (place, own) in zip(places, shapes) {
        steps.append(.copy(place, out: target, count: own.count, step: 1))
        target += own.count
      }
    default: return false
    }
    return true
  }

  // MARK: - Running

  /// Puts another value in the place of a variable of the same shape.
  package mutating func set(_ name: Name, _ value: Matrix<Double>) {
    guard let leaf = leaves[name], leaf.shape == value.shape else { return }
    for (index, element) in value.elements.enumerated() { memory[leaf.offset + index] = element }
  }

  /// What was computed, in the order in which it was asked for.
  package func value(_ index: Int) -> Matrix<Double> {
    let (offset, shape) = results[index]
    return Matrix(shape: shape, elements: Array(memory[offset..<offset + shape.count]))
  }

  package mutating func run() {
    memory.withUnsafeMutableBufferPointer { memory in
      for step in steps { Self.run(step, memory) }
    }
  }

  private static func run(_ step: Step, _ memory: UnsafeMutableBufferPointer<Double>) {
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
      switch function {
      case .exp: for index in 0..<count { memory[out + index] = exp(memory[a + index]) }
      default: for index in 0..<count { memory[out + index] = function.apply(memory[a + index]) }
      }
    case .negate(let a, let out, let count):
      for index in 0..<count { memory[out + index] = -memory[a + index] }
    case .square(let a, let out, let count):
      for index in 0..<count { memory[out + index] = memory[a + index] * memory[a + index] }
    case .norm(.one, let a, let out, let count):
      memory[out] = (0..<count).reduce(0) { $0 + memory[a + $1].magnitude }
    case .norm(_, let a, let out, let count):
      var sum = 0.0
      for index in 0..<count { sum += memory[a + index] * memory[a + index] }
      memory[out] = sum.squareRoot()
    case .copy(let a, let out, let count, let step):
      for index in 0..<count { memory[out + index] = memory[a + index * step] }
    }
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
