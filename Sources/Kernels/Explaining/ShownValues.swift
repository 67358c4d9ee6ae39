package import Matrices
package import Notation
import SourceText

/// How values stand in formulas.
package struct ValueStyle: Sendable {
  package var numbers: NumberStyle
  /// Of larger values this many rows are shown at a time, and as many columns as find room in so
  /// many cells.
  package var rows: Int
  package var cells: Int
  /// Whether a value of which only some rows would be shown stands by its shape where it is one of
  /// those that a formula is reduced with. What the formula comes to is shown all the same.
  package var putsLargeByShape = false
  /// The value of which another part than the first is shown, with where that part begins.
  package var window: (value: NumberID, row: Int, column: Int)?

  package init(_ numbers: NumberStyle, rows: Int = Int.max, cells: Int = Int.max) {
    self.numbers = numbers
    self.rows = rows
    self.cells = cells
  }

  /// The same with the numbers of every value, as far as there is room.
  package var withNumbers: ValueStyle {
    var style = self
    style.putsLargeByShape = false
    return style
  }
}

extension Matrix where Element == Double {
  /// The value as it is set: a number, or a matrix in brackets.
  package func tree(_ style: NumberStyle) -> MathTree { tree(ValueStyle(style), nil) }

  /// The value, its numbers tagged; of a large one a part, with dots where there is more.
  package func tree(_ style: ValueStyle, _ id: NumberID?) -> MathTree {
    if shape.isScalar {
      return .number(style.numbers.text(elements[0])).tagged(id?.tag)
    }
    return grid(style, id) { row, columns, texts in
      zip(columns, texts).map { column, text in
        MathTree.number(text).tagged(id?.with(entry: row * shape.columns + column).tag)
      }
    }
  }

  /// The value, with what its changed entries were before: `0.1 → 0.5`.
  package func tree(_ style: ValueStyle, _ id: NumberID?, before: Matrix) -> MathTree {
    let old = style.numbers.texts(before.elements)
    let arrow = MathTree.sign("\\to")
    func changed(_ text: String, _ index: Int) -> MathTree {
      let number = MathTree.number(text).tagged(id?.with(entry: index).tag)
      guard before.elements[index] != elements[index], old[index] != text else { return number }
      return .row([.number(old[index])] + arrow + [number], .nowhere)
    }
    if shape.isScalar { return changed(style.numbers.text(elements[0]), 0) }
    return grid(style, id) { row, columns, texts in
      zip(columns, texts).map { changed($1, row * shape.columns + $0) }
    }
  }

  /// The value as it stands in a formula that is not yet reduced to it, and whether that is only
  /// its shape: `[64 × 64]`.
  func operandTree(_ style: ValueStyle, _ id: NumberID?) -> (tree: MathTree, isShape: Bool) {
    guard style.putsLargeByShape, shape.rows > style.rows else { return (tree(style, id), false) }
    let sides = [shape.rows, shape.columns].map { MathTree.plain(.number(String($0))) }
    let text = MathTree.row([sides[0]] + MathTree.sign("\\times") + [sides[1]], .nowhere)
    return (MathTree(.delimited("[", text, "]"), .nowhere), true)
  }

  /// Whether a part is all there is.
  package func isWhole(_ part: (rows: Range<Int>, columns: Range<Int>)) -> Bool {
    part.rows.count == shape.rows && part.columns.count == shape.columns
  }

  private static var sampledRows: Int { 6 }

  /// The rows and columns that are shown.
  package func part(
    _ style: ValueStyle, _ id: NumberID?
  ) -> (rows: Range<Int>, columns: Range<Int>) {
    let origin = style.window.flatMap { $0.value == id?.whole ? ($0.row, $0.column) : nil }
    func range(_ start: Int, _ limit: Int, _ count: Int) -> Range<Int> {
      guard count > limit else { return 0..<count }
      let first = min(max(0, start), count - limit)
      return first..<first + limit
    }
    let rows = range(origin?.0 ?? 0, style.rows, shape.rows)
    guard shape.columns > 2, style.cells < Int.max else { return (rows, 0..<shape.columns) }
    // Brackets, two gaps with dots, and two cells between columns. No number is narrower than one.
    let room = max(1, style.cells - 8)
    let most = range(origin?.1 ?? 0, max(1, style.cells / 3), shape.columns)
    // A few rows tell how wide the numbers are; what is wider all the same, the layout cuts.
    let some = rows.prefix(Self.sampledRows)
    let texts = style.numbers.texts(
      some.flatMap { row in most.map { self[row, $0] } })
    let widths = most.indices.map { column in
      stride(from: column - most.lowerBound, to: texts.count, by: most.count)
        .map { texts[$0].count }.max() ?? 1
    }
    if most.count == shape.columns, widths.reduce(0, +) + 2 * most.count <= style.cells {
      return (rows, most)
    }
    let width = (widths.max() ?? 1) + 2
    return (rows, range(origin?.1 ?? 0, max(1, (room + 2) / width), shape.columns))
  }

  private func grid(
    _ style: ValueStyle, _ id: NumberID?,
    _ nodes: (_ row: Int, _ columns: Range<Int>, _ texts: ArraySlice<String>) -> [MathTree]
  ) -> MathTree {
    let part = part(style, id)
    let shown = part.rows.flatMap { row in
      elements[
        row * shape.columns + part.columns.lowerBound..<row * shape.columns
          + part.columns.upperBound]
    }
    let texts = style.numbers.texts(shown)
    let isWhole = isWhole(part)
    let across = MathTree.row(MathTree.sign("\\cdots"), .nowhere)
    let down = MathTree.row(MathTree.sign("\\vdots"), .nowhere)
    var rows: [[MathTree]] = []
    for (index, row) in part.rows.enumerated() {
      let start = index * part.columns.count
      var nodes = nodes(row, part.columns, texts[start..<start + part.columns.count])
      if part.columns.lowerBound > 0 { nodes.insert(across, at: 0) }
      if part.columns.upperBound < shape.columns { nodes.append(across) }
      rows.append(nodes)
    }
    if !isWhole, let width = rows.first?.count {
      let dots = Array(repeating: down, count: width)
      if part.rows.lowerBound > 0 { rows.insert(dots, at: 0) }
      if part.rows.upperBound < shape.rows { rows.append(dots) }
    }
    return MathTree(.table(.bmatrix, rows), .nowhere)
  }
}

extension MathTree {
  /// A number with its sign as a tree.
  fileprivate static func number(_ text: String) -> MathTree {
    guard text.first == "−" else { return .plain(.number(text)) }
    return .row(sign("-") + [.plain(.number(String(text.dropFirst())))], .nowhere)
  }

  /// The numbers of a value as it was typed, tagged entry by entry; as it is where they cannot be
  /// told apart.
  package func taggingEntries(of shape: Shape, _ id: NumberID) -> MathTree {
    if shape.isScalar { return tagged(id.tag) }
    switch content {
    case .table(let environment, let rows):
      guard rows.count == shape.rows, rows.allSatisfy({ $0.count == shape.columns }) else {
        return self
      }
      let tagged = rows.enumerated().map { row, cells in
        cells.enumerated().map { column, cell in
          cell.tagged(id.with(entry: row * shape.columns + column).tag)
        }
      }
      return MathTree(.table(environment, tagged), location)
    case .delimited(let open, let inner, let close):
      return MathTree(.delimited(open, inner.taggingEntries(of: shape, id), close), location)
    case .row(let nodes):
      // (3, −2, 3): what stands between commas is an entry, with its sign.
      let entries = nodes.split(omittingEmptySubsequences: false) { $0.isSymbol(",") }
        .map { $0.filter { !$0.isBlank } }
      guard entries.count == shape.count, shape.columns == 1, !entries.contains([]) else {
        return self
      }
      let commas = nodes.filter { $0.isSymbol(",") }
      var tagged: [MathTree] = []
      for (place, own) in entries.enumerated() {
        let entry = own.count == 1 ? own[0] : MathTree(.row(own), own[0].location)
        tagged.append(entry.tagged(id.with(entry: place).tag))
        if place < commas.count { tagged.append(commas[place]) }
      }
      return MathTree(.row(tagged), location)
    case .number, .letter, .function, .text, .symbol, .fraction, .binomial, .root, .scripts,
      .accent, .styled, .stacked, .space, .lineBreak, .unknown:
      return self
    }
  }
}
