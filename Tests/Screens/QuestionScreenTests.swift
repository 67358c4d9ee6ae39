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

private let text = #"""
  # Small

  ## A sum

  ```math
  W = \begin{bmatrix} 0.3 & -0.1 \\ 0.4 & 0.7 \end{bmatrix}
  x = (0.5, 2)
  z = W x
  ```

  What is $z_1$, to 3 decimals?

  <!-- check
  = z_1
  ? A row times x.
  -->

  And all of z?

  <!-- check
  = z
  -->

  ## Another

  Words.
  """#

private func screen(_ columns: Int = 80, _ rows: Int = 24, due: Int = 0) -> WalkScreen {
  let lesson = LessonReader(.none).lesson(SourceFile(path: "lessons/01-small.md", text: text))
  let entries = ["small", "next"].enumerated().map { index, name in
    Contents.Entry(
      name: name, title: "The \(name)", path: "lessons/0\(index + 1)-\(name).md", state: .untouched)
  }
  var screen = WalkScreen(
    Study(lesson), Contents(lessons: entries, due: due),
    PageStyle(width: columns, ascii: false, hasAttributes: true))
  screen.resize(columns: columns, rows: rows)
  return screen
}

extension WalkScreen {
  /// To the first or second question.
  fileprivate mutating func goToQuestion(_ number: Int) {
    let questions = study.walk.stops.indices.filter { study.walk.stops[$0].check != nil }
    go(to: Walk.Place(stop: questions[number - 1]))
  }

  fileprivate mutating func type(_ keys: String) -> [Effect] {
    keys.flatMap { update($0 == "\n" ? .enter : .character($0)) }
  }
}

struct `A question on the screen` {
  @Test func `carries the numbers of its answer, beside the page where there is room`() {
    var narrow = screen()
    narrow.goToQuestion(1)
    #expect(narrow.shownText.contains("W = ⎡0.3  −0.1⎤      x = ⎡0.5⎤"), "\(narrow.shownText)")
    var wide = screen(130, 24)
    wide.goToQuestion(1)
    let page = wide.shownText
    #expect(page.contains("│ For this question"), "\(page)")
    // Beside the page, and not below it.
    #expect(!page.contains("W = ⎡0.3  −0.1⎤      x = ⎡0.5⎤"), "\(page)")
    #expect(page.contains("│   W = ⎡0.3  −0.1⎤"), "\(page)")
  }

  @Test func `a digit begins the answer here, and a step elsewhere`() {
    var screen = screen()
    _ = screen.type("2")
    #expect(screen.shownText.contains("Go to step: 2"))
    _ = screen.update(.escape)
    screen.goToQuestion(1)
    _ = screen.type("-")
    #expect(screen.shownText.contains("Your answer: -"))
    _ = screen.update(.backspace)
    // 0.3 · 0.5 − 0.1 · 2, by hand.
    let effects = screen.type("-0.05\n")
    #expect(screen.shownText.contains("✓ Right."), "\(screen.shownText)")
    #expect(screen.shownText.contains("= 0.15 − 0.2"), "\(screen.shownText)")
    #expect(effects.count == 1)
    _ = screen.type("2")
    #expect(screen.shownText.contains("Go to step: 2"))
    _ = screen.update(.escape)
    screen.goToQuestion(2)
    _ = screen.type("-0.05")
    #expect(!screen.shownText.contains("Go to step"))
    _ = screen.update(.down)
    _ = screen.type("1.6\n")
    #expect(screen.shownText.contains("✓ Right."), "\(screen.shownText)")
  }

  @Test func `is passed over only when Space is pressed a second time`() {
    var screen = screen()
    screen.goToQuestion(1)
    let place = screen.study.walk.place
    _ = screen.type(" ")
    #expect(screen.study.walk.place == place)
    #expect(screen.shownText.contains("Not answered yet: type it, or H helps."))
    _ = screen.type(" ")
    #expect(screen.study.walk.place != place)
    // It was said once.
    _ = screen.type("h ")
    #expect(screen.study.walk.place != place)
  }

  @Test func `the first reply teaches, H says what, then the working`() {
    let sum = """
      ```math
      x = (0.5, 2)
      s = x_1 + 3 x_2
      ```

      What is $s$?

      <!-- check
      = s
      ? Every entry counts.
      -->
      """
    let lesson = LessonReader(.none).lesson(SourceFile(path: "sum.md", text: sum))
    var screen = WalkScreen(
      Study(lesson), Contents(lessons: []),
      PageStyle(width: 80, ascii: false, hasAttributes: true))
    screen.resize(columns: 80, rows: 40)
    screen.goToQuestion(1)
    // Without the first term.
    _ = screen.type("6\n")
    #expect(screen.shownText.contains("✗ Not yet. Something is missing; a hint says what."))
    for said in [
      "You left out the term x₁.", "Every entry counts.", "= 0.5 + 3 · 2", "= 0.5 + 6",
      "It is this.",
    ] {
      #expect(!screen.shownText.contains("\n   \(said)"), "\(said)")
      _ = screen.type("H")
      #expect(screen.shownText.contains(said), "\(said): \(screen.shownText)")
    }
  }
}

struct `The end of a lesson` {
  @Test func `says what was answered and what is due, and leads on`() {
    var screen = screen(due: 3)
    screen.goToQuestion(1)
    let events = screen.type("-0.05\n")
    #expect(!events.contains { $0 == .record(.finished(lesson: "small")) })
    _ = screen.type("G ")
    let page = screen.shownText
    #expect(page.contains("The end of the lesson: Small."), "\(page)")
    #expect(page.contains("1 of 2 questions answered."))
    #expect(page.contains("Open in step 1: 1 Enter goes there."))
    #expect(page.contains("You can now work out z₁."))
    #expect(page.contains("3 questions are due for practice: longhand practice."))
    #expect(page.contains("Enter goes on to the next lesson: The next."))
    // Its digit is a step, although the last stop may be a question.
    var other = screen
    _ = other.type("1")
    #expect(other.shownText.contains("Go to step: 1"))
    #expect(screen.type("\n") == [.open(path: "lessons/02-next.md")])
  }

  @Test func `a lesson is done when its questions are, and not when it was scrolled past`() {
    var screen = screen()
    let scrolled = screen.type("G")
    #expect(!scrolled.contains { $0 == .record(.finished(lesson: "small")) })
    screen.goToQuestion(1)
    _ = screen.type("-0.05\n")
    screen.goToQuestion(2)
    let events = screen.type("[-0.05; 1.6]\n")
    #expect(events.contains { $0 == .record(.finished(lesson: "small")) }, "\(screen.shownText)")
    _ = screen.type("G ")
    #expect(screen.shownText.contains("All 2 questions are answered."))
    _ = screen.update(.escape)
    #expect(!screen.shownText.contains("The end of the lesson"))
  }

  @Test(arguments: [false, true])
  func `line mode says it, too`(leadsOn: Bool) {
    let whole = screen(due: 1)
    var mode = LineMode(
      whole.study,
      Contents(
        lessons: [
          .init(name: "small", title: "Small", path: "01-small.md", state: .begun),
          .init(name: "next", title: "The next", path: "02-next.md", state: .untouched),
        ], due: 1),
      PageStyle(width: 80, ascii: false, hasAttributes: false),
      ending: .lesson(leadsOn: leadsOn))
    var output = ""
    var effects: [WalkScreen.Effect] = []
    for _ in 0..<12 where !mode.isOver && !effects.contains(.open(path: "02-next.md")) {
      let (lines, new) = mode.update("")
      output += lines.map(\.text).joined(separator: "\n") + "\n"
      effects += new
    }
    #expect(output.components(of: "Not answered yet: type it, or hint helps.") == 2, "\(output)")
    #expect(output.components(of: "0 of 2 questions answered.") == 1, "\(output)")
    #expect(output.contains("1 question is due for practice: longhand practice."))
    #expect(output.contains("Enter goes on to the next lesson: The next.") == leadsOn)
    #expect(effects.contains(.open(path: "02-next.md")) == leadsOn)
    #expect(mode.isOver == !leadsOn)
  }
}

extension String {
  fileprivate func components(of part: String) -> Int {
    ranges(of: part).count
  }
}
