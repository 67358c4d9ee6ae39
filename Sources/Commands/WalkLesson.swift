import ArgumentParser
import Learning
import Lessons
import Notation
import Screens
import SourceText
import Terminal
import Typesetting

struct WalkLesson: Command {
  static let configuration = CommandConfiguration(
    commandName: "walk",
    abstract: "Walk a lesson: a file, a lesson's name or its number; or the course of a folder.")

  @OptionGroup var options: GlobalOptions

  @OptionGroup var numbers: NumbersOption

  @Argument(help: "A file, or a lesson of the course by name or number.", completion: .lessons)
  var lesson: String?

  func run(in surroundings: Surroundings) throws {
    var session = Session(options, surroundings)
    var lesson = lesson
    if let folder = lesson, Disk.kind(folder) == .folder {
      // A course: one goes on in it.
      session.directory =
        folder.count > 1 && folder.hasSuffix("/") ? String(folder.dropLast()) : folder
      lesson = nil
    }
    if let lesson, Disk.kind(lesson) == .file {
      // A lesson by its path belongs to the course of its folder.
      session.course = Course.identity(of: Paths.directory(lesson), session.files)
    } else {
      session.course = Course.identity(of: session.directory, session.files)
    }
    let seed = try numbers.seed(session)
    var journal = Journal(surroundings, of: session.course)
    if let lesson, Disk.isStandardInput(lesson) {
      // The lesson came where keys would come: all of it is written.
      let lesson = try readable(try session.lesson(lesson), session)
      try session.write(whole: try session.lesson(lesson, withNumbersOf: seed))
      return
    }
    var path: String
    var notice: String?
    if let lesson {
      path = try session.path(lesson)
    } else {
      guard let next = try goOn(session, &journal, &notice) else { return }
      path = next
    }
    while let next = try walk(path, seed, session, &journal, notice) {
      path = next
      notice = nil
    }
  }

  /// The lesson where one stopped, or the first that is not done; the contents, and what is due,
  /// are written where they stay on the screen.
  ///
  /// - Parameter notice: what is due, for the screen of a lesson.
  private func goOn(
    _ session: Session, _ journal: inout Journal, _ notice: inout String?
  ) throws -> String? {
    let course = Course.read(session.directory, session.files)
    let progress = journal.progress()
    if !session.isFullScreen || course.entries.isEmpty {
      try ListLessons.write(course, &journal, session)
    }
    if course.entries.isEmpty { throw Stop.findings }
    let due = progress.due(on: session.surroundings.today())
    if due > 0 {
      notice = Contents(lessons: [], due: due).dueText
      if !session.isFullScreen, let notice { try session.write([[], StyledLine(notice, .remark)]) }
    }
    let open = course.entries.filter { !progress.finished.contains($0.name) }
    let latest = open.first { $0.name == progress.latest }
    guard let next = latest ?? open.first ?? (session.isFullScreen ? course.entries.first : nil)
    else {
      try session.write([[], StyledLine("Every lesson is done.", .remark)])
      return nil
    }
    if !session.isFullScreen { try session.write([[]]) }
    return session.surroundings.inputIsTerminal ? next.path : nil
  }

  /// - Returns: the lesson to go to next, if one was chosen.
  private func walk(
    _ path: String, _ seed: String?, _ session: Session, _ journal: inout Journal,
    _ notice: String?
  ) throws -> String? {
    // What needs no mathematics is on the screen while the mathematics runs.
    var outline = session.reader.outline(at: path)
    if outline?.isEmpty ?? true { outline = try readable(try session.lesson(path), session) }
    guard let outline else { return nil }
    if let complaint = try begin(outline.name, path, seed, session, &journal) {
      session.complain(complaint)
    }
    /// What is known, with whose numbers the lesson has.
    func progress(_ journal: Journal) -> Progress {
      var progress = journal.progress()
      if let seed { progress.note(.seed(lesson: outline.name, seed)) }
      return progress
    }
    if session.isFullScreen {
      try session.beginFullScreen()
      defer { session.surroundings.screen.end() }
      let progress = progress(journal)
      var walk = FullScreenWalk(session, journal, progress.study(outline), path: path)
      defer { journal = walk.journal }
      walk.notice = notice
      walk.seed = progress.seeds[outline.name]
      try walk.begin()
      let contents = session.computing { self.contents(session, progress, outline) }
      let study = try session.computing { progress.study(try session.lesson(path)) }
      if case .open(let next) = try walk.run(study, contents) { return next }
      return nil
    }
    try session.writeTitle(outline.title)
    let lesson = try session.lesson(path)
    var walk = LineModeWalk(
      session, journal, progress(journal).study(lesson),
      contents(session, journal.progress(), lesson), path: path)
    walk.seed = progress(journal).seeds[outline.name]
    defer { journal = walk.journal }
    switch try walk.run() {
    case .open(let next): return next
    case .quit: return nil
    case .finished: return nil
    }
  }

  /// Keeps whose numbers a lesson has from here on.
  /// - Returns: what to tell the student.
  private func begin(
    _ lesson: String, _ path: String, _ seed: String?, _ session: Session,
    _ journal: inout Journal
  ) throws -> String? {
    guard let seed else { return nil }
    _ = try session.lesson(try session.lesson(path), withNumbersOf: seed)
    guard journal.progress().seeds[lesson] != seed, !Paths.isHandedOver(path) else { return nil }
    return journal.record(.seed(lesson: lesson, seed))
  }

  /// A lesson with something to walk; what stands in the way is said.
  private func readable(_ lesson: Lesson, _ session: Session) throws -> Lesson {
    guard lesson.isEmpty else { return lesson }
    session.writeToError(session.printed(lesson.findings))
    throw Stop.findings
  }

  private func contents(
    _ session: Session, _ progress: Progress, _ lesson: Lesson
  ) -> Contents {
    let course = Course.read(session.directory, session.files)
    return Contents(
      lessons: course.entries.map { entry in
        let state: Contents.Entry.State =
          progress.finished.contains(entry.name)
          ? .done : progress.places[entry.name] != nil ? .begun : .untouched
        return Contents.Entry(
          name: entry.name, title: entry.title, path: entry.path, state: state)
      }, seen: progress.seen[lesson.name] ?? [],
      due: progress.due(on: session.surroundings.today()))
  }
}
