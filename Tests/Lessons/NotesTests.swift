import Testing

@testable import Lessons

struct `Notes of a lecturer` {
  @Test func `have formulas in the middle of a line, too`() {
    let notes = Notes(
      """
      The frequency is $$\\omega = 2$$ and the period $$T = 3.$$ Then
      $$x = 1$$, and \\[ y = 2 \\] as well.
      In code, `$$` means nothing.
      """)
    #expect(notes.formulas.map(\.latex) == ["\\omega = 2", "T = 3.", "x = 1", "y = 2"])
    #expect(notes.formulas.map(\.line) == [1, 1, 2, 2])
    let lines = notes.text.split(separator: "\n", omittingEmptySubsequences: false)
    for formula in notes.formulas {
      #expect(lines[formula.lines.lowerBound - 1] == formula.latex)
    }
    for word in ["The frequency is ", " and the period ", " Then", ", and ", " as well."] {
      #expect(lines.contains(Substring(word)), "\(word) is lost")
    }
  }
}
