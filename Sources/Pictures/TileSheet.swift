package import Matrices

/// The rows or columns of a matrix as small grey pictures, side by side: a value, and its drawing
/// as cells.
///
/// Where each is stretched to its own range, what has no length would look like one that has: such
/// a tile is left empty, and below each stands its length.
package struct TileSheet: Equatable, Sendable {
  package enum Direction: String, Equatable, Sendable { case rows, columns }

  /// Which numbers are black and white.
  package enum Range: Equatable, Sendable {
    /// Of each tile its least and its largest.
    case own
    /// The least and the largest of all.
    case shared
    case between(Double, Double)
  }

  package struct Tile: Equatable, Sendable {
    package enum Look: Equatable, Sendable {
      /// From 0 (its darkest) to 1 (its brightest), row by row.
      case pixels([[Double]])
      /// Nothing beside the longest.
      case noLength
      /// Some entry is no finite number.
      case noNumber
      /// All of its entries are the same, which no stretching makes a picture of.
      case constant
    }

    package var look: Look
    /// The entries, row by row of the tile.
    package var values: [[Double]]
    package var length: Double
    package var least: Double
    package var largest: Double

    /// With as many greys as 256 colours have: what moves needs no more, and writes less.
    fileprivate var rounded: Tile {
      guard case .pixels(let pixels) = look else { return self }
      var tile = self
      tile.look = .pixels(pixels.map { $0.map { ($0 * 24).rounded() / 24 } })
      return tile
    }
  }

  package let direction: Direction
  package let tiles: [Tile]
  /// Rows and columns of pixels.
  package let shape: Shape
  package let range: Range

  /// Below this share of the longest, a tile has no length.
  private static let nothing = 1e-3

  /// - Parameter shape: of one tile, as many pixels as a row or column has entries.
  /// - Returns: nil when they do not fit.
  package init?(
    _ direction: Direction, of matrix: Matrix<Double>, as shape: Shape, range: Range = .own
  ) {
    let all: Matrix<Double>
    switch direction {
    case .rows: all = matrix
    case .columns: all = matrix.transposed
    }
    guard shape.count == all.shape.columns else { return nil }
    (self.direction, self.shape, self.range) = (direction, shape, range)
    let rows = all.rows
    let lengths = rows.map { row in row.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let longest = lengths.filter(\.isFinite).max() ?? 0
    let finite = all.elements.filter(\.isFinite)
    let shared = (finite.min() ?? 0, finite.max() ?? 0)
    tiles = zip(rows, lengths).map { row, length in
      let (least, largest) = (row.min() ?? 0, row.max() ?? 0)
      let ends: (Double, Double)
      switch range {
      case .own: ends = (least, largest)
      case .shared: ends = shared
      case .between(let low, let high): ends = (low, high)
      }
      func lines<Value>(_ value: (Double) -> Value) -> [[Value]] {
        (0..<shape.rows).map { line in
          (0..<shape.columns).map { value(row[line * shape.columns + $0]) }
        }
      }
      var look = Tile.Look.pixels([])
      if !row.allSatisfy(\.isFinite) {
        look = .noNumber
      } else if range == .own, length <= Self.nothing * longest {
        look = .noLength
      } else if ends.1 <= ends.0 {
        look = .constant
      } else {
        look = .pixels(lines { min(1, max(0, ($0 - ends.0) / (ends.1 - ends.0))) })
      }
      return Tile(
        look: look, values: lines { $0 }, length: length, least: least, largest: largest)
    }
  }

  // MARK: - As cells

  private func label(_ index: Int, _ number: (Double) -> String, chosen: Bool, _ ascii: Bool)
    -> String
  {
    let name = "\(index + 1)"
    let marked = !chosen ? name : ascii ? ">\(name)<" : "▸\(name)◂"
    return range == .own ? "\(marked): \(number(tiles[index].length))" : marked
  }

  /// Cells that a tile takes, with the room to the next.
  private func cell(_ number: (Double) -> String) -> Int {
    let widest = tiles.indices.map { label($0, number, chosen: true, true).count }.max() ?? 0
    return max(shape.columns, widest) + 2
  }

  /// How many tiles stand side by side.
  package func across(width: Int, number: (Double) -> String) -> Int {
    max(1, min(tiles.count, (width + 2) / cell(number)))
  }

  /// Two pixels above each other in a cell.
  ///
  /// - Parameters:
  ///   - width: how many cells a line may have.
  ///   - chosen: which tile is, if one is.
  ///   - number: the length of a tile, as it is written.
  package func lines(
    width: Int, _ rendition: Rendition, chosen: Int? = nil, number: (Double) -> String
  ) -> [[PictureCell]] {
    let cell = cell(number)
    let across = across(width: width, number: number)
    var lines: [[PictureCell]] = []
    for start in stride(from: 0, to: tiles.count, by: across) {
      let row = start..<min(start + across, tiles.count)
      for line in 0..<(shape.rows + 1) / 2 {
        lines.append(
          row.flatMap { cells(tiles[$0], line, rendition).padded(to: cell) }
            .withoutBlanksAtEnd())
      }
      lines.append(
        row.flatMap { index in
          let isChosen = index == chosen
          return PictureCell.text(
            label(index, number, chosen: isChosen, rendition.ascii),
            isChosen ? .chosen : .label
          ).padded(to: cell)
        }.withoutBlanksAtEnd())
      if row.upperBound < tiles.count { lines.append([]) }
    }
    return lines
  }

  /// As many of the tiles as have room, close to one another and without their numbers. Between
  /// their rows is a blank line where there is room for all of them so.
  package func compact(
    width: Int, height: Int, _ rendition: Rendition
  ) -> (lines: [[PictureCell]], count: Int) {
    let across = max(1, min(tiles.count, (width + 1) / (shape.columns + 1)))
    let own = (shape.rows + 1) / 2
    let wanted = (tiles.count + across - 1) / across
    let gap = wanted * own <= height && wanted * (own + 1) - 1 > height ? 0 : 1
    let rows = max(1, min(wanted, (height + gap) / (own + gap)))
    let count = min(tiles.count, rows * across)
    var lines: [[PictureCell]] = []
    for start in stride(from: 0, to: count, by: across) {
      if start > 0, gap > 0 { lines.append([]) }
      for line in 0..<own {
        lines.append(
          tiles[start..<min(start + across, count)].flatMap { tile in
            Array(cells(tile.rounded, line, rendition).prefix(shape.columns))
              .padded(to: shape.columns + 1)
          }.withoutBlanksAtEnd())
      }
    }
    return (lines, count)
  }

  /// The lines that a row of tiles takes, with the blank one below it.
  package var linesOfRow: Int { (shape.rows + 1) / 2 + 2 }

  private func cells(_ tile: Tile, _ line: Int, _ rendition: Rendition) -> [PictureCell] {
    func said(_ words: String) -> [PictureCell] {
      line == 0 ? PictureCell.text(words, .label) : []
    }
    switch tile.look {
    case .noLength: return said("(empty)")
    case .noNumber: return said("(NaN)")
    case .constant: return said("(flat)")
    case .pixels(let pixels):
      let upper = pixels[2 * line]
      let lower = 2 * line + 1 < shape.rows ? pixels[2 * line + 1] : nil
      return upper.indices.map { rendition.cell(upper[$0], lower?[$0]) }
    }
  }

  /// One tile large: two cells a pixel.
  package func large(_ index: Int, _ rendition: Rendition, chosen: Int?) -> [[PictureCell]] {
    guard tiles.indices.contains(index), case .pixels(let pixels) = tiles[index].look else {
      return cells(tiles[index], 0, rendition).isEmpty ? [] : [cells(tiles[index], 0, rendition)]
    }
    return pixels.enumerated().map { row, line in
      line.enumerated().flatMap { column, pixel -> [PictureCell] in
        if chosen == row * shape.columns + column {
          return PictureCell.text("[]", .chosen)
        }
        let cell = rendition.cell(pixel, pixel)
        return [cell, cell]
      }
    }
  }
}

extension Rendition {
  /// Two pixels, from 0 to 1, one above the other; below the last there may be none.
  func cell(_ upper: Double, _ lower: Double?) -> PictureCell {
    switch greys {
    case .signs: return PictureCell(Self.shade(lower.map { (upper + $0) / 2 } ?? upper))
    case .thresholds:
      let (up, down) = (upper > 0.5, (lower ?? 0) > 0.5)
      return PictureCell(up ? (down ? "█" : "▀") : (down ? "▄" : " "))
    case .colours:
      func byte(_ pixel: Double) -> UInt8 { UInt8((pixel * 255).rounded()) }
      return PictureCell("▀", .pixels(upper: byte(upper), lower: lower.map(byte)))
    }
  }

  private static func shade(_ brightness: Double) -> Character {
    let shades: [Character] = [" ", ".", ":", "+", "#"]
    return shades[min(shades.count - 1, Int(brightness * Double(shades.count)))]
  }
}
