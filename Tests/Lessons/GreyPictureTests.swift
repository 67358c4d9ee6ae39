import Lessons
import Matrices
import TestSupport
import Testing

/// Pictures of data, good and hostile. `Pictures/make-pictures.py` writes them byte by byte.
struct `Grey pictures` {
  static func bytes(_ name: String) throws -> [UInt8] {
    Array(try Repository.data("Tests/Lessons/Pictures/" + name))
  }

  static func problem(_ bytes: [UInt8]) -> GreyPicture.Problem? {
    do throws(GreyPicture.Problem) {
      _ = try GreyPicture(bytes)
      return nil
    } catch {
      return error
    }
  }

  /// A sample over the largest that its bits can say, whatever the file says of gamma and profiles.
  @Test(arguments: [
    ("grey-1.png", 1), ("grey-2.png", 2), ("grey-4.png", 4), ("grey-8.png", 8),
    ("grey-16.png", 16), ("gamma.png", 8), ("profile.png", 8), ("text.png", 8),
  ])
  func `a pixel is its sample`(name: String, bits: Int) throws {
    let picture = try GreyPicture(try Self.bytes(name))
    #expect(picture.width == 12)
    #expect(picture.height == 8)
    let samples = 1 << bits
    for row in 0..<8 {
      for column in 0..<12 {
        let expected = Double((7 * row + 3 * column) % samples) / Double(samples - 1)
        #expect(picture.pixels[row * 12 + column] == expected)
      }
    }
  }

  @Test(arguments: [
    ("colours.png", GreyPicture.Problem.colours), ("palette.png", .colours),
    ("alpha.png", .transparent), ("key.png", .transparent), ("spoilt.png", .torn),
    ("bomb.png", .tooLarge), ("wide.png", .torn),
  ])
  func `what is no grey picture says why`(name: String, problem: GreyPicture.Problem) throws {
    #expect(Self.problem(try Self.bytes(name)) == problem)
  }

  @Test func `no byte too few, and none that is spoilt, ends the program`() throws {
    let whole = try Self.bytes("grey-8.png")
    for count in 0..<whole.count - 12 {
      #expect(Self.problem(Array(whole.prefix(count))) != nil, "\(count) bytes")
    }
    var random = SeededNumbers(seed: 3)
    for _ in 0..<3_000 {
      var spoilt = whole
      for _ in 0...Int.random(in: 0...3, using: &random) {
        spoilt[Int.random(in: 0..<whole.count, using: &random)] = .random(
          in: 0...255, using: &random)
      }
      // Whatever comes of it, it comes.
      if let picture = try? GreyPicture(spoilt) {
        #expect(picture.pixels.count == picture.width * picture.height)
        #expect(picture.pixels.allSatisfy { (0...1).contains($0) })
      }
    }
    #expect(Self.problem([]) == .noPNG)
    #expect(Self.problem(Array("not a picture at all".utf8)) == .noPNG)
  }

  @Test func `tiles are columns, row by row`() throws {
    let picture = try GreyPicture(try Self.bytes("grey-8.png"))
    let tiles = try #require(picture.tiles(4, 6, count: nil))
    #expect(tiles.shape == Shape(24, 4))
    // The second tile of the second row begins at row 4, column 6.
    #expect(tiles[0, 3] == Double(7 * 4 + 3 * 6) / 255)
    // Its last pixel is the picture's.
    #expect(tiles[23, 3] == Double(7 * 7 + 3 * 11) / 255)
    #expect(picture.tiles(4, 6, count: 3)?.shape == Shape(24, 3))
    #expect(picture.tiles(4, 6, count: 5) == nil)
    #expect(picture.tiles(3, 6, count: nil) == nil)
    #expect(picture.tiles(4, 5, count: nil) == nil)
  }
}
