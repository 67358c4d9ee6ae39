package import Kernels
package import Matrices
import Notation
package import SourceText

/// How many rows and columns a value has.
package struct ShapeQuestion: QuestionKind {
  private let formula: FormulaKey

  package init(_ formula: FormulaKey) { self.formula = formula }

  package var kind: Check.Kind { .shape(self) }

  // MARK: - Reading

  package static func key(in line: Range<Int>, of reader: CheckReader) -> Range<Int>? {
    key(behind: "shape", in: line, of: reader)
  }

  package init?(_ key: Range<Int>, by reader: inout CheckReader) {
    guard let formula = reader.formula(key) else { return nil }
    self.formula = formula
  }

  // MARK: - What is said of it

  private var shape: Shape { formula.value.shape }
  package var name: String { "shape" }
  package var key: String { formula.tree.latex }
  package var formulaKey: FormulaKey? { formula }
  package var answer: Answer { .words(shape.description) }
  package var numbers: [[Double]]? { [[Double(shape.rows), Double(shape.columns)]] }
  package var lines: [QuestionLine] { [] }
  package var rightChoices: Set<Int>? { nil }

  // MARK: - Answering

  package func wanted(hasGrid: Bool) -> String { "rows by columns, such as 3x2" }
  package var grid: Shape? { nil }
  package var isCarriedOn: Bool { false }

  package func judge(
    _ text: String, by judge: Judge
  ) throws(TypedNumbers.Unreadable) -> Judgement {
    let numbers = try judge.reader.readable(text).split { !$0.isNumber }.map { Int($0) }
    guard numbers.count == 2, let rows = numbers[0], let columns = numbers[1], rows > 0, columns > 0
    else {
      throw TypedNumbers.Unreadable(reason: "A shape is rows by columns, such as 3x2.")
    }
    let typed = Shape(rows, columns)
    if typed == shape { return Judgement(isRight: true) }
    return Judgement(reading: reading(of: typed, in: judge.check.workspace).map { .shape($0) })
  }

  /// What a wrong shape is the shape of.
  package enum Reading: Sendable, Equatable {
    case turned
    /// A part of the formula.
    case of(String)

    var text: String {
      switch self {
      case .turned: "Rows and columns are the other way round."
      case .of(let part): "That is the shape of \(part)."
      }
    }
  }

  /// What there is to say to a wrong shape.
  func reading(of typed: Shape, in workspace: Workspace) -> Reading? {
    if typed == shape { return nil }
    return typed == shape.transposed ? .turned : part(of: typed, in: workspace)
  }

  /// What has the shape, of what the formula is made from.
  private func part(of shape: Shape, in workspace: Workspace) -> Reading? {
    let own = workspace.definition(of: formula.kernel)?.kernel ?? formula.kernel
    let parts = own.nodes.dropLast().filter { $0.shape == shape && !$0.isConstant }
    let part = parts.first { $0.operation.name != nil } ?? parts.first
    if let name = part?.operation.name { return .of(name.shown) }
    return part.flatMap { formula.formula(in: workspace).part($0.location) }
      .map { .of($0.withoutParentheses.oneLine()) }
  }

  package func needed(in workspace: Workspace) -> [Name] { [] }
  package func working(in workspace: Workspace, _ style: ValueStyle) -> [WorkingLine] { [] }
  package var skill: String { "say the shape of \(formula.tree.oneLine())" }
  package var explanation: String? { nil }
  package func told(in workspace: Workspace) -> String? { "It is \(shape)." }

  // MARK: - Checking

  package func moved(to workspace: Workspace) -> ShapeQuestion {
    ShapeQuestion(formula.moved(to: workspace))
  }
  package func findings(_ trial: QuestionTrial) -> [Finding] { [] }
}
