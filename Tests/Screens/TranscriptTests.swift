import Learning
import Lessons
import Notation
import Screens
import SourceText
import TestSupport
import Testing
import Typesetting

/// Files that say what is typed, and hold what is then on the screen:
///
///     lesson: lessons/05-hidden-error.md
///     size: 80x24
///     keys: n n ␣ ␣ Tab Right o | Esc
///     ---
///     (the screen)
///
/// With a `width` instead of a `size` it is line mode; the keys are its words then, and `end` goes
/// on to the end. `style: ascii` writes ASCII, `style: speech` words for ears; `style: attributes`
/// writes a second plane in which a letter is a role (h heading, s strong, n name, r remark, m
/// muted …), `_` is marked, `#` is under the cursor, `?` is found and `.` is dimmed. `|` writes the
/// screen in between; `"0.5"` types; `@60x20` resizes.
struct `Transcripts` {
  private static let transcripts = Repository.files(
    in: "Tests/Screens/Transcripts", ending: ".txt")

  @Test func `there are some for each lesson and for both modes`() throws {
    let headers = try Self.transcripts.map { try Self.header(Repository.text($0)) }
    #expect(Set(headers.compactMap { $0["lesson"] }).count >= 6)
    #expect(headers.count { $0["size"] != nil } >= 10)
    #expect(headers.count { $0["width"] != nil } >= 8)
  }

  @Test(arguments: transcripts)
  func `what is on the screen`(path: String) throws {
    let recorded = try Repository.text(path)
    let header = Self.header(recorded)
    let lesson = try Repository.lesson(try #require(header["lesson"]))
    #expect(!lesson.steps.isEmpty)
    var drawn =
      recorded.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0 != "---" }.joined(separator: "\n") + "\n---\n"
    let keys = try #require(header["keys"]).split(separator: " ").map(String.init)
    let isASCII = header["style"] == "ascii"
    let hasPlane = header["style"] == "attributes"
    if let size = header["size"] {
      drawn += try Self.screens(lesson, size, keys, ascii: isASCII, hasPlane: hasPlane)
    } else {
      let width = try #require(header["width"].flatMap { Int($0) })
      let style = PageStyle(width: width, ascii: isASCII, hasAttributes: hasPlane)
      let lines = Self.lines(lesson, style, keys, speaks: header["style"] == "speech")
      for line in lines {
        drawn += line.text + "\n"
        if hasPlane, !line.isEmpty { drawn += Self.plane(line) + "\n" }
      }
      // What is said has no width.
      let isWide = lines.map(\.cellWidth).max() ?? 0 > style.width
      #expect(!isWide || header["style"] == "speech", "wider than \(style.width)")
    }
    if isASCII {
      let body = drawn.split(separator: "\n---\n", maxSplits: 1).last ?? ""
      #expect(body.utf8.max() ?? 0 < 0x80, "not only ASCII")
    }
    expectRecorded(drawn, in: path, expected: recorded)
  }

  // MARK: - Running

  private static func lines(
    _ lesson: Lesson, _ style: PageStyle, _ words: [String], speaks: Bool
  ) -> [StyledLine] {
    var lineMode = LineMode(Study(lesson), contents, style, speaks: speaks)
    var lines = lineMode.opening()
    for word in words {
      if word == "end" {
        while !lineMode.isOver { lines += lineMode.update("").lines }
      } else {
        lines += lineMode.update(word == "␣" ? "" : word.replacing("_", with: " ")).lines
      }
    }
    return lines
  }

  private static func screens(
    _ lesson: Lesson, _ size: String, _ keys: [String], ascii: Bool, hasPlane: Bool
  ) throws -> String {
    var reader = WalkScreen(
      Study(lesson), contents, PageStyle(width: 80, ascii: ascii, hasAttributes: true))
    func resize(_ text: String) throws {
      let numbers = text.split(separator: "x").compactMap { Int($0) }
      try #require(numbers.count == 2)
      reader.resize(columns: numbers[0], rows: numbers[1])
    }
    func shown() -> String {
      let frame = reader.frame()
      var text = frame.rows.indices.map { frame.text($0) + "\n" }.joined()
      if hasPlane {
        text += "--- style\n"
        text += frame.rows.indices.map { Self.plane(frame.rows[$0]) + "\n" }.joined()
      }
      return text
    }
    try resize(size)
    var drawn = ""
    for key in keys {
      if key == "|" {
        drawn += shown() + "---\n"
      } else if key.hasPrefix("@") {
        try resize(String(key.dropFirst()))
      } else {
        for one in try Self.keys(key) {
          let effects = reader.update(one)
          for case .copy(let text) in effects { drawn += "copied: \(text)\n" }
        }
      }
    }
    return drawn + shown()
  }

  private static let named: [String: Key] = [
    "␣": .character(" "), "Enter": .enter, "Tab": .tab, "BackTab": .backTab, "Esc": .escape,
    "Up": .up, "Down": .down, "Left": .left, "Right": .right, "PgDn": .pageDown, "PgUp": .pageUp,
    "Home": .home, "End": .end, "Backspace": .backspace, "Wheel": .scroll(lines: 3),
  ]

  private static func keys(_ token: String) throws -> [Key] {
    if let key = named[token] { return [key] }
    if token.hasPrefix("\""), token.count > 2 {
      return token.dropFirst().dropLast().map { .character($0 == "␣" ? " " : $0) }
    }
    try #require(token.count == 1, "\(token) is no key")
    return token.map { .character($0) }
  }

  private static let contents = Contents(
    lessons: [
      .init(name: "output-error", title: "The error of the output layer", path: "04", state: .done),
      .init(
        name: "hidden-error", title: "The error of the hidden layer", path: "05", state: .begun),
      .init(name: "weight-gradient", title: "The gradient", path: "06", state: .untouched),
    ], seen: ["what-we-have"])

  // MARK: - Files

  private static func header(_ text: String) -> [String: String] {
    var header: [String: String] = [:]
    for line in text.split(separator: "\n").prefix(while: { $0 != "---" }) {
      let parts = line.split(separator: ": ", maxSplits: 1)
      if parts.count == 2 { header[String(parts[0])] = String(parts[1]) }
    }
    return header
  }

  private static func plane(_ line: StyledLine) -> String {
    let letters: [Role: Character] = [
      .text: " ", .heading: "h", .strong: "s", .emphasis: "e", .code: "c", .link: "l", .muted: "m",
      .name: "n", .number: "d", .operator: "o", .remark: "r", .good: "g", .bad: "b", .prompt: "p",
    ]
    var plane = String(
      line.map { cell -> Character in
        if cell.emphasis.contains(.selected) { return "#" }
        if cell.emphasis.contains(.found) { return "?" }
        if cell.isMarked { return "_" }
        if cell.emphasis.contains(.dimmed) { return cell.character == " " ? " " : "." }
        return cell.character == " " ? " " : letters[cell.role] ?? "!"
      })
    while plane.last == " " { plane.removeLast() }
    return plane
  }
}
