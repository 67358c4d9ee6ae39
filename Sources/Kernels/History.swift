package import Matrices
package import SourceText

/// What the statements of a lesson did, in order: enough to do it again with other givens.
package struct History: Sendable {
  package struct Claim: Sendable {
    package var location: Location
    var relation: Relation
    var left: Kernel
    var right: Kernel
    /// Whether a side is a number as it is typed: what holds of these numbers need not hold of
    /// others.
    var isAboutNumbers: Bool
  }

  enum Entry: Sendable {
    case give(Name, Matrix<Double>)
    case draw(Name, Kernel)
    case define(Name, Workspace.Formula)
    case update([(name: Name, kernel: Kernel)])
    case claim(Claim)
  }

  var entries: [Entry] = []

  mutating func append(_ entry: Entry) { entries.append(entry) }
}

/// The same statements at other givens: what the sides of every claim come to, and the values of
/// all names at that point.
struct Trial {
  struct Result {
    var claim: History.Claim
    var left: Matrix<Double>
    var right: Matrix<Double>
    var values: [Name: Matrix<Double>]

    var holds: Bool { Claims.hold(left, claim.relation, right) }

    /// Whether it should hold for any numbers.
    var isGeneral: Bool { !claim.isAboutNumbers && !claim.relation.isOrder }

    var isFinite: Bool {
      left.elements.allSatisfy(\.isFinite) && right.elements.allSatisfy(\.isFinite)
    }
  }

  /// - Parameters:
  ///   - fixed: names that keep their values, because sizes and ranges were read from them.
  ///   - seed: draws the givens; without one they are as the lesson has them.
  ///   - onlyLast: whether only the last claim is of interest.
  ///   - path: the file whose claims are of interest; those of lessons it continues are not.
  static func run(
    _ history: History, fixed: Set<Name>, seed: UInt64?, onlyLast: Bool = false,
    in path: String? = nil
  ) -> [Result] {
    var workspace = Workspace.bare
    var generator = seed.map { RandomNumbers(seed: $0) }
    var results: [Result] = []
    let last = history.entries.count - 1
    for (index, entry) in history.entries.enumerated() {
      switch entry {
      case .give(let name, let value):
        var value = value
        if generator != nil, !fixed.contains(name) { value = generator?.like(value) ?? value }
        workspace.setGiven(name, value)
      case .draw(let name, var kernel):
        if let seed = generator?.next() { kernel.reseed(seed) }
        workspace.repeat(.draw(name, kernel))
      case .define, .update: workspace.repeat(entry)
      case .claim(let claim):
        if onlyLast, index != last { continue }
        if let path, claim.location.file.path != path { continue }
        results.append(
          Result(
            claim: claim, left: workspace.value(of: claim.left),
            right: workspace.value(of: claim.right), values: workspace.values))
      }
    }
    return results
  }

  static let draws = 20

  /// Results at up to twenty draws at which everything is finite.
  static func runs(
    _ history: History, fixed: Set<Name>, onlyLast: Bool = false, in path: String? = nil
  ) -> [[Result]] {
    var runs: [[Result]] = []
    for seed in 0..<UInt64(3 * draws) where runs.count < draws {
      let results = run(history, fixed: fixed, seed: seed, onlyLast: onlyLast, in: path)
      if results.allSatisfy(\.isFinite) { runs.append(results) }
    }
    return runs
  }
}

extension RandomNumbers {
  /// Numbers such as those of a given: signs as mixed as they are there, fractions of 1 again
  /// between 0 and 1, the size about the same. So a probability stays one, and a logarithm exists.
  /// Vectors and matrices of zeros and ones pick or count something: they stay as they are.
  package mutating func like(_ given: Matrix<Double>) -> Matrix<Double> {
    if !given.shape.isScalar, given.elements.allSatisfy({ $0 == 0 || $0 == 1 }) { return given }
    let isMixed = given.elements.contains { $0 < 0 } && given.elements.contains { $0 > 0 }
    let largest = given.largest
    let isFraction = largest < 1 && given.elements.allSatisfy { $0 >= 0 }
    return given.map { value in
      if given.shape.isScalar {
        // A fraction stays one, and what is small stays small.
        return isFraction
          ? uniform(in: value / 2...value + min(value, 1 - value) / 2)
          : value * uniform(in: 0.6...1.7)
      }
      if isMixed { return uniform(in: -largest...largest) }
      return isFraction
        ? uniform(in: 0.05...0.95)
        : (given.elements.contains { $0 < 0 } ? -1 : 1) * uniform(in: 0.1 * largest...largest)
    }
  }
}
