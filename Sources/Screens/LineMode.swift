import Kernels
package import Learning
package import Lessons
import Matrices
import Notation
import Questions
import Saying
import SourceText
package import Typesetting

/// The append-only reader: for pipes, screen readers and terminals that can do nothing. Pure: a
/// line that was typed goes in, lines to append come out. Every key of the full screen is a word
/// here.
package struct LineMode: Sendable {
  package internal(set) var study: Study
  package private(set) var isOver = false
  /// What lines are written with: set on a page, or spoken.
  let writer: any LineWriter
  private let contents: Contents
  /// What is said at the place where one is; made once.
  var shown: Shown?
  /// Numbers opened one inside the other.
  var trail: [OpenNumber] = []
  /// The rows so far of a matrix that is typed on several lines.
  private var rows: String?

  /// What comes behind the last stop.
  package enum Ending: Sendable {
    /// The next question of practice.
    case question
    /// What the lesson has come to, and, where somebody types, the next one.
    case lesson(leadsOn: Bool)
  }

  private let ending: Ending
  /// Whether what the lesson has come to has been said.
  private var saidEnd = false
  /// The questions of which it was said that they have no answer yet.
  private var passed: Set<String> = []

  /// - Parameter speaks: whether lines are for ears.
  package init(
    _ study: Study, _ contents: Contents, _ style: PageStyle, speaks: Bool = false,
    ending: Ending = .lesson(leadsOn: false)
  ) {
    self.study = study
    self.contents = contents
    writer =
      speaks ? SpokenLines(study.lesson) : PageLines(style, study.lesson.style)
    self.ending = ending
  }

  package var walk: Walk { study.walk }

  /// The title and the place where the walk begins.
  ///
  /// - Parameter isTitled: whether the title has been written already.
  package mutating func opening(isTitled: Bool = false) -> [StyledLine] {
    (isTitled ? [] : writer.title(study.lesson.title)) + [[]] + here()
  }

  // MARK: - Words

  /// Does what a line asks for: nothing is next; else a word, with what it is about behind it; or a
  /// row of keys.
  ///
  /// - Returns: the lines to append, and what else is to be done.
  package mutating func update(_ line: String) -> (
    lines: [StyledLine], effects: [WalkScreen.Effect]
  ) {
    if let rows { return read(line, after: rows) }
    let words = line.split(whereSeparator: \.isWhitespace)
    let word = words.first.map { $0.lowercased() } ?? Command.next.name(.words)
    let rest = words.dropFirst().joined(separator: " ")
    let place = walk.place
    var effects: [WalkScreen.Effect] = []
    var lines: [StyledLine]
    if isAnswerInLetters(line) {
      lines = answer(line, &effects)
    } else if let command = Command.named(word) {
      lines = act(command, rest, &effects)
    } else if words.count == 1, line.count <= 8, let keys = Command.meant(byKeys: line) {
      lines = []
      for command in keys where !isOver { lines += act(command, "", &effects) }
    } else if walk.stop?.check != nil, line.first.map({ "0123456789[.-−+(".contains($0) }) == true {
      // Numbers at a question are an answer.
      lines = answer(line, &effects)
    } else {
      let near = nearest(to: word, among: Command.entries.map(\.word).filter { !$0.isEmpty })
      lines = remark(
        "\(line.visible.prefix(20)) does nothing here."
          + (near.map { " Did you mean \($0)?" } ?? " help says what does."))
    }
    if walk.place != place { effects.append(.record(JournalEvent(study))) }
    return (lines, effects)
  }

  /// One more row of a matrix, until its bracket is closed or a line is empty.
  private mutating func read(
    _ line: String, after rows: String
  ) -> (lines: [StyledLine], effects: [WalkScreen.Effect]) {
    self.rows = nil
    var effects: [WalkScreen.Effect] = []
    guard line.isOfMatrix else {
      // Another word: the matrix was not meant to go on.
      let unread = said(&effects) { $0.answer(rows) }
      let next = update(line)
      return (unread + next.lines, effects + next.effects)
    }
    let isEmpty = line.allSatisfy(\.isWhitespace)
    let above = rows.reversed().drop { $0.isWhitespace || ",;".contains($0) }
    let lines = answer(
      String(above.reversed()) + (isEmpty ? "]" : "; " + line), &effects)
    return (lines, effects)
  }

  /// What to say when no line comes any more.
  package func endOfInput() -> [StyledLine] {
    rows == nil
      ? [] : remark("The input ended in the middle of a matrix: that answer was not marked.")
  }

  private mutating func act(
    _ command: Command, _ rest: String, _ effects: inout [WalkScreen.Effect]
  ) -> [StyledLine] {
    switch command {
    case .next: return next(&effects)
    case .back: return study.move { $0.back() } ? replaced() : remark("This is the beginning.")
    case .finish:
      let before = walk.place
      guard study.move({ $0.finish() }) else { return next(&effects) }
      return lines(before.revealed..<walk.place.revealed)
    case .nextStep: return moved("This is the last step.") { $0.nextStep() }
    case .previousStep: return moved("This is the first step.") { $0.previousStep() }
    case .first: return moved("This is the beginning.") { $0.toStart() }
    case .last: return moved("This is the end.") { $0.toEnd() }
    case .goToStep: return go(rest)
    case .open: return open(rest)
    case .close:
      guard !trail.isEmpty else { return remark("No number is open.") }
      trail.removeLast()
      return trail.last.map { lines(of: $0) } ?? remark("Closed.")
    case .uses: return uses(rest)
    case .change: return change(rest, &effects)
    case .undo where derivationAsked != nil:
      return said(&effects) { $0.takeLineBack() }
    case .undo:
      return changed(&effects) { study throws(Study.Refusal) in try study.undo() }
    case .redo:
      return changed(&effects) { study throws(Study.Refusal) in try study.redo() }
    case .restore: return restore(&effects)
    case .answer: return answer(rest, &effects)
    case .hint: return hint(&effects)
    case .picture: return picture(rest, &effects)
    case .network: return network(rest)
    case .save: return save(&effects)
    case .train: return train(rest, &effects)
    case .contents: return contentsLines()
    case .lesson:
      guard let entry = contents.lesson(called: rest.visible) else {
        return remark("There is no lesson \(rest.prefix(30)). contents lists them.")
      }
      effects.append(.open(path: entry.path))
    case .search: return search(rest)
    case .numPy: return spelled()
    case .reason: return aboutLine { writer, line in writer.reason(of: line) }
    case .values: return numbers()
    case .copy: return copy(rest, &effects)
    case .reload: effects.append(.reload)
    case .help: return help()
    case .quit:
      isOver = true
      effects.append(.quit)
    // They have no word.
    case .scrollUp, .scrollDown, .scrollLeft, .scrollRight, .lastNumber, .firstNumber, .move,
      .otherDots, .pause, .oneIteration, .faster, .slower, .stopTraining, .beginAnew, .otherView,
      .otherScale:
      break
    }
    return []
  }

  func remark(_ text: String) -> [StyledLine] { writer.remark(text) }

  // MARK: - Walking

  private mutating func next(_ effects: inout [WalkScreen.Effect]) -> [StyledLine] {
    if let check = walk.stop?.check, study.attempt(check).canHelp, passed.insert(check.id).inserted
    {
      return remark(
        "Not answered yet: type it, or hint helps. Enter again passes it over.")
    }
    let before = walk.place
    guard study.move({ $0.next() }) else { return end(&effects) }
    saidEnd = false
    trail = []
    if walk.place.stop == before.stop { return lines(before.revealed..<walk.place.revealed) }
    return [[]] + here()
  }

  /// Behind the last stop.
  private mutating func end(_ effects: inout [WalkScreen.Effect]) -> [StyledLine] {
    guard case .lesson(let leadsOn) = ending else {
      isOver = true
      return []
    }
    let next = leadsOn ? contents.next(after: study.lesson.name) : nil
    guard saidEnd, let next else {
      isOver = next == nil
      return endOfLesson()
    }
    effects.append(.open(path: next.path))
    return []
  }

  /// What the lesson has come to, where that has not been said; nothing of a question of practice.
  package mutating func endOfLesson() -> [StyledLine] {
    guard case .lesson(let leadsOn) = ending, !saidEnd else { return [] }
    saidEnd = true
    let lines = bridge(study, contents, .words)
    // Who does not type is not told what to type.
    let hasNext = contents.next(after: study.lesson.name) != nil
    return [[]] + (leadsOn || !hasNext ? lines : lines.dropLast()).flatMap { remark($0) }
  }

  private mutating func moved(
    _ otherwise: String, _ move: (inout Walk) -> Bool
  ) -> [StyledLine] {
    guard study.move(move) else { return remark(otherwise) }
    trail = []
    return [[]] + here()
  }

  private mutating func go(_ text: String) -> [StyledLine] {
    guard let place = Int(text).flatMap({ walk.place(ofStep: $0) }) else {
      let count = study.lesson.namedSteps.count
      return remark(
        count == 0 ? WalkScreen.hasNoSteps : "go is followed by a step, 1 to \(count).")
    }
    return moved("You are there.") { walk in
      walk.go(to: place)
      return true
    }
  }

  /// What is said at the place where one is.
  mutating func current() -> Shown? {
    if let shown, shown.stop == walk.place.stop { return shown }
    guard walk.stop != nil else { return nil }
    shown = Presenter(study, writer.values).shown(walk.place.stop, of: walk)
    return shown
  }

  private mutating func lines(_ reductions: Range<Int>) -> [StyledLine] {
    guard let shown = current() else { return [] }
    let firstShape = shown.reductions.firstIndex { $0.reduction.hasShapes }
    return reductions.flatMap { index in
      writer.piece(index, of: shown)
        + (index == firstShape && !shown.isDerivation ? remark(Self.shapesStand) : [])
    }
  }

  /// What went before cannot be taken off the paper: the place is written again.
  private mutating func replaced() -> [StyledLine] {
    let head = [[]] + remark("back:")
    let revealed = walk.place.revealed
    return head + (revealed > 0 ? lines(revealed - 1..<revealed) : here())
  }

  mutating func here() -> [StyledLine] {
    guard let shown = current() else { return [] }
    let question =
      shown.question.map { question in
        [[]]
          + writer.invitation(
            invitation(question.check, study.attempt(question.check), .words))
      } ?? []
    let training =
      shown.training.map { training in
        writer.invitation(invitation(training.plan))
      } ?? []
    return writer.opening(shown) + lines(0..<walk.place.revealed) + question + training
  }

  // MARK: - Questions

  private mutating func answer(
    _ text: String, _ effects: inout [WalkScreen.Effect]
  ) -> [StyledLine] {
    let depth = text.count { $0 == "[" } - text.count { $0 == "]" }
    if depth > 0, text.isOfMatrix, text.count < 2000,
      case .value? = walk.stop?.check?.question.answer
    {
      rows = text
      return []
    }
    return said(&effects) { $0.answer(text) }
  }

  private mutating func hint(_ effects: inout [WalkScreen.Effect]) -> [StyledLine] {
    said(&effects) { $0.hint() }
  }

  private mutating func said(
    _ effects: inout [WalkScreen.Effect], _ ask: (inout Study) -> [JournalEvent]
  ) -> [StyledLine] {
    guard let check = walk.stop?.check else { return remark("There is no question here.") }
    let before = study.attempt(check).replies.count
    effects += ask(&study).map { .record($0) }
    let new = study.attempt(check).replies.dropFirst(before)
    guard !new.isEmpty else { return remark("All has been said.") }
    return writer.replies(new)
  }

  // MARK: - Around

  private func contentsLines() -> [StyledLine] {
    let named = study.lesson.namedSteps
    let rows = contents.rows(walk)
    guard !rows.isEmpty else { return remark(WalkScreen.hasNoSteps) }
    return rows.flatMap { row in
      switch row {
      case .lesson(let entry):
        let state = entry.state == .done ? "  done" : entry.state == .begun ? "  begun" : ""
        let number = entry.number.map { "\($0). " } ?? ""
        return writer.entry(entry.name, number + entry.title + state, width: 0)
      case .step(let step):
        let number = (named.firstIndex(of: step) ?? 0) + 1
        return writer.step(
          number, study.lesson.steps[step].heading,
          remark: step == walk.stop?.step ? "you are here" : "")
      }
    }
  }

  private mutating func search(_ text: String) -> [StyledLine] {
    let presenter = Presenter(study, writer.values)
    let order =
      Array(walk.stops.indices.dropFirst(walk.place.stop + 1))
      + Array(walk.stops.indices.prefix(walk.place.stop + 1))
    let found = order.first { stop in
      let shown = presenter.shown(stop, of: walk)
      let reductions = shown.pieces.flatMap { writer.piece($0, of: shown) }
      return (writer.opening(shown) + reductions).holds(text)
    }
    guard !text.isEmpty else { return remark("Say what to look for: search delta") }
    guard let found else {
      return remark("\(text.prefix(30)) is not in this lesson.")
    }
    return moved("") { walk in
      walk.go(to: Walk.Place(stop: found, revealed: Int.max))
      return true
    }
  }

  private func help() -> [StyledLine] {
    Command.table.flatMap { title, rows in
      writer.heading(title)
        + rows.filter { !$0.words.isEmpty }.flatMap {
          writer.entry("  " + $0.words, $0.what, width: 24)
        }
    } + remark("Enter alone goes on; keys such as n or . do, too.") + remark(Help.practice)
  }

  /// What to say before a line is typed.
  package var prompt: String {
    if rows != nil { return "the next row, or an empty line > " }
    if let linePrompt { return linePrompt }
    guard walk.isAtEnd, case .lesson(let leadsOn) = ending else {
      return "Enter goes on, help, quit > "
    }
    let hasNext = leadsOn && contents.next(after: study.lesson.name) != nil
    return "Enter \(saidEnd && hasNext ? "opens the next lesson" : "ends"), help, quit > "
  }

  /// The lesson as its file is now.
  package mutating func reload(_ lesson: Lesson) -> [StyledLine] {
    study.reload(lesson)
    trail = []
    shown = nil
    return remark("Read again.") + here()
  }
}

extension String {
  /// Whether it may be a part of a matrix: numbers, brackets, and what stands between them.
  fileprivate var isOfMatrix: Bool {
    allSatisfy { "0123456789+-−.eE/[],; \t".contains($0) }
  }
}
