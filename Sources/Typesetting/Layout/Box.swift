package import Notation
import SourceText

/// What a piece of text is, so that a theme can give it a look. Nothing is told by a role alone.
package enum Role: UInt8, Sendable, CaseIterable {
  case text, heading, strong, emphasis, code, link, muted
  case name, number, `operator`, remark
  case good, bad, prompt
}

/// One character with its role.
package struct Cell: Sendable, Equatable {
  package var character: Character
  package var role: Role
  /// Part of what an operation is about to reduce.
  package var isMarked = false
  /// In the lowest line of what is marked, where an underline belongs.
  package var endsMark = false
  /// The number that it is a digit of, as the tag of its node in the formula.
  package var tag: NumberTag?
  package var emphasis: Emphasis = []
  /// Of a piece of a picture.
  package var greys: Greys?

  /// Two pixels one above the other, from 0 (black) to 255 (white); below the last is none.
  package struct Greys: Equatable, Sendable {
    package var upper: UInt8
    package var lower: UInt8?

    init(upper: UInt8, lower: UInt8?) { (self.upper, self.lower) = (upper, lower) }
  }

  /// What happens to a cell on the screen, whatever it is.
  package struct Emphasis: OptionSet, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// What is done already.
    package static let dimmed = Emphasis(rawValue: 1)
    /// Where the cursor is.
    package static let selected = Emphasis(rawValue: 2)
    /// What was searched for.
    package static let found = Emphasis(rawValue: 4)
  }

  package init(_ character: Character, _ role: Role) {
    self.character = character.visible
    self.role = role
  }
}

/// A line of text as cells.
package typealias StyledLine = [Cell]

extension [Cell] {
  package init(_ text: some StringProtocol, _ role: Role = .text) {
    self = String(text).visible.map { Cell($0, role) }
  }

  package var cellWidth: Int { reduce(0) { $0 + $1.character.cellWidth } }
  package var text: String { String(map(\.character)) }

  /// As much as fits, with a mark at the end when something does not.
  package func prefix(fitting width: Int, _ cut: Character) -> StyledLine {
    guard cellWidth > width else { return self }
    var line: StyledLine = []
    var room = Swift.max(0, width - 1)
    for cell in self {
      let own = cell.character.cellWidth
      guard own <= room else { break }
      room -= own
      line.append(cell)
    }
    return width > 0 ? line + [Cell(cut, .muted)] : line
  }

  package static func spaces(_ count: Int) -> [Cell] {
    Array(repeating: Cell(" ", .text), count: Swift.max(0, count))
  }

  /// With an emphasis on every cell, or on some.
  package func with(
    _ emphasis: Cell.Emphasis, where condition: (Cell) -> Bool = { _ in true }
  ) -> [Cell] {
    map { cell in
      guard condition(cell) else { return cell }
      var cell = cell
      cell.emphasis.insert(emphasis)
      return cell
    }
  }

  package func trimmed() -> [Cell] {
    var line = self
    while let last = line.last, last.character == " " { line.removeLast() }
    return line
  }
}

/// A rectangle of cells with a baseline: what typesetting builds formulas from.
package struct Box: Sendable {
  package private(set) var lines: [StyledLine]
  package private(set) var width: Int
  /// The line that stands level with the neighbours.
  package var baseline: Int

  package var height: Int { lines.count }

  package static let empty = Box(text: "", .text)

  package init(text: some StringProtocol, _ role: Role) {
    let line = StyledLine(text, role)
    self.init(lines: [line], baseline: 0)
  }

  /// Lines are padded to one width.
  package init(lines: [StyledLine], baseline: Int) {
    let widths = lines.map(\.cellWidth)
    let width = widths.max() ?? 0
    self.lines = zip(lines, widths).map { $0 + .spaces(width - $1) }
    self.width = width
    self.baseline = baseline
  }

  /// Side by side, baselines level.
  package static func beside(_ boxes: [Box]) -> Box {
    guard boxes.count != 1 else { return boxes[0] }
    let above = boxes.map(\.baseline).max() ?? 0
    let below = boxes.map { $0.height - $0.baseline }.max() ?? 1
    var lines: [StyledLine] = Array(repeating: [], count: above + below)
    for box in boxes {
      let top = above - box.baseline
      for index in lines.indices {
        let row = index - top
        lines[index] += box.lines.indices.contains(row) ? box.lines[row] : .spaces(box.width)
      }
    }
    return Box(lines: lines, baseline: above)
  }

  /// One above the other, centred, the baseline in the given one.
  package static func stacked(_ boxes: [Box], baselineIn index: Int) -> Box {
    let width = boxes.map(\.width).max() ?? 0
    var lines: [StyledLine] = []
    var baseline = 0
    for (position, box) in boxes.enumerated() {
      if position == index { baseline = lines.count + box.baseline }
      let left = (width - box.width) / 2
      lines += box.lines.map { .spaces(left) + $0 + .spaces(width - box.width - left) }
    }
    return Box(lines: lines, baseline: baseline)
  }

  /// One above the other, all beginning at the left; the baseline is the first one's.
  package static func below(_ boxes: [(indent: Int, box: Box)]) -> Box {
    Box(
      lines: boxes.flatMap { entry in entry.box.lines.map { .spaces(entry.indent) + $0 } },
      baseline: boxes.first?.box.baseline ?? 0)
  }

  package static func spaces(_ count: Int) -> Box {
    Box(lines: [.spaces(count)], baseline: 0)
  }

  package func marked() -> Box { mapping { $0.isMarked = true } }

  /// Neighbouring marked columns end in the lowest line in which one of them is marked: there an
  /// underline belongs, and nowhere above.
  func endingMarks() -> Box {
    let columns = lines.map { line in
      line.reduce(into: (column: 0, starts: [Int]())) {
        $0.starts.append($0.column)
        $0.column += $1.character.cellWidth
      }.starts
    }
    var lowest: [Int: Int] = [:]
    for (row, line) in lines.enumerated() {
      for (index, cell) in line.enumerated() where cell.isMarked {
        lowest[columns[row][index]] = row
      }
    }
    guard !lowest.isEmpty else { return self }
    // What belongs together ends together.
    var run: [Int] = []
    func close() {
      let bottom = run.compactMap { lowest[$0] }.max()
      for column in run { lowest[column] = bottom }
    }
    for column in lowest.keys.sorted() {
      if let last = run.last, column > last + 2 {
        close()
        run = []
      }
      run.append(column)
    }
    close()
    var box = self
    for (row, line) in lines.enumerated() {
      for (index, cell) in line.enumerated() where cell.isMarked {
        box.lines[row][index].endsMark = lowest[columns[row][index]] == row
      }
    }
    return box
  }

  /// Every cell changed alike.
  func mapping(_ change: (inout Cell) -> Void) -> Box {
    var box = self
    for line in box.lines.indices {
      for cell in box.lines[line].indices { change(&box.lines[line][cell]) }
    }
    return box
  }
}
