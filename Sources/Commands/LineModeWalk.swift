import Learning
import Lessons
import Notation
import Screens
import SourceText
import Typesetting

/// How a walk ended.
enum WalkEnding {
  case quit
  case open(path: String)
  /// The student went on past the end.
  case finished
}

/// The loop of line mode: a line in, lines out.
struct LineModeWalk {
  let session: Session
  var journal: Journal
  private(set) var lineMode: LineMode
  private let path: String?
  /// Whose numbers the lesson has, where they are not its author's.
  var seed: String?

  /// - Parameter path: the file of the lesson; without one nothing is kept of the walk.
  init(
    _ session: Session, _ journal: Journal, _ study: Study, _ contents: Contents, path: String?
  ) {
    self.session = session
    self.journal = journal
    self.path = path
    lineMode = LineMode(
      study, contents, session.style, speaks: session.speech != nil,
      ending: path == nil
        ? .question : .lesson(leadsOn: session.surroundings.inputIsTerminal))
  }

  mutating func run() throws -> WalkEnding {
    try session.write(lineMode.opening(isTitled: true))
    if lineMode.walk.place != Walk.Place() {
      try session.write([[], StyledLine("You were here before; first is the beginning.", .remark)])
    }
    if let notice = journal.takeNotice() { session.complain(notice) }
    let errors = lineMode.study.lesson.findings.count { $0.severity == .error }
    if errors > 0, let path {
      session.complain(
        "this lesson has \(errors) error\(errors == 1 ? "" : "s"); longhand check \(path) shows "
          + "them.")
    }
    record(JournalEvent(lineMode.study))
    while !lineMode.isOver {
      if session.surroundings.inputIsTerminal { try session.write("\n" + lineMode.prompt) }
      guard let line = readLine() else {
        try session.write(lineMode.endOfInput())
        guard lineMode.walk.isAtEnd else { return .quit }
        try session.write(lineMode.endOfLesson())
        return .finished
      }
      let (lines, effects) = lineMode.update(line)
      try session.write(lines)
      for effect in effects {
        switch effect {
        case .record(let event): record(event)
        case .reload:
          guard let path else { break }
          let lesson = session.reader.lesson(at: path)
          if lesson.isEmpty {
            session.complain(
              "the file is empty or cannot be read just now; you are still in what it was.")
          } else {
            try session.write(lineMode.reload(numbered(lesson)))
          }
        case .open(let path): return .open(path: path)
        case .quit: return .quit
        case .save(let picture): try session.write([StyledLine(session.save(picture), .remark)])
        case .copy, .finish, .useBackground: break
        }
      }
    }
    return .finished
  }

  /// A lesson that was read again, with the numbers that it has here.
  private func numbered(_ lesson: Lesson) -> Lesson {
    seed.flatMap { lesson.withNumbers(of: $0) } ?? lesson
  }

  private mutating func record(_ event: JournalEvent) {
    guard let path, !Paths.isHandedOver(path) else { return }
    if let complaint = journal.record(event) { session.complain(complaint) }
  }

  /// A line of standard input; nil at its end. Nobody means a line of megabytes: its beginning is
  /// enough to say so.
  private func readLine() -> String? {
    var line: [UInt8] = []
    var hasAny = false
    while let byte = session.surroundings.readByte() {
      hasAny = true
      if byte == UInt8(ascii: "\n") { return String(decoding: line, as: UTF8.self) }
      if line.count < 4096 { line.append(byte) }
    }
    return hasAny ? String(decoding: line, as: UTF8.self) : nil
  }
}
