package import Kernels
package import Matrices
import Notation
package import SourceText

/// In a run that was done wrongly the line with the slip is to be found.
package struct SlipQuestion: QuestionKind {
  package let run: WrongRun

  package init(_ run: WrongRun) { self.run = run }

  package var kind: Check.Kind { .slip(self) }

  // MARK: - Reading

  package static func key(in line: Range<Int>, of reader: CheckReader) -> Range<Int>? {
    key(behind: "slip", in: line, of: reader)
  }

  package init?(_ key: Range<Int>, by reader: inout CheckReader) {
    // `= slip number STEP…STEP`: the formulas are right, and one number is not.
    let word = "number "
    let isInNumber = reader.file.text(key).hasPrefix(word)
    let steps =
      isInNumber ? reader.trimmed(key.lowerBound + word.utf8.count..<key.upperBound) : key
    guard let run = reader.run(steps) else { return nil }
    let wrong = WrongRun.drawn(
      from: run, in: reader.workspace, of: reader.file, decimals: reader.decimals,
      seed: RandomNumbers.seed(reader.id), inNumber: isInNumber)
    guard let wrong else {
      reader.report(
        at: key,
        isInNumber
          ? "No slip of the pen shows in a number of these formulas and in no other"
          : "No usual slip fits these formulas and shows in their numbers",
        help: "Name more formulas, or change the numbers.")
      return nil
    }
    self.run = wrong
    reader.ownHints = hints
  }

  // MARK: - What is said of it

  package var name: String { "slip" }
  package var key: String { String(run.wrong + 1) }

  /// The first help, where the author has none: two lines of which it is one, so that it is still to
  /// be found. Which of the two it is depends on the run alone.
  private var hints: [String] {
    let last = run.lines.count - 1
    let isFirst = run.wrong == 0 || run.wrong < last && run.wrong.isMultiple(of: 2)
    let first = isFirst ? run.wrong : run.wrong - 1
    return ["It is in line \(first + 1) or \(first + 2)."]
  }
  package var formulaKey: FormulaKey? { nil }
  package var answer: Answer { .words(key) }
  package var numbers: [[Double]]? { nil }
  package var lines: [QuestionLine] {
    run.lines.map { QuestionLine(tree: $0.tree, value: $0.value) }
  }
  package var rightChoices: Set<Int>? { nil }

  // MARK: - Answering

  package func wanted(hasGrid: Bool) -> String {
    "the number of the line with the slip, 1 to \(run.lines.count)"
  }

  package var grid: Shape? { nil }
  package var isCarriedOn: Bool { false }

  package func judge(
    _ text: String, by judge: Judge
  ) throws(TypedNumbers.Unreadable) -> Judgement {
    let count = run.lines.count
    let words = try judge.reader.readable(text).split(whereSeparator: \.isWhitespace)
      .filter { !AnswerReader.isLead($0) }
    guard words.count == 1, let number = AnswerReader.place(words[0]), (1...count).contains(number)
    else {
      throw TypedNumbers.Unreadable(reason: "Type the number of one line, 1 to \(count).")
    }
    if number == run.wrong + 1 { return Judgement(isRight: true) }
    return Judgement(reading: .slip(Reading(line: number, isBeforeSlip: number <= run.wrong)))
  }

  /// The line that was taken for the slip, from 1, and whether the slip comes below it.
  package struct Reading: Sendable, Equatable {
    var line: Int
    var isBeforeSlip: Bool

    var text: String {
      isBeforeSlip
        ? "Line \(line) is right. Go on from there."
        : "Line \(line) is right for the numbers above it; the slip came before."
    }
  }

  package func needed(in workspace: Workspace) -> [Name] { [] }
  package func working(in workspace: Workspace, _ style: ValueStyle) -> [WorkingLine] { [] }
  package var skill: String { "find a slip in \(run.lines.count) lines" }
  package var explanation: String? { run.explanation }
  package func told(in workspace: Workspace) -> String? {
    "It is line \(key). \(run.explanation)"
  }

  // MARK: - Checking

  package func moved(to workspace: Workspace) -> SlipQuestion {
    SlipQuestion(run.moved(to: workspace))
  }
  package func findings(_ trial: QuestionTrial) -> [Finding] { [] }
}
