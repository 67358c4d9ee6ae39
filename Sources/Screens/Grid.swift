import Notation
import Typesetting

/// A vector or matrix while it is typed, cell by cell. It grows as one goes right in the first row,
/// and down; its shape is part of the answer.
package struct Grid: Sendable {
  package private(set) var cells: [[String]] = [[""]]
  package private(set) var row = 0
  package private(set) var column = 0
  /// Whether the next number goes below the last one: a column is asked for.
  private let isColumn: Bool
  /// Whether something did not find room in it.
  private var isCut = false
  /// Whether the next character begins the number of this cell anew.
  private var isFresh = true

  private var rows: Int { cells.count }
  private var columns: Int { cells[0].count }

  /// No larger answer is typed by hand, and no longer number.
  private static let largest = 12
  private static let longest = 14
  private static let tooLarge = "What is larger is typed as text, with [."

  package init(isColumn: Bool = false) { self.isColumn = isColumn }

  /// A matrix as text, such as one that is pasted: rows end with ; or a line.
  package init(_ text: String, isColumn: Bool = false) {
    self.init(isColumn: isColumn)
    let lines = text.replacing("],", with: ";").split { $0 == ";" || $0.isNewline }
    let read = lines.map { line in
      line.filter { !"[]()".contains($0) }.split { $0.isWhitespace || $0 == "," }
    }.filter { !$0.isEmpty }
    let width = read.map(\.count).max() ?? 0
    guard width > 0 else { return }
    isCut =
      max(read.count, width) > Self.largest
      || read.joined().contains { $0.count > Self.longest }
    let columns = min(width, Self.largest)
    cells = read.prefix(Self.largest).map { words in
      let row = words.prefix(columns).map { String($0.prefix(Self.longest)) }
      return row + Array(repeating: "", count: columns - row.count)
    }
  }

  /// The answer as text: `[1 2; 3 4]`.
  package var text: String {
    "[" + cells.map { $0.joined(separator: " ") }.joined(separator: "; ") + "]"
  }

  var shape: String { "\(rows)×\(columns)" }

  var isEmpty: Bool { cells.joined().allSatisfy(\.isEmpty) }

  /// Goes to the first cell without a number.
  /// - Returns: where it is, from 1; nil when there is none.
  package mutating func findEmpty() -> (row: Int, column: Int)? {
    for (row, line) in cells.enumerated() {
      guard let column = line.firstIndex(of: "") else { continue }
      (self.row, self.column) = (row, column)
      return (row + 1, column + 1)
    }
    return nil
  }

  // MARK: - Keys

  /// - Returns: what to say when the key does nothing.
  package mutating func update(_ key: Key) -> String? {
    let place = (row, column)
    defer { if place != (row, column) { isFresh = true } }
    switch key {
    case .character(" "), .character(","), .tab: return isColumn ? down() : next()
    case .character(";"): return nextRow()
    case .character(let character): return type(character)
    case .paste(let text):
      self = Grid(isEmpty ? text : self.text + ";" + text, isColumn: isColumn)
      if isCut { return "Only what fits was taken. \(Self.tooLarge)" }
    case .right:
      if column + 1 < columns { column += 1 } else if row == 0 { return next() }
    case .left, .backTab: previous()
    case .up: row = max(0, row - 1)
    case .down: return down()
    case .home: column = 0
    case .end: column = columns - 1
    case .backspace: erase()
    case .control("u"): self = Grid(isColumn: isColumn)
    default: break
    }
    return nil
  }

  private mutating func type(_ character: Character) -> String? {
    guard "0123456789+-−.eE/".contains(character) else {
      return "\(character) is in no number. Type numbers; [ types the answer as text."
    }
    if isFresh { cells[row][column] = "" }
    isFresh = false
    guard cells[row][column].count < Self.longest else { return "That is as long as it can be." }
    cells[row][column].append(character)
    return nil
  }

  /// One to the right; in the first row there is always one more.
  private mutating func next() -> String? {
    if column + 1 < columns {
      column += 1
    } else if row > 0 {
      return nextRow()
    } else {
      guard !cells[0][column].isEmpty else { return nil }
      guard columns < Self.largest else { return Self.tooLarge }
      for row in cells.indices { cells[row].append("") }
      column += 1
    }
    return nil
  }

  private mutating func down() -> String? {
    guard row + 1 < rows else { return nextRow() }
    row += 1
    return nil
  }

  /// The beginning of the next row, which is made when there is none.
  private mutating func nextRow() -> String? {
    if row + 1 == rows {
      guard cells[row].contains(where: { !$0.isEmpty }) else { return nil }
      guard rows < Self.largest else { return Self.tooLarge }
      cells.append(Array(repeating: "", count: columns))
    }
    (row, column) = (row + 1, 0)
    return nil
  }

  private mutating func previous() {
    if column > 0 {
      column -= 1
    } else if row > 0 {
      (row, column) = (row - 1, columns - 1)
    }
  }

  /// A character; in an empty cell the empty row or column that it ends.
  private mutating func erase() {
    isFresh = false
    if !cells[row][column].isEmpty {
      cells[row][column].removeLast()
    } else if row > 0, row + 1 == rows, cells[row].allSatisfy(\.isEmpty) {
      cells.removeLast()
      (row, column) = (rows - 1, columns - 1)
    } else if column > 0, column + 1 == columns, cells.allSatisfy({ $0[column].isEmpty }) {
      for row in cells.indices { cells[row].removeLast() }
      column -= 1
    } else {
      // Whoever takes back more than there was does not mean the row above.
      column = max(0, column - 1)
    }
  }

  // MARK: - Drawing

  /// The grid in brackets, the cell that is typed highlighted, the shape beside it.
  func lines(ascii: Bool) -> [StyledLine] {
    let width = max(4, cells.joined().map(\.count).max() ?? 0)
    let middle = (rows - 1) / 2
    return cells.enumerated().map { row, line in
      let (open, close) = bracket(row, ascii)
      var shown = StyledLine.spaces(4) + StyledLine(open, .operator)
      for (column, text) in line.enumerated() {
        let isHere = row == self.row && column == self.column
        let fill = text.isEmpty && !isHere ? "." : " "
        let padded = String(repeating: fill, count: width - text.count) + text
        let cell = StyledLine(padded, isHere ? .strong : text.isEmpty ? .muted : .number)
        // The cell that is typed is told without colour, too.
        shown +=
          isHere ? StyledLine(">", .strong) + cell.with(.selected) : .spaces(1) + cell
      }
      shown += StyledLine(" " + close, .operator)
      if row == middle {
        shown += StyledLine("   " + (ascii ? shape.transliterated : shape), .muted)
      }
      return shown
    }
  }

  private func bracket(_ row: Int, _ ascii: Bool) -> (String, String) {
    if ascii || rows == 1 { return ("[", "]") }
    if row == 0 { return ("⎡", "⎤") }
    return row == rows - 1 ? ("⎣", "⎦") : ("⎢", "⎥")
  }
}
