import Matrices

/// A right number, written down wrongly. Entries are counted row by row from 0.
package enum SlipOfThePen: Sendable, Equatable {
  /// Two neighbouring digits are exchanged.
  case digits(entry: Int)
  /// The decimal point is so many places too far to the right, or to the left.
  case point(places: Int)
  case sign(entry: Int)
  /// One entry has the value of another.
  case copied(entry: Int, from: Int)
  /// One entry was left 0.
  case zero(entry: Int)

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
