/// Dots on a grid of cells: eight, four or one in a cell.
struct Canvas {
  let columns: Int
  let rows: Int
  private let dots: Rendition.Dots
  private var filled: [[UInt8]]
  private var curve: [[Int]]

  init(columns: Int, rows: Int, _ dots: Rendition.Dots) {
    (self.columns, self.rows, self.dots) = (columns, rows, dots)
    filled = Array(repeating: Array(repeating: 0, count: columns), count: rows)
    curve = Array(repeating: Array(repeating: 0, count: columns), count: rows)
  }

  private var across: Int { dots == .signs ? 1 : 2 }

  private var down: Int {
    switch dots {
    case .braille: 4
    case .blocks: 2
    case .signs: 1
    }
  }

  var dotColumns: Int { columns * across }
  var dotRows: Int { rows * down }

  private mutating func set(_ column: Int, _ row: Int, of index: Int) {
    let (x, y) = (column / across, row / down)
    guard filled.indices.contains(y), filled[y].indices.contains(x) else { return }
    filled[y][x] |= 1 << UInt8(row % down * across + column % across)
    curve[y][x] = index
  }

  /// Dots along a straight line (Bresenham).
  mutating func line(
    from start: (column: Int, row: Int), to end: (column: Int, row: Int), of index: Int
  ) {
    let (width, height) = (abs(end.column - start.column), abs(end.row - start.row))
    let steps = max(width, height, 1)
    for step in 0...steps {
      let column = start.column + (end.column - start.column) * step / steps
      let row = start.row + (end.row - start.row) * step / steps
      set(column, row, of: index)
    }
  }

  var cells: [[PictureCell]] {
    zip(filled, curve).map { line, curves in
      zip(line, curves).map { dots, curve in
        dots == 0 ? .blank : PictureCell(sign(dots, curve), .curve(curve))
      }
    }
  }

  private func sign(_ bits: UInt8, _ curve: Int) -> Character {
    switch dots {
    case .signs: return Rendition.signs[curve % Rendition.signs.count]
    case .blocks: return Self.quadrants[Int(bits)]
    case .braille:
      var pattern: UInt32 = 0
      for bit in 0..<8 where bits & 1 << UInt8(bit) != 0 { pattern |= Self.braille[bit] }
      return Unicode.Scalar(0x2800 + pattern).map(Character.init) ?? " "
    }
  }

  /// Upper left, upper right, lower left, lower right.
  private static let quadrants: [Character] = [
    " ", "▘", "▝", "▀", "▖", "▌", "▞", "▛", "▗", "▚", "▐", "▜", "▄", "▙", "▟", "█",
  ]

  /// The bits of Braille's eight dots, row by row.
  private static let braille: [UInt32] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}
