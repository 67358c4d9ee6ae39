import Kernels
import Learning
import Lessons
import Notation
import Screens
import SourceText
import TestSupport
import Testing
import Typesetting

struct `Line mode` {
  private func start(_ path: String = "lessons/05-hidden-error.md", width: Int = 80) -> LineMode {
    LineMode(
      Study(Repository.lessons[path] ?? LessonReader(.none).lesson(at: path)),
      Contents(lessons: []),
      PageStyle(width: width, ascii: false, hasAttributes: false))
  }

  @Test func `going on without end comes to the end and writes what show writes`() {
    for path in Repository.lessonPaths {
      var lineMode = start(path)
      var lines = lineMode.opening()
      while !lineMode.isOver { lines += lineMode.update("").lines }
      let lesson = lineMode.walk.lesson
      let whole = StopTypesetter(PageStyle(width: 80, ascii: false, hasAttributes: false))
        .whole(lesson)
      // `show` sets its blank lines otherwise, and waits for no answers.
      let text: ([StyledLine]) -> [String] = { lines in
        lines.map(\.text).prefix { !$0.hasPrefix("The end of the lesson: ") }.filter {
          !$0.isEmpty && !$0.hasPrefix("  answer: ") && !$0.hasPrefix("Not answered yet: ")
            && !$0.hasPrefix("  Type line after line") && !$0.hasSuffix("hint helps.")
        }
      }
      #expect(text(lines) == text(whole), "\(path)")
      #expect(lineMode.walk.isAtEnd)
    }
  }

  @Test func `a matrix on several lines`() {
    let file = SourceFile(
      path: "q.md",
      text: "```math\nA = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}\n```\n\nA?\n\n"
        + "<!-- check\n= A\n-->\n")
    for rows in [["[1 2", "3 4]"], ["answer [1 2;", "3 4", ""], ["[[1, 2],", "[3, 4]]"]] {
      var lineMode = LineMode(
        Study(LessonReader(.none).lesson(file)), Contents(lessons: []),
        PageStyle(width: 80, ascii: false, hasAttributes: false))
      _ = lineMode.update("")
      for row in rows.dropLast() {
        #expect(lineMode.update(row).lines.isEmpty, "\(rows)")
        #expect(lineMode.prompt.hasPrefix("the next row"))
        #expect(lineMode.endOfInput().count == 1)
      }
      #expect(
        lineMode.update(rows[rows.count - 1]).lines.map(\.text).last == "  ✓ Right.", "\(rows)")
      #expect(lineMode.endOfInput().isEmpty)
    }
  }

  @Test func `a bracket that stays open swallows no words`() {
    var lineMode = start()
    for word in ["go 3", "next", "next", "answer [1 2"] { _ = lineMode.update(word) }
    let said = lineMode.update("help").lines.map(\.text)
    #expect(said.first?.contains("is never closed") == true)
    #expect(said.contains { $0.contains("goes on") || $0.contains("hint") })
    let next = lineMode.update("answer \u{1B}[31m").lines
    #expect(!next.isEmpty)
    #expect(!lineMode.prompt.hasPrefix("the next row"))
  }

  @Test(arguments: 0..<40)
  func `any words at any width`(seed: Int) {
    var numbers = SeededNumbers(seed: seed)
    let width = Int.random(in: 1...200, using: &numbers)
    var lineMode = start(width: width)
    let words = [
      "", "", "", "back", ".", "n", "p", "first", "last", "go 2", "go 99", "open delta2_1",
      "open 1",
      "open W2", "open (", "used W2_11", "close", "change W2_11 = 0.7", "change W2_11 = x",
      "change delta2_1 = 1", "undo", "redo", "restore", "numpy", "copy keyboard", "search blame",
      "search \u{1}", "contents", "help", "zzz", "ü", String(repeating: "y", count: 5000),
    ]
    for _ in 0..<60 where !lineMode.isOver {
      _ = lineMode.update(words.randomElement(using: &numbers) ?? "")
      #expect(lineMode.walk.stops.indices.contains(lineMode.walk.place.stop))
      #expect(!lineMode.prompt.isEmpty)
    }
  }

  private func said(_ words: String...) -> [String] {
    var lineMode = start()
    var lines: [StyledLine] = []
    for word in words { lines = lineMode.update(word).lines }
    return lines.map(\.text)
  }

  @Test func `every word of the table does something`() {
    for entry in Command.entries where !entry.word.isEmpty {
      let lines = said("\(entry.word) \(entry.argument)")
      #expect(!lines.contains { $0.contains("does nothing here") }, "\(entry.word): \(lines)")
    }
  }

  @Test func `a row of keys`() {
    var lineMode = start()
    _ = lineMode.update("n.b")
    #expect(lineMode.walk.place.stop > 0)
    #expect(said("zz") == ["zz does nothing here. help says what does."])
    #expect(said("nxet") == ["nxet does nothing here. Did you mean next?"])
    let long = said(String(repeating: "z", count: 100_000))
    #expect(long == ["zzzzzzzzzzzzzzzzzzzz does nothing here. help says what does."])
  }

  @Test func `a number is opened down to a given`() {
    let lines = said("open delta2_1")
    #expect(lines.first == "  δ⁽²⁾₁ = c₁ · f′(z⁽²⁾₁)")
    let inner = said("open delta2_1", "open 1")
    #expect(inner.first == "  c₁ = W⁽²⁾₁₁ · δ⁽³⁾₁ + W⁽²⁾₂₁ · δ⁽³⁾₂ + W⁽²⁾₃₁ · δ⁽³⁾₃")
    #expect(inner.contains("  4: δ⁽³⁾₂ = −0.0551"))
    let given = said("open delta2_1", "open 1", "open 1")
    #expect(given == ["  W⁽²⁾₁₁ = 0.3", "  Given in the lesson output-error. change changes it."])
    #expect(said("open delta2_1", "open 9") == ["There are numbers 1 to 2."])
    #expect(said("open W2") == ["W⁽²⁾ is 3×2. Name one of its entries, such as W2_12."])
    #expect(said("open nothing_1").first?.contains("nothing") == true)
  }

  @Test func `what if, and back again`() {
    var lineMode = start()
    let before = lineMode.study.lesson.workspace.values
    let (lines, effects) = lineMode.update("change W2_11 = 0.7")
    #expect(lines.first?.text.hasPrefix("What if: ") == true)
    #expect(effects.count == 1)
    #expect(lineMode.study.lesson.workspace.values != before)
    #expect(lineMode.update("undo").lines.first?.text.contains("The lesson's own givens") == true)
    #expect(lineMode.study.lesson.workspace.values == before)
    #expect(said("undo") == ["There is no change to take back."])
    #expect(said("change delta2_1 = 3").first?.contains("computed, not given") == true)
    #expect(said("change W2_11 = 1,5").first?.contains("one number or two") == true)
    #expect(said("change W2_11 = 1/0").first?.contains("not finite") == true)
  }
}
