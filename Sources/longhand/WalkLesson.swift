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
    let progress = journal.progress()
    guard let argument = lesson else { return try goOn(session, &journal, progress) }
    guard argument != "-" else {
      // The lesson came where keys would come: all of it is written.
      let lesson = try session.lesson(argument)
      try session.write(StopPrinter(lesson, session.style).whole())
      return
    }
    try walk(try session.path(argument), session, &journal, progress)
  }

  /// The contents, and on to the first lesson that has not been read.
  private func goOn(_ session: Session, _ journal: inout Journal, _ progress: Progress) throws {
    let course = Course.read(session.directory, session.files)
    try ListLessons.write(course, progress, session)
    guard
      let unread = course.entries.first(where: { !progress.finished.contains($0.name) })
    else {
      try session.write([[], StyledLine("You have read every lesson.", .remark)])
      return
    }
    guard TerminalDevice.inputIsTerminal else { return }
    try session.write([[]])
    try walk(unread.path, session, &journal, progress)
  }

  private func walk(
    _ path: String, _ session: Session, _ journal: inout Journal, _ progress: Progress
  ) throws {
    // The title is on the screen while the mathematics runs.
    let title = LessonReader(session.files).title(at: path)
    if let title { try session.write(StopPrinter.title(title, session.style)) }
    let lesson = try session.lesson(path)
    guard !lesson.steps.isEmpty else {
      try? TerminalDevice.write(session.printed(lesson.findings), toError: true)
      throw Stop.findings
    }
    var walk = Walk(lesson)
    walk.go(to: progress.place(in: walk))
    let goesOn = walk.place != Walk.Place()
    var lineMode = LineMode(walk, session.style)
    try session.write(lineMode.opening(isTitled: title != nil))
    if goesOn {
      try session.write([[], StyledLine("You were here before; g is the beginning.", .remark)])
    }
    let errors = lesson.findings.count { $0.severity == .error }
    if errors > 0 {
      session.complain(
        "this lesson has \(errors) error\(errors == 1 ? "" : "s"); longhand check "
          + "\(lesson.file.path) shows them.")
    }
    if TerminalDevice.inputIsTerminal { KeyMode.begin() }
    defer { KeyMode.restore() }
    record(lineMode.walk, session, &journal)
    while !lineMode.isOver {
      try session.prompt(lineMode.prompt)
      let commands = nextCommands()
      try session.erasePrompt()
      guard let commands else { break }
      for command in commands where !lineMode.isOver {
        let before = lineMode.walk.place
        try session.write(lineMode.update(command))
        if lineMode.walk.place != before { record(lineMode.walk, session, &journal) }
      }
    }
    if lineMode.walk.isAtEnd {
      try session.write([[], StyledLine("The end of this lesson.", .remark)])
    }
  }

  private func record(_ walk: Walk, _ session: Session, _ journal: inout Journal) {
    if let complaint = journal.record(walk) { session.complain(complaint) }
  }

  /// A key on a terminal, a line of a pipe; nil at the end of input.
  private func nextCommands() -> [LineMode.Command]? {
    if TerminalDevice.inputIsTerminal {
      return TerminalDevice.readKey().map { [LineMode.command(key: $0)] }
    }
    var line: [UInt8] = []
    while let byte = TerminalDevice.readByte() {
      if byte == UInt8(ascii: "\n") {
        return LineMode.commands(line: String(decoding: line, as: UTF8.self))
      }
      // Nobody means a line of megabytes; its beginning is enough to say so.
      if line.count < 4096 { line.append(byte) }
    }
    return line.isEmpty ? nil : LineMode.commands(line: String(decoding: line, as: UTF8.self))
  }
}
