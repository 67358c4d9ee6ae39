package import Kernels
package import Matrices
import Notation
package import SourceText

/// A number, a vector or a matrix.
package struct ValueQuestion: QuestionKind {
  private let formula: FormulaKey

  package init(_ formula: FormulaKey) { self.formula = formula }

  package var kind: Check.Kind { .value(self) }

  // MARK: - Reading

  package static func key(in line: Range<Int>, of reader: CheckReader) -> Range<Int>? { line }

  package init?(_ key: Range<Int>, by reader: inout CheckReader) {
    guard let formula = reader.formula(key) else { return nil }
    self.formula = formula
  }

  // MARK: - What is said of it

  private var value: Matrix<Double> { formula.value }

  package var name: String {
    value.shape.isScalar ? "number" : value.shape.isVector ? "vector" : "matrix"
  }

  package var key: String { formula.tree.latex }
  package var formulaKey: FormulaKey? { formula }
  package var answer: Answer { .value(formula.tree, value) }
  package var numbers: [[Double]]? { value.rows }
  package var lines: [QuestionLine] { [] }
  package var rightChoices: Set<Int>? { nil }

  // MARK: - Answering

  package func wanted(hasGrid: Bool) -> String {
    if value.shape.isScalar { return "a number" }
    if hasGrid { return "numbers in a grid, which grows as you go" }
    return value.shape.columns == 1 ? "numbers, such as 0.1 0.2" : "[1 2; 3 4], row by row"
  }

  package var grid: Shape? { value.shape.isScalar ? nil : value.shape }
  package var isCarriedOn: Bool { true }

  package func judge(
    _ text: String, by judge: Judge
  ) throws(TypedNumbers.Unreadable) -> Judgement {
    let judgement = judge.mark(try typed(text, judge.reader))
    if !judgement.isRight, value.shape.isScalar,
      let other = TypedNumber.withoutThousands(AnswerReader.withoutName(text)),
      judge.mark(TypedMatrix(Matrix(other.whole))).isRight
    {
      throw TypedNumbers.Unreadable(reason: other.question)
    }
    return judgement
  }

  private func typed(
    _ text: String, _ reader: AnswerReader
  ) throws(TypedNumbers.Unreadable) -> TypedMatrix {
    // Lines are rows, which they would not be any more once they can be shown.
    let rows = text.split(whereSeparator: \.isNewline).joined(separator: ";")
    let isOpen = !text.contains { "[({\\".contains($0) }
    let text = AnswerReader.withoutName(try reader.readable(isOpen ? rows : text))
    if let typed = try TypedMatrixReader(key: value.shape).read(text) { return typed }
    let isFormula = text.contains { "[\\+*^√(".contains($0) }
    guard isFormula else {
      _ = try TypedNumbers(text, count: value.shape.count)
      throw TypedNumbers.Unreadable(reason: "\(text.prefix(20)) cannot be read as a number.")
    }
    let (kernel, computed) = try reader.formula(text)
    guard kernel.names.isEmpty else {
      throw TypedNumbers.Unreadable(
        reason: "Numbers are asked for here, and \(text.prefix(30)) is a formula.")
    }
    return TypedMatrix(computed)
  }

  /// Those of the formula, also of the one behind a name: what is typed is made from them.
  package func needed(in workspace: Workspace) -> [Name] {
    let worked = workspace.worked(formula.kernel)
    guard !worked.isMachineWork else { return [] }
    var seen: Set<Name> = []
    let inOrder = worked.allNodes.compactMap(\.operation.name)
    return (inOrder + worked.names.sorted { $0.latex < $1.latex }).filter { name in
      // What is the answer itself is not told.
      guard let value = workspace.values[name], value.shape.count <= Self.mostEntries,
        value != self.value
      else { return false }
      return seen.insert(name).inserted
    }
  }

  private func worked(in workspace: Workspace) -> Kernel {
    workspace.definition(of: formula.kernel)?.kernel ?? formula.kernel
  }

  package func working(in workspace: Workspace, _ style: ValueStyle) -> [WorkingLine] {
    worked(in: workspace).working(formula.formula(in: workspace), in: workspace, style)
      .map { WorkingLine(tree: $0.tree, label: $0.label) }
  }

  package var skill: String { "work out \(formula.tree.oneLine())" }

  package var explanation: String? { nil }
  package func told(in workspace: Workspace) -> String? { nil }

  // MARK: - Checking

  package func moved(to workspace: Workspace) -> ValueQuestion {
    ValueQuestion(formula.moved(to: workspace))
  }

  package func findings(_ trial: QuestionTrial) -> [Finding] {
    trial.known() + unanswerable(trial) + trial.slipsThatHide()
  }

  /// The key answered as a student would.
  private func unanswerable(_ trial: QuestionTrial) -> [Finding] {
    let style = NumberStyle(decimals: trial.decimals + 3)
    if value.elements.contains(where: { $0 != 0 }),
      trial.judge.marking.isInBand(value.map { _ in 0 })
    {
      return [
        trial.finding(
          .unanswerable,
          "The answer is at most \(style.text(value.largest)) in size: with \(trial.decimals) "
            + "decimals 0 is right, too",
          help: "Make the numbers larger, or ask for a multiple of it.")
      ]
    }
    if value.shape.count > Self.mostEntries {
      return [
        trial.finding(
          .unanswerable,
          "The answer is \(value.shape): nobody types \(value.shape.count) numbers",
          help: "Ask for its shape, a row or an entry.")
      ]
    }
    // Where it is not finite nothing is asked.
    let failing = trial.drawn.count { judge in
      guard let value = judge.check.value, value.elements.allSatisfy(\.isFinite) else {
        return false
      }
      return !judge.mark(value).isRight
    }
    if failing > 0 {
      return [
        trial.finding(
          .unanswerable,
          "At \(failing) of \(trial.drawn.count) draws of the givens the key itself is marked wrong",
          help: "Is the key equal to one of the wrong answers below it there?")
      ]
    }
    let workspace = trial.check.workspace
    let worked = worked(in: workspace)
    guard !worked.isMachineWork else { return [] }
    let byHand = worked.valueByHand(in: workspace)
    return trial.judge.mark(byHand).isRight
      ? []
      : [
        trial.finding(
          .unanswerable,
          "Worked out by hand with three decimals, this comes to \(style.text(byHand.largest)), "
            + "and would be marked wrong",
          help: "Make the numbers larger, or ask for an earlier step.")
      ]
  }

  private static let mostEntries = 36
}
