import Matrices

/// A right number, written down wrongly. Entries are counted row by row from 0.
package enum SlipOfThePen: Hashable, Codable, Sendable {
  /// Two neighbouring digits are exchanged.
  case digits(entry: Int)
  /// The decimal point is so many places too far to the right, or to the left.
  case point(places: Int)
  case sign(entry: Int)
  /// One entry has the value of another.
  case copied(entry: Int, from: Int)
  /// One entry was left 0.
  case zero(entry: Int)

  /// Those that somebody who works out a value may make; each shows in its decimals.
  static func possible(in value: Matrix<Double>, decimals: Int) -> [SlipOfThePen] {
    let entries = value.elements.indices
    let ways =
      entries.flatMap { [.digits(entry: $0), .sign(entry: $0)] as [SlipOfThePen] }
      + (entries.count > 1
        ? entries.map { .copied(entry: $0, from: ($0 + 1) % entries.count) } : [])
    return ways.filter { way in
      way.spoiled(value, decimals: decimals).map { $0 != value } ?? false
    }
  }

  /// A value with the slip made, as it is shown; nil where it cannot be made.
  func spoiled(_ value: Matrix<Double>, decimals: Int) -> Matrix<Double>? {
    var spoiled = value
    switch self {
    case .digits(let entry):
      let scale = Double.pow(10, Double(decimals))
      guard let digits = Self.exchanged(Int((value.elements[entry].magnitude * scale).rounded()))
      else { return nil }
      spoiled.elements[entry] = (value.elements[entry] < 0 ? -1 : 1) * Double(digits) / scale
    case .point(let places):
      spoiled = value.map { $0 * Double.pow(10, Double(places)) }
    case .sign(let entry): spoiled.elements[entry] = -value.elements[entry]
    case .copied(let entry, let other): spoiled.elements[entry] = value.elements[other]
    case .zero(let entry): spoiled.elements[entry] = 0
    }
    return spoiled
  }

  /// A number with its first two digits exchanged that are not the same.
  private static func exchanged(_ number: Int) -> Int? {
    guard number > 0, number < 1_000_000_000 else { return nil }
    var digits = String(number).map { $0 }
    guard let place = digits.indices.dropLast().first(where: { digits[$0] != digits[$0 + 1] })
    else { return nil }
    digits.swapAt(place, place + 1)
    return Int(String(digits))
  }

  /// Those that make an answer of the key.
  ///
  /// - Parameters:
  ///   - right: which entries are right.
  ///   - decimals: those that are asked for.
  ///   - isEntry: whether an entry is a value, to the decimals that were typed.
  static func all(
    _ typed: TypedMatrix, key: Matrix<Double>, right: [Bool], decimals: Int,
    isEntry: (Int, Double) -> Bool
  ) -> [SlipOfThePen] {
    let places = key.elements.indices
    let wrong = places.filter { !right[$0] }
    // All entries with the same point off.
    for places in [1, -1, 2, -2, 3] {
      let factor = Double.pow(10, Double(places))
      if wrong.count == key.shape.count,
        key.elements.indices.allSatisfy({ entry in
          typed.isDigits(
            entry, of: key.elements[entry] * factor, decimals: decimals - places)
        })
      {
        return [.point(places: places)]
      }
    }
    guard wrong.count == 1, let entry = wrong.first else { return [] }
    let (value, right) = (typed.value.elements[entry], key.elements[entry])
    var found: [SlipOfThePen] = []
    if key.shape.count > 1 {
      if value == 0 { found.append(.zero(entry: entry)) }
      if right != 0, isEntry(entry, -right) { found.append(.sign(entry: entry)) }
      if let other = places.first(where: {
        $0 != entry && value != 0 && typed.value.elements[$0] == value
      }) {
        found.append(.copied(entry: entry, from: other))
      }
    }
    if typed.isDigitsExchanged(entry, right) { found.append(.digits(entry: entry)) }
    return found
  }
}

extension TypedMatrix {
  /// Whether an entry has a value's digits, of which a shift has gained or lost some at the end.
  fileprivate func isDigits(_ entry: Int, of value: Double, decimals asked: Int) -> Bool {
    guard let own = decimals[entry], value != 0 else { return false }
    let unit = Double.pow(10, -Double(min(own, asked)))
    return (self.value.elements[entry] - value).magnitude <= unit / 2 * (1 + 1e-9)
  }

  /// Whether a value with two neighbouring digits exchanged is what was typed.
  fileprivate func isDigitsExchanged(_ entry: Int, _ right: Double) -> Bool {
    guard let own = decimals[entry], own > 0, own < 9 else { return false }
    let scale = Double.pow(10, Double(own))
    let (typed, wanted) = ((value.elements[entry] * scale).rounded(), (right * scale).rounded())
    guard (typed < 0) == (wanted < 0), wanted.magnitude < 1e12 else { return false }
    let (a, b) = (Int(typed.magnitude), Int(wanted.magnitude))
    var place = 1
    while place <= b {
      let (low, high) = (b / place % 10, b / (place * 10) % 10)
      if low != high, b + (high - low) * place + (low - high) * place * 10 == a { return true }
      place *= 10
    }
    return false
  }
}
