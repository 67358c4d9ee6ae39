import ArgumentParser
import Learning
import Lessons
import Notation
import Screens
import SourceText
import Terminal

struct WalkLesson: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "walk", abstract: "Walk a lesson: a file, a lesson's name or its number.")

  @OptionGroup var options: GlobalOptions

  @Argument(help: "A file, or a lesson of the course by name or number.")
  var lesson: String?

  func run() throws {
    let session = Session(options)
    var journal = Journal()
    guard lesson != "-" else {
      // The lesson came where keys would come: all of it is written.
      let lesson = try session.lesson("-")
      try session.write(StopPrinter(lesson, session.style).whole())
      return
    }
    var path: String
    if let lesson {
      path = try session.path(lesson)
    } else {
      guard let next = try goOn(session, journal) else { return }
      path = next
    }
    while let next = try walk(path, session, &journal) { path = next }
  }

  /// The lesson where one stopped, or the first that has not been read; the contents are written
  /// where they stay on the screen.
  private func goOn(_ session: Session, _ journal: Journal) throws -> String? {
    let course = Course.read(session.directory, session.files)
    let progress = journal.progress()
    if !session.isFullScreen || course.entries.isEmpty {
      try ListLessons.write(course, progress, session)
    }
    let unread = course.entries.filter { !progress.finished.contains($0.name) }
    let latest = unread.first { $0.name == progress.latest }
    guard let next = latest ?? unread.first ?? (session.isFullScreen ? course.entries.first : nil)
    else {
      if !course.entries.isEmpty {
        try session.write([[], StyledLine("You have read every lesson.", .remark)])
      }
      return nil
    }
    if !session.isFullScreen { try session.write([[]]) }
    return TerminalDevice.inputIsTerminal ? next.path : nil
  }

  /// - Returns: the lesson to go to next, if one was chosen.
  private func walk(
    _ path: String, _ session: Session, _ journal: inout Journal
  ) throws -> String? {
    // What needs no mathematics is on the screen while the mathematics runs.
    let outline = LessonReader(session.files).outline(at: path)
    guard let outline, !outline.steps.isEmpty else {
      _ = try readable(try session.lesson(path), session)
      return nil
    }
    if session.isFullScreen {
      guard FullScreen.begin() else { throw Stop.usage }
      defer { FullScreen.end() }
      var walk = FullScreenWalk(session, journal, outline, path: path)
      defer { journal = walk.journal }
      try walk.paint()
      if session.choosesTheme { try session.write(FullScreen.question) }
      let contents = contents(session, journal.progress(), outline)
      if case .open(let next) = try walk.run(try session.lesson(path), contents) { return next }
      return nil
    }
    try session.write(StopPrinter.title(outline.title, session.style))
    let lesson = try session.lesson(path)
    var walk = LineModeWalk(
      session, journal, lesson, contents(session, journal.progress(), lesson), path: path)
    defer { journal = walk.journal }
    return try walk.run(isTitled: true)
  }

  /// A lesson with something to walk; what stands in the way is said.
  private func readable(_ lesson: Lesson, _ session: Session) throws -> Lesson {
    guard lesson.steps.isEmpty else { return lesson }
    try? TerminalDevice.write(session.printed(lesson.findings), toError: true)
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
          ? .read : progress.places[entry.name] != nil ? .begun : .untouched
        return Contents.Entry(
          name: entry.name, title: entry.title, path: entry.path, state: state)
      }, seen: progress.seen[lesson.name] ?? [])
  }
}

/// The loop of line mode: a line in, lines out.
struct LineModeWalk {
  let session: Session
  var journal: Journal
  private var lineMode: LineMode
  private let path: String

  init(
    _ session: Session, _ journal: Journal, _ lesson: Lesson, _ contents: Contents, path: String
  ) {
    self.session = session
    self.journal = journal
    self.path = path
    lineMode = LineMode(journal.progress().study(lesson), contents, session.style)
  }

  /// - Returns: the lesson to go to next, if one was chosen.
  mutating func run(isTitled: Bool) throws -> String? {
    try session.write(lineMode.opening(isTitled: isTitled))
    if lineMode.walk.place != Walk.Place() {
      try session.write([[], StyledLine("You were here before; first is the beginning.", .remark)])
    }
    if let notice = journal.notice { session.complain(notice) }
    let errors = lineMode.study.lesson.findings.count { $0.severity == .error }
    if errors > 0 {
      session.complain(
        "this lesson has \(errors) error\(errors == 1 ? "" : "s"); longhand check \(path) shows "
          + "them.")
    }
    record(Progress.line(lineMode.walk))
    while !lineMode.isOver {
      if TerminalDevice.inputIsTerminal { try session.write("\n" + lineMode.prompt) }
      guard let line = readLine() else { break }
      let (lines, effects) = lineMode.update(line)
      try session.write(lines)
      for effect in effects {
        switch effect {
        case .record(let line): record(line)
        case .reload:
          let lesson = LessonReader(session.files).lesson(at: path)
          if lesson.steps.isEmpty {
            session.complain("the file cannot be read just now; you are still in what it was.")
          } else {
            try session.write(lineMode.reload(lesson))
          }
        case .open(let path): return path
        case .copy, .quit, .useBackground: break
        }
      }
    }
    try session.write(lineMode.endOfInput())
    if lineMode.walk.isAtEnd {
      try session.write([[], StyledLine("The end of this lesson.", .remark)])
    }
    return nil
  }

  private mutating func record(_ line: String) {
    if let complaint = journal.record(line) { session.complain(complaint) }
  }

  /// A line of standard input; nil at its end. Nobody means a line of megabytes: its beginning is
  /// enough to say so.
  private func readLine() -> String? {
    var line: [UInt8] = []
    var hasAny = false
    while let byte = TerminalDevice.readByte() {
      hasAny = true
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      if line.count < 4096 { line.append(byte) }
    }
    return hasAny ? String(decoding: line, as: UTF8.self) : nil
  }
}
