import Kernels
import Matrices

/// The operations of a cost and its slopes as fixed and tiled values, each once, as they are
/// cheapest.
///
/// Rules by which a value comes out as another one differ in the last bits only, or not at all:
///
///     −a · b = −(a · b),  −(a − b) = b − a,  a + (−b) = a − b,  a + a = 2 a     exactly
///     (c a) b = c (a b) for a number c                                          rounding
///     a / d = a · (1/d), where 1/d is there or d is fixed                       rounding
///     1/(1 + e⁻ᶻ) in one step; e r² = r − r² for r = 1/(1 + e)                  rounding
///     W x + b, a ± b c, a (b − b²) in one step (`fuse`)                         rounding
struct TiledGraph {
  var values: [TiledValue] = []
  private var known: [TiledValue: Int] = [:]
  /// 1/d, by d.
  private var reciprocals: [Int: Int] = [:]
  /// e, by 1/(1 + e).
  private var exponentials: [Int: Int] = [:]

  mutating func add(_ value: TiledValue) -> Int {
    if let place = known[value] { return place }
    values.append(value)
    known[value] = values.count - 1
    return values.count - 1
  }

  func height(_ value: Int) -> Int { values[value].height }
  func isTiled(_ value: Int) -> Bool { values[value].isTiled }

  // MARK: - Fixed values

  mutating func fixed(_ operation: Operation, _ operands: [Int], _ shape: Shape) -> Int {
    if let number = folded(operation, operands, shape) { return literal(Matrix(number)) }
    return add(TiledValue(kind: .fixed(operation), operands: operands, shape: shape))
  }

  mutating func literal(_ matrix: Matrix<Double>) -> Int {
    add(TiledValue(kind: .fixed(.literal(matrix)), operands: [], shape: matrix.shape))
  }

  mutating func number(_ value: Double) -> Int { literal(Matrix(value)) }

  /// The number that is written down.
  func literalNumber(_ value: Int) -> Double? {
    guard case .fixed(let operation) = values[value].kind else { return nil }
    return operation.constantMatrix.flatMap { $0.shape.isScalar ? $0.elements[0] : nil }
  }

  private func folded(_ operation: Operation, _ operands: [Int], _ shape: Shape) -> Double? {
    let numbers = operands.compactMap { literalNumber($0) }
    guard !operands.isEmpty, numbers.count == operands.count, shape.isScalar else { return nil }
    return Kernel.Node(operation, [], shape).value(of: numbers.map { Matrix($0) }).elements[0]
  }

  /// Entry by entry on a number, or on columns of one height.
  mutating func fixedEntrywise(_ operation: Operation, _ operands: [Int]) -> Int {
    let rows = operands.map { values[$0].shape.rows }.max() ?? 1
    let columns = operands.map { values[$0].shape.columns }.max() ?? 1
    return fixed(operation, operands, Shape(rows, columns))
  }

  mutating func fixedProduct(_ a: Int, _ b: Int) -> Int {
    if literalNumber(a) == 1 { return b }
    if literalNumber(b) == 1 { return a }
    if values[a].shape.isScalar || values[b].shape.isScalar {
      return fixedEntrywise(.product(.hadamard), [a, b])
    }
    return fixed(
      .product(.matrix), [a, b], Shape(values[a].shape.rows, values[b].shape.columns))
  }

  mutating func transposed(_ a: Int) -> Int {
    if values[a].shape.isScalar { return a }
    if values[a].kind == .fixed(.placement(.transpose)) { return values[a].operands[0] }
    return fixed(.placement(.transpose), [a], values[a].shape.transposed)
  }

  mutating func count() -> Int { add(TiledValue(kind: .count, operands: [], shape: .scalar)) }

  // MARK: - Sums over the examples

  private mutating func sum(_ kind: TiledValue.Kind, _ operands: [Int], _ shape: Shape) -> Int {
    add(TiledValue(kind: kind, operands: operands, shape: shape))
  }

  /// A value without the numbers that it is multiplied by, and their product.
  private mutating func split(_ value: Int) -> (factor: Int?, rest: Int) {
    let own = values[value]
    if own.kind == .entrywise(.negate) {
      let (factor, rest) = split(own.operands[0])
      let minus = number(-1)
      return (factor.map { fixedProduct(minus, $0) } ?? minus, rest)
    }
    guard own.kind == .entrywise(.multiply), isNumber(own.operands[0]) else { return (nil, value) }
    let (factor, rest) = split(own.operands[1])
    return (factor.map { fixedProduct(own.operands[0], $0) } ?? own.operands[0], rest)
  }

  private func isNumber(_ value: Int) -> Bool {
    !isTiled(value) && values[value].shape.isScalar
  }

  private mutating func scaled(_ factor: Int?, _ value: Int) -> Int {
    factor.map { fixedProduct($0, value) } ?? value
  }

  mutating func contraction(_ a: Int, _ b: Int) -> Int {
    let (left, right) = (split(a), split(b))
    let shape = Shape(height(left.rest), height(right.rest))
    let sum = sum(.contraction, [left.rest, right.rest], shape)
    return scaled(right.factor, scaled(left.factor, sum))
  }

  mutating func sumOfRows(_ a: Int) -> Int {
    let (factor, rest) = split(a)
    return scaled(factor, sum(.sumOfRows, [rest], Shape(height(rest), 1)))
  }

  mutating func sumOfAll(_ a: Int) -> Int {
    let (factor, rest) = split(a)
    let own = values[rest]
    if own.kind == .entrywise(.multiply), own.operands[0] == own.operands[1] {
      return scaled(factor, sumOfSquares(own.operands[0]))
    }
    return scaled(factor, sum(.sumOfAll, [rest], .scalar))
  }

  mutating func sumOfSquares(_ a: Int) -> Int { sum(.sumOfSquares, [a], .scalar) }
  mutating func sumOfMagnitudes(_ a: Int) -> Int { sum(.sumOfMagnitudes, [a], .scalar) }

  // MARK: - Tiled values

  private mutating func tiled(_ kind: TiledValue.Kind, _ operands: [Int], _ height: Int) -> Int {
    add(TiledValue(kind: kind, operands: operands, shape: Shape(height, 1)))
  }

  mutating func data(_ name: Name, height: Int) -> Int { tiled(.data(name), [], height) }

  mutating func product(_ matrix: Int, _ value: Int) -> Int {
    let (factor, rest) = split(value)
    let product = tiled(.product, [matrix, rest], values[matrix].shape.rows)
    return factor.map { multiplied($0, product) } ?? product
  }

  mutating func row(_ row: Int, of value: Int) -> Int { tiled(.row(row), [value], 1) }
  mutating func rowsAdded(_ value: Int) -> Int {
    height(value) == 1 ? value : tiled(.rowsAdded, [value], 1)
  }
  mutating func largestRow(_ value: Int) -> Int {
    height(value) == 1 ? value : tiled(.largestRow, [value], 1)
  }

  /// A number, a column or a row of the examples as often as it takes.
  mutating func repeated(_ value: Int, height: Int) -> Int {
    isTiled(value) && self.height(value) == height ? value : loop(.copy, [value], height)
  }

  /// A row that was only repeated for the height of others need not be.
  private func unrepeated(_ value: Int) -> Int {
    values[value].kind == .entrywise(.copy) ? values[value].operands[0] : value
  }

  private mutating func loop(_ loop: Loop, _ operands: [Int], _ height: Int) -> Int {
    let ordered = loop.isCommutative ? operands.sorted() : operands
    return tiled(.entrywise(loop), ordered, height)
  }

  /// Operands are tiled, or fixed numbers and columns.
  mutating func entrywise(_ kind: Loop, _ operands: [Int], height: Int) -> Int {
    let bare = operands.map { unrepeated($0) }
    let tallest = bare.map { self.height($0) }.max() ?? 1
    let place = simplified(kind, bare, tallest)
    // What is fixed, or has one row, where more are wanted.
    return isTiled(place) && self.height(place) == height ? place : repeated(place, height: height)
  }

  private mutating func simplified(_ kind: Loop, _ operands: [Int], _ height: Int) -> Int {
    if !operands.contains(where: { isTiled($0) }) { return loop(kind, operands, height) }
    switch kind {
    case .multiply: return multiplied(operands[0], operands[1])
    case .divide: return divided(operands[0], operands[1], height)
    case .negate: return negated(operands[0])
    case .add: return sum(operands[0], operands[1], height)
    case .subtract: return difference(operands[0], operands[1], height)
    case .square: return multiplied(operands[0], operands[0])
    case .vanishing, .maximum, .minimum, .power, .choiceOfMaximum, .choiceOfMinimum, .copy,
      .logistic, .function, .direction, .less, .atMost, .equal, .chosen, .plusProduct,
      .minusProduct, .timesSlope:
      return loop(kind, operands, height)
    }
  }

  private func negation(_ value: Int) -> Int? {
    values[value].kind == .entrywise(.negate) ? values[value].operands[0] : nil
  }

  private mutating func negated(_ a: Int) -> Int {
    let own = values[a]
    if own.kind == .entrywise(.subtract) {
      return loop(.subtract, [own.operands[1], own.operands[0]], own.height)
    }
    let (factor, rest) = split(a)
    guard let factor else { return loop(.negate, [a], own.height) }
    let minus = number(-1)
    return multiplied(fixedProduct(minus, factor), rest)
  }

  private mutating func sum(_ a: Int, _ b: Int, _ height: Int) -> Int {
    if a == b { return multiplied(number(2), a) }
    if let inner = negation(b) { return difference(a, inner, height) }
    if let inner = negation(a) { return difference(b, inner, height) }
    return loop(.add, [a, b], height)
  }

  private mutating func difference(_ a: Int, _ b: Int, _ height: Int) -> Int {
    if let inner = negation(b) { return sum(a, inner, height) }
    return loop(.subtract, [a, b], height)
  }

  private mutating func divided(_ a: Int, _ b: Int, _ height: Int) -> Int {
    if !isTiled(b) {
      let one = number(1)
      return multiplied(fixedEntrywise(.entrywise(.quotient), [one, b]), a)
    }
    if let reciprocal = reciprocals[b] { return multiplied(a, reciprocal) }
    guard literalNumber(a) == 1 else { return loop(.divide, [a, b], height) }
    let place = logistic(ofDivisor: b) ?? loop(.divide, [a, b], height)
    reciprocals[b] = place
    return place
  }

  /// 1/(1 + e⁻ᶻ), given the divisor.
  private mutating func logistic(ofDivisor divisor: Int) -> Int? {
    let sum = values[divisor]
    guard sum.kind == .entrywise(.add),
      let one = sum.operands.first(where: { literalNumber($0) == 1 }),
      let exponential = sum.operands.first(where: { $0 != one }),
      values[exponential].kind == .entrywise(.function(.exp))
    else { return nil }
    let exponent = values[exponential].operands[0]
    let z = negated(exponent)
    let place = loop(.logistic, [z], values[exponential].height)
    exponentials[place] = exponential
    return place
  }

  private mutating func multiplied(_ a: Int, _ b: Int) -> Int {
    let (left, right) = (isTiled(a) ? split(a) : (nil, a), isTiled(b) ? split(b) : (nil, b))
    var factor: Int?
    for number in [left.0, right.0, isNumber(a) ? a : nil, isNumber(b) ? b : nil] {
      guard let number else { continue }
      factor = factor.map { fixedProduct($0, number) } ?? number
    }
    let rests = [left.1, right.1].filter { !isNumber($0) }
    let rest = rests.count == 1 ? rests[0] : entries(rests[0], rests[1])
    guard let factor else { return rest }
    if literalNumber(factor) == 1 { return rest }
    if literalNumber(factor) == -1 { return loop(.negate, [rest], height(rest)) }
    return tiled(.entrywise(.multiply), [factor, rest], height(rest))
  }

  /// The product of values that are no numbers.
  private mutating func entries(_ a: Int, _ b: Int) -> Int {
    let height = max(height(a), height(b))
    let factors = self.factors(a) + self.factors(b)
    for r in factors where factors.count(where: { $0 == r }) > 1 {
      guard let e = exponentials[r], factors.contains(e) else { continue }
      var rest = factors
      for used in [r, r, e] { rest.removeAll(first: used) }
      let square = loop(.multiply, [r, r], self.height(r))
      let slope = loop(.subtract, [r, square], self.height(r))
      return rest.reduce(slope) {
        loop(.multiply, [$0, $1], max(self.height($0), self.height($1)))
      }
    }
    return loop(.multiply, [a, b], height)
  }

  private func factors(_ value: Int) -> [Int] {
    values[value].kind == .entrywise(.multiply)
      ? values[value].operands.flatMap { factors($0) } : [value]
  }

  // MARK: - What is needed

  /// Leaves out what no root is made from.
  mutating func keep(_ roots: inout [Int]) {
    var isNeeded = Array(repeating: false, count: values.count)
    for root in roots { isNeeded[root] = true }
    // An operand stands before what uses it.
    for index in values.indices.reversed() where isNeeded[index] {
      for operand in values[index].operands { isNeeded[operand] = true }
    }
    var places: [Int: Int] = [:]
    var kept: [TiledValue] = []
    for index in values.indices where isNeeded[index] {
      var value = values[index]
      value.operands = value.operands.map { places[$0] ?? 0 }
      places[index] = kept.count
      kept.append(value)
    }
    values = kept
    known = [:]
    roots = roots.map { places[$0] ?? 0 }
  }
}

extension [Int] {
  fileprivate mutating func removeAll(first value: Int) {
    if let index = firstIndex(of: value) { remove(at: index) }
  }
}
