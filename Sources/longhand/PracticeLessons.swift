import ArgumentParser
import Learning
import Lessons
import Notation
import Screens
import Terminal
import Typesetting

struct PracticeLessons: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "practice",
    abstract: "Self-checks on fresh numbers: what is due, then what is new.",
    discussion: """
      Questions come from the formulas of the lessons: shapes, entries, formulas, the order of the \
      steps, a slip to be found. Without a lesson they come from all that you have begun.
      """)

  @OptionGroup var options: GlobalOptions

  @Option(help: "Repeat a set: the same questions with the same numbers.")
  var seed: UInt64?

  @Option(help: "How many questions.")
  var count = 6

  @Argument(help: "A file, or a lesson of the course by name or number.")
  var lesson: String?

  func run() throws {
    let session = Session(options)
    guard (1...Self.most).contains(count) else {
      session.complain("--count is a number of questions, 1 to \(Self.most)")
      throw Stop.usage
    }
    var journal = Journal()
    let lessons = try self.lessons(session, journal.progress())
    let seed = seed ?? UInt64.random(in: 1...9999)
    var practice = Practice(
      lessons, journal.progress(), count: count, day: Day.today.number, seed: seed,
      isRepeatable: self.seed != nil)
    guard practice.current != nil else {
      session.complain(
        "there is nothing to practise: no formula in \(lessons.map(\.name).joined(separator: ", ")) "
          + "is worked out by hand, or every set of numbers hides a slip.")
      throw Stop.findings
    }
    if session.isFullScreen {
      try runFullScreen(&practice, session, &journal)
    } else {
      try runLineMode(&practice, session, &journal)
    }
    let repeating = ["longhand practice", lesson, "--seed \(seed)"].compactMap { $0 }
    try session.write([
      StyledLine(practice.summary, .remark),
      StyledLine("The same again: \(repeating.joined(separator: " "))", .muted),
    ])
  }

  private static let most = 100

  /// The lesson asked for, or those that have been begun, or the first of the course.
  private func lessons(_ session: Session, _ progress: Progress) throws -> [Lesson] {
    if let lesson {
      let found = try session.lesson(lesson)
      guard !found.steps.isEmpty else {
        try? TerminalDevice.write(session.printed(found.findings), toError: true)
        throw Stop.findings
      }
      return [found]
    }
    let course = Course.read(session.directory, session.files)
    let begun = course.entries.filter { entry in
      progress.finished.contains(entry.name) || progress.places[entry.name] != nil
        || progress.memories[entry.name] != nil
    }
    let entries = begun.isEmpty ? Array(course.entries.prefix(1)) : begun
    guard !entries.isEmpty else {
      session.complain(
        "there is no course in \(session.directory). Name a lesson, or the folder of the lessons "
          + "with --lessons.")
      throw Stop.usage
    }
    let reader = LessonReader(session.files)
    return entries.map { reader.lesson(at: $0.path) }
  }

  // MARK: - On the screen

  private func runFullScreen(
    _ practice: inout Practice, _ session: Session, _ journal: inout Journal
  ) throws {
    guard let first = practice.current else { return }
    guard FullScreen.begin() else { throw Stop.usage }
    defer { FullScreen.end() }
    var walk = FullScreenWalk(session, journal, Study(first.lesson), path: nil)
    try walk.askForBackground()
    while let question = practice.current {
      let ending = try walk.run(
        Study(question.lesson), Contents(lessons: []), counter: practice.counter)
      let attempt = walk.reader.study.attempt(question.check)
      guard keep(attempt, ending, &practice, session, &journal) else { return }
    }
  }

  private func runLineMode(
    _ practice: inout Practice, _ session: Session, _ journal: inout Journal
  ) throws {
    while let question = practice.current {
      let head = "\(practice.counter), from \(question.item.lesson)"
      try session.write([[], session.style.words(head, .muted)])
      var walk = LineModeWalk(
        session, journal, Study(question.lesson), Contents(lessons: []), path: nil)
      let ending = try walk.run()
      let attempt = walk.lineMode.study.attempt(question.check)
      guard keep(attempt, ending, &practice, session, &journal) else { break }
    }
    try session.write([[]])
  }

  /// - Returns: whether to go on.
  private func keep(
    _ attempt: Attempt, _ ending: WalkEnding, _ practice: inout Practice, _ session: Session,
    _ journal: inout Journal
  ) -> Bool {
    let isFinished = if case .finished = ending { true } else { false }
    if let line = practice.finish(attempt, isLeft: !isFinished),
      let complaint = journal.record(line)
    {
      session.complain(complaint)
    }
    return isFinished
  }
}
