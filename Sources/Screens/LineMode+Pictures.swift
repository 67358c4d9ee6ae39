import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Pictures
import Questions
import Saying
import SourceText
import Typesetting

/// Pictures, as words: a tile with its numbers, a place on a curve.
extension LineMode {
  /// The last picture of the step so far.
  private func lastPicture() -> ShownPicture? {
    let stops = walk.stops.prefix(walk.place.stop + 1)
    let picture = stops.last { $0.step == walk.stop?.step && $0.picture != nil }?.picture
    return picture.flatMap { ShownPicture($0, study.lesson.style) }
  }

  mutating func picture(
    _ text: String, _ effects: inout [WalkScreen.Effect]
  ) -> [StyledLine] {
    guard let shown = lastPicture() else { return remark("There is no picture in this step yet.") }
    switch shown.content {
    case .tiles(_, let sheet):
      let count = sheet.tiles.count
      guard let number = Int(text), (1...count).contains(number) else {
        return remark("picture is followed by the number of a tile, 1 to \(count).")
      }
      return writer.tile(number - 1, of: shown)
    case .plot(let plot, let chart): return point(text, of: plot, chart, shown, &effects)
    case .network: return network(text)
    }
  }

  /// A place on a curve, `0.3`, or `2: 0.3` on the second one: the number there opens.
  private mutating func point(
    _ text: String, of plot: Plot, _ chart: Chart, _ shown: ShownPicture,
    _ effects: inout [WalkScreen.Effect]
  ) -> [StyledLine] {
    let style = study.lesson.style
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    let curve = parts.count == 2 ? Int(parts[0].filter { !$0.isWhitespace }).map { $0 - 1 } : 0
    let typed = try? TypedNumbers(String(parts.last ?? ""))
    guard parts.count <= 2, let curve, chart.curves.indices.contains(curve), let typed,
      let x = typed.values.first, typed.values.count == 1
    else { return remark(asking(plot, chart)) }
    if let told = plot.told(curve, at: x, style),
      let (iteration, place) = plot.iteration(curve, at: x)
    {
      return remark(told + ".") + look(at: iteration, of: place, &effects)
    }
    guard let number = plot.number(curve, at: x, in: shown.picture.workspace) else {
      return remark(asking(plot, chart))
    }
    trail = [number]
    return lines(of: number)
  }

  private func asking(_ plot: Plot, _ chart: Chart) -> String {
    let style = study.lesson.style
    let count = chart.curves.count
    let other =
      count > 1 ? " picture \(count): and a number, and it is that of curve \(count)." : ""
    if plot.isOverIterations {
      return "picture is followed by the number of an iteration, once there was training." + other
    }
    let points = chart.curves.first?.points ?? []
    let (low, high) = (points.first?.x ?? 0, points.last?.x ?? 0)
    return "picture is followed by a number on the axis, \(style.text(low)) to "
      + "\(style.text(high)): the number of the curve there opens." + other
  }

  mutating func save(_ effects: inout [WalkScreen.Effect]) -> [StyledLine] {
    guard let shown = lastPicture() else { return remark("There is no picture in this step yet.") }
    effects.append(.save(SavedPicture(shown, in: study.lesson)))
    return []
  }
}

extension PageLines {
  func tile(_ index: Int, of shown: ShownPicture) -> [StyledLine] {
    guard case .tiles(let tiles, let sheet) = shown.content else { return [] }
    let told = tiles.told(index, of: sheet, values.numbers, ends: pictures.rendition.ends)
    return pictures.largeTile(index, of: sheet) + remark(told)
  }
}

extension SpokenLines {
  func tile(_ index: Int, of shown: ShownPicture) -> [StyledLine] {
    guard case .tiles(let tiles, let sheet) = shown.content else { return [] }
    let rows = sheet.tiles[index].values.enumerated().map { row, values in
      "Row \(row + 1): "
        + NumberStyle(decimals: 2).texts(values).map(\.spoken).joined(separator: ", ")
    }
    return remark(tiles.told(index, of: sheet, values.numbers, ends: nil))
      + rows.flatMap { remark($0) }
  }
}
