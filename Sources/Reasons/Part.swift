import Kernels
import Matrices
import SourceText

/// A part of a line, in which indices from outside are open.
struct Part {
  /// One formula in which the indices stand, or a formula for every combination of their numbers.
  private let kernels: [Kernel]
  let indices: [RunningIndex]
  /// The factors of which it was put together: others may stand between them.
  private let factorsOfItsOwn: [Part]
  private let made = Instances()

  /// Formulas with numbers in them, which every world asks for anew.
  private final class Instances {
    var kernels: [Int: Kernel] = [:]
    /// As they are run.
    var unrolled: [Int: Kernel] = [:]
  }

  init(_ kernel: Kernel) { self.init([kernel], []) }

  private init(_ kernels: [Kernel], _ indices: [RunningIndex], factors: [Part] = []) {
    (self.kernels, self.indices) = (kernels, indices)
    factorsOfItsOwn = factors
  }

  /// Where it stands, in pieces.
  var place: ChangedPart {
    ChangedPart(
      whole: kernel.location, factors: factorsOfItsOwn.map(\.kernel.location))
  }

  /// The formula, or the first of those that differ in more than in a number.
  var kernel: Kernel { kernels[0] }

  var operation: Operation { kernel.root.operation }

  /// A change of each of its formulas.
  func map(_ change: (Kernel) -> Kernel) -> Part { Part(kernels.map(change), indices) }

  /// What its last operation is done to.
  var operands: [Part] {
    kernel.root.operands.indices.map { position in
      map { $0.part(at: $0.root.operands[position]) }
    }
  }

  // MARK: - Indices

  private static let mostFormulas = 400

  /// What its last operation goes over, with the indices of that open, too; nil where these are so
  /// many formulas that nobody waits.
  var inside: Part? {
    guard let terms = operation.terms else { return nil }
    let all = indices + terms.indices
    if kernels.count == 1, let formula = terms.formula { return Part([formula], all) }
    guard count * terms.count <= Self.mostFormulas, count > 0 else { return nil }
    let formulas = (0..<count).flatMap { position in
      instance(position).root.operation.terms.map { terms in
        (0..<terms.count).map { terms.kernel($0) }
      } ?? []
    }
    return formulas.isEmpty ? nil : Part(formulas, all)
  }

  private var count: Int { indices.reduce(1) { $0 * $1.numbers.count } }

  private func numbers(at position: Int) -> [String: Int] {
    Terms(indices, each: kernel).numbers(at: position)
  }

  private func instance(_ position: Int) -> Kernel {
    if let known = made.kernels[position] { return known }
    let kernel = kernels.count == 1 ? kernels[0] : kernels[position]
    let instance = kernel.instance(numbers(at: position))
    made.kernels[position] = instance
    return instance
  }

  /// How many combinations of numbers are looked at: a law that is needed is needed at most of
  /// them.
  private static let mostNumbers = 4

  /// The same combinations for every part with ranges as long.
  private var positions: [Int] {
    let wanted = min(count, Self.mostNumbers)
    return (0..<wanted).map { $0 * (count - 1) / max(1, wanted - 1) }
  }

  /// The formula at the numbers that are looked at.
  var instances: [Kernel] { positions.map(instance) }

  var ranges: [Int] { indices.map(\.numbers.count) }

  /// The values, at the numbers that are looked at.
  func values(in worlds: Worlds) -> [Matrix<DualLanes>] {
    positions.map { value(at: $0, in: worlds) }
  }

  private func value(at position: Int, in worlds: Worlds) -> Matrix<DualLanes> {
    worlds.at(numbers(at: position)).value(of: unrolled(position))
  }

  private func unrolled(_ position: Int) -> Kernel {
    if let known = made.unrolled[position] { return known }
    let unrolled = instance(position).unrolled
    made.unrolled[position] = unrolled
    return unrolled
  }

  /// How many combinations of numbers are looked at.
  var looks: Int { positions.count }

  /// How its value compares with that of another part with ranges as long.
  ///
  /// - Parameter look: which of the combinations of numbers that are looked at.
  func comparison(with other: Part, look: Int, in worlds: Worlds) -> Comparison {
    let position = positions[look]
    return value(at: position, in: worlds).comparison(with: other.value(at: position, in: worlds))
  }

  /// Whether it has the values of another part in all worlds; the first that differ end it.
  func agrees(with other: Part, in worlds: Worlds) -> Bool {
    ranges == other.ranges
      && (0..<looks).allSatisfy {
        comparison(with: other, look: $0, in: worlds).alike == .all
      }
  }

  /// Whether it is 0, whatever the numbers are.
  func isZero(in worlds: Worlds) -> Bool {
    values(in: worlds).allSatisfy { $0.elements.allSatisfy { $0.values == .zero } }
  }

  /// How its value compares with one that is known.
  ///
  /// - Parameter line: by whose variable something may have been put in.
  func comparison(
    with value: Matrix<DualLanes>, look: Int, in worlds: Worlds, variableOf line: Part
  ) -> Comparison {
    let position = positions[look]
    let own = worlds.afresh(variable: line.instance(position).variable)
    return self.value(at: position, in: own).comparison(with: value)
  }

  /// Whether every instance of it is so to that of another one.
  func all(_ other: Part, _ isAlike: (Kernel, Kernel) -> Bool) -> Bool {
    ranges == other.ranges && zip(instances, other.instances).allSatisfy(isAlike)
  }

  /// Whether it is written as another one, but for the letters of indices.
  func isWritten(as other: Part) -> Bool { all(other, ==) }

  // MARK: - Terms and factors

  /// Its terms, those of sums inside it included; itself when it is no sum.
  var summands: [Summand] {
    func terms(_ part: Part, _ sign: Sign) -> [(Sign, Part)] {
      guard let signs = part.operation.signs else { return [(sign, part)] }
      return zip(signs, part.operands).flatMap { own, operand in
        terms(operand, own == sign ? .plus : .minus)
      }
    }
    return terms(self, .plus).enumerated().map { Summand(id: $0, sign: $1.0, part: $1.1) }
  }

  static func sum(_ terms: [Summand]) -> Part {
    if terms.count == 1, terms[0].sign == .plus { return terms[0].part }
    let shape = terms.map(\.part.kernel.shape).max { $0.count < $1.count } ?? .scalar
    return combined(terms.map(\.part)) {
      Kernel(.sum(.terms(terms.map(\.sign))), $0, shape: shape)
    }
  }

  /// The factors of a product, those of products inside it included.
  var factors: [Part] {
    operation == .product(.matrix) ? operands.flatMap(\.factors) : [self]
  }

  static func product(_ factors: [Part]) -> Part {
    let product = factors.dropFirst().reduce(factors[0]) { left, right in
      let (a, b) = (left.kernel.shape, right.kernel.shape)
      let shape = a.isScalar ? b : b.isScalar ? a : Shape(a.rows, b.columns)
      return combined([left, right]) { Kernel(.product(.matrix), $0, shape: shape) }
    }
    return factors.count > 1
      ? Part(product.kernels, product.indices, factors: factors) : product
  }

  static func combined(_ parts: [Part], _ make: ([Kernel]) -> Kernel) -> Part {
    let count = parts.map(\.kernels.count).max() ?? 1
    return Part(
      (0..<count).map { position in
        make(parts.map { $0.kernels.count == 1 ? $0.kernels[0] : $0.kernels[position] })
      }, parts[0].indices)
  }
}

/// A term of a sum.
struct Summand {
  var id: Int
  var sign: Sign
  var part: Part
}

extension Kernel {
  /// The entry by which something in it is differentiated.
  fileprivate var variable: (name: Name, row: Int, column: Int)? {
    for node in nodes {
      if let derivative = node.operation.derivative {
        return (derivative.variable, derivative.row?.number ?? 0, derivative.column?.number ?? 0)
      }
      if let terms = node.operation.terms, terms.count > 0, let inner = terms.kernel(0).variable {
        return inner
      }
    }
    return nil
  }
}
