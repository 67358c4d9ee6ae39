import Notation
package import SourceText
import Typesetting

/// Turns the difference between two screens into what makes one of the other: no more than
/// changed, in one synchronized update.
package struct Painter: Sendable {
  package var theme: Theme {
    didSet { looks = [:] }
  }
  private var shown: Frame?
  /// What was computed of the theme.
  private var looks: [Int: [Int]] = [:]

  package init(_ theme: Theme) { self.theme = theme }

  private mutating func look(_ cell: Cell) -> [Int] {
    let isBlank = cell.character == " "
    let greys =
      cell.greys.map {
        Int($0.upper) << 17 | ($0.lower.map { Int($0) << 25 | 1 << 33 } ?? 0) | 1 << 16
      }
    let key =
      (greys ?? 0) | Int(cell.role.rawValue) << 6 | Int(cell.emphasis.rawValue) << 3
      | (cell.isMarked ? 4 : 0)
      | (cell.endsMark ? 2 : 0) | (isBlank ? 1 : 0)
    if let known = looks[key] { return known }
    let look = theme.parameters(cell)
    looks[key] = look
    return look
  }

  /// The next frame is painted whole: the screen was cleared, resized, or belonged to another
  /// program.
  package mutating func forget() { shown = nil }

  /// Equal cells between two changed ones are written again when moving over them takes more.
  private static let gap = 4

  /// What to write so that the screen shows the frame; empty when it does already.
  package mutating func paint(_ frame: Frame) -> TerminalText {
    let old = shown.flatMap {
      $0.columns == frame.columns && $0.rows.count == frame.rows.count ? $0 : nil
    }
    defer { shown = frame }
    var body = TerminalText()
    if old == nil {
      body.append(.look([]))
      body.append(.clear)
    }
    var style: [Int] = []
    for (row, line) in frame.rows.enumerated() {
      for run in Self.changes(old?.rows[row], line) {
        body.append(.move(row: row + 1, column: run.lowerBound + 1))
        for cell in line[run]
        where cell.character != Frame.continuation {
          let next = look(cell)
          if next != style {
            body.append(.look([0] + next))
            style = next
          }
          body.append(cell.character)
        }
      }
    }
    if !style.isEmpty { body.append(.look([])) }
    guard !body.isEmpty else { return body }
    var update = TerminalText(.beginUpdate)
    update.append(body)
    update.append(.endUpdate)
    return update
  }

  /// The columns of a row that look otherwise than before. Without a row before only what is not
  /// blank: the screen has just been cleared.
  private static func changes(_ old: StyledLine?, _ new: StyledLine) -> [Range<Int>] {
    let isSame = old?.withUnsafeBufferPointer { old in
      new.withUnsafeBufferPointer { old.baseAddress == $0.baseAddress }
    }
    if isSame == true { return [] }
    let blank = Cell(" ", .text)
    var runs: [Range<Int>] = []
    for (column, cell) in new.enumerated() {
      guard !cell.looksLike(old?[column] ?? blank) else { continue }
      // A wide character is written from its first cell.
      let start = cell.character == Frame.continuation ? max(0, column - 1) : column
      if let last = runs.last, start - last.upperBound <= gap {
        runs[runs.count - 1] = last.lowerBound..<column + 1
      } else {
        runs.append(start..<column + 1)
      }
    }
    return runs
  }
}

extension Cell {
  fileprivate func looksLike(_ other: Cell) -> Bool {
    character == other.character && role == other.role && isMarked == other.isMarked
      && endsMark == other.endsMark && emphasis == other.emphasis && greys == other.greys
  }
}
