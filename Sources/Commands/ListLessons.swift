import ArgumentParser
import Learning
import Lessons
import Notation
import SourceText
import Typesetting

struct ListLessons: Command {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The lessons of the course, and which of them are done.")

  @OptionGroup var options: GlobalOptions

  func run(in surroundings: Surroundings) throws {
    let session = Session(options, surroundings)
    let course = Course.read(session.directory, session.files)
    var journal = Journal(surroundings, of: session.course)
    try Self.write(course, &journal, session)
    if !course.findings.isEmpty { throw Stop.findings }
  }

  static func write(_ course: Course, _ journal: inout Journal, _ session: Session) throws {
    let progress = journal.progress()
    if !course.findings.isEmpty {
      session.writeToError(session.printed(course.findings))
    }
    let width = course.entries.map(\.name.count).max() ?? 0
    try session.write(
      course.entries.map { entry in
        let isRead = progress.finished.contains(entry.name)
        let mark =
          isRead ? "✓ done   " : progress.places[entry.name] != nil ? "· begun  " : "         "
        let title = session.style.ascii ? entry.title.transliterated : entry.title
        return StyledLine(session.style.ascii ? asciiMark(mark) : mark, isRead ? .good : .muted)
          + StyledLine(entry.name, .strong) + .spaces(width - entry.name.count + 2)
          + StyledLine(title)
      })
    if let notice = journal.takeNotice() { session.complain(notice) }
  }

  private static func asciiMark(_ mark: String) -> String {
    mark.replacing("✓", with: "+").replacing("·", with: "-")
  }
}
