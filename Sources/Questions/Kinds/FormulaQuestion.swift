package import Kernels
package import Matrices
import Notation
package import SourceText

/// A formula is typed, and compared by algebra.
package struct FormulaQuestion: QuestionKind {
  private let formula: FormulaKey

  package init(_ formula: FormulaKey) { self.formula = formula }

  package var kind: Check.Kind { .formula(self) }

  // MARK: - Reading

  package static func key(in line: Range<Int>, of reader: CheckReader) -> Range<Int>? {
    key(behind: "formula", in: line, of: reader)
  }

  package init?(_ key: Range<Int>, by reader: inout CheckReader) {
    guard let formula = reader.formula(key) else { return nil }
    self.formula = formula
  }

  // MARK: - What is said of it

  package var name: String { "formula" }
  package var key: String { formula.tree.latex }
  package var formulaKey: FormulaKey? { formula }
  package var answer: Answer { .formula(formula.tree) }
  package var numbers: [[Double]]? { formula.value.rows }
  package var lines: [QuestionLine] { [] }
  package var rightChoices: Set<Int>? { nil }

  // MARK: - Answering

  package func wanted(hasGrid: Bool) -> String { "a formula, such as W2' delta3" }
  package var grid: Shape? { nil }
  package var isOfLetters: Bool { true }
  package var isCarriedOn: Bool { false }

  /// It is compared with the key, with what the author expects, with the slips, with multiples of
  /// the key.
  package func judge(
    _ text: String, by judge: Judge
  ) throws(TypedNumbers.Unreadable) -> Judgement {
    let (typed, value) = try judge.reader.formula(text)
    if judge.draws.agree(typed, formula.kernel) {
      if let name = typed.soleName, judge.check.workspace.definition(of: typed) != nil {
        throw TypedNumbers.Unreadable(
          reason: "\(name.shown) is what is asked for: write what it is made from.")
      }
      return Judgement(isRight: true, read: value)
    }
    if let taken = Self.divided(text) { throw TypedNumbers.Unreadable(reason: taken) }
    var judgement = Judgement(read: value)
    let expected = formula.known.first { judge.draws.agree($0.kernel, typed) }
    if let expected {
      judgement.reading = .author(expected.message)
    } else if let slip = judge.marking.slips.slip(equalTo: typed) {
      judgement.reading = .diagnosis(.made([.slip(slip.fact, ties: slip.ties)]))
    }
    guard value.shape == formula.kernel.shape else {
      let words = expected.map { Judgement.Remark.author($0.message) }
      judgement.remark = words ?? .shape(value.shape, wanted: formula.kernel.shape)
      return judgement
    }
    if judge.marking.isInBand(value) {
      if judgement.reading == nil { judgement.remark = .onlyHere }
    } else {
      judgement.entries = judge.marking.entries(of: value)
    }
    return judgement
  }

  /// What is said to `1/2m`, which is the half of m as it is read, and may have been meant otherwise;
  /// nil where there is none.
  private static func divided(_ text: String) -> String? {
    guard let found = text.firstMatch(of: /([0-9]+)\/([0-9]+)\p{Letter}\w*/) else { return nil }
    let (whole, above, below) = (found.output.0, found.output.1, found.output.2)
    let letters = whole.dropFirst(above.count + 1 + below.count)
    return "\(whole) was read as (\(above)/\(below)) \(letters). With all of it below the line it "
      + "is \(above)/(\(below) \(letters)); else leave a space: \(above)/\(below) \(letters)."
  }

  package func needed(in workspace: Workspace) -> [Name] { [] }
  package func working(in workspace: Workspace, _ style: ValueStyle) -> [WorkingLine] { [] }
  package var skill: String { "write the formula of \(formula.tree.oneLine())" }
  package var explanation: String? { nil }

  package func told(in workspace: Workspace) -> String? {
    "It is \(typed(in: workspace) ?? formula.formula(in: workspace).oneLine())."
  }

  /// In the keyboard's spelling; nil where it has none.
  private func typed(in workspace: Workspace) -> String? {
    KeyboardWriter(Spellings(workspace)).text(formula.formula(in: workspace))
  }

  // MARK: - Checking

  package func moved(to workspace: Workspace) -> FormulaQuestion {
    FormulaQuestion(formula.moved(to: workspace))
  }

  package func findings(_ trial: QuestionTrial) -> [Finding] {
    trial.known() + unanswerable(trial) + trial.slipsThatHide()
  }

  private func unanswerable(_ trial: QuestionTrial) -> [Finding] {
    let workspace = trial.check.workspace
    let isRight = typed(in: workspace).flatMap { try? trial.judge.judge($0).isRight } ?? false
    return isRight
      ? []
      : [
        trial.finding(
          .unanswerable,
          "\(formula.formula(in: workspace).oneLine()) cannot be typed on a keyboard",
          help: "Ask for a part of it that has no ∇ or sum over examples, or for its value.")
      ]
  }
}
