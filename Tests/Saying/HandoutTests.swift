import Kernels
import Lessons
import Matrices
import SourceText
import TestSupport
import Testing

@testable import Saying

struct `A handout` {
  /// What is written is Markdown: read again as a lesson, it has the same prose in the same order.
  @Test(arguments: Repository.lessonPaths)
  func `says what the lesson says`(path: String) throws {
    let lesson = try Repository.lesson(path)
    let text = HandoutWriter.text(ShownLesson(lesson))
    let file = SourceFile(path: "handout.md", bytes: Array(text.utf8))
    let again = LessonReader(.none).lesson(file)
    #expect(again.title == lesson.title)
    #expect(again.namedSteps.count == lesson.namedSteps.count + (lesson.hasQuestions ? 1 : 0))
    for (step, own) in zip(lesson.namedSteps, again.namedSteps) {
      #expect(again.steps[own].title == lesson.steps[step].title)
      let words = lesson.steps[step].words
      let missing = words.filter { !again.steps[own].words.contains($0) }
      #expect(missing.isEmpty, "\(missing.prefix(5))")
    }
    // Every number that a reduction ends with is there.
    for equation in lesson.equations where equation.hasReductions {
      guard let value = equation.value, value.shape.isScalar, value.isFinite else { continue }
      #expect(text.contains(lesson.style.text(value.elements[0]).replacing("−", with: "-")))
    }
  }

  @Test func `what means something to Markdown is escaped`() {
    let file = SourceFile(
      path: "x.md", bytes: Array("## A\n\nTwo \\*stars\\*, a \\_line\\_ and \\`code\\`.\n".utf8))
    let text = HandoutWriter.text(ShownLesson(LessonReader(.none).lesson(file)))
    #expect(text.contains(#"Two \*stars\*, a \_line\_ and \`code\`."#))
  }
}

extension Lesson {
  fileprivate var hasQuestions: Bool { steps.contains { !$0.checks.isEmpty } }
}

extension Lesson.Step {
  /// The words of its paragraphs.
  fileprivate var words: [String] {
    parts.flatMap { part -> [String] in
      guard case .prose(.paragraph(let inlines)) = part else { return [] }
      return inlines.flatMap { inline -> [String] in
        guard case .text(let text) = inline else { return [] }
        return text.split { !$0.isLetter }.map(String.init)
      }
    }
  }
}
