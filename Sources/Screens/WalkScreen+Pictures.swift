import Kernels
import Learning
import Lessons
import Matrices
import Notation
import Pictures
import Saying
import SourceText
import Typesetting

/// Where one is in a picture.
struct PictureCursor: Sendable {
  var shown: ShownPicture
  /// Of tiles: which one, whether it is shown large, and which of its pixels.
  var tile = 0
  var isLarge = false
  var row = 0
  var column = 0
  /// Of a plot: which curve, and which of its points.
  var curve = 0
  var point = 0
  /// Of a network: which unit, and which of its numbers.
  var unit = 0
  var number = 0

  init(_ shown: ShownPicture) {
    self.shown = shown
    guard case .plot(_, let chart) = shown.content, let first = chart.curves.first else { return }
    let own =
      chart.marks.first { $0.kind == .own && $0.curve == 0 }
      ?? chart.marks.first { $0.kind == .least && $0.curve == 0 }
    let x = own?.point.x ?? first.points.first?.x ?? 0
    point = first.nearest(to: x)
  }

  var chosenPoint: Chart.Point? {
    guard case .plot(_, let chart) = shown.content, chart.curves.indices.contains(curve),
      chart.curves[curve].points.indices.contains(point)
    else { return nil }
    return chart.curves[curve].points[point]
  }
}

extension Chart.Curve {
  /// The point whose number along the horizontal axis is nearest.
  fileprivate func nearest(to x: Double) -> Int {
    points.indices.min { abs(points[$0].x - x) < abs(points[$1].x - x) } ?? 0
  }
}

/// A picture that is looked at: arrows choose, numbers open.
extension WalkScreen {
  mutating func enterPicture() {
    guard let shown = pictureHere else {
      message = "There is no picture on this page."
      return
    }
    mode = .picture(PictureCursor(shown))
  }

  /// The last picture on the page.
  var pictureHere: ShownPicture? {
    let stops = study.walk.stops.prefix(study.walk.place.stop + 1)
    let step = study.walk.stop?.step
    let picture = stops.last { $0.step == step && $0.picture != nil }?.picture
    return picture.flatMap { ShownPicture($0, study.lesson.style) }
  }

  mutating func look(_ key: Key, _ cursor: PictureCursor) -> [Effect] {
    var cursor = cursor
    switch Command.meant(by: key, in: .picture) {
    case .close:
      if cursor.isLarge { cursor.isLarge = false } else { return leavePicture() }
    case .move: move(&cursor, key)
    case .open:
      if case .tiles = cursor.shown.content, !cursor.isLarge {
        cursor.isLarge = true
      } else if let number = number(of: cursor) {
        mode = .opening([OpenedNumber(number, in: study.lesson)], from: .picture(cursor))
        return []
      } else if case .plot(let plot, _) = cursor.shown.content, let point = cursor.chosenPoint,
        let (iteration, place) = plot.iteration(cursor.curve, at: point.x)
      {
        return look(at: iteration, of: place, from: .picture(cursor))
      } else {
        message = "There is no number here."
      }
    case .uses:
      showUses(of: number(of: cursor), from: .picture(cursor))
      return []
    case .restore: return restoreTraining()
    case .save: return [.save(SavedPicture(cursor.shown, in: study.lesson))]
    case .otherDots: changeDots()
    default:
      if case .network(let network) = cursor.shown.content, goThrough(network, key, &cursor) {
        break
      }
      otherwise(key, &cursor)
    }
    if case .picture = mode { mode = .picture(cursor) }
    return []
  }

  private mutating func leavePicture() -> [Effect] {
    mode = .reading
    return []
  }

  private mutating func otherwise(_ key: Key, _ cursor: inout PictureCursor) {
    switch key {
    case .home: jump(&cursor, toEnd: false)
    case .end: jump(&cursor, toEnd: true)
    case "q", "i": mode = .reading
    case "?":
      message = "Arrows choose, Enter looks closer, o opens the number, s saves a PNG, Esc back."
    case .character(let other):
      message = "\(other) does nothing in a picture. Esc leaves it."
    default: break
    }
  }

  /// The next kind of dots that the terminal can show.
  mutating func changeDots() {
    guard !style.ascii else {
      message = "There are only signs of ASCII here."
      return
    }
    let all = Rendition.Dots.allCases
    let next = (all.firstIndex(of: style.rendition.dots) ?? 0) + 1
    style.rendition.dots = all[next % all.count]
    setAll()
  }

  // MARK: - Moving

  private func move(_ cursor: inout PictureCursor, _ key: Key) {
    let (down, right): (Int, Int) =
      switch key {
      case .left, "h": (0, -1)
      case .right, "l": (0, 1)
      case .up, "k": (-1, 0)
      default: (1, 0)
      }
    switch cursor.shown.content {
    case .tiles(_, let sheet):
      if cursor.isLarge {
        cursor.row = min(max(0, cursor.row + down), sheet.shape.rows - 1)
        cursor.column = min(max(0, cursor.column + right), sheet.shape.columns - 1)
      } else {
        let across = sheet.across(width: drawingWidth, number: ShownPicture.lengthText)
        let next = cursor.tile + right + down * across
        if sheet.tiles.indices.contains(next) { cursor.tile = next }
      }
    case .plot(_, let chart):
      let count = chart.curves.count
      if down != 0, count > 1 {
        let x = cursor.chosenPoint?.x ?? 0
        cursor.curve = (cursor.curve + down + count) % count
        cursor.point = chart.curves[cursor.curve].nearest(to: x)
      }
      guard chart.curves.indices.contains(cursor.curve) else { return }
      let points = chart.curves[cursor.curve].points.count
      guard points > 0 else { return }
      let step = max(1, Int((Double(points) / Double(max(1, drawingWidth))).rounded()))
      cursor.point = min(max(0, cursor.point + right * step), points - 1)
    case .network(let network): moveInside(network, key, &cursor)
    }
  }

  private func jump(_ cursor: inout PictureCursor, toEnd: Bool) {
    switch cursor.shown.content {
    case .tiles(_, let sheet):
      if cursor.isLarge {
        cursor.column = toEnd ? sheet.shape.columns - 1 : 0
      } else {
        cursor.tile = toEnd ? sheet.tiles.count - 1 : 0
      }
    case .plot(_, let chart):
      cursor.point = toEnd ? max(0, chart.curves[cursor.curve].points.count - 1) : 0
    case .network: break
    }
  }

  /// Cells that a drawing may take.
  private var drawingWidth: Int { min(style.width, 110) - (style.width >= 60 ? 4 : 0) }

  private func number(of cursor: PictureCursor) -> OpenNumber? {
    switch cursor.shown.content {
    case .tiles(let tiles, _):
      let entry = tiles.entry(tile: cursor.tile, row: cursor.row, column: cursor.column)
      return study.number(
        tiles.kernel, row: entry.row, column: entry.column, in: cursor.shown.picture)
    case .plot(let plot, _):
      return cursor.chosenPoint.flatMap {
        plot.number(cursor.curve, at: $0.x, in: cursor.shown.picture.workspace)
      }
    case .network(let network): return number(of: network, cursor)
    }
  }

  // MARK: - Drawing

  /// - Returns: the lines, and which one is to be the first on the screen where not all have room.
  func lines(of cursor: PictureCursor) -> (all: [StyledLine], top: Int) {
    let typesetter = PictureTypesetter(style)
    switch cursor.shown.content {
    case .tiles(_, let sheet):
      if cursor.isLarge {
        let large = typesetter.largeTile(
          cursor.tile, of: sheet, chosen: (cursor.row, cursor.column))
        let chosen = large.lastIndex { $0.contains { $0.emphasis.contains(.selected) } } ?? 0
        return (large, max(0, chosen - bodyRows + 2))
      }
      let lines = typesetter.drawing(cursor.shown, height: bodyRows, chosen: cursor.tile)
      let across = sheet.across(width: drawingWidth, number: ShownPicture.lengthText)
      let end = (cursor.tile / across + 1) * sheet.linesOfRow
      return (lines, max(0, end - bodyRows))
    case .plot:
      let mark = cursor.chosenPoint.map { Chart.Mark(.cursor, of: cursor.curve, $0) }
      let lines = typesetter.drawing(cursor.shown, height: min(bodyRows, 24), cursor: mark)
      return (lines, 0)
    case .network(let network): return lines(of: network, cursor)
    }
  }

  /// What is known of the place where one is.
  func told(_ cursor: PictureCursor) -> String {
    let numbers = study.lesson.style
    switch cursor.shown.content {
    case .tiles(let tiles, let sheet):
      let ends = style.rendition.ends
      guard cursor.isLarge else {
        return tiles.told(cursor.tile, of: sheet, numbers, ends: ends)
      }
      let value = sheet.tiles[cursor.tile].values[cursor.row][cursor.column]
      return "\(tiles.called) \(cursor.tile + 1), pixel in row \(cursor.row + 1), column "
        + "\(cursor.column + 1): \(numbers.text(value))"
    case .plot(let plot, let chart):
      guard let point = cursor.chosenPoint else {
        return plot.isOverIterations ? "Not trained yet: T trains." : ""
      }
      let name = chart.curves[cursor.curve].name
      let over = plot.overText(ascii: style.ascii)
      let value = point.y.isFinite ? numbers.text(point.y) : "no value"
      let number = chart.curves.count > 1 ? "\(cursor.curve + 1): " : ""
      if let told = plot.told(cursor.curve, at: point.x, numbers) { return number + told }
      return "\(number)\(name) = \(value) at \(over) = \(numbers.text(point.x))"
    case .network(let network): return told(network, cursor)
    }
  }

  func keys(of cursor: PictureCursor) -> [(String, String)] {
    func brief(_ command: Command) -> (String, String) {
      (command.entry.keys[.picture]?.first?.name ?? "", command.entry.brief)
    }
    let leave = (Key.escape.name, cursor.isLarge ? "back" : "leave")
    switch cursor.shown.content {
    case .tiles:
      return [
        ("arrows", "choose"),
        cursor.isLarge ? ("o", "open its number") : ("Enter", "large, with numbers"),
        brief(.save), leave,
      ]
    case .plot(_, let chart):
      let several = chart.curves.count > 1
      return [("← →", "along the curve")] + (several ? [("↑ ↓", "curve")] : [])
        + [("o", several ? "open" : "open its number")] + keysBack
        + [brief(.otherDots), brief(.save), leave]
    case .network(let network): return keys(of: network)
    }
  }
}
