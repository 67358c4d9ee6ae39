import Kernels
import Matrices
import SourceText

/// A wrong law where it is followed: at one operation, or at all of its kind.
struct Mistake: Equatable {
  /// What is done there instead, by the operations at which it can be done.
  enum Change: Hashable {
    case sum(OfSum)
    case product(OfProduct)
    case quotient(OfQuotient)
    case power(OfPower)
    case slope(OfSlope)
    /// log a / log b for log (a/b).
    case quotientOfLogarithms
    case call(OfCall)
    case transpose(OfTranspose)
    case addTranspose
    case entry(OfEntry)
    case fold(OfFold)
    case derivative(OfDerivative)
    /// A name is taken not to move.
    case constant(Name)
  }

  enum OfSum: Hashable {
    case turn(Int)
    case drop(Int)
    case turnAll, addSlopes, keepConstants
  }
  enum OfProduct: Hashable {
    case drop(Int)
    case slopeOf(Int)
    case productOfSlopes, onlySlope, swap, dot
    /// c(a + b) as ca + b.
    case onFirstTerm
  }
  enum OfQuotient: Hashable {
    case dropDivisor, quotientOfSlopes, turnSlope, addSlope, constantDivisor
  }
  enum OfPower: Hashable {
    case drop
    case onFactor(Int)
    case slopeWithoutExponent
  }
  /// Of functions: f′(u) for f′(u) ∂u, ∂u, f(u) ∂u, and (1 − f(u)) ∂u.
  enum OfSlope: Hashable { case outer, inner, function, complement }
  /// f or 1 − f for f′.
  enum OfCall: Hashable { case function, complement }
  enum OfTranspose: Hashable { case drop, keepOrder }
  enum OfEntry: Hashable {
    /// Other letters for the row or the column.
    case row(String)
    case column(String)
    case swap
    /// The entry that the line is differentiated by.
    case variable
    /// 1, of an identity matrix.
    case one
  }
  enum OfFold: Hashable {
    case onlyFirst
    case onlyOwn(String)
    case productOfSums, squareOfSum, count
  }
  enum OfDerivative: Hashable { case everyIndex, variableAsSlope, timesFormula }

  var law: WrongLaw
  var change: Change
  /// Whether the factor that is dropped is a 2.
  var dropsTwo = false
  /// The operation, found by where it was written: all instances of a term have one place. Nil for
  /// all.
  var location: Location?

  func isMade(at place: Worlds.Place) -> Bool {
    location.map { $0 == place.node.location } ?? true
  }

  func isConstant(_ name: Name) -> Bool { change == .constant(name) }
}

extension Worlds {
  /// What comes out where a mistake is made; nil where it cannot be made.
  func wrongValue(_ mistake: LanesOf<Mistake>, _ place: Place) -> Matrix<DualLanes>? {
    var place = place
    place.lanes = mistake.lanes
    let operation = place.node.operation
    switch mistake.item.change {
    case .sum(let change): return operation.signs.flatMap { wrongSum(change, $0, place) }
    case .product(let change): return operation.isProduct ? wrongProduct(change, place) : nil
    case .quotient(let change): return operation.isQuotient ? wrongQuotient(change, place) : nil
    case .power(let change):
      if operation.isNorm, change == .slopeWithoutExponent {
        return rightValue(at: place).withSlopes(times: 0.5)
      }
      return operation.isPower ? wrongPower(change, place) : nil
    case .slope(let change):
      return operation.isPower || operation.elementary != nil || operation.call != nil
        ? wrongSlope(change, place) : nil
    case .quotientOfLogarithms: return operation.elementary == .log ? logarithms(place) : nil
    case .call(let change): return operation.call.flatMap { wrongCall(change, $0, place) }
    case .transpose(let change): return operation.isTranspose ? wrongTranspose(change, place) : nil
    case .addTranspose:
      return operation.name != nil && !place.shape.isScalar
        ? rightValue(at: place).transposed : nil
    case .entry(let change): return operation.entries.flatMap { wrongEntry(change, $0, place) }
    case .fold(let change): return operation.fold.flatMap { wrongFold(change, $0, place) }
    case .derivative(let change):
      return operation.derivative.flatMap { wrongDerivative(change, $0, place) }
    case .constant: return nil
    }
  }

  // MARK: - Sums and products

  private func wrongSum(_ change: Mistake.OfSum, _ signs: [Sign], _ place: Place) -> Matrix<
    DualLanes
  >? {
    func total(_ terms: [(Sign, Matrix<DualLanes>)]) -> Matrix<DualLanes>? {
      guard var sum = terms.first.map({ $0.0 == .plus ? $0.1 : $0.1.map { -$0 } }) else {
        return nil
      }
      for (sign, term) in terms.dropFirst() {
        guard sum.shape == term.shape || sum.shape.isScalar || term.shape.isScalar else {
          return nil
        }
        sum = sum.combined(with: term, sign == .plus ? (+) : (-))
      }
      return sum
    }
    var terms = Array(zip(signs, place.operands))
    switch change {
    case .turn(let index):
      guard terms.indices.contains(index) else { return nil }
      terms[index].0 = terms[index].0 == .plus ? .minus : .plus
      return total(terms)
    case .drop(let index):
      guard terms.indices.contains(index) else { return nil }
      terms.remove(at: index)
      return total(terms)
    case .turnAll: return rightValue(at: place).map { -$0 }
    case .addSlopes:
      let right = rightValue(at: place)
      return total(terms.map { (.plus, $0.1) }).map { added in
        right.combined(with: added) { DualLanes($0.values, slopes: $1.slopes) }
      }
    case .keepConstants:
      guard terms.contains(where: { place.varies($0.1) }) else { return nil }
      return total(
        terms.map { sign, term in
          (sign, place.varies(term) ? term : term.map { DualLanes($0.values, slopes: $0.values) })
        })
    }
  }

  private func wrongProduct(_ change: Mistake.OfProduct, _ place: Place) -> Matrix<DualLanes>? {
    let (a, b) = (place.operands[0], place.operands[1])
    func times(_ a: Matrix<DualLanes>, _ b: Matrix<DualLanes>) -> Matrix<DualLanes>? {
      place.product(a, b)
    }
    func slopes(_ a: Matrix<DualLanes>) -> Matrix<DualLanes> { a.map { DualLanes($0.slopes) } }
    func plain(_ a: Matrix<DualLanes>) -> Matrix<DualLanes> { a.map { DualLanes($0.values) } }
    func withSlope(_ slope: Matrix<DualLanes>?) -> Matrix<DualLanes>? {
      let right = rightValue(at: place)
      guard let slope, slope.shape == right.shape else { return nil }
      return right.combined(with: slope) { DualLanes($0.values, slopes: $1.values) }
    }
    switch change {
    case .drop(let index): return place.operands[1 - index]
    case .slopeOf(0):
      return place.varies(a) && place.varies(b) ? withSlope(times(slopes(a), plain(b))) : nil
    case .slopeOf:
      return place.varies(a) && place.varies(b) ? withSlope(times(plain(a), slopes(b))) : nil
    case .productOfSlopes:
      return place.varies(a) && place.varies(b) ? withSlope(times(slopes(a), slopes(b))) : nil
    case .onlySlope:
      guard place.varies(a) != place.varies(b) else { return nil }
      return withSlope(slopes(place.varies(a) ? a : b))
    case .swap: return times(b, a)
    case .dot:
      guard a.shape == b.shape, a.shape.columns == 1 else { return nil }
      return b.transposed.multiplied(by: a)
    case .onFirstTerm:
      let sum = place.operands(of: 1)
      guard sum.count > 1, let first = times(a, sum[0]) else {
        return nil
      }
      return b.shape == first.shape && sum[0].shape == b.shape
        ? first.combined(with: b, +).combined(with: sum[0], -) : nil
    }
  }

  private func wrongQuotient(_ change: Mistake.OfQuotient, _ place: Place) -> Matrix<DualLanes>? {
    let (a, b) = (place.operands[0], place.operands[1])
    let right = rightValue(at: place)
    func slopes(_ slope: (DualLanes, DualLanes) -> Lanes) -> Matrix<DualLanes> {
      right.combined(with: a.combined(with: b) { DualLanes(slope($0, $1)) }) {
        DualLanes($0.values, slopes: $1.values)
      }
    }
    switch change {
    case .dropDivisor: return a
    case .quotientOfSlopes:
      return place.varies(b)
        ? slopes { (place.varies(a) ? $0.slopes : $0.values) / $1.slopes } : nil
    case .turnSlope: return place.varies(b) ? right.withSlopes(times: -1) : nil
    case .addSlope:
      return place.varies(b)
        ? slopes { $0.slopes / $1.values + $0.values * $1.slopes / ($1.values * $1.values) } : nil
    case .constantDivisor: return place.varies(b) ? slopes { $0.slopes / $1.values } : nil
    }
  }

  // MARK: - Powers and functions

  private func wrongSlope(_ change: Mistake.OfSlope, _ place: Place) -> Matrix<DualLanes>? {
    let (right, argument) = (rightValue(at: place), place.operands[0])
    guard place.varies(argument), right.shape == argument.shape else { return nil }
    func slopes(_ slope: (_ value: DualLanes, _ argument: DualLanes) -> Lanes) -> Matrix<DualLanes>
    {
      right.combined(with: argument) {
        DualLanes($0.values, slopes: slope($0, $1).replacing(with: 0, where: $1.slopes .== 0))
      }
    }
    switch change {
    case .outer: return slopes { $0.slopes / $1.slopes }
    case .inner: return slopes { $1.slopes }
    case .function: return slopes { $0.values * $1.slopes }
    case .complement: return slopes { (1 - $0.values) * $1.slopes }
    }
  }

  private func wrongPower(_ change: Mistake.OfPower, _ place: Place) -> Matrix<DualLanes>? {
    let (base, exponent) = (place.operands[0], place.operands[1])
    switch change {
    case .drop: return base
    case .slopeWithoutExponent:
      return place.varies(base) && exponent.shape.isScalar
        ? rightValue(at: place).withSlopes(times: 1 / exponent.elements[0].values) : nil
    case .onFactor(let index):
      let factors = place.operands(of: 0)
      guard factors.count == 2, place.operations[0].isProduct else { return nil }
      return place.product(
        factors[index].combined(with: exponent, DualLanes.pow), factors[1 - index])
    }
  }

  private func logarithms(_ place: Place) -> Matrix<DualLanes>? {
    guard place.operations[0].isQuotient else { return nil }
    let parts = place.operands(of: 0)
    return parts[0].map(DualLanes.log).combined(with: parts[1].map(DualLanes.log), /)
  }

  private func wrongCall(
    _ change: Mistake.OfCall, _ call: Call, _ place: Place
  ) -> Matrix<DualLanes>? {
    guard call.order > 0 else { return nil }
    var other = call
    other.order = 0
    let value = self.call(other, place.operands)
    switch change {
    case .function: return value
    case .complement: return value.map { DualLanes(1) - $0 }
    }
  }

  // MARK: - Matrices

  private func wrongTranspose(_ change: Mistake.OfTranspose, _ place: Place) -> Matrix<DualLanes>? {
    switch change {
    case .drop: return place.operands[0]
    case .keepOrder:
      let factors = place.operands(of: 0)
      guard place.operations[0].isProduct, factors.count == 2 else { return nil }
      return place.product(factors[0].transposed, factors[1].transposed)
    }
  }

  private func wrongEntry(
    _ change: Mistake.OfEntry, _ picked: Operation.Picked, _ place: Place
  ) -> Matrix<DualLanes>? {
    func entry(_ matrix: Matrix<DualLanes>, _ row: Int?, _ column: Int?) -> Matrix<DualLanes>? {
      guard let row, let column, (0..<matrix.shape.rows).contains(row),
        (0..<matrix.shape.columns).contains(column)
      else { return nil }
      return Matrix(matrix[row, column])
    }
    let matrix = place.operands[0]
    switch change {
    case .row(let letter): return entry(matrix, numbers[letter].map { $0 - 1 }, picked.column)
    case .column(let letter): return entry(matrix, picked.row, numbers[letter].map { $0 - 1 })
    case .swap: return entry(matrix, picked.column, picked.row)
    case .variable:
      guard place.shape.isScalar, let variable else { return nil }
      return entry(value(of: variable.name), variable.row, variable.column)
    case .one: return Matrix(DualLanes(1))
    }
  }

  // MARK: - Indices and derivatives

  private func wrongFold(_ change: Mistake.OfFold, _ fold: Fold, _ place: Place) -> Matrix<
    DualLanes
  >? {
    guard fold.kind == .sum, fold.terms.indices.count == 1 else { return nil }
    func sum(_ parts: [Matrix<DualLanes>]) -> Matrix<DualLanes> {
      parts.dropFirst().reduce(parts[0]) { $0.combined(with: $1, +) }
    }
    /// The values of what the terms' last operation is done to.
    func operands(_ isWanted: (Operation) -> Bool) -> [[Matrix<DualLanes>]]? {
      let kernels = (0..<fold.terms.count).map { ($0, fold.terms.kernel($0)) }
      guard kernels.allSatisfy({ isWanted($0.1.root.operation) }) else { return nil }
      return kernels.map { position, kernel in
        let values = at(fold.terms.numbers(at: position)).run(kernel)
        return kernel.root.operands.map { values[$0] }
      }
    }
    switch change {
    case .onlyFirst: return terms(fold.terms).first
    case .count: return place.shape.isScalar ? Matrix(DualLanes(Double(fold.terms.count))) : nil
    case .onlyOwn(let letter):
      guard let number = numbers[letter], fold.terms.indices[0].numbers.contains(number) else {
        return nil
      }
      return terms(fold.terms)[number - fold.terms.indices[0].numbers.lowerBound]
    case .productOfSums:
      guard let factors = operands(\.isProduct) else { return nil }
      return place.product(sum(factors.map { $0[0] }), sum(factors.map { $0[1] }))
    case .squareOfSum:
      guard let bases = operands(\.isPower) else { return nil }
      return sum(bases.map { $0[0] }).combined(with: bases[0][1], DualLanes.pow)
    }
  }

  private func wrongDerivative(
    _ change: Mistake.OfDerivative, _ derivative: Derivative, _ place: Place
  ) -> Matrix<DualLanes>? {
    switch change {
    case .everyIndex: return slopes(derivative, place.shape, seed: .allEntries)
    case .variableAsSlope: return slopes(derivative, place.shape, seed: .valueOfEntry)
    case .timesFormula:
      let formula = value(of: derivative.body)
      guard formula.shape.isScalar else { return nil }
      return rightValue(at: place).combined(with: formula) { DualLanes($0.values * $1.values) }
    }
  }
}

extension Worlds.Place {
  /// Whether a value moves along with what is varied where the mistake is made.
  fileprivate func varies(_ value: Matrix<DualLanes>) -> Bool { value.varies(in: lanes) }

  /// A product of the kind that it is, where the shapes fit.
  fileprivate func product(_ a: Matrix<DualLanes>, _ b: Matrix<DualLanes>) -> Matrix<DualLanes>? {
    if a.shape.isScalar || b.shape.isScalar { return a.combined(with: b, *) }
    if node.operation == .product(.hadamard) {
      return a.shape == b.shape ? a.combined(with: b, *) : nil
    }
    return a.shape.columns == b.shape.rows ? a.multiplied(by: b) : nil
  }
}
