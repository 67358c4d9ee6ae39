import Lessons
import Notation
import SourceText

extension ProseTypesetter {
  /// A table with a line under its header; cells that are too wide are filled into several lines.
  func table(
    _ header: [[Inline]], _ rows: [[[Inline]]], _ alignments: [ColumnAlignment], _ width: Int
  ) -> [StyledLine] {
    let gap = 2
    let widths = columnWidths(
      [header] + rows, room: width + style.spareWidth - gap * (header.count - 1))
    func set(_ cells: [[Inline]], _ role: Role) -> [StyledLine] {
      let columns = zip(cells, widths).map { wrapped($0, role, $1) }
      let height = columns.map(\.count).max() ?? 0
      return (0..<height).map { row in
        var line: StyledLine = []
        for (index, column) in columns.enumerated() {
          if index > 0 { line += .spaces(gap) }
          let cell = row < column.count ? column[row] : []
          let room = widths[index] - cell.cellWidth
          let left =
            alignments[index] == .right ? room : alignments[index] == .centre ? room / 2 : 0
          line += .spaces(left) + cell + .spaces(room - left)
        }
        return line.trimmed()
      }
    }
    let rule = widths.map { String(repeating: style.ascii ? "-" : "─", count: $0) }
      .joined(separator: String(repeating: style.ascii ? "-" : "─", count: gap))
    return set(header, .strong) + [StyledLine(rule, .muted)] + rows.flatMap { set($0, .text) }
  }

  /// What each column wants, or, where that is too much, a share: narrow columns keep their width
  /// and the wide ones divide what is left. No column is narrower than its longest word where the
  /// page can be moved sideways, as long as that is not half of the page.
  private func columnWidths(_ rows: [[[Inline]]], room: Int) -> [Int] {
    let count = rows[0].count
    let wanted = (0..<count).map { column in
      rows.map { row in
        wrapped(row[column], .text, Int.max / 2).map(\.cellWidth).max() ?? 0
      }.max() ?? 0
    }
    guard wanted.reduce(0, +) > room else { return wanted.map { max(1, $0) } }
    let least = (0..<count).map { column in
      guard style.scrollsSideways else { return 4 }
      let words = rows.flatMap { self.words($0[column], .text) }
      return min(words.map(\.cells.cellWidth).max() ?? 0, max(8, style.width / 2))
    }
    var widths = wanted
    var open = Set(0..<count)
    var left = room
    while !open.isEmpty {
      let share = left / open.count
      let settled = open.filter { wanted[$0] <= share || least[$0] >= share }
      guard !settled.isEmpty else {
        for column in open { widths[column] = share }
        break
      }
      for column in settled {
        widths[column] = wanted[column] <= share ? wanted[column] : least[column]
        left -= widths[column]
        open.remove(column)
      }
    }
    return widths.map { max(1, $0) }
  }
}
