import Kernels
import Matrices
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
    var isGeneral: Bool { claim.isGeneral }

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
    var next = 0
    while next <= last {
      let index = next
      workspace.isDoing(history, at: index)
      if let times = workspace.doAgain(history, from: index, upTo: last + 1) {
        next += times
        continue
      }
      next += 1
      switch history.entries[index] {
      case .give(let name, let value):
        let isFixed = fixed.contains(name)
        workspace.setGiven(name, isFixed ? value : numbers.draw(name, value, &generator))
      case .draw(let name, var kernel):
        if numbers.seed != nil { kernel.reseed(generator.next()) }
        workspace.repeat(.draw(name, kernel))
      case .define, .update: workspace.repeat(history.entries[index])
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
