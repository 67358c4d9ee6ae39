import Kernels
package import Matrices
package import Notation
package import Reasons

/// What was said to one answer, or instead of one.
package struct Reply: Sendable {
  /// The answer as it was read, to be shown back; nil when it is no matrix.
  package var read: Matrix<Double>?
  /// Row by row which entries are right, when that is told.
  package var entries: [Bool]?
  package var saying: Saying
  /// Lines of working that belong to it.
  package var working: [MathTree] = []
  /// A line of a derivation, as it was read or as it stands.
  package var line: ShownLine?
  /// Formulas that belong to it and say no value.
  package var formulas: [MathTree] = []
  package var text: String { saying.text }
  package var isRight = false
  /// Whether it was a try: what cannot be read costs nothing.
  package var isTry = true
  /// What was typed; nil for what was asked for.
  package var typed: String?
  /// The slips by which a wrong answer was made.
  package var made: [Marking.Made] = []
  /// What is known of a wrong answer and not said at once.
  package enum Kept: Sendable, Equatable {
    case nothing
    /// Of choices there are others.
    case another
    /// What went wrong has a name.
    case slip
    /// The same, and something is missing.
    case missing
  }

  /// Whether it was asked for instead of an answer.
  var isHelp = false
  /// The rules by which the next line of a derivation would have followed, where one does not.
  package var due: [Rule] = []

  /// Whether it tells something of what comes next.
  package var isHint: Bool { if case .derivation = saying { true } else { false } }

  /// Whether it says that an answer, or a line of one, is right.
  package var holds: Bool { isRight || line?.holds == true }

  package var isUnreadable: Bool { if case .unreadable = saying { true } else { false } }

  package enum Saying: Sendable {
    /// With what there is to say to who knows the answer.
    case right(String?)
    case wrong
    case rightEntries(Int, of: Int)
    /// The first reply to a wrong answer: what help has to say more.
    case notYet(Kept)
    /// The entries tell which are right.
    case notYetByEntries(Kept)
    case remark(Judgement.Remark)
    case reading(Judgement.Reading)
    /// In the author's words.
    case hint(String)
    /// What is done in the next line of working.
    case next(String)
    /// What there is to tell of the next line of a derivation.
    case derivation(DerivationHint)
    /// A line of a derivation that holds, with more lines behind it.
    case derived
    /// So many lines of a derivation stand, the first included.
    case takenBack(Int)
    case noHintLeft
    /// Why the answer cannot be read.
    case unreadable(String)
    /// The answer in words, as its kind of question has it.
    case answer(String)
    /// The answer, which is shown with the reply.
    case value
  }
}

/// The tries at one question. They are not limited. The first reply already teaches: which entries
/// are right, or that something is missing; a second one says what went wrong. Help says that, too,
/// then the hints, then the working line by line, and at last the answer.
package struct Attempt: Sendable {
  package private(set) var replies: [Reply] = []
  /// Wrong tries, and hints that were asked for.
  private var rung = 0
  private var hints = 0
  /// Lines of working that have been said.
  private var lines = 0
  /// What went wrong in the last answer, when that has not been said.
  private var untold: Judgement.Reading?
  package private(set) var isSolved = false
  package private(set) var isRevealed = false

  /// What is written of a derivation, where one is asked for.
  package private(set) var derivation = OwnDerivation()

  package var tries: Int { replies.count { $0.isTry } }

  /// Whether everything that was tried was right, lines of a derivation among them.
  package var isFaultless: Bool {
    helps == 0 && replies.allSatisfy { !$0.isTry || $0.holds }
  }

  /// The wrong answers that were matrices or numbers.
  package var wrongValues: [Matrix<Double>] {
    replies.compactMap { $0.isTry && !$0.isRight ? $0.read : nil }
  }

  /// - Parameter isSolved: whether the question was answered on another day.
  package init(isSolved: Bool = false) { self.isSolved = isSolved }

  /// At a question of which lines may stand already.
  package init(_ check: Check) {
    derivation = check.derivationAtStart
  }

  private mutating func say(_ reply: Reply) {
    replies.append(reply)
    if reply.isRight { isSolved = true }
  }

  /// Marks an answer as it was typed.
  package mutating func answer(_ text: String, by judge: Judge) {
    defer { replies[replies.count - 1].typed = text }
    var judge = judge
    judge.derivation = derivation
    do {
      let judgement = try judge.judge(text)
      untold = nil
      guard judgement.lines.isEmpty else { return add(judgement, by: judge) }
      if judgement.isRight {
        var reply = Reply(read: judgement.read, saying: judge.told(judgement), isRight: true)
        reply.working = lastLine(judge.check)
        say(reply)
      } else if let remark = judgement.remark, judgement.isOpen {
        // Neither right nor wrong: it costs nothing.
        say(Reply(read: judgement.read, saying: .remark(remark), isTry: false))
      } else {
        rung += 1
        var reply = reply(judgement, judge.check)
        reply.made = judgement.made
        say(reply)
      }
    } catch {
      say(Reply(saying: .unreadable(error.reason), isTry: false))
    }
  }

  /// As much of a judgement as is said at this rung.
  private mutating func reply(_ judgement: Judgement, _ check: Check) -> Reply {
    var reply = Reply(read: judgement.read, saying: .notYet(.nothing))
    let hasEntries = (judgement.entries?.count ?? 0) > 1
    if hasEntries { reply.entries = judgement.entries }
    if let remark = judgement.remark {
      reply.saying = .remark(remark)
      return reply
    }
    if rung == 1, judgement.reading?.isOfNumbers ?? true {
      untold = judgement.reading
      let kept: Reply.Kept =
        untold.map { $0.saysMissing ? .missing : .slip }
        ?? (check.question.rightChoices == nil ? .nothing : .another)
      reply.saying = hasEntries ? .notYetByEntries(kept) : .notYet(kept)
    } else if let reading = judgement.reading {
      reply.saying = .reading(reading)
    } else if hasEntries, hints >= check.hints.count {
      reply.saying = .notYetByEntries(.nothing)
    } else {
      reply.saying = nextHint(check)
    }
    return reply
  }

  // MARK: - Derivations

  /// Lines of a derivation, each with what is said to it.
  private mutating func add(_ judgement: Judgement, by judge: Judge) {
    if let written = judgement.derivation { derivation = written }
    for (index, line) in judgement.lines.enumerated() {
      let isLast = index == judgement.lines.count - 1
      let saying: Reply.Saying =
        !isLast ? .derived : judgement.isRight ? .right(nil) : judge.told(judgement)
      var reply = Reply(saying: saying, isRight: isLast && judgement.isRight)
      reply.line = line
      if !line.holds {
        rung += 1
        reply.due = judge.rulesDue(after: derivation)
      }
      say(reply)
    }
  }

  /// Takes the last line of a derivation back.
  /// - Returns: whether there was one.
  package mutating func takeLineBack() -> Bool {
    guard !isSolved, derivation.takeBack() != nil else { return false }
    say(Reply(saying: .takenBack(derivation.next - 1), isTry: false))
    return true
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
    if let author = check.derivation {
      let judge = DerivationJudge(author, by: Judge(check, decimals: check.shownDecimals))
      say(judge.hint(after: &derivation))
      isRevealed = derivation.lines.last.map(judge.isDone) ?? false
      return
    }
    func tell(_ saying: Reply.Saying) { say(Reply(saying: saying, isTry: false, isHelp: true)) }
    if let untold {
      self.untold = nil
      return tell(.reading(untold))
    }
    if hints < check.hints.count { return tell(nextHint(check)) }
    let working = check.hintsAreWorking ? [] : check.working
    if lines < working.count {
      let line = working[lines]
      lines += 1
      say(
        Reply(saying: .next(line.label), working: [line.tree], isTry: false, isHelp: true))
      return
    }
    isRevealed = true
    let words = check.question.told(in: check.workspace)
    var reply = Reply(
      read: words == nil ? check.value : nil, saying: words.map { .answer($0) } ?? .value,
      isTry: false, isHelp: true)
    // Whoever has walked there has seen it.
    if lines == 0 { reply.working = lastLine(check) }
    say(reply)
  }

  /// The working just before the answer.
  private func lastLine(_ check: Check) -> [MathTree] {
    check.working.last.map { [$0.tree] } ?? []
  }
}

extension Check {
  /// The lines between its formula and its value, at the decimals that answers have.
  package var working: [WorkingLine] {
    question.working(in: workspace, ValueStyle(NumberStyle(decimals: shownDecimals)))
  }
}

extension Judgement.Reading {
  /// Whether it is about numbers that were worked out, and gives away how.
  fileprivate var isOfNumbers: Bool {
    switch self {
    case .author, .diagnosis: true
    case .choice, .order, .slip, .shape, .line: false
    }
  }

  var saysMissing: Bool {
    switch self {
    case .diagnosis(.residual(_, let isMissing)): isMissing
    case .diagnosis(.made(let made)):
      made.allSatisfy { made in
        switch made {
        case .slip(let fact, _):
          [.droppedTerm, .droppedFactor, .droppedDivisor, .droppedTranspose].contains(fact.kind)
        case .author, .pen: false
        }
      }
    case .diagnosis(.factor), .diagnosis(.other), .author, .choice, .order, .slip, .shape, .line:
      false
    }
  }
}
