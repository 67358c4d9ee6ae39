package import Matrices

/// What was said to one answer, or instead of one.
package struct Reply: Sendable {
  /// The answer as it was read, to be shown back; nil when it is no matrix.
  package var read: Matrix<Double>?
  /// Row by row which entries are right, when that is told.
  package var entries: [Bool]?
  package var saying: Saying
  package var text: String { saying.text }
  package var isRight = false
  /// Whether it was a try: what cannot be read costs nothing.
  package var isTry = true
  /// Whether it was asked for instead of an answer.
  var isHelp = false

  package enum Saying: Sendable {
    /// With what there is to say to who knows the answer.
    case right(String?)
    case wrong
    case rightEntries(Int, of: Int)
    case notYet
    /// The entries tell which are right.
    case notYetByEntries
    case remark(Judgement.Remark)
    case reading(Judgement.Reading)
    /// In the author's words.
    case hint(String)
    case noHintLeft
    /// Why the answer cannot be read.
    case unreadable(String)
    /// The answer in words, as its kind of question has it.
    case answer(String)
    /// The answer, which is shown with the reply.
    case value
  }
}

/// The tries at one question. They are not limited; with each wrong one more is said: the verdict,
/// then which entries, then what went wrong or a hint, and at last the answer.
package struct Attempt: Sendable {
  package private(set) var replies: [Reply] = []
  /// Wrong tries, and hints that were asked for.
  private var rung = 0
  private var hints = 0
  package private(set) var isSolved = false
  package private(set) var isRevealed = false

  package var tries: Int { replies.count { $0.isTry } }

  /// The wrong answers that were matrices or numbers.
  package var wrongValues: [Matrix<Double>] {
    replies.compactMap { $0.isTry && !$0.isRight ? $0.read : nil }
  }

  /// - Parameter isSolved: whether the question was answered on another day.
  package init(isSolved: Bool = false) { self.isSolved = isSolved }

  private mutating func say(_ reply: Reply) {
    replies.append(reply)
    if reply.isRight { isSolved = true }
  }

  /// Marks an answer as it was typed.
  package mutating func answer(_ text: String, by judge: Judge) {
    do {
      let judgement = try judge.judge(text)
      if judgement.isRight {
        say(Reply(read: judgement.read, saying: judge.told(judgement), isRight: true))
      } else if let remark = judgement.remark, judgement.isOpen {
        // Neither right nor wrong: it costs nothing.
        say(Reply(read: judgement.read, saying: .remark(remark), isTry: false))
      } else {
        rung += 1
        say(reply(judgement, judge.check))
      }
    } catch {
      say(Reply(saying: .unreadable(error.reason), isTry: false))
    }
  }

  /// As much of a judgement as is said at this rung.
  private mutating func reply(_ judgement: Judgement, _ check: Check) -> Reply {
    var reply = Reply(
      read: judgement.read, saying: judgement.remark.map { .remark($0) } ?? .notYet)
    let hasEntries = (judgement.entries?.count ?? 0) > 1
    if hasEntries, rung > 1 { reply.entries = judgement.entries }
    guard judgement.remark == nil else { return reply }
    if hasEntries, rung == 2 {
      reply.saying = .notYetByEntries
    } else if rung > 1 {
      reply.saying = judgement.reading.map { .reading($0) } ?? nextHint(check)
    }
    return reply
  }

  // MARK: - Help

  private mutating func nextHint(_ check: Check) -> Reply.Saying {
    guard hints < check.hints.count else { return .noHintLeft }
    hints += 1
    return .hint(check.hints[hints - 1])
  }

  /// How often help was asked for.
  package var helps: Int { replies.count { $0.isHelp } }

  /// Whether anything is left that could be said.
  package var canHelp: Bool { !isRevealed && !isSolved }

  /// One rung more: the next hint, and after the last one the answer.
  package mutating func help(_ check: Check) {
    guard canHelp else { return }
    func tell(_ saying: Reply.Saying, _ value: Matrix<Double>? = nil) {
      say(Reply(read: value, saying: saying, isTry: false, isHelp: true))
    }
    if hints < check.hints.count { return tell(nextHint(check)) }
    isRevealed = true
    if let words = check.question.told(in: check.workspace) {
      tell(.answer(words))
    } else {
      tell(.value, check.value)
    }
  }
}
