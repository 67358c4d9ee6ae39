import Kernels
import Matrices

extension TiledGraph {
  /// A node of the formulas: the same for all examples, another one for each, or the same column
  /// for each (then a number, or a column as high as the value).
  enum Form: Equatable {
    case fixed(Int)
    case tiled(Int)
    case uniform(Int)

    var place: Int {
      switch self {
      case .fixed(let place), .tiled(let place), .uniform(let place): place
      }
    }

    var isFixed: Bool { if case .fixed = self { true } else { false } }
    var isTiled: Bool { if case .tiled = self { true } else { false } }
  }

  /// Reads the formulas of a cost, as they were written out on a few examples.
  struct Reader {
    var graph = TiledGraph()
    let nodes: [Kernel.Node]
    let axis: ExampleAxis
    let data: Set<Name>
    let counts: Set<Name>
    let values: [Name: Matrix<Double>]
    private var forms: [Form] = []

    init(
      _ nodes: [Kernel.Node], _ axis: ExampleAxis, data: Set<Name>, counts: Set<Name>,
      values: [Name: Matrix<Double>]
    ) {
      (self.nodes, self.axis, self.data) = (nodes, axis, data)
      (self.counts, self.values) = (counts, values)
    }

    /// The nodes' values.
    mutating func read() throws(Fallback) -> [Form] {
      for index in nodes.indices { forms.append(try form(index)) }
      return forms
    }

    // MARK: - One node

    private func direction(_ node: Int) -> ExampleAxis.Direction { axis.directions[node] }

    /// Of a value of the examples: how many rows its tiles have.
    private func height(_ node: Int) -> Int {
      direction(node) == .columns ? nodes[node].shape.rows : nodes[node].shape.columns
    }

    private mutating func form(_ index: Int) throws(Fallback) -> Form {
      let node = nodes[index]
      if node.operands.isEmpty { return try leaf(index) }
      let operands = node.operands
      if direction(index) == .none, operands.allSatisfy({ forms[$0].isFixed }) {
        return .fixed(
          graph.fixed(node.operation, operands.map { forms[$0].place }, node.shape))
      }
      switch node.operation {
      case .sum(.terms(let signs)): return try terms(signs, index)
      case .sum(.entries(let way)): return entries(way, index)
      case .product(.matrix)
      where !nodes[operands[0]].shape.isScalar && !nodes[operands[1]].shape.isScalar:
        return try product(index)
      case .product(.matrix), .product(.hadamard):
        return try entrywise(.multiply, .product(.hadamard), operands, index)
      case .product(.vanishing):
        return try entrywise(.vanishing, .product(.vanishing), operands, index)
      case .entrywise(let operation): return try everyEntry(operation, index)
      case .norm(let norm): return self.norm(norm, index)
      case .placement(let placement): return try placed(placement, index)
      case .column(.softmax) where direction(index) == .columns && node.shape.rows > 1:
        return softmax(index)
      case .product(.power), .leaf, .indexed, .square, .column, .statistic, .fold, .tabulation,
        .call, .evaluation, .derivative:
        throw .operation(node.operation.title)
      }
    }

    private mutating func leaf(_ index: Int) throws(Fallback) -> Form {
      let node = nodes[index]
      let name = node.operation.name
      if let name, counts.contains(name) { return .fixed(graph.count()) }
      if let name, data.contains(name) { return .tiled(graph.data(name, height: height(index))) }
      guard direction(index) != .none else {
        return .fixed(graph.fixed(node.operation, [], node.shape))
      }
      // A given that is the same for all examples that were read is so for all others: a vector of
      // ones.
      guard let value = name.flatMap({ values[$0] }) ?? node.operation.constantMatrix else {
        throw .operation(node.operation.title)
      }
      let turned = direction(index) == .columns ? value : value.transposed
      let isUniform = turned.rows.allSatisfy { row in row.allSatisfy { $0 == row[0] } }
      guard isUniform else { throw name.map { .variedGiven($0) } ?? .pick }
      let column = turned.rows.map { $0[0] }
      return .uniform(
        Set(column).count == 1
          ? graph.number(column[0])
          : graph.literal(Matrix(shape: Shape(column.count, 1), elements: column)))
    }

    /// An operand as a column of a tile: what is fixed lies as the value does.
    private mutating func column(_ operand: Int, for index: Int) throws(Fallback) -> Int {
      switch forms[operand] {
      case .uniform(let place): return place
      case .tiled(let place):
        guard direction(operand) == direction(index) else { throw .crossed }
        return place
      case .fixed(let place):
        return direction(index) == .columns ? place : graph.transposed(place)
      }
    }

    private mutating func entrywise(
      _ loop: Loop, _ operation: Operation, _ operands: [Int], _ index: Int
    ) throws(Fallback) -> Form {
      var columns: [Int] = []
      for operand in operands { columns.append(try column(operand, for: index)) }
      return combined(loop, operation, columns, height(index))
    }

    private mutating func combined(
      _ loop: Loop, _ operation: Operation, _ columns: [Int], _ height: Int
    ) -> Form {
      columns.contains(where: { graph.isTiled($0) })
        ? .tiled(graph.entrywise(loop, columns, height: height))
        : .uniform(graph.fixedEntrywise(operation, columns))
    }

    private mutating func terms(_ signs: [Sign], _ index: Int) throws(Fallback) -> Form {
      let operands = nodes[index].operands
      let height = height(index)
      let first = try column(operands[0], for: index)
      var total: Form = graph.isTiled(first) ? .tiled(first) : .uniform(first)
      if signs[0] == .minus {
        total = combined(.negate, .sum(.terms([.minus])), [total.place], height)
      }
      for (sign, operand) in zip(signs, operands).dropFirst() {
        let next = try column(operand, for: index)
        total = combined(
          sign == .plus ? .add : .subtract, .sum(.terms([.plus, sign])), [total.place, next],
          height)
      }
      return total
    }

    private mutating func everyEntry(_ operation: Entrywise, _ index: Int) throws(Fallback) -> Form
    {
      let operands = nodes[index].operands
      let whole = Operation.entrywise(operation)
      switch operation {
      case .elementary(let function):
        return try entrywise(.function(function), whole, operands, index)
      case .quotient: return try entrywise(.divide, whole, operands, index)
      case .power:
        if let exponent = nodes[operands[1]].operation.constantMatrix, exponent == Matrix(2) {
          return try entrywise(.square, .product(.hadamard), [operands[0], operands[0]], index)
        }
        return try entrywise(.power, whole, operands, index)
      case .extremum(.maximum): return try entrywise(.maximum, whole, operands, index)
      case .extremum(.minimum): return try entrywise(.minimum, whole, operands, index)
      case .choice(.maximum): return try entrywise(.choiceOfMaximum, whole, operands, index)
      case .choice(.minimum): return try entrywise(.choiceOfMinimum, whole, operands, index)
      case .direction: return try entrywise(.direction, whole, operands, index)
      case .selection(let comparison): return try selection(comparison, index)
      case .factorial: throw .operation(nodes[index].operation.title)
      }
    }

    private mutating func selection(
      _ comparison: Comparison, _ index: Int
    ) throws(Fallback) -> Form {
      var columns: [Int] = []
      for operand in nodes[index].operands { columns.append(try column(operand, for: index)) }
      guard columns.contains(where: { graph.isTiled($0) }) else {
        return .uniform(
          graph.fixedEntrywise(.entrywise(.selection(comparison)), columns))
      }
      let (a, b, yes, no) = (columns[0], columns[1], columns[2], columns[3])
      let height = height(index)
      let (loop, x, y): (Loop, Int, Int) =
        switch comparison {
        case .less: (.less, a, b)
        case .greater: (.less, b, a)
        case .atMost: (.atMost, a, b)
        case .atLeast: (.atMost, b, a)
        case .equal, .unequal: (.equal, a, b)
        }
      let holds = graph.entrywise(loop, [x, y], height: height)
      let chosen = comparison == .unequal ? [holds, no, yes] : [holds, yes, no]
      return .tiled(graph.entrywise(.chosen, chosen, height: height))
    }

    // MARK: - Over the examples

    /// A value of the examples as tiles, also one that is the same for all.
    private mutating func tile(_ operand: Int) -> Int {
      let form = forms[operand]
      return form.isTiled ? form.place : graph.repeated(form.place, height: height(operand))
    }

    private mutating func entries(_ way: Sum.Direction, _ index: Int) -> Form {
      let operand = nodes[index].operands[0]
      let isOverExamples =
        direction(operand) == .columns ? way != .ofEachColumn : way != .ofEachRow
      let form = forms[operand]
      guard isOverExamples else {
        if case .uniform(let place) = form {
          if graph.height(place) == 1 {
            let times = graph.number(Double(height(operand)))
            return .uniform(graph.fixedProduct(times, place))
          }
          return .uniform(graph.fixed(.sum(.entries(.all)), [place], .scalar))
        }
        return .tiled(graph.rowsAdded(form.place))
      }
      if case .uniform(let place) = form {
        let count = graph.count()
        let rows = Double(way == .all && graph.height(place) == 1 ? height(operand) : 1)
        var one = graph.fixedProduct(graph.number(rows), place)
        if way == .all, graph.height(one) > 1 {
          one = graph.fixed(.sum(.entries(.all)), [one], .scalar)
        }
        let whole = graph.fixedProduct(count, one)
        if way == .all { return .fixed(whole) }
        return .fixed(spread(whole, index))
      }
      if way == .all { return .fixed(graph.sumOfAll(form.place)) }
      return .fixed(standing(graph.sumOfRows(form.place), as: nodes[index].shape))
    }

    /// A column, or the row that the formula has.
    private mutating func standing(_ place: Int, as shape: Shape) -> Int {
      graph.values[place].shape == shape ? place : graph.transposed(place)
    }

    /// A number as often as a value has entries.
    private mutating func spread(_ place: Int, _ index: Int) -> Int {
      let shape = nodes[index].shape
      if graph.values[place].shape == shape { return place }
      return graph.values[place].shape.isScalar
        ? graph.fixed(.placement(.repeated(shape)), [place], shape) : graph.transposed(place)
    }

    private mutating func norm(_ norm: Norm, _ index: Int) -> Form {
      let tile = tile(nodes[index].operands[0])
      switch norm {
      case .one: return .fixed(graph.sumOfMagnitudes(tile))
      case .euclidean, .frobenius:
        let square = graph.sumOfSquares(tile)
        return .fixed(graph.fixed(.entrywise(.elementary(.sqrt)), [square], .scalar))
      }
    }

    private mutating func product(_ index: Int) throws(Fallback) -> Form {
      let (a, b) = (nodes[index].operands[0], nodes[index].operands[1])
      switch (direction(a), direction(b)) {
      case (.columns, .rows): return .fixed(try contraction(a, b, index))
      case (_, .columns): return try product(forms[a].place, b)
      case (.rows, _):
        let turned = graph.transposed(forms[b].place)
        return try product(turned, a)
      case (.none, .none), (.none, .rows), (.columns, .none): throw .crossed
      }
    }

    /// A fixed matrix times a value of the examples.
    private mutating func product(_ matrix: Int, _ operand: Int) throws(Fallback) -> Form {
      guard !graph.isTiled(matrix) else { throw .crossed }
      guard case .uniform(let place) = forms[operand] else {
        return .tiled(graph.product(matrix, forms[operand].place))
      }
      return .uniform(graph.fixedProduct(matrix, column(place, height(operand))))
    }

    /// What is the same for all examples, as the column that each of them has.
    private mutating func column(_ place: Int, _ height: Int) -> Int {
      graph.height(place) == height
        ? place
        : graph.fixed(.placement(.repeated(Shape(height, 1))), [place], Shape(height, 1))
    }

    private mutating func contraction(_ a: Int, _ b: Int, _ index: Int) throws(Fallback) -> Int {
      switch (forms[a], forms[b]) {
      case (.tiled(let left), .tiled(let right)): return graph.contraction(left, right)
      case (.tiled(let left), let right):
        let row = graph.transposed(column(right.place, height(b)))
        return graph.fixedProduct(graph.sumOfRows(left), row)
      case (let left, .tiled(let right)):
        let row = graph.transposed(graph.sumOfRows(right))
        return graph.fixedProduct(column(left.place, height(a)), row)
      case (let left, let right):
        let row = graph.transposed(column(right.place, height(b)))
        let one = graph.fixedProduct(column(left.place, height(a)), row)
        return graph.fixedProduct(graph.count(), one)
      }
    }

    // MARK: - Placements, softmax

    private mutating func placed(_ placement: Placement, _ index: Int) throws(Fallback) -> Form {
      let operand = nodes[index].operands[0]
      switch placement {
      case .transpose: return forms[operand]
      case .repeated:
        let place = try column(operand, for: index)
        return graph.isTiled(place)
          ? .tiled(graph.repeated(place, height: height(index))) : .uniform(place)
      case .entries(let row, let column):
        let picked = direction(operand) == .columns ? row : column
        let across = direction(operand) == .columns ? column : row
        guard across == nil else { throw .pick }
        guard let picked else { return forms[operand] }
        guard case .uniform(let place) = forms[operand] else {
          return .tiled(graph.row(picked, of: forms[operand].place))
        }
        if graph.height(place) == 1 { return .uniform(place) }
        return .uniform(
          graph.fixed(.placement(.entries(row: picked, column: 0)), [place], .scalar))
      case .placed(let row, let column, _):
        let picked = direction(index) == .columns ? row : column
        let across = direction(index) == .columns ? column : row
        guard across == nil, let picked else { throw .pick }
        let unit = Matrix(shape: Shape(height(index), 1)) { row, _ in row == picked ? 1.0 : 0.0 }
        let place = graph.product(graph.literal(unit), tile(operand))
        return .tiled(place)
      case .diagonal, .ofDiagonal, .assembly, .tuple, .part, .padded:
        throw .operation(nodes[index].operation.title)
      }
    }

    private mutating func softmax(_ index: Int) -> Form {
      let height = height(index)
      let x = tile(nodes[index].operands[0])
      let apart = graph.entrywise(.subtract, [x, graph.largestRow(x)], height: height)
      let powers = graph.entrywise(.function(.exp), [apart], height: height)
      return .tiled(graph.entrywise(.divide, [powers, graph.rowsAdded(powers)], height: height))
    }
  }
}
