package import Notation
import SourceText

/// A whole screen: a grid of cells that is always exactly filled. A wide character takes its cell
/// and leaves the next one empty.
package struct Frame: Equatable, Sendable {
  package let columns: Int
  package let rows: Int
  /// Row by row.
  package private(set) var cells: [Cell]

  /// What stands in the second cell of a wide character.
  package static let continuation: Character = "\u{0}"

  package init(columns: Int, rows: Int) {
    self.columns = max(1, columns)
    self.rows = max(1, rows)
    cells = Array(repeating: Cell(" ", .text), count: self.columns * self.rows)
  }

  package func row(_ row: Int) -> ArraySlice<Cell> {
    cells[row * columns..<(row + 1) * columns]
  }

  /// Writes a line from a column on. What finds no room is cut, with a mark in the last cell.
  package mutating func put(_ line: StyledLine, row: Int, column: Int = 0, cut: Character = "…") {
    guard (0..<rows).contains(row) else { return }
    var column = column
    for cell in line {
      let width = cell.character.cellWidth
      guard width > 0 else { continue }
      guard column + width <= columns else {
        let last = (row + 1) * columns - 1
        // Half a wide character is none.
        if cells[last].character == Self.continuation { cells[last - 1] = Cell(" ", .text) }
        cells[last] = Cell(cut, .muted)
        return
      }
      guard column >= 0 else {
        column += width
        continue
      }
      cells[row * columns + column] = cell
      if width == 2 {
        var rest = cell
        rest.character = Self.continuation
        cells[row * columns + column + 1] = rest
      }
      column += width
    }
  }

  /// The text of a row, without the spaces at its end.
  package func text(_ row: Int) -> String {
    var text = String(self.row(row).lazy.map(\.character).filter { $0 != Self.continuation })
    while text.last == " " { text.removeLast() }
    return text
  }
}
