import Kernels
package import Lessons
package import Matrices
package import Notation
package import Pictures
import SourceText
import Training

/// A picture of a lesson with the numbers that it shows.
package struct ShownPicture: Sendable {
  package enum Content: Sendable {
    case tiles(Tiles, TileSheet)
    case plot(Plot, Chart)
    case network(Network)
  }

  package var picture: Lesson.Picture
  package var content: Content
  /// How its numbers are written.
  package var numbers: NumberStyle

  package var caption: [Inline] { picture.caption }

  package init?(_ picture: Lesson.Picture, _ numbers: NumberStyle) {
    self.picture = picture
    self.numbers = numbers
    switch picture.content {
    case .tiles(let tiles):
      guard let sheet = tiles.sheet(in: picture.workspace) else { return nil }
      content = .tiles(tiles, sheet)
    case .plot(let plot):
      content = .plot(plot, plot.chart(in: picture.workspace))
    case .network(let network): content = .network(network)
    }
  }
}

// MARK: - As cells

extension ShownPicture {
  /// A number below a tile.
  package static func lengthText(_ length: Double) -> String {
    NumberStyle(decimals: 2).text(length)
  }

  /// - Parameters:
  ///   - height: how many lines a chart may have; tiles take what they need.
  ///   - chosen: which tile is, if one is.
  ///   - cursor: the place on a curve where one is.
  ///   - unit: of a network, which of its units.
  package func lines(
    width: Int, height: Int, _ rendition: Rendition, chosen: Int? = nil,
    cursor: Chart.Mark? = nil, unit: Int = 0
  ) -> [[PictureCell]] {
    switch content {
    case .tiles(_, let sheet):
      return sheet.lines(width: width, rendition, chosen: chosen, number: Self.lengthText)
    case .plot(let plot, var chart):
      chart.over = plot.overText(ascii: rendition.ascii)
      // Where one is stands in the place of where the lesson is.
      if let cursor { chart.marks = chart.marks.filter { $0.kind != .own } + [cursor] }
      return chart.lines(width: width, height: height, rendition)
    case .network(let network):
      let units = network.units
      guard units.indices.contains(unit) else { return [] }
      return network.drawing(
        units[unit], in: picture.workspace, numbers, ascii: rendition.ascii
      ).lines(width: width, height: height, rendition, chosen: chosen)
    }
  }
}

// MARK: - In words

extension ShownPicture {
  /// What is to be seen, in sentences.
  ///
  /// - Parameters:
  ///   - ends: what the least and the most bright are called; nil where nothing is seen.
  ///   - formula: how a formula is written in them.
  package func sentences(
    ends: (least: String, most: String)? = nil, _ formula: (MathTree) -> String
  ) -> [String] {
    switch content {
    case .tiles(let tiles, let sheet): tiles.sentences(sheet, numbers, ends, formula)
    case .plot(let plot, let chart): plot.sentences(chart, numbers, formula)
    case .network(let network):
      [network.summary(formula).sentence]
        + network.units.map { unit in
          network.sentences(unit, in: picture.workspace, numbers, formula)
            .joined(separator: "; ") + "."
        }
    }
  }

  /// What is to be seen on a page, where more of it is one key away.
  package func shortSentences(
    ends: (least: String, most: String)? = nil, _ formula: (MathTree) -> String
  ) -> [String] {
    switch content {
    case .tiles, .plot: sentences(ends: ends, formula)
    case .network(let network): [network.summary(formula).sentence]
    }
  }
}

extension Tiles {
  fileprivate func sentences(
    _ sheet: TileSheet, _ numbers: NumberStyle, _ ends: (least: String, most: String)?,
    _ formula: (MathTree) -> String
  ) -> [String] {
    let count = sheet.tiles.count
    let what = direction.rawValue.dropLast(count == 1 ? 1 : 0)
    var sentences = [
      "\(count) \(what) of \(formula(tree)) as \(count == 1 ? "a picture" : "pictures") of \(shape)"
    ]
    func range(_ least: Double, _ largest: Double) -> String {
      "from \(numbers.text(least))" + (ends.map { " (\($0.least))" } ?? "")
        + " to \(numbers.text(largest))" + (ends.map { " (\($0.most))" } ?? "")
    }
    switch sheet.range {
    case .own:
      sentences[0] += ", each from its least to its largest entry"
      let indices = sheet.tiles.indices
      let longest = indices.max { sheet.tiles[$0].length < sheet.tiles[$1].length }
      let shortest = indices.min { sheet.tiles[$0].length < sheet.tiles[$1].length }
      if let longest, let shortest, count > 1 {
        let (most, least) = (
          numbers.text(sheet.tiles[longest].length), numbers.text(sheet.tiles[shortest].length)
        )
        sentences.append(
          "below each is its length: "
            + (most == least
              ? "\(most) for all"
              : "most \(most) (\(longest + 1)), least \(least) (\(shortest + 1))"))
      } else {
        sentences.append("below it is its length")
      }
    case .shared:
      let all = sheet.tiles.filter { $0.look != .noNumber }
      sentences[0] +=
        ", " + range(all.map(\.least).min() ?? 0, all.map(\.largest).max() ?? 0)
    case .between(let low, let high): sentences[0] += ", " + range(low, high)
    }
    for (look, told) in [
      (TileSheet.Tile.Look.noLength, "no length beside the longest, and are left empty"),
      (.noNumber, "entries that are no finite numbers"),
      (.constant, "one number everywhere"),
    ] {
      let own = sheet.tiles.indices.filter { sheet.tiles[$0].look == look }.map { "\($0 + 1)" }
      if own.isEmpty { continue }
      let few = own.prefix(8).joined(separator: ", ") + (own.count > 8 ? ", …" : "")
      sentences.append(own.count == count ? "all have \(told)" : "\(few) have \(told)")
    }
    return sentences.map { $0.sentence }
  }

  /// A tile in words.
  package func told(
    _ index: Int, of sheet: TileSheet, _ numbers: NumberStyle, ends: (least: String, most: String)?
  ) -> String {
    let tile = sheet.tiles[index]
    let name = "\(called) \(index + 1)"
    switch tile.look {
    case .noNumber: return "\(name): some entries are no finite numbers"
    case .noLength:
      return "\(name): length \(numbers.text(tile.length)), nothing beside the longest"
    case .constant: return "\(name): \(numbers.text(tile.least)) everywhere"
    case .pixels:
      func end(_ word: String?) -> String {
        sheet.range == .own ? word.map { " (\($0))" } ?? "" : ""
      }
      return "\(name): length \(numbers.text(tile.length)), from \(numbers.text(tile.least))"
        + end(ends?.least) + " to \(numbers.text(tile.largest))" + end(ends?.most)
    }
  }
}

extension Plot {
  package var isOverIterations: Bool { if case .iterations = over { true } else { false } }

  /// Of a place on the curve of a training: the cost there, how it came about, and the slope.
  package func told(_ quantity: Int, at number: Double, _ numbers: NumberStyle) -> String? {
    guard case .iterations(let noted) = over, let (here, before) = noted.near(number, of: quantity)
    else { return nil }
    return here.told(after: before, numbers)
  }

  /// Which iteration of which of the lesson's plans a place on the curve of a training is.
  package func iteration(_ quantity: Int, at number: Double) -> (number: Int, plan: Int)? {
    guard case .iterations(let noted) = over, let (here, _) = noted.near(number, of: quantity)
    else { return nil }
    return (here.number, noted.plans[quantity])
  }

  fileprivate func sentences(
    _ chart: Chart, _ numbers: NumberStyle, _ formula: (MathTree) -> String
  ) -> [String] {
    let over = overFormula(formula)
    var sentences: [String] = []
    for (index, curve) in chart.curves.enumerated() {
      let number = chart.curves.count > 1 ? "\(index + 1): " : ""
      let name = formula(quantities[index].tree)
      // It begins with a formula, and q with a capital would be another name.
      sentences.append(number + told(curve, index, chart, name, over, numbers) + ".")
    }
    if chart.unshown > 0 {
      sentences.append(
        "\(chart.unshown) values are not above 0 and cannot stand on a logarithmic axis".sentence)
    }
    return sentences
  }

  private func overFormula(_ formula: (MathTree) -> String) -> String {
    switch over {
    case .input(let input): formula(input.tree)
    case .rounds(let letter, _): formula(MathReader.read(letter))
    case .iterations: "iteration"
    }
  }

  private func told(
    _ curve: Chart.Curve, _ index: Int, _ chart: Chart, _ name: String, _ over: String,
    _ numbers: NumberStyle
  ) -> String {
    let points = curve.points.filter(\.y.isFinite)
    guard let first = points.first, let last = points.last else {
      if isOverIterations { return "\(name) over the iterations: not trained yet" }
      return "\(name) over \(over): it has no value anywhere"
    }
    func text(_ number: Double) -> String { numbers.text(number) }
    var parts: [String] = []
    let (low, high) = (points.map(\.y).min() ?? 0, points.map(\.y).max() ?? 0)
    if low == high {
      parts.append("\(text(low)) everywhere")
    } else {
      parts.append("\(trend(points)), from \(text(first.y)) to \(text(last.y))")
      if let least = chart.marks.first(where: { $0.kind == .least && $0.curve == index })?.point {
        parts.append("least \(text(least.y)) at \(over) = \(text(least.x))")
      }
    }
    for gap in curve.gaps.prefix(3) {
      parts.append(
        gap.lowerBound == gap.upperBound
          ? "no value at \(text(gap.lowerBound))"
          : "no value from \(text(gap.lowerBound)) to \(text(gap.upperBound))")
    }
    if curve.gaps.count > 3 { parts.append("and \(curve.gaps.count - 3) more gaps") }
    let own = chart.marks.filter { $0.kind == .own && $0.curve == index }.map(\.point).map {
      "\(text($0.y)) at \(over) = \(text($0.x))"
    }
    if !own.isEmpty { parts.append("in this lesson \(own.joined(separator: ", "))") }
    let range = "from \(text(curve.points[0].x)) to \(text(curve.points[curve.points.count - 1].x))"
    return "\(name) over \(over) \(range): " + parts.joined(separator: "; ")
  }

  private func trend(_ points: [Chart.Point]) -> String {
    let pairs = zip(points, points.dropFirst())
    // Not every last bit is a turn.
    let size = (points.map(\.y).max() ?? 0) - (points.map(\.y).min() ?? 0)
    let rises = pairs.contains { $0.y < $1.y - 1e-9 * size }
    let falls = pairs.contains { $0.y > $1.y + 1e-9 * size }
    switch (rises, falls) {
    case (true, false): return "it rises"
    case (false, true): return "it falls"
    default: return "it falls and rises"
    }
  }
}

extension String {
  /// With a capital and a full stop.
  package var sentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
