package import Matrices

/// The rows of a matrix as small grey pictures, side by side: a value, and its drawing as text.
///
/// Each is stretched to its own range, so that what has no length would look like one that has: such a tile
/// is left empty, and below each stands its length.
package struct TileSheet: Equatable, Sendable {
  package struct Tile: Equatable, Sendable {
    /// From 0 (its darkest) to 1 (its brightest), row by row; empty for one of no length.
    package var pixels: [[Double]]
    /// The length of the row.
    package var length: Double
  }

  package let tiles: [Tile]
  /// Rows and columns of pixels.
  package let shape: Shape

  /// Below this share of the longest, a row has no length.
  private static let nothing = 1e-3

  /// - Parameter shape: of one tile, as many pixels as a row has entries.
  /// - Returns: nil when they do not fit, or are no numbers.
  package init?(rowsOf matrix: Matrix<Double>, as shape: Shape) {
    guard shape.count == matrix.shape.columns, matrix.elements.allSatisfy(\.isFinite) else {
      return nil
    }
    self.shape = shape
    let rows = matrix.rows
    let lengths = rows.map { row in row.reduce(0) { $0 + $1 * $1 }.squareRoot() }
    let longest = lengths.max() ?? 0
    tiles = zip(rows, lengths).map { row, length in
      let low = row.min() ?? 0
      let range = (row.max() ?? 0) - low
      guard length > Self.nothing * longest, range > 0 else {
        return Tile(pixels: [], length: length)
      }
      return Tile(
        pixels: (0..<shape.rows).map { line in
          (0..<shape.columns).map { (row[line * shape.columns + $0] - low) / range }
        }, length: length)
    }
  }

  // MARK: - As text

  /// Two pixels above each other in a cell: brighter than the middle, or not. In ASCII a sign for both
  /// together, the brighter the fuller.
  ///
  /// - Parameters:
  ///   - width: how many cells a line may have.
  ///   - number: the length of a tile, as it is written.
  package func lines(
    width: Int, ascii: Bool, number: (Double) -> String
  ) -> [String] {
    let labels = tiles.enumerated().map { "\($0 + 1): \(number($1.length))" }
    let cell = max(shape.columns, labels.map(\.count).max() ?? 0) + 2
    let across = max(1, (width + 2) / cell)
    var lines: [String] = []
    for start in stride(from: 0, to: tiles.count, by: across) {
      let row = start..<min(start + across, tiles.count)
      for line in 0..<(shape.rows + 1) / 2 {
        lines.append(Self.joined(row.map { cells(tiles[$0], line, ascii) }, cell))
      }
      lines.append(Self.joined(row.map { labels[$0] }, cell))
      if row.upperBound < tiles.count { lines.append("") }
    }
    return lines
  }

  private static func joined(_ pieces: [String], _ cell: Int) -> String {
    let padded = pieces.map { $0 + String(repeating: " ", count: max(0, cell - $0.count)) }
    let line = padded.joined()
    return String(line.reversed().drop { $0 == " " }.reversed())
  }

  private func cells(_ tile: Tile, _ line: Int, _ ascii: Bool) -> String {
    guard !tile.pixels.isEmpty else { return line == 0 ? "(empty)" : "" }
    let upper = tile.pixels[2 * line]
    let lower = 2 * line + 1 < shape.rows ? tile.pixels[2 * line + 1] : upper.map { _ in 0 }
    return String(
      zip(upper, lower).map { up, down in
        ascii ? Self.shade((up + down) / 2) : Self.block(up > 0.5, down > 0.5)
      })
  }

  private static func block(_ up: Bool, _ down: Bool) -> Character {
    up ? (down ? "█" : "▀") : (down ? "▄" : " ")
  }

  private static func shade(_ brightness: Double) -> Character {
    let shades: [Character] = [" ", ".", ":", "+", "#"]
    return shades[min(shades.count - 1, Int(brightness * Double(shades.count)))]
  }
}
