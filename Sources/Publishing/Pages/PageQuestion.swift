import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Questions
import Saying
import SourceText

/// A self-check in a page. Without a script its hints and its answer are folded away: not secret,
/// as nothing in a page is.
struct PageQuestion {
  private let question: Shown.Question
  private let prose: PageProse
  private let math: PageMath
  private let lesson: Lesson

  init(_ question: Shown.Question, of lesson: Lesson, _ prose: PageProse, _ math: PageMath) {
    self.question = question
    self.lesson = lesson
    self.prose = prose
    self.math = math
  }

  private var check: Check { question.check }

  var markup: Markup {
    var parts: [Markup] = []
    if !question.choices.isEmpty {
      parts.append(
        .element(
          .ol, [.kind("choices")], question.choices.map { .element(.li, [], prose.blocks($0)) }))
    }
    if !question.lines.isEmpty {
      parts.append(.element(.ol, [.kind("choices")], question.lines.map { line($0) }))
    }
    if !question.numbers.isEmpty {
      parts.append(
        .element(
          .div, [.kind("needed")], question.numbers.map { math.block($0.tree, marked: nil) }))
    }
    parts.append(folded)
    return .element(.div, [.kind("question"), .data(.question, check.id)], parts)
  }

  private func line(_ line: Shown.Line) -> Markup {
    var nodes = line.tree.nodes
    if let value = line.value { nodes += MathTree.sign("=") + [value] }
    return .element(.li, [], math.block(.row(nodes, .nowhere), marked: nil))
  }

  /// Hints and the answer.
  private var folded: Markup {
    var parts = check.hints.map { hint in
      Markup.element(
        .details, [.kind("hint")], .element(.summary, text: "Hint"), .element(.p, text: hint))
    }
    let answer: Markup
    switch check.question.answer {
    case .words(let words):
      answer = .element(.p, text: check.question.told(in: check.workspace) ?? words)
    case .formula(let tree): answer = math.block(tree, marked: nil)
    case .value(let tree, let value):
      let style = NumberStyle(decimals: check.shownDecimals)
      answer = math.block(
        .row(tree.nodes + MathTree.sign("=") + [value.tree(style)], .nowhere), marked: nil)
    }
    parts.append(
      .element(.details, [.kind("answer")], .element(.summary, text: "Answer"), answer))
    return .element(.div, [.kind("folded")], parts)
  }
}

// MARK: - Data

extension PageQuestion {
  /// What the script marks answers by.
  func data(_ numbers: PageNumbers) -> JSONValue {
    func node(_ tree: MathTree) -> JSONValue {
      .whole(numbers.nodes.place(of: .element(.mrow, [], MathMarkup().row(tree.nodes))))
    }
    let working = check.hintsAreWorking ? [] : check.working
    let told = check.question.told(in: check.workspace)
    var pairs: [(key: String, value: JSONValue)] = [
      ("id", .string(check.id)), ("kind", .string(check.kindName)),
      ("wanted", .string(check.question.wanted(hasGrid: true))),
      ("hints", .list(check.hints.map { .string($0) })),
      (
        "working",
        .list(working.map { .list([.string($0.label), node($0.tree)]) })
      ),
      ("told", told.map { .string($0) } ?? .null),
      ("explanation", check.question.explanation.map { .string($0) } ?? .null),
    ]
    switch check.kind {
    case .value:
      if let value = check.value, told == nil {
        pairs.append(("value", node(value.tree(NumberStyle(decimals: check.shownDecimals)))))
      }
      pairs += table(numbers)
    case .shape(let question):
      pairs.append(("shape", .numbers(question.numbers?.first ?? [])))
      let readings = question.readings(in: check.workspace, upTo: Self.largestSide)
      pairs.append(
        (
          "readings",
          .object(
            readings.map { shape, text in
              ("\(shape.rows)x\(shape.columns)", .whole(numbers.texts.place(of: text)))
            })
        ))
    case .choice(let question):
      pairs.append(("right", .wholes((question.rightChoices ?? []).sorted())))
    case .order(let question):
      let lines = 1...max(1, question.lines.count)
      pairs.append(
        (
          "problems",
          .list(
            lines.map { line in
              .list(
                lines.map { later in
                  question.arrangement.problem(of: line, before: later).map {
                    .list([.whole($0.needs.count), .whole(numbers.texts.place(of: $0.text))])
                  } ?? .null
                })
            })
        ))
    case .slip(let question): pairs.append(("wrong", .whole(question.run.wrong + 1)))
    // Both are typed, and read by what only the terminal has.
    case .formula, .derive: break
    }
    return .object(pairs)
  }

  /// Larger shapes are said nothing of.
  private static let largestSide = 12
  /// So many digits tell any two answers apart that somebody types.
  private static let digits = 9

  private func table(_ numbers: PageNumbers) -> [(key: String, value: JSONValue)] {
    let table = Judge(check, in: lesson).table
    func list(_ value: Matrix<Double>, digits: Int = Self.digits) -> JSONValue {
      .numbers(value.elements.map { $0.rounded(digits: digits) })
    }
    func named(_ values: [MarkingTable.Named]) -> JSONValue {
      .list(values.map { .list([.string($0.name), list($0.value)]) })
    }
    let isScalar = table.key.shape.isScalar
    return [
      ("shape", .wholes([table.key.shape.rows, table.key.shape.columns])),
      ("key", .numbers(table.key.elements)), ("errors", .numbers(table.errors.elements)),
      ("decimals", .whole(table.decimals)),
      (
        "wrong",
        .list(
          table.wrong.map { wrong in
            let flags =
              (wrong.saysMissing ? 1 : 0) | (wrong.isAuthors ? 2 : 0) | (wrong.isHidden ? 4 : 0)
            return .list([
              list(wrong.value), wrong.errors.map { list($0, digits: 3) } ?? .null,
              .whole(wrong.rank), .whole(numbers.texts.place(of: wrong.text)), .whole(flags),
            ])
          })
      ),
      // Of a single number neither is said: it is too often like another one.
      (
        "factors",
        .list(isScalar ? [] : table.factors.map { .list([.string($0.name), .number($0.value)]) })
      ),
      ("others", isScalar ? .list([]) : named(table.others)),
      ("parts", isScalar ? .list([]) : named(table.parts)),
    ]
  }
}
