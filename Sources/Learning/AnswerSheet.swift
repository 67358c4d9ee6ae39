package import Lessons
import Questions
package import SourceText

/// A file of answers, one a line: `STEP/NUMBER: ANSWER`, with `LESSON/` before it where two lessons
/// have the same question. A line that begins with a space goes on with the answer above; lines
/// that are empty or begin with # say nothing. A question may be answered several times: then these
/// are tries, in their order. What is handed in says at its head which lesson it is for:
///
///     lesson: hidden-error
///     version: 9f3a61c2d4e5b607
///     seed: ada
package struct AnswerSheet: Sendable {
  package struct Entry: Sendable {
    /// The path of the file, as the person wrote it.
    package var file: String
    package var line: Int
    package var id: String
    package var answer: String
  }

  package let file: String
  package private(set) var entries: [Entry] = []
  /// The lesson, and which of its versions, that the answers are for; nil where nothing is said.
  package private(set) var lesson: String?
  package private(set) var version: String?
  /// Whose numbers the lesson had.
  package private(set) var seed: String?

  package init(_ file: SourceFile) {
    self.file = file.path
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
        let answer = parts.count > 1 ? String(parts[1].trimmingPrefix { $0.isWhitespace }) : ""
        guard !takeHead(parts[0], answer.visible) else { continue }
        entries.append(
          Entry(file: file.path, line: index + 1, id: parts[0].visible, answer: answer))
      }
    }
    for index in entries.indices where entries[index].answer.hasPrefix("; ") {
      entries[index].answer.removeFirst(2)
    }
  }

  /// Before the first answer stands which lesson it is.
  private mutating func takeHead(_ word: Substring, _ value: String) -> Bool {
    guard entries.isEmpty, !value.isEmpty else { return false }
    switch word {
    case "lesson": lesson = value
    case "version": version = value
    case "seed": seed = value
    default: return false
    }
    return true
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
