package import Matrices

/// The operations of `Documentation/notation.md`, by families.
package enum Operation: Hashable, Sendable {
  case leaf(Leaf)
  case indexed(Indexed)
  case sum(Sum)
  case product(Product)
  case entrywise(Entrywise)
  case norm(Norm)
  case placement(Placement)
  case square(SquareMatrix)
  case column(ColumnFunction)
  case statistic(Statistic)
  case fold(Fold)
  case tabulation(Tabulation)
  case call(Call)
  case evaluation(Evaluation)
  case derivative(Derivative)
}

// Everything that is asked of an operation goes to its family. A family more is a line more in each
// of these; an operation more is none.
extension Operation {
  func shape(of operands: [Shape]) -> Shape? {
    switch self {
    case .leaf(let family): family.shape(of: operands)
    case .indexed(let family): family.shape(of: operands)
    case .sum(let family): family.shape(of: operands)
    case .product(let family): family.shape(of: operands)
    case .entrywise(let family): family.shape(of: operands)
    case .norm(let family): family.shape(of: operands)
    case .placement(let family): family.shape(of: operands)
    case .square(let family): family.shape(of: operands)
    case .column(let family): family.shape(of: operands)
    case .statistic(let family): family.shape(of: operands)
    case .fold(let family): family.shape(of: operands)
    case .tabulation(let family): family.shape(of: operands)
    case .call(let family): family.shape(of: operands)
    case .evaluation(let family): family.shape(of: operands)
    case .derivative(let family): family.shape(of: operands)
    }
  }

  func misfit(_ operands: [Operand]) -> Misfit {
    switch self {
    case .leaf(let family): family.misfit(operands)
    case .indexed(let family): family.misfit(operands)
    case .sum(let family): family.misfit(operands)
    case .product(let family): family.misfit(operands)
    case .entrywise(let family): family.misfit(operands)
    case .norm(let family): family.misfit(operands)
    case .placement(let family): family.misfit(operands)
    case .square(let family): family.misfit(operands)
    case .column(let family): family.misfit(operands)
    case .statistic(let family): family.misfit(operands)
    case .fold(let family): family.misfit(operands)
    case .tabulation(let family): family.misfit(operands)
    case .call(let family): family.misfit(operands)
    case .evaluation(let family): family.misfit(operands)
    case .derivative(let family): family.misfit(operands)
    }
  }

  var isEntrywise: Bool {
    switch self {
    case .leaf(let family): family.isEntrywise
    case .indexed(let family): family.isEntrywise
    case .sum(let family): family.isEntrywise
    case .product(let family): family.isEntrywise
    case .entrywise(let family): family.isEntrywise
    case .norm(let family): family.isEntrywise
    case .placement(let family): family.isEntrywise
    case .square(let family): family.isEntrywise
    case .column(let family): family.isEntrywise
    case .statistic(let family): family.isEntrywise
    case .fold(let family): family.isEntrywise
    case .tabulation(let family): family.isEntrywise
    case .call(let family): family.isEntrywise
    case .evaluation(let family): family.isEntrywise
    case .derivative(let family): family.isEntrywise
    }
  }

  // Runs over plain numbers are the many; the others share one generic body.
  @_specialize(where S == Double)
  @_specialize(where S == DualLanes)
  func value<S: Scalar>(
    _ operands: [Matrix<S>], _ shape: Shape, _ scope: Scope<S>
  ) -> Matrix<S> {
    switch self {
    case .leaf(let family): family.value(operands, shape, scope)
    case .indexed(let family): family.value(operands, shape, scope)
    case .sum(let family): family.value(operands, shape, scope)
    case .product(let family): family.value(operands, shape, scope)
    case .entrywise(let family): family.value(operands, shape, scope)
    case .norm(let family): family.value(operands, shape, scope)
    case .placement(let family): family.value(operands, shape, scope)
    case .square(let family): family.value(operands, shape, scope)
    case .column(let family): family.value(operands, shape, scope)
    case .statistic(let family): family.value(operands, shape, scope)
    case .fold(let family): family.value(operands, shape, scope)
    case .tabulation(let family): family.value(operands, shape, scope)
    case .call(let family): family.value(operands, shape, scope)
    case .evaluation(let family): family.value(operands, shape, scope)
    case .derivative(let family): family.value(operands, shape, scope)
    }
  }

  func breakdown(_ operands: [Matrix<Double>], row: Int, column: Int) -> Breakdown.Reason? {
    switch self {
    case .leaf(let family): family.breakdown(operands, row: row, column: column)
    case .indexed(let family): family.breakdown(operands, row: row, column: column)
    case .sum(let family): family.breakdown(operands, row: row, column: column)
    case .product(let family): family.breakdown(operands, row: row, column: column)
    case .entrywise(let family): family.breakdown(operands, row: row, column: column)
    case .norm(let family): family.breakdown(operands, row: row, column: column)
    case .placement(let family): family.breakdown(operands, row: row, column: column)
    case .square(let family): family.breakdown(operands, row: row, column: column)
    case .column(let family): family.breakdown(operands, row: row, column: column)
    case .statistic(let family): family.breakdown(operands, row: row, column: column)
    case .fold(let family): family.breakdown(operands, row: row, column: column)
    case .tabulation(let family): family.breakdown(operands, row: row, column: column)
    case .call(let family): family.breakdown(operands, row: row, column: column)
    case .evaluation(let family): family.breakdown(operands, row: row, column: column)
    case .derivative(let family): family.breakdown(operands, row: row, column: column)
    }
  }

  func lowered(
    _ operands: [Int], _ node: Kernel.Node, _ graph: inout OperationGraph
  ) -> Int? {
    switch self {
    case .leaf(let family): family.lowered(operands, node, &graph)
    case .indexed(let family): family.lowered(operands, node, &graph)
    case .sum(let family): family.lowered(operands, node, &graph)
    case .product(let family): family.lowered(operands, node, &graph)
    case .entrywise(let family): family.lowered(operands, node, &graph)
    case .norm(let family): family.lowered(operands, node, &graph)
    case .placement(let family): family.lowered(operands, node, &graph)
    case .square(let family): family.lowered(operands, node, &graph)
    case .column(let family): family.lowered(operands, node, &graph)
    case .statistic(let family): family.lowered(operands, node, &graph)
    case .fold(let family): family.lowered(operands, node, &graph)
    case .tabulation(let family): family.lowered(operands, node, &graph)
    case .call(let family): family.lowered(operands, node, &graph)
    case .evaluation(let family): family.lowered(operands, node, &graph)
    case .derivative(let family): family.lowered(operands, node, &graph)
    }
  }

  func pullBack(
    _ adjoint: Int, to position: Int, of node: Int, _ graph: inout OperationGraph
  ) -> Int? {
    switch self {
    case .leaf(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .indexed(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .sum(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .product(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .entrywise(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .norm(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .placement(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .square(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .column(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .statistic(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .fold(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .tabulation(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .call(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .evaluation(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    case .derivative(let family): family.pullBack(adjoint, to: position, of: node, &graph)
    }
  }

  func step(_ place: Program.Place) -> [Program.Step]? {
    switch self {
    case .leaf(let family): family.step(place)
    case .indexed(let family): family.step(place)
    case .sum(let family): family.step(place)
    case .product(let family): family.step(place)
    case .entrywise(let family): family.step(place)
    case .norm(let family): family.step(place)
    case .placement(let family): family.step(place)
    case .square(let family): family.step(place)
    case .column(let family): family.step(place)
    case .statistic(let family): family.step(place)
    case .fold(let family): family.step(place)
    case .tabulation(let family): family.step(place)
    case .call(let family): family.step(place)
    case .evaluation(let family): family.step(place)
    case .derivative(let family): family.step(place)
    }
  }

  func entry(_ entry: EntryReader) -> ScalarFormula? {
    switch self {
    case .leaf(let family): family.entry(entry)
    case .indexed(let family): family.entry(entry)
    case .sum(let family): family.entry(entry)
    case .product(let family): family.entry(entry)
    case .entrywise(let family): family.entry(entry)
    case .norm(let family): family.entry(entry)
    case .placement(let family): family.entry(entry)
    case .square(let family): family.entry(entry)
    case .column(let family): family.entry(entry)
    case .statistic(let family): family.entry(entry)
    case .fold(let family): family.entry(entry)
    case .tabulation(let family): family.entry(entry)
    case .call(let family): family.entry(entry)
    case .evaluation(let family): family.entry(entry)
    case .derivative(let family): family.entry(entry)
    }
  }

  func source(_ entry: EntryPlace) -> EntrySource? {
    switch self {
    case .leaf(let family): family.source(entry)
    case .indexed(let family): family.source(entry)
    case .sum(let family): family.source(entry)
    case .product(let family): family.source(entry)
    case .entrywise(let family): family.source(entry)
    case .norm(let family): family.source(entry)
    case .placement(let family): family.source(entry)
    case .square(let family): family.source(entry)
    case .column(let family): family.source(entry)
    case .statistic(let family): family.source(entry)
    case .fold(let family): family.source(entry)
    case .tabulation(let family): family.source(entry)
    case .call(let family): family.source(entry)
    case .evaluation(let family): family.source(entry)
    case .derivative(let family): family.source(entry)
    }
  }

  package func label(of shapes: [Shape]) -> OperationLabel {
    switch self {
    case .leaf(let family): family.label(of: shapes)
    case .indexed(let family): family.label(of: shapes)
    case .sum(let family): family.label(of: shapes)
    case .product(let family): family.label(of: shapes)
    case .entrywise(let family): family.label(of: shapes)
    case .norm(let family): family.label(of: shapes)
    case .placement(let family): family.label(of: shapes)
    case .square(let family): family.label(of: shapes)
    case .column(let family): family.label(of: shapes)
    case .statistic(let family): family.label(of: shapes)
    case .fold(let family): family.label(of: shapes)
    case .tabulation(let family): family.label(of: shapes)
    case .call(let family): family.label(of: shapes)
    case .evaluation(let family): family.label(of: shapes)
    case .derivative(let family): family.label(of: shapes)
    }
  }

  var presence: Presence {
    switch self {
    case .leaf(let family): family.presence
    case .indexed(let family): family.presence
    case .sum(let family): family.presence
    case .product(let family): family.presence
    case .entrywise(let family): family.presence
    case .norm(let family): family.presence
    case .placement(let family): family.presence
    case .square(let family): family.presence
    case .column(let family): family.presence
    case .statistic(let family): family.presence
    case .fold(let family): family.presence
    case .tabulation(let family): family.presence
    case .call(let family): family.presence
    case .evaluation(let family): family.presence
    case .derivative(let family): family.presence
    }
  }

  func numPy(
    _ operands: [NumPyText], _ node: Kernel.Node, _ kernel: Kernel, _ writer: inout NumPyWriter
  ) -> NumPyText {
    switch self {
    case .leaf(let family): family.numPy(operands, node, kernel, &writer)
    case .indexed(let family): family.numPy(operands, node, kernel, &writer)
    case .sum(let family): family.numPy(operands, node, kernel, &writer)
    case .product(let family): family.numPy(operands, node, kernel, &writer)
    case .entrywise(let family): family.numPy(operands, node, kernel, &writer)
    case .norm(let family): family.numPy(operands, node, kernel, &writer)
    case .placement(let family): family.numPy(operands, node, kernel, &writer)
    case .square(let family): family.numPy(operands, node, kernel, &writer)
    case .column(let family): family.numPy(operands, node, kernel, &writer)
    case .statistic(let family): family.numPy(operands, node, kernel, &writer)
    case .fold(let family): family.numPy(operands, node, kernel, &writer)
    case .tabulation(let family): family.numPy(operands, node, kernel, &writer)
    case .call(let family): family.numPy(operands, node, kernel, &writer)
    case .evaluation(let family): family.numPy(operands, node, kernel, &writer)
    case .derivative(let family): family.numPy(operands, node, kernel, &writer)
    }
  }

  func slips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    case .leaf(let family): family.slips(of: expression, maker)
    case .indexed(let family): family.slips(of: expression, maker)
    case .sum(let family): family.slips(of: expression, maker)
    case .product(let family): family.slips(of: expression, maker)
    case .entrywise(let family): family.slips(of: expression, maker)
    case .norm(let family): family.slips(of: expression, maker)
    case .placement(let family): family.slips(of: expression, maker)
    case .square(let family): family.slips(of: expression, maker)
    case .column(let family): family.slips(of: expression, maker)
    case .statistic(let family): family.slips(of: expression, maker)
    case .fold(let family): family.slips(of: expression, maker)
    case .tabulation(let family): family.slips(of: expression, maker)
    case .call(let family): family.slips(of: expression, maker)
    case .evaluation(let family): family.slips(of: expression, maker)
    case .derivative(let family): family.slips(of: expression, maker)
    }
  }

  func furtherSlips(of expression: Expression, _ maker: SlipMaker) -> [SlipMaker.Change] {
    switch self {
    case .leaf(let family): family.furtherSlips(of: expression, maker)
    case .indexed(let family): family.furtherSlips(of: expression, maker)
    case .sum(let family): family.furtherSlips(of: expression, maker)
    case .product(let family): family.furtherSlips(of: expression, maker)
    case .entrywise(let family): family.furtherSlips(of: expression, maker)
    case .norm(let family): family.furtherSlips(of: expression, maker)
    case .placement(let family): family.furtherSlips(of: expression, maker)
    case .square(let family): family.furtherSlips(of: expression, maker)
    case .column(let family): family.furtherSlips(of: expression, maker)
    case .statistic(let family): family.furtherSlips(of: expression, maker)
    case .fold(let family): family.furtherSlips(of: expression, maker)
    case .tabulation(let family): family.furtherSlips(of: expression, maker)
    case .call(let family): family.furtherSlips(of: expression, maker)
    case .evaluation(let family): family.furtherSlips(of: expression, maker)
    case .derivative(let family): family.furtherSlips(of: expression, maker)
    }
  }
}
