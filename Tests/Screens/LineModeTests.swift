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
///     lesson: lessons/04-output-error.md
///     width: 80
///     keys: n n ␣ ␣ b .
///     ---
///     (the lines)
///
/// `style: ascii` writes ASCII; `style: attributes` writes a second plane below each line in which
/// `_` is marked and a letter is a role: h heading, s strong, n name, r remark, m muted …
struct `Transcripts` {
  private static let transcripts = Repository.files(
    in: "Tests/Screens/Transcripts", ending: ".txt")

  @Test func `there is one for each lesson`() throws {
    let lessons = try Set(
      Self.transcripts.map { try Self.header(Repository.text($0))["lesson"] ?? "" })
    #expect(lessons.count >= 4)
  }

  @Test(arguments: transcripts)
  func `what is on the screen`(path: String) throws {
    let recorded = try Repository.text(path)
    let header = Self.header(recorded)
    let lesson = LessonReader(.repository).lesson(at: try #require(header["lesson"]))
    #expect(!lesson.steps.isEmpty)
    let style = PageStyle(
      width: try #require(header["width"].flatMap { Int($0) }), ascii: header["style"] == "ascii",
      hasAttributes: header["style"] == "attributes")
    var lineMode = LineMode(Walk(lesson), style)
    var lines = lineMode.opening()
    for key in try #require(header["keys"]).split(separator: " ") {
      if key == "end" {
        while !lineMode.isOver { lines += lineMode.update(.next) }
      } else {
        lines += lineMode.update(LineMode.command(key: key == "␣" ? " " : Character(String(key))))
      }
    }
    var drawn =
      recorded.split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { $0 != "---" }.joined(separator: "\n") + "\n---\n"
    for line in lines {
      drawn += line.text + "\n"
      if style.hasAttributes, !line.isEmpty { drawn += Self.plane(line) + "\n" }
    }
    for line in lines where header["style"] == "ascii" {
      #expect(line.text.utf8.max() ?? 0 < 0x80, "\(line.text)")
    }
    #expect(lines.map(\.cellWidth).max() ?? 0 <= style.width, "wider than \(style.width)")
    expectRecorded(drawn, in: path, expected: recorded)
  }

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
    return String(line.map { $0.isMarked ? "_" : letters[$0.role] ?? "?" })
  }
}

struct `Line mode` {
  private func start(_ path: String = "lessons/05-hidden-error.md", width: Int = 80) -> LineMode {
    LineMode(
      Walk(LessonReader(.repository).lesson(at: path)),
      PageStyle(width: width, ascii: false, hasAttributes: false))
  }

  @Test func `going on without end comes to the end and writes what show writes`() {
    for path in Repository.files(in: "lessons", ending: ".md") where !path.hasSuffix("README.md") {
      var lineMode = start(path)
      var lines = lineMode.opening()
      while !lineMode.isOver { lines += lineMode.update(.next) }
      let lesson = lineMode.walk.lesson
      let whole = StopPrinter(lesson, PageStyle(width: 80, ascii: false, hasAttributes: false))
        .whole()
      // `show` sets its blank lines otherwise.
      let text: ([StyledLine]) -> [String] = { $0.map(\.text).filter { !$0.isEmpty } }
      #expect(text(lines) == text(whole), "\(path)")
      #expect(lineMode.walk.isAtEnd)
    }
  }

  @Test(arguments: 0..<40)
  func `any keys at any width`(seed: Int) {
    var numbers = SeededNumbers(seed: seed)
    let width = Int.random(in: 1...200, using: &numbers)
    var lineMode = start(width: width)
    for _ in 0..<40 where !lineMode.isOver {
      let key = " b.npg?xüq".randomElement(using: &numbers) ?? " "
      _ = lineMode.update(LineMode.command(key: key == "q" ? " " : key))
      #expect(lineMode.walk.stops.indices.contains(lineMode.walk.place.stop))
      #expect(!lineMode.prompt.isEmpty)
    }
  }

  @Test func `words and rows of keys from a pipe`() {
    #expect(LineMode.commands(line: "") == [.next])
    #expect(LineMode.commands(line: "Back ") == [.back])
    #expect(LineMode.commands(line: "n.b") == [.nextStep, .finish, .back])
    #expect(LineMode.commands(line: "quit") == [.quit])
    #expect(
      LineMode.commands(line: String(repeating: "z", count: 100_000)) == [
        .unknown(String(repeating: "z", count: 20))
      ])
  }

  @Test func `an unknown key is answered`() {
    var lineMode = start()
    #expect(
      lineMode.update(.unknown("z")).map(\.text) == ["z does nothing here. ? shows the keys."])
  }
}

struct `Painting` {
  @Test func `attributes carry the meaning, colour only when it is wanted`() {
    var marked = Cell("x", .name)
    marked.isMarked = true
    marked.endsMark = true
    let line: StyledLine = [Cell("a", .heading), marked, Cell("b", .text)]
    #expect(Theme().painted(line, colour: false) == "\u{1B}[1ma\u{1B}[0m\u{1B}[1;4mx\u{1B}[0mb")
    #expect(Theme().painted(line, colour: true) == "\u{1B}[1ma\u{1B}[0m\u{1B}[1;4;36mx\u{1B}[0mb")
    #expect(Theme().painted(StyledLine("plain"), colour: true) == "plain")
  }
}
