import Learning
import Lessons
import Matrices
import Pictures
import Saying
import SourceText
import TestSupport
import Testing
import Typesetting

@testable import Screens

/// Pictures on the full screen and in line mode: keys in, what is on the screen out.
struct `Pictures on the screen` {
  static let lesson = LessonReader(
    Files(read: { _ throws(Files.Problem) in throw Files.Problem("") }, list: { _ in [] })
  ).lesson(
    SourceFile(
      path: "t.md",
      text: #"""
        # T

        ```math
        A = \begin{bmatrix} 1 & 2 & 3 & 4 \\ 5 & 6 & 7 & 9 \\ 0 & 0 & 0 & 1 \end{bmatrix}
        w = (0.5, 2)
        J = (w_1 - 1)^2 + w_2^2
        ```

        ## Tiles

        ```tiles
        rows: A
        called: unit
        ```

        ## Curve

        ```plot
        of: J, w_1^2
        over: w_1
        from: 0
        to: 2
        ```
        """#))

  static func screen(
    _ keys: [Key], columns: Int = 80, rows: Int = 24, ascii: Bool = false, step: Int = 2
  ) -> (screen: WalkScreen, effects: [WalkScreen.Effect]) {
    var screen = WalkScreen(
      Study(lesson), Contents(lessons: []),
      PageStyle(width: columns, ascii: ascii, hasAttributes: true))
    screen.resize(columns: columns, rows: rows)
    var effects: [WalkScreen.Effect] = []
    _ = screen.update(.character(Character("\(step - 1)")))
    _ = screen.update(.enter)
    for key in keys { effects += screen.update(key) }
    return (screen, effects)
  }

  @Test func `arrows choose a tile, Enter shows it large, o opens its number`() {
    let first = Self.screen(["i"]).screen.shownText
    #expect(first.contains("▸1◂: 5.48"))
    #expect(first.contains("unit 1: length 5.4772, from 1 (blank) to 4 (filled)"))
    let second = Self.screen(["i", .right]).screen.shownText
    #expect(second.contains("▸2◂: 13.82"))
    let large = Self.screen(["i", .right, .enter, .down, .right]).screen.shownText
    #expect(large.contains("unit 2, pixel in row 2, column 2: 9"))
    #expect(large.contains("5 6") && large.contains("7 9"))
    let opened = Self.screen(["i", .right, .enter, .down, .right, "o"]).screen.shownText
    #expect(opened.contains("A₂₄ = 9") && opened.contains("Given"))
    // Back out, one after the other.
    let (screen, _) = Self.screen(["i", .right, .enter, "o", .escape, .escape])
    guard case .picture(let cursor) = screen.mode else {
      Issue.record("not in the picture")
      return
    }
    #expect(cursor.tile == 1 && !cursor.isLarge)
    #expect(Self.screen(["i", .escape]).screen.mode.isReading)
  }

  @Test func `a place on a curve moves, changes its curve and opens`() {
    // It begins where the lesson is.
    #expect(Self.screen(["i"], step: 3).screen.shownText.contains("J = 4.25 at w₁ = 0.5"))
    let moved = Self.screen(["i", .end], step: 3).screen.shownText
    #expect(moved.contains("J = 5 at w₁ = 2"))
    let other = Self.screen(["i", .end, .down], step: 3).screen.shownText
    #expect(other.contains("2: w²₁ = 4 at w₁ = 2") || other.contains("= 4 at w₁ = 2"))
    let opened = Self.screen(["i", .end, "o"], step: 3).screen.shownText
    #expect(opened.contains("(2 − 1)² + 2²"))
  }

  @Test func `d draws with other dots`() {
    let braille = Self.screen(["i"], step: 3).screen.shownText
    #expect(braille.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
    let blocks = Self.screen(["i", "d"], step: 3).screen.shownText
    #expect(blocks.contains("▖") || blocks.contains("▀") || blocks.contains("▄"))
    let signs = Self.screen(["i", "d", "d"], step: 3).screen.shownText
    #expect(signs.contains("*"))
  }

  @Test(arguments: [(80, 24), (40, 15), (30, 8)], [false, true])
  func `everything has room`(size: (columns: Int, rows: Int), ascii: Bool) {
    for (keys, step) in [(["i"], 2), (["i", .enter], 2), (["i"], 3), ([], 2), ([], 3)]
      as [([Key], Int)]
    {
      let (screen, _) = Self.screen(
        keys, columns: size.columns, rows: size.rows, ascii: ascii, step: step)
      let frame = screen.frame()
      #expect(frame.rows.count == size.rows)
      #expect(frame.rows.allSatisfy { $0.count == size.columns })
      if ascii { #expect(screen.shownText.allSatisfy { $0.isASCII }, "\(screen.shownText)") }
    }
  }

  @Test func `s asks for a PNG`() throws {
    let (_, effects) = Self.screen(["i", "s"], step: 3)
    guard case .save(let picture)? = effects.last else {
      Issue.record("nothing is saved")
      return
    }
    #expect(picture.name == "t-picture-2")
    let png = try #require(picture.raster.png(picture.description))
    #expect(Array(png.prefix(4)) == [0x89, 0x50, 0x4E, 0x47])
    // It is read as what was drawn.
    let read = try GreyPicture(png)
    #expect([read.width, read.height] == [picture.raster.width, picture.raster.height])
    let drawn = picture.raster.pixels.map { Double($0) / 255 }
    #expect(read.pixels == drawn)
    #expect(picture.description.allSatisfy { $0.isASCII })
  }

  @Test func `where there is none that is said`() {
    #expect(
      Self.screen(["g", "i"]).screen.shownText.contains("There is no picture on this page."))
  }

  @Test func `line mode has words for it`() {
    var mode = LineMode(
      Study(Self.lesson), Contents(lessons: []),
      PageStyle(width: 80, ascii: false, hasAttributes: false))
    _ = mode.opening()
    func lines(_ line: String) -> String {
      mode.update(line).lines.map(\.text).joined(separator: " ")
    }
    #expect(lines("go 1").contains("3 rows of A as pictures of 2×2"))
    #expect(lines("picture 2").contains("unit 2: length 13.8203"))
    #expect(lines("picture 9").contains("1 to 3"))
    #expect(lines("go 2").contains("least 4 at w₁ = 1; in this lesson 4.25 at w₁ = 0.5."))
    #expect(lines("picture 2").contains("(2 − 1)² + 2²"))
    #expect(lines("picture x").contains("0 to 2"))
    // The second curve has numbers, too.
    #expect(lines("picture 2: 0.3").contains("0.3²"))
    #expect(lines("picture 2 : 0.3").contains("0.09"))
    for wrong in ["picture 3: 0.3", "picture 0: 0.3", "picture 2:", "picture 1: 2: 3", "picture :"]
    {
      #expect(lines(wrong).contains("picture 2: and a number"), "\(wrong)")
    }
    #expect(mode.update("save").effects.count == 1)
    #expect(lines("first").isEmpty == false)
    #expect(lines("picture 1").contains("There is no picture"))
  }

  @Test func `line mode speaks of it without signs`() {
    var mode = LineMode(
      Study(Self.lesson), Contents(lessons: []),
      PageStyle(width: 80, ascii: true, hasAttributes: false), speaks: true)
    _ = mode.opening()
    let said = ["go 1", "picture 2", "go 2"].flatMap { mode.update($0).lines.map(\.text) }
    #expect(said.joined().allSatisfy { $0.isASCII })
    #expect(said.contains { $0.contains("unit 2: length 13.8203, from 5 to 9") })
    #expect(said.contains { $0.hasPrefix("1: J over w sub 1 from 0 to 2: it falls and rises") })
  }

  /// A plot over a name, all along: the number opens as it comes out with that value of the name.
  @Test func `every point of a curve opens, with the name at that place`() {
    var (screen, _) = Self.screen(["i", .home, .right, .right], step: 3)
    for (curve, formula) in [(0, "J = (w₁ − 1)²"), (1, "w₁²")] {
      if curve == 1 { _ = screen.update(.down) }
      let told = screen.shownText
      #expect(told.contains("open"))
      guard case .picture(let cursor) = screen.mode, let point = cursor.chosenPoint else {
        Issue.record("not in the picture")
        return
      }
      #expect(cursor.curve == curve)
      _ = screen.update(.enter)
      let opened = screen.shownText
      let x = screen.study.lesson.style.text(point.x)
      #expect(opened.contains(formula), "\(opened)")
      let y = screen.study.lesson.style.text(point.y)
      #expect(opened.contains(x) && opened.contains(y), "\(opened)")
      _ = screen.update(.escape)
    }
  }

  @Test func `a name keeps its letter where a sentence begins with it`() {
    let lesson = LessonReader(.none).lesson(
      SourceFile(
        path: "t.md",
        text: "## S\n\n```math\nq(z) = z^2\n```\n\n```math\nw = 1\n```\n\n"
          + "```plot\nof: q(w)\nover: w\nfrom: -1\nto: 2\n```\n"))
    var mode = LineMode(
      Study(lesson), Contents(lessons: []),
      PageStyle(width: 80, ascii: false, hasAttributes: false))
    var lines = mode.opening() + mode.update("go 1").lines
    for _ in 0..<4 { lines += mode.update("").lines }
    #expect(lines.contains { $0.text.contains("q(w) over w from −1 to 2") }, "\(lines.map(\.text))")
  }
}

extension WalkScreen.Mode {
  fileprivate var isReading: Bool { if case .reading = self { true } else { false } }
}

/// A network on the screen: a unit at a time, forwards and back.
struct `A network on the screen` {
  private static func screen(
    _ keys: [Key], columns: Int = 80, rows: Int = 24, ascii: Bool = false
  ) throws -> WalkScreen {
    var screen = WalkScreen(
      Study(try Repository.lesson("lessons/05-hidden-error.md")), Contents(lessons: []),
      PageStyle(width: columns, ascii: ascii, hasAttributes: true))
    screen.resize(columns: columns, rows: rows)
    let stop = try #require(screen.study.walk.stops.firstIndex { $0.picture != nil })
    screen.go(to: Walk.Place(stop: stop))
    for key in keys { _ = screen.update(key) }
    return screen
  }

  @Test func `m goes into it, Space goes on, b goes back`() throws {
    let first = try Self.screen(["m"]).shownText
    #expect(first.contains("0.1 · 0.9 + (−0.3) · 0.1 + 0.5 · 0.8 + 0.1 = 0.56"))
    #expect(first.contains("unit 1 of 2 in layer 2: a⁽²⁾ (1 of 10)"))
    #expect(try Self.screen(["m", " "]).shownText.contains("a⁽²⁾₁ = 0.6365"))
    let back = try Self.screen(["m", "b"]).shownText
    #expect(back.contains("target: y") && back.contains("0.0867"))
    let hidden = try Self.screen(["m", "b", " ", " ", " "]).shownText
    #expect(hidden.contains("layer 3: δ⁽³⁾") && hidden.contains("0.0176"))
    #expect(try Self.screen(["m", "p"]).message == "This is the first unit.")
    #expect(try Self.screen(["m", .escape]).mode.isReading)
  }

  @Test func `a number is chosen, and opens`() throws {
    let opened = try Self.screen(["m", .down, "o"]).shownText
    #expect(opened.contains("W⁽¹⁾₁₁ = 0.1"))
    let (screen) = try Self.screen(["m", .down, "o", .escape])
    guard case .picture(let cursor) = screen.mode else {
      Issue.record("not in the picture")
      return
    }
    #expect(cursor.number == 1)
  }

  @Test func `without a picture up to here it says so`() throws {
    var screen = try Self.screen([])
    screen.go(to: Walk.Place(stop: 0))
    _ = screen.update("m")
    #expect(screen.message == LineMode.noNetwork)
  }

  @Test(arguments: [(80, 24), (40, 15), (30, 8)], [false, true])
  func `every unit has room`(size: (columns: Int, rows: Int), ascii: Bool) throws {
    var screen = try Self.screen(["m"], columns: size.columns, rows: size.rows, ascii: ascii)
    for _ in 0..<10 {
      let frame = screen.frame()
      #expect(frame.rows.allSatisfy { $0.count == size.columns })
      if ascii { #expect(screen.shownText.allSatisfy { $0.isASCII }, "\(screen.shownText)") }
      _ = screen.update(" ")
    }
  }

  @Test func `in line mode a unit is drawn and told, and spoken`() throws {
    for speaks in [false, true] {
      var line = LineMode(
        Study(try Repository.lesson("lessons/05-hidden-error.md")), Contents(lessons: []),
        PageStyle(width: 80, ascii: false, hasAttributes: false), speaks: speaks)
      #expect(line.update("network").lines.first?.text.contains("no picture") == true)
      _ = line.update("last")
      let told = line.update("network 9").lines.map(\.text).joined(separator: " ")
      #expect(told.contains("0.0176"), "\(told)")
      #expect(line.update("network 11").lines.first?.text.contains("1 to 10") == true)
    }
  }
}
