import ArgumentParser
import Kernels
import Learning
import Lessons
import Notation
import Questions
import Screens
import Typesetting

struct PracticeLessons: Command {
  static let configuration = CommandConfiguration(
    commandName: "practice",
    abstract: "Self-checks on fresh numbers: what is due, then what is new.",
    discussion: """
      Questions come from the formulas of the lessons: shapes, entries, formulas, the order of the \
      steps, a slip to be found, lines of derivations and their rules. Without a lesson they come \
      from all that you have begun; with a seed from the whole course.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(
    help: ArgumentHelp(
      "The same questions with the same numbers for everyone who gives this name or number, "
        + "whatever is due.", valueName: "name"))
  var seed: String?

  @Option(help: "How many questions.")
  var count = 6

  @Argument(help: "A file, or a lesson of the course by name or number.")
  var lesson: String?

  func run(in surroundings: Surroundings) throws {
    var session = Session(options, surroundings)
    session.takeCourse(of: lesson)
    guard (1...Self.most).contains(count) else {
      session.complain("--count is a number of questions, 1 to \(Self.most)")
      throw Stop.usage
    }
    var journal = Journal(surroundings, of: session.course)
    let lessons = try self.lessons(session, journal.progress())
    var practice = Practice(
      lessons, journal.progress(), count: count, day: surroundings.today(),
      seed: seed.map { UInt64($0) ?? RandomNumbers.seed($0) } ?? UInt64.random(in: 0...UInt64.max),
      isRepeatable: seed != nil)
    guard practice.current != nil else {
      let names = lessons.map(\.name).joined(separator: ", ")
      session.complain(
        "there is nothing to practise: no formula in \(names) is worked out by hand, or every set "
          + "of numbers hides a slip. Name another lesson; longhand list shows them.")
      throw Stop.findings
    }
    let notice = journal.takeNotice()
    let complaint =
      session.isFullScreen
      ? try runFullScreen(&practice, session, &journal)
      : try runLineMode(&practice, session, &journal)
    for complaint in [notice, complaint].compactMap(\.self) { session.complain(complaint) }
    try session.write([StyledLine(practice.summary, .remark)])
  }

  private static let most = 100

  /// The lesson asked for, or those that have been begun, or the first of the course.
  private func lessons(_ session: Session, _ progress: Progress) throws -> [Lesson] {
    if let lesson {
      let found = try session.lesson(lesson)
      guard !found.isEmpty else {
        session.writeToError(session.printed(found.findings))
        throw Stop.findings
      }
      return [found]
    }
    let course = Course.read(session.directory, session.files)
    let begun = course.entries.filter { entry in
      progress.finished.contains(entry.name) || progress.places[entry.name] != nil
        || progress.memories[entry.name] != nil
    }
    let entries =
      seed != nil ? course.entries : begun.isEmpty ? Array(course.entries.prefix(1)) : begun
    guard !entries.isEmpty else {
      session.complain(
        "there is no course in \(session.directory). Name a lesson, or the folder of the lessons "
          + "with --lessons.")
      throw Stop.usage
    }
    let reader = session.reader
    return entries.map { reader.lesson(at: $0.path) }
  }

  // MARK: - Asking

  private func runFullScreen(
    _ practice: inout Practice, _ session: Session, _ journal: inout Journal
  ) throws -> String? {
    guard let first = practice.current else { return nil }
    try session.beginFullScreen()
    defer { session.surroundings.screen.end() }
    var walk = FullScreenWalk(session, journal, Study(first.lesson), path: nil)
    try walk.askForBackground()
    return try ask(&practice, &journal) { question, counter in
      let ending = try walk.run(Study(question.lesson), Contents(lessons: []), counter: counter)
      return (ending, walk.reader.study)
    }
  }

  private func runLineMode(
    _ practice: inout Practice, _ session: Session, _ journal: inout Journal
  ) throws -> String? {
    let started = journal
    let complaint = try ask(&practice, &journal) { question, counter in
      let head = "\(counter), from \(question.item.lesson)"
      try session.write([[], session.style.words(head, .muted)])
      var walk = LineModeWalk(
        session, started, Study(question.lesson), Contents(lessons: []), path: nil)
      let ending = try walk.run()
      return (ending, walk.lineMode.study)
    }
    try session.write([[]])
    return complaint
  }

  /// Asks one question after the other, and keeps how each went.
  /// - Returns: what to tell the student when the screen is theirs again: that it cannot be kept.
  private func ask(
    _ practice: inout Practice, _ journal: inout Journal,
    _ walk: (Question, String) throws -> (WalkEnding, Study)
  ) throws -> String? {
    var complaint: String?
    while let question = practice.current {
      let (ending, study) = try walk(question, practice.counter)
      let isFinished = if case .finished = ending { true } else { false }
      for event in practice.finish(study.attempt(question.check), isLeft: !isFinished) {
        complaint = journal.record(event) ?? complaint
      }
      guard isFinished else { break }
    }
    return complaint
  }
}
