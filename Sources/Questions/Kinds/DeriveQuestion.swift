package import Kernels
package import Matrices
import Notation
package import Reasons
package import SourceText

/// The lines of a derivation are written one after the other, in any steps that hold.
package struct DeriveQuestion: QuestionKind {
  package let author: AuthorDerivation
  /// The lines that stand already.
  let start: OwnDerivation
  /// Whether the next line is all that is asked for.
  private let isOneLine: Bool

  /// A derivation of which the first lines stand.
  ///
  /// - Parameters:
  ///   - last: where it ends, the lines counted from 0.
  ///   - reasons: why each of the lines that stand below the first follows.
  package init(_ chain: Equation, to last: Int, below reasons: [Reason]) {
    author = AuthorDerivation(chain, 0...last)
    start = OwnDerivation(
      standing: zip(1..., reasons).map { index, reason in
        let tree = chain.writtenSides[index]
        return OwnDerivation.Line(
          text: tree.latex, tree: tree, side: chain.sides[index], reason: reason,
          place: .line(index + 1))
      })
    isOneLine = reasons.count == last - 1
  }

  package var kind: Check.Kind { .derive(self) }

  // MARK: - Reading

  package static func key(in line: Range<Int>, of reader: CheckReader) -> Range<Int>? {
    key(behind: "derive", in: line, of: reader)
  }

  /// `LEFT … LAST`, lines of a derivation further up: what it begins with, and where it ends; the
  /// second may be left out.
  package init?(_ key: Range<Int>, by reader: inout CheckReader) {
    guard let author = reader.derivation(key) else { return nil }
    self.author = author
    start = OwnDerivation()
    isOneLine = false
  }

  // MARK: - What is said of it

  package var name: String { "derive" }
  package var key: String { "\(author.first.latex) … \(author.last.latex)" }
  package var formulaKey: FormulaKey? { nil }
  package var answer: Answer { .formula(author.last) }
  package var numbers: [[Double]]? { nil }
  package var lines: [QuestionLine] {
    [QuestionLine(tree: author.first)]
      + start.lines.map {
        QuestionLine(
          tree: $0.tree, why: .told($0.reason.rules.map(\.text).joined(separator: ", ")))
      }
  }
  package var rightChoices: Set<Int>? { nil }

  // MARK: - Answering

  package func wanted(hasGrid: Bool) -> String {
    (isOneLine
      ? "the next line"
      : author.derives ? "line after line, until no ∂ is left" : "line after line")
      + "; as it is typed, d(u)/d(z_1) or sum(i, a_i), or in LaTeX"
  }

  package var grid: Shape? { nil }
  package var isOfLetters: Bool { true }
  package var isCarriedOn: Bool { false }

  package func judge(
    _ text: String, by judge: Judge
  ) throws(TypedNumbers.Unreadable) -> Judgement {
    let lines = DerivationJudge.lines(of: try judge.reader.readable(text))
    guard !lines.isEmpty else { throw TypedNumbers.Unreadable(reason: "There is no line yet.") }
    let derivation = DerivationJudge(author, by: judge)
    var own = judge.derivation
    var judgement = Judgement()
    for line in lines {
      switch try derivation.outcome(line, after: own) {
      case .follows(let line):
        judgement.lines.append(ShownLine(line, number: own.next))
        own.add(line)
        judgement.derivation = own
        judgement.remark = .follows(
          line.place, of: author.trees.count, isExplained: line.isExplained)
        if derivation.isDone(line) {
          judgement.isRight = true
          judgement.remark = nil
          return judgement
        }
      case .isWrong(let shown, let wrong):
        judgement.lines.append(shown)
        judgement.remark = nil
        judgement.reading = .line(wrong)
        return judgement
      case .misfits(let shown, let shape, let wanted):
        judgement.lines.append(shown)
        judgement.remark = .shape(shape, wanted: wanted)
        return judgement
      }
    }
    return judgement
  }

  package func needed(in workspace: Workspace) -> [Name] { [] }
  package func working(in workspace: Workspace, _ style: ValueStyle) -> [WorkingLine] { [] }
  package var skill: String { "derive \(author.first.oneLine())" }

  package var explanation: String? { nil }

  package func told(in workspace: Workspace) -> String? {
    "It ends with \(author.last.oneLine())."
  }

  // MARK: - Checking

  package func moved(to workspace: Workspace) -> DeriveQuestion { self }

  /// The author's own lines are written as a student would.
  package func findings(_ trial: QuestionTrial) -> [Finding] {
    var judge = trial.judge
    for (index, tree) in author.trees.enumerated().dropFirst() {
      func finding(_ said: String) -> [Finding] {
        [
          trial.finding(
            .unanswerable, at: trial.check.location,
            "Line \(index + 1) of this derivation, written by a student, would not be accepted: "
              + said,
            help: "Change the line, or ask for lines that do not need it.")
        ]
      }
      do throws(TypedNumbers.Unreadable) {
        let judgement = try self.judge(tree.latex, by: judge)
        guard let derivation = judgement.derivation else {
          return finding(judge.told(judgement).text)
        }
        judge.derivation = derivation
      } catch {
        return finding(error.reason)
      }
    }
    return []
  }
}

extension ShownLine {
  init(_ line: OwnDerivation.Line, number: Int) {
    self.init(
      number: number, tree: line.tree.withoutNeedlessParentheses,
      why: line.reason.rules.map(\.text).joined(separator: ", "),
      holds: true)
  }
}

extension OwnDerivation.Line {
  /// Whether rules say why it follows, or it only says the same in another order.
  var isExplained: Bool { !reason.rules.isEmpty || reason.isRearrangement }
}

extension CheckReader {
  /// The derivation between two of its lines.
  fileprivate mutating func derivation(_ key: Range<Int>) -> AuthorDerivation? {
    let parts = file.text(key).replacing("...", with: "…").split(separator: "…", maxSplits: 1)
      .map { $0.split(separator: " ").joined(separator: " ") }
    let wanted = parts.map { tree($0) }
    let chains = steps().flatMap(\.equations).filter { $0.isDerivation || $0.isLineOfDerivation }
    for equation in chains.reversed() {
      let sides = equation.writtenSides
      guard let first = sides.firstIndex(of: wanted[0]) else { continue }
      guard wanted.count > 1 else { return checked(equation, first...sides.count - 1, key) }
      if let last = sides.lastIndex(of: wanted[1]), last > first {
        return checked(equation, first...last, key)
      }
      report(
        at: key, "The derivation has no line that says \(wanted[1].oneLine())",
        help: "Write one of its lines behind …, or nothing: then it goes to its end.")
      return nil
    }
    report(
      at: key, "No derivation further up has the line \(wanted[0].oneLine())",
      help: "Write the derivation in a ```math fence before the question, line below line, and its "
        + "first line behind derive.")
    return nil
  }

  private mutating func tree(_ text: String) -> MathTree {
    let source = SourceFile(path: file.path, text: text)
    return MathReader.read(MathSource(source, source.bytes.indices), for: .live, &macros).lines
      .first?.asSide(in: workspace) ?? .row([], Location(source, source.bytes.indices))
  }

  private mutating func checked(
    _ equation: Equation, _ range: ClosedRange<Int>, _ key: Range<Int>
  ) -> AuthorDerivation? {
    guard equation.runs, equation.claims.allSatisfy(\.holds), range.count > 1 else {
      report(
        at: key, "A derivation that does not hold cannot be asked for",
        help: range.count > 1
          ? "Mend its lines first." : "It takes a line more than the one that it begins with.")
      return nil
    }
    return AuthorDerivation(equation, range)
  }
}

extension Equation {
  /// Whether it works out a derivative in one line.
  fileprivate var isLineOfDerivation: Bool {
    kind == .claim && claims.count == 1 && names.isEmpty && sides[0].kernel.hasDerivative
  }
}
