package import Kernels
package import Matrices

/// Marks an answer: the shape first, then entry by entry, then what may have gone wrong.
///
/// The rule: an answer is accepted when every entry is in the band that honest handwork with p
/// decimals can reach (`Kernel.errorsByHand`), **and** the answer is nearer to the right value than
/// to that of any slip. Typed with fewer decimals and right as far as they go, it is open. Naming
/// is stricter than accepting: what was made is named when the answer is its value to the decimals
/// that were typed, and nothing else is as near.
package struct Marking: Sendable {
  package enum Verdict: Sendable {
    case right
    /// Right so far, with fewer decimals than are asked for.
    case open
    /// Not of the right shape, so that entries cannot be compared.
    case shape(Shape)
    /// Which entries are right, row by row, and what explains them.
    case wrong(entries: [Bool], diagnosis: Diagnosis?)
  }

  /// A wrong answer that the author expects.
  package struct Known: Sendable {
    package var value: Matrix<Double>
    /// How far it may come out by hand.
    package var errors: Matrix<Double>?
    package var message: String

    package init(_ value: Matrix<Double>, errors: Matrix<Double>? = nil, _ message: String = "") {
      (self.value, self.errors, self.message) = (value, errors, message)
    }
  }

  let key: Matrix<Double>
  /// How far honest handwork may come out from the key.
  let errors: Matrix<Double>
  private let late: LateSlips
  package var slips: Slips { late.slips }
  let known: [Known]
  let decimals: Int
  /// Numbers of the lesson that may be a factor too much.
  let factors: [(name: Name, value: Double)]
  let named: [(name: Name, value: Matrix<Double>)]

  /// - Parameters:
  ///   - errors: how far handwork may come out from the key; half a unit where nothing is said.
  ///   - decimals: those that are shown, and so the ones an answer can have.
  ///   - factors: scalars of the lesson, such as m, λ and β.
  ///   - named: values of the lesson, one of which may have been taken for the one asked for.
  package init(
    _ key: Matrix<Double>, errors: Matrix<Double>? = nil, _ slips: LateSlips, known: [Known] = [],
    decimals: Int, factors: [(name: Name, value: Double)] = [],
    named: [(name: Name, value: Matrix<Double>)] = []
  ) {
    self.key = key
    self.errors = errors ?? key.map { _ in 0 }
    late = slips
    self.known = known.filter { $0.value.shape == key.shape }
    self.decimals = decimals
    self.factors = factors
    self.named = named
  }

  package init(
    _ key: Matrix<Double>, errors: Matrix<Double>? = nil, _ slips: Slips, known: [Known] = [],
    decimals: Int, factors: [(name: Name, value: Double)] = [],
    named: [(name: Name, value: Matrix<Double>)] = []
  ) {
    self.init(
      key, errors: errors, LateSlips(slips), known: known, decimals: decimals, factors: factors,
      named: named)
  }

  package func mark(_ answer: Matrix<Double>) -> Verdict { mark(TypedMatrix(answer)) }

  package func mark(_ typed: TypedMatrix) -> Verdict {
    let answer = typed.value
    guard answer.shape == key.shape else {
      return .shape(key.shape)
    }
    // Of the key to the decimals that were typed nobody can say that it is a slip.
    if isKey(typed), known.allSatisfy({ answer.distance(to: $0.value) > 0 }) { return .right }
    let own = answer.distance(to: key)
    let wrong = (slips.slips.filter { $0.rank == 0 }.map(\.value) + known.map(\.value)).map {
      (value: $0, distance: answer.distance(to: $0))
    }
    let nearest = wrong.min { $0.distance < $1.distance }
    let isNearest = own <= nearest?.distance ?? .infinity
    let entries = entries(of: answer)
    if entries.allSatisfy({ $0 }), isNearest, !isShort(typed) { return .right }
    if isRightSoFar(typed) { return .open }
    // A mark never contradicts the verdict: of an answer in the band that is a slip's, those
    // entries are wrong that are nearer to the slip.
    if entries.allSatisfy({ $0 }), let slip = nearest?.value {
      let nearer = answer.elements.indices.map {
        (answer.elements[$0] - key.elements[$0]).magnitude
          <= (answer.elements[$0] - slip.elements[$0]).magnitude
      }
      return .wrong(entries: nearer, diagnosis: diagnosis(typed))
    }
    return .wrong(entries: entries, diagnosis: diagnosis(typed))
  }

  /// Whether an answer is the key but for handwork.
  package func isInBand(_ answer: Matrix<Double>) -> Bool {
    answer.shape == key.shape && entries(of: answer).allSatisfy { $0 }
  }

  func entries(of answer: Matrix<Double>) -> [Bool] {
    answer.elements.indices.map {
      (answer.elements[$0] - key.elements[$0]).magnitude <= slack(errors.elements[$0])
    }
  }

  /// Whether an answer is a value to the decimals that were typed, or as far as handwork reaches.
  func isValue(
    _ typed: TypedMatrix, _ value: Matrix<Double>, errors: Matrix<Double>? = nil
  ) -> Bool {
    typed.value.shape == value.shape
      && value.elements.indices.allSatisfy { entry in
        let apart = (typed.value.elements[entry] - value.elements[entry]).magnitude
        return apart <= max(halfUnit(typed, entry), errors?.elements[entry] ?? 0) * (1 + 1e-9)
      }
  }

  /// Whether an answer is the key, rounded to at least the decimals that are asked for.
  private func isKey(_ typed: TypedMatrix) -> Bool {
    typed.decimals.allSatisfy { $0 ?? decimals >= decimals } && isValue(typed, key)
  }

  /// Whether one entry is a value to the decimals that were typed.
  func isEntry(_ typed: TypedMatrix, _ entry: Int, of value: Double) -> Bool {
    (typed.value.elements[entry] - value).magnitude <= halfUnit(typed, entry) * (1 + 1e-9)
  }

  /// What a number must exceed by far not to be taken for another one.
  var farAbove: Double { 20 * Self.slack(decimals: decimals) }

  /// Half a unit of the last decimal that was typed, and of the last one asked for where more were.
  private func halfUnit(_ typed: TypedMatrix, _ entry: Int) -> Double {
    // A whole number is taken for what it says: 0 is none of a thousand values near it.
    let written = typed.decimals[entry] ?? decimals
    let own = written == 0 ? decimals : min(written, decimals)
    return Double.pow(10, -Double(own)) / 2
  }

  private func slack(_ error: Double) -> Double {
    max(error, Self.slack(decimals: decimals)) * (1 + 1e-9)
  }

  /// How far an entry may be off, however small it is: half a unit.
  package static func slack(decimals: Int) -> Double { Double.pow(10, -Double(decimals)) / 2 }

  /// Whether an entry has fewer decimals than are asked for, and is not the key to those.
  private func isShort(_ typed: TypedMatrix) -> Bool {
    typed.decimals.indices.contains { entry in
      guard let own = typed.decimals[entry], own > 0, own < decimals else { return false }
      let apart = (typed.value.elements[entry] - key.elements[entry]).magnitude
      return apart > Self.slack(decimals: decimals) * (1 + 1e-9)
    }
  }

  /// Every entry is right to the decimals that it has, at least one has fewer than are asked for,
  /// and the answer says something.
  private func isRightSoFar(_ typed: TypedMatrix) -> Bool {
    let answer = typed.value
    guard answer.elements.contains(where: { $0 != 0 }) else { return false }
    var isShort = false
    for entry in answer.elements.indices {
      let apart = (answer.elements[entry] - key.elements[entry]).magnitude
      let slack = slack(errors.elements[entry])
      guard let own = typed.decimals[entry], own > 0, own < decimals else {
        guard apart <= slack else { return false }
        continue
      }
      isShort = true
      guard apart <= Double.pow(10, -Double(own)) / 2 + slack else { return false }
    }
    return isShort
  }
}

extension Matrix where Element == Double {
  /// The Euclidean distance of two matrices; infinite where they have not one shape.
  func distance(to other: Matrix) -> Double {
    guard shape == other.shape else { return .infinity }
    return zip(elements, other.elements)
      .reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
  }
}
