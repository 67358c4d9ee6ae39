import Learning
import Lessons
import Notation
import Saying
import Screens
import SourceText
import Training
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
  /// Trainings of which an earlier iteration is looked at, by their keys.
  private var lookedAt: [String: StoredMinimum] = [:]

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
          let lesson = reader.lesson(at: path)
          if lesson.isEmpty {
            session.complain(
              "the file is empty or cannot be read just now; you are still in what it was.")
          } else {
            try session.write(lineMode.reload(numbered(lesson)))
          }
        case .open(let path): return .open(path: path)
        case .quit: return .quit
        case .save(let picture): try session.write([StyledLine(session.save(picture), .remark)])
        case .train(let request): try train(request)
        case .copy, .finish, .useBackground: break
        }
      }
    }
    return .finished
  }

  /// Trains what is asked for, here and now; Ctrl-C stops it.
  private mutating func train(_ request: TrainingRequest) throws {
    guard let path else { return }
    switch request {
    case .begin(let place, let isAnew): try begin(place, isAnew: isAnew, path)
    case .look(let place, let iteration): try look(at: iteration, of: place, path)
    case .lookAtLast:
      lookedAt = [:]
      try session.write(lineMode.lookAtLast(numbered(reader.lesson(at: path))))
    // They are asked for where a training goes on elsewhere.
    case .order, .goOn, .stop: break
    }
  }

  private mutating func begin(_ place: Int, isAnew: Bool, _ path: String) throws {
    let study = lineMode.study
    let plan = study.lesson.plans[place]
    guard let cost = cost(of: plan, place, giving: study.givens, path) else { return }
    session.surroundings.notesInterruptions(true)
    defer { session.surroundings.notesInterruptions(false) }
    let (found, _) = try LineTraining(session: session, beginsAnew: isAnew).train(plan, cost)
    let key = study.original.plans[place].key
    lookedAt[key] = nil
    let trained = reader.trained
    let lesson = LessonReader(session.files) { $0.key == key ? found : trained($0) }
      .lesson(at: path)
    try session.write(lineMode.take(numbered(lesson)))
  }

  /// The training once more up to an iteration, for the numbers that it had there.
  private mutating func look(at number: Int, of place: Int, _ path: String) throws {
    let plan = lineMode.study.original.plans[place]
    let key = plan.key
    guard let last = session.reader.trained(plan) else { return }
    lookedAt[key] = nil
    if last.iteration != number {
      guard let cost = cost(of: plan, place, giving: [:], path) else { return }
      session.surroundings.notesInterruptions(true)
      defer { session.surroundings.notesInterruptions(false) }
      let arrived = try LineTraining(session: session).arrive(at: number, of: plan, cost)
      guard let (iteration, theta) = arrived else {
        return session.complain("stopped; the lesson has the numbers of the last iteration")
      }
      guard let other = last.looking(at: iteration, theta) else {
        return try session.write([
          StyledLine(iteration.isAnother(lineMode.study.lesson.style, anew: "train again"), .remark)
        ])
      }
      lookedAt[key] = other
    }
    try session.write(lineMode.look(numbered(reader.lesson(at: path)), plan: place))
  }

  private func cost(
    of plan: TrainingPlan, _ place: Int, giving givens: Study.Givens, _ path: String
  ) -> LessonCost? {
    let (files, trained) = (session.files, reader.trained)
    let cost = plan.lessonCost {
      let lesson = LessonReader(files, showingAllData: true, trained: trained).lesson(at: path)
      return (givens.isEmpty ? lesson : lesson.giving(givens)).plans.dropFirst(place).first
    }
    if cost == nil { session.complain("the cost has no value on all examples") }
    cost?.threads = session.surroundings.processors
    return cost
  }

  /// Reads the lesson with what trainings have found, or had after an iteration.
  private var reader: LessonReader {
    let (trained, lookedAt) = (session.reader.trained, lookedAt)
    guard !lookedAt.isEmpty else { return session.reader }
    return LessonReader(session.files) { lookedAt[$0.key] ?? trained($0) }
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
