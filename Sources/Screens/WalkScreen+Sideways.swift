import Learning
import Notation
import Saying
import SourceText
import Typesetting

/// Lines that are wider than the page, as those of tables and code may be: a part of them is on the
/// screen, with a mark at the edge behind which there is more, and keys move it.
extension WalkScreen {
  /// A line as a row of the screen.
  static func row(
    _ line: StyledLine, columns: Int, margin: Int, width: Int, sideways: Int, cut: Character
  ) -> StyledLine {
    let shown = line.cellWidth > width ? part(of: line, from: sideways, width: width) : line
    return Frame.row(shown, columns: columns, from: margin, cut: cut)
  }

  private static let leftMark = Cell("<", .remark)
  private static let rightMark = Cell(">", .remark)

  private static func part(of line: StyledLine, from start: Int, width: Int) -> StyledLine {
    let end = start + width
    let isCut = (left: start > 0, right: line.cellWidth > end)
    var part: StyledLine = isCut.left ? [leftMark] : []
    var column = 0
    for cell in line {
      let next = column + cell.character.cellWidth
      defer { column = next }
      guard next > start + (isCut.left ? 1 : 0), column < end - (isCut.right ? 1 : 0) else {
        continue
      }
      // Half a wide character is none.
      let isWhole = column >= start + (isCut.left ? 1 : 0) && next <= end - (isCut.right ? 1 : 0)
      part.append(isWhole ? cell : Cell(" ", .text))
    }
    if isCut.right { part.append(rightMark) }
    return part
  }

  /// By half a page to the left or to the right.
  mutating func scrollSideways(_ direction: Int) {
    let limit = max(0, typesetter.widest(of: study.walk) - style.width)
    guard limit > 0 else {
      message = "Nothing here is wider than the screen."
      return
    }
    let moved = sideways + direction * max(1, style.width / 2)
    let before = sideways
    sideways = min(limit, max(0, moved))
    if sideways == before {
      message = direction > 0 ? "This is the right edge." : "This is the left edge."
      return
    }
    setAll()
  }

  /// At which edges of the lines on the screen there is more.
  var isCutSideways: (left: Bool, right: Bool) {
    let rows = page.lines.dropFirst(scroll).prefix(bodyRows)
    func has(_ mark: Cell, at column: Int) -> Bool {
      rows.contains { $0.indices.contains(column) && $0[column] == mark }
    }
    return (
      sideways > 0 && has(Self.leftMark, at: margin),
      has(Self.rightMark, at: margin + style.width - 1)
    )
  }
}
