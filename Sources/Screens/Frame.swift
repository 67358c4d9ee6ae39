import Notation
import SourceText
package import Typesetting

/// A whole screen: a grid of cells that is always exactly filled. A wide character takes its cell
/// and leaves the next one empty. Rows that did not change are the same array as before, so that
/// comparing two screens costs what changed.
package struct Frame: Equatable, Sendable {
  package let columns: Int
  package private(set) var rows: [StyledLine]

  /// What stands in the second cell of a wide character.
  package static let continuation: Character = "\u{0}"

  package init(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = Array(repeating: .spaces(self.columns), count: max(1, rows))
  }

  /// A line as a whole row, beginning at a column. What finds no room is cut, with a mark in the
  /// last cell.
  package static func row(
    _ line: StyledLine, columns: Int, from column: Int = 0, cut: Character
  ) -> StyledLine {
    var row = StyledLine.spaces(columns)
    put(line, at: column, cut, in: &row)
    return row
  }

  private static func put(
    _ line: StyledLine, at column: Int, _ cut: Character, in row: inout StyledLine
  ) {
    var column = column
    for cell in line {
      let width = cell.character.cellWidth
      guard width > 0 else { continue }
      guard column + width <= row.count else {
        // Half a wide character is none.
        let last = row.count - 1
        if row[last].character == continuation { row[last - 1] = Cell(" ", .text) }
        row[last] = Cell(cut, .muted)
        return
      }
      if column >= 0 {
        row[column] = cell
        if width == 2 {
          row[column + 1] = cell
          row[column + 1].character = continuation
        }
      }
      column += width
    }
  }

  /// Writes a line from a column on.
  package mutating func put(
    _ line: StyledLine, row: Int, column: Int = 0, cut: Character = "…"
  ) {
    guard rows.indices.contains(row) else { return }
    Self.put(line, at: column, cut, in: &rows[row])
  }

  /// Takes a whole row.
  mutating func set(_ row: Int, to line: StyledLine) {
    guard rows.indices.contains(row), line.count == columns else { return }
    rows[row] = line
  }

  /// The text of a row, without the spaces at its end.
  package func text(_ row: Int) -> String {
    let cells = rows[row]
    let end = cells.lastIndex { $0.character != " " && $0.character != Self.continuation }
    var text = ""
    for cell in cells.prefix((end ?? -1) + 1) where cell.character != Self.continuation {
      text.append(cell.character)
    }
    return text
  }
}
