import Notation

extension MathLayout {
  /// A box between delimiters that grow with it.
  func delimited(_ open: String, _ inner: Box, _ close: String) -> Box {
    var boxes = [inner]
    if let left = delimiter(open, like: inner) { boxes.insert(left, at: 0) }
    if let right = delimiter(close, like: inner) { boxes.append(right) }
    return .beside(boxes)
  }

  /// One delimiter, as tall as the box beside it; nil for none.
  func delimiter(_ latex: String, like box: Box) -> Box? {
    guard !latex.isEmpty else { return nil }
    let plain = writer.delimiter(latex)
    guard box.height > 1 else { return Box(text: plain, .operator) }
    let pieces = ascii ? asciiPieces(plain) : Self.tall[plain]
    guard let pieces else {
      return Box(
        lines: (0..<box.height).map {
          StyledLine($0 == box.baseline ? plain : "", .operator)
        }, baseline: box.baseline)
    }
    let middle = box.height / 2
    let lines = (0..<box.height).map { row -> StyledLine in
      let piece: Character
      if row == 0 {
        piece = pieces.top
      } else if row == box.height - 1 {
        piece = pieces.bottom
      } else {
        piece = row == middle ? pieces.middle : pieces.extension
      }
      return [Cell(piece, .operator)]
    }
    return Box(lines: lines, baseline: box.baseline)
  }

  private typealias Pieces = (
    top: Character, `extension`: Character, middle: Character, bottom: Character
  )

  private static let tall: [String: Pieces] = [
    "(": ("⎛", "⎜", "⎜", "⎝"), ")": ("⎞", "⎟", "⎟", "⎠"),
    "[": ("⎡", "⎢", "⎢", "⎣"), "]": ("⎤", "⎥", "⎥", "⎦"),
    "{": ("⎧", "⎪", "⎨", "⎩"), "}": ("⎫", "⎪", "⎬", "⎭"),
    "|": ("│", "│", "│", "│"), "‖": ("‖", "‖", "‖", "‖"),
    "⌊": ("⎢", "⎢", "⎢", "⎣"), "⌋": ("⎥", "⎥", "⎥", "⎦"),
    "⌈": ("⎡", "⎢", "⎢", "⎢"), "⌉": ("⎤", "⎥", "⎥", "⎥"),
  ]

  private func asciiPieces(_ plain: String) -> Pieces? {
    switch plain {
    case "(": ("/", "|", "|", "\\")
    case ")": ("\\", "|", "|", "/")
    case "[": ("[", "[", "[", "[")
    case "]": ("]", "]", "]", "]")
    case "{": ("/", "|", "<", "\\")
    case "}": ("\\", "|", ">", "/")
    case "|", "||": ("|", "|", "|", "|")
    default: nil
    }
  }

  // MARK: - Tables

  func table(_ environment: MathTree.Environment, _ rows: [[MathTree]]) -> Box {
    let cells = rows.map { $0.map(box) }
    let columns = cells.map(\.count).max() ?? 0
    guard columns > 0 else { return delimited("[", .empty, "]") }
    let gap = environment.isMatrix ? 2 : environment == .cases ? 2 : 0
    let (open, close) = environment.delimiters
    if environment.isMatrix {
      let grid = windowed(cells, columns: columns, gap: gap)
      let isNumeric = rows.allSatisfy { $0.allSatisfy(Self.isNumeric) }
      return delimited(
        open, self.grid(grid, gap: gap) { _ in isNumeric ? .right : .centre }, close)
    }
    let body = grid(cells, gap: gap) { column in
      environment == .substack ? .centre : environment == .cases || column % 2 == 1 ? .left : .right
    }
    return delimited(open, body, close)
  }

  private static func isNumeric(_ tree: MathTree) -> Bool {
    tree.nodes.allSatisfy { node in
      if let inner = node.row { return inner.allSatisfy(isNumeric) }
      return node.isNumber || node.isSymbol("-", "\\infty", "\\cdots", "\\vdots", "\\to")
    }
  }

  private enum Alignment { case left, centre, right }

  /// Cuts a grid that is too wide to its first columns and its last, with dots in between. Rows are
  /// cut before: of a tall value only a part becomes a tree.
  private func windowed(_ cells: [[Box]], columns: Int, gap: Int) -> [[Box]] {
    let widths = (0..<columns).map { column in
      cells.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0
    }
    let total = widths.reduce(0, +) + gap * (columns - 1) + 2
    guard total > matrixWidth, columns > 3 else { return cells }
    var room = matrixWidth - 2 - (widths.last ?? 0) - gap - 1 - gap
    var kept = 0
    while kept < columns - 2, room >= widths[kept] {
      room -= widths[kept] + gap
      kept += 1
    }
    kept = max(1, kept)
    return cells.map { row in
      row.prefix(kept) + [Box(text: ascii ? "..." : "⋯", .muted)] + row.suffix(1)
    }
  }

  private func grid(
    _ cells: [[Box]], gap: Int, _ alignment: (_ column: Int) -> Alignment
  ) -> Box {
    let columns = cells.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      cells.map { column < $0.count ? $0[column].width : 0 }.max() ?? 0
    }
    func left(_ room: Int, _ column: Int) -> Int {
      switch alignment(column) {
      case .left: 0
      case .centre: room / 2
      case .right: room
      }
    }
    if cells.allSatisfy({ $0.allSatisfy { $0.height == 1 } }) {
      // Matrices of numbers are the many, and need no boxes inside.
      let lines = cells.map { row -> StyledLine in
        var line: StyledLine = []
        for column in 0..<columns {
          let cell = column < row.count ? row[column] : .empty
          let room = widths[column] - cell.width
          let before = left(room, column)
          line += .spaces((column > 0 ? gap : 0) + before) + cell.lines[0] + .spaces(room - before)
        }
        return line
      }
      return Box(lines: lines, baseline: (lines.count - 1) / 2)
    }
    let lines = cells.map { row -> Box in
      var boxes: [Box] = []
      for column in 0..<columns {
        let cell = column < row.count ? row[column] : .empty
        let room = widths[column] - cell.width
        let before = left(room, column)
        if column > 0 { boxes.append(.spaces(gap)) }
        boxes += [.spaces(before), cell, .spaces(room - before)]
      }
      return .beside(boxes)
    }
    let stack = Box.below(lines.map { (0, $0) })
    // The middle line, so that a matrix stands level with its neighbours.
    return Box(lines: stack.lines, baseline: (stack.height - 1) / 2)
  }
}
