/// Curves over one number: a value, and its drawing as cells.
package struct Chart: Equatable, Sendable {
  package struct Point: Equatable, Sendable {
    package var x: Double
    /// No finite number where the curve has a gap.
    package var y: Double

    package init(_ x: Double, _ y: Double) { (self.x, self.y) = (x, y) }
  }

  package struct Curve: Equatable, Sendable {
    package var name: String
    /// From left to right.
    package var points: [Point]

    package init(_ name: String, _ points: [Point]) { (self.name, self.points) = (name, points) }

    /// The lowest of its points.
    package var least: Point? {
      points.filter(\.y.isFinite).min { $0.y < $1.y }
    }

    /// From where to where it has no value.
    package var gaps: [ClosedRange<Double>] {
      var gaps: [ClosedRange<Double>] = []
      var isOpen = false
      for point in points {
        let isGap = !point.y.isFinite
        if isGap, isOpen, let last = gaps.popLast() {
          gaps.append(last.lowerBound...point.x)
        } else if isGap {
          gaps.append(point.x...point.x)
        }
        isOpen = isGap
      }
      return gaps
    }
  }

  /// A place on a curve that has a sign of its own.
  package struct Mark: Equatable, Sendable {
    package enum Kind: Equatable, Sendable { case least, own, cursor }

    package var kind: Kind
    /// Which curve it is on, from 0.
    package var curve: Int
    package var point: Point

    package init(_ kind: Kind, of curve: Int, _ point: Point) {
      (self.kind, self.curve, self.point) = (kind, curve, point)
    }
  }

  package var curves: [Curve]
  package var marks: [Mark]
  /// What is along the horizontal axis.
  package var over: String
  package var horizontal: Axis
  package var vertical: Axis

  /// - Parameter range: of the horizontal axis, where it is to reach further than the points.
  package init(
    _ curves: [Curve], marks: [Mark] = [], over: String, range: [Double] = [],
    horizontal: Axis.Scale = .linear, vertical: Axis.Scale = .linear
  ) {
    (self.curves, self.marks, self.over) = (curves, marks, over)
    let points = curves.flatMap(\.points)
    self.horizontal = Axis(horizontal, over: points.map(\.x) + range)
    self.vertical = Axis(vertical, over: points.map(\.y)).widened
  }

  /// Points that cannot stand on a logarithmic axis.
  package var unshown: Int {
    curves.flatMap(\.points).count { $0.y.isFinite && vertical.place($0.y) == nil }
  }

  // MARK: - As cells

  /// Curves, axes and ticks, in so many cells; the two last lines are the axis and its ticks.
  package func lines(width: Int, height: Int, _ rendition: Rendition) -> [[PictureCell]] {
    let rows = max(2, height - 2)
    let ticks = vertical.ticks(max(2, min(6, rows / 2)))
    let texts = rendition.texts(ticks)
    let gutter = (texts.map(\.count).max() ?? 0) + 1
    let right = curves.count > 1 ? 2 : 0
    let columns = max(8, width - gutter - right - 1)
    var canvas = Canvas(columns: columns, rows: rows, rendition.dots)
    for index in curves.indices { draw(curves[index], index, on: &canvas) }
    var cells = canvas.cells
    var ends: [Int: String] = [:]
    if curves.count > 1 { nameCurves(canvas, &ends) }
    for mark in marks { put(mark, rendition, on: &cells) }
    var named: [Int: String] = [:]
    for (tick, text) in zip(ticks, texts) {
      guard let place = vertical.place(tick), (-0.001...1.001).contains(place) else { continue }
      let row = rows - 1 - Int((min(1, max(0, place)) * Double(rows - 1)).rounded())
      if named[row] == nil { named[row] = text }
    }
    var lines = (0..<rows).map { row -> [PictureCell] in
      let text = named[row] ?? ""
      let tick: Character = rendition.ascii ? (text.isEmpty ? "|" : "+") : text.isEmpty ? "│" : "┤"
      let end = ends[row].map { PictureCell.text(" " + $0, .label) } ?? []
      return .blanks(gutter - 1 - text.count) + PictureCell.text(text, .label) + [.blank]
        + [PictureCell(tick, .axis)] + (cells[row] + end).withoutBlanksAtEnd()
    }
    lines += axis(gutter: gutter, columns: columns, rendition)
    return lines
  }

  private func column(_ x: Double, _ count: Int) -> Int? {
    guard let place = horizontal.place(x), (-0.001...1.001).contains(place) else { return nil }
    return Int((min(1, max(0, place)) * Double(count - 1)).rounded())
  }

  private func row(_ y: Double, _ count: Int) -> Int? {
    guard let place = vertical.place(y), (-0.001...1.001).contains(place) else { return nil }
    return count - 1 - Int((min(1, max(0, place)) * Double(count - 1)).rounded())
  }

  private func draw(_ curve: Curve, _ index: Int, on canvas: inout Canvas) {
    var last: (column: Int, row: Int)?
    for point in curve.points {
      guard let column = column(point.x, canvas.dotColumns),
        let row = row(point.y, canvas.dotRows)
      else {
        last = nil
        continue
      }
      canvas.line(from: last ?? (column, row), to: (column, row), of: index)
      last = (column, row)
    }
  }

  /// The number of each curve, at the right of its last point, where rows are free.
  private func nameCurves(_ canvas: Canvas, _ ends: inout [Int: String]) {
    for (index, curve) in curves.enumerated() {
      guard
        let point = curve.points.last(where: { vertical.place($0.y) != nil }),
        var row = row(point.y, canvas.rows)
      else { continue }
      let free = (0..<canvas.rows).filter { ends[$0] == nil }
      row = free.min { abs($0 - row) < abs($1 - row) } ?? row
      if ends[row] == nil { ends[row] = "\(index + 1)" }
    }
  }

  private func put(_ mark: Mark, _ rendition: Rendition, on cells: inout [[PictureCell]]) {
    guard let column = column(mark.point.x, cells[0].count),
      let row = row(mark.point.y, cells.count)
    else { return }
    cells[row][column] = PictureCell(rendition.sign(mark.kind), .mark)
  }

  private func axis(gutter: Int, columns: Int, _ rendition: Rendition) -> [[PictureCell]] {
    let ticks = horizontal.ticks(max(2, min(8, columns / 12)))
    let texts = rendition.texts(ticks)
    var line = PictureCell.text(
      String(repeating: rendition.ascii ? "-" : "─", count: columns), .axis)
    var below: [PictureCell] = .blanks(gutter + 1 + columns)
    var free = 0
    let name = " \(over)"
    for (tick, text) in zip(ticks, texts) {
      guard let column = column(tick, columns) else { continue }
      let start = max(0, gutter + 1 + column - (text.count - 1) / 2)
      let room = below.count - name.count
      guard start >= free, start + text.count <= max(room, gutter + 1) else { continue }
      line[column] = PictureCell(rendition.ascii ? "+" : "┬", .axis)
      for (offset, character) in text.enumerated() {
        below[start + offset] = PictureCell(character, .label)
      }
      free = start + text.count + 1
    }
    let label = PictureCell.text(String(over.prefix(max(1, columns / 2))), .label)
    below = Array(below.prefix(max(free, below.count - label.count))) + label
    let corner: Character = rendition.ascii ? "+" : "└"
    return [
      .blanks(gutter) + [PictureCell(corner, .axis)] + line, below.withoutBlanksAtEnd(),
    ]
  }
}

extension Rendition {
  /// What a mark is drawn with.
  package func sign(_ kind: Chart.Mark.Kind) -> Character {
    switch kind {
    case .least: ascii ? "o" : "●"
    case .own: ascii ? "#" : "◆"
    case .cursor: ascii ? "@" : "◆"
    }
  }

  fileprivate func texts(_ ticks: [Double]) -> [String] {
    Axis.texts(ticks).map { ascii ? String($0.map { $0 == "−" ? "-" : $0 }) : $0 }
  }

  /// Which curve is drawn how, where signs tell them apart.
  package static let signs: [Character] = ["*", "+", "x", "o", "%", "="]
}
