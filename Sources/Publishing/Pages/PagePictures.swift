import Lessons
import Matrices
import Notation
import Pictures
import Saying
import SourceText

/// Pictures of a lesson in its page: tiles as small grey images, plots as drawings whose lines
/// take the page's colours. Their sentences stand below, for who does not see them.
struct PagePictures {
  var prose: PageProse
  /// The unit is a pixel at the usual size.
  private let width = 640
  private let height = 360
  private let left = 64.0
  private let right = 24.0
  private let top = 14.0
  private let bottom = 42.0

  init(_ prose: PageProse) { self.prose = prose }

  func picture(_ shown: ShownPicture) -> Markup {
    let drawing: Markup
    switch shown.content {
    case .tiles(let tiles, let sheet): drawing = self.tiles(tiles, sheet, shown.numbers)
    case .plot(_, let chart): drawing = plot(chart, shown)
    case .network(let network): drawing = self.network(network, shown)
    }
    let sentences = shown.sentences(ends: ("black", "white")) { $0.oneLine() }
    let words = sentences.joined(separator: " ")
    let told = Markup.element(.p, [.kind("told")], text: words)
    // Of a network every number is told: that is for who cannot see it.
    var below = [
      words.count <= Self.mostWords
        ? told : .element(.details, [.kind("told")], .element(.summary, text: "In words"), told)
    ]
    if !shown.caption.isEmpty {
      below.insert(.element(.p, [], prose.inlines(shown.caption)), at: 0)
    }
    return .element(
      .figure, [.kind("picture")], drawing, .element(.figcaption, [], below))
  }

  /// In characters: more stand folded.
  private static let mostWords = 300

  // MARK: - Tiles

  private func tiles(_ tiles: Tiles, _ sheet: TileSheet, _ numbers: NumberStyle) -> Markup {
    .element(
      .div, [.kind("tiles")],
      sheet.tiles.indices.map { index in
        let words = tiles.told(index, of: sheet, numbers, ends: ("black", "white"))
        let label =
          sheet.range == .own
          ? "\(index + 1): \(ShownPicture.lengthText(sheet.tiles[index].length))" : "\(index + 1)"
        let image: Markup
        if let png = sheet.raster(tile: index)?.png("") {
          image = .element(
            .img,
            [
              .source(Address(png: png)), .alternative(words),
              .size(width: 12 * sheet.shape.columns, height: 12 * sheet.shape.rows),
            ])
        } else {
          image = .element(.span, [.kind("none"), .title(words)], text: emptyWord(sheet, index))
        }
        return .element(.div, [], image, .element(.span, text: label))
      })
  }

  /// The network as it is saved, unit by unit; every number of it stands in the sentences below.
  private func network(_ network: Network, _ shown: ShownPicture) -> Markup {
    let raster = network.raster(in: shown.picture.workspace, shown.numbers)
    guard let png = raster.png("") else { return .element(.span, text: "") }
    return .element(
      .img,
      [
        .source(Address(png: png)), .alternative(network.summary { $0.oneLine() }.sentence),
        .size(width: raster.width, height: raster.height),
      ])
  }

  private func emptyWord(_ sheet: TileSheet, _ index: Int) -> String {
    switch sheet.tiles[index].look {
    case .noLength: "empty"
    case .noNumber: "NaN"
    case .constant: "flat"
    case .pixels: ""
    }
  }

  // MARK: - Plots

  private func plot(_ chart: Chart, _ shown: ShownPicture) -> Markup {
    var parts: [Markup] = []
    let (bottomEdge, rightEdge) = (Double(height) - bottom, Double(width) - right)
    let (up, across) = (chart.vertical.ticks(6), chart.horizontal.ticks(7))
    var grid = ""
    for (tick, text) in zip(up, Axis.texts(up)) {
      guard let y = y(tick, chart) else { continue }
      grid += "M\(left.short) \(y.short)H\(rightEdge.short)"
      parts.append(words(text, left - 8, y + 4, .end))
    }
    for (tick, text) in zip(across, Axis.texts(across)) {
      guard let x = x(tick, chart) else { continue }
      grid += "M\(x.short) \(bottomEdge.short)v5"
      parts.append(words(text, x, bottomEdge + 20, .middle))
    }
    parts.insert(drawn(grid, "grid"), at: 0)
    parts.append(
      drawn("M\(left.short) \(top.short)V\(bottomEdge.short)H\(rightEdge.short)", "axis"))
    parts.append(words(chart.over, rightEdge, bottomEdge + 36, .end))
    for (index, curve) in chart.curves.enumerated() {
      parts.append(drawn(path(curve, chart), "curve", "c\(index % 6)"))
      if chart.curves.count > 1, let last = curve.points.last(where: { y($0.y, chart) != nil }),
        let x = x(last.x, chart), let y = y(last.y, chart)
      {
        parts.append(words("\(index + 1)", x + 6, y + 4, .start))
      }
    }
    for mark in chart.marks {
      guard let x = x(mark.point.x, chart), let y = y(mark.point.y, chart) else { continue }
      switch mark.kind {
      case .least:
        parts.append(
          .element(.circle, [.kind("mark"), .drawing(.centre(x: x, y: y, radius: 4.5))]))
      case .own, .cursor:
        parts.append(drawn("M\(x.short) \((y - 6).short)l6 6-6 6-6-6z", "mark"))
      }
    }
    return .element(
      .svg,
      [
        .drawing(.viewBox(width: width, height: height)), .role(.img),
        .label(shown.sentences { $0.oneLine() }.joined(separator: " ")),
      ], parts)
  }

  private func x(_ number: Double, _ chart: Chart) -> Double? {
    place(chart.horizontal.place(number)).map { left + $0 * (Double(width) - left - right) }
  }

  private func y(_ number: Double, _ chart: Chart) -> Double? {
    place(chart.vertical.place(number)).map {
      Double(height) - bottom - $0 * (Double(height) - top - bottom)
    }
  }

  private func place(_ place: Double?) -> Double? {
    place.flatMap { (-0.001...1.001).contains($0) ? $0 : nil }
  }

  private struct Point {
    var x: Double
    var y: Double

    /// How far it is from the line between two others.
    func distance(from a: Point, to b: Point) -> Double {
      let (dx, dy) = (b.x - a.x, b.y - a.y)
      let length = (dx * dx + dy * dy).squareRoot()
      if length == 0 { return ((x - a.x) * (x - a.x) + (y - a.y) * (y - a.y)).squareRoot() }
      return (dx * (a.y - y) - dy * (a.x - x)).magnitude / length
    }
  }

  /// A curve, its gaps left open. Points that nobody would see missing are left out.
  private func path(_ curve: Chart.Curve, _ chart: Chart) -> String {
    var path = ""
    var run: [Point] = []
    func end() {
      for (index, point) in Self.thinned(run[...]).enumerated() {
        path += "\(index == 0 ? "M" : "L")\(point.x.short) \(point.y.short)"
      }
      run = []
    }
    for point in curve.points {
      if let x = x(point.x, chart), let y = y(point.y, chart) {
        run.append(Point(x: x, y: y))
      } else {
        end()
      }
    }
    end()
    return path
  }

  /// In units of the drawing, which are about a pixel each.
  private static let unseen = 0.15

  private static func thinned(_ run: ArraySlice<Point>) -> [Point] {
    guard run.count > 2, let first = run.first, let last = run.last else { return Array(run) }
    let inner = run.dropFirst().dropLast()
    guard
      let far = inner.indices.max(by: {
        run[$0].distance(from: first, to: last) < run[$1].distance(from: first, to: last)
      }), run[far].distance(from: first, to: last) > unseen
    else { return [first, last] }
    return thinned(run[...far]).dropLast() + thinned(run[far...])
  }

  private func drawn(_ path: String, _ kinds: String...) -> Markup {
    .element(.path, [.kind(kinds.joined(separator: " ")), .drawing(.path(path))])
  }

  private func words(_ text: String, _ x: Double, _ y: Double, _ anchor: Markup.Anchor) -> Markup {
    .element(.words, [.drawing(.at(x: x, y: y)), .drawing(.anchor(anchor))], text: text)
  }
}
