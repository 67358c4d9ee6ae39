import Learning
import Lessons
import SourceText
import Terminal

/// Marks files of answers, and folders of them, one after the other: what there is to say of one is
/// said before the next is read.
struct MarkAnswers {
  let session: Session
  private var marker: AnswerMarker
  /// Whether every file could be read and every answer is right.
  private(set) var allRead = true
  private(set) var allRight = true

  init(_ lessons: [Lesson], _ session: Session) {
    self.session = session
    marker = AnswerMarker(lessons)
  }

  /// What became of a file.
  struct Marked {
    var sheet: AnswerSheet
    var marks: [AnswerMarker.Mark] = []
    /// Those that it was marked by.
    var lessons: [Lesson] = []
    /// What is wrong with it, which was also said.
    var complaints: [String] = []
  }

  /// Marks every file.
  ///
  /// - Parameter paths: files, or folders of which every file is one.
  mutating func mark(_ paths: [String], _ tell: (Marked) throws -> Void) throws {
    for path in paths {
      guard Disk.kind(path) == .folder else {
        try tell(marked(path))
        continue
      }
      let names = session.files.list(path).filter { !$0.hasPrefix(".") }
      if names.isEmpty {
        try tell(unmarked(path, "there are no files in this folder"))
      }
      for name in names {
        let file = Paths.joined(path, name)
        switch Disk.kind(file) {
        case .file: try tell(marked(file))
        case .folder:
          try tell(unmarked(file, "this is a folder in a folder of answers; name it, too"))
        case .stream: try tell(unmarked(file, "this is no ordinary file"))
        case .missing: try tell(unmarked(file, "there is no such file"))
        }
      }
    }
  }

  private mutating func marked(_ path: String) -> Marked {
    do throws(Files.Problem) {
      let bytes = try session.files.read(path)
      guard String(validating: bytes, as: UTF8.self) != nil else {
        throw Files.Problem("this is no text in UTF-8; save the answers as UTF-8")
      }
      let sheet = AnswerSheet(SourceFile(path: path, bytes: bytes))
      let (marks, notes, lessons) = marker.marks(sheet)
      if marks.contains(where: { !$0.isRight }) { allRight = false }
      for note in notes { session.complain("\(path): \(note.text)") }
      return Marked(
        sheet: sheet, marks: marks, lessons: lessons, complaints: notes.map(\.text))
    } catch {
      return unmarked(path, error.reason)
    }
  }

  private mutating func unmarked(_ path: String, _ reason: String) -> Marked {
    allRead = false
    session.complain("\(path): \(reason)")
    return Marked(
      sheet: AnswerSheet(SourceFile(path: path, bytes: [])), complaints: [reason])
  }
}
