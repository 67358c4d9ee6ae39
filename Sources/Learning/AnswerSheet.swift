package import Lessons
import Matrices
import Questions
package import SourceText

/// A file of answers, one a line: `STEP/NUMBER: ANSWER`, with `LESSON/` before it where two lessons
/// have the same question. A line that begins with a space goes on with the answer above; lines
/// that are empty or begin with # say nothing.
package struct AnswerSheet: Sendable {
  package struct Entry: Sendable {
    /// The path of the file, as the person wrote it.
    package var file: String
    package var line: Int
    package var id: String
    package var answer: String
  }

  /// What became of one answer.
  package struct Mark: Sendable {
    package var entry: Entry
    package var lesson: String?
    package var isRight: Bool
    /// What is said to it, all at once.
    package var text: String
  }

  package private(set) var entries: [Entry] = []

  package init(_ file: SourceFile) {
    let lines = String(decoding: file.bytes, as: UTF8.self)
      .split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() {
      guard let first = line.first, first != "#", !line.allSatisfy(\.isWhitespace) else { continue }
      let text = line.trimmingPrefix { $0.isWhitespace }
      if first.isWhitespace, !entries.isEmpty {
        // The rows of a matrix on lines of their own.
        entries[entries.count - 1].answer += "; " + text
      } else {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        entries.append(
          Entry(
            file: file.path, line: index + 1, id: parts[0].visible,
            answer: parts.count > 1 ? String(parts[1].trimmingPrefix { $0.isWhitespace }) : ""))
      }
    }
    for index in entries.indices where entries[index].answer.hasPrefix("; ") {
      entries[index].answer.removeFirst(2)
    }
  }

  // MARK: - Marking

  /// Marks every answer by the questions of some lessons.
  package func marks(in lessons: [Lesson]) -> [Mark] {
    var wrong: [String: [Matrix<Double>]] = [:]
    return entries.map { entry in
      let found = lessons.flatMap { lesson in
        lesson.steps.flatMap(\.checks)
          .filter { [$0.id, "\(lesson.name)/\($0.id)"].contains(entry.id) }
          .map { (lesson: lesson, check: $0) }
      }
      guard let (lesson, check) = found.first, found.count == 1 else {
        return Mark(entry: entry, isRight: false, text: problem(entry, found.count, lessons))
      }
      func key(_ check: Check) -> String { "\(lesson.name)/\(check.id)" }
      let judge = Judge(
        check, in: lesson, carried: lesson.carried(to: check) { wrong[key($0)] ?? [] })
      do throws(TypedNumbers.Unreadable) {
        let judgement = try judge.judge(entry.answer)
        if !judgement.isRight, let read = judgement.read { wrong[key(check), default: []] = [read] }
        return Mark(
          entry: entry, lesson: lesson.name, isRight: judgement.isRight,
          text: judge.told(judgement).text)
      } catch {
        return Mark(entry: entry, lesson: lesson.name, isRight: false, text: error.reason)
      }
    }
  }

  private func problem(_ entry: Entry, _ count: Int, _ lessons: [Lesson]) -> String {
    if count > 1 {
      return "Several lessons have this question; write LESSON/\(entry.id) for one of them."
    }
    let ids = lessons.flatMap { lesson in lesson.steps.flatMap(\.checks).map(\.id) }
    guard !ids.isEmpty else { return "These lessons have no questions." }
    let near = nearest(to: entry.id, among: ids) ?? ids[0]
    return "There is no such question. A line is STEP/NUMBER: ANSWER, such as \(near): …"
  }

  /// The questions without an answer in any of some files.
  package static func unanswered(in lessons: [Lesson], by sheets: [AnswerSheet]) -> [String] {
    let ids = Set(sheets.flatMap(\.entries).map(\.id))
    return lessons.flatMap { lesson in
      lesson.steps.flatMap(\.checks).map(\.id)
        .filter { !ids.contains($0) && !ids.contains("\(lesson.name)/\($0)") }
    }
  }
}
