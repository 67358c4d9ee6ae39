import Learning
import Lessons
import Screens
import SourceText
import Terminal

/// The loop between the terminal and the reader: bytes to keys, keys to frames, frames to bytes,
/// and what the reader asks for besides.
struct FullScreenWalk {
  let session: Session
  var journal: Journal
  var reader: WalkScreen
  var trainings = Trainings()
  private var painter: Painter
  private var decoder = KeyDecoder()
  let path: String?
  /// Whose numbers the lesson has, where they are not its author's.
  var seed: String?
  /// Said at first, when nothing is wrong.
  var notice: String?
  /// Keys that have come and have not been acted on yet.
  private var keys: [Key] = []

  /// - Parameters:
  ///   - study: what is known of the lesson already; all of it comes with `run`.
  ///   - path: the file of the lesson; without one nothing is kept of the walk.
  init(_ session: Session, _ journal: Journal, _ study: Study, path: String?) {
    self.session = session
    self.journal = journal
    self.path = path
    reader = WalkScreen(study, Contents(lessons: []), session.style)
    painter = Painter(session.theme)
    resize()
  }

  /// What is known already.
  mutating func begin() throws {
    try paint()
    try askForBackground()
  }

  func askForBackground() throws {
    if session.choosesTheme { try session.write(TerminalText(.askForBackground)) }
  }

  /// Until the student leaves the lesson.
  ///
  /// - Parameter counter: what stands for the number of the step.
  mutating func run(
    _ study: Study, _ contents: Contents, counter: String? = nil
  ) throws -> WalkEnding {
    reader.show(study, contents, counter: counter)
    record(JournalEvent(reader.study))
    if counter == nil, let notice = journal.takeNotice() ?? notice { reader.say(notice) }
    notice = nil
    // Whatever ends the walk, what a training has found is kept.
    defer { keepWhatWasFound() }
    while true {
      while !keys.isEmpty {
        let key = keys.removeFirst()
        // A q that follows other keys may be meant for a prompt that they open.
        let isLast = keys.isEmpty && !decoder.isWaiting
        for effect in session.computing(if: isLast, { reader.update(key) }) {
          // What was typed ahead is for the next question.
          if let ending = try perform(effect) { return ending }
        }
      }
      look()
      try paint()
      switch session.surroundings.screen.wait(decoder.isWaiting ? 30 : patience) {
      case .bytes(let bytes): keys = decoder.decode(bytes)
      case .timeout: keys = decoder.flush()
      case .redraw:
        painter.forget()
        resize()
      case .elsewhere: break
      case .end: return .quit
      }
    }
  }

  private mutating func resize() {
    let size = session.surroundings.size() ?? (80, 24)
    reader.resize(columns: size.columns, rows: size.rows)
  }

  private mutating func paint() throws {
    let painted = painter.paint(reader.frame())
    guard !painted.isEmpty else { return }
    try session.write(painted)
    if trainings.run != nil { rest(after: painted.written.utf8.count) }
  }

  private mutating func perform(_ effect: WalkScreen.Effect) throws -> WalkEnding? {
    switch effect {
    case .quit: return .quit
    case .finish: if path == nil { return .finished }
    case .open(let path): return .open(path: path)
    case .record(let event): record(event)
    case .copy(let text): try session.write(TerminalText(.copy(text)))
    case .reload:
      guard let path else { break }
      let lesson = session.computing { lessonReader.lesson(at: path) }
      if lesson.isEmpty {
        reader.say("The file is empty or cannot be read just now; you are still in what it was.")
      } else {
        reader.reload(numbered(lesson))
      }
    case .save(let picture): reader.say(session.save(picture))
    case .train(let request): perform(request)
    case .useBackground(let isLight):
      guard session.choosesTheme else { break }
      painter.theme.background = isLight ? .light : .dark
      painter.forget()
    }
    return nil
  }

  /// A lesson that was read again, with the numbers that it has here.
  func numbered(_ lesson: Lesson) -> Lesson {
    seed.flatMap { lesson.withNumbers(of: $0) } ?? lesson
  }

  private mutating func record(_ event: JournalEvent) {
    guard let path, !Paths.isHandedOver(path) else { return }
    if let complaint = journal.record(event) {
      reader.say(complaint.prefix(1).uppercased() + complaint.dropFirst())
    }
  }
}
