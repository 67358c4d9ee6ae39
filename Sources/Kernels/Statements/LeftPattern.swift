import Matrices
import Notation
import SourceText

/// What the indices on a left side say: which entries of the value the formula behind it gives.
/// `Q_{:,i}` gives columns, `D_{ii}` a diagonal, `C_{1,j}` a row. Nothing of it is dropped: a
/// pattern puts every entry in its place, or is a finding.
struct LeftPattern: Sendable, Equatable {
  enum Slot: Sendable, Equatable {
    /// A colon.
    case all
    case number(Int)
    /// A free index with what is added to it.
    case letter(String, plus: Int)

    var letter: String? {
      if case .letter(let letter, _) = self { return letter }
      return nil
    }
  }

  var slots: [Slot]
  var location: Location

  /// How what is put together entry by entry, or row by row, becomes the value.
  enum Arrangement: Sendable {
    /// A column of numbers, a matrix of numbers, or columns that become its rows.
    case asCollected
    /// Rows that lie below each other.
    case rows
    /// Columns side by side.
    case columns
    /// One row of numbers.
    case row
    /// A diagonal, with zeros around it.
    case diagonal
  }

  /// Nil for a pattern that does not say where every entry belongs.
  var arrangement: Arrangement? {
    switch (slots.first, slots.dropFirst().first) {
    case (.letter, nil): .asCollected
    case (.letter(let a, let plus), .letter(let b, let other)):
      a != b ? .asCollected : plus == other ? .diagonal : nil
    case (.all, .letter): .columns
    case (.letter, .all): .rows
    case (.number(1), .letter): .row
    case (.letter, .number(1)): .asCollected
    default: nil
    }
  }

  /// The first number of an index for which its entry exists: entries count from 1.
  func firstNumber(of letter: String) -> Int? {
    slots.compactMap { slot in
      if case .letter(letter, let plus) = slot { return 1 - plus }
      return nil
    }.max()
  }
}

extension EquationReader {
  /// The free indices with their numbers, and where on the left their entries belong; names in a
  /// chain that are indexed must be indexed alike.
  mutating func arranged(
    _ free: [RunningIndex], _ indexed: [MathTree], stated: Set<String> = []
  ) -> ([RunningIndex], LeftPattern?)? {
    var first: LeftPattern?
    for side in indexed {
      guard let pattern = leftPattern(of: side, free.map(\.letter)) else { return nil }
      if let first, pattern.slots != first.slots {
        report(
          .doesNotRun, at: side.location,
          "The indices of \(side.oneLine()) stand otherwise than those before it",
          help: "Write it as a statement of its own.")
        return nil
      }
      first = pattern
    }
    guard let first else { return (free, nil) }
    // What is said to hold is not left out.
    for index in free where stated.contains(index.letter) {
      guard let entry = first.firstNumber(of: index.letter), let lowest = index.numbers.first,
        lowest < entry
      else { continue }
      report(
        .outOfRange, at: first.location,
        "\(Name(index.letter).shown) begins at \(lowest), and entries count from 1",
        help: "Let it begin so that the first entry of the left side is entry 1.")
      return nil
    }
    return clipped(free, to: first).map { ($0, first) }
  }

  /// The pattern of the indices that follow a name on a left side; nil when it cannot be told what
  /// they mean, which is reported.
  mutating func leftPattern(of side: MathTree, _ free: [String]) -> LeftPattern? {
    var reader = reader()
    guard let lower = reader.nameParts(side)?.lower else { return nil }
    var slots: [LeftPattern.Slot] = []
    for part in lower.indexParts(splitsDigits: true) {
      if part.isSymbol(":") {
        slots.append(.all)
      } else if let letter = free.first(where: part.mentionsFree) {
        // i, i + 1, i − 1: a step of the letter is a step of the index.
        let numbers = [0, 1].compactMap { number in
          reader.wholeNumber(
            reader.substituted(part, letter, number), as: .index(part))
        }
        guard numbers.count == 2, numbers[1] - numbers[0] == 1 else {
          findings += reader.findings
          if reader.findings.isEmpty { reportPattern(lower, side) }
          return nil
        }
        slots.append(.letter(letter, plus: numbers[0]))
      } else {
        guard let number = reader.wholeNumber(part, as: .index(part)) else {
          findings += reader.findings
          return nil
        }
        slots.append(.number(number))
      }
    }
    markStructural(reader.structural)
    let pattern = LeftPattern(slots: slots, location: side.location)
    guard slots.count <= 2, pattern.arrangement != nil else {
      reportPattern(lower, side)
      return nil
    }
    return pattern
  }

  private mutating func reportPattern(_ lower: MathTree, _ side: MathTree) {
    report(
      .doesNotRun, at: side.location,
      "\(side.oneLine()) on the left does not say what every entry is",
      help: "Write one free index for each row and column, such as Q_{ij} = …, Q_{:,i} = … for "
        + "columns, Q_{i,:} = … for rows or Q_{ii} = … for a diagonal matrix; entries that stay "
        + "open have no value.")
  }

  /// The numbers of the free indices for which the left side has an entry; nil when an entry before
  /// the first is left without a value.
  private mutating func clipped(_ free: [RunningIndex], to pattern: LeftPattern) -> [RunningIndex]?
  {
    var clipped = free
    for (index, letter) in free.enumerated() {
      guard let first = pattern.firstNumber(of: letter.letter) else { continue }
      clipped[index].numbers = letter.numbers.from(first)
      guard let lowest = clipped[index].numbers.first, lowest == first else {
        let shown = Name(letter.letter).shown
        let range = letter.numbers.first.map { "\(shown) begins at \($0) here" }
        report(
          .outOfRange, at: pattern.location,
          "The first entries get no value: "
            + (range ?? "there is no \(shown) for which everything here exists"),
          help: "Let the right side begin so that the first entry of the left side is entry 1.")
        return nil
      }
    }
    return clipped
  }
}

extension ExpressionReader {
  /// A formula for every number of its free indices, with every entry where the left side says.
  mutating func readTabulation(
    _ tree: MathTree, _ free: [RunningIndex], _ pattern: LeftPattern?
  ) -> Expression? {
    guard let collected = readTabulation(tree, free) else { return nil }
    guard let pattern, let arrangement = pattern.arrangement else { return collected }
    let entry = collected.operation.terms?.shapes.first ?? .scalar
    func reject(_ wanted: String, _ help: String) -> Expression? {
      report(
        .shapeMismatch, at: tree.location,
        "\(pattern.location.text) is \(wanted), and this is \(entry)", help: help)
      return nil
    }
    switch arrangement {
    case .asCollected:
      guard entry.isScalar || (pattern.slots.count == 1 && entry.columns == 1) else {
        return reject("a number", "Index it down to a number.")
      }
      return collected
    case .rows:
      guard entry.rows == 1 else { return reject("a row", "Transpose it.") }
      return collected
    case .columns:
      guard entry.columns == 1 else { return reject("a column", "Transpose it.") }
      return Expression(
        .placement(.transpose), [collected], shape: collected.shape.transposed,
        location: tree.location)
    case .row:
      guard entry.isScalar else { return reject("a number", "Index it down to a number.") }
      return Expression(
        .placement(.transpose), [collected], shape: collected.shape.transposed,
        location: tree.location)
    case .diagonal:
      guard entry.isScalar else { return reject("a number", "Index it down to a number.") }
      let size = collected.shape.rows
      return Expression(
        .placement(.diagonal), [collected], shape: Shape(size, size), location: tree.location)
    }
  }
}

extension MathTree {
  /// The indices in a lowered position: between commas, or side by side as in `W_{ij}` and, where
  /// there are two, `W_{12}`.
  func indexParts(splitsDigits: Bool) -> [MathTree] {
    let nodes = nodes.filter { !$0.isBlank }
    if nodes.contains(where: { $0.isSymbol(",") }) {
      return nodes.split(omittingEmptySubsequences: false) { $0.isSymbol(",") }.map { .row($0) }
    }
    if splitsDigits, nodes.count == 1, let digits = nodes[0].digits,
      digits.count == 2
    {
      let whole = nodes[0].location
      return [
        MathTree(.number(String(digits.prefix(1))), whole.prefix(1)),
        MathTree(.number(String(digits.suffix(1))), whole.dropFirst(1)),
      ]
    }
    // W_{ij}: numbers side by side are indices of their own.
    if nodes.count > 1, !nodes.contains(where: { $0.isOperator || $0.isInfix }) { return nodes }
    return [.row(nodes)]
  }
}
