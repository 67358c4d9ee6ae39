package import Learning
package import Lessons
import SourceText

/// Another lesson on the screen, or the same one anew.
extension WalkScreen {
  /// Another study in the place of this one, such as the whole lesson after its beginning.
  package mutating func show(_ study: Study, _ contents: Contents, counter: String? = nil) {
    self.study = study
    self.contents = contents
    self.counter = counter
    passed = []
    mode = .reading
    drafts = [:]
    message = nil
    scrolls = [:]
    sideways = 0
    setAll()
    scroll = landing()
  }

  /// The lesson as its file is now.
  package mutating func reload(_ lesson: Lesson) {
    study.reload(lesson)
    mode = .reading
    scrolls = [:]
    window = nil
    setAll()
    scroll = landing()
    let errors = lesson.findings.count { $0.severity == .error }
    message =
      errors == 0
      ? "Read again."
      : "Read again; it has \(errors) error\(errors == 1 ? "" : "s"). longhand check shows them."
  }
}
