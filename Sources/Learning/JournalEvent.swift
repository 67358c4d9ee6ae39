import Kernels
import Lessons
package import Matrices
import Questions
import SourceText

/// What a line of the journal says, and how it is written: fields with tabs between them, the
/// version first.
///
///     1	place	forward-propagation	one-unit	2	3
///     1	givens	forward-propagation	W^{(1)}=2x1:0.5,-1.0
///     1	answer	forward-propagation	one-unit/1	wrong
///     1	line	rho-hat-gradient	the-derivation/1	right	(1/m) sum(i, d(g(u))/d(W_jl))
///     1	finished	forward-propagation
///     1	practice	forward-propagation	entry z^{(2)}	helped	20778	3	1
///     1	reset	forward-propagation
///
/// Lines that cannot be read, such as one torn by a crash, are passed over; those of a newer
/// version of the program, too, and they are counted.
package enum JournalEvent: Sendable, Equatable {
  case place(lesson: String, Progress.Bookmark)
  case finished(lesson: String)
  /// All changed givens, by their names in LaTeX.
  case givens(lesson: String, [String: Matrix<Double>])
  case answer(lesson: String, id: String, Progress.AttemptResult)
  /// A line of a derivation as it was typed, or that the last one that held was taken back.
  case line(lesson: String, id: String, LineResult, text: String)
  case practice(lesson: String, item: String, Memory.Outcome, Sitting)
  /// Nothing is known of the lesson any more.
  case reset(lesson: String)
  /// Of a newer version of the program, or an event that this one does not know.
  case newer, unknown

  /// When an item was practised, and how.
  package struct Sitting: Sendable, Equatable {
    /// Counted from 1970-01-01.
    var day: Int
    var tries: Int
    var helps: Int
  }

  /// What became of a line of a derivation.
  package enum LineResult: String, Sendable {
    case right, wrong
    /// It was told.
    case told
    case takenBack = "back"
  }

  private static let version = 1
  /// No journal is written after the year 9999.
  private static let lastDay = 3_000_000

  // MARK: - Reading

  /// What a writer puts after a last line that another one could not end. What such a line says,
  /// cut off somewhere, is not what was meant.
  package static let tornEnding = "\u{18}\n"

  /// The lines of a journal. Most are ASCII, in which a line break is one byte: looking for
  /// characters takes ten times the time, and a journal may have grown for years.
  static func lines(_ journal: String) -> [Substring] {
    journal.utf8.split(separator: UInt8(ascii: "\n")).flatMap { bytes -> [Substring] in
      let line = Substring(bytes)
      let isPlain = bytes.allSatisfy { $0 == 0x09 || (0x20..<0x7F).contains($0) }
      return isPlain ? [line] : line.split(whereSeparator: \.isNewline)
    }
  }

  /// Nil for a line that cannot be read.
  init?(_ line: Substring) {
    if line.utf8.last == Self.tornEnding.utf8.first { return nil }
    let fields = line.utf8.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      .map { Substring($0).visible }
    guard let version = Int(fields[0]), fields.count >= 3 else { return nil }
    guard version <= Self.version else {
      self = .newer
      return
    }
    let lesson = fields[2]
    switch fields[1] {
    case "place":
      guard fields.count == 6, let stop = Int(fields[4]), let revealed = Int(fields[5]) else {
        return nil
      }
      self = .place(
        lesson: lesson, Progress.Bookmark(step: fields[3], stop: stop, revealed: revealed))
    case "finished": self = .finished(lesson: lesson)
    case "givens":
      let values = fields.dropFirst(3).compactMap(Self.given)
      self = .givens(lesson: lesson, Dictionary(values, uniquingKeysWith: { $1 }))
    case "answer":
      guard fields.count == 5, let result = Progress.AttemptResult(rawValue: fields[4]) else {
        return nil
      }
      self = .answer(lesson: lesson, id: fields[3], result)
    case "line":
      guard fields.count == 6, let result = LineResult(rawValue: fields[4]) else { return nil }
      self = .line(lesson: lesson, id: fields[3], result, text: fields[5])
    case "practice":
      guard fields.count == 8, let outcome = Memory.Outcome(rawValue: fields[4]),
        let day = Int(fields[5]), (0..<Self.lastDay).contains(day)
      else { return nil }
      let sitting = Sitting(day: day, tries: Int(fields[6]) ?? 0, helps: Int(fields[7]) ?? 0)
      self = .practice(lesson: lesson, item: fields[3], outcome, sitting)
    case "reset": self = .reset(lesson: lesson)
    default: self = .unknown
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

  // MARK: - Writing

  /// The line; empty for what only another program has written.
  package var line: String {
    switch self {
    case .place(let lesson, let mark):
      written("place", lesson, mark.step, String(mark.stop), String(mark.revealed))
    case .finished(let lesson): written("finished", lesson)
    case .givens(let lesson, let givens):
      written(
        "givens",
        [lesson]
          + givens.sorted { $0.key < $1.key }.map { name, value in
            let numbers = value.elements.map { "\($0)" }.joined(separator: ",")
            return "\(name)=\(value.shape.rows)x\(value.shape.columns):\(numbers)"
          })
    case .answer(let lesson, let id, let result): written("answer", lesson, id, result.rawValue)
    case .line(let lesson, let id, let result, let text):
      written("line", lesson, id, result.rawValue, text)
    case .practice(let lesson, let item, let outcome, let sitting):
      written(
        "practice", lesson, item, outcome.rawValue, String(sitting.day), String(sitting.tries),
        String(sitting.helps))
    case .reset(let lesson): written("reset", lesson)
    case .newer, .unknown: ""
    }
  }

  private func written(_ event: String, _ fields: String...) -> String { written(event, fields) }

  private func written(_ event: String, _ fields: [String]) -> String {
    // A tab or line break of any kind in a name would end its field.
    ([String(Self.version), event] + fields).map(\.visible).joined(separator: "\t") + "\n"
  }
}

// MARK: - What happened

extension JournalEvent {
  /// Where a student is; a lesson that is done is finished wherever that is.
  package init(_ study: Study) {
    self =
      study.isDone && study.walk.isAtEnd ? .finished(lesson: study.lesson.name) : .init(study.walk)
  }

  /// Where a walk is.
  package init(_ walk: Walk) {
    let lesson = walk.lesson.name
    guard let stop = walk.stop else {
      self = .place(lesson: lesson, Progress.Bookmark(step: "", stop: 0, revealed: 0))
      return
    }
    let start = walk.start(of: stop.step) ?? 0
    self = .place(
      lesson: lesson,
      Progress.Bookmark(
        step: walk.lesson.steps[stop.step].id, stop: walk.place.stop - start,
        revealed: walk.place.revealed))
  }

  /// Which givens of a study are changed.
  package init(givensOf study: Study) {
    let givens = study.givens.map { ($0.key.latex, $0.value) }
    self = .givens(lesson: study.lesson.name, Dictionary(givens, uniquingKeysWith: { $1 }))
  }

  /// How it went with an item.
  init(_ outcome: Memory.Outcome, practising item: Item, on day: Int, _ attempt: Attempt) {
    self = .practice(
      lesson: item.lesson, item: item.id, outcome,
      Sitting(day: day, tries: attempt.tries, helps: attempt.helps))
  }

  /// Events after which as much is known of an item that was practised.
  static func events(_ memory: Memory, of item: String, in lesson: String) -> [JournalEvent] {
    memory.shortest.map { outcome in
      .practice(
        lesson: lesson, item: item, outcome, Sitting(day: memory.day, tries: 1, helps: 0))
    }
  }
}
