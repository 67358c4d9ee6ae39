import Matrices
import Notation
import SourceText

/// What a subscript picks from a value.
extension ExpressionReader {
  /// What a subscript says of the rows or of the columns: a colon takes all of them.
  enum Slot {
    case all
    /// From 0, and where it is written.
    case entry(Int, Location)

    var isAll: Bool {
      switch self {
      case .all: true
      case .entry: false
      }
    }
  }

  mutating func readEntries(
    of base: Expression, _ lower: MathTree, _ location: Location
  ) -> Expression? {
    guard var slots = slots(lower, of: base) else { return nil }
    let shape = base.shape
    // \delta_{ij} beside a number δ.
    if shape.isScalar, slots.count == 2, base.operation.name == Name("\\delta") {
      report(
        .twoReadings, at: location, "δ has a value here, so this is an entry of it, and not 1 or 0",
        help: "Take another letter for the value, or for this one: 1\\{i = j\\}.")
      return nil
    }
    if !probes.isEmpty {
      for (position, limit) in zip(slots.indices, Self.extents(shape, slots.count)) {
        guard case .entry(let number, let place) = slots[position] else { continue }
        let isRow = position == 0 && shape.rows > 1
        let moved =
          probed(place, number + 1, limit, isRow ? .rows(of: base) : .columns(of: base)) - 1
        slots[position] = .entry(moved, place)
      }
    }
    let first = slots.first ?? .all
    let one = Slot.entry(0, .nowhere)
    switch slots.count {
    case 1 where first.isAll && shape.columns > 1 && shape.rows > 1:
      report(
        .shapeMismatch, at: location,
        "\(text(base)) is \(shape), and a colon alone picks nothing",
        help: "Write _{i,:} for a row or _{:,i} for a column; all of it is the name alone.")
      return nil
    case 1 where shape.columns == 1:
      return entries(base, row: first, column: one, .scalar, location)
    case 1 where shape.rows == 1: return entries(base, row: one, column: first, .scalar, location)
    case 1:
      report(
        .shapeMismatch, .hint, at: location,
        "\(text(base)) is \(shape): one index takes that row, as a column vector",
        help: "Write _{i,:} for a row or _{:,i} for a column.")
      return entries(base, row: first, column: .all, Shape(shape.columns, 1), location)
    case 2:
      let rows = first.isAll ? shape.rows : 1
      let columns = slots[1].isAll ? shape.columns : 1
      return entries(base, row: first, column: slots[1], Shape(rows, columns), location)
    default:
      report(
        .shapeMismatch, at: location,
        "\(text(base)) is \(shape) and takes two indices at most, not \(slots.count)")
      return nil
    }
  }

  /// How many entries there are to choose from for each of so many indices.
  static func extents(_ shape: Shape, _ indices: Int) -> [Int] {
    let isOneOfMany = indices == 1 && shape.columns > 1
    return isOneOfMany
      ? [shape.rows == 1 ? shape.columns : shape.rows] : [shape.rows, shape.columns]
  }

  mutating func entries(
    _ base: Expression, row: Slot, column: Slot, _ shape: Shape, _ location: Location
  ) -> Expression? {
    var places: [Indexed.Place?] = []
    for (slot, limit, what) in [
      (row, base.shape.rows, "row"), (column, base.shape.columns, "column"),
    ] {
      guard case .entry(let number, let written) = slot else {
        places.append(nil)
        continue
      }
      let running = running(at: written)
      // Of an index that runs too far, the first number that is one too many.
      let numbers = running.map { index, added in
        (index.numbers.lowerBound + added - 1, index.numbers.upperBound + added - 2)
      }
      let (lowest, highest) = numbers ?? (number, number)
      guard 0 <= lowest, highest < limit else {
        let odd = 0 <= lowest && lowest < limit ? limit : lowest
        reportOutside(base, what, limit, odd + 1, location)
        return nil
      }
      places.append(
        running.map { .init(letter: $0.index.letter, number: $0.added - 1) }
          ?? .at(number))
    }
    return Expression(
      .entries(row: places[0], column: places[1]), [base], shape: shape, location: location)
  }

  private mutating func reportOutside(
    _ base: Expression, _ what: String, _ limit: Int, _ number: Int, _ location: Location
  ) {
    let count = limit == 1 ? "1 \(what)" : "\(limit) \(what)s"
    let name = base.operation.name?.shown ?? text(base)
    report(
      .outOfRange, at: location,
      "\(name) is \(base.shape): it has \(count), and no \(what) \(number)",
      help: "Indices count from 1. If an index runs too far, look at the bounds of its sum.")
  }

  private mutating func slots(_ lower: MathTree, of base: Expression) -> [Slot]? {
    // Two digits that somebody has written; a number that stands for an index is one.
    let isWritten = lower.digits.map { lower.location.text == $0 } ?? true
    let splitsDigits = isWritten && (base.shape.columns > 1 || base.shape.isScalar)
    var slots: [Slot] = []
    var parts = lower.indexParts(splitsDigits: splitsDigits)
    // x_{2i} of a column, which has no second index.
    if base.shape.columns == 1, parts.count == 2, let digits = parts[0].digits,
      parts[0].location.text == digits, !lower.nodes.contains(where: { $0.isSymbol(",", ":") })
    {
      parts = [.row(parts)]
    }
    for tree in parts {
      if tree.isSymbol(":") {
        slots.append(.all)
        continue
      }
      guard let index = wholeNumber(tree, as: .index(tree)) else { return nil }
      slots.append(.entry(index - 1, tree.location))
    }
    return slots
  }
}
