import Kernels
import Learning
import Lessons
import Notation
import Screens
import SourceText
import TestSupport
import Testing
import Typesetting

private let text = #"""
  # N

  Intro.

  ```math
  a = 2
  ```

  ```math
  d = \log(a)
  ```

  ```math
  d > 0
  ```

  ```math
  2 d = \log(a^2)
  ```

  """#

private func study() -> Study {
  Study(LessonReader(.none).lesson(SourceFile(path: "n.md", text: text)))
}

struct `What has no value on the screen` {
  @Test(arguments: [(80, 24), (40, 15)])
  func `the full screen says why, and how to take it back`(columns: Int, rows: Int) {
    var reader = WalkScreen(
      study(), Contents(lessons: []), PageStyle(width: columns, ascii: false, hasAttributes: true))
    reader.resize(columns: columns, rows: rows)
    func press(_ keys: String) -> String {
      for key in keys { _ = reader.update(key == "\n" ? .enter : .character(key)) }
      let frame = reader.frame()
      let lines = frame.rows.indices.map { frame.text($0).split(separator: " ") }
      return lines.joined().joined(separator: " ")
    }
    let changed = press("ee-1\n")
    #expect(changed.contains("What if: The logarithm of −1 does not exist. U takes it back."))
    _ = reader.update(.escape)
    let computed = press("   ")
    #expect(computed.contains("✗ The logarithm of −1 does not exist."))
    _ = reader.update(.tab)
    #expect(press("o").contains("The logarithm of −1 does not exist."))
    _ = reader.update(.escape)
    _ = reader.update(.escape)
    let end = press("Gjjjjjjjjjjjj")
    #expect(end.contains("the left side has no value"))
    #expect(!end.contains("✓"))
    #expect(!press("U").contains("NaN"))
  }

  @Test func `line mode says why, and how to take it back`() {
    var lineMode = LineMode(
      study(), Contents(lessons: []), PageStyle(width: 80, ascii: false, hasAttributes: false))
    func say(_ line: String) -> String {
      lineMode.update(line).lines.map { $0.text.split(separator: " ").joined(separator: " ") }
        .joined(separator: " ")
    }
    let changed = say("change a = -1")
    #expect(changed.contains("What if: The logarithm of −1 does not exist. undo takes it back."))
    #expect(changed.contains("2 claims no longer hold, the first d > 0."))
    _ = say("next")
    #expect(say("finish").contains("✗ The logarithm of −1 does not exist."))
    #expect(say("open d").contains("The logarithm of −1 does not exist."))
    #expect(say("next").contains("✗ d > 0 the left side has no value"))
    #expect(say("undo").contains("2 claims hold again, the first d > 0."))
  }

  @Test func `a lesson without headings has no contents, and says so`() {
    var reader = WalkScreen(
      study(), Contents(lessons: []), PageStyle(width: 80, ascii: false, hasAttributes: true))
    _ = reader.update(.character("t"))
    let frame = reader.frame()
    let shown = frame.rows.indices.map { frame.text($0) }.joined(separator: "\n")
    #expect(shown.contains("This lesson has no steps with a heading."))
    var lineMode = LineMode(
      study(), Contents(lessons: []), PageStyle(width: 80, ascii: false, hasAttributes: false))
    for word in ["contents", "go 1"] {
      #expect(
        lineMode.update(word).lines.map(\.text) == ["This lesson has no steps with a heading."])
    }
  }
}
