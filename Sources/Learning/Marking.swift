package import Kernels
package import Matrices

/// Marks an answer: the shape first, then entry by entry, then what may have gone wrong.
///
/// The rule: an answer is accepted when every entry is within 5·10⁻ᵖ + 1 % of the right one, p
/// being the decimals that are shown, **and** the answer is nearer to the right value than to that
/// of any slip. So honest work with rounded intermediates passes, and a small slip does not hide in
/// the tolerance.
package struct Marking: Sendable {
  package enum Verdict: Sendable {
    case right
    /// Not of the right shape, so that entries cannot be compared.
    case shape(Shape)
    /// Which entries are right, row by row, and what explains them.
    case wrong(entries: [Bool], diagnosis: Diagnosis?)
  }

  /// What explains a wrong answer.
  package enum Diagnosis: Sendable, Equatable {
    /// One slip, or several that come to the same.
    case slip(SlipFact, ties: [SlipFact])
    /// A constant factor, such as 4 = m.
    case factor(Double, NamedFactor?)
    /// What is too much, or missing, is a value on the way.
    case residual(String, isMissing: Bool)
    /// Another value of the lesson.
    case other(Name)
  }

  /// A number of the lesson that is larger than 1, or one of which the inverse is.
  package struct NamedFactor: Sendable, Equatable {
    package var name: Name
    package var isInverse: Bool
  }

  private let key: Matrix<Double>
  private let slips: Slips
  /// Wrong answers that the author expects.
  private let known: [Matrix<Double>]
  private let decimals: Int
  /// Numbers of the lesson that may be a factor too much.
  private let factors: [(name: Name, value: Double)]
  private let named: [(name: Name, value: Matrix<Double>)]

  /// - Parameters:
  ///   - decimals: those that are shown, and so the ones an answer can have.
  ///   - factors: scalars of the lesson, such as m, λ and β.
  ///   - named: values of the lesson, one of which may have been taken for the one asked for.
  package init(
    _ key: Matrix<Double>, _ slips: Slips, known: [Matrix<Double>] = [], decimals: Int,
    factors: [(name: Name, value: Double)] = [],
    named: [(name: Name, value: Matrix<Double>)] = []
  ) {
    self.key = key
    self.slips = slips
    self.known = known.filter { $0.shape == key.shape }
    self.decimals = decimals
    self.factors = factors
    self.named = named
  }

  package func mark(_ answer: Matrix<Double>) -> Verdict {
    guard answer.shape == key.shape else {
      return .shape(key.shape)
    }
    let entries = zip(answer.elements, key.elements).map { isWithin($0, of: $1) }
    let own = answer.distance(to: key)
    let wrong = slips.slips.map(\.value) + known
    let nearest = wrong.map { answer.distance(to: $0) }.min() ?? .infinity
    if entries.allSatisfy({ $0 }), own <= nearest { return .right }
    return .wrong(entries: entries, diagnosis: diagnosis(answer))
  }

  /// Whether an answer is a value but for rounding.
  package func matches(_ answer: Matrix<Double>, _ value: Matrix<Double>) -> Bool {
    answer.shape == value.shape
      && zip(answer.elements, value.elements).allSatisfy { isWithin($0, of: $1) }
  }

  private func isWithin(_ answer: Double, of right: Double) -> Bool {
    (answer - right).magnitude <= Self.slack(decimals: decimals) + 0.01 * right.magnitude
  }

  /// How far an entry may be off, however small it is.
  static func slack(decimals: Int) -> Double { 5 * Double.pow(10, -Double(decimals)) }

  // MARK: - What went wrong

  private func diagnosis(_ answer: Matrix<Double>) -> Diagnosis? {
    let matching = slips.slips.filter { slip in
      matches(answer, slip.value)
    }
    // Of several within rounding the nearest, when it clearly is; else nothing is said for sure.
    let sorted = matching.sorted { answer.distance(to: $0.value) < answer.distance(to: $1.value) }
    if let best = sorted.first,
      sorted.count == 1
        || answer.distance(to: best.value) * 2 <= answer.distance(to: sorted[1].value)
    {
      return .slip(best.fact, ties: best.ties)
    }
    return sorted.isEmpty ? factor(answer) ?? residual(answer) ?? other(answer) : nil
  }

  /// The slip for which an answer that comes from another one is, or could be, taken.
  func confused(_ answer: Matrix<Double>, with slip: Slips.Slip) -> Slips.Slip? {
    guard case .wrong(_, let reading) = mark(answer) else { return nil }
    if case .slip(slip.fact, _)? = reading { return nil }
    return slips.slips
      .filter { $0.fact != slip.fact && matches(answer, $0.value) }
      .min { answer.distance(to: $0.value) < answer.distance(to: $1.value) }
  }

  /// A vector or matrix that has a name; single numbers are too often alike.
  private func other(_ answer: Matrix<Double>) -> Diagnosis? {
    guard !answer.shape.isScalar, !matches(answer, key) else { return nil }
    return named.first { matches(answer, $0.value) }.map { .other($0.name) }
  }

  /// The answer minus the right one, compared with every value on the way.
  private func residual(_ answer: Matrix<Double>) -> Diagnosis? {
    let rest = answer.combined(with: key, -)
    // A residual as small as rounding could be anything.
    guard rest.largest > 0.05 * key.largest else { return nil }
    for (name, value) in slips.intermediates where value.shape == rest.shape {
      if matches(rest, value) { return .residual(name, isMissing: false) }
      if matches(rest, value.map { -$0 }) { return .residual(name, isMissing: true) }
    }
    return nil
  }

  private func factor(_ answer: Matrix<Double>) -> Diagnosis? {
    let candidates: [(name: NamedFactor?, value: Double)] =
      [(nil, -1), (nil, 2), (nil, 0.5)]
      + factors.flatMap { name, value in
        // What is said is how many times, and of λ = 0.1 that is 10.
        let told = NamedFactor(name: name, isInverse: value.magnitude < 1)
        return [(told, value), (told, 1 / value)]
      }
    for (name, value) in candidates where value.isFinite && value != 1 {
      let scaled = key.map { $0 * value }
      if matches(answer, scaled) {
        return .factor(value, name)
      }
    }
    return nil
  }
}

extension Matrix where Element == Double {
  /// The Euclidean distance of two matrices of one shape.
  func distance(to other: Matrix) -> Double {
    zip(elements, other.elements).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}
