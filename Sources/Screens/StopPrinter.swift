package import Kernels
package import Learning
package import Lessons
package import Notation
import SourceText
package import Typesetting

/// Turns places of a walk into lines: what `show` and line mode write one after the other, and what
/// the pages of the full screen are made from.
package struct StopPrinter: Sendable {
  let lesson: Lesson
  let style: PageStyle
  /// The equations with the lesson's own givens, when some have been changed.
  private let before: [Equation]?
  /// Why equations have no value, by their place.
  private let breakdowns: [Int: String]
  /// Whether the number of the step is told around the page.
  private let hasFrame: Bool
  private let prose: ProseTypesetter
  private let equations: EquationTypesetter

  /// - Parameter window: the value of which another part than the first is shown.
  package init(
    _ lesson: Lesson, _ style: PageStyle, before: [Equation]? = nil,
    breakdowns: [Int: String] = [:], hasFrame: Bool = false,
    window: (value: NumberID, row: Int, column: Int)? = nil
  ) {
    self.lesson = lesson
    self.style = style
    self.before = before
    self.breakdowns = breakdowns
    self.hasFrame = hasFrame
    prose = ProseTypesetter(style)
    var values = ValueStyle(
      lesson.style, rows: style.matrixRows, cells: style.equationWidth - 8)
    values.window = window
    equations = EquationTypesetter(style, values)
  }

  /// The title with a rule below it.
  package func title() -> [StyledLine] { Self.title(lesson.title, style) }

  package static func title(_ text: String, _ style: PageStyle) -> [StyledLine] {
    let title = ProseTypesetter(style).wrapped(text, .heading)
    let length = title.map(\.cellWidth).max() ?? 0
    return title + [StyledLine(String(repeating: style.ascii ? "=" : "═", count: length), .muted)]
  }

  /// `── 2 of 7 ── The hidden layer ───────`.
  package func heading(_ step: Int) -> [StyledLine] {
    let named = lesson.namedSteps
    guard let number = named.firstIndex(of: step) else { return [] }
    let dash = style.ascii ? "-" : "─"
    let place =
      "\(dash)\(dash) "
      + (hasFrame || named.count == 1 ? "" : "\(number + 1) of \(named.count) \(dash)\(dash) ")
    let width = min(style.width, 80)
    let title = StyledLine(lesson.steps[step].heading.plainText(ascii: style.ascii), .heading)
    let used = place.cellWidth + title.cellWidth + 1
    let rest = String(repeating: dash, count: max(0, width - used))
    if used > width {
      return [StyledLine(place, .muted).trimmed()]
        + prose.wrapped(lesson.steps[step].title, .heading)
    }
    return [StyledLine(place, .muted) + title + StyledLine(" " + rest, .muted)]
  }

  /// What stands at a stop before its first reduction.
  package func opening(_ stop: Walk.Stop, isFirstOfStep: Bool) -> [StyledLine] {
    var blocks: [[StyledLine]] = []
    if isFirstOfStep { blocks.append(heading(stop.step)) }
    blocks.append(prose.lines(numbered(stop)))
    for (index, equation) in stop.equations.enumerated() {
      let place = stop.firstEquation + index
      blocks.append(equations.equation(equation, place: place, before: before?[place]))
    }
    if !stop.isReduced { blocks += [breakdown(stop), verdicts(stop)] }
    if let check = stop.check { blocks.append(lines(ofRunIn: check)) }
    return joined(blocks)
  }

  /// The numbered formulas that a question is about.
  private func lines(ofRunIn check: Check) -> [StyledLine] {
    let lines: [[StyledLine]]
    switch check.kind {
    case .order(let arrangement):
      lines = arrangement.lines.enumerated().map { equations.numbered($0 + 1, $1.tree) }
    case .slip(let run):
      lines = run.lines.enumerated().map { equations.numbered($0 + 1, $1.tree, $1.value) }
    case .value, .shape, .formula, .choice: return []
    }
    // Formulas that take several lines need room between them.
    return lines.allSatisfy { $0.count == 1 } ? lines.flatMap { $0 } : joined(lines)
  }

  /// The choices of a question carry the numbers by which they are chosen.
  private func numbered(_ stop: Walk.Stop) -> [Block] {
    guard stop.check?.kind.isChoice == true,
      case .list(let items, _, let isTight, _)? = stop.prose.last
    else { return stop.prose }
    let choices = items.map { GitHubMarkdown.task($0)?.rest ?? $0 }
    return stop.prose.dropLast() + [
      .list(items: choices, firstNumber: 1, isTight: isTight, continues: false)
    ]
  }

  /// The reductions of a stop, to be printed one by one.
  package func reductions(of stop: Walk.Stop) -> [(side: Int, reduction: Reduction)] {
    guard stop.isReduced, let equation = stop.equations.first else { return [] }
    return equation.reductions(equations.values, place: stop.firstEquation)
  }

  /// One reduction; after the last one what has changed, and the verdicts on what the equation
  /// claims.
  package func reduction(
    _ index: Int, of reductions: [(side: Int, reduction: Reduction)], at stop: Walk.Stop
  ) -> [StyledLine] {
    guard let equation = stop.equations.first, reductions.indices.contains(index) else {
      return []
    }
    let lines = equations.reduction(index, of: reductions, in: equation)
    guard index == reductions.count - 1 else { return lines }
    let place = stop.firstEquation
    let changes =
      before.map { equations.changes(equation, before: $0[place], place: place) } ?? []
    return joined([lines, changes, breakdown(stop), verdicts(stop)])
  }

  private func breakdown(_ stop: Walk.Stop) -> [StyledLine] {
    stop.equations.indices.flatMap { index in
      breakdowns[stop.firstEquation + index].map { equations.breakdown($0) } ?? []
    }
  }

  private func verdicts(_ stop: Walk.Stop) -> [StyledLine] {
    stop.equations.flatMap { equations.verdicts($0) }
  }

  /// Parts with a blank line between them, and one after the last.
  private func joined(_ blocks: [[StyledLine]]) -> [StyledLine] {
    Array(blocks.filter { !$0.isEmpty }.joined(separator: [[]]))
  }

  /// The whole lesson, every reduction shown.
  package func whole() -> [StyledLine] {
    var lines = title() + [[]]
    var step: Int?
    for stop in Walk(lesson).stops {
      lines += opening(stop, isFirstOfStep: stop.step != step) + [[]]
      let reductions = reductions(of: stop)
      for index in reductions.indices { lines += reduction(index, of: reductions, at: stop) }
      if stop.isReduced { lines.append([]) }
      step = stop.step
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
