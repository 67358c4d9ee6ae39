import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import Screens
import SourceText
import TestSupport
import Testing
import Typesetting

private func reader(
  _ path: String = "lessons/05-hidden-error.md", columns: Int = 80, rows: Int = 24,
  ascii: Bool = false
) throws -> WalkScreen {
  var reader = WalkScreen(
    Study(try Repository.lesson(path)), Contents(lessons: []),
    PageStyle(width: columns, ascii: ascii, hasAttributes: true))
  reader.resize(columns: columns, rows: rows)
  return reader
}

private func type(_ keys: String, _ reader: inout WalkScreen) {
  for key in keys { _ = reader.update(key == "\n" ? .enter : .character(key)) }
}

private func text(_ frame: Frame) -> String {
  frame.rows.indices.map { frame.text($0) }.joined(separator: "\n")
}

struct `The full screen` {
  @Test(arguments: 0..<40)
  func `any keys at any size fill the screen exactly and stay in the lesson`(seed: Int) throws {
    var numbers = SeededNumbers(seed: seed)
    let path = try #require(Repository.lessonPaths.randomElement(using: &numbers))
    var reader = try reader(path, ascii: seed.isMultiple(of: 3))
    let keys: [Key] =
      " lhnpgGkj.ouecytURX?/rqaH0123456789-+x[];,".map { .character($0) } + [
        .enter, .tab, .backTab, .backspace, .delete, .escape, .up, .down, .left, .right, .home,
        .end, .pageUp, .pageDown, .unknown, .scroll(lines: 3), .scroll(lines: -3),
        .paste("0.5\u{7}\n1"), .control("u"), .background(isLight: true), .character("ρ"),
      ]
    // Every second time at a question, where a matrix may be typed in a grid.
    let stops = reader.study.walk.stops
    let questions = stops.indices.filter { stops[$0].check != nil }
    if seed.isMultiple(of: 2), let question = questions.randomElement(using: &numbers) {
      reader.go(to: Walk.Place(stop: question))
      _ = reader.update(.character("a"))
    }
    for _ in 0..<80 {
      if Int.random(in: 0..<8, using: &numbers) == 0 {
        reader.resize(
          columns: Int.random(in: 1...120, using: &numbers),
          rows: Int.random(in: 1...50, using: &numbers))
      }
      let click = Key.click(
        row: Int.random(in: 0..<60, using: &numbers),
        column: Int.random(in: 0..<130, using: &numbers))
      _ = reader.update(
        Int.random(in: 0..<10, using: &numbers) == 0
          ? click : keys.randomElement(using: &numbers) ?? .enter)
      let frame = reader.frame()
      #expect(frame.rows.allSatisfy { $0.count == frame.columns })
      for row in frame.rows.indices {
        #expect(
          frame.rows[row].reduce(0) {
            $0 + ($1.character == Frame.continuation ? 0 : $1.character.cellWidth)
          } == frame.columns)
      }
      let walk = reader.study.walk
      #expect(walk.stops.indices.contains(walk.place.stop))
    }
  }

  @Test(arguments: 3...12)
  func `the row of a matrix that is typed is on the screen`(rows: Int) throws {
    var reader = try reader("lessons/05-hidden-error.md", columns: 40, rows: rows)
    let question = try #require(
      reader.study.walk.stops.lastIndex { $0.check?.value?.shape.isVector == true })
    reader.go(to: Walk.Place(stop: question))
    for key in "a1 2 3 4 5 6 7 8" { _ = reader.update(.character(key)) }
    func isShown() -> Bool {
      let frame = reader.frame()
      return frame.rows.contains { $0.contains { $0.character == ">" } }
    }
    #expect(isShown())
    for key in [Key.up, .up, .up, .up, .up] {
      _ = reader.update(key)
      #expect(isShown())
    }
    reader.resize(columns: 30, rows: rows + 1)
    #expect(isShown())
  }

  @Test func `a practised question is not passed over by mistake`() throws {
    let lesson = try Repository.lesson("lessons/01-forward-propagation.md")
    let item = try #require(Item.items(of: lesson).first { $0.kind == .shape })
    let question = try #require(Question(item, of: lesson, level: 0, seed: 1))
    var reader = try reader()
    reader.show(Study(question.lesson), Contents(lessons: []), counter: "question 1 of 2")
    #expect(text(reader.frame()).contains("question 1 of 2"))
    #expect(reader.update(.character(" ")) == [])
    #expect(text(reader.frame()).contains("Not answered yet"))
    #expect(reader.update(.character(" ")) == [.finish])
    reader.show(Study(question.lesson), Contents(lessons: []), counter: "question 2 of 2")
    let check = try #require(question.lesson.steps.flatMap(\.checks).last)
    let shape = try #require(check.kind.question.numbers?.first)
    type("a\(Int(shape[0]))x\(Int(shape[1]))\n", &reader)
    #expect(reader.update(.character(" ")) == [.finish])
  }

  @Test func `going back shows the screens again, in reverse`() throws {
    for path in ["lessons/05-hidden-error.md", "lessons/08-sparsity.md"] {
      var reader = try reader(path, columns: 60, rows: 14)
      var places: [(Walk.Place, Frame)] = []
      var last: Walk.Place?
      for _ in 0..<400 {
        let place = reader.study.walk.place
        if place != last {
          places.append((place, reader.frame()))
        } else if !text(reader.frame()).contains("Not answered yet") {
          places[places.count - 1] = (place, reader.frame())
        }
        last = place
        _ = reader.update(.character(" "))
        if reader.study.walk.isAtEnd { break }
      }
      for (place, frame) in places.reversed() {
        _ = reader.update(.left)
        #expect(reader.study.walk.place == place)
        #expect(text(reader.frame()) == text(frame), "\(path) at \(place)")
      }
    }
  }

  @Test(arguments: Repository.lessonPaths, [[80, 24], [200, 60], [40, 15]])
  func `going on alone shows every line of a lesson`(path: String, size: [Int]) throws {
    let (columns, rows, ascii) = (size[0], size[1], size[0] == 40)
    var reader = try reader(path, columns: columns, rows: rows, ascii: ascii)
    var seen: Set<String> = []
    var isAtEnd = false
    for _ in 0..<3000 {
      let frame = reader.frame()
      // Beside a wide page stand the values.
      let page = columns < 120 ? columns : reader.pageStyle.width + 2
      seen.formUnion(frame.rows.map { StyledLine($0.prefix(page)).trimmed().text })
      isAtEnd = text(frame).contains("The end of the lesson")
      if isAtEnd { break }
      _ = reader.update(.character(" "))
    }
    #expect(isAtEnd)
    let missing = StopTypesetter(reader.pageStyle, hasFrame: true).whole(reader.study.lesson)
      .dropFirst(2)
      .map { (columns >= 60 ? .spaces(1) : []) + $0 }.map { $0.trimmed() }
      .filter { !seen.contains($0.text) || $0.cellWidth > columns }
    #expect(missing.prefix(5).map(\.text) == [])
    if ascii { #expect(seen.filter { !$0.utf8.allSatisfy { $0 < 0x80 } } == []) }
  }

  @Test func `moves are recorded, looking is not`() throws {
    var reader = try reader()
    #expect(reader.update(.character("n")).count == 1)
    #expect(reader.update(.tab).isEmpty)
    #expect(reader.update(.escape).isEmpty)
    #expect(reader.update(.character("j")).isEmpty)
    #expect(reader.update(.control("c")) == [.quit])
  }

  @Test func `a changed given comes back with the journal`() throws {
    var reader = try reader("lessons/04-output-error.md")
    type("ne", &reader)
    _ = reader.update(.character("e"))
    let effects = [Key.character("0"), .character("."), .character("5"), .enter].map {
      reader.update($0)
    }
    guard case .record(let event)? = effects.last?.first else {
      Issue.record("nothing recorded")
      return
    }
    let lesson = try Repository.lesson("lessons/04-output-error.md")
    let again = Progress(journal: event.line).study(lesson)
    #expect(again.givens == reader.study.givens)
    #expect(!again.givens.isEmpty)
    #expect(again.lesson.workspace.values == reader.study.lesson.workspace.values)
  }

  @Test func `what a change leads to is brought to the screen from below its edge`() throws {
    let prose = Array(repeating: "Nothing happens in this paragraph.\n\n", count: 20).joined()
    let source = "## S\n\n```math\na = 2\n```\n\n\(prose)```math\nb = 3 a\n```\n"
    let lesson = LessonReader(.none).lesson(SourceFile(path: "far.md", text: source))
    var reader = WalkScreen(
      Study(lesson), Contents(lessons: []), PageStyle(width: 80, ascii: false, hasAttributes: true))
    reader.resize(columns: 80, rows: 24)
    type("G", &reader)
    for _ in 0..<60 { _ = reader.update(.up) }
    type("e", &reader)
    #expect(!text(reader.frame()).contains("6 →"))
    type("e0.5\n", &reader)
    #expect(text(reader.frame()).contains("6 → 1.5"), "\(text(reader.frame()))")
    #expect(text(reader.frame()).contains("What if: 1 number in 1 equation changed"))
  }

  @Test func `a matrix of 100 by 100 is looked at through a window`() throws {
    let row = (0..<100).map { "\($0).25" }.joined(separator: " & ")
    let matrix = Array(repeating: row, count: 100).joined(separator: " \\\\ ")
    let source = "## S\n\n```math\nA = \\begin{bmatrix} \(matrix) \\end{bmatrix}\nB = A A^T\n```\n"
    let lesson = LessonReader(.none).lesson(
      SourceFile(path: "large.md", bytes: Array(source.utf8)))
    try #require(lesson.findings.isEmpty)
    var reader = WalkScreen(
      Study(lesson), Contents(lessons: []), PageStyle(width: 80, ascii: false, hasAttributes: true))
    reader.resize(columns: 80, rows: 24)
    #expect(text(reader.frame()).contains("of 100"))
    _ = reader.update(.backTab)
    for _ in 0..<70 { _ = reader.update(.right) }
    for _ in 0..<50 { _ = reader.update(.down) }
    #expect(text(reader.frame()).contains("A_(51,71) = 70.25"))
    _ = reader.update(.end)
    _ = reader.update(.pageDown)
    #expect(text(reader.frame()).contains("A_(100,100) = 99.25"))
  }
}

struct `Keys` {
  private func keys(_ bytes: String) -> [Key] {
    var decoder = KeyDecoder()
    return decoder.decode(Array(bytes.utf8)) + decoder.flush()
  }

  @Test func `what terminals send`() throws {
    #expect(
      keys("a ρ\r\t\u{7F}") == [
        .character("a"), .character(" "), .character("ρ"), .enter, .tab, .backspace,
      ])
    #expect(keys("\u{1B}[A\u{1B}OB\u{1B}[1;5C\u{1B}[D") == [.up, .down, .right, .left])
    #expect(
      keys("\u{1B}[H\u{1B}[4~\u{1B}[5~\u{1B}[6~\u{1B}[Z\u{1B}[3~") == [
        .home, .end, .pageUp, .pageDown, .backTab, .delete,
      ])
    #expect(keys("\u{1B}") == [.escape])
    #expect(keys("\u{1B}x") == [.escape, .character("x")])
    #expect(keys("\u{3}\u{15}") == [.control("c"), .control("u")])
    #expect(
      keys("\u{1B}[<64;1;1M\u{1B}[<65;1;1M\u{1B}[<0;5;3M\u{1B}[<0;5;3m") == [
        .scroll(lines: -3), .scroll(lines: 3), .click(row: 2, column: 4), .unknown,
      ])
    #expect(keys("\u{1B}[200~a\nb\u{1B}[201~c") == [.paste("a\nb"), .character("c")])
    #expect(keys("\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\") == [.background(isLight: true)])
    #expect(keys("\u{1B}]11;rgb:00/00/00\u{7}x") == [.background(isLight: false), .character("x")])
    #expect(keys("\u{1B}[?1;2c\u{1B}[15~") == [.unknown, .unknown])
  }

  @Test func `sequences that come in pieces`() throws {
    let bytes = Array("aρ\u{1B}[1;5C\u{1B}[200~text \u{1B}[A of it\u{1B}[201~\u{1B}[<0;5;3M!".utf8)
    var whole = KeyDecoder()
    let expected = whole.decode(bytes)
    #expect(expected.count == 6)
    for cut in 0...bytes.count {
      var decoder = KeyDecoder()
      #expect(decoder.decode(bytes[..<cut]) + decoder.decode(bytes[cut...]) == expected, "\(cut)")
    }
    var bytewise = KeyDecoder()
    #expect(bytes.flatMap { bytewise.decode([$0]) } == expected)
  }

  @Test(arguments: 0..<40)
  func `any bytes at all`(seed: Int) throws {
    var numbers = SeededNumbers(seed: seed)
    var decoder = KeyDecoder()
    for _ in 0..<50 {
      let bytes = (0..<Int.random(in: 0...60, using: &numbers)).map { _ in
        [0x1B, 0x5B, 0x3C, 0x3B, 0x4F, 0x5D, UInt8.random(in: 0...255, using: &numbers)]
          .randomElement(using: &numbers) ?? 0
      }
      _ = decoder.decode(bytes)
      _ = decoder.flush()
    }
    _ = decoder.decode(Array("\u{1B}[201~\u{1B}\\\u{7}".utf8))
    _ = decoder.flush()
    #expect(decoder.decode(Array("a".utf8)).last == .character("a"))
  }

  @Test func `a huge paste is cut`() throws {
    let paste = String(repeating: "x", count: 3_000_000)
    var decoder = KeyDecoder()
    var found: [Key] = []
    let bytes = Array("\u{1B}[200~\(paste)\u{1B}[201~".utf8)
    for start in stride(from: 0, to: bytes.count, by: 65_536) {
      found += decoder.decode(bytes[start..<min(bytes.count, start + 65_536)])
    }
    #expect(found == [.paste(String(repeating: "x", count: KeyDecoder.longestPaste))])
  }
}

struct `Painting` {
  private func line(_ text: String, _ role: Role = .text) -> StyledLine { StyledLine(text, role) }

  /// What a terminal shows after some bytes: a model of the few sequences that are written.
  private func shown(_ bytes: String, columns: Int, rows: Int, _ screen: inout [[Character]]) {
    var row = 0
    var column = 0
    var rest = Substring(bytes)
    while let character = rest.popFirst() {
      guard character == "\u{1B}" else {
        screen[row][column] = character
        if character.cellWidth == 2 { screen[row][column + 1] = Frame.continuation }
        column += character.cellWidth
        continue
      }
      let end = rest.firstIndex { $0.isLetter } ?? rest.startIndex
      let body = rest[rest.index(after: rest.startIndex)..<end]
      switch rest[end] {
      case "H":
        let numbers = body.split(separator: ";").compactMap { Int($0) }
        (row, column) = (numbers[0] - 1, numbers[1] - 1)
      case "J": screen = Array(repeating: Array(repeating: " ", count: columns), count: rows)
      default: break
      }
      rest = rest[rest.index(after: end)...]
    }
  }

  @Test(arguments: 0..<30)
  func `any frame after any other`(seed: Int) throws {
    var numbers = SeededNumbers(seed: seed)
    var painter = Painter(Theme(.direct))
    var screen: [[Character]] = [[]]
    var size = (columns: 20, rows: 5)
    for _ in 0..<20 {
      if Int.random(in: 0..<6, using: &numbers) == 0 {
        size = (Int.random(in: 2...40, using: &numbers), Int.random(in: 1...9, using: &numbers))
      }
      var frame = Frame(columns: size.columns, rows: size.rows)
      for row in 0..<size.rows {
        let text = (0..<Int.random(in: 0...50, using: &numbers)).map { _ in
          ["a", "ρ̂", "δ", " ", "世", "⎡"].randomElement(using: &numbers) ?? " "
        }.joined()
        frame.put(line(text), row: row, column: Int.random(in: -3...10, using: &numbers))
      }
      shown(painter.paint(frame).written, columns: size.columns, rows: size.rows, &screen)
      #expect(screen.flatMap { $0 } == frame.rows.joined().map(\.character))
      #expect(painter.paint(frame).isEmpty)
    }
  }

  @Test func `bytes grow with what changed`() throws {
    var painter = Painter(Theme(.none))
    var frame = Frame(columns: 200, rows: 60)
    for row in 0..<60 { frame.put(line(String(repeating: "x", count: 200)), row: row) }
    #expect(painter.paint(frame).written.utf8.count > 12_000)
    frame.put(line("y"), row: 30, column: 100)
    #expect(painter.paint(frame).written.utf8.count < 40)
  }

  @Test func `attributes carry the meaning, whatever the colours are`() throws {
    var marked = Cell("x", .name)
    marked.isMarked = true
    marked.endsMark = true
    let line: StyledLine = [Cell("a", .heading), marked, Cell("b", .text)]
    #expect(Theme(.none).painted(line).written == "\u{1B}[1ma\u{1B}[0m\u{1B}[1;4mx\u{1B}[0mb")
    #expect(
      Theme(.sixteen).painted(line).written == "\u{1B}[1ma\u{1B}[0m\u{1B}[1;4;36mx\u{1B}[0mb")
    #expect(Theme(.none).painted(StyledLine("plain")).written == "plain")
    for depth in Theme.Depth.allCases {
      for background in [Theme.Background.dark, .light] {
        var looks: [[Int]: [Role]] = [:]
        for role in Role.allCases {
          looks[Theme(depth, background).parameters(Cell("x", role)), default: []].append(role)
        }
        // A heading never looks like text, with or without colours.
        #expect(looks[[]]?.contains(.heading) == false)
      }
    }
  }

  /// The contrast of two colours by the Web Content Accessibility Guidelines 2, from 1 to 21.
  private func contrast(_ a: [Double], _ b: [Double]) -> Double {
    func luminance(_ colour: [Double]) -> Double {
      let linear = colour.map { value in
        value <= 0.03928 ? value / 12.92 : Double.pow((value + 0.055) / 1.055, 2.4)
      }
      return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    }
    let (x, y) = (luminance(a) + 0.05, luminance(b) + 0.05)
    return max(x, y) / min(x, y)
  }

  @Test func `every colour can be read on its background`() throws {
    let backgrounds: [(Theme.Background, [[Double]])] = [
      (.dark, [[0, 0, 0], [0.12, 0.12, 0.14]]), (.light, [[1, 1, 1], [0.98, 0.96, 0.9]]),
    ]
    for (background, papers) in backgrounds {
      for role in Role.allCases {
        let numbers = Theme(.direct, background).parameters(Cell("x", role))
        guard let start = numbers.firstIndex(of: 38) else { continue }
        let colour = numbers[(start + 2)...].prefix(3).map { Double($0) / 255 }
        for paper in papers {
          #expect(contrast(colour, paper) >= 4.5, "\(role) on \(background)")
        }
      }
    }
  }
}
