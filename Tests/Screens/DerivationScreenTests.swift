import Learning
import Lessons
import Screens
import SourceText
import TestSupport
import Testing
import Typesetting

private let text = #"""
  # Small

  ## A slope

  ```math
  t = 0.4
  f(z) = \frac{1}{1 + e^{-z}}
  ```

  ```math
  \begin{aligned}
  \frac{\partial f(3 t)}{\partial t} &= f'(3 t) \frac{\partial [3 t]}{\partial t} \\
  &= 3 f'(3 t) \\
  &= f'(t)
  \end{aligned}
  ```

  Words behind it.
  """#

struct `A derivation` {
  private static let lesson = LessonReader(.none).lesson(
    SourceFile(path: "lessons/01-small.md", text: text))

  private func screen(_ columns: Int, _ rows: Int, ascii: Bool = false) -> WalkScreen {
    var screen = WalkScreen(
      Study(Self.lesson), Contents(lessons: [], due: 0),
      PageStyle(width: columns, ascii: ascii, hasAttributes: true))
    screen.resize(columns: columns, rows: rows)
    return screen
  }

  private func press(_ keys: String, _ screen: inout WalkScreen) {
    for key in keys { _ = screen.update(.character(key)) }
  }

  @Test(arguments: [(80, 24), (100, 40)]) func `is walked line by line, with the reason of each`(
    columns: Int, rows: Int
  ) {
    var screen = screen(columns, rows)
    press(" ", &screen)
    #expect(!screen.shownText.contains("✓"))
    press(" ", &screen)
    #expect(screen.shownText.contains("chain rule ✓"))
    #expect(!screen.shownText.contains("linear formula"))
    press(" ", &screen)
    #expect(screen.shownText.contains("derivative of a linear formula ✓"))
    press(" ", &screen)
    #expect(screen.shownText.contains("line 4: the largest difference is"))
    #expect(screen.shownText.contains("✗"))
    press("\u{1B}", &screen)
  }

  @Test func `shows its rule as a formula, and the numbers of a line, when they are asked for`() {
    var screen = screen(80, 40)
    press("  w", &screen)
    #expect(screen.shownText.contains("∂f(u) = f′(u) ∂u"))
    press("v", &screen)
    #expect(!screen.shownText.contains("∂f(u)"))
    // f'(1.2) · 3, with f' = f (1 − f): 0.5337 by hand.
    #expect(screen.shownText.contains("0.5337"))
    press("v", &screen)
    #expect(!screen.shownText.contains("0.5337"))
    // Behind it, in the same step, the last line is still the one that is meant.
    press("   w", &screen)
    #expect(screen.shownText.contains("Line 4 does not follow from the one above."))
  }

  @Test func `is told of where there is none`() {
    var screen = screen(80, 24)
    press("w", &screen)
    #expect(screen.shownText.contains("No line of a derivation is here."))
  }

  @Test func `has no sign that ASCII lacks`() {
    var screen = screen(80, 40, ascii: true)
    press("    w", &screen)
    #expect(screen.shownText.allSatisfy { $0.isASCII || $0 == "\n" })
    #expect(screen.shownText.contains("chain rule yes"))
  }
}
