package import Kernels
package import Matrices
package import SourceText

/// One or several of the items of a task list are right.
package struct ChoiceQuestion: QuestionKind {
  /// Counted from 1.
  let right: Set<Int>
  let count: Int
  /// What is chosen for, where that is a line of several.
  package let lines: [QuestionLine]
  package let explanation: String?

  /// - Parameter explanation: what there is to say to who knows the answer.
  package init(
    right: Int, of count: Int, about lines: [QuestionLine] = [], explanation: String? = nil
  ) {
    (self.right, self.count) = ([right], count)
    (self.lines, self.explanation) = (lines, explanation)
  }

  package var kind: Check.Kind { .choice(self) }

  // MARK: - Reading

  package static func key(in line: Range<Int>, of reader: CheckReader) -> Range<Int>? {
    reader.choices == nil ? nil : line
  }

  package init?(_ key: Range<Int>, by reader: inout CheckReader) {
    count = reader.choices ?? 0
    (lines, explanation) = ([], nil)
    let numbers = reader.file.text(key).split { $0 == "," || $0 == " " }.map { Int($0) }
    right = Set(numbers.compactMap { $0 })
    guard !numbers.isEmpty, !numbers.contains(nil), right.allSatisfy({ (1...count).contains($0) })
    else {
      reader.report(
        at: key, "The key of a choice is the number of the right one, from 1 to \(count)",
        help: "Write = 2, or = 1, 3 when several are right.")
      return nil
    }
  }

  // MARK: - What is said of it

  package var name: String { "choice" }
  package var key: String { right.sorted().map(String.init).joined(separator: ", ") }
  package var formulaKey: FormulaKey? { nil }
  package var answer: Answer { .words(key) }
  package var numbers: [[Double]]? { nil }
  package var rightChoices: Set<Int>? { right }

  // MARK: - Answering

  package func wanted(hasGrid: Bool) -> String {
    right.count == 1 ? "the number of one, 1 to \(count)" : "the numbers, 1 to \(count)"
  }

  package var grid: Shape? { nil }
  package var isCarriedOn: Bool { false }

  package func judge(
    _ text: String, by judge: Judge
  ) throws(TypedNumbers.Unreadable) -> Judgement {
    let words = try judge.reader.readable(text).split { ",;&".contains($0) || $0.isWhitespace }
    let numbers = words.filter { !AnswerReader.isLead($0) }.map { AnswerReader.place($0) }
    guard !numbers.isEmpty, !numbers.contains(nil),
      numbers.allSatisfy({ (1...count).contains($0 ?? 0) })
    else {
      throw TypedNumbers.Unreadable(
        reason: "Type the number of a choice, 1 to \(count), or several with commas.")
    }
    let chosen = Set(numbers.compactMap { $0 })
    return Judgement(
      isRight: chosen == right, reading: Reading(chosen, of: right).map { .choice($0) })
  }

  /// What can be said of a wrong choice without giving it away.
  package enum Reading: Sendable, Equatable {
    case rightButMore, rightAmongOthers, someWrong

    fileprivate init?(_ chosen: Set<Int>, of right: Set<Int>) {
      guard right.count > 1 else { return nil }
      self =
        chosen.isSubset(of: right)
        ? .rightButMore : right.isSubset(of: chosen) ? .rightAmongOthers : .someWrong
    }

    var text: String {
      switch self {
      case .rightButMore: "These are right; more are."
      case .rightAmongOthers: "The right ones are among them; not all are."
      case .someWrong: "Some of these are wrong."
      }
    }
  }

  package func needed(in workspace: Workspace) -> [Name] { [] }
  package func working(in workspace: Workspace, _ style: ValueStyle) -> [WorkingLine] { [] }
  package var skill: String {
    "tell which of \(count) answers \(right.count == 1 ? "is" : "are") right"
  }
  package func told(in workspace: Workspace) -> String? { "It is \(key)." }

  // MARK: - Checking

  package func moved(to workspace: Workspace) -> ChoiceQuestion { self }
  package func findings(_ trial: QuestionTrial) -> [Finding] { [] }
}
