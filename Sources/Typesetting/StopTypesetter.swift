package import Kernels
package import Lessons
package import Matrices
import Notation
package import Saying
import SourceText

/// Turns what is said at the stops of a walk into lines: what `show` and line mode write one after
/// the other, and what the pages of the full screen are made from.
package struct StopTypesetter: Sendable {
  package let style: PageStyle
  /// Whether the number of the step is told around the page.
  private let hasFrame: Bool
  private let prose: ProseTypesetter
  private let equations: EquationTypesetter
  private let pictures: PictureTypesetter

  package init(_ style: PageStyle, hasFrame: Bool = false) {
    self.style = style
    self.hasFrame = hasFrame
    prose = ProseTypesetter(style)
    equations = EquationTypesetter(style)
    pictures = PictureTypesetter(style)
  }

  /// A title with a rule below it.
  package func title(_ text: String) -> [StyledLine] {
    let title = prose.wrapped(text, .heading)
    let length = title.map(\.cellWidth).max() ?? 0
    return title + [StyledLine(String(repeating: style.ascii ? "=" : "═", count: length), .muted)]
  }

  /// `── 2 of 7 ── The hidden layer ───────`.
  package func heading(_ heading: Shown.Heading) -> [StyledLine] {
    let dash = style.ascii ? "-" : "─"
    let place =
      "\(dash)\(dash) "
      + (hasFrame || heading.count == 1
        ? "" : "\(heading.number) of \(heading.count) \(dash)\(dash) ")
    let width = min(style.width, 80)
    let title = StyledLine(heading.title.plainText(ascii: style.ascii), .heading)
    let used = place.cellWidth + title.cellWidth + 1
    let rest = String(repeating: dash, count: max(0, width - used))
    if used > width {
      return [StyledLine(place, .muted).trimmed()]
        + prose.wrapped(heading.title.plainText, .heading)
    }
    return [StyledLine(place, .muted) + title + StyledLine(" " + rest, .muted)]
  }

  /// What stands at a stop before its first reduction.
  package func opening(_ shown: Shown) -> [StyledLine] {
    var blocks = [shown.heading.map(heading) ?? [], prose.lines(shown.prose + choices(shown))]
    blocks +=
      shown.isDerivation
      ? shown.formulas.map(equations.beginning) : shown.formulas.map(equations.formula)
    if !shown.isReduced { blocks += closing(shown) }
    if let picture = shown.picture { blocks.append(pictures.lines(picture)) }
    if let training = shown.training {
      let sentence = training.sentence { $0.oneLine(ascii: style.ascii) }
      blocks.append(prose.wrapped(sentence, .remark))
    }
    if let question = shown.question {
      blocks.append(lines(of: question))
      if !style.hasNumbersBeside { blocks.append(numbers(of: question)) }
    }
    return joined(blocks)
  }

  /// The choices of a question carry the numbers by which they are chosen.
  private func choices(_ shown: Shown) -> [Block] {
    guard let question = shown.question, !question.choices.isEmpty else { return [] }
    return [
      .list(
        items: question.choices, firstNumber: 1, isTight: question.isTight, continues: false)
    ]
  }

  /// The numbered formulas that a question is about.
  private func lines(of question: Shown.Question) -> [StyledLine] {
    let lines = question.lines.map(equations.line)
    // Formulas that take several lines need room between them.
    return lines.allSatisfy { $0.count == 1 } ? lines.flatMap { $0 } : joined(lines)
  }

  /// What the answer is made from, side by side where there is room.
  private func numbers(of question: Shown.Question) -> [StyledLine] {
    guard !question.numbers.isEmpty else { return [] }
    return prose.lines(
      .paragraph(question.numbers.map { .math($0.tree, isDisplay: true) }))
  }

  /// One reduction, or one line of a derivation; after the last one what has changed, and the
  /// verdicts on what the equation claims.
  package func piece(_ index: Int, of shown: Shown) -> [StyledLine] {
    guard shown.isDerivation else { return reduction(index, of: shown) }
    guard shown.derivation.indices.contains(index) else { return [] }
    let lines = equations.line(shown.derivation[index])
    guard index == shown.derivation.count - 1 else { return lines }
    return joined([lines, shown.breakdowns.flatMap(equations.breakdown)])
  }

  /// The numbers of a line of a derivation, operation by operation.
  package func numbers(of line: Shown.DerivationLine) -> [StyledLine] {
    line.numbers.flatMap { equations.reduction($0, left: nil) }
  }

  /// Why a line follows: its rules as formulas, and what they were used on.
  package func reason(of line: Shown.DerivationLine) -> [StyledLine] {
    equations.reason(of: line)
  }

  private func reduction(_ index: Int, of shown: Shown) -> [StyledLine] {
    guard shown.reductions.indices.contains(index) else { return [] }
    let left = shown.formulas.first?.left
    let lines = equations.reduction(shown.reductions[index], left: left)
    guard index == shown.reductions.count - 1 else { return lines }
    let changes = shown.changes.flatMap { equations.change($0, left: left) }
    return joined([lines, changes] + closing(shown))
  }

  private func closing(_ shown: Shown) -> [[StyledLine]] {
    [shown.breakdowns.flatMap(equations.breakdown), shown.verdicts.flatMap(equations.verdict)]
  }

  /// Parts with a blank line between them.
  private func joined(_ blocks: [[StyledLine]]) -> [StyledLine] {
    Array(blocks.filter { !$0.isEmpty }.joined(separator: [[]]))
  }

  /// The whole lesson, every reduction shown.
  package func whole(_ lesson: Lesson) -> [StyledLine] {
    var lines = title(lesson.title) + [[]]
    for shown in ShownLesson(lesson, style.values(lesson.style)).stops {
      lines += opening(shown) + [[]]
      for index in shown.pieces { lines += piece(index, of: shown) }
      if shown.isReduced { lines.append([]) }
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

extension PageStyle {
  /// How much of a value there is room for.
  package func values(_ numbers: NumberStyle) -> ValueStyle {
    ValueStyle(numbers, rows: matrixRows, cells: equationWidth - 8)
  }
}
