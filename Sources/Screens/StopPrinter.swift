package import Learning
package import Lessons
package import Notation
import SourceText
package import Typesetting

/// Turns places of a walk into lines, appended one after the other: what line mode writes, and
/// `show` whole.
package struct StopPrinter: Sendable {
  let lesson: Lesson
  let style: PageStyle
  private let prose: ProseTypesetter
  private let equations: EquationTypesetter

  package init(_ lesson: Lesson, _ style: PageStyle) {
    self.lesson = lesson
    self.style = style
    prose = ProseTypesetter(style)
    equations = EquationTypesetter(style, lesson.style)
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
    let named = lesson.steps.indices.filter { !lesson.steps[$0].heading.isEmpty }
    guard let number = named.firstIndex(of: step) else { return [] }
    let dash = style.ascii ? "-" : "─"
    let place = "\(dash)\(dash) \(number + 1) of \(named.count) \(dash)\(dash) "
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
    blocks.append(prose.lines(stop.prose))
    for equation in stop.equations { blocks.append(equations.equation(equation)) }
    if stop.reductions.isEmpty { blocks.append(verdicts(stop)) }
    return joined(blocks)
  }

  /// One reduction; after the last one the verdicts on what the equation claims.
  package func reduction(_ index: Int, of stop: Walk.Stop) -> [StyledLine] {
    guard let equation = stop.equations.first, stop.reductions.indices.contains(index) else {
      return []
    }
    let lines = equations.reduction(index, of: stop.reductions, in: equation)
    guard index == stop.reductions.count - 1 else { return lines }
    return joined([lines, verdicts(stop)])
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
      for index in stop.reductions.indices { lines += reduction(index, of: stop) }
      if !stop.reductions.isEmpty { lines.append([]) }
      step = stop.step
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}
