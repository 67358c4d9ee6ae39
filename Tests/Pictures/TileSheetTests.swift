import Matrices
import Pictures
import Testing

/// Tiles as values and as text, compared with what was drawn by hand.
struct `Tiles` {
  static func sheet(_ rows: [[Double]], _ shape: Shape) -> TileSheet? {
    TileSheet(
      rowsOf: Matrix(shape: Shape(rows.count, rows[0].count), elements: rows.flatMap { $0 }),
      as: shape)
  }

  static func text(_ sheet: TileSheet?, width: Int = 80, ascii: Bool = false) -> String {
    (sheet?.lines(width: width, ascii: ascii) { "\(Int($0.rounded()))" } ?? [])
      .joined(separator: "\n")
  }

  /// A diagonal, and a bright upper half.
  static let two: [[Double]] = [
    [9, 0, 0, 0, 0, 9, 0, 0, 0, 0, 9, 0, 0, 0, 0, 9],
    [5, 5, 5, 5, 5, 5, 5, 5, -5, -5, -5, -5, -5, -5, -5, -5],
  ]

  @Test func `two pixels share a cell`() {
    let expected = """
      ▀▄     ████
        ▀▄
      1: 18  2: 20
      """
    #expect(Self.text(Self.sheet(Self.two, Shape(4, 4))) == expected)
  }

  @Test func `ASCII has shades`() {
    let expected = """
      ::     ####
        ::
      1: 18  2: 20
      """
    #expect(Self.text(Self.sheet(Self.two, Shape(4, 4)), ascii: true) == expected)
  }

  @Test func `what does not fit beside stands below`() {
    let expected = """
      ▀▄
        ▀▄
      1: 18

      ████

      2: 20
      """
    #expect(Self.text(Self.sheet(Self.two, Shape(4, 4)), width: 10) == expected)
  }

  /// Stretched to its own range, noise of no size would look like a feature.
  @Test func `what has no length is left empty, and says so`() throws {
    let sheet = try #require(Self.sheet([[3, -4, 0, 0], [1e-9, -1e-9, 2e-9, 0]], Shape(2, 2)))
    #expect(sheet.tiles[1].pixels.isEmpty)
    #expect(sheet.tiles[0].length == 5)
    #expect(sheet.tiles[0].pixels == [[1, 0], [4.0 / 7, 4.0 / 7]])
    #expect(Self.text(sheet) == "█▄    (empty)\n1: 5  2: 0")
    // One number everywhere is no picture either.
    #expect(Self.sheet([[2, 2, 2, 2]], Shape(2, 2))?.tiles[0].pixels == [])
    #expect(Self.sheet([[0, 0, 0, 0]], Shape(2, 2))?.tiles[0].pixels == [])
  }

  @Test func `an odd row has nothing below it`() {
    #expect(Self.text(Self.sheet([[0, 1, 1, 0, 0, 1]], Shape(3, 2))) == "▄▀\n ▀\n1: 2")
  }

  @Test func `what does not fit is no sheet`() {
    #expect(Self.sheet([[1, 2, 3]], Shape(2, 2)) == nil)
    #expect(Self.sheet([[1, 2, 3, .nan]], Shape(2, 2)) == nil)
  }
}
