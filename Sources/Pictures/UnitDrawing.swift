/// A unit of a network being computed, as it is drawn: the edges that lead to it, and the units of
/// its layer. Names and numbers are texts.
package struct UnitDrawing: Sendable {
  /// A number, and its place among all that can be chosen.
  package struct Number: Sendable {
    package var text: String
    package var place: Int

    package init(_ text: String, at place: Int) { (self.text, self.place) = (text, place) }
  }

  package struct Edge: Sendable {
    package var name: String
    package var value: Number?
    package var weight: Number?

    package init(_ name: String, _ value: Number?, _ weight: Number?) {
      (self.name, self.value, self.weight) = (name, value, weight)
    }
  }

  package struct Step: Sendable {
    package var name: String
    package var number: Number

    package init(_ name: String, _ number: Number) { (self.name, self.number) = (name, number) }
  }

  /// Over the edges, and over the unit.
  package var titles: (edges: String, unit: String)
  /// Whether edges lead to the left, from the layer behind.
  package var isBackward: Bool
  package var edges: [Edge]
  package var steps: [Step]
  /// Other units of the layer: those that are computed, and those that are to come.
  package var before: [String]
  package var behind: [String]

  package init(
    titles: (edges: String, unit: String), isBackward: Bool, edges: [Edge], steps: [Step],
    before: [String],
    behind: [String]
  ) {
    self.titles = titles
    self.isBackward = isBackward
    self.edges = edges
    self.steps = steps
    self.before = before
    self.behind = behind
  }
}

extension UnitDrawing {
  /// The signs that lines are made of.
  private struct Signs {
    var across, down, first, middle, last, out, cross: Character
    var arrow: Character
    /// The same for edges that lead to the left.
    var mirrored: [Character: Character]
    var corners: [Character]
    var side, edge: Character

    static func of(_ rendition: Rendition) -> Signs {
      rendition.ascii
        ? Signs(
          across: "-", down: "|", first: "+", middle: "+", last: "+", out: "+", cross: "+",
          arrow: ">", mirrored: [">": "<"], corners: ["+", "+", "+", "+"], side: "|", edge: "=")
        : Signs(
          across: "─", down: "│", first: "╮", middle: "┤", last: "╯", out: "├", cross: "┼",
          arrow: "▶", mirrored: ["╮": "╭", "┤": "├", "╯": "╰", "├": "┤", "▶": "◀"],
          corners: ["╔", "╗", "╚", "╝"], side: "║", edge: "═")
    }
  }

  /// - Parameters:
  ///   - height: how many lines there may be; with fewer, edges stand close together.
  ///   - chosen: the number that is.
  package func lines(
    width: Int, height: Int, _ rendition: Rendition, chosen: Int? = nil
  ) -> [[PictureCell]] {
    let signs = Signs.of(rendition)
    let box = box(signs, chosen)
    let boxWidth = box.first?.count ?? 0
    let isLoose = height >= 2 * edges.count + 2
    let left = edgeLines(signs, isLoose: isLoose, chosen)
    let leftWidth = left.map(\.count).max() ?? 0
    let arrow = PictureCell.text(
      edges.isEmpty ? "" : String(repeating: signs.across, count: 2) + "\(signs.arrow) ", .axis)
    let others = (before + behind).map(\.count).max() ?? 0
    guard leftWidth + arrow.count + max(boxWidth, others + 2) <= width else {
      return stacked(edgeLines(signs, isLoose: false, chosen, isStacked: true), box, signs)
    }
    let right =
      before.map { PictureCell.text("  " + $0) } + box
      + behind.map { PictureCell.text("  " + $0) }
    let (leftRow, rightRow) = (left.count / 2, before.count + box.count / 2)
    let (leftTop, rightTop) = (max(0, rightRow - leftRow), max(0, leftRow - rightRow))
    let row = max(leftRow, rightRow)
    let count = max(leftTop + left.count, rightTop + right.count)
    if isBackward { return mirrored(left, right, arrow, (leftRow, rightRow), isLoose, signs) }
    let body = (0..<count).map { line -> [PictureCell] in
      var cells = left.indices.contains(line - leftTop) ? left[line - leftTop] : []
      cells = cells.padded(to: leftWidth)
      if line == row, !edges.isEmpty {
        cells[leftWidth - 1] = PictureCell(joint(leftRow, left.count, isLoose, signs), .axis)
        cells += arrow
      } else {
        cells += .blanks(arrow.count)
      }
      if right.indices.contains(line - rightTop) { cells += right[line - rightTop] }
      return cells.withoutBlanksAtEnd()
    }
    let start = leftWidth + arrow.count
    let head =
      titles.edges.count + 2 <= start
      ? PictureCell.text(titles.edges).padded(to: start) + PictureCell.text(titles.unit)
      : PictureCell.text(titles.unit)
    return [head, []] + body
  }

  /// The unit at the left, and the edges that lead to it from the right.
  private func mirrored(
    _ edges: [[PictureCell]], _ unit: [[PictureCell]], _ arrow: [PictureCell],
    _ rows: (edges: Int, unit: Int), _ isLoose: Bool, _ signs: Signs
  ) -> [[PictureCell]] {
    func turned(_ cells: [PictureCell]) -> [PictureCell] {
      cells.map { cell in
        guard cell.part == .axis, let sign = signs.mirrored[cell.sign] else { return cell }
        return PictureCell(sign, .axis)
      }
    }
    let width = unit.map(\.count).max() ?? 0
    let (top, unitTop) = (max(0, rows.unit - rows.edges), max(0, rows.edges - rows.unit))
    let row = max(rows.edges, rows.unit)
    let count = max(top + edges.count, unitTop + unit.count)
    let between = Array(turned(arrow).reversed())
    let body = (0..<count).map { line -> [PictureCell] in
      var cells = unit.indices.contains(line - unitTop) ? unit[line - unitTop] : []
      cells = cells.padded(to: width)
      cells += line == row && !edges.isEmpty ? between : .blanks(arrow.count)
      guard edges.indices.contains(line - top) else { return cells.withoutBlanksAtEnd() }
      var edge = edges[line - top]
      if line == row, !edge.isEmpty {
        edge[0] = PictureCell(joint(rows.edges, edges.count, isLoose, signs), .axis)
      }
      return (cells + turned(edge)).withoutBlanksAtEnd()
    }
    let start = width + arrow.count
    let head =
      titles.unit.count + 2 <= start
      ? PictureCell.text(titles.unit).padded(to: start) + PictureCell.text(titles.edges)
      : PictureCell.text(titles.unit)
    return [head, []] + body
  }

  /// Where the line to the unit begins.
  private func joint(_ row: Int, _ count: Int, _ isLoose: Bool, _ signs: Signs) -> Character {
    guard edges.count > 1 else { return signs.across }
    return isLoose && row % 2 == 1 ? signs.out : signs.cross
  }

  /// The box below the edges, where there is no room beside them.
  private func stacked(
    _ left: [[PictureCell]], _ box: [[PictureCell]], _ signs: Signs
  ) -> [[PictureCell]] {
    let end = (left.map(\.count).max() ?? 1) - 1
    let down = edges.isEmpty ? [] : [.blanks(end) + [PictureCell(signs.down, .axis)]]
    return [PictureCell.text(titles.unit)] + left + down + box
  }

  private func box(_ signs: Signs, _ chosen: Int?) -> [[PictureCell]] {
    let names = steps.map(\.name.count).max() ?? 0
    let numbers = steps.map(\.number.text.count).max() ?? 0
    let inner = names + 3 + numbers
    let edge = String(repeating: signs.edge, count: inner + 2)
    let lines = steps.map { step -> [PictureCell] in
      PictureCell.text("\(signs.side) ", .mark) + PictureCell.text(step.name).padded(to: names)
        + PictureCell.text(" = ") + .blanks(numbers - step.number.text.count)
        + cells(of: step.number, chosen) + PictureCell.text(" \(signs.side)", .mark)
    }
    return [PictureCell.text("\(signs.corners[0])\(edge)\(signs.corners[1])", .mark)] + lines
      + [PictureCell.text("\(signs.corners[2])\(edge)\(signs.corners[3])", .mark)]
  }

  /// A line for each edge, with lines between them where there is room.
  private func edgeLines(
    _ signs: Signs, isLoose: Bool, _ chosen: Int?, isStacked: Bool = false
  ) -> [[PictureCell]] {
    let names = edges.map(\.name.count).max() ?? 0
    let values = edges.map { $0.value?.text.count ?? 0 }.max() ?? 0
    let weights = edges.map { $0.weight?.text.count ?? 0 }.max() ?? 0
    func line(_ count: Int) -> [PictureCell] {
      PictureCell.text(String(repeating: signs.across, count: max(0, count)), .axis)
    }
    let lines = edges.enumerated().map { index, edge -> [PictureCell] in
      var cells = PictureCell.text(edge.name).padded(to: names + 1)
      let value = edge.value.map { self.cells(of: $0, chosen) } ?? []
      cells += .blanks(values - value.count) + value + .blanks(values > 0 ? 1 : 0)
      if let weight = edge.weight {
        cells += line(2 + weights - weight.text.count) + [.blank] + self.cells(of: weight, chosen)
        cells += [.blank] + line(2)
      } else {
        cells += line(4)
      }
      let sign =
        edges.count == 1
        ? signs.across
        : index == 0 ? signs.first : index == edges.count - 1 ? signs.last : signs.middle
      guard isBackward, !isStacked else { return cells + [PictureCell(sign, .axis)] }
      let weight = edge.weight.map { self.cells(of: $0, chosen) } ?? []
      return [PictureCell(sign, .axis)] + line(2)
        + (weight.isEmpty ? line(2) : [.blank] + weight + [.blank])
        + line(weights > 0 ? 2 + weights - weight.count : 0) + [.blank]
        + PictureCell.text(edge.name).padded(to: names + 1)
        + .blanks(values - value.count) + value
    }
    guard isLoose else { return lines }
    let width = lines.first?.count ?? 1
    let down = PictureCell(signs.down, .axis)
    let between =
      isBackward && !isStacked ? [down] : [PictureCell].blanks(width - 1) + [down]
    return Array(lines.map { [$0] }.joined(separator: [between]))
  }

  private func cells(of number: Number, _ chosen: Int?) -> [PictureCell] {
    PictureCell.text(number.text, number.place == chosen ? .chosen : .label)
  }
}
