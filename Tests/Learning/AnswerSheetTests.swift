import Learning
import Lessons
import SourceText
import TestSupport
import Testing

private func marks(_ text: String, _ paths: String...) throws -> [String] {
  let lessons = try paths.map { try Repository.lesson($0) }
  let sheet = AnswerSheet(SourceFile(path: "answers.txt", text: text))
  return sheet.marks(in: lessons).map {
    "\($0.entry.line) \($0.isRight ? "✓" : "✗") \($0.entry.id): \($0.text)"
  }
}

private let hidden = "lessons/05-hidden-error.md"

struct `A file of answers` {
  @Test func `each answer is marked, with everything there is to say`() throws {
    let text = """
      # The hidden error

      the-whole-layer/1: 2x1
      the-whole-layer/3: [0.076; -0.036]
      hidden-error/the-whole-layer/3:
        0.018
        -0.009
      find-the-slip/1: 2
      """
    #expect(
      try marks(text, hidden) == [
        "3 ✓ the-whole-layer/1: Right.",
        "4 ✗ the-whole-layer/3: That is the blame before the slope f′ is taken into account.",
        "5 ✓ hidden-error/the-whole-layer/3: Right.", "8 ✗ find-the-slip/1: Wrong.",
      ])
  }

  @Test(arguments: [
    ("the-whole-layr/1: 2", "There is no such question."),
    ("nonsense", "There is no such question."),
    ("the-whole-layer/3:", "There is no answer yet."),
    ("the-whole-layer/3: [1; 2", "This [ is never closed"),
    ("the-whole-layer/3: 1", "Yours is 1×1, it is 2×1."),
    ("the-whole-layer/3: 0.018 7", "1 of 2 entries are right."),
    ("the-whole-layer/1: \u{1B}[31m", "A shape is rows by columns"),
  ])
  func `what cannot be marked says why`(line: String, start: String) throws {
    let found = try #require(try marks(line, hidden).first)
    #expect(found.contains("✗"))
    #expect(found.contains(": \(start)"), "\(found)")
  }

  @Test func `rows of a matrix on lines of their own`() {
    let lesson = LessonReader(.none).lesson(
      SourceFile(
        path: "q.md",
        text: "## S\n\n```math\nA = \\begin{bmatrix} 1 & 2 \\\\ 3 & 4 \\end{bmatrix}\n```\n\nA?\n\n"
          + "<!-- check\n= A\n-->\n"))
    let sheet = AnswerSheet(SourceFile(path: "a", text: "s/1:\n  1 2\n  3 4\n"))
    #expect(sheet.marks(in: [lesson]).map(\.isRight) == [true])
  }

  @Test func `answers in several files are each of their own file`() throws {
    let lessons = [try Repository.lesson(hidden)]
    let sheets = [("a.txt", "the-whole-layer/1: 2x1"), ("b.txt", "\nfind-the-slip/1: 7")].map {
      AnswerSheet(SourceFile(path: $0, text: $1))
    }
    let marks = sheets.flatMap { $0.marks(in: lessons) }
    #expect(
      marks.map { "\($0.entry.file):\($0.entry.line) \($0.isRight)" } == [
        "a.txt:1 true", "b.txt:2 false",
      ])
    #expect(
      AnswerSheet.unanswered(in: lessons, by: sheets) == [
        "blame-for-one-hidden-unit/1", "the-whole-layer/2", "the-whole-layer/3",
        "derived/1", "any-number-of-layers/1",
      ])
  }

  @Test func `an empty file, and questions that two lessons have`() throws {
    #expect(try marks("\n# nothing\n", hidden) == [])
    let both = try marks("find-the-slip/1: 2", hidden, "lessons/09-sparse-hidden-error.md")
    #expect(both.count == 1)
    let sheet = AnswerSheet(SourceFile(path: "a", text: "the-whole-layer/1: 2x1"))
    #expect(
      AnswerSheet.unanswered(in: [try Repository.lesson(hidden)], by: [sheet]) == [
        "blame-for-one-hidden-unit/1", "the-whole-layer/2", "the-whole-layer/3",
        "derived/1", "any-number-of-layers/1", "find-the-slip/1",
      ])
  }
}
