package import Kernels
package import Matrices
import Notation
package import SourceText

/// Formulas are put in the order in which they are computed.
package struct OrderQuestion: QuestionKind {
  package let arrangement: Arrangement

  package init(_ arrangement: Arrangement) { self.arrangement = arrangement }

  package var kind: Check.Kind { .order(self) }

  // MARK: - Reading

  package static func key(in line: Range<Int>, of reader: CheckReader) -> Range<Int>? {
    key(behind: "order", in: line, of: reader)
  }

  package init?(_ key: Range<Int>, by reader: inout CheckReader) {
    guard let run = reader.run(key) else { return nil }
    // What of it is shown follows from the id alone.
    let seed = RandomNumbers.seed(reader.id)
    guard let arrangement = Arrangement(run, in: reader.workspace, seed: seed) else {
      reader.report(
        at: key, "These formulas can stand in any order: none needs another",
        help: "Name formulas that are made from one another.")
      return nil
    }
    self.arrangement = arrangement
  }

  // MARK: - What is said of it

  package var name: String { "order" }
  package var key: String { arrangement.solution.map(String.init).joined(separator: " ") }
  package var formulaKey: FormulaKey? { nil }
  package var answer: Answer { .words(key) }
  package var numbers: [[Double]]? { nil }
  package var lines: [QuestionLine] { arrangement.lines.map { QuestionLine(tree: $0.tree) } }
  package var rightChoices: Set<Int>? { nil }

  // MARK: - Answering

  private var count: Int { arrangement.lines.count }

  package func wanted(hasGrid: Bool) -> String {
    "the numbers in order, such as " + (1...count).map(String.init).joined(separator: " ")
  }

  package var grid: Shape? { nil }
  package var isCarriedOn: Bool { false }

  package func judge(
    _ text: String, by judge: Judge
  ) throws(TypedNumbers.Unreadable) -> Judgement {
    let problem = arrangement.problem(with: try order(try judge.reader.readable(text)))
    return Judgement(isRight: problem == nil, reading: problem.map { .order($0) })
  }

  /// Every number from 1 once, in some order.
  private func order(_ text: String) throws(TypedNumbers.Unreadable) -> [Int] {
    var words = text.split { ",;->→".contains($0) || $0.isWhitespace }
    // 2143 is 2 1 4 3.
    if words.count == 1, count < 10 {
      words = words[0].indices.map { words[0][$0...$0] }
    }
    let numbers = words.compactMap { Int($0) }
    guard numbers.count == words.count, numbers.sorted() == Array(1...count) else {
      throw TypedNumbers.Unreadable(
        reason: "Type every number from 1 to \(count) once, what is computed first in front.")
    }
    return numbers
  }

  package func needed(in workspace: Workspace) -> [Name] { [] }
  package func working(in workspace: Workspace, _ style: ValueStyle) -> [WorkingLine] { [] }
  package var skill: String { "put the \(count) steps in order" }
  package var explanation: String? { nil }
  package func told(in workspace: Workspace) -> String? { "One right order is \(key)." }

  // MARK: - Checking

  package func moved(to workspace: Workspace) -> OrderQuestion { self }
  package func findings(_ trial: QuestionTrial) -> [Finding] { [] }
}

extension Arrangement.Problem {
  package var text: String {
    let names = needs.map(\.shown)
    let chain =
      names.count <= Self.longestWay
      ? names.joined(separator: ", which needs ")
      : "\(names[0]), which in the end needs \(names[names.count - 1])"
    return "\(line) needs \(chain), which comes only with \(later)."
  }

  /// More names than these are not read to the end.
  private static let longestWay = 3
}
