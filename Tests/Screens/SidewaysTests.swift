import Learning
import Lessons
import Notation
import Screens
import SourceText
import TestSupport
import Testing
import Typesetting

/// A line of code with a number every ten columns, and a table whose words find no room in 80.
private let code = (0..<16).map { "\($0)".padded(to: 10) }.joined() + "end"
private let heads = (1...8).map { "Heading-number-\($0)" }
private let text = """
  # Wide

  ## Code

  ```python
  \(code)
  short = 1
  ```

  ## A table

  | \(heads.joined(separator: " | ")) |
  |\(String(repeating: "---|", count: 8))
  | \((1...8).map { "unbreakable\($0)" }.joined(separator: " | ")) |

  Words after it.
  """

extension String {
  fileprivate func padded(to width: Int) -> String {
    self + String(repeating: "=", count: width - count)
  }
}

private func study() -> Study {
  Study(LessonReader(.none).lesson(SourceFile(path: "wide.md", text: text)))
}

private func screen(_ columns: Int, _ rows: Int, ascii: Bool = false) -> WalkScreen {
  var screen = WalkScreen(
    study(), Contents(lessons: []),
    PageStyle(width: columns, ascii: ascii, hasAttributes: true))
  screen.resize(columns: columns, rows: rows)
  return screen
}

struct `What is wider than the screen` {
  @Test(arguments: [(80, 24), (40, 15)], [false, true])
  func `is moved, with a mark at the edge, and nothing of it is lost`(
    size: (Int, Int), ascii: Bool
  ) throws {
    var screen = screen(size.0, size.1, ascii: ascii)
    let first = screen.shownRows
    let row = try #require(first.firstIndex { $0.contains("0=========1") })
    #expect(first[row].hasSuffix(">"))
    #expect(!first[row].contains("<"))
    #expect(first[row].count <= size.0)
    // The line of keys says so, and what is said above it.
    #expect(first.suffix(2).joined().contains("> more at the right"), "\(first.suffix(2))")
    #expect(first.suffix(1).joined().contains("> right"))
    var seen = first[row]
    var steps = 0
    while screen.shownRows[row].hasSuffix(">") {
      _ = screen.update(">")
      seen += "\n" + screen.shownRows[row]
      steps += 1
      #expect(screen.shownRows[row].contains("<"))
      // What fits stays; it is not moved away.
      #expect(screen.shownRows.contains { $0.contains("short = 1") })
      try #require(steps < 20)
    }
    for number in 0..<16 { #expect(seen.contains("=\(number)=") || number == 0, "\(number)") }
    #expect(seen.contains("=end"))
    _ = screen.update(">")
    #expect(screen.shownRows.joined().contains("This is the right edge."))
    for _ in 0..<steps { _ = screen.update("<") }
    #expect(screen.shownRows == first)
  }

  @Test(arguments: [(80, 24), (40, 15)])
  func `a table keeps its words whole`(size: (Int, Int)) throws {
    var screen = screen(size.0, size.1)
    _ = screen.update("n")
    var seen = ""
    for _ in 0..<20 {
      seen += screen.shownRows.joined(separator: "\n")
      _ = screen.update(">")
    }
    for number in 1...8 {
      #expect(seen.contains("Heading-number-\(number)"), "\(number)")
      #expect(seen.contains("unbreakable\(number)"), "\(number)")
    }
    // Another step begins at its left edge.
    _ = screen.update("p")
    #expect(screen.shownRows.contains { $0.contains("0=========1") })
  }

  @Test func `nothing is moved where all of it fits`() {
    var screen = screen(240, 30)
    let before = screen.shownRows
    #expect(!before.joined().contains("more at the right"))
    #expect(before.contains { $0.contains("end") })
    _ = screen.update(">")
    #expect(screen.shownRows.joined().contains("Nothing here is wider than the screen."))
  }

  @Test(arguments: [20, 40, 80])
  func `line mode loses nothing of it`(width: Int) {
    var mode = LineMode(
      study(), Contents(lessons: []),
      PageStyle(width: width, ascii: false, hasAttributes: false))
    var output = mode.opening()
    for _ in 0..<4 { output += mode.update("").lines }
    let all = output.map { String($0.map(\.character)).filter { $0 != " " } }.joined()
    #expect(all.contains(code))
  }
}
