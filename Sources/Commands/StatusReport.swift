import Learning
import Lessons

/// `status` for tools; the names are stable.
struct StatusReport: Encodable {
  struct LessonStatus: Encodable {
    var lesson: String
    var title: String
    var read: Bool
    var steps: Int
    var seen: Int
    var questions: [QuestionStatus]
    /// Questions made from the formulas, on fresh numbers.
    var practice: [PracticeStatus]
  }

  struct PracticeStatus: Encodable {
    /// The kind of question and the LaTeX of what it asks for.
    var id: String
    /// How often it was right more than wrong, from 0.
    var level: Int
    /// The day from which on it is asked again: `2026-11-21`.
    var due: String
    var isDue: Bool
    var isSolid: Bool
  }

  struct QuestionStatus: Encodable {
    /// The step's anchor and the number of the question in it.
    var id: String
    /// right, wrong or helped, in order.
    var tries: [String]
    var answered: Bool
  }

  var lessons: [LessonStatus]
  var latest: String?

  /// - Parameter day: today, counted from 1970-01-01.
  init(
    _ course: Course, _ progress: Progress, on day: Int, steps: (Course.Entry) -> Int
  ) {
    latest = progress.latest
    lessons = course.entries.map { entry in
      let count = steps(entry)
      let isRead = progress.finished.contains(entry.name)
      return LessonStatus(
        lesson: entry.name, title: entry.title, read: isRead, steps: count,
        seen: isRead ? count : progress.seenSteps(of: entry.name),
        questions: (progress.answers[entry.name] ?? [:]).sorted { $0.key < $1.key }.map {
          QuestionStatus(
            id: $0.key, tries: $0.value.map(\.rawValue), answered: $0.value.contains(.right))
        },
        practice: (progress.memories[entry.name] ?? [:]).sorted { $0.key < $1.key }.map {
          PracticeStatus(
            id: $0.key, level: $0.value.level, due: Day(number: $0.value.due).text,
            isDue: $0.value.due <= day, isSolid: $0.value.isSolid(on: day))
        })
    }
  }
}
