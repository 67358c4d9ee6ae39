import Matrices

/// What the rest of the house asks of an operation without knowing its family. A question has one
/// answer here, so that a case more is a case to be thought of here.
extension Operation {
  static func constant(_ matrix: Matrix<Double>) -> Operation {
    .leaf(.literal(Literal(matrix: matrix)))
  }

  /// The operations of one argument that are written as a function, by their words.
  package static let words: [String: Operation] = {
    var words: [String: Operation] = [:]
    func add<Family: OperationFamily>(_ family: Family.Type, _ make: (Family) -> Operation) {
      words.merge(family.words.mapValues(make)) { first, _ in first }
    }
    add(Leaf.self, Operation.leaf)
    add(Indexed.self, Operation.indexed)
    add(Sum.self, Operation.sum)
    add(Product.self, Operation.product)
    add(Entrywise.self, Operation.entrywise)
    add(Norm.self, Operation.norm)
    add(Placement.self, Operation.placement)
    add(SquareMatrix.self, Operation.square)
    add(ColumnFunction.self, Operation.column)
    add(Statistic.self, Operation.statistic)
    add(Fold.self, Operation.fold)
    add(Tabulation.self, Operation.tabulation)
    add(Call.self, Operation.call)
    add(Evaluation.self, Operation.evaluation)
    add(Derivative.self, Operation.derivative)
    return words
  }()

  // MARK: Leaves

  package var name: Name? {
    if case .leaf(.name(let name)) = self { return name }
    return nil
  }

  /// The value of a constant.
  var literal: Matrix<Double>? {
    if case .leaf(.literal(let literal)) = self { return literal.matrix }
    return nil
  }

  /// The number that is written down.
  package var number: Double? {
    literal.flatMap { $0.shape.isScalar ? $0.elements[0] : nil }
  }

  var draw: Draw? {
    if case .leaf(.draw(let draw)) = self { return draw }
    return nil
  }

  // MARK: Sums and products

  /// The signs of a sum of terms.
  package var signs: [Sign]? {
    if case .sum(.terms(let signs)) = self { return signs }
    return nil
  }

  /// A product of two factors, whichever.
  package var isProduct: Bool { self == .product(.matrix) || self == .product(.hadamard) }

  package var isSumOfEntries: Bool { self == .sum(.entries(.all)) }

  package var isQuotient: Bool { self == .entrywise(.quotient) }

  package var isRoot: Bool { self == .entrywise(.elementary(.sqrt)) }

  /// A function of every entry that every lesson has.
  package var elementary: ElementaryFunction? {
    if case .entrywise(.elementary(let function)) = self { return function }
    return nil
  }

  package var isPower: Bool { self == .entrywise(.power) }

  /// Whether it chooses between values by a comparison.
  var isSelection: Bool {
    if case .entrywise(.selection) = self { return true }
    return false
  }

  /// Whether it takes every column by itself.
  var goesDownColumns: Bool {
    if case .column = self { return true }
    return false
  }

  /// Whether it is one of +, −, ·, / and powers, which are done on numbers at sight.
  var isArithmetic: Bool { signs != nil || isProduct || isQuotient || self == .entrywise(.power) }

  /// Whether what it is called is several.
  var isPlural: Bool { self == .square(.eigenvalues) || self == .square(.eigenvectors) }

  /// Whether it is one number about all entries.
  var isStatistic: Bool {
    if case .statistic = self { return true }
    return false
  }

  package var isOfSquareMatrix: Bool {
    if case .square = self { return true }
    return false
  }

  /// Whether it is a length.
  package var isNorm: Bool {
    if case .norm = self { return true }
    return false
  }

  /// Whether an index, or what it picks, stands in its place.
  var isIndexed: Bool {
    if case .indexed = self { return true }
    return false
  }

  // MARK: Placements

  package var isTranspose: Bool { self == .placement(.transpose) }
  var isDiagonal: Bool { self == .placement(.diagonal) }
  var isTuple: Bool { self == .placement(.tuple) }

  /// Which row and which column are picked, from 0; nil takes all of them.
  package struct Picked: Equatable {
    package var row: Int?
    package var column: Int?
  }

  package var entries: Picked? {
    if case .placement(.entries(let row, let column)) = self {
      return Picked(row: row, column: column)
    }
    return nil
  }

  /// The same of what picks by numbers or by an index.
  var placesPicked: (row: Indexed.Place?, column: Indexed.Place?)? {
    if case .indexed(.entries(let row, let column)) = self { return (row, column) }
    return entries.map { ($0.row.map { .at($0) }, $0.column.map { .at($0) }) }
  }

  /// Whether it picks entries, by numbers or by an index.
  package var picksEntries: Bool { placesPicked != nil }

  /// The row and the column of a single entry, from 0.
  var entry: (row: Int, column: Int)? {
    guard let row = entries?.row, let column = entries?.column else { return nil }
    return (row, column)
  }

  /// The places of a single entry that goes along with an index.
  var runningEntry: (row: Indexed.Place, column: Indexed.Place)? {
    if case .indexed(.entries(let row?, let column?)) = self { return (row, column) }
    return nil
  }

  /// Whether it picks or places entries by numbers that only fit the shapes that were read.
  var isBoundToShape: Bool {
    switch self {
    case .placement(.transpose), .placement(.diagonal), .placement(.ofDiagonal): false
    case .placement, .indexed: true
    case .leaf, .sum, .product, .entrywise, .norm, .square, .column, .statistic, .fold,
      .tabulation, .call, .evaluation, .derivative:
      false
    }
  }

  // MARK: What runs formulas of its own

  package var fold: Fold? {
    if case .fold(let fold) = self { return fold }
    return nil
  }

  package var tabulation: Tabulation? {
    if case .tabulation(let tabulation) = self { return tabulation }
    return nil
  }

  /// What it goes over, a formula for every number of an index.
  package var terms: Terms? {
    switch self {
    case .fold(let fold): fold.terms
    case .tabulation(let tabulation): tabulation.terms
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square, .column,
      .statistic, .call, .evaluation, .derivative:
      nil
    }
  }

  /// Whether it does the same to the terms that it goes over.
  package func goesOver(as other: Operation) -> Bool {
    if let fold { return fold.kind == other.fold?.kind }
    return (tabulation == nil) == (other.tabulation == nil) && other.fold == nil
  }

  /// The same over other terms.
  func over(_ terms: Terms) -> Operation {
    switch self {
    case .fold(var fold):
      fold.terms = terms
      return .fold(fold)
    case .tabulation(var tabulation):
      tabulation.terms = terms
      return .tabulation(tabulation)
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square, .column,
      .statistic, .call, .evaluation, .derivative:
      return self
    }
  }

  /// The same with a formula for every number of its indices; nil for one that has no formulas of its
  /// own.
  var unrolled: Operation? {
    switch self {
    case .fold(let fold): return over(fold.terms.unrolled)
    case .tabulation(let tabulation): return over(tabulation.terms.unrolled)
    case .evaluation(var evaluation):
      evaluation.definitions = evaluation.definitions.map { ($0.name, $0.kernel.unrolled) }
      return .evaluation(evaluation)
    case .derivative(let derivative): return .derivative(derivative.unrolled)
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square, .column,
      .statistic, .call:
      return nil
    }
  }

  /// The value, given those of the terms that it goes over.
  func value(ofTerms values: [Matrix<Double>], _ shape: Shape) -> Matrix<Double>? {
    fold?.folded(values) ?? tabulation?.together(values, shape)
  }

  /// The indices in it that something outside goes over.
  var letters: Set<String> {
    switch self {
    case .indexed(let indexed): indexed.letters
    case .fold(let fold): fold.terms.letters
    case .tabulation(let tabulation): tabulation.terms.letters
    case .derivative(let derivative): derivative.letters
    case .leaf, .sum, .product, .entrywise, .norm, .placement, .square, .column, .statistic,
      .call, .evaluation:
      []
    }
  }

  /// The operation with numbers for indices.
  func instance(_ numbers: [String: Int]) -> Operation {
    if case .indexed(let indexed) = self { return indexed.instance(numbers) }
    if case .derivative(let derivative) = self { return .derivative(derivative.instance(numbers)) }
    return terms.map { over($0.instance(numbers)) } ?? self
  }

  package var call: Call? {
    if case .call(let call) = self { return call }
    return nil
  }

  var evaluation: Evaluation? {
    if case .evaluation(let evaluation) = self { return evaluation }
    return nil
  }

  package var derivative: Derivative? {
    if case .derivative(let derivative) = self { return derivative }
    return nil
  }

  /// The names that it asks for beside its operands.
  var names: Set<Name> {
    switch self {
    case .leaf(.name(let name)): [name]
    case .call(let call): call.function.body.names.subtracting(call.function.parameters)
    case .evaluation(let evaluation):
      evaluation.definitions.reduce(into: Set<Name>()) { $0.formUnion($1.kernel.names) }
        .subtracting(evaluation.definitions.map(\.name)).subtracting(evaluation.replaced)
    case .derivative(let derivative):
      derivative.body.names.union(derivative.whole.names).union([derivative.variable])
    case .fold, .tabulation: terms?.names ?? []
    case .leaf(.literal), .leaf(.draw), .indexed, .sum, .product, .entrywise, .norm, .placement,
      .square, .column, .statistic:
      []
    }
  }

  /// How many operations it is, those of the formulas that it runs included.
  var cost: Int {
    switch self {
    case .call(let call): call.body.cost.addingCosts(1)
    case .evaluation(let evaluation):
      evaluation.definitions.reduce(1) { $0.addingCosts($1.kernel.cost) }
    case .derivative(let derivative): derivative.whole.cost.addingCosts(1)
    case .fold, .tabulation: (terms?.cost ?? 0).addingCosts(1)
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square, .column,
      .statistic:
      1
    }
  }

  /// How many formulas run inside each other when it does.
  var nesting: Int {
    switch self {
    case .call(let call): call.function.body.nesting + 1
    case .evaluation(let evaluation):
      evaluation.definitions.reduce(0) { max($0, $1.kernel.nesting) } + 1
    case .derivative(let derivative): derivative.body.nesting + 1
    case .fold, .tabulation: (terms?.kernels.map(\.nesting).max() ?? 0) + 1
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square, .column,
      .statistic:
      0
    }
  }

  /// How many derivatives are taken inside each other, its own included.
  var derivativeOrder: Int {
    switch self {
    case .call(let call): call.function.body.derivativeOrder + call.order
    case .evaluation(let evaluation):
      evaluation.definitions.map(\.kernel.derivativeOrder).max() ?? 0
    case .derivative(let derivative): derivative.body.derivativeOrder + 1
    case .fold, .tabulation: terms?.kernels.map(\.derivativeOrder).max() ?? 0
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square, .column,
      .statistic:
      0
    }
  }

  /// Whether its value depends on names beside its operands.
  var looksUpNames: Bool {
    switch self {
    case .leaf(.name), .leaf(.draw), .evaluation, .derivative: true
    case .fold, .tabulation: terms?.looksUpNames ?? false
    case .leaf(.literal), .indexed, .sum, .product, .entrywise, .norm, .placement, .square,
      .column, .statistic, .call:
      false
    }
  }

  /// Whether its value depends on anything beside its operands: on names, or on an index.
  var varies: Bool { looksUpNames || !letters.isEmpty }

  /// The first formula inside that has no finite value.
  func innerBreakdown(_ operands: [Matrix<Double>], _ scope: Scope<Double>) -> Breakdown? {
    switch self {
    case .call(let call):
      return call.body.breakdown(in: scope.hiding(call.function.parameters, with: operands))
    case .evaluation(let evaluation):
      var inner = scope.hiding(evaluation.replaced, with: operands)
      for (name, kernel) in evaluation.definitions {
        if let found = kernel.breakdown(in: inner) { return found }
        inner.hide(name, with: kernel.value(in: inner))
      }
      return nil
    case .derivative(let derivative): return derivative.body.breakdown(in: scope)
    case .leaf, .indexed, .sum, .product, .entrywise, .norm, .placement, .square, .column,
      .statistic, .fold, .tabulation:
      return nil
    }
  }
}
