package import Matrices
import SourceText

/// The same statements at other givens: what the sides of every claim come to, and the values of
/// all names at that point.
struct Trial {
  struct Result {
    var claim: History.Claim
    var left: Matrix<Double>
    var right: Matrix<Double>
    var values: [Name: Matrix<Double>]
    var verdict: Verdict

    var holds: Bool { verdict != .fails }

    /// Whether it should hold for any numbers.
    var isGeneral: Bool { !claim.isAboutNumbers && !claim.relation.isOrder }

    var isFinite: Bool {
      left.elements.allSatisfy(\.isFinite) && right.elements.allSatisfy(\.isFinite)
    }
  }

  /// The givens of a run.
  enum Numbers {
    /// As the lesson has them.
    case own
    /// Others that are like them.
    case like(seed: UInt64)
    /// Like them, but none larger than 1: at which less saturates and cancels.
    case gentle(seed: UInt64)
    /// Like them; those of some names keep what the lesson states of them, such as orthogonality.
    case keeping(Set<Name>, seed: UInt64)

    fileprivate var seed: UInt64? {
      switch self {
      case .own: nil
      case .like(let seed), .gentle(let seed), .keeping(_, let seed): seed
      }
    }

    fileprivate func draw(
      _ name: Name, _ value: Matrix<Double>, _ generator: inout RandomNumbers
    ) -> Matrix<Double> {
      switch self {
      case .own: return value
      case .like: return generator.like(value)
      case .gentle:
        let largest = value.largest
        return generator.like(largest > 1 ? value.map { $0 / largest } : value)
      case .keeping(let names, _):
        return names.contains(name) ? generator.keeping(value) : generator.like(value)
      }
    }
  }

  /// - Parameters:
  ///   - fixed: names that keep their values, because sizes and ranges were read from them.
  ///   - onlyLast: whether only the last claim is of interest.
  ///   - path: the file whose claims are of interest; those of lessons it continues are not.
  static func run(
    _ history: History, fixed: Set<Name>, _ numbers: Numbers, onlyLast: Bool = false,
    in path: String? = nil
  ) -> [Result] {
    var workspace = Workspace.bare
    var generator = RandomNumbers(seed: numbers.seed ?? 0)
    var results: [Result] = []
    let last = history.entries.count - 1
    for (index, entry) in history.entries.enumerated() {
      switch entry {
      case .give(let name, let value):
        let isFixed = fixed.contains(name)
        workspace.setGiven(name, isFixed ? value : numbers.draw(name, value, &generator))
      case .draw(let name, var kernel):
        if numbers.seed != nil { kernel.reseed(generator.next()) }
        workspace.repeat(.draw(name, kernel))
      case .define, .update: workspace.repeat(entry)
      case .claim(let claim):
        if onlyLast, index != last { continue }
        if let path, claim.location.file.path != path { continue }
        let left = workspace.value(of: claim.left)
        let right = workspace.value(of: claim.right)
        let (verdict, _) = Claims.judge(
          Claims.Side(kernel: claim.left, value: left), claim.relation,
          Claims.Side(kernel: claim.right, value: right)
        ) { workspace }
        results.append(
          Result(
            claim: claim, left: left, right: right, values: workspace.values, verdict: verdict))
      }
    }
    return results
  }

  static let draws = 20

  /// Results at up to twenty draws at which everything is finite.
  static func runs(
    _ history: History, fixed: Set<Name>, onlyLast: Bool = false, in path: String? = nil,
    _ numbers: (UInt64) -> Numbers = { .like(seed: $0) }
  ) -> [[Result]] {
    var runs: [[Result]] = []
    for seed in 0..<UInt64(3 * draws) where runs.count < draws {
      let results = run(history, fixed: fixed, numbers(seed), onlyLast: onlyLast, in: path)
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
    let hasNegative = given.elements.contains { $0 < 0 }
    let isMixed = hasNegative && given.elements.contains { $0 > 0 }
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
        : (hasNegative ? -1 : 1) * uniform(in: 0.1 * largest...largest)
    }
  }

  /// Other numbers with what may have been stated of a given: an orthogonal matrix stays one, a
  /// symmetric one too, and what adds up to 1 in its rows or columns.
  mutating func keeping(_ given: Matrix<Double>) -> Matrix<Double> {
    if given.shape.isScalar || given.elements.allSatisfy({ $0 == 0 || $0 == 1 }) {
      return like(given)
    }
    if given.hasOrthonormalColumns { return orthonormal(given.shape) }
    let isShare = given.elements.allSatisfy { $0 >= 0 }
    if isShare, given.shape.columns > 1, given.rows.allSatisfy({ $0.isShareOfOne }) {
      let lines = like(given).rows.map { $0.sharesOfOne }
      return Matrix(shape: given.shape, elements: lines.flatMap { $0 })
    }
    if isShare, given.shape.rows > 1, given.transposed.rows.allSatisfy({ $0.isShareOfOne }) {
      let lines = like(given).transposed.rows.map { $0.sharesOfOne }
      return Matrix(shape: given.shape.transposed, elements: lines.flatMap { $0 }).transposed
    }
    let other = like(given)
    guard given.shape.isSquare, given == given.transposed else { return other }
    return Matrix(shape: given.shape) { other[min($0, $1), max($0, $1)] }
  }

  /// Columns of length 1 at right angles: Gram and Schmidt, on normal numbers.
  private mutating func orthonormal(_ shape: Shape) -> Matrix<Double> {
    var columns: [[Double]] = []
    while columns.count < shape.columns {
      var column = (0..<shape.rows).map { _ in normal() }
      // Twice is enough: what rounding leaves of the others the second time takes away.
      for _ in 0..<2 {
        for other in columns {
          let part = zip(column, other).reduce(0) { $0 + $1.0 * $1.1 }
          column = zip(column, other).map { $0 - part * $1 }
        }
      }
      let length = column.reduce(0) { $0 + $1 * $1 }.squareRoot()
      columns.append(column.map { $0 / length })
    }
    return Matrix(shape: shape) { columns[$1][$0] }
  }
}

extension Matrix where Element == Double {
  fileprivate var hasOrthonormalColumns: Bool {
    guard shape.rows >= shape.columns, shape.rows > 1 else { return false }
    let identity = Matrix(shape: Shape(shape.columns, shape.columns)) { $0 == $1 ? 1 : 0 }
    return transposed.multiplied(by: self).isClose(to: identity, tolerance: 1e-9)
  }
}

extension [Double] {
  fileprivate var isShareOfOne: Bool { (reduce(0, +) - 1).magnitude < 1e-9 }

  fileprivate var sharesOfOne: [Double] {
    let sum = reduce(0, +)
    return map { $0 / sum }
  }
}
