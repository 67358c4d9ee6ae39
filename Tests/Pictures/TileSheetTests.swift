import Matrices
import Pictures
import Testing

/// Tiles as values and as cells, compared with what was drawn by hand.
struct `Tiles` {
  static func sheet(
    _ rows: [[Double]], _ shape: Shape, _ range: TileSheet.Range = .own,
    _ direction: TileSheet.Direction = .rows
  ) -> TileSheet? {
    TileSheet(
      direction,
      of: Matrix(shape: Shape(rows.count, rows[0].count), elements: rows.flatMap { $0 }),
      as: shape, range: range)
  }

  static let plain = Rendition(greys: .thresholds, dots: .braille, ascii: false)
  static let ascii = Rendition(greys: .thresholds, dots: .braille, ascii: true)
  static let coloured = Rendition(greys: .colours, dots: .braille, ascii: false)

  static func text(
    _ sheet: TileSheet?, width: Int = 80, _ rendition: Rendition = plain, chosen: Int? = nil
  ) -> String {
    (sheet?.lines(width: width, rendition, chosen: chosen) { "\(Int($0.rounded()))" } ?? [])
      .map(\.text).joined(separator: "\n")
  }

  /// A diagonal, and a bright upper half.
  static let two: [[Double]] = [
    [9, 0, 0, 0, 0, 9, 0, 0, 0, 0, 9, 0, 0, 0, 0, 9],
    [5, 5, 5, 5, 5, 5, 5, 5, -5, -5, -5, -5, -5, -5, -5, -5],
  ]

  @Test func `two pixels share a cell`() {
    let expected = """
      ▀▄       ████
        ▀▄
      1: 18    2: 20
      """
    #expect(Self.text(Self.sheet(Self.two, Shape(4, 4))) == expected)
  }

  @Test func `ASCII has shades`() {
    let expected = """
      ::       ####
        ::
      1: 18    2: 20
      """
    #expect(Self.text(Self.sheet(Self.two, Shape(4, 4)), Self.ascii) == expected)
  }

  /// The row of labels is as wide with the mark as without.
  @Test func `the one that is chosen is marked with signs, not with a colour alone`() {
    let sheet = Self.sheet(Self.two, Shape(4, 4))
    #expect(Self.text(sheet, chosen: 1).hasSuffix("1: 18    ▸2◂: 20"))
    #expect(Self.text(sheet, Self.ascii, chosen: 0).hasSuffix(">1<: 18  2: 20"))
  }

  @Test func `what does not fit beside stands below`() {
    let expected = """
      ▀▄
        ▀▄
      1: 18

      ████

      2: 20
      """
    #expect(Self.text(Self.sheet(Self.two, Shape(4, 4)), width: 12) == expected)
  }

  /// Both halves of a cell have their grey; the character is the same throughout.
  @Test func `in colours a cell has two greys`() throws {
    let sheet = try #require(Self.sheet([[0, 1, 0.5, 0.25, 1, 0]], Shape(3, 2)))
    let lines = sheet.lines(width: 80, Self.coloured) { _ in "" }
    #expect(
      lines[0] == [
        PictureCell("▀", .pixels(upper: 0, lower: 128)),
        PictureCell("▀", .pixels(upper: 255, lower: 64)),
      ])
    // Below the last row is none.
    #expect(lines[1][0] == PictureCell("▀", .pixels(upper: 255, lower: nil)))
  }

  /// Stretched to its own range, noise of no size would look like a feature.
  @Test func `what has no length is left empty, and says so`() throws {
    let sheet = try #require(Self.sheet([[3, -4, 0, 0], [1e-9, -1e-9, 2e-9, 0]], Shape(2, 2)))
    #expect(sheet.tiles[1].look == .noLength)
    #expect(sheet.tiles[0].length == 5)
    let expected: [[Double]] = [[1, 0], [4.0 / 7, 4.0 / 7]]
    #expect(sheet.tiles[0].look == .pixels(expected))
    #expect(Self.text(sheet) == "█▄      (empty)\n1: 5    2: 0")
    // One number everywhere is no picture either.
    #expect(Self.sheet([[2, 2, 2, 2]], Shape(2, 2))?.tiles[0].look == .constant)
    #expect(Self.sheet([[0, 0, 0, 0]], Shape(2, 2))?.tiles[0].look == .noLength)
  }

  @Test func `numbers that are none spoil their own tile only`() throws {
    let sheet = try #require(Self.sheet([[1, 2, 3, .nan], [1, 0, 0, 1]], Shape(2, 2)))
    #expect(sheet.tiles[0].look == .noNumber)
    #expect(sheet.tiles[1].look == .pixels([[1, 0], [0, 1]]))
  }

  @Test func `columns are tiles, too, and black and white may be said`() throws {
    let rows: [[Double]] = [[0, 2], [1, 4], [0.5, 6], [-3, 8]]
    let own = try #require(Self.sheet(rows, Shape(2, 2), .between(0, 1), .columns))
    #expect(own.tiles[0].look == .pixels([[0, 1], [0.5, 0]]))
    #expect(own.tiles[1].look == .pixels([[1, 1], [1, 1]]))
    let shared = try #require(Self.sheet(rows, Shape(2, 2), .shared, .columns))
    let expected: [[Double]] = [[5.0 / 11, 7.0 / 11], [9.0 / 11, 1]]
    #expect(shared.tiles[1].look == .pixels(expected))
    // Lengths say nothing then.
    #expect(Self.text(shared).hasSuffix("1    2"))
  }

  @Test func `an odd row has nothing below it`() {
    #expect(Self.text(Self.sheet([[0, 1, 1, 0, 0, 1]], Shape(3, 2))) == "▄▀\n ▀\n1: 2")
  }

  @Test func `what does not fit is no sheet`() {
    #expect(Self.sheet([[1, 2, 3]], Shape(2, 2)) == nil)
  }

  @Test func `as pixels each entry is a square`() throws {
    let raster = try #require(Self.sheet([[0, 1, 1, 0]], Shape(2, 2))).raster
    #expect([raster.width, raster.height] == [32, 32])
    func pixel(_ x: Int, _ y: Int) -> UInt8 { raster.pixels[y * raster.width + x] }
    let corners: [UInt8] = [pixel(8, 8), pixel(16, 8), pixel(8, 16), pixel(23, 23)]
    #expect(corners == [0, 255, 255, 0])
    #expect(pixel(0, 0) == 255)
  }
}
