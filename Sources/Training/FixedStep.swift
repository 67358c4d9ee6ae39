import Kernels
import Matrices

/// What is done to values that no example changes, before a pass: on numbers that lie one after
/// another, without a matrix being made. A network of 3,000 weights is slow otherwise at few
/// examples.
enum FixedStep {
  case loop(TileMachine.FixedLoop)
  /// A number from all entries.
  case folded(Fold, of: Int, count: Int, out: Int)
  /// Each entry from where it lies; nil is 0.
  case placed([Int?], out: Int)
  case product(Int, Shape, Int, columns: Int, out: Int)
  /// The value of an operation that is done as everywhere else.
  case other(Int)

  enum Fold {
    case sum, magnitudes, length
  }

  /// What a fixed value takes.
  static func steps(of index: Int, _ plan: TilePlan) -> [FixedStep] {
    let value = plan.values[index]
    guard case .fixed(let operation) = value.kind, let out = plan.fixed[index] else { return [] }
    let operands = value.operands.map { operand in
      (offset: plan.fixed[operand] ?? 0, shape: plan.values[operand].shape)
    }
    let (first, last) = (operands[0], operands[operands.count - 1])
    switch operation {
    case .sum(.entries(.all)):
      return [.folded(.sum, of: first.offset, count: first.shape.count, out: out)]
    case .norm(let norm):
      let fold: Fold =
        switch norm {
        case .one: .magnitudes
        case .euclidean, .frobenius: .length
        }
      return [.folded(fold, of: first.offset, count: first.shape.count, out: out)]
    case .placement:
      let values = value.operands.map { plan.values[$0] }
      return [
        .placed(sources(of: operation, values, operands.map(\.offset), value.shape), out: out)
      ]
    case .product(.matrix) where !first.shape.isScalar && !last.shape.isScalar:
      return [
        .product(first.offset, first.shape, last.offset, columns: last.shape.columns, out: out)
      ]
    case .product, .sum, .entrywise, .leaf, .indexed, .square, .column, .statistic,
      .fold, .tabulation, .call, .evaluation, .derivative:
      break
    }
    guard operands.allSatisfy({ $0.shape == value.shape || $0.shape.isScalar }),
      let loops = operation.loops
    else { return [.other(index)] }
    return loops.map { loop, positions in
      .loop(
        TileMachine.FixedLoop(
          loop,
          positions.map { position in
            position.map { (operands[$0].offset, operands[$0].shape.isScalar) } ?? (out, false)
          }, out: out, count: value.shape.count))
    }
  }

  /// - Parameter fixed: the fixed values.
  static func fold(
    _ fold: Fold, _ fixed: UnsafeMutablePointer<Double>, _ offset: Int, _ count: Int
  ) -> Double {
    var sum = 0.0
    switch fold {
    case .sum: for index in offset..<offset + count { sum += fixed[index] }
    case .magnitudes: for index in offset..<offset + count { sum += fixed[index].magnitude }
    case .length:
      for index in offset..<offset + count { sum += fixed[index] * fixed[index] }
      sum.formSquareRoot()
    }
    return sum
  }

  /// Where the entries of a placement come from: what becomes of the places as numbers.
  private static func sources(
    of operation: Operation, _ operands: [TiledValue], _ offsets: [Int], _ shape: Shape
  ) -> [Int?] {
    let numbered = zip(operands, offsets).map { operand, offset in
      Matrix(
        shape: operand.shape,
        elements: (0..<operand.shape.count).map { Double(offset + $0 + 1) })
    }
    let placed = Kernel.Node(operation, [], shape).value(of: numbered)
    return placed.elements.map { $0 == 0 ? nil : Int($0) - 1 }
  }

  static func place(_ fixed: UnsafeMutablePointer<Double>, _ sources: [Int?], out: Int) {
    for (index, source) in sources.enumerated() {
      fixed[out + index] = source.map { fixed[$0] } ?? 0
    }
  }

  static func multiply(
    _ fixed: UnsafeMutablePointer<Double>, _ left: Int, _ shape: Shape, _ right: Int,
    columns: Int, out: Int
  ) {
    for row in 0..<shape.rows {
      let own = fixed + out + row * columns
      own.update(repeating: 0, count: columns)
      for k in 0..<shape.columns {
        let factor = fixed[left + row * shape.columns + k]
        let other = fixed + right + k * columns
        for column in 0..<columns { own[column] += factor * other[column] }
      }
    }
  }
}

extension Operation {
  /// As loops one after another, each with the positions of its operands; nil is what the loop
  /// before gave. Nil for what has no loops.
  fileprivate var loops: [(Loop, [Int?])]? {
    switch self {
    case .sum(.terms(let signs)):
      func loop(_ position: Int) -> Loop { signs[position] == .plus ? .add : .subtract }
      if signs.count == 1 { return [(signs[0] == .plus ? .copy : .negate, [0])] }
      var loops: [(Loop, [Int?])] =
        switch (signs[0], signs[1]) {
        case (.plus, _): [(loop(1), [0, 1])]
        case (.minus, .plus): [(.subtract, [1, 0])]
        case (.minus, .minus): [(.negate, [0]), (.subtract, [nil, 1])]
        }
      for position in signs.indices.dropFirst(2) {
        loops.append((loop(position), [nil, position]))
      }
      return loops
    case .product(.matrix), .product(.hadamard): return [(.multiply, [0, 1])]
    case .product(.vanishing): return [(.vanishing, [0, 1])]
    case .entrywise(.quotient): return [(.divide, [0, 1])]
    case .entrywise(.power): return [(.power, [0, 1])]
    case .entrywise(.elementary(let function)): return [(.function(function), [0])]
    case .entrywise(.extremum(.maximum)): return [(.maximum, [0, 1])]
    case .entrywise(.extremum(.minimum)): return [(.minimum, [0, 1])]
    case .entrywise(.choice(.maximum)): return [(.choiceOfMaximum, [0, 1])]
    case .entrywise(.choice(.minimum)): return [(.choiceOfMinimum, [0, 1])]
    case .entrywise(.direction): return [(.direction, [0])]
    case .entrywise, .sum, .product, .placement, .leaf, .indexed, .norm, .square, .column,
      .statistic, .fold, .tabulation, .call, .evaluation, .derivative:
      return nil
    }
  }
}
