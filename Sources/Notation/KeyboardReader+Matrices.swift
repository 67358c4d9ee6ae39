import SourceText

extension KeyboardReader {
  /// `[1 2; 3 4]`, `[[1, 2], [3, 4]]`, `[1, 2]`; one entry alone is a group.
  mutating func matrix() -> MathTree? {
    guard let start = current else { return nil }
    position += 1
    var rows: [[MathTree]] = [[]]
    var entry: [MathTree] = []
    var isNested = false
    func close() {
      if !entry.isEmpty { rows[rows.count - 1].append(.row(entry)) }
      entry = []
    }
    while let token = current, token.text != "]" {
      switch token.text {
      case ";", "\n":
        close()
        if !rows[rows.count - 1].isEmpty { rows.append([]) }
        position += 1
      case ",":
        close()
        position += 1
      case "[":
        guard let inner = matrix() else { break }
        isNested = true
        if let nested = inner.table?.rows, nested.count == 1 {
          if !rows[rows.count - 1].isEmpty { rows.append([]) }
          rows[rows.count - 1] = nested[0]
        } else if let one = inner.delimited?.inner {
          if !rows[rows.count - 1].isEmpty { rows.append([]) }
          rows[rows.count - 1] = [one]
        }
      default:
        // [1 -2] has two entries, [1 - 2] one.
        let startsEntry = token.hasSpaceBefore && !entry.isEmpty && !token.hasSpaceAfter
        let isSign = ["-", "−", "+"].contains(token.text)
        let isOperator = Self.operators[token.text] != nil || token.text == "@"
        let lastIsOperator = entry.last.map { $0.symbol?.class == .binary } ?? false
        if token.hasSpaceBefore, !entry.isEmpty, !lastIsOperator,
          isSign ? startsEntry : !isOperator
        {
          close()
        }
        let before = position
        entry += item(after: entry.last)
        if position == before { position += 1 }
      }
    }
    close()
    rows.removeAll(where: \.isEmpty)
    let end = current?.location ?? endOfText
    if current == nil {
      report(.unbalanced, start.location, "This [ is never closed", help: "Close it with ].")
    } else {
      position += 1
    }
    let location = start.location.through(end)
    if rows.count == 1, rows[0].count == 1, !isNested {
      return MathTree(.delimited("(", rows[0][0], ")"), location)
    }
    return MathTree(.table(.bmatrix, rows), location)
  }
}
