import Kernels
package import Lessons
import Matrices
import SourceText

/// What a student has done, as a journal: one line an event, the newest of a lesson counts. Lines
/// that cannot be read, such as one torn by a crash, are passed over; those of a newer version of
/// the program, too, and they are counted.
///
///     1	place	forward-propagation	one-unit	2	3
///     1	givens	forward-propagation	W^{(1)}=2x1:0.5,-1.0
///     1	answer	forward-propagation	one-unit/1	wrong
///     1	finished	forward-propagation
///     1	practice	forward-propagation	entry z^{(2)}	helped	20778	3	1
///     1	reset	forward-propagation
package struct Progress: Sendable, Equatable {
  /// A place that survives edits of the lesson elsewhere: the step by its anchor.
  package struct Bookmark: Equatable, Sendable {
    package var step: String
    /// The stop counted from the beginning of the step.
    package var stop: Int
    package var revealed: Int
  }

  package private(set) var places: [String: Bookmark] = [:]
  package private(set) var finished: Set<String> = []
  /// The steps of each lesson that have been on the screen.
  package private(set) var seen: [String: Set<String>] = [:]
  /// What was said to the answers of each lesson's questions, in order, by the question's id.
  package private(set) var answers: [String: [String: [AttemptResult]]] = [:]

  /// What is known of the questions that were practised, by lesson and item.
  package private(set) var memories: [String: [String: Memory]] = [:]

  /// Every lesson of which anything is known.
  package var lessons: Set<String> {
    finished.union(seen.keys).union(answers.keys).union(memories.keys)
  }

  /// What became of a try.
  package enum AttemptResult: String, Sendable {
    case right, wrong
    /// A hint was asked for, or the answer shown.
    case helped
  }

  /// The lesson of the newest event.
  package private(set) var latest: String?
  /// How many lines only a newer version of the program can read.
  package private(set) var newer = 0
  /// Changed givens by lesson and name, as LaTeX.
  private var givens: [String: [String: Matrix<Double>]] = [:]

  private static let version = 1
  /// No journal is written after the year 9999.
  private static let lastDay = 3_000_000

  package init(journal: String = "") {
    for line in Self.lines(journal) { if let event = Event(line) { note(event) } }
  }

  /// What a writer puts after a last line that another one could not end. What such a line says, cut
  /// off somewhere, is not what was meant.
  package static let tornEnding = "\u{18}\n"

  /// The lines of a journal. Most are ASCII, in which a line break is one byte: looking for characters
  /// takes ten times the time, and a journal may have grown for years.
  static func lines(_ journal: String) -> [Substring] {
    journal.utf8.split(separator: UInt8(ascii: "\n")).flatMap { bytes -> [Substring] in
      let line = Substring(bytes)
      let isPlain = bytes.allSatisfy { $0 == 0x09 || (0x20..<0x7F).contains($0) }
      return isPlain ? [line] : line.split(whereSeparator: \.isNewline)
    }
  }

  /// What one line says.
  enum Event {
    case place(lesson: String, Bookmark)
    case finished(lesson: String)
    case givens(lesson: String, [String: Matrix<Double>])
    case answer(lesson: String, id: String, AttemptResult)
    case practice(lesson: String, item: String, Memory.Outcome, day: Int)
    case reset(lesson: String)
    /// Of a newer version of the program, or an event that this one does not know.
    case newer, unknown

    /// Nil for a line that cannot be read.
    init?(_ line: Substring) {
      if line.utf8.last == Progress.tornEnding.utf8.first { return nil }
      let fields = line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
        .map { Substring($0).visible }
      guard let version = Int(fields[0]), fields.count >= 3 else { return nil }
      guard version <= Progress.version else {
        self = .newer
        return
      }
      let lesson = fields[2]
      switch fields[1] {
      case "place":
        guard fields.count == 6, let stop = Int(fields[4]), let revealed = Int(fields[5]) else {
          return nil
        }
        self = .place(lesson: lesson, Bookmark(step: fields[3], stop: stop, revealed: revealed))
      case "finished": self = .finished(lesson: lesson)
      case "givens":
        let values = fields.dropFirst(3).compactMap(Progress.given)
        self = .givens(lesson: lesson, Dictionary(values, uniquingKeysWith: { $1 }))
      case "answer":
        guard fields.count == 5, let outcome = AttemptResult(rawValue: fields[4]) else {
          return nil
        }
        self = .answer(lesson: lesson, id: fields[3], outcome)
      case "practice":
        guard fields.count == 8, let outcome = Memory.Outcome(rawValue: fields[4]),
          let day = Int(fields[5]), (0..<Progress.lastDay).contains(day)
        else { return nil }
        self = .practice(lesson: lesson, item: fields[3], outcome, day: day)
      case "reset": self = .reset(lesson: lesson)
      default: self = .unknown
      }
    }
  }

  private mutating func note(_ event: Event) {
    switch event {
    case .newer: newer += 1
    case .unknown: break
    case .place(let lesson, let mark):
      places[lesson] = mark
      seen[lesson, default: []].insert(mark.step)
      latest = lesson
    case .finished(let lesson):
      finished.insert(lesson)
      latest = lesson
    case .givens(let lesson, let values):
      givens[lesson] = values
      latest = lesson
    case .answer(let lesson, let id, let outcome):
      answers[lesson, default: [:]][id, default: []].append(outcome)
      latest = lesson
    case .practice(let lesson, let item, let outcome, let day):
      // Practice is no place in a lesson to go on from.
      let memory = memories[lesson]?[item] ?? Memory(day: day)
      memories[lesson, default: [:]][item] = memory.after(outcome, day: day)
    case .reset(let lesson):
      memories[lesson] = nil
      answers[lesson] = nil
      places[lesson] = nil
      finished.remove(lesson)
      seen[lesson] = nil
      givens[lesson] = nil
      if latest == lesson { latest = nil }
    }
  }

  /// `NAME=ROWSxCOLUMNS:NUMBERS`.
  private static func given(_ field: String) -> (String, Matrix<Double>)? {
    guard let colon = field.lastIndex(of: ":"),
      let equals = field[..<colon].lastIndex(of: "=")
    else { return nil }
    let shape = field[field.index(after: equals)..<colon].split(separator: "x")
      .compactMap { Int($0) }
    let texts = field[field.index(after: colon)...].split(separator: ",")
    let numbers = texts.compactMap { Double($0) }
    guard shape.count == 2, numbers.count == texts.count, numbers.allSatisfy(\.isFinite),
      shape[0] > 0, shape[1] > 0,
      shape[0].multipliedReportingOverflow(by: shape[1]) == (numbers.count, false)
    else { return nil }
    return (
      String(field[..<equals]), Matrix(shape: Shape(shape[0], shape[1]), elements: numbers)
    )
  }

  // MARK: - Lines

  /// The line that records where a walk is.
  package static func line(_ walk: Walk) -> String {
    if walk.isAtEnd { return line("finished", walk.lesson.name, []) }
    let mark = mark(walk)
    return line(
      "place", walk.lesson.name, [mark.step, String(mark.stop), String(mark.revealed)])
  }

  /// The line that records which givens are changed: all of them, so that the newest counts.
  package static func line(givens: Study.Givens, in lesson: String) -> String {
    line(
      "givens", lesson,
      givens.sorted { $0.key.latex < $1.key.latex }.map { name, value in
        let numbers = value.elements.map { "\($0)" }.joined(separator: ",")
        return "\(name.latex)=\(value.shape.rows)x\(value.shape.columns):\(numbers)"
      })
  }

  /// The line that records one answer to a question.
  package static func line(_ outcome: AttemptResult, to check: Check, in lesson: String) -> String {
    line("answer", lesson, [check.id, outcome.rawValue])
  }

  /// The line that records how it went with an item, on a day counted from 1970-01-01, with how
  /// many tries and hints.
  static func line(
    _ outcome: Memory.Outcome, practising item: Item, on day: Int, _ attempt: Attempt
  ) -> String {
    let counts = [day, attempt.tries, attempt.helps].map(String.init)
    return line("practice", item.lesson, [item.id, outcome.rawValue] + counts)
  }

  /// Lines after which as much is known of an item that was practised.
  static func lines(_ memory: Memory, of item: String, in lesson: String) -> [String] {
    memory.shortest.map { outcome in
      line("practice", lesson, [item, outcome.rawValue, String(memory.day), "1", "0"])
    }
  }

  /// How many practised questions of a lesson are due on a day, and how many are solid.
  package func practised(_ lesson: String, on day: Int) -> (due: Int, solid: Int) {
    let memories = (memories[lesson] ?? [:]).values
    return (memories.count { $0.due <= day }, memories.count { $0.isSolid(on: day) })
  }

  /// The questions of a lesson that were answered without the answer being shown.
  package func answered(in lesson: String) -> Int {
    (answers[lesson] ?? [:]).values.count { $0.contains(.right) }
  }

  /// How many steps with a heading have been on the screen.
  package func seenSteps(of lesson: String) -> Int { seen[lesson]?.count { !$0.isEmpty } ?? 0 }

  /// The line after which nothing is known of a lesson.
  package static func line(resetting lesson: String) -> String { line("reset", lesson, []) }

  private static func line(_ event: String, _ lesson: String, _ fields: [String]) -> String {
    // A tab or line break of any kind in a name would end its field.
    ([String(version), event, lesson] + fields).map(\.visible).joined(separator: "\t") + "\n"
  }

  private static func mark(_ walk: Walk) -> Bookmark {
    guard let stop = walk.stop else { return Bookmark(step: "", stop: 0, revealed: 0) }
    let start = walk.start(of: stop.step) ?? 0
    return Bookmark(
      step: walk.lesson.steps[stop.step].id, stop: walk.place.stop - start,
      revealed: walk.place.revealed)
  }

  // MARK: - Going on

  /// Where to go on in a lesson; its beginning when nothing is known or the step is gone.
  package func place(in walk: Walk) -> Walk.Place {
    guard let mark = places[walk.lesson.name],
      let step = walk.lesson.steps.firstIndex(where: { $0.id == mark.step }),
      let start = walk.start(of: step)
    else { return Walk.Place() }
    let stop = min(start + max(0, mark.stop), walk.stops.count - 1)
    guard walk.stops[stop].step == step else { return Walk.Place(stop: start) }
    return Walk.Place(stop: stop, revealed: mark.revealed)
  }

  /// The changed givens of a lesson, by its own names.
  package func givens(in lesson: Lesson) -> Study.Givens {
    guard let kept = givens[lesson.name] else { return [:] }
    var found: Study.Givens = [:]
    for name in lesson.workspace.definitions.keys {
      if let value = kept[name.latex] { found[name] = value }
    }
    return found
  }

  /// A lesson as its student left it.
  package func study(_ lesson: Lesson) -> Study {
    var study = Study(lesson)
    study.restore(givens(in: lesson))
    study.restore(
      answered: (answers[lesson.name] ?? [:]).filter { $0.value.contains(.right) }.keys)
    study.go(to: place(in: study.walk))
    return study
  }
}
