import Lessons
import Questions

/// What a lesson has come to at its end: what was answered, and not what was scrolled past.
package struct LessonEnd: Sendable {
  /// How many questions were answered, on any day.
  package var answered = 0
  package var count = 0
  /// The steps with a question that is open, each once, as they are counted.
  package var openSteps: [Int] = []
  /// What who has answered the questions can do.
  package var skills: [String] = []
}

extension Study {
  /// Whether a question of the lesson has been neither answered nor shown.
  package var hasOpenQuestions: Bool { lesson.steps.contains { !open($0).isEmpty } }

  /// Whether the lesson is done: its questions are, or, where it has none, it was read to its end.
  package var isDone: Bool {
    !hasOpenQuestions && (walk.isAtEnd || lesson.steps.contains { !$0.checks.isEmpty })
  }

  package var end: LessonEnd {
    var end = LessonEnd()
    let named = lesson.namedSteps
    for (index, step) in lesson.steps.enumerated() {
      end.count += step.checks.count
      let answered = step.checks.filter { attempt($0).isSolved }
      end.answered += answered.count
      end.skills += answered.map(\.question.skill)
      if !open(step).isEmpty, let number = named.firstIndex(of: index) {
        end.openSteps.append(number + 1)
      }
    }
    return end
  }

  private func open(_ step: Lesson.Step) -> [Check] {
    step.checks.filter { attempt($0).canHelp }
  }
}
