package import Kernels
import Matrices

extension Marking {
  /// What explains a wrong answer.
  package enum Diagnosis: Sendable, Equatable {
    /// What was made, or one of two that come to the same here.
    case made([Made])
    /// A constant factor, such as 4 = m.
    case factor(Double, NamedFactor?)
    /// What is too much, or missing, is a value on the way.
    case residual(String, isMissing: Bool)
    /// Another value of the lesson.
    case other(Name)
  }

  package enum Made: Hashable, Codable, Sendable {
    /// One slip, or several that are the same by algebra.
    case slip(SlipFact, ties: [SlipFact])
    /// What the author says to it.
    case author(String)
    case pen(SlipOfThePen)
  }

  /// A number of the lesson that is larger than 1, or one of which the inverse is.
  package struct NamedFactor: Sendable, Equatable {
    package var name: Name
    package var isInverse: Bool
  }

  /// Something a wrong answer may be.
  private struct Candidate {
    var made: Made
    var value: Matrix<Double>
    var errors: () -> Matrix<Double>?
    var distance = 0.0
    /// How far one has to go for it: 0 for the usual slips.
    var rank = 0
  }

  func diagnosis(_ typed: TypedMatrix) -> Diagnosis? {
    let candidates = candidates(typed)
    let exact = candidates.filter { isValue(typed, $0.value) }
    if typed.value.shape.isScalar { return number(typed, exact, candidates) }
    if let made = made(exact) { return .made(made) }
    guard exact.isEmpty else { return nil }
    // Worked out by hand it comes out a little beside: then only where nothing else is near.
    let near = candidates.filter { isValue(typed, $0.value, errors: $0.errors()) }
    if near.count == 1, isAlone(near[0], 3, among: candidates) { return .made([near[0].made]) }
    return near.isEmpty ? factor(typed) ?? residual(typed) ?? other(typed) : nil
  }

  /// A single number says little: of some hundred wrong formulas several come near it. So those
  /// beside it count as well, and what is far-fetched is not said alone.
  private func number(
    _ typed: TypedMatrix, _ exact: [Candidate], _ all: [Candidate]
  ) -> Diagnosis? {
    // What is beside by exactly one unit is so in the last bits, too.
    let unit = 2 * Self.slack(decimals: decimals) * (1 + 1e-9)
    let beside = all.filter { $0.distance <= 1.6 * unit && !isValue(typed, $0.value) }
      .filter { $0.distance <= unit || isValue(typed, $0.value, errors: $0.errors()) }
    let near = exact + beside
    if (1...2).contains(near.count), !exact.isEmpty {
      return near.allSatisfy { $0.rank > 1 } ? nil : .made(near.map(\.made))
    }
    if typed.value.largest > Self.digitsEnough * unit, !exact.isEmpty,
      exact.contains(where: { $0.rank < 2 })
    {
      return exact.count < 3 && beside.count < 2 ? made(exact).map { .made($0) } : nil
    }
    guard exact.isEmpty else { return nil }
    let reached = all.filter { isValue(typed, $0.value, errors: $0.errors()) }
    if reached.count == 1, reached[0].rank == 0, isAlone(reached[0], 5, among: all) {
      return .made([reached[0].made])
    }
    return reached.isEmpty ? factor(typed) : nil
  }

  /// So many units have three digits.
  private static let digitsEnough = 100.0

  /// What the author says, and one of two: nobody reads a longer list.
  private func made(_ candidates: [Candidate]) -> [Made]? {
    if (1...2).contains(candidates.count) { return candidates.map(\.made) }
    let first = candidates.map(\.rank).min()
    let nearest = candidates.filter { $0.rank == first }
    return (1...2).contains(nearest.count) ? nearest.map(\.made) : nil
  }

  /// Whether everything else is so many times as far away.
  private func isAlone(_ one: Candidate, _ times: Double, among all: [Candidate]) -> Bool {
    all.count { $0.distance < times * one.distance } == 1
      && times * one.distance < key.distance(to: one.value)
  }

  private func candidates(_ typed: TypedMatrix) -> [Candidate] {
    let answer = typed.value
    var all = known.map { known in
      Candidate(made: .author(known.message), value: known.value, errors: { known.errors })
    }
    all += slips.slips.map { slip in
      Candidate(
        made: .slip(slip.fact, ties: slip.ties), value: slip.value,
        errors: { slips.errors(of: slip, decimals: decimals) },
        rank: slip.rank)
    }
    // What the author expects is a slip, too, and said in the author's words.
    let authors = known.map(\.value)
    all.removeAll { one in
      if case .slip = one.made { authors.contains { $0.isClose(to: one.value) } } else { false }
    }
    for index in all.indices { all[index].distance = answer.distance(to: all[index].value) }
    all.removeAll { !$0.distance.isFinite }
    for pen in SlipOfThePen.all(
      typed, key: key, right: entries(of: answer), decimals: decimals,
      isEntry: { isEntry(typed, $0, of: $1) })
    {
      all.append(
        Candidate(
          made: .pen(pen), value: answer, errors: { nil }, distance: 0))
    }
    return all
  }

  /// The usual slip for which an answer that comes from another one is taken, to the decimals that
  /// are asked for.
  func confused(_ answer: Matrix<Double>, with slip: Slips.Slip) -> Slips.Slip? {
    slips.slips
      .filter { $0.isUsual && $0.fact != slip.fact && isValue(TypedMatrix(answer), $0.value) }
      .min { answer.distance(to: $0.value) < answer.distance(to: $1.value) }
  }

  // MARK: - What is no formula of its own

  /// A vector or matrix that has a name; single numbers are too often alike.
  private func other(_ typed: TypedMatrix) -> Diagnosis? {
    guard !typed.value.shape.isScalar, !isInBand(typed.value) else { return nil }
    return named.first { isValue(typed, $0.value) }.map { .other($0.name) }
  }

  /// The answer minus the right one, compared with every value on the way. Single numbers, and
  /// small ones, are too often alike.
  private func residual(_ typed: TypedMatrix) -> Diagnosis? {
    let rest = typed.value.combined(with: key, -)
    guard !rest.shape.isScalar, rest.elements.allSatisfy({ $0.magnitude > farAbove }) else {
      return nil
    }
    var residue = typed
    residue.value = rest
    for (name, value) in slips.intermediates where value.shape == rest.shape {
      if isValue(residue, value) { return .residual(name, isMissing: false) }
      if isValue(residue, value.map { -$0 }) { return .residual(name, isMissing: true) }
    }
    return nil
  }

  private func factor(_ typed: TypedMatrix) -> Diagnosis? {
    if isValue(typed, key.map { -$0 }) { return .factor(-1, nil) }
    guard !key.shape.isScalar, key.elements.allSatisfy({ $0.magnitude > farAbove }) else {
      return nil
    }
    let candidates: [(name: NamedFactor?, value: Double)] =
      [(nil, 2), (nil, 0.5)]
      + factors.flatMap { name, value in
        // What is said is how many times, and of λ = 0.1 that is 10.
        let told = NamedFactor(name: name, isInverse: value.magnitude < 1)
        return [(told, value), (told, 1 / value)]
      }
    return candidates.first { _, value in
      value.isFinite && value != 1 && isValue(typed, key.map { $0 * value })
    }.map { .factor($0.value, $0.name) }
  }
}
