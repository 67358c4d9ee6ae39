import Kernels
import Matrices
import Questions
import SourceText

// How an event is written: fields with tabs between them, the version first.
//
//     1	place	forward-propagation	one-unit	2	3
//     1	givens	forward-propagation	W^{(1)}=2x1:0.5,-1.0
//     1	answer	forward-propagation	one-unit/1	wrong
//     2	answer	forward-propagation	one-unit/1	wrong	1764240000	-0.53	[{"pen":…}]
//     1	line	rho-hat-gradient	the-derivation/1	right	(1/m) sum(i, d(g(u))/d(W_jl))
//     1	finished	forward-propagation
//     1	practice	forward-propagation	entry z^{(2)}	helped	20778	3	1
//     2	practice	forward-propagation	entry z^{(2)}	right	20778	1	0	bare
//     2	tried	forward-propagation	entry z^{(2)}	wrong	1764240000	0.3	[{"slip":…}]
//     2	due	forward-propagation	entry z^{(2)}	20778
//     2	memory	forward-propagation	entry z^{(2)}	3	1	20778
//     2	again	forward-propagation	z^{(2)}	find	[{"slip":…}]
//     2	rule	rho-hat-gradient	derivation ∂…	d-chain	missed
//     2	seed	forward-propagation	ada
//     1	reset	forward-propagation
//
// What was typed is escaped (`String.escaped`), the slips are JSON. What version 1 could say is
// written as it did, so that older programs read it.
//
// Lines that cannot be read, such as one torn by a crash, are passed over; those of a newer version
// of the program, too, and they are counted.

extension JournalEvent {
  private static let version = 2
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
      guard let attempt = Try(fields) else { return nil }
      self = .answer(lesson: lesson, id: fields[3], attempt)
    case "line":
      guard fields.count == 6, let result = LineResult(rawValue: fields[4]) else { return nil }
      self = .line(lesson: lesson, id: fields[3], result, text: fields[5])
    case "tried":
      guard let attempt = Try(fields) else { return nil }
      self = .tried(lesson: lesson, item: fields[3], attempt)
    case "practice":
      guard (8...9).contains(fields.count), let outcome = Memory.Outcome(rawValue: fields[4]),
        let day = Self.day(fields[5])
      else { return nil }
      self = .practice(
        lesson: lesson, item: fields[3], outcome,
        Sitting(
          day: day, tries: Int(fields[6]) ?? 0, helps: Int(fields[7]) ?? 0,
          isBare: fields.count == 9 ? fields[8] == Self.bare : nil))
    case "due":
      guard fields.count == 5, let day = Self.day(fields[4]) else { return nil }
      self = .due(lesson: lesson, item: fields[3], day: day)
    case "memory":
      guard (7...8).contains(fields.count), let level = Int(fields[4]), let bare = Int(fields[5]),
        let day = Self.day(fields[6])
      else { return nil }
      let called = fields.count == 8 ? Self.day(fields[7]) : nil
      self = .memory(
        lesson: lesson, item: fields[3], Memory(level: level, bare: bare, day: day, called: called))
    case "again":
      guard fields.count == 6, let stage = Mistake.Stage(rawValue: fields[4]) else { return nil }
      self = .again(
        lesson: lesson,
        Mistake(formula: fields[3], slip: KeptSlips(text: fields[5]), stage: stage))
    case "rule":
      guard fields.count == 6, [Self.missed, Self.met].contains(fields[5]) else { return nil }
      self = .rule(
        MissedRule(rule: fields[4], lesson: lesson, item: fields[3]),
        isMissed: fields[5] == Self.missed)
    case "seed":
      guard fields.count == 4 else { return nil }
      self = .seed(lesson: lesson, fields[3])
    case "reset": self = .reset(lesson: lesson)
    default: self = .unknown
    }
  }

  private static let bare = "bare"
  private static let missed = "missed"
  private static let met = "met"

  private static func day(_ field: String) -> Int? {
    Int(field).flatMap { (0..<lastDay).contains($0) ? $0 : nil }
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
      written(1, "place", lesson, mark.step, String(mark.stop), String(mark.revealed))
    case .finished(let lesson): written(1, "finished", lesson)
    case .givens(let lesson, let givens):
      written(
        1, "givens",
        [lesson]
          + givens.sorted { $0.key < $1.key }.map { name, value in
            let numbers = value.elements.map { "\($0)" }.joined(separator: ",")
            return "\(name)=\(value.shape.rows)x\(value.shape.columns):\(numbers)"
          })
    case .answer(let lesson, let id, let attempt):
      written(attempt.version, "answer", [lesson, id] + attempt.fields)
    case .line(let lesson, let id, let result, let text):
      written(1, "line", lesson, id, result.rawValue, text)
    case .tried(let lesson, let item, let attempt):
      written(2, "tried", [lesson, item] + attempt.fields)
    case .practice(let lesson, let item, let outcome, let sitting):
      written(
        sitting.isBare == nil ? 1 : 2, "practice",
        [
          lesson, item, outcome.rawValue, String(sitting.day), String(sitting.tries),
          String(sitting.helps),
        ] + (sitting.isBare.map { [$0 ? Self.bare : "shown"] } ?? []))
    case .due(let lesson, let item, let day):
      written(2, "due", lesson, item, String(day ?? 0))
    case .memory(let lesson, let item, let memory):
      written(
        2, "memory",
        [lesson, item, String(memory.level), String(memory.bare), String(memory.day)]
          + (memory.called.map { [String($0)] } ?? []))
    case .again(let lesson, let mistake):
      written(2, "again", lesson, mistake.formula, mistake.stage.rawValue, mistake.slip.text)
    case .rule(let rule, let isMissed):
      written(2, "rule", rule.lesson, rule.item, rule.rule, isMissed ? Self.missed : Self.met)
    case .seed(let lesson, let seed): written(2, "seed", lesson, seed)
    case .reset(let lesson): written(1, "reset", lesson)
    case .newer, .unknown: ""
    }
  }

  private func written(_ version: Int, _ event: String, _ fields: String...) -> String {
    written(version, event, fields)
  }

  private func written(_ version: Int, _ event: String, _ fields: [String]) -> String {
    // A tab or line break of any kind in a name would end its field.
    ([String(version), event] + fields).map(\.visible).joined(separator: "\t") + "\n"
  }
}

extension Try {
  /// Of a line's fields those from the fifth on: the result alone, as older versions wrote it, or
  /// with the time, what was typed, and the slips.
  fileprivate init?(_ fields: [String]) {
    guard [5, 8].contains(fields.count), let result = Progress.AttemptResult(rawValue: fields[4])
    else { return nil }
    self.init(result: result)
    guard fields.count == 8 else { return }
    guard let second = Int(fields[5]) else { return nil }
    self.second = second
    typed = fields[6].isEmpty ? nil : fields[6].unescaped
    slips = KeptSlips(text: fields[7])
  }

  fileprivate var version: Int { fields.count == 1 && result != .shown ? 1 : 2 }

  fileprivate var fields: [String] {
    // A hint is told as it always was.
    guard let second, result != .helped else { return [result.rawValue] }
    return [result.rawValue, String(second), typed?.escaped ?? "", slips.text]
  }
}
