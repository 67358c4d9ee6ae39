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

  init(_ course: Course, _ progress: Progress, steps: (Course.Entry) -> Int) {
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
        })
    }
  }
}
