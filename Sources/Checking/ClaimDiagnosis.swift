import Kernels
import Matrices

/// What a failed claim may be about: how the two sides are related, at the lesson's numbers and at
/// random ones.
struct ClaimDiagnosis {
  /// A sentence.
  var text: String

  /// The first of the usual relations that holds at all results.
  static func of(_ results: [Trial.Result]) -> ClaimDiagnosis? {
    guard let first = results.first else { return nil }
    return transposed(results) ?? proportional(results, first) ?? apart(results, first)
      ?? roughlyProportional(results, first)
  }

  private static func transposed(_ results: [Trial.Result]) -> ClaimDiagnosis? {
    guard results.allSatisfy({ $0.left.isClose(to: $0.right.transposed) }) else { return nil }
    return ClaimDiagnosis(text: "One side is the other one transposed.")
  }

  // MARK: - A constant factor

  private static func proportional(
    _ results: [Trial.Result], _ first: Trial.Result
  ) -> ClaimDiagnosis? {
    let ratios = results.compactMap { ratio($0.left, $0.right) }
    guard ratios.count == results.count, let ratio = ratios.first else { return nil }
    let style = NumberStyle(decimals: 4)
    let shown = style.text(ratio)
    let inverse = style.text(1 / ratio)
    if let name = scalar(
      first,
      where: { name in
        zip(results, ratios).allSatisfy { close($0.values[name]?.elements[0], $1) }
      })
    {
      return ClaimDiagnosis(
        text: "The left side is \(shown) times the right one: \(shown) is \(name.shown). "
          + "Is a factor 1/\(name.shown) missing on the left, or \(name.shown) on the right?")
    }
    if let name = scalar(
      first,
      where: { name in
        zip(results, ratios).allSatisfy { close($0.values[name]?.elements[0], 1 / $1) }
      })
    {
      return ClaimDiagnosis(
        text: "The right side is \(inverse) times the left one: \(inverse) is \(name.shown). "
          + "Is a factor 1/\(name.shown) missing on the right, or \(name.shown) on the left?")
    }
    guard ratios.allSatisfy({ close($0, ratio) }) else { return nil }
    if close(ratio, -1) {
      return ClaimDiagnosis(
        text: "The sides differ in their sign only: a minus is lost or added.")
    }
    return ClaimDiagnosis(
      text: ratio.magnitude >= 1
        ? "The left side is \(shown) times the right one, whatever the givens are."
        : "The right side is \(inverse) times the left one, whatever the givens are.")
  }

  private static func roughlyProportional(
    _ results: [Trial.Result], _ first: Trial.Result
  ) -> ClaimDiagnosis? {
    let ratios = results.compactMap { ratio($0.left, $0.right) }
    // Any two numbers have a ratio.
    guard ratios.count == results.count, let ratio = ratios.first, !first.left.shape.isScalar
    else { return nil }
    return ClaimDiagnosis(
      text: "The sides are proportional, by a factor that changes with the givens (here "
        + "\(NumberStyle().text(ratio))).")
  }

  /// What every entry of a is times its entry of b, if that is one number and not 1.
  private static func ratio(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double? {
    guard a.shape == b.shape else { return nil }
    let limit = 1e-9 * max(a.largest, b.largest)
    var ratio: Double?
    for (x, y) in zip(a.elements, b.elements) {
      if x.magnitude <= limit, y.magnitude <= limit { continue }
      guard y.magnitude > limit, x.magnitude > limit else { return nil }
      if let known = ratio, !close(known, x / y) { return nil }
      ratio = ratio ?? x / y
    }
    return ratio.flatMap { close($0, 1) ? nil : $0 }
  }

  // MARK: - A difference that is known

  private static func apart(_ results: [Trial.Result], _ first: Trial.Result) -> ClaimDiagnosis? {
    func difference(_ result: Trial.Result) -> Matrix<Double> {
      result.left.combined(with: result.right, -)
    }
    guard first.left.shape == first.right.shape else { return nil }
    let differences = results.map(difference)
    let candidates = first.values.filter { $0.value.shape == first.left.shape }.keys
      .sorted { $0.latex < $1.latex }
    for name in candidates {
      let factors = zip(results, differences).compactMap { result, difference in
        result.values[name].flatMap { factor(difference, $0) }
      }
      guard factors.count == results.count, let factor = factors.first else { continue }
      let side = factor > 0 ? "left" : "right"
      if factors.allSatisfy({ close($0.magnitude, 1) }) {
        return ClaimDiagnosis(
          text: "The sides differ by exactly \(name.shown): the \(side) one has it more.")
      }
      if let scale = scalar(
        first,
        where: { scale in
          zip(results, factors).allSatisfy { close($0.values[scale]?.elements[0], $1.magnitude) }
        })
      {
        return ClaimDiagnosis(
          text: "The sides differ by exactly \(scale.shown) \(name.shown): the \(side) one has it "
            + "more.")
      }
    }
    let numbers = differences.flatMap(\.elements)
    if let number = numbers.first, numbers.allSatisfy({ close($0, number) }), results.count > 1 {
      return ClaimDiagnosis(
        text: "The left side minus the right one is \(NumberStyle().text(number)), whatever the "
          + "givens are.")
    }
    return nil
  }

  private static func factor(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double? {
    if a.isClose(to: b) { return 1 }
    return ratio(a, b)
  }

  // MARK: - Numbers

  private static func close(_ a: Double?, _ b: Double) -> Bool {
    guard let a else { return false }
    return (a - b).magnitude <= 1e-8 * max(a.magnitude, b.magnitude)
  }

  /// The scalar name, of those that are given first, that fits.
  private static func scalar(
    _ result: Trial.Result, where fits: (Name) -> Bool
  ) -> Name? {
    result.values.filter { $0.value.shape.isScalar }.keys
      .sorted { ($0.latex.count, $0.latex) < ($1.latex.count, $1.latex) }
      .first { name in
        guard let value = result.values[name]?.elements[0] else { return false }
        return !close(value, 1) && fits(name)
      }
  }
}
