import ArgumentParser
import Learning
import Lessons
import SourceText
import Terminal

struct HandInLesson: Command {
  static let configuration = CommandConfiguration(
    commandName: "hand-in",
    abstract: "Write your answers to a lesson into a file, for a teacher.",
    discussion: """
      Every try is in it, as it was typed, and nothing else; look into it before you send it. A \
      teacher marks it with longhand check LESSON --answers FILE.
      """)

  @OptionGroup var options: GlobalOptions

  @Argument(help: "A file, or a lesson of the course by name or number.", completion: .lessons)
  var lesson: String

  @Argument(help: "The new file; - writes to standard output.")
  var file: String

  func run(in surroundings: Surroundings) throws {
    var session = Session(options, surroundings)
    session.takeCourse(of: self.lesson)
    var journal = Journal(surroundings, of: session.course)
    let lesson = try session.lesson(self.lesson)
    guard !lesson.isEmpty else {
      session.writeToError(session.printed(lesson.findings))
      throw Stop.findings
    }
    let handIn = HandIn(lesson, journal.progress())
    if let notice = journal.takeNotice() { session.complain(notice) }
    guard handIn.tries > 0 else {
      session.complain(
        "there are no answers of yours to \(lesson.name)\(Self.remark(handIn)). Answer its questions "
          + "first: longhand \(self.lesson.visible).")
      throw Stop.findings
    }
    if file == "-" {
      try session.write(handIn.text)
    } else {
      try create(handIn.text, session)
      try session.write(session.wrapped(Self.summary(handIn, file)) + "\n")
    }
  }

  private func create(_ text: String, _ session: Session) throws {
    do throws(Disk.Failure) {
      if try Disk.create(file, with: Array(text.utf8)) { return }
      session.complain("\(file): there is such a file already; name another one, or move it away")
    } catch {
      session.complain("\(file): \(error.reason)")
    }
    throw Stop.usage
  }

  private static func summary(_ handIn: HandIn, _ file: String) -> String {
    func count(_ number: Int, _ one: String, _ several: String) -> String {
      "\(number) \(number == 1 ? one : several)"
    }
    let open = handIn.open.isEmpty ? "" : " Not answered: \(handIn.open.joined(separator: ", "))."
    return "\(count(handIn.tries, "try", "tries")) at "
      + "\(count(handIn.tried.count, "question", "questions")) in \(file)\(remark(handIn)).\(open)"
  }

  /// What was left out.
  private static func remark(_ handIn: HandIn) -> String {
    var parts: [String] = []
    if handIn.changed > 0 {
      parts.append("\(handIn.changed) with other numbers are not marked")
    }
    if !handIn.untyped.isEmpty {
      parts.append(
        "an older longhand did not keep what you typed at \(handIn.untyped.joined(separator: ", "))"
      )
    }
    return parts.isEmpty ? "" : " (" + parts.joined(separator: "; ") + ")"
  }
}
