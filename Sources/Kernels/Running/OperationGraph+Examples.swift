import Matrices

/// How formulas are written that are to be run on many examples: what is written index by index is
/// written for all numbers of the index at once, so that it can be run for more of them.
extension OperationGraph {
  /// A node by other operations; nil where it is written as everywhere else.
  mutating func writtenForExamples(_ operands: [Int], _ node: Kernel.Node) -> Int? {
    switch node.operation {
    case .entrywise(.power): return squareOfNorm(operands)
    case .fold(let fold):
      guard fold.kind == .sum, let body = fold.terms.formula, fold.terms.indices.count == 1
      else { return nil }
      return sum(body, over: fold.terms.indices[0], shape: node.shape)
    case .tabulation(let tabulation):
      guard let body = tabulation.terms.formula else { return nil }
      return table(body, over: tabulation.terms.indices, shape: node.shape)
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square, .column,
      .statistic, .call, .evaluation, .derivative:
      return nil
    }
  }

  /// ‖x‖² = Σ x²: what goes back through it needs no root, and so not the whole sum.
  private mutating func squareOfNorm(_ operands: [Int]) -> Int? {
    guard nodes[operands[1]].operation.literal == Matrix(2) else { return nil }
    let base = nodes[operands[0]]
    guard base.operation == .norm(.euclidean) || base.operation == .norm(.frobenius) else {
      return nil
    }
    let x = base.operands[0]
    return add(.sum(.entries(.all)), [hadamard(x, x)])
  }

  private mutating func sum(_ body: Kernel, over index: RunningIndex, shape: Shape) -> Int? {
    let root = inlined(body, hiding: [])
    guard var spreading = Spreading(index, of: root, in: self) else {
      // Terms that are all the same, or made from the number of the index, do not say what it runs
      // along.
      hasLooseSum = true
      return nil
    }
    guard let whole = spreading.spread(root, &self) else {
      hasLooseSum = hasLooseSum || spreading.usesNumber
      return nil
    }
    switch whole {
    case .number(let row): return add(.sum(.entries(.all)), [row])
    case .standing(let columns): return add(.sum(.entries(.ofEachRow)), [columns])
    case .lying(let rows): return add(.sum(.entries(.ofEachColumn)), [rows])
    case .outer(let columns, let rows): return product(columns, rows)
    }
  }

  private mutating func table(_ body: Kernel, over indices: [RunningIndex], shape: Shape) -> Int? {
    var place = inlined(body, hiding: [])
    for (position, index) in indices.enumerated().reversed() {
      guard var spreading = Spreading(index, of: place, in: self),
        let whole = spreading.spread(place, &self)
      else { return nil }
      switch whole {
      // The last index goes along the columns, and the first along the rows.
      case .number(let row): place = position == 0 ? transposed(row) : row
      case .lying(let rows) where position == 0: place = rows
      case .standing(let columns) where position == 0: place = transposed(columns)
      case .lying, .standing, .outer: return nil
      }
    }
    return self.shape(place) == shape ? place : nil
  }
}

/// One formula with an index in it, written for all numbers of the index.
private struct Spreading {
  /// What there is for every number: as a row of numbers; as columns of a matrix; as its rows; or
  /// as products of the columns of one matrix with the rows of another.
  enum Whole {
    case number(Int)
    case standing(Int)
    case lying(Int)
    case outer(Int, Int)
  }

  private let index: RunningIndex
  private var depends: [Bool] = []
  private var known: [Int: Whole] = [:]
  /// Whether the number of the index is used as a number.
  private(set) var usesNumber = false

  private var count: Int { index.numbers.count }

  /// - Returns: nil when the formula does not depend on the index.
  init?(_ index: RunningIndex, of root: Int, in graph: OperationGraph) {
    self.index = index
    depends.reserveCapacity(root + 1)
    for node in graph.nodes[0...root] {
      depends.append(
        node.operation.letters.contains(index.letter) || node.operands.contains { depends[$0] })
    }
    guard depends[root] else { return nil }
  }

  mutating func spread(_ node: Int, _ graph: inout OperationGraph) -> Whole? {
    if let known = known[node] { return known }
    let whole = written(node, &graph)
    known[node] = whole
    return whole
  }

  private mutating func written(_ index: Int, _ graph: inout OperationGraph) -> Whole? {
    let node = graph.nodes[index]
    switch node.operation {
    case .indexed(let indexed): return picked(indexed, node, &graph)
    case .sum(.terms), .entrywise: return entrywise(node, node.operation, &graph)
    case .product(.matrix):
      let isOfNumbers = node.operands.contains { graph.shape($0).isScalar }
      return isOfNumbers
        ? entrywise(node, .product(.hadamard), &graph) : product(node, &graph)
    case .product(.hadamard), .product(.vanishing):
      return entrywise(node, node.operation, &graph)
    case .sum(.entries(.all)):
      guard let operand = spread(node.operands[0], &graph) else { return nil }
      return total(operand, &graph)
    case .norm(let norm): return self.norm(norm, node, &graph)
    case .column(.softmax):
      guard case .standing(let x)? = spread(node.operands[0], &graph), graph.shape(x).rows > 1
      else { return nil }
      return .standing(graph.add(.column(.softmax), [x]))
    case .placement(.transpose):
      switch spread(node.operands[0], &graph) {
      case .number(let row): return .number(row)
      case .standing(let x): return .lying(graph.transposed(x))
      case .lying(let x): return .standing(graph.transposed(x))
      case .outer, nil: return nil
      }
    case .placement(.entries(let row, let column)):
      return entries(row, column, node, &graph)
    case .leaf, .product(.power), .sum(.entries), .placement, .square, .column, .statistic,
      .fold, .tabulation, .call, .evaluation, .derivative:
      return nil
    }
  }

  // MARK: - Picking

  /// Whether a place goes along with the index through all rows, or columns, there are.
  private func runs(_ place: Indexed.Place?, through size: Int) -> Bool {
    guard let place, place.letter == index.letter else { return false }
    return index.numbers.lowerBound + place.number == 0 && count == size
  }

  private mutating func picked(
    _ indexed: Indexed, _ node: Kernel.Node, _ graph: inout OperationGraph
  ) -> Whole? {
    guard case .entries(let row, let column) = indexed else {
      usesNumber = true
      return nil
    }
    let operand = node.operands[0]
    let shape = graph.shape(operand)
    if depends[operand] { return pickedOfSpread(row, column, node, &graph) }
    if runs(row, through: shape.rows), column?.letter != index.letter {
      guard let column else {
        return node.shape.columns == 1 && shape.columns > 1
          ? .standing(graph.transposed(operand)) : .lying(operand)
      }
      let picked = graph.add(
        .entries(row: nil, column: column), [operand], shape: Shape(shape.rows, 1))
      return .number(graph.transposed(picked))
    }
    if runs(column, through: shape.columns), row?.letter != index.letter {
      guard let row else { return .standing(operand) }
      return .number(
        graph.add(.entries(row: row, column: nil), [operand], shape: Shape(1, shape.columns)))
    }
    return nil
  }

  /// An entry, by another index, of what there is for every number of this one.
  private mutating func pickedOfSpread(
    _ row: Indexed.Place?, _ column: Indexed.Place?, _ node: Kernel.Node,
    _ graph: inout OperationGraph
  ) -> Whole? {
    guard row?.letter != index.letter, column?.letter != index.letter, node.shape.isScalar else {
      return nil
    }
    switch spread(node.operands[0], &graph) {
    case .standing(let x):
      guard let row else { return nil }
      return .number(graph.add(.entries(row: row, column: nil), [x], shape: Shape(1, count)))
    case .lying(let x):
      guard let column else { return nil }
      let entries = graph.add(.entries(row: nil, column: column), [x], shape: Shape(count, 1))
      return .number(graph.transposed(entries))
    case .number(let x): return .number(x)
    case .outer, nil: return nil
    }
  }

  private mutating func entries(
    _ row: Int?, _ column: Int?, _ node: Kernel.Node, _ graph: inout OperationGraph
  ) -> Whole? {
    pickedOfSpread(row.map { .at($0) }, column.map { .at($0) }, node, &graph)
  }

  // MARK: - Entry by entry

  private mutating func entrywise(
    _ node: Kernel.Node, _ operation: Operation, _ graph: inout OperationGraph
  ) -> Whole? {
    let own = node.shape
    guard own.rows == 1 || own.columns == 1 else { return nil }
    let isStanding = own.rows > 1
    let shape =
      own.isScalar
      ? Shape(1, count) : isStanding ? Shape(own.rows, count) : Shape(count, own.columns)
    var operands: [Int] = []
    for operand in node.operands {
      guard depends[operand] else {
        // A number stays one.
        let isNumber = graph.shape(operand).isScalar
        operands.append(isNumber ? operand : graph.repeated(operand, shape))
        continue
      }
      switch spread(operand, &graph) {
      case .number(let row):
        let lying = own.isScalar || isStanding ? row : graph.transposed(row)
        operands.append(graph.repeated(lying, shape))
      case .standing(let x):
        guard isStanding else { return nil }
        operands.append(x)
      case .lying(let x):
        guard !own.isScalar, !isStanding else { return nil }
        operands.append(x)
      case .outer, nil: return nil
      }
    }
    let whole = graph.add(operation, operands)
    return own.isScalar ? .number(whole) : isStanding ? .standing(whole) : .lying(whole)
  }

  // MARK: - Products and sums

  private mutating func product(
    _ node: Kernel.Node, _ graph: inout OperationGraph
  ) -> Whole? {
    let (a, b) = (node.operands[0], node.operands[1])
    switch (depends[a], depends[b]) {
    case (false, true):
      guard case .standing(let columns)? = spread(b, &graph) else { return nil }
      let whole = graph.product(a, columns)
      return node.shape.isScalar ? .number(whole) : .standing(whole)
    case (true, false):
      guard case .lying(let rows)? = spread(a, &graph) else { return nil }
      let whole = graph.product(rows, b)
      return node.shape.isScalar ? .number(graph.transposed(whole)) : .lying(whole)
    case (true, true):
      guard let left = spread(a, &graph), let right = spread(b, &graph) else { return nil }
      switch (left, right) {
      case (.lying(let rows), .standing(let columns)):
        return total(.standing(graph.hadamard(graph.transposed(rows), columns)), &graph)
      case (.standing(let columns), .lying(let rows)): return .outer(columns, rows)
      case (.number, _), (_, .number), (.standing, _), (.lying, _), (.outer, _): return nil
      }
    case (false, false): return nil
    }
  }

  private func total(_ whole: Whole, _ graph: inout OperationGraph) -> Whole? {
    switch whole {
    case .number: return whole
    case .standing(let x): return .number(graph.add(.sum(.entries(.ofEachColumn)), [x]))
    case .lying(let x):
      return .number(graph.transposed(graph.add(.sum(.entries(.ofEachRow)), [x])))
    case .outer: return nil
    }
  }

  private mutating func norm(
    _ norm: Norm, _ node: Kernel.Node, _ graph: inout OperationGraph
  ) -> Whole? {
    let place: (Int) -> Whole
    let x: Int
    switch spread(node.operands[0], &graph) {
    case .standing(let own): (x, place) = (own, Whole.standing)
    case .lying(let own): (x, place) = (own, Whole.lying)
    case .number(let own): (x, place) = (own, Whole.number)
    case .outer, nil: return nil
    }
    switch norm {
    case .one: return total(place(graph.elementary(.abs, x)), &graph)
    case .euclidean, .frobenius:
      guard case .number(let square)? = total(place(graph.hadamard(x, x)), &graph) else {
        return nil
      }
      return .number(graph.elementary(.sqrt, square))
    }
  }
}
