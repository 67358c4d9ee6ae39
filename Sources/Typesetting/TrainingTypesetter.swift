import Kernels
import Lessons
import Matrices
import Notation
import Pictures
package import Saying
import SourceText
import Training

/// Sets a training that goes on in cells: the cost over the iterations, what is learned as
/// pictures, how far it is.
package struct TrainingTypesetter: Sendable {
  /// What of it is shown.
  package enum View: Sendable, CaseIterable {
    /// Side by side, where there is room; else the curve.
    case both
    case features, curve
  }

  private let style: PageStyle
  private let width: Int
  private let height: Int

  /// - Parameter height: how many lines there are.
  package init(_ style: PageStyle, height: Int) {
    self.style = style
    width = min(style.width, 150)
    self.height = height
  }

  private func label(_ text: String, _ role: Role) -> StyledLine { style.words(text, role) }

  private var cut: Character { style.ascii ? ">" : "…" }

  /// - Parameter isLogarithmic: whether the axis of the cost is.
  package func lines(
    _ shown: ShownSearch, _ view: View, isLogarithmic: Bool
  ) -> [StyledLine] {
    let head = [title(shown)] + (height >= 16 && view != .features ? [[]] : [])
    let foot = height >= 6 ? [bar(shown), measures(shown)] : [bar(shown)]
    let room = max(1, height - head.count - foot.count)
    var picture = self.picture(shown, view, isLogarithmic: isLogarithmic, height: room)
    picture = Array(picture.prefix(room))
    picture += Array(repeating: [], count: room - picture.count)
    return (head + picture + foot).map { $0.prefix(fitting: width, cut) }
  }

  /// What is made small, and the numbers of the lesson that it depends on.
  private func title(_ shown: ShownSearch) -> StyledLine {
    var line = StyledLine(shown.plan.tree.oneLine(ascii: style.ascii), .name)
    let settings =
      shown.plan.settings.map { ($0.name.shown, $0.value) }
      + [("examples", Double(shown.plan.exampleCount))]
    for (name, value) in settings {
      let text = label("   \(name) = \(NumberStyle(decimals: 6).text(value))", .text)
      if line.cellWidth + text.cellWidth <= width { line += text }
    }
    return line
  }

  // MARK: - Pictures

  private func picture(
    _ shown: ShownSearch, _ view: View, isLogarithmic: Bool, height: Int
  ) -> [StyledLine] {
    let features = view == .curve ? nil : shown.features
    func chart(_ width: Int) -> [StyledLine] {
      let scale: Axis.Scale = isLogarithmic ? .logarithmic : .linear
      guard let chart = shown.chart(scale, ascii: style.ascii) else {
        return [label("The formulas are made ready …", .muted)]
      }
      let lines = chart.lines(width: width, height: min(height, 26), style.rendition)
      return lines.map { StyledLine($0) }
    }
    guard let (name, sheet) = features else { return chart(width) }
    func tiles(_ width: Int) -> (lines: [StyledLine], shown: Int) {
      let (cells, count) = sheet.compact(width: width, height: height - 1, style.rendition)
      return (cells.map { StyledLine($0) }, count)
    }
    func caption(_ count: Int) -> StyledLine {
      let all = sheet.tiles.count
      let which = count < all ? "\(count) of the \(all) rows" : "the \(all) rows"
      return label("\(which) of ", .muted) + StyledLine(name.shown, .name)
    }
    let half = width / 2 - 1
    guard view == .both else {
      let (lines, count) = tiles(width)
      return [caption(count)] + lines
    }
    guard width >= 60, height >= 8 else { return chart(width) }
    let (lines, count) = tiles(half)
    let right = [caption(count)] + lines
    let wide = right.map(\.cellWidth).max() ?? 0
    let left = chart(width - wide - 3)
    return (0..<max(left.count, right.count)).map { row in
      let own = left.indices.contains(row) ? left[row] : []
      guard right.indices.contains(row) else { return own }
      return own + .spaces(width - wide - own.cellWidth) + right[row]
    }
  }

  // MARK: - How far it is

  private func bar(_ shown: ShownSearch) -> StyledLine {
    let progress = shown.progress
    let number = progress.latest?.number ?? 0
    let text = "  \(number) of \(progress.all)   \(progress.timeText)"
    let cells = max(4, min(60, width - text.count))
    let done = min(cells, number * cells / max(1, progress.all))
    let (full, empty) = style.ascii ? ("#", "-") : ("━", "─")
    return label(String(repeating: full, count: done), .strong)
      + label(String(repeating: empty, count: cells - done), .muted) + label(text, .text)
  }

  private func measures(_ shown: ShownSearch) -> StyledLine {
    var line: StyledLine = []
    for (name, value) in shown.measures(ascii: style.ascii) {
      let own =
        (line.isEmpty ? [] : .spaces(3)) + label(name, .name)
        + label(value.contains(",") ? ": " : " = ", .operator) + label(value, .text)
      if line.cellWidth + own.cellWidth <= width { line += own }
    }
    return line
  }
}
