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

  mutating func picture(_ text: String) -> [StyledLine] {
    guard let shown = lastPicture() else { return remark("There is no picture in this step yet.") }
    switch shown.content {
    case .tiles(_, let sheet):
      let count = sheet.tiles.count
      guard let number = Int(text), (1...count).contains(number) else {
        return remark("picture is followed by the number of a tile, 1 to \(count).")
      }
      return writer.tile(number - 1, of: shown)
    case .plot(let plot, let chart):
      guard let typed = try? TypedNumbers(text), let x = typed.values.first,
        typed.values.count == 1, let number = plot.number(0, at: x, in: shown.picture.workspace)
      else {
        let points = chart.curves.first?.points ?? []
        let (low, high) = (points.first?.x ?? 0, points.last?.x ?? 0)
        return remark(
          "picture is followed by a number on the axis, \(study.lesson.style.text(low)) to "
            + "\(study.lesson.style.text(high)): it opens the first curve there.")
      }
      trail = [number]
      return lines(of: number)
    case .network: return network(text)
    }
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
